//! Webhooks: the addresses that may be told, the secret that signs, the signature, and the way there.

use std::future::Future;
use std::pin::Pin;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;
use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::accounts::Accounts;
use crate::fetch::{FetchError, Nowhere, host};
use crate::https::{PrivateAddresses, may_ask};

/// What a secret begins with.
const PREFIX: &str = "whsec_";
/// How long a secret is, in bytes.
const SECRET_BYTES: usize = 32;
/// The longest address, in characters.
const URL_CHARS_MAX: usize = 500;
/// Ends of names that lead to no server of the public internet.
const LOCAL_ENDS: [&str; 6] = ["localhost", "localdomain", "local", "internal", "lan", "arpa"];

/// A delivery, signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// Where to.
    pub url: Url,
    /// Its id: the same at each try.
    pub id: String,
    /// The moment of this try, in seconds since 1970-01-01T00:00:00Z.
    pub timestamp: i64,
    /// What is told, in JSON.
    pub body: String,
    /// What proves who tells it.
    pub signature: String,
}

/// What comes of delivering: the status of the answer, of which nothing else is read.
pub type Delivering<'a> = Pin<Box<dyn Future<Output = Result<u16, FetchError>> + Send + 'a>>;

/// Delivers to other servers.
pub trait Deliver: Send + Sync {
    /// Delivers once. It follows nothing and waits a few seconds.
    fn deliver(&self, parcel: Parcel) -> Delivering<'_>;
}

impl Deliver for Nowhere {
    fn deliver(&self, parcel: Parcel) -> Delivering<'_> {
        Box::pin(async move { Err(FetchError::Silent(host(&parcel.url))) })
    }
}

/// Reads an address that may be told: https, port 443, a server of the public internet, and no name or password in it.
///
/// # Errors
/// What was expected instead.
pub fn webhook_url(typed: &str) -> Result<Url, &'static str> {
    // An address is read without the ends of lines that stand in it: what is refused is the text as it came.
    if typed.is_empty() || typed.chars().count() > URL_CHARS_MAX {
        return Err("expected an address such as https://hooks.example.org/isms, of at most 500 characters");
    }
    if typed.chars().any(|sign| sign.is_control() || sign.is_whitespace() || sign == '\\') {
        return Err("an address has no blanks, ends of lines or backslashes");
    }
    let Ok(url) = typed.parse::<Url>() else {
        return Err("expected an address such as https://hooks.example.org/isms");
    };
    if url.scheme() != "https" {
        return Err("expected an address that begins with https://");
    }
    let authority = typed.split_once("://").map_or("", |(_, rest)| rest);
    if authority.split(['/', '?', '#']).next().is_some_and(|authority| authority.contains('@')) {
        return Err("an address holds no name or password; what arrives is proved by its signature");
    }
    if url.fragment().is_some() {
        return Err("what stands after # is not sent; leave it out");
    }
    if url.port_or_known_default() != Some(443) {
        return Err("expected port 443, the one of https");
    }
    let is_local = match url.host() {
        Some(Host::Domain(name)) => {
            let end = name.rsplit('.').next().unwrap_or_default();
            !name.contains('.') || end.is_empty() || LOCAL_ENDS.contains(&end)
        }
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => false,
        None => true,
    };
    if is_local || !may_ask(&url, PrivateAddresses::Refused) {
        return Err("expected a server of the public internet, not one of this machine or network");
    }
    Ok(url)
}

/// A secret that signs, as it is kept: sealed, or as it is where nothing seals.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigningSecret {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

impl std::fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningSecret(…)")
    }
}

impl Accounts {
    /// Makes a secret for an endpoint; returns it as it is kept, and as it is shown once.
    pub fn new_signing_secret(&self, endpoint: &str) -> (SigningSecret, String) {
        let mut bytes = [0; SECRET_BYTES];
        self.surroundings().fill(&mut bytes);
        let sealed = self.vault().map(|vault| vault.seal(&beside(endpoint), &bytes, self.surroundings()));
        let secret = sealed.is_none().then(|| STANDARD.encode(bytes));
        (SigningSecret { sealed, secret }, format!("{PREFIX}{}", STANDARD.encode(bytes)))
    }

    /// Signs what is delivered to an endpoint; nothing where what seals its secret is not here.
    pub fn sign_delivery(
        &self,
        endpoint: &str,
        secret: &SigningSecret,
        id: &str,
        timestamp: i64,
        body: &str,
    ) -> Option<String> {
        let bytes = match (&secret.sealed, &secret.secret) {
            (Some(sealed), _) => self.vault()?.open(&beside(endpoint), sealed)?,
            (None, open) => STANDARD.decode(open.as_deref()?).ok()?,
        };
        Some(signature(&bytes, id, timestamp, body))
    }
}

/// Returns the signature of a delivery, as Standard Webhooks has it.
fn signature(secret: &[u8], id: &str, timestamp: i64, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let tag = hmac::sign(&key, format!("{id}.{timestamp}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(tag))
}

/// Returns what a secret is sealed for.
fn beside(endpoint: &str) -> String {
    format!("webhook {endpoint}")
}

/// Says whether a slip of an endpoint holds something sealed.
pub(crate) fn is_sealed(body: &str) -> bool {
    let read = serde_json::from_str::<serde_json::Value>(body);
    read.is_ok_and(|endpoint| endpoint.pointer("/secret/sealed").is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn h7_the_signature_is_that_of_the_worked_example_of_standard_webhooks() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("base64");
        let signed =
            signature(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}");
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn h1_h2_h5_h8_only_a_server_of_the_public_internet_is_told_and_over_https_alone() {
        for refused in [
            "",
            "hooks.example.org",
            "http://hooks.example.org/",
            "ftp://hooks.example.org/",
            "file:///etc/passwd",
            "gopher://hooks.example.org/",
            "https://",
            "https://user:secret@hooks.example.org/",
            "https://user@hooks.example.org/",
            "https://@hooks.example.org/",
            "https://hooks.example.org/\r\nX-Evil: 1",
            "https://hooks.exam\nple.org/",
            "https://hooks.example.org/ x",
            "https:\\\\hooks.example.org/",
            "https://hooks.example.org/#part",
            "https://hooks.example.org:22/",
            "https://hooks.example.org:25/",
            "https://hooks.example.org:6379/",
            "https://hooks.example.org:8443/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://0.0.0.0/",
            "https://10.0.0.1/",
            "https://172.16.0.1/",
            "https://192.168.0.1/",
            "https://169.254.169.254/",
            "https://100.64.0.1/",
            "https://[fd00::1]/",
            "https://[fe80::1]/",
            "https://2130706433/",
            "https://017700000001/",
            "https://0x7f000001/",
            "https://127.1/",
            "https://[::ffff:127.0.0.1]/",
            "https://[64:ff9b::7f00:1]/",
            "https://[2002:7f00:1::]/",
            "https://[2001:0:1::1]/",
            "https://\u{ff11}\u{ff12}\u{ff17}.0.0.1/",
            "https://127.0.0.1./",
            "https://localhost/",
            "https://localhost./",
            "https://a.localhost/",
            "https://hooks.example.org./",
            "https://intranet/",
            "https://printer.local/",
            "https://metadata.google.internal/",
            "https://1.0.0.127.in-addr.arpa/",
        ] {
            assert!(webhook_url(refused).is_err(), "{refused:?}");
        }
        assert!(webhook_url(&format!("https://a.example/{}", "x".repeat(500))).is_err());
        for taken in [
            "https://hooks.example.org/isms?team=3",
            "https://hooks.example.org:443/",
            "https://b\u{fc}cher.example/",
            "https://8.8.8.8/",
        ] {
            assert!(webhook_url(taken).is_ok(), "{taken:?}");
        }
    }

    #[test]
    fn a_secret_does_not_print_itself_and_a_slip_of_it_is_known_as_sealed() {
        let secret = SigningSecret { sealed: Some("abc".to_owned()), secret: None };
        assert!(!format!("{secret:?}").contains("abc"));
        assert!(
            is_sealed("{\"secret\":{\"sealed\":\"abc\"}}") && !is_sealed("{\"secret\":{\"secret\":\"x\"}}")
        );
    }
}
