//! What holds of every plan, and what three companies get.

use model::{Date, Decimal, Span};
use proptest::prelude::*;

use super::*;

const TODAY: Date = Date::constant(2026, 11, 22);

fn facts(people: u32, sites: u32) -> Facts {
    Facts { people: Some(people), sites, ..Facts::on(TODAY) }
}

fn after(days: i64) -> Date {
    TODAY.saturating_add(Span::new().days(days))
}

fn days(text: &str) -> Decimal {
    Decimal::parse(text).expect("a number")
}

fn agency() -> Facts {
    facts(10, 1)
}

fn software_house() -> Facts {
    Facts { traits: vec![Trait::Software, Trait::Law], suppliers: 12, ..facts(60, 1) }
}

fn manufacturer() -> Facts {
    Facts { traits: vec![Trait::Law], suppliers: 40, ..facts(250, 2) }
}

#[test]
fn three_companies_get_three_plans_of_five_to_eleven_months() {
    let months = |facts: &Facts| days::days_between(TODAY, schedule(facts).earliest_on) / 30;
    let three = [agency(), software_house(), manufacturer()].map(|facts| months(&facts));
    assert!(three.is_sorted() && three[0] >= 5 && three[2] <= 11, "{three:?}");
    assert!(three[0] < three[1] && three[1] < three[2], "{three:?}");
}

#[test]
fn controls_begin_to_run_while_the_statement_is_being_finished() {
    let plan = schedule(&software_house());
    let (treatment, operate) = (plan.phase(3).expect("there"), plan.phase(4).expect("there"));
    assert!(treatment.starts_on < operate.starts_on && operate.starts_on < treatment.ends_on);
}

#[test]
fn a_day_next_week_is_refused_by_the_audit_period_alone() {
    let wanted = after(7);
    let plan = schedule(&Facts { wanted: Some(wanted), ..agency() });
    assert_eq!(plan.wanted, Wanted::TooEarly { on: wanted });
    assert_eq!(
        plan.because,
        "the audit period of 3 months alone, begun today, ends 12 weeks after 2026-11-29"
    );
    assert_eq!(plan.phases, schedule(&agency()).phases);
}

#[test]
fn a_day_that_is_over_gets_a_plan_from_today() {
    let plan = schedule(&Facts { wanted: Some(after(-30)), ..agency() });
    assert_eq!(plan.wanted, Wanted::Over { on: after(-30) });
    assert!(plan.because.starts_with("2026-10-23 is over; begun today, "), "{}", plan.because);
    assert_eq!(plan.phases.len(), 9);
}

#[test]
fn the_reason_follows_what_ends_after_the_day_wanted() {
    let earliest = schedule(&software_house()).earliest_on;
    let because = |back: i64| {
        let wanted = earliest.saturating_add(Span::new().days(-back));
        schedule(&Facts { wanted: Some(wanted), ..software_house() }).because
    };
    assert!(because(100).starts_with("controls can be at work from "), "{}", because(100));
    assert!(because(50).starts_with("Stage 2 alone ends "), "{}", because(50));
    assert!(because(7).starts_with("Stage 2 ends on "), "{}", because(7));
    assert!(because(0).contains("no week to spare"), "{}", because(0));
}

#[test]
fn time_to_spare_is_spread_and_not_idled() {
    let shortest = schedule(&agency());
    let wanted = shortest.earliest_on.saturating_add(Span::new().weeks(20));
    let plan = schedule(&Facts { wanted: Some(wanted), ..agency() });
    assert_eq!(plan.wanted, Wanted::Met { on: wanted, spare_weeks: 20 });
    assert!(days::whole_weeks(plan.certificate_on, wanted) <= 1, "{}", plan.certificate_on);
    assert_eq!(plan.phases[0].starts_on, shortest.phases[0].starts_on);
    assert!(plan.phases[0].ends_on > shortest.phases[0].ends_on);
    assert!(plan.phases[3].ends_on > shortest.phases[3].ends_on);
    let closing = |plan: &Schedule| days::days_between(plan.phases[7].starts_on, plan.phases[7].ends_on);
    assert_eq!(closing(&plan), closing(&shortest));
}

#[test]
fn a_given_phase_holds_and_the_later_ones_follow() {
    let starts_on = Date::constant(2027, 6, 7);
    let given = vec![Given { number: 7, starts_on: Some(starts_on), ends_on: None }];
    let plan = schedule(&Facts { given, ..agency() });
    assert_eq!((plan.phases[6].starts_on, plan.phases[6].source), (starts_on, Source::Given));
    assert!(plan.phases[7].starts_on > plan.phases[6].ends_on);
    assert!(plan.conflicts.is_empty(), "{:?}", plan.conflicts);
    assert!(plan.earliest_on > schedule(&agency()).earliest_on);
}

#[test]
fn a_given_phase_that_comes_too_early_is_said_and_does_not_make_an_earlier_certificate() {
    let given = vec![Given { number: 7, starts_on: Some(after(20)), ends_on: None }];
    let plan = schedule(&Facts { given, ..agency() });
    assert_eq!(plan.conflicts.len(), 1);
    assert!(plan.conflicts[0].starts_with("Stage 2 is set to begin "), "{:?}", plan.conflicts);
    assert_eq!(plan.earliest_on, schedule(&agency()).earliest_on);
}

#[test]
fn a_given_day_that_has_passed_holds_only_where_the_records_say_that_the_phase_has_begun() {
    let given = vec![Given { number: 2, starts_on: Some(after(-60)), ends_on: Some(after(-30)) }];
    let missed = schedule(&Facts { given: given.clone(), ..agency() });
    assert_eq!(
        missed.phases,
        schedule(&agency()).phases.into_iter().map(|phase| shown_as(phase, 2)).collect::<Vec<_>>()
    );
    assert_eq!(
        missed.conflicts,
        [format!("Risk was to begin on {}, and no record says that it has begun", after(-60))]
    );
    let begun = schedule(&Facts { given, begun: vec![2], ..agency() });
    assert_eq!(begun.phases[1].starts_on, after(-60));
    assert!(begun.conflicts.is_empty(), "{:?}", begun.conflicts);
    assert!(begun.phases[2].starts_on >= TODAY && begun.earliest_on < missed.earliest_on);
}

/// Returns a phase, shown as given where it is the one of this number.
fn shown_as(phase: Planned, given: u32) -> Planned {
    let source = if phase.number == given { Source::Given } else { phase.source };
    Planned { source, ..phase }
}

#[test]
fn the_words_for_the_day_wanted_count_weeks() {
    let met = |spare_weeks| Wanted::Met { on: TODAY, spare_weeks }.words();
    assert_eq!(
        [met(0), met(1), met(3)].join("; "),
        "can be met, with no week to spare; can be met, 1 week to spare; can be met, 3 weeks to spare"
    );
    assert_eq!((Wanted::Unsaid.on(), Wanted::Over { on: TODAY }.on()), (None, Some(TODAY)));
}

#[test]
fn the_days_of_an_audit_follow_the_table_and_split() {
    let found = audit_days(Some(60), 1).expect("days");
    assert_eq!((found.initial, found.stage_1, found.stage_2), (days("10"), days("3"), days("7")));
    assert_eq!((found.surveillance, found.recertification), (days("3.5"), days("6.5")));
    assert_eq!(found.fewest, Some(days("7")));
    assert!(found.basis.contains("the printed table of 2024 was not seen"));
    assert!(found.sites.is_none());
    assert!(audit_days(Some(0), 4).is_none() && audit_days(None, 4).is_none());
    let two = audit_days(Some(250), 2).and_then(|days| days.sites).expect("two sites");
    assert_eq!((two.initial, two.surveillance, two.recertification), (1, 1, 1));
    let many = audit_days(Some(250), 101).and_then(|days| days.sites).expect("101 sites");
    assert_eq!((many.initial, many.surveillance, many.recertification), (10, 6, 8));
}

#[test]
fn own_days_take_the_place_of_the_table() {
    let found = audit_days_of(days("9.25"), 1).expect("days");
    assert_eq!((found.initial, found.stage_1, found.stage_2), (days("9.5"), days("3"), days("6.5")));
    assert!(found.basis.starts_with("days entered by you"));
    assert!(audit_days_of(days("0"), 1).is_none() && audit_days_of(days("-4"), 1).is_none());
    assert!(audit_days_of(days("5000"), 1).is_none());
}

#[test]
fn a_plan_at_the_end_of_all_days_does_not_fall_over() {
    for today in [Date::MAX, Date::MIN, Date::constant(9999, 1, 1)] {
        let plan = schedule(&Facts { today, wanted: Some(Date::MAX), ..manufacturer() });
        assert_eq!(plan.phases.len(), 9);
    }
}

proptest! {
    #[test]
    fn phases_hang_together_and_the_day_wanted_is_met_where_it_is_not_too_early(
        people in proptest::option::of(0_u32..20_000), sites in 0_u32..300, suppliers in 0_u32..20_000,
        software in 0_u8..2, law in 0_u8..2, today in 0_i64..4000, wanted in proptest::option::of(-400_i64..4000),
    ) {
        let mut traits = Vec::new();
        traits.extend((software == 1).then_some(Trait::Software));
        traits.extend((law == 1).then_some(Trait::Law));
        let today = after(today);
        let wanted = wanted.map(|days| today.saturating_add(Span::new().days(days)));
        let facts = Facts { today, wanted, people, sites, suppliers, traits, given: Vec::new(), begun: Vec::new(), unfinished: Vec::new() };
        let plan = schedule(&facts);
        let phase = |number: usize| &plan.phases[number - 1];
        for one in &plan.phases {
            prop_assert!(today <= one.starts_on && one.starts_on <= one.ends_on, "{one:?}");
        }
        prop_assert!(plan.phases.windows(2).all(|pair| pair[0].starts_on < pair[1].starts_on));
        prop_assert!(plan.earliest_on > today && plan.certificate_on >= plan.earliest_on);
        prop_assert_eq!(plan.wanted.is_met(), wanted.is_some_and(|wanted| wanted >= plan.earliest_on));
        prop_assert!(!plan.wanted.is_met() || wanted.is_some_and(|wanted| plan.certificate_on <= wanted));
        let recorded = days::after_months(phase(4).starts_on, 3);
        prop_assert!(recorded <= phase(7).starts_on, "three months of records before stage 2");
        prop_assert!(days::whole_weeks(phase(6).ends_on, phase(7).starts_on) >= 4);
        prop_assert!(phase(3).ends_on < phase(6).starts_on && phase(5).ends_on < phase(6).starts_on);
        prop_assert!(plan.conflicts.is_empty() && !plan.because.is_empty());
    }

    #[test]
    fn given_days_hold_where_they_can_and_the_forecast_never_lies_in_the_past(
        people in proptest::option::of(0_u32..2000), wanted in proptest::option::of(-100_i64..2000),
        given in proptest::collection::btree_map(1_u32..=9, (-400_i64..1200, proptest::option::of(0_i64..200)), 0..9),
        begun in proptest::collection::btree_set(1_u32..=9, 0..9), later in 0_i64..300,
    ) {
        let given: Vec<Given> = given.into_iter().map(|(number, (starts, lasts))| {
            Given { number, starts_on: Some(after(starts)), ends_on: lasts.map(|lasts| after(starts + lasts)) }
        }).collect();
        let has_begun = |one: &Given| begun.contains(&one.number) && one.starts_on.is_some_and(|day| day <= TODAY);
        let begun: Vec<u32> = given.iter().filter(|one| has_begun(one)).map(|one| one.number).collect();
        let facts = Facts { wanted: wanted.map(after), people, given: given.clone(), begun: begun.clone(), ..Facts::on(TODAY) };
        let plan = schedule(&facts);
        for one in &plan.phases {
            let given = given.iter().find(|given| given.number == one.number);
            let starts = given.and_then(|given| given.starts_on);
            prop_assert!(one.starts_on <= one.ends_on, "{one:?}");
            prop_assert!(one.starts_on >= TODAY || begun.contains(&one.number), "{one:?} has not begun");
            let holds = starts.filter(|day| *day >= TODAY || begun.contains(&one.number));
            prop_assert!(holds.is_none_or(|day| day == one.starts_on), "{one:?} was given {starts:?}");
            let is_missed = starts.is_some() && holds.is_none();
            let said = plan.conflicts.iter().any(|words| words.starts_with(&format!("{} was to begin on", one.title)));
            prop_assert_eq!(is_missed, said);
        }
        prop_assert!(plan.earliest_on >= TODAY && !plan.because.is_empty());
        prop_assert_eq!(plan.wanted.is_met(), facts.wanted.is_some_and(|wanted| wanted >= plan.earliest_on));
        let then = schedule(&Facts { today: after(later), ..facts });
        prop_assert!(then.earliest_on >= plan.earliest_on, "time lost is not found again");
    }

    #[test]
    fn more_people_never_take_fewer_days(few in 1_u32..50_000, more in 0_u32..50_000) {
        let total = |persons| audit_days(Some(persons), 1).expect("days");
        let (small, large) = (total(few), total(few + more));
        prop_assert!(small.initial <= large.initial && small.surveillance <= large.surveillance);
        prop_assert_eq!(large.stage_1.plus(large.stage_2), Some(large.initial));
    }
}
