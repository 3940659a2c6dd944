//! How somebody reads: kept with the account, and only what may be a name.

use super::*;

#[tokio::test]
async fn how_somebody_reads_is_kept_and_asks_for_no_new_proof() {
    let (bench, ada) = Bench::set_up().await;
    assert_eq!(bench.accounts.reading(ada.session.account), Some(Reading::default()));
    bench.clock.pass(SignedDuration::from_mins(15));
    let reading = Reading { locale: Some("de-CH".to_owned()), zone: Some("Europe/Zurich".to_owned()) };
    bench.accounts.set_reading(&ada.session, reading.clone()).await.expect("a live session");
    assert_eq!(bench.accounts.reading(ada.session.account), Some(reading.clone()));
    let again = Accounts::open(bench.drawer.clone(), settings()).await.expect("the same drawer");
    assert_eq!(again.reading(ada.session.account), Some(reading), "it was written");
}

#[tokio::test]
async fn what_can_be_no_name_and_who_is_gone_is_refused() {
    let (bench, ada) = Bench::set_up().await;
    for name in ["", "a b", "\0", "žluť", &"x".repeat(65)] {
        let reading = Reading { locale: Some(name.to_owned()), zone: None };
        let refused = refusal(bench.accounts.set_reading(&ada.session, reading).await);
        assert!(matches!(refused, Refusal::Expected { what: "locale", .. }), "{name:?}: {refused}");
    }
    bench.accounts.sign_out(ada.secret.show()).await.expect("signed in");
    let refused = refusal(bench.accounts.set_reading(&ada.session, Reading::default()).await);
    assert_eq!(refused, Refusal::Late);
}
