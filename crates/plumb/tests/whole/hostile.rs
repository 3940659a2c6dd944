//! The matrix of the command line: every command × nobody, who sees only, and a member of another organisation.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use app::identity::{Accounts, Admin, By, Caller, Email, Invited, Network, Proof, Scopes, Settings};
use app::{Beginning, Books, Instance, Via, Visit};
use model::records::MemberRole;
use model::{About, Line, RecordKind, Ref, YesNo};
use operations::{CreateRecord, GrantMembership};

use crate::Ran;

/// What a command does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    /// It shows what is recorded: members see it.
    Reads,
    /// It changes what is recorded: who may by role.
    Writes,
    /// It is about the machine, its accounts and its files: whoever can open the folder may.
    Machine,
    /// It shows nothing of anybody.
    Free,
}

use Does::{Free, Machine, Reads, Writes};

/// Every command: its word, what it does, and which of the commands below it.
const COMMANDS: &[(&str, Does, &str)] = &[
    ("init", Free, ""),
    ("answer", Writes, ""),
    ("serve", Machine, ""),
    ("import", Writes, ""),
    ("export", Reads, ""),
    ("check", Reads, ""),
    ("explain", Free, ""),
    ("waive", Writes, ""),
    ("dispute", Writes, ""),
    ("confirm", Writes, ""),
    ("regrade", Writes, ""),
    ("status", Reads, ""),
    ("portfolio", Reads, ""),
    ("offer", Writes, ""),
    ("plan", Reads, ""),
    ("timeline", Reads, ""),
    ("frameworks", Free, "ls"),
    ("frameworks", Reads, "coverage"),
    ("ls", Reads, ""),
    ("new", Writes, ""),
    ("set", Writes, ""),
    ("remove", Writes, ""),
    ("show", Reads, ""),
    ("risk", Reads, "ls show"),
    ("risk", Writes, "add set rate-again"),
    ("rate", Writes, ""),
    ("treat", Reads, "ls"),
    ("treat", Writes, "set"),
    ("accept", Writes, ""),
    ("withdraw", Writes, ""),
    ("close", Writes, ""),
    ("reopen", Writes, ""),
    ("approve", Writes, ""),
    ("soa", Reads, "ls diff compare"),
    ("soa", Writes, "set approve"),
    ("evidence", Reads, "ls show"),
    ("evidence", Writes, "add link unlink accept reject"),
    ("doc", Reads, "ls register show"),
    (
        "doc",
        Writes,
        "new edit add ask-readers acknowledge confirm-text restrict unrestrict review approve withdraw",
    ),
    ("scope", Reads, "compare show"),
    ("scope", Writes, "set"),
    ("asset", Reads, "ls show"),
    ("asset", Writes, "add set recover review-access"),
    ("process", Reads, "ls show"),
    ("process", Writes, "add set"),
    ("supplier", Reads, "ls show"),
    ("supplier", Writes, "add set"),
    ("control", Reads, "ls show"),
    ("control", Writes, "add set schedule run test confirm-text"),
    ("task", Reads, "ls show"),
    ("task", Writes, "add set done drop reopen"),
    ("comment", Reads, "ls show"),
    ("comment", Writes, "add set write amend resolve reopen withdraw"),
    ("notices", Reads, ""),
    ("action", Reads, "ls show"),
    ("action", Writes, "add set start finish verify move drop reopen"),
    ("person", Reads, "ls show"),
    ("person", Writes, "add set competence"),
    ("gap", Reads, "movement ls show"),
    ("gap", Writes, "add set fill finish start assess follow-up"),
    ("assessment", Reads, "ls show"),
    ("assessment", Writes, "add set start finish"),
    ("objective", Reads, "ls show"),
    ("objective", Writes, "add set progress close react"),
    ("measure", Reads, "ls show"),
    ("measure", Writes, "add set read analyse conclude"),
    ("change", Reads, "ls show"),
    ("change", Writes, "add set plan approve finish report drop"),
    ("training", Reads, "ls show"),
    ("training", Writes, "add set check attend"),
    ("run", Reads, "ls show"),
    ("run", Writes, "add set correct withdraw record"),
    ("test", Reads, "ls show"),
    ("test", Writes, "add set follow-up"),
    ("exception", Reads, "ls show"),
    ("exception", Writes, "add set approve refuse extend close ask"),
    ("incident", Reads, "ls show"),
    (
        "incident",
        Writes,
        "add set contain notify learn close reopen report declare dismiss restrict unrestrict",
    ),
    ("access-review", Reads, "ls show"),
    ("access-review", Writes, "add set remove-rights"),
    ("vulnerability", Reads, "ls show"),
    ("vulnerability", Writes, "add set fix except reopen"),
    ("programme", Reads, "ls show"),
    ("programme", Writes, "add set approve"),
    ("audit", Reads, "coverage ls show"),
    (
        "audit",
        Writes,
        "sample add set start raise finish conclude report cancel plan-samples distribute receive-finding receive-report",
    ),
    ("paper", Reads, "ls show"),
    ("paper", Writes, "add set rely conclude"),
    ("population", Reads, "ls show"),
    ("population", Writes, "add set freeze draw draw-evenly choose take-all"),
    ("sample", Reads, "ls show"),
    ("sample", Writes, "add set examine exchange extend"),
    ("finding", Reads, "ls show"),
    ("finding", Writes, "add set answer open close regrade supersede"),
    ("nc", Reads, "ls show explain"),
    ("nc", Writes, "add set correct plan check close reopen finish-action drop-action confirm-text"),
    ("request", Reads, "ls show"),
    ("request", Writes, "add set answer return accept withdraw reopen ask"),
    ("pack", Reads, "ls show"),
    ("pack", Writes, "add set seal unseal"),
    ("review", Reads, "agenda ls show"),
    ("review", Writes, "add set build hold decide cancel finish-decision confirm-text"),
    ("cert", Reads, "calendar time worksheet ls show"),
    ("cert", Writes, "add set record extend receive-plan receive"),
    ("client", Reads, "ls show"),
    ("client", Writes, "add set review accept decline end"),
    ("engagement", Reads, "ls show"),
    ("engagement", Writes, "link issue key import-pack add set agree begin recommend decide end"),
    ("share", Reads, "ls show"),
    ("share", Writes, "open close bind pack receive add set change"),
    ("hand-over", Writes, ""),
    ("proposals", Reads, "ls"),
    ("proposals", Writes, "take refuse"),
    ("take", Writes, ""),
    ("refuse", Writes, ""),
    ("org", Machine, "ls new"),
    ("org", Writes, "logo"),
    ("user", Machine, "setup ls invite disable enable reset drop-codes admin keep"),
    ("token", Machine, "new ls revoke"),
    ("sign-in", Machine, ""),
    ("sign-out", Machine, ""),
    ("login", Machine, ""),
    ("logout", Machine, ""),
    ("api", Machine, ""),
    ("job", Machine, "ls show cancel"),
    ("membership", Reads, "ls show"),
    ("membership", Writes, "add set change delegate end grant let-in"),
    ("joint", Reads, "ls show"),
    ("joint", Writes, "add set propose confirm withdraw"),
    ("policy", Reads, "explain"),
    ("policy", Free, "show"),
    ("log", Reads, ""),
    ("blame", Reads, ""),
    ("diff", Reads, ""),
    ("undo", Writes, ""),
    ("verify", Machine, ""),
    ("backup", Machine, ""),
    ("restore", Machine, ""),
];

/// The number of what lies in the other organisation alone.
const ELSEWHERE: u32 = 7;

/// Two organisations in one folder, and tokens of three people.
struct World {
    here: crate::Here,
    /// What each person's token is kept in: who sees only, who manages, who belongs elsewhere.
    viewer: PathBuf,
    manager: PathBuf,
    stranger: PathBuf,
}

fn written(kind: RecordKind, title: &str) -> CreateRecord {
    let typed = vec![("title".to_owned(), title.to_owned())];
    CreateRecord { kind, id: None, typed, about: About::default(), uuid: None }
}

async fn begun(instance: &Instance, name: &str, person: &str) -> Arc<Books> {
    let beginning = Beginning {
        name: Line::new(name),
        kind: model::records::OrganisationKind::Client,
        time_zone: Line::new("UTC"),
        person: Line::new(person),
        at: None,
    };
    instance.begin(beginning).await.expect("an organisation")
}

async fn member(books: &Books, number: u32, role: MemberRole, keeps: Option<YesNo>) {
    let proof = app::Proof::just_now();
    let visit = Visit { proof, ..Visit::of(Ref::number(1), Via::Cli) };
    let grant =
        GrantMembership { person: Ref::number(number), roles: vec![role], keeps, since: None, until: None };
    books.run(&visit, grant).await.expect("the store").expect("a member");
}

/// Returns a token of the account of a person, in a file that its owner alone reads.
async fn token(accounts: &Accounts, books: &Books, number: u32, email: &str, file: PathBuf) -> PathBuf {
    let caller = Caller { network: Network::of("127.0.0.1"), device: String::new(), before: None };
    let seat = books.seat(Ref::number(number));
    let address = Email::read(email).expect("an address");
    let invited = Invited { email: address, name: email.to_owned(), seat, admin: Admin::No };
    let link = accounts.invite(By::Machine, invited).await.expect("invited");
    let proof = Proof::Password("seven green kettles hum at dawn");
    let fresh = accounts.accept(link.show(), "Somebody", proof, &[], &caller).await.expect("accepted");
    let scopes = Scopes::read("write").expect("scopes");
    let made = accounts
        .new_token(By::Machine, (fresh.session.account, books.log().org), "a program", scopes, 30)
        .await;
    std::fs::write(&file, made.expect("a token").1.show()).expect("a file for a test");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).expect("its owner alone");
    }
    file
}

impl World {
    fn new() -> Self {
        let here = crate::Here::empty();
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
        let files = runtime.block_on(Self::fill(&here));
        let [viewer, manager, stranger] = files;
        Self { here, viewer, manager, stranger }
    }

    async fn fill(here: &crate::Here) -> [PathBuf; 3] {
        let instance = Instance::create(&here.path("both.plumb")).await.expect("a new folder");
        let acme = begun(&instance, "Acme", "Jana Novak").await;
        let umbra = begun(&instance, "Umbra", "Ulla Under").await;
        let anybody = Visit::of(Ref::number(1), Via::Cli);
        acme.run(&anybody, written(RecordKind::Person, "Vera Viewer"))
            .await
            .expect("the store")
            .expect("made");
        for kind in RecordKind::ALL.iter().filter(|kind| !kind.kind().single) {
            for _ in 0..ELSEWHERE {
                // What steps alone make is not made here.
                let _ = umbra.run(&anybody, written(*kind, "umbral secret")).await.expect("the store");
            }
            if [RecordKind::Risk, RecordKind::Asset].contains(kind) {
                acme.run(&anybody, written(*kind, "of acme")).await.expect("the store").expect("made");
            }
        }
        member(&acme, 1, MemberRole::IsmsManager, Some(YesNo::Yes)).await;
        member(&acme, 2, MemberRole::Viewer, None).await;
        member(&umbra, 1, MemberRole::TopManagement, Some(YesNo::Yes)).await;
        let accounts = instance.accounts(Settings::at(None)).await.expect("accounts");
        let file = |name: &str| here.path(name);
        let files = [
            token(&accounts, &acme, 2, "vera@acme.example", file("viewer.token")).await,
            token(&accounts, &acme, 1, "jana@acme.example", file("manager.token")).await,
            token(&accounts, &umbra, 1, "ulla@umbra.example", file("stranger.token")).await,
        ];
        accounts.close().await;
        drop((acme, umbra));
        instance.close().await;
        files
    }

    /// Runs a command on the records of Acme as the owner of a token, or as nobody.
    fn run(&self, token: Option<&Path>, args: &[String]) -> Ran {
        let words: Vec<&str> = ["--org", "Acme"].into_iter().chain(args.iter().map(String::as_str)).collect();
        let mut command = self.here.command(&words);
        command.env("XDG_CONFIG_HOME", self.here.path("settings")).env_remove("PLUMB_TOKEN_FILE");
        if let Some(token) = token {
            command.env("PLUMB_TOKEN_FILE", token);
        }
        let done = command.stdin(std::process::Stdio::null()).output().expect("plumb runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ran { code: done.status.code().unwrap_or(-1), out: text(&done.stdout), err: text(&done.stderr) }
    }

    fn commits(&self) -> u64 {
        let ran = self.run(Some(&self.manager), &["status".to_owned(), "--json".to_owned()]);
        ran.ends(0).json("status")["commits"].as_u64().expect("a number")
    }
}

/// Returns each command that does something, with the first example of its own help.
fn examples() -> BTreeMap<String, Vec<String>> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/commands.md");
    let page = std::fs::read_to_string(page)
        .expect("the page of commands, of which a test says that it is not stale");
    let mut all = BTreeMap::new();
    let sections: Vec<&str> = page.split("\n## plumb ").skip(1).collect();
    for section in &sections {
        let name = section.lines().next().unwrap_or_default().to_owned();
        let below = format!("{name} ");
        if sections.iter().any(|other| other.starts_with(&below)) {
            continue;
        }
        let begins = format!("plumb {name}");
        let example = section.lines().find(|line| line.trim_start().starts_with(&begins));
        all.insert(name.clone(), example.map_or_else(|| of_any_kind(&name), words));
    }
    all
}

/// The commands that every kind of record has.
const OF_ANY_KIND: [&str; 4] = ["ls", "add", "set", "show"];

/// Says whether a command is one that every kind has, of a kind of which the way is that of all.
fn is_of_any_kind(name: &str) -> bool {
    let by_hand = ["risk", "asset", "evidence", "doc", "control", "soa", "action"];
    name.split_once(' ').is_some_and(|(kind, verb)| OF_ANY_KIND.contains(&verb) && !by_hand.contains(&kind))
}

/// Returns what is typed for a command that every kind has; its help shows another.
fn of_any_kind(name: &str) -> Vec<String> {
    let Some((kind, verb)) = name.split_once(' ').filter(|(_, verb)| OF_ANY_KIND.contains(verb)) else {
        return Vec::new();
    };
    let rest: &[&str] = match verb {
        "ls" => &[],
        "add" => &["made at the terminal"],
        "set" => &["R-1", "title=x"],
        _ => &["R-1"],
    };
    [kind, verb].iter().chain(rest).map(ToString::to_string).collect()
}

/// Splits an example as a shell does, up to a comment after it; the first word is plumb itself.
fn words(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.split_once("   ").map_or(line, |(command, _)| command);
    let (mut all, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for sign in line.chars() {
        match sign {
            '"' => quoted = !quoted,
            ' ' if !quoted => all.push(std::mem::take(&mut word)),
            sign => word.push(sign),
        }
    }
    all.push(word);
    all.into_iter().filter(|word| !word.is_empty()).skip(1).collect()
}

/// Returns what each command does.
fn rows() -> BTreeMap<String, Does> {
    let mut all = BTreeMap::new();
    for (command, does, below) in COMMANDS {
        let names: Vec<String> = match *below {
            "" => vec![(*command).to_owned()],
            below => below.split(' ').map(|one| format!("{command} {one}")).collect(),
        };
        for name in names {
            assert!(all.insert(name.clone(), *does).is_none(), "{name} has two rows");
        }
    }
    all
}

#[test]
fn every_command_has_a_row_and_an_example() {
    let (rows, examples) = (rows(), examples());
    let without: Vec<&String> = examples.keys().filter(|name| !rows.contains_key(*name)).collect();
    assert!(without.is_empty(), "without a row: {without:?}");
    let gone: Vec<&String> = rows.keys().filter(|name| !examples.contains_key(*name)).collect();
    assert!(gone.is_empty(), "rows of commands that are not there: {gone:?}");
    let bare: Vec<&String> =
        examples.iter().filter(|(_, words)| words.is_empty()).map(|(name, _)| name).collect();
    assert!(bare.is_empty(), "without an example of its own: {bare:?}");
    println!("{} commands", rows.len());
}

/// Does something for each of many on two threads, each with a world of its own: one process writes in a folder at a time.
/// Fails where that writes anything.
fn each<T: Sync>(all: &[T], work: impl Fn(&World, &T) + Sync) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let world = World::new();
                let before = world.commits();
                while let Some(one) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    work(&world, one);
                }
                assert_eq!(world.commits(), before, "none of them wrote");
            });
        }
    });
}

#[test]
fn every_command_answers_each_as_the_matrix_says() {
    let rows: Vec<(String, Does)> =
        rows().into_iter().filter(|(_, does)| matches!(does, Reads | Writes)).collect();
    let examples = examples();
    let wrong = Mutex::new(Vec::new());
    let note = |told: String| wrong.lock().expect("no thread panics with it").push(told);
    let cases = AtomicUsize::new(0);
    each(&rows, |world, (name, does)| {
        let args = &examples[name];
        let nobody = world.run(None, args);
        cases.fetch_add(1, Ordering::Relaxed);
        // Not signed in, or refused before any record is opened: never a result.
        let is_early = [3, 8].contains(&nobody.code) && nobody.out.is_empty();
        if ![2, 6].contains(&nobody.code) && !is_early {
            note(format!("nobody: plumb {}: {} {}", args.join(" "), nobody.code, nobody.err));
        }
        if is_of_any_kind(name) {
            return;
        }
        let stranger = world.run(Some(&world.stranger), args);
        cases.fetch_add(1, Ordering::Relaxed);
        // The portfolio is that of who asks: all others are of one organisation, and that one is not there.
        let is_own = name == "portfolio" && !stranger.out.contains("Acme");
        if ![2, 3, 8].contains(&stranger.code) && !is_own {
            note(format!("stranger: plumb {}: {} {}", args.join(" "), stranger.code, stranger.err));
        }
        let viewer = world.run(Some(&world.viewer), args);
        cases.fetch_add(1, Ordering::Relaxed);
        let is_shown = viewer.code != 6;
        if *does == Reads && !is_shown {
            note(format!("viewer: plumb {}: {} {}", args.join(" "), viewer.code, viewer.err));
        }
        for (who, ran) in [("nobody", &nobody), ("stranger", &stranger), ("viewer", &viewer)] {
            let told = format!("{}{}", ran.out, ran.err);
            if who != "stranger" && (told.contains("umbral") || told.contains("Ulla")) || ran.code == 70 {
                note(format!("{who}: plumb {}: {} {told}", args.join(" "), ran.code));
            }
        }
    });
    let wrong = wrong.into_inner().expect("no thread panicked");
    println!("{} cases", cases.into_inner());
    let some: Vec<&String> = wrong.iter().take(30).collect();
    assert!(some.is_empty(), "{} are not as expected: {some:#?}", wrong.len());
}

#[test]
fn b3_no_field_at_the_terminal_takes_what_lies_elsewhere() {
    let mut all = Vec::new();
    for kind in RecordKind::ALL.iter().filter(|kind| !kind.kind().single) {
        for field in kind.fields().iter().filter(|field| field.writer == model::Writer::Form) {
            let shape = field.shape.each().unwrap_or(field.shape.bare()).clone();
            let id = if let model::Shape::Reference(kinds) = &shape {
                let several = kinds.iter().map(|kind| kind.kind()).find(|kind| !kind.single);
                several.map(|kind| kind.prefix.to_owned())
            } else {
                (shape == model::Shape::Owner).then(|| "PER".to_owned())
            };
            all.extend(id.map(|prefix| (kind.kind().slug(), field.name, prefix)));
        }
    }
    let tried: BTreeSet<_> = all.iter().map(|(kind, field, _)| (kind.clone(), *field)).collect();
    let wrong = Mutex::new(Vec::new());
    each(&all, |world, (kind, field, prefix)| {
        let run = |number: u32| {
            let args =
                ["new".to_owned(), kind.clone(), "title=x".to_owned(), format!("{field}={prefix}-{number}")];
            world.run(Some(&world.manager), &args)
        };
        let (there, nowhere) = (run(ELSEWHERE), run(8));
        let plain = |ran: &Ran| (ran.code, format!("{}{}", ran.out, ran.err).replace("-8", "-7"));
        if there.code == 0 || plain(&there) != plain(&nowhere) {
            let told = format!("{kind} {field}={prefix}-7: {} {}{}", there.code, there.out, there.err);
            wrong.lock().expect("no thread panics with it").push(told);
        }
    });
    let wrong = wrong.into_inner().expect("no thread panicked");
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tried.len() > 60, "{} fields are few", tried.len());
}
