//! What people can do: one operation, one file. Each decides from the state and returns all its changes, or one refusal.
//!
//! Pure: the state, the actor and the day are arguments. Who may is asked before; whether it can happen is decided here.
//! Deciding may refuse; replaying may not.

mod accept_residual_risk;
mod batch;
mod begin_organisation;
mod create_record;
mod edit_record;
mod rate_risk;
mod remove_record;
mod typed;

pub use accept_residual_risk::*;
pub use batch::*;
pub use begin_organisation::*;
pub use create_record::*;
pub use edit_record::*;
pub use rate_risk::*;
pub use remove_record::*;
pub use typed::*;

use model::records::Person;
use model::{Change, Date, Isms, Ref};

/// What a person can do.
pub trait Operation {
    /// Its words for people: `accept residual risk`.
    const NAME: &'static str;
    /// Its dotted name, in the commit header and in policies: `risk.accept`.
    const INTENT: &'static str;
    /// Why it cannot happen today.
    type Refusal: std::error::Error + Send + Sync + 'static;

    /// Decides on this state: all changes, or one refusal.
    ///
    /// # Errors
    /// The refusal, in plain words.
    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self>
    where
        Self: Sized;
}

/// What deciding comes to.
pub type Decided<O> = Result<Vec<Change>, <O as Operation>::Refusal>;
