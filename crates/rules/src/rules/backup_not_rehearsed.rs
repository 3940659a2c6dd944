//! Nobody has seen for long that a backup of these records comes back.

use crate::technical::shown;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::YesNo;
use model::sample::Sample;

pub static RULE: Rule = Rule {
    code: "PB1203",
    name: "backup not rehearsed",
    severity: Severity::Note,
    grade: Grade::Opportunity,
    stage: Stage::Stage1,
    clauses: &["7.5.3 b", "A.8.13"],
    what: "Finds that the newest backup of these records that was restored and verified lies further back than the limit, or that there is none.",
    why: "these records prove everything else, so they have to survive their machine",
    fix: "restore the newest backup beside and verify it",
    fix_grade: FixGrade::Likely,
    check: Check::Whole { reads: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "91 days ago",
            given: |s| restored(s, 91, YesNo::Yes),
            says: &["no backup of these records was restored and verified since 2026-03-02"],
        },
        Bad {
            title: "what came back did not verify",
            given: |s| restored(s, 2, YesNo::No),
            says: &["no backup of these records was ever restored and verified"],
        },
        Bad {
            title: "never",
            given: |s| s.backups.clear(),
            says: &["no backup of these records was ever restored and verified"],
        },
    ],
    good: &[
        Good { title: "in May", given: |_| {} },
        Good { title: "90 days ago", given: |s| restored(s, 90, YesNo::Yes) },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let Some(backups) = ask.integrity.and_then(|integrity| integrity.backups.as_ref()) else {
        report
            .unknown(Place::Whole, "whether a backup of these records was restored and verified")
            .proof("restored on", "");
        return;
    };
    let limit = ask.parameters.days("backup_rehearsal_days");
    let done = backups.iter().filter(|one| one.verified == YesNo::Yes);
    let newest = done.filter_map(|one| one.restored_on).filter(|on| *on <= ask.today).max();
    if newest.is_some_and(|on| !ask.is_older(on, limit)) {
        return;
    }
    let message = match newest {
        Some(on) => format!("no backup of these records was restored and verified since {on}"),
        None => "no backup of these records was ever restored and verified".to_owned(),
    };
    let last = backups.iter().max_by_key(|one| (one.restored_on, one.taken_on));
    report
        .add(Place::Whole, message)
        .proof("taken on", last.map(|one| one.taken_on.to_string()).unwrap_or_default())
        .proof("restored on", last.map(|one| shown(&one.restored_on)).unwrap_or_default())
        .proof("verified", last.map(|one| facts::text(&one.verified)).unwrap_or_default())
        .proof("age limit in days", limit)
        .command("plumb verify");
}

/// Restores the only backup so many days ago.
fn restored(s: &mut Sample, days: i32, verified: YesNo) {
    let on = s.days_ago(days);
    for backup in &mut s.backups {
        backup.taken_on = on;
        backup.restored_on = Some(on);
        backup.verified = verified;
    }
}
