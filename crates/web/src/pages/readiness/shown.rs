//! A diagnostic as it is shown on a page, with what can be done about it here.

use diagnostics::{Diagnostic, FixGrade, Place, Severity, Time, Verdict};
use model::{Isms, RecordId, RecordKind, Ref, Writer};

use super::at;
use crate::address;
use crate::locale::locale;
use crate::pages::document::open_places;
use crate::pages::naming::told;
use crate::parts::{Action, Blame, DiagnosticView, Grade, Help, Level, Proof};
use crate::visit::Visit;

/// The rule about people who left and still answer for records: handing over mends all of them at once.
const LEAVER: &str = "PB0504";

/// Returns a diagnostic ready to be shown, with its ways out.
#[must_use]
pub fn view(visit: &Visit, one: &Diagnostic) -> DiagnosticView {
    let mut notes = Vec::new();
    if let Verdict::Unknown { missing } = &one.verdict {
        notes.push(format!("cannot be judged: {missing}"));
    }
    notes.extend(one.said.as_ref().map(|said| format!("{}: {}", said.record, said.text)));
    let field = match &one.place {
        Place::Record { id, field } if !field.is_empty() => Some(label(*id, field)),
        Place::Record { .. } | Place::Whole | Place::File { .. } => None,
    };
    let place = one.place.record().map(|id| {
        let title = visit.isms().name_of(id);
        let words = if title == id.to_string() { title } else { format!("{id} {title}") };
        (words, place_at(visit, one))
    });
    DiagnosticView {
        place,
        field,
        proof: proof(visit.isms(), one),
        rule: Some((one.clauses.join(", "), one.why.to_owned())),
        notes,
        help: vec![help(visit, one)],
        explain: Some(visit.at(&format!("/rules/{}", one.code))),
        doable: doable(visit, one),
        ..DiagnosticView::new(one.code, level_of(one), told(visit.isms(), &one.message))
    }
}

/// Returns the level that pages show of a diagnostic: what is ahead is never red.
#[must_use]
pub fn level_of(one: &Diagnostic) -> Level {
    match one.time {
        Time::Now => level(one.severity),
        Time::Ahead => Level::Ahead,
    }
}

/// Returns the level that pages show.
#[must_use]
pub fn level(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Note => Level::Note,
    }
}

/// Returns the values that it rests on, and who set them when.
fn proof(isms: &Isms, one: &Diagnostic) -> Vec<Proof> {
    let shown = |proof: &diagnostics::Proof| {
        let set = proof.set.as_ref().map(|(stamp, who)| format!("{who}, {}", locale().short_day(stamp.on)));
        let note = match (proof.remark.is_empty(), set) {
            (true, set) => set.unwrap_or_default(),
            (false, None) => proof.remark.clone(),
            (false, Some(set)) => format!("{} ({set})", proof.remark),
        };
        let blame = if proof.remark.is_empty() { Blame::Beside } else { Blame::Here };
        let name = match proof.record.filter(|record| Some(*record) != one.place.record()) {
            Some(record) => format!("{record} {}", proof.label),
            None => proof.label.clone(),
        };
        Proof { name, value: told(isms, &proof.value), note, blame }
    };
    one.proof.iter().map(shown).collect()
}

/// Returns the way out, with its button.
fn help(visit: &Visit, one: &Diagnostic) -> Help {
    let (grade, action) = match one.help.grade {
        FixGrade::Safe if !one.help.writes.is_empty() => (Grade::Safe, Some(apply(visit, one))),
        FixGrade::Likely if !one.help.writes.is_empty() => {
            (Grade::Likely, Some(Action::link("Preview", at(visit, "/readiness/fix", one))))
        }
        FixGrade::Safe | FixGrade::Likely | FixGrade::FillIn => (Grade::FillIn, Some(open(visit, one))),
        FixGrade::Think => (Grade::Think, one.place.record().map(|_| open(visit, one))),
    };
    let action = action.filter(|_| !visit.reads_only());
    let command = (!one.help.command.is_empty()).then(|| one.help.command.clone());
    Help { text: told(visit.isms(), &one.help.text), grade, command, action }
}

/// Returns the address at which it is mended: the preview of what can be written, else the form or the deed.
#[must_use]
pub fn fix_at(visit: &Visit, one: &Diagnostic) -> String {
    match one.help.grade {
        FixGrade::Safe | FixGrade::Likely if !one.help.writes.is_empty() => at(visit, "/readiness/fix", one),
        FixGrade::Safe | FixGrade::Likely | FixGrade::FillIn | FixGrade::Think => open(visit, one).href,
    }
}

/// Returns the link to where it is mended: to the deed that mends it, else to the form.
fn open(visit: &Visit, one: &Diagnostic) -> Action {
    match one.place.record().filter(|id| id.kind == RecordKind::Person && one.code == LEAVER) {
        Some(id) => Action::link("Hand over", visit.at(&format!("{}/do/hand-over", address::record(id)))),
        None => match editor_at(visit, one) {
            Some(editor) => Action::link("Write", editor),
            None => Action::link("Open", open_at(visit, one)),
        },
    }
}

/// Returns the button that applies a safe fix.
fn apply(visit: &Visit, one: &Diagnostic) -> Action {
    let record = one.place.record().map(|id| id.to_string()).unwrap_or_default();
    let mut action = Action::post("Apply", format!("/o/{}/readiness/fix", visit.org))
        .with("code", one.code)
        .with("at", record);
    if let Some(from) = super::from(visit, one) {
        action = action.with("from", from);
    }
    for name in ["gate", "group", "level", "owner", "open", "in"] {
        let value = visit.query.get(name);
        if !value.is_empty() && visit.path.ends_with(super::HERE) {
            action = action.with(name, value);
        }
    }
    action
}

/// Returns what else a person may say about it.
fn doable(visit: &Visit, one: &Diagnostic) -> Vec<Action> {
    if visit.reads_only() || one.verdict != Verdict::Fired {
        return Vec::new();
    }
    let mut doable = Vec::new();
    if one.severity != Severity::Error {
        doable.push(Action::link("waive", at(visit, "/readiness/waive", one)));
    }
    doable.push(Action::link("dispute", at(visit, "/readiness/dispute", one)));
    doable
}

/// Returns the label of a field, or of a field inside it.
fn label(id: RecordId, field: &str) -> String {
    let name = field.split('.').next().unwrap_or(field);
    let found = id.kind.fields().into_iter().find(|known| known.name == name);
    found.map_or_else(|| field.replace('_', " "), |found| found.label.to_lowercase())
}

/// Returns the address of what it speaks of.
fn place_at(visit: &Visit, one: &Diagnostic) -> String {
    match &one.place {
        Place::Record { id, field } if is_row(*id, field) => visit.at(&format!("/soa#{id}")),
        Place::Record { id, .. } => visit.record_at(*id),
        Place::Whole | Place::File { .. } => visit.at("/"),
    }
}

/// Returns the editor of the document that it speaks of, where what is missing is text.
fn editor_at(visit: &Visit, one: &Diagnostic) -> Option<String> {
    one.place.record().and_then(|id| writes(visit, id))
}

/// Returns the editor of a document of which nothing, or not all, is written.
pub(super) fn writes(visit: &Visit, id: RecordId) -> Option<String> {
    let document =
        visit.isms().documents.find(&Ref::of(id.key)).filter(|_| id.kind == RecordKind::Document)?;
    let is_empty = document.text.is_empty() && document.link.is_empty() && document.file.is_none();
    let is_wanted = is_empty || open_places::words(document).is_some();
    is_wanted.then(|| visit.at(&open_places::editor_at(id)))
}

/// Returns the address of the form in which it is mended.
fn open_at(visit: &Visit, one: &Diagnostic) -> String {
    let Place::Record { id, field } = &one.place else { return whole_at(visit, one) };
    let name = field.split('.').next().unwrap_or_default();
    if is_row(*id, name) {
        return format!("{}#{id}", with(&visit.at("/soa"), &format!("edit={id}")));
    }
    let writer = id.kind.fields().into_iter().find(|known| known.name == name).map(|known| known.writer);
    match writer {
        Some(Writer::Form) => visit.at(&format!("{}/edit#{name}", address::record(*id))),
        Some(Writer::Operation) if !name.is_empty() => visit.at(&format!("{}#{name}", address::record(*id))),
        Some(Writer::Operation) | None => visit.record_at(*id),
    }
}

/// Returns where something is mended that concerns the whole.
fn whole_at(visit: &Visit, one: &Diagnostic) -> String {
    let kinds = crate::pages::readiness::rule::kinds(one.code);
    match kinds.first() {
        Some(kind) if !kind.kind().single => visit.at(&format!("/{}/new", address::kind(*kind))),
        Some(kind) => visit.at(&format!("/{}", address::kind(*kind))),
        None => visit.at("/records"),
    }
}

/// Says whether a field is a cell of the statement of applicability.
fn is_row(id: RecordId, field: &str) -> bool {
    id.kind == RecordKind::Control && operations::StateControl::FIELDS.contains(&field)
}

/// Adds a field to a query.
fn with(path: &str, query: &str) -> String {
    let sign = if path.contains('?') { '&' } else { '?' };
    format!("{path}{sign}{query}")
}
