//! Something that a risk rests on has changed, and nobody looked at the risk again.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{AssessmentState, Asset, PlannedChange, Risk, RiskAssessment};
use model::sample::Sample;
use model::{Date, RecordId, RecordKind, Ref, YesNo};

pub static RULE: Rule = Rule {
    code: "PB0803",
    name: "risk review overdue after change",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["8.2"],
    what: "Finds open risks that were assessed before one of the things they touch changed; each change counts, as the triggers of the method are words.",
    why: "the standard asks for a new look at risks when something changes, not only once a year",
    fix: "look at the risk again and confirm or rate it",
    fix_grade: FixGrade::Likely,
    check: Check::Each {
        of: &[RecordKind::Risk],
        reads: &[RecordKind::Method, RecordKind::RiskAssessment],
        through: &[
            RecordKind::Unit,
            RecordKind::Site,
            RecordKind::Process,
            RecordKind::Asset,
            RecordKind::Supplier,
        ],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "an asset changed 31 days ago",
            given: |s| changed(s, 31),
            says: &["R-4 was assessed on 2026-04-10, before AST-3 changed on 2026-05-01"],
        },
        Bad {
            title: "a planned change of it was made 31 days ago",
            given: |s| planned(s, 31, YesNo::Yes),
            says: &["R-4 was assessed on 2026-04-10, before AST-3 changed on 2026-05-01"],
        },
        Bad {
            title: "the last look at it was before the change",
            given: |s| {
                changed(s, 31);
                assessed(s, Date::constant(2026, 4, 30), "AST-3");
            },
            says: &["R-4 was assessed on 2026-04-30, before AST-3 changed on 2026-05-01"],
        },
        Bad {
            title: "a later look was at something else",
            given: |s| {
                changed(s, 31);
                assessed(s, Date::constant(2026, 5, 20), "R-1");
            },
            says: &["R-4 was assessed on 2026-04-10, before AST-3 changed on 2026-05-01"],
        },
    ],
    good: &[
        Good { title: "nothing changed", given: |_| {} },
        Good { title: "it changed 30 days ago", given: |s| changed(s, 30) },
        Good { title: "the change weighs nothing", given: |s| planned(s, 60, YesNo::No) },
        Good {
            title: "an assessment looked at what changed",
            given: |s| {
                changed(s, 31);
                assessed(s, Date::constant(2026, 5, 20), "AST-3");
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
        let by_plan = last_change(ask, element_id.id(), days);
        let changes = [element.changed_on(), by_plan.map(|(on, _)| on)].into_iter().flatten();
        let Some(changed) = changes.filter(|changed| ask.is_older(*changed, days)).max() else { continue };
        let covers = [id, element_id.id()].into_iter().chain(by_plan.map(|(_, change)| change.id()));
        let Some(assessed) = risk.now.on.max(last_look(ask, &covers.collect::<Vec<_>>())) else {
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
            .command(format!("plumb rate {id} --likelihood N --consequence N"));
        if let Some((on, change)) = by_plan.filter(|(on, _)| *on == changed) {
            found.proof_of(change, "done on", on);
        }
        let level = ask.method.level(&risk.now);
        if level.zip(ask.method.acceptance()).is_some_and(|(level, accepted)| level > accepted) {
            found.worse();
        }
    }
}

/// Returns the last planned change of an element that was made longer ago, unless somebody said that it weighs nothing.
fn last_change(ask: &Ask, element: RecordId, days: i32) -> Option<(Date, Ref<PlannedChange>)> {
    let changes = ask.isms.sources::<PlannedChange>(element).filter_map(|id| {
        let change = ask.isms.planned_changes.get(&id)?;
        let weighs = change.significant != Some(YesNo::No) && change.touches.contains(&element);
        let on = change.done_on.filter(|on| ask.is_older(*on, days) && weighs)?;
        Some((on, id))
    });
    changes.max()
}

/// Returns the day of the last assessment that names one of some records; one of all risks dates each rating by itself.
fn last_look(ask: &Ask, covered: &[RecordId]) -> Option<Date> {
    let looked = |run: &RiskAssessment| run.covers.iter().any(|one| covered.contains(one));
    let done = ask.isms.risk_assessments.iter().filter(|(_, run)| run.state == AssessmentState::Done);
    done.filter(|(_, run)| looked(run)).filter_map(|(_, run)| run.on.filter(|on| *on <= ask.today)).max()
}

/// Lets the laptops have changed so many days ago.
fn changed(s: &mut Sample, days: i32) {
    let changed = s.days_ago(days);
    s.edit(3, |asset: &mut Asset| asset.changed_on = Some(changed));
}

/// Puts a planned change of the laptops that was made so many days ago.
fn planned(s: &mut Sample, days: i32, significant: YesNo) {
    let change = PlannedChange {
        title: "Other laptops".into(),
        significant: Some(significant),
        touches: RecordId::parse("AST-3").into_iter().collect(),
        done_on: Some(s.days_ago(days)),
        ..PlannedChange::default()
    };
    s.put(Ref::number(99), change);
}

/// Puts a finished assessment of a record.
fn assessed(s: &mut Sample, on: Date, covers: &str) {
    let run = RiskAssessment {
        title: "After the change".into(),
        covers: RecordId::parse(covers).into_iter().collect(),
        state: AssessmentState::Done,
        on: Some(on),
        ..RiskAssessment::default()
    };
    s.put(Ref::number(99), run);
}
