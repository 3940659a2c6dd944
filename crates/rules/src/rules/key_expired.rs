//! A key in use that is over, or nobody's.

use crate::technical::{all_hold, either, said, unrecorded};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::CryptoKey;
use model::{Owner, RecordId, RecordKind, YesNo};

pub static RULE: Rule = Rule {
    code: "PB1177",
    name: "key expired",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.8.24"],
    what: "Finds keys and certificates in use whose last day is over, or that have no owner.",
    why: "a certificate that ends unseen stops the service on a day of its own choice",
    fix: "renew it and name an owner",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::CryptoKey], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "its last day was yesterday",
            given: |s| {
                let day = s.days_ago(1);
                s.edit(1, |key: &mut CryptoKey| key.expires_on = Some(day));
            },
            says: &["KEY-1 is in use and expired on 2026-05-31"],
        },
        Bad {
            title: "no owner",
            given: |s| s.edit(1, |key: &mut CryptoKey| key.owner = None),
            says: &["KEY-1 is in use and has no owner"],
        },
        Bad {
            title: "a name that a file gave",
            given: |s| s.edit(1, |key: &mut CryptoKey| key.owner = Some(Owner::Named("IT".into()))),
            says: &["KEY-1 is in use and has no owner"],
        },
    ],
    good: &[
        Good { title: "it lasts for years", given: |_| {} },
        Good {
            title: "its last day is today",
            given: |s| {
                let today = s.today;
                s.edit(1, |key: &mut CryptoKey| key.expires_on = Some(today));
            },
        },
        Good {
            title: "no longer in use",
            given: |s| {
                s.edit(1, |key: &mut CryptoKey| {
                    key.in_use = Some(YesNo::No);
                    key.owner = None;
                })
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(key) = facts::get::<CryptoKey>(ask.isms, id) else { return };
    let expired = key.expires_on.filter(|last| *last < ask.today);
    let owned = facts::has_owner(key.owner.as_ref());
    let over = either(key.expires_on.map(|last| last < ask.today), Some(!owned));
    match all_hold(&[("in_use", said(key.in_use)), ("expires_on", over)]) {
        Ok(true) => {}
        Ok(false) => return,
        Err(field) => {
            report.unknown(Place::field(id, field), unrecorded::<CryptoKey>(id, field));
            return;
        }
    }
    let (field, state) = match expired {
        Some(last) => ("expires_on", format!("expired on {last}")),
        None => ("owner", "has no owner".to_owned()),
    };
    let value = if field == "owner" { "PERSON" } else { "DATE" };
    report
        .add(Place::field(id, field), format!("{id} is in use and {state}"))
        .proof("title", &key.title)
        .proof("expires on", facts::text(&key.expires_on))
        .proof("owner", facts::text(&key.owner))
        .proof("in use", facts::text(&key.in_use))
        .command(format!("plumb set {id} {field}={value}"));
}
