//! Day one: from a blank server to the two pages for the director, as a browser would post it, with the keys counted.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::identity::Settings;
use app::{Clock, Instance};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt as _;
use web::Sessions;

use crate::browser::{HOST, NOON, Page};

/// Keys a minute of somebody who types forty words a minute.
pub const KEYS_A_MINUTE: usize = 200;

/// A browser in front of a server that holds nothing, which counts keys and the time that the machine takes.
struct Blank {
    router: Router,
    cookie: String,
    keys: usize,
    machine: Duration,
    _files: tempfile::TempDir,
}

impl Blank {
    async fn new() -> Self {
        let files = tempfile::tempdir().expect("a folder");
        let instance = Instance::in_memory(files.path(), Clock::Fixed(NOON)).expect("an instance");
        let sessions = Arc::new(Sessions::new(
            SocketAddr::from(([127, 0, 0, 1], 7117)),
            "http://localhost:7117".parse().expect("an origin"),
        ));
        let cookie = format!("{}={}", sessions.cookie(), sessions.open().expect("random numbers"));
        let accounts = instance.accounts(Settings::at(None)).await.expect("accounts");
        let router = web::router(Arc::new(instance), accounts, sessions);
        Self { router, cookie, keys: 0, machine: Duration::ZERO, _files: files }
    }

    async fn send(&mut self, method: &str, path: &str, body: String) -> Page {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, HOST)
            .header(header::ORIGIN, format!("http://{HOST}"))
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, &self.cookie)
            .body(Body::from(body))
            .expect("a request");
        let began = Instant::now();
        let response = self.router.clone().oneshot(request).await.expect("a router always answers");
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 64 << 20).await.expect("a body");
        self.machine += began.elapsed();
        Page { status, headers, html: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// Opens a page: one key or click.
    async fn get(&mut self, path: &str) -> Page {
        self.keys += 1;
        self.send("GET", path, String::new()).await
    }

    /// Fills a form in: each sign is a key, and so are the way to the next field and the button.
    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.keys += fields.iter().map(|(_, value)| value.chars().count() + 1).sum::<usize>() + 1;
        let typed = fields.iter().map(|(name, value)| format!("{name}={}", web::address::encoded(value)));
        self.send("POST", path, typed.collect::<Vec<_>>().join("&")).await
    }
}

/// The answers of three companies, as somebody types them.
pub const COMPANIES: [(&str, &[(&str, &str)]); 3] = [
    (
        "agency",
        &[
            ("name", "Lumen Studio"),
            ("sells", "websites and campaigns for shops"),
            ("people", "10"),
            ("sites", "Brno"),
            ("remote", "some"),
            ("runs_on", "Google Workspace, Figma"),
            ("suppliers", "Google"),
            ("asked_by", "Albion Bank"),
            ("laws", "GDPR"),
            ("wanted_on", "30 Sep 2027"),
            ("person", "Eva Mala"),
        ],
    ),
    (
        "software",
        &[
            ("name", "Fernleaf Payroll"),
            ("sells", "payroll software as a service"),
            ("people", "60"),
            ("sites", "Prague"),
            ("remote", "some"),
            ("runs_on", "AWS, GitHub, Google Workspace"),
            ("writes_software", "yes"),
            ("suppliers", "AWS, GitHub"),
            ("asked_by", "Orchard Retail"),
            ("laws", "GDPR"),
            ("wanted_on", "2027-06-30"),
            ("person", "Jan Novak"),
        ],
    ),
    (
        "manufacturer",
        &[
            ("name", "Kestrel Pumps"),
            ("sells", "pumps and spare parts for waterworks"),
            ("people", "250"),
            ("sites", "Plzen\nOstrava"),
            ("remote", "some"),
            ("runs_on", "SAP, Microsoft 365, Siemens PLC"),
            ("writes_software", "no"),
            ("suppliers", "SAP, Microsoft, Vodafone"),
            ("asked_by", "Volta Automotive"),
            ("laws", "NIS2"),
            ("wanted_on", "next fri"),
            ("person", "Petr Horak"),
        ],
    ),
];

#[tokio::test]
async fn day_one_takes_less_than_fifteen_minutes_from_blank_to_the_plan_for_the_director() {
    let mut plans = Vec::new();
    for (what, answers) in COMPANIES {
        let mut blank = Blank::new().await;
        assert!(blank.get("/").await.html.contains("href=\"/o/new\""), "{what}");
        assert_eq!(blank.get("/o/new").await.status, StatusCode::OK, "{what}");
        let made = blank.post("/o/new", answers).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{what}: {}", made.html);
        let org = made.header("location").to_owned();
        let work = blank.get(&org).await;
        work.is_sound(&org);
        let steps = work.html.matches("<li><span class=\"mark").count() + work.html.matches("about ").count();
        assert!(steps > 0 && work.html.contains("First steps"), "{what}");
        // Everything that was drafted is taken, kind by kind.
        let proposals = blank.get(&format!("{org}/proposals")).await;
        for kind in proposals.html.split("<section").skip(1) {
            let mut seen = seen(kind);
            seen.sort();
            seen.dedup();
            let mut fields: Vec<(&str, &str)> = seen.iter().map(|one| ("id", one.as_str())).collect();
            fields.push(("what", "take"));
            let keys = blank.keys;
            let taken = blank.post(&format!("{org}/proposals"), &fields).await;
            assert_eq!(taken.status, StatusCode::SEE_OTHER, "{what}");
            blank.keys = keys + 1; // one button
        }
        assert!(blank.get(&format!("{org}/proposals")).await.html.contains("No proposal waits"), "{what}");
        let plan = blank.get(&format!("{org}/plan")).await;
        plan.is_sound("/plan");
        let pdf = blank.get(&format!("{org}/exports/plan.pdf")).await;
        assert!(pdf.html.starts_with("%PDF"), "{what}");
        let minutes = blank.keys.div_ceil(KEYS_A_MINUTE);
        println!(
            "{what}: {} keys, about {minutes} minutes of typing; the machine took {} ms",
            blank.keys,
            blank.machine.as_millis()
        );
        assert!(minutes < 15, "{what}: {} keys", blank.keys);
        plans.push(plan.html);
    }
    assert!(plans[2].contains("cannot be met"), "a certificate by next Friday is no honest plan");
    assert!(!plans[0].contains("cannot be met"));
    let days =
        |plan: &str| plan.split("First audit").nth(1).map(|rest| rest.chars().take(200).collect::<String>());
    assert!(
        days(&plans[0]) != days(&plans[1]) && days(&plans[1]) != days(&plans[2]),
        "three companies, three plans"
    );
}

#[tokio::test]
async fn answers_that_cannot_be_are_said_beside_their_question_and_nothing_is_written() {
    let mut blank = Blank::new().await;
    let many: String = (1..=10_000).map(|number| format!("Supplier {number}\n")).collect();
    let answers = [
        ("name", "Přístavní a.s. 港"),
        ("people", "0"),
        ("sites", "A\nB\nC\nD"),
        ("suppliers", many.as_str()),
        ("wanted_on", "2020-01-01"),
        ("person", "Jana"),
    ];
    let refused = blank.post("/o/new", &answers).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.is_sound("/o/new");
    assert!(refused.html.contains("<title>Error: ") && refused.html.contains("There is a problem"));
    assert!(refused.html.contains("0 people is nobody"));
    assert!(
        refused.html.contains("Supplier 10000<") && refused.html.contains("Přístavní a.s. 港"),
        "what was typed is lost"
    );
    assert!(
        refused.html.contains("10000 names were given for suppliers"),
        "all that is wrong is said at once"
    );
    assert!(refused.html.contains("has passed; expected a day after today"));
    assert!(blank.get("/").await.html.contains("<h1>Begin</h1>"), "nothing was begun");
}

#[tokio::test]
async fn no_answers_but_two_names_give_a_plan() {
    let mut blank = Blank::new().await;
    let made = blank.post("/o/new", &[("name", "Acme"), ("person", "Jana")]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.html);
    let plan = blank.get("/o/acme/plan").await;
    assert!(plan.html.contains("no date named") && plan.html.contains("Say how many people work here"));
    let again = blank.get("/o/acme/answers").await;
    again.is_sound("/answers");
    let saved = blank.post("/o/acme/answers", &[("people", "12"), ("asked_by", "Albion Bank")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.html);
    assert!(blank.get("/o/acme/plan").await.html.contains("First audit"));
    assert!(
        !blank.get("/o/acme/answers").await.html.contains("name=\"people\""),
        "what is known is not asked twice"
    );
}

#[tokio::test]
async fn each_proposal_decided_leaves_the_next_one_with_the_focus() {
    let mut blank = Blank::new().await;
    blank.post("/o/new", &[("name", "Acme"), ("person", "Jana"), ("people", "12")]).await;
    let page = blank.get("/o/acme/proposals").await;
    page.is_sound("/proposals");
    let first = page.html.split("<li id=").nth(1).expect("drafts wait");
    let (id, seen) = (first.split('"').nth(1).expect("an id").to_owned(), seen(first)[0].clone());
    let taken = blank.post("/o/acme/proposals", &[("id", &seen), ("what", "take")]).await;
    let next = taken.header("location").to_owned();
    assert!(next.contains("?at="), "{next}");
    let page = blank.get(next.split('#').next().expect("an address")).await;
    assert_eq!(page.html.matches("autofocus").count(), 1);
    assert!(page.html.contains("taken") && page.html.contains("Undo"));
    assert!(!page.html.contains(&format!("<li id=\"{id}\"")));
}

/// Returns the proposals that buttons post, as they were seen.
fn seen(html: &str) -> Vec<String> {
    let posted = html.split("name=\"id\" value=\"").skip(1);
    posted.filter_map(|rest| Some(rest.split('"').next()?.to_owned())).collect()
}

#[tokio::test]
async fn what_changed_since_it_was_seen_is_not_taken_with_the_rest() {
    let mut blank = Blank::new().await;
    blank.post("/o/new", &[("name", "Acme"), ("person", "Jana"), ("people", "12")]).await;
    let page = blank.get("/o/acme/proposals").await;
    let risks = page
        .html
        .split("<section")
        .find(|section| section.contains("id=\"risks\""))
        .expect("risks")
        .to_owned();
    let button = risks.split("</form>").next().expect("the button");
    let shown = seen(button);
    assert!(shown.len() > 2 && shown.iter().all(|one| one.starts_with("R-")), "{shown:?}");
    // Answers that come meanwhile write a draft anew, and bring others.
    let meanwhile = [("suppliers", "AWS"), ("runs_on", "AWS"), ("writes_software", "yes")];
    assert_eq!(blank.post("/o/acme/answers", &meanwhile).await.status, StatusCode::SEE_OTHER);
    let mut fields: Vec<(&str, &str)> = shown.iter().map(|one| ("id", one.as_str())).collect();
    fields.push(("what", "take"));
    blank.post("/o/acme/proposals", &fields).await;
    let after = blank.get("/o/acme/proposals").await.html;
    assert!(after.contains("meanwhile and w"), "what was left is said");
    let left =
        after.split("<section").find(|section| section.contains("id=\"risks\"")).expect("some are left");
    assert!(
        shown.iter().all(|one| !left.contains(&format!("value=\"{one}\""))),
        "what was seen is taken, or is another by now"
    );
    let again = blank.post("/o/acme/proposals", &[("id", &shown[0]), ("what", "take")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert!(blank.get("/o/acme/proposals").await.html.contains("look at it again"), "it was taken before");
}

#[tokio::test]
async fn answering_nothing_commits_nothing() {
    let mut blank = Blank::new().await;
    blank.post("/o/new", &[("name", "Acme"), ("person", "Jana"), ("people", "12")]).await;
    let commits = |html: &str| {
        html.split(" commits").next().and_then(|text| text.rsplit(['>', ' ']).next()).map(str::to_owned)
    };
    let before = commits(&blank.get("/all").await.html);
    assert_eq!(
        blank.post("/o/acme/answers", &[("sells", ""), ("sites", " ")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(blank.get("/o/acme").await.html.contains("nothing was typed"));
    assert_eq!(commits(&blank.get("/all").await.html), before);
}

#[tokio::test]
async fn the_day_wanted_is_taken_back_by_an_empty_field() {
    let mut blank = Blank::new().await;
    let answers = [("name", "Acme"), ("person", "Jana"), ("people", "12"), ("wanted_on", "2028-06-30")];
    blank.post("/o/new", &answers).await;
    let plan = blank.get("/o/acme/plan").await.html;
    assert!(plan.contains("can be met") && !plan.contains("Work the dates out again"));
    assert_eq!(
        blank.post("/o/acme/plan", &[("what", "wanted"), ("wanted", "")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(blank.get("/o/acme/plan").await.html.contains("no date named"));
}

#[tokio::test]
async fn dates_that_no_longer_follow_from_what_is_recorded_can_be_worked_out_again() {
    let mut blank = Blank::new().await;
    blank.post("/o/new", &[("name", "Acme"), ("person", "Jana"), ("people", "12")]).await;
    let offers = |html: &str| html.contains("Work the dates out again");
    assert!(!offers(&blank.get("/o/acme/plan").await.html));
    let edit = blank.get("/o/acme/organisation/ORG/edit").await.html;
    let revision = edit
        .split("name=\"revision\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("it is said")
        .to_owned();
    let more =
        [("revision", revision.as_str()), ("title", "Acme"), ("time_zone", "UTC"), ("people_count", "900")];
    assert_eq!(blank.post("/o/acme/organisation/ORG/edit", &more).await.status, StatusCode::SEE_OTHER);
    assert!(offers(&blank.get("/o/acme/plan").await.html));
    blank.post("/o/acme/plan", &[("what", "again")]).await;
    assert!(!offers(&blank.get("/o/acme/plan").await.html));
}

#[tokio::test]
async fn a_phase_moved_on_the_plan_page_keeps_its_dates_and_a_wrong_one_is_refused() {
    let mut blank = Blank::new().await;
    blank.post("/o/new", &[("name", "Acme"), ("person", "Jana"), ("people", "12")]).await;
    let moved = [("what", "move"), ("phase", "7"), ("from", "2028-03-06"), ("to", "2028-03-10")];
    assert_eq!(blank.post("/o/acme/plan", &moved).await.status, StatusCode::SEE_OTHER);
    assert!(blank.get("/o/acme/plan").await.html.contains("moved by hand"));
    let backwards = [("what", "move"), ("phase", "7"), ("from", "2028-03-06"), ("to", "2028-03-01")];
    let refused = blank.post("/o/acme/plan", &backwards).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.html.contains("before it starts on 2028-03-06")
            && refused.html.contains("value=\"2028-03-01\"")
    );
    let freed = blank.post("/o/acme/plan", &[("what", "free"), ("phase", "7")]).await;
    assert_eq!(freed.status, StatusCode::SEE_OTHER);
    assert!(!blank.get("/o/acme/plan").await.html.contains("moved by hand"));
}
