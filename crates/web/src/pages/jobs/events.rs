//! What a job tells while it runs, as events to a page that listens. Who listens is checked again at each of them.

use std::convert::Infallible;
use std::time::Duration;

use app::{Beginner, JobState, LogId};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use serde_json::json;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::{Instant, sleep};

use super::{JobId, aloud, beginner, far, pace};
use crate::failure::Answer;
use crate::guard::signed_in;
use crate::locale::{Locale, locale};
use crate::site::Site;
use crate::visit::Visit;

/// How long one connection is told; whoever still listens then asks again.
const TOLD_FOR: Duration = Duration::from_secs(10 * 60);
/// How much time is between two events at least.
const PACE: Duration = Duration::from_millis(250);
/// After how long it is looked again where nothing was heard: who listens may have signed out, another server may have gone on.
const LOOK: Duration = Duration::from_secs(1);

/// Who listens to which job.
struct Listening {
    site: Site,
    org: String,
    log: LogId,
    by: Beginner,
    id: String,
    headers: HeaderMap,
    locale: &'static Locale,
    told: Option<watch::Receiver<u64>>,
    ends: watch::Receiver<bool>,
    until: Instant,
    is_first: bool,
    _place: OwnedSemaphorePermit,
}

/// Answers with the events; the last one says that it is over.
///
/// # Errors
/// Where who asks began no such job, or too many listen already.
pub async fn events(visit: Visit, JobId(id): JobId, headers: HeaderMap) -> Answer {
    let instance = visit.site.instance();
    let (log, by) = (visit.books.log(), beginner(&visit));
    let seen = instance.job(log, &by, &id).await?;
    let place = instance.jobs().look_on().ok_or_else(|| {
        app::Failure::TooMany(
            "too many listen to long work at once; the page shows it when it is loaded again".to_owned(),
        )
    })?;
    let listening = Listening {
        ends: instance.jobs().ends(),
        site: visit.site.clone(),
        org: visit.org.clone(),
        log,
        by,
        id,
        headers,
        locale: locale(),
        told: seen.told(),
        until: Instant::now() + TOLD_FOR,
        is_first: true,
        _place: place,
    };
    let events =
        futures_util::stream::unfold(Some(listening), |listening| async move { listening?.next().await });
    let mut response = Response::new(Body::from_stream(events));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

impl Listening {
    /// Returns the next event; nothing where there are no more for who listens.
    async fn next(mut self) -> Option<(Result<Bytes, Infallible>, Option<Self>)> {
        if !self.is_first {
            self.wait().await;
        }
        self.is_first = false;
        if Instant::now() >= self.until || *self.ends.borrow() {
            return None;
        }
        let state = self.state().await?;
        let event = Ok(Bytes::from(format!("data: {}\n\n", told(&state, self.locale))));
        Some((event, (!state.stage.is_over()).then_some(self)))
    }

    /// Waits until there is something to tell, or to look at again.
    async fn wait(&mut self) {
        sleep(PACE).await;
        let heard = async {
            let is_heard = match &mut self.told {
                Some(told) => told.changed().await.is_ok(),
                None => false,
            };
            if !is_heard {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            () = heard => {}
            () = sleep(LOOK) => {}
            _ = self.ends.changed() => {}
        }
    }

    /// Returns how the job stands, while who listens is still signed in, is in the organisation, and is who began it.
    async fn state(&self) -> Option<JobState> {
        let session = signed_in(&self.site, &self.headers)?;
        if session.account() != self.by.uuid {
            return None;
        }
        self.site.room(&self.org, &session).await.ok()?;
        let seen = self.site.instance().job(self.log, &self.by, &self.id).await.ok()?;
        Some(seen.state)
    }
}

/// Returns an event: what the page shows, and whether it is over.
fn told(state: &JobState, locale: &Locale) -> serde_json::Value {
    json!({
        "stage": state.stage.word(),
        "over": state.stage.is_over(),
        "done": state.done,
        "total": state.total,
        "far": far(state, locale),
        "pace": pace(state, locale),
        "says": aloud(state),
    })
}
