//! Passkeys.

use super::authenticator::Authenticator;
use super::*;

/// Returns an installation whose first account is Ada's, with a passkey.
async fn with_passkey() -> (Bench, Fresh, Authenticator) {
    let bench = Bench::new().await;
    let authenticator = Authenticator::new(1);
    let asked = bench.accounts.start_newcomer("ada@example.org", "Ada").expect("an address with a name");
    let answer = authenticator.make(&asked.options);
    let proof = Proof::Passkey { challenge: asked.challenge.show(), answer: &answer };
    let ada = bench.accounts.set_up("Ada", "ada@example.org", proof, &[], &home()).await.expect("a passkey");
    (bench, ada, authenticator)
}

async fn signed_in(bench: &Bench, authenticator: &mut Authenticator) -> Answer<Fresh> {
    let asked = bench.accounts.start_sign_in("ada@example.org").expect("an address with a name");
    let answer = authenticator.show(&asked.options);
    bench.accounts.sign_in_with_passkey(asked.challenge.show(), &answer, &home()).await
}

#[tokio::test]
async fn a_passkey_signs_in_with_two_factors_and_proves_again() {
    let (bench, _, mut authenticator) = with_passkey().await;
    let ada = signed_in(&bench, &mut authenticator).await.expect("hers");
    assert_eq!((ada.session.level, ada.session.method), (Level::Two, Method::Passkey));
    bench.pass_minutes(11);
    let ada = bench.accounts.session(ada.secret.show()).expect("signed in");
    let asked = bench.accounts.start_proof(&ada).expect("she has one");
    let answer = authenticator.show(&asked.options);
    let proved = bench.accounts.prove_with_passkey(&ada, asked.challenge.show(), &answer, &home()).await;
    assert!(bench.accounts.is_proved(&proved.expect("hers").session));
}

#[tokio::test]
async fn of_an_account_with_a_passkey_nothing_else_is_the_strongest_proof() {
    let (bench, ada, mut authenticator) = with_passkey().await;
    assert_eq!(ada.session.strongest, Strongest::Yes);
    let home_network = Network::of("192.0.2.1");
    bench.accounts.change_password(&ada.session, PASSWORD, &[], home_network).await.expect("proved");
    let by_password = bench.sign_in("ada@example.org", PASSWORD).await;
    assert_eq!(by_password.session.strongest, Strongest::No);
    let seen = bench.accounts.session(by_password.secret.show()).expect("signed in");
    assert_eq!(seen.strongest, Strongest::No);
    let asked = bench.accounts.start_proof(&seen).expect("she has one");
    let answer = authenticator.show(&asked.options);
    let proved = bench.accounts.prove_with_passkey(&seen, asked.challenge.show(), &answer, &home()).await;
    let proved = proved.expect("hers");
    assert_eq!(proved.session.strongest, Strongest::Yes);
    // Whoever takes the passkey off has the rest as the strongest.
    let passkey = bench.accounts.account(ada.session.account).and_then(|one| Some(one.passkeys().next()?.id));
    let less =
        bench.accounts.drop_passkey(&proved.session, passkey.expect("there is one")).await.expect("proved");
    let again = bench.sign_in("ada@example.org", PASSWORD).await;
    assert_eq!(again.session.strongest, Strongest::Yes);
    assert!(bench.is_in(&less));
}

#[tokio::test]
async fn a8_another_origin_is_refused_also_one_that_looks_alike() {
    let (bench, _, mut authenticator) = with_passkey().await;
    for (origin, host) in [
        ("https://badplumb.example.org", "plumb.example.org"),
        ("https://sub.plumb.example.org", "plumb.example.org"),
        ("http://plumb.example.org", "plumb.example.org"),
        ("https://plumb.example.org:8443", "plumb.example.org"),
        ("https://example.org", "plumb.example.org"),
        ("https://plumb.example.org.evil.example", "plumb.example.org"),
        ("https://plumb.example.org", "example.org"),
    ] {
        authenticator.origin = origin.to_owned();
        authenticator.host = host.to_owned();
        let answer = refusal(signed_in(&bench, &mut authenticator).await);
        assert!(matches!(answer, Refusal::Passkey(_)), "{origin} {host}: {answer}");
    }
    let mut own = Authenticator { counter: authenticator.counter, ..Authenticator::new(1) };
    assert!(signed_in(&bench, &mut own).await.is_ok());
}

#[tokio::test]
async fn a8_a_passkey_that_did_not_verify_its_user_is_refused() {
    let (bench, ada, mut authenticator) = with_passkey().await;
    authenticator.verifies = false;
    assert!(matches!(refusal(signed_in(&bench, &mut authenticator).await), Refusal::Passkey(_)));
    let second = Authenticator { verifies: false, ..Authenticator::new(2) };
    let asked = bench.accounts.start_adding_passkey(&ada.session).expect("proved");
    let answer = second.make(&asked.options);
    let added = bench.accounts.add_passkey(&ada.session, asked.challenge.show(), &answer, "key").await;
    assert!(matches!(refusal(added), Refusal::Passkey(_)));
}

#[tokio::test]
async fn a_challenge_is_good_once_for_five_minutes_and_for_its_own_purpose() {
    let (bench, ada, mut authenticator) = with_passkey().await;
    let asked = bench.accounts.start_sign_in("ada@example.org").expect("asked");
    let answer = authenticator.show(&asked.options);
    let (challenge, caller) = (asked.challenge.show(), home());
    bench.accounts.sign_in_with_passkey(challenge, &answer, &caller).await.expect("hers");
    let again = bench.accounts.sign_in_with_passkey(challenge, &answer, &caller).await;
    assert_eq!(refusal(again), Refusal::Late);
    let late = bench.accounts.start_sign_in("ada@example.org").expect("asked");
    let answer = authenticator.show(&late.options);
    bench.pass_minutes(6);
    let answer = bench.accounts.sign_in_with_passkey(late.challenge.show(), &answer, &caller).await;
    assert_eq!(refusal(answer), Refusal::Late);
    let to_sign_in = bench.accounts.start_sign_in("ada@example.org").expect("asked");
    let answer = authenticator.show(&to_sign_in.options);
    let proof =
        bench.accounts.prove_with_passkey(&ada.session, to_sign_in.challenge.show(), &answer, &caller).await;
    assert_eq!(refusal(proof), Refusal::Late);
    let other = bench.accounts.start_sign_in("ada@example.org").expect("asked");
    let of_another = bench.accounts.start_sign_in("ada@example.org").expect("asked");
    let answer = authenticator.show(&of_another.options);
    let mixed = bench.accounts.sign_in_with_passkey(other.challenge.show(), &answer, &caller).await;
    assert!(matches!(refusal(mixed), Refusal::Passkey(_)));
}

#[tokio::test]
async fn a_copied_passkey_is_refused_when_its_counter_goes_back() {
    let (bench, _, mut authenticator) = with_passkey().await;
    signed_in(&bench, &mut authenticator).await.expect("hers");
    signed_in(&bench, &mut authenticator).await.expect("hers");
    let mut copy = Authenticator::new(1);
    assert!(matches!(refusal(signed_in(&bench, &mut copy).await), Refusal::Passkey(_)));
}

#[tokio::test]
async fn a1_an_unknown_name_is_asked_for_a_passkey_alike() {
    let (bench, _, mut authenticator) = with_passkey().await;
    let shape = |value: &serde_json::Value| {
        let options = value["publicKey"].as_object().expect("an object").clone();
        let keys: Vec<String> = options.keys().cloned().collect();
        let allowed = options["allowCredentials"][0].as_object().expect("an object");
        let id = allowed["id"].as_str().expect("text").len();
        (keys, allowed.keys().cloned().collect::<Vec<_>>(), id, options["rpId"].clone())
    };
    let known = bench.accounts.start_sign_in("ada@example.org").expect("asked").options;
    let one = bench.accounts.start_sign_in("nobody@example.org").expect("asked");
    let other = bench.accounts.start_sign_in("nobody@example.org").expect("asked").options;
    assert_eq!(shape(&known), shape(&one.options));
    let ids = |value: &serde_json::Value| value["publicKey"]["allowCredentials"].clone();
    assert_eq!(ids(&one.options), ids(&other), "asked twice it is the same");
    let answer = authenticator.show(&one.options);
    let answer = bench.accounts.sign_in_with_passkey(one.challenge.show(), &answer, &home()).await;
    assert!(matches!(refusal(answer), Refusal::Passkey(_)));
}

#[tokio::test]
async fn the_only_way_in_is_not_taken_away_and_a_passkey_is_one_account_s() {
    let (bench, ada, authenticator) = with_passkey().await;
    let id = bench.accounts.account(ada.session.account).expect("hers").passkeys().next().expect("one").id;
    assert_eq!(refusal(bench.accounts.drop_passkey(&ada.session, id).await), Refusal::OnlyWayIn);
    let kim = bench.invited(&ada, "kim").await;
    let asked = bench.accounts.start_adding_passkey(&kim.session).expect("proved");
    let answer = authenticator.make(&asked.options);
    let added = bench.accounts.add_passkey(&kim.session, asked.challenge.show(), &answer, "key").await;
    assert!(matches!(refusal(added), Refusal::Passkey(_)));
    let asked = bench.accounts.start_adding_passkey(&kim.session).expect("proved");
    let answer = Authenticator::new(3).make(&asked.options);
    let kim_phone = bench.sign_in("kim@example.org", PASSWORD).await;
    let kim =
        bench.accounts.add_passkey(&kim.session, asked.challenge.show(), &answer, "key").await.expect("hers");
    assert!(!bench.is_in(&kim_phone) && bench.is_in(&kim), "the other sessions end");
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_refused() {
    let (bench, ..) = with_passkey().await;
    let long = "x".repeat(1_000_000);
    for answer in ["", "{}", "null", "[1]", "{\"id\":\"\",\"rawId\":\"\"}", &long] {
        let asked = bench.accounts.start_sign_in("ada@example.org").expect("asked");
        let answer = bench.accounts.sign_in_with_passkey(asked.challenge.show(), answer, &home()).await;
        assert!(matches!(refusal(answer), Refusal::Passkey(_)));
    }
}

#[test]
fn passkeys_are_had_at_a_name_with_https_or_on_this_machine_only() {
    let at =
        |origin: &str| crate::passkey::webauthn(&origin.parse().expect("an address"), "Plumbline").is_some();
    assert!(at("https://plumb.example.org") && at("http://localhost:8080"));
    assert!(!at("http://plumb.example.org") && !at("http://127.0.0.1:8080") && !at("https://192.0.2.1"));
}
