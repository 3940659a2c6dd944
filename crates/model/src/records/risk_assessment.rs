//! Risk assessments: one look at all risks, or at those that a change or an incident touches.

use serde::{Deserialize, Serialize};

use crate::field::record;
use crate::values::words;
use crate::{Approval, Date, Isms, Line, Owner, Prose, RecordId, Ref, YesNo};

use super::{Person, Rating, Risk, Treatment};
record! {
    /// One look at the risks: planned, after a change, or after an incident (8.2).
    RiskAssessment => risk_assessments, "RA", "risk assessment", "risk assessments", clause "8.2", single false,
    "One look at the risks: as planned, after a change, or after an incident.";
    title: Line, Form "Title", "What the assessment is called.";
    trigger: Option<AssessmentTrigger>, Form "Trigger", "Planned, after a change, or after an incident.";
    covers: Vec<RecordId>, Form "Covers", "The changes, incidents, elements or risks that it looks at; all where nothing is named.";
    planned_on: Option<Date>, Form "Planned on", "The day planned.";
    people: Vec<Ref<Person>>, Form "People", "Who takes part.";
    owner: Option<Owner>, Form "Owner", "Who leads it.";
    controls_changed: Option<YesNo>, Form "Changes controls", "Whether other controls are needed now.";
    summary: Prose, Form "Summary", "What came of it.";
    state: AssessmentState, Operation "State", "Planned, running or done.";
    on: Option<Date>, Operation "Done on", "The day it was finished.";
    registers: Vec<Approval<FrozenRegister>>, Operation "Result", "The risks as they stood, bound to their content.";
}

words! {
    /// Why risks are looked at.
    AssessmentTrigger {
        /// The interval is over.
        Planned = "planned" | "interval",
        /// Something changed.
        Change = "change",
        /// Something happened.
        Incident = "incident",
    }
}

words! {
    /// How far an assessment is.
    AssessmentState default Planned {
        /// It is to come.
        Planned = "planned" | "",
        /// People are at it.
        Running = "running",
        /// It is finished, and its result is frozen.
        Done = "done",
    }
}

/// The risks as they stood when an assessment was finished.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenRegister {
    /// Version of the method in force, where one was.
    pub method_version: Option<u32>,
    /// The open risks, by id.
    pub risks: Vec<FrozenRisk>,
}

/// A risk as it stood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenRisk {
    /// Its id.
    pub id: Ref<Risk>,
    /// What may happen.
    pub title: Line,
    /// Who owns it.
    pub owner: Option<Owner>,
    /// How bad it was.
    pub now: Rating,
    /// What was decided.
    pub treatment: Treatment,
    /// How bad it was, or was to be, with the controls.
    pub after: Rating,
}

impl RiskAssessment {
    /// Returns what finishing an assessment would freeze now.
    #[must_use]
    pub fn register(isms: &Isms, today: Date) -> FrozenRegister {
        let method = isms.method.one();
        let risks =
            isms.risks.iter().filter(|(_, risk)| risk.status.is_open()).map(|(id, risk)| FrozenRisk {
                id,
                title: risk.title.clone(),
                owner: risk.owner.clone(),
                now: risk.now.clone(),
                treatment: risk.treatment,
                after: risk.after.clone(),
            });
        FrozenRegister {
            method_version: method.and_then(|method| {
                crate::in_force(&method.approvals, today).map(|approval| approval.version)
            }),
            risks: risks.collect(),
        }
    }
}
