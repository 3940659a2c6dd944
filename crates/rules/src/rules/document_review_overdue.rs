//! A document was to be looked at again, and was not.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Document;
use model::{RecordId, RecordKind};

pub static RULE: Rule = Rule {
    code: "PB0711",
    name: "document review overdue",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["7.5.2 a-c", "A.5.1"],
    what: "Finds documents in force whose next review lies in the past.",
    why: "a document that nobody looks at drifts away from what people do",
    fix: "read it, and confirm it or send a new version for approval",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Document], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "due yesterday",
        given: |s| {
            let due = s.days_ago(1);
            s.edit(10, |document: &mut Document| document.next_review = Some(due));
        },
        says: &["DOC-10 was due for review on 2026-05-31"],
    }],
    good: &[
        Good { title: "due next year", given: |_| {} },
        Good {
            title: "due today",
            given: |s| {
                let today = s.today;
                s.edit(10, |document: &mut Document| document.next_review = Some(today));
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(document) = facts::get::<Document>(ask.isms, id) else { return };
    let Some(approval) = document.in_force(ask.today) else { return };
    let Some(date) = document.next_review else {
        report
            .unknown(Place::field(id, "next_review"), format!("when {id} is to be reviewed is not recorded"))
            .command(format!("plumb set {id} next_review=DATE"));
        return;
    };
    if date >= ask.today {
        return;
    }
    let found = report
        .add(Place::field(id, "next_review"), format!("{id} was due for review on {date}"))
        .proof("title", &document.title)
        .proof("next review", date)
        .proof("version", approval.version)
        .proof("owner", facts::text(&document.owner))
        .command(format!("plumb set {id} next_review=DATE"));
    let weighs = document.kind == "policy_top" || document.kind == "method";
    if weighs && facts::is_months_back(date, 6, ask.today) {
        found.worse();
    }
}
