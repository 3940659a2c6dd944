//! What an ID token says, once everything about it was checked.

use std::str::FromStr as _;
use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{CoreIdToken, CoreIdTokenVerifier, CoreJwsSigningAlgorithm};
use openidconnect::{ClientId, IssuerUrl, Nonce};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::provider::{Metadata, Provider, refused};
use crate::account::SignOn;
use crate::refusal::Refusal;

/// The longest ID token, in bytes.
const TOKEN_MAX: usize = 64 * 1024;
/// The longest subject, in bytes (OpenID Connect Core 2).
const SUBJECT_MAX: usize = 255;
/// How far another clock may be off.
const SKEW: SignedDuration = SignedDuration::from_secs(60);
/// How long ago a token may have been given.
const AGE_MAX: SignedDuration = SignedDuration::from_mins(10);
/// What a token's header may say; an address or key of its own is not among it.
const HEADER: [&str; 5] = ["alg", "kid", "typ", "x5t", "x5t#S256"];

/// What is said of an address that neither is nor is not verified.
const NOT_VERIFIED: &str = "the ID token's email_verified is neither true nor false";

/// What a provider vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claims {
    /// Who it is.
    pub(crate) who: SignOn,
    /// An address that the provider says it verified. It finds no account.
    pub(crate) verified_email: Option<String>,
    /// When the person last signed in there.
    pub(crate) signed_in_at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Said {
    sub: String,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    azp: Option<String>,
    auth_time: Option<i64>,
    email: Option<String>,
    #[serde(default, deserialize_with = "yes_or_no")]
    email_verified: Option<bool>,
}

/// Reads a truth value, also where a provider writes it as a text.
fn yes_or_no<'de, D: Deserializer<'de>>(from: D) -> Result<Option<bool>, D::Error> {
    match Value::deserialize(from)? {
        Value::Null => Ok(None),
        Value::Bool(is) => Ok(Some(is)),
        Value::String(text) if text == "true" => Ok(Some(true)),
        Value::String(text) if text == "false" => Ok(Some(false)),
        Value::String(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            Err(serde::de::Error::custom(NOT_VERIFIED))
        }
    }
}

impl Metadata {
    /// Checks an ID token: signature, issuer, audience, nonce and time.
    pub(crate) fn verify(
        &self,
        provider: &Provider,
        token: &str,
        nonce: &str,
        now: Timestamp,
    ) -> Result<Claims, Refusal> {
        if token.len() > TOKEN_MAX {
            return Err(refused("the ID token is too long"));
        }
        let mut parts = token.split('.');
        let header: Map<String, Value> = part(parts.next())?;
        let said: Said = part(parts.next())?;
        if header.keys().any(|name| !HEADER.contains(&name.as_str())) {
            return Err(refused("the ID token's header names a key of its own"));
        }
        let issuer =
            IssuerUrl::new(self.issuer.clone()).map_err(|_| refused("its issuer is not an address"))?;
        let client = ClientId::new(provider.client_id.clone());
        let moment = SystemTime::from(now);
        let verifier = CoreIdTokenVerifier::new_public_client(client, issuer, self.keys.clone())
            .set_allowed_algs([
                CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
                CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
                CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
                CoreJwsSigningAlgorithm::RsaSsaPssSha256,
                CoreJwsSigningAlgorithm::EcdsaP256Sha256,
                CoreJwsSigningAlgorithm::EcdsaP384Sha384,
                CoreJwsSigningAlgorithm::EdDsa,
            ])
            .set_time_fn(move || moment.into());
        let token = CoreIdToken::from_str(token).map_err(|_| refused("the ID token cannot be read"))?;
        token.claims(&verifier, &Nonce::new(nonce.to_owned())).map_err(|problem| {
            tracing::debug!(target: "security", "ID token: {problem}");
            refused("the ID token is not one that this provider gave us for this sign-in")
        })?;
        said.in_time(now)?;
        if said.azp.as_ref().is_some_and(|azp| *azp != provider.client_id) {
            return Err(refused("the ID token was given to another client"));
        }
        if said.sub.is_empty() || said.sub.len() > SUBJECT_MAX {
            return Err(refused("the ID token names nobody"));
        }
        Ok(Claims {
            who: SignOn { issuer: self.issuer.clone(), subject: said.sub },
            verified_email: said.email.filter(|_| said.email_verified == Some(true)),
            signed_in_at: said.auth_time.and_then(|at| Timestamp::from_second(at).ok()),
        })
    }
}

impl Said {
    fn in_time(&self, now: Timestamp) -> Result<(), Refusal> {
        let at =
            |second: i64| Timestamp::from_second(second).map_err(|_| refused("the ID token has no time"));
        let (until, given) = (at(self.exp)?, at(self.iat)?);
        let from = self.nbf.map_or(Ok(given), at)?;
        if until <= now || given < now - AGE_MAX {
            return Err(refused("the ID token is too old"));
        }
        if given > now + SKEW || from > now + SKEW {
            return Err(refused("the ID token is from the future"));
        }
        Ok(())
    }
}

fn part<T: serde::de::DeserializeOwned>(part: Option<&str>) -> Result<T, Refusal> {
    let bytes = part.and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
    let bytes = bytes.ok_or_else(|| refused("the ID token cannot be read"))?;
    serde_json::from_slice(&bytes).map_err(|problem| {
        let is_unverified = problem.to_string().starts_with(NOT_VERIFIED);
        refused(if is_unverified { NOT_VERIFIED } else { "the ID token cannot be read" })
    })
}
