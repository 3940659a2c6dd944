//! It is known why it happened, and nothing is done about it.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{CorrectiveAction, Nonconformity, NonconformityGrade};
use model::sample::Sample;
use model::{RecordId, RecordKind, Ref};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB1008",
    name: "cause without action",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["10.2 c"],
    what: "Finds nonconformities whose cause is known, without a corrective action after the time to plan one, and without a reason for none.",
    why: "a cause that stays will do the same again",
    fix: "plan an action with owner and date, or say why none is needed",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Nonconformity], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "raised 31 days ago",
            given: |s| open(s, 31),
            says: &["the cause of NC-2 is known, and no action is planned against it"],
        },
        Bad {
            title: "the only action was dropped",
            given: |s| {
                open(s, 31);
                let dropped_because = "Too dear.".into();
                s.edit(2, |found: &mut Nonconformity| {
                    found.actions = vec![CorrectiveAction { dropped_because, ..CorrectiveAction::default() }];
                });
            },
            says: &["the cause of NC-2 is known, and no action is planned against it"],
        },
    ],
    good: &[
        Good { title: "raised 30 days ago", given: |s| open(s, 30) },
        Good {
            title: "an action is planned",
            given: |s| {
                open(s, 90);
                s.edit(2, |found: &mut Nonconformity| found.actions = vec![CorrectiveAction::default()]);
            },
        },
        Good {
            title: "none is needed, for a reason",
            given: |s| {
                open(s, 90);
                s.edit(2, |found: &mut Nonconformity| found.no_action_because = "The office closed.".into());
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(found) = facts::get::<Nonconformity>(ask.isms, id) else { return };
    let planned = found.actions.iter().any(|action| action.dropped_because.is_empty());
    if found.cause.is_empty() || planned || !found.no_action_because.is_empty() {
        return;
    }
    let Some(date) = found.raised_on else {
        report
            .unknown(
                Place::field(id, "raised_on"),
                format!("when {id} was raised, whose cause waits for an action"),
            )
            .proof("cause", &found.cause);
        return;
    };
    let days = ask.parameters.days("nc_cause_days");
    if !ask.is_older(date, days) {
        return;
    }
    let dropped: Vec<String> = found.actions.iter().map(|action| action.title.to_string()).collect();
    let said = report
        .add(
            Place::field(id, "actions"),
            format!("the cause of {id} is known, and no action is planned against it"),
        )
        .proof("cause", &found.cause)
        .proof("raised on", date)
        .remark(format!("an action is wanted within {days} days"))
        .proof("actions found", "")
        .proof("actions dropped", dropped.join("; "))
        .command(format!("plumb nc plan {id} --title TEXT --owner PERSON --due DATE"));
    if found.grade == Some(NonconformityGrade::Major) {
        said.worse();
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
