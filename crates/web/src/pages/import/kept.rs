//! Files between the steps of an import: in memory, of one session and one organisation, for an hour.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use app::Failure;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// How long a file is kept.
const KEPT: Duration = Duration::from_secs(60 * 60);
/// How many files one session keeps.
const FILES_MAX: usize = 2;
/// How many files wait in one organisation, of all sessions, and how many bytes they have.
const FILES_OF_ORGANISATION_MAX: usize = 12;
const BYTES_OF_ORGANISATION_MAX: usize = 256 * 1024 * 1024;
/// How many bytes wait in all organisations of a server.
const BYTES_MAX: usize = 1024 * 1024 * 1024;

/// A file that came in and was not imported yet.
pub struct Upload {
    /// The word in its address.
    pub word: String,
    /// The organisation that it is for, by the origin of its log.
    pub origin: String,
    /// Its name there.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What its columns mean, as a map file; empty where nothing was said.
    pub map: Mutex<String>,
    at: Instant,
}

impl Upload {
    /// Says whether it holds tables whose columns can be mapped.
    #[must_use]
    pub fn has_columns(&self) -> bool {
        let ending = self.name.rsplit('.').next().unwrap_or_default().to_lowercase();
        !["bak", "zip"].contains(&ending.as_str())
    }
}

/// Where the files of all sessions of a server lie: what is old goes with each look, whosever it is.
#[derive(Default)]
pub struct Shelf(Mutex<Vec<(u64, Arc<Upload>)>>);

impl Shelf {
    /// Lets go what is older than it is kept.
    fn swept(&self, now: Instant) -> std::sync::MutexGuard<'_, Vec<(u64, Arc<Upload>)>> {
        let mut files = self.0.lock().expect("nobody panics here");
        files.retain(|(_, file)| now.saturating_duration_since(file.at) < KEPT);
        files
    }

    /// Lets go what is old: asked whenever anybody comes, so that nothing waits for the one who left it.
    pub fn sweep(&self, now: Instant) {
        drop(self.swept(now));
    }

    fn keep(&self, owner: u64, upload: Upload, now: Instant) -> Result<Arc<Upload>, Failure> {
        let mut files = self.swept(now);
        while files.iter().filter(|(of, _)| *of == owner).count() >= FILES_MAX {
            let oldest = files.iter().position(|(of, _)| *of == owner);
            oldest.map(|place| files.remove(place));
        }
        let size = |file: &Upload| file.bytes.len();
        let here = || files.iter().map(|(_, file)| file).filter(|file| file.origin == upload.origin);
        let bytes = here().map(|file| size(file)).sum::<usize>() + size(&upload);
        let all = files.iter().map(|(_, file)| size(file)).sum::<usize>() + size(&upload);
        if here().count() >= FILES_OF_ORGANISATION_MAX || bytes > BYTES_OF_ORGANISATION_MAX || all > BYTES_MAX
        {
            return Err(Failure::TooMany(
                "many files wait to be imported here already; take or leave one of them, or try again in an hour, when they are gone"
                    .to_owned(),
            ));
        }
        let upload = Arc::new(upload);
        files.push((owner, Arc::clone(&upload)));
        Ok(upload)
    }
}

/// The files of one session.
pub struct Uploads {
    owner: u64,
    shelf: Arc<Shelf>,
}

impl Uploads {
    /// Returns no files yet, of a session of its own.
    #[must_use]
    pub fn on(shelf: &Arc<Shelf>) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self { owner: NEXT.fetch_add(1, Ordering::Relaxed), shelf: Arc::clone(shelf) }
    }

    /// Keeps a file; the oldest one of the session makes room.
    ///
    /// # Errors
    /// Where the system gives no random numbers, or too much waits to be imported already.
    pub fn keep(&self, origin: String, name: String, bytes: Vec<u8>) -> Result<Arc<Upload>, Failure> {
        self.keep_at(Instant::now(), origin, name, bytes)
    }

    fn keep_at(
        &self,
        at: Instant,
        origin: String,
        name: String,
        bytes: Vec<u8>,
    ) -> Result<Arc<Upload>, Failure> {
        let mut random = [0_u8; 16];
        getrandom::fill(&mut random).map_err(|error| Failure::Broken(error.to_string()))?;
        let word = URL_SAFE_NO_PAD.encode(random);
        let upload = Upload { word, origin, name, bytes, map: Mutex::new(String::new()), at };
        self.shelf.keep(self.owner, upload, at)
    }

    /// Returns a file of an organisation, unless it is gone.
    #[must_use]
    pub fn find(&self, origin: &str, word: &str) -> Option<Arc<Upload>> {
        let files = self.shelf.swept(Instant::now());
        let mut own = files.iter().filter(|(of, _)| *of == self.owner).map(|(_, file)| file);
        own.find(|file| file.word == word && file.origin == origin).cloned()
    }

    /// Lets a file go.
    pub fn drop_file(&self, word: &str) {
        self.shelf.swept(Instant::now()).retain(|(of, file)| *of != self.owner || file.word != word);
    }
}

impl Drop for Uploads {
    /// What a session left goes with it.
    fn drop(&mut self) {
        self.shelf.swept(Instant::now()).retain(|(of, _)| *of != self.owner);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keep(uploads: &Uploads, name: &str) -> Arc<Upload> {
        uploads.keep("one".to_owned(), name.to_owned(), Vec::new()).expect("room")
    }

    #[test]
    fn a_file_is_found_only_where_it_came_in_and_the_oldest_makes_room() {
        let shelf = Arc::default();
        let (uploads, other) = (Uploads::on(&shelf), Uploads::on(&shelf));
        let first = keep(&uploads, "a.csv");
        assert!(uploads.find("one", &first.word).is_some());
        assert!(uploads.find("two", &first.word).is_none());
        assert!(other.find("one", &first.word).is_none(), "another session has its own");
        let (second, third) = (keep(&uploads, "b.csv"), keep(&uploads, "c.csv"));
        assert!(uploads.find("one", &first.word).is_none());
        uploads.drop_file(&second.word);
        assert!(uploads.find("one", &second.word).is_none() && uploads.find("one", &third.word).is_some());
    }

    #[test]
    fn what_is_old_goes_when_anybody_brings_a_file_and_what_is_left_goes_with_its_session() {
        let shelf = Arc::default();
        let (uploads, other) = (Uploads::on(&shelf), Uploads::on(&shelf));
        let begun = Instant::now();
        uploads.keep_at(begun, "one".to_owned(), "a.csv".to_owned(), Vec::new()).expect("room");
        let count = || shelf.0.lock().expect("nobody panics here").len();
        other.keep_at(begun + KEPT, "two".to_owned(), "b.csv".to_owned(), Vec::new()).expect("room");
        assert_eq!(count(), 1, "the one of another session was swept");
        drop(other);
        assert_eq!(count(), 0);
    }

    #[test]
    fn files_of_an_organisation_are_bounded_in_number_and_bytes() {
        let shelf = Arc::default();
        let sessions: Vec<Uploads> = (0..=FILES_OF_ORGANISATION_MAX).map(|_| Uploads::on(&shelf)).collect();
        let (last, before) = sessions.split_last().expect("some");
        for uploads in before {
            keep(uploads, "a.csv");
        }
        let refused = last.keep("one".to_owned(), "b.csv".to_owned(), Vec::new());
        assert!(matches!(refused, Err(Failure::TooMany(_))));
        assert!(
            last.keep("two".to_owned(), "b.csv".to_owned(), Vec::new()).is_ok(),
            "elsewhere there is room"
        );
        drop(sessions);
        let (one, other) = (Uploads::on(&shelf), Uploads::on(&shelf));
        let half = BYTES_OF_ORGANISATION_MAX / 2 + 1;
        assert!(one.keep("one".to_owned(), "a.csv".to_owned(), vec![0; half]).is_ok());
        assert!(other.keep("one".to_owned(), "b.csv".to_owned(), vec![0; half]).is_err());
        assert!(other.keep("two".to_owned(), "b.csv".to_owned(), vec![0; half]).is_ok());
    }
}
