//! Nobody has looked at the issues for long.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Issue;
use model::{Date, RecordKind};

pub static RULE: Rule = Rule {
    code: "PB0416",
    name: "issues not reviewed",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["4.1", "9.3.2 b"],
    what: "Finds that the newest look at the issues lies further back than the limit.",
    why: "surroundings change, and the management review starts from what has changed",
    fix: "go through the issues, at the latest for the next management review",
    fix_grade: FixGrade::Likely,
    check: Check::Whole { reads: &[RecordKind::Issue], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "all looked at long ago",
        given: |s| {
            for number in [1, 2] {
                s.edit(number, |issue: &mut Issue| issue.reviewed_on = Some(Date::constant(2025, 4, 26)));
            }
        },
        says: &["the issues were last looked at on 2025-04-26"],
    }],
    good: &[
        Good { title: "looked at this spring", given: |_| {} },
        Good {
            title: "on the day of the limit",
            given: |s| {
                let day = s.days_ago(400);
                for number in [1, 2] {
                    s.edit(number, |issue: &mut Issue| issue.reviewed_on = Some(day));
                }
            },
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    if ask.isms.issues.is_empty() {
        return;
    }
    let newest = ask.isms.issues.iter().filter_map(|(id, issue)| Some((issue.reviewed_on?, id))).max();
    let Some((date, issue)) = newest else {
        report.unknown(Place::Whole, "when the issues were last looked at is not recorded");
        return;
    };
    if ask.is_older(date, ask.parameters.days("issue_review_days")) {
        report
            .add(Place::field(issue, "reviewed_on"), format!("the issues were last looked at on {date}"))
            .proof("reviewed on", date)
            .proof("issues", ask.isms.issues.len())
            .proof("limit in days", ask.parameters.days("issue_review_days"))
            .command(format!("plumb set {issue} reviewed_on=TODAY"));
    }
}
