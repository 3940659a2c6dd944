//! Tasks, calendar, decisions and the treatment board: all of them follow from the state.

use axum::http::StatusCode;
use model::RecordKind;

use crate::browser::{Browser, Page};

async fn sound(browser: &Browser, path: &str) -> Page {
    let page = browser.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.html);
    page.is_sound(path);
    page
}

/// Returns the part of a page with this id.
fn part<'a>(page: &'a Page, id: &str) -> &'a str {
    let found = page.html.split("<section").find(|section| section.contains(&format!("id=\"{id}\"")));
    found.unwrap_or_default()
}

#[tokio::test]
async fn a_task_stands_with_its_person_until_it_is_finished() {
    let browser = Browser::new().await;
    assert!(sound(&browser, "/tasks").await.html.contains("Nothing is to be done"));
    browser.record(RecordKind::Person, &[("title", "Kim Adler")]).await;
    let mine = [("title", "Buy a safe"), ("owner", "PER-1"), ("due", "2026-11-19")];
    browser.record(RecordKind::TreatmentAction, &mine).await;
    let theirs = [("title", "Lock the door"), ("owner", "PER-2"), ("due", "2026-11-25")];
    browser.record(RecordKind::TreatmentAction, &theirs).await;
    let later = [("title", "Move house"), ("owner", "PER-1"), ("due", "2027-01-25")];
    browser.record(RecordKind::TreatmentAction, &later).await;
    let page = sound(&browser, "/tasks").await;
    assert!(part(&page, "mine").contains("Buy a safe") && part(&page, "mine").contains("was due"));
    assert!(part(&page, "others").contains("Lock the door") && part(&page, "others").contains("K. Adler"));
    assert!(part(&page, "ahead").contains("Move house") && !part(&page, "mine").contains("Move house"));
    let work = sound(&browser, "").await;
    assert!(work.html.contains("Buy a safe") && !work.html.contains("Move house"));
    assert!(work.html.contains("Waiting on others 1") && work.html.contains("Later 1"));
    let late = sound(&browser, "/tasks?due=late").await;
    assert!(late.html.contains("1 of 3") && late.html.contains("Buy a safe"));
    for view in ["board", "people"] {
        let page = sound(&browser, &format!("/tasks?as={view}")).await;
        assert!(page.html.contains("Lock the door"), "{view}");
    }
    let typed = [("on", "2026-11-20"), ("result", "it stands in the cellar")];
    let done = browser.post("/treatment-actions/TRT-1/do/finish", &typed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    let page = sound(&browser, "/tasks").await;
    assert!(!page.html.contains("Do Buy a safe") && page.html.contains("Verify: Buy a safe"));
    let asked = browser.request("GET", "/portfolio").body(axum::body::Body::empty()).expect("a request");
    let portfolio = browser.send(asked).await.html;
    assert!(portfolio.contains("id=\"waiting-title\""), "{portfolio}");
    assert!(portfolio.contains("/treatment-actions/TRT-1/edit\">name somebody"), "{portfolio}");
    let json = browser.get("/tasks.json?due=late").await;
    let json: serde_json::Value = serde_json::from_str(&json.html).expect("JSON");
    assert_eq!(json["tasks"].as_array().map(Vec::len), Some(0), "{json}");
}

/// Asks for a page outside all organisations, or sends its form.
async fn outside(browser: &Browser, path: &str, typed: Option<&str>) -> Page {
    let method = if typed.is_some() { "POST" } else { "GET" };
    let request = browser.request(method, path).header("content-type", "application/x-www-form-urlencoded");
    browser.send(request.body(typed.unwrap_or_default().to_owned().into()).expect("a request")).await
}

#[tokio::test]
async fn a_portfolio_is_narrowed_by_own_tags_and_tells_the_work_of_the_next_weeks() {
    let browser = Browser::new().await;
    let whole = outside(&browser, "/portfolio", None).await;
    assert!(whole.html.contains("id=\"weeks-title\"") && whole.html.contains("week-load"), "{}", whole.html);
    assert!(!whole.html.contains("name=\"tag\""), "there is no tag yet");
    let form = outside(&browser, "/portfolio/tags", None).await;
    form.is_sound("tags");
    assert!(form.html.contains("name=\"acme\""), "{}", form.html);
    let long = outside(&browser, "/portfolio/tags", Some(&format!("acme=bank,+{}", "x".repeat(31)))).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(long.html.contains("bank, xxx") && long.html.contains("at most 30 signs"), "{}", long.html);
    let kept = outside(&browser, "/portfolio/tags", Some("acme=bank,+%3Cb%3Elate%3C/b%3E")).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.html);
    let with = outside(&browser, "/portfolio?tag=bank", None).await;
    assert!(with.html.contains("1 of 1") && with.html.contains("&lt;b&gt;late&lt;/b&gt;"), "{}", with.html);
    let without = outside(&browser, "/portfolio?tag=other", None).await;
    assert!(
        without.html.contains("0 of 1") && without.html.contains("No client is one of"),
        "{}",
        without.html
    );
}

#[tokio::test]
async fn the_highest_risks_stand_first_where_money_is_asked_and_no_figure_is_made_up() {
    let browser = Browser::new().await;
    let none = sound(&browser, "/quantify").await;
    assert!(none.html.contains("No risk is on record yet"), "{}", none.html);
    for number in 1..=11 {
        browser.record(RecordKind::Risk, &[("title", &format!("Risk number {number}"))]).await;
    }
    let page = sound(&browser, "/quantify").await;
    assert!(page.html.contains("10 of 11") && page.html.contains("Risk number 10"), "{}", page.html);
    assert!(
        !page.html.contains("Risk number 11") && page.html.contains("No loss is calculated"),
        "{}",
        page.html
    );
    assert!(page.html.contains("How often in a year"), "{}", page.html);
}

#[tokio::test]
async fn the_calendar_shows_a_month_and_its_file_is_one_that_others_read() {
    let browser = Browser::new().await;
    let action = [("title", "Door; lock, \"x\""), ("owner", "PER-1"), ("due", "2026-12-24")];
    browser.record(RecordKind::TreatmentAction, &action).await;
    let november = sound(&browser, "/calendar").await;
    assert!(november.html.contains("November 2026") && !november.html.contains("Door; lock"));
    let december = sound(&browser, "/calendar?month=2026-12").await;
    assert!(december.html.contains("Door; lock") && december.html.contains("Thu 24 Dec"));
    assert!(sound(&browser, "/calendar?as=list").await.html.contains("December 2026"));
    for bad in ["2026-13", "soon", "2026-1", "99999-01", "2026-12-24", "0000-00"] {
        let page = browser.get(&format!("/calendar?month={bad}")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{bad}");
    }
    let file = browser.get("/calendar.ics").await;
    assert_eq!(file.header("content-type"), "text/calendar; charset=utf-8");
    let text = file.html.replace("\r\n ", "");
    assert!(text.contains("SUMMARY:due: Door\\; lock\\, \"x\"\r\n"), "{text}");
    assert!(text.contains("DTSTART;VALUE=DATE:20261224\r\n") && text.contains("UID:TRT-1-due@"), "{text}");
    let other = browser.get("/calendar.ics").await.html;
    assert_eq!(file.html, other, "the same state is the same file");
    let at = |path: &str| browser.request("GET", path).body(axum::body::Body::empty()).expect("a request");
    for secret in ["x.ics", "plumb_x.ics", "plumb_x", ".ics"] {
        let page = browser.send(at(&format!("/calendar/{secret}"))).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{secret}");
    }
}

#[tokio::test]
async fn a_decision_stands_on_one_screen_and_is_over_once_it_is_signed() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Person, &[("title", "Kim Adler")]).await;
    let policy = [("title", "Access policy"), ("text", "Lock the screen"), ("authors", "PER-2")];
    let id = browser.record(RecordKind::Document, &policy).await;
    assert!(sound(&browser, "/decide/DOC-1").await.html.contains("Nothing is to be decided here"));
    let sent = browser.post("/documents/DOC-1/do/review", &[]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    assert!(sound(&browser, "").await.html.contains("/o/acme/decide/DOC-1"), "My work leads there");
    let page = sound(&browser, &format!("/decide/{id}")).await;
    for words in ["Lock the screen", "If yes", "If no", "What you read", "Approve as Jana Novak", "Kim Adler"]
    {
        assert!(page.html.contains(words), "{words}: {}", page.html);
    }
    let seen = page.hidden("seen").to_owned();
    assert!(!seen.is_empty());
    let signed = browser.post("/documents/DOC-1/do/approve", &[("seen", &seen)]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.html);
    assert!(sound(&browser, "/decide/DOC-1").await.html.contains("Nothing is to be decided here"));
    for bad in ["/decide/DOC-9", "/decide/AST-1", "/decide/x"] {
        assert_eq!(browser.get(bad).await.status, StatusCode::NOT_FOUND, "{bad}");
    }
}

#[tokio::test]
async fn a_treatment_action_stands_in_the_column_of_its_state() {
    let browser = Browser::new().await;
    assert!(sound(&browser, "/treatment").await.html.contains("No action is recorded yet"));
    let risk = [("title", "Theft of laptops"), ("owner", "PER-1")];
    browser.record(RecordKind::Risk, &risk).await;
    let action = [("title", "Encrypt disks"), ("risk", "R-1"), ("owner", "PER-1"), ("means", "two days")];
    browser.record(RecordKind::TreatmentAction, &action).await;
    let lane = |page: &Page, id: &str| part(page, &format!("lane-{id}")).to_owned();
    let page = sound(&browser, "/treatment").await;
    assert!(lane(&page, "to-do").contains("Encrypt disks") && lane(&page, "to-do").contains("two days"));
    assert!(lane(&page, "to-do").contains("/treatment-actions/TRT-1/do/start"));
    let started = browser.post("/treatment-actions/TRT-1/do/start", &[]).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.html);
    let page = sound(&browser, "/treatment").await;
    assert!(
        !lane(&page, "to-do").contains("Encrypt disks") && lane(&page, "doing").contains("Encrypt disks")
    );
    browser.post("/treatment-actions/TRT-1/do/finish", &[("result", "all disks, verified by hand")]).await;
    let page = sound(&browser, "/treatment").await;
    assert!(lane(&page, "done").contains("/treatment-actions/TRT-1/do/verify"), "{}", lane(&page, "done"));
    assert!(sound(&browser, "/treatment?as=table").await.html.contains("Theft of laptops"));
    let past = browser.get("/treatment?as_of=2026-11-20").await;
    assert!(past.html.contains("No action is recorded yet"), "yesterday there was none");
}

#[tokio::test]
async fn whoever_wrote_a_document_is_told_for_whom_it_waits_and_cannot_sign_it() {
    let browser = Browser::new().await;
    let policy = [("title", "Access policy"), ("text", "Lock the screen"), ("authors", "PER-1")];
    browser.record(RecordKind::Document, &policy).await;
    browser.post("/documents/DOC-1/do/review", &[]).await;
    let page = sound(&browser, "/decide/DOC-1").await;
    assert!(page.html.contains("This waits for somebody else than its authors, not for Jana Novak"));
    assert!(!page.html.contains("Approve as Jana Novak"));
    assert!(!sound(&browser, "").await.html.contains("/decide/DOC-1"), "it is not her work");
}
