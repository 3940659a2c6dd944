//! Answer the five questions: the answers become records, and drafts that fit them wait until a person takes them.

use model::records::*;
use model::{Change, Date, Isms, Line, Prose, Record, RecordKind, Ref, Stamp, YesNo};
use standards::{schedule, starters};

use crate::answers::{Told, plain};
use crate::drafts;
use crate::{Answers, AnswersProblem, Decided, Operation};

/// Answer the five questions, or answer them again.
///
/// One commit holds both: the answers as records that count (organisation, plan, sites, systems, suppliers, parties and what they ask),
/// and drafts that are only proposed, of the origin [`starters::ORIGIN`]. A draft of a record that there is once (scope, method, context) lies *on
/// top of* the blank one: until somebody takes it the blank one goes on counting, so no count, rule, export or approval sees the draft;
/// refusing it puts the blank record back. Answering again adds what is new: a field that is filled, a name that is there and a draft
/// that was taken, changed or refused stay as they are; drafts that still wait are written anew where the answers changed them. Answers that
/// bring nothing new leave the dates of the plan as they are too.
#[derive(Debug, Clone)]
pub struct AnswerQuestions {
    /// The answers.
    pub answers: Answers,
    /// Whether drafts are proposed with them.
    pub drafts: Drafts,
}

/// Whether drafts come with the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Drafts {
    /// Those that fit are proposed.
    #[default]
    Propose,
    /// None.
    LeaveOut,
}

impl Operation for AnswerQuestions {
    const NAME: &'static str = "answer the five questions";
    const INTENT: &'static str = "organisation.answer";
    type Refusal = AnswersProblem;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let told = self.answers.read(isms, today)?;
        let mut desk = Desk { state: isms.clone(), changes: Vec::new(), today };
        desk.profile(&told);
        desk.lists(&told);
        // Dates that were worked out follow the answers; without a new one nobody asked for other dates.
        if !desk.changes.is_empty() || isms.plan.one().is_some_and(|plan| plan.phases.is_empty()) {
            desk.way();
        }
        match self.drafts {
            Drafts::Propose => drafts::propose(isms, &mut desk),
            Drafts::LeaveOut => {}
        }
        Ok(crate::last_of_each(desk.changes))
    }
}

/// The state as the changes so far leave it.
pub(crate) struct Desk {
    pub state: Isms,
    changes: Vec<Change>,
    today: Date,
}

impl Desk {
    /// Writes a change, unless nothing would be another.
    pub fn put(&mut self, change: Change) {
        let same = change.id().is_some_and(|id| self.state.present(id).as_ref() == Some(&change));
        if !same {
            self.state.apply(&change, Stamp { on: self.today, ..Stamp::default() });
            self.changes.push(change);
        }
    }

    /// Adds a record that counts, unless one of that kind has the name already; returns its id.
    fn add<R: Record>(&mut self, record: R) -> Ref<R> {
        let name = plain(record.title());
        let found = R::table(&self.state).everything().find(|(_, other)| plain(other.title()) == name);
        if let Some((id, entry)) = found {
            if entry.stored.about.proposed.is_some() {
                // Somebody gave the name of what waits as a draft: with that it is taken.
                let taken = self
                    .state
                    .present(id.id())
                    .map(|change| change.with_about(|about| about.proposed = None));
                taken.into_iter().for_each(|change| self.put(change));
            }
            return id;
        }
        let id = R::table(&self.state).next();
        self.put(self.state.put(id, record));
        id
    }

    /// Writes what the answers say of the organisation and its plan, where nothing is said yet.
    fn profile(&mut self, told: &Told) {
        if let Some(found) = self.state.organisation.one() {
            let mut organisation = Organisation::clone(found);
            fill(&mut organisation.sells, &told.sells);
            fill(&mut organisation.why_now, &told.why_now);
            if organisation.body.is_empty() {
                organisation.body = told.body.clone();
            }
            organisation.people_count = organisation.people_count.or(told.people);
            organisation.remote = organisation.remote.or(told.remote);
            organisation.writes_software = organisation.writes_software.or(told.writes_software);
            self.put(self.state.put(Ref::one(), organisation));
        }
        if let Some(found) = self.state.plan.one() {
            let mut plan = Plan::clone(found);
            plan.wanted_on = plan.wanted_on.or(told.wanted_on);
            self.put(self.state.put(Ref::one(), plan));
        }
    }

    /// Works out the phases of the plan from all that was answered; dates that a person gave stay.
    fn way(&mut self) {
        if let Some(found) = self.state.plan.one() {
            let plan = schedule::planned(found, &schedule::facts_of(&self.state, self.today));
            self.put(self.state.put(Ref::one(), plan));
        }
    }

    /// Adds what the answers list.
    fn lists(&mut self, told: &Told) {
        for title in told.sites.iter().cloned() {
            self.add(Site { title, ..Site::default() });
        }
        for title in told.runs_on.iter().cloned() {
            self.add(Asset { title, kind: Some(AssetKind::System), ..Asset::default() });
        }
        for title in told.suppliers.iter().cloned() {
            self.add(Supplier { title, criticality: Some(Criticality::High), ..Supplier::default() });
        }
        for name in &told.asked_by {
            let party =
                self.add(Party { title: name.clone(), relevant: Some(YesNo::Yes), ..Party::default() });
            self.add(Obligation {
                title: Line::new(&format!("A certificate to ISO/IEC 27001 for {name}")),
                party: Some(party),
                kind: Some(ObligationKind::Expectation),
                ..Obligation::default()
            });
        }
        for title in told.contracts.iter().cloned() {
            self.add(Obligation { title, kind: Some(ObligationKind::Contract), ..Obligation::default() });
        }
        for title in told.laws.iter().cloned() {
            let agreed = starters::law(&title).is_some_and(|law| law.kind == "framework");
            let kind = if agreed { ObligationKind::Framework } else { ObligationKind::Law };
            self.add(Obligation { title, kind: Some(kind), ..Obligation::default() });
        }
    }
}

fn fill(field: &mut Prose, told: &Prose) {
    if field.is_empty() {
        *field = told.clone();
    }
}

/// Returns a single kind's draft that may still be proposed: nobody wrote it yet, or only a draft lies on it.
pub(crate) fn is_free(isms: &Isms, kind: RecordKind) -> bool {
    let id = isms.next(kind);
    let waits = isms.find(id).is_some_and(|record| starters::is_waiting(record.about()));
    waits || isms.revision(id) == 1
}

#[cfg(test)]
mod tests;
