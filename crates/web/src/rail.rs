//! The rail and everything else around a page of an organisation.

use std::collections::BTreeSet;

use app::diagnostics::Severity;
use maud::{Markup, html};
use model::RecordKind;

use crate::address;
use crate::layout::{LedgerFoot, Organisation, PageDay, PageHead, PersonMenu, RailEntry, RailGroup, Shell};
use crate::parts::{Action, Icon, Status};
use crate::session::Who;
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
            ("Timeline", "/timeline", Icon::Timeline, None),
            ("Gap analysis", "/gap", Icon::Gap, Some('g')),
            ("Readiness", "/readiness", Icon::Readiness, Some('d')),
            ("Proposals", "/proposals", Icon::Plus, Some('p')),
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
            ("Risk assessments", "/risk-assessments", Icon::Search, None),
            ("Treatment", "/treatment", Icon::Treatment, Some('l')),
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
            ("Plan", "/plan", Icon::Flag, Some('t')),
            ("Certification", "/certifications", Icon::Certificate, Some('z')),
            ("Stage 1", "/stage-1", Icon::Check, None),
            ("Requests", "/requests", Icon::Request, None),
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
            ("Settings", "/settings", Icon::Settings, None),
        ],
    ),
];

/// Kinds that are worked on together: the first has the entry of the rail, and the lists of the others stand beside it.
const TOGETHER: &[&[RecordKind]] = &[
    &[
        RecordKind::Incident,
        RecordKind::Vulnerability,
        RecordKind::AccessReview,
        RecordKind::RecoveryTest,
        RecordKind::ProductionChange,
    ],
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
    } else {
        PageDay::Today(long_day(visit.today))
    };
    Shell {
        organisation: Some(organisation(visit)),
        rail: rail(visit),
        here: visit.at(entry_of(here)),
        search: Some(format!("/o/{}/search", visit.org)),
        searched: if here == "/search" { visit.query.get("q").to_owned() } else { String::new() },
        day,
        theme: visit.theme,
        inbox: visit.inbox,
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
    let names = visit.site.names(&visit.session);
    let others = names.iter().filter(|(word, _)| *word != visit.org);
    let mut others: Vec<(String, String)> =
        others.map(|(word, name)| (name.clone(), format!("/o/{word}"))).collect();
    others.push(("Portfolio".to_owned(), "/portfolio".to_owned()));
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
    let initials = name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
    match visit.session.who() {
        Who::Link => {
            let me = Action::link("Act as somebody else", format!("/o/{}/me", visit.org)).icon(Icon::People);
            let set_up = Action::link("Set up accounts", "/setup").icon(Icon::Key);
            PersonMenu { name: format!("acting as {name}"), initials, actions: vec![me, set_up] }
        }
        Who::Account(_) | Who::Token(_) => {
            let account = Action::link("Your account", "/account").icon(Icon::People);
            let out = Action::post("Sign out", "/logout").icon(Icon::Leave);
            PersonMenu { name, initials, actions: vec![account, out] }
        }
    }
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

#[cfg(test)]
mod tests {
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
