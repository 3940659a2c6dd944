//! Pages by hand of the checking side: each says what comes next and who may, and shows what was said so far.

use axum::http::StatusCode;
use model::RecordKind;

use crate::browser::{Browser, Page};
use crate::hostile::world::{Who, World};

async fn sound(browser: &Browser, path: &str) -> Page {
    let page = browser.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.html);
    page.is_sound(path);
    page
}

async fn done(browser: &Browser, path: &str, fields: &[(&str, &str)]) {
    let page = browser.post(path, fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}: {}", page.html);
}

fn says(page: &Page, all: &[&str]) {
    for words in all {
        assert!(page.html.contains(words), "{words}: {}", page.html);
    }
}

/// Returns the address on the button that asks most.
fn primary(page: &Page) -> &str {
    let rest = page.html.split_once("class=\"button primary\" href=\"").map(|(_, rest)| rest);
    rest.and_then(|rest| rest.split_once('"')).map_or("", |(href, _)| href)
}

#[tokio::test]
async fn a_nonconformity_leads_from_what_was_found_to_the_check_by_another_person() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Person, &[("title", "Lee Checker")]).await;
    let typed = [
        ("title", "No restore was tried"),
        ("grade", "minor"),
        ("source", "internal"),
        ("owner", "PER-1"),
        ("statement", "Asked: a test each quarter; seen: none"),
        ("raised_on", "2026-11-19"),
    ];
    browser.record(RecordKind::Nonconformity, &typed).await;
    let (at, href) = ("/nonconformities/NC-1", "/o/acme/nonconformities/NC-1/do");
    let page = sound(&browser, at).await;
    says(
        &page,
        &[
            "Minor, from internal, raised 19 Nov 2026; Jana Novak sees to it.",
            "Asked: a test each quarter",
            "not known yet",
        ],
    );
    assert_eq!(primary(&page), format!("{href}/correct"));
    done(&browser, &format!("{at}/do/correct"), &[("correction", "restored one system")]).await;
    assert_eq!(primary(&sound(&browser, at).await), format!("{href}/explain"));
    let form = sound(&browser, &format!("{at}/do/explain")).await;
    assert_eq!(form.html.matches("name=\"why\"").count(), 5, "it is asked five times");
    let bare = browser.post(&format!("{at}/do/explain"), &[("why", ""), ("cause-text", "")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let whys =
        [("why", "nobody had the date"), ("why", "the <b>calendar</b> has no owner"), ("cause-text", "")];
    done(&browser, &format!("{at}/do/explain"), &whys).await;
    let page = sound(&browser, at).await;
    says(&page, &["why? </span>nobody had the date", "<b>the &lt;b&gt;calendar&lt;/b&gt; has no owner</b>"]);
    assert_eq!(primary(&page), format!("{href}/plan"));
    done(
        &browser,
        &format!("{at}/do/plan"),
        &[("title", "Give it one"), ("owner", "PER-1"), ("due", "+30d")],
    )
    .await;
    let page = sound(&browser, at).await;
    assert_eq!(primary(&page), format!("{href}/finish-action?number=1"));
    says(&page, &["id=\"CA-1.1\"", "do what was planned: Give it one.", "Jana Novak does it."]);
    done(&browser, &format!("{at}/do/finish-action"), &[("number", "1"), ("result", "done")]).await;
    let page = sound(&browser, at).await;
    assert_eq!(primary(&page), format!("{href}/check"));
    says(&page, &["Another person looks than Jana Novak, who acts."]);
    done(&browser, "/me", &[("person", "PER-2")]).await;
    done(&browser, &format!("{at}/do/check"), &[("effective", "yes"), ("effect", "two tests seen")]).await;
    done(&browser, &format!("{at}/do/close"), &[]).await;
    let page = sound(&browser, at).await;
    says(&page, &["the actions work", "two tests seen", "Lee Checker"]);
    assert!(!page.html.contains("<b>Next: </b>"), "nothing is left to do");
}

#[tokio::test]
async fn an_audit_says_who_looks_at_what_and_what_is_not_looked_at_yet() {
    let browser = Browser::new().await;
    let audit = [
        ("title", "First audit"),
        ("kind", "internal"),
        ("clauses", "9, 10"),
        ("controls", "A.8.13"),
        ("planned_on", "2026-11-20"),
    ];
    browser.record(RecordKind::Audit, &audit).await;
    let at = "/audits/AUD-1";
    let page = sound(&browser, at).await;
    says(
        &page,
        &[
            "Internal audit, planned for 20 Nov 2026.",
            "nobody is named who audits",
            "0 of 3 concluded",
            "nothing was raised",
        ],
    );
    assert_eq!(primary(&page), "/o/acme/audits/AUD-1/edit#auditors");
    let begin = "/o/acme/working-papers/new?audit=AUD-1&amp;clause=9";
    says(&page, &[begin, "audit=AUD-1&amp;control=A.8.13"]);
    says(
        &sound(&browser, "/working-papers/new?audit=AUD-1&clause=9").await,
        &["value=\"AUD-1\"", "value=\"9\""],
    );
    browser.record(RecordKind::Person, &[("title", "Kim Auditor")]).await;
    let revision = sound(&browser, "/audits/AUD-1/edit").await.hidden("revision").to_owned();
    let named = [("revision", revision.as_str()), ("title", "First audit"), ("auditors", "PER-2")];
    done(&browser, "/audits/AUD-1/edit", &named).await;
    let page = sound(&browser, at).await;
    says(&page, &["Kim Auditor", "independent: nothing that is looked at is theirs"]);
    assert_eq!(primary(&page), "/o/acme/audits/AUD-1/do/start");
    done(&browser, "/audits/AUD-1/do/start", &[("on", "2026-11-20")]).await;
    browser
        .record(RecordKind::WorkingPaper, &[("title", "Reviews"), ("audit", "AUD-1"), ("clause", "9.3")])
        .await;
    let page = sound(&browser, at).await;
    says(&page, &["at work since 20 Nov 2026", "WP-1"]);
    assert_eq!(primary(&page), "/o/acme/working-papers/WP-1", "an open paper comes before the end");
    let concluded = [("result", "conforms"), ("conclusion", "as asked")];
    done(&browser, "/working-papers/WP-1/do/conclude", &concluded).await;
    let page = sound(&browser, at).await;
    says(&page, &["1 of 3 concluded", "conforms"]);
    assert_eq!(primary(&page), "/o/acme/audits/AUD-1/do/finish");
}

#[tokio::test]
async fn a_request_says_who_answers_and_what_was_missing() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Person, &[("title", "Kim Auditor")]).await;
    browser.record(RecordKind::Audit, &[("title", "Stage 1"), ("kind", "stage 1")]).await;
    let typed = [
        ("title", "Restore tests"),
        ("audit", "AUD-1"),
        ("asked_by", "PER-2"),
        ("owner", "PER-1"),
        ("due", "2026-11-20"),
        ("description", "All of <2026>"),
    ];
    browser.record(RecordKind::Request, &typed).await;
    let at = "/requests/REQ-1";
    let page = sound(&browser, at).await;
    says(
        &page,
        &[
            "Asked by Kim Auditor; Jana Novak answers",
            "20 Nov 2026, late",
            "All of &lt;2026&gt;",
            "nobody has answered yet",
        ],
    );
    assert_eq!(primary(&page), "/o/acme/requests/REQ-1/do/answer");
    done(&browser, &format!("{at}/do/answer"), &[("answer", "see the log"), ("shown", "AUD-1")]).await;
    let page = sound(&browser, at).await;
    says(&page, &["see the log", "Kim Auditor says whether that is what was needed."]);
    done(&browser, &format!("{at}/do/return"), &[("because", "the second half is missing")]).await;
    let page = sound(&browser, at).await;
    says(&page, &["What was missing: ", "the second half is missing", "the answer was not enough"]);
    assert_eq!(primary(&page), "/o/acme/requests/REQ-1/do/answer");
}

#[tokio::test]
async fn who_may_not_take_the_next_step_is_told_so() {
    let world = World::of(&[Who::Role(3), Who::Role(7)]).await;
    let page = world.ask(Who::Role(7), "GET", "/o/acme/nonconformities/NC-1", "").await;
    assert!(
        page.html.contains("<b>Next: </b>put it right") && page.html.contains("You cannot do this: "),
        "{}",
        page.html
    );
    assert!(!page.html.contains("/do/correct"));
    let page = world.ask(Who::Role(3), "GET", "/o/acme/nonconformities/NC-1", "").await;
    assert!(page.html.contains("/do/correct") && !page.html.contains("You cannot do this"), "{}", page.html);
}
