//! Pages kept while nothing they show has changed: a page is a function of the state, the day, the reader, their manner and the address.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, Weak};

use app::rules::Results;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::Ref;
use model::records::Person;

use crate::failure::{Answer, Failure};
use crate::layout::{Letters, Theme};
use crate::locale::{self, Manner};
use crate::visit::Visit;

/// How many bytes of pages are kept at most.
const BYTES_MAX: usize = 8 * 1024 * 1024;
/// Largest page that is kept.
const PAGE_MAX: usize = 1024 * 1024;

/// What a page depends on.
#[derive(Clone)]
struct Key {
    /// The commit, the day and what the rules say: results are made anew after each commit, on each day, and after each look
    /// at the files. Their place in memory is held, so that no later ones can stand there; what they hold may go.
    results: Weak<Results>,
    commits: u64,
    actor: Ref<Person>,
    theme: Theme,
    letters: Letters,
    manner: Manner,
    address: String,
    /// The organisations that one can switch to.
    names: Vec<(String, String)>,
    /// How many matters wait in the inbox.
    inbox: Option<usize>,
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        Weak::ptr_eq(&self.results, &other.results)
            && self.commits == other.commits
            && (self.actor, self.theme, self.letters) == (other.actor, other.theme, other.letters)
            && self.manner == other.manner
            && self.address == other.address
            && self.names == other.names
            && self.inbox == other.inbox
    }
}

/// Marks an answer in which something was said once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said;

/// The pages that are kept.
#[derive(Default)]
pub(crate) struct Pages(Mutex<Held>);

/// Pages by what they depend on, those asked for last at the end.
#[derive(Default)]
struct Held {
    pages: VecDeque<(Key, Bytes)>,
    /// How often all were forgotten.
    cleared: u64,
}

impl Pages {
    fn find(&self, key: &Key) -> Option<Bytes> {
        let pages = &mut self.0.lock().expect("nobody panics here").pages;
        let place = pages.iter().position(|(kept, _)| kept == key)?;
        let found = pages.remove(place)?;
        let bytes = found.1.clone();
        pages.push_back(found);
        Some(bytes)
    }

    /// Forgets all pages: something changed that no key tells of.
    pub(crate) fn clear(&self) {
        let mut held = self.0.lock().expect("nobody panics here");
        held.pages.clear();
        held.cleared += 1;
    }

    /// Returns how often all pages were forgotten.
    fn cleared(&self) -> u64 {
        self.0.lock().expect("nobody panics here").cleared
    }

    /// Keeps a page, unless all were forgotten since it was begun: it may show what stood before.
    fn keep(&self, cleared: u64, key: Key, bytes: Bytes) {
        let held = &mut *self.0.lock().expect("nobody panics here");
        if held.cleared != cleared {
            return;
        }
        let pages = &mut held.pages;
        // What stands for an earlier state of the same address is never asked for again.
        pages.retain(|(kept, _)| {
            kept.address != key.address
                || (kept.actor, kept.theme, kept.letters) != (key.actor, key.theme, key.letters)
                || kept.manner != key.manner
        });
        pages.push_back((key, bytes));
        while pages.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > BYTES_MAX {
            pages.pop_front();
        }
    }
}

/// Answers with a page kept from before, or makes it and keeps it.
///
/// Only for pages that show nothing but the state, what the rules say of it, and what stands in the frame.
///
/// # Errors
/// Those of the page.
pub(crate) async fn kept<F, Made>(visit: Visit, page: F) -> Answer
where
    F: FnOnce(Visit) -> Made,
    Made: Future<Output = Answer>,
{
    // What was just done is said once, on one page.
    if visit.is_past() || visit.session.says() {
        return page(visit).await;
    }
    let key = Key {
        results: Arc::downgrade(&visit.results()),
        commits: visit.snapshot.commits(),
        actor: visit.actor,
        theme: visit.theme,
        letters: visit.letters,
        manner: locale::manner(),
        address: visit.here_with(&[]),
        names: visit.site.names(&visit.session),
        inbox: visit.inbox,
    };
    let site = visit.site.clone();
    let cleared = site.pages().cleared();
    if let Some(bytes) = site.pages().find(&key) {
        return Ok(html(bytes));
    }
    let answer = page(visit).await?;
    // Something said meanwhile, by a form in another tab, was said on this page: it is not said again.
    if answer.status() != StatusCode::OK || answer.extensions().get::<Said>().is_some() {
        return Ok(answer);
    }
    let bytes = to_bytes(answer.into_body(), usize::MAX).await;
    let bytes = bytes.map_err(|problem| Failure::Unreadable(problem.to_string()))?;
    if bytes.len() <= PAGE_MAX {
        site.pages().keep(cleared, key, bytes.clone());
    }
    Ok(html(bytes))
}

fn html(bytes: Bytes) -> Response {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], Body::from(bytes)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_was_begun_before_all_were_forgotten_is_not_kept() {
        let key = Key {
            results: Weak::new(),
            commits: 1,
            actor: Ref::number(1),
            theme: Theme::default(),
            letters: Letters::default(),
            manner: Manner::default(),
            address: "/o/acme/risks".to_owned(),
            names: Vec::new(),
            inbox: None,
        };
        let pages = Pages::default();
        let begun = pages.cleared();
        pages.keep(begun, key.clone(), Bytes::from_static(b"the columns of before"));
        assert!(pages.find(&key).is_some());
        pages.clear();
        pages.keep(begun, key.clone(), Bytes::from_static(b"the columns of before"));
        assert!(pages.find(&key).is_none(), "somebody chose other columns while it was made");
        pages.keep(pages.cleared(), key.clone(), Bytes::from_static(b"the columns of now"));
        assert!(pages.find(&key).is_some());
    }
}
