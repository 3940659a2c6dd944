//! What a control meets beside ISO/IEC 27001, by the shipped crosswalk and the organisation's own edges.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use model::records::Control;
use model::{Key, Ref};
use standards::frameworks::{Framework, Origin, edges_from};

use crate::parts::{Fact, facts, section};
use crate::visit::Visit;

/// Returns the requirements of other frameworks that the control, or the rows of Annex A that it serves, lead to.
pub(super) fn elsewhere(visit: &Visit, id: Ref<Control>, control: &Control) -> Markup {
    let served = std::iter::once(&id).chain(&control.implements);
    let mut found: BTreeMap<Framework, BTreeSet<&str>> = BTreeMap::new();
    for one in served {
        let Key::AnnexA(number) = one.key else { continue };
        for edge in edges_from(&Origin::Control(number)) {
            found.entry(edge.framework).or_default().insert(&edge.to);
        }
    }
    let line = |(framework, requirements): (&Framework, &BTreeSet<&str>)| {
        let at = visit.at(&format!("/frameworks/{}", framework.id()));
        Fact::new(framework.title(), html! { @for to in requirements { a href=(at) { code { (to) } } " " } })
    };
    let lines: Vec<Fact> = found.iter().map(line).collect();
    html! { @if !lines.is_empty() { (section("elsewhere", "Also serves", "", &[], facts(&lines))) } }
}
