//! The line that a control hangs on: why it is there, itself, what shows that it works, and what auditors found.

use maud::Markup;
use model::Ref;
use model::records::{Control, Reason, Risk};

use crate::pages::line::{evidence, findings, stop, thing};
use crate::pages::record::standing::standing;
use crate::parts::trace::{Here, TraceStop, trace};
use crate::visit::Visit;

/// Returns the line.
pub fn line(visit: &Visit, id: Ref<Control>, control: &model::Entry<Control>) -> Markup {
    let all = || format!("{}#sources", visit.record_at(id));
    let risks = risks(visit, id, control).into_iter().map(|risk| thing(visit, risk.id(), None)).collect();
    let itself = vec![thing(visit, id.id(), standing(control, visit.today))];
    trace(&[
        stop("treats", risks, "no risk names it", all()),
        TraceStop { here: Here::Yes, ..stop("control", itself, "", all()) },
        stop("evidence", evidence(visit, &[id]), "no evidence yet", all()),
        stop("findings", findings(visit, [id.id()]), "none raised", all()),
    ])
}

/// Returns the risks that name a control, and those that its row gives as a reason.
fn risks(visit: &Visit, id: Ref<Control>, control: &Control) -> Vec<Ref<Risk>> {
    let isms = visit.isms();
    let reasons = control.reasons.iter().filter_map(|reason| match reason {
        Reason::Risk(risk) => Some(*risk),
        Reason::Obligation(_) | Reason::Agreement(_) | Reason::Baseline(_) => None,
    });
    let mut all: Vec<Ref<Risk>> = isms.sources::<Risk>(id.id()).chain(reasons).collect();
    all.sort_unstable();
    all.dedup();
    all.retain(|risk| isms.risks.get(risk).is_some());
    all
}
