//! The statement of applicability: versions of all rows, approved.

use serde::{Deserialize, Serialize};

use crate::approval::{Approval, in_force};
use crate::field::record;
use crate::{Date, Isms, Key, Line, Owner, Prose, Ref, YesNo};

use super::{Control, ControlState, Reason};
record! {
    /// The statement of applicability; its live rows are said on the controls, its versions are kept here.
    Soa => soa, "SOA", "statement of applicability", "statement of applicability", clause "6.1.3 d", single true,
    "The list of all controls of Annex A and the own ones: which apply, why, and how far they are.";
    title: Line, Form "Title", "What the statement is called.";
    version: u32, Operation "Version", "The version that the draft would become.";
    notes: Prose, Form "Notes", "What holds for the statement as a whole.";
    approvals: Vec<Approval<SoaContent>>, Operation "Approvals", "Versions that were approved.";
}

/// What an approval of the statement freezes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SoaContent {
    /// The version of the scope that was in force.
    pub scope_version: Option<u32>,
    /// All rows.
    pub rows: Vec<SoaRow>,
}

/// One row as it stood when it was approved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SoaRow {
    /// The control.
    pub control: Ref<Control>,
    /// Its title.
    pub title: Line,
    /// Whether it applies.
    pub included: Option<YesNo>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// Why, in words.
    pub justification: Prose,
    /// How far it was.
    pub state: ControlState,
    /// Who answers for it.
    pub owner: Option<Owner>,
}

impl Soa {
    /// Returns the approval in force on a day.
    #[must_use]
    pub fn in_force(&self, today: Date) -> Option<&Approval<SoaContent>> {
        in_force(&self.approvals, today)
    }

    /// Returns what an approval would freeze now: the 93 rows, and the own controls that are stated.
    #[must_use]
    pub fn content(isms: &Isms, today: Date) -> SoaContent {
        let scope = isms.scope.one().and_then(|scope| scope.in_force(today).map(|approval| approval.version));
        let rows = isms
            .controls
            .iter()
            .filter(|(id, control)| control.is_stated(*id))
            .map(|(id, control)| SoaRow {
                control: id,
                title: control.title.clone(),
                included: control.included,
                reasons: control.reasons.clone(),
                justification: control.justification.clone(),
                state: control.state,
                owner: control.owner.clone(),
            })
            .collect();
        SoaContent { scope_version: scope, rows }
    }
}

impl Control {
    /// Says whether it is a row of the statement: each of the 93, and an own control once it was decided.
    #[must_use]
    pub fn is_stated(&self, id: Ref<Self>) -> bool {
        match id.key {
            Key::AnnexA(_) => true,
            Key::Number(_) | Key::One => self.included.is_some(),
        }
    }
}
