//! Dates: what happens, ends or is due on which day, from all registers.

use model::records::{ActionState, AuditState, ExceptionState, Person, ReviewState, RunStanding};
use model::{Date, Isms, PartId, RecordId, Ref, is_over};

use crate::certification_calendar::{DateState, calendar};
use crate::tasks::people;

/// Something on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// The day.
    pub on: Date,
    /// What happens: `run`, `due`, `review`. With the record it names the date, wherever it moves.
    pub what: &'static str,
    /// What it is called.
    pub title: String,
    /// The record.
    pub record: RecordId,
    /// The part of the record, where it is the part's date.
    pub part: Option<u32>,
    /// What sort of date it is.
    pub kind: DateKind,
    /// How it stands.
    pub standing: DateStanding,
    /// Whose it is.
    pub on_whom: Vec<Ref<Person>>,
}

/// A sort of date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateKind {
    /// A control is carried out.
    Run,
    /// Work has to be done.
    Due,
    /// Something is looked at again.
    Review,
    /// An audit.
    Audit,
    /// What the certificate asks for.
    Certificate,
    /// Something ends by itself.
    Ending,
}

impl DateKind {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Run, Self::Due, Self::Review, Self::Audit, Self::Certificate, Self::Ending];

    /// Returns its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Due => "due",
            Self::Review => "review",
            Self::Audit => "audit",
            Self::Certificate => "certificate",
            Self::Ending => "ending",
        }
    }

    /// Returns what it means.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Run => "Control runs",
            Self::Due => "Work due",
            Self::Review => "Reviews",
            Self::Audit => "Audits",
            Self::Certificate => "Certificate",
            Self::Ending => "What ends",
        }
    }
}

/// How a date stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateStanding {
    /// It was kept.
    Done,
    /// It is to come.
    Ahead,
    /// It is over, and nothing says that it was kept.
    Late,
}

impl DateStanding {
    /// Returns its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Ahead => "ahead",
            Self::Late => "late",
        }
    }
}

/// Returns the dates from one day to another, both among them, by day.
#[must_use]
pub fn dates(isms: &Isms, today: Date, from: Date, to: Date) -> Vec<Dated> {
    let mut all = Found { isms, today, dates: Vec::new() };
    all.runs();
    all.work();
    all.parts();
    all.reviews();
    all.audits();
    all.endings();
    let mut dates = all.dates;
    dates.extend(crate::hand_made::dated(isms, today));
    dates.retain(|one| from <= one.on && one.on <= to);
    dates.sort_by(|one, other| {
        (one.on, one.kind, one.record, one.part).cmp(&(other.on, other.kind, other.record, other.part))
    });
    dates
}

struct Found<'a> {
    isms: &'a Isms,
    today: Date,
    dates: Vec<Dated>,
}

impl Found<'_> {
    /// Returns how a day stands that was kept or not.
    fn standing(&self, on: Date, done: Option<Date>) -> DateStanding {
        match done {
            Some(_) => DateStanding::Done,
            None if on < self.today => DateStanding::Late,
            None => DateStanding::Ahead,
        }
    }

    fn add(
        &mut self,
        on: Option<Date>,
        what: &'static str,
        kind: DateKind,
        id: RecordId,
        whose: Vec<Ref<Person>>,
        done: Option<Date>,
    ) {
        let Some(on) = on else { return };
        let (title, standing) = (self.isms.name_of(id), self.standing(on, done));
        self.dates.push(Dated { on, what, title, record: id, part: None, kind, standing, on_whom: whose });
    }

    fn runs(&mut self) {
        let isms = self.isms;
        for (id, run) in isms.control_runs.iter() {
            let Some(standing) = run.standing(self.today, 0) else { continue };
            let control = run.control.and_then(|control| isms.controls.get(&control));
            let whose = people(isms, control.and_then(|control| control.owner.as_ref()));
            let done = match standing {
                RunStanding::Done | RunStanding::Late => run.done_on,
                RunStanding::Due | RunStanding::Missed => None,
            };
            self.add(run.due.or(run.done_on), "run", DateKind::Run, id.id(), whose, done);
        }
    }

    fn work(&mut self) {
        let isms = self.isms;
        for (id, action) in isms.treatment_actions.iter() {
            if let ActionState::Dropped { .. } = action.state {
                continue;
            }
            let whose = people(isms, action.owner.as_ref());
            self.add(action.due, "due", DateKind::Due, id.id(), whose, action.state.done_on());
        }
        for (id, one) in isms.requests.iter().filter(|(_, one)| one.withdrawn_because.is_empty()) {
            let whose = people(isms, one.owner.as_ref());
            self.add(one.due, "answer due", DateKind::Due, id.id(), whose, one.answered_on);
        }
        for (id, one) in isms.findings.iter().filter(|(_, one)| one.superseded_by.is_none()) {
            let done = one.answered_on.or(one.closed_on);
            self.add(one.answer_due, "answer due", DateKind::Due, id.id(), Vec::new(), done);
        }
        for (id, one) in isms.vulnerabilities.iter().filter(|(_, one)| one.exception.is_none()) {
            self.add(
                one.due,
                "fix due",
                DateKind::Due,
                id.id(),
                people(isms, one.owner.as_ref()),
                one.fixed_on,
            );
        }
        for (id, one) in isms.objectives.iter() {
            self.add(
                one.due,
                "objective due",
                DateKind::Due,
                id.id(),
                people(isms, one.owner.as_ref()),
                one.closed_on,
            );
        }
        for (id, one) in isms.obligations.iter().filter(|(_, one)| one.ended_on.is_none()) {
            let met = (!one.by.is_empty()).then_some(one.due).flatten();
            self.add(one.due, "binding from", DateKind::Due, id.id(), Vec::new(), met);
        }
    }

    /// Dates of parts: corrective actions, decisions of reviews.
    fn parts(&mut self) {
        let isms = self.isms;
        let mut parts = Vec::new();
        for (id, one) in isms.nonconformities.iter() {
            self.add(
                one.effect_due,
                "effect check",
                DateKind::Review,
                id.id(),
                people(isms, one.owner.as_ref()),
                one.effect_checked_on.or(one.closed_on),
            );
            for action in one.actions.iter().filter(|action| action.dropped_because.is_empty()) {
                let title = format!("{} {}", PartId::CorrectiveAction(id, action.number), action.title);
                parts.push((
                    id.id(),
                    action.number,
                    title,
                    action.owner.as_ref(),
                    action.due,
                    action.done_on,
                ));
            }
        }
        for (id, one) in isms.management_reviews.iter() {
            for decision in &one.decisions {
                let title = format!("{} {}", PartId::Decision(id, decision.number), decision.title);
                parts.push((
                    id.id(),
                    decision.number,
                    title,
                    decision.owner.as_ref(),
                    decision.due,
                    decision.done_on,
                ));
            }
        }
        for (record, part, title, owner, due, done) in parts {
            let Some(on) = due else { continue };
            let standing = self.standing(on, done);
            let on_whom = people(isms, owner);
            let part = Some(part);
            self.dates.push(Dated {
                on,
                what: "due",
                title,
                record,
                part,
                kind: DateKind::Due,
                standing,
                on_whom,
            });
        }
    }

    fn reviews(&mut self) {
        let (isms, today) = (self.isms, self.today);
        for (id, one) in isms.documents.iter().filter(|(_, one)| one.in_force(today).is_some()) {
            self.add(
                one.next_review,
                "review",
                DateKind::Review,
                id.id(),
                people(isms, one.owner.as_ref()),
                None,
            );
        }
        for (id, one) in isms.management_reviews.iter().filter(|(_, one)| one.state != ReviewState::Cancelled)
        {
            let on = one.held_on.or(one.planned_on);
            self.add(
                on,
                "management review",
                DateKind::Review,
                id.id(),
                people(isms, one.chair.as_ref()),
                one.held_on,
            );
        }
        for (id, one) in isms.controls.iter() {
            self.add(
                one.review_on,
                "decision review",
                DateKind::Review,
                id.id(),
                people(isms, one.owner.as_ref()),
                None,
            );
        }
        for (id, one) in isms.trainings.iter() {
            let on = one.done_on.or(one.planned_on);
            self.add(
                on,
                "training",
                DateKind::Review,
                id.id(),
                people(isms, one.given_by.as_ref()),
                one.done_on,
            );
        }
    }

    fn audits(&mut self) {
        let isms = self.isms;
        for (id, one) in isms.audits.iter().filter(|(_, one)| one.state != AuditState::Cancelled) {
            let on = one.done_on.or(one.started_on).or(one.planned_on);
            let done = one.done_on.or(one.started_on);
            self.add(on, "audit", DateKind::Audit, id.id(), one.auditors.clone(), done);
        }
        for one in calendar(isms, self.today) {
            let standing = match one.state {
                DateState::Done(_) => DateStanding::Done,
                DateState::Ahead => DateStanding::Ahead,
                DateState::Over => DateStanding::Late,
            };
            self.dates.push(Dated {
                on: one.on,
                what: "certificate",
                title: one.what,
                record: one.record,
                part: None,
                kind: DateKind::Certificate,
                standing,
                on_whom: Vec::new(),
            });
        }
    }

    /// What ends by itself; that it ended is no fault where the record is over.
    fn endings(&mut self) {
        let (isms, today) = (self.isms, self.today);
        for (id, one) in isms.risks.iter().filter(|(_, one)| one.status.is_open()) {
            let until = one
                .acceptances
                .iter()
                .filter(|one| one.withdrawn_on.is_none())
                .filter_map(|one| one.until)
                .max();
            self.add(
                until,
                "acceptance ends",
                DateKind::Ending,
                id.id(),
                people(isms, one.owner.as_ref()),
                None,
            );
        }
        for (id, one) in isms.agreements.iter() {
            self.add(one.expires_on, "agreement ends", DateKind::Ending, id.id(), Vec::new(), None);
        }
        for (id, one) in isms.exceptions.iter().filter(|(_, one)| one.state == ExceptionState::Approved) {
            self.add(one.until, "exception ends", DateKind::Ending, id.id(), Vec::new(), None);
        }
        for (id, one) in isms.people.iter().filter(|(_, one)| one.is_active(today)) {
            let first =
                one.competences.iter().filter_map(|one| one.valid_until).filter(|until| *until >= today);
            self.add(first.min(), "proof of competence ends", DateKind::Ending, id.id(), vec![id], None);
        }
        self.dates.retain(|one| {
            let is_ended = one.kind == DateKind::Ending && one.standing == DateStanding::Late;
            !(is_ended && isms.find(one.record).is_some_and(|record| is_over(record, self.today)))
        });
    }
}

#[cfg(test)]
mod tests {
    use model::Span;
    use model::records::{Document, TreatmentAction};

    use super::*;
    use crate::sample::good;

    #[test]
    fn a_date_stands_on_its_day_and_is_late_only_while_nothing_was_done() {
        let mut sample = good();
        let due = sample.days_ago(2);
        let of = |sample: &model::sample::Sample| {
            let all = dates(&sample.isms, sample.today, due, due);
            all.into_iter().find(|one| one.record.to_string() == "TRT-1").map(|one| (one.what, one.standing))
        };
        sample.edit::<TreatmentAction>(1, |action| {
            action.due = Some(due);
            action.state = ActionState::Doing;
        });
        assert_eq!(of(&sample), Some(("due", DateStanding::Late)));
        sample.edit::<TreatmentAction>(1, |action| {
            action.state = ActionState::Done { on: due, result: "it works".into() };
        });
        assert_eq!(of(&sample), Some(("due", DateStanding::Done)));
        sample.edit::<TreatmentAction>(1, |action| {
            action.state = ActionState::Dropped { because: "not needed".into() };
        });
        assert_eq!(of(&sample), None);
    }

    #[test]
    fn only_the_days_that_were_asked_for_are_told_in_their_order() {
        let mut sample = good();
        let today = sample.today;
        let on = |days: i64| today.saturating_add(Span::new().days(days));
        sample.edit::<Document>(1, |document| document.next_review = Some(on(40)));
        let within = dates(&sample.isms, today, today, on(30));
        assert!(within.iter().all(|one| today <= one.on && one.on <= on(30)));
        assert!(within.is_sorted_by_key(|one| one.on));
        let later = dates(&sample.isms, today, on(40), on(40));
        assert!(
            later.iter().any(|one| one.record.to_string() == "DOC-1" && one.what == "review"),
            "{later:?}"
        );
    }
}
