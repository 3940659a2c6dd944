//! Nothing shows whether the management system works.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::RecordKind;
use model::records::Measure;

pub static RULE: Rule = Rule {
    code: "PB0903",
    name: "nothing measured",
    severity: Severity::Error,
    grade: Grade::Major,
    stage: Stage::Stage1,
    clauses: &["9.1"],
    what: "Finds that nothing is measured.",
    why: "without a number or a look again and again nobody knows whether security works",
    fix: "take the measures of the objectives as a start",
    fix_grade: FixGrade::Likely,
    check: Check::Whole { reads: &[RecordKind::Measure, RecordKind::Objective], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad { title: "no measure", given: |s| s.remove("MEA-1"), says: &["nothing is measured"] },
        Bad {
            title: "the only one ended",
            given: |s| {
                let today = s.today;
                s.edit(1, |one: &mut Measure| one.ended_on = Some(today))
            },
            says: &["nothing is measured"],
        },
    ],
    good: &[Good { title: "something is", given: |_| {} }],
};

fn check(ask: &Ask, report: &mut Report) {
    let measures = &ask.isms.measures;
    if measures.iter().any(|(_, one)| one.ended_on.is_none_or(|on| on > ask.today)) {
        return;
    }
    let found = report.add(Place::Whole, "nothing is measured");
    found.proof(
        "measures",
        if measures.is_empty() { String::new() } else { format!("{} ended", measures.len()) },
    );
    let measured = || ask.isms.objectives.iter().filter(|(_, one)| !one.measure.is_empty());
    for (id, objective) in measured().take(10) {
        found.proof_of(id, "measured by", &objective.measure);
    }
    let object = measured().next().map_or("WHAT".to_owned(), |(_, one)| one.measure.replace('\'', " "));
    found.command(format!("plumb new measure object='{object}' frequency_days=DAYS measured_by=PERSON"));
}
