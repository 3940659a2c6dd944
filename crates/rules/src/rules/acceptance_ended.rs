//! An acceptance that is over.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Acceptance, Risk};
use model::{RecordId, RecordKind, Value};

use crate::planning::{Above, above, accepted_word, open_risk};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0609",
    name: "acceptance ended",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 f"],
    what: "Finds open risks above the acceptance level whose last acceptance has ended or was taken back.",
    why: "a limit in time is there so that somebody decides again, and here nobody has",
    fix: "ask for a new acceptance, or treat the risk",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Risk], reads: &[RecordKind::Method], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "it ended yesterday",
            given: |s| {
                let yesterday = s.days_ago(1);
                s.edit(3, |risk: &mut Risk| risk.acceptances[0].until = Some(yesterday));
            },
            says: &["the acceptance of R-3 ended on 2026-05-31"],
        },
        Bad {
            title: "it was taken back",
            given: |s| {
                let yesterday = s.days_ago(1);
                s.edit(3, |risk: &mut Risk| risk.acceptances[0].withdrawn_on = Some(yesterday));
            },
            says: &["the acceptance of R-3 ended on 2026-05-31"],
        },
    ],
    good: &[
        Good { title: "it holds until next year", given: |_| {} },
        Good {
            title: "it holds until today",
            given: |s| {
                let today = s.today;
                s.edit(3, |risk: &mut Risk| risk.acceptances[0].until = Some(today));
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(risk) = open_risk(ask, id) else { return };
    let given = risk.acceptances.iter().any(|acceptance| acceptance.is_in_force(ask.today));
    if risk.acceptances.is_empty() || given {
        return;
    }
    let place = Place::field(id, "acceptances");
    match above(ask, risk.remaining()) {
        Above::No => return,
        Above::Unknown => {
            report.unknown(place, format!("whether {id} is above the acceptance level"));
            return;
        }
        Above::Yes => {}
    }
    let ended = |acceptance: &Acceptance| acceptance.until.into_iter().chain(acceptance.withdrawn_on).min();
    let last = risk
        .acceptances
        .iter()
        .filter(|acceptance| acceptance.on.is_none_or(|on| on <= ask.today))
        .filter_map(|acceptance| Some((ended(acceptance)?, acceptance)))
        .filter(|(ended, _)| *ended <= ask.today)
        .max_by_key(|(ended, _)| *ended);
    let Some((date, acceptance)) = last else {
        report.unknown(place, format!("since when and until when {id} was accepted"));
        return;
    };
    let by = acceptance.by.map(|by| ask.isms.name_of(by.id())).unwrap_or_default();
    report
        .add(place, format!("the acceptance of {id} ended on {date}"))
        .proof("accepted by", by)
        .proof("accepted on", acceptance.on.text())
        .proof("until", acceptance.until.text())
        .remark("since then nobody lives with this risk knowingly")
        .proof("level accepted", accepted_word(ask, acceptance))
        .command(format!("plumb accept {id} --until DATE --because WHY"));
}
