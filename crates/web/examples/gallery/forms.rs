//! Forms, wizard, conflict, confirmation and small parts of the gallery.

use maud::{Markup, html};
use web::parts::confirm::{Confirm, confirm};
use web::parts::conflict::{Conflict, ConflictField, conflict};
use web::parts::digest::{code, command, digest};
use web::parts::empty::empty;
use web::parts::pager::{Pager, pager};
use web::parts::progress::progress;
use web::parts::steps::steps;
use web::parts::table::{Table, table};
use web::parts::term::term;
use web::parts::upload::upload;
use web::parts::{
    Action, Choice, FormView, Icon, Input, Level, Status, Widget, chip, form, halves, key, section, state,
    tag, tally,
};

/// Returns a form with two problems.
pub fn risk_form() -> Markup {
    let people = vec![
        Choice::new("P-1", "Jana Novak"),
        Choice::new("P-2", "Petr Horak"),
        Choice::new("P-3", "Milos Kral"),
    ];
    let assets = vec![
        Choice::new("AST-7", "Order database"),
        Choice::new("AST-9", "Warehouse network"),
        Choice::new("PRC-3", "Order handling"),
    ];
    form(&FormView {
        action: "#".to_owned(),
        revision: Some(4),
        parts: vec![
            (
                String::new(),
                vec![
                    Input::new("title", "Title", Widget::Text).hint("What may happen, to what, and why it hurts.").value("Ransomware stops order handling").required(),
                    Input::new("statement", "Statement", Widget::LongText(3)).value("An attacker enters through the unpatched VPN and encrypts the order database; no orders leave for days."),
                    Input::new("about", "What it is about", Widget::Refs(assets)).hint("Assets and processes; type an id or a name.").value("AST-7,PRC-3").required(),
                    Input::new("owner", "Owner", Widget::Ref(people)).hint("The person who answers for it and accepts what is left.").error(Some("Enter the person who owns it; a role alone cannot accept a risk".to_owned())).required(),
                ],
            ),
            (
                "Rating".to_owned(),
                vec![
                    Input::new("likelihood", "Likelihood", Widget::Radio(vec![
                        Choice::new("3", "3 possible").help("once in three years"),
                        Choice::new("4", "4 likely").help("once a year"),
                        Choice::new("5", "5 almost certain").help("several times a year"),
                    ])).value("4").required(),
                    Input::new("climate", "Does climate change bear on it?", Widget::Decision),
                    Input::new("review", "Next review", Widget::Date).hint("A day, or +90d, or next fri.").value("3 Feb 2026").error(Some("Enter a review date after 21 November 2026".to_owned())).required(),
                    Input::new("cost", "Cost of the treatment", Widget::Number(0, 1_000_000, "EUR a year".to_owned())).value("12000"),
                    Input::new("treatment", "Treatment", Widget::Select(vec![Choice::new("mitigate", "mitigate"), Choice::new("accept", "accept")])),
                    Input::new("tags", "Tags", Widget::Tags).hint("Parted by commas.").value("vpn, orders"),
                ],
            ),
        ],
        submit: "Save the risk".to_owned(),
        cancel: Some("#".to_owned()),
        ..FormView::default()
    })
}

/// Returns a conflict of two people.
pub fn two_people() -> Markup {
    conflict(&Conflict {
        action: "#".to_owned(),
        revision: 5,
        theirs: "Petr Horak saved R-12 at 14:05, two minutes before you".to_owned(),
        fields: vec![ConflictField {
            name: "because".to_owned(),
            label: "Why this likelihood".to_owned(),
            was: "unpatched VPN".to_owned(),
            theirs: "unpatched VPN and a flat network".to_owned(),
            yours: "unpatched VPN; two attempts seen in October".to_owned(),
        }],
        merged: vec![("owner".to_owned(), "Owner".to_owned(), "P-1".to_owned())],
        cancel: "#".to_owned(),
    })
}

/// Returns the import wizard at its fourth step.
pub fn import() -> Markup {
    let back = || Some("#".to_owned());
    html! {
        (steps(&[("File", back()), ("What it is", back()), ("Columns", back()), ("Check", back()), ("Apply", None)], 3))
        (progress("Reading the sheet", 1240, 2000, "410 rows a second, 2 s left"))
        (section("rows", "Rows", "214 in sheet “Register”", &[Action::link("Download the refused rows", "#").icon(Icon::Download)], table(&Table {
            caption: String::new(),
            head: ["What will happen", "#Rows", "First of them"].map(str::to_owned).to_vec(),
            rows: vec![
                vec![state(Status::InProgress, "new"), html! { "180" }, html! { "row 2 Ransomware stops order handling" }],
                vec![state(Status::Info, "changed"), html! { "22" }, html! { code { "R-14" } " owner: Petr Horak → Jana Novak" }],
                vec![state(Status::Met, "same"), html! { "9" }, html! { code { "R-3" } }],
                vec![state(Status::Problem, "refused"), html! { "3" }, html! { "row 41, column F: “Very likely” is not on the scale; did you mean “likely” (4)?" }],
            ],
        })))
        (upload("#", "file", ".xlsx,.csv", "Excel or CSV, up to 20 MB. Nothing is written before you say so."))
    }
}

/// Returns the small parts and the pages of one question.
pub fn small() -> Markup {
    let all = [
        (Status::Met, "met"),
        (Status::Attention, "attention"),
        (Status::Problem, "problem"),
        (Status::InProgress, "in progress"),
        (Status::Held, "held"),
        (Status::NotStarted, "not started"),
        (Status::NotApplicable, "not applicable"),
        (Status::Info, "to know"),
    ];
    html! {
        (section("chips", "Chips and states", "", &[], html! {
            p.row { @for (status, word) in all { (chip(status, word)) } }
            p.row { @for (status, word) in all { (state(status, word)) } }
            p.row { (tag("risk")) (tag("law")) (key("Ctrl K")) (tally(3, 14, 0)) (Level::Note.word()) }
            div { "The " (term("t-soa", "Statement of Applicability", "says of each control of Annex A whether it applies here, why, and how far it is done.")) " is kept by " code { "A.8.13" } ", " (digest("sha256", "9f2c4411aa00bb11cc22dd33ee44ff5566778899aabbccddeeff00112233e1f0")) ", " (command("plumb soa set A.8.11 --reason risk:R-14,R-22")) }
        }))
        (section("buttons", "Buttons", "4", &[Action::link("Open as grid", "#").quiet()], html! {
            div.row {
                (Action::link("Record a run", "#").primary().icon(Icon::Plus).show()) (Action::link("Compare", "#").show())
                (Action::post("Withdraw", "#").grave().show()) (Action::link("Explain", "#").quiet().show())
            }
        }))
        (pager(&Pager { first: 1, last: 100, whole: 214, of: "risks".to_owned(), after: Some("#".to_owned()), all: Some("#".to_owned()), before: None }))
        (halves(
            empty(Icon::Incident, "No incident recorded", "Report one as soon as something happens; three fields are enough.", &[Action::link("Report an incident", "#").primary()]),
            confirm(&Confirm {
                sentence: "Approve version 3 of the Statement of Applicability?".to_owned(),
                follows: vec!["Version 2 is superseded today.".to_owned(), "A later change opens a new draft; this version stays as it is.".to_owned()],
                action: "#".to_owned(),
                inputs: vec![Input::new("because", "Why now", Widget::Text).required()],
                yes: "Approve version 3".to_owned(),
                no: "#".to_owned(),
                ..Confirm::default()
            }),
        ))
        (section("code", "Code", "", &[], code("$ plumb verify\nchain 48,211 events  ok   files 1,902  ok   head 51d0…aa")))
    }
}
