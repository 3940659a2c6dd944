//! A draft goes when its form is saved.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use super::kept::Drawer;
use super::place;
use crate::failure::Failure;
use crate::session::Session;
use crate::site::Site;
use crate::visit::actor;

/// Forgets the draft of a form whose post was taken.
pub async fn settle(State(site): State<Site>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let session = request.extensions().get::<Arc<Session>>().cloned();
    let is_post = *request.method() == Method::POST;
    let answer = next.run(request).await;
    if let (true, true, Some(session)) = (is_post, is_taken(&answer), session)
        && let Some(place) = place(&path)
        && let Err(failure) = forget(&site, &path, place, &session).await
    {
        // What was saved is saved; a draft that stays is offered once more.
        tracing::warn!("a draft stays: {failure:?}");
    }
    answer
}

/// Says whether a form was taken: its answer leads on, and not to a proof of who asks.
fn is_taken(answer: &Response) -> bool {
    let to = answer.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default();
    answer.status() == StatusCode::SEE_OTHER && !to.starts_with("/login") && !to.starts_with("/step-up")
}

async fn forget(site: &Site, path: &str, place: &str, session: &Session) -> Result<(), Failure> {
    let organisation = path.strip_prefix("/o/").and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let room = site.room(organisation, session).await?;
    let drawer = Drawer::of(site.instance(), &room, actor(&room, session));
    if drawer.find(place).await?.is_some() { drawer.drop_draft(place).await } else { Ok(()) }
}
