//! API tokens.

use super::*;

async fn with_token() -> (Bench, Fresh, Fresh, Token, Secret) {
    let (bench, ada) = Bench::set_up().await;
    let kim = bench.invited(&ada, "kim").await;
    let seat = (kim.session.account, ORG);
    let made = bench.accounts.new_token(By::Session(&kim.session), seat, "ci", scopes(), 30).await;
    let (token, secret) = made.expect("kim's seat");
    (bench, ada, kim, token, secret)
}

fn scopes() -> Scopes {
    Scopes::read("read, write:risk").expect("scopes")
}

#[tokio::test]
async fn a_token_says_whose_it_is_and_where() {
    let (bench, _, kim, token, secret) = with_token().await;
    assert!(secret.show().starts_with("plumb_"));
    let found = bench.accounts.token(secret.show()).expect("good");
    assert_eq!((found.person, found.token.account), (Uuid::from_u128(3), kim.session.account));
    assert_eq!(bench.accounts.tokens(kim.session.account)[0].used, Some(bench.clock.now()));
    let kept = bench.drawer.all().await.expect("answers");
    assert!(kept.iter().all(|slip| !format!("{slip:?}").contains(&secret.show()[6..])));
    assert!(kept.iter().any(|slip| slip.body.contains(&token.id.to_string())));
}

#[tokio::test]
async fn a16_a_token_that_is_expired_truncated_or_huge_opens_nothing() {
    let (bench, _, _, _, secret) = with_token().await;
    let secret = secret.show();
    for wrong in ["", "plumb_", &secret[..secret.len() - 1], &secret[6..], &"x".repeat(10_240), "plumb_\0"] {
        assert!(bench.accounts.token(wrong).is_none(), "{wrong:?}");
        assert!(bench.accounts.session(wrong).is_none(), "{wrong:?}");
    }
    assert!(bench.accounts.session(secret).is_none(), "a token is no session");
    bench.pass_minutes(30 * 24 * 60);
    assert!(bench.accounts.token(secret).is_none());
}

#[tokio::test]
async fn a16_a_token_dies_when_it_is_revoked_or_its_account_or_seat_ends() {
    let (bench, ada, kim, token, secret) = with_token().await;
    let account = kim.session.account;
    bench.accounts.disable(By::Session(&ada.session), account).await.expect("ada manages");
    assert!(bench.accounts.token(secret.show()).is_none());
    bench.accounts.enable(By::Session(&ada.session), account).await.expect("ada manages");
    assert!(bench.accounts.token(secret.show()).is_some());
    assert_eq!(
        refusal(bench.accounts.revoke_token(ada.session.account, token.id).await),
        Refusal::Unknown("token")
    );
    bench.accounts.revoke_token(account, token.id).await.expect("kim's");
    assert!(bench.accounts.token(secret.show()).is_none());
    let (_, secret) = bench
        .accounts
        .new_token(By::Machine, (account, ORG), "ci", scopes(), 365)
        .await
        .expect("the machine");
    bench.accounts.end_seat(account, ORG).await.expect("a seat");
    assert!(bench.accounts.token(secret.show()).is_none());
    bench.accounts.give_seat(account, Seat { org: ORG, person: Uuid::from_u128(7) }).await.expect("kim");
    assert!(bench.accounts.token(secret.show()).is_none(), "a new seat has no old tokens");
}

#[tokio::test]
async fn a_token_is_made_for_an_own_seat_and_for_a_year_at_most() {
    let (bench, ada, kim, ..) = with_token().await;
    let by = By::Session(&kim.session);
    let seat = (kim.session.account, ORG);
    for days in [0, -1, 366, i64::MAX] {
        assert!(bench.accounts.new_token(by, seat, "ci", scopes(), days).await.is_err(), "{days}");
    }
    let elsewhere = (kim.session.account, Uuid::from_u128(0x0c));
    assert_eq!(
        refusal(bench.accounts.new_token(by, elsewhere, "ci", scopes(), 1).await),
        Refusal::Unknown("organisation")
    );
    let of_another = bench.accounts.new_token(By::Session(&ada.session), seat, "ci", scopes(), 1).await;
    assert_eq!(refusal(of_another), Refusal::Unknown("account"));
    bench.pass_minutes(11);
    assert_eq!(refusal(bench.accounts.new_token(by, seat, "ci", scopes(), 1).await), Refusal::ProveAgain);
}
