//! Long work in the browser: a page of its own, with how far it is, cancel, and what came of it. It is held, so that it is long.

use app::Held;
use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use futures_util::{Stream, StreamExt as _};
use operations::EndMembership;
use tower::ServiceExt as _;

use crate::browser::{Browser, Page};
use crate::hostile::world::{Who, World, number_of_role};
use crate::import::{REGISTER, choose};

const TOP: Who = Who::Role(0);
const MANAGER: Who = Who::Role(3);
const CONSULTANT: Who = Who::Role(6);
const VIEWER: Who = Who::Role(7);
/// What a page without script does while a job runs.
const AGAIN: &str = "<noscript><meta http-equiv=\"refresh\" content=\"2\"></noscript>";

/// Brings in a register and begins its import, held before its first step; returns the page of the job.
async fn importing(browser: &Browser, name: &str) -> Page {
    let chosen = choose(browser, name, REGISTER.as_bytes()).await;
    let check = chosen.header("location").strip_prefix("/o/acme").expect("here").to_owned();
    let check = check.trim_end_matches("/columns");
    browser.post(&format!("{check}/apply"), &[]).await
}

fn held(browser: &Browser) -> Held {
    browser.instance.jobs().hold()
}

/// Returns the page of a job, below the organisation.
fn job_of(begun: &Page) -> String {
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.html);
    let to = begun.header("location");
    assert!(to.starts_with("/o/acme/jobs/"), "{to}");
    to.strip_prefix("/o/acme").expect("here").to_owned()
}

/// Begins to listen to a job.
async fn listens(browser: &Browser, job: &str) -> impl Stream<Item = Bytes> + Unpin {
    let request = browser.request("GET", &format!("/o/acme{job}/events")).body(Body::empty());
    let answer = browser.router.clone().oneshot(request.expect("a request")).await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/event-stream");
    assert!(!answer.headers().contains_key(header::CONTENT_ENCODING), "what is packed is not told at once");
    answer.into_body().into_data_stream().map(|piece| piece.expect("it is told"))
}

/// Returns the next event.
async fn next(events: &mut (impl Stream<Item = Bytes> + Unpin)) -> Option<String> {
    let event = events.next().await?;
    Some(String::from_utf8(event.to_vec()).expect("text"))
}

/// Listens to the end, and returns the last event.
async fn last(events: &mut (impl Stream<Item = Bytes> + Unpin)) -> String {
    let mut last = String::new();
    while let Some(event) = next(events).await {
        last = event;
    }
    last
}

#[tokio::test]
async fn a_long_import_says_how_far_it_is_and_becomes_one_commit() {
    let browser = Browser::new().await;
    let before = browser.books.now().commits();
    let held = held(&browser);
    let job = job_of(&importing(&browser, "risks.csv").await);
    let page = browser.get(&job).await;
    page.is_sound(&job);
    for words in [AGAIN, "Import of risks.csv", "Jana Novak", "Cancel", "<progress", "/events"] {
        assert!(page.html.contains(words), "{words}: {}", page.html);
    }
    let mut events = Box::pin(listens(&browser, &job).await);
    assert!(next(&mut events).await.is_some_and(|event| event.contains("\"over\":false")));
    // Reading the file, the rows, and one of them.
    held.pass(3);
    let mut rows = next(&mut events).await.expect("it goes on");
    while !rows.contains("checking the rows: 1 of ") {
        rows = next(&mut events).await.expect("it goes on");
    }
    assert_eq!(browser.books.now().commits(), before, "nothing is written yet");
    drop(held);
    let end = last(&mut events).await;
    assert!(end.contains("\"over\":true") && end.contains("\"stage\":\"done\""), "{end}");
    assert_eq!(browser.books.now().commits(), before + 1, "one import is one commit");
    let page = browser.get(&job).await;
    page.is_sound(&job);
    assert!(!page.html.contains(AGAIN) && !page.html.contains("data-job"), "what is over stands still");
    for words in ["risks.csv: 2 new", "See what was imported", "Undo", &format!("/history/{before}")] {
        assert!(page.html.contains(words), "{words}: {}", page.html);
    }
    let data = browser.get(&format!("{job}.json")).await;
    assert!(data.html.contains("\"title\": \"Import of risks.csv\""), "{}", data.html);
    let list = browser.get("/jobs").await;
    list.is_sound("/jobs");
    assert!(list.html.contains(&job) && list.html.contains("done"), "{}", list.html);
}

#[tokio::test]
async fn a_cancelled_import_has_written_nothing_and_says_so() {
    let browser = Browser::new().await;
    let before = browser.books.now().commits();
    let held = held(&browser);
    let job = job_of(&importing(&browser, "risks.csv").await);
    held.pass(3);
    assert_eq!(browser.post(&format!("{job}/cancel"), &[]).await.status, StatusCode::SEE_OTHER);
    let mut events = Box::pin(listens(&browser, &job).await);
    assert!(last(&mut events).await.contains("\"stage\":\"cancelled\""));
    drop(held);
    assert_eq!(browser.books.now().commits(), before);
    let page = browser.get(&job).await;
    page.is_sound(&job);
    assert!(page.html.contains("It was cancelled; nothing was written"), "{}", page.html);
    assert!(!page.html.contains(AGAIN) && !page.html.contains("Undo"), "{}", page.html);
    let again = browser.post(&format!("{job}/cancel"), &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "what is over stays as it is");
}

#[tokio::test]
async fn the_check_of_all_hashes_is_a_job_where_it_takes_long_and_too_many_are_refused() {
    let browser = Browser::new().await;
    let quick = browser.post("/integrity", &[]).await;
    assert!(quick.status == StatusCode::OK && quick.html.contains("All of it verifies"), "{}", quick.html);
    let held = held(&browser);
    let job = job_of(&browser.post("/integrity", &[("later", "1")]).await);
    assert_eq!(job_of(&browser.post("/integrity", &[]).await), job, "asked twice, it is one");
    job_of(&importing(&browser, "risks.csv").await);
    let third = importing(&browser, "more.csv").await;
    assert_eq!(third.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(third.html.contains("2 pieces of long work run for you already"), "{}", third.html);
    let mut events = Box::pin(listens(&browser, &job).await);
    drop(held);
    assert!(last(&mut events).await.contains("\"stage\":\"done\""));
    let page = browser.get(&job).await;
    page.is_sound(&job);
    assert!(page.html.contains("All of it verifies.") && page.html.contains("as it was written"));
}

/// Begins the check of all hashes as somebody, held; returns the page of the job.
async fn checking(world: &World, who: Who) -> String {
    let begun = world.ask(who, "POST", "/o/acme/integrity", "").await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.html);
    begun.header("location").to_owned()
}

#[tokio::test]
async fn b6_a_job_is_its_beginners_alone_under_an_id_of_128_random_bits() {
    let world = World::of(&[TOP, MANAGER, VIEWER, Who::Stranger]).await;
    let held = world.instance.jobs().hold();
    let job = checking(&world, MANAGER).await;
    assert_eq!(job.rsplit('/').next().map(str::len), Some(32), "{job}");
    assert_eq!(world.ask(MANAGER, "GET", &job, "").await.status, StatusCode::OK);
    let (id, zeros) = (job.rsplit('/').next().unwrap_or_default(), "0".repeat(32));
    let guess = format!("/o/acme/jobs/{zeros}");
    for who in [TOP, VIEWER, Who::Stranger] {
        for (method, end) in [("GET", ""), ("GET", "/events"), ("GET", "/file"), ("POST", "/cancel")] {
            let theirs = world.ask(who, method, &format!("{job}{end}"), "").await;
            let none = world.ask(who, method, &format!("{guess}{end}"), "").await;
            assert_eq!(theirs.status, StatusCode::NOT_FOUND, "{who:?} {method} {end}");
            // The page says where one is, and nothing else of it.
            assert_eq!(theirs.html.replace(id, &zeros), none.html, "{who:?} {method} {end}");
        }
    }
    let keeper = world.ask(TOP, "GET", "/o/acme/jobs", "").await;
    assert!(keeper.html.contains("Of others") && keeper.html.contains("Check"), "{}", keeper.html);
    assert!(!keeper.html.contains(&job), "that it runs is told, and no more");
    let other = world.ask(VIEWER, "GET", "/o/acme/jobs", "").await;
    assert!(!other.html.contains("Of others"), "{}", other.html);
    drop(held);
}

#[tokio::test]
async fn who_signs_out_is_told_no_more() {
    let world = World::of(&[MANAGER]).await;
    let held = world.instance.jobs().hold();
    let job = checking(&world, MANAGER).await;
    let request = world.request(MANAGER, "GET", &format!("{job}/events")).body(Body::empty());
    let answer = world.router.clone().oneshot(request.expect("a request")).await.expect("an answer");
    let events = answer.into_body().into_data_stream().map(|piece| piece.expect("it is told"));
    let mut events = Box::pin(events);
    assert!(next(&mut events).await.is_some_and(|event| event.contains("\"over\":false")));
    assert_eq!(world.ask(MANAGER, "POST", "/logout", "").await.status, StatusCode::SEE_OTHER);
    held.pass(1);
    assert_eq!(next(&mut events).await, None, "the stream ended, though the work goes on");
    drop(held);
}

#[tokio::test]
async fn an_import_of_somebody_who_lost_the_rights_meanwhile_writes_nothing() {
    for is_lost in [false, true] {
        let world = World::of(&[CONSULTANT]).await;
        let body = "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"r.csv\"\r\n\r\nID,Asset\nX-1,Laptop by import\n\r\n--edge--\r\n";
        let request = world
            .request(CONSULTANT, "POST", "/o/acme/import")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
            .body(Body::from(body));
        let chosen = world.send(request.expect("a request")).await;
        let columns = chosen.header("location").to_owned();
        let said = "kind-0=asset&shown-0=asset&row-0=1&column-0-B=title";
        let said = world.ask(CONSULTANT, "POST", &columns, said).await;
        let check = said.header("location").to_owned();
        let held = world.instance.jobs().hold();
        let begun = world.ask(CONSULTANT, "POST", &format!("{check}/apply"), "").await;
        let job = begun.header("location").to_owned();
        if is_lost {
            let theirs = model::Ref::number(number_of_role(6));
            let end = EndMembership { membership: theirs, because: "gone".into() };
            world.acme.run(&world.visit(1), end).await.expect("the store").expect("it ends");
        }
        let before = world.commits().0;
        let id = job.rsplit('/').next().expect("an id").to_owned();
        let by = app::Beginner { uuid: Some(world.account(CONSULTANT)), name: String::new() };
        let told = world.instance.job(world.acme.log(), &by, &id).await.expect("theirs").told();
        let mut told = told.expect("it is of this server");
        drop(held);
        let state = loop {
            let state = world.instance.job(world.acme.log(), &by, &id).await.expect("theirs").state;
            if state.stage.is_over() {
                break state;
            }
            told.changed().await.expect("it is there");
        };
        let written = world.commits().0 - before;
        assert_eq!(written, u64::from(!is_lost), "{:?}", state.result);
    }
}

#[tokio::test]
async fn a_job_tells_times_and_counts_as_its_reader_does() {
    let browser = Browser::new().await;
    let held = held(&browser);
    let rows: String = (0..1_200).map(|row| format!("R{row},Risk {row},3,4\n")).collect();
    let chosen = choose(&browser, "risks.csv", format!("ID,Risk,Likelihood,Impact\n{rows}").as_bytes()).await;
    let check = chosen.header("location").strip_prefix("/o/acme").expect("here").to_owned();
    let job = job_of(&browser.post(&format!("{}/apply", check.trim_end_matches("/columns")), &[]).await);
    let mut events = Box::pin(listens(&browser, &job).await);
    held.pass(2);
    let mut event = next(&mut events).await.expect("it goes on");
    while !event.contains("checking the rows") {
        event = next(&mut events).await.expect("it goes on");
    }
    assert!(event.contains("of 1,200 rows"), "what is heard reads as the page does: {event}");
    for (languages, count, moment) in
        [("de", "of 1.200 rows", "21.11.2026, "), ("en-GB", "of 1,200 rows", "21 Nov 2026, ")]
    {
        for path in [job.as_str(), "/jobs"] {
            let request =
                browser.request("GET", &format!("/o/acme{path}")).header("accept-language", languages);
            let page = browser.send(request.body(Body::empty()).expect("a request")).await.html;
            for words in [count, moment, " UTC"] {
                assert!(page.contains(words), "{words} in {path}, {languages}: {page}");
            }
        }
    }
    drop(held);
    last(&mut events).await;
}
