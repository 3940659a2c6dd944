//! A system has to log, and is silent.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Asset, AssetKind};
use model::{RecordId, RecordKind, YesNo};

pub static RULE: Rule = Rule {
    code: "PB1176",
    name: "log source silent",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.8.15"],
    what: "Finds systems in scope that must log and have sent nothing for longer than the limit.",
    why: "a log that stopped is noticed when it is needed",
    fix: "restore it and find why no alarm came",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Asset], reads: &[RecordKind::Scope], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "silent for eight days",
        given: |s| {
            let day = s.days_ago(8);
            s.edit(1, |asset: &mut Asset| asset.last_log_on = Some(day));
        },
        says: &["AST-1 must log and has been silent since 2026-05-24"],
    }],
    good: &[
        Good { title: "it logged yesterday", given: |_| {} },
        Good {
            title: "seven days ago",
            given: |s| {
                let day = s.days_ago(7);
                s.edit(1, |asset: &mut Asset| asset.last_log_on = Some(day));
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(system) = facts::get::<Asset>(ask.isms, id) else { return };
    let must = system.kind == Some(AssetKind::System) && system.logging_required == Some(YesNo::Yes);
    if !must || !ask.in_scope(id) {
        return;
    }
    let Some(date) = system.last_log_on else {
        report.unknown(Place::field(id, "last_log_on"), format!("when {id} last sent a log is not recorded"));
        return;
    };
    let limit = ask.parameters.days("log_silence_days");
    if ask.is_older(date, limit) {
        report
            .add(Place::field(id, "last_log_on"), format!("{id} must log and has been silent since {date}"))
            .proof("name", &system.title)
            .proof("last log on", date)
            .proof("logging required", "yes")
            .proof("limit in days", limit)
            .command(format!("plumb set {id} last_log_on=DATE"));
    }
}
