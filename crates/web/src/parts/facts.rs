//! A list of facts: name, value, and what the name means.

use maud::{Markup, html};

/// One fact.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// What it is here; empty shows that it is missing.
    pub value: Option<Markup>,
    /// What the name means, in one sentence.
    pub help: Option<String>,
    /// Where its history is: who, when, why.
    pub history: Option<String>,
    /// How many threads are about it, and where the first of them is.
    pub said: Option<(usize, String)>,
}

impl Fact {
    /// Returns a fact with its value.
    pub fn new(name: impl Into<String>, value: Markup) -> Self {
        Self { name: name.into(), value: Some(value), help: None, history: None, said: None }
    }

    /// Returns a fact of plain words; empty words show that it is missing.
    pub fn words(name: impl Into<String>, words: &str) -> Self {
        let value = (!words.is_empty()).then(|| html! { (words) });
        Self { name: name.into(), value, help: None, history: None, said: None }
    }

    /// Adds what the name means.
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// Adds where its history is.
    pub fn history(self, href: impl Into<String>) -> Self {
        Self { history: Some(href.into()), ..self }
    }

    /// Adds how many threads are about it, and where the first of them is.
    pub fn said(self, said: Option<(usize, String)>) -> Self {
        Self { said, ..self }
    }
}

/// Returns the facts, names at the start and values beside them.
pub fn facts(facts: &[Fact]) -> Markup {
    html! {
        dl.facts {
            @for fact in facts {
                div {
                    dt title=[fact.help.as_deref()] {
                        (fact.name)
                        @if let Some((count, href)) = &fact.said {
                            " " a.fact-said href=(href) title={ "comments on " (fact.name) } {
                                (super::icon::icon(super::icon::Icon::Request)) (count) span.vh { " comments on " (fact.name) }
                            }
                        }
                    }
                    dd {
                        @match &fact.value {
                            Some(value) => (value),
                            None => span.missing { "not recorded" },
                        }
                        @if let Some(href) = &fact.history {
                            " " a.fact-history href=(href) title="who, when, why" {
                                (super::icon::icon(super::icon::Icon::Clock)) span.vh { "history of " (fact.name) }
                            }
                        }
                    }
                }
            }
        }
    }
}
