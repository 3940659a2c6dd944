//! The world of these tests, made by the operations themselves.

use std::convert::Infallible;
use std::sync::Arc;

use identity::{Accounts, Admin, By, Caller, Email, Invited, Network, Proof as Keys, Seat, Settings};
use model::records::*;
use model::{About, Change, Date, Isms, RecordId, RecordKind, Ref, Restricted, YesNo};
use operations::*;
use policy::Known;
use uuid::Uuid;

use crate::*;

/// 2026-11-21T12:00:00Z.
const NOON: i64 = 1_795_262_400_000_000;

/// All organisations.
pub const ORGANISATIONS: [&str; 6] = ["Certs", "Seals", "Advice", "Alpha", "Beta", "Gamma"];

/// Changes as they are: what other operations will make.
#[derive(Clone)]
pub struct Seed(pub Vec<Change>);

impl Operation for Seed {
    const NAME: &'static str = "seed";
    const INTENT: &'static str = "membership.grant";
    type Refusal = Infallible;

    fn decide(self, _: &Isms, _: Ref<Person>, _: Date) -> Decided<Self> {
        Ok(self.0)
    }
}

/// Returns what makes a record.
pub fn record(kind: RecordKind, typed: &[(&str, &str)]) -> CreateRecord {
    let typed = typed.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    CreateRecord { kind, id: None, typed, about: About::default(), uuid: None }
}

/// Returns what makes an asset.
pub fn asset(title: &str) -> CreateRecord {
    record(RecordKind::Asset, &[("title", title)])
}

/// Returns a finding as a body issues it.
pub fn finding() -> IssuedPaper {
    IssuedPaper {
        kind: IssuedKind::Finding,
        title: "No test of the backup".into(),
        text: "nothing shows that data came back".into(),
        grade: Some(FindingGrade::Minor),
        clause: Some("8.1".into()),
        control: None,
        due: None,
        day: None,
        days: None,
        granted: None,
    }
}

/// Returns a visit whose proof is an hour old.
pub fn stale(visit: Visit) -> Visit {
    let known = Known::Signed { step_up_seconds: Some(3_600), proof: policy::Proof::Passkey };
    Visit { proof: Proof { known, ..visit.proof }, ..visit }
}

/// Everything that the tests look at.
pub struct World {
    pub instance: Instance,
    pub accounts: Accounts,
    pub people: Vec<(&'static str, Uuid)>,
    all: Vec<Arc<Books>>,
    _files: tempfile::TempDir,
}

/// Who is what where: account, organisation, name, e-mail, role; the first of an organisation keeps it.
const PEOPLE: &[(&str, &str, &str, &str, MemberRole)] = &[
    ("Mia", "Certs", "Mia Manager", "mia@certs.example", MemberRole::TopManagement),
    ("Ada", "Certs", "Ada Byron", "ada@certs.example", MemberRole::CertificationAuditor),
    ("Dora", "Certs", "Dora Decides", "dora@certs.example", MemberRole::CertificationAuditor),
    ("Bo", "Seals", "Bo Boss", "bo@seals.example", MemberRole::TopManagement),
    ("Bea", "Seals", "Bea Seal", "bea@seals.example", MemberRole::CertificationAuditor),
    ("Con", "Seals", "Con Sult", "con@advice.example", MemberRole::CertificationAuditor),
    ("Carl", "Advice", "Carl Chief", "carl@advice.example", MemberRole::TopManagement),
    ("Con", "Advice", "Con Sult", "con@advice.example", MemberRole::Consultant),
    ("Alma", "Alpha", "Alma First", "alma@first.example", MemberRole::TopManagement),
    ("Bert", "Beta", "Bert Second", "bert@second.example", MemberRole::TopManagement),
    ("Gina", "Gamma", "Gina Third", "gina@third.example", MemberRole::TopManagement),
    ("Con", "Gamma", "Conrad Sult", "conrad@home.example", MemberRole::Consultant),
];

impl World {
    /// Returns a world in which nobody has begun to audit.
    pub async fn new() -> Self {
        let files = tempfile::tempdir().expect("a folder");
        let instance = Instance::in_memory(files.path(), Clock::Fixed(NOON)).expect("memory");
        let accounts = instance.accounts(Settings::at(None)).await.expect("in memory");
        let mut world = Self { instance, accounts, people: Vec::new(), all: Vec::new(), _files: files };
        for name in ORGANISATIONS {
            let kind = match name {
                "Certs" | "Seals" => OrganisationKind::Body,
                "Advice" => OrganisationKind::Consultancy,
                _ => OrganisationKind::Client,
            };
            world.begin(name, kind).await;
        }
        world
    }

    /// Begins an organisation with its people, a secret, a restricted record and a file.
    async fn begin(&mut self, name: &'static str, kind: OrganisationKind) {
        let theirs: Vec<_> = PEOPLE.iter().filter(|(_, org, ..)| *org == name).collect();
        let beginning = Beginning {
            name: name.into(),
            kind,
            time_zone: "UTC".into(),
            person: theirs[0].2.into(),
            at: None,
        };
        let books = self.instance.begin(beginning).await.expect("it begins");
        let anybody = Visit::of(Ref::number(1), Via::Cli);
        let log = NewFile { name: "log.txt".to_owned(), bytes: format!("log of {name}").into_bytes() };
        let file = books.keep_file(&log).await.expect("it is kept");
        let mut seeds = vec![
            Change::from((
                Ref::number(1),
                Risk { title: format!("secret of {name}").as_str().into(), ..Risk::default() },
            )),
            Change::from((
                Ref::number(1),
                Evidence { title: "Log".into(), file: Some(file), ..Evidence::default() },
            )),
        ];
        let hidden = Incident { title: "whistle was blown".into(), ..Incident::default() };
        let restricted = Restricted { to: vec![Ref::number(1)], because: "private".into() };
        let about = About { restricted: Some(restricted), ..About::default() };
        seeds.push(Change::Incident(Ref::number(1), Arc::new(model::Stored { about, record: hidden })));
        for (place, (_, _, called, email, role)) in theirs.iter().enumerate() {
            let number = u32::try_from(place + 1).expect("few");
            let known = books.now().isms.people.get(&Ref::number(number)).map(|one| one.uuid);
            let kind = if *role == MemberRole::Consultant && name == "Gamma" {
                PersonKind::Outside
            } else {
                PersonKind::Employee
            };
            let person = Person {
                title: (*called).into(),
                email: (*email).into(),
                kind: Some(kind),
                uuid: known.unwrap_or_else(Uuid::new_v4),
                ..Person::default()
            };
            let uuid = person.uuid;
            seeds.push(Change::from((Ref::number(number), person)));
            let membership = Membership {
                title: (*called).into(),
                person: Some(Ref::number(number)),
                roles: vec![*role],
                keeps: (place == 0).then_some(YesNo::Yes),
                ..Membership::default()
            };
            seeds.push(Change::from((Ref::number(number), membership)));
            self.seat(theirs[place].0, called, email, Seat { org: books.log().org, person: uuid }).await;
        }
        books.run(&anybody, Seed(seeds)).await.expect("answers").expect("never refused");
        self.all.push(books);
    }

    /// Gives somebody an account with a seat, or the account another seat.
    async fn seat(&mut self, who: &'static str, called: &str, email: &str, seat: Seat) {
        if let Some((_, account)) = self.people.iter().find(|(name, _)| *name == who) {
            self.accounts.give_seat(*account, seat).await.expect("a seat");
            return;
        }
        let email = Email::read(email).expect("an address");
        let invited = Invited { email, name: called.to_owned(), seat: Some(seat), admin: Admin::No };
        let link = self.accounts.invite(By::Machine, invited).await.expect("invited");
        let caller = Caller { network: Network::of("127.0.0.1"), device: String::new(), before: None };
        let password = Keys::Password("seven green kettles hum at dawn");
        let fresh =
            self.accounts.accept(link.show(), called, password, &[], &caller).await.expect("accepted");
        self.people.push((who, fresh.session.account));
    }

    /// Returns a world in which Ada audits Alpha, with files, and Beta, without; Seals is agreed with Gamma.
    pub async fn audited() -> Self {
        let world = Self::new().await;
        world.agreed().await;
        for (client, engagement) in [("Alpha", "ENG-1"), ("Beta", "ENG-2")] {
            world.open(client, engagement, "Ada Byron <ada@certs.example>").await.expect("it opens");
            let engagement = Ref::parse(engagement).expect("an id");
            let linked =
                world.engage().link(&world.books("Certs"), &world.visit("Certs", 1), engagement).await;
            linked.expect("answers").expect("linked");
        }
        world
    }

    /// Lets both bodies agree on their engagements; nothing is shared yet.
    pub async fn agreed(&self) {
        self.agree("Certs", &[("Alpha", "PER-2", ""), ("Beta", "PER-2", "")]).await;
        self.agree("Seals", &[("Gamma", "PER-2", "PER-3")]).await;
    }

    /// Lets a body agree on engagements with clients whose records lie elsewhere.
    pub async fn agreed_with_strangers(&self) {
        self.agree_where("Certs", &[("Alpha", "PER-2", ""), ("Beta", "PER-2", "")], |_| None).await;
    }

    /// Takes clients on and begins an engagement for each; each client prepares a share.
    async fn agree(&self, body: &str, clients: &[(&str, &str, &str)]) {
        self.agree_where(body, clients, |client| Some(self.books(client).log().org)).await;
    }

    async fn agree_where(
        &self,
        body: &str,
        clients: &[(&str, &str, &str)],
        place: impl Fn(&str) -> Option<Uuid>,
    ) {
        let (books, boss) = (self.books(body), self.visit(body, 1));
        for (at, (client, lead, team)) in clients.iter().enumerate() {
            let number = u32::try_from(at + 1).expect("few");
            let id = format!("CLT-{number}");
            // At home the body calls its clients by other names than they do.
            let called = format!("client {number}");
            did(&books, &boss, record(RecordKind::Client, &[("title", &called)])).await;
            let yes = YesNo::Yes;
            let review = ReviewClient {
                client: Ref::number(number),
                complete: yes,
                scope_clear: yes,
                competent: yes,
                impartial: yes,
                accepted: yes,
                because: "secret of the review".into(),
            };
            did(&books, &boss, review).await;
            let organisation = place(client);
            did(&books, &boss, AcceptClient { client: Ref::number(number), organisation }).await;
            let engagement = [
                ("title", "Stage 2"),
                ("client", id.as_str()),
                ("purpose", "stage 2"),
                ("lead", lead),
                ("team", team),
                ("from", "2026-11-20"),
                ("until", "2026-11-27"),
                ("audit_days", "4"),
            ];
            did(&books, &boss, record(RecordKind::Engagement, &engagement)).await;
            did(&books, &boss, AgreeEngagement { engagement: Ref::number(number) }).await;
            did(&books, &boss, BeginEngagement { engagement: Ref::number(number) }).await;
            let files = if *client == "Alpha" { "yes" } else { "no" };
            let share = [("title", "Stage 2"), ("body", body), ("purpose", "stage 2"), ("files", files)];
            did(&self.books(client), &self.visit(client, 1), record(RecordKind::Share, &share)).await;
        }
    }

    /// Opens the share of a client for an engagement of the body that it named.
    pub async fn open(&self, client: &str, engagement: &str, auditor: &str) -> Result<Done, EngageRefusal> {
        let books = self.books(client);
        let body = if client == "Gamma" { "Seals" } else { "Certs" };
        let open = OpenShare {
            share: self.share(client),
            auditors: vec![auditor.into()],
            engagement: engagement.into(),
            ends_on: books.today(),
            body_organisation: Some(self.books(body).log().org),
            body_key: "".into(),
        };
        self.engage().open_share(&books, &self.visit(client, 1), open).await.expect("answers")
    }

    /// Returns both sides of engagements.
    pub fn engage(&self) -> Engage<'_> {
        Engage { instance: &self.instance, accounts: &self.accounts }
    }

    /// Returns the books of an organisation.
    pub fn books(&self, name: &str) -> Arc<Books> {
        let found = self.all.iter().find(|books| books.name() == name);
        Arc::clone(found.unwrap_or_else(|| panic!("there is no {name}")))
    }

    /// Returns the account of somebody.
    pub fn account(&self, who: &str) -> Uuid {
        let found = self.people.iter().find(|(name, _)| *name == who);
        found.unwrap_or_else(|| panic!("there is no {who}")).1
    }

    /// Returns where somebody belongs: the seats of the beginning, and where an open share lets them in.
    pub fn seats(&self, who: &str) -> Vec<&'static str> {
        let own = PEOPLE.iter().filter(|(name, ..)| *name == who).map(|(_, org, ..)| *org);
        own.chain(["Alpha", "Beta"].into_iter().filter(|_| who == "Ada")).collect()
    }

    /// Returns an organisation as somebody sees it.
    pub fn room(&self, who: &str, organisation: &str) -> Option<Room> {
        self.books(organisation).room_of(&self.accounts, self.account(who))
    }

    /// Returns a visit of a person with a fresh passkey.
    pub fn visit(&self, organisation: &str, person: u32) -> Visit {
        assert!(self.books(organisation).now().isms.people.get(&Ref::number(person)).is_some());
        let known = Known::Signed { step_up_seconds: Some(1), proof: policy::Proof::Passkey };
        let proof = Proof { known, level: Aal::Aal2, method: "passkey".to_owned() };
        Visit { proof, ..Visit::of(Ref::number(person), Via::Session) }
    }

    /// Returns a visit of somebody by the seat of the account.
    pub fn visit_of(&self, who: &str, organisation: &str) -> Visit {
        let books = self.books(organisation);
        let seat = self.accounts.seat(self.account(who), books.log().org).expect("a seat");
        let isms = books.now().isms;
        let (actor, _) = isms.person_of(seat).expect("a person");
        Visit { actor, ..self.visit(organisation, 1) }
    }

    /// Returns the share of a client.
    pub fn share(&self, client: &str) -> Ref<model::records::Share> {
        let isms = self.books(client).now().isms;
        let share: RecordId = isms.shares.iter().last().expect("prepared").0.id();
        Ref::of(share.key)
    }
}

/// Does something that has to succeed.
async fn did(books: &Books, visit: &Visit, operation: impl Operation<Refusal: std::fmt::Debug> + Clone) {
    let name = std::any::type_name_of_val(&operation);
    let done = books.run(visit, operation).await;
    done.unwrap_or_else(|failure| panic!("{name}: {failure}"))
        .unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
}
