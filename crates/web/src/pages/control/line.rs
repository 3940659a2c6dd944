//! The line that a control hangs on: why it is there, itself, what shows that it works, and what auditors found.

use maud::Markup;
use model::records::{Control, Evidence, Finding, FindingState, Reason, Risk};
use model::{Ref, Words};

use crate::pages::record::standing::standing;
use crate::parts::Status;
use crate::parts::trace::{Here, TraceStop, TraceThing, trace};
use crate::visit::Visit;

/// How many things a stop shows.
const SHOWN_MAX: usize = 4;

/// Returns the line.
pub fn line(visit: &Visit, id: Ref<Control>) -> Markup {
    let isms = visit.isms();
    let control = isms.controls.find(&id);
    let mut risks: Vec<Ref<Risk>> = isms.sources::<Risk>(id.id()).collect();
    let named = control.into_iter().flat_map(|control| &control.reasons);
    risks.extend(named.filter_map(|reason| match reason {
        Reason::Risk(risk) => Some(*risk),
        Reason::Obligation(_) | Reason::Agreement(_) | Reason::Baseline(_) => None,
    }));
    risks.sort();
    risks.dedup();
    let risks = risks.into_iter().filter(|risk| isms.risks.get(risk).is_some());
    let risks: Vec<TraceThing> = risks.map(|risk| thing(visit, risk.id(), None)).collect();
    let itself = control.and_then(|control| standing(control, visit.today));
    stops(visit, id, risks, itself)
}

fn stops(
    visit: &Visit,
    id: Ref<Control>,
    risks: Vec<TraceThing>,
    itself: Option<(Status, String)>,
) -> Markup {
    trace(&[
        stop(visit, id, "treats", risks, "no risk names it"),
        TraceStop { here: Here::Yes, ..stop(visit, id, "control", vec![thing(visit, id.id(), itself)], "") },
        stop(visit, id, "evidence", evidence(visit, id), "no evidence yet"),
        stop(visit, id, "findings", findings(visit, id), "none raised"),
    ])
}

/// Returns a stop of a few things; where there are more, the last one counts them.
fn stop(visit: &Visit, id: Ref<Control>, kind: &str, mut things: Vec<TraceThing>, gap: &str) -> TraceStop {
    if things.len() > SHOWN_MAX {
        let more = things.len() - (SHOWN_MAX - 1);
        things.truncate(SHOWN_MAX - 1);
        things.push(TraceThing {
            id: format!("+{more}"),
            href: format!("{}#sources", visit.record_at(id)),
            title: "more".to_owned(),
            status: None,
        });
    }
    TraceStop { kind: kind.to_owned(), things, gap: gap.to_owned(), here: Here::No }
}

fn thing(visit: &Visit, id: model::RecordId, status: Option<(Status, String)>) -> TraceThing {
    TraceThing { id: id.to_string(), href: visit.record_at(id), title: visit.isms().name_of(id), status }
}

/// Returns the evidence of a control, the newest first.
fn evidence(visit: &Visit, id: Ref<Control>) -> Vec<TraceThing> {
    let isms = visit.isms();
    let mut all: Vec<_> = isms
        .sources::<Evidence>(id.id())
        .filter_map(|one| isms.evidence.get(&one).map(|record| (one, record)))
        .collect();
    all.sort_by_key(|(one, record)| std::cmp::Reverse((record.occurred_on.or(record.collected_on), *one)));
    all.into_iter().map(|(one, record)| thing(visit, one.id(), standing(record, visit.today))).collect()
}

/// Returns the findings about a control, those that are open first.
fn findings(visit: &Visit, id: Ref<Control>) -> Vec<TraceThing> {
    let isms = visit.isms();
    let mut all: Vec<_> = isms
        .sources::<Finding>(id.id())
        .filter_map(|one| isms.findings.get(&one).map(|record| (one, record)))
        .collect();
    all.sort_by_key(|(one, record)| (record.state == FindingState::Closed, std::cmp::Reverse(*one)));
    let status = |record: &model::Entry<Finding>| match record.grade {
        Some(grade) if record.state == FindingState::Closed => {
            Some((Status::Met, format!("{}, closed", grade.word())))
        }
        Some(grade) => Some((Status::Attention, grade.word().to_owned())),
        None => standing(record, visit.today),
    };
    all.into_iter().map(|(one, record)| thing(visit, one.id(), status(record))).collect()
}
