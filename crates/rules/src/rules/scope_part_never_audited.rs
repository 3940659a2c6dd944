//! A control, site or process that no internal audit of the cycle looks at.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use std::collections::BTreeSet;

use diagnostics::Diagnostic;
use model::records::{Audit, Site};
use model::{RecordId, RecordKind, Ref, Value, YesNo};

use crate::rule::Step;
use crate::{cycle, facts};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0918",
    name: "scope part never audited",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["9.2.1", "9.2.2"],
    what: "Finds included controls, and sites and processes in scope, that are in no internal audit of the cycle, done or planned.",
    why: "what is never looked at can fail for years",
    fix: "plan it within the cycle, by risk",
    fix_grade: FixGrade::Likely,
    check: Check::Whole {
        reads: &[
            RecordKind::AuditProgramme,
            RecordKind::Audit,
            RecordKind::Control,
            RecordKind::Site,
            RecordKind::Process,
            RecordKind::Scope,
        ],
        check,
    },
    escalate: Escalate::When(most_controls),
    holds: &[],
    bad: &[
        Bad {
            title: "a control, a site and a process that no audit names",
            given: |s| {
                for number in [1, 4] {
                    s.edit(number, |audit: &mut Audit| {
                        audit.controls.retain(|control| control.to_string() != "A.8.13");
                        audit.sites.clear();
                        audit.processes.truncate(1);
                    });
                }
            },
            says: &[
                "A.8.13 is in no internal audit of the cycle",
                "SIT-1 is in no internal audit of the cycle",
                "PRC-2 is in no internal audit of the cycle",
            ],
        },
        Bad {
            title: "the audit that covered it was cancelled",
            given: |s| {
                s.edit(4, |audit: &mut Audit| audit.controls.retain(|one| one.to_string() == "A.5.1"));
                s.edit(1, |audit: &mut Audit| {
                    let rest = audit.controls.clone();
                    audit.controls = model::AnnexA::all()
                        .map(|number| Ref::of(model::Key::AnnexA(number)))
                        .filter(|one: &Ref<_>| one.to_string() != "A.5.1" || rest.contains(one))
                        .collect();
                });
                s.edit(4, |audit: &mut Audit| audit.state = model::records::AuditState::Cancelled);
            },
            says: &["A.5.1 is in no internal audit of the cycle"],
        },
    ],
    good: &[
        Good { title: "what was not audited is planned", given: |_| {} },
        Good {
            title: "a site out of scope",
            given: |s| {
                let site = Site { title: "Shed".into(), ..Site::default() };
                s.put(Ref::number(3), site);
            },
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let cycle = ask.cycle();
    if cycle.programme.is_none() {
        return;
    }
    let audits: Vec<&Audit> =
        cycle.internal.iter().filter_map(|id| ask.isms.audits.get(id).map(|audit| &**audit)).collect();
    let covered: BTreeSet<RecordId> = audits.iter().flat_map(|audit| parts(audit)).collect();
    let controls = ask.isms.controls.iter();
    let included =
        controls.filter(|(_, control)| control.included == Some(YesNo::Yes)).map(|(id, _)| id.id());
    let sites = ask.isms.sites.iter().map(|(id, _)| id.id());
    let processes = ask.isms.processes.iter().map(|(id, _)| id);
    let processes = processes.filter(|id| facts::is_business(ask.isms, *id)).map(Ref::id);
    let standing = |id: &RecordId| {
        let element = ask.isms.element(*id);
        ask.in_scope(*id) && element.is_some_and(|element| !facts::is_retired(element, ask.today))
    };
    for part in included.chain(sites.chain(processes).filter(standing)) {
        if covered.contains(&part) {
            continue;
        }
        let last = ask.isms.sources::<Audit>(part).filter_map(|id| {
            let audit = ask.isms.audits.get(&id).filter(|audit| audit.is_internal())?;
            Some((cycle::done_on(audit, ask.today)?, id))
        });
        let last = last.max();
        let found = report
            .add(Place::field(part, ""), format!("{part} is in no internal audit of the cycle"))
            .proof("internal audits of the cycle", cycle.internal.text())
            .proof("last audited on", last.map(|(on, _)| on).text());
        if let Some((_, audit)) = last {
            found.remark(format!("by {audit}"));
        }
        found.command(take_up(ask, part));
    }
}

/// Returns the command that adds a part of the scope to the internal audit to come, or plans one.
fn take_up(ask: &Ask, part: RecordId) -> String {
    let cycle = ask.cycle();
    let mut audits = cycle.internal.iter().filter_map(|id| Some((*id, &**ask.isms.audits.get(id)?)));
    let field = if part.kind == RecordKind::Site {
        "sites"
    } else if part.kind == RecordKind::Process {
        "processes"
    } else {
        "controls"
    };
    let Some((id, audit)) = audits.find(|(_, audit)| cycle::done_on(audit, ask.today).is_none()) else {
        return format!(
            "plumb new audit title='Internal audit' kind=internal {field}={part} planned_on=DATE"
        );
    };
    let named = match field {
        "sites" => audit.sites.text(),
        "processes" => audit.processes.text(),
        _ => audit.controls.text(),
    };
    let list = if named.is_empty() { part.to_string() } else { format!("{named}, {part}") };
    format!("plumb set {id} {field}='{list}'")
}

/// Returns the parts of the scope that an audit covers.
fn parts(audit: &Audit) -> impl Iterator<Item = RecordId> {
    let controls = audit.controls.iter().map(|id| id.id());
    let sites = audit.sites.iter().map(|id| id.id());
    controls.chain(sites).chain(audit.processes.iter().map(|id| id.id()))
}

/// Gets worse where more than half of the included controls are left out.
fn most_controls(ask: &Ask, all: &[&Diagnostic]) -> Step {
    let is_control =
        |one: &&&Diagnostic| one.place.record().is_some_and(|record| record.kind == RecordKind::Control);
    let controls = all.iter().filter(is_control).count();
    if controls * 2 > facts::included_controls(ask) { Step::Up } else { Step::Stay }
}
