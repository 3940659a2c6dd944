//! Search: an id leads to its record, words to what mentions them.

use maud::html;
use model::{RecordId, RecordKind};
use serde_json::json;

use super::record::{capital, list, shown};
use crate::failure::{self, Answer};
use crate::layout::PageHead;
use crate::parts::section;
use crate::visit::{Visit, see_other};

/// How many records of a kind are shown.
const SHOWN: usize = 20;

/// How many records are told to other programs, and to the palette.
const TOLD: usize = 20;

/// Answers with the first records that the words, or an id, lead to.
///
/// # Errors
/// Never; nothing found is an answer.
pub async fn as_json(visit: Visit) -> Answer {
    let asked = visit.query.get("q").to_owned();
    let named = RecordId::parse(&asked).filter(|id| visit.isms().find(*id).is_some());
    let mut ids: Vec<RecordId> = named.into_iter().collect();
    let words = asked.to_lowercase();
    if !words.trim().is_empty() {
        for kind in RecordKind::ALL {
            let room = TOLD.saturating_sub(ids.len());
            let all = visit.isms().all(*kind).into_iter();
            let found = all.filter(|(id, record)| named != Some(*id) && list::mentions(*id, *record, &words));
            ids.extend(found.map(|(id, _)| id).take(room));
        }
    }
    let told: Vec<_> = ids
        .iter()
        .map(|id| json!({ "id": id.to_string(), "title": visit.isms().name_of(*id), "kind": id.kind.kind().singular, "href": visit.record_at(*id) }))
        .collect();
    Ok(failure::json(&json!({ "asked": asked, "results": told })))
}

/// Answers with what was found.
///
/// # Errors
/// Never; nothing found is an answer.
pub async fn page(visit: Visit) -> Answer {
    let asked = visit.query.get("q").to_owned();
    if let Some(id) = RecordId::parse(&asked).filter(|id| visit.isms().find(*id).is_some()) {
        return Ok(see_other(&visit.record_at(id)));
    }
    let words = asked.to_lowercase();
    let mut found: Vec<(RecordKind, Vec<RecordId>)> = Vec::new();
    if !words.trim().is_empty() {
        for kind in RecordKind::ALL {
            let all = visit.isms().all(*kind).into_iter();
            let ids: Vec<RecordId> =
                all.filter(|(id, record)| list::mentions(*id, *record, &words)).map(|(id, _)| id).collect();
            if !ids.is_empty() {
                found.push((*kind, ids));
            }
        }
    }
    let main = html! {
        @if words.trim().is_empty() { p.secondary { "Type words, or an id such as R-12 or A.8.13." } }
        @else if found.is_empty() { p.secondary { "Nothing mentions all of these words." } }
        @for (kind, ids) in &found {
            (section(&crate::address::kind(*kind), &capital(kind.kind().plural), &ids.len().to_string(), &[], html! {
                ul.plain { @for id in ids.iter().take(SHOWN) { li { (shown::link(&visit, *id)) } } }
                @if ids.len() > SHOWN {
                    p { a href=(visit.at(&crate::address::with_query(&super::record::here(*kind), [("q", asked.as_str())]))) { "all " (ids.len()) } }
                }
            }))
        }
    };
    let title = if asked.is_empty() { "Search".to_owned() } else { format!("Search: {asked}") };
    Ok(visit.page("/search", PageHead::new(title), main))
}
