//! Jobs: how far long work is, what came of it, and the way to cancel it; for who began it and nobody else.

pub mod events;
pub mod file;
pub mod list;
pub mod page;

use app::{Beginner, Job, JobResult, JobStage, JobState, MadeFile, NewJob, Worked};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Response;

use crate::failure::Failure;
use crate::locale::{self, Locale};
use crate::parts::{Action, Icon, Status};
use crate::site::Site;
use crate::visit::{Visit, param};

/// The list of one's own jobs.
pub const HERE: &str = "/jobs";
/// What the list is called.
pub const NAME: &str = "Long work";

/// The job that an address names; it need not be there.
pub struct JobId(pub String);

impl FromRequestParts<Site> for JobId {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Failure> {
        Ok(Self(param(parts, site, "id").await?))
    }
}

/// What became of work that a page began.
pub enum Began<T> {
    /// It is over, and the page answers.
    Over(T),
    /// It goes on, and this leads to its page.
    GoesOn(Response),
}

/// Returns the way to the list of jobs, for pages where they begin.
#[must_use]
pub fn way(visit: &Visit) -> Action {
    Action::link(NAME, visit.at(HERE)).icon(Icon::Timeline).quiet()
}

/// Returns whose a job is: the account's; where nobody is checked, everybody's.
#[must_use]
pub fn beginner(visit: &Visit) -> Beginner {
    Beginner { uuid: visit.session.account(), name: visit.actor_name() }
}

/// Does work: what is over within a second is answered by the page that asked, what takes longer gets a page of its own.
///
/// `sort` is all that others are told of it; `what` says on its page what it is.
///
/// # Errors
/// Where too much runs already, and the failures of the work.
pub async fn begin<T, W>(
    visit: &Visit,
    (sort, what): (&'static str, String),
    key: String,
    tells: fn(&T) -> (JobResult, Option<MadeFile>),
    work: impl FnOnce(std::sync::Arc<Job>) -> W + Send + 'static,
) -> Result<Began<T>, Failure>
where
    T: Send + 'static,
    W: Future<Output = Result<T, app::Failure>> + 'static,
{
    let new = NewJob { what, sort, key, by: beginner(visit) };
    match visit.site.instance().work(visit.books.log(), new, tells, work).await? {
        Worked::Over(came) => Ok(Began::Over(came)),
        Worked::Job(id) => Ok(Began::GoesOn(visit.to(&at(&id)))),
    }
}

/// Returns the page of a job.
fn at(id: &str) -> String {
    format!("{HERE}/{id}")
}

/// Returns how a job stands, as a status with its word.
fn standing(stage: JobStage) -> (Status, &'static str) {
    let status = match stage {
        JobStage::Running | JobStage::Writing => Status::InProgress,
        JobStage::Cancelling => Status::Held,
        JobStage::Done => Status::Met,
        JobStage::Cancelled => Status::NotApplicable,
        JobStage::Failed | JobStage::Lost => Status::Problem,
    };
    (status, stage.word())
}

/// Returns how far a job is: `checking the rows: 120 of 2000 rows`.
fn far(state: &JobState, locale: &Locale) -> String {
    let JobState { part, unit, done, total, .. } = state;
    let whole = |count: &u64| locale.whole(count);
    match total {
        _ if part.is_empty() => "begins".to_owned(),
        Some(total) => format!("{part}: {} of {} {unit}", whole(done.min(total)), whole(total)),
        None if *done > 0 => format!("{part}: {} {unit}", whole(done)),
        None => part.clone(),
    }
}

/// Returns how fast it goes, and what is left of the present part; empty until that can be told.
fn pace(state: &JobState, locale: &Locale) -> String {
    let told = |rate: u64| format!("about {} {} a second", locale.whole(rate), state.unit);
    let mut words = state.rate().map(told).unwrap_or_default();
    if let Some(seconds) = state.seconds_left() {
        let left = match seconds {
            0..60 => format!("{seconds} s"),
            60..5_400 => format!("{} min", seconds.div_ceil(60)),
            _ => format!("{} h", seconds.div_ceil(3_600)),
        };
        words.push_str(&format!(", about {left} left of this part"));
    }
    words
}

/// Returns what is said aloud: the part, and each tenth of it.
fn aloud(state: &JobState) -> String {
    match state.total.filter(|total| *total > 0) {
        Some(total) => {
            let tenths = state.done.min(total) * 10 / total;
            format!("{}, {} percent", state.part, tenths * 10)
        }
        None => state.part.clone(),
    }
}

/// Returns a moment as who reads tells it: `22 Nov 2026, 14:05 CET`.
fn moment(visit: &Visit, micros: i64) -> String {
    locale::moment(visit, jiff::Timestamp::from_microsecond(micros).unwrap_or(jiff::Timestamp::UNIX_EPOCH))
}
