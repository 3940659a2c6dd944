//! Work: what somebody does, answers, runs or reads by a day.

use model::records::{ActionState, ControlState, FindingState, RunStanding};
use model::{PartId, Reading, RecordKind};

use super::{Duty, Walk, people};
use crate::dates::DateKind;
use crate::tasks::TaskKind;

impl Walk<'_> {
    pub(super) fn work(&mut self) {
        self.actions();
        self.runs();
        self.measures();
        self.weaknesses();
        self.objectives();
        self.parts();
        self.answers();
        self.readings();
    }

    fn actions(&mut self) {
        let isms = self.isms;
        for (id, action) in isms.treatment_actions.iter() {
            if let ActionState::Dropped { .. } = action.state {
                continue;
            }
            let why = match (action.blocked_by.is_empty(), action.risk) {
                (false, _) => format!("held up: {}", action.blocked_by),
                (true, Some(risk)) => format!("lowers {risk} {}", isms.name_of(risk.id())),
                (true, None) => "treatment action".to_owned(),
            };
            let duty = Duty::of(isms, id.id(), "do", TaskKind::Act)
                .owned(isms, action.owner.as_ref())
                .dated(action.due, DateKind::Due, "due")
                .done(action.state.done_on());
            self.add(duty.because(why));
            if let ActionState::Done { .. } = action.state {
                let risk = action.risk.and_then(|risk| isms.risks.get(&risk));
                let duty = Duty::of(isms, id.id(), "verify", TaskKind::Review)
                    .owned(isms, risk.and_then(|risk| risk.owner.as_ref()))
                    .not_by(people(isms, action.owner.as_ref()));
                self.add(duty.because("done; somebody else looks whether it works"));
            }
        }
    }

    fn runs(&mut self) {
        let (isms, today) = (self.isms, self.today);
        for (id, run) in isms.control_runs.iter() {
            let Some(standing) = run.standing(today, 0) else { continue };
            let control = run.control.and_then(|control| isms.controls.get(&control));
            let done = match standing {
                RunStanding::Done | RunStanding::Late => run.done_on,
                RunStanding::Due | RunStanding::Missed => None,
            };
            // Nobody runs a control that is used no more.
            if done.is_none() && control.is_some_and(|control| control.state == ControlState::Retired) {
                continue;
            }
            let why = run.control.map(|control| format!("{control} {}", isms.name_of(control.id())));
            let duty = Duty::of(isms, id.id(), "record the run", TaskKind::Run)
                .owned(isms, control.and_then(|control| control.owner.as_ref()))
                .dated(run.due.or(run.done_on), DateKind::Run, "run")
                .done(done)
                .because(why.unwrap_or_else(|| RecordKind::ControlRun.kind().singular.to_owned()));
            let operators: Vec<_> =
                control.map(|control| control.operators.as_slice()).unwrap_or_default().to_vec();
            self.add(match operators.as_slice() {
                [] => duty,
                [only] => duty.owned(isms, Some(only)),
                several => {
                    let on = several.iter().flat_map(|one| people(isms, Some(one))).collect();
                    Duty { meant: None, ..duty.asks(on) }
                }
            });
        }
    }

    /// The next reading of each measure; it is late when the rules say that nobody measures.
    fn measures(&mut self) {
        let (isms, today) = (self.isms, self.today);
        for (id, measure) in isms.measures.iter() {
            if let Some(due) = measure.next_reading(today) {
                let duty = Duty::of(isms, id.id(), "record the reading", TaskKind::Run)
                    .owned(isms, measure.measured_by.as_ref())
                    .since((due <= today).then_some(due))
                    .dated(measure.last_day(today), DateKind::Run, "reading");
                self.add(duty.because("measured again and again"));
            }
        }
    }

    fn weaknesses(&mut self) {
        let isms = self.isms;
        for (id, one) in isms.vulnerabilities.iter().filter(|(_, one)| one.exception.is_none()) {
            let duty = Duty::of(isms, id.id(), "fix", TaskKind::Act)
                .owned(isms, one.owner.as_ref())
                .since(one.found_on)
                .dated(one.due, DateKind::Due, "fix due")
                .done(one.fixed_on);
            self.add(duty.because(RecordKind::Vulnerability.kind().singular));
        }
    }

    fn objectives(&mut self) {
        let isms = self.isms;
        for (id, one) in isms.objectives.iter().filter(|(_, one)| one.due.is_some()) {
            let done = one.closed_on.or_else(|| one.outcome.and(one.due));
            let duty = Duty::of(isms, id.id(), "reach", TaskKind::Act)
                .owned(isms, one.owner.as_ref())
                .dated(one.due, DateKind::Due, "objective due")
                .done(done);
            self.add(duty.because("objective"));
        }
    }

    /// Parts of records: corrective actions, decisions of reviews.
    fn parts(&mut self) {
        let isms = self.isms;
        for (id, one) in isms.nonconformities.iter() {
            for action in one.actions.iter().filter(|action| action.dropped_because.is_empty()) {
                let title = format!("{} {}", PartId::CorrectiveAction(id, action.number), action.title);
                let duty = Duty::of(isms, id.id(), "do", TaskKind::Act)
                    .owned(isms, action.owner.as_ref())
                    .dated(action.due, DateKind::Due, "due")
                    .done(action.done_on.or(one.closed_on))
                    .because(RecordKind::Nonconformity.kind().singular);
                self.add(Duty { title, part: Some(action.number), ..duty });
            }
        }
        for (id, review) in isms.management_reviews.iter() {
            let asked = |one: &&model::records::Decision| one.owner.is_some() || one.due.is_some();
            for decision in review.decisions.iter().filter(asked) {
                let title = format!("{} {}", PartId::Decision(id, decision.number), decision.title);
                let duty = Duty::of(isms, id.id(), "do", TaskKind::Act)
                    .owned(isms, decision.owner.as_ref())
                    .since(review.held_on)
                    .dated(decision.due, DateKind::Due, "due")
                    .done(decision.done_on)
                    .because(RecordKind::ManagementReview.kind().singular);
                self.add(Duty { title, part: Some(decision.number), ..duty });
            }
        }
    }

    /// What an auditor or a body asked.
    fn answers(&mut self) {
        let isms = self.isms;
        for (id, one) in isms.requests.iter().filter(|(_, one)| one.withdrawn_because.is_empty()) {
            let done =
                if one.state.is_open() { None } else { one.answered_on.or(one.accepted_on).or(one.due) };
            let duty = Duty::of(isms, id.id(), "answer", TaskKind::Answer)
                .owned(isms, one.owner.as_ref())
                .since(one.asked_on)
                .dated(one.due, DateKind::Due, "answer due")
                .done(done);
            self.add(duty.because(RecordKind::Request.kind().singular));
        }
        for (id, one) in isms.findings.iter().filter(|(_, one)| one.superseded_by.is_none()) {
            let control = one.control.and_then(|control| isms.controls.get(&control));
            let duty = Duty::of(isms, id.id(), "answer", TaskKind::Answer)
                .owned(isms, control.and_then(|control| control.owner.as_ref()))
                .since(one.raised_on)
                .dated(one.answer_due, DateKind::Due, "answer due")
                .because(RecordKind::Finding.kind().singular);
            let is_open = one.state == FindingState::Open && one.nonconformity.is_none();
            self.add(if is_open { duty } else { duty.done(Some(self.today)) });
        }
    }

    /// Documents that somebody has to read and has not.
    fn readings(&mut self) {
        let (isms, today) = (self.isms, self.today);
        for (id, document) in isms.documents.iter() {
            let Some(reading) = Reading::of(isms, id, document, today) else { continue };
            for person in reading.missing() {
                let duty = Duty::of(isms, id.id(), "read", TaskKind::Read)
                    .asks(vec![person])
                    .because("to be read and confirmed");
                self.add(Duty { day: reading.due, since: Some(reading.since), ..duty });
            }
        }
    }
}
