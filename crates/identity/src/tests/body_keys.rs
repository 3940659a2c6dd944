//! The keys of certification bodies: one for each, sealed, and of no use to another.

use super::*;

fn vault(byte: u8) -> Option<Arc<Vault>> {
    Some(Arc::new(Vault::of(&[byte; KEY_BYTES])))
}

/// Returns the accounts of a drawer, as a program with this vault opens them.
async fn opened(drawer: &Arc<MemoryDrawer>, vault: Option<Arc<Vault>>) -> Accounts {
    let settings = Settings { vault, ..Settings::at(None) };
    let drawer: Arc<dyn Drawer> = drawer.clone();
    Accounts::open(drawer, settings).await.expect("in memory")
}

/// Says whether a signature is that of a public key.
fn holds(public: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    let key = ed25519_dalek::VerifyingKey::from_bytes(public).expect("a key");
    key.verify_strict(message, &ed25519_dalek::Signature::from_bytes(signature)).is_ok()
}

#[tokio::test]
async fn a_body_has_one_key_and_its_secret_is_sealed_and_signs_with_its_vault_alone() {
    let drawer = Arc::new(MemoryDrawer::new());
    let accounts = opened(&drawer, vault(7)).await;
    let (org, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
    assert_eq!(accounts.body_key(org), None);
    assert!(accounts.sign_for_body(org, b"x").is_err(), "nobody asked for a key yet");
    let public = accounts.made_body_key(org).await.expect("made");
    assert_eq!(accounts.made_body_key(org).await.expect("the same"), public);
    assert_ne!(accounts.made_body_key(other).await.expect("another"), public);
    let slips = drawer.all().await.expect("in memory");
    assert!(
        slips.iter().all(|slip| slip.body.contains("sealed") && !slip.body.contains("secret")),
        "{slips:?}"
    );
    let again = opened(&drawer, vault(7)).await;
    let signature = again.sign_for_body(org, b"a paper").expect("its vault");
    assert!(holds(&public, b"a paper", &signature) && !holds(&public, b"another", &signature));
    let foreign = again.sign_for_body(other, b"a paper").expect("its own");
    assert!(!holds(&public, b"a paper", &foreign));
    for wrong in [vault(8), None] {
        let words =
            opened(&drawer, wrong).await.sign_for_body(org, b"x").err().map(|fault| fault.to_string());
        assert!(words.is_some_and(|words| words.contains("put its identity.key back")));
    }
}

#[tokio::test]
async fn a_key_goes_with_the_copy_of_the_accounts() {
    let drawer = Arc::new(MemoryDrawer::new());
    let accounts = opened(&drawer, vault(7)).await;
    let public = accounts.made_body_key(Uuid::from_u128(1)).await.expect("made");
    let copy = accounts.copied().await.expect("in memory");
    let there = Arc::new(MemoryDrawer::new());
    Accounts::take_copy(&*there, &copy).await.expect("no accounts there");
    let restored = opened(&there, vault(7)).await;
    assert_eq!(restored.body_key(Uuid::from_u128(1)), Some(public));
    restored.sign_for_body(Uuid::from_u128(1), b"x").expect("the same secret");
}
