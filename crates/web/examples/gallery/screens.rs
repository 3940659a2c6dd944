//! The screens of the gallery, each a whole page.

use maud::{Markup, html};
use web::layout::{Flash, PageDay, PageHead, Shell, Theme, Width, bare, page};
use web::parts::heat_map::{Chosen, HeatCell, HeatMap, HeatRow, heat_map};
use web::parts::lanes::{Lane, Lanes, lanes};
use web::parts::timeline::{Day, Event, FieldChange, timeline};
use web::parts::trace::{Here, TraceStop, TraceThing, trace};
use web::parts::work::{Work, work};
use web::parts::{
    Action, Blame, Cell, Column, ColumnKind, DiagnosticView, Fact, Fold, FormView, Grade, Grid, Group, HeldBack, Help, Icon, Input, Level, Open,
    Proof, Row, Sorted, Status, Widget, ahead, chip, diagnostic, diagnostics, facts, form, grid, mark, section, split, state, tally,
};

use crate::frame::{framed, shell};
use crate::{forms, soa};

/// Returns every screen with its name.
pub fn all(theme: Theme) -> Vec<(&'static str, Markup)> {
    let named = |title: &str| PageHead::new(title);
    vec![
        ("work", my_work(theme)),
        ("timeline", framed(theme, "/o/acme/timeline", timeline_head(), phases())),
        ("readiness", framed(theme, "/o/acme/readiness", readiness_head(), readiness())),
        ("risks", framed(theme, "/o/acme/risks", risks_head(), risks())),
        ("risk", framed(theme, "/o/acme/risks", risk_head(), risk())),
        ("soa", framed(theme, "/o/acme/soa", soa::head(), soa::main())),
        ("control", framed(theme, "/o/acme/controls", control_head(), control())),
        ("form", framed(theme, "/o/acme/risks", named("Add a risk"), forms::risk_form())),
        ("import", framed(theme, "/o/acme/risks", named("Import risks"), forms::import())),
        ("conflict", framed(theme, "/o/acme/risks", named("Error: R-12 was saved meanwhile"), forms::two_people())),
        ("small", framed(theme, "/o/acme", named("Parts"), forms::small())),
        ("past", past(theme)),
        ("login", login(theme)),
    ]
}

fn login(theme: Theme) -> Markup {
    bare("Sign in · Plumbline", theme, Width::Narrow, html! {
        h1 { "Sign in" }
        (form(&FormView {
            action: "#".to_owned(),
            parts: vec![(String::new(), vec![Input::new("name", "Email", Widget::Text).required(), Input::new("password", "Password", Widget::Secret).required()])],
            submit: "Sign in".to_owned(),
            ..FormView::default()
        }))
    })
}

fn my_work(theme: Theme) -> Markup {
    let row = |status, word: &str, title: &str, place: &str, why: &str, due: Option<(Status, &str)>, action: Option<Action>| Work {
        status: (status, word.to_owned()), title: title.to_owned(), href: "#".to_owned(), place: place.to_owned(), why: why.to_owned(),
        due: due.map(|(status, due)| (status, due.to_owned())), action,
    };
    let main = html! {
        (section("decide", "Needs a decision", "2", &[], work(&[
            row(Status::Info, "decision", "Approve scope v2", "Acme Freight", "asked by Petr Horak 2 days ago; holds Stage 1", Some((Status::Attention, "due Fri")), Some(Action::link("Decide", "#").primary())),
            row(Status::Info, "decision", "Accept residual risk R-12", "Acme Freight", "high → medium, until 31 Jan 2027; 7 of 8 accepted", Some((Status::NotStarted, "due Fri")), Some(Action::link("Decide", "#"))),
        ])))
        (section("do", "To do", "5", &[], work(&[
            row(Status::Attention, "late", "Restore test, A.8.13", "Acme Freight", "quarterly run, the last one was 18 August", Some((Status::Problem, "3 days late")), Some(Action::link("Record the run", "#"))),
            row(Status::NotStarted, "open", "Evidence for REQ-15", "Acme Freight", "asked by the auditor yesterday: restore test of the second quarter", Some((Status::NotStarted, "due Wed")), Some(Action::link("Answer", "#"))),
            row(Status::NotStarted, "open", "Name an owner for R-31", "Acme Freight", "holds the risk gate since 9 days", None, Some(Action::link("Open", "#"))),
        ])))
        (ahead(14, "in later phases; next is Risk, from 12 May", "#"))
    };
    let head = PageHead { title: "My work".to_owned(), lead: Some(html! { "7 things wait for you; the next date is Stage 1 on 14 January 2027" }), ..PageHead::default() };
    let flash = Flash { status: Status::Met, words: "R-14 now belongs to Petr Horak".to_owned(), undo: Some(Action::post("Undo", "#").quiet()) };
    page(&Shell { flash: Some(flash), ..shell(theme, "/", head) }, main)
}

fn timeline_head() -> PageHead {
    PageHead {
        title: "Timeline".to_owned(),
        lead: Some(html! { "First certification, wanted by 30 Sep 2027; the forecast is 14 Oct, 14 days late" }),
        actions: vec![Action::link("Fix first blocker", "#").primary(), Action::link("Change dates", "#")],
        ..PageHead::default()
    }
}

fn phases() -> Markup {
    let lane = |number, name: &str, status, word: &str, span, done, dates: &str, gate: &str| Lane {
        number, name: name.to_owned(), href: "#".to_owned(), state: (status, word.to_owned()), span, done, dates: dates.to_owned(), gate: gate.to_owned(), action: None,
    };
    let months = ["Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"];
    lanes(&Lanes {
        ticks: months.iter().zip((0..1000).step_by(83)).map(|(word, at)| ((*word).to_owned(), at)).collect(),
        today: Some(212),
        lanes: vec![
            lane(1, "Scope", Status::Met, "done", (0, 120), 100, "3 Nov to 12 Dec", ""),
            lane(2, "Risk", Status::InProgress, "in progress", (120, 290), 55, "12 Dec to 30 Jan", "3 errors: R-31 no owner; R-40, R-41 not rated"),
            lane(3, "Statement", Status::Held, "held by 2", (270, 380), 0, "20 Jan to 28 Feb", "12 of 93 undecided"),
            lane(4, "Operate", Status::NotStarted, "not started", (300, 690), 0, "1 Feb to 30 Jun", "needs one run of each scheduled control"),
            lane(5, "Check", Status::NotStarted, "not started", (600, 740), 0, "1 Jun to 15 Jul", ""),
            lane(6, "Stage 1", Status::NotStarted, "not started", (740, 760), 0, "16 Jul", ""),
            lane(7, "Stage 2", Status::NotStarted, "not started", (860, 890), 0, "23 to 25 Sep", ""),
            lane(8, "Certificate", Status::NotStarted, "not started", (940, 960), 0, "14 Oct", ""),
            lane(9, "Surveillance", Status::NotStarted, "not started", (985, 1000), 0, "autumn 2028", ""),
        ],
    })
}

fn readiness_head() -> PageHead {
    PageHead {
        title: "Readiness".to_owned(),
        lead: Some(html! { (tally(3, 14, 22)) }),
        actions: vec![Action::post("Apply 2 safe fixes", "#").primary(), Action::link("Export", "#")],
        ..PageHead::default()
    }
}

fn no_reason(id: &str) -> DiagnosticView {
    let proof = |name: &str, value: &str, note: &str, blame| Proof { name: name.to_owned(), value: value.to_owned(), note: note.to_owned(), blame };
    DiagnosticView {
        place: Some((format!("{id} Data masking"), "#".to_owned())),
        field: Some("reasons".to_owned()),
        proof: vec![
            proof("applicable", "yes", "set 3 Feb 2026 by Jana Novak", Blame::Beside),
            proof("reasons", "none", "an auditor will ask why this control was chosen", Blame::Here),
        ],
        rule: Some(("6.1.3 d".to_owned(), "the statement says why each control is included".to_owned())),
        notes: vec!["R-14 and R-22 already name it as treatment".to_owned()],
        help: vec![Help {
            text: "use those risks as the reason".to_owned(),
            grade: Grade::Safe,
            command: Some(format!("plumb soa set {id} --reason risk:R-14,R-22")),
            action: Some(Action::post("Apply", "#")),
        }],
        explain: Some("#".to_owned()),
        since: "6 days".to_owned(),
        ..DiagnosticView::new("PB0613", Level::Error, format!("{id} applies, and no reason for including it is recorded"))
    }
}

fn readiness() -> Markup {
    let plain = |code: &str, level, message: &str, since: &str| Fold {
        message: String::new(), count: String::new(), more: None, open: Open::No,
        shown: vec![DiagnosticView { since: since.to_owned(), help: no_reason("x").help, ..DiagnosticView::new(code, level, message) }],
    };
    diagnostics(&[
        Group {
            title: "6 Planning".to_owned(),
            folds: vec![
                Fold { message: "applicable control has no reason for inclusion".to_owned(), count: "2 controls".to_owned(), shown: vec![no_reason("A.8.11"), no_reason("A.8.12")], more: None, open: Open::Yes },
                plain("PB0602", Level::Error, "R-31 has no owner", "9 days"),
                plain("PB0614", Level::Warning, "the same justification is used on 31 controls", "2 days"),
                plain("PB0607", Level::Note, "R-19 is rated lower after treatment, and one control alone lowers it", "today"),
            ],
            held: vec![HeldBack { count: 12, code: "PB0604".to_owned(), message: "two risks are not rated".to_owned() }],
        },
        Group {
            title: "8 Operation".to_owned(),
            folds: vec![plain("PB0801", Level::Warning, "the restore test of A.8.13 was due on 18 November and is not recorded", "3 days")],
            held: Vec::new(),
        },
    ])
}

fn risks_head() -> PageHead {
    PageHead {
        title: "Risks".to_owned(),
        lead: Some(html! { "Method v2, approved 12 Mar 2026 by M. Kral · 48 risks, 5 above the acceptance level" }),
        actions: vec![Action::link("New risk", "#").primary().icon(Icon::Plus), Action::link("Import", "#"), Action::link("Export", "#")],
        ..PageHead::default()
    }
}

fn risks() -> Markup {
    let rows = [
        ("R-12", "Ransomware stops order handling", "JN", 20, 8, Status::Attention), ("R-31", "Former staff keep access to the carrier portal", "", 16, 16, Status::Problem),
        ("R-14", "Customer data copied from the test system", "PH", 15, 6, Status::InProgress), ("R-22", "Order data sent to the wrong customer", "PH", 12, 6, Status::Met),
        ("R-19", "Power fails at the warehouse for a day", "MK", 12, 4, Status::Met), ("R-40", "A supplier of the scanner software closes", "MK", 9, 9, Status::Met),
        ("R-7", "Laptop lost with local copies of contracts", "JN", 8, 3, Status::Met), ("R-3", "Backup tapes unreadable when needed", "JN", 8, 2, Status::Met),
        ("R-9", "Phishing of the accounts team", "PH", 6, 4, Status::Met), ("R-28", "Flood in the basement archive", "MK", 4, 4, Status::Met),
    ];
    let column = |label: &str, kind| Column { field: label.to_lowercase(), label: label.to_owned(), kind, ..Column::default() };
    let list = grid(&Grid {
        id: "risks".to_owned(),
        caption: "Risks".to_owned(),
        columns: vec![column("Id", ColumnKind::Id), column("Risk", ColumnKind::Wide), column("Owner", ColumnKind::Words),
            Column { sort: Some(("#".to_owned(), Sorted::Down)), ..column("Now", ColumnKind::Number) }, column("After", ColumnKind::Number), column("State", ColumnKind::Mark)],
        rows: rows.iter().map(|(id, title, owner, now, after, status)| Row {
            id: (*id).to_owned(),
            cells: vec![
                Cell::read(html! { a href="#" { (id) } }), Cell::words(title),
                Cell::read(html! { @if owner.is_empty() { span.missing { "nobody" } } @else { (owner) } }),
                Cell::read(html! { b { (now) } }), Cell::words(&after.to_string()), Cell::read(mark(*status, "state")),
            ],
            ..Row::default()
        }).collect(),
        ..Grid::default()
    });
    split(list, html! { (heat()) })
}

fn heat() -> Markup {
    let words = ["very low", "low", "medium", "high", "critical"];
    let level = |score: usize| match score { 0..=3 => 1, 4..=6 => 2, 7..=10 => 3, 11..=16 => 4, _ => 5u8 };
    let labels = ["almost certain", "likely", "possible", "unlikely", "rare"];
    let counts = [[0, 1, 2, 1, 0], [1, 3, 4, 2, 1], [2, 5, 6, 3, 1], [1, 4, 3, 2, 0], [3, 2, 1, 0, 0]];
    heat_map(&HeatMap {
        caption: "Risks as they are now".to_owned(),
        down: "Likelihood".to_owned(),
        across: "Impact".to_owned(),
        rows: labels.iter().zip(counts).enumerate().map(|(at, (label, counts))| HeatRow {
            label: format!("{} {label}", 5 - at),
            cells: counts.iter().enumerate().map(|(column, count)| {
                let score = (5 - at) * (column + 1);
                HeatCell {
                    level: level(score), score: score.to_string(), word: words[usize::from(level(score)) - 1].to_owned(), count: *count,
                    href: Some("#".to_owned()), chosen: if score == 20 && column == 4 { Chosen::Yes } else { Chosen::No },
                }
            }).collect(),
        }).collect(),
        columns: ["1 slight", "2 minor", "3 serious", "4 major", "5 severe"].map(str::to_owned).to_vec(),
        levels: words.iter().zip([6, 14, 18, 8, 2]).map(|(word, count)| ((*word).to_owned(), count)).collect(),
    })
}

fn risk_head() -> PageHead {
    PageHead {
        crumbs: vec![("Risks".to_owned(), "#".to_owned())],
        id: "R-12".to_owned(),
        title: "Ransomware stops order handling".to_owned(),
        state: Some((Status::Attention, "acceptance ends in 10 days".to_owned())),
        actions: vec![Action::link("Accept again", "#").primary(), Action::link("Edit", "#").key("e")],
        ..PageHead::default()
    }
}

fn line() -> Markup {
    let thing = |id: &str, title: &str, status: Option<(Status, &str)>| TraceThing { id: id.to_owned(), href: "#".to_owned(), title: title.to_owned(), status: status.map(|(s, w)| (s, w.to_owned())) };
    let stop = |kind: &str, things, here, gap: &str| TraceStop { kind: kind.to_owned(), things, gap: gap.to_owned(), here };
    trace(&[
        stop("assets", vec![thing("AST-7", "Order database", None), thing("PRC-3", "Order handling", None)], Here::No, ""),
        stop("risk", vec![thing("R-12", "Ransomware stops order handling", None)], Here::Yes, ""),
        stop("controls", vec![thing("A.8.7", "Protection against malware", Some((Status::Met, "met"))), thing("A.8.13", "Information backup", Some((Status::Met, "met"))), thing("A.8.22", "Segregation of networks", Some((Status::InProgress, "partly")))], Here::No, ""),
        stop("evidence", vec![thing("EV-104", "Restore log, 12 days old", Some((Status::Met, "current"))), thing("EV-88", "Scan report", Some((Status::Attention, "late")))], Here::No, ""),
        stop("audits", vec![], Here::No, "not sampled yet"),
        stop("findings", vec![thing("F-21", "Restore not tested in Q1", Some((Status::Met, "closed")))], Here::No, ""),
    ])
}

fn risk() -> Markup {
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
    let change = |field: &str, before: &str, after: &str| FieldChange { field: field.to_owned(), before: before.to_owned(), after: after.to_owned() };
    let event = |time: &str, who: &str, what: &str, because: Option<&str>, changes| Event {
        number: "#214".to_owned(), href: Some("#".to_owned()), time: time.to_owned(), who: who.to_owned(), what: what.to_owned(), channel: "web".to_owned(),
        because: because.map(str::to_owned), changes, record: None,
    };
    timeline(&[
        Day { day: "Yesterday, 20 November 2026".to_owned(), events: vec![event("14:05", "Petr Horak", "rated the risk", Some("two attempts seen in October"), vec![change("likelihood", "3 possible", "4 likely"), change("because", "", "unpatched VPN and a flat network")])] },
        Day { day: "12 March 2026".to_owned(), events: vec![event("09:30", "Milos Kral", "accepted residual risk", Some("the treatment is funded for this year"), vec![]), event("09:12", "Jana Novak", "asked for acceptance", None, vec![])] },
    ])
}

fn control_head() -> PageHead {
    PageHead {
        crumbs: vec![("Controls".to_owned(), "#".to_owned())],
        id: "A.8.13".to_owned(),
        title: "Information backup".to_owned(),
        state: Some((Status::Met, "implemented".to_owned())),
        lead: Some(html! { "Owner Jana Novak · " (state(Status::Met, "designed")) " · " (state(Status::Met, "running")) " · " (state(Status::Attention, "test due")) }),
        actions: vec![Action::link("Record a run", "#").primary(), Action::link("Edit", "#").key("e")],
    }
}

fn control() -> Markup {
    html! {
        (section("line", "The line", "", &[], line()))
        (split(
            html! {
                (section("design", "How it works here", "", &[], html! { p { "Nightly snapshots of the order database and the file shares go to a second site. A restore of one system is tested every quarter, and the log is kept." } }))
                (section("runs", "Runs", "5 of 6 done, 1 late", &[], facts(&[
                    Fact::new("Jun", html! { (state(Status::NotStarted, "due 1 June")) }),
                    Fact::new("Apr", html! { (state(Status::Met, "done")) " " a.mono href="#" { "EV-104" } }),
                    Fact::new("Jan", html! { (state(Status::Attention, "late by 4 days")) " " a.mono href="#" { "EV-61" } }),
                ])))
            },
            section("meets", "Meets", "", &[], facts(&[
                Fact::words("Treats", "R-12, R-19"), Fact::words("Clauses", "27001 A.8.13; also TSC A1.2"), Fact::words("Exceptions", "none"),
            ])),
        ))
    }
}

/// A page of a past day.
fn past(theme: Theme) -> Markup {
    let day = PageDay::AsOf("31 March 2026, 18:00 UTC".to_owned(), "#".to_owned());
    page(&Shell { day, ..shell(theme, "/o/acme/risks", risks_head()) }, risks())
}
