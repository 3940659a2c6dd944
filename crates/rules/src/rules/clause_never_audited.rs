//! A clause that no internal audit of the cycle looks at.

use diagnostics::Diagnostic;
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Audit;
use model::{Clause, RecordKind, Ref, Value};

use crate::cycle;
use crate::rule::Step;

use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0911",
    name: "clause never audited",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["9.2.1 a 2"],
    what: "Finds clauses of 4 to 10, or parts of them, that are in no internal audit of the cycle, done or planned.",
    why: "a certification body wants to see that each requirement was audited from inside",
    fix: "add the clause to a planned audit",
    fix_grade: FixGrade::Likely,
    check: Check::Whole { reads: &[RecordKind::AuditProgramme, RecordKind::Audit], check },
    escalate: Escalate::When(stage_2_is_near),
    holds: &[Hold::Everywhere(&["PB1302"])],
    bad: &[
        Bad {
            title: "clause 7 was taken out of every audit",
            given: |s| {
                for number in [1, 4] {
                    s.edit(number, |audit: &mut Audit| audit.clauses.retain(|clause| clause.as_str() != "7"));
                }
            },
            says: &["clause 7 is in no internal audit of the cycle"],
        },
        Bad {
            title: "of clause 9 only two parts are named",
            given: |s| {
                for number in [1, 4] {
                    s.edit(number, |audit: &mut Audit| {
                        audit.clauses.retain(|clause| clause.as_str() != "9");
                        audit.clauses.extend([Clause::new("9.1"), Clause::new("9.2.2")]);
                    });
                }
            },
            says: &["clause 9.3 is in no internal audit of the cycle"],
        },
    ],
    good: &[
        Good {
            title: "the audit to come covers what the last one left out",
            given: |s| s.edit(1, |audit: &mut Audit| audit.clauses.clear()),
        },
        Good {
            title: "each part is named by one of them",
            given: |s| {
                s.edit(4, |audit: &mut Audit| audit.clauses = vec![Clause::new("10.1")]);
                s.edit(1, |audit: &mut Audit| {
                    audit.clauses.retain(|clause| clause.as_str() != "10");
                    audit.clauses.push(Clause::new("10.2 b"));
                });
            },
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let cycle = ask.cycle();
    let Some(programme) = cycle.programme else { return };
    let audits = || cycle.internal.iter().filter_map(|id| Some((*id, ask.isms.audits.get(id)?)));
    let start = ask.isms.audit_programmes.get(&programme).and_then(|programme| programme.cycle_start);
    // The audit that can still take it up is the best place.
    let ahead: Option<Ref<Audit>> =
        audits().find(|(_, audit)| cycle::done_on(audit, ask.today).is_none()).map(|(id, _)| id);
    for clause in cycle::clauses_missing(audits().map(|(_, audit)| &**audit)) {
        let place = match ahead {
            Some(audit) => Place::field(audit, "clauses"),
            None => Place::field(programme, "cycle_start"),
        };
        let found = report.add(place, format!("clause {clause} is in no internal audit of the cycle"));
        found.proof_of(programme, "from", start.text());
        for (id, audit) in audits() {
            found.proof_of(id, "clauses", audit.clauses.text());
        }
        match ahead {
            Some(audit) => {
                let named = ask.isms.audits.get(&audit).map(|audit| audit.clauses.text()).unwrap_or_default();
                let list = if named.is_empty() { clause.to_owned() } else { format!("{named}, {clause}") };
                found
                    .help(format!("add clause {clause} to {audit}"))
                    .command(format!("plumb set {audit} clauses='{list}'"))
            }
            None => found.help(format!("plan an internal audit of clause {clause}")).command(format!(
                "plumb new audit title='Internal audit' kind=internal clauses={clause} planned_on=DATE"
            )),
        };
    }
}

/// Gets worse where Stage 2 is less than 30 days away.
fn stage_2_is_near(ask: &Ask, _: &[&Diagnostic]) -> Step {
    let ahead = ask.cycle().stage2_ahead();
    if ahead.is_some_and(|stage| ask.days_since(stage.day) > -30) { Step::Up } else { Step::Stay }
}
