//! One job of this server: what it says of itself while it works, and how it is stopped.

use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Instant;

use ledger::LogId;
use tokio::sync::watch;

use super::progress::{Cancelled, Progress};
use super::state::{Beginner, JobResult, JobStage, JobState, MadeFile};
use crate::clock::Clock;
use crate::failure::Failure;

/// A job of this server.
pub struct Job {
    pub(super) log: LogId,
    pub(super) key: String,
    clock: Clock,
    inner: Mutex<Inner>,
    told: watch::Sender<u64>,
    hold: Arc<Hold>,
    /// Held while its state is put aside, so that no older one follows a newer one.
    pub(super) putting: tokio::sync::Mutex<()>,
}

struct Inner {
    state: JobState,
    part_begun: Instant,
    file: Option<(MadeFile, u64)>,
    /// Whether anybody may hear of it: only what takes long is told.
    is_shown: bool,
}

/// What stops all work before its next step, for tests: how far it is then is no matter of speed.
#[derive(Default)]
pub(super) struct Hold {
    /// How many steps may still be done; nothing: all.
    steps: Mutex<Option<u64>>,
    moved: Condvar,
}

impl Hold {
    pub(super) fn is_on(&self) -> bool {
        self.steps.lock().expect("nobody panics here").is_some()
    }

    /// Lets so many steps be done; nothing lets all.
    pub(super) fn set(&self, steps: Option<u64>) {
        *self.steps.lock().expect("nobody panics here") = steps;
        self.moved.notify_all();
    }

    /// Lets so many more steps be done.
    pub(super) fn pass(&self, more: u64) {
        if let Some(steps) = self.steps.lock().expect("nobody panics here").as_mut() {
            *steps += more;
        }
        self.moved.notify_all();
    }

    /// Wakes who waits: something else may have happened.
    fn wake(&self) {
        let _steps = self.steps.lock().expect("nobody panics here");
        self.moved.notify_all();
    }

    /// Waits for its turn, unless it is not wanted any more.
    fn wait(&self, is_wanted: impl Fn() -> bool) {
        let mut steps = self.steps.lock().expect("nobody panics here");
        while *steps == Some(0) && is_wanted() {
            steps = self.moved.wait(steps).expect("nobody panics here");
        }
        if let Some(steps) = steps.as_mut() {
            *steps = steps.saturating_sub(1);
        }
    }
}

impl Job {
    pub(super) fn new(log: LogId, key: String, state: JobState, clock: Clock, hold: Arc<Hold>) -> Self {
        let inner = Inner { state, part_begun: Instant::now(), file: None, is_shown: false };
        let told = watch::Sender::new(0);
        Self { log, key, clock, inner: Mutex::new(inner), told, hold, putting: tokio::sync::Mutex::default() }
    }

    /// Returns its id.
    #[must_use]
    pub fn id(&self) -> String {
        self.inner().state.id.clone()
    }

    /// Returns what is known of it now.
    #[must_use]
    pub fn state(&self) -> JobState {
        let inner = self.inner();
        let mut state = inner.state.clone();
        if !state.stage.is_over() {
            let millis = inner.part_begun.elapsed().as_millis();
            state.part_millis = u64::try_from(millis).unwrap_or(u64::MAX);
            state.beat = self.clock.micros();
        }
        state
    }

    /// Hears each change of what is known.
    pub(super) fn listen(&self) -> watch::Receiver<u64> {
        self.told.subscribe()
    }

    pub(super) fn is_of(&self, log: LogId, by: &Beginner) -> bool {
        self.log == log && self.inner().state.by.uuid == by.uuid
    }

    pub(super) fn is_over(&self) -> bool {
        self.inner().state.stage.is_over()
    }

    pub(super) fn is_shown(&self) -> bool {
        self.inner().is_shown
    }

    pub(super) fn show(&self) {
        self.inner().is_shown = true;
    }

    /// Stops it before its next step; what is being written is not stopped.
    pub(super) fn cancel(&self) {
        let mut inner = self.inner();
        if inner.state.stage == JobStage::Running {
            inner.state.stage = JobStage::Cancelling;
            let at = self.clock.micros();
            inner.state.note(at, "cancelled; it ends with this step");
        }
        drop(inner);
        self.changed();
        self.hold.wake();
    }

    /// Ends it with what came of it.
    pub(super) fn end(&self, came: Result<(JobResult, Option<MadeFile>), &Failure>) {
        let at = self.clock.micros();
        let mut inner = self.inner();
        match came {
            Ok((result, file)) => {
                let stage = if result.is_refused { JobStage::Failed } else { JobStage::Done };
                let bytes = result.file.as_ref().map_or(0, |file| file.bytes);
                inner.file = file.map(|file| (file, bytes));
                inner.state.end(at, stage, result);
            }
            Err(Failure::Cancelled) => {
                let words = Failure::Cancelled.to_string();
                inner.state.end(at, JobStage::Cancelled, JobResult { words, ..JobResult::default() });
            }
            Err(failure) => {
                let words = failure.to_string();
                inner.state.end(at, JobStage::Failed, JobResult { words, ..JobResult::default() });
            }
        }
        drop(inner);
        self.changed();
    }

    /// Returns the file that it made, and how large it is.
    pub(super) fn file(&self) -> Option<(MadeFile, u64)> {
        self.inner().file.clone()
    }

    /// Takes the file, so that nobody else gets it.
    fn take_file(&self) -> Option<(MadeFile, u64)> {
        self.inner().file.take()
    }

    /// Says that the file was given, or gives it back where it did not arrive.
    fn gave(&self, left: Option<(MadeFile, u64)>) {
        let at = self.clock.micros();
        let mut inner = self.inner();
        if left.is_some() {
            inner.file = left;
            inner.state.note(at, "the file was asked for, and did not arrive");
        } else {
            inner.state.fetched = Some(at);
            inner.state.note(at, "the file was fetched");
        }
        drop(inner);
        self.changed();
    }

    /// Lets the file go.
    pub(super) fn drop_file(&self) {
        self.inner().file = None;
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("nobody panics here")
    }

    fn changed(&self) {
        self.told.send_modify(|count| *count += 1);
    }

    /// Waits for its turn, and says whether it is still wanted.
    fn step(&self) -> Result<(), Cancelled> {
        let is_wanted = || self.inner().state.stage != JobStage::Cancelling;
        self.hold.wait(is_wanted);
        if is_wanted() { Ok(()) } else { Err(Cancelled) }
    }
}

impl Progress for Job {
    fn part(&self, what: &str, unit: &'static str, total: Option<u64>) -> Result<(), Cancelled> {
        let at = self.clock.micros();
        let mut inner = self.inner();
        inner.part_begun = Instant::now();
        let state = &mut inner.state;
        (state.part, state.unit, state.done, state.total) = (what.to_owned(), unit.to_owned(), 0, total);
        state.note(at, what);
        drop(inner);
        self.changed();
        self.step()
    }

    fn done(&self, done: u64) -> Result<(), Cancelled> {
        self.inner().state.done = done;
        self.changed();
        self.step()
    }

    fn writes(&self) -> Result<(), Cancelled> {
        self.step()?;
        let mut inner = self.inner();
        match inner.state.stage {
            JobStage::Cancelling => return Err(Cancelled),
            JobStage::Running => {
                inner.state.stage = JobStage::Writing;
                let at = self.clock.micros();
                inner.state.note(at, "writing; from here on it is not cancelled");
            }
            JobStage::Writing | JobStage::Done | JobStage::Cancelled | JobStage::Failed | JobStage::Lost => {}
        }
        drop(inner);
        self.changed();
        Ok(())
    }
}

/// The file of a job on its way to who began it: it is given once, and what breaks off on the way can be asked for again.
pub struct FileOnItsWay {
    job: Arc<Job>,
    file: Option<(MadeFile, u64)>,
}

impl FileOnItsWay {
    /// Takes the file of a job; none where it was taken or is no longer kept.
    pub(super) fn of(job: &Arc<Job>) -> Option<Self> {
        let file = job.take_file()?;
        Some(Self { job: Arc::clone(job), file: Some(file) })
    }

    /// Returns the file.
    #[must_use]
    pub fn file(&self) -> Option<MadeFile> {
        self.file.as_ref().map(|(file, _)| file.clone())
    }

    /// Says that all of it went out.
    pub fn arrived(&mut self) {
        if self.file.take().is_some() {
            self.job.gave(None);
        }
    }
}

impl Drop for FileOnItsWay {
    fn drop(&mut self) {
        if let Some(left) = self.file.take() {
            self.job.gave(Some(left));
        }
    }
}
