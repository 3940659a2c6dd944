//! A control's page: the line, its year of runs, what shows it and who tested it follow from the records.

use axum::http::StatusCode;
use model::RecordKind;

use crate::browser::Browser;

#[tokio::test]
async fn a_control_shows_its_runs_in_time_late_and_to_come_with_what_shows_them() {
    let browser = Browser::new().await;
    let empty = browser.get("/controls/A.8.13").await;
    assert_eq!(empty.status, StatusCode::OK, "{}", empty.html);
    empty.is_sound("/controls/A.8.13");
    for words in
        ["no run is scheduled", "nothing shows yet that it works", "nobody has tested it yet", "A1.2"]
    {
        assert!(empty.html.contains(words), "{words}: {}", empty.html);
    }
    browser.record(RecordKind::Risk, &[("title", "Disk <b>dies</b>")]).await;
    let treated = browser.post("/risks/R-1/treat", &[("treatment", "modify"), ("controls", "A.8.13")]).await;
    assert_eq!(treated.status, StatusCode::SEE_OTHER, "{}", treated.html);
    for (number, (title, due, done)) in [
        ("In time", "2026-09-01", "2026-09-02"),
        ("Late", "2026-10-01", "2026-11-15"),
        ("Missed", "2026-08-01", ""),
        ("Next", "2027-01-05", ""),
    ]
    .into_iter()
    .enumerate()
    {
        let fields = [("title", title), ("control", "A.8.13"), ("due", due)];
        browser.record(RecordKind::ControlRun, &fields).await;
        if !done.is_empty() {
            let at = format!("/control-runs/RUN-{}/do/record", number + 1);
            let recorded = browser.post(&at, &[("on", done), ("output", "as it should be")]).await;
            assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.html);
        }
    }
    let tested = [("title", "Restored one"), ("control", "A.8.13"), ("on", "2026-10-01")];
    let tested = tested.into_iter().chain([
        ("procedure", "restored a file"),
        ("observed", "it was empty"),
        ("result", "failed"),
    ]);
    let tested: Vec<_> = tested.collect();
    browser.record(RecordKind::ControlTest, &tested).await;
    let page = browser.get("/controls/A.8.13").await;
    page.is_sound("/controls/A.8.13");
    for words in [
        "Disk &lt;b&gt;dies&lt;/b&gt;",
        "3 runs so far, 1 late, 1 missed",
        "<b>5 Jan 2027</b>",
        "class=\"run-late\"",
        "class=\"run-missed\"",
        "RUN-4, 5 Jan 2027: to come",
        "failed",
        "/evidence/new?uses=A.8.13",
        "Record a run",
    ] {
        assert!(page.html.contains(words), "{words}: {}", page.html);
    }
    assert_eq!(browser.get("/controls/C-9").await.status, StatusCode::NOT_FOUND);
    let risk = browser.get("/risks/R-1").await;
    assert!(risk.html.contains("none raised"), "{}", risk.html);
    let found = [("title", "No restore was tried"), ("control", "A.8.13"), ("grade", "minor")];
    browser.record(RecordKind::Finding, &found).await;
    let control = browser.get("/controls/A.8.13").await.html;
    assert_eq!(control.matches("class=\"trace\"").count(), 1, "one strip: {control}");
    for at in ["/risks/R-1", "/controls/A.8.13"] {
        let page = browser.get(at).await;
        assert!(page.html.contains("No restore was tried"), "{at}: {}", page.html);
    }
}
