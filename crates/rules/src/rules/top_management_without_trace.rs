//! Nothing shows that top management takes part.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{
    AuditProgramme, Document, ManagementReview, Method, Organisation, Parameter, Person, PersonKind, Scope,
    Soa, TreatmentPlan,
};
use model::sample::Sample;
use model::{Approval, Date, Decimal, RecordId, RecordKind, Ref, Span};

use crate::checking::held;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0508",
    name: "top management without trace",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["5.1"],
    what: "Finds that in 400 days nobody of top management approved anything but the policy, took part in a review or took on a decision.",
    why: "leadership that leaves no trace cannot be shown",
    fix: "have top management take part in objectives, resources and review, and record it",
    fix_grade: FixGrade::Think,
    check: Check::Whole {
        reads: &[
            RecordKind::ManagementReview,
            RecordKind::Person,
            RecordKind::Role,
            RecordKind::Scope,
            RecordKind::Method,
            RecordKind::Soa,
            RecordKind::TreatmentPlan,
            RecordKind::Document,
            RecordKind::AuditProgramme,
        ],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "others approve, and the last review was fourteen months ago, as often as is usual here",
            given: |s| {
                delegated(s);
                reviewed_late(s);
            },
            says: &["no act of top management is on record since 2025-04-07"],
        },
        Bad {
            title: "nothing but the policy",
            given: silence,
            says: &["no act of top management is on record since 2025-04-27"],
        },
        Bad {
            title: "a review 401 days ago",
            given: |s| {
                let held_on = Some(s.days_ago(401));
                silence(s);
                let attendees = vec![Ref::number(1)];
                s.put(Ref::number(9), ManagementReview { held_on, attendees, ..ManagementReview::default() });
            },
            says: &["no act of top management is on record since 2025-04-26"],
        },
    ],
    good: &[
        Good { title: "the director approves and takes part", given: |_| {} },
        Good {
            title: "a review 400 days ago",
            given: |s| {
                let held_on = Some(s.days_ago(400));
                silence(s);
                let attendees = vec![Ref::number(1)];
                s.put(Ref::number(9), ManagementReview { held_on, attendees, ..ManagementReview::default() });
            },
        },
    ],
};

/// So many days back an act counts.
const ACT_DAYS: i32 = 400;

/// What somebody did: when, who, and the record that shows it.
struct Act {
    on: Date,
    by: Ref<Person>,
    record: RecordId,
    what: &'static str,
}

fn check(ask: &Ask, report: &mut Report) {
    let isms = ask.isms;
    let is_top = |person: Ref<Person>| {
        isms.people.get(&person).is_some_and(|person| person.kind == Some(PersonKind::TopManagement))
    };
    let mut acts = Vec::new();
    approvals(ask, &mut acts);
    for (id, review) in isms.management_reviews.iter() {
        let Some((_, review, on)) = held(ask, id, review) else { continue };
        let owners = review.decisions.iter().filter_map(|one| one.owner.as_ref()?.person(isms));
        let record = id.id();
        acts.extend(owners.map(|by| Act { on, by, record, what: "took on a decision" }));
        let there = review.attendees.iter().copied();
        acts.extend(there.map(|by| Act { on, by, record, what: "took part" }));
    }
    acts.retain(|act| act.on <= ask.today && is_top(act.by));
    let last = acts.iter().max_by_key(|act| (act.on, act.record));
    if last.is_some_and(|act| !ask.is_older(act.on, ACT_DAYS)) {
        return;
    }
    let start = ask.today.checked_sub(Span::new().days(ACT_DAYS)).unwrap_or(ask.today);
    let since = last.map_or(start, |act| act.on);
    let found = report.add(Place::Whole, format!("no act of top management is on record since {since}"));
    match last {
        Some(act) => found.proof_of(act.record, "last act found", act.on).remark(format!(
            "{} {}",
            isms.name_of(act.by.id()),
            act.what
        )),
        None => found.proof("last act found", ""),
    };
}

/// Adds all approvals but those of the policy.
fn approvals(ask: &Ask, acts: &mut Vec<Act>) {
    fn add<C>(acts: &mut Vec<Act>, record: impl Into<RecordId>, approvals: &[Approval<C>]) {
        let record = record.into();
        acts.extend(approvals.iter().map(|one| Act { on: one.on, by: one.by, record, what: "approved" }));
    }
    let isms = ask.isms;
    if let Some(scope) = isms.scope.one() {
        add(acts, Ref::<Scope>::one(), &scope.approvals);
    }
    if let Some(method) = isms.method.one() {
        add(acts, Ref::<Method>::one(), &method.approvals);
    }
    if let Some(soa) = isms.soa.one() {
        add(acts, Ref::<Soa>::one(), &soa.approvals);
    }
    if let Some(plan) = isms.treatment_plan.one() {
        add(acts, Ref::<TreatmentPlan>::one(), &plan.approvals);
    }
    for (id, document) in isms.documents.iter().filter(|(_, one)| one.kind != "policy_top") {
        add(acts, id, &document.approvals);
    }
    for (id, programme) in isms.audit_programmes.iter() {
        let act = programme.approved_on.zip(programme.approved_by);
        acts.extend(act.map(|(on, by)| Act { on, by, record: id.id(), what: "approved" }));
    }
}

/// Lets the security lead or the engineer approve all but the policy.
fn delegated(s: &mut Sample) {
    /// Returns approvals by somebody else.
    fn by<C: Clone + serde::Serialize>(approvals: &[Approval<C>], person: u32) -> Vec<Approval<C>> {
        let other =
            |one: &Approval<C>| Approval::of(one.version, Ref::number(person), one.on, one.content.clone());
        approvals.iter().map(other).collect()
    }
    s.edit_one(|scope: &mut Scope| scope.approvals = by(&scope.approvals, 2));
    s.edit_one(|method: &mut Method| method.approvals = by(&method.approvals, 2));
    s.edit_one(|soa: &mut Soa| soa.approvals = by(&soa.approvals, 2));
    s.edit(1, |programme: &mut AuditProgramme| programme.approved_by = Some(Ref::number(2)));
    for number in 2..=13 {
        s.edit(number, |document: &mut Document| document.approvals = by(&document.approvals, 3));
    }
}

/// Dates the review 420 days back, where one every 15 months is usual, and plans the next one.
fn reviewed_late(s: &mut Sample) {
    s.edit_one(|organisation: &mut Organisation| {
        organisation.parameters = vec![Parameter {
            name: "review_interval_days".into(),
            value: Decimal::whole(450),
            because: "Management meets about it every fifteen months.".into(),
        }];
    });
    let day = s.days_ago(420);
    let last = s.isms.management_reviews.get(&Ref::number(1)).map(|last| ManagementReview::clone(last));
    s.edit(1, |review: &mut ManagementReview| {
        review.held_on = Some(day);
        review.planned_on = Some(day);
        review.evaluation = None;
    });
    let next = ManagementReview {
        title: "Management review of autumn".into(),
        planned_on: Some(Date::constant(2026, 9, 1)),
        chair: last.and_then(|last| last.chair),
        ..ManagementReview::default()
    };
    s.put(Ref::number(9), next);
}

/// Takes away all that top management did, but for the policy.
fn silence(s: &mut Sample) {
    s.remove("MR-1");
    s.edit_one(|scope: &mut Scope| scope.approvals.clear());
    s.edit_one(|method: &mut Method| method.approvals.clear());
    s.edit_one(|soa: &mut Soa| soa.approvals.clear());
    let programmes: Vec<String> = s.isms.audit_programmes.iter().map(|(id, _)| id.to_string()).collect();
    programmes.iter().for_each(|id| s.remove(id));
    let documents: Vec<Ref<Document>> = s.isms.documents.iter().map(|(id, _)| id).collect();
    for id in documents.into_iter().filter(|id| *id != Ref::number(1)) {
        s.remove(&id.to_string());
    }
}
