//! Signing in with passwords and codes.

use super::*;

#[tokio::test]
async fn a1_an_unknown_name_gets_the_same_answer_for_the_same_work() {
    let (bench, _) = Bench::set_up().await;
    let before = bench.hashed();
    let wrong = refusal(bench.accounts.sign_in("ada@example.org", OTHER, &home()).await);
    let of_wrong = bench.hashed() - before;
    let unknown = refusal(bench.accounts.sign_in("bob@example.org", OTHER, &home()).await);
    assert_eq!((wrong, of_wrong), (unknown.clone(), bench.hashed() - before - of_wrong));
    assert_eq!(unknown, Refusal::NotKnown);
}

#[tokio::test]
async fn a1_a_disabled_account_answers_as_an_unknown_one() {
    let (bench, ada) = Bench::set_up().await;
    let kim = bench.invited(&ada, "kim").await;
    bench.accounts.disable(By::Session(&ada.session), kim.session.account).await.expect("ada manages");
    let before = bench.hashed();
    let answer = refusal(bench.accounts.sign_in("kim@example.org", PASSWORD, &home()).await);
    assert_eq!((answer, bench.hashed() - before), (Refusal::NotKnown, 1));
}

#[tokio::test]
async fn a2_a_first_password_of_14_characters_is_refused_and_15_are_taken() {
    let bench = Bench::new().await;
    let proof = Proof::Password("tidy grey ottr");
    let answer = bench.accounts.set_up("Ada", "ada@example.org", proof, &[], &home()).await;
    assert_eq!(refusal(answer), Refusal::Weak(Weakness::Short { chars: 14, chars_min: 15 }));
    assert!(bench.accounts.is_empty());
    bench.first().await;
}

#[tokio::test]
async fn a4_a_password_with_the_name_of_the_organisation_is_refused_with_the_reason() {
    let bench = Bench::new().await;
    let words = ["Nordwind GmbH".to_owned()];
    for (password, word) in [("nordwind sails on", "nordwind"), ("ask example.org it", "example")] {
        let proof = Proof::Password(password);
        let answer = bench.accounts.set_up("Ada", "ada@example.org", proof, &words, &home()).await;
        assert_eq!(refusal(answer), Refusal::Weak(Weakness::Context(word.to_owned())));
    }
    let answer =
        bench.accounts.set_up("Ada", "a@b.c", Proof::Password("qwertyuiopasdfg"), &words, &home()).await;
    assert!(matches!(refusal(answer), Refusal::Weak(Weakness::Pattern | Weakness::Common)));
}

#[tokio::test]
async fn a5_guesses_from_one_network_do_not_keep_the_person_out_elsewhere() {
    let (bench, _) = Bench::set_up().await;
    let (attacker, mut looked_at) = (from("203.0.113.9"), 0);
    for guess in 0..100 {
        let guess = format!("guess number {guess}");
        let answer = bench.accounts.sign_in("ada@example.org", &guess, &attacker).await;
        looked_at += usize::from(refusal(answer) == Refusal::NotKnown);
    }
    assert!(looked_at <= 6, "{looked_at} guesses were looked at");
    assert!(matches!(
        bench.accounts.sign_in("ada@example.org", PASSWORD, &home()).await,
        Ok(SignIn::Done(_))
    ));
    let from_there = refusal(bench.accounts.sign_in("ada@example.org", PASSWORD, &attacker).await);
    assert!(matches!(from_there, Refusal::Later { seconds: 1..=300 }));
    bench.pass_minutes(5);
    assert!(bench.accounts.sign_in("ada@example.org", PASSWORD, &attacker).await.is_ok(), "never for ever");
}

#[tokio::test]
async fn a7_a_code_signs_in_once() {
    let (bench, ada) = Bench::set_up().await;
    let (_, _, totp) = bench.with_codes(&ada).await;
    let code = bench.code(&totp);
    let half = async || match bench.accounts.sign_in("ada@example.org", PASSWORD, &home()).await {
        Ok(SignIn::Second(half)) => half,
        other => panic!("{other:?}"),
    };
    let first = half().await;
    let fresh = bench.accounts.second(first.show(), Second::Code(&code), &home()).await.expect("the code");
    assert_eq!((fresh.session.level, fresh.session.method), (Level::Two, Method::PasswordAndCode));
    let again = half().await;
    assert_eq!(
        refusal(bench.accounts.second(again.show(), Second::Code(&code), &home()).await),
        Refusal::WrongCode
    );
    let over = bench.accounts.second(first.show(), Second::Code(&code), &home()).await;
    assert_eq!(refusal(over), Refusal::Late, "a half sign-in is completed once");
}

#[tokio::test]
async fn a7_of_two_who_use_one_code_at_once_one_gets_in() {
    let (bench, ada) = Bench::set_up().await;
    let (_, _, totp) = bench.with_codes(&ada).await;
    let code = bench.code(&totp);
    let mut halves = Vec::new();
    for _ in 0..2 {
        let SignIn::Second(half) =
            bench.accounts.sign_in("ada@example.org", PASSWORD, &home()).await.expect("the right password")
        else {
            panic!("codes were set");
        };
        halves.push(half);
    }
    let caller = home();
    let one = bench.accounts.second(halves[0].show(), Second::Code(&code), &caller);
    let other = bench.accounts.second(halves[1].show(), Second::Code(&code), &caller);
    let (one, other) = tokio::join!(one, other);
    assert!(one.is_ok() != other.is_ok());
}

#[tokio::test]
async fn a_password_alone_opens_nothing_where_codes_are_set_and_five_wrong_codes_end_it() {
    let (bench, ada) = Bench::set_up().await;
    bench.with_codes(&ada).await;
    let Ok(SignIn::Second(half)) = bench.accounts.sign_in("ada@example.org", PASSWORD, &home()).await else {
        panic!("codes were set");
    };
    assert!(bench.accounts.session(half.show()).is_none());
    for tried in 0..5 {
        let caller = from(&format!("192.0.2.{tried}"));
        let answer = bench.accounts.second(half.show(), Second::Code("000000"), &caller).await;
        assert_eq!(refusal(answer), Refusal::WrongCode);
    }
    let answer = bench.accounts.second(half.show(), Second::Code("000000"), &from("192.0.2.77")).await;
    assert_eq!(refusal(answer), Refusal::Late);
}

#[tokio::test]
async fn a_recovery_code_opens_once() {
    let (bench, ada) = Bench::set_up().await;
    let (_, recovery, _) = bench.with_codes(&ada).await;
    assert_eq!(recovery.len(), 10);
    for (round, good) in [(0, true), (1, false)] {
        let Ok(SignIn::Second(half)) = bench.accounts.sign_in("ada@example.org", PASSWORD, &home()).await
        else {
            panic!("codes were set in round {round}");
        };
        let answer = bench.accounts.second(half.show(), Second::Recovery(&recovery[0]), &home()).await;
        assert_eq!(answer.is_ok(), good, "round {round}");
    }
    assert_eq!(bench.accounts.account(ada.session.account).map(|ada| ada.recovery_codes_left()), Some(9));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a19_ten_thousand_at_once_are_answered_and_few_of_them_are_hashed() {
    let (bench, _) = Bench::set_up().await;
    let before = bench.hashed();
    let storm: Vec<_> = (0..10_000)
        .map(|number| {
            let accounts = bench.accounts.clone();
            tokio::spawn(async move {
                let caller = from(&format!("10.{}.{}.1", number / 250, number % 250));
                accounts.sign_in(&format!("nobody{number}@example.org"), OTHER, &caller).await
            })
        })
        .collect();
    let (mut busy, mut unknown) = (0, 0);
    for attempt in storm {
        let said = refusal(attempt.await.expect("no panic"));
        busy += usize::from(said == Refusal::Busy);
        unknown += usize::from(said == Refusal::NotKnown);
    }
    assert_eq!(busy + unknown, 10_000);
    assert_eq!(bench.hashed() - before, unknown);
    assert!(unknown >= 64 && busy > 5_000, "{unknown} were hashed, {busy} were told to come again");
    assert!(bench.accounts.sign_in("ada@example.org", PASSWORD, &home()).await.is_ok());
}

#[tokio::test]
async fn hostile_text_is_refused_and_breaks_nothing() {
    let (bench, _) = Bench::set_up().await;
    let long = "x".repeat(1_000_000);
    for text in ["", "\0", "' OR 1=1 --", "\u{202e}ada@example.org", "ada@example.org\n", &long] {
        assert!(
            bench.accounts.sign_in(text, text, &from(text)).await.is_err()
                || text.trim() == "ada@example.org"
        );
        assert!(bench.accounts.second(text, Second::Recovery(text), &home()).await.is_err());
        assert!(bench.accounts.session(text).is_none());
    }
}
