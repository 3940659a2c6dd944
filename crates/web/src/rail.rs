//! The rail and everything else around a page of an organisation.

use std::collections::BTreeSet;

use app::diagnostics::Severity;
use model::RecordKind;

use crate::address;
use crate::layout::{LedgerFoot, Organisation, PageDay, PageHead, PersonMenu, RailEntry, RailGroup, Shell};
use crate::parts::{Action, Icon, Status};
use crate::visit::Visit;

/// An entry of the rail: words, address within the organisation, picture, the letter after `g`.
type Place = (&'static str, &'static str, Icon, Option<char>);

/// The rail: only pages that exist.
const RAIL: &[(&str, &[Place])] = &[
    (
        "Run",
        &[
            ("My work", "", Icon::Home, Some('w')),
            ("Plan", "/plan", Icon::Timeline, Some('t')),
            ("Readiness", "/readiness", Icon::Readiness, Some('d')),
            ("Proposals", "/proposals", Icon::Task, Some('p')),
            ("Import", "/import", Icon::Upload, None),
        ],
    ),
    (
        "Understand",
        &[
            ("Scope", "/scope", Icon::Scope, None),
            ("Gap analysis", "/gap-analyses", Icon::Chart, None),
            ("Issues", "/issues", Icon::Context, Some('c')),
            ("Interested parties", "/interested-parties", Icon::People, None),
            ("Obligations", "/obligations", Icon::Flag, None),
            ("Assets", "/assets", Icon::Asset, Some('a')),
            ("Processes", "/processes", Icon::Process, None),
            ("Suppliers", "/suppliers", Icon::Supplier, Some('v')),
        ],
    ),
    (
        "Decide",
        &[
            ("Risks", "/risks", Icon::Risk, Some('r')),
            ("Risk method", "/method", Icon::Chart, None),
            ("Treatment", "/treatment-actions", Icon::Treatment, Some('l')),
            ("SoA", "/soa", Icon::Soa, Some('s')),
            ("Objectives", "/objectives", Icon::Flag, None),
            ("Planned changes", "/planned-changes", Icon::Process, None),
        ],
    ),
    (
        "Operate",
        &[
            ("Controls", "/controls", Icon::Control, Some('n')),
            ("Evidence", "/evidence", Icon::Evidence, Some('e')),
            ("Documents", "/documents", Icon::Document, Some('o')),
            ("People", "/people", Icon::Person, Some('h')),
            ("Trainings", "/trainings", Icon::People, None),
            ("Control runs", "/control-runs", Icon::Process, None),
            ("Incidents", "/incidents", Icon::Flag, None),
            ("Vulnerabilities", "/vulnerabilities", Icon::Risk, None),
            ("Access reviews", "/access-reviews", Icon::People, None),
        ],
    ),
    (
        "Check",
        &[
            ("Measures", "/measures", Icon::Chart, None),
            ("Audits", "/audits", Icon::Evidence, None),
            ("Findings", "/findings", Icon::Flag, None),
            ("Management review", "/management-reviews", Icon::People, None),
            ("Nonconformities", "/nonconformities", Icon::Treatment, None),
            ("Improvements", "/improvements", Icon::Chart, None),
            ("Certification", "/certifications", Icon::Soa, None),
        ],
    ),
    (
        "Prove",
        &[
            ("History", "/history", Icon::History, Some('q')),
            ("Integrity", "/integrity", Icon::Integrity, Some('k')),
            ("Exports", "/exports", Icon::Download, Some('x')),
            ("All records", "/records", Icon::Folder, None),
            ("Words", "/words", Icon::Info, None),
            ("Settings", "/settings", Icon::Settings, None),
        ],
    ),
];

/// Returns the frame of a page.
pub(crate) fn shell(visit: &Visit, here: &str, head: PageHead) -> Shell {
    let day = if visit.is_past() {
        PageDay::AsOf(long_day(visit.today), visit.here_with(&[("as_of", "")]))
    } else {
        PageDay::Today(long_day(visit.today))
    };
    Shell {
        organisation: Some(organisation(visit)),
        rail: rail(visit),
        here: visit.at(here),
        search: Some(format!("/o/{}/search", visit.org)),
        searched: if here == "/search" { visit.query.get("q").to_owned() } else { String::new() },
        day,
        theme: visit.theme,
        person: Some(person(visit)),
        head: PageHead { words: crate::pages::words::of_page(here), ..head },
        ledger: visit.snapshot.head.map(|head| LedgerFoot {
            commits: visit.snapshot.commits(),
            head: head.leaf.to_string(),
            href: Some(visit.at("/integrity")),
            verified: String::new(),
        }),
        palette: palette(visit),
        ..Shell::default()
    }
}

fn organisation(visit: &Visit) -> Organisation {
    let names = visit.site.names();
    let others = names.iter().filter(|(word, _)| *word != visit.org);
    let mut others: Vec<(String, String)> =
        others.map(|(word, name)| (name.clone(), format!("/o/{word}"))).collect();
    others.push(("All organisations".to_owned(), "/all".to_owned()));
    let name = visit.books.name();
    Organisation { name, href: visit.at(""), others }
}

fn rail(visit: &Visit) -> Vec<RailGroup> {
    let known = |path: &str| is_page(path);
    RAIL.iter()
        .map(|(name, places)| RailGroup {
            name: (*name).to_owned(),
            entries: places.iter().filter(|place| known(place.1)).map(|place| entry(visit, place)).collect(),
        })
        .filter(|group| !group.entries.is_empty())
        .collect()
}

/// Says whether an address is that of a kind of record or of a page by hand.
fn is_page(path: &str) -> bool {
    let word = path.trim_start_matches('/');
    address::kind_of(word).is_some() || crate::routes::PAGES.contains(&path)
}

fn entry(visit: &Visit, (label, path, icon, key): &Place) -> RailEntry {
    let entry = RailEntry::new(*label, visit.at(path), *icon);
    let entry = match key {
        Some(key) => entry.key(*key),
        None => entry,
    };
    if *path == "/readiness" {
        let results = visit.results();
        // As many as there are things to do: ninety rows that one rule asks about are one.
        let open = results.diagnostics().filter(|one| one.counts() && one.severity == Severity::Error);
        let errors = open.map(|one| one.code).collect::<BTreeSet<&str>>().len();
        return entry.count(Status::Problem, errors);
    }
    if *path == "/proposals" {
        let whole = RecordKind::ALL.iter().map(|kind| visit.isms().proposals(*kind)).sum();
        return entry.count(Status::Attention, whole);
    }
    match address::kind_of(path.trim_start_matches('/')) {
        Some(kind) => entry.count(Status::Attention, visit.isms().proposals(kind)),
        None => entry,
    }
}

fn person(visit: &Visit) -> PersonMenu {
    let name = visit.actor_name();
    let initials = name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
    let me = Action::link("Act as somebody else", format!("/o/{}/me", visit.org)).icon(Icon::People);
    PersonMenu { name: format!("acting as {name}"), initials, actions: vec![me] }
}

/// Returns what the palette offers beside the rail: a new record of each kind.
fn palette(visit: &Visit) -> Vec<(String, String, String)> {
    if visit.is_past() {
        return Vec::new();
    }
    let several = RecordKind::ALL.iter().filter(|kind| !kind.kind().single);
    several
        .map(|kind| {
            let new = visit.at(&format!("/{}/new", address::kind(*kind)));
            (format!("New {}", kind.kind().singular), kind.kind().prefix.to_owned(), new)
        })
        .collect()
}

/// Returns a day as people read it: `Sat 21 Nov 2026`.
#[must_use]
pub fn long_day(day: model::Date) -> String {
    day.strftime("%a %-d %b %Y").to_string()
}
