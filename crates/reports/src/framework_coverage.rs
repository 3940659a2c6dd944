//! Other frameworks on the records: how far each control and clause is met, and the edges of one's own.

use std::collections::BTreeMap;

use model::records::{Control, ControlState, CrosswalkEdge, Document, EdgeStrength, GapAnalysis, GapState};
use model::{Date, Isms, Key, RecordId, RecordKind, Ref, YesNo};
use standards::frameworks::{
    Covered, EdgeOpened, Framework, Met, Origin, OwnEdge, OwnReach, Standing, edges,
};

/// What the records say: the standing of controls and clauses, and own edges with their frameworks.
#[derive(Debug, Clone, Default)]
pub struct OnRecord {
    /// How far each control and clause is met.
    pub standing: Standing,
    /// The gap analysis from which the clauses were read.
    pub clauses_from: Option<Ref<GapAnalysis>>,
    own: BTreeMap<Framework, Vec<OwnEdge>>,
}

impl OnRecord {
    /// Returns the own edges to a framework.
    #[must_use]
    pub fn own(&self, framework: Framework) -> &[OwnEdge] {
        self.own.get(&framework).map_or(&[], Vec::as_slice)
    }
}

/// Reads the records: controls by their state, clauses by the newest gap analysis.
#[must_use]
pub fn on_record(isms: &Isms, today: Date) -> OnRecord {
    let mut said = OnRecord::default();
    for (id, control) in isms.controls.iter() {
        if let (Key::AnnexA(number), Some(met)) = (id.key, met(control)) {
            said.standing.state(Origin::Control(number), met);
        }
    }
    let assessed = |analysis: &GapAnalysis| analysis.entries.iter().any(|entry| entry.state.is_some());
    let day = |analysis: &GapAnalysis| analysis.done_on.or(analysis.started_on);
    let analyses = isms.gap_analyses.iter().filter(|(_, analysis)| assessed(analysis));
    let newest = analyses.max_by_key(|(id, analysis)| (day(analysis), *id));
    if let Some((id, analysis)) = newest {
        said.clauses_from = Some(id);
        for edge in edges() {
            if let Origin::Clause(clause) = &edge.from
                && let Some(met) = clause_met(analysis, clause)
            {
                said.standing.state(edge.from.clone(), met);
            }
        }
    }
    for (id, edge) in isms.crosswalk_edges.iter() {
        if let Some((framework, edge)) = own_edge(isms, today, id, edge) {
            said.own.entry(framework).or_default().push(edge);
        }
    }
    said
}

/// Returns how far a control is met; nothing where nobody said anything about it.
fn met(control: &Control) -> Option<Met> {
    match (control.included, control.state) {
        (Some(YesNo::No), _) => Some(Met::No),
        (None, ControlState::NotStarted) => None,
        (Some(YesNo::Yes) | None, ControlState::Implemented) => Some(Met::Yes),
        (Some(YesNo::Yes) | None, ControlState::Partial) => Some(Met::Partly),
        (Some(YesNo::Yes), ControlState::NotStarted)
        | (Some(YesNo::Yes) | None, ControlState::Planned | ControlState::Retired) => Some(Met::No),
    }
}

/// Returns how far a clause is met: all that was assessed within it is met, something is, or nothing.
fn clause_met(analysis: &GapAnalysis, clause: &str) -> Option<Met> {
    let clause = model::Clause::new(clause);
    let within = analysis
        .entries
        .iter()
        .filter(|entry| entry.criterion.as_ref().is_some_and(|criterion| clause.holds(criterion)));
    let states: Vec<GapState> = within.filter_map(|entry| entry.state).collect();
    let asked = states.iter().filter(|state| **state != GapState::NotApplicable);
    let (mut all, mut some, mut count) = (true, false, 0);
    for state in asked {
        count += 1;
        all &= *state == GapState::Met;
        some |= matches!(state, GapState::Met | GapState::Partly);
    }
    match (count, all, some) {
        (0, _, _) => None,
        (_, true, _) => Some(Met::Yes),
        (_, false, true) => Some(Met::Partly),
        (_, false, false) => Some(Met::No),
    }
}

fn own_edge(
    isms: &Isms,
    today: Date,
    id: Ref<CrosswalkEdge>,
    edge: &CrosswalkEdge,
) -> Option<(Framework, OwnEdge)> {
    let framework = Framework::read(&edge.framework)?;
    let from = edge.from?;
    let reach = match edge.strength? {
        EdgeStrength::Full => OwnReach::Whole,
        EdgeStrength::Partial => OwnReach::Part { left: edge.residual.to_string() },
    };
    Some((
        framework,
        OwnEdge {
            from: format!("{from} ({id})"),
            to: edge.reference.to_string(),
            reach,
            met: met_by(isms, today, from),
            because: edge.because.to_string(),
        },
    ))
}

/// Returns how far the begin of an own edge is met: a control by its state, a document by what is in force.
fn met_by(isms: &Isms, today: Date, from: RecordId) -> Met {
    if from.kind == RecordKind::Control {
        let control = isms.controls.get(&Ref::of(from.key));
        return control.and_then(|control| met(control)).unwrap_or(Met::No);
    }
    if from.kind == RecordKind::Document {
        let document = isms.documents.get(&Ref::<Document>::of(from.key));
        let in_force = document.is_some_and(|document| document.in_force(today).is_some());
        return if in_force { Met::Yes } else { Met::No };
    }
    if isms.get(from).is_some() { Met::Yes } else { Met::No }
}

/// Returns an edge in words: where it begins, how it stands to the requirement, and how far its begin is met.
#[must_use]
pub fn edge_words(edge: &EdgeOpened) -> String {
    let met = |met: Met| match met {
        Met::Yes => "met",
        Met::Partly => "partly met",
        Met::No => "not met",
    };
    match edge {
        EdgeOpened::Shipped(edge, state) => {
            let state = state.map_or("not stated", met);
            format!("{} {} ({}): {state}", edge.from, edge.relation, edge.strength)
        }
        EdgeOpened::Own(own) => {
            let reach = match &own.reach {
                OwnReach::Whole => "all of it, by our own edge",
                OwnReach::Part { .. } => "a part of it, by our own edge",
            };
            format!("{} {reach}: {}", own.from, met(own.met))
        }
    }
}

/// Returns which edges decide about a requirement: those at the top of its list that are met, else the first.
#[must_use]
pub fn deciding(covered: &Covered) -> Vec<String> {
    let met = covered.edges.iter().filter(|edge| edge.met() == Met::Yes);
    let mut words: Vec<String> = met.take(3).map(edge_words).collect();
    if words.is_empty() {
        words.extend(covered.edges.first().map(edge_words));
    }
    words
}

#[cfg(test)]
mod tests {
    use model::records::GapEntry;
    use standards::frameworks::{Relation, State, coverage};

    use super::*;
    use crate::sample::{blank, good};

    #[test]
    fn a_requirement_is_never_met_by_an_edge_that_only_intersects() {
        let mut sample = good();
        for control in standards::annex_a() {
            let id = Ref::<Control>::of(Key::AnnexA(control.number)).to_string();
            sample.edit_control(&id, |control| {
                control.included = Some(YesNo::Yes);
                control.state = ControlState::Implemented;
            });
        }
        let said = on_record(&sample.isms, sample.today);
        for framework in Framework::ALL {
            let coverage = coverage(framework, &said.standing, said.own(framework));
            for covered in &coverage.requirements {
                let whole = covered.edges.iter().any(|edge| edge.reaches_all() && edge.met() == Met::Yes);
                assert_eq!(covered.state == State::Met, whole, "{}", covered.requirement.id);
                let only = covered.edges.iter().all(|edge| match edge {
                    EdgeOpened::Shipped(edge, _) => edge.relation == Relation::Intersects,
                    EdgeOpened::Own(_) => false,
                });
                assert!(!(only && covered.state == State::Met), "{}", covered.requirement.id);
            }
        }
    }

    #[test]
    fn clauses_are_read_from_the_newest_analysis_and_otherwise_not_stated() {
        let mut sample = blank();
        assert!(on_record(&sample.isms, sample.today).clauses_from.is_none());
        let clause = edges().iter().find_map(|edge| match &edge.from {
            Origin::Clause(clause) => Some(clause.clone()),
            Origin::Control(_) => None,
        });
        let clause = clause.expect("an edge begins at a clause");
        let entry = |state| GapEntry {
            criterion: Some(model::Clause::new(&clause)),
            state: Some(state),
            ..GapEntry::default()
        };
        let entries = vec![entry(GapState::Met)];
        sample.put(Ref::number(1), GapAnalysis { entries, ..GapAnalysis::default() });
        let said = on_record(&sample.isms, sample.today);
        assert_eq!(said.standing.of(&Origin::Clause(clause.clone())), Some(Met::Yes));
        let entries = vec![entry(GapState::Partly)];
        sample.put(Ref::number(2), GapAnalysis { entries, ..GapAnalysis::default() });
        let said = on_record(&sample.isms, sample.today);
        assert_eq!(said.standing.of(&Origin::Clause(clause)), Some(Met::Partly));
    }

    #[test]
    fn an_own_edge_that_reaches_all_meets_a_requirement() {
        let mut sample = good();
        let edge = CrosswalkEdge {
            from: RecordId::parse("A.8.13"),
            framework: "SOC 2".into(),
            reference: "A1.2".into(),
            strength: Some(EdgeStrength::Full),
            ..CrosswalkEdge::default()
        };
        sample.edit_control("A.8.13", |control| control.state = ControlState::Implemented);
        sample.put(Ref::number(60), edge);
        let said = on_record(&sample.isms, sample.today);
        let coverage = coverage(Framework::Soc2, &said.standing, said.own(Framework::Soc2));
        let found =
            coverage.requirements.iter().find(|one| one.requirement.id == "A1.2").expect("it is there");
        assert_eq!(found.state, State::Met);
        assert!(deciding(found)[0].starts_with("A.8.13 (MAP-60) all of it"), "{:?}", deciding(found));
    }
}
