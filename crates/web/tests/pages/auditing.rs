//! A certification body and its client in one installation: what the auditor's workspace shows, to whom, and in how few steps.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use app::identity::{Accounts, Admin, By, Caller, Email, Invited, Network, Proof, Settings, SignIn};
use app::{Beginning, Books, Clock, Engage, Instance, NewFile, Via, Visit};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use model::records::*;
use model::{Change, Date, Isms, Line, RecordId, Ref, YesNo};
use operations::{Decided, IssuedPaper, OpenShare, Operation};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use tower::ServiceExt as _;
use web::Sessions;

use crate::browser::{NOON, Page};
use crate::chromium::Chromium;
use crate::seen::pictures;
mod inbox;
mod rail;

/// Where the client's pages are.
const CLIENT: &str = "/o/fernleaf-software";
/// Where the engagement's page is.
const WORK: &str = "/o/certs/engagements/ENG-1";
/// The control whose path is followed.
const CONTROL: &str = "A.8.13";
/// What only the body knows.
const SECRET: &str = "they looked sleepless";
const PASSWORD: &str = "seven green kettles hum at dawn";

fn caller() -> Caller {
    Caller { network: Network::of("127.0.0.1"), device: String::new(), before: None }
}

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

/// A body, its client, and three people who are signed in.
pub struct World {
    pub router: Router,
    pub sessions: Arc<Sessions>,
    pub instance: Arc<Instance>,
    pub accounts: Accounts,
    pub client: Arc<Books>,
    pub certs: Arc<Books>,
    cookies: Vec<(&'static str, String)>,
    /// The evidence that shows the control, and the bytes of its file.
    pub evidence: RecordId,
    pub bytes: Vec<u8>,
    _files: tempfile::TempDir,
}

fn person(number: u32, name: &str, email: &str, known: &Isms) -> Change {
    let uuid = known.people.get(&Ref::number(number)).map_or_else(
        || app::identity::Uuid::from_u128(0xada_0000 + u128::from(number)),
        |person| person.uuid,
    );
    let person = Person { title: name.into(), email: email.into(), uuid, ..Person::default() };
    Change::from((Ref::number(number), person))
}

fn member(number: u32, of: Ref<Person>, role: MemberRole, keeps: Option<YesNo>) -> Change {
    let membership = Membership {
        title: "Member".into(),
        person: Some(of),
        roles: vec![role],
        keeps,
        ..Membership::default()
    };
    Change::from((Ref::number(number), membership))
}

/// Returns what the body has before it is kept: people, the client, the engagement and the papers of its own audit.
fn of_body(isms: &Isms, client: app::identity::Uuid, today: Date) -> Vec<Change> {
    let day = |days: i64| today.checked_add(jiff::Span::new().days(days)).expect("a day");
    let cases: Vec<Line> = (1..=41).map(|number| Line::new(&format!("leaver {number}"))).collect();
    let drawn =
        standards::sampling::draw_random("771", &cases.iter().map(|case| &**case).collect::<Vec<_>>(), 5);
    let items = drawn.expect("it can be drawn").cases;
    let items = items.iter().map(|case| SampleItem { item: Line::new(case), ..SampleItem::default() });
    let population =
        Population { title: "Leavers".into(), count: Some(41), events: cases, ..Population::default() };
    let sample = Sample {
        title: "Leavers 2026".into(),
        population: Some(Ref::number(1)),
        method: Some(SampleMethod::Random),
        seed: "771".into(),
        items: items.collect(),
        ..Sample::default()
    };
    let audit = Audit { title: "Stage 2".into(), auditors: vec![Ref::number(2)], ..Audit::default() };
    let paper = WorkingPaper {
        title: "Leavers".into(),
        audit: Some(Ref::number(1)),
        samples: vec![Ref::number(1)],
        observed: SECRET.into(),
        ..WorkingPaper::default()
    };
    let finding =
        Finding { title: "A draft of ours".into(), audit: Some(Ref::number(1)), ..Finding::default() };
    let served = Client {
        title: "The client".into(),
        state: ClientState::Accepted,
        organisation: Some(client),
        ..Client::default()
    };
    let work = Engagement {
        title: "Stage 2".into(),
        client: Some(Ref::number(1)),
        purpose: Some(EngagementPurpose::Stage2),
        lead: Some(Ref::number(2)),
        from: Some(day(-1)),
        until: Some(day(5)),
        audit: Some(Ref::number(1)),
        state: EngagementState::Running,
        ..Engagement::default()
    };
    vec![
        person(1, "Mia Manager", "mia@certs.example", isms),
        person(2, "Ada Byron", "ada@certs.example", isms),
        Change::from((Ref::number(1), population)),
        Change::from((Ref::number(1), sample)),
        Change::from((Ref::number(1), audit)),
        Change::from((Ref::number(1), paper)),
        Change::from((Ref::number(1), finding)),
        Change::from((Ref::number(1), served)),
        Change::from((Ref::number(1), work)),
        member(1, Ref::number(1), MemberRole::TopManagement, Some(YesNo::Yes)),
        member(2, Ref::number(2), MemberRole::CertificationAuditor, None),
    ]
}

impl World {
    /// Returns the world: Ada audits the client, which shares its records with files.
    pub async fn new() -> Self {
        Self::on(7117).await
    }

    /// Returns the world behind a server of a port.
    async fn on(port: u16) -> Self {
        let files = tempfile::tempdir().expect("a folder");
        let instance = Arc::new(Instance::in_memory(files.path(), Clock::Fixed(NOON)).expect("an instance"));
        let beginning = Beginning {
            name: Line::new("Certs"),
            kind: OrganisationKind::Body,
            time_zone: Line::new("UTC"),
            person: Line::new("Mia Manager"),
            at: Some(NOON - 3 * 86_400_000_000),
        };
        let certs = instance.begin(beginning).await.expect("an organisation");
        let client = app::load_sample(&instance).await.expect("the sample");
        let listener = SocketAddr::from(([127, 0, 0, 1], port));
        let origin: app::identity::Url = format!("http://localhost:{port}").parse().expect("an origin");
        let accounts = instance.accounts(Settings::at(Some(origin.clone()))).await.expect("accounts");
        let sessions = Arc::new(Sessions::new(listener, origin));
        let router = web::router(Arc::clone(&instance), accounts.clone(), Arc::clone(&sessions));
        let mut world = Self {
            router,
            sessions,
            instance,
            accounts,
            client,
            certs,
            cookies: Vec::new(),
            evidence: RecordId::parse("EV-900").expect("an id"),
            bytes: b"restored in 41 minutes".to_vec(),
            _files: files,
        };
        world.fill().await;
        world.invite().await;
        world.share().await;
        world.come_in().await;
        world.client.check_files().await;
        world
    }

    /// Fills the body, and gives the client a file for the control and a keeper.
    async fn fill(&self) {
        let anybody = Visit::of(Ref::number(1), Via::Cli);
        let seeds = of_body(&self.certs.now().isms, self.client.log().org, self.certs.today());
        self.certs.run(&anybody, Seed(seeds)).await.expect("the store").expect("never refused");
        let file = NewFile { name: "restore.log".to_owned(), bytes: self.bytes.clone() };
        let file = self.client.keep_file(&file).await.expect("kept");
        let control: RecordId = RecordId::parse(CONTROL).expect("an id");
        let evidence = Evidence {
            title: "Restore of the quarter".into(),
            file: Some(file),
            uses: vec![EvidenceUse { target: Some(control), ..EvidenceUse::default() }],
            status: EvidenceStatus::Accepted,
            occurred_on: Some(self.client.today()),
            ..Evidence::default()
        };
        let share = Share {
            title: "Stage 2".into(),
            body: "Certs".into(),
            purpose: Some(EngagementPurpose::Stage2),
            files: Some(YesNo::Yes),
            ..Share::default()
        };
        let seeds = vec![
            Change::from((Ref::of(self.evidence.key), evidence)),
            Change::from((Ref::number(1), share)),
            member(1, Ref::number(1), MemberRole::TopManagement, Some(YesNo::Yes)),
        ];
        self.client.run(&anybody, Seed(seeds)).await.expect("the store").expect("never refused");
    }

    /// Gives Mia, Ada and the client's keeper an account.
    async fn invite(&self) {
        let seats = [
            ("Mia", "mia@certs.example", self.certs.seat(Ref::number(1))),
            ("Ada", "ada@certs.example", self.certs.seat(Ref::number(2))),
            ("Keeper", "keeper@fernleaf.example", self.client.seat(Ref::number(1))),
        ];
        for (who, email, seat) in seats {
            let address = Email::read(email).expect("an address");
            let invited = Invited { email: address, name: who.to_owned(), seat, admin: Admin::No };
            let link = self.accounts.invite(By::Machine, invited).await.expect("invited");
            let proof = Proof::Password(PASSWORD);
            self.accounts.accept(link.show(), who, proof, &[], &caller()).await.expect("accepted");
        }
    }

    /// Signs them in: a new seat has ended every session before.
    async fn come_in(&mut self) {
        for (who, email) in [
            ("Mia", "mia@certs.example"),
            ("Ada", "ada@certs.example"),
            ("Keeper", "keeper@fernleaf.example"),
        ] {
            let signed = self.accounts.sign_in(email, PASSWORD, &caller()).await.expect("the right password");
            let SignIn::Done(fresh) = signed else { panic!("a password is enough") };
            self.cookies.push((who, format!("{}={}", self.sessions.cookie(), fresh.secret.show())));
        }
    }

    /// Opens the client's share for the engagement, links it, and issues a request and a finding.
    async fn share(&self) {
        let engage = Engage { instance: &self.instance, accounts: &self.accounts };
        let open = OpenShare {
            body_key: Line::default(),
            share: Ref::number(1),
            auditors: vec![Line::new("Ada Byron <ada@certs.example>")],
            engagement: "ENG-1".into(),
            ends_on: self.client.today(),
            body_organisation: Some(self.certs.log().org),
        };
        let visit =
            |number| Visit { proof: app::Proof::just_now(), ..Visit::of(Ref::number(number), Via::Session) };
        engage.open_share(&self.client, &visit(1), open).await.expect("the store").expect("it opens");
        engage.link(&self.certs, &visit(1), Ref::number(1)).await.expect("the store").expect("linked");
        for (kind, title, grade, clause) in [
            (IssuedKind::Request, "Restore test of the quarter", None, None),
            (IssuedKind::Finding, "No test of the whole", Some(FindingGrade::Minor), Some("8.1".into())),
        ] {
            let paper = IssuedPaper {
                kind,
                title: title.into(),
                text: "as shown".into(),
                grade,
                clause,
                control: None,
                due: None,
                day: None,
                days: None,
                granted: None,
            };
            let issued = engage.issue(&self.certs, &visit(2), Ref::number(1), paper).await;
            issued.expect("the store").expect("issued");
        }
    }

    fn cookie(&self, who: &str) -> &str {
        let found = self.cookies.iter().find(|(known, _)| *known == who);
        &found.unwrap_or_else(|| panic!("{who} is not signed in")).1
    }

    /// Opens a page as somebody.
    async fn get(&self, who: &str, path: &str) -> Page {
        let request = Request::get(path)
            .header(header::HOST, "127.0.0.1:7117")
            .header(header::COOKIE, self.cookie(who))
            .body(Body::empty())
            .expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("a router always answers");
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 64 << 20).await.expect("a body");
        Page { status, headers, html: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

fn says(page: &Page, all: &[&str]) {
    assert_eq!(page.status, StatusCode::OK, "{}", page.html);
    for words in all {
        assert!(page.html.contains(words), "{words}: {}", page.html);
    }
}

#[tokio::test]
async fn the_workspace_shows_the_clients_of_a_body_and_per_engagement_what_was_asked_found_and_drawn() {
    let world = World::new().await;
    let all = world.get("Ada", "/auditor").await;
    all.is_sound("/auditor");
    says(&all, &["Certs", "The client", WORK, "running", "1 (1 open)", "until "]);
    let page = world.get("Ada", WORK).await;
    page.is_sound(WORK);
    says(
        &page,
        &[
            "Fernleaf Software",
            "read-only",
            "chain verified",
            "Restore test of the quarter",
            "1 (1 open)",
            "1 issued, 1 of our own",
            "No test of the whole",
            "A draft of ours",
            "private",
            "5 of 41",
            "<code>771</code>",
            "the same 5",
            SECRET,
            &format!("{WORK}/do/issue?kind=request"),
        ],
    );
    assert!(!page.html.contains("are others"), "the same seed gives the same cases");
}

#[tokio::test]
async fn the_path_leads_from_the_clause_to_a_file_whose_digest_holds_and_opening_it_is_noted() {
    let world = World::new().await;
    let page = world.get("Ada", &format!("{WORK}?path={CONTROL}")).await;
    let file = format!("{CLIENT}/evidence/{}/file", world.evidence);
    says(
        &page,
        &["6.1.2", "digest ok", &file, &format!("{WORK}/do/issue?kind=finding&amp;control={CONTROL}")],
    );
    let noted = |world: &World| world.client.now().isms.file_accesses.iter().count();
    let before = noted(&world);
    let bytes = world.get("Ada", &file).await;
    assert_eq!((bytes.status, bytes.html.as_bytes()), (StatusCode::OK, world.bytes.as_slice()));
    assert_eq!(noted(&world), before + 1);
    // The control's own page at the client says the same, and that it is not to be changed.
    let control = world.get("Ada", &format!("{CLIENT}/controls/{CONTROL}")).await;
    says(&control, &["digest ok", &file, "Shared with you", "as of commit "]);
    assert!(
        !control.html.contains(&format!("/controls/{CONTROL}/edit\"")),
        "nothing is offered that is refused"
    );
    says(&world.get("Keeper", &format!("{CLIENT}/controls/{CONTROL}")).await, &["digest ok", &file]);
}

#[tokio::test]
async fn each_look_at_evidence_is_noted_once_a_day_where_the_client_sees_it() {
    let world = World::new().await;
    let noted = |world: &World| world.client.now().isms.file_accesses.iter().count();
    let page = format!("{CLIENT}/evidence/{}", world.evidence);
    let json = format!("{page}.json");
    world.get("Ada", &format!("{CLIENT}/controls/{CONTROL}")).await;
    assert_eq!(noted(&world), 0, "a name in another page is no look");
    for path in [&page, &json, &page] {
        assert_eq!(world.get("Ada", path).await.status, StatusCode::OK, "{path}");
        assert_eq!(noted(&world), 1, "{path}");
    }
    world.get("Keeper", &page).await;
    assert_eq!(noted(&world), 1, "who is of the client looks at its own");
    let all = world.client.now().isms.evidence.everything().count();
    assert_eq!(world.get("Ada", &format!("{CLIENT}/evidence.json")).await.status, StatusCode::OK);
    let most = noted(&world);
    assert!(most > 1 && most <= all, "{most} of {all}");
    world.get("Ada", &format!("{CLIENT}/exports/evidence.csv")).await;
    assert_eq!(noted(&world), most);
    let log = world.get("Keeper", &format!("{CLIENT}/file-accesses")).await;
    says(&log, &[&format!("Ada Byron looked at {}", world.evidence)]);
    let commit = world.client.commit(world.client.now().commits() - 1).await.expect("told");
    assert_eq!((commit.intent.as_str(), commit.who.as_str()), ("evidence.look", "Ada Byron"));
}

#[tokio::test]
async fn a_share_without_files_names_them_and_links_to_none() {
    let world = World::new().await;
    let keeper = Visit { proof: app::Proof::just_now(), ..Visit::of(Ref::number(1), Via::Session) };
    let change = operations::ChangeShare {
        share: Ref::number(1),
        until: None,
        ends_on: None,
        kinds: Vec::new(),
        records: Vec::new(),
        files: Some(YesNo::No),
        renew: None,
    };
    world.client.run(&keeper, change).await.expect("the store").expect("no refusal");
    let piece = format!("{CLIENT}/evidence/{}", world.evidence);
    let file = format!("{piece}/file");
    for path in [&piece, &format!("{CLIENT}/controls/{CONTROL}")] {
        let page = world.get("Ada", path).await;
        says(&page, &["restore.log", "the client shared no file"]);
        for link in [format!("{file}\""), format!("{piece}/preview\""), "?show=file".to_owned()] {
            assert!(!page.html.contains(&link), "{path} links to {link}");
        }
        says(&world.get("Keeper", path).await, &[&file]);
    }
    assert_eq!(world.get("Ada", &file).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.get("Ada", &format!("{piece}?show=file")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_comes_later_and_what_is_the_bodys_own_is_seen_by_nobody_else() {
    let world = World::new().await;
    let keeper = Visit { proof: app::Proof::just_now(), ..Visit::of(Ref::number(1), Via::Session) };
    let typed = vec![("title".to_owned(), "Later than the share".to_owned())];
    let about = model::About::default();
    let create =
        operations::CreateRecord { kind: model::RecordKind::Asset, id: None, typed, about, uuid: None };
    world.client.run(&keeper, create).await.expect("the store").expect("no refusal");
    for path in
        [WORK, "/auditor", "/portfolio", &format!("{CLIENT}/assets"), &format!("{CLIENT}/search?q=Later")]
    {
        let page = world.get("Ada", path).await;
        says(&page, &[]);
        assert!(!page.html.contains("Later than the share"), "{path}");
    }
    // Who is not on the team reads nothing of the client.
    let page = world.get("Mia", WORK).await;
    says(&page, &["The share is open to the auditors whom the client named", "read at the client"]);
    assert!(!page.html.contains(CLIENT), "{}", page.html);
    // The client knows nothing of the body's side.
    for path in ["/auditor", "/auditor.json", "/portfolio", CLIENT, &format!("{CLIENT}/search?q=sleepless")] {
        let page = world.get("Keeper", path).await;
        says(&page, &[]);
        for secret in [SECRET, "A draft of ours", "/o/certs"] {
            assert!(!page.html.contains(secret), "{path} holds {secret}");
        }
    }
    assert_eq!(world.get("Keeper", WORK).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_auditor_comes_from_a_row_of_the_statement_to_a_proven_file_in_two_steps() {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let world = World::on(port).await;
    let service = world.router.clone().into_make_service_with_connect_info::<SocketAddr>();
    let serving = tokio::spawn(async move { axum::serve(listener, service).await });
    let cookie = world.cookie("Ada").to_owned();
    let (evidence, bytes) = (world.evidence, world.bytes.clone());
    let walked = tokio::task::spawn_blocking(move || {
        let Some(mut page) = Chromium::start() else { return };
        let (name, value) = cookie.split_once('=').expect("a cookie");
        let home = &format!("http://localhost:{port}");
        page.call("Network.setCookie", json!({ "name": name, "value": value, "url": home }));
        page.go(&format!("{home}{CLIENT}/soa"));
        let begun = page.machine;
        page.evaluate_to_load(&format!("document.querySelector('[data-row=\"{CONTROL}\"] a[href]').click()"));
        let words =
            page.evaluate("document.querySelector('main').innerText").as_str().expect("a text").to_owned();
        assert!(words.contains("digest ok"), "{words}");
        let link = format!("document.querySelector('main a[href$=\"{evidence}/file\"]')");
        let known = page.evaluate(&format!("{link}.querySelector('code').textContent"));
        page.evaluate(&format!("{link}.focus()"));
        let file = page.press_to_download("Enter");
        assert_eq!(file, bytes);
        let hash: String = Sha256::digest(&file).iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(hash.starts_with(known.as_str().expect("a text")), "{known} is the beginning of {hash}");
        println!(
            "from a row of the statement to a proven file: 2 steps; pages took {} ms",
            (page.machine - begun).as_millis()
        );
        if let Some(folder) = pictures::wanted() {
            let path = |page: &str| format!("{CLIENT}{page}");
            let places = [
                "/auditor".to_owned(),
                WORK.to_owned(),
                format!("{WORK}?path={CONTROL}"),
                path("/soa"),
                path("/risks/R-1/edit"),
                "/o/certs/clients".to_owned(),
            ];
            pictures::some(&mut page, home, &folder.join("auditor"), &places);
        }
    });
    walked.await.expect("the walk has told why it failed");
    serving.abort();
}
