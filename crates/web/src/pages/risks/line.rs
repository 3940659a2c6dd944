//! The line that a risk hangs on: what it would hurt, the controls that lower it, and what shows that they work.

use maud::Markup;
use model::records::{Control, ControlState, Evidence, EvidenceStatus, Finding, FindingState, Risk};
use model::{RecordId, Ref, Words};

use crate::parts::Status;
use crate::parts::trace::{Here, TraceStop, TraceThing, trace};
use crate::visit::Visit;

/// How many things a stop shows.
const SHOWN_MAX: usize = 8;

/// Returns the line.
pub fn line(visit: &Visit, id: Ref<Risk>, risk: &Risk) -> Markup {
    let elements = risk.elements.iter().map(|element| thing(visit, element.id(), None)).collect();
    let controls = risk.controls.iter().map(|control| control_thing(visit, *control)).collect();
    let evidence = evidence(visit, risk);
    let shows = if risk.controls.is_empty() { "nothing to show yet" } else { "no evidence yet" };
    trace(&[
        stop(visit, id, "touches", elements, "nothing named"),
        TraceStop { here: Here::Yes, ..stop(visit, id, "risk", vec![thing(visit, id.id(), None)], "") },
        stop(visit, id, "controls", controls, "no control named"),
        stop(visit, id, "evidence", evidence, shows),
        stop(visit, id, "findings", findings(visit, id, risk), "none raised"),
    ])
}

/// Returns a stop of a few things; where there are more, the last one counts them.
fn stop(visit: &Visit, id: Ref<Risk>, kind: &str, mut things: Vec<TraceThing>, gap: &str) -> TraceStop {
    if things.len() > SHOWN_MAX {
        let more = things.len() - (SHOWN_MAX - 1);
        things.truncate(SHOWN_MAX - 1);
        things.push(TraceThing {
            id: format!("+{more}"),
            href: format!("{}#facts", visit.record_at(id)),
            title: "more".to_owned(),
            status: None,
        });
    }
    TraceStop { kind: kind.to_owned(), things, gap: gap.to_owned(), here: Here::No }
}

fn thing(visit: &Visit, id: RecordId, status: Option<(Status, String)>) -> TraceThing {
    TraceThing { id: id.to_string(), href: visit.record_at(id), title: visit.isms().name_of(id), status }
}

fn control_thing(visit: &Visit, id: Ref<Control>) -> TraceThing {
    let status = visit.isms().controls.get(&id).map(|control| {
        let status = match control.state {
            ControlState::NotStarted => Status::NotStarted,
            ControlState::Planned | ControlState::Partial => Status::InProgress,
            ControlState::Implemented => Status::Met,
            ControlState::Retired => Status::NotApplicable,
        };
        (status, control.state.word().to_owned())
    });
    thing(visit, id.id(), status)
}

/// Returns the evidence of all controls of a risk, and of its own actions' controls.
fn evidence(visit: &Visit, risk: &Risk) -> Vec<TraceThing> {
    let isms = visit.isms();
    let mut ids: Vec<Ref<Evidence>> =
        risk.controls.iter().flat_map(|control| isms.sources::<Evidence>(control.id())).collect();
    ids.sort();
    ids.dedup();
    let shown = ids.iter().filter_map(|id| {
        let found = isms.evidence.get(id)?;
        let status = match found.status {
            EvidenceStatus::Submitted => Status::InProgress,
            EvidenceStatus::Accepted => Status::Met,
            EvidenceStatus::Rejected => Status::Problem,
            EvidenceStatus::Withdrawn => Status::NotApplicable,
        };
        Some(thing(visit, id.id(), Some((status, found.status.word().to_owned()))))
    });
    shown.collect()
}

/// Returns what auditors found about a risk or its controls, those that are open first.
fn findings(visit: &Visit, id: Ref<Risk>, risk: &Risk) -> Vec<TraceThing> {
    let isms = visit.isms();
    let about = std::iter::once(id.id()).chain(risk.controls.iter().map(|control| control.id()));
    let mut ids: Vec<Ref<Finding>> = about.flat_map(|one| isms.sources::<Finding>(one)).collect();
    ids.sort();
    ids.dedup();
    let mut all: Vec<_> = ids.into_iter().filter_map(|one| Some((one, isms.findings.get(&one)?))).collect();
    all.sort_by_key(|(one, finding)| (finding.state == FindingState::Closed, *one));
    let status = |finding: &Finding| match finding.state {
        FindingState::Closed => Status::Met,
        FindingState::Superseded => Status::NotApplicable,
        FindingState::Open | FindingState::Answered => Status::Attention,
    };
    let shown = all.into_iter();
    shown
        .map(|(one, finding)| {
            thing(visit, one.id(), Some((status(finding), finding.state.word().to_owned())))
        })
        .collect()
}
