//! Risks: what may go wrong, how bad it is, and what was decided about it.

use serde::{Deserialize, Serialize};

use crate::field::{part, record};
use crate::values::{one_of, tagged, words};
use crate::{Date, Decimal, ElementRef, Line, Owner, Problem, Prose, Ref, Shape, Value};

use super::{Agreement, Control, Interface, Person};
record! {
    /// What may go wrong, and what was decided about it.
    Risk => risks, "R", "risk", "risks", clause "6.1.2", single false,
    "Something that may happen, what it would hurt, and what is done about it.";
    title: Line, Form "Title", "What may happen, to what, and why it hurts.";
    description: Prose, Form "Description", "The story in a few sentences.";
    threat: Line, Form "Threat", "Who or what could cause it.";
    weakness: Line, Form "Weakness", "What makes it possible.";
    properties: Vec<Property>, Form "At stake", "Confidentiality, integrity, availability.";
    owner: Option<Owner>, Form "Owner", "The person who answers for it and accepts what is left.";
    elements: Vec<ElementRef>, Form "Touches", "Processes, assets, sites and suppliers that it would hurt.";
    interfaces: Vec<Ref<Interface>>, Form "Interfaces", "Boundaries of the scope that it concerns.";
    existing_controls: Prose, Form "Existing controls", "Controls as a file names them; offered as links.";
    now: Rating, Operation "Now", "How bad it is today, by the method.";
    treatment: Treatment, Operation "Treatment", "What was decided: modify, retain, avoid, share.";
    controls: Vec<Ref<Control>>, Operation "Controls", "Controls that lower it.";
    shared_with: Vec<Ref<Agreement>>, Operation "Shared with", "Contracts or insurances that share it.";
    stop_on: Option<Date>, Operation "Stop on", "When the activity ends, where the risk is avoided.";
    after: Rating, Operation "After treatment", "How bad it is, or will be, with the controls.";
    second_ratings: Vec<Rating>, Operation "Second ratings", "How others rated it by the same method, to see whether they come to the same.";
    priority: Option<Line>, Form "Priority", "How urgent the treatment is.";
    acceptances: Vec<Acceptance>, Operation "Acceptances", "Who accepted what is left, until when.";
    status: RiskStatus, Operation "Status", "Open, or closed with a reason.";
}

words! {
    /// What information security protects.
    Property {
        /// Only those see it who may.
        Confidentiality = "confidentiality" | "c",
        /// It is right and whole.
        Integrity = "integrity" | "i",
        /// It is there when needed.
        Availability = "availability" | "a",
    }
}

part! {
    /// How bad a risk is, by whom and how that was judged.
    Rating;
    likelihood: Option<Decimal>, "Likelihood", "The value on the scale of likelihood.";
    consequence: Option<Decimal>, "Consequence", "The value on the scale of consequence.";
    score: Option<Decimal>, "Score", "The score, where a file gives one or the method computes one.";
    level: Option<Line>, "Level", "The level in the word of the method.";
    by: Option<Owner>, "By", "Who rated it.";
    on: Option<Date>, "On", "When.";
    method_version: Option<u32>, "Method version", "By which version of the method.";
    rationale: Prose, "Rationale", "Why these values.";
    state: Option<ResidualState>, "State", "Of a rating after treatment: reached already, or aimed at.";
}

impl Rating {
    /// Says whether nothing was rated.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.likelihood.is_none()
            && self.consequence.is_none()
            && self.score.is_none()
            && self.level.is_none()
    }
}

words! {
    /// Whether a rating after treatment is reached.
    ResidualState {
        /// The controls work; this is how it stands.
        Current = "current",
        /// This is what the controls are to reach.
        Target = "target" | "planned",
    }
}

words! {
    /// What was decided about a risk.
    Treatment {
        /// Nobody has decided yet.
        Undecided = "undecided" | "",
        /// Controls lower it.
        Modify = "modify" | "mitigate" | "reduce" | "treat",
        /// Its owner lives with it.
        Retain = "retain" | "accept" | "tolerate",
        /// The activity ends.
        Avoid = "avoid" | "terminate",
        /// Somebody else carries part of it.
        Share = "share" | "transfer",
    }
}

#[expect(clippy::derivable_impls, reason = "the enum is declared by a macro that knows no default")]
impl Default for Treatment {
    fn default() -> Self {
        Self::Undecided
    }
}

part! {
    /// An owner lives with what is left, for a while, for a reason.
    Acceptance;
    by: Option<Ref<Person>>, "By", "Who accepted it.";
    for_owner: Option<Ref<Person>>, "For", "The owner who delegated it.";
    on: Option<Date>, "On", "When.";
    until: Option<Date>, "Until", "Until when it holds.";
    because: Prose, "Because", "Why it is acceptable.";
    level: Option<Line>, "Level", "The level accepted.";
    rating: Option<Rating>, "Rating", "The exact rating accepted.";
    withdrawn_on: Option<Date>, "Withdrawn on", "When it was taken back.";
    withdrawn_because: Prose, "Withdrawn because", "Why it was taken back.";
}

impl Acceptance {
    /// Says whether it holds on that day.
    #[must_use]
    pub fn is_in_force(&self, today: Date) -> bool {
        self.on.is_some_and(|on| on <= today)
            && self.until.is_none_or(|until| until >= today)
            && self.withdrawn_on.is_none_or(|on| on > today)
    }
}

/// Whether a risk still needs looking at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum RiskStatus {
    /// It is there.
    #[default]
    #[serde(rename = "open")]
    Open,
    /// It is gone.
    #[serde(rename = "closed")]
    Closed {
        /// Since when.
        on: Date,
        /// Why.
        because: Prose,
    },
}

impl RiskStatus {
    /// Says whether it is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        *self == Self::Open
    }
}

impl Value for RiskStatus {
    fn text(&self) -> String {
        match self {
            Self::Open => "open".to_owned(),
            Self::Closed { on, because } => format!("closed on {on}: {because}"),
        }
    }
    fn is_empty(&self) -> bool {
        false
    }
    fn read(text: &str) -> Result<Self, Problem> {
        match text.trim().to_lowercase().as_str() {
            "" | "open" => Ok(Self::Open),
            _ => Err(Problem::new("a risk is closed with a date and a reason, not by a word")),
        }
    }
    fn shape() -> Shape {
        Shape::Line
    }
    fn schema() -> serde_json::Value {
        let inside = || serde_json::json!({ "type": "object" });
        let mut forms = vec![serde_json::json!({ "enum": ["open"] })];
        forms.extend(["closed"].map(|form| tagged(form, inside())));
        one_of(forms)
    }
}

impl Risk {
    /// Returns the rating that counts after treatment: the one after, or the one now where that is missing.
    #[must_use]
    pub fn remaining(&self) -> &Rating {
        if self.after.is_blank() { &self.now } else { &self.after }
    }

    /// Returns the newest acceptance that holds on a day.
    #[must_use]
    pub fn accepted(&self, today: Date) -> Option<&Acceptance> {
        self.acceptances
            .iter()
            .filter(|acceptance| acceptance.is_in_force(today))
            .max_by_key(|acceptance| acceptance.on)
    }

    /// Returns who owns it, where that is a person named directly.
    #[must_use]
    pub fn owner_person(&self, isms: &crate::Isms) -> Option<Ref<Person>> {
        self.owner.as_ref().and_then(|owner| owner.person(isms))
    }
}
