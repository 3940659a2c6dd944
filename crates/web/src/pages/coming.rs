//! What comes next with a record: one step, in a sentence, with who may take it.

use maud::{Markup, html};
use model::{AnyRecord, RecordId};

use super::record::{deeds, page as generic};
use crate::address;
use crate::layout::PageHead;
use crate::parts::Action;
use crate::visit::Visit;

/// The step that comes next in the life of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coming {
    /// What is done.
    pub step: Step,
    /// What comes next, in a sentence.
    pub words: String,
    /// Who sees to it, in a sentence; empty where that is no one's in particular.
    pub who: String,
}

/// A step that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// An operation by its verb, with what its form begins with.
    Verb(&'static str, Vec<(&'static str, String)>),
    /// A page: the words on its button, and its address.
    Page(&'static str, String),
    /// Nothing that can be done here.
    Wait,
}

impl Coming {
    /// Returns an operation as the next step.
    pub fn verb(verb: &'static str, words: impl Into<String>) -> Self {
        Self { step: Step::Verb(verb, Vec::new()), words: words.into(), who: String::new() }
    }

    /// Returns a page as the next step.
    pub fn page(label: &'static str, href: String, words: impl Into<String>) -> Self {
        Self { step: Step::Page(label, href), words: words.into(), who: String::new() }
    }

    /// Returns that somebody else has the next word.
    pub fn wait(words: impl Into<String>) -> Self {
        Self { step: Step::Wait, words: words.into(), who: String::new() }
    }

    /// Fills in what the form begins with.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        if let Step::Verb(_, fields) = &mut self.step {
            fields.push((name, value.into()));
        }
        self
    }

    /// Says who sees to it.
    pub fn by(self, who: impl Into<String>) -> Self {
        Self { who: who.into(), ..self }
    }
}

/// A page's next step as it is shown: the heading with its button, the words, and the other steps.
pub struct Offered {
    /// The heading, with the step as what is asked most.
    pub head: PageHead,
    /// What comes next, and who may.
    pub words: Markup,
    /// The steps that can be taken beside it.
    pub others: Vec<Action>,
}

/// Returns what comes next with a record, for its page.
#[must_use]
pub fn offered(visit: &Visit, id: RecordId, record: &dyn AnyRecord, coming: Option<&Coming>) -> Offered {
    let steps = deeds::offered(visit, id, record);
    let verb = coming.and_then(|coming| match &coming.step {
        Step::Verb(verb, _) => Some(*verb),
        Step::Page(..) | Step::Wait => None,
    });
    let button = coming.and_then(|coming| button(visit, id, &coming.step, &steps));
    let others = steps.iter().filter(|(known, _)| Some(*known) != verb).map(|(_, action)| action.clone());
    let mut head = generic::head(visit, id, record);
    // Who may not edit is not led to a form that is refused.
    head.actions.retain(|action| action.label != "Edit" || visit.offers("record.edit", &[id]));
    let words = words(visit, id, coming, button.as_ref());
    if let Some(button) = button {
        for action in &mut head.actions {
            action.weight = Default::default();
        }
        head.actions.insert(0, button.primary());
    }
    Offered { head, words, others: others.collect() }
}

/// Returns the button of a step, where who reads can take it.
fn button(visit: &Visit, id: RecordId, step: &Step, steps: &[(&'static str, Action)]) -> Option<Action> {
    match step {
        Step::Verb(verb, fields) => {
            let (_, action) = steps.iter().find(|(known, _)| known == verb)?;
            let fields = fields.iter().map(|(name, value)| (*name, value.as_str()));
            Some(Action { href: address::with_query(&action.href, fields), ..action.clone() })
        }
        Step::Page(label, href) => {
            let is_form = href.starts_with(&format!("{}/edit", address::record(id)));
            let offered = if is_form { visit.offers_edit(id) } else { !visit.reads_only() };
            offered.then(|| Action::link(*label, visit.at(href)))
        }
        Step::Wait => None,
    }
}

fn words(visit: &Visit, id: RecordId, coming: Option<&Coming>, button: Option<&Action>) -> Markup {
    let Some(coming) = coming.filter(|_| !visit.is_past()) else { return html! {} };
    html! {
        div.callout {
            p { b { "Next: " } (coming.words) @if !coming.who.is_empty() { " " (coming.who) } }
            @if button.is_none() { @if let Some(why) = denied(visit, id, &coming.step) { p.secondary { "You cannot do this: " (why) "." } } }
        }
    }
}

/// Says why who reads may not take a step, and who could.
fn denied(visit: &Visit, id: RecordId, step: &Step) -> Option<String> {
    let intent = match step {
        Step::Verb(verb, _) => deeds::steps::named(id.kind, verb)?.intent,
        Step::Page(..) => "record.edit",
        Step::Wait => return None,
    };
    visit.why_not(intent, &[id])
}

/// Returns the steps beside the one that comes next.
#[must_use]
pub fn others(offered: &Offered) -> Markup {
    html! {
        @if !offered.others.is_empty() {
            (crate::parts::section("deeds", "Other steps", "", &[], html! { div.stack { (crate::parts::actions(&offered.others)) } }))
        }
    }
}
