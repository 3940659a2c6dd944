//! A system must be back in a given time, and nothing shows that it would be.

use crate::technical::{newest, system, unrecorded};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Asset, RecoveryKind, RecoveryTest};
use model::sample::Sample;
use model::{Decimal, RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB1174",
    name: "recovery not shown",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.5.30", "A.5.29"],
    what: "Finds systems in scope with a recovery target that had no recovery test within 400 days, or whose newest one took longer and led to nothing.",
    why: "a target that was never tried is a wish",
    fix: "test, improve, or change the target by decision",
    fix_grade: FixGrade::Think,
    check: Check::Whole {
        // Its own kind stands first: before the first of them, or its phase, it is ahead.
        reads: &[RecordKind::RecoveryTest, RecordKind::Asset, RecordKind::Scope],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "never tried",
            given: |s| target(s, "4 hours"),
            says: &["AST-1 must be back in 4 hours, and no test was recorded"],
        },
        Bad {
            title: "401 days ago",
            given: |s| {
                target(s, "4 hours");
                tried(s, 401, 3);
            },
            says: &["AST-1 must be back in 4 hours, and the last test was on 2025-04-26"],
        },
        Bad {
            title: "it took longer",
            given: |s| {
                target(s, "4 hours");
                tried(s, 30, 5);
            },
            says: &["AST-1 must be back in 4 hours, and the last test showed 5 hours"],
        },
    ],
    good: &[
        Good { title: "no target", given: |_| {} },
        Good {
            title: "shown 400 days ago, in just the time",
            given: |s| {
                target(s, "1 day");
                tried(s, 400, 24);
            },
        },
        Good {
            title: "it took longer, and something was begun",
            given: |s| {
                target(s, "4h");
                tried(s, 30, 5);
                s.edit(91, |test: &mut RecoveryTest| test.action = RecordId::parse("TRT-1"));
            },
        },
    ],
};

/// The age limit of a recovery test, in days.
const TESTS_DAYS: i32 = 400;

fn check(ask: &Ask, report: &mut Report) {
    for (id, _) in ask.isms.assets.iter() {
        judge(ask, id.id(), report);
    }
}

/// Judges one system.
fn judge(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(system) = system(ask, id).filter(|system| !system.recovery_target.is_empty()) else { return };
    let target = &system.recovery_target;
    let tests = ask.isms.sources::<RecoveryTest>(id).filter_map(|test| {
        let found = ask.isms.recovery_tests.get(&test)?;
        let of_it = found.system.is_some_and(|system| system.id() == id);
        (of_it && found.kind == Some(RecoveryKind::Recovery)).then_some((test, found))
    });
    let last = newest(ask.today, tests, |test| test.on);
    let ending = match &last {
        None => "no test was recorded".to_owned(),
        Some((_, _, on)) if ask.is_older(*on, TESTS_DAYS) => format!("the last test was on {on}"),
        Some((_, test, _)) if test.action.is_some() => return,
        Some((number, test, _)) => match (hours(target), test.actual_hours) {
            (Some(limit), Some(actual)) if actual <= limit => return,
            (Some(_), Some(actual)) => {
                let unit = if actual == Decimal::whole(1) { "hour" } else { "hours" };
                format!("the last test showed {actual} {unit}")
            }
            (None, _) => {
                let missing = format!("how many hours \"{target}\" are, as {id} must be back in that time");
                report.unknown(Place::field(id, "recovery_target"), missing);
                return;
            }
            (Some(_), None) => {
                let missing = unrecorded::<RecoveryTest>(number.id(), "actual_hours");
                report.unknown(Place::field(id, "recovery_target"), missing);
                return;
            }
        },
    };
    let found = report
        .add(Place::field(id, "recovery_target"), format!("{id} must be back in {target}, and {ending}"))
        .proof("name", &system.title)
        .proof("recovery target", target);
    if let Some((number, test, on)) = &last {
        found
            .proof_of(*number, "on", on)
            .proof_of(*number, "took hours", facts::text(&test.actual_hours))
            .proof_of(*number, "action", facts::text(&test.action));
    } else {
        found.proof("on", "");
    }
    found.proof("age limit in days", TESTS_DAYS).command(format!(
        "plumb new recovery-test title='Recovery of {id}' kind=recovery system={id} on=DATE actual_hours=HOURS"
    ));
}

/// Reads a time as people write it: `4 hours`, `4h`, `1.5 days`, `30 min`; a number alone counts hours.
fn hours(text: &str) -> Option<Decimal> {
    let text = text.trim().to_lowercase();
    let end =
        text.find(|sign: char| !sign.is_ascii_digit() && sign != '.' && sign != ',').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let number = Decimal::parse(number)?;
    let times = match unit.trim().trim_end_matches('.') {
        "" | "h" | "hr" | "hrs" | "hour" | "hours" => Decimal::whole(1),
        "d" | "day" | "days" => Decimal::whole(24),
        "w" | "week" | "weeks" => Decimal::whole(168),
        // A sixtieth, rounded up, so that a time just met is not called missed.
        "m" | "min" | "mins" | "minute" | "minutes" => Decimal::parse("0.016666667")?,
        _ => return None,
    };
    number.times(times)
}

/// Gives the order system a target.
fn target(s: &mut Sample, text: &str) {
    s.edit(1, |asset: &mut Asset| asset.recovery_target = text.into());
}

/// Recovers the order system so many days ago, in so many hours.
fn tried(s: &mut Sample, days: i32, hours: i32) {
    let test = RecoveryTest {
        title: "The order system on other machines".into(),
        kind: Some(RecoveryKind::Recovery),
        system: Some(Ref::number(1)),
        on: Some(s.days_ago(days)),
        actual_hours: Some(Decimal::whole(hours)),
        ..RecoveryTest::default()
    };
    s.put(Ref::number(91), test);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_people_write_it() {
        for (text, meant) in
            [("4", "4"), ("4h", "4"), ("1.5 days", "36"), ("1 week", "168"), ("2 Hours", "2")]
        {
            assert_eq!(hours(text), Decimal::parse(meant), "{text}");
        }
        for unclear in ["soon", "", "4 years", "next day", "2-4 hours"] {
            assert_eq!(hours(unclear), None, "{unclear}");
        }
    }
}
