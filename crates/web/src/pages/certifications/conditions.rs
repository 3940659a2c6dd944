//! The conditions of the certification body, held against the records.

use maud::{Markup, html};
use model::Ref;
use model::records::Certification;
use reports::certification_gates::{GateStanding, GateState, standing};
use standards::certification::GateBefore;

use crate::pages::naming::counted;
use crate::pages::record::shown::link;
use crate::parts::{Status, section, state};
use crate::visit::Visit;

/// Up to how many records behind a condition are named without being opened.
const NAMED_MAX: usize = 3;

/// Returns the conditions, by what they stand before; of a certification that another one follows only the way there.
pub(super) fn conditions(visit: &Visit, id: Ref<Certification>) -> Markup {
    let later = visit.isms().certifications.iter().find(|(_, other)| other.follows == Some(id));
    if let Some((later, _)) = later {
        let body = html! { p.words.secondary { "They are those of the certification that follows: " (link(visit, later.id())) } };
        return section("conditions", "Conditions of the body", "", &[], body);
    }
    let all = standing(visit.isms(), visit.today);
    let count = |wanted: GateState| all.iter().filter(|one| one.state == wanted).count();
    let lead = html! {
        p.lead {
            span { (state(Status::Held, &counted(count(GateState::Holds), "is not met", "are not met"))) }
            span { (state(Status::Met, &format!("{} met", count(GateState::Passed)))) }
            span.secondary { (count(GateState::Body)) " that only the body can see" }
        }
    };
    let points = [
        GateBefore::Visit,
        GateBefore::Time,
        GateBefore::Programme,
        GateBefore::Team,
        GateBefore::Stage2,
        GateBefore::Decision,
    ];
    let body = html! {
        (lead)
        @for point in points {
            @let of = all.iter().filter(|one| one.gate.before == point).collect::<Vec<_>>();
            @if !of.is_empty() {
                h3.conditions-before { (before(point)) }
                ul.conditions { @for one in of { (condition(visit, one)) } }
            }
        }
    };
    section("conditions", "Conditions of the body", &all.len().to_string(), &[], body)
}

fn condition(visit: &Visit, one: &GateStanding) -> Markup {
    let (status, word) = match one.state {
        GateState::Passed => (Status::Met, "met"),
        GateState::Holds => (Status::Held, "not met"),
        GateState::Body => (Status::NotStarted, "for the body to see"),
        GateState::NotYet => (Status::NotStarted, "not yet"),
    };
    let rules: Vec<&str> = one.gate.rules().map(|rule| rule.title.as_str()).collect();
    html! {
        li {
            (crate::parts::mark(status, word))
            div {
                b title=(rules.join("; ")) { (super::super::record::capital(one.gate.holds)) }
                div.example-says { (super::super::record::capital(&one.because)) }
                (behind(visit, one))
            }
        }
    }
}

/// Returns the records behind a condition; many are folded.
fn behind(visit: &Visit, one: &GateStanding) -> Markup {
    let list = html! { ul.plain { @for id in &one.records { li { (link(visit, *id)) } } } };
    html! {
        @if one.records.len() > NAMED_MAX {
            details.fold { summary { (counted(one.records.len(), "record", "records")) } (list) }
        } @else if !one.records.is_empty() { (list) }
    }
}

/// Says what conditions stand before.
fn before(point: GateBefore) -> &'static str {
    match point {
        GateBefore::Stage2 => "Before Stage 2 begins",
        GateBefore::Decision => "Before the body decides",
        GateBefore::Team => "Before it chooses its team",
        GateBefore::Programme => "Before it settles its audit programme",
        GateBefore::Time => "Before it settles the audit time",
        GateBefore::Visit => "Before it visits a certified client",
    }
}
