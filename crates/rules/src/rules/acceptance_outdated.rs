//! An acceptance of values that have changed.

use crate::planning::place as place_of;
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Risk;
use model::{Date, RecordId, RecordKind, Value};

use crate::planning::{accepted_place, accepted_word, open_risk, word};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0675",
    name: "acceptance outdated",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 f"],
    what: "Finds open risks that were assessed again after their acceptance, or that stand at another level than was accepted.",
    why: "somebody agreed to other values than those that stand there now",
    fix: "ask for a new acceptance on the present values",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Risk], reads: &[RecordKind::Method], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "assessed again the day after, with the same result",
            given: |s| s.edit(3, |risk: &mut Risk| risk.now.on = Some(Date::constant(2026, 4, 21))),
            says: &["R-3 was accepted at high on 2026-04-20 and was assessed again on 2026-04-21 as high"],
        },
        Bad {
            title: "it stands at another level",
            given: |s| s.edit(3, |risk: &mut Risk| risk.acceptances[0].level = Some("medium".into())),
            says: &["R-3 was accepted at medium on 2026-04-20 and stands at high"],
        },
    ],
    good: &[Good { title: "the values accepted still stand", given: |_| {} }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(risk) = open_risk(ask, id) else { return };
    let Some(acceptance) = risk.accepted(ask.today) else { return };
    let Some(date) = acceptance.on else { return };
    let remaining = risk.remaining();
    let after = risk.after.on.filter(|_| !risk.after.is_blank());
    let assessed = risk.now.on.into_iter().chain(after).max();
    let place = Place::field(id, "acceptances");
    let levels = accepted_place(ask, acceptance).zip(place_of(ask, remaining));
    let differs = levels.is_some_and(|(accepted, now)| accepted != now);
    let later = assessed.is_some_and(|assessed| date < assessed);
    if !differs && !later {
        if levels.is_none() && !remaining.is_blank() {
            report.unknown(place, format!("whether {id} still stands at the level that was accepted"));
        }
        return;
    }
    let accepted = accepted_word(ask, acceptance);
    let level = word(ask, remaining);
    let on = assessed.text();
    let message = if later {
        format!("{id} was accepted at {accepted} on {date} and was assessed again on {on} as {level}")
    } else {
        format!("{id} was accepted at {accepted} on {date} and stands at {level}")
    };
    let found = report.add(place, message);
    found
        .proof("accepted on", date)
        .proof("level accepted", &accepted)
        .proof("assessed on", assessed.text())
        .proof("level now", &level)
        .remark("nobody has agreed to these values")
        .command(format!("plumb accept {id} --until DATE --because WHY"));
    if levels.is_some_and(|(accepted, now)| now > accepted) {
        found.worse();
    }
}
