//! Single sign-on (OpenID Connect): code flow with PKCE, state and nonce, bound to the browser and to one provider.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::account::{Email, Keys, SignOn};
use crate::accounts::{Accounts, held, note, owner};
use crate::newcomer::Checked;
use crate::refusal::{Answer, Problem, Refusal};
use crate::seats::is_free;
use crate::secret::{self, Secret, same};
use crate::session::{Caller, Fresh, Method, Session};
use crate::state::Change;

mod claims;
mod provider;

pub(crate) use claims::Claims;
pub(crate) use provider::Metadata;
pub use provider::Provider;

/// How long what a provider says of itself is taken as it is.
const METADATA_LASTS: SignedDuration = SignedDuration::from_mins(5);
/// The most sign-ins at providers that are bound to one account.
const MOST: usize = 10;

/// What somebody goes to a provider for.
#[derive(Debug, Clone)]
pub enum Purpose<'a> {
    /// To sign in.
    SignIn,
    /// To accept the invitation of this link.
    Accept(&'a str),
    /// To bind the provider to the account of a session.
    Bind(&'a Session),
    /// To prove again who it is.
    Prove(&'a Session),
}

/// The way to a provider.
#[derive(Debug, Clone)]
pub struct Way {
    /// Where the browser is sent.
    pub url: Url,
    /// What a cookie holds meanwhile, so that the answer is taken from the same browser only.
    pub cookie: Secret,
}

/// What a browser brings back.
#[derive(Debug, Clone, Default)]
pub struct Returned {
    /// The parameter `state`.
    pub state: String,
    /// The parameter `code`.
    pub code: String,
    /// The parameter `iss`, if there is one.
    pub iss: Option<String>,
    /// The parameter `error`, if there is one.
    pub error: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum Came {
    /// Somebody is signed in.
    SignedIn(Fresh),
    /// The provider is bound to the account; the session goes on under a new secret.
    Bound(Fresh),
    /// It was proved again; the session goes on under a new secret.
    Proved(Fresh),
}

/// A way that was begun.
#[derive(Debug, Clone)]
pub(crate) struct Begun {
    provider: String,
    state: String,
    nonce: String,
    verifier: String,
    since: Timestamp,
    aim: Aim,
}

/// What a way was begun for; it is good for nothing else.
#[derive(Debug, Clone)]
enum Aim {
    SignIn,
    Accept(String),
    Bind(Box<Session>),
    Prove(Box<Session>),
}

impl Accounts {
    /// Returns the providers that vouch for people here.
    pub fn providers(&self) -> &[Provider] {
        &self.0.settings.providers
    }

    /// Begins the way to a provider.
    pub async fn start_sign_on(&self, provider: &str, purpose: Purpose<'_>) -> Answer<Way> {
        let provider = self.provider(provider)?;
        let metadata = self.metadata(provider).await?;
        let aim = match purpose {
            Purpose::SignIn => Aim::SignIn,
            Purpose::Accept(link) => {
                self.invitation(&self.state(), link)?;
                Aim::Accept(link.to_owned())
            }
            Purpose::Bind(session) => {
                owner(&self.state(), session, self.now())?;
                Aim::Bind(Box::new(session.clone()))
            }
            Purpose::Prove(session) => Aim::Prove(Box::new(session.clone())),
        };
        let word = || Secret::new(self.surroundings(), "").show().to_owned();
        let begun = Begun {
            provider: provider.id.clone(),
            state: word(),
            nonce: word(),
            verifier: word(),
            since: self.now(),
            aim,
        };
        let redirect = self.redirect(provider)?;
        let mut url = metadata.authorization_endpoint.clone();
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("scope", "openid email profile")
            .append_pair("client_id", &provider.client_id)
            .append_pair("redirect_uri", redirect.as_str())
            .append_pair("state", &begun.state)
            .append_pair("nonce", &begun.nonce)
            .append_pair("code_challenge", &URL_SAFE_NO_PAD.encode(Sha256::digest(&begun.verifier)))
            .append_pair("code_challenge_method", "S256");
        if matches!(begun.aim, Aim::Prove(_)) {
            url.query_pairs_mut().append_pair("prompt", "login").append_pair("max_age", "0");
        }
        let cookie = held(&self.0.ways).put(begun, self.surroundings());
        Ok(Way { url, cookie })
    }

    /// Ends the way: checks what the browser brought back to the address of a provider.
    pub async fn finish_sign_on(
        &self,
        provider: &str,
        cookie: &str,
        returned: &Returned,
        caller: &Caller,
    ) -> Answer<Came> {
        let begun = held(&self.0.ways).take(cookie, self.now()).ok_or(Refusal::Late)?;
        let claims = self.vouched(provider, &begun, returned).await.inspect_err(|_| {
            note("single sign-on failed", None, caller.network);
        })?;
        match &begun.aim {
            Aim::SignIn => self.signed_in(&claims, caller).await.map(Came::SignedIn),
            Aim::Accept(link) => self.accepted(link, &claims, caller).await.map(Came::SignedIn),
            Aim::Bind(session) => self.bound(session, &claims).await.map(Came::Bound),
            Aim::Prove(session) => self.proved_by(session, &begun, &claims).await.map(Came::Proved),
        }
    }

    /// Takes the binding to a provider away. The other sessions of the account end.
    pub async fn drop_sign_on(&self, session: &Session, sign_on: &SignOn) -> Answer<Fresh> {
        self.change(|state| {
            let mut account = owner(state, session, self.now())?.clone();
            account.keys.sign_ons.retain(|bound| bound != sign_on);
            if account.ways_in() == 0 {
                return Err(Refusal::OnlyWayIn);
            }
            Ok(self.rekeyed(state, account, session))
        })
        .await
    }

    /// Checks what came back, asks the provider who it is, and returns what it vouches for.
    async fn vouched(&self, at: &str, begun: &Begun, returned: &Returned) -> Result<Claims, Problem> {
        let refused = |why: &str| Problem::from(Refusal::SignOn(why.to_owned()));
        if begun.provider != at || !same(begun.state.as_bytes(), returned.state.as_bytes()) {
            return Err(refused("the answer belongs to another sign-in"));
        }
        let provider = self.provider(at)?;
        let metadata = self.metadata(provider).await?;
        match &returned.iss {
            Some(iss) if *iss != provider.issuer => return Err(refused("the answer is another provider's")),
            None if metadata.says_iss => return Err(refused("the answer does not say whose it is")),
            Some(_) | None => {}
        }
        if returned.error.is_some() || returned.code.is_empty() || returned.code.len() > 4096 {
            return Err(refused("the provider did not sign anybody in"));
        }
        let redirect = self.redirect(provider)?;
        let token =
            metadata.token(&*self.0.settings.fetch, provider, &redirect, &returned.code, &begun.verifier);
        Ok(metadata.verify(provider, &token.await?, &begun.nonce, self.now())?)
    }

    async fn signed_in(&self, claims: &Claims, caller: &Caller) -> Answer<Fresh> {
        self.change(|state| {
            let bound = state.by_sign_on.get(&claims.who).and_then(|id| state.accounts.get(id));
            let account = bound.filter(|account| account.is_active()).ok_or(Refusal::NotBound)?.clone();
            Ok(self.begin(state, account, Method::SignOn, caller))
        })
        .await
    }

    /// Accepts an invitation where the provider vouches for the address that it is bound to.
    async fn accepted(&self, link: &str, claims: &Claims, caller: &Caller) -> Answer<Fresh> {
        self.change(|state| {
            let (digest, invited) = self.invitation(state, link)?;
            let vouched = claims.verified_email.as_deref().and_then(|email| Email::read(email).ok());
            if vouched.as_ref() != Some(&invited.email) {
                return Err(Refusal::OtherAddress);
            }
            if state.by_sign_on.contains_key(&claims.who) {
                return Err(Refusal::SignInFirst);
            }
            let keys = Keys { sign_ons: vec![claims.who.clone()], ..Keys::default() };
            let checked = Checked::vouched(secret::uuid(self.surroundings()), keys);
            is_free(state, checked.id, invited.seat)?;
            let (seat, called) = (invited.seat, invited.name.clone());
            let (mut changes, fresh) =
                self.arrive(state, called, invited.email, invited.admin, checked, caller)?;
            for change in &mut changes {
                if let Change::Account(account) = change {
                    account.seats.extend(seat);
                }
            }
            changes.push(Change::EndLink(digest));
            Ok((changes, fresh))
        })
        .await
    }

    async fn bound(&self, session: &Session, claims: &Claims) -> Answer<Fresh> {
        self.change(|state| {
            let mut account = owner(state, session, self.now())?.clone();
            if state.by_sign_on.contains_key(&claims.who) {
                return Err(Refusal::SignOn("this sign-in is bound to an account already".to_owned()));
            }
            if account.keys.sign_ons.len() >= MOST {
                return Err(Refusal::TooMany { what: "sign-ins at providers", most: MOST });
            }
            account.keys.sign_ons.push(claims.who.clone());
            Ok(self.rekeyed(state, account, session))
        })
        .await
    }

    /// Proves again, if the provider signed the same person in since the way was begun.
    async fn proved_by(&self, session: &Session, begun: &Begun, claims: &Claims) -> Answer<Fresh> {
        let is_new = claims.signed_in_at.is_some_and(|at| at >= begun.since - SignedDuration::from_secs(60));
        if !is_new {
            return Err(Refusal::SignOn("the provider did not ask again who you are".to_owned()).into());
        }
        self.change(|state| {
            let bound = state.by_sign_on.get(&claims.who).filter(|id| **id == session.account);
            let account = bound.and_then(|id| state.accounts.get(id)).ok_or(Refusal::NotBound)?.clone();
            self.proved(state, account, session, Method::SignOn)
        })
        .await
    }

    fn provider(&self, id: &str) -> Result<&Provider, Refusal> {
        let found = self.0.settings.providers.iter().find(|provider| provider.id == id);
        found.ok_or(Refusal::Unknown("provider"))
    }

    /// Returns where a provider sends browsers back to: each provider has its own address.
    fn redirect(&self, provider: &Provider) -> Result<Url, Refusal> {
        let place = self.place();
        let url =
            place.origin.as_ref().and_then(|origin| origin.join(&format!("/login/sso/{}", provider.id)).ok());
        url.ok_or_else(|| Refusal::SignOn("this installation does not know its own address".to_owned()))
    }

    async fn metadata(&self, provider: &Provider) -> Result<Arc<Metadata>, Refusal> {
        let now = self.now();
        let known = {
            let mut kept = held(&self.0.metadata);
            kept.retain(|(since, _)| now.duration_since(*since) < METADATA_LASTS);
            kept.iter()
                .find(|(_, metadata)| metadata.issuer == provider.issuer)
                .map(|(_, known)| known.clone())
        };
        if let Some(known) = known {
            return Ok(known);
        }
        let read = Arc::new(Metadata::read(&*self.0.settings.fetch, provider).await?);
        held(&self.0.metadata).push((now, read.clone()));
        Ok(read)
    }
}
