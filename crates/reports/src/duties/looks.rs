//! What is looked at again by a day: reviews, effects, trainings, audits.

use model::records::{AuditState, ReviewState};

use super::{Duty, Walk};
use crate::dates::DateKind;
use crate::tasks::TaskKind;

impl Walk<'_> {
    pub(super) fn looks(&mut self) {
        self.reviews();
        self.effects();
        self.trainings();
        self.audits();
    }

    fn reviews(&mut self) {
        let (isms, today) = (self.isms, self.today);
        for (id, one) in isms.documents.iter().filter(|(_, one)| one.in_force(today).is_some()) {
            if one.next_review.is_some() {
                let duty = Duty::of(isms, id.id(), "review", TaskKind::Review)
                    .owned(isms, one.owner.as_ref())
                    .dated(one.next_review, DateKind::Review, "review");
                self.add(duty.because("its next review"));
            }
        }
        for (id, one) in isms.controls.iter().filter(|(_, one)| one.review_on.is_some()) {
            let duty = Duty::of(isms, id.id(), "review", TaskKind::Review)
                .owned(isms, one.owner.as_ref())
                .dated(one.review_on, DateKind::Review, "decision review");
            self.add(duty.because("whether it is included is looked at again"));
        }
        for (id, one) in isms.management_reviews.iter().filter(|(_, one)| one.state != ReviewState::Cancelled)
        {
            let day = one.held_on.or(one.planned_on);
            let duty = Duty::of(isms, id.id(), "hold", TaskKind::Review)
                .owned(isms, one.chair.as_ref())
                .dated(day, DateKind::Review, "management review")
                .because("management review");
            let is_planned = one.state == ReviewState::Planned;
            match (is_planned, day) {
                (true, None) => {}
                (true, Some(_)) => self.add(duty),
                (false, _) => self.add(duty.done(day)),
            }
        }
    }

    fn effects(&mut self) {
        let isms = self.isms;
        for (id, one) in isms.nonconformities.iter().filter(|(_, one)| one.effect_due.is_some()) {
            let duty = Duty::of(isms, id.id(), "check the effect", TaskKind::Review)
                .owned(isms, one.owner.as_ref())
                .dated(one.effect_due, DateKind::Review, "effect check")
                .done(one.effect_checked_on.or(one.closed_on));
            self.add(duty.because("do the actions work?"));
        }
    }

    fn trainings(&mut self) {
        let isms = self.isms;
        for (id, one) in isms.trainings.iter() {
            let day = one.done_on.or(one.planned_on);
            if day.is_some() {
                let duty = Duty::of(isms, id.id(), "give", TaskKind::Act)
                    .owned(isms, one.given_by.as_ref())
                    .dated(day, DateKind::Review, "training")
                    .done(one.done_on);
                self.add(duty.because("training"));
            }
        }
    }

    fn audits(&mut self) {
        let isms = self.isms;
        for (id, one) in isms.audits.iter().filter(|(_, one)| one.state != AuditState::Cancelled) {
            let day = one.done_on.or(one.started_on).or(one.planned_on);
            let duty = || {
                Duty::of(isms, id.id(), "audit", TaskKind::Audit)
                    .asks(one.auditors.clone())
                    .because("internal audit")
            };
            let dated = duty().dated(day, DateKind::Audit, "audit");
            match (one.is_internal(), one.state) {
                (_, AuditState::Running) => {
                    self.add(dated.done(day));
                    if one.is_internal() {
                        self.add(duty().since(one.started_on));
                    }
                }
                (true, AuditState::Planned) => self.add(dated),
                // Of an audit of the body nobody here does the work.
                (false, AuditState::Planned) => self.add(dated.comes()),
                (
                    _,
                    AuditState::Done | AuditState::Concluded | AuditState::Reported | AuditState::Cancelled,
                ) => {
                    self.add(dated.done(day));
                }
            }
        }
    }
}
