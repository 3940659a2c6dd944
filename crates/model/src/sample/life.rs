//! How a sample goes on: what an organisation in good order does from June 2026, up to any later day.

use jiff::Span;
use jiff::civil::date;

use super::{ENGINEER, LEAD, Sample, TOP};
use crate::records::*;
use crate::{Approval, Date, Decimal, Digest, Owner, RecordId, Ref, Words, YesNo};

/// Something that is done on a day.
type Deed = fn(&mut Sample, Date);

/// What is done each year: month, day, deed.
const EACH_YEAR: &[(i8, i8, Deed)] = &[
    (2, 5, quarter),
    (2, 22, documents),
    (3, 2, laws),
    (3, 18, awareness),
    (3, 20, suppliers),
    (4, 1, issues),
    (4, 15, risks),
    (4, 22, assessment),
    (5, 5, quarter),
    (5, 14, internal_audit),
    (5, 22, year),
    (5, 26, review),
    (8, 5, quarter),
    (8, 20, agreements),
    (9, 1, laws),
    (11, 5, quarter),
    (12, 18, objectives),
];

/// What is done once: the way to the certificate.
const ONCE: &[(Date, Deed)] = &[
    (date(2026, 7, 10), mail_watched),
    (date(2026, 8, 21), pack),
    (date(2026, 8, 28), idea_done),
    (date(2026, 9, 8), super::visits::stage_1),
    (date(2026, 10, 20), super::visits::stage_2),
    (date(2026, 11, 12), super::visits::plan_accepted),
    (date(2026, 12, 10), super::visits::certified),
    (date(2027, 3, 1), super::visits::minor_closed),
];

impl Sample {
    /// Lets the organisation go on in good order until a later day, and asks then.
    pub fn go_on(&mut self, until: Date) {
        for (on, deed) in deeds(self.today, until) {
            deed(self, on);
        }
        self.today = until;
        watched(self, until);
        self.freeze();
    }
}

/// Returns what is done after a day and by another, in order.
fn deeds(begun: Date, until: Date) -> Vec<(Date, Deed)> {
    let mut deeds: Vec<(Date, Deed)> = ONCE.to_vec();
    for year in begun.year()..=until.year() {
        deeds.extend(EACH_YEAR.iter().map(|(month, day, deed)| (date(year, *month, *day), *deed)));
        deeds.extend((1..=12).map(|month| (date(year, month, 27), month_end as Deed)));
    }
    deeds.retain(|(on, _)| begun < *on && *on <= until);
    deeds.sort_by_key(|(on, _)| *on);
    deeds
}

/// Returns the day so many days away.
pub(super) fn days_after(on: Date, days: i64) -> Date {
    on.checked_add(Span::new().days(days)).expect("a sample stays within the calendar")
}

/// Returns the same day a year later.
fn next_year(on: Date) -> Date {
    on.checked_add(Span::new().years(1)).expect("a sample stays within the calendar")
}

/// Returns the ids of the records of a kind.
pub(super) fn ids<R: crate::Record>(s: &Sample) -> Vec<Ref<R>> {
    R::table(&s.isms).iter().map(|(id, _)| id).collect()
}

/// Puts a record under the next number.
pub(super) fn add<R: crate::Record>(s: &mut Sample, on: Date, record: R) -> Ref<R> {
    let id = R::table(&s.isms).next();
    s.put_on(on, id, record);
    id
}

/// Adds accepted evidence of a control for the three weeks that end on a day.
pub(super) fn evidence(s: &mut Sample, control: Ref<Control>, until: Date) -> Ref<Evidence> {
    let digest = Digest::of(format!("{control} until {until}").as_bytes());
    let file = StoredFile {
        name: format!("{control}-{until}.csv").into(),
        digest,
        size: 1200,
        media: "text/csv".into(),
    };
    let evidence = Evidence {
        title: format!("{control} until {until}").into(),
        kind: Some(EvidenceKind::Export),
        origin: "Order system".into(),
        file: Some(file),
        period_start: Some(days_after(until, -21)),
        period_end: Some(until),
        collected_on: Some(until),
        collected_by: Some(Owner::Person(ENGINEER)),
        received_on: Some(until),
        uses: vec![EvidenceUse {
            target: Some(RecordId::from(control)),
            verdict: Some(Verdict::Enough),
            judged_by: Some(LEAD),
            judged_on: Some(until),
        }],
        status: EvidenceStatus::Accepted,
        accepted_by: Some(LEAD),
        judged_on: Some(until),
        ..Evidence::default()
    };
    add(s, until, evidence)
}

/// Returns a control of Annex A.
pub(super) fn control(id: &str) -> Ref<Control> {
    Ref::parse(id).expect("the sample names controls")
}

/// Logs arrive, the history is anchored, backups of the records come back.
fn watched(s: &mut Sample, until: Date) {
    for id in ids::<Asset>(s) {
        s.edit_at(id, |asset: &mut Asset| {
            if asset.last_log_on.is_some() {
                asset.last_log_on = Some(days_after(until, -1));
            }
        });
    }
    for anchor in &mut s.anchors {
        anchor.on = days_after(until, -1);
    }
    for backup in &mut s.backups {
        (backup.taken_on, backup.restored_on) = (days_after(until, -29), Some(days_after(until, -27)));
    }
}

/// What runs each month is shown, and systems are scanned.
fn month_end(s: &mut Sample, on: Date) {
    let monthly = |control: &Control| {
        control.state == ControlState::Implemented && control.cadence == Some(Cadence::Monthly)
    };
    let controls = s.isms.controls.iter().filter(|(_, control)| monthly(control)).map(|(id, _)| id);
    for id in controls.collect::<Vec<_>>() {
        evidence(s, id, on);
    }
    for id in ids::<Asset>(s) {
        s.edit_at(id, |asset: &mut Asset| {
            if asset.last_scan_on.is_some() {
                asset.last_scan_on = Some(on);
            }
        });
    }
}

/// Rights are reviewed, a backup is restored, numbers are read.
fn quarter(s: &mut Sample, on: Date) {
    let rights = evidence(s, control("A.5.18"), on);
    evidence(s, control("A.8.8"), on);
    let systems = ids::<Asset>(s);
    for system in systems {
        let accounts: Vec<Ref<Account>> = s.isms.sources::<Account>(system.id()).collect();
        for account in &accounts {
            s.edit_at(*account, |account: &mut Account| account.reviewed_on = Some(on));
        }
        let count = u32::try_from(accounts.len()).unwrap_or(u32::MAX);
        if count > 0 {
            super::grow::rights_reviewed(s, system, on, count, rights);
        }
        let saved = s.isms.assets.get(&system).and_then(|asset| asset.backup_required);
        if saved == Some(YesNo::Yes) {
            super::grow::restored(s, system, on);
        }
    }
    for id in ids::<Measure>(s) {
        let reading = Reading {
            on: Some(on),
            value: Some(Decimal::whole(4)),
            analysed_on: Some(on),
            note: "within the target".into(),
            action: None,
        };
        s.edit_at(id, |measure: &mut Measure| measure.readings.push(reading));
    }
    for id in ids::<Objective>(s) {
        s.edit_at(id, |objective: &mut Objective| {
            let step = Progress { on: Some(on), value: objective.target, note: "as wanted".into() };
            if objective.closed_on.is_none() {
                objective.progress.push(step);
            }
        });
    }
}

fn laws(s: &mut Sample, on: Date) {
    for id in ids::<Obligation>(s) {
        s.edit_at(id, |obligation: &mut Obligation| obligation.reviewed_on = Some(on));
    }
}

fn documents(s: &mut Sample, on: Date) {
    for id in ids::<Document>(s) {
        s.edit_at(id, |document: &mut Document| document.next_review = Some(next_year(on)));
    }
}

fn awareness(s: &mut Sample, on: Date) {
    let first = s.isms.trainings.get(&Ref::number(1)).map(|first| Training::clone(first));
    let first = first.expect("the sample has a training for everybody");
    let again = Training { planned_on: Some(on), done_on: Some(on), ..first };
    add(s, on, again);
}

fn suppliers(s: &mut Sample, on: Date) {
    for id in ids::<Supplier>(s) {
        s.edit_at(id, |supplier: &mut Supplier| supplier.reviewed_on = Some(on));
    }
}

fn agreements(s: &mut Sample, on: Date) {
    for id in ids::<Agreement>(s) {
        s.edit_at(id, |agreement: &mut Agreement| {
            if agreement.expires_on.is_some_and(|ends| ends < next_year(on)) {
                agreement.expires_on = Some(days_after(next_year(on), 60));
            }
        });
    }
}

fn issues(s: &mut Sample, on: Date) {
    for id in ids::<Issue>(s) {
        s.edit_at(id, |issue: &mut Issue| issue.reviewed_on = Some(on));
    }
}

/// What was accepted is accepted for another year, and what was excluded is looked at again.
fn risks(s: &mut Sample, on: Date) {
    for id in ids::<Risk>(s) {
        s.edit_at(id, |risk: &mut Risk| {
            if let Some(last) = risk.acceptances.last().cloned() {
                let until = Some(days_after(next_year(on), 10));
                risk.acceptances.push(Acceptance { on: Some(on), until, ..last });
            }
        });
    }
    for id in ids::<Control>(s) {
        s.edit_at(id, |control: &mut Control| {
            if control.review_on.is_some() {
                control.review_on = Some(days_after(next_year(on), 10));
            }
        });
    }
}

fn assessment(s: &mut Sample, on: Date) {
    let register = RiskAssessment::register(&s.isms, on);
    let assessment = RiskAssessment {
        title: format!("Risk assessment of spring {}", on.year()).into(),
        trigger: Some(AssessmentTrigger::Planned),
        planned_on: Some(on),
        people: vec![LEAD, ENGINEER],
        owner: Some(Owner::Person(LEAD)),
        controls_changed: Some(YesNo::No),
        summary: "The risks of last year; none grew.".into(),
        state: AssessmentState::Done,
        on: Some(on),
        registers: vec![Approval::of(1, LEAD, on, register)],
        ..RiskAssessment::default()
    };
    add(s, on, assessment);
}

/// Each control that works is shown to work once a year.
fn year(s: &mut Sample, on: Date) {
    let works = |control: &Control| control.state == ControlState::Implemented;
    let controls = s.isms.controls.iter().filter(|(_, control)| works(control));
    for id in controls.map(|(id, _)| id).collect::<Vec<_>>() {
        evidence(s, id, on);
    }
    for id in ids::<Measure>(s) {
        let evaluation =
            Evaluation { on: Some(on), conclusion: "Backups do what they are for.".into(), by: Some(LEAD) };
        s.edit_at(id, |measure: &mut Measure| measure.evaluations.push(evaluation));
    }
}

/// The audit planned for the spring is done and reported, and the next one is planned.
fn internal_audit(s: &mut Sample, on: Date) {
    super::visits::internal(s, on);
}

fn review(s: &mut Sample, on: Date) {
    let last = s.isms.management_reviews.iter().last().map(|(id, last)| (id, ManagementReview::clone(last)));
    let (before, last) = last.expect("the sample has a review");
    let mut inputs = last.inputs.clone();
    for input in inputs.iter_mut().filter(|input| input.letter == Some(InputLetter::A)) {
        input.text = "What was decided last year is done.".into();
        input.references = vec![before.id()];
    }
    let pack = ReviewPack { inputs: inputs.clone(), attendees: last.attendees.clone() };
    let decision = Decision {
        number: 1,
        title: "Policy and scope stay as they are".into(),
        change: Some(YesNo::No),
        about: RecordId::parse("DOC-1").into_iter().collect(),
        ..Decision::default()
    };
    let evaluation = last.evaluation.clone().map(|one| Evaluation { on: Some(on), by: Some(TOP), ..one });
    let review = ManagementReview {
        title: format!("Management review {}", on.year()).into(),
        planned_on: Some(on),
        held_on: Some(on),
        inputs,
        evaluation,
        decisions: vec![decision],
        packs: vec![Approval::of(1, LEAD, on, pack)],
        ..last
    };
    add(s, on, review);
}

/// What was reached is closed, and the next year gets its objectives.
fn objectives(s: &mut Sample, on: Date) {
    for id in ids::<Objective>(s) {
        let Some(old) = s.isms.objectives.get(&id).map(|old| Objective::clone(old)) else { continue };
        if old.closed_on.is_some() || old.due.is_none_or(|due| due > days_after(on, 60)) {
            continue;
        }
        let due = Some(days_after(next_year(on), 5));
        let set_on = Some(on);
        s.edit_at(id, |objective: &mut Objective| {
            objective.outcome = Some(ObjectiveOutcome::Reached);
            objective.outcome_because = "The last two tests were within the target.".into();
            objective.closed_on = Some(on);
        });
        add(s, on, Objective { set_on, due, progress: Vec::new(), ..old });
    }
}

/// Seals what the body reads before Stage 1.
fn pack(s: &mut Sample, on: Date) {
    let item = |part: &PackPart| PackItem { part: Some(*part), ..PackItem::default() };
    let pack = Pack {
        title: "Stage 1".into(),
        gate: Some(Gate::Stage1),
        audit: Some(Ref::number(2)),
        items: PackPart::ALL.iter().map(item).collect(),
        sealed_on: Some(on),
        sealed_by: Some(LEAD),
        ..Pack::default()
    };
    add(s, on, pack);
}

fn idea_done(s: &mut Sample, on: Date) {
    s.edit(1, |idea: &mut Improvement| {
        idea.state = ImprovementState::Done;
        idea.on = Some(on);
        idea.result = "A restore is one command.".into();
    });
}

/// The action that was open is done: outgoing mail is watched, and the risk is as low as was aimed at.
fn mail_watched(s: &mut Sample, on: Date) {
    let shown = evidence(s, control("A.8.12"), on);
    s.edit_control("A.8.12", |control: &mut Control| {
        control.cadence = Some(Cadence::Monthly);
        control.state = ControlState::Implemented;
        control.implemented_on = Some(on);
    });
    s.edit(1, |action: &mut TreatmentAction| {
        action.state = ActionState::Done { on, result: "Outgoing mail is watched.".into() };
        action.evidence = vec![shown];
    });
    s.edit(2, |risk: &mut Risk| {
        risk.after.state = Some(ResidualState::Current);
    });
    s.edit(1, |review: &mut ManagementReview| {
        for decision in review.decisions.iter_mut().filter(|one| one.change == Some(YesNo::Yes)) {
            decision.done_on = Some(on);
            decision.result = "Outgoing mail is watched.".into();
        }
    });
}
