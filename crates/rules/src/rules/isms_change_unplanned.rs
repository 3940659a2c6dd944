//! The management system was changed without a plan.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{ChangeKind, Method, PlannedChange, Scope, Soa};
use model::sample::Sample;
use model::{Approval, Date, RecordId, RecordKind, Ref, YesNo};

pub static RULE: Rule = Rule {
    code: "PB0641",
    name: "isms change unplanned",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["6.3"],
    what: "Finds changes of the management system that were made before they were planned, and new versions of scope, method or statement of applicability that belong to no planned change.",
    why: "the standard asks to plan changes of the system before they are made",
    fix: "record purpose, effect, means and duties of the change, and plan the next one before it starts",
    fix_grade: FixGrade::FillIn,
    check: Check::Whole {
        reads: &[RecordKind::PlannedChange, RecordKind::Scope, RecordKind::Method, RecordKind::Soa],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "never planned",
            given: |s| changed(s, None),
            says: &["CHG-90 altered the management system without a plan made before it"],
        },
        Bad {
            title: "planned afterwards",
            given: |s| {
                let day = s.days_ago(9);
                changed(s, Some(day))
            },
            says: &["CHG-90 altered the management system without a plan made before it"],
        },
        Bad {
            title: "a second version of the scope that no change names",
            given: |s| second_scope(s, 400),
            says: &["version 2 of SCO altered the management system without a plan made before it"],
        },
        Bad {
            title: "the change was done before the first version",
            given: |s| {
                second_scope(s, 20);
                let day = s.days_ago(200);
                changed(s, Some(day));
                s.edit(90, |one: &mut PlannedChange| {
                    one.done_on = Some(day);
                    one.touches = vec![Ref::<Scope>::one().id()];
                });
            },
            says: &["version 2 of SCO altered the management system without a plan made before it"],
        },
    ],
    good: &[
        Good { title: "nothing changed", given: |_| {} },
        Good {
            title: "planned on the day it was made",
            given: |s| {
                let day = s.days_ago(10);
                changed(s, Some(day))
            },
        },
        Good {
            title: "a change of what is run",
            given: |s| {
                changed(s, None);
                s.edit(90, |one: &mut PlannedChange| one.kind = Some(ChangeKind::Operational));
            },
        },
        Good {
            title: "a planned change names the scope",
            given: |s| {
                second_scope(s, 10);
                let day = s.days_ago(20);
                changed(s, Some(day));
                s.edit(90, |one: &mut PlannedChange| one.touches = vec![Ref::<Scope>::one().id()]);
            },
        },
        Good { title: "the second version is older than 400 days", given: |s| second_scope(s, 401) },
    ],
};

/// How far back versions are looked at.
const DAYS: i32 = 400;

fn check(ask: &Ask, report: &mut Report) {
    for (id, change) in ask.isms.planned_changes.iter() {
        let Some(done) = change.done_on.filter(|done| *done <= ask.today) else { continue };
        if change.planned_on.is_some_and(|planned| planned <= done) {
            continue;
        }
        match change.kind {
            Some(ChangeKind::Isms) => {}
            Some(ChangeKind::Operational) => continue,
            None => {
                report.unknown(
                    Place::field(id, "kind"),
                    format!("whether {id} changed the management system is not recorded"),
                );
                continue;
            }
        }
        report
            .add(
                Place::field(id, "planned_on"),
                format!("{id} altered the management system without a plan made before it"),
            )
            .proof("planned on", facts::text(&change.planned_on))
            .proof("done on", done)
            .proof("touches", facts::text(&change.touches))
            .command(format!("plumb set {id} purpose=WHY consequences=WHAT resources=WHAT owner=PERSON"));
    }
    let isms = ask.isms;
    let scope = isms.scope.one().map(|scope| dates(&scope.approvals)).unwrap_or_default();
    let method = isms.method.one().map(|method| dates(&method.approvals)).unwrap_or_default();
    let soa = isms.soa.one().map(|soa| dates(&soa.approvals)).unwrap_or_default();
    versions(ask, Ref::<Scope>::one().id(), scope, report);
    versions(ask, Ref::<Method>::one().id(), method, report);
    versions(ask, Ref::<Soa>::one().id(), soa, report);
}

/// Returns the versions approved and when, lowest first; of a version approved twice the first day.
fn dates<C>(approvals: &[Approval<C>]) -> Vec<(u32, Date)> {
    let mut dates: Vec<(u32, Date)> = approvals.iter().map(|one| (one.version, one.on)).collect();
    dates.sort_unstable();
    dates.dedup_by_key(|(version, _)| *version);
    dates
}

/// Looks at the second and later versions of something.
fn versions(ask: &Ask, record: RecordId, dates: Vec<(u32, Date)>, report: &mut Report) {
    for pair in dates.windows(2) {
        let [(_, before), (version, on)] = *pair else { continue };
        if on > ask.today || ask.is_older(on, DAYS) || is_planned(ask, record, before) {
            continue;
        }
        report
            .add(
                Place::field(record, "approvals"),
                format!("version {version} of {record} altered the management system without a plan made before it"),
            )
            .proof("in force since", on)
            .proof("version before of", before)
            .proof("planned changes that touch it", "")
            .command(format!("plumb new planned-change title=WHAT kind=isms touches={record}"));
    }
}

/// Says whether a change of the management system names a record and was not over before its last version.
fn is_planned(ask: &Ask, record: RecordId, before: Date) -> bool {
    ask.isms.sources::<PlannedChange>(record).any(|id| {
        ask.isms.planned_changes.get(&id).is_some_and(|change| {
            change.kind == Some(ChangeKind::Isms)
                && change.touches.contains(&record)
                && change.dropped_because.is_empty()
                && change.done_on.is_none_or(|done| done > before)
        })
    })
}

/// Records a change of the management system that was made ten days ago.
fn changed(s: &mut Sample, planned_on: Option<Date>) {
    let change = PlannedChange {
        title: "A second office".into(),
        kind: Some(ChangeKind::Isms),
        significant: Some(YesNo::No),
        planned_on,
        done_on: Some(s.days_ago(10)),
        ..PlannedChange::default()
    };
    s.put(Ref::number(90), change);
}

/// Approves the scope a second time, so many days ago.
fn second_scope(s: &mut Sample, days: i32) {
    let (first, second) = (s.days_ago(days + 30), s.days_ago(days));
    s.edit_one(|scope: &mut Scope| {
        scope.version = 2;
        scope.approvals[0].on = first;
        let content = scope.approvals[0].content.clone();
        scope.approvals.push(Approval::of(2, Ref::number(1), second, content));
    });
}
