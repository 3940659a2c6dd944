//! Two processes beside each other: a server, and `plumb sign-in` in a terminal.

use super::*;

impl Bench {
    /// Returns the accounts as another process has them.
    async fn beside(&self) -> Accounts {
        let settings = Settings { surroundings: self.clock.clone(), ..settings() };
        Accounts::open(self.drawer.clone(), settings).await.expect("a drawer of ours")
    }
}

#[tokio::test]
async fn a_change_beside_another_process_is_decided_again_on_what_that_wrote() {
    let (bench, ada) = Bench::set_up().await;
    let kim = bench.invited(&ada, "kim").await.session.account;
    let terminal = bench.beside().await;
    let signed = terminal.sign_in("kim@example.org", PASSWORD, &home()).await;
    let Ok(SignIn::Done(signed)) = signed else { panic!("the right password: {signed:?}") };
    bench.accounts.disable(By::Session(&ada.session), kim).await.expect("at once");
    assert!(
        bench.beside().await.session(signed.secret.show()).is_none(),
        "what the other process began has ended too"
    );
}

#[tokio::test]
async fn a_change_beside_another_process_is_refused_where_that_took_what_it_needs() {
    let (bench, ada) = Bench::set_up().await;
    let link = bench.accounts.invite(By::Session(&ada.session), whom("kim")).await.expect("ada manages");
    let terminal = bench.beside().await;
    let proof = Proof::Password(PASSWORD);
    terminal.accept(link.show(), "Kim", proof, &[], &home()).await.expect("invited");
    let again = bench.accounts.accept(link.show(), "Eve", proof, &[], &home()).await;
    assert_eq!(refusal(again), Refusal::Gone, "the invitation was used meanwhile");
}

#[tokio::test]
async fn a_code_that_another_process_took_is_used_up() {
    let (bench, ada) = Bench::set_up().await;
    let (_, _, totp) = bench.with_codes(&ada).await;
    let terminal = bench.beside().await;
    let code = bench.code(&totp);
    for (accounts, taken) in [(&terminal, true), (&bench.accounts, false)] {
        let half = accounts.sign_in("ada@example.org", PASSWORD, &home()).await;
        let Ok(SignIn::Second(half)) = half else { panic!("codes were set: {half:?}") };
        let answer = accounts.second(half.show(), Second::Code(&code), &home()).await;
        assert_eq!(answer.is_ok(), taken, "{answer:?}");
    }
}
