//! What makes codes, as it lies in the file; and the copy of all accounts.

use super::*;

fn vault(byte: u8) -> Option<Arc<Vault>> {
    Some(Arc::new(Vault::of(&[byte; KEY_BYTES])))
}

impl Bench {
    /// Opens the same drawer with a key, or without one.
    async fn opened(&self, vault: Option<Arc<Vault>>) -> Result<Accounts, store::Unavailable> {
        let settings = Settings { vault, surroundings: self.clock.clone(), ..settings() };
        Accounts::open(self.drawer.clone(), settings).await
    }

    async fn is_sealed(&self) -> bool {
        let slips = self.drawer.all().await.expect("in memory");
        slips.iter().any(|slip| slip.kind == "account" && Vault::is_sealed(&slip.body))
    }
}

#[tokio::test]
async fn what_makes_codes_is_sealed_once_there_is_a_key_and_opens_with_that_key_alone() {
    let (bench, ada) = Bench::set_up().await;
    let (_, _, totp) = bench.with_codes(&ada).await;
    assert!(!bench.is_sealed().await, "there was no key");
    bench.opened(vault(7)).await.expect("what was not sealed is read");
    assert!(bench.is_sealed().await, "and sealed");
    assert!(bench.opened(None).await.is_err());
    let wrong = bench.opened(vault(8)).await.err().map(|fault| fault.to_string()).unwrap_or_default();
    assert!(wrong.contains("put its identity.key back"), "{wrong}");
    let accounts = bench.opened(vault(7)).await.expect("its key");
    let half = accounts.sign_in("ada@example.org", PASSWORD, &home()).await;
    let Ok(SignIn::Second(half)) = half else { panic!("codes were set: {half:?}") };
    accounts.second(half.show(), Second::Code(&bench.code(&totp)), &home()).await.expect("the same codes");
    assert!(bench.is_sealed().await, "what is written again is sealed again");
}

#[tokio::test]
async fn a_copy_holds_accounts_and_tokens_and_goes_where_nobody_has_one() {
    let (bench, ada) = Bench::set_up().await;
    let kim = bench.invited(&ada, "kim").await;
    let scopes = Scopes::read("read").expect("scopes");
    let seat = (kim.session.account, ORG);
    let (_, token) = bench.accounts.new_token(By::Machine, seat, "x", scopes, 30).await.expect("a seat");
    let copy = bench.accounts.copied().await.expect("in memory");
    let there = Accounts::take_copy(&*bench.drawer, &copy).await;
    assert_eq!(there, Err(CopyFault::NotEmpty));
    let other = Bench::new().await;
    assert_eq!(Accounts::take_copy(&*other.drawer, &copy).await, Ok(2));
    let accounts = other.opened(None).await.expect("what was copied");
    assert!(accounts.token(token.show()).is_some());
    assert!(accounts.session(kim.secret.show()).is_none(), "sessions are not copied");
    let signed = accounts.sign_in("kim@example.org", PASSWORD, &home()).await;
    assert!(matches!(signed, Ok(SignIn::Done(_))), "{signed:?}");
    for wrong in
        ["", "{}", r#"{"form":"plumbline accounts 1","slips":[{"kind":"session","id":"x","body":"{}"}]}"#]
    {
        let fresh = Bench::new().await;
        let answer = Accounts::take_copy(&*fresh.drawer, wrong.as_bytes()).await;
        assert_eq!(answer, Err(CopyFault::NotOne), "{wrong}");
    }
}

#[tokio::test]
async fn a_copy_that_fails_in_its_middle_leaves_nothing_and_a_sound_one_can_be_taken_after_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let drawer = store::SqliteDrawer::open(folder.path()).await.expect("a new one");
    let copy = |body: &str| {
        let token = |number: usize| format!(r#"{{"kind":"token","id":"t{number}","body":"{{}}"}}"#);
        let mut slips: Vec<String> = (0..700).map(token).collect();
        slips.insert(600, format!(r#"{{"kind":"account","id":"a","body":"{body}"}}"#));
        format!(r#"{{"form":"plumbline accounts 1","slips":[{}]}}"#, slips.join(",")).into_bytes()
    };
    // The drawer takes no body that is no JSON: six hundred were taken before it.
    let taken = Accounts::take_copy(&drawer, &copy("half of")).await;
    assert!(matches!(taken, Err(CopyFault::Failed(_))), "{taken:?}");
    assert_eq!(drawer.all().await.map(|slips| slips.len()), Ok(0), "nothing of the copy is there");
    assert_eq!(Accounts::take_copy(&drawer, &copy("{}")).await, Ok(1));
    assert_eq!(drawer.all().await.map(|slips| slips.len()), Ok(701));
}
