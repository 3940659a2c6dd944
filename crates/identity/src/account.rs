//! An account: somebody who may sign in, with what proves it and where that person sits.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::passkey::KeptPasskey;
use crate::password::KeptPassword;
use crate::reading::Reading;
use crate::recovery::KeptCodes;
use crate::refusal::Refusal;
use crate::totp::KeptTotp;

/// The longest name, in characters.
const NAME_MAX: usize = 120;
/// The longest e-mail address, in bytes.
const EMAIL_MAX: usize = 254;

/// Somebody who may sign in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Account {
    /// Which one; never the uuid of a person in a ledger.
    pub id: Uuid,
    /// The e-mail address to sign in with.
    pub email: Email,
    /// What the person is called.
    pub name: String,
    /// Whether it manages the installation.
    pub admin: Admin,
    /// Whether it may sign in.
    pub standing: Standing,
    /// When it was made.
    pub since: Timestamp,
    /// Where the person sits.
    pub seats: Vec<Seat>,
    /// How the person reads days and numbers.
    #[serde(default)]
    pub reading: Reading,
    /// What proves that it is this person.
    pub(crate) keys: Keys,
}

/// Whether an account manages the installation. It gives no seat and no reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Admin {
    /// It manages accounts, organisations, backups and settings.
    Manages,
    /// It does not.
    No,
}

/// Whether an account may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// It may.
    Active,
    /// It may not; nothing is forgotten.
    Disabled,
}

/// A place in an organisation: who the account is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// The organisation, by the uuid of its log.
    pub org: Uuid,
    /// The person's uuid in that organisation's ledger.
    pub person: Uuid,
}

/// What proves that somebody is the person of an account.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Keys {
    pub(crate) password: Option<KeptPassword>,
    pub(crate) totp: Option<KeptTotp>,
    pub(crate) recovery: KeptCodes,
    pub(crate) passkeys: Vec<KeptPasskey>,
    pub(crate) sign_ons: Vec<SignOn>,
}

/// Who somebody is at a provider of single sign-on: never the e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SignOn {
    /// The provider.
    pub issuer: String,
    /// Its name of the person.
    pub subject: String,
}

impl Account {
    /// Says whether it can sign in with a password.
    pub fn has_password(&self) -> bool {
        self.keys.password.is_some()
    }

    /// Says whether a password needs a code beside it.
    pub fn has_codes(&self) -> bool {
        self.keys.totp.is_some()
    }

    /// Returns how many recovery codes are left.
    pub fn recovery_codes_left(&self) -> usize {
        self.keys.recovery.left()
    }

    /// Returns the passkeys, oldest first.
    pub fn passkeys(&self) -> impl Iterator<Item = PasskeyShown<'_>> {
        self.keys.passkeys.iter().map(|kept| PasskeyShown {
            id: kept.id,
            name: &kept.name,
            since: kept.since,
            used: kept.used,
        })
    }

    /// Returns who the person is at providers of single sign-on.
    pub fn sign_ons(&self) -> &[SignOn] {
        &self.keys.sign_ons
    }

    /// Returns the person's uuid in an organisation, if there is a seat.
    pub fn seat(&self, org: Uuid) -> Option<Uuid> {
        self.seats.iter().find(|seat| seat.org == org).map(|seat| seat.person)
    }

    /// Says whether it manages the installation, and may.
    pub fn manages(&self) -> bool {
        self.admin == Admin::Manages && self.is_active()
    }

    /// Says whether it may sign in.
    pub fn is_active(&self) -> bool {
        self.standing == Standing::Active
    }

    /// Returns how many ways there are to sign in.
    pub(crate) fn ways_in(&self) -> usize {
        usize::from(self.has_password()) + self.keys.passkeys.len() + self.keys.sign_ons.len()
    }
}

/// A passkey as it is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasskeyShown<'a> {
    /// Which one.
    pub id: Uuid,
    /// What its owner calls it.
    pub name: &'a str,
    /// When it was added.
    pub since: Timestamp,
    /// When it last proved something.
    pub used: Option<Timestamp>,
}

/// An e-mail address in the one form in which it is compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Email(String);

impl Email {
    /// Reads an address as somebody types it.
    ///
    /// # Errors
    /// When it cannot be one.
    pub fn read(typed: &str) -> Result<Self, Refusal> {
        let refused = || Refusal::expected("e-mail address", "one such as name@example.org");
        let typed = typed.trim();
        if typed.len() > EMAIL_MAX {
            return Err(refused());
        }
        let (local, domain) = typed.rsplit_once('@').ok_or_else(refused)?;
        let odd = |c: char| c.is_whitespace() || c.is_control() || "<>()[]\\,;:\"".contains(c);
        let names = domain.split('.').all(|name| !name.is_empty());
        if local.is_empty() || !names || local.contains('@') || typed.contains(odd) {
            return Err(refused());
        }
        Ok(Self(typed.to_lowercase()))
    }

    /// Returns its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads a name of a person or thing: one line, not too long.
pub(crate) fn name(what: &'static str, typed: &str) -> Result<String, Refusal> {
    let typed = typed.trim();
    if typed.is_empty() || typed.chars().count() > NAME_MAX || typed.contains(char::is_control) {
        return Err(Refusal::expected(what, "one line of 1 to 120 characters"));
    }
    Ok(typed.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_form() {
        assert_eq!(Email::read(" Kim@Example.ORG ").map(|email| email.0), Ok("kim@example.org".to_owned()));
    }

    #[test]
    fn what_cannot_be_an_address_or_a_name_is_refused() {
        let long = format!("{}@example.org", "x".repeat(300));
        for typed in
            ["", "kim", "@example.org", "kim@", "a b@example.org", "a@b@c", "a@b..c", "a\n@b.c", &long]
        {
            assert!(Email::read(typed).is_err(), "{typed:?}");
        }
        for typed in ["", "  ", "two\nlines", &"x".repeat(121)] {
            assert!(name("name", typed).is_err(), "{typed:?}");
        }
    }
}
