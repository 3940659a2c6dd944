//! A file is not the one that came in.

use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Evidence;
use model::{RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB1202",
    name: "file digest differs",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["7.5.3 b"],
    what: "Finds files whose bytes are not those that their records name, or that are gone.",
    why: "evidence is worth what its file is worth, and a file that changed proves nothing",
    fix: "restore the original from backup and find the cause",
    fix_grade: FixGrade::Think,
    check: Check::Whole { reads: &[], check },
    escalate: Escalate::MoreThan(1),
    holds: &[Hold::Near(&["PB1205"])],
    bad: &[Bad {
        title: "one byte differs",
        given: |s| s.file_faults = vec![Ref::<Evidence>::number(10).id()],
        says: &["the file of EV-10 is not the one that was received on 2026-05-27"],
    }],
    good: &[Good { title: "all as they came", given: |_| {} }],
};

fn check(ask: &Ask, report: &mut Report) {
    let faults = ask.integrity.map(|integrity| integrity.files.as_slice()).unwrap_or_default();
    for fault in faults {
        let id = fault.record;
        let evidence = facts::get::<Evidence>(ask.isms, id).filter(|_| id.kind == RecordKind::Evidence);
        let received = evidence.and_then(|evidence| evidence.received_on);
        let made = ask.isms.find(id).map(|record| record.made().on);
        let date = facts::text(&received.or(made));
        report
            .add(
                Place::field(id, "file"),
                format!("the file of {id} is not the one that was received on {date}"),
            )
            .proof("digest recorded", &fault.recorded)
            .proof("digest found", fault.found.as_deref().unwrap_or("the file is gone"))
            .proof("received on", &date)
            .proof(
                "judged by",
                evidence.map(|evidence| facts::text(&evidence.accepted_by)).unwrap_or_default(),
            )
            .command("plumb verify");
    }
}
