//! An account that may do all, and nobody said lately that it may.

use crate::rule::Limit;
use crate::technical::{all_hold, either, said, shown, unrecorded};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Account;
use model::{RecordId, RecordKind, YesNo};

pub static RULE: Rule = Rule {
    code: "PB1137",
    name: "privileged account unapproved",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.8.2"],
    what: "Finds enabled privileged accounts that nobody approved, or whose last review lies further back than the limit.",
    why: "who can change everything can also hide it, so these few accounts are looked at by name",
    fix: "approve it again or remove it",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Account], reads: &[], through: &[], check },
    escalate: Escalate::Share { of: privileged, above: Limit::Parameter("ratio_major") },
    holds: &[],
    bad: &[
        Bad {
            title: "never approved",
            given: |s| s.edit(1, |account: &mut Account| account.approved_on = None),
            says: &["privileged account ACC-1 has no current approval"],
        },
        Bad {
            title: "looked at 121 days ago",
            given: |s| {
                let day = s.days_ago(121);
                s.edit(4, |account: &mut Account| account.reviewed_on = Some(day));
            },
            says: &["privileged account ACC-4 has no current approval"],
        },
    ],
    good: &[
        Good { title: "approved, and looked at in May", given: |_| {} },
        Good {
            title: "looked at 120 days ago",
            given: |s| {
                let day = s.days_ago(120);
                s.edit(4, |account: &mut Account| account.reviewed_on = Some(day));
            },
        },
        Good {
            title: "disabled",
            given: |s| {
                s.edit(1, |account: &mut Account| {
                    account.approved_on = None;
                    account.enabled = Some(YesNo::No);
                })
            },
        },
        Good {
            title: "approved last week, and not looked at since",
            given: |s| {
                let day = s.days_ago(7);
                s.edit(1, |account: &mut Account| {
                    account.approved_on = Some(day);
                    account.reviewed_on = None;
                });
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(account) = facts::get::<Account>(ask.isms, id) else { return };
    let limit = ask.parameters.days("privileged_review_days");
    // An approval is a look too: within the limit there is nothing yet to review.
    let fresh = account.approved_on.is_some_and(|on| !ask.is_older(on, limit));
    let old = match account.reviewed_on {
        Some(on) => Some(ask.is_older(on, limit)),
        None => fresh.then_some(false),
    };
    let legs = [
        ("enabled", said(account.enabled)),
        ("privileged", said(account.privileged)),
        ("reviewed_on", either(Some(account.approved_on.is_none()), old)),
    ];
    match all_hold(&legs) {
        Ok(true) => {}
        Ok(false) => return,
        Err(field) => {
            report.unknown(Place::field(id, field), unrecorded::<Account>(id, field));
            return;
        }
    }
    let field = if account.approved_on.is_none() { "approved_on" } else { "reviewed_on" };
    report
        .add(Place::field(id, field), format!("privileged account {id} has no current approval"))
        .proof("account", &account.title)
        .proof("system", facts::text(&account.system))
        .proof("person", facts::text(&account.person))
        .proof("approved on", shown(&account.approved_on))
        .proof("reviewed on", shown(&account.reviewed_on))
        .proof("age limit in days", limit)
        .command(format!("plumb set {id} {field}=DATE"));
}

/// Counts the enabled privileged accounts.
fn privileged(ask: &Ask) -> usize {
    let all = ask.isms.accounts.iter();
    all.filter(|(_, account)| account.enabled != Some(YesNo::No) && account.privileged == Some(YesNo::Yes))
        .count()
}
