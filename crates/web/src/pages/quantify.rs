//! Where losses in money will stand beside the matrix: the highest risks, and what is asked of each.

use maud::{Markup, html};
use model::records::{MethodContent, Risk, TreatmentAction};
use model::{Entry, RecordKind, Ref};

use super::naming::{counted, owner_cell};
use super::record::shown;
use super::risks::{level, method_of, order};
use crate::failure::Answer;
use crate::layout::PageHead;
use crate::parts::empty::empty;
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, Icon, section};
use crate::visit::Visit;

/// The address within the organisation.
const HERE: &str = "/quantify";
/// How many risks are put first: enough for a decision, few enough to ask people about.
const FIRST: usize = 10;

/// Answers with the highest risks and what their loss in money would need.
///
/// # Errors
/// None of its own.
pub async fn page(visit: Visit) -> Answer {
    let method = method_of(&visit);
    let mut all: Vec<(Ref<Risk>, &Entry<Risk>)> = visit.isms().risks.iter().collect();
    // Of the same level the first in the register stays first.
    all.sort_by(|(_, one), (_, other)| order(&method, &other.now, &one.now));
    let whole = all.len();
    all.truncate(FIRST);
    let main = html! {
        @if all.is_empty() {
            @let risks = Action::link("Risks", visit.at("/risks"));
            (empty(Icon::Quantify, "No risk is on record yet", "The highest ones are looked at in money first.", &[risks]))
        } @else {
            (section("highest", "The highest risks", &format!("{} of {whole}", all.len()), &[], table_of(&visit, &method, &all)))
        }
        (section("asked", "What is asked of each", "", &[], asked()))
        (section("curve", "Loss in a year", "", &[], curve()))
    };
    let head = PageHead {
        lead: Some(
            html! { "From levels to money: which risks to begin with, and the three things that their owners know." },
        ),
        ..PageHead::new("Quantify")
    };
    Ok(visit.page(HERE, head, main))
}

fn table_of(visit: &Visit, method: &MethodContent, all: &[(Ref<Risk>, &Entry<Risk>)]) -> Markup {
    let actions = |id: Ref<Risk>| {
        visit
            .isms()
            .sources::<TreatmentAction>(id.id())
            .filter(|action| visit.isms().treatment_actions.get(action).is_some())
            .count()
    };
    let row = |(id, risk): &(Ref<Risk>, &Entry<Risk>)| {
        vec![
            shown::link(visit, id.id()),
            level(method, &risk.now),
            level(method, &risk.after),
            owner_cell(visit.isms(), risk.owner.as_ref()),
            match actions(*id) {
                0 => html! { span.secondary { "none" } },
                count => html! { (counted(count, "action", "actions")) },
            },
        ]
    };
    let shown = Table {
        caption: String::new(),
        head: ["Risk", "Now", "After", "Owner", "Treatment"].map(str::to_owned).to_vec(),
        rows: all.iter().map(row).collect(),
    };
    html! {
        (stacked(&shown))
        @if visit.offers_new(RecordKind::Risk) { p.small.secondary { "Ordered by the level that stands now. Levels and money are never added up or put into one column." } }
    }
}

/// Says what the owner of a risk is asked, in the words that they know.
fn asked() -> Markup {
    html! {
        ol {
            li { b { "How often in a year" } ": low, likely and high. Once in twenty years is 0.05." }
            li { b { "What it costs when it happens" } ": between which two sums it lies nine times in ten." }
            li { b { "What a control changes" } ": whether it happens less often or costs less, and what the control costs in a year." }
        }
    }
}

/// Says what stands here once there are figures.
fn curve() -> Markup {
    empty(
        Icon::Chart,
        "No loss is calculated",
        "Plumbline keeps no losses in money yet, so there is no curve to draw and no figure to show. Decisions rest on the levels above and on what the method accepts.",
        &[],
    )
}
