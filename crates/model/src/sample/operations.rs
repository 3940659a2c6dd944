//! What runs in the sample: accounts and their reviews, a restore, a vulnerability, a change and a key.

use jiff::civil::date;

use super::{CLERK, ENGINEER, LEAD, Sample};
use crate::records::*;
use crate::{Date, Decimal, Owner, RecordId, Ref, YesNo};

/// The system on which orders are handled.
const ORDERS: Ref<Asset> = Ref::number(1);
/// The system on which changes are tried.
const TRIALS: Ref<Asset> = Ref::number(5);
/// When the rights of accounts were last looked at.
const REVIEWED: Date = date(2026, 5, 5);

/// Puts what runs.
pub(super) fn put(sample: &mut Sample) {
    accounts(sample);
    reviews(sample);
    tests(sample);
    changes(sample);
}

/// ACC-1 and ACC-4 may do all on their systems, ACC-2 little, ACC-3 is a program's, ACC-5 signs in from outside.
fn accounts(sample: &mut Sample) {
    let account = |title: &str, system, person| Account {
        title: title.into(),
        system: Some(system),
        person,
        enabled: Some(YesNo::Yes),
        privileged: Some(YesNo::No),
        remote: Some(YesNo::No),
        writes_production: Some(YesNo::No),
        multi_factor: Some(YesNo::No),
        created_on: Some(date(2021, 2, 1)),
        approved_on: Some(date(2026, 3, 20)),
        reviewed_on: Some(REVIEWED),
    };
    let strong = |title: &str, system, person, privileged| Account {
        privileged: Some(privileged),
        remote: Some(YesNo::Yes),
        multi_factor: Some(YesNo::Yes),
        ..account(title, system, Some(person))
    };
    let deploys = Account { writes_production: Some(YesNo::Yes), ..account("deploy", ORDERS, None) };
    let accounts = [
        strong("ida.novak", ORDERS, ENGINEER, YesNo::Yes),
        account("tom.reha", ORDERS, Some(CLERK)),
        deploys,
        strong("ida.novak", TRIALS, ENGINEER, YesNo::Yes),
        strong("jonas.weil", ORDERS, LEAD, YesNo::No),
    ];
    for (number, account) in (1..).zip(accounts) {
        sample.put_on(REVIEWED, Ref::number(number), account);
    }
}

/// ARV-1 and ARV-2 looked at the order system, ARV-3 at the test system.
fn reviews(sample: &mut Sample) {
    let reviews = [(ORDERS, date(2026, 2, 3), 4), (ORDERS, REVIEWED, 4), (TRIALS, REVIEWED, 1)];
    for (number, (system, on, accounts)) in (1..).zip(reviews) {
        let review = AccessReview {
            title: format!("Rights in {system}").into(),
            system: Some(system),
            by: Some(LEAD),
            done_on: Some(on),
            covered_accounts: Some(accounts),
            total_accounts: Some(accounts),
            removals: Some(0),
            removals_open: Some(0),
            evidence: vec![Ref::number(18)],
            ..AccessReview::default()
        };
        sample.put_on(on, Ref::number(number), review);
    }
}

fn tests(sample: &mut Sample) {
    let restore = RecoveryTest {
        title: "Orders of one day come back".into(),
        kind: Some(RecoveryKind::Restore),
        system: Some(ORDERS),
        on: Some(date(2026, 5, 6)),
        by: Some(Owner::Person(ENGINEER)),
        result: Some(RecoveryResult::Ok),
        actual_hours: Some(Decimal::whole(2)),
        verified: "Counts and sums of the day are the same.".into(),
        evidence: vec![Ref::number(72)],
        ..RecoveryTest::default()
    };
    sample.put_on(date(2026, 5, 6), Ref::number(1), restore);
    let vulnerability = Vulnerability {
        title: "Old version of the web server".into(),
        system: Some(ORDERS),
        severity: Some(Severity::High),
        found_on: Some(date(2026, 4, 7)),
        owner: Some(Owner::Person(ENGINEER)),
        due: Some(date(2026, 4, 21)),
        fixed_on: Some(date(2026, 4, 14)),
        ..Vulnerability::default()
    };
    sample.put_on(date(2026, 4, 14), Ref::number(1), vulnerability);
}

/// CHG-11 was approved before PCH-1 was made; KEY-1 lasts for years.
fn changes(sample: &mut Sample) {
    let planned = PlannedChange {
        title: "Faster search of orders".into(),
        kind: Some(ChangeKind::Operational),
        significant: Some(YesNo::No),
        purpose: "Clerks wait less.".into(),
        consequences: "None that touch what is kept.".into(),
        resources: "Two days of work.".into(),
        touches: vec![RecordId::from(ORDERS)],
        owner: Some(Owner::Person(ENGINEER)),
        planned_on: Some(date(2026, 5, 4)),
        due: Some(date(2026, 5, 12)),
        approved_by: Some(LEAD),
        approved_on: Some(date(2026, 5, 8)),
        done_on: Some(date(2026, 5, 12)),
        result: "Search takes a second.".into(),
        ..PlannedChange::default()
    };
    sample.put_on(date(2026, 5, 12), Ref::number(11), planned);
    let made = ProductionChange {
        title: "Search 2.1".into(),
        system: Some(ORDERS),
        on: Some(date(2026, 5, 12)),
        by: Some(Owner::Person(ENGINEER)),
        reference: "release 2.1".into(),
        change: Some(Ref::number(11)),
    };
    sample.put_on(date(2026, 5, 12), Ref::number(1), made);
    let key = CryptoKey {
        title: "Certificate of the order pages".into(),
        owner: Some(Owner::Person(ENGINEER)),
        system: Some(ORDERS),
        kept_at: "Key store of the supplier".into(),
        algorithm: "ECDSA P-256".into(),
        in_use: Some(YesNo::Yes),
        created_on: Some(date(2026, 1, 15)),
        expires_on: Some(date(2029, 1, 14)),
    };
    sample.put_on(date(2026, 1, 15), Ref::number(1), key);
}
