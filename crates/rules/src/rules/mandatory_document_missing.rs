//! Something that the standard wants in writing does not exist in force.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::RecordKind;
use model::records::{Document, RiskAssessment, TreatmentPlan};
use standards::kept::frozen_results;

pub static RULE: Rule = Rule {
    code: "PB0713",
    name: "mandatory document missing",
    severity: Severity::Error,
    grade: Grade::Major,
    stage: Stage::Stage1,
    clauses: &["7.5.1 a"],
    what: "Finds required documents, other than those with a rule of their own, of which none is in force; a finished assessment and an approved treatment plan are results by themselves.",
    why: "what the standard calls documented information is asked for by name",
    fix: "create it, or link the document that plays this part",
    fix_grade: FixGrade::FillIn,
    check: Check::Whole {
        reads: &[RecordKind::Document, RecordKind::RiskAssessment, RecordKind::TreatmentPlan],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "no results of the assessment",
            given: |s| {
                s.remove("DOC-2");
                s.edit(1, |run: &mut RiskAssessment| run.registers.clear());
            },
            says: &["Results of risk assessments is required and does not exist in force"],
        },
        Bad {
            title: "only a draft",
            given: |s| {
                s.edit(3, |document: &mut Document| document.approvals.clear());
                s.edit_one(|plan: &mut TreatmentPlan| plan.approvals.clear());
            },
            says: &["Results of risk treatment is required and does not exist in force"],
        },
    ],
    good: &[
        Good { title: "both are in force", given: |_| {} },
        Good {
            title: "nobody wrote a report, and the assessment is finished and the plan approved",
            given: |s| ["DOC-2", "DOC-3"].into_iter().for_each(|id| s.remove(id)),
        },
    ],
};

/// The entries of the table of required documents that no other rule asks for.
const LEFT: [&str; 2] = ["risk-assessment-results", "risk-treatment-results"];

fn check(ask: &Ask, report: &mut Report) {
    let mandatory = &ask.standards.documents().mandatory;
    for entry in mandatory.iter().filter(|entry| LEFT.contains(&entry.id.as_str())) {
        let frozen = frozen_results(ask.isms, &entry.id, ask.today).unwrap_or_default();
        if !frozen.is_empty() || facts::of_kind_in_force(ask, &entry.id).next().is_some() {
            continue;
        }
        let draft = facts::of_kind(ask.isms, &entry.id).last();
        let title = &entry.title;
        let place = draft.map_or(Place::Whole, |(id, _)| Place::field(id, "approvals"));
        let found = report
            .add(place, format!("{title} is required and does not exist in force"))
            .proof("clause", entry.refs.join(", "))
            .proof("what belongs in it", &entry.content);
        match draft {
            Some((id, draft)) => found
                .proof_of(id, "status of the draft", draft.status)
                .help(format!("send {id} for approval"))
                .command(format!("plumb approve {id}")),
            None => found
                .proof("drafts", "")
                .command(format!("plumb new document title='{title}' kind={}", entry.id)),
        };
    }
}
