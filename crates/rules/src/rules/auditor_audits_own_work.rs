//! An internal auditor looked at own work.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Audit, Control, Document, Exception, ExceptionKind, Person, Process, WorkingPaper};
use model::{Owner, RecordId, RecordKind, Ref};

use crate::{cycle, facts};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0912",
    name: "auditor audits own work",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["9.2.2 b"],
    what: "Finds internal auditors who own or operate a control, own a process or wrote a document that their audit covers, without an exception.",
    why: "nobody sees the own mistakes, and a certification body looks at who audited what",
    fix: "have another person audit that part again",
    fix_grade: FixGrade::Think,
    check: Check::Each {
        of: &[RecordKind::Audit],
        reads: &[RecordKind::AuditProgramme, RecordKind::Audit],
        through: &[RecordKind::Control, RecordKind::Process],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "the owner of a control that nobody else looked at",
            given: |s| {
                s.remove("WP-1");
                s.edit(1, |audit: &mut Audit| audit.auditors.push(Ref::number(3)));
                s.edit(1, |audit: &mut Audit| audit.processes.clear());
            },
            says: &["Ida Novak audited A.8.13, for which Ida Novak is responsible"],
        },
        Bad {
            title: "the paper says that the operator looked",
            given: |s| {
                s.edit_control("A.5.18", |control: &mut Control| {
                    control.operators = vec![Owner::Person(Ref::number(4))];
                });
                s.edit(2, |paper: &mut WorkingPaper| paper.by = Some(Ref::number(4)));
            },
            says: &["Tom Reha audited A.5.18, for which Tom Reha is responsible"],
        },
        Bad {
            title: "the holder of the role that owns a process, and the author of a document",
            given: |s| {
                s.edit(1, |process: &mut Process| process.owner = Some(Owner::Role(Ref::number(1))));
                s.edit(1, |audit: &mut Audit| {
                    audit.auditors = vec![Ref::number(2)];
                    audit.documents.truncate(1);
                });
            },
            says: &[
                "Jonas Weil audited PRC-1, for which Jonas Weil is responsible",
                "Jonas Weil audited DOC-1, for which Jonas Weil is responsible",
            ],
        },
    ],
    good: &[
        Good { title: "an auditor from outside", given: |_| {} },
        Good {
            title: "somebody else looked at the own control",
            given: |s| {
                s.edit(1, |audit: &mut Audit| {
                    audit.auditors.push(Ref::number(3));
                    audit.processes.clear();
                });
            },
        },
        Good {
            title: "an exception allows it",
            given: |s| {
                s.edit(1, |audit: &mut Audit| {
                    audit.auditors.push(Ref::number(2));
                    audit.documents.truncate(1);
                });
                let exception = Exception {
                    title: "One page is looked at by its author".into(),
                    kind: Some(ExceptionKind::Duty),
                    person: Some(Ref::number(2)),
                    audit: Some(Ref::number(1)),
                    reason: "Nobody else reads it.".into(),
                    until: Some(s.today),
                    state: model::records::ExceptionState::Approved,
                    approved_by: Some(Ref::number(1)),
                    approved_on: Some(s.days_ago(40)),
                    ..Exception::default()
                };
                s.put(Ref::number(1), exception);
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(audit) = facts::get::<Audit>(ask.isms, id) else { return };
    if !audit.is_internal() || cycle::is_cancelled(audit) {
        return;
    }
    for control in &audit.controls {
        let Some(judged) = ask.isms.controls.get(control) else { continue };
        let auditors = looked_at(ask, id, audit, *control);
        let owners = judged.owner.iter().map(|owner| (owner, "owner"));
        let operators = judged.operators.iter().map(|owner| (owner, "operators"));
        for (owner, label) in owners.chain(operators) {
            let person = owner.person(ask.isms).filter(|person| auditors.contains(person));
            say(ask, id, audit, person, control.id(), label, report);
        }
    }
    for process in &audit.processes {
        let Some(judged) = ask.isms.processes.get(process) else { continue };
        let owner = cycle::person_of(ask, judged.owner.as_ref());
        let person = owner.filter(|person| audit.auditors.contains(person));
        say(ask, id, audit, person, process.id(), "owner", report);
    }
    for document in &audit.documents {
        let Some(judged): Option<&Document> = ask.isms.documents.get(document).map(|found| &**found) else {
            continue;
        };
        for author in judged.authors.iter().filter(|author| audit.auditors.contains(author)) {
            say(ask, id, audit, Some(*author), document.id(), "authors", report);
        }
    }
}

/// Returns who looked at a control: whom the papers name, else all auditors.
fn looked_at(ask: &Ask, id: RecordId, audit: &Audit, control: Ref<Control>) -> Vec<Ref<Person>> {
    let papers = ask.isms.sources::<WorkingPaper>(id).filter_map(|paper| ask.isms.working_papers.get(&paper));
    let own = papers.filter(|paper| paper.audit.map(Ref::id) == Some(id) && paper.control == Some(control));
    let named: Vec<Ref<Person>> = own.filter_map(|paper| paper.by).collect();
    if named.is_empty() { audit.auditors.clone() } else { named }
}

/// Says that a person audited own work, unless an exception allows it.
fn say(
    ask: &Ask,
    id: RecordId,
    audit: &Audit,
    person: Option<Ref<Person>>,
    object: RecordId,
    label: &str,
    report: &mut Report,
) {
    let Some(person) = person else { return };
    let allows = |exception: &Exception| {
        exception.kind == Some(ExceptionKind::Duty)
            && exception.person == Some(person)
            && exception.audit.map(Ref::id) == Some(id)
            && exception.is_in_force(ask.today)
    };
    let mut exceptions = ask.isms.sources::<Exception>(id).filter_map(|one| ask.isms.exceptions.get(&one));
    if exceptions.any(|exception| allows(exception)) {
        return;
    }
    let name = ask.isms.name_of(person.id());
    let message = format!("{name} audited {object}, for which {name} is responsible");
    // Who owns and operates a control is told once.
    if report.found.iter().any(|found| found.message == message) {
        return;
    }
    let found = report
        .add(Place::field(id, "auditors"), message)
        .proof("auditors", facts::text(&audit.auditors))
        .proof_of(object, label, person);
    if ask.cycle().internal.iter().map(|one| one.id()).eq([id]) {
        found.worse();
    }
}
