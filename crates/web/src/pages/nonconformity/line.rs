//! The line that a nonconformity hangs on: what found it, itself, why it happened, what is done, and what shows it.

use maud::Markup;
use model::records::{Finding, Nonconformity};
use model::{PartId, RecordId, Ref};

use super::whys;
use crate::pages::line::{stop, thing};
use crate::pages::record::standing::standing;
use crate::parts::Status;
use crate::parts::trace::{Here, TraceStop, TraceThing, trace};
use crate::visit::Visit;

/// Returns the line.
pub(super) fn line(visit: &Visit, id: Ref<Nonconformity>, one: &model::Entry<Nonconformity>) -> Markup {
    let isms = visit.isms();
    let at = |part: &str| format!("{}#{part}", visit.record_at(id));
    let known = |id: RecordId| {
        let status = isms.find(id).and_then(|record| standing(record, visit.today));
        thing(visit, id, status)
    };
    let findings = isms.sources::<Finding>(id.id()).map(|finding| finding.id());
    let found: Vec<TraceThing> = findings.chain(one.about.iter().copied()).map(known).collect();
    let found_by = if one.source.is_some() { "no record of it" } else { "it is not said what found it" };
    let cause = (!one.cause.is_empty()).then(|| TraceThing {
        id: "why".to_owned(),
        href: at("cause"),
        title: whys::in_short(&one.cause),
        status: None,
    });
    let actions = one.actions.iter().map(|action| TraceThing {
        id: PartId::CorrectiveAction(id, action.number).to_string(),
        href: at("actions"),
        title: action.title.to_string(),
        status: Some(if action.is_open() {
            (Status::NotStarted, "open".to_owned())
        } else if action.done_on.is_some() {
            (Status::Met, "done".to_owned())
        } else {
            (Status::NotApplicable, "dropped".to_owned())
        }),
    });
    let evidence = one.evidence.iter().map(|evidence| known(evidence.id())).collect();
    let no_action = if one.no_action_because.is_empty() { "nothing planned" } else { "none is needed" };
    trace(&[
        stop("found by", found, found_by, at("found")),
        TraceStop { here: Here::Yes, ..stop("nonconformity", vec![known(id.id())], "", String::new()) },
        stop("cause", cause.into_iter().collect(), "not known yet", String::new()),
        stop("actions", actions.collect(), no_action, at("actions")),
        stop("evidence", evidence, "none linked", at("found")),
    ])
}
