//! The scope does not say what kind of thing it covers.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Certification, Process, ProcessKind, Remote, Scope, Site};
use model::{InScope, Isms, RecordId, RecordKind, Ref, YesNo};

pub static RULE: Rule = Rule {
    code: "PB0407",
    name: "scope boundary incomplete",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["4.3"],
    what: "Finds that the scope holds no unit, no process, no service, or no site although people work at sites.",
    why: "organisation, places, services and technology each have an edge, and an auditor asks for all of them",
    fix: "a scope has an edge: say of each unit, process and site whether it is in, and which services are covered",
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
            .help(help(isms, kind))
            .command(command(isms, kind));
    }
    if sites && remote.is_none() {
        report.unknown(
            Place::field(Ref::<Scope>::one(), "fully_remote"),
            "whether everybody works remotely is not recorded, and no site is in scope",
        );
    }
}

/// Returns the records of a kind that the scope could hold.
fn recorded(isms: &Isms, kind: &str) -> Vec<RecordId> {
    match kind {
        "units" => isms.all(RecordKind::Unit).into_iter().map(|(id, _)| id).collect(),
        "sites" => isms.all(RecordKind::Site).into_iter().map(|(id, _)| id).collect(),
        "processes" => {
            let own = isms.processes.iter().filter(|(_, one)| one.kind != Some(ProcessKind::Isms));
            own.map(|(id, _)| id.id()).collect()
        }
        _ => Vec::new(),
    }
}

/// Says what is there, and what helps.
fn help(isms: &Isms, kind: &str) -> String {
    let singular = match kind {
        "processes" => "process",
        _ => kind.trim_end_matches('s'),
    };
    match (kind, recorded(isms, kind).len()) {
        ("services", _) => {
            "no service is named yet; those that customers receive, in the words that the certificate would have, make the edge plain".to_owned()
        }
        (_, 0) => format!("no {singular} is recorded yet; once one is, say of it whether it is in the scope"),
        (_, 1) => format!("one {singular} is recorded, and it is not in the scope; say of it whether it is"),
        (_, count) => format!("{count} {kind} are recorded, and none of them is in the scope; say of each whether it is"),
    }
}

/// Returns the command that names the first one.
fn command(isms: &Isms, kind: &str) -> String {
    match (kind, recorded(isms, kind).first()) {
        ("services", _) => "plumb set SCO services='SERVICE'".to_owned(),
        (_, Some(id)) => format!("plumb set {id} in_scope=in"),
        ("units", None) => "plumb new unit title='NAME' in_scope=in".to_owned(),
        ("sites", None) => "plumb new site title='NAME' in_scope=in".to_owned(),
        (_, None) => "plumb new process title='NAME' in_scope=in".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_helps_says_what_is_there() {
        let mut isms = Isms::default();
        assert_eq!(
            help(&isms, "sites"),
            "no site is recorded yet; once one is, say of it whether it is in the scope"
        );
        assert_eq!(command(&isms, "processes"), "plumb new process title='NAME' in_scope=in");
        for number in 1..=2 {
            let site = Site { title: "Brno".into(), ..Site::default() };
            isms.apply(&model::Change::from((Ref::number(number), site)), model::Stamp::default());
        }
        let says = "2 sites are recorded, and none of them is in the scope; say of each whether it is";
        assert_eq!(
            (help(&isms, "sites").as_str(), command(&isms, "sites").as_str()),
            (says, "plumb set SIT-1 in_scope=in")
        );
    }
}
