//! How somebody reads days and numbers: the locale and the time zone that an account chose.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::accounts::{Accounts, live_owner};
use crate::refusal::{Answer, Refusal};
use crate::session::Session;
use crate::state::Change;

/// The longest name of a locale or a time zone, in bytes.
const NAME_MAX: usize = 64;

/// What an account chose; nothing is as the browser and the organisation say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The locale: `de-CH`.
    #[serde(default)]
    pub locale: Option<String>,
    /// The time zone: `Europe/Zurich`.
    #[serde(default)]
    pub zone: Option<String>,
}

impl Accounts {
    /// Returns how the person of an account reads.
    pub fn reading(&self, account: Uuid) -> Option<Reading> {
        self.state().accounts.get(&account).map(|account| account.reading.clone())
    }

    /// Says how the person of an account reads. It opens nothing, so no new proof is asked for.
    pub async fn set_reading(&self, session: &Session, reading: Reading) -> Answer<()> {
        for (what, name) in [("locale", &reading.locale), ("time zone", &reading.zone)] {
            if name.as_deref().is_some_and(|name| !is_name(name)) {
                return Err(Refusal::expected(what, "its name, such as en-GB or Europe/Prague").into());
            }
        }
        self.change(|state| {
            let mut account = live_owner(state, session, self.now()).ok_or(Refusal::Late)?.clone();
            account.reading = reading.clone();
            Ok((vec![Change::Account(Box::new(account))], ()))
        })
        .await
    }
}

/// Says whether a text may be the name of a locale or a time zone.
fn is_name(text: &str) -> bool {
    let may_be = |sign: char| sign.is_ascii_alphanumeric() || "-_/+".contains(sign);
    !text.is_empty() && text.len() <= NAME_MAX && text.chars().all(may_be)
}
