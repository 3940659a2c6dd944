//! The list of jobs: one's own, and for who keeps the organisation that others' run.

use app::JobState;
use maud::{Markup, html};
use operations::{GrantMembership, Operation as _};

use super::{HERE, NAME, at, beginner, far, moment, pace, standing};
use crate::failure::Answer;
use crate::layout::PageHead;
use crate::locale::locale;
use crate::parts::table::{Table, stacked};
use crate::parts::{section, state as shown};
use crate::visit::Visit;

/// Answers with the list.
///
/// # Errors
/// Where the store does not answer.
pub async fn page(visit: Visit) -> Answer {
    let (instance, log, by) = (visit.site.instance(), visit.books.log(), beginner(&visit));
    let own = instance.jobs_of(log, &by).await?;
    let others = if visit.offers(GrantMembership::INTENT, &[]) {
        instance.jobs_of_others(log, &by).await?
    } else {
        Vec::new()
    };
    let head = PageHead {
        lead: Some(
            html! { "What takes longer than a second goes on here, wherever you are. What is over is kept for a day." },
        ),
        ..PageHead::new(NAME)
    };
    let main = html! {
        @if own.is_empty() { p { "Nothing runs for you, and nothing did today. Imports, packs, archives and the check of all hashes come here when they take long." } }
        @else { (section("own", "Yours", &own.len().to_string(), &[], rows(&visit, &own, Leads::There))) }
        @if !others.is_empty() { (section("others", "Of others", &others.len().to_string(), &[], rows(&visit, &others, Leads::Nowhere))) }
    };
    Ok(visit.page(HERE, head, main))
}

/// Whether a row leads to the page of its job.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leads {
    There,
    Nowhere,
}

fn rows(visit: &Visit, all: &[JobState], leads: Leads) -> Markup {
    let row = |state: &JobState| {
        let (status, word) = standing(state.stage);
        let what = match leads {
            Leads::There => html! { a href=(visit.at(&at(&state.id))) { (state.what) } },
            Leads::Nowhere => html! { (state.told_to_others()) },
        };
        let ended = state.ended.map(|ended| moment(visit, ended)).unwrap_or_default();
        vec![
            what,
            shown(status, word),
            progress(state),
            html! { (state.by.name) },
            html! { (moment(visit, state.begun)) },
            html! { (ended) },
        ]
    };
    stacked(&Table {
        caption: String::new(),
        head: ["What", "State", "Progress", "Begun by", "Since", "Ended"].map(str::to_owned).to_vec(),
        rows: all.iter().map(row).collect(),
    })
}

/// Returns how far a job is, and what is left; nothing of what is over, whose page says what came of it.
fn progress(state: &JobState) -> Markup {
    if state.stage.is_over() {
        return html! {};
    }
    let pace = pace(state, locale());
    html! {
        (far(state, locale()))
        @if !pace.is_empty() { br; span.small.secondary { (pace) } }
    }
}
