//! An internal audit whose results nobody was told.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Audit, Person, PersonKind};
use model::{RecordId, RecordKind, Ref, Value};

use crate::{cycle, facts};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0915",
    name: "audit not reported",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["9.2.2 c"],
    what: "Finds internal audits that were done longer ago than the limit and not reported, or reported to nobody who answers for what was audited.",
    why: "results that management does not know change nothing",
    fix: "issue the report to the managers concerned",
    fix_grade: FixGrade::Likely,
    check: Check::Each {
        of: &[RecordKind::Audit],
        reads: &[],
        through: &[RecordKind::Control, RecordKind::Process],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "nobody got the report, 46 days after",
            given: |s| {
                let done = s.days_ago(46);
                s.edit(1, |audit: &mut Audit| {
                    audit.done_on = Some(done);
                    audit.distributed_to.clear();
                });
            },
            says: &["the results of AUD-1 did not reach management"],
        },
        Bad {
            title: "it went only to a clerk",
            given: |s| {
                let done = s.days_ago(46);
                s.edit(1, |audit: &mut Audit| {
                    audit.done_on = Some(done);
                    audit.distributed_to = vec![Ref::number(4)];
                });
            },
            says: &["the results of AUD-1 did not reach management"],
        },
        Bad {
            title: "there is no report",
            given: |s| {
                let done = s.days_ago(46);
                s.edit(1, |audit: &mut Audit| {
                    audit.done_on = Some(done);
                    audit.reported_on = None;
                });
            },
            says: &["the results of AUD-1 did not reach management"],
        },
    ],
    good: &[
        Good {
            title: "there is no report yet, 45 days after",
            given: |s| {
                let done = s.days_ago(45);
                s.edit(1, |audit: &mut Audit| {
                    audit.done_on = Some(done);
                    audit.reported_on = None;
                });
            },
        },
        Good {
            title: "the owner of an audited control has it",
            given: |s| {
                let done = s.days_ago(90);
                s.edit(1, |audit: &mut Audit| {
                    audit.done_on = Some(done);
                    audit.distributed_to = vec![Ref::number(3)];
                });
            },
        },
        Good {
            title: "top management has it",
            given: |s| {
                let done = s.days_ago(90);
                s.edit(1, |audit: &mut Audit| {
                    audit.done_on = Some(done);
                    audit.distributed_to = vec![Ref::number(1)];
                });
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(audit) = facts::get::<Audit>(ask.isms, id) else { return };
    let Some(done) = cycle::done_on(audit, ask.today).filter(|_| audit.is_internal()) else { return };
    let limit = ask.parameters.days("report_days");
    if !ask.is_older(done, limit) {
        return;
    }
    let reported = audit.reported_on.is_some_and(|on| on <= ask.today);
    if reported && audit.distributed_to.iter().any(|person| is_concerned(ask, audit, *person)) {
        return;
    }
    let (field, verb) = if reported { ("distributed_to", "distribute") } else { ("reported_on", "report") };
    report
        .add(Place::field(id, field), format!("the results of {id} did not reach management"))
        .proof("done on", done)
        .proof("reported on", audit.reported_on.text())
        .proof("reported to", audit.distributed_to.text())
        .proof("limit in days", limit)
        .proof("too late since", facts::day_after(done, limit))
        .command(format!("plumb audit {verb} {id} --to PERSON"));
}

/// Says whether a person leads the organisation, or owns a control or process that was audited.
fn is_concerned(ask: &Ask, audit: &Audit, person: Ref<Person>) -> bool {
    let found = ask.isms.people.get(&person);
    let leads = found.is_some_and(|person| person.kind == Some(PersonKind::TopManagement));
    let owns_control = |control| {
        let control = ask.isms.controls.get(control);
        cycle::person_of(ask, control.and_then(|control| control.owner.as_ref())) == Some(person)
    };
    let owns_process = |process| {
        let process = ask.isms.processes.get(process);
        cycle::person_of(ask, process.and_then(|process| process.owner.as_ref())) == Some(person)
    };
    leads || audit.controls.iter().any(owns_control) || audit.processes.iter().any(owns_process)
}
