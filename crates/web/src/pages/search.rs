//! Search: an id leads to its record, words to what mentions them.

use maud::{Markup, html};
use model::{AnyRecord, RecordId, RecordKind};
use serde_json::json;

use super::record::standing::standing;
use super::record::{capital, list, shown};
use crate::failure::{self, Answer};
use crate::layout::PageHead;
use crate::parts::empty::empty;
use crate::parts::{Icon, section, state};
use crate::visit::{Visit, see_other};

/// How many records of a kind are shown.
const SHOWN: usize = 20;

/// How many records are told to other programs, and to the palette.
const TOLD: usize = 20;

/// How many kinds are offered to be made.
const NEW_MAX: usize = 8;

/// How many signs are searched for at most, as the fields for them say: each word is looked for in all records.
pub(crate) const WORDS_SIGNS_MAX: usize = 200;

/// How many signs stand around a word that was found.
const AROUND: usize = 60;

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
    let made = new_ones(&visit, &words)
        .into_iter()
        .map(|(word, href)| json!({ "id": "New", "title": word, "kind": "do", "href": href }));
    let told: Vec<_> = ids
        .iter()
        .map(|id| json!({ "id": id.to_string(), "title": visit.isms().name_of(*id), "kind": id.kind.kind().singular, "href": visit.record_at(*id) }))
        .chain(made)
        .collect();
    Ok(failure::json(&json!({ "asked": asked, "results": told })))
}

/// Returns the kinds that the words name and that who reads may make one of, with the address of the form.
fn new_ones(visit: &Visit, words: &str) -> Vec<(&'static str, String)> {
    if visit.is_past() || words.trim().is_empty() {
        return Vec::new();
    }
    let several = RecordKind::ALL.iter().filter(|kind| !kind.kind().single);
    let named = several.filter(|kind| format!("new {}", kind.kind().singular).contains(words.trim()));
    let offered = named.filter(|kind| visit.offers("record.create", &[visit.isms().next(**kind)]));
    offered
        .map(|kind| (kind.kind().singular, visit.at(&format!("/{}/new", crate::address::kind(*kind)))))
        .take(NEW_MAX)
        .collect()
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
    let chosen = crate::address::kind_of(visit.query.get("kind"));
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
    let whole: usize = found.iter().map(|(_, ids)| ids.len()).sum();
    let shown = found.iter().filter(|(kind, _)| chosen.is_none_or(|chosen| chosen == *kind));
    let main = html! {
        @if words.trim().is_empty() { p.secondary { "Type words, or an id such as R-12 or A.8.13." } }
        @else if found.is_empty() {
            (empty(Icon::Search, "Nothing mentions all of these words", "Fewer words, or the beginning of one, find more.", &[]))
        } @else { (kinds(&visit, &found, chosen, whole)) }
        @for (kind, ids) in shown {
            (section(&crate::address::kind(*kind), &capital(kind.kind().plural), &ids.len().to_string(), &[], html! {
                ul.found { @for id in ids.iter().take(SHOWN) { li { (one(&visit, *id, &words)) } } }
                @if ids.len() > SHOWN {
                    p { a href=(visit.at(&crate::address::with_query(&super::record::here(*kind), [("q", asked.as_str())]))) { "all " (ids.len()) } }
                }
            }))
        }
    };
    let title = if asked.is_empty() { "Search".to_owned() } else { format!("Search: {asked}") };
    Ok(visit.page("/search", PageHead::new(title), main))
}

/// Returns the kinds that were found, each a filter.
fn kinds(
    visit: &Visit,
    found: &[(RecordKind, Vec<RecordId>)],
    chosen: Option<RecordKind>,
    whole: usize,
) -> Markup {
    html! {
        @if found.len() > 1 {
            nav.beside aria-label="kinds" {
                a href=(visit.here_with(&[("kind", "")])) aria-current=[chosen.is_none().then_some("true")] { "All " span.count { (whole) } }
                @for (kind, ids) in found {
                    a href=(visit.here_with(&[("kind", &crate::address::kind(*kind))])) aria-current=[(chosen == Some(*kind)).then_some("true")] {
                        (capital(kind.kind().plural)) " " span.count { (ids.len()) }
                    }
                }
            }
        }
    }
}

/// Returns what was found: the record, how it stands, and where the words are.
fn one(visit: &Visit, id: RecordId, words: &str) -> Markup {
    let record = visit.isms().find(id);
    let stands = record.and_then(|record| standing(record, visit.today));
    let at = record.and_then(|record| place(record, words));
    html! {
        (shown::link(visit, id))
        @if let Some((status, word)) = stands { " " (state(status, &word)) }
        @if let Some((label, text)) = at { p.small.secondary { (label) ": " (text) } }
    }
}

/// Returns the field in which one of the words stands, with the words around it; nothing where the title has all of them.
fn place(record: &dyn AnyRecord, words: &str) -> Option<(&'static str, String)> {
    let title = record.title().to_lowercase();
    let missing = words.split_whitespace().find(|word| !title.contains(word))?;
    record.fields().into_iter().filter(|shown| !["title", "uuid"].contains(&shown.name)).find_map(|shown| {
        let text: Vec<char> = shown.text.chars().collect();
        // A letter may become several when it is made small: places are counted in the text as it is.
        let small: Vec<char> = text.iter().map(|sign| sign.to_lowercase().next().unwrap_or(*sign)).collect();
        let wanted: Vec<char> = missing.chars().collect();
        let from = small.windows(wanted.len()).position(|part| part == wanted)?;
        let (begin, end) = (from.saturating_sub(AROUND), (from + wanted.len() + AROUND).min(text.len()));
        let cut: String = text[begin..end].iter().collect();
        let cut = cut.split_whitespace().collect::<Vec<_>>().join(" ");
        let before = if begin > 0 { "…" } else { "" };
        let after = if end < text.len() { "…" } else { "" };
        Some((shown.label, format!("{before}{cut}{after}")))
    })
}
