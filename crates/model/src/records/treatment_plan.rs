//! The treatment plan: what the risk owners approve.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::approval::Approval;
use crate::field::record;
use crate::{Date, Isms, Line, Owner, Prose, RecordId, Ref};

use super::{Control, Person, Risk, TreatmentAction};
record! {
    /// All treatment actions as one plan, approved by each risk owner for the own risks (6.1.3 f).
    TreatmentPlan => treatment_plan, "TP", "treatment plan", "treatment plan", clause "6.1.3 e", single true,
    "The actions that lower risks, as one plan that each risk owner approves.";
    title: Line, Form "Title", "What the plan is called.";
    version: u32, Operation "Version", "The version that the draft would become.";
    notes: Prose, Form "Notes", "What holds for the plan as a whole.";
    approvals: Vec<Approval<PlanContent>>, Operation "Approvals", "Which owner approved which version.";
}

/// What an owner's approval freezes: the actions for the own risks.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanContent {
    /// The actions, by id.
    pub actions: Vec<PlannedAction>,
}

/// An action as it stood when it was approved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedAction {
    /// Its id.
    pub id: Ref<TreatmentAction>,
    /// What is to be done.
    pub title: Line,
    /// The risk.
    pub risk: Option<Ref<Risk>>,
    /// The control.
    pub control: Option<Ref<Control>>,
    /// Who does it.
    pub owner: Option<Owner>,
    /// By when.
    pub due: Option<Date>,
}

impl TreatmentPlan {
    /// Says whether an owner has approved a version by a day.
    #[must_use]
    pub fn approved_by(&self, owner: Ref<Person>, version: u32, today: Date) -> bool {
        self.approvals.iter().any(|approval| {
            approval.by == owner
                && approval.version == version
                && approval.on <= today
                && approval.withdrawn_on.is_none_or(|on| on > today)
        })
    }

    /// Returns what an owner's approval would freeze now.
    #[must_use]
    pub fn content(isms: &Isms, owner: Ref<Person>) -> PlanContent {
        Self::contents(isms).remove(&owner).unwrap_or_default()
    }

    /// Returns what the approval of each owner would freeze now; of those without an action there is nothing.
    #[must_use]
    pub fn contents(isms: &Isms) -> BTreeMap<Ref<Person>, PlanContent> {
        let mut contents: BTreeMap<Ref<Person>, PlanContent> = BTreeMap::new();
        for (id, action) in isms.treatment_actions.iter() {
            let risk = action.risk.and_then(|risk| isms.risks.get(&risk));
            let Some(owner) = risk.and_then(|risk| risk.owner_person(isms)) else { continue };
            contents.entry(owner).or_default().actions.push(PlannedAction {
                id,
                title: action.title.clone(),
                risk: action.risk,
                control: action.control,
                owner: action.owner.clone(),
                due: action.due,
            });
        }
        contents
    }

    /// Returns the risks with an action, and whose they are.
    pub fn owned(isms: &Isms) -> impl Iterator<Item = (RecordId, Ref<Person>)> {
        isms.risks.iter().filter(|(_, risk)| risk.status.is_open()).filter_map(|(id, risk)| {
            let planned = isms
                .sources::<TreatmentAction>(id.id())
                .any(|action| isms.treatment_actions.get(&action).is_some());
            let owner = risk.owner_person(isms)?;
            planned.then_some((id.id(), owner))
        })
    }
}
