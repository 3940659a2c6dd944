//! One file is offered for two periods.

use std::collections::BTreeMap;

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Evidence, EvidenceStatus};
use model::{Date, RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB1111",
    name: "same file for two periods",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["8.1 evidence", "7.5.3 b"],
    what: "Finds evidence of one control with the same file and periods that do not meet.",
    why: "the file of one month cannot show the next, and an auditor compares digests",
    fix: "bring the file of the later period",
    fix_grade: FixGrade::Think,
    check: Check::Each { of: &[RecordKind::Control], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "the file of last month again",
        given: |s| {
            let mut again = Evidence::clone(s.isms.evidence.get(&Ref::number(72)).expect("there"));
            again.period_start = Some(Date::constant(2026, 4, 1));
            again.period_end = Some(Date::constant(2026, 4, 30));
            s.put(Ref::number(94), again);
        },
        says: &[
            "EV-72 and EV-94 are the same file, offered for 2026-05-01 to 2026-05-25 and 2026-04-01 to 2026-04-30",
        ],
    }],
    good: &[
        Good { title: "each its own file", given: |_| {} },
        Good {
            title: "the same period twice",
            given: |s| {
                let again = Evidence::clone(s.isms.evidence.get(&Ref::number(72)).expect("there"));
                s.put(Ref::number(94), again);
            },
        },
    ],
};

/// The first and last day for which a file is offered, and as what.
type Offer = (Date, Date, Ref<Evidence>);

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let mut files: BTreeMap<&str, Vec<Offer>> = BTreeMap::new();
    for (evidence_id, evidence) in facts::evidence_of(ask.isms, Ref::of(id.key)) {
        let gone = matches!(evidence.status, EvidenceStatus::Rejected | EvidenceStatus::Withdrawn);
        let digest =
            evidence.file.as_ref().map(|file| file.digest.as_str()).filter(|digest| !digest.is_empty());
        // Where a file serves several controls, the first of them tells of it.
        let first = evidence
            .uses
            .iter()
            .filter_map(|one| one.target)
            .filter(|to| to.kind == RecordKind::Control)
            .min();
        if let (Some(digest), Some(start), Some(end)) = (digest, evidence.period_start, evidence.period_end)
            && !gone
            && first == Some(id)
        {
            files.entry(digest).or_default().push((start, end, evidence_id));
        }
    }
    for (digest, mut same) in files.into_iter().filter(|(_, same)| same.len() > 1) {
        same.sort_unstable();
        let many = same.len() > 2;
        for pair in same.windows(2) {
            let [(from, to, other), (start, end, evidence)] = pair else { continue };
            if start <= to {
                continue;
            }
            let found = report
                .add(
                    Place::field(*evidence, "file"),
                    format!(
                        "{evidence} and {other} are the same file, offered for {start} to {end} and {from} to {to}"
                    ),
                )
                .proof("digest", digest)
                .proof("period", format!("{start} to {end}"))
                .proof_of(*other, "period", format!("{from} to {to}"))
                .proof("used for", id);
            if many {
                found.worse();
            }
        }
    }
}
