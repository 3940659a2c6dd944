//! Two organisations with members, and somebody of every kind in front of them.

use std::convert::Infallible;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use app::identity::{
    Accounts, Admin, By, Caller, Email, Fresh, Invited, Machine, Network, Proof, Scopes, Seat, Settings,
    Surroundings, Uuid,
};
use app::{Beginning, Books, Clock, Engage, Instance, Via, Visit};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use model::records::{MemberRole, Membership, Person, Share};
use model::{Change, Date, Isms, Key, Line, RecordId, RecordKind, Ref, YesNo};
use operations::{Decided, OpenShare, Operation, every_form};
use tower::ServiceExt as _;
use web::Sessions;

use crate::browser::{HOST, NOON, Page};

const OPERATOR: &str = "Op Erator";
const PASSWORD: &str = "seven green kettles hum at dawn";
const MINUTE: i64 = 60_000_000;
/// Under this number each kind has a record in the other organisation alone.
pub const ELSEWHERE: u32 = 777;

/// The number of a person, and of a membership, that is nobody's who asks.
pub const SPARE: u32 = 60;

/// The columns of the matrix of roles.
pub const ROLES: [MemberRole; 8] = [
    MemberRole::TopManagement,
    MemberRole::RiskOwner,
    MemberRole::ControlOwner,
    MemberRole::IsmsManager,
    MemberRole::InternalAuditor,
    MemberRole::CertificationAuditor,
    MemberRole::Consultant,
    MemberRole::Viewer,
];

/// Changes as they are, on an organisation that has no members yet.
#[derive(Clone)]
struct Seed(Vec<Change>);

impl Operation for Seed {
    const NAME: &'static str = "seed";
    const INTENT: &'static str = "membership.grant";
    type Refusal = Infallible;

    fn decide(self, _: &Isms, _: Ref<Person>, _: Date) -> Decided<Self> {
        Ok(self.0)
    }
}

/// A clock that the world turns.
struct Turned(AtomicI64);

impl Surroundings for Turned {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).expect("a time")
    }

    fn fill(&self, bytes: &mut [u8]) {
        Machine.fill(bytes);
    }
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Nobody who is signed in.
    Anonymous,
    /// A member whose session is over.
    Expired,
    /// Somebody whose account was disabled while signed in.
    Disabled,
    /// Somebody whose membership ended yesterday; the account and the seat are there.
    Revoked,
    /// The keeper of the other organisation.
    Stranger,
    /// Who runs the machine: manages accounts, is a member of nothing.
    Operator,
    /// A member with one role, by its place among the roles.
    Role(usize),
    /// Top management whose proof is eleven minutes old.
    Stale,
}

impl Who {
    /// Returns everybody who is not let into the organisation.
    pub const OUTSIDE: [Self; 6] =
        [Self::Anonymous, Self::Expired, Self::Disabled, Self::Revoked, Self::Stranger, Self::Operator];

    /// Says whether nobody is signed in.
    pub fn is_nobody(self) -> bool {
        matches!(self, Self::Anonymous | Self::Expired | Self::Disabled)
    }
}

/// The world: Acme, whose records people try to reach, and Umbra, which must not be seen from there.
pub struct World {
    pub acme: Arc<Books>,
    pub umbra: Arc<Books>,
    pub accounts: Accounts,
    pub instance: Arc<Instance>,
    pub router: Router,
    pub sessions: Arc<Sessions>,
    clock: Arc<Turned>,
    cookies: Mutex<Vec<(Who, String)>>,
    people: Vec<(Who, Uuid)>,
    keys: AtomicU32,
    _files: tempfile::TempDir,
}

/// Which number a record has that a step is tried on: one of its own for each step of its kind.
pub fn number_of(kind: RecordKind, verb: &str) -> u32 {
    let place = every_form().filter(|form| form.on == kind).position(|form| form.verb == verb);
    u32::try_from(place.unwrap_or(0)).expect("few") + 2
}

/// Returns the id of the record of a kind that has a number; of the only one, where there is one only.
pub fn id_of(kind: RecordKind, number: u32) -> RecordId {
    RecordId { kind, key: if kind.kind().single { Key::One } else { Key::Number(number) } }
}

/// Returns a record of each kind with words that tell whose it is.
fn records(isms: &Isms, word: &str, numbers: impl Fn(RecordKind) -> Vec<u32>) -> Vec<Change> {
    let made_by_steps =
        [RecordKind::Person, RecordKind::Membership, RecordKind::Share, RecordKind::FileAccess];
    let mut all = Vec::new();
    for kind in RecordKind::ALL.iter().filter(|kind| !kind.kind().single) {
        if made_by_steps.contains(kind) {
            continue;
        }
        for number in numbers(*kind) {
            let title = format!("{word} {} {number}", kind.kind().singular);
            let typed = [("title".to_owned(), title)];
            all.push(Change::of_text(isms, id_of(*kind, number), &typed).expect("each kind has a title"));
        }
    }
    all
}

fn person(number: u32, called: &str, email: &str, uuid: Option<Uuid>) -> Change {
    let uuid = uuid.unwrap_or_else(|| Uuid::from_u128(0xacad_0000 + u128::from(number)));
    Change::from((
        Ref::number(number),
        Person { title: called.into(), email: email.into(), uuid, ..Person::default() },
    ))
}

fn membership(number: u32, role: MemberRole, keeps: Option<YesNo>, until: Option<Date>) -> Change {
    let membership = Membership {
        title: "Member".into(),
        person: Some(Ref::number(number)),
        roles: vec![role],
        keeps,
        until,
        ..Membership::default()
    };
    Change::from((Ref::number(number), membership))
}

impl World {
    /// Returns the world with everybody in it.
    pub async fn new() -> Self {
        let outside = [Who::Expired, Who::Disabled, Who::Revoked, Who::Stranger, Who::Stale];
        let all: Vec<Who> = outside.into_iter().chain((0..ROLES.len()).map(Who::Role)).collect();
        Self::of(&all).await
    }

    /// Returns the world with accounts of some, and of who runs the machine; the people and records are always the same.
    pub async fn of(asked: &[Who]) -> Self {
        let files = tempfile::tempdir().expect("a folder");
        let instance = Instance::in_memory(files.path(), Clock::Fixed(NOON)).expect("an instance");
        let acme = begin(&instance, "Acme", "Jana Novak").await;
        let umbra = begin(&instance, "Umbra", "Ulla Under").await;
        let origin: app::identity::Url = "http://localhost:7117".parse().expect("an origin");
        let sessions = Arc::new(Sessions::new(([127, 0, 0, 1], 7117).into(), origin.clone()));
        let clock = Arc::new(Turned(AtomicI64::new(NOON - 120 * MINUTE)));
        let settings = Settings { surroundings: clock.clone(), ..Settings::at(Some(origin)) };
        let accounts = instance.accounts(settings).await.expect("accounts");
        let instance = Arc::new(instance);
        let router = web::router(Arc::clone(&instance), accounts.clone(), Arc::clone(&sessions));
        let mut world = Self {
            acme,
            umbra,
            accounts,
            instance,
            router,
            sessions,
            clock,
            cookies: Mutex::default(),
            people: Vec::new(),
            keys: AtomicU32::new(0),
            _files: files,
        };
        world.keep_umbra().await;
        world.keep_acme().await;
        world.let_in(asked).await;
        world
    }

    async fn seed(&self, books: &Books, changes: Vec<Change>) {
        let anybody = Visit::of(Ref::number(1), Via::Cli);
        books.run(&anybody, Seed(changes)).await.expect("the store").expect("never refused");
    }

    /// Fills the other organisation: what is in it must not be seen from Acme.
    async fn keep_umbra(&self) {
        let isms = self.umbra.now().isms;
        let mut seeds = records(&isms, "umbral", |_| vec![ELSEWHERE]);
        seeds.push(person(ELSEWHERE, "Umberto Hidden", "umberto@umbra.example", None));
        seeds.push(membership(1, MemberRole::TopManagement, Some(YesNo::Yes), None));
        seeds.push(membership(ELSEWHERE, MemberRole::Viewer, None, None));
        seeds.push(Change::from((
            Ref::number(ELSEWHERE),
            Share { title: "umbral share".into(), ..Share::default() },
        )));
        self.seed(&self.umbra, seeds).await;
    }

    /// Fills Acme: people with one role each, and records for each step.
    async fn keep_acme(&self) {
        let isms = self.acme.now().isms;
        let numbers = |kind: RecordKind| {
            let steps = every_form().filter(|form| form.on == kind).count() + 2;
            let most = if kind == RecordKind::Risk { steps.max(30) } else { steps };
            (1..=u32::try_from(most).expect("few")).collect()
        };
        let mut seeds = records(&isms, "acme", numbers);
        for (place, role) in ROLES.iter().enumerate() {
            let number = number_of_role(place);
            if *role == MemberRole::CertificationAuditor {
                continue;
            }
            if number != 1 {
                seeds.push(person(number, &format!("{role} of acme"), &email(Who::Role(place)), None));
            }
            let keeps = (number == 1).then_some(YesNo::Yes);
            seeds.push(membership(number, *role, keeps, None));
        }
        seeds.push(person(SPARE, "Tom Target", "tom@acme.example", None));
        seeds.push(membership(SPARE, MemberRole::Viewer, None, None));
        let yesterday = self.acme.today().yesterday().expect("a day");
        for (number, who, until) in [
            (21, Who::Expired, None),
            (22, Who::Disabled, None),
            (23, Who::Revoked, Some(yesterday)),
            (24, Who::Stale, None),
        ] {
            seeds.push(person(number, &format!("{who:?} of acme"), &email(who), None));
            seeds.push(membership(number, MemberRole::TopManagement, None, until));
        }
        seeds.push(Change::from((
            Ref::number(1),
            Share { title: "Stage 2".into(), body: "A body".into(), ..Share::default() },
        )));
        self.seed(&self.acme, seeds).await;
    }

    /// Makes accounts, and signs those who ask in.
    async fn let_in(&mut self, asked: &[Who]) {
        let caller = Caller { network: Network::of("127.0.0.1"), device: String::new(), before: None };
        let address = email(Who::Operator);
        let set_up = self.accounts.set_up(OPERATOR, &address, Proof::Password(PASSWORD), &[], &caller);
        let operator = set_up.await.expect("the first account").session.account;
        for (who, number, minutes) in
            [(Who::Expired, 21, 120), (Who::Stale, 24, 11), (Who::Disabled, 22, 0), (Who::Revoked, 23, 0)]
        {
            if asked.contains(&who) {
                self.turn_to(NOON - minutes * MINUTE);
                self.came_in(who, self.acme.seat(Ref::number(number))).await;
            }
        }
        self.turn_to(NOON);
        if asked.contains(&Who::Disabled) {
            let account = self.account(Who::Disabled);
            self.accounts.disable(By::Machine, account).await.expect("disabled");
        }
        if asked.contains(&Who::Stranger) {
            self.came_in(Who::Stranger, self.umbra.seat(Ref::number(1))).await;
        }
        self.people.push((Who::Operator, operator));
        self.relogin(Who::Operator).await;
        for (place, role) in ROLES.iter().enumerate().filter(|(place, _)| asked.contains(&Who::Role(*place)))
        {
            let seat = if *role == MemberRole::CertificationAuditor {
                self.share().await
            } else {
                self.acme.seat(Ref::number(number_of_role(place)))
            };
            self.came_in(Who::Role(place), seat).await;
        }
    }

    /// Opens Acme's share for an auditor, and returns the seat that it gives.
    async fn share(&self) -> Option<Seat> {
        let open = OpenShare {
            share: Ref::number(1),
            auditors: vec![Line::new("Ada Byron <ada@body.example>")],
            engagement: "ENG-1".into(),
            ends_on: self.acme.today(),
            body_organisation: None,
            body_key: Line::default(),
        };
        let engage = Engage { instance: &self.instance, accounts: &self.accounts };
        let visit = self.visit(1);
        engage.open_share(&self.acme, &visit, open).await.expect("the store").expect("it opens");
        let isms = self.acme.now().isms;
        let ada = isms.people.iter().find(|(_, person)| &*person.title == "Ada Byron");
        self.acme.seat(ada.expect("she is a person here").0)
    }

    /// Returns a visit of a person of Acme with a fresh proof.
    pub fn visit(&self, number: u32) -> Visit {
        Visit { proof: app::Proof::just_now(), ..Visit::of(Ref::number(number), Via::Session) }
    }

    async fn came_in(&mut self, who: Who, seat: Option<Seat>) {
        assert!(seat.is_some(), "{who:?} has a person");
        let caller = Caller { network: Network::of("127.0.0.1"), device: String::new(), before: None };
        let address = Email::read(&email(who)).expect("an address");
        let invited = Invited { email: address, name: format!("{who:?}"), seat, admin: Admin::No };
        let link = self.accounts.invite(By::Machine, invited).await.expect("invited");
        let called = format!("{who:?}");
        let fresh = self.accounts.accept(link.show(), &called, Proof::Password(PASSWORD), &[], &caller).await;
        let fresh = fresh.expect("accepted");
        self.people.push((who, fresh.session.account));
        self.set_cookie(who, self.cookie_of(&fresh));
    }

    fn cookie_of(&self, fresh: &Fresh) -> String {
        format!("{}={}", self.sessions.cookie(), fresh.secret.show())
    }

    fn turn_to(&self, micros: i64) {
        self.clock.0.store(micros, Ordering::SeqCst);
    }

    /// Signs somebody in again, as one has to where a seat has changed.
    pub async fn relogin(&self, who: Who) {
        let caller = Caller { network: Network::of("127.0.0.1"), device: String::new(), before: None };
        let signed = self.accounts.sign_in(&email(who), PASSWORD, &caller).await;
        let app::identity::SignIn::Done(fresh) = signed.expect("the right password") else {
            panic!("a password is enough")
        };
        self.set_cookie(who, self.cookie_of(&fresh));
    }

    /// Returns the account of somebody.
    pub fn account(&self, who: Who) -> Uuid {
        self.people.iter().find(|(known, _)| *known == who).expect("an account").1
    }

    /// Returns the cookie of somebody; none where nobody is.
    pub fn cookie(&self, who: Who) -> String {
        let cookies = self.cookies.lock().expect("no test panics with it");
        cookies.iter().find(|(known, _)| *known == who).map_or_else(String::new, |(_, cookie)| cookie.clone())
    }

    /// Gives somebody a cookie.
    fn set_cookie(&self, who: Who, cookie: String) {
        let mut cookies = self.cookies.lock().expect("no test panics with it");
        cookies.retain(|(known, _)| *known != who);
        cookies.push((who, cookie));
    }

    /// Makes a token of somebody for Acme.
    pub async fn token(&self, who: Who, scopes: &str) -> String {
        let scopes = Scopes::read(scopes).expect("scopes");
        let org = self.acme.log().org;
        let made =
            self.accounts.new_token(By::Machine, (self.account(who), org), "a program", scopes, 30).await;
        made.expect("a token").1.show().to_owned()
    }

    /// Asks as a browser does.
    pub async fn ask(&self, who: Who, method: &str, path: &str, body: &str) -> Page {
        let request = self
            .request(who, method, path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.to_owned()));
        let page = self.send(request.expect("a request")).await;
        // A browser keeps the new secret of a session that goes on.
        let begins = format!("{}=", self.sessions.cookie());
        let set = page.header("set-cookie").split(';').next().unwrap_or_default();
        if set.starts_with(&begins) && set.len() > begins.len() && who != Who::Anonymous {
            self.set_cookie(who, set.to_owned());
        }
        page
    }

    /// Asks as a program does that has the session of a browser.
    pub async fn call(&self, who: Who, method: &str, path: &str, body: &str) -> Page {
        let key = self.keys.fetch_add(1, Ordering::Relaxed);
        let request =
            self.request(who, method, path).header("idempotency-key", format!("key-{key}-{method}"));
        let request = match method {
            "GET" | "HEAD" => request.body(Body::empty()),
            "PATCH" | "DELETE" => request
                .header(header::CONTENT_TYPE, "application/json")
                .header(header::IF_MATCH, "*")
                .body(Body::from(body.to_owned())),
            _ => request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_owned())),
        };
        self.send(request.expect("a request")).await
    }

    /// Begins a request as one of our own pages sends it.
    pub fn request(&self, who: Who, method: &str, path: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, HOST)
            .header(header::ORIGIN, format!("http://{HOST}"))
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, self.cookie(who))
    }

    /// Sends a request.
    pub async fn send(&self, request: Request<Body>) -> Page {
        let response = self.router.clone().oneshot(request).await.expect("a router always answers");
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 64 << 20).await.expect("a body");
        Page { status, headers, html: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// Returns how many commits both organisations have.
    pub fn commits(&self) -> (u64, u64) {
        (self.acme.now().commits(), self.umbra.now().commits())
    }

    /// Panics where an answer holds anything of the other organisation.
    pub fn is_free_of_umbra(&self, page: &Page, asked: &str) {
        let uuid = self.umbra.log().org.to_string();
        for word in ["umbral", "Umbra", "Ulla Under", "Umberto", uuid.as_str()] {
            assert!(!page.html.contains(word), "{asked}: the answer holds {word}");
        }
    }
}

/// Returns a page without the words in its forms that are random each time.
pub fn without_chance(page: &Page) -> String {
    let mut html = page.html.clone();
    let begins = "name=\"once\" value=\"";
    while let Some(from) = html.find(begins) {
        let end = html[from + begins.len()..].find('"').map_or(html.len(), |end| from + begins.len() + end);
        html.replace_range(from..end, "");
    }
    html
}

/// Returns the number of the person that has the role of a place; the keeper is the first person.
pub fn number_of_role(place: usize) -> u32 {
    if ROLES[place] == MemberRole::IsmsManager { 1 } else { u32::try_from(place).expect("few") + 2 }
}

/// Returns the address of somebody.
pub fn email(who: Who) -> String {
    match who {
        Who::Role(place) if ROLES[place] == MemberRole::CertificationAuditor => "ada@body.example".to_owned(),
        Who::Role(place) => format!("role-{place}@acme.example"),
        Who::Stranger => "ulla@umbra.example".to_owned(),
        Who::Operator => "op@host.example".to_owned(),
        Who::Anonymous | Who::Expired | Who::Disabled | Who::Revoked | Who::Stale => {
            format!("{who:?}@acme.example").to_lowercase()
        }
    }
}

async fn begin(instance: &Instance, name: &str, person: &str) -> Arc<Books> {
    let beginning = Beginning {
        name: Line::new(name),
        kind: model::records::OrganisationKind::Client,
        time_zone: Line::new("UTC"),
        person: Line::new(person),
        at: Some(NOON - 3 * 86_400_000_000),
    };
    instance.begin(beginning).await.expect("an organisation")
}
