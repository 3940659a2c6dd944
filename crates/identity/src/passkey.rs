//! Passkeys (WebAuthn): exact origin, user verified, each challenge once and for five minutes.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use url::Url;
use uuid::Uuid;
use webauthn_rs::prelude::{
    CreationChallengeResponse, Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use crate::account::{Account, Email, name};
use crate::accounts::{Accounts, held, note, owner};
use crate::refusal::{Answer, Refusal};
use crate::secret::{self, Secret};
use crate::session::{Caller, Fresh, Method, Session};
use crate::state::State;

/// The most passkeys of an account.
const MOST: usize = 20;
/// The longest answer of a browser, in bytes.
const ANSWER_MAX: usize = 64 * 1024;

/// A passkey as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct KeptPasskey {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) since: Timestamp,
    pub(crate) used: Option<Timestamp>,
    key: Passkey,
}

/// What a browser is asked, and the secret that goes with its answer.
#[derive(Debug, Clone)]
pub struct PasskeyAsked {
    /// The secret that goes with the answer; it is good once and for five minutes.
    pub challenge: Secret,
    /// What is given to `navigator.credentials`, in JSON.
    pub options: Value,
}

/// What a challenge was made for; it is good for nothing else.
#[derive(Debug, Clone)]
pub(crate) enum Challenge {
    /// Signing in; nobody where the name is unknown or has no passkey.
    SignIn(Option<(Uuid, Box<PasskeyAuthentication>)>),
    /// Proving again in a session.
    Prove(Uuid, Box<PasskeyAuthentication>),
    /// Adding a passkey to an account.
    Add(Uuid, Box<PasskeyRegistration>),
    /// A first passkey for an account that is to be made.
    Newcomer(Uuid, Email, Box<PasskeyRegistration>),
}

/// Returns what checks passkeys at an address; none where browsers do not offer them.
pub(crate) fn webauthn(origin: &Url, product: &str) -> Option<Webauthn> {
    let host = origin.domain()?;
    let is_local = host == "localhost" || host.ends_with(".localhost");
    if origin.scheme() != "https" && !is_local {
        return None;
    }
    let builder = WebauthnBuilder::new(host, origin).ok()?;
    builder.rp_name(product).timeout(Duration::from_secs(300)).build().ok()
}

impl Accounts {
    /// Asks a browser for a passkey to sign in with. An unknown name is asked alike.
    pub fn start_sign_in(&self, email: &str) -> Answer<PasskeyAsked> {
        let webauthn = self.webauthn()?;
        let email = Email::read(email)?;
        let known = self.state().by_email(&email).filter(|account| account.is_active()).cloned();
        let begun = known.as_ref().and_then(|account| self.ask_for(&webauthn, account));
        let (options, begun) = match (begun, known) {
            (Some((options, begun)), Some(account)) => (options, Some((account.id, Box::new(begun)))),
            (_, _) => (self.ask_nobody(&webauthn, &email), None),
        };
        Ok(self.asked(Challenge::SignIn(begun), options))
    }

    /// Signs in with a passkey.
    pub async fn sign_in_with_passkey(
        &self,
        challenge: &str,
        answer: &str,
        caller: &Caller,
    ) -> Answer<Fresh> {
        let Some(Challenge::SignIn(begun)) = self.challenge(challenge) else {
            return Err(Refusal::Late.into());
        };
        let answer = read::<PublicKeyCredential>(answer)?;
        let Some((account, begun)) = begun else {
            note("passkey failed", None, caller.network);
            return Err(refused(&WebauthnError::CredentialNotFound).into());
        };
        self.change(|state| {
            let account = self.shown(state, account, &answer, &begun).inspect_err(|_| {
                note("passkey failed", Some(account), caller.network);
            })?;
            Ok(self.begin(state, account, Method::Passkey, caller))
        })
        .await
    }

    /// Asks a browser for a passkey to prove again who it is.
    pub fn start_proof(&self, session: &Session) -> Answer<PasskeyAsked> {
        let webauthn = self.webauthn()?;
        let account = self.account(session.account).ok_or(Refusal::Late)?;
        let begun = self.ask_for(&webauthn, &account);
        let (options, begun) = begun.ok_or(Refusal::Passkey("this account has none".to_owned()))?;
        Ok(self.asked(Challenge::Prove(session.id, Box::new(begun)), options))
    }

    /// Proves again with a passkey. The session goes on under a new secret.
    pub async fn prove_with_passkey(
        &self,
        session: &Session,
        challenge: &str,
        answer: &str,
        caller: &Caller,
    ) -> Answer<Fresh> {
        let begun = match self.challenge(challenge) {
            Some(Challenge::Prove(of, begun)) if of == session.id => begun,
            Some(_) | None => return Err(Refusal::Late.into()),
        };
        let answer = read::<PublicKeyCredential>(answer)?;
        note("proved again", Some(session.account), caller.network);
        self.change(|state| {
            let account = self.shown(state, session.account, &answer, &begun)?;
            self.proved(state, account, session, Method::Passkey)
        })
        .await
    }

    /// Asks a browser to make a passkey for an account.
    pub fn start_adding_passkey(&self, session: &Session) -> Answer<PasskeyAsked> {
        let webauthn = self.webauthn()?;
        let account = owner(&self.state(), session, self.now())?.clone();
        let has = account.keys.passkeys.iter().map(|kept| kept.key.cred_id().clone()).collect();
        let (options, begun) = webauthn
            .start_passkey_registration(account.id, account.email.as_str(), &account.name, Some(has))
            .map_err(|problem| refused(&problem))?;
        Ok(self.asked(Challenge::Add(account.id, Box::new(begun)), making(&options)))
    }

    /// Adds a passkey. The other sessions of the account end.
    pub async fn add_passkey(
        &self,
        session: &Session,
        challenge: &str,
        answer: &str,
        called: &str,
    ) -> Answer<Fresh> {
        let begun = match self.challenge(challenge) {
            Some(Challenge::Add(of, begun)) if of == session.account => begun,
            Some(_) | None => return Err(Refusal::Late.into()),
        };
        let kept = self.made(&begun, answer, called)?;
        self.change(|state| {
            let mut account = owner(state, session, self.now())?.clone();
            if account.keys.passkeys.len() >= MOST {
                return Err(Refusal::TooMany { what: "passkeys", most: MOST });
            }
            is_new(state, &kept)?;
            account.keys.passkeys.push(kept.clone());
            Ok(self.rekeyed(state, account, session))
        })
        .await
    }

    /// Takes a passkey away. The other sessions of the account end.
    pub async fn drop_passkey(&self, session: &Session, id: Uuid) -> Answer<Fresh> {
        self.change(|state| {
            let mut account = owner(state, session, self.now())?.clone();
            let before = account.keys.passkeys.len();
            account.keys.passkeys.retain(|kept| kept.id != id);
            if account.keys.passkeys.len() == before {
                return Err(Refusal::Unknown("passkey"));
            }
            if account.ways_in() == 0 {
                return Err(Refusal::OnlyWayIn);
            }
            Ok(self.rekeyed(state, account, session))
        })
        .await
    }

    /// Asks a browser to make the first passkey of somebody who has no account yet.
    pub fn start_newcomer(&self, email: &str, called: &str) -> Answer<PasskeyAsked> {
        let (email, called) = (Email::read(email)?, name("name", called)?);
        let id = secret::uuid(self.surroundings());
        let begun = self.webauthn()?.start_passkey_registration(id, email.as_str(), &called, None);
        let (options, begun) = begun.map_err(|problem| refused(&problem))?;
        Ok(self.asked(Challenge::Newcomer(id, email, Box::new(begun)), making(&options)))
    }

    /// Returns a newcomer's passkey and the account's uuid that it was made for.
    pub(crate) fn newcomers_key(
        &self,
        email: &Email,
        challenge: &str,
        answer: &str,
    ) -> Result<(Uuid, KeptPasskey), Refusal> {
        match self.challenge(challenge) {
            Some(Challenge::Newcomer(id, of, begun)) if of == *email => {
                Ok((id, self.made(&begun, answer, "first passkey")?))
            }
            Some(_) | None => Err(Refusal::Late),
        }
    }

    fn webauthn(&self) -> Result<Arc<Webauthn>, Refusal> {
        self.place().webauthn.clone().ok_or(Refusal::NoPasskeysHere)
    }

    fn asked(&self, challenge: Challenge, options: Value) -> PasskeyAsked {
        let challenge = held(&self.0.challenges).put(challenge, self.surroundings());
        PasskeyAsked { challenge, options }
    }

    fn challenge(&self, secret: &str) -> Option<Challenge> {
        held(&self.0.challenges).take(secret, self.now())
    }

    fn ask_for(&self, webauthn: &Webauthn, account: &Account) -> Option<(Value, PasskeyAuthentication)> {
        let keys: Vec<Passkey> = account.keys.passkeys.iter().map(|kept| kept.key.clone()).collect();
        if keys.is_empty() {
            return None;
        }
        let (options, begun) = webauthn.start_passkey_authentication(&keys).ok()?;
        let ids =
            options.public_key.allow_credentials.iter().map(|allowed| URL_SAFE_NO_PAD.encode(&allowed.id));
        let ids = ids.collect::<Vec<_>>();
        let challenge = URL_SAFE_NO_PAD.encode(&options.public_key.challenge);
        Some((asking(&challenge, &options.public_key.rp_id, &ids), begun))
    }

    /// Asks for a passkey that there is not, the same one each time.
    fn ask_nobody(&self, webauthn: &Webauthn, email: &Email) -> Value {
        let mut challenge = [0; 32];
        self.surroundings().fill(&mut challenge);
        let id = Sha256::new().chain_update(self.0.pepper).chain_update(email.as_str()).finalize();
        let host = webauthn.get_allowed_origins().first().and_then(Url::domain).unwrap_or_default();
        asking(&URL_SAFE_NO_PAD.encode(challenge), host, &[URL_SAFE_NO_PAD.encode(id)])
    }

    /// Checks an answer and returns the account with its passkey noted as used.
    fn shown(
        &self,
        state: &State,
        account: Uuid,
        answer: &PublicKeyCredential,
        begun: &PasskeyAuthentication,
    ) -> Result<Account, Refusal> {
        let webauthn = self.webauthn()?;
        let shown =
            webauthn.finish_passkey_authentication(answer, begun).map_err(|problem| refused(&problem))?;
        let account = state.accounts.get(&account).filter(|account| account.is_active());
        let mut account = account.ok_or(Refusal::NotKnown)?.clone();
        let mut keys = account.keys.passkeys.iter_mut();
        let kept = keys.find(|kept| kept.key.cred_id() == shown.cred_id());
        let kept = kept.filter(|_| shown.user_verified()).ok_or(Refusal::NotKnown)?;
        kept.key.update_credential(&shown);
        kept.used = Some(self.now());
        Ok(account)
    }

    /// Checks a passkey that a browser made.
    fn made(&self, begun: &PasskeyRegistration, answer: &str, called: &str) -> Result<KeptPasskey, Refusal> {
        let answer = read::<RegisterPublicKeyCredential>(answer)?;
        let key = self.webauthn()?.finish_passkey_registration(&answer, begun);
        let key = key.map_err(|problem| refused(&problem))?;
        let called = name("name of the passkey", called)?;
        Ok(KeptPasskey {
            id: secret::uuid(self.surroundings()),
            name: called,
            since: self.now(),
            used: None,
            key,
        })
    }
}

/// Says that a passkey is nobody's yet.
pub(crate) fn is_new(state: &State, made: &KeptPasskey) -> Result<(), Refusal> {
    let mut all = state.accounts.values().flat_map(|account| &account.keys.passkeys);
    if all.any(|kept| kept.key.cred_id() == made.key.cred_id()) {
        return Err(Refusal::Passkey("it belongs to an account already".to_owned()));
    }
    Ok(())
}

fn asking(challenge: &str, host: &str, ids: &[String]) -> Value {
    let allowed: Vec<Value> = ids.iter().map(|id| json!({"type": "public-key", "id": id})).collect();
    json!({"publicKey": {
        "challenge": challenge,
        "timeout": 300_000,
        "rpId": host,
        "allowCredentials": allowed,
        "userVerification": "required",
    }})
}

fn making(options: &CreationChallengeResponse) -> Value {
    serde_json::to_value(options).expect("options can be written as JSON")
}

fn read<T: DeserializeOwned>(answer: &str) -> Result<T, Refusal> {
    let refused = || Refusal::Passkey("the browser's answer cannot be read".to_owned());
    if answer.len() > ANSWER_MAX {
        return Err(refused());
    }
    serde_json::from_str(answer).map_err(|_| refused())
}

/// Says in our words why a passkey was not accepted.
fn refused(problem: &WebauthnError) -> Refusal {
    tracing::debug!(target: "security", "passkey: {problem:?}");
    let is_place = matches!(problem, WebauthnError::InvalidRPOrigin | WebauthnError::InvalidRPIDHash);
    let is_user = matches!(problem, WebauthnError::UserNotVerified | WebauthnError::UserNotPresent);
    let said = if is_place {
        "it was shown at another address"
    } else if is_user {
        "it did not verify its user"
    } else if matches!(problem, WebauthnError::MismatchedChallenge) {
        "it answers another challenge"
    } else if matches!(problem, WebauthnError::CredentialPossibleCompromise) {
        "it may have been copied: its counter went back"
    } else {
        "it could not be verified"
    };
    Refusal::Passkey(said.to_owned())
}
