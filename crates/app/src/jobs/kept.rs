//! Jobs as they are found again: those of this server in memory, those of others and of earlier runs as they lie aside.

use std::sync::Arc;

use ledger::LogId;
use tokio::sync::watch;

use super::job::{FileOnItsWay, Job};
use super::state::{Beginner, JobResult, JobStage, JobState, MadeFile};
use crate::failure::Failure;
use crate::instance::Instance;

/// Under which names jobs lie aside.
const KEPT: &str = "job/";
/// Under which names it lies that one was cancelled on another server than its own.
const CANCELLED: &str = "job-cancelled/";
/// How long a job is found after it ended, and the file that it made.
const KEPT_MICROS: i64 = 24 * 60 * 60 * 1_000_000;
const FILE_KEPT_MICROS: i64 = 60 * 60 * 1_000_000;
/// How many jobs of one organisation are found.
const KEPT_MAX: usize = 100;
/// How many bytes of files are kept on one server.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024 * 1024;
/// After how long of silence a server that worked is gone.
const SILENT_MICROS: i64 = 15 * 1_000_000;

/// A job as its beginner sees it.
pub struct SeenJob {
    /// What is known of it.
    pub state: JobState,
    /// The file that it made, while it lies here.
    pub file: Option<MadeFile>,
    told: Option<watch::Receiver<u64>>,
}

impl SeenJob {
    /// Returns what hears each change of it; nothing where another server works on it.
    #[must_use]
    pub fn told(self) -> Option<watch::Receiver<u64>> {
        self.told
    }
}

impl Instance {
    /// Returns a job of an organisation, for who began it and nobody else.
    ///
    /// # Errors
    /// Where there is none of theirs, or the store does not answer.
    pub async fn job(&self, log: LogId, by: &Beginner, id: &str) -> Result<SeenJob, Failure> {
        let unknown = || Failure::Unknown("such job; what is over is forgotten after a day".to_owned());
        if let Some(job) = self.jobs.find(id).filter(|job| job.is_of(log, by) && job.is_shown()) {
            self.forget_old_files();
            let told = job.listen();
            return Ok(SeenJob {
                state: job.state(),
                file: job.file().map(|(file, _)| file),
                told: Some(told),
            });
        }
        let is_id = id.len() == 32 && id.bytes().all(|sign| sign.is_ascii_hexdigit());
        let kept = if is_id { self.aside(log, &format!("{KEPT}{id}")).await? } else { None };
        let state = kept.and_then(|kept| serde_json::from_slice::<JobState>(&kept).ok());
        let state = state.filter(|state| state.by.uuid == by.uuid).ok_or_else(unknown)?;
        Ok(SeenJob { state: self.as_known(state), file: None, told: None })
    }

    /// Takes the file that a job made, for who began it; nothing where it is no longer kept or was taken.
    ///
    /// # Errors
    /// Where there is none of theirs, or the store does not answer.
    pub async fn take_job_file(
        &self,
        log: LogId,
        by: &Beginner,
        id: &str,
    ) -> Result<Option<FileOnItsWay>, Failure> {
        self.job(log, by, id).await?;
        Ok(self.jobs.find(id).and_then(|job| FileOnItsWay::of(&job)))
    }

    /// Returns the jobs of an organisation that somebody began, newest first.
    ///
    /// # Errors
    /// Where the store does not answer.
    pub async fn jobs_of(&self, log: LogId, by: &Beginner) -> Result<Vec<JobState>, Failure> {
        let mut all = self.all_jobs(log).await?;
        all.retain(|state| state.by.uuid == by.uuid);
        Ok(all)
    }

    /// Returns what runs for others in an organisation: for who keeps it, who is told what it is and whose, and no more.
    ///
    /// # Errors
    /// Where the store does not answer.
    pub async fn jobs_of_others(&self, log: LogId, by: &Beginner) -> Result<Vec<JobState>, Failure> {
        let mut all = self.all_jobs(log).await?;
        all.retain(|state| state.by.uuid != by.uuid && !state.stage.is_over());
        Ok(all)
    }

    /// Cancels a job of who asks; what is over or being written stays as it is.
    ///
    /// # Errors
    /// Where there is none of theirs, or the store does not take it.
    pub async fn cancel_job(&self, log: LogId, by: &Beginner, id: &str) -> Result<JobState, Failure> {
        let seen = self.job(log, by, id).await?;
        if let Some(job) = self.jobs.find(id).filter(|_| seen.told.is_some()) {
            job.cancel();
            return Ok(job.state());
        }
        if !seen.state.stage.is_over() {
            self.put_aside(log, &format!("{CANCELLED}{id}"), Some(b"1".to_vec())).await?;
        }
        Ok(seen.state)
    }

    /// Says whether a job of this server was cancelled on another.
    pub(super) async fn is_cancelled_elsewhere(&self, job: &Job) -> Result<bool, Failure> {
        let key = format!("{CANCELLED}{}", job.id());
        let is_cancelled = self.aside(job.log, &key).await?.is_some();
        if is_cancelled {
            self.put_aside(job.log, &key, None).await?;
        }
        Ok(is_cancelled)
    }

    /// Puts aside what is known of a job.
    pub(super) async fn keep_job(&self, job: &Job) -> Result<(), Failure> {
        let _alone = job.putting.lock().await;
        let state = job.state();
        let bytes = serde_json::to_vec(&state).map_err(|problem| Failure::Broken(problem.to_string()))?;
        self.put_aside(job.log, &format!("{KEPT}{}", state.id), Some(bytes)).await
    }

    /// Forgets what ended long ago, and the oldest where there are too many.
    pub(super) async fn make_room(&self, new: &Job) -> Result<(), Failure> {
        self.forget_old_files();
        let all = self.all_jobs(new.log).await?;
        let now = self.micros();
        let is_old = |state: &JobState| state.ended.is_some_and(|ended| now - ended > KEPT_MICROS);
        for (place, state) in all.iter().enumerate() {
            if is_old(state) || (place + 1 >= KEPT_MAX && state.stage.is_over()) {
                self.jobs.here.lock().expect("nobody panics here").remove(&state.id);
                self.put_aside(new.log, &format!("{KEPT}{}", state.id), None).await?;
                self.put_aside(new.log, &format!("{CANCELLED}{}", state.id), None).await?;
            }
        }
        Ok(())
    }

    /// Returns all jobs of an organisation, newest first.
    async fn all_jobs(&self, log: LogId) -> Result<Vec<JobState>, Failure> {
        let kept = self.asides(log, KEPT).await?;
        let read = |bytes: Vec<u8>| serde_json::from_slice::<JobState>(&bytes).ok();
        let known = |state: JobState| match self.jobs.find(&state.id) {
            Some(job) => job.state(),
            None => self.as_known(state),
        };
        let mut all: Vec<JobState> =
            kept.into_iter().filter_map(|(_, bytes)| read(bytes)).map(known).collect();
        all.sort_by(|one, other| other.begun.cmp(&one.begun).then_with(|| one.id.cmp(&other.id)));
        Ok(all)
    }

    /// Returns a job that is not this server's as it is known today: who has been silent for long is gone.
    fn as_known(&self, mut state: JobState) -> JobState {
        let is_silent = self.micros() - state.beat > SILENT_MICROS || state.server == self.jobs.server;
        if state.stage.is_over() || !is_silent {
            return state;
        }
        let words = "the server ended before this was over. Nothing is half written: a change is written whole or not at all, \
                     and the history says whether it was. If it is not there, begin again";
        let (at, result) = (state.beat, JobResult { words: words.to_owned(), ..JobResult::default() });
        state.end(at, JobStage::Lost, result);
        state
    }

    /// Lets files go that were kept for long, and the oldest where they are too many.
    fn forget_old_files(&self) {
        let now = self.micros();
        let mut here = self.jobs.here.lock().expect("nobody panics here");
        here.retain(|_, job| job.state().ended.is_none_or(|ended| now - ended <= KEPT_MICROS));
        let mut files: Vec<(i64, u64, &Arc<Job>)> =
            here.values().filter_map(|job| Some((job.state().ended?, job.file()?.1, job))).collect();
        files.sort_by_key(|(ended, ..)| std::cmp::Reverse(*ended));
        let mut bytes = 0_u64;
        for (ended, size, job) in files {
            bytes = bytes.saturating_add(size);
            if now - ended > FILE_KEPT_MICROS || bytes > FILE_BYTES_MAX {
                job.drop_file();
            }
        }
    }
}
