//! A passkey in software, whose private key everybody knows: it is one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rustls::SignatureScheme;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The generator of P-256: the public key of the private key one.
const X: &str = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
const Y: &str = "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

/// A passkey in software.
pub(super) struct Authenticator {
    pub(super) id: [u8; 32],
    pub(super) origin: String,
    pub(super) host: String,
    pub(super) counter: u32,
    pub(super) verifies: bool,
}

impl Authenticator {
    pub(super) fn new(number: u8) -> Self {
        Self {
            id: [number; 32],
            origin: "https://plumb.example.org".to_owned(),
            host: "plumb.example.org".to_owned(),
            counter: 0,
            verifies: true,
        }
    }

    /// Makes a passkey, as a browser answers.
    pub(super) fn make(&self, options: &Value) -> String {
        let client = self.client("webauthn.create", options);
        let mut data = self.data(ATTESTED);
        data.extend([0; 16]);
        data.extend([0, 32]);
        data.extend(self.id);
        data.extend([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32]);
        data.extend(bytes(X));
        data.extend([0x22, 0x58, 32]);
        data.extend(bytes(Y));
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).expect("short"));
        object.extend(data);
        json!({
            "id": encoded(&self.id), "rawId": encoded(&self.id), "type": "public-key", "extensions": {},
            "response": {"attestationObject": encoded(&object), "clientDataJSON": encoded(&client)},
        })
        .to_string()
    }

    /// Shows the passkey, as a browser answers.
    pub(super) fn show(&mut self, options: &Value) -> String {
        self.counter += 1;
        let client = self.client("webauthn.get", options);
        let data = self.data(0);
        let signed = [data.clone(), Sha256::digest(&client).to_vec()].concat();
        json!({
            "id": encoded(&self.id), "rawId": encoded(&self.id), "type": "public-key", "extensions": {},
            "response": {
                "authenticatorData": encoded(&data), "clientDataJSON": encoded(&client),
                "signature": encoded(&signature(&signed)), "userHandle": null,
            },
        })
        .to_string()
    }

    fn client(&self, kind: &str, options: &Value) -> Vec<u8> {
        let challenge = &options["publicKey"]["challenge"];
        json!({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false})
            .to_string()
            .into_bytes()
    }

    fn data(&self, more: u8) -> Vec<u8> {
        let verified = if self.verifies { VERIFIED } else { 0 };
        let mut data = Sha256::digest(&self.host).to_vec();
        data.push(PRESENT | verified | more);
        data.extend(self.counter.to_be_bytes());
        data
    }
}

/// Signs with the key that everybody knows (ECDSA on P-256, in DER).
pub(super) fn signature(message: &[u8]) -> Vec<u8> {
    let mut key = bytes("308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420");
    key.extend([0; 31]);
    key.push(1);
    key.extend(bytes("a14403420004"));
    key.extend(bytes(X));
    key.extend(bytes(Y));
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key));
    let key = rustls::crypto::ring::sign::any_ecdsa_type(&key).expect("a key");
    let signer = key.choose_scheme(&[SignatureScheme::ECDSA_NISTP256_SHA256]).expect("its scheme");
    signer.sign(message).expect("a signature")
}

/// Returns the public key's halves.
pub(super) fn public() -> (String, String) {
    (encoded(&bytes(X)), encoded(&bytes(Y)))
}

pub(super) fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex")).collect()
}
