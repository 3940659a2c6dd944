//! The organisation itself: what it is, and how it wants to be judged.

use crate::field::{part, record};
use crate::{Decimal, Line, Prose};
record! {
    /// The organisation whose ISMS this is.
    Organisation => organisation, "ORG", "organisation", "organisation", clause "4.1", single true,
    "The company or the part of it whose management system this is.";
    title: Line, Form "Name", "The name of the organisation.";
    sells: Prose, Form "What it does", "What it makes or sells, in a sentence.";
    people_count: Option<u32>, Form "People", "How many people work in the scope, contractors among them.";
    time_zone: Line, Form "Time zone", "The time zone in which days end, such as Europe/Prague.";
    why_now: Prose, Form "Why now", "Who asks for the certificate: customers, contracts, laws.";
    body: Line, Form "Certification body", "The body that will audit, where it is chosen.";
    parameters: Vec<Parameter>, Form "Parameters of the rules", "Limits of the rules that are set differently here, each with its reason.";
}

part! {
    /// A limit of the rules that is set differently here.
    Parameter;
    name: Line, "Name", "The name of the parameter, such as evidence_review_days.";
    value: Decimal, "Value", "The value that holds here.";
    because: Prose, "Because", "Why the usual value does not fit.";
}

impl Organisation {
    /// Returns the value set here for a parameter of the rules.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<Decimal> {
        self.parameters.iter().find(|parameter| parameter.name == name).map(|parameter| parameter.value)
    }
}
