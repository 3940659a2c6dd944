//! Many records at once: chosen in a grid or pasted, looked at first, written as one commit with one undo.

use axum::http::StatusCode;
use model::RecordKind;

use crate::browser::{Browser, Page};
use crate::hostile::world::{Who, World};

async fn risks(browser: &Browser, titles: &[&str]) {
    for title in titles {
        browser.record(RecordKind::Risk, &[("title", title)]).await;
    }
}

/// Sends what a preview holds, with the word on its button.
async fn written(browser: &Browser, path: &str, preview: &Page, fields: &[(&str, &str)], how: &str) -> Page {
    let seen = preview.hidden("seen").to_owned();
    assert!(!seen.is_empty(), "a preview says what was seen: {}", preview.html);
    let mut all = fields.to_vec();
    all.extend([("seen", seen.as_str()), ("do", how)]);
    browser.post(path, &all).await
}

fn text(browser: &Browser, id: &str, field: &str) -> String {
    let isms = browser.books.now().isms;
    let id = model::RecordId::parse(id).expect("an id");
    isms.find(id).and_then(|record| record.text(field)).unwrap_or_default()
}

#[tokio::test]
async fn an_owner_is_set_for_all_that_are_selected_in_one_commit_that_can_be_undone() {
    let browser = Browser::new().await;
    risks(&browser, &["Theft", "Fire", "Flood"]).await;
    let list = browser.get("/risks").await;
    list.is_sound("/risks");
    assert!(
        list.html.contains("form=\"bulk\"") && list.html.contains("id=\"bulk\""),
        "without script it is a form"
    );
    let chosen = [("id", "R-1"), ("id", "R-3"), ("field", "owner")];
    let ask = browser.post("/grids/risks/bulk", &chosen).await;
    ask.is_sound("asking for the value");
    assert_eq!(ask.hidden("do"), "look");
    let commits = browser.books.now().commits();
    let fields = [("id", "R-1"), ("id", "R-3"), ("field", "owner"), ("value", "Jana Novak")];
    let look = browser.post("/grids/risks/bulk", &[&fields[..], &[("do", "look")]].concat()).await;
    look.is_sound("the preview");
    assert!(
        look.html.contains("Write 2 rows") && look.html.contains("<ins>Jana Novak</ins>"),
        "{}",
        look.html
    );
    assert_eq!(browser.books.now().commits(), commits, "looking writes nothing");
    let done = written(&browser, "/grids/risks/bulk", &look, &fields, "all").await;
    assert_eq!(done.header("location"), "/o/acme/risks");
    assert_eq!(browser.books.now().commits(), commits + 1, "one commit");
    assert_eq!([text(&browser, "R-1", "owner"), text(&browser, "R-2", "owner")], ["PER-1", ""]);
    let page = browser.get("/risks").await;
    assert!(page.html.contains("2 rows were written") && page.html.contains("/undo"));
    let undo = format!("/history/{}/undo", browser.books.now().head.expect("a head").seq);
    browser.post(&undo, &[("because", "a mistake")]).await;
    assert_eq!(text(&browser, "R-1", "owner"), "", "one undo");
}

#[tokio::test]
async fn what_is_refused_is_told_by_row_and_the_others_are_written_only_where_that_is_meant() {
    let browser = Browser::new().await;
    risks(&browser, &["Theft", "Fire"]).await;
    let paste = [("text", "Id\tRisk\tOwner\nR-1\tTheft of laptops\tPER-1\nR-2\tFire\tPER-99\nR-77\tNone\t")];
    let look = browser.post("/grids/risks/paste", &paste).await;
    look.is_sound("a pasted block");
    for words in ["there is no PER-99", "there is no R-77", "Write the 1 that can be", "row 3", "row 4"] {
        assert!(look.html.contains(words), "{words}: {}", look.html);
    }
    let all = written(&browser, "/grids/risks/paste", &look, &paste, "all").await;
    assert_eq!(all.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(all.html.contains("Nothing was written"));
    assert_eq!(text(&browser, "R-1", "title"), "Theft");
    let some = written(&browser, "/grids/risks/paste", &look, &paste, "those").await;
    assert_eq!(some.status, StatusCode::SEE_OTHER);
    assert_eq!(text(&browser, "R-1", "title"), "Theft of laptops");
    let page = browser.get("/risks").await;
    assert!(page.html.contains("1 row was written, 2 left out: R-2: "), "what was left out is told");
}

#[tokio::test]
async fn what_was_seen_is_what_is_written() {
    let browser = Browser::new().await;
    risks(&browser, &["Theft"]).await;
    let fields = [("id", "R-1"), ("field", "threat"), ("value", "a thief")];
    let look = browser.post("/grids/risks/bulk", &[&fields[..], &[("do", "look")]].concat()).await;
    browser.post("/risks/R-1/cell", &[("revision", "1"), ("threat", "somebody else's words")]).await;
    let late = written(&browser, "/grids/risks/bulk", &look, &fields, "all").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.html.contains("no longer as you saw them") && late.html.contains("somebody else"));
    assert_eq!(text(&browser, "R-1", "threat"), "somebody else's words");
    assert_eq!(
        written(&browser, "/grids/risks/bulk", &late, &fields, "all").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(text(&browser, "R-1", "threat"), "a thief");
    // The same again, as a second click sends it, changes nothing.
    let commits = browser.books.now().commits();
    let again = written(&browser, "/grids/risks/bulk", &late, &fields, "all").await;
    assert_eq!((again.status, browser.books.now().commits()), (StatusCode::SEE_OTHER, commits));
}

#[tokio::test]
async fn rows_without_an_id_are_known_by_their_title_or_new_and_twice_the_same_block_adds_nothing() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Asset, &[("title", "Laptops")]).await;
    let paste = [(
        "text",
        "Asset\tCategory\tConfidentiality\tNonsense\nlaptops\tlaptop\t4\tx\nOrder database\tsystem\t9\t\nPayroll\tsystem\t3\t\n",
    )];
    let look = browser.post("/grids/assets/paste", &paste).await;
    for words in
        ["Write the 2 that can be", "expected 1 low to 5 high", "“Nonsense” is left out", "row 2", "AST-1"]
    {
        assert!(look.html.contains(words), "{words}: {}", look.html);
    }
    assert_eq!(
        written(&browser, "/grids/assets/paste", &look, &paste, "those").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(text(&browser, "AST-1", "kind"), "laptop");
    assert_eq!(text(&browser, "AST-2", "title"), "Payroll");
    let later = [&paste[..], &[("later", "1")]].concat();
    let twice = written(&browser, "/grids/assets/paste", &look, &later, "those").await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert!(browser.books.now().isms.find(model::RecordId::parse("AST-3").expect("an id")).is_none());
}

#[tokio::test]
async fn a_block_without_headings_begins_at_the_cell_that_has_the_focus() {
    let browser = Browser::new().await;
    risks(&browser, &["Theft", "Fire", "Flood"]).await;
    let paste = [
        ("text", "Fire in the cellar\tPER-1\nFlood in the cellar\tPER-1"),
        ("at", "R-2"),
        ("from", "title"),
        ("filter", "sort=id"),
    ];
    let look = browser.post("/grids/risks/paste", &paste).await;
    assert!(look.html.contains("Write 2 rows"), "{}", look.html);
    written(&browser, "/grids/risks/paste", &look, &paste, "all").await;
    assert_eq!(text(&browser, "R-1", "title"), "Theft");
    assert_eq!(
        [text(&browser, "R-2", "title"), text(&browser, "R-3", "owner")],
        ["Fire in the cellar", "PER-1"]
    );
}

#[tokio::test]
async fn rows_of_the_statement_are_pasted_and_set_in_bulk() {
    let browser = Browser::new().await;
    let paste = [(
        "text",
        "Control\tApplies\tJustification\tState\nA.8.13\tyes\tWe restore each quarter\timplemented\nA.8.14\tno\tNo second site\tnot started",
    )];
    let look = browser.post("/grids/soa/paste", &paste).await;
    look.is_sound("a pasted statement");
    assert!(look.html.contains("Write 2 rows"), "{}", look.html);
    assert_eq!(
        written(&browser, "/grids/soa/paste", &look, &paste, "all").await.header("location"),
        "/o/acme/soa"
    );
    assert_eq!([text(&browser, "A.8.13", "included"), text(&browser, "A.8.14", "included")], ["yes", "no"]);
    let fields =
        [("id", "A.5.1"), ("id", "A.5.2"), ("field", "applicable"), ("value", "yes"), ("filter", "theme=5")];
    let look = browser.post("/grids/soa/bulk", &[&fields[..], &[("do", "look")]].concat()).await;
    let done = written(&browser, "/grids/soa/bulk", &look, &fields, "all").await;
    assert_eq!(done.header("location"), "/o/acme/soa?theme=5", "back to what was filtered");
    assert_eq!(text(&browser, "A.5.2", "included"), "yes");
}

#[tokio::test]
async fn labels_and_steps_are_for_all_that_are_selected_too() {
    let browser = Browser::new().await;
    risks(&browser, &["Theft", "Fire"]).await;
    let fields = [("whole", "yes"), ("field", "labels"), ("value", "cloud, office"), ("filter", "")];
    let look = browser.post("/grids/risks/bulk", &[&fields[..], &[("do", "look")]].concat()).await;
    assert!(look.html.contains("<ins>cloud, office</ins>"), "{}", look.html);
    let ids = [("id", "R-1"), ("id", "R-2"), ("field", "labels"), ("value", "cloud, office")];
    let done = written(&browser, "/grids/risks/bulk", &look, &ids, "all").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "all in the filter are those that were seen");
    let isms = browser.books.now().isms;
    let labels: Vec<usize> =
        isms.counted(RecordKind::Risk).iter().map(|(_, risk)| risk.about().labels.len()).collect();
    assert_eq!(labels, [2, 2]);
    let empty = browser
        .post("/grids/risks/bulk", &[("id", "R-1"), ("field", "labels"), ("value", " , "), ("do", "look")])
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused_in_words_and_nothing_typed_is_lost() {
    let browser = Browser::new().await;
    risks(&browser, &["Theft"]).await;
    let nothing = browser.post("/grids/risks/bulk", &[("field", "owner")]).await;
    assert_eq!(nothing.header("location"), "/o/acme/risks");
    assert!(browser.get("/risks").await.html.contains("Nothing is selected"));
    for (path, fields) in [
        ("/grids/risks/bulk", vec![("id", "R-1"), ("field", "acceptances"), ("value", "x")]),
        ("/grids/risks/bulk", vec![("id", "R-1"), ("field", "uuid"), ("value", "x")]),
        ("/grids/nonsense/paste", vec![("text", "a")]),
        ("/grids/method/paste", vec![("text", "a")]),
    ] {
        assert_eq!(browser.post(path, &fields).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let many = "x\n".repeat(2_001);
    let wide = "x\t".repeat(300);
    let hostile = "<script>alert(1)</script>\u{202e}\t=cmd|' /C calc'!A0";
    for (text, words) in [
        ("", "nothing was pasted"),
        ("Id\tTitle", "only headings"),
        (&many, "at most 2000"),
        (&wide, "more than 200 cells"),
    ] {
        let page = browser.post("/grids/risks/paste", &[("text", text)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        page.is_sound(words);
        assert!(page.html.contains(words) && page.html.contains("<title>Error: "), "{words}");
    }
    let page = browser.post("/grids/risks/paste", &[("text", hostile)]).await;
    page.is_sound("hostile text");
    assert!(page.html.contains("&lt;script&gt;") && !page.html.contains("<script>alert"));
    let large = "y".repeat(1024 * 1024 + 1);
    let page = browser.post("/grids/risks/paste", &[("text", &large)]).await;
    assert!(page.html.contains("at most 1 MiB"), "too large is said");
}

#[tokio::test]
async fn who_may_not_write_writes_nothing_in_bulk_either() {
    let world = World::of(&[Who::Role(7), Who::Role(3)]).await;
    let body = "id=R-1&field=threat&value=typed";
    let before = world.commits();
    let look = world.ask(Who::Role(7), "POST", "/o/acme/grids/risks/bulk", &format!("{body}&do=look")).await;
    assert!(
        look.html.contains("refused") && !look.html.contains("Write 1 row"),
        "a viewer is told so at once"
    );
    let seen = look.hidden("seen").to_owned();
    for how in ["all", "those"] {
        let page = world
            .ask(Who::Role(7), "POST", "/o/acme/grids/risks/bulk", &format!("{body}&do={how}&seen={seen}"))
            .await;
        assert!(!page.status.is_server_error());
    }
    assert_eq!(world.commits(), before, "nothing was written");
    let look = world.ask(Who::Role(3), "POST", "/o/acme/grids/risks/bulk", &format!("{body}&do=look")).await;
    let seen = look.hidden("seen").to_owned();
    world.ask(Who::Role(3), "POST", "/o/acme/grids/risks/bulk", &format!("{body}&do=all&seen={seen}")).await;
    assert!(world.commits() != before, "who may write has");
}

#[tokio::test]
async fn several_pieces_of_evidence_are_accepted_by_one_decision_that_is_not_undone() {
    let browser = Browser::new().await;
    for title in ["Log of May", "Log of June", "Log of July"] {
        browser.record(RecordKind::Evidence, &[("title", title)]).await;
    }
    browser.post("/evidence/EV-3/do/withdraw", &[("because", "the wrong file")]).await;
    assert!(browser.get("/evidence").await.html.contains("<option value=\"do:accept\">"), "it is offered");
    let ids = [("id", "EV-1"), ("id", "EV-2"), ("id", "EV-3"), ("field", "do:accept")];
    let ask = browser.post("/grids/evidence/bulk", &ids).await;
    assert!(ask.html.contains("name=\"because\"") && !ask.html.contains("name=\"enough\""), "{}", ask.html);
    let fields = [&ids[..], &[("because", "compared with the system")]].concat();
    let look = browser.post("/grids/evidence/bulk", &[&fields[..], &[("do", "look")]].concat()).await;
    look.is_sound("the preview");
    for words in ["Write the 2 that can be", "withdrawn", "It is not undone"] {
        assert!(look.html.contains(words), "{words}: {}", look.html);
    }
    let commits = browser.books.now().commits();
    let done = written(&browser, "/grids/evidence/bulk", &look, &fields, "those").await;
    assert_eq!(
        (done.status, browser.books.now().commits()),
        (StatusCode::SEE_OTHER, commits + 1),
        "{}",
        done.html
    );
    assert_eq!(
        [text(&browser, "EV-1", "status"), text(&browser, "EV-2", "status")],
        ["accepted", "accepted"]
    );
    let page = browser.get("/evidence").await;
    assert!(page.html.contains("2 rows were written, 1 left out: EV-3") && !page.html.contains("/undo"));
    let history = browser.get("/history").await;
    assert!(history.html.contains("Judge evidence"), "it stands there under its own name: {}", history.html);
}

#[tokio::test]
async fn documents_are_approved_and_risks_accepted_one_by_one_and_it_is_said_why() {
    let browser = Browser::new().await;
    for title in ["Access policy", "Backup policy"] {
        browser.record(RecordKind::Document, &[("title", title), ("text", "Words")]).await;
    }
    let fields = [("id", "DOC-1"), ("id", "DOC-2"), ("field", "do:approve")];
    let page = browser.post("/grids/documents/bulk", &fields).await;
    page.is_sound("one by one");
    for words in ["An approval binds what was read", "Approve DOC-1", "/documents/DOC-2/do/approve"] {
        assert!(page.html.contains(words), "{words}: {}", page.html);
    }
    for how in ["look", "all", "those"] {
        let page = browser.post("/grids/documents/bulk", &[&fields[..], &[("do", how)]].concat()).await;
        assert!(page.html.contains("An approval binds what was read"), "{how}");
    }
    assert_eq!(text(&browser, "DOC-1", "approvals"), "", "nothing was approved");
    risks(&browser, &["Theft"]).await;
    let page = browser.post("/grids/risks/bulk", &[("id", "R-1"), ("field", "do:accept")]).await;
    assert!(page.html.contains("answers for what is left of this one"), "{}", page.html);
}

#[tokio::test]
async fn a_decision_over_many_asks_once_for_a_proof_and_waits_for_it() {
    let world = World::of(&[Who::Stale, Who::Role(7)]).await;
    let body = "id=OBJ-1&id=OBJ-2&field=do:close&outcome=reached&because=measured";
    let before = world.commits();
    let look =
        world.ask(Who::Stale, "POST", "/o/acme/grids/objectives/bulk", &format!("{body}&do=look")).await;
    assert!(
        look.html.contains("Write 2 rows") && look.html.contains("You confirm once who you are"),
        "{}",
        look.html
    );
    let seen = look.hidden("seen").to_owned();
    let all = format!("{body}&do=all&seen={seen}");
    let asked = world.ask(Who::Stale, "POST", "/o/acme/grids/objectives/bulk", &all).await;
    assert!(
        asked.html.contains("name=\"form\"") && asked.html.contains("password"),
        "{}: {}",
        asked.status,
        asked.html
    );
    assert_eq!(world.commits(), before, "nothing before the proof");
    let look =
        world.ask(Who::Role(7), "POST", "/o/acme/grids/objectives/bulk", &format!("{body}&do=look")).await;
    assert!(
        look.html.contains("refused") && !look.html.contains("Write "),
        "each row says why: {}",
        look.html
    );
}
