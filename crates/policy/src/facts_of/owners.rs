//! Who answers for a record, and who audits it.

use model::records::*;
use model::{ANSWERING, Isms, Owner, RecordId, RecordKind, Ref};

use super::Ground;
use crate::facts::People;

/// Kinds of records that belong to the system that they name.
const OF_SYSTEM: &[RecordKind] = &[
    RecordKind::AccessReview,
    RecordKind::Vulnerability,
    RecordKind::RecoveryTest,
    RecordKind::Account,
    RecordKind::ProductionChange,
    RecordKind::CryptoKey,
];

impl Ground<'_> {
    /// Returns who answers for a record.
    pub(super) fn owners(&self, id: RecordId) -> People {
        let isms = self.home(id);
        let mut people = answering(isms, id);
        if id.kind == RecordKind::TreatmentAction {
            let action = isms.treatment_actions.find(&Ref::of(id.key));
            people.extend(
                action.and_then(|action| action.risk).into_iter().flat_map(|risk| answering(isms, risk.id())),
            );
        } else if id.kind == RecordKind::Control {
            people.extend(of_control(isms, Ref::of(id.key)));
        } else if id.kind == RecordKind::ControlRun {
            let control = isms.control_runs.find(&Ref::of(id.key)).and_then(|run| run.control);
            people.extend(control.into_iter().flat_map(|control| of_control(isms, control)));
        } else if id.kind == RecordKind::Finding {
            if let Some(finding) = isms.findings.find(&Ref::of(id.key)) {
                people.extend(finding.control.into_iter().flat_map(|control| of_control(isms, control)));
                people.extend(finding.about.iter().flat_map(|about| answering(isms, *about)));
                people.extend(finding.nonconformity.into_iter().flat_map(|one| answering(isms, one.id())));
            }
        } else if id.kind == RecordKind::Nonconformity {
            people.extend(of_nonconformity(isms, Ref::of(id.key)));
        } else if id.kind == RecordKind::ManagementReview {
            let review = isms.management_reviews.find(&Ref::of(id.key));
            let owners = review
                .into_iter()
                .flat_map(|review| review.decisions.iter().filter_map(|one| one.owner.as_ref()));
            people.extend(owners.filter_map(|owner| owner.person(isms)));
        } else if OF_SYSTEM.contains(&id.kind) {
            let mut systems = Vec::new();
            if let Some(record) = isms.find(id) {
                record.references(&mut |target| {
                    systems.extend((target.kind == RecordKind::Asset).then_some(target))
                });
            }
            people.extend(systems.into_iter().flat_map(|system| answering(isms, system)));
        }
        people
    }

    /// Returns who audits: the team of the audit or engagement that a record belongs to.
    pub(super) fn team(&self, id: RecordId) -> People {
        let isms = self.home(id);
        if id.kind == RecordKind::Engagement {
            let engagement = isms.engagements.find(&Ref::of(id.key));
            let people = engagement
                .into_iter()
                .flat_map(|one| one.team.iter().copied().chain(one.lead).chain(one.recommended_by));
            return people.collect();
        }
        let audit = self.audit_of(id).and_then(|audit| isms.audits.find(&audit));
        let mut team: People = audit.into_iter().flat_map(|audit| audit.auditors.iter().copied()).collect();
        if id.kind == RecordKind::Request {
            let request = isms.requests.find(&Ref::of(id.key));
            team.extend(request.and_then(|request| request.asked_by));
        }
        team
    }

    /// Returns the audit that a record belongs to.
    pub(crate) fn audit_of(&self, id: RecordId) -> Option<Ref<Audit>> {
        let isms = self.home(id);
        if id.kind == RecordKind::Audit {
            Some(Ref::of(id.key))
        } else if id.kind == RecordKind::WorkingPaper {
            isms.working_papers.find(&Ref::of(id.key)).and_then(|paper| paper.audit)
        } else if id.kind == RecordKind::Finding {
            isms.findings.find(&Ref::of(id.key)).and_then(|finding| finding.audit)
        } else if id.kind == RecordKind::Request {
            isms.requests.find(&Ref::of(id.key)).and_then(|request| request.audit)
        } else if id.kind == RecordKind::Pack {
            isms.packs.find(&Ref::of(id.key)).and_then(|pack| pack.audit)
        } else if id.kind == RecordKind::Sample {
            let mut papers = isms.sources::<WorkingPaper>(id);
            papers.find_map(|paper| isms.working_papers.get(&paper)?.audit)
        } else {
            None
        }
    }
}

/// Returns who is named as answering for a record.
pub(super) fn answering(isms: &Isms, id: RecordId) -> People {
    let mut named = Vec::new();
    if let Some(record) = isms.find(id) {
        let values = ANSWERING.iter().filter_map(|name| record.value(name));
        values.for_each(|value| value.references(&mut |target| named.push(target)));
    }
    named.into_iter().filter_map(|target| person_behind(isms, target)).collect()
}

/// Returns the person whom a record means: itself, or the holder of the role.
fn person_behind(isms: &Isms, target: RecordId) -> Option<Ref<Person>> {
    if target.kind == RecordKind::Person {
        return Some(Ref::of(target.key));
    }
    let role = (target.kind == RecordKind::Role).then(|| isms.roles.get(&Ref::of(target.key)));
    role.flatten().and_then(|role| role.holder)
}

/// Returns who answers for a control, or carries it out.
pub(super) fn of_control(isms: &Isms, id: Ref<Control>) -> People {
    let Some(control) = isms.controls.find(&id) else { return People::new() };
    let owners = control.owner.iter().chain(&control.operators);
    owners.filter_map(|owner: &Owner| owner.person(isms)).collect()
}

/// Returns who answers for a nonconformity: its owner, of its control, its process and its actions.
fn of_nonconformity(isms: &Isms, id: Ref<Nonconformity>) -> People {
    let Some(breach) = isms.nonconformities.find(&id) else { return People::new() };
    let mut people: People =
        breach.control.into_iter().flat_map(|control| of_control(isms, control)).collect();
    people.extend(breach.process.into_iter().flat_map(|process| answering(isms, process.id())));
    let owners = breach.actions.iter().filter_map(|action| action.owner.as_ref());
    people.extend(owners.filter_map(|owner| owner.person(isms)));
    people
}
