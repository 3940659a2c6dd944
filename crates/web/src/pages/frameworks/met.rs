//! How far controls and clauses are met, as the records say it; the crosswalk is read on top of it.

use model::records::{Control, ControlState, CrosswalkEdge, EdgeStrength, GapAnalysis, GapState};
use model::{Clause, Date, Isms, Key, RecordId, RecordKind, Ref, YesNo};
use operations::answer_of;
use standards::Theme;
use standards::frameworks::{Framework, Met, Origin, OwnEdge, OwnReach, Standing};

/// Returns how far each control and each clause is met.
pub(super) fn standing(isms: &Isms, today: Date) -> Standing {
    let mut standing = Standing::default();
    for control in Theme::ALL.into_iter().flat_map(Theme::controls) {
        let id = Ref::<Control>::of(Key::AnnexA(control));
        if let Some(met) = of_control(isms, id) {
            standing.state(Origin::Control(control), met);
        }
    }
    let newest = isms.gap_analyses.iter().max_by_key(|(id, analysis)| (analysis.started_on, *id));
    let newest = newest.map(|(_, analysis)| &**analysis);
    for clause in standards::clauses() {
        if let Some(met) = of_clause(isms, newest, &Clause::new(&clause.reference), today) {
            standing.state(Origin::Clause(clause.reference.clone()), met);
        }
    }
    standing
}

/// Returns how far a control is met; none where nobody has said anything about it.
fn of_control(isms: &Isms, id: Ref<Control>) -> Option<Met> {
    let control = isms.controls.get(&id)?;
    match (control.included, control.state) {
        (None, ControlState::NotStarted) => None,
        (Some(YesNo::No), _) => Some(Met::No),
        (_, ControlState::Implemented) => Some(Met::Yes),
        (_, ControlState::Partial) => Some(Met::Partly),
        (_, ControlState::NotStarted | ControlState::Planned | ControlState::Retired) => Some(Met::No),
    }
}

/// Returns how far a clause is met: by what a person said in the newest gap analysis, else by the records.
fn of_clause(isms: &Isms, newest: Option<&GapAnalysis>, clause: &Clause, today: Date) -> Option<Met> {
    let entry = newest.and_then(|analysis| analysis.entry(clause)).filter(|entry| entry.from.is_empty());
    let said = entry.and_then(|entry| entry.state);
    let state = said.or_else(|| answer_of(isms, clause, today).map(|answer| answer.state))?;
    Some(match state {
        GapState::Met => Met::Yes,
        GapState::Partly => Met::Partly,
        GapState::NotMet | GapState::NotApplicable => Met::No,
    })
}

/// Returns the own edges that lead to a framework.
pub(super) fn own_edges(isms: &Isms, framework: Framework, today: Date) -> Vec<OwnEdge> {
    let to = |edge: &CrosswalkEdge| Framework::read(&edge.framework) == Some(framework);
    let edges = isms.crosswalk_edges.iter().filter(|(_, edge)| to(edge));
    edges
        .map(|(id, edge)| OwnEdge {
            from: edge.from.map_or_else(|| id.to_string(), |from| from.to_string()),
            to: edge.reference.to_string(),
            reach: match edge.strength {
                Some(EdgeStrength::Full) => OwnReach::Whole,
                Some(EdgeStrength::Partial) | None => OwnReach::Part { left: edge.residual.to_string() },
            },
            met: edge.from.map_or(Met::No, |from| of_record(isms, from, today)),
            because: edge.because.to_string(),
        })
        .collect()
}

/// Returns how far a record does what it is for: a control by its state, a document once it is in force.
fn of_record(isms: &Isms, id: RecordId, today: Date) -> Met {
    if id.kind == RecordKind::Control {
        return of_control(isms, Ref::of(id.key)).unwrap_or(Met::No);
    }
    if id.kind == RecordKind::Document {
        let document = isms.documents.get(&Ref::of(id.key));
        let holds = document.is_some_and(|document| document.in_force(today).is_some());
        return if holds { Met::Yes } else { Met::No };
    }
    // That something is on record does not show that all of it is done.
    if isms.get(id).is_some() { Met::Partly } else { Met::No }
}
