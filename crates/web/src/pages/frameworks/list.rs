//! The frameworks, each with how much of it the same controls meet.

use maud::{Markup, html};
use reports::framework_coverage::{OnRecord, on_record};
use standards::frameworks::{Framework, coverage, mapping};

use super::HERE;
use crate::failure::Answer;
use crate::layout::PageHead;
use crate::pages::record::capital;
use crate::parts::count;
use crate::parts::table::{Table, stacked};
use crate::visit::Visit;

/// Says from what the clauses are read.
pub(super) fn clauses_from(visit: &Visit, said: &OnRecord) -> Markup {
    html! {
        p.secondary {
            @match said.clauses_from {
                Some(id) => { "Clauses are read from " a.id-link href=(visit.record_at(id.id())) { (id) } ", controls by their state." },
                None => { "No gap analysis has looked at the clauses yet, so they are not stated; controls are read by their state." },
            }
        }
    }
}

/// Answers with the frameworks.
///
/// # Errors
/// None of its own.
pub async fn page(visit: Visit) -> Answer {
    let said = on_record(visit.isms(), visit.today);
    let row = |framework: &Framework| {
        let covered = coverage(*framework, &said.standing, said.own(*framework));
        let counts = covered.counts();
        let href = visit.at(&format!("{HERE}/{}", framework.id()));
        vec![
            html! { a href=(href) { (framework.title()) } },
            count(counts.met, covered.requirements.len(), "met"),
            html! { (counts.partly_met) },
            html! { (counts.not_met) },
            html! { (counts.no_edge) },
        ]
    };
    let head = ["Framework", "Met", "#Partly met", "#Not met", "#Without a control"];
    let main = html! {
        (stacked(&Table {
            caption: String::new(),
            head: head.map(str::to_owned).to_vec(),
            rows: Framework::ALL.iter().map(row).collect(),
        }))
        (crate::parts::section("mapping", "How far this can be trusted", "", &[], html! {
            p.words { "A control is linked to a requirement by what both ask for, not by the words in which they ask. A link says how much of the requirement it answers: one that only touches it never meets it, however many there are." }
            details.fold {
                summary { "How the links were drawn" }
                div.prose {
                    p { "By a " (mapping().rationale) " comparison: of what is asked." }
                    p { (capital(&mapping().judgement)) "." }
                    p { (capital(&mapping().rule_for_reuse)) }
                    (clauses_from(&visit, &said))
                }
            }
        }))
    };
    let lead = html! { "What the controls of the statement already do for other frameworks. Each figure opens to the controls that it rests on." };
    Ok(visit.page(HERE, PageHead { lead: Some(lead), ..PageHead::new("Frameworks") }, main))
}
