//! An excluded control that the records contradict.

use crate::premises::{Facts, PREMISES};
use diagnostics::{Diagnostic, FixGrade, Grade, Place, Severity, Stage, Verdict};
use model::records::{Audit, Control, Person};
use model::sample::Sample;
use model::{Date, RecordId, RecordKind, Ref, YesNo};
use std::collections::BTreeSet;

use crate::planning::{Inside, few};
use crate::rule::Step;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0683",
    name: "exclusion contradicted by facts",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 d"],
    what: "Finds excluded controls although the registers hold what makes them necessary.",
    why: "an auditor who sees remote workers and no control for remote work asks no further question",
    fix: "include it, or correct the records",
    fix_grade: FixGrade::Think,
    check: Check::Whole {
        reads: &[
            RecordKind::Control,
            RecordKind::Scope,
            RecordKind::Person,
            RecordKind::Site,
            RecordKind::Process,
            RecordKind::Asset,
            RecordKind::Supplier,
            RecordKind::Audit,
        ],
        check,
    },
    escalate: Escalate::When(many_controls),
    holds: &[],
    bad: &[
        Bad {
            title: "remote work is excluded while one person works remotely",
            given: |s| exclude(s, "A.6.7"),
            says: &["A.6.7 is excluded, but people work remotely: PER-3"],
        },
        Bad {
            title: "nobody needs to handle incidents",
            given: |s| exclude(s, "A.5.25"),
            says: &["A.5.25 is excluded, but incidents can happen everywhere"],
        },
        Bad {
            title: "audit testing is excluded while a test of live systems is to come",
            given: |s| tested(s, None),
            says: &["A.8.34 is excluded, but an audit or test of live systems is to come: AUD-91"],
        },
    ],
    good: &[
        Good { title: "the exclusions fit the records", given: |_| {} },
        Good {
            title: "the test of live systems is done",
            given: |s| {
                let done = s.days_ago(3);
                tested(s, Some(done));
            },
        },
        Good {
            title: "nobody works remotely",
            given: |s| {
                exclude(s, "A.6.7");
                s.edit(3, |person: &mut Person| person.works_remotely = Some(YesNo::No));
            },
        },
        Good {
            title: "it is not said whether people work remotely",
            given: |s| {
                exclude(s, "A.6.7");
                s.edit(3, |person: &mut Person| person.works_remotely = None);
            },
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let inside = Inside::of(ask);
    for premise in PREMISES {
        let excluded = premise.controls.iter().filter_map(|number| {
            let id = Ref::<Control>::parse(number)?;
            let control = ask.isms.controls.get(&id)?;
            (control.included == Some(YesNo::No)).then_some((id, control))
        });
        let excluded: Vec<_> = excluded.collect();
        if excluded.is_empty() {
            continue;
        }
        let facts = (premise.find)(ask, &inside);
        for (id, control) in excluded {
            say(id, &control.justification, premise.fact, &facts, report);
        }
    }
}

/// Says that records contradict an exclusion, or that they do not tell.
fn say(id: Ref<Control>, justification: &str, fact: &str, facts: &Facts, report: &mut Report) {
    let place = Place::field(id, "included");
    match facts {
        Facts::Always => {
            report
                .add(place, format!("{id} is excluded, but {fact}"))
                .proof("justification", justification)
                .remark("no scope is without it")
                .command(format!("plumb soa set {id} --included yes --reason RISK"));
        }
        Facts::Seen { so, .. } if !so.is_empty() => {
            let others = match so.len() - 1 {
                0 => String::new(),
                1 => " and 1 more".to_owned(),
                more => format!(" and {more} more"),
            };
            let found = report.add(place, format!("{id} is excluded, but {fact}: {}{others}", so[0]));
            found.proof("justification", justification).remark("the records say otherwise");
            for record in so.iter().take(5) {
                found.proof_of(*record, "contradicts", fact);
            }
            found.command(format!("plumb soa set {id} --included yes --reason RISK"));
        }
        Facts::Seen { unsaid, .. } => {
            if !unsaid.is_empty() {
                report.unknown(place, format!("whether {fact}, as {} does not say so", few(unsaid)));
            }
        }
    }
}

/// Says whether more than five controls are concerned.
fn many_controls(_: &Ask, found: &[&Diagnostic]) -> Step {
    let said = found.iter().filter(|found| found.verdict == Verdict::Fired);
    let controls: BTreeSet<RecordId> = said.filter_map(|found| found.place.record()).collect();
    if controls.len() > 5 { Step::Up } else { Step::Stay }
}

/// Excludes A.8.34 beside an audit that tests live systems.
fn tested(s: &mut Sample, done_on: Option<Date>) {
    let audit =
        Audit { title: "Penetration test".into(), live_test: Some(YesNo::Yes), done_on, ..Audit::default() };
    s.put(Ref::number(91), audit);
    exclude(s, "A.8.34");
}

/// Excludes a control with a sentence.
fn exclude(s: &mut Sample, control: &str) {
    s.edit_control(control, |control| {
        control.included = Some(YesNo::No);
        control.reasons.clear();
        control.justification = "Not needed here.".into();
    });
    s.freeze();
}
