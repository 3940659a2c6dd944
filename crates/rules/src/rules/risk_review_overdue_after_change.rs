//! Something that a risk rests on has changed, and nobody looked at the risk again.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Asset, Risk};
use model::{Date, RecordId, RecordKind};

pub static RULE: Rule = Rule {
    code: "PB0803",
    name: "risk review overdue after change",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["8.2"],
    what: "Finds open risks that were assessed before one of the things they touch changed.",
    why: "the standard asks for a new look at risks when something changes, not only once a year",
    fix: "look at the risk again and confirm or rate it",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Risk], reads: &[RecordKind::Method], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    waits_for: "which kinds of change the method names as triggers: each change counts",
    bad: &[Bad {
        title: "an asset changed 31 days ago",
        given: |s| {
            let changed = s.days_ago(31);
            s.edit(3, |asset: &mut Asset| asset.changed_on = Some(changed));
        },
        says: &["R-4 was assessed on 2026-04-10, before AST-3 changed on 2026-05-01"],
    }],
    good: &[
        Good { title: "nothing changed", given: |_| {} },
        Good {
            title: "it changed 30 days ago",
            given: |s| {
                let changed = s.days_ago(30);
                s.edit(3, |asset: &mut Asset| asset.changed_on = Some(changed));
            },
        },
        Good {
            title: "it changed before the assessment",
            given: |s| s.edit(3, |asset: &mut Asset| asset.changed_on = Some(Date::constant(2026, 4, 9))),
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(risk) = facts::get::<Risk>(ask.isms, id).filter(|risk| risk.status.is_open()) else { return };
    let days = ask.parameters.days("risk_review_days");
    for element_id in &risk.elements {
        let Some(element) = element_id.get(ask.isms) else { continue };
        let Some(changed) = element.changed_on().filter(|changed| ask.is_older(*changed, days)) else {
            continue;
        };
        let Some(assessed) = risk.now.on else {
            report.unknown(Place::field(id, "now"), format!("when {id} was assessed is not recorded"));
            return;
        };
        if changed <= assessed {
            continue;
        }
        let found = report
            .add(
                Place::field(id, "now"),
                format!("{id} was assessed on {assessed}, before {element_id} changed on {changed}"),
            )
            .proof("assessed on", assessed)
            .proof_of(element_id.id(), "changed on", changed)
            .proof_of(element_id.id(), "name", element.name())
            .proof("level", facts::text(&risk.now.level))
            .command(format!("plumb risk rate {id}"));
        let level = ask.method.level(&risk.now);
        if level.zip(ask.method.acceptance()).is_some_and(|(level, accepted)| level > accepted) {
            found.worse();
        }
    }
}
