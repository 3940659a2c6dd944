//! Nothing is to be reached.

use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::RecordKind;
use model::records::Objective;

pub static RULE: Rule = Rule {
    code: "PB0630",
    name: "objectives missing",
    severity: Severity::Error,
    grade: Grade::Major,
    stage: Stage::Stage1,
    clauses: &["6.2"],
    what: "Finds that no objective is open.",
    why: "without objectives nobody can say whether the management system gets anywhere",
    fix: "set objectives where they matter, with measure, target and date",
    fix_grade: FixGrade::FillIn,
    check: Check::Whole { reads: &[RecordKind::Objective], check },
    escalate: Escalate::Never,
    holds: &[Hold::Everywhere(&["PB1301"])],
    bad: &[
        Bad {
            title: "none",
            given: |s| {
                for id in ["OBJ-1", "OBJ-2"] {
                    s.remove(id);
                }
            },
            says: &["no information security objective is set"],
        },
        Bad {
            title: "all are closed",
            given: |s| {
                let today = s.today;
                for number in [1, 2] {
                    s.edit(number, |one: &mut Objective| one.closed_on = Some(today));
                }
            },
            says: &["no information security objective is set"],
        },
    ],
    good: &[
        Good { title: "two are open", given: |_| {} },
        Good { title: "one is open", given: |s| s.remove("OBJ-1") },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let objectives = &ask.isms.objectives;
    if objectives.iter().any(|(_, objective)| objective.closed_on.is_none()) {
        return;
    }
    let found = report.add(Place::Whole, "no information security objective is set");
    found.proof("objectives", objectives.len());
    for (id, objective) in objectives.iter().take(10) {
        found.proof_of(id, "due", facts::text(&objective.due));
        found.proof_of(id, "closed on", facts::text(&objective.closed_on));
    }
    found.command(
        "plumb new objective title='WHAT IS TO BE REACHED' measure=WHAT target=NUMBER due=DATE owner=PERSON",
    );
}
