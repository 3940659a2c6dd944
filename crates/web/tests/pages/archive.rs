//! The whole organisation as one file: from the page of exports, as long work, given once, and only to who may take all of it out.

use axum::body::{Body, to_bytes};
use axum::http::{StatusCode, header};
use model::RecordKind;
use operations::{EndMembership, Operation as _};
use tower::ServiceExt as _;

use crate::browser::{Browser, Page};
use crate::hostile::world::{Who, World, number_of_role};

const TOP: Who = Who::Role(0);
const MANAGER: Who = Who::Role(3);
const INSIDE: Who = Who::Role(4);
const CONSULTANT: Who = Who::Role(6);
const VIEWER: Who = Who::Role(7);
const AT: &str = "/o/acme/exports/archive";

/// Asks with a method, and returns the bytes of the answer.
async fn bytes_of(browser: &Browser, method: &str, path: &str) -> (StatusCode, Vec<u8>) {
    let request = browser
        .request(method, &format!("/o/acme{path}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::empty());
    let answer = browser.router.clone().oneshot(request.expect("a request")).await.expect("an answer");
    let status = answer.status();
    (status, to_bytes(answer.into_body(), 64 << 20).await.expect("a body").to_vec())
}

/// Returns the intent of the newest commit.
async fn newest(browser: &Browser) -> String {
    let commits = browser.books.now().commits();
    browser.books.commit(commits - 1).await.expect("told").intent
}

#[tokio::test]
async fn all_of_it_goes_out_as_one_file_that_restores_and_is_noted_first() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Risk, &[("title", "Fire")]).await;
    let list = browser.get("/exports").await;
    list.is_sound("/exports");
    assert!(list.html.contains(AT) && list.html.contains("The whole organisation"), "{}", list.html);
    let ask = browser.get("/exports/archive").await;
    ask.is_sound("/exports/archive");
    let before = browser.books.now().commits();
    let archive = bytes_of(&browser, "POST", "/exports/archive").await;
    assert_eq!(archive.0, StatusCode::OK);
    assert_eq!(&archive.1[..4], b"PK\x03\x04");
    assert_eq!(browser.books.now().commits(), before + 1);
    assert_eq!(newest(&browser).await, operations::ExportArchive::INTENT);
    let files = tempfile::tempdir().expect("a folder");
    let there = app::Instance::in_memory(files.path(), app::Clock::System).expect("a folder");
    let restored = there.restore(std::io::Cursor::new(&archive.1), None).await.expect("a store");
    assert_eq!(restored.expect("a sound archive").added, before, "up to the commit before the note");
}

#[tokio::test]
async fn a_long_archive_is_a_job_and_its_file_is_given_once_to_who_opens_the_link() {
    let browser = Browser::new().await;
    let held = browser.instance.jobs().hold();
    let begun = browser.post("/exports/archive", &[]).await;
    let job = begun.header("location").strip_prefix("/o/acme").expect("a job").to_owned();
    let list = browser.get("/jobs").await;
    list.is_sound("/jobs");
    assert!(list.html.contains("Archive") && list.html.contains("Progress"), "{}", list.html);
    // Checking the files, then the commits.
    held.pass(1);
    while !browser.get("/jobs").await.html.contains("writing the commits") {
        tokio::task::yield_now().await;
    }
    drop(held);
    while !browser.get(&job).await.html.contains("Download acme-") {
        tokio::task::yield_now().await;
    }
    let page = browser.get(&job).await;
    page.is_sound(&job);
    assert!(page.html.contains("It is given once"), "{}", page.html);
    let file = format!("{job}/file");
    let ahead = browser.request("GET", &format!("/o/acme{file}")).header("sec-purpose", "prefetch");
    let ahead = browser.send(ahead.body(Body::empty()).expect("a request")).await;
    assert_eq!(ahead.status, StatusCode::BAD_REQUEST, "what looks ahead takes nothing");
    let head = browser.request("HEAD", &format!("/o/acme{file}")).body(Body::empty());
    assert!(!browser.send(head.expect("a request")).await.status.is_success());
    assert_eq!(bytes_of(&browser, "GET", &file).await.0, StatusCode::OK);
    let again = browser.get(&file).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    assert!(again.html.contains("is given once"), "{}", again.html);
    let page = browser.get(&job).await;
    assert!(page.html.contains("It was fetched") && !page.html.contains("Download acme-"), "{}", page.html);
}

#[tokio::test]
async fn a_cancelled_archive_leaves_no_note() {
    let browser = Browser::new().await;
    let before = browser.books.now().commits();
    let held = browser.instance.jobs().hold();
    let begun = browser.post("/exports/archive", &[]).await;
    let job = begun.header("location").strip_prefix("/o/acme").expect("a job").to_owned();
    browser.post(&format!("{job}/cancel"), &[]).await;
    drop(held);
    while !browser.get(&job).await.html.contains("nothing was written") {
        tokio::task::yield_now().await;
    }
    assert_eq!(browser.books.now().commits(), before);
    assert_eq!(browser.get(&format!("{job}/file")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn g5_g6_only_who_may_take_all_of_it_out_is_offered_it_and_who_lost_that_meanwhile_gets_nothing() {
    let world = &World::of(&[TOP, MANAGER, INSIDE, CONSULTANT, VIEWER]).await;
    for who in [INSIDE, CONSULTANT, VIEWER] {
        let list = world.ask(who, "GET", "/o/acme/exports", "").await;
        assert!(!list.html.contains(AT), "{who:?} is offered nothing");
        for method in ["GET", "POST"] {
            let refused = world.ask(who, method, AT, "").await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{who:?} {method}");
        }
    }
    let ends = |job: String| async {
        let job = job;
        loop {
            let page: Page = world.ask(TOP, "GET", &job, "").await;
            if !page.html.contains("data-job") {
                return page;
            }
            tokio::task::yield_now().await;
        }
    };
    // The same form at once is a button that was pressed twice.
    let begins = |form: &'static str| async move {
        let held = world.instance.jobs().hold();
        let begun = world.ask(TOP, "POST", AT, form).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.html);
        (held, begun.header("location").to_owned())
    };
    // What is there to be fetched is asked for again when it is fetched.
    let (held, ready) = begins("").await;
    drop(held);
    assert!(ends(ready.clone()).await.html.contains("Download acme-"));
    let before = world.commits().0;
    let (held, late) = begins("again=1").await;
    let gone = EndMembership { membership: model::Ref::number(number_of_role(0)), because: "gone".into() };
    world.acme.run(&world.visit(1), gone).await.expect("the store").expect("it ends");
    drop(held);
    let id = late.rsplit('/').next().expect("an id").to_owned();
    let by = app::Beginner { uuid: Some(world.account(TOP)), name: String::new() };
    let state = loop {
        let state = world.instance.job(world.acme.log(), &by, &id).await.expect("theirs").state;
        if state.stage.is_over() {
            break state;
        }
        tokio::task::yield_now().await;
    };
    assert!(state.result.file.is_none(), "{:?}", state.result);
    assert_eq!(world.commits().0, before + 1, "only the end of the membership was written");
    let fetched = world.ask(TOP, "GET", &format!("{ready}/file"), "").await;
    assert!(fetched.status.is_client_error(), "{}", fetched.status);
}

#[tokio::test]
async fn the_pages_where_long_work_begins_and_the_palette_lead_to_its_list() {
    let browser = Browser::new().await;
    for path in ["/import", "/exports", "/integrity"] {
        let page = browser.get(path).await;
        page.is_sound(path);
        assert!(page.html.contains(" href=\"/o/acme/jobs\""), "{path}: {}", page.html);
        assert!(page.html.contains("data-href=\"/o/acme/jobs\""), "{path} has it in the palette");
    }
}
