//! The rail and everything else around a page of an organisation.

use app::diagnostics::{Severity, Time};
use axum::http::HeaderMap;
use maud::{Markup, html};
use model::records::Share;
use model::{RecordId, RecordKind};

use crate::address;
use crate::guard;
use crate::layout::{
    LedgerFoot, Letters, Organisation, PageDay, PageHead, PersonMenu, RailEntry, RailGroup, Shell, Theme,
};
use crate::parts::{Action, Icon, Status};
use crate::session::{Session, Who};
use crate::site::Site;
use crate::visit::Visit;

/// An entry of the rail: words, address within the organisation, picture, the letter after `g`.
type Place = (&'static str, &'static str, Icon, Option<char>);

/// The rail: only pages that exist, at most seven in a group.
const RAIL: &[(&str, &[Place])] = &[
    (
        "Run",
        &[
            ("My work", "", Icon::Home, Some('w')),
            ("Tasks", "/tasks", Icon::Task, Some('j')),
            ("Calendar", "/calendar", Icon::Calendar, Some('y')),
            ("Timeline", "/timeline", Icon::Timeline, Some('t')),
            ("Gap analysis", "/gap", Icon::Gap, Some('g')),
            ("Readiness", "/readiness", Icon::Readiness, Some('d')),
            ("Proposals", "/proposals", Icon::Plus, Some('P')),
        ],
    ),
    (
        "Understand",
        &[
            ("Context", "/context", Icon::Context, Some('c')),
            ("Scope", "/scope", Icon::Scope, None),
            ("Assets", "/assets", Icon::Asset, Some('a')),
            ("Processes", "/processes", Icon::Process, None),
            ("Suppliers", "/suppliers", Icon::Supplier, Some('v')),
            ("Map", "/map", Icon::Map, None),
        ],
    ),
    (
        "Decide",
        &[
            ("Risks", "/risks", Icon::Risk, Some('r')),
            ("Risk method", "/method", Icon::Quantify, None),
            ("Treatment", "/treatment", Icon::Treatment, Some('l')),
            ("Quantify", "/quantify", Icon::Chart, None),
            ("SoA", "/soa", Icon::Soa, Some('s')),
            ("Objectives", "/objectives", Icon::Objective, Some('b')),
            ("Planned changes", "/planned-changes", Icon::Compare, None),
        ],
    ),
    (
        "Operate",
        &[
            ("Controls", "/controls", Icon::Control, Some('n')),
            ("Control runs", "/control-runs", Icon::Check, None),
            ("Evidence", "/evidence", Icon::Evidence, Some('e')),
            ("Documents", "/documents", Icon::Document, Some('o')),
            ("People", "/people", Icon::Person, Some('h')),
            ("Training", "/trainings", Icon::People, None),
            ("Incidents", "/incidents", Icon::Incident, Some('i')),
        ],
    ),
    (
        "Check",
        &[
            ("Measures", "/measures", Icon::Chart, None),
            ("Audit programme", "/audit-programmes", Icon::Compare, None),
            ("Audits", "/audits", Icon::Audit, Some('u')),
            ("Findings", "/findings", Icon::Flag, None),
            ("Nonconformities", "/nonconformities", Icon::Nonconformity, Some('f')),
            ("Management review", "/management-reviews", Icon::Decision, Some('m')),
            ("Improvements", "/improvements", Icon::ArrowUp, None),
        ],
    ),
    (
        "Certificate",
        &[
            ("Plan", "/plan", Icon::Flag, Some('T')),
            ("Certification", "/certifications", Icon::Certificate, Some('z')),
            ("Stage 1", "/stage-1", Icon::Check, None),
            ("Requests", "/requests", Icon::Request, None),
            ("Shares", "/shares", Icon::Eye, None),
            ("Frameworks", "/frameworks", Icon::Framework, Some('x')),
        ],
    ),
    (
        "Prove",
        &[
            ("History", "/history", Icon::History, Some('q')),
            ("Integrity", "/integrity", Icon::Integrity, Some('k')),
            ("Exports", "/exports", Icon::Download, None),
            ("Import", "/import", Icon::Upload, None),
            ("All records", "/records", Icon::Folder, None),
            ("Words", "/words", Icon::Info, None),
            ("Settings", "/settings", Icon::Settings, Some(',')),
        ],
    ),
];

/// The group of an organisation that works for others: a certification body, a consultancy.
const SERVES: (&str, &[Place]) = (
    "Clients",
    &[
        ("Clients", "/clients", Icon::Organisation, None),
        ("Engagements", "/engagements", Icon::Portfolio, None),
    ],
);

/// Pages beside the organisations: words, address, picture, the letter after `g`.
const OUTSIDE: &[Place] = &[
    ("Inbox", "/inbox", Icon::Inbox, None),
    ("Portfolio", "/portfolio", Icon::Portfolio, Some('p')),
    ("Auditor workspace", "/auditor", Icon::Audit, None),
    ("All organisations", "/all", Icon::Organisation, None),
];
/// How many organisations the rail beside them names.
const NAMED_MAX: usize = 12;

/// Kinds that are worked on together: the first has the entry of the rail, and the lists of the others stand beside it.
const TOGETHER: &[&[RecordKind]] = &[
    &[
        RecordKind::Incident,
        RecordKind::Vulnerability,
        RecordKind::AccessReview,
        RecordKind::RecoveryTest,
        RecordKind::ProductionChange,
    ],
    &[RecordKind::Risk, RecordKind::RiskAssessment],
    &[RecordKind::Audit, RecordKind::WorkingPaper, RecordKind::Population, RecordKind::Sample],
    &[RecordKind::Control, RecordKind::ControlTest, RecordKind::Exception],
    &[RecordKind::Person, RecordKind::Role, RecordKind::Unit, RecordKind::Account],
    &[RecordKind::Document, RecordKind::Acknowledgement, RecordKind::RetentionRule],
    &[RecordKind::Request, RecordKind::Pack],
    &[RecordKind::Process, RecordKind::Site, RecordKind::Interface],
    &[RecordKind::Supplier, RecordKind::Agreement],
];

/// Lists that stand behind a page by hand: their address, and the entry of the rail that they belong to.
const ABOVE: &[(&str, &str)] = &[
    ("/gap-analyses", "/gap"),
    ("/issues", "/context"),
    ("/interested-parties", "/context"),
    ("/obligations", "/context"),
    ("/treatment-actions", "/treatment"),
    ("/treatment-plan", "/treatment"),
];

/// Pages by hand that stand for several kinds: what is proposed of each is counted at their entry.
const OF_KINDS: &[(&str, &[RecordKind])] = &[
    ("/context", &[RecordKind::Context, RecordKind::Issue, RecordKind::Party, RecordKind::Obligation]),
    ("/treatment", &[RecordKind::TreatmentAction]),
];

/// Pages by hand that a share opens whatever it holds: what was done, that it holds, and what words mean.
const SHARED: &[&str] = &["/history", "/integrity", "/records", "/words"];

/// Kinds of the client's own work, which no share opens.
const OWN_WORK: &[RecordKind] = &[RecordKind::Task, RecordKind::Share];

/// Returns the entry of the rail under which a page stands: its own, or that of the kinds it is worked on with.
fn entry_of(here: &str) -> &str {
    let own = ABOVE.iter().find(|(below, _)| *below == here);
    if let Some((_, entry)) = own {
        return entry;
    }
    let kind = address::kind_of(here.trim_start_matches('/'));
    let first = kind.and_then(|kind| TOGETHER.iter().find(|kinds| kinds.contains(&kind))?.first());
    let in_rail = first.map(|first| crate::pages::record::here(*first));
    let places = RAIL.iter().flat_map(|(_, places)| places.iter());
    places.map(|place| place.1).find(|path| Some(*path) == in_rail.as_deref()).unwrap_or(here)
}

/// Returns the links to the lists of the kinds that are worked on together with one.
#[must_use]
pub fn beside(visit: &Visit, kind: RecordKind) -> Markup {
    let kinds = TOGETHER.iter().find(|kinds| kinds.contains(&kind)).copied().unwrap_or_default();
    html! {
        @if !kinds.is_empty() {
            nav.beside aria-label="worked on together" {
                @for other in kinds {
                    @let count = visit.isms().count(*other);
                    a href=(visit.at(&crate::pages::record::here(*other))) aria-current=[(*other == kind).then_some("page")] {
                        (crate::pages::record::capital(other.kind().plural)) " " span.count { (count) }
                    }
                }
            }
        }
    }
}

/// Returns the frame of a page.
pub(crate) fn shell(visit: &Visit, here: &str, head: PageHead) -> Shell {
    let day = if visit.is_past() {
        PageDay::AsOf(long_day(visit.today), visit.here_with(&[("as_of", "")]))
    } else if let Some((_, share)) = crate::pages::auditor::share_of(&visit.books, visit.isms()) {
        let as_of = share.commit.map(|commit| format!("as of commit {commit}")).unwrap_or_default();
        let until = share.until.map(|until| format!(", until {}", long_day(until))).unwrap_or_default();
        PageDay::Shared(format!("{as_of}{until}"), crate::pages::auditor::PATH.to_owned())
    } else {
        PageDay::Today(long_day(visit.today))
    };
    let shown = RecordId::parse(&head.id);
    let version = shown.and_then(|id| operations::draft_version(visit.isms(), id, visit.today));
    Shell {
        organisation: Some(organisation(visit)),
        version: version.map(|version| format!("v{version}")).unwrap_or_default(),
        rail: rail(visit),
        beyond: vec![
            RailEntry::new(crate::pages::jobs::NAME, visit.at(crate::pages::jobs::HERE), Icon::Timeline),
            RailEntry::new("This page as JSON", as_data(visit), Icon::Download),
        ],
        here: visit.at(entry_of(here)),
        search: Some(format!("/o/{}/search", visit.org)),
        searched: if here == "/search" { visit.query.get("q").to_owned() } else { String::new() },
        day,
        until: if visit.is_past() { until(visit) } else { String::new() },
        theme: visit.theme,
        letters: visit.letters,
        print: visit.print,
        inbox: visit.inbox,
        person: Some(person(visit)),
        head: PageHead { words: crate::pages::words::of_page(here), ..head },
        ledger: visit.snapshot.head.map(|head| LedgerFoot {
            commits: visit.snapshot.commits(),
            head: head.leaf.to_string(),
            href: Some(visit.at("/integrity")),
            verified: String::new(),
        }),
        ..Shell::default()
    }
}

/// Returns the address of a page as data: what the palette leads to, and no page shows.
fn as_data(visit: &Visit) -> String {
    let here = visit.here_with(&[]);
    let (path, query) = here.split_once('?').map_or((here.as_str(), ""), |(path, query)| (path, query));
    let query = if query.is_empty() { String::new() } else { format!("?{query}") };
    format!("{}.json{query}", path.trim_end_matches('/'))
}

/// Returns the moment up to which a past is shown: the end of a day, and where that day ends.
fn until(visit: &Visit) -> String {
    let zone = visit.isms().organisation.one().map(|one| one.time_zone.to_string()).unwrap_or_default();
    let zone = if zone.is_empty() { "UTC".to_owned() } else { zone };
    let said = if visit.query.has("as_of") { visit.query.get("as_of") } else { visit.query.get("as-of") };
    // Pages show whole days; who names an hour learns which moment is shown.
    let hour = if said.contains(['T', 't', ' ']) { "; pages show whole days, not hours" } else { "" };
    format!("the end of {}, {zone}{hour}", long_day(visit.today))
}

/// Returns the frame of a page beside the organisations: no day, no search, and the organisations that one may open.
pub(crate) fn outside(
    site: &Site,
    session: &Session,
    headers: &HeaderMap,
    here: &str,
    head: PageHead,
) -> Shell {
    let place = |(label, path, icon, key): &Place| {
        let entry = RailEntry::new(*label, *path, *icon);
        match key {
            Some(key) => entry.key(*key),
            None => entry,
        }
    };
    let names = site.names(session);
    let to = |(word, name): &(String, String)| {
        RailEntry::new(name.clone(), format!("/o/{word}"), Icon::Organisation)
    };
    let all = names.iter().map(to);
    let signed_in = session.account().is_some();
    let account = Action::link("Your account", "/account").icon(Icon::People);
    let out = Action::post("Sign out", "/logout").icon(Icon::Leave);
    let account_of = session.account().and_then(|account| site.accounts().account(account));
    let name = account_of.map_or_else(|| "whoever has the link".to_owned(), |account| account.name);
    Shell {
        rail: vec![
            RailGroup { name: "Across clients".to_owned(), entries: OUTSIDE.iter().map(place).collect() },
            RailGroup { name: "Organisations".to_owned(), entries: all.take(NAMED_MAX).collect() },
        ],
        here: here.to_owned(),
        day: crate::past::asked().map_or_else(PageDay::default, PageDay::NoPast),
        theme: Theme::read(&guard::cookie(headers, "theme").unwrap_or_default()),
        letters: Letters::read(&guard::cookie(headers, "letters").unwrap_or_default()),
        person: Some(PersonMenu {
            initials: if signed_in { initials(&name) } else { "–".to_owned() },
            name,
            actions: if signed_in { vec![account, out] } else { Vec::new() },
        }),
        head,
        ..Shell::default()
    }
}

fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect()
}

fn organisation(visit: &Visit) -> Organisation {
    let names = visit.site.names(&visit.session);
    let others = names.iter().filter(|(word, _)| *word != visit.org);
    let mut others: Vec<(String, String)> =
        others.map(|(word, name)| (name.clone(), format!("/o/{word}"))).collect();
    // The inbox has its place in the bar of every page.
    let places = OUTSIDE.iter().filter(|(_, path, ..)| *path != crate::pages::inbox::HERE);
    others.extend(places.map(|(label, path, ..)| ((*label).to_owned(), (*path).to_owned())));
    let name = visit.books.name();
    Organisation { name, href: visit.at(""), others }
}

fn rail(visit: &Visit) -> Vec<RailGroup> {
    let now = visit.books.now();
    let share = crate::pages::auditor::share_of(&visit.books, &now.isms).map(|(_, share)| share);
    let known = |path: &str| is_page(path) && share.is_none_or(|share| opens(share, path));
    // How the client stands with its own work is none of an auditor's counts.
    let entry = |place: &Place| if share.is_some() { plain(visit, place) } else { entry(visit, place) };
    let serves = crate::pages::auditor::serves_clients(visit.isms());
    serves
        .then_some(&SERVES)
        .into_iter()
        .chain(RAIL)
        .map(|(name, places)| RailGroup {
            name: (*name).to_owned(),
            entries: places.iter().filter(|place| known(place.1)).map(entry).collect(),
        })
        .filter(|group| !group.entries.is_empty())
        .collect()
}

/// Says whether an address is that of a kind of record or of a page by hand.
fn is_page(path: &str) -> bool {
    let word = path.trim_start_matches('/');
    address::kind_of(word).is_some() || crate::routes::PAGES.contains(&path)
}

/// Says whether a share leads to an entry: to a kind of record that it holds, or to what every reader needs.
fn opens(share: &Share, path: &str) -> bool {
    let of_kinds = OF_KINDS.iter().find(|(known, _)| *known == path);
    let kinds: Vec<RecordKind> = match of_kinds {
        Some((_, kinds)) => kinds.to_vec(),
        None if path == "/soa" => vec![RecordKind::Control],
        None => address::kind_of(path.trim_start_matches('/')).into_iter().collect(),
    };
    let holds = |kind: &RecordKind| {
        let named = share.kinds.iter().any(|line| RecordKind::of_name(line) == Some(*kind));
        !OWN_WORK.contains(kind) && (share.kinds.is_empty() || named)
    };
    SHARED.contains(&path) || kinds.iter().any(holds)
}

/// Returns an entry without a count.
fn plain(visit: &Visit, (label, path, icon, key): &Place) -> RailEntry {
    let entry = RailEntry::new(*label, visit.at(path), *icon);
    match key {
        Some(key) => entry.key(*key),
        None => entry,
    }
}

fn entry(visit: &Visit, place: &Place) -> RailEntry {
    let (path, entry) = (&place.1, plain(visit, place));
    if *path == "/readiness" {
        let results = visit.results();
        // The first number of the page that it leads to.
        let now = results.diagnostics().filter(|one| one.is_open() && one.time == Time::Now);
        return entry.count(Status::Problem, now.filter(|one| one.severity == Severity::Error).count());
    }
    if *path == "/proposals" {
        let whole = RecordKind::ALL.iter().map(|kind| visit.isms().proposals(*kind)).sum();
        return entry.count(Status::Attention, whole);
    }
    if let Some((_, kinds)) = OF_KINDS.iter().find(|(known, _)| known == path) {
        return entry.count(Status::Attention, kinds.iter().map(|kind| visit.isms().proposals(*kind)).sum());
    }
    match address::kind_of(path.trim_start_matches('/')) {
        Some(kind) => entry.count(Status::Attention, visit.isms().proposals(kind)),
        None => entry,
    }
}

fn person(visit: &Visit) -> PersonMenu {
    let name = visit.actor_name();
    let initials = initials(&name);
    let drafts = Action::link("Unsaved text", format!("/o/{}/drafts", visit.org)).icon(Icon::Pencil);
    match visit.session.who() {
        Who::Link => {
            let me = Action::link("Act as somebody else", format!("/o/{}/me", visit.org)).icon(Icon::People);
            let set_up = Action::link("Set up accounts", "/setup").icon(Icon::Key);
            PersonMenu { name: format!("acting as {name}"), initials, actions: vec![drafts, me, set_up] }
        }
        Who::Account(_) | Who::Token(_) => {
            let account = Action::link("Your account", "/account").icon(Icon::People);
            let out = Action::post("Sign out", "/logout").icon(Icon::Leave);
            PersonMenu { name, initials, actions: vec![drafts, account, out] }
        }
    }
}

/// Returns a day as people read it: `Sat 21 Nov 2026`.
#[must_use]
pub fn long_day(day: model::Date) -> String {
    crate::locale::locale().long_day(day)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_entry_leads_somewhere_and_a_group_has_at_most_seven() {
        let mut keys = BTreeSet::new();
        let mut paths = BTreeSet::new();
        for (group, places) in RAIL {
            assert!(!places.is_empty() && places.len() <= 7, "{group}");
            for (label, path, _, key) in *places {
                assert!(is_page(path), "{label}");
                assert!(paths.insert(*path), "{path} stands twice");
                assert!(key.is_none_or(|key| keys.insert(key)), "{label}: its key leads elsewhere");
            }
        }
        for kinds in TOGETHER {
            let first = crate::pages::record::here(kinds[0]);
            assert!(paths.contains(first.as_str()), "{first} has an entry");
        }
    }

    #[test]
    fn a_list_beside_another_is_marked_under_its_entry() {
        for (here, entry) in [
            ("/vulnerabilities", "/incidents"),
            ("/samples", "/audits"),
            ("/gap-analyses", "/gap"),
            ("/obligations", "/context"),
            ("/risks", "/risks"),
            ("/readiness", "/readiness"),
            ("", ""),
        ] {
            assert_eq!(entry_of(here), entry, "{here}");
        }
    }
}
