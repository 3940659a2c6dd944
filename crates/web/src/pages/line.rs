//! The stops of the line that a risk and a control hang on: a few things each, and a word where nothing stands.

use std::cmp::Reverse;

use model::records::{Control, Evidence, Finding, FindingState};
use model::{Date, Entry, RecordId, Ref};

use crate::pages::record::standing::standing;
use crate::parts::Status;
use crate::parts::trace::{Here, TraceStop, TraceThing};
use crate::visit::Visit;

/// How many things a stop shows; where there are more, the last one counts them.
const SHOWN_MAX: usize = 5;

/// Returns a stop; `more` is the address that shows all of its things, `gap` the words where there are none.
pub fn stop(kind: &str, mut things: Vec<TraceThing>, gap: &str, more: String) -> TraceStop {
    if things.len() > SHOWN_MAX {
        let count = things.len() - (SHOWN_MAX - 1);
        things.truncate(SHOWN_MAX - 1);
        let title = "more".to_owned();
        things.push(TraceThing { id: format!("+{count}"), href: more, title, status: None });
    }
    // No finding is good news; any other stop that is empty lacks something.
    TraceStop {
        kind: kind.to_owned(),
        things,
        gap: gap.to_owned(),
        here: Here::No,
        quiet: kind == "findings",
    }
}

/// Returns a record on the line.
pub fn thing(visit: &Visit, id: RecordId, status: Option<(Status, String)>) -> TraceThing {
    TraceThing { id: id.to_string(), href: visit.record_at(id), title: visit.isms().name_of(id), status }
}

/// Returns the evidence of controls as things on the line, the newest first.
pub fn evidence(visit: &Visit, controls: &[Ref<Control>]) -> Vec<TraceThing> {
    let all = newest(visit, controls).into_iter();
    all.map(|(id, one)| thing(visit, id.id(), standing(one, visit.today))).collect()
}

/// Returns the evidence of controls, the newest first.
pub fn newest<'a>(visit: &'a Visit, controls: &[Ref<Control>]) -> Vec<(Ref<Evidence>, &'a Entry<Evidence>)> {
    let isms = visit.isms();
    let mut ids: Vec<Ref<Evidence>> =
        controls.iter().flat_map(|control| isms.sources::<Evidence>(control.id())).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut all: Vec<_> = ids.into_iter().filter_map(|id| Some((id, isms.evidence.get(&id)?))).collect();
    all.sort_by_key(|(id, one)| Reverse((day_of(one), *id)));
    all
}

/// Returns the day for which evidence speaks: when it happened, else the end of what it covers, else when it was taken.
#[must_use]
pub fn day_of(evidence: &Evidence) -> Option<Date> {
    evidence.occurred_on.or(evidence.period_end).or(evidence.collected_on)
}

/// Returns what auditors found about records, what is not closed first.
pub fn findings(visit: &Visit, about: impl IntoIterator<Item = RecordId>) -> Vec<TraceThing> {
    let isms = visit.isms();
    let mut ids: Vec<Ref<Finding>> = about.into_iter().flat_map(|id| isms.sources::<Finding>(id)).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut all: Vec<_> = ids.into_iter().filter_map(|id| Some((id, isms.findings.get(&id)?))).collect();
    all.sort_by_key(|(id, one)| (one.state == FindingState::Closed, Reverse(*id)));
    all.into_iter().map(|(id, one)| thing(visit, id.id(), standing(one, visit.today))).collect()
}
