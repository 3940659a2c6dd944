//! One rule: what it finds, why an auditor asks, how to mend it, and what is wrong and right by example.

use axum::extract::RawPathParams;
use maud::{Markup, html};
use model::RecordKind;
use rules::{Check, Rule, phase_of};

use super::HERE;
use super::shown::level;
use crate::failure::{Answer, Failure};
use crate::layout::PageHead;
use crate::pages::naming::{counted, status_of};
use crate::parts::digest::command;
use crate::parts::{Action, Fact, Status, facts, mark, section};
use crate::visit::Visit;

/// Answers with the page of a rule.
///
/// # Errors
/// Where there is no such rule.
pub async fn page(visit: Visit, params: RawPathParams) -> Answer {
    let code = params.iter().find(|(name, _)| *name == "code").map(|(_, value)| value.to_owned());
    let code = code.unwrap_or_default();
    let rule =
        rules::rule(&code).ok_or_else(|| Failure::unknown(format!("rule {}", super::clipped(&code))))?;
    let results = visit.results();
    let open = results.diagnostics().filter(|one| one.code == rule.code && one.is_open()).count();
    let mut head = PageHead {
        crumbs: vec![("Readiness".to_owned(), visit.at(HERE))],
        id: rule.code.to_owned(),
        title: capital(rule.name),
        state: Some((status_of(rule.severity), level(rule.severity).word().to_owned())),
        ..PageHead::default()
    };
    if open > 0 {
        let here = visit.at(HERE);
        let sign = if here.contains('?') { '&' } else { '?' };
        let href = format!("{here}{sign}gate=all&open={0}#{0}", rule.code);
        head.actions.push(Action::link(format!("Show {}", counted(open, "place", "places")), href).primary());
    }
    Ok(visit.page(HERE, head, main(rule, open)))
}

fn main(rule: &Rule, open: usize) -> Markup {
    let phase = phase_of(rule.code);
    let clauses = html! {
        ul.plain { @for clause in rule.clauses { li { (clause_words(clause)) } } }
    };
    let lines = vec![
        Fact::words("Finds", rule.what),
        Fact::words("Why an auditor asks", &capital(rule.why)),
        Fact::words("To mend it", &capital(rule.fix)),
        Fact::new("Rests on", clauses),
        Fact::words("Likely grade", rule.grade.word()).help("What an auditor would probably call it today."),
        Fact::words("First surfaces at", rule.stage.title()),
        Fact::words("Speaks from phase", phase.title()),
        Fact::words(
            "Here now",
            &if open == 0 { "nothing".to_owned() } else { counted(open, "place", "places") },
        ),
        Fact::new("In the terminal", command(&format!("plumb explain {}", rule.code))),
    ];
    html! {
        div.narrow { (facts(&lines)) }
        @if !rule.bad.is_empty() { (section("bad", "What is wrong, by example", "", &[], bad(rule))) }
        @if !rule.good.is_empty() { (section("good", "What is right", "", &[], good(rule))) }
    }
}

fn bad(rule: &Rule) -> Markup {
    html! {
        ul.examples {
            @for example in rule.bad {
                li {
                    (mark(Status::Problem, "wrong")) " "
                    div {
                        b { (capital(example.title)) }
                        @for says in example.says { p.example-says { code { (rule.code) } " " (says) } }
                    }
                }
            }
        }
    }
}

fn good(rule: &Rule) -> Markup {
    html! {
        ul.examples { @for example in rule.good { li { (mark(Status::Met, "right")) " " div { (capital(example.title)) } } } }
    }
}

/// Returns a clause with its title and what it asks, in our words.
fn clause_words(reference: &str) -> Markup {
    html! {
        b { (reference) }
        @if let Some(requirement) = standards::requirement(reference) {
            " " (requirement.title)
            @if !requirement.summary.is_empty() { span.secondary { " – " (requirement.summary) } }
        }
    }
}

/// Returns the kinds of record that a rule judges or reads.
#[must_use]
pub fn kinds(code: &str) -> &'static [RecordKind] {
    match rules::rule(code).map(|rule| &rule.check) {
        Some(Check::Each { of, .. }) => of,
        Some(Check::Whole { reads, .. }) => reads,
        None => &[],
    }
}

/// Begins with a capital letter.
#[must_use]
pub fn capital(words: &str) -> String {
    // The one abbreviation among the names of rules.
    if let Some(rest) = words.strip_prefix("isms ") {
        return format!("ISMS {rest}");
    }
    let mut signs = words.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}
