//! The steps: each form renders, refuses what says nothing, and two whole ways are gone by forms alone.

use axum::http::StatusCode;
use model::{RecordId, RecordKind};
use operations::{FormTarget, OperationForm, forms};

use crate::browser::{Browser, Page};

/// Makes one record of a kind, or returns the one that is always there.
async fn one_of(browser: &Browser, kind: RecordKind) -> String {
    if kind.kind().single {
        kind.kind().prefix.to_owned()
    } else if kind == RecordKind::Control {
        "A.8.13".to_owned()
    } else {
        browser.record(kind, &[("title", "One of a kind")]).await.to_string()
    }
}

async fn address(browser: &Browser, form: &OperationForm) -> String {
    let word = web::address::kind(form.on);
    match form.target {
        FormTarget::Kind => format!("/{word}/do/{}", form.verb),
        FormTarget::Record => format!("/{word}/{}/do/{}", one_of(browser, form.on).await, form.verb),
    }
}

/// A step that is taken: its verb, what is typed, and what the record is then.
type Taken<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

#[tokio::test]
async fn every_step_has_a_form_that_refuses_what_says_nothing() {
    let browser = Browser::new().await;
    let on_made = |form: &&OperationForm| {
        form.target == FormTarget::Kind
            || form.on.kind().single
            || crate::records::is_named_by_people(form.on)
    };
    for form in forms().filter(on_made) {
        let path = address(&browser, form).await;
        let asked = browser.get(&path).await;
        assert_eq!(asked.status, StatusCode::OK, "{path}");
        asked.is_sound(&path);
        for input in form.inputs {
            assert!(
                asked.html.contains(&format!("name=\"{}\"", input.name)) || asked.html.contains(input.label),
                "{path}: {}",
                input.name
            );
        }
        let sent = browser.post(&path, &[]).await;
        let must_say = form.inputs.iter().any(|input| !input.may_be_empty());
        if must_say {
            assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        }
        if sent.status == StatusCode::UNPROCESSABLE_ENTITY {
            assert!(
                sent.html.contains("<title>Error: ") && sent.html.contains("There is a problem"),
                "{path}"
            );
            // An empty choice may read as the word that holds where nothing is said; the operation refuses it then.
            let is_choice = |input: &operations::Input| matches!((input.shape)(), model::Shape::Choice(_));
            let silent = form.inputs.iter().filter(|input| !input.may_be_empty() && !is_choice(input));
            for input in silent {
                assert!(
                    sent.html.contains(&format!("href=\"#{}\"", input.name)),
                    "{path}: {} is told",
                    input.name
                );
            }
        } else {
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{path}: {}", sent.html);
        }
    }
}

#[tokio::test]
async fn a_step_reads_days_as_people_type_them_and_says_what_is_none() {
    let browser = Browser::new().await;
    browser
        .record(
            RecordKind::Audit,
            &[("title", "Internal audit"), ("kind", "internal"), ("auditors", "PER-1")],
        )
        .await;
    let bad = browser.post("/audits/AUD-1/do/start", &[("on", "some day")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.html.contains("value=\"some day\"") && bad.html.contains("href=\"#on\""), "{}", bad.html);
    done(&browser, "/audits/AUD-1/do/start", &[("on", "2026-11-20")]).await;
    done(&browser, "/audits/AUD-1/do/finish", &[("on", "today")]).await;
    let page = browser.get("/audits/AUD-1").await;
    assert!(page.html.contains("20 Nov 2026"), "{}", page.html);
}

/// Takes a step that has to work.
async fn done(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let page = browser.post(path, fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}: {}", page.html);
    page
}

/// Acts as somebody else.
async fn act_as(browser: &Browser, person: &str) {
    done(browser, "/me", &[("person", person)]).await;
}

fn state(browser: &Browser, id: &str) -> String {
    let snapshot = browser.books.now();
    let id = RecordId::parse(id).expect("an id");
    snapshot.isms.find(id).and_then(|record| record.text("state")).unwrap_or_default()
}

#[tokio::test]
async fn a_finding_goes_its_way_from_the_audit_to_the_closed_nonconformity() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Person, &[("title", "Kim Auditor")]).await;
    browser.record(RecordKind::Person, &[("title", "Lee Checker")]).await;
    let planned = browser
        .post(
            "/audits/new",
            &[
                ("title", "Internal audit 1"),
                ("kind", "internal"),
                ("auditors", "PER-2"),
                ("clauses", "9\n10"),
                ("planned_on", "2026-11-20"),
            ],
        )
        .await;
    assert_eq!(planned.header("location"), "/o/acme/audits/AUD-1", "{}", planned.html);
    act_as(&browser, "PER-2").await;
    let page = browser.get("/audits/AUD-1").await;
    assert!(page.html.contains("/audits/AUD-1/do/start") && !page.html.contains("/audits/AUD-1/do/raise"));
    done(&browser, "/audits/AUD-1/do/start", &[]).await;
    let finding = [
        ("title", "No restore was tried"),
        ("grade", "minor"),
        ("clause", "8.1"),
        ("statement", "The plan asks for one each quarter; none is on record"),
    ];
    done(&browser, "/audits/AUD-1/do/raise", &finding).await;
    act_as(&browser, "PER-1").await;
    done(&browser, "/findings/F-1/do/open", &[("owner", "PER-1")]).await;
    let way: [Taken<'_>; 5] = [
        ("correct", &[("correction", "restored one system today")], "corrected"),
        ("explain", &[("cause", "nobody had the task in the calendar")], "cause found"),
        ("plan", &[("title", "Put it in the calendar"), ("owner", "PER-1"), ("due", "+30d")], "cause found"),
        ("finish-action", &[("number", "1"), ("result", "four dates stand")], "acted"),
        ("check", &[("effective", "")], "acted"),
    ];
    for (verb, fields, after) in way {
        let path = format!("/nonconformities/NC-1/do/{verb}");
        let page = browser.post(&path, fields).await;
        let expected = if verb == "check" { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::SEE_OTHER };
        assert_eq!(page.status, expected, "{path}: {}", page.html);
        assert_eq!(state(&browser, "NC-1"), after, "{verb}");
    }
    let page = browser.get("/nonconformities/NC-1").await;
    assert!(
        page.html.contains("id=\"CA-1.1\"") && page.html.contains("Put it in the calendar"),
        "{}",
        page.html
    );
    let works = [("effective", "yes"), ("effect", "the restore of January was tried on its day")];
    let own = browser.post("/nonconformities/NC-1/do/check", &works).await;
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY, "who acted does not check");
    act_as(&browser, "PER-3").await;
    done(&browser, "/nonconformities/NC-1/do/check", &works).await;
    assert_eq!(state(&browser, "NC-1"), "effective");
    done(&browser, "/nonconformities/NC-1/do/close", &[]).await;
    assert_eq!(state(&browser, "NC-1"), "closed");
    let part = browser.get("/CA-1.1").await;
    assert_eq!(part.header("location"), "/o/acme/nonconformities/NC-1#CA-1.1");
    let list = browser.get("/nonconformities").await;
    assert!(list.html.contains("closed") && list.html.contains("No restore was tried"));
}

#[tokio::test]
async fn a_review_is_built_held_and_decides() {
    let browser = Browser::new().await;
    browser
        .record(
            RecordKind::ManagementReview,
            &[("title", "Autumn review"), ("planned_on", "2026-11-21"), ("chair", "PER-1")],
        )
        .await;
    done(&browser, "/management-reviews/MR-1/do/build", &[]).await;
    let built = browser.get("/management-reviews/MR-1").await;
    assert!(
        built.html.contains("id=\"input-a\"") && built.html.contains("id=\"input-d4\""),
        "the inputs stand by their letters: {}",
        built.html
    );
    let hold = [("attendees", "PER-1"), ("conclusion", "suitable, adequate and effective")];
    done(&browser, "/management-reviews/MR-1/do/hold", &hold).await;
    assert_eq!(state(&browser, "MR-1"), "held");
    let decide =
        [("title", "Buy a second backup"), ("change", "yes"), ("owner", "PER-1"), ("due", "2027-01-31")];
    done(&browser, "/management-reviews/MR-1/do/decide", &decide).await;
    let page = browser.get("/management-reviews/MR-1").await;
    assert!(page.html.contains("id=\"DEC-1.1\""), "{}", page.html);
}
