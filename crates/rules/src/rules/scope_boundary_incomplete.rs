//! The scope does not say what kind of thing it covers.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Certification, Process, ProcessKind, Remote, Scope, Site};
use model::{InScope, RecordKind, Ref, YesNo};

pub static RULE: Rule = Rule {
    code: "PB0407",
    name: "scope boundary incomplete",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["4.3"],
    what: "Finds that the scope holds no unit, no process, no service, or no site although people work at sites.",
    why: "organisation, places, services and technology each have an edge, and an auditor asks for all of them",
    fix: "name what is inside for organization, place, process, service and technology",
    fix_grade: FixGrade::FillIn,
    check: Check::Whole {
        reads: &[RecordKind::Scope, RecordKind::Unit, RecordKind::Process, RecordKind::Site],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "no service",
            given: |s| {
                s.edit_one(|scope: &mut Scope| scope.services.clear());
                s.edit(1, |certification: &mut Certification| certification.services.clear());
                s.freeze();
            },
            says: &["the scope does not say which services it covers"],
        },
        Bad {
            title: "no site, and not fully remote",
            given: |s| s.edit(1, |site: &mut Site| site.in_scope = InScope::Undecided),
            says: &["the scope does not say which sites it covers"],
        },
    ],
    good: &[
        Good { title: "something of each", given: |_| {} },
        Good {
            title: "nobody has written anything yet",
            given: |s| s.put(Ref::one(), Scope { title: "Scope".into(), version: 1, ..Scope::default() }),
        },
        Good {
            title: "fully remote",
            given: |s| {
                s.edit(1, |site: &mut Site| site.in_scope = InScope::Undecided);
                s.edit_one(|scope: &mut Scope| scope.fully_remote = Some(YesNo::Yes));
            },
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    // Where nobody has written anything of the scope yet, PB0401 alone asks for it.
    let Some(scope) = facts::begun_scope(ask) else { return };
    let isms = ask.isms;
    let is_business = |process: &Process| process.kind != Some(ProcessKind::Isms);
    let place = |kind, empty: bool| empty.then_some(kind);
    let sites = !isms.sites.iter().any(|(_, site)| site.in_scope.is_in());
    // Who answered that all, or not all, work remotely need not say it again of the scope.
    let answered = isms.organisation.one().and_then(|one| one.remote);
    let remote = scope.fully_remote.or(answered.map(|remote| match remote {
        Remote::Everybody => YesNo::Yes,
        Remote::Nobody | Remote::Part => YesNo::No,
    }));
    let empty = [
        place("units", !isms.units.iter().any(|(_, unit)| unit.in_scope.is_in())),
        place("processes", !isms.processes.iter().any(|(_, one)| one.in_scope.is_in() && is_business(one))),
        place("services", scope.services.is_empty()),
        place("sites", sites && remote == Some(YesNo::No)),
    ];
    for kind in empty.into_iter().flatten() {
        report
            .add(
                Place::field(Ref::<Scope>::one(), if kind == "services" { "services" } else { "statement" }),
                format!("the scope does not say which {kind} it covers"),
            )
            .proof("version", scope.version)
            .proof(kind, "")
            .command(if kind == "services" {
                "plumb set SCO services='SERVICE'"
            } else {
                "plumb set ID in_scope=in"
            });
    }
    if sites && remote.is_none() {
        report.unknown(
            Place::field(Ref::<Scope>::one(), "fully_remote"),
            "whether everybody works remotely is not recorded, and no site is in scope",
        );
    }
}
