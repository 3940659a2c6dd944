//! A provider of single sign-on: what is set about it, and what it says of itself.

use openidconnect::core::CoreJsonWebKeySet;
use serde::Deserialize;
use url::Url;

use crate::fetch::{Ask, Fetch, Shows};
use crate::refusal::Refusal;

/// A provider of single sign-on, as the settings name it.
#[derive(Clone, PartialEq, Eq)]
pub struct Provider {
    /// Its short name in addresses, such as `okta`.
    pub id: String,
    /// What it is called on the button.
    pub name: String,
    /// Its issuer, exactly as it writes it.
    pub issuer: String,
    /// What we are called there.
    pub client_id: String,
    /// What we prove ourselves with, if it asks for it.
    pub client_secret: Option<String>,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Provider({}, {})", self.id, self.issuer)
    }
}

/// What a provider says of itself.
pub(crate) struct Metadata {
    pub(crate) issuer: String,
    pub(crate) authorization_endpoint: Url,
    pub(super) token_endpoint: Url,
    pub(super) keys: CoreJsonWebKeySet,
    /// Whether its answers name it.
    pub(crate) says_iss: bool,
}

#[derive(Deserialize)]
struct Discovered {
    issuer: String,
    authorization_endpoint: Url,
    token_endpoint: Url,
    jwks_uri: Url,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

impl Metadata {
    /// Asks a provider what it says of itself; its issuer must be exactly the one that was set.
    pub(crate) async fn read(fetch: &dyn Fetch, provider: &Provider) -> Result<Self, Refusal> {
        let address = format!("{}/.well-known/openid-configuration", provider.issuer.trim_end_matches('/'));
        let address = address.parse().map_err(|_| refused("its issuer is not an address"))?;
        let found: Discovered = json(fetch, Ask { url: address, form: None, shows: Shows::Nothing }).await?;
        if found.issuer != provider.issuer {
            return Err(refused("the provider calls itself by another issuer than the one that was set"));
        }
        let endpoints = [&found.authorization_endpoint, &found.token_endpoint, &found.jwks_uri];
        if endpoints.iter().any(|url| url.scheme() != "https" || !url.username().is_empty()) {
            return Err(refused("the provider names an address without https"));
        }
        let keys = json(fetch, Ask { url: found.jwks_uri, form: None, shows: Shows::Nothing }).await?;
        Ok(Self {
            issuer: found.issuer,
            authorization_endpoint: found.authorization_endpoint,
            token_endpoint: found.token_endpoint,
            keys,
            says_iss: found.authorization_response_iss_parameter_supported,
        })
    }

    /// Gives a code to the provider and returns the ID token that it gives for it.
    pub(crate) async fn token(
        &self,
        fetch: &dyn Fetch,
        provider: &Provider,
        redirect: &Url,
        code: &str,
        verifier: &str,
    ) -> Result<String, Refusal> {
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect.as_str()),
            ("code_verifier", verifier),
        ];
        let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let shows = match &provider.client_secret {
            Some(secret) => Shows::Basic(encoded(&provider.client_id), encoded(secret)),
            None => {
                form.push(("client_id", &provider.client_id));
                Shows::Nothing
            }
        };
        let form = form.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let ask = Ask { url: self.token_endpoint.clone(), form: Some(form), shows };
        json::<Tokens>(fetch, ask).await.map(|tokens| tokens.id_token)
    }
}

/// Asks for JSON.
async fn json<T: serde::de::DeserializeOwned>(fetch: &dyn Fetch, ask: Ask) -> Result<T, Refusal> {
    let told = fetch.ask(ask).await.map_err(|problem| refused(&problem.to_string()))?;
    if told.status != 200 {
        return Err(refused(&format!("the provider answered with status {}", told.status)));
    }
    serde_json::from_slice(&told.body).map_err(|_| refused("the provider's answer cannot be read"))
}

pub(super) fn refused(why: &str) -> Refusal {
    Refusal::SignOn(why.to_owned())
}
