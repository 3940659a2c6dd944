//! Invitations and links to a new password.

use super::*;

#[tokio::test]
async fn a13_a_link_to_a_new_password_opens_once_and_for_an_hour() {
    let (bench, ada) = Bench::set_up().await;
    let kim = bench.invited(&ada, "kim").await;
    let network = home().network;
    let link = bench.accounts.reset(By::Machine, kim.session.account).await.expect("the machine");
    assert_eq!(bench.accounts.reset_terms(link.show()), Some(ResetTerms::Free));
    bench.accounts.use_reset(link.show(), OTHER, None, &[], network).await.expect("good");
    assert!(!bench.is_in(&kim), "all sessions end");
    let again = bench.accounts.use_reset(link.show(), PASSWORD, None, &[], network).await;
    assert_eq!(refusal(again), Refusal::Gone);
    bench.sign_in("kim@example.org", OTHER).await;
    let late = bench.accounts.reset(By::Machine, kim.session.account).await.expect("the machine");
    bench.pass_minutes(61);
    assert_eq!(
        refusal(bench.accounts.use_reset(late.show(), PASSWORD, None, &[], network).await),
        Refusal::Gone
    );
}

#[tokio::test]
async fn a13_a_link_to_a_new_password_dies_with_the_address() {
    let (bench, ada) = Bench::set_up().await;
    let kim = bench.invited(&ada, "kim").await;
    let by = By::Session(&ada.session);
    let link = bench.accounts.reset(By::Machine, kim.session.account).await.expect("the machine");
    bench.accounts.set_email(by, kim.session.account, "kim@else.example").await.expect("free");
    let answer = bench.accounts.use_reset(link.show(), OTHER, None, &[], home().network).await;
    assert_eq!(refusal(answer), Refusal::Gone);
    let taken = bench.accounts.set_email(by, kim.session.account, "ADA@example.org").await;
    assert_eq!(refusal(taken), Refusal::Taken);
}

#[tokio::test]
async fn a13_a_new_password_passes_no_second_factor() {
    let (bench, ada) = Bench::set_up().await;
    let kim = bench.invited(&ada, "kim").await;
    let (kim, recovery, _) = bench.with_codes(&kim).await;
    let (account, network) = (kim.session.account, home().network);
    let link = bench.accounts.reset(By::Session(&ada.session), account).await.expect("ada manages");
    assert_eq!(bench.accounts.reset_terms(link.show()), Some(ResetTerms::Code));
    for second in [None, Some(Second::Code("000000")), Some(Second::Recovery("abcd-abcd-abcd-abcd"))] {
        let answer = bench.accounts.use_reset(link.show(), OTHER, second, &[], network).await;
        assert_eq!(refusal(answer), Refusal::WrongCode, "who makes the link has no code of kim");
        bench.pass_minutes(1);
    }
    let second = Some(Second::Recovery(&recovery[0]));
    let terms = bench.accounts.use_reset(link.show(), OTHER, second, &[], network).await.expect("kim's own");
    assert_eq!(terms, ResetTerms::Code);
    assert!(bench.accounts.seat(account, ORG).is_some(), "who shows a code keeps the seats");
    let at_machine = bench.accounts.reset(By::Machine, account).await.expect("the machine");
    assert_eq!(bench.accounts.reset_terms(at_machine.show()), Some(ResetTerms::Free));
    let answer = bench.accounts.sign_in("kim@example.org", OTHER, &home()).await;
    assert!(matches!(answer, Ok(SignIn::Second(_))), "{answer:?}");
}

#[tokio::test]
async fn a14_an_invitation_is_good_once_for_seven_days_and_for_its_address() {
    let (bench, ada) = Bench::set_up().await;
    let by = By::Session(&ada.session);
    let link = bench.accounts.invite(by, whom("kim")).await.expect("ada manages");
    assert_eq!(bench.accounts.invited(link.show()).map(|invited| invited.email), Some(whom("kim").email));
    let kim = bench.accounts.accept(link.show(), "Kim", Proof::Password(PASSWORD), &[], &home()).await;
    let kim = kim.expect("invited").session.account;
    let account = bench.accounts.account(kim).expect("made");
    assert_eq!((account.email.as_str(), account.admin), ("kim@example.org", Admin::No));
    assert_eq!(bench.accounts.seat(kim, ORG), Some(Uuid::from_u128(3)));
    let again = bench.accounts.accept(link.show(), "Eve", Proof::Password(PASSWORD), &[], &home()).await;
    assert_eq!(refusal(again), Refusal::Gone);
    let late = bench.accounts.invite(by, whom("eve")).await.expect("ada manages");
    bench.pass_minutes(7 * 24 * 60 + 1);
    let answer = bench.accounts.accept(late.show(), "Eve", Proof::Password(PASSWORD), &[], &home()).await;
    assert_eq!(refusal(answer), Refusal::Gone);
}

#[tokio::test]
async fn a14_another_account_cannot_take_an_invitation() {
    let (bench, ada) = Bench::set_up().await;
    let kim = bench.invited(&ada, "kim").await;
    let other = Uuid::from_u128(0x0b);
    let seat = Some(Seat { org: other, person: Uuid::from_u128(9) });
    let invited = Invited { seat, ..whom("kim") };
    let by = By::Session(&ada.session);
    let link = bench.accounts.invite(by, invited).await.expect("ada manages");
    let by_ada = bench.accounts.accept_with(&ada.session, link.show()).await;
    assert_eq!(refusal(by_ada), Refusal::OtherAddress);
    let as_new = bench.accounts.accept(link.show(), "Kim", Proof::Password(PASSWORD), &[], &home()).await;
    assert_eq!(refusal(as_new), Refusal::SignInFirst);
    bench.accounts.accept_with(&kim.session, link.show()).await.expect("it is kim's");
    assert_eq!(bench.accounts.seats(kim.session.account).len(), 2);
}

#[tokio::test]
async fn an_invitation_can_be_taken_back_and_is_listed_without_its_secret() {
    let (bench, ada) = Bench::set_up().await;
    let by = By::Session(&ada.session);
    let link = bench.accounts.invite(by, whom("kim")).await.expect("ada manages");
    let open = bench.accounts.invitations();
    assert_eq!(open.len(), 1);
    assert!(!format!("{open:?}{link:?}").contains(link.show()));
    bench.accounts.withdraw_invitation(by, open[0].id).await.expect("open");
    assert!(bench.accounts.invited(link.show()).is_none() && bench.accounts.invitations().is_empty());
}

#[tokio::test]
async fn accounts_are_set_up_once_also_by_two_at_once() {
    let bench = Bench::new().await;
    let caller = home();
    let set_up =
        |email: &'static str| bench.accounts.set_up("Ada", email, Proof::Password(PASSWORD), &[], &caller);
    let (one, other) = tokio::join!(set_up("ada@example.org"), set_up("eve@example.org"));
    assert!(one.is_ok() != other.is_ok());
    assert_eq!(refusal(set_up("eve@example.org").await), Refusal::SetUp);
    assert_eq!(bench.accounts.accounts().len(), 1);
}

#[tokio::test]
async fn two_invitations_do_not_make_two_accounts_one_person() {
    let (bench, ada) = Bench::set_up().await;
    let by = By::Session(&ada.session);
    let invited = |email: &str| Invited { email: Email::read(email).expect("an address"), ..whom("kim") };
    let first = bench.accounts.invite(by, invited("kim@example.org")).await.expect("ada manages");
    let second = bench.accounts.invite(by, invited("kim@else.example")).await.expect("ada manages");
    let proof = Proof::Password(PASSWORD);
    let kim = bench.accounts.accept(first.show(), "Kim", proof, &[], &home()).await.expect("invited");
    let other = bench.accounts.accept(second.show(), "Kim", proof, &[], &home()).await;
    assert_eq!(refusal(other), Refusal::SeatTaken);
    assert_eq!(bench.accounts.accounts().len(), 2, "no account was made");
    let seat = bench.accounts.seats(kim.session.account)[0];
    assert_eq!(refusal(bench.accounts.give_seat(ada.session.account, seat).await), Refusal::SeatTaken);
    assert_eq!(refusal(bench.accounts.take_seat(&ada.session, seat).await), Refusal::SeatTaken);
    let mine = bench.accounts.invite(by, invited("ada@example.org")).await.expect("ada manages");
    assert_eq!(refusal(bench.accounts.accept_with(&ada.session, mine.show()).await), Refusal::SeatTaken);
    bench.accounts.end_seat(kim.session.account, ORG).await.expect("a seat");
    bench.accounts.accept_with(&ada.session, mine.show()).await.expect("the seat is free");
    assert_eq!(bench.accounts.holder(ORG, seat.person).map(|holder| holder.id), Some(ada.session.account));
}

#[tokio::test]
async fn a_seat_is_not_taken_with_a_session_that_has_ended() {
    let (bench, ada) = Bench::set_up().await;
    bench.accounts.sign_out(ada.secret.show()).await.expect("signed in");
    let seat = Seat { org: ORG, person: Uuid::from_u128(1) };
    assert_eq!(refusal(bench.accounts.take_seat(&ada.session, seat).await), Refusal::Late);
    assert!(bench.accounts.seats(ada.session.account).is_empty());
    assert!(bench.accounts.sessions(ada.session.account).is_empty());
}

#[tokio::test]
async fn who_gives_a_link_to_a_new_password_does_not_sit_in_the_seats_of_the_person() {
    let (bench, ada) = Bench::set_up().await;
    let kim = bench.invited(&ada, "kim").await;
    let (account, network) = (kim.session.account, home().network);
    let asked = bench.accounts.reset(By::Session(&ada.session), account).await;
    assert_eq!(refusal(asked), Refusal::ResetAtMachine);
    let (kim, ..) = bench.with_codes(&kim).await;
    let link = bench.accounts.reset(By::Session(&ada.session), account).await.expect("ada manages");
    bench.accounts.drop_codes(&kim.session).await.expect("the password is long enough");
    assert_eq!(
        bench.accounts.reset_terms(link.show()),
        None,
        "it asks for a code that is not there any more"
    );
    let link = bench.accounts.reset(By::Machine, account).await.expect("the machine");
    let terms = bench.accounts.use_reset(link.show(), PASSWORD, None, &[], network).await.expect("good");
    assert_eq!((terms, bench.accounts.seats(account).len()), (ResetTerms::Free, 1));
}
