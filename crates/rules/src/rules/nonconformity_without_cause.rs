//! Nobody has found out why it happened.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Nonconformity, NonconformityGrade};
use model::sample::Sample;
use model::{RecordId, RecordKind, Ref};

use crate::facts::even;
use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB1001",
    name: "nonconformity without cause",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["10.2 b 2"],
    what: "Finds nonconformities without a cause after the time to find one, or whose cause only repeats what happened.",
    why: "what is put right without knowing why comes back",
    fix: "the finding says what happened; its cause says why it could, so that an action can hold: record it",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Nonconformity], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[Hold::Near(&["PB1006", "PB1008"])],
    bad: &[
        Bad {
            title: "raised 31 days ago",
            given: |s| {
                open(s, 31);
                s.edit(2, |found: &mut Nonconformity| found.cause = "".into());
            },
            says: &["NC-2 has no cause since 2026-05-01"],
        },
        Bad {
            title: "the cause repeats the statement",
            given: |s| {
                open(s, 60);
                s.edit(2, |found: &mut Nonconformity| {
                    found.cause = "keys are to be given back on the last day, two were not".into();
                });
            },
            says: &["NC-2 has no cause since 2026-04-02"],
        },
        Bad {
            title: "also where it is closed",
            given: |s| s.edit(1, |found: &mut Nonconformity| found.cause = "".into()),
            says: &["NC-1 has no cause since 2026-03-30"],
        },
    ],
    good: &[
        Good {
            title: "raised 30 days ago",
            given: |s| {
                open(s, 30);
                s.edit(2, |found: &mut Nonconformity| found.cause = "".into());
            },
        },
        Good { title: "the cause is known", given: |s| open(s, 90) },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(found) = facts::get::<Nonconformity>(ask.isms, id) else { return };
    let repeats = !found.cause.is_empty() && even(&found.cause) == even(&found.statement);
    if !found.cause.is_empty() && !repeats {
        return;
    }
    let place = Place::field(id, "cause");
    let Some(date) = found.raised_on else {
        report
            .unknown(Place::field(id, "raised_on"), format!("when {id} was raised, which has no cause"))
            .proof("cause", "");
        return;
    };
    let days = ask.parameters.days("nc_cause_days");
    if !ask.is_older(date, days) {
        return;
    }
    let said = report
        .add(place, format!("{id} has no cause since {date}"))
        .proof("raised on", date)
        .proof("statement", &found.statement)
        .proof("cause", &found.cause)
        .command(format!("plumb nc explain {id} --cause TEXT"));
    if repeats {
        said.remark("it repeats the statement, and does not say why");
    } else {
        said.remark(format!("wanted within {days} days"));
    }
}

/// Puts an open nonconformity that was raised so many days ago, put right and explained.
fn open(s: &mut Sample, days: i32) {
    let nonconformity = Nonconformity {
        title: "Leavers keep their keys".into(),
        clause: Some("A.5.18".into()),
        grade: Some(NonconformityGrade::Minor),
        raised_on: Some(s.days_ago(days)),
        statement: "Keys are to be given back on the last day; two were not.".into(),
        correction: "Both were given back.".into(),
        cause: "Nobody tells the office who leaves.".into(),
        ..Nonconformity::default()
    };
    s.put(Ref::number(2), nonconformity);
}
