//! The line that a risk hangs on: what it would hurt, the controls that lower it, what shows that they work, and what auditors found.

use maud::Markup;
use model::records::{Control, Risk, Treatment};
use model::{RecordId, Ref};

use crate::pages::line::{evidence, findings, stop, thing};
use crate::pages::record::standing::standing;
use crate::parts::trace::{Here, TraceStop, TraceThing, trace};
use crate::visit::Visit;

/// Returns the line.
pub fn line(visit: &Visit, id: Ref<Risk>, risk: &Risk) -> Markup {
    let all = || format!("{}#facts", visit.record_at(id));
    let elements = risk.elements.iter().map(|element| thing(visit, element.id(), None)).collect();
    let controls = risk.controls.iter().map(|control| of_control(visit, *control)).collect();
    let shows = if risk.controls.is_empty() { "nothing to show yet" } else { "no evidence yet" };
    let about = risk.controls.iter().map(|control| control.id()).chain([id.id()]);
    // Who keeps, leaves or shares a risk owes no control, and nothing that shows one.
    let quiet = matches!(risk.treatment, Treatment::Retain | Treatment::Avoid | Treatment::Share);
    trace(&[
        stop("touches", elements, "nothing named", all()),
        TraceStop {
            here: Here::Yes,
            ..stop("risk", vec![thing(visit, RecordId::from(id), None)], "", all())
        },
        TraceStop { quiet, ..stop("controls", controls, "no control named", all()) },
        TraceStop {
            quiet: quiet && risk.controls.is_empty(),
            ..stop("evidence", evidence(visit, &risk.controls), shows, all())
        },
        stop("findings", findings(visit, about), "none raised", all()),
    ])
}

fn of_control(visit: &Visit, id: Ref<Control>) -> TraceThing {
    let control = visit.isms().controls.get(&id);
    thing(visit, id.id(), control.and_then(|control| standing(control, visit.today)))
}
