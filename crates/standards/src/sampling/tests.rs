//! Sampling agrees with every value of the file, and holds what it promises for any numbers.

use std::collections::BTreeSet;

use proptest::prelude::*;
use toml::{Table, Value};

use super::*;
use crate::Cadence;

fn file() -> Table {
    toml::from_str(include_str!("../../data/audit-sampling.toml")).expect("well formed")
}

fn list(key: &str) -> Vec<Table> {
    let file = file();
    let entries = file[key].as_array().expect("a list");
    entries.iter().map(|entry| entry.as_table().expect("a table").clone()).collect()
}

fn number(table: &Table, key: &str) -> u32 {
    let number = table.get(key).and_then(Value::as_integer).and_then(|number| number.try_into().ok());
    number.unwrap_or_else(|| panic!("{key} of {table:?}"))
}

fn float(table: &Table, key: &str) -> f64 {
    table.get(key).and_then(Value::as_float).unwrap_or_else(|| panic!("{key} of {table:?}"))
}

fn percent(percent: u32) -> Rate {
    Rate::percent(percent).expect("at most 100")
}

fn plan(confidence: u32, tolerable: u32, allowed: u32) -> Plan {
    Plan { confidence: percent(confidence), tolerable: percent(tolerable), allowed }
}

#[test]
fn every_practice_size_of_the_file_is_given() {
    let rows = list("frequency");
    assert_eq!(rows.len(), Frequency::ALL.len());
    for (row, frequency) in rows.iter().zip(Frequency::ALL) {
        let size = frequency.size();
        assert_eq!(Value::String(row["id"].as_str().unwrap().into()).try_into(), Ok(frequency));
        assert_eq!(
            (size.typical_population, size.at(Extent::Lower), size.at(Extent::Usual), size.at(Extent::Upper)),
            (
                number(row, "typical_population"),
                number(row, "min"),
                number(row, "default"),
                number(row, "max")
            ),
        );
        assert_eq!(Some(size.verified), row["verified"].as_bool());
        assert!(size.min <= size.usual && size.usual <= size.max);
    }
}

#[test]
fn each_cadence_has_a_size_unless_events_decide() {
    let size = |cadence| Frequency::of(cadence).map(|frequency| frequency.size().usual);
    let found: Vec<_> = Cadence::ALL.into_iter().map(size).collect();
    let wanted = [Some(1), Some(25), Some(8), Some(3), Some(2), Some(2), Some(1), Some(1), None, None];
    assert_eq!(found, wanted);
}

#[test]
fn the_bands_of_events_leave_no_gap_and_give_their_range() {
    let bands = event_bands();
    assert_eq!(bands.first().map(|band| band.population_min), Some(1));
    assert_eq!(bands.last().map(|band| band.population_max), Some(0));
    for pair in bands.windows(2) {
        assert_eq!(pair[0].population_max + 1, pair[1].population_min);
    }
    for band in list("event_band") {
        let (from, to) = (number(&band, "population_min"), number(&band, "population_max"));
        for events in [from, if to == 0 { MOST } else { to }] {
            let at = |extent| practice_for_events(events, extent).expect("a size");
            assert_eq!(at(Extent::Lower), number(&band, "min"));
            assert_eq!(at(Extent::Upper), number(&band, "max").min(events));
            assert!((at(Extent::Lower)..=at(Extent::Upper)).contains(&at(Extent::Usual)));
        }
    }
    assert_eq!(practice_for_events(100, Extent::Usual), Ok(25));
    assert_eq!(practice_for_events(0, Extent::Usual), Err(SamplingRefusal::NoCases));
    assert!(practice_for_events(MOST + 1, Extent::Usual).is_err());
}

#[test]
fn what_else_the_file_says_is_there() {
    assert_eq!(small_populations().len(), list("small_population").len());
    assert_eq!(advice().len(), list("evaluation").len());
    assert_eq!(anchors().len(), list("anchor").len());
    assert!(small_populations().iter().all(|range| range.min <= range.max && range.max <= range.population));
    let thumb = rule_of_thumb();
    let given = (thumb.population_min, thumb.population_max, thumb.fraction, thumb.verified);
    assert_eq!(given, (52, 250, 0.1, false));
}

#[test]
fn every_binomial_size_of_the_file_is_computed() {
    let rows = list("binomial");
    assert_eq!(rows.len(), 24);
    for row in rows {
        let tolerable = number(&row, "tolerable_percent");
        let allowed = number(&row, "allowed_deviations");
        let plan = plan(number(&row, "confidence"), tolerable, allowed);
        let n = number(&row, "n");
        assert_eq!(sample_size(plan, None), Ok(n), "{row:?}");
        for (examined, key) in [(n, "risk_at_n"), (n - 1, "risk_at_n_minus_1")] {
            let risk = risk(examined, allowed, plan.tolerable).expect("a risk").to_string();
            let risk: f64 = risk.parse().expect("a number");
            assert!((risk - float(&row, key)).abs() < 6e-9, "{row:?}: {risk}");
        }
    }
}

#[test]
fn every_hypergeometric_size_of_the_file_is_computed() {
    let rows = list("hypergeometric");
    assert_eq!(rows.len(), 54);
    for row in rows {
        let (tolerable, population) = (number(&row, "tolerable_percent"), number(&row, "population"));
        assert_eq!(
            tolerable_deviations(percent(tolerable), population),
            number(&row, "deviations_at_tolerable")
        );
        let plan = plan(number(&row, "confidence"), tolerable, 0);
        assert_eq!(sample_size(plan, Some(population)), Ok(number(&row, "n")), "{row:?}");
    }
}

#[test]
fn every_upper_limit_of_the_file_is_computed() {
    let rows = list("upper_limit");
    assert_eq!(rows.len(), 44);
    for row in rows {
        for (confidence, key) in [(90, "upper90_percent"), (95, "upper95_percent")] {
            let (n, deviations) = (number(&row, "n"), number(&row, "deviations"));
            let limit = upper_limit(n, deviations, percent(confidence)).expect("a limit");
            let wanted = (float(&row, key) * 10_000.0).round();
            let found = f64::from(limit.billionths()) / 1_000.0;
            assert_eq!(found.round(), wanted, "{row:?}: {limit}");
        }
    }
}

#[test]
fn every_finite_limit_of_the_file_is_computed() {
    let rows = list("finite_upper");
    assert_eq!(rows.len(), 8);
    for row in rows {
        for (confidence, key) in [(90, "max_deviations_90"), (95, "max_deviations_95")] {
            let (population, n) = (number(&row, "population"), number(&row, "n"));
            let limit = finite_upper_limit(population, n, number(&row, "deviations"), percent(confidence));
            assert_eq!(limit.map(|limit| limit.deviations), Ok(number(&row, key)), "{row:?}");
        }
    }
}

#[test]
fn the_draw_of_the_file_comes_out_again() {
    let file = file();
    let selection = file["selection"].as_table().expect("a table");
    let seed = selection["seed"].as_str().expect("a text");
    let texts = |key: &str| -> Vec<String> {
        let texts = selection[key].as_array().expect("a list").iter();
        texts.map(|text| text.as_str().expect("a text").to_owned()).collect()
    };
    let users: Vec<String> = (1..=40).map(|user| format!("user-{user:03}")).collect();
    let backwards: Vec<&String> = users.iter().rev().collect();
    for (wanted, key) in [(5, "first_5"), (8, "first_8")] {
        assert_eq!(draw_random(seed, &users, wanted).map(|draw| draw.cases), Ok(texts(key)));
        assert_eq!(draw_random(seed, &backwards, wanted).map(|draw| draw.cases), Ok(texts(key)));
    }
    for (case, start) in texts("first_5").iter().zip(texts("first_key_5")) {
        let key = draw_key(seed, case);
        assert!(key.starts_with(&start) && key.len() == 64, "{case}: {key}");
    }
}

#[test]
fn a_case_on_the_border_falls_on_the_right_side() {
    // 2 of 20 are left out: the chance to miss the one deviation is exactly a tenth.
    assert_eq!(sample_size(plan(90, 5, 0), Some(20)), Ok(18));
    assert_eq!(sample_size(plan(90, 90, 0), None), Ok(1));
    assert_eq!(upper_limit(1, 0, percent(95)).map(Limit::billionths), Ok(950_000_000));
    assert_eq!(upper_limit(7, 7, percent(95)).map(|limit| limit.to_string()), Ok("100.00 %".into()));
    assert_eq!(lower_limit(7, 0, percent(95)).map(Limit::billionths), Ok(0));
}

#[test]
fn what_cannot_be_computed_is_refused_in_words() {
    let said = |refused: Result<u32, SamplingRefusal>| refused.expect_err("a refusal").to_string();
    assert_eq!(
        said(sample_size(plan(90, 5, 0), Some(MOST + 1))),
        "1000001 cases are too many, at most 1000000 are expected"
    );
    assert_eq!(
        said(sample_size(plan(100, 5, 0), None)),
        "a confidence of 100 % cannot be reached, one such as 90 % or 95 % is expected"
    );
    assert_eq!(
        said(sample_size(plan(90, 5, 1), Some(12))),
        "1 allowed deviations leave nothing to find: the tolerable rate makes 1 of the whole population of 12"
    );
    let rare = Rate::of(model::Decimal::parse("0.000001").expect("a number")).expect("a rate");
    assert_eq!(
        sample_size(Plan { tolerable: rare, ..plan(90, 5, 0) }, None),
        Err(SamplingRefusal::NeedsTooMany)
    );
    assert!(sample_size(plan(90, 0, 0), None).is_err());
    assert!(sample_size(plan(90, 5, u32::MAX), None).is_err());
    assert!(upper_limit(0, 0, percent(90)).is_err());
    assert!(upper_limit(3, 4, percent(90)).is_err());
    assert!(upper_limit(MOST + 1, 0, percent(90)).is_err());
    assert!(finite_upper_limit(12, 13, 0, percent(90)).is_err());
    assert!(finite_upper_limit(MOST + 1, 13, 0, percent(90)).is_err());
    assert!(risk(0, 0, percent(5)).is_err());
}

#[test]
fn a_list_that_cannot_be_drawn_from_is_refused() {
    let draw = |seed: &str, list: &[&str], wanted| draw_random(seed, list, wanted).map(|draw| draw.cases);
    assert_eq!(draw(" ", &["a"], 1), Err(SamplingRefusal::NoSeed));
    assert_eq!(draw("s\nt", &["a"], 1), Err(SamplingRefusal::LineEndInSeed));
    assert_eq!(draw("s", &["a", " "], 1), Err(SamplingRefusal::EmptyCase { place: 2 }));
    assert_eq!(draw("s", &["a", "b\nc"], 1), Err(SamplingRefusal::LineEndInCase { place: 2 }));
    assert_eq!(draw("s", &[], 1), Err(SamplingRefusal::NoCases));
    assert_eq!(draw("s", &["a"], 0), Err(SamplingRefusal::NoCases));
    let refused = draw("s", &["a", "b", "a"], 3);
    assert_eq!(refused, Err(SamplingRefusal::MoreThanThereAre { wanted: 3, population: 2 }));
    assert!(draw("s", &vec!["a"; 1_000_001], 1).is_err());
}

#[test]
fn a_case_that_stands_twice_counts_once_and_is_reported() {
    let drawn = draw_random("s", &["a", "b", "a", "c", "a"], 3).expect("a draw");
    assert_eq!((drawn.population, drawn.repeated), (3, vec!["a".to_owned()]));
    let drawn: BTreeSet<_> = drawn.cases.into_iter().collect();
    assert_eq!(drawn, ["a", "b", "c"].map(str::to_owned).into());
}

#[test]
fn a_systematic_draw_takes_each_so_many_th_case() {
    let list: Vec<String> = (0..40).map(|case| case.to_string()).collect();
    let drawn = draw_systematic("demo|A.5.18|2026", &list, 8).expect("a draw").cases;
    let places: Vec<u32> = drawn.iter().map(|case| case.parse().expect("a number")).collect();
    // int(sha256("demo|A.5.18|2026\n"), 16) % 40 = 16
    assert_eq!(places, PLACES);
    assert!(places.windows(2).all(|pair| pair[1] - pair[0] == 5));
}

const PLACES: [u32; 8] = [2, 7, 12, 17, 22, 27, 32, 37];

fn tested(basis: Basis, population: Option<u32>, examined: u32, chance: u32) -> Tested {
    let deviations = Deviations { chance, ..Deviations::default() };
    Tested { basis, population, examined, deviations, round: Round::First }
}

const fn statistical(confidence: Rate, tolerable: Rate) -> Basis {
    Basis::Statistical { confidence, tolerable }
}

#[test]
fn a_clean_sample_of_the_planned_size_is_relied_on() {
    let basis = statistical(percent(90), percent(5));
    let Ok(Verdict::Rely(Shown::Rate(limit))) = judge(tested(basis, None, 45, 0)) else {
        panic!("not relied on")
    };
    assert_eq!(limit.to_string(), "4.99 %");
    let fewer = judge(tested(basis, None, 44, 0));
    assert_eq!(fewer, Ok(Verdict::DoNotRely(Unreliable::TooFewCases { needed: 45 })));
    let small = judge(tested(basis, Some(12), 11, 0));
    assert!(matches!(small, Ok(Verdict::Rely(Shown::Count(FiniteLimit { deviations: 0, .. })))), "{small:?}");
    assert_eq!(judge(tested(Basis::Practice, Some(12), 3, 0)), Ok(Verdict::Rely(Shown::CasesOnly)));
}

#[test]
fn one_deviation_by_chance_extends_the_sample_once() {
    let basis = statistical(percent(90), percent(5));
    assert_eq!(judge(tested(basis, None, 45, 1)), Ok(Verdict::ExtendOnce { to: 77 }));
    let extended =
        |examined, chance| judge(Tested { round: Round::Extended, ..tested(basis, None, examined, chance) });
    assert!(matches!(extended(77, 1), Ok(Verdict::Rely(_))));
    assert_eq!(extended(76, 1), Ok(Verdict::DoNotRely(Unreliable::TooFewCases { needed: 77 })));
    assert_eq!(extended(77, 2), Ok(Verdict::DoNotRely(Unreliable::SeveralDeviations { deviations: 2 })));
    assert_eq!(judge(tested(basis, Some(12), 11, 1)), Ok(Verdict::DoNotRely(Unreliable::NoRoomForOne)));
    assert_eq!(judge(tested(Basis::Practice, None, 25, 1)), Ok(Verdict::ExtendOnce { to: 38 }));
    let practice = Tested { round: Round::Extended, ..tested(Basis::Practice, None, 38, 1) };
    assert_eq!(judge(practice), Ok(Verdict::Rely(Shown::CasesOnly)));
}

#[test]
fn the_cause_of_a_deviation_comes_before_its_number() {
    let basis = statistical(percent(90), percent(5));
    let with = |deviations| judge(Tested { deviations, ..tested(basis, None, 105, 0) });
    let none = Deviations::default();
    let causes = with(Deviations { unexplained: 1, ..none });
    assert_eq!(causes, Ok(Verdict::FindCauses { unexplained: 1 }));
    let systematic = with(Deviations { systematic: 1, unexplained: 1, ..none });
    assert_eq!(systematic, Ok(Verdict::DoNotRely(Unreliable::Systematic)));
    let deliberate = with(Deviations { deliberate: 1, ..none });
    assert_eq!(deliberate, Ok(Verdict::DoNotRely(Unreliable::Deliberate)));
    assert!(matches!(with(Deviations { chance: 2, ..none }), Ok(Verdict::Rely(_))));
    assert!(with(Deviations { chance: u32::MAX, systematic: 1, ..none }).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_planned_sample_with_what_it_allows_is_relied_on_and_one_case_less_is_not(
        confidence in 1_u32..100, tolerable in 1_u32..100, allowed in 0_u32..6,
        population in proptest::option::of(1_u32..3_000),
    ) {
        let plan = plan(confidence, tolerable, allowed);
        if let Ok(n) = sample_size(plan, population) {
            let basis = statistical(plan.confidence, plan.tolerable);
            let verdict = judge(tested(basis, population, n, allowed));
            prop_assert!(matches!(verdict, Ok(Verdict::Rely(_))), "{verdict:?}");
            if population.is_none() && n > 1 && n > allowed + 1 {
                let verdict = judge(tested(basis, None, n - 1, allowed));
                prop_assert!(!matches!(verdict, Ok(Verdict::Rely(_))), "{verdict:?}");
            }
        }
    }

    #[test]
    fn limits_hold_what_was_seen_and_never_fall_with_more_deviations(
        n in 1_u32..400, k in 0_u32..400, confidence in 50_u32..100, more in 0_u32..400,
    ) {
        let k = k.min(n);
        let confidence = percent(confidence);
        let upper = upper_limit(n, k, confidence).expect("a limit");
        let lower = lower_limit(n, k, confidence).expect("a limit");
        let seen = Limit::of(u32::try_from(u64::from(k) * 1_000_000_000 / u64::from(n)).expect("at most one"));
        prop_assert!(lower <= seen && seen <= upper);
        if k < n {
            prop_assert!(upper < upper_limit(n, k + 1, confidence).expect("a limit"));
        }
        let finite = finite_upper_limit(n + more, n, k, confidence).expect("a limit");
        prop_assert!(finite.deviations >= k && finite.deviations <= k + more);
    }

    #[test]
    fn a_larger_draw_keeps_the_smaller_and_the_order_does_not_matter(
        seed in "[a-z|.0-9]{1,12}", cases in proptest::collection::btree_set("[a-z0-9 ]{0,6}x", 2..40), turn in 0_usize..40,
    ) {
        let mut list: Vec<_> = cases.into_iter().collect();
        let all = u32::try_from(list.len()).expect("few");
        let whole = draw_random(&seed, &list, all).expect("a draw").cases;
        let turn = turn % list.len();
        list.rotate_left(turn);
        for wanted in 1..=all {
            let drawn = draw_random(&seed, &list, wanted).expect("a draw").cases;
            prop_assert_eq!(&drawn[..], &whole[..wanted as usize]);
            let even: BTreeSet<_> = draw_systematic(&seed, &list, wanted).expect("a draw").cases.into_iter().collect();
            prop_assert_eq!(even.len(), wanted as usize);
        }
    }
}
