//! Sessions: who is signed in, since when, how surely, and until when.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::account::{Account, Admin};
use crate::network::Network;
use crate::seam::Surroundings;
use crate::secret::{self, Digest, Purpose, Secret};

/// How old the last proof may be where somebody approves, accepts, closes or grants.
pub const PROOF_LASTS: SignedDuration = SignedDuration::from_mins(10);
/// The longest description of a device, in characters.
const DEVICE_MAX: usize = 200;

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Which one, as it is listed; it opens nothing.
    pub id: Uuid,
    /// Whose it is.
    pub account: Uuid,
    /// How surely the person is known.
    pub level: Level,
    /// By what the person signed in.
    pub method: Method,
    /// When it was last shown who it is.
    pub proved_at: Timestamp,
    /// By what that was shown.
    pub proved_by: Method,
    /// When the person signed in.
    pub since: Timestamp,
    /// When it was last used.
    pub seen: Timestamp,
    /// How long it lasts.
    pub lasts: Lasts,
    /// What the browser said it is.
    pub device: String,
    /// Where it came from.
    pub network: String,
    /// Whether the account could prove more than it last did.
    #[serde(skip)]
    pub strongest: Strongest,
}

/// Whether the last proof is the strongest that the account has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Strongest {
    /// It is.
    #[default]
    Yes,
    /// The account has a passkey, and it was proved by something else.
    No,
}

/// How surely a person is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// By one factor (`aal1`).
    One,
    /// By two factors (`aal2`).
    Two,
}

/// By what a person was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// A password.
    Password,
    /// A password and a code of an app.
    PasswordAndCode,
    /// A password and a recovery code.
    PasswordAndRecovery,
    /// A passkey, which verified its user.
    Passkey,
    /// A provider of single sign-on.
    SignOn,
}

impl Strongest {
    /// Returns how strong a proof of an account is, measured by what it has.
    pub(crate) fn of(account: &Account, proved_by: Method) -> Self {
        let has_passkey = account.passkeys().next().is_some();
        if has_passkey && proved_by != Method::Passkey { Self::No } else { Self::Yes }
    }
}

impl Method {
    /// Returns its one word, as headers and lists show it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::PasswordAndCode => "password-code",
            Self::PasswordAndRecovery => "password-recovery",
            Self::Passkey => "passkey",
            Self::SignOn => "sign-on",
        }
    }

    /// Returns how surely it tells who somebody is.
    pub fn level(self) -> Level {
        match self {
            Self::Password | Self::SignOn => Level::One,
            Self::PasswordAndCode | Self::PasswordAndRecovery | Self::Passkey => Level::Two,
        }
    }
}

/// How long a session lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lasts {
    /// An hour without use, twelve in all.
    Ordinary,
    /// A quarter of an hour without use, eight hours in all: it manages the installation.
    Privileged,
}

impl Lasts {
    /// Returns how long without use, and in all.
    pub fn limits(self) -> (SignedDuration, SignedDuration) {
        match self {
            Self::Ordinary => (SignedDuration::from_mins(60), SignedDuration::from_hours(12)),
            Self::Privileged => (SignedDuration::from_mins(15), SignedDuration::from_hours(8)),
        }
    }
}

/// Who calls: from where, with what, and with which session so far.
#[derive(Debug, Clone)]
pub struct Caller {
    /// From where.
    pub network: Network,
    /// What the browser says it is.
    pub device: String,
    /// The secret of the session so far; it ends when another begins.
    pub before: Option<String>,
}

/// A session that has just begun, with its secret.
#[derive(Debug, Clone)]
pub struct Fresh {
    /// What the cookie holds; it is shown once.
    pub secret: Secret,
    /// The session.
    pub session: Session,
}

impl Session {
    /// Returns a session that begins now, with its secret and the digest under which it is kept.
    pub(crate) fn begin(
        account: &Account,
        method: Method,
        caller: &Caller,
        surroundings: &dyn Surroundings,
    ) -> (Digest, Fresh) {
        let now = surroundings.now();
        let lasts = match account.admin {
            Admin::Manages => Lasts::Privileged,
            Admin::No => Lasts::Ordinary,
        };
        let shown = |c: char| if c.is_control() { ' ' } else { c };
        let session = Self {
            id: secret::uuid(surroundings),
            account: account.id,
            level: method.level(),
            method,
            proved_at: now,
            proved_by: method,
            since: now,
            seen: now,
            lasts,
            device: caller.device.chars().map(shown).take(DEVICE_MAX).collect(),
            network: caller.network.to_string(),
            strongest: Strongest::of(account, method),
        };
        session.renewed(surroundings)
    }

    /// Returns the same session under a new secret.
    pub(crate) fn renewed(self, surroundings: &dyn Surroundings) -> (Digest, Fresh) {
        let secret = Secret::new(surroundings, "");
        (Digest::of(Purpose::Session, secret.show()), Fresh { secret, session: self })
    }

    /// Says whether it was shown within the last ten minutes who it is.
    pub fn is_proved(&self, now: Timestamp) -> bool {
        now.duration_since(self.proved_at) <= PROOF_LASTS
    }

    /// Says whether it is over.
    pub(crate) fn is_over(&self, now: Timestamp) -> bool {
        let (idle, whole) = self.lasts.limits();
        now.duration_since(self.seen) > idle || now.duration_since(self.since) > whole
    }
}

/// A session as it is held: when it was last used moves with each use, without writing it down each time.
#[derive(Debug)]
pub(crate) struct Live {
    session: Session,
    seen: AtomicI64,
}

impl Live {
    pub(crate) fn new(session: Session) -> Self {
        let seen = AtomicI64::new(session.seen.as_second());
        Self { session, seen }
    }

    /// Returns the session as it is now.
    pub(crate) fn session(&self) -> Session {
        let seen = Timestamp::from_second(self.seen.load(Ordering::Relaxed)).unwrap_or(self.session.seen);
        Session { seen, ..self.session.clone() }
    }

    /// Notes that it was used.
    pub(crate) fn touch(&self, now: Timestamp) {
        self.seen.fetch_max(now.as_second(), Ordering::Relaxed);
    }

    /// Says whether it was used a minute or more after what is written down.
    pub(crate) fn is_behind(&self) -> bool {
        self.seen.load(Ordering::Relaxed) - self.session.seen.as_second() >= 60
    }
}
