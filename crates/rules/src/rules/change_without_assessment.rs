//! A change that matters took effect, and nobody assessed its risks.

use crate::{Ask, Bad, Check, Escalate, Found, Good, Hold, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{AssessmentState, AssessmentTrigger, ChangeKind, PlannedChange, RiskAssessment, Scope};
use model::sample::Sample;
use model::{Approval, Date, RecordId, RecordKind, Ref, YesNo};

pub static RULE: Rule = Rule {
    code: "PB0804",
    name: "change without assessment",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["8.2", "6.3", "4.3"],
    what: "Finds significant changes, and second or later versions of the scope, that no risk assessment near their day names.",
    why: "the standard asks to assess risks when something significant changes",
    fix: "assess the risks of the change; next time when it is proposed",
    fix_grade: FixGrade::FillIn,
    check: Check::Whole {
        reads: &[RecordKind::PlannedChange, RecordKind::RiskAssessment, RecordKind::Scope],
        check,
    },
    escalate: Escalate::Never,
    holds: &[Hold::Near(&["PB0803"])],
    bad: &[
        Bad {
            title: "31 days ago",
            given: |s| changed(s, 31),
            says: &["CHG-90 took effect on 2026-05-01 without a risk assessment"],
        },
        Bad {
            title: "the assessment came 31 days later",
            given: |s| {
                changed(s, 61);
                assessed(s, 30);
            },
            says: &["CHG-90 took effect on 2026-04-01 without a risk assessment"],
        },
        Bad {
            title: "the assessment is not finished",
            given: |s| {
                changed(s, 31);
                assessed(s, 31);
                s.edit(90, |one: &mut RiskAssessment| one.state = AssessmentState::Running);
            },
            says: &["CHG-90 took effect on 2026-05-01 without a risk assessment"],
        },
        Bad {
            title: "a second version of the scope",
            given: |s| second_scope(s, 31),
            says: &["version 2 of SCO took effect on 2026-05-01 without a risk assessment"],
        },
    ],
    good: &[
        Good { title: "nothing changed", given: |_| {} },
        Good { title: "30 days ago", given: |s| changed(s, 30) },
        Good {
            title: "it is not significant",
            given: |s| {
                changed(s, 31);
                s.edit(90, |one: &mut PlannedChange| one.significant = Some(YesNo::No));
            },
        },
        Good {
            title: "assessed 90 days before",
            given: |s| {
                changed(s, 31);
                assessed(s, 121);
            },
        },
        Good {
            title: "assessed 30 days after",
            given: |s| {
                changed(s, 61);
                assessed(s, 31);
            },
        },
        Good {
            title: "an assessment names the scope",
            given: |s| {
                second_scope(s, 31);
                assessed(s, 40);
            },
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let isms = ask.isms;
    let after = ask.parameters.days("change_after_days");
    for (id, change) in isms.planned_changes.iter() {
        let Some(done) = change.done_on.filter(|done| ask.is_older(*done, after)) else { continue };
        let near = match change.significant {
            Some(YesNo::No) => continue,
            Some(YesNo::Yes) | None => assessments(ask, id.id()),
        };
        if near.iter().any(|(_, on)| is_near(ask, *on, done)) {
            continue;
        }
        if change.significant.is_none() {
            let missing = format!("whether {id} is significant is not recorded");
            report.unknown(Place::field(id, "significant"), missing);
            continue;
        }
        let message = format!("{id} took effect on {done} without a risk assessment");
        let found = report
            .add(Place::field(id, "done_on"), message)
            .proof("title", &change.title)
            .proof("significant", facts::text(&change.significant))
            .proof("done on", done)
            .proof("touches", facts::text(&change.touches));
        prove(found, id.id(), &near);
    }
    let scope = Ref::<Scope>::one().id();
    let approvals = isms.scope.one().map(|scope| scope.approvals.as_slice()).unwrap_or_default();
    for approval in approvals.iter().filter(|one| one.version > 1 && ask.is_older(one.on, after)) {
        let near = assessments(ask, scope);
        if near.iter().any(|(_, on)| is_near(ask, *on, approval.on)) {
            continue;
        }
        let (version, on) = (approval.version, approval.on);
        let message = format!("version {version} of {scope} took effect on {on} without a risk assessment");
        let found = report.add(Place::field(scope, "approvals"), message).proof("approved on", on);
        prove(found, scope, &near);
    }
}

/// Returns the finished assessments that name a record, with their day.
fn assessments(ask: &Ask, record: RecordId) -> Vec<(RecordId, Date)> {
    let finished = |id: Ref<RiskAssessment>| {
        let one = ask.isms.risk_assessments.get(&id)?;
        let counts = one.state == AssessmentState::Done && one.covers.contains(&record);
        one.on.filter(|_| counts).map(|on| (id.id(), on))
    };
    ask.isms.sources::<RiskAssessment>(record).filter_map(finished).collect()
}

/// Says whether an assessment lies near enough to a day.
fn is_near(ask: &Ask, assessed: Date, day: Date) -> bool {
    let days = assessed.until(day).map(|span| span.get_days()).unwrap_or(i32::MAX);
    // Positive where it came before the day.
    days <= ask.parameters.days("change_before_days") && -days <= ask.parameters.days("change_after_days")
}

/// Adds the assessments that name what changed.
fn prove(found: &mut Found, record: RecordId, near: &[(RecordId, Date)]) {
    if near.is_empty() {
        found.proof("assessments that name it", "");
    }
    for (id, on) in near.iter().take(10) {
        found.proof_of(*id, "done on", on).remark("too far from that day");
    }
    found.command(format!("plumb new risk-assessment trigger=change covers={record}"));
}

/// Records a significant change that took effect so many days ago.
fn changed(s: &mut Sample, days: i32) {
    let done = s.days_ago(days);
    let change = PlannedChange {
        title: "Orders move to another host".into(),
        kind: Some(ChangeKind::Operational),
        significant: Some(YesNo::Yes),
        planned_on: Some(s.days_ago(days + 20)),
        approved_by: Some(Ref::number(1)),
        approved_on: Some(s.days_ago(days + 10)),
        done_on: Some(done),
        ..PlannedChange::default()
    };
    s.put(Ref::number(90), change);
}

/// Records an assessment that names the change and the scope.
fn assessed(s: &mut Sample, days: i32) {
    let assessment = RiskAssessment {
        title: "Orders move".into(),
        trigger: Some(AssessmentTrigger::Change),
        covers: vec![Ref::<PlannedChange>::number(90).id(), Ref::<Scope>::one().id()],
        state: AssessmentState::Done,
        on: Some(s.days_ago(days)),
        ..RiskAssessment::default()
    };
    s.put(Ref::number(90), assessment);
}

/// Approves the scope a second time, so many days ago.
fn second_scope(s: &mut Sample, days: i32) {
    let second = s.days_ago(days);
    s.edit_one(|scope: &mut Scope| {
        scope.version = 2;
        let content = scope.approvals[0].content.clone();
        scope.approvals.push(Approval::of(2, Ref::number(1), second, content));
    });
}
