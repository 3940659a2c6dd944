//! The policies against the matrix.

use super::cases::cases;
use super::oracle::{Case, ROLES, deeds, may};
use crate::deed::Deed;
use crate::engine::{Answer, ENGINE, Engine, Question};

#[test]
fn the_policies_answer_as_the_matrix_says() {
    let all = cases();
    let mut allowed = 0;
    // What is asked is checked against the schema for some of them; that takes ten times as long.
    let quick = Engine::of(&crate::text::policies()).expect("they fit").unchecked();
    for (place, case) in all.iter().enumerate() {
        let engine = if place % 8 == 0 { &*ENGINE } else { &quick };
        let Case { deed, asker, facts, situation } = case;
        let answer = engine.answer(Question { deed: *deed, asker, facts, situation });
        assert_ne!(answer, Answer::Broken, "{case:?}");
        assert_eq!(answer == Answer::Yes, may(case), "{answer:?} to {case:#?}");
        allowed += usize::from(answer == Answer::Yes);
    }
    println!("{} cases, {allowed} allowed", all.len());
    assert!(all.len() >= 20_000, "{} cases are few", all.len());
    assert!(allowed * 10 > all.len(), "{allowed} of {} allowed are few", all.len());
}

#[test]
fn each_deed_has_a_row_and_each_role_a_deed() {
    assert_eq!(deeds().iter().copied().collect::<std::collections::BTreeSet<Deed>>().len(), Deed::ALL.len());
    let all = cases();
    for role in ROLES {
        assert!(all.iter().any(|case| case.asker.roles == [role] && may(case)), "{role} may nothing");
    }
    for deed in deeds() {
        let is_ever = all.iter().any(|case| case.deed == deed && may(case));
        assert_eq!(is_ever, deed != Deed::DeleteFinding, "{deed:?}");
    }
}
