//! What is refused is tied to the way and the address, and time goes on while messages are sent.

use std::sync::atomic::AtomicI64;

use super::tests::{Firm, HOUR, MORNING, record};
use super::*;
use model::RecordKind;

const MINUTE: i64 = 60_000_000;

/// Calls both who have an account.
async fn calls_both(firm: &Firm) {
    firm.does(1, record(RecordKind::Risk, "Fire")).await;
    firm.says(1, "R-1", "@Kim Berg is it so?").await;
    firm.says(2, "R-1", "@Jana Novak is it so?").await;
}

/// Runs a round of a server whose clock goes on by so much with each look.
async fn slow_round(firm: &Firm, holder: Uuid, now: i64, step: i64) -> usize {
    let (clock, mut rounds) = (AtomicI64::new(0), Rounds::new(firm.site.clone()));
    rounds.holder = holder;
    rounds.clock = Box::new(move || clock.fetch_add(step, Ordering::Relaxed));
    rounds.round(now).await.expect("the drawer answers")
}

fn kept(firm: &Firm) -> &MailKept {
    &firm.site.mail().expect("mail is set").kept
}

#[tokio::test]
async fn the_pause_begins_when_the_mail_server_failed_and_not_with_the_round() {
    let firm = Firm::new().await;
    calls_both(&firm).await;
    firm.sink.says("451 not now");
    assert_eq!(slow_round(&firm, Uuid::nil(), MORNING, 5 * MINUTE).await, 0);
    let state = kept(&firm).state().await.expect("the drawer answers");
    let failed_at = state.trouble.expect("it is remembered").at;
    assert!(failed_at >= MORNING + 5 * MINUTE, "the round took that long");
    assert_eq!(state.not_before, Some(failed_at + MINUTE));
}

#[tokio::test]
async fn who_sends_for_long_stays_the_one_that_sends() {
    let firm = Firm::new().await;
    calls_both(&firm).await;
    assert!(slow_round(&firm, Uuid::nil(), MORNING, 2 * MINUTE).await >= 1);
    let sent_at = kept(&firm).state().await.expect("the drawer answers").sent_at.expect("it was sent");
    assert!(sent_at > MORNING);
    let other = Uuid::from_u128(7);
    let takes = |at| async move { kept(&firm).take(other, at).await.expect("the drawer answers") };
    assert!(!takes(sent_at + MINUTE).await, "three minutes from the last message on");
}

#[tokio::test]
async fn a_server_that_refuses_one_after_the_other_is_told_as_one_that_takes_none() {
    let firm = Firm::new().await;
    calls_both(&firm).await;
    firm.sink.says("550 sender is not known here");
    assert!(firm.round(MORNING).await.is_empty());
    let state = kept(&firm).state().await.expect("the drawer answers");
    assert_eq!((state.failures, state.not_before), (1, Some(MORNING + MINUTE)));
}

#[tokio::test]
async fn another_way_or_another_address_is_tried_at_once() {
    let firm = Firm::new().await;
    calls_both(&firm).await;
    let kim = firm.account("Kim Berg");
    firm.sink.says("550 sender is not known here");
    assert!(firm.round(MORNING).await.is_empty());
    let told = kept(&firm).told(kim.id).await.expect("the drawer answers");
    let way = firm.site.mail().expect("mail is set").post.way().to_owned();
    let (address, later) = (kim.email.as_str(), MORNING + HOUR);
    assert!(told.is_refused(address, &way, later));
    assert!(!told.is_refused("kim.berg@acme.example", &way, later), "the address was mended");
    let mut settings = MailSettings::on_this_machine(firm.sink.port);
    settings.user = Some("isms".to_owned());
    let mended = Post::new(&settings).expect("a way");
    assert!(!told.is_refused(address, mended.way(), later), "the way there was mended");
    firm.sink.says("250 yes");
    assert!(firm.round(later).await.is_empty(), "on the same way they wait a day");
}
