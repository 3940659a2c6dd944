//! What somebody approves, accepts, confirms or judges.

use model::records::{
    Control, DocumentStatus, EvidenceStatus, ExceptionState, Lacks, Levels, MemberRole, Membership, Method,
    Person, Scope, Soa, Treatment, TreatmentPlan,
};
use model::{Digest, Ref};
use standards::starters;

use super::{Duty, Walk, people};
use crate::dates::DateKind;
use crate::tasks::TaskKind;

/// Why a version waits.
const WRITTEN: &str = "written, and not approved as it stands";
/// What is done to a text that its draft left open.
const FILL_IN: &str = "fill in";

impl Walk<'_> {
    pub(super) fn decisions(&mut self) {
        self.documents();
        self.risks();
        self.exceptions();
        self.evidence();
        self.scope_and_method();
        self.soa();
        self.plan();
        self.shared();
    }

    fn documents(&mut self) {
        let (isms, today) = (self.isms, self.today);
        for (id, document) in isms.documents.iter().filter(|(_, one)| one.status == DocumentStatus::InReview)
        {
            let blanks = starters::blanks(&document.text);
            if !blanks.is_empty() {
                // Nobody approves what is still to be written.
                let duty = Duty::of(isms, id.id(), FILL_IN, TaskKind::Act);
                let duty = match document.authors.is_empty() {
                    true => duty.owned(isms, document.owner.as_ref()),
                    false => duty.asks(document.authors.clone()),
                };
                self.add(duty.because(format!("its text still says {}", blanks.join(", "))));
                continue;
            }
            let duty = Duty::of(isms, id.id(), "approve", TaskKind::Decide)
                .owned(isms, document.owner.as_ref())
                .not_by(document.authors.clone());
            let duty = match duty.on.is_empty() {
                true => duty.for_top(isms, today).not_by(document.authors.clone()),
                false => duty,
            };
            let since = isms.documents.find(&id).map(|entry| entry.changed.on);
            self.add(duty.since(since).because("in review; somebody other than its author approves it"));
        }
    }

    /// What is left of a risk: accepted for the first time, or again when an acceptance ends.
    fn risks(&mut self) {
        let (isms, today) = (self.isms, self.today);
        let method = isms.method.one().map(|method| method.now(today));
        for (id, risk) in isms.risks.iter().filter(|(_, risk)| risk.status.is_open()) {
            let given = risk.acceptances.iter().filter(|one| one.withdrawn_on.is_none());
            let until = given.clone().filter_map(|one| one.until).max();
            let is_accepted = given.clone().any(|one| one.until.is_none_or(|until| until >= today));
            let is_retained = matches!(risk.treatment, Treatment::Retain);
            let owned = |verb| {
                Duty::of(isms, id.id(), verb, TaskKind::Decide).owned(isms, risk.owner.as_ref()).dated(
                    until,
                    DateKind::Ending,
                    "acceptance ends",
                )
            };
            if is_retained && !is_accepted {
                let since = until.or_else(|| isms.risks.find(&id).map(|entry| entry.changed.on));
                let why = "to be retained; its owner accepts what is left";
                self.add(owned("accept").since(since).because(why));
            } else if is_accepted && risk.accepted(today).is_some() {
                let lacks = method.as_ref().and_then(|method| Levels::of(isms, method, today).lacking(risk));
                match lacks {
                    Some(Lacks::Owner(owner)) => {
                        let duty = Duty::of(isms, id.id(), "accept", TaskKind::Decide).asks(vec![owner]);
                        self.add(duty.because("above the acceptance level; its owner has not agreed yet"));
                    }
                    Some(Lacks::Authority) => {
                        let duty = Duty::of(isms, id.id(), "accept", TaskKind::Decide).for_top(isms, today);
                        let why = "above the acceptance level; whom the method names has not agreed yet";
                        self.add(duty.because(why));
                    }
                    None if until.is_some() => {
                        self.add(owned("accept again").because("its acceptance ends then"));
                    }
                    None => {}
                }
            } else if until.is_some() {
                self.add(owned("accept again").comes());
            }
        }
    }

    fn exceptions(&mut self) {
        let (isms, today) = (self.isms, self.today);
        for (id, one) in isms.exceptions.iter().filter(|(_, one)| one.state == ExceptionState::Asked) {
            let duty = Duty::of(isms, id.id(), "decide", TaskKind::Decide)
                .for_top(isms, today)
                .not_by(people(isms, one.asked_by.as_ref()));
            self.add(duty.since(one.asked_on).because("somebody asks for it"));
        }
    }

    fn evidence(&mut self) {
        let isms = self.isms;
        for (id, one) in isms.evidence.iter().filter(|(_, one)| one.status == EvidenceStatus::Submitted) {
            let controls = one.uses.iter().filter_map(|used| {
                let control: Ref<Control> = Ref::of(used.target?.key);
                isms.controls.get(&control)?.owner.as_ref()
            });
            let mut on: Vec<Ref<Person>> = controls.flat_map(|owner| people(isms, Some(owner))).collect();
            on.sort_unstable();
            on.dedup();
            let duty = Duty::of(isms, id.id(), "review", TaskKind::Evidence)
                .asks(on)
                .not_by(people(isms, one.collected_by.as_ref()));
            self.add(duty.since(one.received_on).because("came in and was not judged yet"));
        }
    }

    /// Versions that are whole and that nobody approved as they stand.
    fn scope_and_method(&mut self) {
        let (isms, today) = (self.isms, self.today);
        let approve =
            |id| Duty::of(isms, id, "approve", TaskKind::Decide).for_top(isms, today).because(WRITTEN);
        if let Some(scope) = isms.scope.one().filter(|scope| !scope.statement.is_empty()) {
            let is_approved = scope.in_force(today).is_some_and(|one| one.content == scope.content(isms));
            if !is_approved && starters::blank(&scope.statement).is_none() {
                self.add(approve(Ref::<Scope>::one().id()));
            }
        }
        if let Some(method) = isms.method.one() {
            let content = method.content();
            let is_approved = method.in_force(today).is_some_and(|one| one.content == content);
            if !is_approved && !content.levels.is_empty() && content.acceptance_level.is_some() {
                self.add(approve(Ref::<Method>::one().id()));
            }
        }
    }

    fn soa(&mut self) {
        let (isms, today) = (self.isms, self.today);
        let Some(soa) = isms.soa.one() else { return };
        let content = Soa::content(isms, today);
        let newest = model::in_force(&soa.approvals, today);
        let is_decided = content.rows.iter().all(|row| row.included.is_some());
        if is_decided && !content.rows.is_empty() && newest.is_none_or(|one| one.content != content) {
            let duty = Duty::of(isms, Ref::<Soa>::one().id(), "approve", TaskKind::Decide);
            self.add(duty.for_top(isms, today).because(WRITTEN));
        }
    }

    /// The treatment plan, which each owner of risks approves for the own ones.
    fn plan(&mut self) {
        let (isms, today) = (self.isms, self.today);
        let Some(plan) = isms.treatment_plan.one() else { return };
        let mut owners: Vec<Ref<Person>> = TreatmentPlan::owned(isms).map(|(_, owner)| owner).collect();
        owners.sort_unstable();
        owners.dedup();
        let mut contents = TreatmentPlan::contents(isms);
        owners.retain(|owner| {
            let own: Vec<_> = plan.approvals.iter().filter(|one| one.by == *owner).cloned().collect();
            let digest = Digest::of_content(&contents.remove(owner).unwrap_or_default());
            model::in_force(&own, today).is_none_or(|newest| newest.digest != digest)
        });
        if !owners.is_empty() {
            let duty = Duty::of(isms, Ref::<TreatmentPlan>::one().id(), "approve", TaskKind::Decide);
            self.add(duty.asks(owners).because("actions for their risks are not approved as they stand"));
        }
    }

    /// What two persons decide together, and what every keeper knows: who runs the machine and was let in.
    fn shared(&mut self) {
        let (isms, today) = (self.isms, self.today);
        let members = |is_meant: &dyn Fn(&Membership) -> bool| -> Vec<Ref<Person>> {
            let meant = isms.memberships.iter().filter(|(_, one)| one.is_in_force(today) && is_meant(one));
            meant.filter_map(|(_, one)| one.person).collect()
        };
        let leads = |one: &Membership| {
            one.roles.iter().any(|role| matches!(role, MemberRole::TopManagement | MemberRole::IsmsManager))
        };
        for (id, change) in isms.joint_changes.iter().filter(|(_, one)| one.is_open(today)) {
            let duty = Duty::of(isms, id.id(), "confirm", TaskKind::Act)
                .asks(members(&leads))
                .not_by(change.proposed_by.into_iter().collect())
                .since(change.proposed_on)
                .dated(change.last_day(), DateKind::Due, "to be confirmed");
            self.add(duty.because("two persons decide it together"));
        }
        for (id, one) in isms.memberships.iter().filter(|(_, one)| one.is_let_in() && one.is_in_force(today))
        {
            let duty = Duty::of(isms, id.id(), "know who was let in", TaskKind::Read)
                .asks(members(&Membership::is_keeper))
                .since(one.since);
            self.add(duty.because("somebody who runs the machine was let in"));
        }
    }
}

#[cfg(test)]
mod tests {
    use model::records::Risk;

    use super::*;
    use crate::sample::good;
    use crate::tasks::tasks;

    #[test]
    fn an_acceptance_that_ended_waits_since_its_last_day_and_stands_there_in_the_calendar() {
        let mut sample = good();
        let (ended, today) = (sample.days_ago(3), sample.today);
        sample.edit::<Risk>(1, |risk| {
            risk.treatment = Treatment::Retain;
            let mut one = risk.acceptances.first().cloned().unwrap_or_default();
            (one.until, one.withdrawn_on) = (Some(ended), None);
            risk.acceptances = vec![one];
        });
        let all = tasks(&sample.isms, today, &[]);
        let task = all.iter().find(|one| one.record.to_string() == "R-1" && one.verb == "accept");
        let task = task.expect("it waits");
        assert_eq!((task.due, task.is_late(today)), (Some(ended), true));
    }
}
