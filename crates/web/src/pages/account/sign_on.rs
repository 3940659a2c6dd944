//! Single sign-on: the way to a provider and back.

use app::identity::{Came, Refusal, Returned, SignOnPurpose};
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::asked::{Asked, local, refusal};
use super::{login, step_up};
use crate::address::{encoded, with_query};
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::guard;
use crate::layout::Width;
use crate::parts::{Action, Icon};
use crate::session::Who;

/// Sends the browser to a provider: to sign in, to accept an invitation, to bind it to an account, or to prove again.
///
/// # Errors
/// Where accounts cannot be read, or who asks has to prove it again.
pub async fn start(asked: Asked, Path(provider): Path<String>) -> Answer {
    let back = local(asked.query.get("back"));
    let signed = match asked.session.as_ref().map(|session| session.who()) {
        Some(Who::Account(signed)) => Some(signed),
        Some(Who::Link | Who::Token(_)) | None => None,
    };
    let purpose = match (asked.query.get("to"), &signed) {
        ("in", _) => SignOnPurpose::SignIn,
        ("accept", _) => SignOnPurpose::Accept(asked.query.get("link")),
        ("bind", Some(signed)) if is_from_here(&asked) => SignOnPurpose::Bind(signed),
        ("prove", Some(signed)) => SignOnPurpose::Prove(signed),
        (_, _) => return Err(Failure::unknown("such page")),
    };
    match asked.site.accounts().start_sign_on(&provider, purpose).await.map_err(refusal) {
        Ok(way) => {
            let cookie = cookie(&asked, &format!("{}|{}", way.cookie.show(), encoded(&back)), 600);
            let headers = [(header::LOCATION, way.url.to_string()), (header::SET_COOKIE, cookie)];
            Ok((StatusCode::SEE_OTHER, headers).into_response())
        }
        Err(Err(failure)) => Err(failure),
        Err(Ok(Refusal::ProveAgain)) => Err(Failure::Confirm("/account".to_owned())),
        Err(Ok(refusal)) => Ok(refused(&asked, &refusal, &back)),
    }
}

/// Takes what the browser brings back from a provider.
///
/// # Errors
/// Where accounts cannot be read or written.
pub async fn finish(asked: Asked, Path(provider): Path<String>) -> Answer {
    let held = guard::cookie(&asked.headers, &name(&asked)).unwrap_or_default();
    let (secret, back) = held.split_once('|').unwrap_or(("", ""));
    let back = local(Fields::read(&format!("back={back}")).get("back"));
    let said = |name: &str| asked.query.has(name).then(|| asked.query.get(name).to_owned());
    let returned = Returned {
        state: asked.query.get("state").to_owned(),
        code: asked.query.get("code").to_owned(),
        iss: said("iss"),
        error: said("error"),
    };
    let came = asked.site.accounts().finish_sign_on(&provider, secret, &returned, &asked.caller).await;
    let mut answer = match came {
        Ok(Came::SignedIn(fresh)) => asked.entered(&fresh, &back),
        Ok(Came::Proved(fresh)) => match asked.session.as_ref().and_then(|session| session.waited(&back)) {
            Some(waiting) => step_up::again(&asked, &fresh, &waiting).await?,
            None => asked.entered(&fresh, &back),
        },
        Ok(Came::Bound(fresh)) => {
            asked.say("The sign-in was bound to your account. Your other sessions ended");
            asked.entered(&fresh, "/account")
        }
        Err(problem) => refused(&asked, &refusal(problem)?, &back),
    };
    let over = cookie(&asked, "", 0).parse().map_err(|_| Failure::Bug)?;
    answer.headers_mut().append(header::SET_COOKIE, over);
    Ok(answer)
}

/// Returns a button for each provider.
pub fn buttons(asked: &Asked, to: &str, back: &str, link: &str) -> Markup {
    let providers = asked.site.accounts().providers();
    html! {
        @if !providers.is_empty() {
            div.actions {
                @for provider in providers {
                    @let href = with_query(&format!("/login/sso/{}/start", provider.id), [("to", to), ("back", back), ("link", link)]);
                    (Action::link(format!("Continue with {}", provider.name), href).icon(Icon::External).show())
                }
            }
        }
    }
}

/// Says whether a button of ours led here: no page of another site shall bind its own sign-in to somebody's account.
fn is_from_here(asked: &Asked) -> bool {
    asked.headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin")
}

fn refused(asked: &Asked, refusal: &Refusal, back: &str) -> Response {
    asked.refused(refusal, "Sign in", Width::Narrow, login::shown(asked, "", back, Some(refusal)))
}

fn name(asked: &Asked) -> String {
    format!("{}-way", asked.site.sessions().cookie())
}

/// Returns the line that keeps the way in the browser. It comes back from another site, so it is sent on such links.
fn cookie(asked: &Asked, value: &str, seconds: u32) -> String {
    let secure = if asked.site.sessions().origin().scheme() == "https" { "; Secure" } else { "" };
    format!("{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}", name(asked))
}
