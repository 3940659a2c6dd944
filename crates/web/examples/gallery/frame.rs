//! The frame that all screens of the gallery share.

use maud::Markup;
use web::layout::{
    LedgerFoot, Organisation, PageDay, PageHead, PersonMenu, RailEntry, RailGroup, Shell, Theme, page,
};
use web::parts::{Action, Icon, Status};

/// Returns a whole page of the sample organisation.
pub fn framed(theme: Theme, here: &str, head: PageHead, main: Markup) -> Markup {
    page(&shell(theme, here, head), main)
}

/// Returns the frame of the sample organisation.
pub fn shell(theme: Theme, here: &str, head: PageHead) -> Shell {
    Shell {
        organisation: Some(Organisation {
            name: "Acme Freight".to_owned(),
            href: "/o/acme".to_owned(),
            others: vec![
                ("Bolt Energy".to_owned(), "/o/bolt".to_owned()),
                ("All organisations".to_owned(), "/".to_owned()),
            ],
        }),
        rail: rail(),
        here: here.to_owned(),
        search: Some("/o/acme/search".to_owned()),
        day: PageDay::Today("Sat 21 Nov 2026".to_owned()),
        theme,
        person: Some(PersonMenu {
            name: "Jana Novak".to_owned(),
            initials: "JN".to_owned(),
            actions: vec![Action::link("Settings", "/settings"), Action::post("Sign out", "/logout")],
        }),
        head,
        ledger: Some(LedgerFoot {
            commits: 1214,
            head: "51d0aa31be77c0ffee9f2c44".to_owned(),
            href: Some("/o/acme/integrity".to_owned()),
            verified: "today 08:00".to_owned(),
        }),
        ..Shell::default()
    }
}

fn rail() -> Vec<RailGroup> {
    let entry = |label: &str, at: &str, icon, key: Option<char>| {
        let entry = RailEntry::new(label, format!("/o/acme/{at}"), icon);
        match key {
            Some(key) => entry.key(key),
            None => entry,
        }
    };
    let group = |name: &str, entries| RailGroup { name: name.to_owned(), entries };
    vec![
        group("", vec![RailEntry::new("My work", "/", Icon::Home).key('w').count(Status::Attention, 7)]),
        group(
            "Run",
            vec![
                entry("Timeline", "timeline", Icon::Timeline, Some('t')),
                entry("Gap analysis", "gap", Icon::Gap, Some('g')),
                entry("Readiness", "readiness", Icon::Readiness, Some('d')).count(Status::Problem, 3),
                entry("Tasks", "tasks", Icon::Task, Some('j')),
                entry("Calendar", "calendar", Icon::Calendar, Some('y')),
            ],
        ),
        group(
            "Understand",
            vec![
                entry("Context & scope", "context", Icon::Context, Some('c')),
                entry("Assets", "assets", Icon::Asset, Some('a')),
                entry("Processes", "processes", Icon::Process, None),
                entry("Suppliers", "suppliers", Icon::Supplier, Some('v')),
            ],
        ),
        group(
            "Decide",
            vec![
                entry("Risks", "risks", Icon::Risk, Some('r')),
                entry("Treatment", "treatment", Icon::Treatment, Some('l')),
                entry("SoA", "soa", Icon::Soa, Some('s')),
                entry("Objectives", "objectives", Icon::Objective, Some('b')),
            ],
        ),
        group(
            "Operate",
            vec![
                entry("Controls", "controls", Icon::Control, Some('n')),
                entry("Evidence", "evidence", Icon::Evidence, Some('e')),
                entry("Documents", "documents", Icon::Document, Some('o')),
                entry("People & training", "people", Icon::People, Some('h')),
                entry("Incidents", "incidents", Icon::Incident, Some('i')),
            ],
        ),
        group(
            "Check",
            vec![
                entry("Audit programme", "audits", Icon::Audit, Some('u')),
                entry("Nonconformities", "nc", Icon::Nonconformity, Some('f')),
                entry("Management review", "reviews", Icon::Decision, Some('m')),
                entry("Metrics", "metrics", Icon::Chart, None),
            ],
        ),
        group(
            "Prove",
            vec![
                entry("Certification", "cert", Icon::Certificate, Some('z')),
                entry("History", "history", Icon::History, Some('q')),
                entry("Integrity", "integrity", Icon::Integrity, Some('k')),
                entry("Exports", "exports", Icon::Download, None),
            ],
        ),
    ]
}
