//! Sessions: how long they last, and what ends them.

use super::*;

#[tokio::test]
async fn a10_a_session_is_over_after_sign_out() {
    let (bench, ada) = Bench::set_up().await;
    assert!(bench.is_in(&ada));
    bench.accounts.sign_out(ada.secret.show()).await.expect("signed in");
    assert!(!bench.is_in(&ada));
}

#[tokio::test]
async fn a10_all_other_sessions_end_when_the_password_or_a_factor_changes() {
    let (bench, ada) = Bench::set_up().await;
    let phone = bench.sign_in("ada@example.org", PASSWORD).await;
    let network = home().network;
    let after = bench.accounts.change_password(&ada.session, OTHER, &[], network).await.expect("proved");
    assert!(!bench.is_in(&phone) && !bench.is_in(&ada) && bench.is_in(&after));
    let phone = bench.sign_in("ada@example.org", OTHER).await;
    let (after, _, _) = bench.with_codes(&after).await;
    assert!(!bench.is_in(&phone) && bench.is_in(&after));
    let last = bench.accounts.drop_codes(&after.session).await.expect("a long password");
    assert!(!bench.is_in(&after) && bench.is_in(&last));
}

#[tokio::test]
async fn a10_all_sessions_end_when_the_account_is_disabled_or_its_seat_or_rights_change() {
    let (bench, ada) = Bench::set_up().await;
    let by = By::Session(&ada.session);
    let kim = bench.invited(&ada, "kim").await;
    let account = kim.session.account;
    bench.accounts.end_seat(account, ORG).await.expect("a seat");
    assert!(!bench.is_in(&kim));
    let kim = bench.sign_in("kim@example.org", PASSWORD).await;
    bench.accounts.give_seat(account, Seat { org: ORG, person: Uuid::from_u128(3) }).await.expect("kim");
    assert!(bench.is_in(&kim), "a seat that only comes to the others ends nobody's work");
    bench.accounts.give_seat(account, Seat { org: ORG, person: Uuid::from_u128(4) }).await.expect("kim");
    assert!(!bench.is_in(&kim), "one that takes the place of another does");
    let kim = bench.sign_in("kim@example.org", PASSWORD).await;
    bench.accounts.set_admin(by, account, Admin::Manages).await.expect("ada manages");
    assert!(!bench.is_in(&kim));
    let kim = bench.sign_in("kim@example.org", PASSWORD).await;
    bench.accounts.disable(by, account).await.expect("ada manages");
    assert!(!bench.is_in(&kim));
    bench.accounts.enable(by, account).await.expect("ada manages");
    assert!(!bench.is_in(&kim), "what ended does not begin again");
}

#[tokio::test]
async fn a11_signing_in_gives_a_new_secret_and_ends_the_session_before() {
    let (bench, ada) = Bench::set_up().await;
    let caller = Caller { before: Some(ada.secret.show().to_owned()), ..home() };
    let Ok(SignIn::Done(fresh)) = bench.accounts.sign_in("ada@example.org", PASSWORD, &caller).await else {
        panic!("the right password");
    };
    assert_ne!(fresh.secret, ada.secret);
    assert!(!bench.is_in(&ada) && bench.is_in(&fresh));
    let planted = Caller { before: Some("chosen by somebody else".to_owned()), ..home() };
    let Ok(SignIn::Done(fresh)) = bench.accounts.sign_in("ada@example.org", PASSWORD, &planted).await else {
        panic!("the right password");
    };
    assert!(bench.is_in(&fresh) && bench.accounts.session("chosen by somebody else").is_none());
}

#[tokio::test]
async fn a_session_lasts_an_hour_without_use_and_twelve_in_all() {
    let (bench, ada) = Bench::set_up().await;
    let kim = bench.invited(&ada, "kim").await;
    for _ in 0..12 {
        bench.pass_minutes(60);
        assert!(bench.is_in(&kim));
    }
    bench.pass_minutes(1);
    assert!(!bench.is_in(&kim), "twelve hours are over");
    let kim = bench.sign_in("kim@example.org", PASSWORD).await;
    bench.pass_minutes(61);
    assert!(!bench.is_in(&kim), "an hour without use");
}

#[tokio::test]
async fn who_manages_the_installation_has_a_quarter_of_an_hour_and_eight_in_all() {
    let (bench, ada) = Bench::set_up().await;
    for _ in 0..32 {
        bench.pass_minutes(15);
        assert!(bench.is_in(&ada));
    }
    bench.pass_minutes(1);
    assert!(!bench.is_in(&ada));
    let ada = bench.sign_in("ada@example.org", PASSWORD).await;
    bench.pass_minutes(16);
    assert!(!bench.is_in(&ada));
}

#[tokio::test]
async fn a17_a_proof_is_good_for_ten_minutes_and_then_asked_again_under_a_new_secret() {
    let (bench, ada) = Bench::set_up().await;
    bench.pass_minutes(10);
    assert!(bench.accounts.is_proved(&ada.session));
    bench.pass_minutes(1);
    let ada_now = bench.accounts.session(ada.secret.show()).expect("signed in");
    assert!(!bench.accounts.is_proved(&ada_now));
    assert_eq!(refusal(bench.accounts.start_codes(&ada_now)), Refusal::ProveAgain);
    assert_eq!(refusal(bench.accounts.invite(By::Session(&ada_now), whom("kim")).await), Refusal::ProveAgain);
    let wrong = bench.accounts.prove_with_password(&ada_now, OTHER, None, &home()).await;
    assert_eq!(refusal(wrong), Refusal::NotKnown);
    let proved = bench.accounts.prove_with_password(&ada_now, PASSWORD, None, &home()).await.expect("hers");
    assert!(bench.accounts.is_proved(&proved.session) && bench.is_in(&proved) && !bench.is_in(&ada));
    assert!(bench.accounts.invite(By::Session(&proved.session), whom("kim")).await.is_ok());
}

#[tokio::test]
async fn a17_a_proof_needs_the_code_where_codes_are_set() {
    let (bench, ada) = Bench::set_up().await;
    let (ada, _, totp) = bench.with_codes(&ada).await;
    let without = bench.accounts.prove_with_password(&ada.session, PASSWORD, None, &home()).await;
    assert_eq!(refusal(without), Refusal::WrongCode);
    let code = bench.code(&totp);
    let second = Some(Second::Code(&code));
    let proved = bench.accounts.prove_with_password(&ada.session, PASSWORD, second, &home()).await;
    assert_eq!(proved.expect("password and code").session.proved_by, Method::PasswordAndCode);
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_their_owner_only() {
    let (bench, ada) = Bench::set_up().await;
    let kim = bench.invited(&ada, "kim").await;
    let phone = bench.sign_in("ada@example.org", PASSWORD).await;
    let ids: Vec<Uuid> =
        bench.accounts.sessions(ada.session.account).iter().map(|session| session.id).collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(
        refusal(bench.accounts.end_session(&kim.session, phone.session.id).await),
        Refusal::Unknown("session")
    );
    bench.accounts.end_session(&ada.session, phone.session.id).await.expect("hers");
    assert!(!bench.is_in(&phone) && bench.is_in(&ada));
    let phone = bench.sign_in("ada@example.org", PASSWORD).await;
    bench.accounts.end_sessions(ada.session.account, Some(&ada.session)).await.expect("hers");
    assert!(!bench.is_in(&phone) && bench.is_in(&ada) && bench.is_in(&kim));
}

#[tokio::test]
async fn sessions_outlive_the_program_but_no_secret_is_written_down() {
    let (bench, ada) = Bench::set_up().await;
    bench.pass_minutes(10);
    assert!(bench.is_in(&ada));
    bench.accounts.sweep().await.expect("written");
    let kept = bench.drawer.all().await.expect("answers");
    assert!(
        kept.iter()
            .all(|slip| !slip.body.contains(ada.secret.show()) && !slip.id.contains(ada.secret.show()))
    );
    assert!(kept.iter().all(|slip| !slip.body.contains(PASSWORD)));
    let settings = Settings { surroundings: bench.clock.clone(), ..settings() };
    let again = Accounts::open(bench.drawer.clone(), settings).await.expect("what was written");
    bench.pass_minutes(10);
    assert_eq!(again.session(ada.secret.show()).map(|session| session.account), Some(ada.session.account));
    bench.pass_minutes(600);
    again.sweep().await.expect("written");
    let kept = bench.drawer.all().await.expect("answers");
    assert!(kept.iter().all(|slip| slip.kind != "session"), "what is over is forgotten");
}

#[tokio::test]
async fn a_change_is_made_whole_though_the_caller_goes_away() {
    let (bench, ada) = Bench::set_up().await;
    for number in 0..20 {
        let name = format!("kim{number}");
        let invite = bench.accounts.invite(By::Session(&ada.session), whom(&name));
        let _ = tokio::time::timeout(std::time::Duration::ZERO, invite).await;
    }
    let open = bench.accounts.invitations().len();
    bench.accounts.invite(By::Session(&ada.session), whom("last")).await.expect("ada manages");
    let written = bench.drawer.all().await.expect("answers");
    assert_eq!(written.iter().filter(|slip| slip.kind == "link").count(), bench.accounts.invitations().len());
    assert!(open <= 20);
}
