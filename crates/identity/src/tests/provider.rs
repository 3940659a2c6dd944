//! A provider of single sign-on without a network.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::authenticator::{encoded, public, signature};
use super::*;

/// A provider that says what a test wants it to say.
pub(super) struct FakeProvider {
    /// What it answers next for a code.
    pub(super) token: Mutex<String>,
    /// What it says of itself.
    pub(super) metadata: Mutex<Value>,
    /// What it was posted.
    pub(super) posted: Mutex<Vec<(String, String)>>,
}

pub(super) const ISSUER: &str = "https://id.example.com";

pub(super) fn provider(id: &str, issuer: &str) -> Provider {
    Provider {
        id: id.to_owned(),
        name: "The provider".to_owned(),
        issuer: issuer.to_owned(),
        client_id: "plumb".to_owned(),
        client_secret: Some("s p".to_owned()),
    }
}

impl FakeProvider {
    pub(super) fn new() -> Arc<Self> {
        let metadata = json!({
            "issuer": ISSUER,
            "authorization_endpoint": format!("{ISSUER}/authorize?tenant=1"),
            "token_endpoint": format!("{ISSUER}/token"),
            "jwks_uri": format!("{ISSUER}/keys"),
        });
        Arc::new(Self { token: Mutex::default(), metadata: Mutex::new(metadata), posted: Mutex::default() })
    }
}

impl Fetch for FakeProvider {
    fn ask(&self, ask: Ask) -> Asked<'_> {
        let (x, y) = public();
        let told = match ask.url.path() {
            "/.well-known/openid-configuration" => {
                let mut metadata = self.metadata.lock().expect("sound").clone();
                if ask.url.host_str() != Some("id.example.com") {
                    metadata["issuer"] = json!(format!("https://{}", ask.url.host_str().expect("a host")));
                }
                metadata
            }
            "/keys" => json!({"keys": [
                {"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "one", "x": x, "y": y},
            ]}),
            "/token" => {
                *self.posted.lock().expect("sound") = ask.form.expect("a form");
                assert!(
                    matches!(&ask.shows, Shows::Basic(name, secret) if name == "plumb" && secret == "s+p")
                );
                json!({"access_token": "x", "token_type": "Bearer", "id_token": *self.token.lock().expect("sound")})
            }
            other => panic!("{other} was asked"),
        };
        Box::pin(async move { Ok(Told { status: 200, body: told.to_string().into_bytes() }) })
    }
}

/// Returns a token that is signed as its header says, by the provider's key.
pub(super) fn token(header: &Value, claims: &Value) -> String {
    let message =
        format!("{}.{}", encoded(header.to_string().as_bytes()), encoded(claims.to_string().as_bytes()));
    let signed = raw(&signature(message.as_bytes()));
    format!("{message}.{}", encoded(&signed))
}

/// Returns a signature in DER as two numbers of 32 bytes.
fn raw(der: &[u8]) -> Vec<u8> {
    let (mut at, mut both) = (2, Vec::new());
    for _ in 0..2 {
        let length = usize::from(der[at + 1]);
        let number = &der[at + 2..at + 2 + length];
        let number = &number[number.len().saturating_sub(32)..];
        both.extend(std::iter::repeat_n(0, 32 - number.len()));
        both.extend(number);
        at += 2 + length;
    }
    both
}
