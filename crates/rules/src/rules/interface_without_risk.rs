//! A boundary of the scope that no risk looks at.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Interface, Risk};
use model::{RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB0408",
    name: "interface without risk",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["4.3 c", "6.1.2 c 1"],
    what: "Finds interfaces that no open risk names.",
    why: "what crosses a boundary is where control ends, so a risk is expected there",
    fix: "assess what can go wrong at the interface",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Interface], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "the only risk lost it",
        given: |s| s.edit(3, |risk: &mut Risk| risk.interfaces.clear()),
        says: &["IFC-1 is a boundary of the scope, and no risk looks at it"],
    }],
    good: &[Good { title: "a risk names it", given: |_| {} }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(interface) = facts::get::<Interface>(ask.isms, id) else { return };
    let is_open = |risk: Ref<Risk>| ask.isms.risks.get(&risk).is_some_and(|risk| risk.status.is_open());
    if ask.isms.sources::<Risk>(id).any(is_open) {
        return;
    }
    report
        .add(Place::field(id, ""), format!("{id} is a boundary of the scope, and no risk looks at it"))
        .proof("inside", facts::text(&interface.inside))
        .proof("outside", facts::text(&interface.outside))
        .proof("open risks that name it", "")
        .command(format!("plumb new risk title='WHAT MAY HAPPEN' interfaces={id}"));
}
