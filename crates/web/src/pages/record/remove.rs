//! Remove: asks why, keeps the history.

use axum::http::StatusCode;
use maud::{Markup, html};
use model::RecordId;
use operations::RemoveRecord;

use super::{Which, here, page};
use crate::address;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::parts::confirm::{Confirm, confirm};
use crate::parts::form::problems;
use crate::parts::{Input, Widget};
use crate::visit::Visit;

/// What is wrong: with the whole, and with the reason.
type Wrong = (Option<String>, Option<String>);

/// Answers with the question.
///
/// # Errors
/// Where there is no such record, or the past is shown.
pub async fn ask(visit: Visit, Which(id): Which) -> Answer {
    visit.writable()?;
    let main = question(&visit, id, "", (None, None));
    Ok(visit.page(&here(id.kind), head(&visit, id)?, main))
}

/// Removes the record.
///
/// # Errors
/// A failure of the world.
pub async fn remove(visit: Visit, Which(id): Which, typed: Fields) -> Answer {
    let because = typed.get("because");
    let refused = |wrong: Wrong| {
        let main = question(&visit, id, because, wrong);
        Ok(visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, &here(id.kind), head(&visit, id)?, main))
    };
    let why = match typed.prose("because") {
        Ok(why) => why,
        Err(words) => return refused((None, Some(words))),
    };
    match visit.run(RemoveRecord { id, because: why }).await? {
        Ok(done) => {
            visit.say(format!("{id} was removed; its history stays"), Some(&done));
            Ok(visit.to(&here(id.kind)))
        }
        Err(refusal) => refused((Some(refusal.to_string()), None)),
    }
}

fn head(visit: &Visit, id: RecordId) -> Result<PageHead, Failure> {
    let mut head = page::head(visit, id, visit.find(id)?);
    head.crumbs.push((id.to_string(), visit.record_at(id)));
    head.title = format!("Remove {}", head.title);
    head.actions = Vec::new();
    Ok(head)
}

fn question(visit: &Visit, id: RecordId, because: &str, (problem, wrong): Wrong) -> Markup {
    let pointing = visit.isms().all_sources(id).filter(|source| *source != id).count();
    let mut follows = vec![
        "its number is never given again".to_owned(),
        "its history stays, and the removal can be undone".to_owned(),
    ];
    if pointing > 0 {
        follows.push(format!("{pointing} records point at it; take those links away first"));
    }
    let why =
        Input::new("because", "Why", Widget::LongText(3)).value(because).error(wrong.clone()).required();
    let listed: Vec<(String, String)> =
        wrong.map(|words| ("because".to_owned(), words)).into_iter().collect();
    html! {
        (problems(problem.as_deref(), &listed))
        (confirm(&Confirm {
            sentence: format!("{} {} will be gone from every list.", id, visit.isms().name_of(id)),
            follows,
            action: visit.at(&format!("{}/remove", address::record(id))),
            inputs: vec![why],
            yes: format!("Remove {id}"),
            no: visit.record_at(id),
            ..Confirm::default()
        }))
    }
}
