//! Something in use is neither in scope nor left out.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Asset, AssetKind, Person, PersonKind, Process, ProcessKind, Scope, Site};
use model::{Element, InScope, RecordId, RecordKind, Ref};

use crate::planning::few;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB0420",
    name: "element neither in nor out",
    severity: Severity::Note,
    grade: Grade::Opportunity,
    stage: Stage::Stage1,
    clauses: &["4.3"],
    what: "Finds units, sites, processes, systems, suppliers and people in use of whom nobody said whether they are in scope.",
    why: "a boundary is known once each thing in use lies on one side of it",
    fix: "say that it is in, or out and why",
    fix_grade: FixGrade::FillIn,
    check: Check::Each {
        of: &[
            RecordKind::Unit,
            RecordKind::Site,
            RecordKind::Process,
            RecordKind::Asset,
            RecordKind::Supplier,
            RecordKind::Person,
        ],
        reads: &[RecordKind::Scope],
        through: &[],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "a site",
            given: |s| s.edit(2, |site: &mut Site| site.in_scope = InScope::Undecided),
            says: &["it is not decided whether SIT-2 is in scope"],
        },
        Bad {
            title: "a system that a process in scope needs",
            given: |s| s.edit(6, |asset: &mut Asset| asset.in_scope = InScope::Undecided),
            says: &["it is not decided whether AST-6 is in scope, and PRC-1 needs it"],
        },
        Bad {
            title: "a person who works here",
            given: |s| s.edit(4, |person: &mut Person| person.in_scope = None),
            says: &["it is not decided whether PER-4 works in scope"],
        },
    ],
    good: &[
        Good { title: "each is in, or out with a reason", given: |_| {} },
        Good {
            title: "nobody has begun to draw a boundary",
            given: |s| {
                s.put(Ref::one(), Scope { title: "Scope".into(), ..Scope::default() });
                s.edit(2, |site: &mut Site| site.in_scope = InScope::Undecided);
            },
        },
        Good {
            title: "it is no longer in use",
            given: |s| {
                let retired = Some(s.days_ago(1));
                s.edit(2, |site: &mut Site| {
                    site.in_scope = InScope::Undecided;
                    site.retired_on = retired;
                });
            },
        },
        Good {
            title: "somebody from outside",
            given: |s| s.edit(5, |person: &mut Person| person.in_scope = None),
        },
        Good {
            title: "a process of the management system itself",
            given: |s| s.edit(3, |process: &mut Process| process.in_scope = InScope::Undecided),
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    // Before anybody has written of the scope, PB0401 alone asks for it.
    if facts::begun_scope(ask).is_none() {
        return;
    }
    if id.kind == RecordKind::Person {
        return check_person(ask, id, report);
    }
    let Some(element) = ask.isms.element(id).filter(|_| has_a_side(ask, id)) else { return };
    if *element.in_scope() != InScope::Undecided || facts::is_retired(element, ask.today) {
        return;
    }
    let needed_by: Vec<Ref<Process>> =
        ask.isms.sources::<Process>(id).filter(|process| needs(ask, *process, id)).collect();
    let more =
        if needed_by.is_empty() { String::new() } else { format!(", and {} needs it", few(&needed_by)) };
    let found = report
        .add(Place::field(id, "in_scope"), format!("it is not decided whether {id} is in scope{more}"))
        .proof("name", element.name())
        .proof("in scope", "")
        .proof("processes in scope that need it", few(&needed_by))
        .command(format!("plumb set {id} in_scope=in"));
    if !needed_by.is_empty() {
        found.worse();
    }
}

fn check_person(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(person) = facts::get::<Person>(ask.isms, id) else { return };
    let works_here = person.is_active(ask.today) && person.kind != Some(PersonKind::Outside);
    if person.in_scope.is_some() || !works_here {
        return;
    }
    report
        .add(Place::field(id, "in_scope"), format!("it is not decided whether {id} works in scope"))
        .proof("name", &person.title)
        .proof("in scope", "")
        .command(format!("plumb set {id} in_scope=yes"));
}

/// Says whether an element has to be on one side: processes of the management system are on none, and assets other than
/// systems go with what holds them.
fn has_a_side(ask: &Ask, id: RecordId) -> bool {
    if id.kind == RecordKind::Asset {
        return facts::get::<Asset>(ask.isms, id).is_some_and(|asset| asset.kind == Some(AssetKind::System));
    }
    let process = facts::get::<Process>(ask.isms, id).filter(|_| id.kind == RecordKind::Process);
    process.is_none_or(|process| process.kind != Some(ProcessKind::Isms))
}

/// Says whether a process in scope needs an element.
fn needs(ask: &Ask, process: Ref<Process>, element: RecordId) -> bool {
    let found = ask.isms.processes.get(&process);
    let names = |process: &Process| process.depends_on().iter().any(|needed| needed.id() == element);
    ask.in_scope(process.id()) && found.is_some_and(|process| names(process))
}
