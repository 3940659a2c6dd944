//! Saying something: what is posted from the composer, the question before more people read it, and the way back.

use app::policy::StepUp;
use axum::http::StatusCode;
use maud::html;
use model::records::{Audience, Comment};
use model::{Line, Prose, RecordId, Ref, Value as _, Words as _};
use operations::WriteComment;

use super::{Composer, FIELD, composer, edge, text, words};
use crate::address;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::once;
use crate::pages::record::{Which, here, page};
use crate::parts::form::problems;
use crate::visit::Visit;

/// Leads to the threads beneath a record.
///
/// # Errors
/// Where there is no such record.
pub async fn beneath(visit: Visit, Which(id): Which) -> Answer {
    visit.find(id)?;
    Ok(visit.to(&format!("{}#comments", address::record(id))))
}

/// Says something about a record.
///
/// # Errors
/// A failure of the world.
pub async fn write(visit: Visit, Which(id): Which, typed: Fields) -> Answer {
    visit.writable()?;
    visit.find(id)?;
    let audience = Audience::read(typed.get("audience"));
    let from = Audience::read(typed.get("from")).unwrap_or_default();
    let answers = Ref::<Comment>::parse(typed.get("answers"));
    let is_hidden = answers.is_some_and(|answered| visit.isms().comments.find(&answered).is_none());
    let composed = |problem: Option<String>| Composer {
        answers,
        typed: typed.get("text").to_owned(),
        field: typed.get("field").to_owned(),
        quote: typed.get("quote").to_owned(),
        audience: Audience::read(typed.get("audience")).unwrap_or_default(),
        from,
        problem,
        key: false,
    };
    let refused = |words: String| again(&visit, id, &composed(Some(words)));
    if let Some(answered) = answers.filter(|_| is_hidden) {
        return refused(format!("there is no {answered}"));
    }
    let audience = match audience {
        Ok(audience) => audience,
        Err(problem) => return refused(problem.to_string()),
    };
    let said = match Prose::read(typed.get("text")) {
        Ok(said) => said,
        Err(problem) => return refused(problem.to_string()),
    };
    if audience == Audience::Auditor
        && from != Audience::Auditor
        && typed.get("sure") != "yes"
        && !said.is_empty()
    {
        return sure(&visit, id, &composed(None));
    }
    let quote = match Prose::read(typed.get("quote")) {
        Ok(quote) => quote,
        Err(problem) => return refused(problem.to_string()),
    };
    let field = Line::new(typed.get("field"));
    let write = WriteComment { about: Some(id), text: said, audience: Some(audience), answers, field, quote };
    let taken = match visit.run_any_once(&typed, Box::new(write)).await {
        // What was typed stays, whoever may not say it here.
        Err(Failure::World(app::Failure::NotAllowed(denial))) if denial.step_up == StepUp::Useless => {
            Err(denial.to_string())
        }
        taken => taken?,
    };
    match taken {
        Ok(done) => {
            let made = done.records.first().map(|made| format!("#{made}")).unwrap_or_default();
            let nobody = nobody(&visit, typed.get("text"));
            if !nobody.is_empty() {
                visit.say_plainly(format!("Said; nobody here is called {}", nobody.join(", ")));
            }
            Ok(visit.to(&format!("{}{made}", address::record(id))))
        }
        Err(words) => refused(words),
    }
}

/// Returns what stands behind an @ and calls nobody, the first few.
fn nobody(visit: &Visit, text: &str) -> Vec<String> {
    let now = visit.books.now();
    let called: Vec<String> = now.isms.people.iter().map(|(_, person)| person.title.to_lowercase()).collect();
    let words =
        text.split_whitespace().filter_map(|word| word.trim_start_matches(['(', '"']).strip_prefix('@'));
    let words = words
        .map(|word| word.trim_end_matches(|sign: char| !sign.is_alphanumeric()))
        .filter(|word| !word.is_empty());
    let is_called = |word: &str| {
        let small = word.to_lowercase();
        model::Ref::<model::records::Person>::parse(word).is_some()
            || small.contains('@')
            || called.iter().any(|name| name.starts_with(&small))
    };
    words
        .filter(|word| !is_called(word))
        .take(3)
        .map(|word| format!("@{}", word.chars().take(40).collect::<String>()))
        .collect()
}

/// Answers with the composer as it was typed, and why it was refused.
fn again(visit: &Visit, id: RecordId, composed: &Composer) -> Answer {
    let field = composed.answers.map_or_else(|| FIELD.to_owned(), |answered| format!("{FIELD}-{answered}"));
    let words = composed.problem.clone().unwrap_or_default();
    let main = html! {
        (problems(None, &[(field, words)]))
        (composer(visit, id, composed))
        p { a href=(visit.record_at(id)) { "Back to " (id) } }
    };
    let head = head(visit, id, "Say it otherwise")?;
    Ok(visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, &here(id.kind), head, main))
}

/// Answers with the question whether auditors of a certification body are to read it too.
fn sure(visit: &Visit, id: RecordId, composed: &Composer) -> Answer {
    let at = visit.at(&format!("{}/comments", address::record(id)));
    let fields = |audience: Audience| {
        html! {
            (once::field())
            @if let Some(answered) = composed.answers { input type="hidden" name="answers" value=(answered); }
            textarea name="text" hidden { "\n" (composed.typed) }
            input type="hidden" name="field" value=(composed.field);
            textarea name="quote" hidden { "\n" (composed.quote) }
            input type="hidden" name="audience" value=(audience.word());
            input type="hidden" name="from" value=(composed.from.word());
        }
    };
    let main = html! {
        div.confirm.narrow {
            p.confirm-sentence { "Auditors of a certification body will read this, wherever " (id) " is shared with them." }
            article.comment.(edge(Audience::Auditor)) {
                header { span.audience { (words(visit, Audience::Auditor)) } }
                (text::rendered(visit, &composed.typed))
            }
            form.form method="post" action=(at) {
                (fields(Audience::Auditor))
                div.form-end { button.button.primary type="submit" name="sure" value="yes" { "Say it to them too" } }
            }
            form.form method="post" action=(at) {
                (fields(composed.from))
                div.form-end {
                    button.button type="submit" { @if composed.from == Audience::Private { "Keep it to me" } @else { "Say it to the team" } }
                    a.button.quiet href=(visit.record_at(id)) { "Leave it" }
                }
            }
        }
    };
    Ok(visit.page(&here(id.kind), head(visit, id, "Who reads it")?, main))
}

/// Returns the heading of a page about a comment on a record.
fn head(visit: &Visit, id: RecordId, title: &str) -> Result<PageHead, Failure> {
    let mut head = page::head(visit, id, visit.find(id)?);
    head.crumbs.push((format!("{id} {}", head.title), visit.record_at(id)));
    title.clone_into(&mut head.title);
    head.actions = Vec::new();
    head.lead = None;
    Ok(head)
}
