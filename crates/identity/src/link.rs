//! Links that open once: invitations, and new passwords.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::account::{Admin, Email, Seat};

/// How long an invitation is good.
pub const INVITATION_LASTS: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long a link to a new password is good.
pub const RESET_LASTS: SignedDuration = SignedDuration::from_hours(1);

/// A link that opens once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Link {
    /// Which one, as it is listed.
    pub(crate) id: Uuid,
    /// What it opens.
    pub(crate) opens: Opens,
    /// Until when.
    pub(crate) until: Timestamp,
    /// Who gave it, if it was an account.
    pub(crate) by: Option<Uuid>,
}

/// What a link opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Opens {
    /// An account, or a seat for one that is there.
    Invitation(Invited),
    /// A new password for an account, as long as it has this address.
    Reset {
        /// Which account.
        account: Uuid,
        /// Its address when the link was given.
        email: Email,
    },
}

/// Who is invited, to what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// The address it is bound to.
    pub email: Email,
    /// What the person is called.
    pub name: String,
    /// The seat that waits, if one does.
    pub seat: Option<Seat>,
    /// Whether the account will manage the installation.
    pub admin: Admin,
}

/// An invitation as it is listed: without what opens it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Which one.
    pub id: Uuid,
    /// Who is invited, to what.
    pub invited: Invited,
    /// Until when it is good.
    pub until: Timestamp,
    /// Who invited, if it was an account.
    pub by: Option<Uuid>,
}
