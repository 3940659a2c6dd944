//! Somebody could sign in before the background was checked.

use crate::rule::Step;
use crate::technical::{FirstAccess, annex_a, first_access, is_excepted, said, shown, unrecorded};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{Diagnostic, FixGrade, Grade, Place, Severity, Stage, Verdict};
use model::records::{Account, Exception, ExceptionState, Person};
use model::{Date, RecordId, RecordKind, Ref, YesNo};

pub static RULE: Rule = Rule {
    code: "PB1161",
    name: "screened after access",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.6.1"],
    what: "Finds active people of the scope who were never screened, or only after their first account was made, without an exception in force.",
    why: "a check that comes after the keys were handed out protects nothing",
    fix: "finish the screening, and have the order kept next time",
    fix_grade: FixGrade::Think,
    check: Check::Whole {
        // Its own kind stands first: before the first of them, or its phase, it is ahead.
        reads: &[RecordKind::Account, RecordKind::Person, RecordKind::Exception],
        check,
    },
    escalate: Escalate::When(many_newcomers),
    holds: &[],
    bad: &[
        Bad {
            title: "a day after the first account",
            given: |s| s.edit(3, |person: &mut Person| person.screened_on = Some(Date::constant(2021, 2, 2))),
            says: &["PER-3 had access on 2021-02-01, before screening was finished"],
        },
        Bad {
            title: "never",
            given: |s| s.edit(3, |person: &mut Person| person.screened_on = None),
            says: &["PER-3 had access on 2021-02-01, before screening was finished"],
        },
        Bad {
            title: "never, and no account is known",
            given: |s| s.edit(1, |person: &mut Person| person.screened_on = None),
            says: &["PER-1 is here since 2021-02-01, and no screening was finished"],
        },
    ],
    good: &[
        Good { title: "all were screened before", given: |_| {} },
        Good {
            title: "on the day of the first account",
            given: |s| s.edit(3, |person: &mut Person| person.screened_on = Some(Date::constant(2021, 2, 1))),
        },
        Good {
            title: "works outside the scope",
            given: |s| {
                s.edit(3, |person: &mut Person| {
                    person.screened_on = None;
                    person.in_scope = Some(YesNo::No);
                })
            },
        },
        Good {
            title: "an exception until the results are there",
            given: |s| {
                s.edit(3, |person: &mut Person| person.screened_on = None);
                let exception = Exception {
                    title: "Begins before the results".into(),
                    target: Some(annex_a("A.6.1")),
                    person: Some(Ref::number(3)),
                    until: Some(s.today),
                    state: ExceptionState::Approved,
                    approved_by: Some(Ref::number(1)),
                    ..Exception::default()
                };
                s.put(Ref::number(91), exception);
            },
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    for (id, _) in ask.isms.people.iter() {
        judge(ask, id.id(), report);
    }
}

/// Judges one person.
fn judge(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(person) = facts::get::<Person>(ask.isms, id).filter(|person| person.is_active(ask.today)) else {
        return;
    };
    let inside = said(person.in_scope);
    let (access, open) = first_access(ask.isms, id);
    let late = match (person.screened_on, access) {
        (None, _) => Ok(true),
        (Some(screened), FirstAccess::On(first)) if screened > first => Ok(true),
        (Some(_), FirstAccess::None) => Ok(false),
        (Some(_), FirstAccess::On(_) | FirstAccess::Unknown(_)) => open.map_or(Ok(false), Err),
    };
    if inside == Some(false) || late == Ok(false) {
        return;
    }
    if is_excepted(ask, &[id, annex_a("A.6.1")], Some(Ref::of(id.key))) {
        return;
    }
    match (inside, late) {
        (None, _) => {
            report.unknown(Place::field(id, "in_scope"), unrecorded::<Person>(id, "in_scope"));
        }
        (Some(_), Err(account)) => {
            let missing = unrecorded::<Account>(account.id(), "created_on");
            report.unknown(Place::field(id, "screened_on"), missing);
        }
        (Some(_), Ok(_)) => say(ask, id, person, access, report),
    }
}

/// Says that somebody had access too early.
fn say(ask: &Ask, id: RecordId, person: &Person, access: FirstAccess, report: &mut Report) {
    let message = match (access, person.joined_on) {
        (FirstAccess::On(first), _) => format!("{id} had access on {first}, before screening was finished"),
        (FirstAccess::None | FirstAccess::Unknown(_), Some(joined)) => {
            format!("{id} is here since {joined}, and no screening was finished")
        }
        (FirstAccess::None | FirstAccess::Unknown(_), None) => {
            format!("{id} is here, and no screening was finished")
        }
    };
    let found = report
        .add(Place::field(id, "screened_on"), message)
        .proof("name", &person.title)
        .proof("screened on", shown(&person.screened_on));
    for account in ask.isms.sources::<Account>(id) {
        let Some(made) = ask.isms.accounts.get(&account).and_then(|account| account.created_on) else {
            continue;
        };
        if access == FirstAccess::On(made) {
            found.proof_of(account, "created on", made);
        }
    }
    found.proof("exceptions in force", "").command(format!("plumb set {id} screened_on=DATE"));
}

/// Says whether this was missed for more newcomers of the audit period than the limit allows.
fn many_newcomers(ask: &Ask, found: &[&Diagnostic]) -> Step {
    let Some(period) = ask.cycle().period else { return Step::Stay };
    let is_new = |person: &Person| {
        person.in_scope == Some(YesNo::Yes)
            && person.joined_on.is_some_and(|on| on <= ask.today && period.touches(on, on))
    };
    let all = ask.isms.people.iter().filter(|(_, person)| is_new(person)).count();
    let fired = found.iter().filter(|one| one.verdict == Verdict::Fired);
    let missed = fired.filter(|one| {
        let person = one.place.record().and_then(|id| facts::get::<Person>(ask.isms, id));
        person.is_some_and(is_new)
    });
    let share = missed.count() as f64 / all.max(1) as f64;
    if share > ask.parameters.number("ratio_major") { Step::Up } else { Step::Stay }
}
