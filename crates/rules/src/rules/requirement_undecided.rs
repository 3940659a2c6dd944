//! Something is asked of us, and nobody has said whether we take it up.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Obligation;
use model::{Date, RecordId, RecordKind};

pub static RULE: Rule = Rule {
    code: "PB0413",
    name: "requirement undecided",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["4.2 c"],
    what: "Finds obligations of which nobody decided whether the management system takes them up.",
    why: "the standard asks which of the things that parties want are met through the system",
    fix: "answer yes or no for the requirement",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Obligation], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "undecided again",
        given: |s| s.edit(3, |obligation: &mut Obligation| obligation.addressed = None),
        says: &["it is not decided whether the management system takes up OBL-3"],
    }],
    good: &[
        Good { title: "decided", given: |_| {} },
        Good {
            title: "it has ended",
            given: |s| {
                s.edit(3, |obligation: &mut Obligation| {
                    obligation.addressed = None;
                    obligation.ended_on = Some(Date::constant(2026, 5, 1));
                })
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(obligation) = facts::get::<Obligation>(ask.isms, id) else { return };
    let ended = obligation.ended_on.is_some_and(|on| on <= ask.today);
    if obligation.addressed.is_some() || ended {
        return;
    }
    report
        .add(
            Place::field(id, "addressed"),
            format!("it is not decided whether the management system takes up {id}"),
        )
        .proof("title", &obligation.title)
        .proof("party", facts::text(&obligation.party))
        .proof("kind", facts::text(&obligation.kind))
        .proof("taken up", "")
        .command(format!("plumb set {id} addressed=yes"));
}
