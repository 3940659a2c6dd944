//! Jobs: long work beside the page that asked for it. Who began it sees how far it is, may leave, come back and cancel it.
//!
//! What a job is and came to lies aside in the store, so that another server can show it; the file that it made lies with the
//! server that made it. What is not done within a second becomes a job; what is done sooner was none.

mod job;
mod kept;
mod progress;
mod state;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ledger::LogId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot, watch};

pub use job::Job;
pub use kept::SeenJob;
pub use progress::{Cancelled, Planning, Progress, Silent};
pub use state::{Beginner, FileTold, JobResult, JobStage, JobState, LineTold, MadeFile, NewJob};

use crate::failure::Failure;
use crate::instance::Instance;
use job::Hold;

/// How long who asked waits before the work becomes a job.
const AWAITED: Duration = Duration::from_secs(1);
/// How many pieces of work run for one person at once.
pub const JOBS_OF_PERSON_MAX: usize = 2;
/// How many run at once on one server.
pub const JOBS_AT_ONCE_MAX: usize = 6;
/// How many who look on at once are told of each step.
const LOOKERS_MAX: usize = 64;
/// How often a job that runs says so to other servers, and hears whether it was cancelled there.
const BEAT: Duration = Duration::from_secs(2);

/// The jobs of this server.
pub struct Jobs {
    /// The name of this run of the server.
    server: String,
    here: Mutex<BTreeMap<String, Arc<Job>>>,
    hold: Arc<Hold>,
    lookers: Arc<Semaphore>,
    /// Whether the server ends.
    ends: watch::Sender<bool>,
}

/// What became of work.
pub enum Worked<T> {
    /// It was done before who asked had to wait long.
    Over(T),
    /// It goes on as the job with this id.
    Job(String),
}

/// What work comes to, and the file that it made.
pub type Tells<T> = fn(&T) -> (JobResult, Option<MadeFile>);

/// Stops all work before its next step until it is dropped: a test sees how far it is, however quick the machine.
pub struct Held(Arc<Hold>);

impl Held {
    /// Lets so many more steps be done.
    pub fn pass(&self, steps: u64) {
        self.0.pass(steps);
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.set(None);
    }
}

impl Default for Jobs {
    fn default() -> Self {
        Self {
            server: word().unwrap_or_default(),
            here: Mutex::default(),
            hold: Arc::default(),
            lookers: Arc::new(Semaphore::new(LOOKERS_MAX)),
            ends: watch::Sender::new(false),
        }
    }
}

impl Jobs {
    /// Stops all work before its next step, for tests.
    #[must_use]
    pub fn hold(&self) -> Held {
        self.hold.set(Some(0));
        Held(Arc::clone(&self.hold))
    }

    /// Takes a place among those who look on; none where all are taken.
    #[must_use]
    pub fn look_on(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.lookers).try_acquire_owned().ok()
    }

    /// Returns what hears that the server ends.
    #[must_use]
    pub fn ends(&self) -> watch::Receiver<bool> {
        self.ends.subscribe()
    }

    /// Cancels all that runs and lets all go who look on: the server ends.
    pub fn end(&self) {
        self.ends.send_replace(true);
        let here: Vec<Arc<Job>> = self.here.lock().expect("nobody panics here").values().cloned().collect();
        here.iter().for_each(|job| job.cancel());
    }

    /// Returns a job of this server.
    fn find(&self, id: &str) -> Option<Arc<Job>> {
        self.here.lock().expect("nobody panics here").get(id).cloned()
    }

    /// Takes a place for new work; the job that does the same already is returned as the inner error.
    fn place(
        &self,
        log: LogId,
        new: NewJob,
        instance: &Instance,
    ) -> Result<Result<Arc<Job>, String>, Failure> {
        let id = word()?;
        let mut here = self.here.lock().expect("nobody panics here");
        let running: Vec<&Arc<Job>> = here.values().filter(|job| !job.is_over()).collect();
        let mut theirs = running.iter().filter(|job| job.is_of(log, &new.by));
        if let Some(same) = theirs.clone().find(|job| job.key == new.key && job.is_shown()) {
            return Ok(Err(same.id()));
        }
        if theirs.nth(JOBS_OF_PERSON_MAX - 1).is_some() {
            return Err(Failure::TooMany(format!(
                "{JOBS_OF_PERSON_MAX} pieces of long work run for you already, and that is the most at once; wait for one of them, or \
                 cancel it"
            )));
        }
        if running.len() >= JOBS_AT_ONCE_MAX || *self.ends.borrow() {
            return Err(Failure::TooMany(format!(
                "{JOBS_AT_ONCE_MAX} pieces of long work run here already, and that is the most at once; try again when one of them is \
                 over"
            )));
        }
        let now = instance.micros();
        let state = JobState {
            id: id.clone(),
            what: new.what,
            by: new.by,
            begun: now,
            ended: None,
            stage: JobStage::Running,
            part: String::new(),
            unit: String::new(),
            done: 0,
            total: None,
            part_millis: 0,
            log: Vec::new(),
            log_left: 0,
            result: JobResult::default(),
            server: self.server.clone(),
            beat: now,
        };
        let job = Arc::new(Job::new(log, new.key, state, instance.clock(), Arc::clone(&self.hold)));
        here.insert(id, Arc::clone(&job));
        Ok(Ok(job))
    }
}

impl Instance {
    /// Returns the jobs of this server.
    #[must_use]
    pub fn jobs(&self) -> &Jobs {
        &self.jobs
    }

    /// Does work on a thread of its own: returns what came of it, or after a second the job as which it goes on.
    ///
    /// `tells` says for the page of the job what came of it.
    ///
    /// # Errors
    /// Where too much runs already, and the failures of the work itself.
    pub async fn work<T, W>(
        self: &Arc<Self>,
        log: LogId,
        new: NewJob,
        tells: Tells<T>,
        work: impl FnOnce(Arc<Job>) -> W + Send + 'static,
    ) -> Result<Worked<T>, Failure>
    where
        T: Send + 'static,
        W: Future<Output = Result<T, Failure>> + 'static,
    {
        let job = match self.jobs.place(log, new, self)? {
            Ok(job) => job,
            Err(same) => return Ok(Worked::Job(same)),
        };
        let (answer, answered) = oneshot::channel();
        tokio::spawn(Arc::clone(self).see_through(Arc::clone(&job), tells, work, answer));
        let patience = if self.jobs.hold.is_on() { Duration::ZERO } else { AWAITED };
        match tokio::time::timeout(patience, answered).await {
            Ok(came) => {
                self.jobs.here.lock().expect("nobody panics here").remove(&job.id());
                came.map_err(|_| Failure::Broken("the work was interrupted".to_owned()))?.map(Worked::Over)
            }
            Err(_) => {
                job.show();
                self.make_room(&job).await?;
                self.keep_job(&job).await?;
                Ok(Worked::Job(job.id()))
            }
        }
    }

    /// Does the work, says meanwhile that it goes on, and notes what came of it.
    async fn see_through<T, W>(
        self: Arc<Self>,
        job: Arc<Job>,
        tells: Tells<T>,
        work: impl FnOnce(Arc<Job>) -> W + Send + 'static,
        answer: oneshot::Sender<Result<T, Failure>>,
    ) where
        T: Send + 'static,
        W: Future<Output = Result<T, Failure>> + 'static,
    {
        let (runtime, working) = (tokio::runtime::Handle::current(), Arc::clone(&job));
        // What keeps a processor busy keeps nobody else waiting there.
        let mut task = tokio::task::spawn_blocking(move || runtime.block_on(work(working)));
        let mut beats = tokio::time::interval(BEAT);
        beats.tick().await;
        let came = loop {
            tokio::select! {
                came = &mut task => break came,
                _ = beats.tick() => self.beat(&job).await,
            }
        };
        let came = came.unwrap_or_else(|_| {
            Err(Failure::Broken(
                "Plumbline made a mistake; what happened stands in the terminal's log".to_owned(),
            ))
        });
        job.end(came.as_ref().map(tells));
        if job.is_shown()
            && let Err(failure) = self.keep_job(&job).await
        {
            tracing::warn!(%failure, "what came of a job was not kept");
        }
        // Whoever does not wait any more finds it on the page of the job.
        let _ = answer.send(came);
    }

    /// Says that a job goes on, and hears whether another server was told to cancel it.
    async fn beat(&self, job: &Job) {
        if !job.is_shown() {
            return;
        }
        match self.is_cancelled_elsewhere(job).await {
            Ok(true) => job.cancel(),
            Ok(false) => {}
            Err(failure) => tracing::warn!(%failure, "it is not known whether a job was cancelled"),
        }
        if let Err(failure) = self.keep_job(job).await {
            tracing::warn!(%failure, "how far a job is was not kept");
        }
    }
}

/// Returns 128 random bits as a word.
fn word() -> Result<String, Failure> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
