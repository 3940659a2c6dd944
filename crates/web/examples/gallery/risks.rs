//! The risk register and one risk of the gallery.

use maud::{Markup, html};
use web::layout::PageHead;
use web::parts::heat_map::{Chosen, HeatCell, HeatMap, HeatRow, heat_map};
use web::parts::timeline::{Day, Event, FieldChange, timeline};
use web::parts::trace::{Here, TraceStop, TraceThing, trace};
use web::parts::{
    Action, Cell, Column, ColumnKind, Fact, Grid, Icon, Row, Sorted, Status, chip, diagnostic, facts, grid,
    mark, section, split,
};

use crate::screens::no_reason;

/// Returns the heading of the register.
pub fn risks_head() -> PageHead {
    PageHead {
        title: "Risks".to_owned(),
        lead: Some(
            html! { "Method v2, approved 12 Mar 2026 by M. Kral · 48 risks, 5 above the acceptance level" },
        ),
        actions: vec![
            Action::link("New risk", "#").primary().icon(Icon::Plus),
            Action::link("Import", "#"),
            Action::link("Export", "#"),
        ],
        ..PageHead::default()
    }
}

/// Returns the register with its heat map.
pub fn risks() -> Markup {
    let rows = [
        ("R-12", "Ransomware stops order handling", "JN", 20, 8, Status::Attention),
        ("R-31", "Former staff keep access to the carrier portal", "", 16, 16, Status::Problem),
        ("R-14", "Customer data copied from the test system", "PH", 15, 6, Status::InProgress),
        ("R-22", "Order data sent to the wrong customer", "PH", 12, 6, Status::Met),
        ("R-19", "Power fails at the warehouse for a day", "MK", 12, 4, Status::Met),
        ("R-40", "A supplier of the scanner software closes", "MK", 9, 9, Status::Met),
        ("R-7", "Laptop lost with local copies of contracts", "JN", 8, 3, Status::Met),
        ("R-3", "Backup tapes unreadable when needed", "JN", 8, 2, Status::Met),
        ("R-9", "Phishing of the accounts team", "PH", 6, 4, Status::Met),
        ("R-28", "Flood in the basement archive", "MK", 4, 4, Status::Met),
    ];
    let column = |label: &str, kind| Column {
        field: label.to_lowercase(),
        label: label.to_owned(),
        kind,
        ..Column::default()
    };
    let list = grid(&Grid {
        id: "risks".to_owned(),
        caption: "Risks".to_owned(),
        columns: vec![
            column("Id", ColumnKind::Id),
            column("Risk", ColumnKind::Wide),
            column("Owner", ColumnKind::Words),
            Column { sort: Some(("#".to_owned(), Sorted::Down)), ..column("Now", ColumnKind::Number) },
            column("After", ColumnKind::Number),
            column("State", ColumnKind::Mark),
        ],
        rows: rows
            .iter()
            .map(|(id, title, owner, now, after, status)| Row {
                id: (*id).to_owned(),
                cells: vec![
                    Cell::read(html! { a href="#" { (id) } }),
                    Cell::words(title),
                    Cell::read(
                        html! { @if owner.is_empty() { span.missing { "nobody" } } @else { (owner) } },
                    ),
                    Cell::read(html! { b { (now) } }),
                    Cell::words(&after.to_string()),
                    Cell::read(mark(*status, "state")),
                ],
                ..Row::default()
            })
            .collect(),
        ..Grid::default()
    });
    split(list, html! { (heat()) })
}

fn heat() -> Markup {
    let words = ["very low", "low", "medium", "high", "critical"];
    let level = |score: usize| match score {
        0..=3 => 1,
        4..=6 => 2,
        7..=10 => 3,
        11..=16 => 4,
        _ => 5u8,
    };
    let labels = ["almost certain", "likely", "possible", "unlikely", "rare"];
    let counts = [[0, 1, 2, 1, 0], [1, 3, 4, 2, 1], [2, 5, 6, 3, 1], [1, 4, 3, 2, 0], [3, 2, 1, 0, 0]];
    heat_map(&HeatMap {
        caption: "Risks as they are now".to_owned(),
        down: "Likelihood".to_owned(),
        across: "Impact".to_owned(),
        rows: labels
            .iter()
            .zip(counts)
            .enumerate()
            .map(|(at, (label, counts))| HeatRow {
                label: format!("{} {label}", 5 - at),
                cells: counts
                    .iter()
                    .enumerate()
                    .map(|(column, count)| {
                        let score = (5 - at) * (column + 1);
                        HeatCell {
                            level: level(score),
                            score: score.to_string(),
                            word: words[usize::from(level(score)) - 1].to_owned(),
                            count: *count,
                            href: Some("#".to_owned()),
                            chosen: if score == 20 && column == 4 { Chosen::Yes } else { Chosen::No },
                        }
                    })
                    .collect(),
            })
            .collect(),
        columns: ["1 slight", "2 minor", "3 serious", "4 major", "5 severe"].map(str::to_owned).to_vec(),
        levels: words
            .iter()
            .zip([6, 14, 18, 8, 2])
            .map(|(word, count)| ((*word).to_owned(), count))
            .collect(),
    })
}

/// Returns the heading of one risk.
pub fn risk_head() -> PageHead {
    PageHead {
        crumbs: vec![("Risks".to_owned(), "#".to_owned())],
        id: "R-12".to_owned(),
        title: "Ransomware stops order handling".to_owned(),
        state: Some((Status::Attention, "acceptance ends in 10 days".to_owned())),
        actions: vec![Action::link("Accept again", "#").primary(), Action::link("Edit", "#").key("e")],
        ..PageHead::default()
    }
}

/// Returns the line that a risk and its controls hang on.
pub fn line() -> Markup {
    let thing = |id: &str, title: &str, status: Option<(Status, &str)>| TraceThing {
        id: id.to_owned(),
        href: "#".to_owned(),
        title: title.to_owned(),
        status: status.map(|(s, w)| (s, w.to_owned())),
    };
    let stop = |kind: &str, things, here, gap: &str| TraceStop {
        kind: kind.to_owned(),
        things,
        gap: gap.to_owned(),
        here,
        quiet: false,
    };
    trace(&[
        stop(
            "assets",
            vec![thing("AST-7", "Order database", None), thing("PRC-3", "Order handling", None)],
            Here::No,
            "",
        ),
        stop("risk", vec![thing("R-12", "Ransomware stops order handling", None)], Here::Yes, ""),
        stop(
            "controls",
            vec![
                thing("A.8.7", "Protection against malware", Some((Status::Met, "met"))),
                thing("A.8.13", "Information backup", Some((Status::Met, "met"))),
                thing("A.8.22", "Segregation of networks", Some((Status::InProgress, "partly"))),
            ],
            Here::No,
            "",
        ),
        stop(
            "evidence",
            vec![
                thing("EV-104", "Restore log, 12 days old", Some((Status::Met, "current"))),
                thing("EV-88", "Scan report", Some((Status::Attention, "late"))),
            ],
            Here::No,
            "",
        ),
        stop("audits", vec![], Here::No, "not sampled yet"),
        stop(
            "findings",
            vec![thing("F-21", "Restore not tested in Q1", Some((Status::Met, "closed")))],
            Here::No,
            "",
        ),
    ])
}

/// Returns one risk.
pub fn risk() -> Markup {
    html! {
        (section("line", "The line", "", &[], line()))
        (split(
            html! {
                (section("facts", "Rating", "", &[], facts(&[
                    Fact::words("Statement", "An attacker enters through the unpatched VPN and encrypts the order database; no orders leave for days."),
                    Fact::new("Owner", html! { a href="#" { "Jana Novak" } }).history("#"),
                    Fact::new("Now", html! { b { "20 critical" } " – likely × severe, because the VPN is unpatched and the network is flat" }).history("#").help("Before the treatment that is planned."),
                    Fact::new("After", html! { b { "8 medium" } " – unlikely × major" }).history("#"),
                    Fact::new("Treatment", html! { "mitigate " (chip(Status::InProgress, "2 of 3 done")) }),
                    Fact::words("Accepted until", ""),
                ])))
                (section("said", "What the rules say", "1", &[], diagnostic(&no_reason("A.8.11"))))
            },
            section("history", "History", "14", &[Action::link("All", "#").quiet()], history()),
        ))
    }
}

fn history() -> Markup {
    let change = |field: &str, before: &str, after: &str| FieldChange {
        field: field.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
    };
    let event = |time: &str, who: &str, what: &str, because: Option<&str>, changes| Event {
        number: "#214".to_owned(),
        href: Some("#".to_owned()),
        time: time.to_owned(),
        who: who.to_owned(),
        what: what.to_owned(),
        channel: "web".to_owned(),
        because: because.map(str::to_owned),
        changes,
        record: None,
    };
    timeline(&[
        Day {
            day: "Yesterday, 20 November 2026".to_owned(),
            events: vec![event(
                "14:05",
                "Petr Horak",
                "rated the risk",
                Some("two attempts seen in October"),
                vec![
                    change("likelihood", "3 possible", "4 likely"),
                    change("because", "", "unpatched VPN and a flat network"),
                ],
            )],
        },
        Day {
            day: "12 March 2026".to_owned(),
            events: vec![
                event(
                    "09:30",
                    "Milos Kral",
                    "accepted residual risk",
                    Some("the treatment is funded for this year"),
                    vec![],
                ),
                event("09:12", "Jana Novak", "asked for acceptance", None, vec![]),
            ],
        },
    ])
}
