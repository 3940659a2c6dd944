//! The frameworks, each with how much of it the same controls meet.

use maud::html;
use standards::frameworks::{Framework, coverage, gaps, mapping};

use super::{HERE, met};
use crate::failure::Answer;
use crate::layout::PageHead;
use crate::parts::count;
use crate::parts::table::{Table, table};
use crate::visit::Visit;

/// Answers with the frameworks.
///
/// # Errors
/// None of its own.
pub async fn page(visit: Visit) -> Answer {
    let standing = met::standing(visit.isms(), visit.today);
    let row = |framework: &Framework| {
        let own = met::own_edges(visit.isms(), *framework, visit.today);
        let covered = coverage(*framework, &standing, &own);
        let counts = covered.counts();
        let href = visit.at(&format!("{HERE}/{}", framework.id()));
        vec![
            html! { a href=(href) { (framework.title()) } },
            count(counts.met, covered.requirements.len(), "met"),
            html! { (counts.partly_met) },
            html! { (counts.not_met) },
            html! { (counts.no_edge) },
            html! { (gaps(*framework).len()) },
        ]
    };
    let head = ["Framework", "Met", "#Partly met", "#Not met", "#No edge", "#Without crosswalk"];
    let main = html! {
        (table(&Table {
            caption: String::new(),
            head: head.map(str::to_owned).to_vec(),
            rows: Framework::ALL.iter().map(row).collect(),
        }))
        (crate::parts::section("mapping", "What an edge says", "", &[], html! {
            p { (mapping().rationale) }
            p { (mapping().judgement) }
            p { (mapping().rule_for_reuse) }
            p.secondary { "An edge that only intersects a requirement never meets it, however many there are." }
        }))
    };
    let lead = html! { "What the controls of the statement already do for other frameworks. Each figure opens to the edges that it rests on." };
    Ok(visit.page(HERE, PageHead { lead: Some(lead), ..PageHead::new("Frameworks") }, main))
}
