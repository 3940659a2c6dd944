//! A party has a say, and nothing that it asks for is written down.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Obligation, Party};
use model::{RecordId, RecordKind, YesNo};

pub static RULE: Rule = Rule {
    code: "PB0411",
    name: "party without requirement",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["4.2 b"],
    what: "Finds relevant parties of which no obligation is recorded.",
    why: "a party that matters asks for something, and what it asks for is what the system has to meet",
    fix: "record what the party requires, or mark it as not relevant with a reason",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Party], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "its only obligation is gone",
        given: |s| s.remove("OBL-3"),
        says: &["PTY-3 is a relevant party, and nothing it requires is recorded"],
    }],
    good: &[
        Good { title: "each relevant party asks for something", given: |_| {} },
        Good {
            title: "a party that does not matter",
            given: |s| {
                s.remove("OBL-3");
                s.edit(3, |party: &mut Party| party.relevant = Some(YesNo::No));
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(party) = facts::get::<Party>(ask.isms, id) else { return };
    let mut obligations = ask.isms.sources::<Obligation>(id);
    if obligations.any(|obligation| ask.isms.obligations.get(&obligation).is_some()) {
        return;
    }
    match party.relevant {
        Some(YesNo::No) => {}
        None => {
            report
                .unknown(Place::field(id, "relevant"), format!("whether {id} is relevant is not recorded"))
                .command(format!("plumb set {id} relevant=yes"));
        }
        Some(YesNo::Yes) => {
            report
                .add(
                    Place::field(id, "relevant"),
                    format!("{id} is a relevant party, and nothing it requires is recorded"),
                )
                .proof("name", &party.title)
                .proof("relevant", "yes")
                .proof("obligations found", "")
                .command(format!("plumb new obligation title='WHAT IT ASKS' party={id}"));
        }
    }
}
