//! The statement as the workbook that auditors know: clauses 4 to 10, the rows with their marks, what the ids stand for.

use model::records::{Control, ControlState, Document, Evidence, EvidenceStatus};
use model::{Entry, Key, Record, RecordId, RecordKind, Ref, Value as _, Words, YesNo};

use super::reasons::{self, Ground};
use super::{Counts, Edition, Statement, version_words};
use crate::basis::Basis;
use crate::content::Fact;
use crate::workbook::{ColumnKind, Sheet, SheetColumn, Value, Workbook};

/// Returns the statement as a workbook, with the rows as they are recorded on the day.
pub fn workbook(basis: &Basis) -> Workbook {
    let statement = Statement::of(basis, Edition::Now);
    let counts = statement.counts();
    let Counts { included, excluded, undecided } = counts;
    let about = vec![
        Fact::text("Version", version_words(statement.version)),
        Fact::text("State", statement.state()),
        Fact::text("Decided", format!("{} of {}", counts.decided(), counts.all())),
        Fact::text("Included", included.to_string()),
        Fact::text("Excluded", excluded.to_string()),
        Fact::text("Undecided", undecided.to_string()),
    ];
    let sheets = vec![clauses(basis), rows(basis), legend(basis, &statement)];
    basis.workbook("Statement of applicability", about, sheets)
}

/// Where the answer to a clause is kept.
const KEPT: &[(&str, RecordKind)] = &[
    ("context_issue_register", RecordKind::Issue),
    ("climate_determination", RecordKind::Context),
    ("interested_party_register", RecordKind::Party),
    ("requirement_register", RecordKind::Obligation),
    ("scope_statement", RecordKind::Scope),
    ("interface_register", RecordKind::Interface),
    ("isms_process_map", RecordKind::Process),
    ("role_assignment", RecordKind::Role),
    ("risk_methodology", RecordKind::Method),
    ("risk_register", RecordKind::Risk),
    ("risk_assessment_record", RecordKind::Risk),
    ("treatment_plan", RecordKind::TreatmentPlan),
    ("soa", RecordKind::Soa),
    ("control", RecordKind::Control),
    ("operational_control", RecordKind::Control),
    ("document_register", RecordKind::Document),
    ("document", RecordKind::Document),
    ("evidence", RecordKind::Evidence),
    ("supplier_register", RecordKind::Supplier),
];

fn clauses(basis: &Basis) -> Sheet {
    let read = |key: &str, label: &str, width| SheetColumn::new(key, label, width, ColumnKind::Text);
    let mut sheet = Sheet::new(
        "Mandatory clauses",
        vec![
            read("read:reference", "Requirement", 12),
            read("read:title", "Called", 36),
            read("read:asks", "What it asks", 60),
            read("read:shows", "What shows it", 60),
            read("read:where", "Where it is", 44),
        ],
    );
    for clause in basis.standards.clauses() {
        let places: Vec<String> = clause.satisfied_by.iter().map(|id| place(basis, id)).collect();
        sheet.row(vec![
            Value::text(&clause.reference),
            Value::text(&clause.title),
            Value::text(&clause.summary),
            Value::text(clause.evidence.join("\n")),
            Value::text(places.join("\n")),
        ]);
    }
    sheet
}

/// Returns what is kept, and how much of it is on record.
fn place(basis: &Basis, kept: &str) -> String {
    if kept == "policy" {
        let policies = basis.isms.documents.iter().filter(|(_, document)| document.kind == "policy_top");
        let ids: Vec<String> = policies.map(|(id, _)| id.to_string()).collect();
        return if ids.is_empty() {
            "policy: none on record".to_owned()
        } else {
            format!("policy: {}", ids.join(", "))
        };
    }
    let Some((_, kind)) = KEPT.iter().find(|(id, _)| *id == kept) else {
        let things = standards::kept_things().iter();
        let meaning = things.filter(|thing| thing.id == kept).map(|thing| thing.meaning.clone()).next();
        return meaning.unwrap_or_else(|| kept.to_owned());
    };
    let words = kind.kind();
    match (basis.isms.count(*kind), words.single) {
        (0, _) => format!("{}: none on record", words.plural),
        (_, true) => format!("{}: {}", words.singular, words.prefix),
        (count, false) => format!("{}: {count} on record", words.plural),
    }
}

/// Returns the column of a field of the control, with the field's own key, label and help.
fn field(name: &str, width: u16, kind: ColumnKind) -> SheetColumn {
    let field = Control::field(name).expect("the columns name fields of a control");
    SheetColumn::new(field.name, field.label, width, kind).help(field.help)
}

fn rows(basis: &Basis) -> Sheet {
    let text = ColumnKind::Text;
    let mut columns = vec![
        SheetColumn::new("id", "Control", 10, ColumnKind::Id)
            .help("The number in Annex A, or the id of an own control."),
        field("title", 38, text),
        field("included", 11, text).choices(YesNo::WORDS.iter().copied()),
    ];
    columns.extend(Ground::ALL.map(|ground| {
        let (label, key, help) = ground.column();
        SheetColumn::new(key, label, 7, text).help(help)
    }));
    columns.extend([
        field("reasons", 22, text),
        field("justification", 48, text),
        field("state", 16, text).choices(ControlState::WORDS.iter().copied()),
        field("design", 48, text),
        field("owner", 10, text),
        SheetColumn::new("read:owner", "Owner's name", 24, text),
        field("documents", 16, ColumnKind::List),
        SheetColumn::new("read:evidence", "Accepted evidence", 18, ColumnKind::List),
        field("review_on", 12, ColumnKind::Date),
    ]);
    let mut sheet = Sheet::new("Statement of applicability", columns);
    for (id, control) in basis.isms.statements().filter(|(id, control)| control.is_stated(*id)) {
        sheet.row(row(basis, id, control));
    }
    sheet
}

fn row(basis: &Basis, id: Ref<Control>, control: &Entry<Control>) -> Vec<Value> {
    let title = match id.key {
        Key::AnnexA(number) if control.title.is_empty() => basis.standards.control(number).title.clone(),
        Key::AnnexA(_) | Key::Number(_) | Key::One => control.title.to_string(),
    };
    let mut values =
        vec![Value::Id(id.to_string()), Value::text(title), Value::text(control.included.text())];
    let marks = Ground::ALL.map(|ground| ground.is_among(basis, &control.reasons));
    values.extend(marks.map(|marked| if marked { Value::text("x") } else { Value::Empty }));
    let documents: Vec<String> = control.documents.iter().map(Ref::<Document>::to_string).collect();
    values.extend([
        Value::text(control.reasons.text()),
        Value::text(control.justification.text()),
        Value::text(control.state.text()),
        Value::text(control.design.text()),
        Value::text(control.owner.text()),
        Value::text(basis.owner(control.owner.as_ref())),
        list(documents),
        list(accepted(basis, id.id())),
        control.review_on.map_or(Value::Empty, Value::Date),
    ]);
    values
}

fn list(texts: Vec<String>) -> Value {
    if texts.is_empty() { Value::Empty } else { Value::List(texts) }
}

/// Returns the evidence that a person accepted and uses for a control.
fn accepted(basis: &Basis, control: RecordId) -> Vec<String> {
    let found = basis.isms.sources::<Evidence>(control).filter(|id| {
        let evidence = basis.isms.evidence.get(id);
        evidence.is_some_and(|evidence| evidence.status == EvidenceStatus::Accepted)
    });
    found.map(|id| id.to_string()).collect()
}

fn legend(basis: &Basis, statement: &Statement) -> Sheet {
    let read = |key: &str, label: &str, width| SheetColumn::new(key, label, width, ColumnKind::Text);
    let mut sheet = Sheet::new(
        "Reasons",
        vec![
            read("read:id", "Named as reason", 16),
            read("read:title", "Called", 60),
            read("read:what", "What it is", 40),
            read("read:controls", "Asks for", 40),
        ],
    );
    for meaning in reasons::meanings(basis, &statement.content.rows) {
        sheet.row(vec![
            Value::Id(meaning.id.to_string()),
            Value::text(meaning.title),
            Value::text(meaning.what),
            list(meaning.controls),
        ]);
    }
    sheet
}
