//! An own control that risks need and the statement does not name.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Control, ControlState, Risk};
use model::sample::Sample;
use model::{Key, RecordId, RecordKind, Ref, Value, YesNo};

use crate::planning::{joined, list, named_by};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0619",
    name: "necessary control missing from soa",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 d"],
    what: "Finds own controls that open risks or obligations rest on and that are no row of the statement of applicability.",
    why: "the statement names all necessary controls, also those that the annex does not have",
    fix: "add it as an own control, with the risks and obligations that name it as reasons",
    fix_grade: FixGrade::Safe,
    check: Check::Each { of: &[RecordKind::Control], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "a risk rests on an own control without a row",
        given: |s| own_control(s, None),
        says: &["C-1 is necessary and missing in the statement of applicability"],
    }],
    good: &[Good { title: "it is a row of the statement", given: |s| own_control(s, Some(YesNo::Yes)) }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(control) = ask.isms.controls.get(&Ref::of(id.key)) else { return };
    if !matches!(id.key, Key::Number(_)) || control.included.is_some() {
        return;
    }
    let named: Vec<RecordId> =
        named_by(ask, id).into_iter().filter(|source| source.kind != RecordKind::Agreement).collect();
    if named.is_empty() {
        return;
    }
    report
        .add(
            Place::field(id, "included"),
            format!("{id} is necessary and missing in the statement of applicability"),
        )
        .proof("reference", control.reference.text())
        .proof("applicable", "")
        .remark("it is no row of the statement")
        .proof("named by", joined(&named, ", "))
        .help(format!("add it as an own control with {} as the reason", list(&named)))
        .write(id, "included", "yes")
        .write(id, "reasons", joined(&named, "\n"))
        .command(format!("plumb soa set {id} --included yes --reason {}", joined(&named, ",")));
}

/// Puts an own control that works, and lets R-5 rest on it.
fn own_control(s: &mut Sample, included: Option<YesNo>) {
    let own = Control {
        title: "Second look before sending".into(),
        design: "A colleague reads what goes out.".into(),
        state: ControlState::Implemented,
        included,
        ..Control::default()
    };
    s.put(Ref::number(1), own);
    s.edit(5, |risk: &mut Risk| risk.controls.push(Ref::number(1)));
}
