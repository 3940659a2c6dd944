//! Undo: asks, and takes a commit back with a new one.

use axum::extract::Path;
use axum::http::StatusCode;
use maud::{Markup, html};

use super::{commit, list};
use crate::failure::Answer;
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::parts::confirm::{Confirm, confirm};
use crate::parts::form::problems;
use crate::parts::{Input, Widget};
use crate::visit::Visit;

type Params = Path<std::collections::HashMap<String, String>>;

/// Answers with the question.
///
/// # Errors
/// Where there is no such commit, or the past is shown.
pub async fn ask(visit: Visit, Path(params): Params) -> Answer {
    visit.writable()?;
    let seq = commit::seq(&params)?;
    let event = visit.books.commit(seq).await?;
    let main = question(&visit, &event, "", None);
    Ok(visit.page("/history", head(&visit, seq), main))
}

/// Takes the commit back.
///
/// # Errors
/// A failure of the world.
pub async fn undo(visit: Visit, Path(params): Params, typed: Fields) -> Answer {
    let seq = commit::seq(&params)?;
    let because = typed.get("because");
    match visit.books.undo(&visit.acting(because), seq).await? {
        Ok(done) => {
            visit.say(format!("Commit #{seq} was taken back"), Some(&done));
            Ok(visit.to("/history"))
        }
        Err(refusal) => {
            let event = visit.books.commit(seq).await?;
            let main = question(&visit, &event, because, Some(refusal.to_string()));
            Ok(visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, "/history", head(&visit, seq), main))
        }
    }
}

fn head(visit: &Visit, seq: u64) -> PageHead {
    PageHead {
        crumbs: vec![
            ("History".to_owned(), visit.at("/history")),
            (format!("#{seq}"), visit.at(&format!("/history/{seq}"))),
        ],
        ..PageHead::new(format!("Undo commit #{seq}"))
    }
}

fn question(visit: &Visit, event: &app::Event, because: &str, problem: Option<String>) -> Markup {
    let what = list::intent_words(&event.intent);
    let mut follows: Vec<String> = event
        .changes
        .iter()
        .take(10)
        .map(|change| format!("{} {} goes back to how it was before", change.id, change.title))
        .collect();
    if event.changes.len() > 10 {
        follows.push(format!("and {} more records", event.changes.len() - 10));
    }
    follows.push("the history keeps both".to_owned());
    html! {
        (problems(problem.as_deref(), &[]))
        (confirm(&Confirm {
            sentence: format!("What {} did ({what}) is taken back by a new commit.", event.who),
            follows,
            action: visit.at(&format!("/history/{}/undo", event.seq)),
            inputs: vec![Input::new("because", "Why", Widget::Text).value(because)],
            yes: format!("Undo #{}", event.seq),
            no: visit.at(&format!("/history/{}", event.seq)),
            ..Confirm::default()
        }))
    }
}
