//! An audit was concluded before its work was done.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Audit, WorkingPaper};
use model::sample::Sample;
use model::{Date, RecordId, RecordKind, Ref};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB0937",
    name: "conclusion before work",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["9.2.2 b"],
    what: "Finds audits whose conclusion is older than the newest of their working papers.",
    why: "a conclusion that was there before the work does not rest on it",
    fix: "look at the conclusion again in the light of the whole work and date it",
    fix_grade: FixGrade::Think,
    check: Check::Each { of: &[RecordKind::Audit], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "the day before",
        given: |s| concluded(s, 27),
        says: &["AUD-1 was concluded on 2026-05-27, before its work was done"],
    }],
    good: &[
        Good { title: "on the same day", given: |s| concluded(s, 28) },
        Good { title: "in order", given: |_| {} },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(audit) = facts::get::<Audit>(ask.isms, id) else { return };
    let Some(date) = audit.concluded_on else { return };
    let papers = ask.isms.sources::<WorkingPaper>(id).filter_map(|paper| {
        let found = ask.isms.working_papers.get(&paper)?;
        (found.audit.map(Ref::id) == Some(id)).then_some((found.done_on?, paper))
    });
    let Some((done, paper)) = papers.max().filter(|(done, _)| *done > date) else { return };
    report
        .add(
            Place::field(id, "concluded_on"),
            format!("{id} was concluded on {date}, before its work was done"),
        )
        .proof("concluded on", date)
        .proof_of(paper, "done on", done);
}

/// Lets the audit of the sample be concluded so many days after its last working paper.
fn concluded(s: &mut Sample, day: i8) {
    let done_on = Some(Date::constant(2026, 5, 28));
    let audit = Some(Ref::number(1));
    s.put(Ref::number(99), WorkingPaper { audit, done_on, ..WorkingPaper::default() });
    s.edit(1, |audit: &mut Audit| audit.concluded_on = Some(Date::constant(2026, 5, day)));
}
