//! The screens of the gallery, each a whole page.

use maud::{Markup, html};
use web::layout::{Flash, PageDay, PageHead, Shell, Theme, Width, bare, page};
use web::parts::lanes::{Lane, Lanes, lanes};
use web::parts::work::{Work, work};
use web::parts::{
    Action, Blame, DiagnosticView, Fact, Fold, FormView, Grade, Group, HeldBack, Help, Input, Level, Open,
    Proof, Secret, Status, Widget, ahead, diagnostics, facts, form, section, split, state, tally,
};

use crate::frame::{framed, shell};
use crate::risks::{line, risk, risk_head, risks, risks_head};
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
        (
            "conflict",
            framed(theme, "/o/acme/risks", named("Error: R-12 was saved meanwhile"), forms::two_people()),
        ),
        ("small", framed(theme, "/o/acme", named("Parts"), forms::small())),
        ("past", past(theme)),
        ("login", login(theme)),
    ]
}

fn login(theme: Theme) -> Markup {
    bare(
        "Sign in · Plumbline",
        theme,
        Width::Narrow,
        html! {
            h1 { "Sign in" }
            (form(&FormView {
                action: "#".to_owned(),
                parts: vec![(String::new(), vec![Input::new("name", "Email", Widget::Account).required(), Input::new("password", "Password", Widget::Secret(Secret::Known)).required()])],
                submit: "Sign in".to_owned(),
                ..FormView::default()
            }))
        },
    )
}

fn my_work(theme: Theme) -> Markup {
    let row = |status,
               word: &str,
               title: &str,
               place: &str,
               why: &str,
               due: Option<(Status, &str)>,
               action: Option<Action>| Work {
        status: (status, word.to_owned()),
        title: title.to_owned(),
        href: "#".to_owned(),
        place: place.to_owned(),
        why: html! { (why) },
        due: due.map(|(status, due)| (status, due.to_owned())),
        action,
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
    let head = PageHead {
        title: "My work".to_owned(),
        lead: Some(html! { "7 things wait for you; the next date is Stage 1 on 14 January 2027" }),
        ..PageHead::default()
    };
    let flash = Flash {
        status: Status::Met,
        words: "R-14 now belongs to Petr Horak".to_owned(),
        undo: Some(Action::post("Undo", "#").quiet()),
    };
    page(&Shell { flash: Some(flash), ..shell(theme, "/", head) }, main)
}

fn timeline_head() -> PageHead {
    PageHead {
        title: "Timeline".to_owned(),
        lead: Some(
            html! { "First certification, wanted by 30 Sep 2027; the forecast is 14 Oct, 14 days late" },
        ),
        actions: vec![Action::link("Fix first blocker", "#").primary(), Action::link("Change dates", "#")],
        ..PageHead::default()
    }
}

fn phases() -> Markup {
    let lane = |number, name: &str, status, word: &str, span, done, dates: &str, gate: &str| Lane {
        number,
        name: name.to_owned(),
        href: "#".to_owned(),
        state: (status, word.to_owned()),
        span,
        done,
        dates: dates.to_owned(),
        gate: html! { (gate) },
        action: None,
    };
    let months = ["Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"];
    lanes(&Lanes {
        ticks: months.iter().zip((0..1000).step_by(83)).map(|(word, at)| ((*word).to_owned(), at)).collect(),
        today: Some(212),
        lanes: vec![
            lane(1, "Scope", Status::Met, "done", (0, 120), 100, "3 Nov to 12 Dec", ""),
            lane(
                2,
                "Risk",
                Status::InProgress,
                "in progress",
                (120, 290),
                55,
                "12 Dec to 30 Jan",
                "3 errors: R-31 no owner; R-40, R-41 not rated",
            ),
            lane(
                3,
                "Statement",
                Status::Held,
                "held by 2",
                (270, 380),
                0,
                "20 Jan to 28 Feb",
                "12 of 93 undecided",
            ),
            lane(
                4,
                "Operate",
                Status::NotStarted,
                "not started",
                (300, 690),
                0,
                "1 Feb to 30 Jun",
                "needs one run of each scheduled control",
            ),
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

/// Returns a diagnostic with all its parts.
pub fn no_reason(id: &str) -> DiagnosticView {
    let proof = |name: &str, value: &str, note: &str, blame| Proof {
        name: name.to_owned(),
        value: value.to_owned(),
        note: note.to_owned(),
        blame,
    };
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
        ..DiagnosticView::new(
            "PB0613",
            Level::Error,
            format!("{id} applies, and no reason for including it is recorded"),
        )
    }
}

fn readiness() -> Markup {
    let plain = |code: &str, level, message: &str, since: &str| Fold {
        message: String::new(),
        count: String::new(),
        more: None,
        open: Open::No,
        shown: vec![DiagnosticView {
            since: since.to_owned(),
            help: no_reason("x").help,
            ..DiagnosticView::new(code, level, message)
        }],
    };
    diagnostics(&[
        Group {
            title: "6 Planning".to_owned(),
            folds: vec![
                Fold {
                    message: "applicable control has no reason for inclusion".to_owned(),
                    count: "2 controls".to_owned(),
                    shown: vec![no_reason("A.8.11"), no_reason("A.8.12")],
                    more: None,
                    open: Open::Yes,
                },
                plain("PB0602", Level::Error, "R-31 has no owner", "9 days"),
                plain("PB0614", Level::Warning, "the same justification is used on 31 controls", "2 days"),
                plain(
                    "PB0607",
                    Level::Note,
                    "R-19 is rated lower after treatment, and one control alone lowers it",
                    "today",
                ),
            ],
            held: vec![HeldBack {
                count: 12,
                code: "PB0604".to_owned(),
                message: "two risks are not rated".to_owned(),
            }],
        },
        Group {
            title: "8 Operation".to_owned(),
            folds: vec![plain(
                "PB0801",
                Level::Warning,
                "the restore test of A.8.13 was due on 18 November and is not recorded",
                "3 days",
            )],
            held: Vec::new(),
        },
    ])
}

fn control_head() -> PageHead {
    PageHead {
        crumbs: vec![("Controls".to_owned(), "#".to_owned())],
        id: "A.8.13".to_owned(),
        title: "Information backup".to_owned(),
        state: Some((Status::Met, "implemented".to_owned())),
        lead: Some(
            html! { "Owner Jana Novak · " (state(Status::Met, "designed")) " · " (state(Status::Met, "running")) " · " (state(Status::Attention, "test due")) },
        ),
        actions: vec![Action::link("Record a run", "#").primary(), Action::link("Edit", "#").key("e")],
        ..PageHead::default()
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
