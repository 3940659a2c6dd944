//! The matrix: every address of the pages × everybody who may ask for it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use axum::http::StatusCode;
use model::{RecordId, RecordKind, Shape};
use operations::{FormTarget, OperationForm, every_form, forms};

use super::entries::{Needs, Try, tries};
use super::whose;
use super::world::{ELSEWHERE, ROLES, SPARE, Who, World, id_of, number_of};
use crate::browser::Page;

/// What was tried.
#[derive(Default)]
pub struct Count {
    /// Requests, each with its expected answer.
    pub cases: usize,
    /// Bodies that were written when somebody who may sent them, after all who may not had sent the same in vain.
    pub reached: BTreeSet<String>,
    /// Answers that are not as expected.
    pub wrong: Vec<String>,
}

impl Count {
    /// Notes an answer that is not as expected.
    pub fn expect(&mut self, is_right: bool, told: &str) {
        if !is_right {
            self.wrong.push(told.to_owned());
        }
    }

    /// Says what came of it, and fails where an answer was not as expected or too little was tried.
    pub fn end(&self, begun: Instant, cases: usize, reached: usize) {
        println!(
            "{} cases, {} bodies reach the ledger, {:?}",
            self.cases,
            self.reached.len(),
            begun.elapsed()
        );
        let some: Vec<&String> = self.wrong.iter().take(60).collect();
        assert!(some.is_empty(), "{} are not as expected, such as {some:#?}", self.wrong.len());
        assert!(self.cases >= cases, "{} cases are few", self.cases);
        assert!(self.reached.len() >= reached, "{} are few: {:#?}", self.reached.len(), self.reached);
    }
}

/// Says whether an answer asks to sign in.
fn asks_to_sign_in(page: &Page) -> bool {
    page.status == StatusCode::UNAUTHORIZED
        || (page.status == StatusCode::SEE_OTHER && page.header("location").starts_with("/login"))
}

/// Says whether an answer says that somebody may not.
fn is_denied(page: &Page) -> bool {
    [StatusCode::FORBIDDEN, StatusCode::UNAUTHORIZED].contains(&page.status)
        || (page.status == StatusCode::SEE_OTHER && page.header("location").starts_with("/step-up"))
}

/// Sends what is expected to write nothing.
pub async fn in_vain(world: &World, who: Who, one: &Try, count: &mut Count) -> Page {
    let told = format!("{who:?} {} {}", one.method, one.at);
    if one.method == "GET" && one.at.contains("/evidence") {
        // That an auditor of a certification body looked is noted, once a day; from then on nothing is written.
        world.ask(who, one.method, &one.at, one.body).await;
    }
    vain(world, who, &told, world.ask(who, one.method, &one.at, one.body), count).await
}

/// Waits for an answer to what is expected to write nothing, and to tell nothing of the other organisation.
pub async fn vain(
    world: &World,
    who: Who,
    told: &str,
    answer: impl Future<Output = Page>,
    count: &mut Count,
) -> Page {
    let before = world.commits();
    let page = answer.await;
    count.expect(!page.status.is_server_error(), &format!("{told}: {}", page.status));
    count.expect(world.commits() == before, &format!("{told}: something was written"));
    if who != Who::Stranger {
        world.is_free_of_umbra(&page, told);
    }
    count.cases += 1;
    page
}

/// Returns what an organisation that does not exist answers, with its word taken out.
async fn of_nowhere(
    world: &World,
    who: Who,
    one: &Try,
    word: &str,
    count: &mut Count,
) -> (StatusCode, String) {
    let at = one.at.replacen("/o/acme", &format!("/o/{word}"), 1);
    let page = in_vain(world, who, &Try { at, ..one.clone() }, count).await;
    (page.status, page.html.replace(word, "").replace(&web::address::encoded(word), ""))
}

/// Tries an address of the organisation with all who are outside: nothing is there for them.
async fn outside(world: &World, one: &Try, count: &mut Count) {
    for who in Who::OUTSIDE {
        let page = in_vain(world, who, one, count).await;
        let told = format!("{who:?} {} {}: {}", one.method, one.at, page.status);
        if who.is_nobody() {
            count.expect(asks_to_sign_in(&page), &told);
            continue;
        }
        // An address that knows no such method says so whoever asks, and wherever.
        let is_none = [StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED].contains(&page.status);
        count.expect(is_none, &told);
        let here = page.html.replace("acme", "");
        let nowhere = of_nowhere(world, who, one, "nowhere", count).await;
        count.expect(
            (page.status, here) == nowhere,
            &format!("{told}: other than where there is no organisation"),
        );
    }
    let member = Who::Role(3);
    let other = of_nowhere(world, member, one, "umbra", count).await;
    let nowhere = of_nowhere(world, member, one, "nowhere", count).await;
    count.expect(other == nowhere, &format!("{} {}: another organisation is not none", one.method, one.at));
}

/// Tries an address with everybody: first who never may, then who might, last who may.
async fn by_roles(world: &World, one: &Try, row: whose::Row, count: &mut Count) {
    let roles = |cell: char| (0..ROLES.len()).filter(move |place| row.as_bytes()[*place] == cell as u8);
    let writes = one.method != "GET";
    for place in roles('N') {
        let page = in_vain(world, Who::Role(place), one, count).await;
        let told = format!("{} {} {}: {}", ROLES[place], one.method, one.at, page.status);
        count.expect(!writes || !page.status.is_success() || is_denied(&page), &told);
    }
    for place in roles('C').chain(roles('Y')) {
        let before = world.commits();
        let page = world.ask(Who::Role(place), one.method, &one.at, one.body).await;
        let told = format!("{} {} {}: {}", ROLES[place], one.method, one.at, page.status);
        count.expect(!page.status.is_server_error(), &told);
        count.expect(row.as_bytes()[place] == b'C' || !is_denied(&page), &told);
        world.is_free_of_umbra(&page, &told);
        count.cases += 1;
        if world.commits() != before {
            count.expect(writes, &format!("{told}: looking wrote something"));
            count.reached.insert(format!("{} {}", one.method, one.path));
        }
    }
}

#[tokio::test]
async fn every_address_of_the_router_has_a_row_and_each_row_an_address() {
    let world = World::of(&[Who::Role(3)]).await;
    let mut there: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in web::addresses().into_iter().filter(|path| !path.starts_with("/api")) {
        // What an address does not know it answers with the methods that it knows.
        let at = path.replace("{org}", "acme").replace(['{', '}'], "");
        let page = world.ask(Who::Role(3), "TRACE", &at, "").await;
        assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        let methods = page.header("allow").split(',').filter(|method| *method != "HEAD");
        there.entry(path).or_default().extend(methods.map(str::to_owned));
    }
    let mut rows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for one in tries() {
        let is_new = rows.entry(one.path.clone()).or_default().insert(one.method.to_owned());
        assert!(is_new, "{} {} has two rows", one.method, one.path);
    }
    let missing: Vec<_> = there.iter().filter(|(path, methods)| rows.get(*path) != Some(methods)).collect();
    assert!(missing.is_empty(), "without a row, or with other methods: {missing:#?}");
    let gone: Vec<_> = rows.keys().filter(|path| !there.contains_key(*path)).collect();
    assert!(gone.is_empty(), "rows of addresses that are not there: {gone:#?}");
    println!("{} addresses, {} with their methods", there.len(), tries().len());
}

#[tokio::test]
async fn every_page_by_hand_answers_each_as_the_matrix_says() {
    let world = World::new().await;
    let (begun, mut count) = (Instant::now(), Count::default());
    for one in tries() {
        match one.needs {
            Needs::EachKind => {}
            Needs::Nothing => open(&world, &one, &mut count).await,
            Needs::Account => own(&world, &one, &mut count).await,
            Needs::Admin | Needs::AdminOrKeeper => managed(&world, &one, &mut count).await,
            Needs::Member => {
                outside(&world, &one, &mut count).await;
                members(&world, &one, &mut count).await;
            }
            Needs::Part(row) => {
                outside(&world, &one, &mut count).await;
                by_roles(&world, &one, row, &mut count).await;
            }
        }
    }
    println!("{:#?}", count.reached);
    count.end(begun, 1_800, 10);
}

/// Tries a way in: it is open to all, and writes nothing for a guess.
async fn open(world: &World, one: &Try, count: &mut Count) {
    for who in Who::OUTSIDE {
        let page = in_vain(world, who, one, count).await;
        let is_shut = page.header("location").starts_with("/login?back");
        count.expect(!is_shut, &format!("{who:?} {} {}: {}", one.method, one.at, page.status));
    }
}

/// Tries a page of one's own account.
async fn own(world: &World, one: &Try, count: &mut Count) {
    let ends = one.path == "/logout";
    for who in Who::OUTSIDE.into_iter().filter(|who| who.is_nobody()) {
        let page = in_vain(world, who, one, count).await;
        count.expect(asks_to_sign_in(&page), &format!("{who:?} {} {}: {}", one.method, one.at, page.status));
    }
    let signed = [Who::Revoked, Who::Operator].into_iter().chain((0..ROLES.len()).map(Who::Role));
    for who in signed.filter(|_| !ends) {
        let page = in_vain(world, who, one, count).await;
        count.expect(!asks_to_sign_in(&page), &format!("{who:?} {} {}: {}", one.method, one.at, page.status));
    }
}

/// Tries a page of those who manage the installation.
async fn managed(world: &World, one: &Try, count: &mut Count) {
    let accounts = world.accounts.accounts().len();
    for who in Who::OUTSIDE.into_iter().filter(|who| *who != Who::Operator) {
        let page = in_vain(world, who, one, count).await;
        let told = format!("{who:?} {} {}: {}", one.method, one.at, page.status);
        let is_keeper = who == Who::Stranger && one.needs == Needs::AdminOrKeeper;
        count.expect(!who.is_nobody() || asks_to_sign_in(&page), &told);
        let may_be = is_keeper || !page.status.is_success() || only_says_whom_to_ask(one, &page);
        count.expect(who.is_nobody() || may_be, &told);
    }
    for (place, role) in ROLES.iter().enumerate() {
        let page = in_vain(world, Who::Role(place), one, count).await;
        let told = format!("{} {} {}: {}", role, one.method, one.at, page.status);
        let is_keeper = place == 3 && one.needs == Needs::AdminOrKeeper;
        let may_be = is_keeper || page.status.is_client_error() || only_says_whom_to_ask(one, &page);
        count.expect(may_be, &told);
    }
    count.expect(world.accounts.accounts().len() == accounts, &format!("{} made an account", one.at));
    if !one.path.starts_with("/sample") {
        let page = world.ask(Who::Operator, one.method, &one.at, one.body).await;
        let is_let = !page.status.is_server_error() && page.status != StatusCode::FORBIDDEN;
        count.expect(is_let, &format!("who manages: {} {}: {}", one.method, one.at, page.status));
        count.cases += 1;
    }
}

/// Says whether a page names nobody and offers nothing.
fn only_says_whom_to_ask(one: &Try, page: &Page) -> bool {
    one.method == "GET" && !page.html.contains("@host.example") && !page.html.contains("name=\"email\"")
}

/// Tries a page that every member sees.
async fn members(world: &World, one: &Try, count: &mut Count) {
    for (place, role) in ROLES.iter().enumerate() {
        let page = in_vain(world, Who::Role(place), one, count).await;
        let told = format!("{} {} {}: {}", role, one.method, one.at, page.status);
        count.expect(!asks_to_sign_in(&page) && !is_denied(&page), &told);
    }
}

/// Returns text that an input may take.
pub fn text_of(world: &World, shape: &Shape) -> String {
    match shape {
        Shape::Line | Shape::Prose => "said".to_owned(),
        Shape::Date => "2026-11-21".to_owned(),
        Shape::Number | Shape::Decimal => "1".to_owned(),
        Shape::Choice(words) => words.first().copied().unwrap_or_default().to_owned(),
        Shape::Reference(kinds) => {
            let isms = world.acme.now().isms;
            let there = kinds.iter().map(|kind| id_of(*kind, 1)).find(|id| isms.find(*id).is_some());
            there.map_or_else(String::new, |id| id.to_string())
        }
        Shape::Owner => "PER-1".to_owned(),
        Shape::Optional(inner) | Shape::List(inner) => text_of(world, inner),
        Shape::Parts(parts) => {
            let cells: Vec<String> = parts.iter().map(|part| text_of(world, &part.shape)).collect();
            cells.join(" | ")
        }
    }
}

/// Returns a body for a step, filled in so far as that is needed.
pub fn filled(world: &World, form: &OperationForm) -> String {
    let inputs = form.inputs.iter().filter(|input| {
        !input.may_be_empty() || ["because", "on", "title", "response", "content"].contains(&input.name)
    });
    let pairs: Vec<String> = inputs
        .map(|input| {
            let text = text_of(world, &(input.shape)());
            format!("{}={}", input.name, web::address::encoded(&text))
        })
        .collect();
    pairs.join("&")
}

/// Returns the id of a record of a kind that may be changed: not of those who ask, nor of what lets them in.
pub fn spare(kind: RecordKind, number: u32) -> RecordId {
    let is_of_people = [RecordKind::Person, RecordKind::Membership].contains(&kind);
    id_of(kind, if is_of_people { SPARE } else { number })
}

/// Returns what is tried with a kind of record, and whose it is; steps apart.
fn of_kind(kind: RecordKind) -> Vec<(Try, Option<whose::Row>)> {
    let word = web::address::kind(kind);
    let id = spare(kind, 1);
    let row = whose::of_kind(kind);
    let one = |method: &'static str, path: &str, at: String, body: &'static str| Try {
        method,
        path: format!("/o/{{org}}{path} {word}"),
        at: format!("/o/acme{at}"),
        needs: Needs::EachKind,
        body,
    };
    let get = |path: &str, at: String| (one("GET", path, at, ""), None);
    let mut all = vec![
        get("/{kind}", format!("/{word}")),
        get("/json/{kind}", format!("/{word}.json")),
        get("/{kind}/{id}", format!("/{word}/{id}")),
        get("/json/{kind}/{id}", format!("/{word}/{id}.json")),
        get("/{kind}/{id}/history", format!("/{word}/{id}/history")),
        get("/{kind}/{id}/comments", format!("/{word}/{id}/comments")),
        get("/{kind}/{id}/file", format!("/{word}/{id}/file")),
        get("/{kind}/{id}/edit", format!("/{word}/{id}/edit")),
        get("/{kind}/{id}/remove", format!("/{word}/{id}/remove")),
        get("/{kind}/new", format!("/{word}/new")),
    ];
    let mut post = |path: &str, at: String, body| all.push((one("POST", path, at, body), Some(row)));
    post("/{kind}/{id}/edit", format!("/{word}/{id}/edit"), "revision=1&title=typed&because=x");
    post("/{kind}/{id}/cell", format!("/{word}/{id}/cell"), "revision=1&title=typed+there");
    post("/{kind}/proposals", format!("/{word}/proposals"), "id=R-1&what=take");
    post("/{kind}/{id}/proposal", format!("/{word}/{id}/proposal"), "what=take");
    let at = format!("/{word}/{id}/comments");
    let said = Some(whose::of_intent("comment.write"));
    all.push((one("POST", "/{kind}/{id}/comments", at, "text=said&audience=team"), said));
    let mut post = |path: &str, at: String, body| all.push((one("POST", path, at, body), Some(row)));
    if !kind.kind().single && kind != RecordKind::Evidence {
        post("/{kind}/new", format!("/{word}/new"), "title=made+by+a+form");
        let last = spare(kind, 2);
        post("/{kind}/{id}/remove", format!("/{word}/{last}/remove"), "because=gone");
    }
    all
}

#[tokio::test]
async fn every_page_of_each_kind_answers_each_as_the_matrix_says() {
    let world = World::new().await;
    let (begun, mut count) = (Instant::now(), Count::default());
    for kind in RecordKind::ALL {
        for (one, row) in of_kind(*kind) {
            outside(&world, &one, &mut count).await;
            match row {
                // What roles see is the same page for all; who looks first and who last stand for them.
                None => {
                    for place in [3, 5, 7] {
                        let page = in_vain(&world, Who::Role(place), &one, &mut count).await;
                        count.expect(!asks_to_sign_in(&page), &format!("{} {}", ROLES[place], one.at));
                    }
                }
                Some(row) => by_roles(&world, &one, row, &mut count).await,
            }
        }
    }
    count.end(begun, 9_000, 90);
}

/// Returns the address of a step of a form.
fn step_at(form: &OperationForm) -> (String, RecordId) {
    let word = web::address::kind(form.on);
    let id = spare(form.on, number_of(form.on, form.verb));
    match form.target {
        FormTarget::Kind => (format!("/o/acme/{word}/do/{}", form.verb), id),
        FormTarget::Record => (format!("/o/acme/{word}/{id}/do/{}", form.verb), id),
    }
}

/// Looks whom the form of a step is refused before anything is typed: all who never may.
async fn offered(world: &World, ask: &Try, intent: &str, count: &mut Count) {
    let row = whose::of_intent(intent);
    for place in (0..ROLES.len()).filter(|place| row.as_bytes()[*place] == b'N') {
        let page = in_vain(world, Who::Role(place), ask, count).await;
        // What the frozen view of an auditor does not hold is not there.
        let is_hidden = place == 5 && page.status == StatusCode::NOT_FOUND;
        let told = format!("{} is offered {intent} at {}: {}", ROLES[place], ask.at, page.status);
        count.expect(is_denied(&page) || is_hidden, &told);
    }
}

#[tokio::test]
async fn every_step_of_the_pages_answers_each_as_the_matrix_says() {
    let world = World::new().await;
    let (begun, mut count) = (Instant::now(), Count::default());
    for form in forms() {
        let (at, id) = step_at(form);
        let row = whose::of_intent(form.intent);
        let body: &'static str = filled(&world, form).leak();
        let path = format!("{} {}", form.intent, form.verb);
        let ask = Try { method: "GET", path: path.clone(), at, needs: Needs::EachKind, body: "" };
        let post = Try { method: "POST", body, ..ask.clone() };
        outside(&world, &ask, &mut count).await;
        outside(&world, &post, &mut count).await;
        if form.target == FormTarget::Kind || world.acme.now().isms.find(id).is_some() {
            offered(&world, &ask, form.intent, &mut count).await;
        }
        by_roles(&world, &post, row, &mut count).await;
    }
    count.end(begun, 3_000, 20);
}

/// Steps whose forms were made by hand: the word, the kinds, the intent, what is posted.
const DEEDS: &[(&str, &[RecordKind], &str, &str)] = &[
    ("review", &[RecordKind::Document], "document.review", ""),
    ("approve", &[RecordKind::Scope], "scope.approve", "seen=x"),
    ("approve", &[RecordKind::Method], "method.approve", "seen=x"),
    ("approve", &[RecordKind::Soa], "soa.approve", "seen=x"),
    ("approve", &[RecordKind::TreatmentPlan], "treatment_plan.approve", "seen=x"),
    ("approve", &[RecordKind::Document], "document.approve", "seen=x"),
    (
        "withdraw-approval",
        &[
            RecordKind::Scope,
            RecordKind::Method,
            RecordKind::Soa,
            RecordKind::TreatmentPlan,
            RecordKind::Document,
        ],
        "approval.withdraw",
        "version=1&because=x",
    ),
    ("withdraw", &[RecordKind::Document], "document.withdraw", "because=x"),
    ("start", &[RecordKind::TreatmentAction], "action.progress", ""),
    ("move", &[RecordKind::TreatmentAction], "action.move", "to=2027-01-31&because=x"),
    ("finish", &[RecordKind::TreatmentAction], "action.progress", "result=x"),
    ("verify", &[RecordKind::TreatmentAction], "action.verify", ""),
    ("reopen", &[RecordKind::TreatmentAction], "action.progress", "because=x"),
    ("drop", &[RecordKind::TreatmentAction], "action.progress", "because=x"),
    ("link", &[RecordKind::Evidence], "evidence.link", "targets=A.8.13"),
    ("unlink", &[RecordKind::Evidence], "evidence.unlink", "target=A.8.13"),
    ("accept", &[RecordKind::Evidence], "evidence.judge", "because=x"),
    ("reject", &[RecordKind::Evidence], "evidence.judge", "because=x"),
    ("withdraw", &[RecordKind::Evidence], "evidence.withdraw", "because=x"),
    ("hand-over", &[RecordKind::Person], "person.hand_over", "to=PER-1&because=x"),
    ("end", &[RecordKind::Disposition], "diagnostic.end", ""),
];

#[tokio::test]
async fn every_step_by_hand_answers_each_as_the_matrix_says() {
    let world = World::new().await;
    let (begun, mut count) = (Instant::now(), Count::default());
    for (word, kinds, intent, body) in DEEDS {
        for kind in *kinds {
            let id = spare(*kind, 1);
            let at = format!("/o/acme/{}/{id}/do/{word}", web::address::kind(*kind));
            let path = format!("{kind:?} {word}");
            let ask = Try { method: "GET", path, at, needs: Needs::EachKind, body: "" };
            offered(&world, &ask, intent, &mut count).await;
            let post = Try { method: "POST", body, ..ask };
            outside(&world, &post, &mut count).await;
            by_roles(&world, &post, whose::of_intent(intent), &mut count).await;
        }
    }
    count.end(begun, 500, 10);
}

#[test]
fn what_lies_elsewhere_has_a_number_that_nothing_here_has() {
    let most = RecordKind::ALL.iter().map(|kind| every_form().filter(|form| form.on == *kind).count()).max();
    assert!(most.is_some_and(|most| most < 100 && ELSEWHERE > 200));
}
