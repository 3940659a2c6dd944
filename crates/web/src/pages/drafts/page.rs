//! Keeping and dropping a draft, and what a page says of the draft of its form.

use axum::response::IntoResponse;
use maud::{Markup, html};

use super::kept::{Draft, Drawer, OnPage, age};
use super::{HERE, is_form, place};
use crate::address;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::parts::Action;
use crate::visit::{Visit, see_other};

/// Keeps what stands in a form as a draft, or drops it; `of` in the query names the form.
///
/// # Errors
/// Where the address names no form, the draft is too large, or the store does not take it.
pub async fn keep(visit: Visit, typed: Fields) -> Answer {
    visit.writable()?;
    let place = visit.query.get("of").to_owned();
    if !is_form(&place) {
        return Err(Failure::Unreadable(
            "of is not the address of a form; expected one such as /risks/R-1/edit".to_owned(),
        ));
    }
    let drawer = Drawer::of(visit.site.instance(), &visit.books, visit.actor);
    let back = visit.at(if visit.query.get("back") == "list" { HERE } else { &place });
    if visit.query.get("drop") == "yes" {
        drawer.drop_draft(&place).await?;
        visit.say_plainly("What was not saved was dropped");
        return Ok(see_other(&back));
    }
    drawer.keep(&place, &Draft::of(&typed, visit.books.micros())).await?;
    if typed_by_script(&visit) {
        return Ok("kept, not saved".into_response());
    }
    Ok(see_other(&address::with_query(&back, [("draft", "take")])))
}

/// Says whether the script of a form asks, which goes on with the page that stands.
fn typed_by_script(visit: &Visit) -> bool {
    visit.query.get("part") == "yes"
}

/// Returns what a page says of the draft of its form.
#[must_use]
pub fn said(visit: &Visit) -> Markup {
    let Some(place) = place(&visit.path) else { return html! {} };
    let drop = Action::post("Drop it", at(visit, place, "")).quiet();
    match &visit.draft {
        None => html! {},
        Some(OnPage::Offered(draft)) => html! {
            div.callout.draft {
                p { b { "Not saved yet" } ": you wrote in this form " (age(visit.books.micros() - draft.at)) " and did not save it. Below stands what is on record." }
                (crate::parts::actions(&[Action::link("Take it up", visit.here_with(&[("draft", "take")])), drop]))
            }
        },
        Some(OnPage::TakenUp(_, kept_at)) => html! {
            div.callout.draft {
                p { b { "Not saved yet" } ", kept " (age(visit.books.micros() - kept_at)) ". " (readers(visit)) ", and it counts as nothing." }
                (crate::parts::actions(&[drop]))
            }
        },
    }
}

/// Says who sees what was not saved: nobody else, but where nobody is checked anybody may act as anybody.
pub(super) fn readers(visit: &Visit) -> String {
    if visit.books.is_kept() {
        return "Nobody else sees it".to_owned();
    }
    format!("Nobody signs in here: whoever acts as {} sees it too", visit.actor_name())
}

/// Returns the address that drops the draft of a form.
pub(super) fn at(visit: &Visit, place: &str, back: &str) -> String {
    let here = format!("/o/{}{HERE}", visit.org);
    address::with_query(&here, [("of", place), ("drop", "yes"), ("back", back)])
}

/// Answers with a page that has what it says of a draft before its main part.
pub(crate) fn with(visit: &Visit, main: Markup) -> Markup {
    if visit.draft.is_none() {
        main
    } else {
        html! { (said(visit)) (main) }
    }
}
