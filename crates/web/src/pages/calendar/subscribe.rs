//! A secret address for a calendar program: made here, shown once.

use app::identity::{By, Scopes, Secret};
use maud::{Markup, html};

use super::HERE;
use super::feed::SCOPE;
use crate::failure::{Answer, Failure};
use crate::layout::PageHead;
use crate::pages::account::asked::done;
use crate::pages::account::frame::said;
use crate::parts::form::problems;
use crate::parts::{Action, Status, actions, state};
use crate::session::Who;
use crate::twice;
use crate::visit::Visit;

/// How many days an address is good.
const DAYS: i64 = 365;

/// Answers with what a subscription is.
///
/// # Errors
/// Where nobody is signed in with an account.
pub async fn page(visit: Visit) -> Answer {
    signed(&visit)?;
    Ok(visit.page(HERE, head(&visit), offer(&visit, None)))
}

/// Makes an address and shows it, once.
///
/// # Errors
/// Where nobody is signed in with an account, or who asks has to prove it again.
pub async fn make(visit: Visit) -> Answer {
    visit.writable()?;
    let session = signed(&visit)?;
    let scopes = Scopes::read(SCOPE).map_err(|_| Failure::Bug)?;
    let seat = (session.account, visit.books.log().org);
    let accounts = visit.site.accounts();
    let made = accounts.new_token(By::Session(&session), seat, "calendar feed", scopes, DAYS).await;
    match done(made, &visit.at("/calendar/subscribe"))? {
        Ok((_, secret)) => Ok(visit.page(HERE, head(&visit), shown(&visit, &secret))),
        Err(refusal) => {
            let main = offer(&visit, Some(&said(&refusal)));
            Ok(visit.refused_page(axum::http::StatusCode::UNPROCESSABLE_ENTITY, HERE, head(&visit), main))
        }
    }
}

fn signed(visit: &Visit) -> Result<std::sync::Arc<app::identity::Session>, Failure> {
    match visit.session.who() {
        Who::Account(signed) => Ok(signed),
        Who::Link | Who::Token(_) => Err(Failure::unknown("such page")),
    }
}

fn head(visit: &Visit) -> PageHead {
    PageHead {
        crumbs: vec![("Calendar".to_owned(), visit.at(HERE))],
        ..PageHead::new("Subscribe to the calendar")
    }
}

fn offer(visit: &Visit, problem: Option<&str>) -> Markup {
    let (press, word) = twice::hidden();
    html! {
        (problems(problem, &[]))
        div.narrow.prose {
            p { "A calendar program reads the dates under a secret address of its own, again and again. The address shows the dates that you may see, and nothing else; it is good for a year." }
            p.secondary { "Who knows the address reads the dates. It is revoked among your tokens." }
            (actions(&[
                Action::post("Make an address", visit.at("/calendar/subscribe")).with(press, word).primary(),
                Action::link("Your tokens", "/settings/tokens").quiet(),
            ]))
        }
    }
}

fn shown(visit: &Visit, secret: &Secret) -> Markup {
    let address = format!("{}calendar/{}.ics", visit.site.sessions().origin(), secret.show());
    html! {
        div.narrow.prose {
            p { (state(Status::Attention, "shown once")) " Give this address to your calendar program as a subscribed calendar:" }
            pre.mono { (address) }
            (actions(&[Action::link("Back to the calendar", visit.at(HERE))]))
        }
    }
}
