//! No programme of internal audits covers the day.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::AuditProgramme;
use model::{RecordKind, Value};

use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0910",
    name: "audit programme missing",
    severity: Severity::Error,
    grade: Grade::Major,
    stage: Stage::Stage1,
    clauses: &["9.2.2"],
    what: "Finds that the cycle of no internal audit programme contains the day.",
    why: "internal audits are planned as one programme, and an auditor asks for it first",
    fix: "set up the programme with frequency, method, duties and reporting; a draft by risk is proposed",
    fix_grade: FixGrade::Likely,
    check: Check::Whole { reads: &[RecordKind::AuditProgramme], check },
    escalate: Escalate::Never,
    holds: &[Hold::Everywhere(&["PB0911", "PB0916", "PB0918", "PB1009", "PB1301", "PB1302"])],
    bad: &[
        Bad {
            title: "the only programme ended last month",
            given: |s| {
                let ended = s.days_ago(1);
                s.edit(1, |programme: &mut AuditProgramme| programme.cycle_end = Some(ended));
            },
            says: &["no internal audit programme covers today"],
        },
        Bad {
            title: "a programme without a cycle",
            given: |s| s.edit(1, |programme: &mut AuditProgramme| programme.cycle_start = None),
            says: &["no internal audit programme covers today"],
        },
        Bad {
            title: "none at all",
            given: |s| s.remove("PRG-1"),
            says: &["no internal audit programme covers today"],
        },
    ],
    good: &[
        Good { title: "a programme of three years", given: |_| {} },
        Good {
            title: "it ends today",
            given: |s| {
                let today = s.today;
                s.edit(1, |programme: &mut AuditProgramme| programme.cycle_end = Some(today));
            },
        },
        Good {
            title: "it begins today",
            given: |s| {
                let today = s.today;
                s.edit(1, |programme: &mut AuditProgramme| programme.cycle_start = Some(today));
            },
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    if ask.cycle().programme.is_some() {
        return;
    }
    let programmes = ask.isms.audit_programmes.iter();
    let newest = programmes.max_by_key(|(id, programme)| (programme.cycle_end, *id));
    let place = newest.map_or(Place::Whole, |(id, _)| Place::field(id, "cycle_end"));
    let found = report.add(place, "no internal audit programme covers today");
    match newest {
        Some((id, programme)) => found
            .proof_of(id, "from", programme.cycle_start.text())
            .proof_of(id, "to", programme.cycle_end.text())
            .command("plumb new audit-programme title='WHAT IT IS CALLED' cycle_start=DATE cycle_end=DATE"),
        None => found
            .proof("programmes", "")
            .command("plumb new audit-programme title='WHAT IT IS CALLED' cycle_start=DATE cycle_end=DATE"),
    };
}
