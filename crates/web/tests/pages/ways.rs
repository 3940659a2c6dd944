//! Other ways to look at a page: as data, as of a day, as what changed, as on paper; every page that links lead to.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::body::Body;
use axum::http::StatusCode;

use crate::browser::{Browser, Page};
use crate::seen::places::pattern;

/// Files, and what leads out of the organisation or ends the session.
const NO_PAGES: [&str; 10] =
    [".pdf", ".csv", ".xlsx", ".json", ".ics", "/json/", "/file", ".zip", "/calendar/subscribe", "/undo"];
/// The sample company.
const SAMPLE: &str = "/o/fernleaf-software";
/// A day on which the sample had begun.
const THEN: &str = "2026-11-10";

async fn sample() -> Browser {
    let browser = Browser::new().await;
    app::load_sample(&browser.instance).await.expect("the sample");
    browser
}

async fn at(browser: &Browser, path: &str) -> Page {
    browser.send(browser.request("GET", path).body(Body::empty()).expect("a request")).await
}

/// Walks along the links and returns one address of each pattern.
async fn pages(browser: &Browser) -> Vec<String> {
    let mut waiting: VecDeque<String> = [SAMPLE, "/portfolio", "/auditor"].map(str::to_owned).into();
    let mut met: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut patterns: BTreeMap<String, usize> = BTreeMap::new();
    let mut found = Vec::new();
    while let Some(path) = waiting.pop_front() {
        let (pattern, _) = pattern(&path);
        let seen = patterns.entry(pattern).or_default();
        if *seen >= 1 {
            continue;
        }
        *seen += 1;
        let page = at(browser, &path).await;
        if page.status != StatusCode::OK {
            continue;
        }
        for link in page.html.split("href=\"").skip(1).filter_map(|rest| rest.split(['"', '#', '?']).next()) {
            let is_page = link.starts_with(SAMPLE) && !NO_PAGES.iter().any(|no| link.contains(no));
            if is_page && met.insert(link.to_owned()) {
                waiting.push_back(link.to_owned());
            }
        }
        found.push(path);
    }
    found
}

#[tokio::test]
async fn every_page_answers_as_data_as_of_a_day_as_what_changed_and_as_on_paper() {
    let browser = sample().await;
    let pages = pages(&browser).await;
    let mut wrong = Vec::new();
    for path in &pages {
        let data = at(&browser, &format!("{path}.json")).await;
        let told: Option<serde_json::Value> = serde_json::from_str(&data.html).ok();
        let is_told = told.as_ref().is_some_and(|told| told.as_object().is_some_and(|told| told.len() > 1));
        let leads_on = data.status.is_redirection() && data.header("location").contains(".json");
        if !(data.status == StatusCode::OK && is_told || leads_on) {
            wrong.push(format!(
                "{path}.json: {} {}",
                data.status,
                data.html.chars().take(120).collect::<String>()
            ));
        }
        let paper = at(&browser, &format!("{path}?print=1")).await;
        if path.starts_with("/o/")
            && (paper.html.contains("class=\"rail\"") || paper.html.contains("<script"))
        {
            wrong.push(format!("{path}?print=1 has a rail or script"));
        }
        if !path.starts_with("/o/") {
            continue;
        }
        let past = at(&browser, &format!("{path}?as_of={THEN}")).await;
        let shows =
            past.status == StatusCode::OK && past.html.contains("read-only, and links stay in the past");
        let refused = [StatusCode::CONFLICT, StatusCode::NOT_FOUND].contains(&past.status);
        if !(shows || refused || past.status.is_redirection()) {
            wrong.push(format!("{path}?as_of: {}", past.status));
        }
        let diff = at(&browser, &format!("{path}?diff={THEN}..2026-11-20")).await;
        if !(diff.status == StatusCode::OK && diff.html.contains("What changed")) {
            wrong.push(format!("{path}?diff: {}", diff.status));
        }
    }
    println!("{} pages looked at in other ways", pages.len());
    assert!(pages.len() > 100, "links lead to {} pages only", pages.len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), pages.len(), wrong.join("\n"));
}

#[tokio::test]
async fn what_changed_is_told_of_what_the_page_is_about() {
    let browser = sample().await;
    let all = at(&browser, &format!("{SAMPLE}?diff=2026-09-01..2026-11-20")).await;
    let risks = at(&browser, &format!("{SAMPLE}/risks?diff=2026-09-01..2026-11-20")).await;
    let one = at(&browser, &format!("{SAMPLE}/risks/R-1?diff=2026-09-01..2026-11-20")).await;
    let has =
        |page: &Page, words: &str| page.html.split("<main").nth(1).is_some_and(|main| main.contains(words));
    assert!(
        has(&all, "Evidence") && has(&risks, "What changed in risks") && has(&one, "What changed in R-1")
    );
    assert!(!has(&risks, "/evidence/EV-"), "another kind is not told");
    assert!(!has(&one, "/risks/R-2\""), "another risk is not told");
}

#[tokio::test]
async fn data_is_what_the_page_says() {
    let browser = sample().await;
    let read = |page: Page| serde_json::from_str::<serde_json::Value>(&page.html).expect("JSON");
    let told = read(at(&browser, &format!("{SAMPLE}/integrity.json")).await);
    assert_eq!(told["title"], "Integrity");
    assert_eq!(told["address"], format!("{SAMPLE}/integrity"));
    let found = read(at(&browser, &format!("{SAMPLE}/search.json?q=R-1")).await);
    assert_eq!(found["results"][0]["id"], "R-1");
    let words = read(at(&browser, &format!("{SAMPLE}/search.json?q=backup")).await);
    let count = words["results"].as_array().map_or(0, Vec::len);
    assert!((1..=20).contains(&count), "{count}");
    let made = read(at(&browser, &format!("{SAMPLE}/search.json?q=new+risk")).await);
    assert!(
        made["results"]
            .as_array()
            .is_some_and(|all| all.iter().any(|one| one["href"] == format!("{SAMPLE}/risks/new"))),
        "{made}"
    );
    let past = read(at(&browser, &format!("{SAMPLE}/search.json?q=new+risk&as_of={THEN}")).await);
    assert!(!past.to_string().contains("/risks/new"), "nothing is made in the past: {past}");
    assert_eq!(at(&browser, "/o/nobody/risks.json").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn other_words_for_lists_lead_to_them_and_a_decision_to_its_organisation() {
    let browser = sample().await;
    for (asked, to) in [
        ("/nc", "/nonconformities"),
        ("/metrics", "/measures"),
        ("/reviews", "/management-reviews"),
        ("/cert", "/certifications"),
        ("/training?as_of=2026-11-10", "/trainings?as_of=2026-11-10"),
        ("/nc/NC-1", "/nonconformities/NC-1"),
        ("/nc.json", "/nonconformities.json"),
        ("/nc/NC-1.json", "/nonconformities/NC-1.json"),
        ("/?as_of=2026-11-10", "?as_of=2026-11-10"),
        ("/history/compare", "/history#travel"),
        ("/cert/2026/requests", "/requests"),
    ] {
        let page = at(&browser, &format!("{SAMPLE}{asked}")).await;
        assert_eq!(page.header("location"), format!("{SAMPLE}{to}"), "{asked}");
    }
    assert_eq!(at(&browser, &format!("{SAMPLE}/cert/2026/room")).await.header("location"), "/auditor");
    // Two organisations have a scope, one has such a risk.
    let several = at(&browser, "/decide/SCO").await;
    assert!(
        several.html.contains("/o/acme/decide/SCO") && several.html.contains(&format!("{SAMPLE}/decide/SCO"))
    );
    let one = at(&browser, "/decide/R-1").await;
    assert_eq!(one.header("location"), format!("{SAMPLE}/decide/R-1"));
    for unknown in ["/decide/R-999", "/decide/AST-1", "/decide/x%00"] {
        assert_eq!(at(&browser, unknown).await.status, StatusCode::NOT_FOUND, "{unknown}");
    }
}

#[tokio::test]
async fn single_letter_keys_are_turned_off_for_good_and_on_again() {
    let browser = Browser::new().await;
    assert!(!browser.get("/risks").await.html.contains("data-letters"));
    let turn = |word: &'static str| {
        let request =
            browser.request("POST", "/theme").header("content-type", "application/x-www-form-urlencoded");
        browser.send(request.body(Body::from(format!("letters={word}"))).expect("a request"))
    };
    let set = turn("off").await.header("set-cookie").to_owned();
    assert!(set.starts_with("letters=off;"), "{set}");
    let mut asked = browser.request("GET", "/o/acme/risks").body(Body::empty()).expect("a request");
    let own = asked.headers()["cookie"].to_str().expect("a cookie").to_owned();
    asked.headers_mut().insert("cookie", format!("{own}; letters=off").parse().expect("a header"));
    let page = browser.send(asked).await;
    assert!(
        page.html.contains("data-letters=\"off\"") && page.html.contains("value=\"on\""),
        "{}",
        page.html
    );
    assert!(turn("on").await.header("set-cookie").starts_with("letters=on;"));
}

#[tokio::test]
async fn every_address_asked_as_data_answers_with_data_or_tells_its_failure_as_such() {
    let browser = sample().await;
    let mut wrong = Vec::new();
    let filled = |path: String| {
        let path =
            path.replace("{org}", "fernleaf-software").replace("{kind}", "risks").replace("{deed}", "x");
        let path = path.replace("{code}", "PB0613").replace("{file}", "risks");
        path.split('/')
            .map(|part| if part.starts_with('{') { "R-999" } else { part })
            .collect::<Vec<_>>()
            .join("/")
    };
    let mut asked: Vec<String> =
        web::addresses().into_iter().filter(|path| !path.starts_with("/api")).map(filled).collect();
    asked.extend([format!("{SAMPLE}/nosuch"), format!("{SAMPLE}/nosuch/R-1"), "/nosuch".to_owned()]);
    for path in asked {
        let address = if path.ends_with(".json") { path } else { format!("{path}.json") };
        let page = at(&browser, &address).await;
        let kind = page.header("content-type").to_owned();
        let fails = page.status.is_client_error() || page.status.is_server_error();
        let to = page.header("location").to_owned();
        let is_told = if fails {
            kind == "application/problem+json"
                && serde_json::from_str::<serde_json::Value>(&page.html)
                    .is_ok_and(|told| told["status"] == page.status.as_u16())
        } else if page.status.is_redirection() {
            to.contains(".json") || ["/auditor", "/"].contains(&to.as_str())
        } else {
            !kind.starts_with("text/html")
        };
        if !is_told {
            wrong.push(format!("{address}: {} {kind} {to}", page.status));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let unknown = at(&browser, &format!("{SAMPLE}/risks/R-999.json")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert!(unknown.html.contains("there is no R-999 here"), "{}", unknown.html);
    for there in ["/portfolio/templates.json", "/portfolio.json", "/all.json", "/inbox.json"] {
        let page = at(&browser, there).await;
        assert_eq!(
            (page.status, page.header("content-type")),
            (StatusCode::OK, "application/json; charset=utf-8"),
            "{there}"
        );
    }
}

#[tokio::test]
async fn a_page_without_a_past_says_so_and_one_with_a_past_says_up_to_when() {
    let browser = sample().await;
    for path in ["/portfolio", "/inbox", "/auditor", "/all"] {
        for asked in ["as_of=2026-11-10", "diff=2026-11-01..2026-11-10"] {
            let page = at(&browser, &format!("{path}?{asked}")).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(page.html.contains("This page has no past"), "{path}?{asked}");
            assert!(page.html.contains(&format!("<a href=\"{path}\">the page of today</a>")), "{path}");
        }
        assert!(!at(&browser, path).await.html.contains("This page has no past"), "{path}");
    }
    let past = at(&browser, &format!("{SAMPLE}/risks?as_of=2026-11-10")).await;
    let banner = past.html.split("class=\"asof\"").nth(1).and_then(|rest| rest.split("</p>").next());
    let banner = banner.expect("a banner");
    assert!(banner.contains("As of the end of Tue 10 Nov 2026, "), "{banner}");
    assert!(!banner.contains("whole days"), "{banner}");
    let hour = at(&browser, &format!("{SAMPLE}/risks?as_of=2026-11-10T18:00")).await;
    assert!(hour.html.contains("pages show whole days, not hours"), "an hour is not shown");
    let integrity = at(&browser, &format!("{SAMPLE}/integrity?as_of=2026-11-10")).await;
    assert!(!integrity.html.contains("Verify now"), "the past is not verified by itself");
    assert!(at(&browser, &format!("{SAMPLE}/integrity")).await.html.contains("Verify now"));
    let whole = at(&browser, &format!("{SAMPLE}/readiness?diff=2026-11-01..2026-11-10")).await;
    assert!(whole.html.contains("has no difference of its own"), "all is compared");
}

#[tokio::test]
async fn pages_that_stand_for_a_record_have_its_thread() {
    let browser = sample().await;
    for (page, id) in [("/soa", "SOA"), ("/scope", "SCO"), ("/context", "CTX"), ("/evidence/EV-1", "EV-1")] {
        let html = at(&browser, &format!("{SAMPLE}{page}")).await.html;
        assert!(html.contains("id=\"comments\""), "{page} has no thread");
        assert!(html.contains(&format!("/{id}/comments\"")), "{page} speaks of another record");
    }
    for (page, id) in [("/soa", "SOA"), ("/context", "CTX")] {
        let html = at(&browser, &format!("{SAMPLE}{page}")).await.html;
        assert!(html.contains(&format!("/history?record={id}\"")), "{page} has no history");
    }
}

#[tokio::test]
async fn files_of_the_whole_stand_first_and_data_is_in_the_palette_alone() {
    let browser = sample().await;
    let html = at(&browser, &format!("{SAMPLE}/exports")).await.html;
    let place = |id: &str| html.find(&format!("<section class=\"section\" id=\"{id}\"")).expect("a section");
    assert!(place("whole") < place("reports") && place("reports") < place("registers"));
    assert!(html.contains("have no record</summary>"), "registers without records are folded");
    for page in ["/audits", "/map", "/people"] {
        let html = at(&browser, &format!("{SAMPLE}{page}")).await.html;
        assert!(!html.contains(">JSON<"), "{page} shows its data as an action");
        assert!(html.contains(&format!("data-href=\"{SAMPLE}{page}.json\"")), "{page} in the palette");
    }
}

#[tokio::test]
async fn a_gap_analysis_has_its_thread_and_all_clauses_narrow_nothing() {
    let browser = Browser::new().await;
    app::load_history(&browser.instance).await.expect("the sample");
    let gap = at(&browser, "/o/stillwater-payroll/gap/GAP-2?clause=all").await;
    assert_eq!(gap.status, StatusCode::OK);
    assert!(gap.html.contains("/GAP-2/comments\""), "no thread of its own");
    assert!(!gap.html.contains("class=\"chosen\""), "a choice of all narrows nothing");
    let one = at(&browser, "/o/stillwater-payroll/gap/GAP-2?clause=6").await;
    assert!(one.html.contains("class=\"chosen\""), "one clause narrows");
}
