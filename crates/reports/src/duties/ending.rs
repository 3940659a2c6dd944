//! What comes by its day and falls to nobody: what ends by itself, what begins to bind, the dates of a certificate.

use model::records::ExceptionState;
use model::{Date, RecordId, is_over};

use super::{Duty, Walk};
use crate::certification_calendar::{DateState, calendar};
use crate::dates::DateKind;
use crate::tasks::TaskKind;

impl Walk<'_> {
    pub(super) fn endings(&mut self) {
        let (isms, today) = (self.isms, self.today);
        for (id, one) in isms.agreements.iter() {
            self.ends(id.id(), one.expires_on, "agreement ends");
        }
        for (id, one) in isms.exceptions.iter().filter(|(_, one)| one.state == ExceptionState::Approved) {
            self.ends(id.id(), one.until, "exception ends");
        }
        for (id, one) in isms.people.iter().filter(|(_, one)| one.is_active(today)) {
            let first =
                one.competences.iter().filter_map(|one| one.valid_until).filter(|until| *until >= today);
            let duty = Duty::of(isms, id.id(), "renew", TaskKind::Act).asks(vec![id]).dated(
                first.min(),
                DateKind::Ending,
                "proof of competence ends",
            );
            self.add(duty.comes());
        }
        for (id, one) in isms.obligations.iter().filter(|(_, one)| one.ended_on.is_none()) {
            let duty = Duty::of(isms, id.id(), "meet", TaskKind::Act)
                .dated(one.due, DateKind::Due, "binding from")
                .comes();
            self.add(if one.by.is_empty() { duty } else { duty.done(one.due) });
        }
        for one in calendar(isms, today) {
            let duty = Duty::of(isms, one.record, "keep", TaskKind::Audit)
                .dated(Some(one.on), DateKind::Certificate, "certificate")
                .comes();
            let done = match one.state {
                DateState::Done(on) => Some(on),
                DateState::Ahead | DateState::Over => None,
            };
            self.add(Duty { title: one.what, ..duty.done(done) });
        }
    }

    /// Adds what ends; that it ended is no fault where the record is over.
    fn ends(&mut self, id: RecordId, on: Option<Date>, word: &'static str) {
        let (isms, today) = (self.isms, self.today);
        let is_ended = on.is_some_and(|on| on < today);
        if is_ended && isms.find(id).is_some_and(|record| is_over(record, today)) {
            return;
        }
        self.add(Duty::of(isms, id, "renew", TaskKind::Act).dated(on, DateKind::Ending, word).comes());
    }
}
