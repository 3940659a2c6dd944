//! Once: a form that makes something makes it once, however often it is posted: twice clicked, reloaded, or gone back to.
//!
//! The form carries a random word. What came of a post is kept with the session under the digest of all that was posted, so
//! the same form with the same content leads to what it made; with other content it makes another.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use maud::{Markup, html};
use sha2::{Digest as _, Sha256};
use tokio::sync::OnceCell;

use crate::failure::Failure;
use crate::fields::Fields;

/// The name of the field that carries the word.
const FIELD: &str = "once";
/// How many forms of a session are remembered.
const FORMS_MAX: usize = 256;

/// A form with its content.
type Form = [u8; 32];

/// What came of the forms of a session, the newest at the end.
pub(crate) struct Made<T>(Mutex<VecDeque<(Form, Arc<OnceCell<T>>)>>);

impl<T> Default for Made<T> {
    fn default() -> Self {
        Self(Mutex::new(VecDeque::new()))
    }
}

impl<T: Clone + Send + Sync + 'static> Made<T> {
    /// Does the work of a form, unless it was done: then what came of it is returned as if it came now.
    ///
    /// The work goes on where the browser leaves, so that a second post finds it. What is refused is not remembered, nor what
    /// `is_there` no longer finds.
    ///
    /// # Errors
    /// Where the work panics; what it refuses is the inner error.
    pub(crate) async fn once<R: Send + 'static>(
        &self,
        form: &Fields,
        is_there: impl Fn(&T) -> bool,
        work: impl Future<Output = Result<T, R>> + Send + 'static,
    ) -> Result<Result<T, R>, Failure> {
        let cell = self.cell(form, is_there);
        let task = tokio::spawn(async move { cell.get_or_try_init(|| work).await.cloned() });
        task.await.map_err(|_| Failure::Bug)
    }

    /// Returns what came of a form that was posted before, and waits for it where it is still worked on; nothing where it is new.
    pub(crate) async fn known(&self, form: &Fields) -> Option<T> {
        if form.get(FIELD).is_empty() {
            return None;
        }
        let form = digest(form);
        let cell = {
            let made = self.0.lock().expect("nobody panics here");
            made.iter().find(|(known, _)| *known == form).map(|(_, cell)| Arc::clone(cell))
        };
        cell?.get_or_try_init(|| async { Err(()) }).await.ok().cloned()
    }

    /// Returns the place for what comes of a form; a form without a word has one of its own each time.
    fn cell(&self, form: &Fields, is_there: impl Fn(&T) -> bool) -> Arc<OnceCell<T>> {
        if form.get(FIELD).is_empty() {
            return Arc::default();
        }
        let form = digest(form);
        let mut made = self.0.lock().expect("nobody panics here");
        made.retain(|(known, cell)| *known != form || cell.get().is_none_or(&is_there));
        if let Some((_, cell)) = made.iter().find(|(known, _)| *known == form) {
            return Arc::clone(cell);
        }
        let cell = Arc::default();
        made.push_back((form, Arc::clone(&cell)));
        if made.len() > FORMS_MAX {
            made.pop_front();
        }
        cell
    }
}

/// Returns the hidden field that a form which makes something carries.
pub(crate) fn field() -> Markup {
    html! { input type="hidden" name=(FIELD) value=(word()); }
}

/// Returns the same for a form that lists its hidden fields.
pub(crate) fn hidden() -> (String, String) {
    (FIELD.to_owned(), word())
}

/// Returns a new random word; none where the system gives no random numbers: then a form posted twice makes two.
pub(crate) fn word() -> String {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map(|()| URL_SAFE_NO_PAD.encode(bytes)).unwrap_or_default()
}

fn digest(form: &Fields) -> Form {
    let mut hasher = Sha256::new();
    for text in form.0.iter().flat_map(|(name, value)| [name, value]) {
        hasher.update(text.len().to_be_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    /// Posts a form whose work counts how often it is done.
    async fn post(made: &Made<u32>, form: &Fields, done: &Arc<AtomicU32>) -> Result<u32, ()> {
        let done = Arc::clone(done);
        let work = async move {
            tokio::task::yield_now().await;
            let before = done.fetch_add(1, Ordering::Relaxed);
            if before == 0 { Err(()) } else { Ok(before) }
        };
        made.once(form, |made| *made != 2, work).await.expect("no panic")
    }

    #[tokio::test]
    async fn the_same_content_is_made_once_and_what_is_refused_or_gone_is_not_remembered() {
        let made = Made::default();
        let done = Arc::new(AtomicU32::new(0));
        let form = Fields::read(&format!("title=A&{FIELD}={}", word()));
        assert_eq!(post(&made, &form, &done).await, Err(()), "refused");
        let (one, other) = tokio::join!(post(&made, &form, &done), post(&made, &form, &done));
        assert_eq!((one, other), (Ok(1), Ok(1)), "two at once are one");
        let changed = Fields::read(&format!("title=B&{FIELD}={}", form.get(FIELD)));
        assert_eq!(post(&made, &changed, &done).await, Ok(2), "other content is another");
        assert_eq!(post(&made, &changed, &done).await, Ok(3), "what is no longer there is made again");
        let bare = Fields::read("title=A");
        assert_eq!(post(&made, &bare, &done).await, Ok(4));
        assert_eq!(post(&made, &bare, &done).await, Ok(5), "without a word nothing is remembered");
    }

    #[test]
    fn only_so_many_forms_are_remembered() {
        let made: Made<u32> = Made::default();
        for at in 0..FORMS_MAX + 3 {
            made.cell(&Fields::read(&format!("{FIELD}={at}")), |_| true);
        }
        assert_eq!(made.0.lock().expect("nobody panics here").len(), FORMS_MAX);
    }
}
