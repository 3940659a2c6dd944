//! A control of Annex A about which nothing was decided.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Control;
use model::{Key, RecordId, RecordKind, Ref};

use crate::planning::{few, joined, named_by};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0611",
    name: "control undecided",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 c", "6.1.3 d"],
    what: "Finds controls of Annex A that the statement of applicability neither includes nor excludes.",
    why: "the comparison with the annex is complete only when each control has an answer",
    fix: "decide yes or no; the proposal comes from linked risks and requirements",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Control], reads: &[], through: &[], check },
    escalate: Escalate::MoreThan(5),
    holds: &[],
    bad: &[Bad {
        title: "one control that nothing names is left open",
        given: |s| {
            s.edit_control("A.8.34", |control| {
                control.included = None;
                control.reasons.clear();
            });
            s.freeze();
        },
        says: &["A.8.34 is neither included nor excluded"],
    }],
    good: &[
        Good { title: "all 93 are decided", given: |_| {} },
        Good {
            title: "an own control need not be stated",
            given: |s| s.put(Ref::number(1), Control { title: "Night watch".into(), ..Control::default() }),
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(control) = ask.isms.controls.get(&Ref::of(id.key)) else { return };
    if control.included.is_some() || !matches!(id.key, Key::AnnexA(_)) {
        return;
    }
    let named = named_by(ask, id);
    let found = report.add(Place::field(id, "included"), format!("{id} is neither included nor excluded"));
    found
        .proof("applicable", "")
        .remark("each control of the annex needs an answer")
        .proof("named by", joined(&named, ", "));
    if named.is_empty() {
        found
            .help("decide yes or no; no risk, obligation or agreement names it so far")
            .command(format!("plumb soa set {id} --included no --justification WHY"));
    } else {
        found
            .help(format!("include it with {} as the reason, or say why it is not needed", few(&named)))
            .command(format!("plumb soa set {id} --included yes --reason {}", joined(&named, ",")));
    }
}
