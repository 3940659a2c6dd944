//! The key of a certification body: made once for each organisation; its secret is sealed, and never leaves.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer as _, SigningKey};
use serde::{Deserialize, Serialize};
use store::Unavailable;
use uuid::Uuid;

use crate::accounts::Accounts;
use crate::refusal::Answer;
use crate::state::Change;
use crate::vault::Vault;

/// How long secret and public key are, in bytes.
const BYTES: usize = 32;

/// A key as it is written: the public half as it is, the secret sealed, or as it is where nothing seals.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BodyKey {
    public: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

impl std::fmt::Debug for BodyKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BodyKey({}, …)", self.public)
    }
}

impl Accounts {
    /// Returns the public key of a body; none where nobody has asked for it yet.
    pub fn body_key(&self, org: Uuid) -> Option<[u8; BYTES]> {
        self.state().keys.get(&org).and_then(|key| bytes(&key.public))
    }

    /// Returns the public key of a body; it is made where there is none yet.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn made_body_key(&self, org: Uuid) -> Answer<[u8; BYTES]> {
        let mut secret = [0; BYTES];
        self.surroundings().fill(&mut secret);
        let public = SigningKey::from_bytes(&secret).verifying_key().to_bytes();
        let vault = self.vault();
        let sealed = vault.map(|vault| vault.seal(&beside(org), &secret, self.surroundings()));
        let open = sealed.is_none().then(|| URL_SAFE_NO_PAD.encode(secret));
        let made = BodyKey { public: URL_SAFE_NO_PAD.encode(public), sealed, secret: open };
        self.change(|state| match state.keys.get(&org).and_then(|known| bytes(&known.public)) {
            Some(known) => Ok((Vec::new(), known)),
            None => Ok((vec![Change::Key(org, Box::new(made.clone()))], public)),
        })
        .await
    }

    /// Signs for a body; the caller has checked who asks and what for.
    ///
    /// # Errors
    /// Where there is no key, or what seals its secret is not here.
    pub fn sign_for_body(&self, org: Uuid, message: &[u8]) -> Result<[u8; 64], Unavailable> {
        let wrong = || {
            Unavailable::Damaged(format!(
                "the key of body {org} is sealed with a key that is not here: put its identity.key back"
            ))
        };
        let key = self.state().keys.get(&org).cloned();
        let key = key.ok_or_else(|| Unavailable::Failed(format!("body {org} has no key yet")))?;
        let secret = match (&key.sealed, &key.secret) {
            (Some(sealed), _) => self.vault().and_then(|vault| vault.open(&beside(org), sealed)),
            (None, open) => open.as_deref().and_then(|open| URL_SAFE_NO_PAD.decode(open).ok()),
        };
        let secret: [u8; BYTES] = secret.and_then(|read| read.try_into().ok()).ok_or_else(wrong)?;
        let signing = SigningKey::from_bytes(&secret);
        // A public half that belongs to another secret would give the secret away.
        if bytes(&key.public) != Some(signing.verifying_key().to_bytes()) {
            return Err(wrong());
        }
        Ok(signing.sign(message).to_bytes())
    }
}

/// Returns what a secret is sealed for.
fn beside(org: Uuid) -> String {
    format!("body-key {org}")
}

fn bytes(text: &str) -> Option<[u8; BYTES]> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

/// Says whether a slip of a key holds something sealed.
pub(crate) fn is_sealed(body: &str) -> bool {
    serde_json::from_str::<BodyKey>(body).is_ok_and(|key| key.sealed.is_some())
}

impl Vault {
    /// Says whether a slip of the drawer, as it is written, needs the key of this vault.
    pub fn seals(kind: &str, body: &str) -> bool {
        match kind {
            "account" => Self::is_sealed(body),
            crate::state::KEY => is_sealed(body),
            crate::state::WEBHOOK => crate::webhook::is_sealed(body),
            _ => false,
        }
    }
}
