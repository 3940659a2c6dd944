//! Jobs: long work beside the page that asked for it. Who began it sees how far it is, may leave, come back and cancel it.
//!
//! What a job is and came to lies aside in the store, so that another server can show it; the file that it made lies with the
//! server that made it. What is not done within a second becomes a job; what is done sooner was none.

mod job;
mod kept;
#[cfg(test)]
mod left;
mod progress;
mod state;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ledger::LogId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot, watch};
use tokio::time::Instant;

pub use job::{FileOnItsWay, Job};
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

    /// Lets a job go that nobody was told of; says whether there was none such. One that another request joined meanwhile is
    /// told of, and stays.
    fn settle(&self, job: &Job) -> bool {
        let mut here = self.here.lock().expect("nobody panics here");
        if !job.is_shown() {
            here.remove(&job.id());
        }
        job.is_shown()
    }

    /// Takes a place for new work; the job that does the same already is returned as the inner error, and is told of from now on.
    fn place(
        &self,
        log: LogId,
        new: NewJob,
        instance: &Instance,
    ) -> Result<Result<Arc<Job>, Arc<Job>>, Failure> {
        let id = word()?;
        let mut here = self.here.lock().expect("nobody panics here");
        let running: Vec<&Arc<Job>> = here.values().filter(|job| !job.is_over()).collect();
        let mut theirs = running.iter().filter(|job| job.is_of(log, &new.by));
        if let Some(same) = theirs.clone().find(|job| job.key == new.key) {
            same.show();
            return Ok(Err(Arc::clone(same)));
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
            sort: new.sort.to_owned(),
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
            fetched: None,
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
            Err(same) => {
                self.tell_of(&same).await;
                return Ok(Worked::Job(same.id()));
            }
        };
        let (answer, answered) = oneshot::channel();
        tokio::spawn(Arc::clone(self).see_through(job, tells, work, answer));
        answered.await.map_err(|_| Failure::Broken("the work was interrupted".to_owned()))?
    }

    /// Does the work, says meanwhile that it goes on, and notes what came of it. Whether it becomes a job is decided here: who
    /// asked may be gone at any moment.
    async fn see_through<T, W>(
        self: Arc<Self>,
        job: Arc<Job>,
        tells: Tells<T>,
        work: impl FnOnce(Arc<Job>) -> W + Send + 'static,
        answer: oneshot::Sender<Result<Worked<T>, Failure>>,
    ) where
        T: Send + 'static,
        W: Future<Output = Result<T, Failure>> + 'static,
    {
        let (runtime, working) = (tokio::runtime::Handle::current(), Arc::clone(&job));
        // What keeps a processor busy keeps nobody else waiting there.
        let mut task = tokio::task::spawn_blocking(move || runtime.block_on(work(working)));
        let mut beats = tokio::time::interval(BEAT);
        beats.tick().await;
        let patience = if self.jobs.hold.is_on() { Duration::ZERO } else { AWAITED };
        let until = Instant::now() + patience;
        let mut asked = Some(answer);
        let came = loop {
            tokio::select! {
                came = &mut task => break came,
                () = waits_no_more(&mut asked, until) => {
                    job.show();
                    self.tell_of(&job).await;
                    asked.take().map(|answer| answer.send(Ok(Worked::Job(job.id()))));
                }
                _ = beats.tick() => self.beat(&job).await,
            }
        };
        let came = came.unwrap_or_else(|_| {
            Err(Failure::Broken(
                "Plumbline made a mistake; what happened stands in the terminal's log".to_owned(),
            ))
        });
        job.end(came.as_ref().map(tells));
        // Whoever does not wait any more finds it on the page of the job.
        if asked.as_ref().is_some_and(oneshot::Sender::is_closed) {
            job.show();
        }
        if self.jobs.settle(&job) {
            self.tell_of(&job).await;
        }
        asked.map(|answer| answer.send(came.map(Worked::Over)));
    }

    /// Lets others know of a job. Where the store does not take that, the work goes on all the same, and its page is here.
    async fn tell_of(&self, job: &Job) {
        if let Err(failure) = self.make_room(job).await {
            tracing::warn!(%failure, "earlier jobs were not forgotten");
        }
        if let Err(failure) = self.keep_job(job).await {
            tracing::warn!(%failure, "how far a job is was not kept");
        }
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

/// Waits until who asked has waited long enough, or is gone; for ever where nobody waits any more.
async fn waits_no_more<T>(asked: &mut Option<oneshot::Sender<T>>, until: Instant) {
    match asked {
        Some(answer) => tokio::select! {
            () = answer.closed() => {}
            () = tokio::time::sleep_until(until) => {}
        },
        None => std::future::pending().await,
    }
}

/// Returns 128 random bits as a word.
fn word() -> Result<String, Failure> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(operations::hex(&bytes))
}
