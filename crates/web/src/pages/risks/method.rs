//! The address by which people look for the risk method.

use axum::response::Response;
use maud::{Markup, html};
use model::Ref;
use model::records::{Method, MethodContent};

use crate::locale::locale;
use crate::pages::decide;
use crate::parts::version_bar::{VersionBar, version_bar};
use crate::parts::{Action, Status};
use crate::visit::Visit;

/// Goes to the record of the method.
pub async fn page(visit: Visit) -> Response {
    visit.to(&crate::address::record(Ref::<Method>::one().id()))
}

/// Says whether a method has a matrix that can be drawn.
#[must_use]
pub fn has_matrix(method: &MethodContent) -> bool {
    super::heat::has_map(method)
}

/// Returns the matrix of a method, to stand beside its record.
#[must_use]
pub fn matrix(method: &MethodContent) -> Markup {
    super::heat::matrix(method)
}

/// Returns the bar that says by which method risks are rated, and leads to it.
pub fn bar(visit: &Visit) -> Markup {
    versions(visit, vec![Action::link("Open", visit.record_at(Ref::<Method>::one())).quiet()])
}

/// Returns the bar of the method's own page: whether it is approved as it stands, and the way to approve it.
#[must_use]
pub fn approval(visit: &Visit) -> Markup {
    let id = Ref::<Method>::one().id();
    let actions = match draft(visit) {
        Some(version) if !visit.is_past() => vec![match visit.offers("method.approve", &[id]) {
            true => Action::link(format!("Approve v{version}"), visit.at(&decide::path(id))),
            false => Action::link("Who decides", visit.at(&decide::path(id))).quiet(),
        }],
        Some(_) | None => Vec::new(),
    };
    versions(visit, actions)
}

/// Returns the version that is not approved yet, where there is one.
fn draft(visit: &Visit) -> Option<u32> {
    let method = visit.isms().method.one()?;
    let version =
        operations::draft_version(visit.isms(), Ref::<Method>::one().id(), visit.today).unwrap_or(1);
    let newest = method.in_force(visit.today).map(|approval| approval.version);
    (newest != Some(version)).then_some(version)
}

fn versions(visit: &Visit, actions: Vec<Action>) -> Markup {
    let Some(found) = visit.isms().method.one() else { return html! {} };
    let in_force = found.in_force(visit.today);
    let words = match in_force {
        Some(approval) => format!(
            "v{} approved by {}, {}",
            approval.version,
            visit.isms().name_of(approval.by.id()),
            locale().short_day(approval.on)
        ),
        None => "not approved yet; ratings are provisional".to_owned(),
    };
    let level = found.now(visit.today).acceptance_level;
    let line = level.map(|level| format!(" · accepted without a further decision up to {level}"));
    let newest = in_force.map_or(1, |approval| approval.version);
    version_bar(&VersionBar {
        version: "Method".to_owned(),
        state: match draft(visit) {
            None => (Status::Met, format!("v{newest} approved")),
            Some(version) => (Status::InProgress, format!("v{version} draft")),
        },
        words: words + &line.unwrap_or_default(),
        holds: None,
        actions,
    })
}
