//! What the records already say about a row of the statement of applicability: risks, obligations and agreements that name the control.

use model::records::{Agreement, Control, Obligation, ObligationKind, Reason, Risk};
use model::{Date, Isms, RecordId, RecordKind, Ref, Value};

/// What names a control.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Naming {
    /// Risks that it lowers.
    pub risks: Vec<Reason>,
    /// Laws, expectations and frameworks that it meets.
    pub laws: Vec<Reason>,
    /// Contracts that ask for it.
    pub contracts: Vec<Reason>,
}

impl Naming {
    /// Finds what names a control.
    pub fn of(isms: &Isms, control: Ref<Control>, today: Date) -> Self {
        let mut naming = Self::default();
        for id in isms.sources::<Risk>(control.id()) {
            if isms
                .risks
                .get(&id)
                .is_some_and(|risk| risk.status.is_open() && risk.controls.contains(&control))
            {
                naming.risks.push(Reason::Risk(id));
            }
        }
        for id in isms.sources::<Obligation>(control.id()) {
            let Some(obligation) = isms.obligations.get(&id) else { continue };
            if obligation.ended_on.is_some_and(|ended| ended <= today) {
                continue;
            }
            match obligation.kind {
                Some(ObligationKind::Contract) => naming.contracts.push(Reason::Obligation(id)),
                Some(ObligationKind::Law | ObligationKind::Expectation | ObligationKind::Framework)
                | None => {
                    naming.laws.push(Reason::Obligation(id));
                }
            }
        }
        for id in isms.sources::<Agreement>(control.id()) {
            if isms.agreements.get(&id).is_some_and(|agreement| agreement.is_in_force(today)) {
                naming.contracts.push(Reason::Agreement(id));
            }
        }
        naming
    }

    /// Returns all reasons in the order of their keys.
    pub fn reasons(&self) -> Vec<Reason> {
        [&self.risks, &self.laws, &self.contracts].into_iter().flatten().cloned().collect()
    }

    /// Returns a justification made of them; empty where nothing names the control.
    pub fn justification(&self) -> String {
        let ids = |reasons: &[Reason]| reasons.iter().map(Value::text).collect::<Vec<_>>().join(", ");
        let asked: Vec<Reason> = self.laws.iter().chain(&self.contracts).cloned().collect();
        match (self.risks.is_empty(), asked.is_empty()) {
            (true, true) => String::new(),
            (false, true) => format!("Treats {}", ids(&self.risks)),
            (true, false) => format!("Asked for by {}", ids(&asked)),
            (false, false) => format!("Treats {}; asked for by {}", ids(&self.risks), ids(&asked)),
        }
    }

    /// Returns the records of all reasons: risks, obligations by their number, agreements.
    pub fn records(&self) -> Vec<RecordId> {
        let id = |reason: &Reason| match reason {
            Reason::Risk(id) => Some(id.id()),
            Reason::Obligation(id) => Some(id.id()),
            Reason::Agreement(id) => Some(id.id()),
            Reason::Baseline(_) => None,
        };
        let mut asked: Vec<RecordId> = self.laws.iter().chain(&self.contracts).filter_map(id).collect();
        asked.sort_by_key(|id| (id.kind == RecordKind::Agreement, id.key));
        self.risks.iter().filter_map(id).chain(asked).collect()
    }
}
