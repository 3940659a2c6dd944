//! Somebody has left, and an account still opens.

use std::collections::BTreeSet;

use crate::rule::Step;
use crate::technical::{all_hold, on_system, said, unrecorded};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{Diagnostic, FixGrade, Grade, Place, Severity, Stage, Verdict};
use model::records::{Account, Document, Person};
use model::{Owner, RecordId, RecordKind, Ref, YesNo};

pub static RULE: Rule = Rule {
    code: "PB1136",
    name: "leaver account active",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.5.18", "A.6.5"],
    what: "Finds enabled accounts of people who left longer ago than the time to disable them.",
    why: "an auditor takes the list of leavers and asks for their accounts",
    fix: "disable it and find why it was missed",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Account], reads: &[], through: &[], check },
    escalate: Escalate::When(many_leavers),
    holds: &[],
    bad: &[Bad {
        title: "two days after the last day",
        given: |s| {
            let left = s.days_ago(2);
            s.edit(4, |person: &mut Person| person.left_on = Some(left));
            // What the leaver kept was handed over.
            s.edit(5, |document: &mut Document| document.owner = Some(Owner::Person(Ref::number(2))));
        },
        says: &["ACC-2 on AST-1 is active, and PER-4 left on 2026-05-30"],
    }],
    good: &[
        Good { title: "all are here", given: |_| {} },
        Good {
            title: "one day after the last day",
            given: |s| {
                let left = s.days_ago(1);
                s.edit(4, |person: &mut Person| person.left_on = Some(left));
            },
        },
        Good {
            title: "disabled",
            given: |s| {
                let left = s.days_ago(20);
                s.edit(4, |person: &mut Person| person.left_on = Some(left));
                s.edit(2, |account: &mut Account| account.enabled = Some(YesNo::No));
            },
        },
    ],
};

/// The share of leavers above which it is no longer one slip, in hundredths.
const LEAVERS_MOST: usize = 5;

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(account) = facts::get::<Account>(ask.isms, id) else { return };
    let Some(person) = account.person else { return };
    let left = ask.isms.people.get(&person).and_then(|person| person.left_on);
    let Some(left) = left.filter(|left| ask.is_older(*left, ask.parameters.days("leaver_days"))) else {
        return;
    };
    match all_hold(&[("enabled", said(account.enabled))]) {
        Ok(true) => {}
        Ok(false) => return,
        Err(field) => {
            report.unknown(Place::field(id, field), unrecorded::<Account>(id, field));
            return;
        }
    }
    let found = report
        .add(
            Place::field(id, "enabled"),
            format!("{id}{} is active, and {person} left on {left}", on_system(account.system)),
        )
        .proof("account", &account.title)
        .proof_of(person, "left on", left)
        .proof("system", facts::text(&account.system))
        .proof("privileged", facts::text(&account.privileged))
        .command(format!("plumb set {id} enabled=no"));
    found.write(id, "enabled", "no");
    if account.privileged == Some(YesNo::Yes) {
        found.worse();
    }
}

/// Says whether the accounts of more than one leaver in twenty of the audit period were missed.
fn many_leavers(ask: &Ask, found: &[&Diagnostic]) -> Step {
    let Some(period) = ask.cycle().period else { return Step::Stay };
    let people = ask.isms.people.iter();
    let leavers: BTreeSet<Ref<Person>> = people
        .filter(|(_, person)| person.left_on.is_some_and(|on| on <= ask.today && period.touches(on, on)))
        .map(|(id, _)| id)
        .collect();
    let fired = found.iter().filter(|one| one.verdict == Verdict::Fired);
    let missed: BTreeSet<Ref<Person>> = fired
        .filter_map(|one| facts::get::<Account>(ask.isms, one.place.record()?)?.person)
        .filter(|person| leavers.contains(person))
        .collect();
    if missed.len() * 100 > leavers.len() * LEAVERS_MOST { Step::Up } else { Step::Stay }
}
