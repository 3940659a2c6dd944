//! Single sign-on.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::Digest as _;

use super::provider::{FakeProvider, ISSUER, provider, token};
use super::*;

async fn bench() -> (Bench, Arc<FakeProvider>, Fresh) {
    let fake = FakeProvider::new();
    let providers = vec![provider("one", ISSUER), provider("two", "https://other.example.com")];
    let bench = Bench::with(providers, fake.clone()).await;
    let ada = bench.first().await;
    (bench, fake, ada)
}

fn asked(way: &Way) -> BTreeMap<String, String> {
    way.url.query_pairs().into_owned().collect()
}

fn claims(bench: &Bench, way: &Way) -> Value {
    let now = bench.clock.now().as_second();
    json!({
        "iss": ISSUER, "aud": "plumb", "sub": "u-17", "nonce": asked(way)["nonce"],
        "iat": now, "exp": now + 300, "auth_time": now, "email": "ada@example.org", "email_verified": true,
    })
}

fn header() -> Value {
    json!({"alg": "ES256", "kid": "one", "typ": "JWT"})
}

fn returned(way: &Way) -> Returned {
    Returned { state: asked(way)["state"].clone(), code: "c".to_owned(), iss: None, error: None }
}

async fn finish(bench: &Bench, way: &Way, returned: Returned) -> Answer<Came> {
    bench.accounts.finish_sign_on("one", way.cookie.show(), &returned, &home()).await
}

async fn to_sign_in(bench: &Bench) -> Way {
    bench.accounts.start_sign_on("one", SignOnPurpose::SignIn).await.expect("a provider")
}

/// Binds the provider's person to Ada.
async fn bind(bench: &Bench, fake: &FakeProvider, ada: &Fresh) -> Fresh {
    let way = bench.accounts.start_sign_on("one", SignOnPurpose::Bind(&ada.session)).await.expect("proved");
    *fake.token.lock().expect("sound") = token(&header(), &claims(bench, &way));
    match finish(bench, &way, returned(&way)).await.expect("vouched for") {
        Came::Bound(fresh) => fresh,
        came @ (Came::SignedIn(_) | Came::Proved(_)) => panic!("{came:?}"),
    }
}

#[tokio::test]
async fn who_is_bound_signs_in_with_pkce_state_and_nonce() {
    let (bench, fake, ada) = bench().await;
    bind(&bench, &fake, &ada).await;
    let way = to_sign_in(&bench).await;
    let sent = asked(&way);
    assert_eq!((sent["code_challenge_method"].as_str(), sent["tenant"].as_str()), ("S256", "1"));
    assert_eq!(sent["redirect_uri"], "https://plumb.example.org/login/sso/one");
    *fake.token.lock().expect("sound") = token(&header(), &claims(&bench, &way));
    let came = finish(&bench, &way, returned(&way)).await.expect("bound");
    let Came::SignedIn(fresh) = came else { panic!("{came:?}") };
    assert_eq!((fresh.session.account, fresh.session.method), (ada.session.account, Method::SignOn));
    let posted: BTreeMap<String, String> = fake.posted.lock().expect("sound").iter().cloned().collect();
    let verifier = sha2::Sha256::digest(&posted["code_verifier"]);
    assert_eq!(super::authenticator::encoded(&verifier), sent["code_challenge"]);
    let again = finish(&bench, &way, returned(&way)).await;
    assert_eq!(refusal(again), Refusal::Late, "a way is gone once");
}

#[tokio::test]
async fn h10_a_token_that_is_not_right_in_every_part_is_refused() {
    let (bench, fake, ada) = bench().await;
    bind(&bench, &fake, &ada).await;
    let now = bench.clock.now().as_second();
    let wrong_claims = [
        ("nonce", json!("another")),
        ("nonce", Value::Null),
        ("aud", json!("other")),
        ("aud", json!(["plumb", "other"])),
        ("azp", json!("other")),
        ("iss", json!(format!("{ISSUER}/"))),
        ("iss", json!("https://other.example.com")),
        ("exp", json!(now)),
        ("exp", json!(now - 300)),
        ("nbf", json!(now + 300)),
        ("iat", json!(now - 3600)),
        ("iat", json!(now + 300)),
        ("sub", json!("")),
        ("exp", json!(i64::MAX)),
        ("iat", json!(i64::MIN)),
        ("exp", Value::Null),
    ];
    for (name, value) in wrong_claims {
        let way = to_sign_in(&bench).await;
        let mut claims = claims(&bench, &way);
        claims[name] = value.clone();
        *fake.token.lock().expect("sound") = token(&header(), &claims);
        let answer = refusal(finish(&bench, &way, returned(&way)).await);
        assert!(matches!(answer, Refusal::SignOn(_)), "{name} {value}: {answer}");
    }
    let wrong_headers = [
        json!({"alg": "none"}),
        json!({"alg": "HS256", "kid": "one"}),
        json!({"alg": "ES256", "kid": "two"}),
        json!({"alg": "RS256", "kid": "one"}),
        json!({"alg": "ES256", "kid": "one", "jku": "https://e.example/"}),
        json!({"alg": "ES256", "kid": "one", "x5u": "https://e.example/"}),
        json!({"kid": "one"}),
        json!({"alg": "ES256", "kid": "one", "crit": ["b64"]}),
        json!({"alg": "ES256", "kid": "one", "jwk": {}}),
    ];
    for header in wrong_headers {
        let way = to_sign_in(&bench).await;
        *fake.token.lock().expect("sound") = token(&header, &claims(&bench, &way));
        let answer = refusal(finish(&bench, &way, returned(&way)).await);
        assert!(matches!(answer, Refusal::SignOn(_)), "{header}: {answer}");
    }
    for broken in [".".to_owned(), "a.b.c".to_owned(), String::new(), "x".repeat(100_000)] {
        let way = to_sign_in(&bench).await;
        *fake.token.lock().expect("sound") = broken;
        assert!(matches!(refusal(finish(&bench, &way, returned(&way)).await), Refusal::SignOn(_)));
    }
    let way = to_sign_in(&bench).await;
    let good = token(&header(), &claims(&bench, &way));
    *fake.token.lock().expect("sound") = format!("{}AAAA", &good[..good.len() - 4]);
    assert!(matches!(refusal(finish(&bench, &way, returned(&way)).await), Refusal::SignOn(_)), "signature");
}

#[tokio::test]
async fn h11_an_answer_of_one_provider_or_browser_is_not_taken_for_another_s() {
    let (bench, fake, ada) = bench().await;
    bind(&bench, &fake, &ada).await;
    let way = to_sign_in(&bench).await;
    *fake.token.lock().expect("sound") = token(&header(), &claims(&bench, &way));
    let at_two = bench.accounts.finish_sign_on("two", way.cookie.show(), &returned(&way), &home()).await;
    assert!(matches!(refusal(at_two), Refusal::SignOn(_)));
    let (one, other) = (to_sign_in(&bench).await, to_sign_in(&bench).await);
    assert!(matches!(refusal(finish(&bench, &one, returned(&other)).await), Refusal::SignOn(_)));
    let no_cookie = bench.accounts.finish_sign_on("one", "", &returned(&one), &home()).await;
    assert_eq!(refusal(no_cookie), Refusal::Late);
    let way = to_sign_in(&bench).await;
    let of_other = Returned { iss: Some("https://other.example.com".to_owned()), ..returned(&way) };
    assert!(matches!(refusal(finish(&bench, &way, of_other).await), Refusal::SignOn(_)));
    let way = to_sign_in(&bench).await;
    *fake.token.lock().expect("sound") = token(&header(), &claims(&bench, &way));
    let named = Returned { iss: Some(ISSUER.to_owned()), ..returned(&way) };
    assert!(finish(&bench, &way, named).await.is_ok());
}

#[tokio::test]
async fn h11_a_provider_that_says_it_names_itself_must_do_so() {
    let (bench, fake, ada) = bench().await;
    bind(&bench, &fake, &ada).await;
    bench.pass_minutes(6);
    fake.metadata.lock().expect("sound")["authorization_response_iss_parameter_supported"] = json!(true);
    let way = to_sign_in(&bench).await;
    *fake.token.lock().expect("sound") = token(&header(), &claims(&bench, &way));
    assert!(matches!(refusal(finish(&bench, &way, returned(&way)).await), Refusal::SignOn(_)));
}

#[tokio::test]
async fn h10_a_provider_that_calls_itself_otherwise_or_has_no_https_is_refused() {
    let (bench, fake, _) = bench().await;
    fake.metadata.lock().expect("sound")["issuer"] = json!(format!("{ISSUER}/"));
    let way = bench.accounts.start_sign_on("one", SignOnPurpose::SignIn).await;
    assert!(matches!(refusal(way), Refusal::SignOn(_)));
    fake.metadata.lock().expect("sound")["issuer"] = json!(ISSUER);
    fake.metadata.lock().expect("sound")["token_endpoint"] = json!("http://id.example.com/token");
    let way = bench.accounts.start_sign_on("one", SignOnPurpose::SignIn).await;
    assert!(matches!(refusal(way), Refusal::SignOn(_)));
}

#[tokio::test]
async fn h13_an_address_finds_no_account_and_a_changed_one_loses_none() {
    let (bench, fake, ada) = bench().await;
    let way = to_sign_in(&bench).await;
    *fake.token.lock().expect("sound") = token(&header(), &claims(&bench, &way));
    assert_eq!(
        refusal(finish(&bench, &way, returned(&way)).await),
        Refusal::NotBound,
        "the address is ada's"
    );
    let ada = bind(&bench, &fake, &ada).await;
    let way = to_sign_in(&bench).await;
    let mut changed = claims(&bench, &way);
    changed["email"] = json!("somebody@else.example");
    *fake.token.lock().expect("sound") = token(&header(), &changed);
    let Ok(Came::SignedIn(fresh)) = finish(&bench, &way, returned(&way)).await else { panic!("bound") };
    assert_eq!(fresh.session.account, ada.session.account);
    let way = to_sign_in(&bench).await;
    let mut other = claims(&bench, &way);
    other["sub"] = json!("u-18");
    *fake.token.lock().expect("sound") = token(&header(), &other);
    assert_eq!(refusal(finish(&bench, &way, returned(&way)).await), Refusal::NotBound);
}

#[tokio::test]
async fn a14_a_provider_accepts_an_invitation_only_for_an_address_that_it_verified() {
    let (bench, fake, ada) = bench().await;
    let by = By::Session(&ada.session);
    let link = bench.accounts.invite(by, whom("kim")).await.expect("ada manages");
    for (email, verified, good) in [
        ("eve@example.org", json!(true), false),
        ("kim@example.org", json!(false), false),
        ("kim@example.org", Value::Null, false),
        ("kim@example.org", json!("false"), false),
        ("Kim@Example.org", json!("true"), true),
    ] {
        let way =
            bench.accounts.start_sign_on("one", SignOnPurpose::Accept(link.show())).await.expect("open");
        let mut claims = claims(&bench, &way);
        claims["email"] = json!(email);
        claims["email_verified"] = verified.clone();
        *fake.token.lock().expect("sound") = token(&header(), &claims);
        let came = finish(&bench, &way, returned(&way)).await;
        assert_eq!(matches!(came, Ok(Came::SignedIn(_))), good, "{email} {verified}: {came:?}");
    }
    assert!(bench.accounts.invited(link.show()).is_none());
}

#[tokio::test]
async fn whether_an_address_is_verified_is_true_or_false_also_as_a_text_and_nothing_else() {
    let (bench, fake, ada) = bench().await;
    bind(&bench, &fake, &ada).await;
    for (verified, good) in [
        (json!("true"), true),
        (json!("false"), true),
        (json!(false), true),
        (json!("yes"), false),
        (json!("True"), false),
        (json!(""), false),
        (json!(1), false),
        (json!(["true"]), false),
    ] {
        let way = to_sign_in(&bench).await;
        let mut claims = claims(&bench, &way);
        claims["email_verified"] = verified.clone();
        *fake.token.lock().expect("sound") = token(&header(), &claims);
        match finish(&bench, &way, returned(&way)).await {
            Ok(came) => assert!(good && matches!(came, Came::SignedIn(_)), "{verified}"),
            Err(refused) => {
                assert!(!good, "{verified}: {refused}");
                assert!(
                    refused.to_string().contains("email_verified is neither true nor false"),
                    "{refused}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a17_a_provider_proves_again_only_what_it_asked_again() {
    let (bench, fake, ada) = bench().await;
    let ada = bind(&bench, &fake, &ada).await;
    bench.pass_minutes(11);
    let ada = bench.accounts.session(ada.secret.show()).expect("signed in");
    for (ago, good) in [(3600, false), (0, true)] {
        let way = bench.accounts.start_sign_on("one", SignOnPurpose::Prove(&ada)).await.expect("a provider");
        assert_eq!((asked(&way)["prompt"].as_str(), asked(&way)["max_age"].as_str()), ("login", "0"));
        let mut claims = claims(&bench, &way);
        claims["auth_time"] = json!(bench.clock.now().as_second() - ago);
        *fake.token.lock().expect("sound") = token(&header(), &claims);
        assert_eq!(matches!(finish(&bench, &way, returned(&way)).await, Ok(Came::Proved(_))), good);
    }
}
