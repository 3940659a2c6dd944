//! The pages of the engagement that were made by hand: gap analysis, timeline, frameworks, coverage, rail.

use axum::http::StatusCode;
use model::RecordKind;

use crate::browser::{Browser, Page};

async fn sound(browser: &Browser, path: &str) -> Page {
    let page = browser.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    page.is_sound(path);
    page
}

async fn done(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let page = browser.post(path, fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}: {}", page.html);
    page
}

#[tokio::test]
async fn a_gap_analysis_is_assessed_item_by_item_where_it_stands() {
    let browser = Browser::new().await;
    let none = sound(&browser, "/gap").await;
    assert!(none.html.contains("Start with the quick pass") && none.html.contains("depth=quick"));
    done(&browser, "/gap-analyses/do/start", &[("title", "Quick pass"), ("depth", "quick")]).await;
    let page = sound(&browser, "/gap").await;
    assert!(
        page.html.contains("<b>0</b> of 30 answered") && page.html.contains("not answered"),
        "{}",
        page.html
    );
    let open = sound(&browser, "/gap?open=6.1.2").await;
    assert!(open.html.contains("id=\"open\"") && open.html.contains("name=\"criterion\" value=\"6.1.2\""));
    let assess = "/gap-analyses/GAP-1/do/assess";
    let unsaid = browser.post(assess, &[("back", "gap"), ("criterion", "6.1.2"), ("state", "not met")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unsaid.html.contains("say what is missing") && unsaid.html.contains("name=\"back\" value=\"gap\"")
    );
    let said = [
        ("back", "gap"),
        ("criterion", "6.1.2"),
        ("state", "not met"),
        ("gap", "no method is agreed"),
        ("effort_days", "3"),
    ];
    let saved = done(&browser, assess, &said).await;
    assert_eq!(saved.header("location"), "/o/acme/gap/GAP-1?open=next#open", "on to the next item");
    let page = sound(&browser, "/gap/GAP-1").await;
    for words in ["<b>1</b> of 30 answered", "no method is agreed", "3 d", "Turn into work", "<b>1</b> gap"] {
        assert!(page.html.contains(words), "{words}: {}", page.html);
    }
    assert!(!sound(&browser, "/gap/GAP-1?show=open").await.html.contains("no method is agreed"));
    let work = [("back", "gap"), ("criterion", "6.1.2"), ("work", "improvement: agree a method")];
    done(&browser, "/gap-analyses/GAP-1/do/follow-up", &work).await;
    let page = sound(&browser, "/gap/GAP-1").await;
    assert!(
        page.html.contains("/improvements/IMP-1") || page.html.contains("agree a method"),
        "{}",
        page.html
    );
    assert_eq!(browser.get("/gap/GAP-9").await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/gap/R-1").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_full_analysis_shows_one_clause_at_a_time_and_all_when_asked() {
    let browser = Browser::new().await;
    done(&browser, "/gap-analyses/do/start", &[("title", "Full"), ("depth", "full")]).await;
    let first = sound(&browser, "/gap").await;
    assert!(first.html.contains("id=\"c-4.1\"") && !first.html.contains("id=\"c-A.8.13\""));
    let themes = sound(&browser, "/gap/GAP-1?clause=A.8").await;
    assert!(themes.html.contains("id=\"c-A.8.13\"") && !themes.html.contains("id=\"c-4.1\""));
    let all = sound(&browser, "/gap/GAP-1?clause=all").await;
    assert!(all.html.contains("id=\"c-A.8.13\"") && all.html.contains("id=\"c-4.1\""));
    let record = sound(&browser, "/gap-analyses/GAP-1").await;
    assert!(record.html.contains("<details class=\"fold\">"), "the entries are folded");
}

#[tokio::test]
async fn the_timeline_holds_every_date_in_the_picture_and_in_its_table() {
    let browser = Browser::new().await;
    browser
        .record(
            RecordKind::Audit,
            &[("title", "Spring audit"), ("kind", "internal"), ("planned_on", "2027-03-02")],
        )
        .await;
    browser
        .record(RecordKind::ManagementReview, &[("title", "Spring review"), ("planned_on", "2026-10-01")])
        .await;
    let page = sound(&browser, "/timeline").await;
    for words in [
        "AUD-1 Spring audit, 2027-03-02: to come",
        "2 Mar 2027",
        "MR-1 Spring review, 2026-10-01: late",
        "First surveillance, at the latest",
        "17021-1",
        "/readiness?gate=stage1",
    ] {
        assert!(page.html.contains(words), "{words}: {}", page.html);
    }
    for span in ["year", "ahead", "all", "nonsense"] {
        sound(&browser, &format!("/timeline?span={span}")).await;
    }
}

#[tokio::test]
async fn each_phase_is_a_lane_that_says_what_holds_its_gate_and_the_first_of_it_can_be_fixed() {
    let browser = Browser::new().await;
    let page = sound(&browser, "/timeline").await;
    for phase in ["Scope", "Risk", "Treatment and SoA", "Operate", "Check", "Stage 1", "Stage 2"] {
        assert!(page.html.contains(&format!(">{phase}</a>")), "{phase}: {}", page.html);
    }
    let lane = page.html.split("role=\"listitem\"").nth(1).expect("the first lane");
    let lane = lane.split("</section>").next().expect("its end");
    assert!(
        lane.contains("to mend before its gate opens") && lane.contains("#PB0401\">scope not approved</a>"),
        "{lane}"
    );
    assert!(page.html.contains("aria-current=\"true\">to the certificate</a>"), "{}", page.html);
    let (before, _) = page.html.split_once("Fix first blocker").expect("the first deed of the page");
    let href = before.rsplit_once("href=\"").and_then(|(_, rest)| rest.split('"').next()).expect("its way");
    let path = href.split('#').next().unwrap_or_default().replace("&amp;", "&");
    let path = path.splitn(4, '/').nth(3).expect("a page of the organisation");
    assert_eq!(browser.get(&format!("/{path}")).await.status, StatusCode::OK, "{href}");
}

#[tokio::test]
async fn the_forecast_stands_against_the_day_wanted_with_what_makes_it_late() {
    let browser = Browser::new().await;
    let none = sound(&browser, "/timeline").await;
    assert!(none.html.contains("no day is wanted yet") && !none.html.contains("Late because"));
    done(&browser, "/plan", &[("what", "wanted"), ("wanted", "+10w")]).await;
    let late = sound(&browser, "/timeline").await;
    assert!(late.html.contains(" days after the day wanted"), "{}", late.html);
    let (_, chain) = late.html.split_once("Late because: ").expect("the chain");
    assert!(chain.contains("href=\"/portfolio/remind\"") && chain.contains("Change dates"), "{chain}");
    assert!(chain.contains(" → 7 Stage 2 → 8 Certificate → "), "{chain}");
    done(&browser, "/plan", &[("what", "wanted"), ("wanted", "2035-06-01")]).await;
    let early = sound(&browser, "/timeline").await;
    assert!(early.html.contains(" days before the day wanted"), "{}", early.html);
    assert!(!early.html.contains("Late because"), "{}", early.html);
}

#[tokio::test]
async fn a_certificate_brings_its_surveillances_and_its_end() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Certification, &[("title", "First certificate"), ("body", "A body")]).await;
    browser.record(RecordKind::Evidence, &[("title", "The letter")]).await;
    let record = "/certifications/CRT-1/do/record";
    for (state, on) in [("applied", "2026-11-19"), ("granted", "2026-11-20")] {
        let typed = [
            ("state", state),
            ("on", on),
            ("letter", "EV-1"),
            ("decided_by", "The board"),
            ("expires_on", "2029-11-19"),
        ];
        let page = browser.post(record, &typed).await;
        assert!(
            [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY].contains(&page.status),
            "{}",
            page.html
        );
        if state == "granted" {
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
        }
    }
    let page = sound(&browser, "/timeline").await;
    for words in [
        "Certified since",
        "aria-current=\"true\">the certificate</a>",
        "passed",
        "First certificate decided",
        "First certificate ends",
        "20 Nov 2027",
        "Surveillance of 2028",
        "19 Nov 2029",
    ] {
        assert!(page.html.contains(words), "{words}: {}", page.html);
    }
}

#[tokio::test]
async fn a_framework_opens_to_its_edges_and_what_only_intersects_never_meets() {
    let browser = Browser::new().await;
    let list = sound(&browser, "/frameworks").await;
    for word in ["soc2", "pci", "csf"] {
        assert!(list.html.contains(&format!("/frameworks/{word}")));
        let page = sound(&browser, &format!("/frameworks/{word}")).await;
        assert!(
            page.html.contains("<details class=\"requirement\"") && page.html.contains("intersects"),
            "{word}"
        );
    }
    assert_eq!(browser.get("/frameworks/iso9001").await.status, StatusCode::NOT_FOUND);
    for control in ["A.8.13", "A.8.8", "A.5.15", "A.8.15", "A.5.24"] {
        let id = model::RecordId::parse(control).expect("an id");
        let edit = operations::EditRecord {
            id,
            revision: None,
            typed: vec![("state".to_owned(), "implemented".to_owned())],
            because: model::Prose::default(),
        };
        let visit = app::Visit::of(model::Ref::number(1), app::Via::Session);
        browser.books.run(&visit, edit).await.expect("the store").expect("a state");
    }
    let mut met = 0;
    for word in ["soc2", "pci", "csf"] {
        let page = sound(&browser, &format!("/frameworks/{word}?show=met")).await;
        for requirement in page.html.split("<details class=\"requirement\"").skip(1) {
            met += 1;
            assert!(
                requirement.contains("all of it"),
                "{word}: met only by what reaches all of it: {requirement}"
            );
        }
    }
    println!("{met} requirements are met by five controls");
}

#[tokio::test]
async fn a_programme_shows_which_clauses_its_audits_cover() {
    let browser = Browser::new().await;
    browser
        .record(
            RecordKind::AuditProgramme,
            &[("title", "Three years"), ("cycle_start", "2026-01-01"), ("cycle_end", "2028-12-31")],
        )
        .await;
    let bare = sound(&browser, "/audit-programmes/PRG-1").await;
    assert!(bare.html.contains("No audit belongs to it yet"));
    let audit = [
        ("title", "First"),
        ("kind", "internal"),
        ("programme", "PRG-1"),
        ("clauses", "9\n6.1.2"),
        ("planned_on", "2027-02-01"),
    ];
    browser.record(RecordKind::Audit, &audit).await;
    let page = sound(&browser, "/audit-programmes/PRG-1").await;
    for words in ["3 of 23 clauses", "a part of 6.1", "9.2, to come", "by none", "not approved"] {
        assert!(page.html.contains(words), "{words}: {}", page.html);
    }
    let list = sound(&browser, "/audits").await.html;
    assert!(list.contains("Coverage of Three years: 3 of 23 clauses"), "{list}");
    assert!(list.contains("coverage-fold\" open") && list.contains("Plan audit"), "{list}");
}

#[tokio::test]
async fn the_address_of_programmes_leads_to_the_one_in_force_where_the_matrix_stands_first() {
    let browser = Browser::new().await;
    let kind = RecordKind::AuditProgramme;
    let cycle = |title: &'static str, from: &'static str, to: &'static str| {
        [("title", title), ("cycle_start", from), ("cycle_end", to)]
    };
    browser.record(kind, &cycle("Over", "2020-01-01", "2022-12-31")).await;
    assert!(sound(&browser, "/audit-programmes").await.html.contains("Over"));
    browser.record(kind, &cycle("Three years", "2026-01-01", "2028-12-31")).await;
    let led = browser.get("/audit-programmes").await;
    assert_eq!(led.status, StatusCode::SEE_OTHER, "{}", led.html);
    let all = sound(&browser, "/audit-programmes?all=yes").await.html;
    assert!(all.contains("Over") && all.contains("Three years"), "{all}");
    let page = sound(&browser, "/audit-programmes/PRG-2").await.html;
    let (matrix, fields) = (page.find("id=\"coverage\""), page.find("class=\"facts"));
    assert!(matrix.is_some() && matrix < fields, "{page}");
    browser.record(kind, &cycle("Another", "2026-06-01", "2028-12-31")).await;
    assert!(sound(&browser, "/audit-programmes").await.html.contains("Another"));
}

#[tokio::test]
async fn lists_say_how_records_stand_and_lead_to_those_beside_them() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Vulnerability, &[("title", "Old library"), ("due", "2026-11-01")]).await;
    let page = sound(&browser, "/vulnerabilities").await;
    assert!(page.html.contains("overdue") && page.html.contains("class=\"beside\""), "{}", page.html);
    assert!(page.html.contains("/o/acme/access-reviews") && page.html.contains("/o/acme/incidents"));
    let marked = page.html.split("aria-current=\"page\"").count() - 1;
    assert_eq!(marked, 2, "the entry of the rail and the list itself");
}
