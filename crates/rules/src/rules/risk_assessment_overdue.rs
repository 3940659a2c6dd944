//! The planned look at the risks is overdue.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{AssessmentState, AssessmentTrigger, Method, RiskAssessment};
use model::{Date, RecordKind, Ref};

use crate::facts::months_after;

pub static RULE: Rule = Rule {
    code: "PB0806",
    name: "risk assessment overdue",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["8.2"],
    what: "Finds that the newest finished assessment of those planned lies further back than the interval of the method.",
    why: "risks are assessed at planned intervals, and an auditor counts the months",
    fix: "carry out the planned assessment",
    fix_grade: FixGrade::Likely,
    check: Check::Whole { reads: &[RecordKind::RiskAssessment, RecordKind::Method, RecordKind::Risk], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "a day more than the interval",
            given: |s| {
                let day = Date::constant(2025, 5, 31);
                s.edit(1, |one: &mut RiskAssessment| one.on = Some(day))
            },
            says: &["the last risk assessment is of 2025-05-31, and the interval is 12 months"],
        },
        Bad {
            title: "a newer one followed an incident",
            given: |s| {
                let day = Date::constant(2025, 5, 31);
                s.edit(1, |one: &mut RiskAssessment| one.on = Some(day));
                let on = s.days_ago(5);
                s.put(
                    Ref::number(2),
                    RiskAssessment {
                        trigger: Some(AssessmentTrigger::Incident),
                        state: AssessmentState::Done,
                        on: Some(on),
                        ..RiskAssessment::default()
                    },
                );
            },
            says: &["the last risk assessment is of 2025-05-31, and the interval is 12 months"],
        },
    ],
    good: &[
        Good { title: "done this spring", given: |_| {} },
        Good {
            title: "on the day of the interval",
            given: |s| {
                let day = Date::constant(2025, 6, 1);
                s.edit(1, |one: &mut RiskAssessment| one.on = Some(day))
            },
        },
    ],
};

/// From so many months of delay on it is a step worse.
const WORSE: u32 = 6;

fn check(ask: &Ask, report: &mut Report) {
    let Some(method) = ask.isms.method.one() else { return };
    // That the interval is missing another rule says.
    let Some(months) = ask.method.interval_months else { return };
    let finished = |one: &RiskAssessment| {
        let planned = one.trigger == Some(AssessmentTrigger::Planned) && one.state == AssessmentState::Done;
        one.on.filter(|on| planned && *on <= ask.today)
    };
    let newest = ask.isms.risk_assessments.iter().filter_map(|(id, one)| Some((finished(one)?, id))).max();
    let Some((date, id)) = newest else {
        if method.in_force(ask.today).is_some() && ask.open_risks() > 0 {
            report
                .unknown(Place::Whole, "when the planned risk assessment was last finished is not recorded");
        }
        return;
    };
    let is_over = |months: u32| {
        months_after(date, i32::try_from(months).unwrap_or(i32::MAX)).is_some_and(|limit| limit < ask.today)
    };
    if !is_over(months) {
        return;
    }
    let message = format!("the last risk assessment is of {date}, and the interval is {months} months");
    let found = report
        .add(Place::field(id, "on"), message)
        .proof("done on", date)
        .proof_of(Ref::<Method>::one(), "interval in months", months)
        .command("plumb new risk-assessment trigger=planned planned_on=DATE");
    if is_over(months.saturating_add(WORSE)) {
        found.worse();
    }
}
