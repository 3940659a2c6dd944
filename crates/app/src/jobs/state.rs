//! What is known of a job: whose it is, how far it is, and what came of it. It lies aside, so that another server can show it.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::sync::{Arc, Mutex};

use model::Digest;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The most lines of a job's log.
pub(super) const LOG_MAX: usize = 50;
/// The longest words that are kept of a job.
const WORDS_MAX: usize = 600;
/// After how long the time left is told: before, it would jump about.
const TOLD_AFTER_MILLIS: u64 = 3_000;

/// What somebody wants done beside the page that they wait for.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// What it is: `Import of risks.csv`.
    pub what: String,
    /// What others are told that it is, for what somebody works on may say much: `Import`.
    pub sort: &'static str,
    /// What it works on: while that runs for the same person, the same again is the same job.
    pub key: String,
    /// Whose it is.
    pub by: Beginner,
}

/// Who began a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beginner {
    /// The person; nobody in particular where nobody is checked.
    pub uuid: Option<Uuid>,
    /// The name at that time.
    pub name: String,
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JobStage {
    /// It works.
    Running,
    /// It was cancelled and ends with the step that it is at.
    Cancelling,
    /// It writes what was decided; that is not stopped half way.
    Writing,
    /// It is done.
    Done,
    /// It was cancelled: nothing was written.
    Cancelled,
    /// It could not be done: nothing was written.
    Failed,
    /// The server that did it ended.
    Lost,
}

impl JobStage {
    /// Says whether nothing more comes of it.
    #[must_use]
    pub fn is_over(self) -> bool {
        match self {
            Self::Running | Self::Cancelling | Self::Writing => false,
            Self::Done | Self::Cancelled | Self::Failed | Self::Lost => true,
        }
    }

    /// Returns its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Cancelling => "cancelling",
            Self::Writing => "writing",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
            Self::Lost => "lost",
        }
    }
}

/// A file that a job made. It has no name on the disk and is gone when nobody holds it.
#[derive(Debug, Clone)]
pub struct MadeFile(Arc<Mutex<File>>);

impl MadeFile {
    /// Takes a file that is written to its end.
    #[must_use]
    pub fn new(file: File) -> Self {
        Self(Arc::new(Mutex::new(file)))
    }

    /// Returns what stands from a place on, at most so much; nothing at the end.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn piece(&self, from: u64, at_most: usize) -> std::io::Result<Vec<u8>> {
        let mut file = self.0.lock().expect("nobody panics here");
        file.seek(SeekFrom::Start(from))?;
        let mut piece = Vec::with_capacity(at_most);
        (&mut *file).take(at_most as u64).read_to_end(&mut piece)?;
        Ok(piece)
    }
}

/// What a file that a job made is called, and what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileTold {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// Its hash.
    pub digest: Digest,
    /// What has to be allowed, again, to whom it is given: an intent and a record.
    pub allowed: (String, String),
}

/// A line of a verdict: what was looked at, whether it is right, and why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineTold {
    /// What was looked at.
    pub what: String,
    /// Whether it is right.
    pub is_right: bool,
    /// Why not; empty where it is.
    pub because: String,
}

/// What came of a job.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobResult {
    /// In a sentence.
    pub words: String,
    /// Whether that sentence says why it could not be done.
    pub is_refused: bool,
    /// The commit that it wrote.
    pub commit: Option<u64>,
    /// What was looked at.
    pub lines: Vec<LineTold>,
    /// The file that it made.
    pub file: Option<FileTold>,
    /// The page where it goes on, and the words that lead there.
    pub next: Option<(String, String)>,
}

/// What is known of a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobState {
    /// Its id: 128 random bits.
    pub id: String,
    /// What it is.
    pub what: String,
    /// What others are told that it is.
    #[serde(default)]
    pub(super) sort: String,
    /// Who began it.
    pub by: Beginner,
    /// When, in microseconds.
    pub begun: i64,
    /// When it ended.
    pub ended: Option<i64>,
    /// Where it stands.
    pub stage: JobStage,
    /// What is done now: `checking the rows`.
    pub part: String,
    /// What is counted.
    pub unit: String,
    /// How many are done.
    pub done: u64,
    /// How many there are, where that is known.
    pub total: Option<u64>,
    /// How long the present part has been going on.
    pub part_millis: u64,
    /// What happened, and when; the newest last.
    pub log: Vec<(i64, String)>,
    /// How many earlier lines of the log are gone.
    pub log_left: usize,
    /// What came of it.
    pub result: JobResult,
    /// When the file that it made was fetched: it is given once.
    #[serde(default)]
    pub fetched: Option<i64>,
    /// The server that does it, and when it last said so.
    pub(super) server: String,
    pub(super) beat: i64,
}

impl JobState {
    /// Returns what others are told that it is: what somebody works on may say much.
    #[must_use]
    pub fn told_to_others(&self) -> &str {
        if self.sort.is_empty() { "Long work" } else { &self.sort }
    }

    /// Returns how many are done each second, where enough were done to say so.
    #[must_use]
    pub fn rate(&self) -> Option<u64> {
        let is_told = self.part_millis >= TOLD_AFTER_MILLIS && self.done > 0;
        is_told.then(|| (self.done.saturating_mul(1_000) / self.part_millis).max(1))
    }

    /// Returns how many seconds of the present part are left, where that can be told.
    #[must_use]
    pub fn seconds_left(&self) -> Option<u64> {
        self.rate()?;
        let left = self.total?.checked_sub(self.done)?;
        let millis = left.saturating_mul(self.part_millis) / self.done.max(1);
        Some(millis.div_ceil(1_000))
    }

    /// Adds a line to the log; the oldest one makes room.
    pub(super) fn note(&mut self, at: i64, words: &str) {
        self.log.push((at, short(words)));
        if self.log.len() > LOG_MAX {
            self.log.remove(0);
            self.log_left += 1;
        }
    }

    /// Ends it.
    pub(super) fn end(&mut self, at: i64, stage: JobStage, mut result: JobResult) {
        result.words = short(&result.words);
        result.lines.truncate(LOG_MAX);
        self.note(at, &result.words);
        (self.stage, self.ended, self.result) = (stage, Some(at), result);
    }
}

/// Returns words, no longer than they may be.
fn short(words: &str) -> String {
    if words.chars().count() <= WORDS_MAX {
        return words.to_owned();
    }
    words.chars().take(WORDS_MAX).chain(['…']).collect()
}
