//! Whose a first step is: what who reads can do themselves, and what waits for others, by name.

use app::policy::{StepUp, Verdict};
use maud::{Markup, html};
use model::{Key, RecordId, RecordKind};
use operations::every_form;
use rules::{STEPS_MAX, StepNow, Steps};

use super::overview::one_step;
use crate::pages::words::Explained;
use crate::parts::section;
use crate::parts::work::{Work, work};
use crate::visit::Visit;

/// Of how many places of one step it is asked whether who reads may mend them.
const ASKED_MAX: usize = 5;

/// The first steps of who reads, and those of others with who could take them.
pub struct Shared<'a> {
    /// What who reads can do.
    pub own: Steps<'a>,
    /// What others do.
    others: Vec<(StepNow<'a>, String)>,
}

/// Parts the steps by who can take them.
#[must_use]
pub fn shared<'a>(visit: &Visit, steps: Steps<'a>) -> Shared<'a> {
    let Steps { phase, now, mut more, ahead, later } = steps;
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for step in now {
        match kept_from(visit, &step) {
            None => own.push(step),
            Some(who) => others.push((step, who)),
        }
    }
    let rest = own.split_off(own.len().min(STEPS_MAX));
    more.steps = rest.len();
    more.places = rest.iter().map(|step| step.all.len()).sum();
    Shared { own: Steps { phase, now: own, more, ahead, later }, others }
}

impl Shared<'_> {
    /// Returns what waits for others.
    #[must_use]
    pub fn waiting(&self, visit: &Visit, words: &mut Explained) -> Markup {
        let row = |(step, who): &(StepNow, String)| Work {
            due: None,
            action: None,
            ..told(visit, step, who, words)
        };
        let rows: Vec<Work> = self.others.iter().take(STEPS_MAX).map(row).collect();
        html! {
            @if !rows.is_empty() {
                (section("steps-of-others", "First steps of others", &self.others.len().to_string(), &[], html! {
                    (work(&rows))
                    @if rows.len() < self.others.len() {
                        p.secondary { "and " (self.others.len() - rows.len()) " more: " a href=(visit.at(super::HERE)) { "all that is open" } }
                    }
                }))
            }
        }
    }
}

/// Returns a step of others as a row: it says for whom it waits.
fn told(visit: &Visit, step: &StepNow, who: &str, words: &mut Explained) -> Work {
    let row = one_step(visit, step, words);
    Work { why: html! { (who) }, ..row }
}

/// Returns for whom a step waits; nothing where who reads can take it.
fn kept_from(visit: &Visit, step: &StepNow) -> Option<String> {
    let mut first = None;
    for (intent, records) in asked(visit, step) {
        match visit.books.may(visit.actor, &visit.proof(), intent, &records) {
            Verdict::Permit => return None,
            Verdict::Deny(denial) if denial.step_up == StepUp::Wanted => return None,
            Verdict::Deny(denial) => {
                first.get_or_insert(denial);
            }
        }
    }
    let denial = first?;
    Some(match (denial.names.split_last(), &denial.nobody) {
        (None, Some(nobody)) => nobody.clone(),
        (None, None) => denial.because.clone(),
        (Some((one, [])), _) => format!("waits for {one}"),
        (Some((last, first)), _) => format!("waits for {} or {last}", first.join(", ")),
    })
}

/// Returns what a step would do to which records: any of them makes it a step of who may do that.
fn asked(visit: &Visit, step: &StepNow) -> Vec<(&'static str, Vec<RecordId>)> {
    if !step.drafts.is_empty() {
        return step.drafts.iter().take(ASKED_MAX).map(|draft| ("proposal.take", vec![*draft])).collect();
    }
    step.all
        .iter()
        .take(ASKED_MAX)
        .map(|one| of_command(visit, &one.help.command, one.place.record()))
        .collect()
}

/// Returns what the command of a step does; where it has none, its record is edited.
fn of_command(visit: &Visit, command: &str, place: Option<RecordId>) -> (&'static str, Vec<RecordId>) {
    let words: Vec<&str> = command.split_whitespace().skip(1).collect();
    let named = words.iter().find_map(|word| RecordId::parse(word)).or(place);
    let made = || {
        let slug = words.get(1).copied().filter(|_| words.first() == Some(&"new"))?;
        RecordKind::ALL
            .iter()
            .copied()
            .find(|kind| kind.kind().slug() == slug || kind.kind().singular == slug)
    };
    if let Some(kind) = made() {
        return ("record.create", vec![visit.isms().next(kind)]);
    }
    let single = match words.get(1).copied().filter(|_| words.first() == Some(&"approve")) {
        Some("soa") => Some(RecordKind::Soa),
        Some("scope") => Some(RecordKind::Scope),
        Some("method") => Some(RecordKind::Method),
        Some("plan") => Some(RecordKind::TreatmentPlan),
        Some(_) | None => None,
    };
    let id = single.map(|kind| RecordId { kind, key: Key::One }).or(named);
    let verbs = [words.first().copied(), words.get(1).copied()];
    let known = |id: RecordId, verb: &str| every_form().find(|form| form.on == id.kind && form.verb == verb);
    let form = id.and_then(|id| verbs.iter().flatten().find_map(|verb| known(id, verb)));
    match (form, id) {
        (Some(form), Some(id)) => (form.intent, vec![id]),
        (None, Some(id)) => ("record.edit", vec![id]),
        (_, None) => ("record.edit", vec![RecordId { kind: RecordKind::Scope, key: Key::One }]),
    }
}
