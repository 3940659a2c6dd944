//! A risk whose rating is older than the method in force.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{ChangeKind, Method, PlannedChange, Risk};
use model::sample::Sample;
use model::{Approval, Decimal, Owner, RecordId, RecordKind, Ref, Value, YesNo};

use crate::planning::open_risk;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0603",
    name: "risk rated by old method",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.2 b"],
    what: "Finds open risks that still carry a rating by another version of the method, after the time allowed to rate again.",
    why: "two ratings by two methods cannot be compared, so the list of risks has no order",
    fix: "rate it again by the method in force; the old values stand beside",
    fix_grade: FixGrade::Likely,
    check: Check::Each {
        of: &[RecordKind::Risk],
        reads: &[RecordKind::Method, RecordKind::Organisation],
        through: &[],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "left at the old version 91 days after the change",
        given: |s| new_method(s, 91),
        says: &["R-5 is rated by method version 1, and version 2 is in force since 2026-03-02"],
    }],
    good: &[Good { title: "still within the time", given: |s| new_method(s, 90) }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(risk) = open_risk(ask, id) else { return };
    let Some(method) = ask.isms.method.one().and_then(|method| method.in_force(ask.today)) else { return };
    let same = risk.now.method_version == Some(method.version);
    if same || risk.now.is_blank() || !ask.is_older(method.on, ask.parameters.days("rerate_days")) {
        return;
    }
    let place = Place::field(id, "now");
    let Some(old) = risk.now.method_version else {
        report.unknown(place, format!("by which version of the method {id} was rated"));
        return;
    };
    let value = |value: &Option<Decimal>| value.map_or_else(|| "N".to_owned(), |value| value.to_string());
    let (new, since) = (method.version, method.on);
    let likelihood = value(&risk.now.likelihood);
    let consequence = value(&risk.now.consequence);
    report
        .add(
            place,
            format!("{id} is rated by method version {old}, and version {new} is in force since {since}"),
        )
        .proof("method version of the rating", old)
        .remark("the levels of two versions do not compare")
        .proof("assessed on", risk.now.on.text())
        .proof_of(Ref::<Method>::one(), "version in force", new)
        .proof_of(Ref::<Method>::one(), "approved on", since)
        .command(format!("plumb rate {id} --likelihood {likelihood} --consequence {consequence}"));
}

/// Puts a second version of the method in force so many days ago, and rates all risks but R-5 by it.
fn new_method(s: &mut Sample, days: i32) {
    let (on, earlier) = (s.days_ago(days), s.days_ago(days + 30));
    s.edit_one(|method: &mut Method| {
        let first = method.approvals[0].clone();
        method.version = 2;
        method.approvals = vec![
            Approval::of(1, first.by, earlier, first.content.clone()),
            Approval::of(2, first.by, on, first.content),
        ];
    });
    let planned = PlannedChange {
        title: "Steps of likelihood in words".into(),
        kind: Some(ChangeKind::Isms),
        significant: Some(YesNo::No),
        purpose: "Two people rate alike.".into(),
        consequences: "All risks are rated again.".into(),
        resources: "A day of the security lead.".into(),
        touches: vec![Ref::<Method>::one().id()],
        owner: Some(Owner::Person(Ref::number(2))),
        planned_on: Some(earlier),
        approved_by: Some(Ref::number(1)),
        approved_on: Some(earlier),
        done_on: Some(on),
        result: "Version 2 is in force.".into(),
        ..PlannedChange::default()
    };
    s.put(Ref::number(21), planned);
    for number in 1..=4 {
        s.edit(number, |risk: &mut Risk| {
            risk.now.method_version = Some(2);
            risk.after.method_version = Some(2);
        });
    }
}
