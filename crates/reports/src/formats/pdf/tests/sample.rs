//! Documents for tests: a Statement of Applicability with 93 rows of invented text, and one that shows a text everywhere.

use jiff::civil::date;

use crate::content::{
    Align, Approval, Block, Cell, Chip, Column, Content, Fact, LedgerHead, Paper, Section, Status, Table,
};

/// How many controls each theme has.
pub const THEMES: [(u8, u8); 4] = [(5, 37), (6, 8), (7, 14), (8, 34)];

const TITLES: [&str; 8] = [
    "Policies for information security",
    "Roles and responsibilities",
    "Contact with authorities",
    "Inventory of information and other associated assets",
    "Information security in supplier relationships",
    "Backup",
    "Logging",
    "Separation of development, test and production environments",
];
const REASONS: [&str; 5] = [
    "Treats unauthorised access to customer data through shared accounts; the customer contract asks for it too.",
    "Needed to restore order handling within four hours.",
    "Contract with Bolt Logistics, section 7.",
    "Law on accounting asks for records to be kept for ten years, readable and unchanged; the finance lead owns the archive and \
     checks once a quarter that a sample of documents can be opened.",
    "Baseline decision of the management review of March.",
];

/// Returns a Statement of Applicability that looks like a real one.
pub fn statement_of_applicability() -> Content {
    Content {
        id: "SOA v3".to_owned(),
        organisation: "Acme Software s.r.o.".to_owned(),
        title: "Statement of Applicability".to_owned(),
        subtitle: "ISO/IEC 27001:2022, clause 6.1.3 d)".to_owned(),
        version: "version 3".to_owned(),
        state: Chip::new(Status::InProgress, "draft, sent for approval"),
        classification: "Confidential".to_owned(),
        as_of: date(2026, 11, 21),
        ledger: head(),
        logos: Vec::new(),
        facts: vec![
            Fact::text(
                "Scope",
                "Development, operation and support of the Acme order platform for business customers, from the offices in Brno and Vienna.",
            ),
            Fact::text("Scope version", "version 2, approved 2026-09-02"),
            Fact::text("Risk assessment", "method version 2; 42 risks, last rated 2026-11-03"),
            Fact::text("Controls", "93 of 93 decided: 86 apply, 7 do not"),
            Fact::text("Owner", "Jana Nováková, security lead"),
            Fact::text("Replaces", "version 2 of 2026-06-30"),
        ],
        sections: vec![
            Section { heading: "Purpose and reading".to_owned(), paper: Paper::Portrait, blocks: purpose() },
            Section {
                heading: "Approval".to_owned(),
                paper: Paper::Portrait,
                blocks: vec![Block::Approvals(approvals())],
            },
            Section {
                heading: "Annex A controls".to_owned(),
                paper: Paper::Landscape,
                blocks: vec![Block::Table(annex_a())],
            },
            Section {
                heading: "Changes since version 2".to_owned(),
                paper: Paper::Portrait,
                blocks: vec![Block::Remark("None.".to_owned())],
            },
        ],
    }
}

fn head() -> LedgerHead {
    let digest = "3f9a6c21d07be8451c55aa90be17f3d2".repeat(2);
    LedgerHead { seq: 1042, digest, ..LedgerHead::default() }
}

fn purpose() -> Vec<Block> {
    vec![
        Block::Paragraph(
            "This document states for each control of Annex A whether it applies, why, and where its implementation stands. \
             The reasons name the risks, obligations and agreements that ask for the control; the registers hold their text."
                .to_owned(),
        ),
        Block::Heading("Reasons".to_owned()),
        Block::Facts(vec![
            Fact::text("Risk", "the control treats a risk of the register (R)"),
            Fact::text("Law", "a law or regulation asks for it (LAW)"),
            Fact::text("Contract", "an agreement with a customer or supplier asks for it (AGR)"),
        ]),
        Block::Heading("States".to_owned()),
        Block::Facts(vec![
            Fact { label: "Implemented".to_owned(), value: Cell::Chip(Chip::new(Status::Met, "designed, running, with evidence")) },
            Fact { label: "Partly".to_owned(), value: Cell::Chip(Chip::new(Status::InProgress, "begun")) },
            Fact { label: "Late".to_owned(), value: Cell::Chip(Chip::new(Status::Attention, "a run or a test is overdue")) },
        ]),
    ]
}

fn approvals() -> Vec<Approval> {
    let given = Chip::new(Status::Met, "approved");
    let asked = Chip::new(Status::InProgress, "asked for");
    vec![
        Approval {
            name: "Jana Nováková".to_owned(),
            role: "Security lead".to_owned(),
            decision: given,
            on: Some(date(2026, 11, 20)),
        },
        Approval {
            name: "Petr Horák".to_owned(),
            role: "Top management".to_owned(),
            decision: asked,
            on: None,
        },
    ]
}

fn annex_a() -> Table {
    let mut table = Table::new(vec![
        Column::fixed("Control", 17),
        Column::fixed("Title", 46),
        Column { align: Align::Centre, ..Column::fixed("Applies", 15) },
        Column::fixed("Reason", 22),
        Column::share("Justification", 1),
        Column::fixed("State", 30),
        Column::fixed("Owner", 26),
    ]);
    let mut at = 0;
    for (theme, count) in THEMES {
        table.band(format!(
            "A.{theme} {}",
            ["Organizational", "People", "Physical", "Technological"][usize::from(theme) - 5]
        ));
        for number in 1..=count {
            table.row(row(at, format!("A.{theme}.{number}")));
            at += 1;
        }
    }
    table
}

fn row(at: usize, id: String) -> Vec<Cell> {
    let title = Cell::Text(TITLES[at % TITLES.len()].to_owned());
    if at % 13 == 12 {
        let why =
            Cell::Text("Single site; an outage of 24 hours is accepted. Reviewed 2026-06-30.".to_owned());
        let not = Cell::Chip(Chip::new(Status::NotApplicable, "not applicable"));
        return vec![Cell::Id(id), title, Cell::Text("no".to_owned()), Cell::Empty, why, not, Cell::Empty];
    }
    let state = match at % 9 {
        4 => Chip::new(Status::Attention, "test overdue"),
        5 | 6 => Chip::new(Status::InProgress, "partly implemented"),
        7 => Chip::new(Status::Problem, "no evidence"),
        8 => Chip::new(Status::NotStarted, "planned"),
        _ => Chip::new(Status::Met, "implemented"),
    };
    let ids = (0..=at % 4).map(|more| format!("R-{}", at + more * 7 + 1)).collect();
    vec![
        Cell::Id(id),
        title,
        Cell::Text("yes".to_owned()),
        Cell::Lines(if at.is_multiple_of(3) {
            vec!["risk".to_owned(), "contract".to_owned()]
        } else {
            vec!["risk".to_owned()]
        }),
        Cell::Reasoned { text: REASONS[at % REASONS.len()].to_owned(), ids },
        Cell::Chip(state),
        Cell::Text(["Jana Nováková", "Petr Horák", "Head of operations"][at % 3].to_owned()),
    ]
}

/// Returns a small document that shows a text wherever text can stand.
pub fn plain(text: &str) -> Content {
    let mut table =
        Table::new(vec![Column::fixed("Id", 20), Column::share("Text", 1), Column::fixed(text, 40).right()]);
    table.band(text);
    let one = || text.to_owned();
    table.row(vec![
        Cell::Id(one()),
        Cell::Reasoned { text: one(), ids: vec![one(), "R-1".to_owned()] },
        Cell::Lines(vec![one(), one()]),
    ]);
    table.row(vec![Cell::Empty, Cell::Chip(Chip::new(Status::Problem, text)), Cell::Text(one())]);
    let approval = Approval { name: one(), role: one(), decision: Chip::new(Status::Held, text), on: None };
    Content {
        id: "SOA v3".to_owned(),
        organisation: one(),
        title: one(),
        subtitle: one(),
        version: one(),
        state: Chip::new(Status::Met, text),
        classification: one(),
        as_of: date(2026, 11, 21),
        ledger: head(),
        logos: Vec::new(),
        facts: vec![Fact::text(text, text), Fact::id(text, text)],
        sections: vec![Section {
            heading: one(),
            paper: Paper::Portrait,
            blocks: vec![
                Block::Heading(one()),
                Block::Paragraph(one()),
                Block::Remark(one()),
                Block::Facts(vec![Fact::text(text, text)]),
                Block::Table(table),
                Block::Approvals(vec![approval]),
            ],
        }],
    }
}
