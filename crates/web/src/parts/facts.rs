//! A list of facts: name, value, and what the name means.

use maud::{Markup, html};

use super::icon::{Icon, icon};

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
    /// What people say about it.
    pub said: Said,
}

/// What people say about something, and the way to say more.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// How many open threads there are, and where the first of them is.
    pub threads: Option<(usize, String)>,
    /// Where one is begun.
    pub begin: Option<String>,
}

impl Fact {
    /// Returns a fact with its value.
    pub fn new(name: impl Into<String>, value: Markup) -> Self {
        Self { name: name.into(), value: Some(value), help: None, history: None, said: Said::default() }
    }

    /// Returns a fact of plain words; empty words show that it is missing.
    pub fn words(name: impl Into<String>, words: &str) -> Self {
        let value = (!words.is_empty()).then(|| html! { (words) });
        Self { name: name.into(), value, help: None, history: None, said: Said::default() }
    }

    /// Adds what the name means.
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// Adds where its history is.
    pub fn history(self, href: impl Into<String>) -> Self {
        Self { history: Some(href.into()), ..self }
    }

    /// Adds what people say about it.
    pub fn said(self, said: Said) -> Self {
        Self { said, ..self }
    }
}

/// Returns the facts, names at the start and values beside them.
pub fn facts(facts: &[Fact]) -> Markup {
    html! {
        dl.facts {
            @for fact in facts {
                div {
                    dt title=[fact.help.as_deref()] { (fact.name) (threads_mark(&fact.name, &fact.said)) }
                    dd {
                        @match &fact.value {
                            Some(value) => (value),
                            None => span.missing { "not recorded" },
                        }
                        @if fact.history.is_some() || fact.said.begin.is_some() {
                            span.fact-marks {
                                @if let Some(href) = &fact.history {
                                    " " a.fact-history href=(href) title="who, when, why" {
                                        (icon(Icon::Clock)) span.vh { "history of " (fact.name) }
                                    }
                                }
                                (begin(&fact.name, &fact.said))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Returns the mark that says how many threads are about something; it leads to the first.
pub fn threads_mark(name: &str, said: &Said) -> Markup {
    html! {
        @if let Some((count, href)) = &said.threads {
            " " a.fact-said href=(href) title={ "comments on " (name) } {
                (icon(Icon::Request)) (count) span.vh { " comments on " (name) }
            }
        }
    }
}

fn begin(name: &str, said: &Said) -> Markup {
    html! {
        @if let Some(href) = &said.begin {
            " " a.fact-say href=(href) title="say something about it" {
                (icon(Icon::Say)) span.vh { "comment on " (name) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_says_how_many_speak_about_it_and_where_one_does() {
        let said = Said { threads: Some((2, "#CMT-1".to_owned())), begin: Some("?say=owner#say".to_owned()) };
        let shown = facts(&[Fact::words("Owner", "Kim").said(said)]).into_string();
        for words in [
            "href=\"#CMT-1\"",
            "2<span class=\"vh\"> comments on Owner",
            "href=\"?say=owner#say\"",
            "comment on Owner",
        ] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        assert!(!facts(&[Fact::words("Owner", "Kim")]).into_string().contains("fact-marks"));
    }
}
