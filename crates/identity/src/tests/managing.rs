//! Managing accounts: who may, and that somebody always can.

use super::*;

#[tokio::test]
async fn a20_the_last_who_manages_cannot_disable_or_remove_itself() {
    let (bench, ada) = Bench::set_up().await;
    let (by, own) = (By::Session(&ada.session), ada.session.account);
    assert_eq!(refusal(bench.accounts.disable(by, own).await), Refusal::LastAdmin);
    assert_eq!(refusal(bench.accounts.set_admin(by, own, Admin::No).await), Refusal::LastAdmin);
    assert_eq!(refusal(bench.accounts.disable(By::Machine, own).await), Refusal::LastAdmin);
    let kim = bench.invited(&ada, "kim").await.session.account;
    bench.accounts.set_admin(by, kim, Admin::Manages).await.expect("ada manages");
    bench.accounts.disable(by, kim).await.expect("ada is left");
    assert_eq!(refusal(bench.accounts.disable(by, own).await), Refusal::LastAdmin, "kim may not sign in");
    bench.accounts.enable(by, kim).await.expect("ada manages");
    bench.accounts.set_admin(by, own, Admin::No).await.expect("kim is left");
    assert_eq!(refusal(bench.accounts.set_admin(By::Machine, kim, Admin::No).await), Refusal::LastAdmin);
}

#[tokio::test]
async fn only_who_manages_may_manage() {
    let (bench, ada) = Bench::set_up().await;
    let kim = bench.invited(&ada, "kim").await;
    let kim_account = kim.session.account;
    for by in [By::Session(&kim.session), By::Vouched(&kim.session)] {
        assert_eq!(
            refusal(bench.accounts.disable(by, ada.session.account).await),
            Refusal::NotAdmin,
            "{by:?}"
        );
        assert_eq!(
            refusal(bench.accounts.set_admin(by, kim_account, Admin::Manages).await),
            Refusal::NotAdmin
        );
        let admin = Invited { admin: Admin::Manages, ..whom("eve") };
        assert_eq!(refusal(bench.accounts.invite(by, admin).await), Refusal::NotAdmin);
    }
    assert_eq!(
        refusal(bench.accounts.reset(By::Session(&kim.session), ada.session.account).await),
        Refusal::NotAdmin
    );
    let no_seat = Invited { seat: None, ..whom("eve") };
    assert_eq!(refusal(bench.accounts.invite(By::Vouched(&kim.session), no_seat).await), Refusal::NotAdmin);
    assert!(bench.accounts.invite(By::Vouched(&kim.session), whom("eve")).await.is_ok());
}

#[tokio::test]
async fn a_session_that_ended_manages_nothing() {
    let (bench, ada) = Bench::set_up().await;
    bench.accounts.sign_out(ada.secret.show()).await.expect("signed in");
    assert_eq!(
        refusal(bench.accounts.invite(By::Session(&ada.session), whom("kim")).await),
        Refusal::ProveAgain
    );
}

#[tokio::test]
async fn codes_are_not_dropped_from_under_a_short_password() {
    let (bench, ada) = Bench::set_up().await;
    let kim = bench.invited(&ada, "kim").await;
    let (kim, _, _) = bench.with_codes(&kim).await;
    let network = home().network;
    let kim =
        bench.accounts.change_password(&kim.session, "gr3y-ott", &[], network).await.expect("beside codes");
    assert_eq!(refusal(bench.accounts.drop_codes(&kim.session).await), Refusal::PasswordNeedsSecond);
    bench.accounts.drop_codes_of(By::Session(&ada.session), kim.session.account).await.expect("ada manages");
    let answer = bench.accounts.sign_in("kim@example.org", "gr3y-ott", &home()).await;
    assert_eq!(refusal(answer), Refusal::NotKnown, "a short password opens nothing alone");
}
