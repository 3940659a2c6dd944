//! Backups that nobody has seen come back for long.

use crate::technical::{newest, said, system, unrecorded};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Asset, Criticality, RecoveryKind, RecoveryResult, RecoveryTest};
use model::{Date, RecordId, RecordKind, Ref, YesNo};
use standards::Cadence as Rhythm;

pub static RULE: Rule = Rule {
    code: "PB1173",
    name: "restore not tested",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.8.13"],
    what: "Finds systems in scope that must be backed up and of which no restore succeeded within the usual rhythm of such tests.",
    why: "a backup is worth what comes back from it",
    fix: "test a restore and record it",
    fix_grade: FixGrade::Likely,
    check: Check::Whole {
        // Its own kind stands first: before the first of them, or its phase, it is ahead.
        reads: &[RecordKind::RecoveryTest, RecordKind::Asset, RecordKind::Scope],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "121 days ago",
            given: |s| {
                let day = s.days_ago(121);
                s.edit(1, |test: &mut RecoveryTest| test.on = Some(day));
            },
            says: &["no restore of AST-1 was shown since 2026-01-31"],
        },
        Bad {
            title: "the only one failed",
            given: |s| s.edit(1, |test: &mut RecoveryTest| test.result = Some(RecoveryResult::Failed)),
            says: &["no restore of AST-1 was ever shown"],
        },
    ],
    good: &[
        Good { title: "shown in May", given: |_| {} },
        Good {
            title: "120 days ago",
            given: |s| {
                let day = s.days_ago(120);
                s.edit(1, |test: &mut RecoveryTest| test.on = Some(day));
            },
        },
        Good {
            title: "a system that needs no backup",
            given: |s| {
                s.remove("RCT-1");
                s.edit(1, |asset: &mut Asset| asset.backup_required = Some(YesNo::No));
            },
        },
    ],
};

/// How often a restore is tried, as the evidence of A.8.13 suggests.
const RESTORES: Rhythm = Rhythm::Quarterly;

fn check(ask: &Ask, report: &mut Report) {
    for (id, _) in ask.isms.assets.iter() {
        judge(ask, id.id(), report);
    }
}

/// Judges one system.
fn judge(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(system) = system(ask, id) else { return };
    let required = said(system.backup_required);
    let Some(limit) = facts::age_limit_of(RESTORES).filter(|_| required != Some(false)) else { return };
    let tests = || {
        ask.isms.sources::<RecoveryTest>(id).filter_map(|test| {
            let found = ask.isms.recovery_tests.get(&test)?;
            found.system.is_some_and(|system| system.id() == id).then_some((test, &**found))
        })
    };
    let shown = newest(ask.today, tests().filter(|(_, test)| shows(test) == Some(true)), |test| test.on);
    if shown.as_ref().is_some_and(|(_, _, on)| !ask.is_older(*on, limit)) {
        return;
    }
    if required.is_none() {
        report.unknown(Place::field(id, "backup_required"), unrecorded::<Asset>(id, "backup_required"));
        return;
    }
    let fresh = |on: Option<Date>| on.is_some_and(|on| on <= ask.today && !ask.is_older(on, limit));
    if let Some((test, _)) = tests().find(|(_, test)| shows(test).is_none() && fresh(test.on)) {
        unknown(id, test, ask, report);
        return;
    }
    let message = match &shown {
        Some((_, _, on)) => format!("no restore of {id} was shown since {on}"),
        None => format!("no restore of {id} was ever shown"),
    };
    let found = report.add(Place::field(id, "backup_required"), message).proof("name", &system.title);
    match newest(ask.today, tests().filter(|(_, test)| test.kind != Some(RecoveryKind::Recovery)), |test| {
        test.on
    }) {
        Some((test, last, on)) => {
            found.proof_of(test, "on", on).proof_of(test, "result", facts::text(&last.result));
        }
        None => {
            found.proof("on", "").proof("result", "");
        }
    }
    found
        .proof("age limit in days", limit)
        .proof("criticality", facts::text(&system.criticality))
        .command(format!("plumb new recovery-test title='Restore of {id}' kind=restore system={id} on=DATE"));
    if shown.is_none() && system.criticality == Some(Criticality::High) {
        found.worse();
    }
}

/// Says whether a test shows that what was saved comes back.
fn shows(test: &RecoveryTest) -> Option<bool> {
    match (test.kind, test.result) {
        (Some(RecoveryKind::Recovery), _) | (_, Some(RecoveryResult::Failed)) => Some(false),
        (Some(RecoveryKind::Restore), Some(RecoveryResult::Ok)) => Some(true),
        (None, Some(RecoveryResult::Ok) | None) | (Some(RecoveryKind::Restore), None) => None,
    }
}

/// Says that a test does not tell what it shows.
fn unknown(id: RecordId, test: Ref<RecoveryTest>, ask: &Ask, report: &mut Report) {
    let no_kind = ask.isms.recovery_tests.get(&test).is_some_and(|test| test.kind.is_none());
    let field = if no_kind { "kind" } else { "result" };
    report.unknown(Place::field(id, "backup_required"), unrecorded::<RecoveryTest>(test.id(), field));
}
