//! An account that a password alone opens, from outside or with all rights.

use crate::rule::Limit;
use crate::technical::{all_hold, annex_a, either, is_excepted, on_system, said, unrecorded};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Account, Exception, ExceptionState};
use model::{RecordId, RecordKind, Ref, YesNo};

pub static RULE: Rule = Rule {
    code: "PB1138",
    name: "multi factor missing",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.8.5"],
    what: "Finds enabled remote or privileged accounts without a second factor and without an exception in force.",
    why: "stolen passwords are the usual way in",
    fix: "turn it on, or approve an exception with an end date",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Account], reads: &[RecordKind::Exception], through: &[], check },
    escalate: Escalate::Share { of: asked_for, above: Limit::Parameter("ratio_major") },
    holds: &[],
    bad: &[
        Bad {
            title: "a remote account",
            given: |s| s.edit(5, |account: &mut Account| account.multi_factor = Some(YesNo::No)),
            says: &["ACC-5 on AST-1 is remote and has no second factor"],
        },
        Bad {
            title: "a privileged account",
            given: |s| s.edit(3, |account: &mut Account| account.privileged = Some(YesNo::Yes)),
            says: &["ACC-3 on AST-1 is privileged and has no second factor"],
        },
        Bad {
            title: "the exception ended yesterday",
            given: |s| {
                s.edit(5, |account: &mut Account| account.multi_factor = Some(YesNo::No));
                let ended = s.days_ago(1);
                s.put(Ref::number(91), Exception { until: Some(ended), ..exception() });
            },
            says: &["ACC-5 on AST-1 is remote and has no second factor"],
        },
    ],
    good: &[
        Good { title: "all that need one have one", given: |_| {} },
        Good {
            title: "an exception until today",
            given: |s| {
                s.edit(5, |account: &mut Account| account.multi_factor = Some(YesNo::No));
                s.put(Ref::number(91), Exception { until: Some(s.today), ..exception() });
            },
        },
        Good {
            title: "disabled",
            given: |s| {
                s.edit(5, |account: &mut Account| {
                    account.multi_factor = Some(YesNo::No);
                    account.enabled = Some(YesNo::No);
                });
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(account) = facts::get::<Account>(ask.isms, id) else { return };
    let (remote, privileged) = (said(account.remote), said(account.privileged));
    let exposed = if remote.is_none() { "remote" } else { "privileged" };
    let legs = [
        ("enabled", said(account.enabled)),
        (exposed, either(remote, privileged)),
        ("multi_factor", said(account.multi_factor).map(|has| !has)),
    ];
    let holds = all_hold(&legs);
    if holds == Ok(false) || is_excepted(ask, &targets(id, account), account.person) {
        return;
    }
    if let Err(field) = holds {
        report.unknown(Place::field(id, field), unrecorded::<Account>(id, field));
        return;
    }
    let kind = if privileged == Some(true) { "privileged" } else { "remote" };
    report
        .add(
            Place::field(id, "multi_factor"),
            format!("{id}{} is {kind} and has no second factor", on_system(account.system)),
        )
        .proof("account", &account.title)
        .proof("person", facts::text(&account.person))
        .proof("remote", facts::text(&account.remote))
        .proof("privileged", facts::text(&account.privileged))
        .proof("second factor", facts::text(&account.multi_factor))
        .proof("exceptions in force", "")
        .command(format!("plumb set {id} multi_factor=yes"));
}

/// Returns what an exception for an account may be from: the account, its system, or the control.
fn targets(id: RecordId, account: &Account) -> Vec<RecordId> {
    let system = account.system.map(Ref::id);
    [id, annex_a("A.8.5")].into_iter().chain(system).collect()
}

/// Counts the enabled accounts that need a second factor.
fn asked_for(ask: &Ask) -> usize {
    let all = ask.isms.accounts.iter();
    all.filter(|(_, account)| {
        let exposed = account.remote == Some(YesNo::Yes) || account.privileged == Some(YesNo::Yes);
        account.enabled != Some(YesNo::No) && exposed
    })
    .count()
}

/// Returns an approved exception for the one who signs in from outside.
fn exception() -> Exception {
    Exception {
        title: "No second factor yet".into(),
        target: Some(annex_a("A.8.5")),
        person: Some(Ref::number(2)),
        reason: "The token is on its way.".into(),
        state: ExceptionState::Approved,
        approved_by: Some(Ref::number(1)),
        ..Exception::default()
    }
}
