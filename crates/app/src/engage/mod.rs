//! Engagements: a certification body and its client, each with its own ledger, and what goes from one to the other.
//!
//! On one instance both ledgers are written, the client's first; where the second write fails, the same call again
//! completes it, and nothing is there twice. Between two instances a file goes from one to the other.

mod frozen;
mod issue;
mod key;
mod share;
mod step;

#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;

use identity::{Accounts, Problem};
use model::records::{Client, Engagement, EngagementState, OrganisationKind, Person};
use model::{Isms, Line, RecordId, Ref};
use thiserror::Error;
use uuid::Uuid;

use crate::books::Books;
use crate::failure::Failure;
use crate::instance::Instance;

pub(crate) use frozen::{Window, freeze, seen};
pub use issue::Delivered;
pub use operations::{IssuedFile, IssuedFileFault};

/// Both sides of engagements on one instance.
pub struct Engage<'a> {
    /// Where the ledgers lie.
    pub instance: &'a Instance,
    /// Who sits in which of them.
    pub accounts: &'a Accounts,
}

/// Why nothing went from one ledger to the other.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EngageRefusal {
    /// One side refuses.
    #[error("{0}")]
    Refused(String),
    /// There is no such work of that body for this client; which of it is unknown is not told.
    #[error(
        "no certification body here has an engagement {0} with us that is agreed; ask the body for its numbers"
    )]
    NoEngagement(Line),
    /// Somebody else is named than the body sends.
    #[error("{0} is not on the team of that engagement; ask the body whom it sends")]
    NotOfTeam(Line),
    /// Whoever is named is a member of the client already.
    #[error("{0} is a member here in another part, and does not certify us")]
    Member(Line),
    /// The client shares nothing for it.
    #[error(
        "{0}: the client has no open share for it on this instance; ask it to open one, or issue to a file"
    )]
    NoShare(RecordId),
    /// Who issues is not among those to whom the client opened its share.
    #[error("the client opened its share for others; only they issue to it")]
    NotShared,
    /// Another key is named than the body on this instance has.
    #[error(
        "the body on this instance signs with another key ({0}); leave the key out, and its own is bound"
    )]
    OtherKey(String),
    /// The client has it, and the body does not.
    #[error(
        "the client has it as {there}; our own records miss it ({because}); issue the same again to complete it"
    )]
    Half {
        /// What the client's records call it.
        there: RecordId,
        /// Why the body's records miss it.
        because: String,
    },
}

/// What joining two ledgers comes to: a failure of the world outside, a refusal inside.
pub type Engaged<T> = Result<Result<T, EngageRefusal>, Failure>;

impl Engage<'_> {
    /// Returns the books of an organisation by its uuid.
    async fn books(&self, org: Uuid) -> Result<Option<Arc<Books>>, Failure> {
        for log in self.instance.logs().await? {
            if log.org == org {
                return Ok(Some(self.instance.books(log).await?));
            }
        }
        Ok(None)
    }
}

/// Returns an engagement of a body that is agreed or goes on, for the client whose records have this uuid.
fn engagement_for(body: &Isms, named: &str, client: Uuid) -> Option<(Ref<Engagement>, Engagement)> {
    body.organisation.one().filter(|one| one.kind == OrganisationKind::Body)?;
    let id = Ref::<Engagement>::parse(named)?;
    let engagement = body.engagements.get(&id)?;
    let goes_on = match engagement.state {
        EngagementState::Agreed | EngagementState::Running | EngagementState::Decided => true,
        EngagementState::Planned | EngagementState::Ended => false,
    };
    let served: Option<Ref<Client>> = engagement.client;
    let is_its = served
        .and_then(|served| body.clients.get(&served))
        .is_some_and(|one| one.organisation == Some(client));
    (goes_on && is_its).then(|| (id, Engagement::clone(engagement)))
}

/// Returns everybody who works on an engagement.
fn team_of(engagement: &Engagement) -> Vec<Ref<Person>> {
    engagement.lead.into_iter().chain(engagement.team.iter().copied()).collect()
}

/// Returns what went wrong with accounts as a failure.
fn of_accounts(problem: Problem) -> Failure {
    Failure::Broken(problem.to_string())
}
