//! Diagnostics as pages show them: place, proof, rule and the way out, with links.

use app::diagnostics::{Diagnostic, FixGrade, Help as Way, Place, Severity, Verdict};

use crate::parts::{Action, Blame, DiagnosticView, Grade, Help, Level, Proof};
use crate::visit::Visit;

/// Returns a diagnostic as a page shows it.
#[must_use]
pub fn view(visit: &Visit, found: &Diagnostic) -> DiagnosticView {
    let (place, field) = place(visit, &found.place);
    let mut notes = Vec::new();
    if let Verdict::Unknown { missing } = &found.verdict {
        notes.push(format!("cannot be judged: {missing}"));
    }
    if let Some(said) = &found.said {
        notes.push(said.text.clone());
    }
    DiagnosticView {
        place,
        field,
        proof: found.proof.iter().map(proof).collect(),
        rule: Some((found.clauses.join(", "), found.why.to_owned())),
        notes,
        help: vec![help(visit, found, &found.help)],
        ..DiagnosticView::new(found.code, level(found.severity), found.message.clone())
    }
}

/// Returns how grave a diagnostic is.
#[must_use]
pub fn level(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Note => Level::Note,
    }
}

/// Returns the record's words and address, and the field's label.
fn place(visit: &Visit, place: &Place) -> (Option<(String, String)>, Option<String>) {
    match place {
        Place::Record { id, field } => {
            let words = format!("{id} {}", visit.isms().find(*id).map_or("", |record| record.title()));
            let label = id.kind.fields().into_iter().find(|shown| shown.name == *field);
            (Some((words.trim().to_owned(), visit.record_at(*id))), label.map(|shown| shown.label.to_owned()))
        }
        Place::Whole => (None, None),
        Place::File { .. } => (Some((place.to_string(), visit.at("/import"))), None),
    }
}

fn proof(proof: &app::diagnostics::Proof) -> Proof {
    let set = proof.set.as_ref().map(|(stamp, who)| format!("set by {who}, {}", stamp.on));
    let note = match (proof.remark.is_empty(), set) {
        (true, set) => set.unwrap_or_default(),
        (false, None) => proof.remark.clone(),
        (false, Some(set)) => format!("{}; {set}", proof.remark),
    };
    let blame = if proof.remark.is_empty() { Blame::Beside } else { Blame::Here };
    Proof { name: proof.label.clone(), value: proof.value.clone(), note, blame }
}

fn help(visit: &Visit, found: &Diagnostic, way: &Way) -> Help {
    let grade = match way.grade {
        FixGrade::Safe => Grade::Safe,
        FixGrade::Likely => Grade::Likely,
        FixGrade::FillIn => Grade::FillIn,
        FixGrade::Think => Grade::Think,
    };
    Help {
        text: way.text.clone(),
        grade,
        command: (!way.command.is_empty()).then(|| way.command.clone()),
        action: fill_in(visit, found),
    }
}

/// Returns the link to the form at the field, where the form has it.
fn fill_in(visit: &Visit, found: &Diagnostic) -> Option<Action> {
    let Place::Record { id, field } = &found.place else { return None };
    let shown = id.kind.fields().into_iter().find(|shown| shown.name == *field)?;
    if shown.writer == model::Writer::Operation || visit.is_past() {
        return None;
    }
    let form = format!("{}/edit#{field}", crate::address::record(*id));
    Some(Action::link(format!("Fill in {}", shown.label.to_lowercase()), visit.at(&form)))
}
