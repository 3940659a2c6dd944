//! Words that somebody gives to clients to find them by: their own, nobody else sees them, and nothing follows from them.

use std::sync::Arc;

use app::Room;
use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use maud::{Markup, html};

use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::parts::form::field;
use crate::parts::{Input, Widget};
use crate::session::Session;
use crate::site::Site;
use crate::visit::{actor, see_other};

/// How many words a client has at most.
const TAGS_MAX: usize = 8;
/// How many signs a word has at most.
const TAG_SIGNS_MAX: usize = 30;

/// Returns where somebody's words for an organisation are kept, beside its records.
fn place(room: &Room, session: &Session) -> String {
    format!("tags:{}", actor(room, session))
}

/// Returns the words that who asks gave to an organisation.
pub(super) async fn of(site: &Site, room: &Room, session: &Session) -> Result<Vec<String>, Failure> {
    let kept = site.instance().aside(room.log(), &place(room, session)).await?;
    Ok(kept.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default())
}

/// Reads words with commas between them: each once, in the order typed.
fn read(text: &str) -> Result<Vec<String>, String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in text.split(',').map(|tag| tag.split_whitespace().collect::<Vec<_>>().join(" ")) {
        if tag.is_empty() || tags.iter().any(|known| known.eq_ignore_ascii_case(&tag)) {
            continue;
        }
        if tag.chars().count() > TAG_SIGNS_MAX || tag.chars().any(char::is_control) {
            return Err(format!("Write each tag in at most {TAG_SIGNS_MAX} signs, with commas between them"));
        }
        tags.push(tag);
    }
    if tags.len() > TAGS_MAX {
        return Err(format!("Give a client at most {TAGS_MAX} tags; these are {}", tags.len()));
    }
    Ok(tags)
}

/// Answers with a field for each client.
///
/// # Errors
/// Where an organisation cannot be read.
pub async fn page(
    State(site): State<Site>,
    Extension(session): Extension<Arc<Session>>,
    headers: HeaderMap,
) -> Answer {
    let mut rows = Vec::new();
    for (word, room) in site.rooms(&session).await? {
        let typed = of(&site, &room, &session).await?.join(", ");
        rows.push((word, room.name(), typed, None));
    }
    Ok(super::beside(&site, &session, &headers, head(&rows), form(rows)))
}

/// A client in the form: its word, its name, what was typed, and what is wrong with that.
type Row = (String, String, String, Option<String>);

fn head(rows: &[Row]) -> PageHead {
    let is_wrong = rows.iter().any(|(_, _, _, wrong)| wrong.is_some());
    PageHead::new(if is_wrong { "Error: Tags" } else { "Tags" })
}

fn form(mut rows: Vec<Row>) -> Markup {
    rows.sort_by_key(|(_, name, _, _)| name.to_lowercase());
    let is_wrong = rows.iter().any(|(_, _, _, wrong)| wrong.is_some());
    html! {
        p.secondary { "Your own words for clients, with commas between them, to filter the portfolio by. Nobody else sees them." }
        @if is_wrong {
            div.problems role="alert" tabindex="-1" {
                h2 { "There is a problem" }
                ul { @for (word, name, _, wrong) in &rows { @if let Some(wrong) = wrong { li { a href={ "#" (word) } { (name) ": " (wrong) } } } } }
            }
        }
        @if rows.is_empty() { p { "You have a seat in no organisation yet." } }
        @else {
            form.form method="post" action="/portfolio/tags" data-form novalidate {
                @for (word, name, typed, wrong) in &rows {
                    (field(&Input::new(word, name, Widget::Text).value(typed).error(wrong.clone())))
                }
                div.form-end {
                    button.button.primary type="submit" { "Save" }
                    a.button.quiet href="/portfolio" { "Cancel" }
                }
            }
        }
    }
}

/// Keeps what was typed, for all clients or, where something is wrong, for none.
///
/// # Errors
/// Where an organisation cannot be read, or the store does not take it.
pub async fn save(
    State(site): State<Site>,
    Extension(session): Extension<Arc<Session>>,
    headers: HeaderMap,
    typed: Fields,
) -> Answer {
    let mut rows = Vec::new();
    let mut kept = Vec::new();
    for (word, room) in site.rooms(&session).await? {
        // A client that came since the form was shown has no field in it.
        if !typed.has(&word) {
            continue;
        }
        let text = typed.get(&word).to_owned();
        let wrong = match read(&text) {
            Ok(tags) => {
                kept.push((place(&room, &session), room.log(), tags));
                None
            }
            Err(words) => Some(words),
        };
        rows.push((word, room.name(), text, wrong));
    }
    if rows.iter().any(|(_, _, _, wrong)| wrong.is_some()) {
        let shown = super::beside(&site, &session, &headers, head(&rows), form(rows));
        return Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, shown).into_response());
    }
    for (place, log, tags) in kept {
        let bytes = (!tags.is_empty()).then(|| serde_json::to_vec(&tags).expect("plain words"));
        site.instance().put_aside(log, &place, bytes).await?;
    }
    Ok(see_other("/portfolio"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_few_short_and_each_there_once() {
        assert_eq!(
            read(" bank,  late   payer ,Bank,, "),
            Ok(vec!["bank".to_owned(), "late payer".to_owned()])
        );
        assert!(read(&"x".repeat(31)).is_err_and(|words| words.contains("30 signs")));
        assert!(read("a\u{7}b").is_err());
        let nine = ["a", "b", "c", "d", "e", "f", "g", "h", "i"].join(",");
        assert!(read(&nine).is_err_and(|words| words.contains("at most 8 tags; these are 9")));
    }
}
