//! The vault: what makes codes is sealed before it is written, with a key that lies in another file.

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use serde_json::{Value, json};
use store::Unavailable;

use crate::seam::Surroundings;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// How long a key is, in bytes.
pub const KEY_BYTES: usize = 32;
/// The name under which a sealed secret stands.
const SEALED: &str = "sealed";

/// Seals and opens what makes codes.
pub struct Vault(LessSafeKey);

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(…)")
    }
}

impl Vault {
    /// Returns the vault of a key.
    pub fn of(key: &[u8; KEY_BYTES]) -> Self {
        let key = UnboundKey::new(&CHACHA20_POLY1305, key).expect("a key of this cipher has 32 bytes");
        Self(LessSafeKey::new(key))
    }

    /// Says whether an account, as it is written, holds something sealed.
    pub fn is_sealed(body: &str) -> bool {
        serde_json::from_str::<Value>(body).is_ok_and(|account| codes(&account).get(SEALED).is_some())
    }

    /// Returns bytes, sealed for what is named beside them alone.
    pub(crate) fn seal(&self, beside: &str, secret: &[u8], surroundings: &dyn Surroundings) -> String {
        let mut nonce = [0; NONCE_LEN];
        surroundings.fill(&mut nonce);
        let mut bytes = secret.to_vec();
        let (unique, beside) = (Nonce::assume_unique_for_key(nonce), Aad::from(beside.as_bytes()));
        self.0.seal_in_place_append_tag(unique, beside, &mut bytes).expect("a short text can be sealed");
        URL_SAFE_NO_PAD.encode([nonce.as_slice(), &bytes].concat())
    }

    /// Opens what was sealed for what is named beside it; nothing where it was not, or by another key.
    pub(crate) fn open(&self, beside: &str, sealed: &str) -> Option<Vec<u8>> {
        let whole = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, bytes) = whole.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut bytes = bytes.to_vec();
        self.0.open_in_place(nonce, Aad::from(beside.as_bytes()), &mut bytes).ok().map(|open| open.to_vec())
    }

    /// Returns an account, as it is written, with its secret sealed for it alone.
    pub(crate) fn sealed(&self, account: &str, body: String, surroundings: &dyn Surroundings) -> String {
        let Ok(mut value) = serde_json::from_str::<Value>(&body) else { return body };
        let Some(secret) = codes(&value).get("secret").cloned() else { return body };
        let mut nonce = [0; NONCE_LEN];
        surroundings.fill(&mut nonce);
        let mut bytes = secret.to_string().into_bytes();
        let (unique, beside) = (Nonce::assume_unique_for_key(nonce), Aad::from(account.as_bytes()));
        self.0.seal_in_place_append_tag(unique, beside, &mut bytes).expect("a short text can be sealed");
        let whole = [nonce.as_slice(), &bytes].concat();
        if let Some(codes) = value.pointer_mut("/keys/totp").and_then(Value::as_object_mut) {
            codes.remove("secret");
            codes.insert(SEALED.to_owned(), json!(URL_SAFE_NO_PAD.encode(whole)));
        }
        value.to_string()
    }
}

/// Returns an account, as it was written, with its secret open; one that was never sealed is as it is.
pub(crate) fn opened(vault: Option<&Vault>, account: &str, body: &str) -> Result<String, Unavailable> {
    let wrong = || {
        Unavailable::Damaged(format!(
            "the codes of account {account} are sealed with a key that is not here: put its identity.key back"
        ))
    };
    if !Vault::is_sealed(body) {
        return Ok(body.to_owned());
    }
    let mut value: Value = serde_json::from_str(body).map_err(|_| wrong())?;
    let whole = codes(&value).get(SEALED).and_then(Value::as_str).unwrap_or_default();
    let whole = URL_SAFE_NO_PAD.decode(whole).map_err(|_| wrong())?;
    let (nonce, bytes) = whole.split_at_checked(NONCE_LEN).ok_or_else(wrong)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| wrong())?;
    let mut bytes = bytes.to_vec();
    let key = &vault.ok_or_else(wrong)?.0;
    let secret = key.open_in_place(nonce, Aad::from(account.as_bytes()), &mut bytes).map_err(|_| wrong())?;
    let secret: Value = serde_json::from_slice(secret).map_err(|_| wrong())?;
    if let Some(codes) = value.pointer_mut("/keys/totp").and_then(Value::as_object_mut) {
        codes.remove(SEALED);
        codes.insert("secret".to_owned(), secret);
    }
    Ok(value.to_string())
}

fn codes(account: &Value) -> &Value {
    account.pointer("/keys/totp").unwrap_or(&Value::Null)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seam::Machine;

    const BODY: &str = r#"{"id":"a","keys":{"totp":{"secret":[1,2,3],"last":7}}}"#;

    #[test]
    fn what_is_sealed_shows_nothing_and_opens_for_its_account_with_its_key_alone() {
        let vault = Vault::of(&[7; KEY_BYTES]);
        let sealed = vault.sealed("a", BODY.to_owned(), &Machine);
        assert!(Vault::is_sealed(&sealed) && !sealed.contains("[1,2,3]") && sealed.contains("\"last\":7"));
        assert_ne!(sealed, vault.sealed("a", BODY.to_owned(), &Machine), "no two seals are alike");
        let opened_again: Value =
            serde_json::from_str(&opened(Some(&vault), "a", &sealed).expect("its key")).expect("json");
        assert_eq!(opened_again, serde_json::from_str::<Value>(BODY).expect("json"));
        assert!(opened(Some(&vault), "b", &sealed).is_err(), "another account's");
        assert!(opened(Some(&Vault::of(&[8; KEY_BYTES])), "a", &sealed).is_err(), "another key");
        assert!(opened(None, "a", &sealed).is_err());
        let cut = sealed.replace("\"sealed\":\"", "\"sealed\":\"x");
        assert!(opened(Some(&vault), "a", &cut).is_err(), "changed");
    }

    #[test]
    fn what_has_no_codes_is_written_as_it_is() {
        let vault = Vault::of(&[7; KEY_BYTES]);
        for body in [r#"{"id":"a","keys":{"totp":null}}"#, r#"{"id":"a"}"#] {
            assert_eq!(vault.sealed("a", body.to_owned(), &Machine), body);
            assert_eq!(opened(Some(&vault), "a", body).as_deref(), Ok(body));
        }
    }
}
