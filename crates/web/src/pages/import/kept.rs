//! Files between the steps of an import: in memory, of one session and one organisation, for an hour.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// How long a file is kept.
const KEPT: Duration = Duration::from_secs(60 * 60);
/// How many files one session keeps.
const FILES_MAX: usize = 2;

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

/// The files of one session.
#[derive(Default)]
pub struct Uploads(Mutex<Vec<Arc<Upload>>>);

impl Uploads {
    /// Keeps a file; the oldest one makes room.
    ///
    /// # Errors
    /// Where the system gives no random numbers.
    pub fn keep(&self, origin: String, name: String, bytes: Vec<u8>) -> std::io::Result<Arc<Upload>> {
        let mut random = [0_u8; 16];
        getrandom::fill(&mut random).map_err(std::io::Error::other)?;
        let upload = Arc::new(Upload {
            word: URL_SAFE_NO_PAD.encode(random),
            origin,
            name,
            bytes,
            map: Mutex::new(String::new()),
            at: Instant::now(),
        });
        let mut files = self.0.lock().expect("nobody panics here");
        files.retain(|file| file.at.elapsed() < KEPT);
        while files.len() >= FILES_MAX {
            files.remove(0);
        }
        files.push(Arc::clone(&upload));
        Ok(upload)
    }

    /// Returns a file of an organisation, unless it is gone.
    #[must_use]
    pub fn find(&self, origin: &str, word: &str) -> Option<Arc<Upload>> {
        let mut files = self.0.lock().expect("nobody panics here");
        files.retain(|file| file.at.elapsed() < KEPT);
        files.iter().find(|file| file.word == word && file.origin == origin).cloned()
    }

    /// Lets a file go.
    pub fn drop_file(&self, word: &str) {
        self.0.lock().expect("nobody panics here").retain(|file| file.word != word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_only_where_it_came_in_and_the_oldest_makes_room() {
        let uploads = Uploads::default();
        let keep =
            |name: &str| uploads.keep("one".to_owned(), name.to_owned(), Vec::new()).expect("random numbers");
        let first = keep("a.csv");
        assert!(uploads.find("one", &first.word).is_some());
        assert!(uploads.find("two", &first.word).is_none());
        let (second, third) = (keep("b.csv"), keep("c.csv"));
        assert!(uploads.find("one", &first.word).is_none());
        uploads.drop_file(&second.word);
        assert!(uploads.find("one", &second.word).is_none() && uploads.find("one", &third.word).is_some());
    }
}
