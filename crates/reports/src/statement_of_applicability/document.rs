//! The statement as a document: cover, scope, counts, exclusions, rows by theme, legend of reasons, approval.

use model::records::{ControlState, Person, PersonKind, Reason, SoaRow};
use model::{Date, Ref, YesNo};
use standards::Theme;

use super::{Counts, Edition, Standing, Statement, changes, reasons, title, version_words};
use crate::basis::Basis;
use crate::content::{
    Align, Approval, Block, Cell, Chip, Column, Content, Fact, Paper, Section, Status, Table,
};

/// Returns the statement as a document.
pub fn content(basis: &Basis, edition: Edition) -> Content {
    let statement = Statement::of(basis, edition);
    let recorded = basis.isms.soa.one().map(|soa| soa.title.to_string()).filter(|title| !title.is_empty());
    Content {
        id: format!("SOA v{}", statement.version),
        organisation: basis.organisation(),
        title: recorded.unwrap_or_else(|| "Statement of applicability".to_owned()),
        subtitle: format!("{}, clause 6.1.3 d)", basis.standards.name()),
        version: version_words(statement.version),
        state: Chip::new(
            match statement.standing {
                Standing::Approved(_) => Status::Met,
                Standing::Draft => Status::NotStarted,
                Standing::Differs(_) => Status::InProgress,
            },
            statement.state(),
        ),
        classification: "Confidential".to_owned(),
        as_of: basis.as_of,
        ledger: basis.ledger.clone(),
        logos: basis.pictures(),
        facts: basis.cover(cover(basis, &statement)),
        sections: sections(basis, &statement),
    }
}

fn cover(basis: &Basis, statement: &Statement) -> Vec<Fact> {
    let counts = statement.counts();
    let mut facts = vec![match statement.standing {
        Standing::Approved(approval) => {
            Fact::text("Approved", format!("by {} on {}", basis.person(approval.by), approval.on))
        }
        Standing::Draft => Fact::text("Approved", "not yet"),
        Standing::Differs(approval) => Fact::text(
            "In force",
            format!("version {}, by {} on {}", approval.version, basis.person(approval.by), approval.on),
        ),
    }];
    facts.push(Fact::text("Scope", scope_version(basis, statement)));
    facts.push(Fact::text("Controls", decided(counts)));
    let own = Counts::of(statement.own());
    if own.all() > 0 {
        facts.push(Fact::text(
            "Own controls",
            format!("{} included, {} excluded", own.included, own.excluded),
        ));
    }
    if let Standing::Approved(approval) = statement.standing {
        facts.push(Fact::id("Content digest", approval.digest.as_str()));
    }
    facts
}

fn decided(counts: Counts) -> String {
    format!(
        "{} of {} decided: {} included, {} excluded; {} undecided",
        counts.decided(),
        counts.all(),
        counts.included,
        counts.excluded,
        counts.undecided
    )
}

fn scope_version(basis: &Basis, statement: &Statement) -> String {
    let approvals = basis.isms.scope.one().map(|scope| scope.approvals.as_slice()).unwrap_or_default();
    let version = statement.content.scope_version;
    let approval = approvals.iter().find(|approval| Some(approval.version) == version);
    match (version, approval) {
        (None, _) => "no version in force".to_owned(),
        (Some(version), None) => version_words(version),
        (Some(version), Some(approval)) => {
            format!("version {version}, approved by {} on {}", basis.person(approval.by), approval.on)
        }
    }
}

fn sections(basis: &Basis, statement: &Statement) -> Vec<Section> {
    let upright =
        |heading: &str, blocks| Section { heading: heading.to_owned(), paper: Paper::Portrait, blocks };
    let mut sections = vec![
        upright("Scope", scope(basis, statement)),
        upright("Where it stands", standing(statement)),
        upright("Exclusions", exclusions(basis, statement)),
    ];
    if let Standing::Differs(approval) = statement.standing {
        let heading = format!("Changes since version {}", approval.version);
        sections.push(upright(&heading, changed(basis, statement, &approval.content)));
    }
    sections.push(Section {
        heading: "Controls".to_owned(),
        paper: Paper::Landscape,
        blocks: vec![Block::Table(rows(basis, statement))],
    });
    sections.push(upright("Reasons", legend(basis, statement)));
    sections.push(upright("Approval", vec![Block::Approvals(approvals(basis, statement))]));
    sections
}

/// The statement of the scope version that the rows rest on, word for word.
fn scope(basis: &Basis, statement: &Statement) -> Vec<Block> {
    let scope = basis.isms.scope.one();
    let frozen = scope.and_then(|scope| {
        let approvals = scope.approvals.iter();
        approvals.rev().find(|approval| Some(approval.version) == statement.content.scope_version)
    });
    let draft = scope.filter(|_| frozen.is_none()).map(|scope| scope.content(basis.isms));
    let mut blocks = vec![Block::Remark(match (&frozen, &draft) {
        (Some(_), _) => format!("Scope {}.", scope_version(basis, statement)),
        (None, Some(_)) => "Draft: no version of the scope is in force.".to_owned(),
        (None, None) => "No scope is recorded.".to_owned(),
    })];
    let Some(content) = frozen.map(|approval| approval.content.clone()).or(draft) else { return blocks };
    blocks.insert(
        0,
        Block::Paragraph(match content.statement.is_empty() {
            true => "The scope is not worded yet.".to_owned(),
            false => content.statement.to_string(),
        }),
    );
    if !content.services.is_empty() {
        let services = content.services.iter().map(ToString::to_string).collect();
        let services = Fact { label: "Services".to_owned(), value: Cell::Lines(services) };
        blocks.push(Block::Facts(vec![services]));
    }
    if !content.exclusions.is_empty() {
        let mut table = Table::new(vec![Column::share("Outside the scope", 1), Column::share("Because", 2)]);
        for exclusion in &content.exclusions {
            table.row(vec![Cell::Text(exclusion.title.to_string()), reason_text(&exclusion.because)]);
        }
        blocks.push(Block::Table(table));
    }
    blocks
}

fn reason_text(text: &str) -> Cell {
    match text.is_empty() {
        true => Cell::Chip(Chip::new(Status::Problem, "no reason given")),
        false => Cell::Text(text.to_owned()),
    }
}

/// Counts by theme, and how far the included controls are.
fn standing(statement: &Statement) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(format!("{}.", decided(statement.counts())))];
    let number = |label: &str| Column::fixed(label, 21).right();
    let mut table = Table::new(vec![
        Column::share("Theme", 1),
        number("Included"),
        number("Excluded"),
        number("Undecided"),
        number("Implemented"),
        number("Partial"),
        number("Open"),
    ]);
    let mut line = |heading: String, rows: Vec<&SoaRow>| {
        let counts = Counts::of(rows.iter().copied());
        let states = rows.iter().filter(|row| row.included == Some(YesNo::Yes));
        let (mut implemented, mut partial, mut open) = (0, 0, 0);
        for row in states {
            match row.state {
                ControlState::Implemented => implemented += 1,
                ControlState::Partial => partial += 1,
                ControlState::NotStarted | ControlState::Planned | ControlState::Retired => open += 1,
            }
        }
        let numbers = [counts.included, counts.excluded, counts.undecided, implemented, partial, open]
            .map(|number| Cell::Text(number.to_string()));
        table.row([Cell::Text(heading)].into_iter().chain(numbers).collect());
    };
    for theme in Theme::ALL {
        let rows = statement.annex_a().filter(|(number, _)| Theme::of(*number) == theme);
        line(format!("A.{} {}", theme.number(), theme.title()), rows.map(|(_, row)| row).collect());
    }
    line("Annex A".to_owned(), statement.annex_a().map(|(_, row)| row).collect());
    if statement.own().next().is_some() {
        line("Own controls".to_owned(), statement.own().collect());
    }
    blocks.push(Block::Table(table));
    blocks.push(Block::Remark(
        "Implemented, partial and open count the included controls; open is planned, not started or given up."
            .to_owned(),
    ));
    blocks
}

fn exclusions(basis: &Basis, statement: &Statement) -> Vec<Block> {
    let mut table = Table::new(vec![
        Column::fixed("Control", 18),
        Column::share("Title", 2),
        Column::share("Justification for exclusion", 3),
    ]);
    let mut count = 0;
    for row in statement.content.rows.iter().filter(|row| row.included == Some(YesNo::No)) {
        let id = Cell::Id(row.control.to_string());
        table.row(vec![id, Cell::Text(title(basis, row)), reason_text(&row.justification)]);
        count += 1;
    }
    match count {
        0 => vec![Block::Paragraph("No control is excluded.".to_owned())],
        _ => vec![Block::Table(table)],
    }
}

fn changed(basis: &Basis, statement: &Statement, before: &model::records::SoaContent) -> Vec<Block> {
    let mut table = Table::new(vec![Column::fixed("Control", 18), Column::share("What differs", 1)]);
    let changes = changes::changes(basis, before, &statement.content);
    let mut blocks = Vec::new();
    if before.scope_version != statement.content.scope_version {
        let word = |version: Option<u32>| version.map_or("none".to_owned(), |version| version.to_string());
        let (now, before) = (word(statement.content.scope_version), word(before.scope_version));
        blocks.push(Block::Paragraph(format!("Version of the scope: {now} instead of {before}.")));
    }
    if !changes.is_empty() {
        for change in changes {
            table.row(vec![Cell::Id(change.control), Cell::Lines(change.lines)]);
        }
        blocks.push(Block::Table(table));
    }
    blocks
}

fn rows(basis: &Basis, statement: &Statement) -> Table {
    let mut table = Table::new(vec![
        Column::fixed("Control", 17),
        Column::fixed("Title", 48),
        Column { align: Align::Centre, ..Column::fixed("Applicable", 25) },
        Column::fixed("Reasons", 42),
        Column::share("Justification", 1),
        Column::fixed("State", 28),
        Column::fixed("Owner", 28),
    ]);
    for theme in Theme::ALL {
        table.band(format!("A.{} {}", theme.number(), theme.title()));
        for (_, row) in statement.annex_a().filter(|(number, _)| Theme::of(*number) == theme) {
            table.row(cells(basis, row));
        }
    }
    if statement.own().next().is_some() {
        table.band("Own controls");
    }
    for row in statement.own() {
        table.row(cells(basis, row));
    }
    table
}

fn cells(basis: &Basis, row: &SoaRow) -> Vec<Cell> {
    let applicable = match row.included {
        Some(YesNo::Yes) => Cell::Text("yes".to_owned()),
        Some(YesNo::No) => Cell::Text("no".to_owned()),
        None => Cell::Chip(Chip::new(Status::NotStarted, "undecided")),
    };
    let included = row.included == Some(YesNo::Yes);
    let unsaid = row.included == Some(YesNo::No) && row.justification.is_empty();
    vec![
        Cell::Id(row.control.to_string()),
        Cell::Text(title(basis, row)),
        applicable,
        reasons_cell(basis, row, included),
        match (row.justification.is_empty(), unsaid) {
            (_, true) => reason_text(""),
            (true, false) => Cell::Empty,
            (false, false) => Cell::Text(row.justification.to_string()),
        },
        if row.included == Some(YesNo::No) { Cell::Empty } else { state(row.state) },
        match basis.owner(row.owner.as_ref()) {
            name if name.is_empty() => Cell::Empty,
            name => Cell::Text(name),
        },
    ]
}

/// Returns the reasons by id; where a row is justified in words alone, it says so.
fn reasons_cell(basis: &Basis, row: &SoaRow, included: bool) -> Cell {
    let reasons: &[Reason] = &row.reasons;
    match (reasons.is_empty(), included) {
        (true, true) if row.justification.is_empty() => Cell::Chip(Chip::new(Status::Attention, "no reason")),
        (true, true) => Cell::Text("in words".to_owned()),
        (true, false) => Cell::Empty,
        (false, _) => Cell::Reasoned {
            text: reasons::words(basis, reasons),
            ids: reasons.iter().filter_map(reasons::named).map(|id| id.to_string()).collect(),
        },
    }
}

fn state(state: ControlState) -> Cell {
    let status = match state {
        ControlState::NotStarted => Status::NotStarted,
        ControlState::Planned => Status::Held,
        ControlState::Partial => Status::InProgress,
        ControlState::Implemented => Status::Met,
        ControlState::Retired => Status::NotApplicable,
    };
    Cell::Chip(Chip::new(status, state.to_string()))
}

fn legend(basis: &Basis, statement: &Statement) -> Vec<Block> {
    let meanings = reasons::meanings(basis, &statement.content.rows);
    let words = Block::Paragraph(
        "risk: it treats a risk of the risk assessment. law, contract, expectation, framework: an obligation or agreement \
         asks for it. baseline: the organisation chose it as good practice or for its business."
            .to_owned(),
    );
    let mut blocks = vec![words];
    if !meanings.is_empty() {
        let mut table = Table::new(vec![
            Column::fixed("Id", 18),
            Column::share("Title", 3),
            Column::share("What it is", 2),
            Column::fixed("Controls", 34),
        ]);
        for meaning in meanings {
            table.row(vec![
                Cell::Id(meaning.id.to_string()),
                Cell::Text(meaning.title),
                Cell::Text(meaning.what),
                Cell::Ids(meaning.controls),
            ]);
        }
        blocks.push(Block::Table(table));
    }
    if let Some(soa) = basis.isms.soa.one().filter(|soa| !soa.notes.is_empty()) {
        blocks.push(Block::Heading("Notes".to_owned()));
        blocks.push(Block::Paragraph(soa.notes.to_string()));
    }
    blocks
}

/// The approval given, or a line to sign for each of top management.
fn approvals(basis: &Basis, statement: &Statement) -> Vec<Approval> {
    if let Standing::Approved(given) = statement.standing {
        let decision = Chip::new(Status::Met, format!("approved {}", version_words(given.version)));
        return vec![approval(basis, given.by, decision, Some(given.on))];
    }
    let waiting = || Chip::new(Status::NotStarted, "not approved");
    let top = basis.isms.people.iter().filter(|(_, person)| {
        person.kind == Some(PersonKind::TopManagement) && person.is_active(basis.as_of)
    });
    let lines: Vec<Approval> = top.map(|(id, _)| approval(basis, id, waiting(), None)).collect();
    if !lines.is_empty() {
        return lines;
    }
    vec![Approval { name: String::new(), role: "Top management".to_owned(), decision: waiting(), on: None }]
}

fn approval(basis: &Basis, person: Ref<Person>, decision: Chip, on: Option<Date>) -> Approval {
    let found = basis.isms.people.get(&person);
    let job = found.map(|person| person.job.to_string()).filter(|job| !job.is_empty());
    let kind = found.and_then(|person| person.kind).map(|kind| kind.to_string());
    Approval { name: basis.person(person), role: job.or(kind).unwrap_or_default(), decision, on }
}
