//! An internal audit that was planned and not done.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Audit;
use model::{RecordId, RecordKind, Value};

use crate::{cycle, facts};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0916",
    name: "audit overdue",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["9.2.1"],
    what: "Finds internal audits whose day lies further back than the slip allowed, and that were not done.",
    why: "a programme that slips shows that the checks stopped",
    fix: "do it, or move it with a reason",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Audit], reads: &[RecordKind::Audit], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "61 days after its day",
        given: |s| {
            let planned = s.days_ago(61);
            s.edit(4, |audit: &mut Audit| audit.planned_on = Some(planned));
        },
        says: &["AUD-4 was planned for 2026-04-01 and was not done"],
    }],
    good: &[
        Good {
            title: "60 days after its day",
            given: |s| {
                let planned = s.days_ago(60);
                s.edit(4, |audit: &mut Audit| audit.planned_on = Some(planned));
            },
        },
        Good {
            title: "cancelled for a reason",
            given: |s| {
                let planned = s.days_ago(100);
                s.edit(4, |audit: &mut Audit| {
                    audit.planned_on = Some(planned);
                    audit.state = model::records::AuditState::Cancelled;
                    audit.cancelled_because = "Another audit covers it.".into();
                });
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(audit) = facts::get::<Audit>(ask.isms, id) else { return };
    if !audit.is_internal() || cycle::is_cancelled(audit) || cycle::done_on(audit, ask.today).is_some() {
        return;
    }
    let Some(planned) = audit.planned_on else { return };
    let limit = ask.parameters.days("audit_slip_days");
    if !ask.is_older(planned, limit) {
        return;
    }
    let done = |audit: &Audit| cycle::done_on(audit, ask.today).filter(|_| audit.is_internal());
    let last = ask.isms.audits.iter().filter_map(|(_, audit)| done(audit)).max();
    let found = report
        .add(Place::field(id, "planned_on"), format!("{id} was planned for {planned} and was not done"))
        .proof("planned on", planned)
        .proof("done on", audit.done_on.text())
        .proof("slip allowed in days", limit)
        .proof("last internal audit done", last.text())
        .command(format!("plumb audit start {id}"));
    if last.is_none_or(|last| ask.is_older(last, LONG_DAYS)) {
        found.worse();
    }
}

/// After so many days without any internal audit it weighs more.
const LONG_DAYS: i32 = 400;
