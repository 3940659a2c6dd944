//! Who acted also said that it works.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{CorrectiveAction, Nonconformity};
use model::{Owner, RecordId, RecordKind, Ref};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB1003",
    name: "effectiveness checked by doer",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["10.2 d", "A.5.3"],
    what: "Finds nonconformities whose effect was checked by the owner or the doer of one of the actions.",
    why: "nobody is a fair judge of the own work",
    fix: "ask another person to check",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Nonconformity], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "the owner of the action",
            given: |s| s.edit(1, |found: &mut Nonconformity| found.effect_checked_by = Some(Ref::number(3))),
            says: &["PER-3 checked the effect of an action of PER-3 on NC-1"],
        },
        Bad {
            title: "the holder of the role that owns it",
            given: |s| {
                s.edit(1, |found: &mut Nonconformity| {
                    found.actions[0].owner = Some(Owner::Role(Ref::number(1)));
                });
            },
            says: &["PER-2 checked the effect of an action of PER-2 on NC-1"],
        },
        Bad {
            title: "who did it",
            given: |s| s.edit(1, |found: &mut Nonconformity| found.actions[0].done_by = Some(Ref::number(2))),
            says: &["PER-2 checked the effect of an action of PER-2 on NC-1"],
        },
    ],
    good: &[
        Good { title: "somebody else looked", given: |_| {} },
        Good {
            title: "who sees to the whole may look",
            given: |s| {
                s.edit(1, |found: &mut Nonconformity| found.owner = Some(Owner::Person(Ref::number(2))))
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(found) = facts::get::<Nonconformity>(ask.isms, id) else { return };
    let Some(person) = found.effect_checked_by else { return };
    let owner = |action: &CorrectiveAction| action.owner.as_ref().and_then(|owner| owner.person(ask.isms));
    let is_own = |action: &&CorrectiveAction| owner(action) == Some(person) || action.done_by == Some(person);
    let Some(action) = found.actions.iter().find(is_own) else { return };
    report
        .add(
            Place::field(id, "effect_checked_by"),
            format!("{person} checked the effect of an action of {person} on {id}"),
        )
        .proof("effect checked by", person)
        .proof("action", &action.title)
        .proof("owner of the action", facts::text(&action.owner))
        .proof("done by", facts::text(&action.done_by))
        .command(format!("plumb nc check {id} --effective yes --effect TEXT --as PERSON"));
}
