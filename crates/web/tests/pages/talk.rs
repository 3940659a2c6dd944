//! What people say to each other: threads beneath records, who reads them, the inbox that tells of them, and tasks by hand.

use axum::body::Body;
use axum::http::{StatusCode, header};
use model::records::{Audience, Comment};
use model::{RecordKind, Ref};

use crate::browser::{Browser, Page};

async fn beside(browser: &Browser, path: &str) -> Page {
    browser.send(browser.request("GET", path).body(Body::empty()).expect("a request")).await
}

async fn send(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let typed: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name}={}", web::address::encoded(value))).collect();
    let request = browser
        .request("POST", path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(typed.join("&")));
    browser.send(request.expect("a request")).await
}

fn comment(browser: &Browser, number: u32) -> Comment {
    Comment::clone(browser.books.now().isms.comments.get(&Ref::number(number)).expect("it was said"))
}

#[tokio::test]
async fn what_is_said_stands_beneath_its_record_with_links_to_what_it_names() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Person, &[("title", "Kim Berg")]).await;
    browser.record(RecordKind::Risk, &[("title", "Fire")]).await;
    let page = browser.get("/risks/R-1").await;
    page.is_sound("a risk");
    assert!(page.html.contains("data-key=\"m\"") && page.html.contains("Who reads it"));
    let text = "@kim berg see #R-1 and **A.8.13**\n- `one`\n- <b>two</b> R-99";
    let said = browser.post("/risks/R-1/comments", &[("text", text), ("audience", "team")]).await;
    assert_eq!((said.status, said.header("location")), (StatusCode::SEE_OTHER, "/o/acme/risks/R-1#CMT-1"));
    assert_eq!(&*comment(&browser, 1).text, "@PER-2 see #R-1 and **A.8.13**\n- `one`\n- <b>two</b> R-99");
    let page = browser.get("/risks/R-1").await;
    page.is_sound("a risk with a comment");
    for part in [
        "id=\"CMT-1\"",
        "<a class=\"called\" href=\"/o/acme/people/PER-2\">@Kim Berg</a>",
        "href=\"/o/acme/risks/R-1\" title=\"Fire\">#R-1</a>",
        "<strong><a href=\"/o/acme/controls/A.8.13\"",
        "<li><code>one</code></li>",
        "<li>&lt;b&gt;two&lt;/b&gt; R-99</li>",
        "class=\"comment to-team\"",
    ] {
        assert!(page.html.contains(part), "{part} is missing in {}", page.html);
    }
    let listed = browser.get("/comments.json").await;
    assert!(listed.html.contains("CMT-1") && browser.get("/search?q=two").await.html.contains("CMT-1"));
}

#[tokio::test]
async fn before_auditors_read_it_too_it_is_asked_once_and_nothing_is_lost() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Risk, &[("title", "Fire")]).await;
    let wide = [
        ("text", "as \"agreed\" </textarea>"),
        ("audience", "team and certification auditor"),
        ("from", "team"),
    ];
    let asked = browser.post("/risks/R-1/comments", &wide).await;
    assert_eq!(asked.status, StatusCode::OK);
    asked.is_sound("the question");
    assert!(
        asked.html.contains("Say it to them too")
            && asked.html.contains("as &quot;agreed&quot; &lt;/textarea&gt;</textarea>")
    );
    assert!(browser.books.now().isms.comments.is_empty(), "nothing is said yet");
    let sure = [&wide[..], &[("sure", "yes")]].concat();
    let said = browser.post("/risks/R-1/comments", &sure).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER);
    assert_eq!(comment(&browser, 1).audience, Audience::Auditor);
    assert!(browser.get("/risks/R-1").await.html.contains("class=\"comment to-auditor\""));
    let answer = [("text", "yes"), ("answers", "CMT-1"), ("audience", "auditor"), ("from", "auditor")];
    assert_eq!(
        browser.post("/risks/R-1/comments", &answer).await.status,
        StatusCode::SEE_OTHER,
        "it was asked"
    );
    let private = [("text", "hm"), ("audience", "private to me")];
    let refused = browser.post("/risks/R-1/comments", &private).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html.contains("only a certification body keeps private notes"));
}

#[tokio::test]
async fn a_thread_about_a_field_or_about_quoted_words_is_marked_where_they_stand() {
    let browser = Browser::new().await;
    let text = "## Access\n\n**Accounts** are made by the service desk.";
    browser.record(RecordKind::Document, &[("title", "Access"), ("family", "IT"), ("text", text)]).await;
    let page = browser.get("/documents/DOC-1").await.html;
    assert!(page.contains("<option value=\"family\">Family</option>") && page.contains("name=\"quote\""));
    let on_field = [("text", "why IT?"), ("audience", "team"), ("field", "family")];
    let said = browser.post("/documents/DOC-1/comments", &on_field).await;
    assert_eq!(said.header("location"), "/o/acme/documents/DOC-1#CMT-1");
    let wrong = [("text", "by whom?"), ("audience", "team"), ("quote", "Accounts are sold")];
    let refused = browser.post("/documents/DOC-1/comments", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html.contains("the quoted words do not stand in Text of DOC-1"));
    assert!(refused.html.contains(">\nAccounts are sold</textarea>") && refused.html.contains(" open>"));
    let quoted = [("text", "by whom?"), ("audience", "team"), ("quote", "Accounts are made <b>")];
    let refused = browser.post("/documents/DOC-1/comments", &quoted).await;
    assert!(refused.html.contains("Accounts are made &lt;b&gt;"));
    let quoted = [("text", "by whom?"), ("audience", "team"), ("quote", "Accounts are made")];
    assert_eq!(browser.post("/documents/DOC-1/comments", &quoted).await.status, StatusCode::SEE_OTHER);
    let page = browser.get("/documents/DOC-1").await;
    page.is_sound("a document with threads");
    for part in [
        "class=\"fact-said\" href=\"#CMT-1\"",
        "On <b>Family</b>",
        "On words of <b>Text</b>, version 1",
        "<blockquote class=\"quoted\">Accounts are made</blockquote>",
        "href=\"#CMT-2\"",
    ] {
        assert!(page.html.contains(part), "{part} is missing in {}", page.html);
    }
    assert!(!page.html.contains("the text has changed since"));
    let edit = operations::EditRecord {
        id: model::RecordId::parse("DOC-1").expect("an id"),
        revision: None,
        typed: vec![("text".to_owned(), "Nobody makes any.".to_owned())],
        because: model::Prose::default(),
    };
    let visit = app::Visit::of(Ref::number(1), app::Via::Session);
    browser.books.run(&visit, edit).await.expect("the store").expect("no refusal");
    let page = browser.get("/documents/DOC-1").await.html;
    assert!(page.contains("the text has changed since") && page.contains(">Accounts are made</blockquote>"));
    browser.post("/comments/CMT-1/do/resolve", &[("because", "seen"), ("back", "thread")]).await;
    assert!(
        !browser.get("/documents/DOC-1").await.html.contains("class=\"fact-said\" href=\"#CMT-1\""),
        "only open threads are marked"
    );
}

#[tokio::test]
async fn odd_texts_are_kept_or_refused_with_the_limit_and_all_that_was_typed() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Risk, &[("title", "Fire")]).await;
    for text in ["<script>alert(1)</script>", "👩‍💻🔥", "שלום", "**", "```\nopen", "@ # @@", "a\u{202e}b"]
    {
        let said = browser.post("/risks/R-1/comments", &[("text", text), ("audience", "team")]).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{text}");
    }
    let most = "ü".repeat(10_000);
    assert_eq!(browser.post("/risks/R-1/comments", &[("text", &most)]).await.status, StatusCode::SEE_OTHER);
    browser.get("/risks/R-1").await.is_sound("odd texts");
    let long = "ü".repeat(10_001);
    for (text, words) in [(long.as_str(), "10001 characters; expected at most 10000"), (" ", "say something")]
    {
        let refused = browser.post("/risks/R-1/comments", &[("text", text)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.is_sound("refused");
        assert!(refused.html.contains("<title>Error: ") && refused.html.contains("There is a problem"));
        assert!(refused.html.contains(words) && refused.html.contains("href=\"#say\""), "{words}");
        assert!(refused.html.contains(text.trim()), "what was typed is still there");
    }
    assert_eq!(browser.post("/risks/R-9/comments", &[("text", "x")]).await.status, StatusCode::NOT_FOUND);
    let other = browser.post("/risks/R-1/comments", &[("text", "x"), ("audience", "everybody")]).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_resolved_thread_is_folded_and_keeps_what_was_said() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Asset, &[("title", "Laptops")]).await;
    browser.post("/assets/AST-1/comments", &[("text", "are they encrypted?"), ("audience", "team")]).await;
    let resolve = [("because", "all of them"), ("back", "thread")];
    let resolved = browser.post("/comments/CMT-1/do/resolve", &resolve).await;
    assert_eq!(resolved.header("location"), "/o/acme/assets/AST-1#CMT-1");
    let page = browser.get("/assets/AST-1").await.html;
    let (_, folded) = page.split_once("Resolved 1").expect("it is folded");
    assert!(folded.contains("are they encrypted?") && folded.contains("all of them"));
    let late = [("text", "but"), ("answers", "CMT-1"), ("audience", "team")];
    let refused = browser.post("/assets/AST-1/comments", &late).await;
    assert!(refused.html.contains("CMT-1 is resolved; reopen the thread to go on"));
    assert!(refused.html.contains(">\nbut</textarea>"), "{}", refused.html);
}

#[tokio::test]
async fn the_inbox_tells_who_calls_until_it_is_done_or_settled() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Person, &[("title", "Kim Berg")]).await;
    browser.record(RecordKind::Risk, &[("title", "Fire")]).await;
    let empty = beside(&browser, "/inbox").await;
    empty.is_sound("an empty inbox");
    assert!(empty.html.contains("Nothing new"));
    browser.post("/me", &[("person", "PER-2")]).await;
    browser.post("/risks/R-1/comments", &[("text", "@Jana Novak is it so?"), ("audience", "team")]).await;
    browser
        .record(
            RecordKind::Task,
            &[("title", "Call the landlord"), ("owner", "PER-1"), ("due", "2026-11-01")],
        )
        .await;
    assert!(browser.get("").await.html.contains("inbox: nothing new"), "who calls is not called");
    browser.post("/me", &[("person", "PER-1")]).await;
    assert!(browser.get("").await.html.contains("inbox: 2 new"), "also on a page that is kept");
    let page = beside(&browser, "/inbox").await;
    page.is_sound("an inbox");
    assert!(page.html.contains("Kim Berg calls you: @Jana Novak is it so?") && page.html.contains("#CMT-1"));
    assert!(beside(&browser, "/inbox.json").await.html.contains("\"kind\": \"mention\""));
    assert!(page.html.contains("Open next") && page.html.contains("was due 2026-11-01"));
    let digest = beside(&browser, "/inbox/digest").await;
    digest.is_sound("the digest");
    assert!(digest.html.contains("2 things wait for you"));
    let unknown = send(&browser, "/inbox/done", &[("org", "nowhere"), ("item", "mention/CMT-1")]).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    send(&browser, "/inbox/done", &[("org", "acme"), ("item", "mention/CMT-1")]).await;
    assert!(browser.get("").await.html.contains("inbox: 1 new"));
    assert!(!beside(&browser, "/inbox").await.html.contains("calls you"));
    send(&browser, "/inbox/digest", &[("tell", "mention")]).await;
    let digest = beside(&browser, "/inbox/digest").await;
    assert!(digest.html.contains("Nothing to tell you today"), "what is late is muted");
    assert!(
        beside(&browser, "/inbox").await.html.contains("Call the landlord"),
        "the inbox shows it all the same"
    );
    browser.post("/tasks/T-1/do/done", &[("result", "he comes")]).await;
    assert!(
        beside(&browser, "/inbox").await.html.contains("Nothing new"),
        "what is settled leaves by itself"
    );
}

#[tokio::test]
async fn a_task_by_hand_is_made_from_the_tasks_and_done_from_there() {
    let browser = Browser::new().await;
    let page = browser.get("/tasks").await;
    assert!(page.html.contains("href=\"/o/acme/tasks/new\""));
    browser.get("/tasks/new").await.is_sound("a new task");
    let typed = [("title", "Call the landlord"), ("owner", "PER-1"), ("about", "SCO"), ("due", "2026-11-30")];
    let made = browser.post("/tasks/new", &typed).await;
    assert_eq!(made.header("location"), "/o/acme/tasks/T-1");
    for at in ["/tasks", "", "/calendar?month=2026-11", "/tasks?as=made", "/calendar.ics"] {
        let shown = browser.get(at).await;
        assert!(shown.status == StatusCode::OK && shown.html.contains("Call the landlord"), "{at}");
    }
    assert!(browser.get("/tasks").await.html.contains("/o/acme/tasks/T-1/do/done"));
    browser.get("/tasks/T-1").await.is_sound("a task");
    let done = browser.post("/tasks/T-1/do/done", &[("result", "he comes")]).await;
    assert_eq!(done.header("location"), "/o/acme/tasks/T-1");
    assert!(!browser.get("/tasks").await.html.contains("Call the landlord"));
    assert!(browser.get("/tasks?as=made").await.html.contains("Call the landlord"), "the list keeps it");
}

#[tokio::test]
async fn pages_made_by_hand_mark_the_fields_that_are_spoken_about_and_begin_a_thread_on_one() {
    let browser = Browser::new().await;
    for (kind, page, field, label) in [
        (Some(RecordKind::Risk), "/risks/R-1", "description", "What may happen"),
        (None, "/controls/A.8.13", "owner", ""),
        (Some(RecordKind::Nonconformity), "/nonconformities/NC-1", "cause", "Cause"),
        (Some(RecordKind::Audit), "/audits/AUD-1", "auditors", "Auditors"),
        (Some(RecordKind::Request), "/requests/REQ-1", "description", "Request"),
        (Some(RecordKind::Document), "/documents/DOC-1", "text", "Text"),
        (Some(RecordKind::Evidence), "/evidence/EV-1", "title", ""),
        (Some(RecordKind::ManagementReview), "/management-reviews/MR-1", "decisions", "Decisions"),
        (Some(RecordKind::Certification), "/certifications/CRT-1", "body", "Body"),
    ] {
        if let Some(kind) = kind {
            let text =
                if kind == RecordKind::Document { vec![("text", "Who may what.")] } else { Vec::new() };
            browser.record(kind, &[&[("title", "One")], &text[..]].concat()).await;
        }
        let before = browser.get(page).await;
        before.is_sound(page);
        let begin = format!("{page}?say={field}#say");
        assert!(label.is_empty() || before.html.contains(&begin), "{begin} is missing in {}", before.html);
        let asked = browser.get(&format!("{page}?say={field}")).await.html;
        let chosen = format!("<option value=\"{field}\" selected>");
        assert!(asked.contains(&chosen) && asked.contains("said-place\" open>"), "{page}: {chosen}");
        let odd = browser.get(&format!("{page}?say=uuid")).await.html;
        assert!(!odd.contains("said-place\" open>"), "{page}: nobody speaks about the number of a record");
        let said = browser.post(&format!("{page}/comments"), &[("text", "why?"), ("field", field)]).await;
        let anchor = said.header("location").split_once('#').expect("its thread").1.to_owned();
        let shown = browser.get(page).await;
        shown.is_sound(page);
        let mark = format!("class=\"fact-said\" href=\"#{anchor}\" title=\"comments on {label}\"");
        assert!(label.is_empty() || shown.html.contains(&mark), "{mark} is missing in {}", shown.html);
        assert!(shown.html.contains(&format!("id=\"{anchor}\"")), "{page} shows the thread");
        let past = browser.get(&format!("{page}?as_of=2026-11-20")).await.html;
        assert!(!past.contains("fact-say"), "nothing is said in the past");
    }
}

#[tokio::test]
async fn of_many_resolved_threads_it_is_said_how_many_more_there_are_and_where() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Asset, &[("title", "Laptops")]).await;
    for number in 1..=52 {
        browser.post("/assets/AST-1/comments", &[("text", "is it so?"), ("audience", "team")]).await;
        let at = format!("/comments/CMT-{number}/do/resolve");
        browser.post(&at, &[("because", "it is"), ("back", "thread")]).await;
    }
    let page = browser.get("/assets/AST-1").await.html;
    let (_, folded) = page.split_once("Resolved 52").expect("they are folded");
    assert_eq!(folded.matches("class=\"thread\"").count(), 50);
    assert!(folded.contains("href=\"/o/acme/comments?q=AST-1\">and 2 more threads</a>"), "{folded}");
    let all = browser.get("/comments?q=AST-1").await.html;
    assert!(all.contains("CMT-51") && all.contains("CMT-52"), "{all}");
}
