//! Who has to do what, the gaps with their effort, and the decisions that come next.

use model::records::{Duty, Person, PersonKind};
use model::{Date, Isms, Owner, Ref, Span, Value};
use rules::{StepNow, about};
use standards::schedule::Schedule;

use crate::basis::Basis;

/// What stands where nobody is named yet.
pub const UNNAMED: &str = "to be named";
/// How many names stand beside each other.
const NAMES_MAX: usize = 3;

/// What somebody has to do, and by when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// As what.
    pub who: &'static str,
    /// The name, or that it is missing.
    pub name: String,
    /// What.
    pub what: String,
    /// When: a day or a span.
    pub when: String,
}

/// A gap with its effort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The rule.
    pub code: String,
    /// The clause.
    pub clause: String,
    /// What is missing.
    pub what: String,
    /// About how long it takes.
    pub effort: String,
    /// Who does it.
    pub owner: String,
}

/// Returns a step as a gap.
pub(super) fn gap(basis: &Basis, step: &StepNow) -> Gap {
    let first = step.all[0];
    Gap {
        code: step.code.to_owned(),
        clause: first.clauses.first().copied().unwrap_or_default().to_owned(),
        // That drafts come from the answers is said on the screen; a director knows.
        what: step.what.clone(),
        effort: about(step.minutes),
        owner: owner(basis, step),
    }
}

/// Returns a step of a phase that has not begun as a gap: it has no effort yet, only a phase.
pub(super) fn later(basis: &Basis, step: &StepNow) -> Gap {
    Gap { effort: format!("later: {}", step.phase.title()), ..gap(basis, step) }
}

/// Returns who does a step: who owns its record, else who answers for that part of the management system.
fn owner(basis: &Basis, step: &StepNow) -> String {
    let record = step.all[0].place.record().and_then(|id| basis.isms.find(id));
    let owner = record.and_then(|record| record.text("owner")).and_then(|text| Owner::read(&text).ok());
    let named = basis.owner(owner.as_ref());
    if !named.is_empty() {
        return named;
    }
    let signed = ["PB0401", "PB0501", "PB0601"].contains(&step.code) && step.drafts.is_empty();
    let names = if signed { directors(basis) } else { holders(basis, Duty::Conformity) };
    if names.is_empty() { UNNAMED.to_owned() } else { names }
}

/// Returns who has to do what.
pub(super) fn deeds(basis: &Basis, schedule: &Schedule) -> Vec<Deed> {
    let day = |number: u32| schedule.phase(number).map(|phase| (phase.starts_on, phase.ends_on));
    let by = |number: u32| day(number).map(|(_, ends)| format!("by {ends}")).unwrap_or_default();
    let span = |number: u32| day(number).map(|(from, to)| format!("{from} to {to}")).unwrap_or_default();
    let named = |names: String| if names.is_empty() { UNNAMED.to_owned() } else { names };
    let body = basis.isms.organisation.one().map(|one| one.body.to_string()).unwrap_or_default();
    let body = if body.is_empty() { "to be chosen".to_owned() } else { body };
    let deed = |who, name: String, what: &str, when: String| Deed { who, name, what: what.to_owned(), when };
    vec![
        deed(
            "Top management",
            named(directors(basis)),
            "approves scope, policy and risk method; gives people their time",
            by(1),
        ),
        deed(
            "Security lead",
            named(holders(basis, Duty::Conformity)),
            "leads the work, keeps plan and records, reports to top management",
            day_span(schedule, 1, 8),
        ),
        deed(
            "Risk owners",
            named(risk_owners(basis)),
            "rate their risks, decide what is done, accept what is left",
            day_span(schedule, 2, 3),
        ),
        deed(
            "Owners of controls",
            named(control_owners(basis)),
            "run their controls in rhythm and leave a record each time",
            span(4),
        ),
        deed(
            "Internal auditor",
            named(holders(basis, Duty::InternalAudit)),
            "audits every clause before Stage 1; nobody audits own work",
            by(5),
        ),
        deed("Top management", named(directors(basis)), "reviews the management system and decides", by(5)),
        deed(
            "Certification body",
            body,
            "Stage 1, then Stage 2; decides on the certificate",
            day_span(schedule, 6, 8),
        ),
    ]
}

/// Returns the days from the first to the last of some phases.
fn day_span(schedule: &Schedule, first: u32, last: u32) -> String {
    let phases = || schedule.phases.iter().filter(|phase| (first..=last).contains(&phase.number));
    let from = phases().map(|phase| phase.starts_on).min();
    let to = phases().map(|phase| phase.ends_on).max();
    from.zip(to).map(|(from, to)| format!("{from} to {to}")).unwrap_or_default()
}

/// Returns what is to be decided next, nearest first.
pub(super) fn decisions(basis: &Basis, schedule: &Schedule) -> Vec<String> {
    let isms = basis.isms;
    let mut decisions = Vec::new();
    if directors(basis).is_empty() {
        decisions.push("Who of top management signs for the management system.".to_owned());
    }
    if holders(basis, Duty::Conformity).is_empty() {
        decisions
            .push("Who leads the work, and how many hours a week that person is freed for it.".to_owned());
    }
    if holders(basis, Duty::InternalAudit).is_empty() {
        decisions.push(
            "Who audits from inside: somebody trained who does not audit own work, or somebody from outside."
                .to_owned(),
        );
    }
    let chosen = isms.organisation.one().is_some_and(|one| !one.body.is_empty());
    if let Some(stage_1) = schedule.phase(6).filter(|_| !chosen) {
        let booked = earlier(stage_1.starts_on, 8).max(basis.as_of);
        decisions.push(format!(
            "Which certification body: asked for offers and booked by {booked}, for Stage 1 on {}.",
            stage_1.starts_on
        ));
    }
    for phase in
        schedule.phases.iter().filter(|phase| phase.ends_on >= basis.as_of && phase.number < 6).take(2)
    {
        decisions.push(format!("By {}, end of {}: {}.", phase.ends_on, phase.title, phase.gate));
    }
    if people(isms).is_none() {
        decisions.push("How many people work in the scope; the audit days follow from it.".to_owned());
    }
    decisions.truncate(6);
    decisions
}

fn earlier(day: Date, weeks: i64) -> Date {
    day.saturating_add(Span::new().days(-7 * weeks))
}

fn people(isms: &Isms) -> Option<u32> {
    isms.organisation.one().and_then(|one| one.people_count).filter(|people| *people > 0)
}

/// Returns the names of top management.
fn directors(basis: &Basis) -> String {
    let people = basis.isms.people.iter();
    let top = people
        .filter(|(_, person)| person.kind == Some(PersonKind::TopManagement) && person.left_on.is_none());
    several(top.map(|(id, _)| basis.person(id)))
}

/// Returns who holds a duty.
fn holders(basis: &Basis, duty: Duty) -> String {
    let roles = basis.isms.roles.iter().filter(|(_, role)| role.duties.contains(&duty));
    let holders: std::collections::BTreeSet<Ref<Person>> =
        roles.filter_map(|(_, role)| role.holder).collect();
    several(holders.into_iter().map(|holder| basis.person(holder)))
}

/// Returns who owns controls.
fn control_owners(basis: &Basis) -> String {
    let owners = basis.isms.controls.iter().map(|(_, control)| basis.owner(control.owner.as_ref()));
    let owners: std::collections::BTreeSet<String> = owners.filter(|name| !name.is_empty()).collect();
    several(owners.into_iter())
}

/// Returns who owns risks.
fn risk_owners(basis: &Basis) -> String {
    let owners = basis.isms.risks.iter().map(|(_, risk)| basis.owner(risk.owner.as_ref()));
    let owners: std::collections::BTreeSet<String> = owners.filter(|name| !name.is_empty()).collect();
    several(owners.into_iter())
}

/// Returns the first names, and how many more there are.
fn several(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.collect();
    let more = names.len().saturating_sub(NAMES_MAX);
    names.truncate(NAMES_MAX);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", names.join(", "))
}
