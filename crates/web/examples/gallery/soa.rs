//! The Statement of Applicability of the gallery.

use maud::{Markup, html};
use web::layout::PageHead;
use web::parts::filter::{FilterBar, Pick, filter_bar};
use web::parts::grid::choices;
use web::parts::version_bar::{VersionBar, version_bar};
use web::parts::{
    Action, Cell, Choice, Column, ColumnKind, Density, Editing, Grid, KeySets, Press, Row, Status, Widget,
    count, grid, mark, state, tag,
};

type Line = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    Status,
    &'static str,
    &'static str,
);

const LINES: &[Line] = &[
    (
        "A.8.8",
        "Management of technical vulnerabilities",
        "yes",
        "risk,law",
        "R-12, R-31; the customer contract asks for 30 days",
        None,
        Status::Met,
        "JN",
        "EV-96",
    ),
    ("A.8.9", "Configuration management", "yes", "risk", "R-14", None, Status::InProgress, "PH", ""),
    (
        "A.8.10",
        "Information deletion",
        "yes",
        "law",
        "Personal data is kept no longer than the register of processing says",
        None,
        Status::NotStarted,
        "",
        "",
    ),
    ("A.8.11", "Data masking", "yes", "", "", Some("treats R-14, R-22"), Status::NotStarted, "PH", ""),
    (
        "A.8.12",
        "Data leakage prevention",
        "yes",
        "risk,law",
        "Customer contract §7; R-14",
        None,
        Status::InProgress,
        "PH",
        "late",
    ),
    (
        "A.8.13",
        "Information backup",
        "yes",
        "risk",
        "R-12; recovery goal 4 h",
        None,
        Status::Met,
        "JN",
        "EV-104",
    ),
    (
        "A.8.14",
        "Redundancy of information processing facilities",
        "no",
        "",
        "Single site; an outage of 24 h is accepted by the business",
        None,
        Status::NotApplicable,
        "",
        "",
    ),
    ("A.8.15", "Logging", "yes", "risk,baseline", "R-12, R-19", None, Status::Met, "JN", "EV-77"),
    ("A.8.16", "Monitoring activities", "", "", "", Some("treats R-12"), Status::NotStarted, "", ""),
    ("A.8.17", "Clock synchronization", "", "", "", None, Status::NotStarted, "", ""),
    (
        "A.8.18",
        "Use of privileged utility programs",
        "yes",
        "risk",
        "R-31",
        None,
        Status::InProgress,
        "MK",
        "",
    ),
    (
        "A.8.19",
        "Installation of software on operational systems",
        "yes",
        "risk",
        "R-31, R-40",
        None,
        Status::Met,
        "MK",
        "EV-88",
    ),
    ("A.8.20", "Networks security", "yes", "risk", "R-12", None, Status::Met, "JN", "EV-90"),
    (
        "A.8.21",
        "Security of network services",
        "yes",
        "contract",
        "Contract with the carrier, annex 2",
        None,
        Status::Met,
        "JN",
        "EV-91",
    ),
    ("A.8.22", "Segregation of networks", "yes", "risk", "R-12", None, Status::InProgress, "JN", ""),
    (
        "A.8.23",
        "Web filtering",
        "no",
        "",
        "No people browse from the in-scope systems; access is by allow list",
        None,
        Status::NotApplicable,
        "",
        "",
    ),
];

/// Returns the page's heading.
pub fn head() -> PageHead {
    PageHead {
        title: "Statement of Applicability".to_owned(),
        lead: Some(html! { (count(81, 93, "decided")) " · 12 undecided · 2 errors" }),
        actions: vec![
            Action::link("Next undecided", "#A.8.16").primary().key("u"),
            Action::link("Compare with v2", "#"),
            Action::link("Send for approval", "#"),
        ],
        ..PageHead::default()
    }
}

/// Returns the page's main part.
pub fn main() -> Markup {
    html! {
        (version_bar(&VersionBar {
            version: "v3".to_owned(),
            state: (Status::InProgress, "draft".to_owned()),
            words: "begun 3 Nov by Jana Novak".to_owned(),
            holds: Some(("v2 holds, approved 12 Mar by M. Kral".to_owned(), "#".to_owned())),
            actions: Vec::new(),
        }))
        (filter_bar(&FilterBar {
            action: "#".to_owned(),
            words: Some(String::new()),
            picks: vec![
                Pick { name: "theme".to_owned(), label: "Theme".to_owned(), choices: choices(&["all", "organizational", "people", "physical", "technological"]), chosen: "technological".to_owned() },
                Pick { name: "state".to_owned(), label: "State".to_owned(), choices: vec![Choice::new("", "all"), Choice::new("open", "open")], chosen: String::new() },
                Pick { name: "owner".to_owned(), label: "Owner".to_owned(), choices: vec![Choice::new("", "all"), Choice::new("P-1", "Jana Novak")], chosen: String::new() },
            ],
            counted: "34 of 93".to_owned(),
            clear: Some("#".to_owned()),
            views: vec![("Grid".to_owned(), "#".to_owned()), ("Cards".to_owned(), "#".to_owned())],
            ..FilterBar::default()
        }))
        (grid(&table()))
    }
}

fn table() -> Grid {
    let set = |key: &str, field: &str, value: &str, press| KeySets {
        key: key.to_owned(),
        field: field.to_owned(),
        value: value.to_owned(),
        press,
    };
    Grid {
        id: "soa".to_owned(),
        caption: "Statement of Applicability, technological controls".to_owned(),
        columns: columns(),
        rows: LINES.iter().map(row).collect(),
        density: Density::Compact,
        keys: vec![
            set("y", "applicable", "yes", Press::Replaces),
            set("n", "applicable", "no", Press::Replaces),
            set("1", "reasons", "risk", Press::Toggles),
            set("2", "reasons", "law", Press::Toggles),
            set("3", "reasons", "contract", Press::Toggles),
            set("4", "reasons", "baseline", Press::Toggles),
            set("-", "state", "not started", Press::Replaces),
            set("p", "state", "planned", Press::Replaces),
            set("t", "state", "partly", Press::Replaces),
            set("i", "state", "implemented", Press::Replaces),
        ],
    }
}

fn columns() -> Vec<Column> {
    let column = |field: &str, label: &str, kind, edit| Column {
        field: field.to_owned(),
        label: label.to_owned(),
        kind,
        edit,
        ..Column::default()
    };
    let reasons = choices(&["risk", "law", "contract", "baseline"]);
    vec![
        column("id", "Control", ColumnKind::Id, None),
        column("title", "Title", ColumnKind::Wide, None),
        column(
            "applicable",
            "Applies",
            ColumnKind::Words,
            Some(Widget::Select(choices(&["yes", "no", "undecided"]))),
        ),
        column("reasons", "Because of", ColumnKind::Words, Some(Widget::Check(reasons))),
        column("justification", "Justification", ColumnKind::Wide, Some(Widget::LongText(2))),
        column(
            "state",
            "State",
            ColumnKind::Words,
            Some(Widget::Select(choices(&["not started", "planned", "partly", "implemented"]))),
        ),
        column("owner", "Owner", ColumnKind::Words, Some(Widget::Text)),
        column("evidence", "Evidence", ColumnKind::Id, None),
        column("said", "Rules", ColumnKind::Mark, None),
    ]
}

fn row(line: &Line) -> Row {
    let (id, title, applies, reasons, why, proposed, status, owner, evidence) = *line;
    let justification = Cell::words_edit(why);
    Row {
        id: id.to_owned(),
        action: Some(format!("/o/acme/soa/{id}")),
        revision: 7,
        edit_href: Some(format!("?edit={id}#{id}")),
        editing: if id == "A.8.18" { Editing::Yes } else { Editing::No },
        problem: None,
        cells: vec![
            Cell::read(html! { a href={ "/o/acme/controls/" (id) } { (id) } }),
            Cell::words(title),
            Cell::edit(
                match applies {
                    "yes" => html! { "yes" },
                    "no" => html! { "no" },
                    _ => html! { span.missing { "undecided" } },
                },
                applies,
            ),
            Cell::edit(
                html! { @for reason in reasons.split(',').filter(|reason| !reason.is_empty()) { (tag(reason)) " " } },
                reasons,
            ),
            match proposed {
                Some(words) => justification.proposed(words),
                None => justification,
            },
            Cell::edit(state(status, state_word(status)), state_word(status)),
            Cell::words_edit(owner),
            Cell::read(if evidence == "late" {
                state(Status::Attention, "late")
            } else {
                html! { @if !evidence.is_empty() { a href="#" { (evidence) } } }
            }),
            Cell::read(match (applies, reasons, proposed) {
                ("yes", "", _) => {
                    mark(Status::Problem, "PB0613 applicable control has no reason for inclusion")
                }
                ("", _, _) => mark(Status::Held, "PB0611 control undecided"),
                _ => html! {},
            }),
        ],
    }
}

fn state_word(status: Status) -> &'static str {
    match status {
        Status::Met => "implemented",
        Status::InProgress => "partly",
        Status::NotApplicable => "does not apply",
        Status::Attention | Status::Problem | Status::Held | Status::NotStarted | Status::Info => {
            "not started"
        }
    }
}
