//! Certification agrees with every example and value of the file, and dates hold at the ends of months.

use std::collections::BTreeSet;

use model::Date;
use model::records::NonconformityGrade;
use proptest::prelude::*;
use toml::{Table, Value};

use super::*;
use crate::schedule;

fn data() -> Table {
    toml::from_str(include_str!("../../data/certification-rules.toml")).expect("well formed")
}

fn examples(place: &str, key: &str) -> Vec<Table> {
    let data = data();
    let list = data[place].as_table().expect("a table")[key].as_array().expect("a list").clone();
    list.into_iter().map(|entry| entry.as_table().expect("a table").clone()).collect()
}

fn number(table: &Table, key: &str) -> u32 {
    let number = table.get(key).and_then(Value::as_integer).and_then(|number| number.try_into().ok());
    number.unwrap_or_else(|| panic!("{key} of {table:?}"))
}

/// Returns days of an example in ten-thousandths.
fn shown(table: &Table, key: &str) -> u32 {
    let value = &table[key];
    let days = value.as_float().or_else(|| value.as_integer().map(|days| days as f64)).expect("a number");
    (days * 10_000.0).round() as u32
}

fn rounded(days: Days) -> u32 {
    let days: f64 = days.to_string().parse().expect("a number");
    (days * 10_000.0).round() as u32
}

fn alone(persons: u32, change_percent: i32) -> AuditWork {
    AuditWork {
        whole: Work { persons, change_percent },
        sites: Vec::new(),
        integration_percent: 0,
        own_table: None,
        stage_1_percent: None,
    }
}

fn planned(work: &AuditWork) -> PlannedTime {
    plan_time(work).expect("days")
}

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn days(text: &str) -> Days {
    Days::of(model::Decimal::parse(text).expect("a number")).expect("days")
}

#[test]
fn there_are_107_rules_and_no_two_have_the_same_id() {
    let ids: BTreeSet<_> = certification_rules().iter().map(|rule| &rule.id).collect();
    assert_eq!((ids.len(), certification_rules().len()), (107, 107));
    assert!(certification_rules().iter().all(|rule| !rule.source.is_empty() && !rule.text.is_empty()));
}

#[test]
fn a_rule_is_found_by_its_place() {
    let found = |source| certification_rule(source).map(|rule| rule.id.as_str());
    for source in ["ISO/IEC 17021-1:2015 5.2.6", "17021-1 5.2.6", "17021-1:2015 5.2.6"] {
        assert_eq!(found(source), Some("imp-internal-audit-2y"));
    }
    assert_eq!(found("17021-1 9.5.2 c)"), found("17021-1 9.5.2 c"));
    assert!(found("17021-1 9.5.2 c)").is_some());
    assert!(found("17021-1 99").is_none() && found("").is_none());
}

#[test]
fn the_rows_leave_no_gap_and_never_fall() {
    let rows = &audit_time().rows;
    assert_eq!(rows[0].persons_min, 1);
    for pair in rows.windows(2) {
        assert_eq!(pair[0].persons_max + 1, pair[1].persons_min);
        assert!(pair[0].days < pair[1].days);
    }
}

#[test]
fn sixty_persons_take_ten_days() {
    assert_eq!(audit_time().row(60).map(|row| row.days), Some(10.0));
    assert!(audit_time().row(0).is_none());
    assert!(audit_time().row(10_701).is_none());
}

#[test]
fn every_example_of_audit_time_is_computed() {
    let rows = examples("audit_time", "example");
    assert_eq!(rows.len(), 10);
    for row in rows {
        let persons = number(&row, "persons");
        let (full, least) = (planned(&alone(persons, 0)), planned(&alone(persons, -30)));
        let found =
            [full.exact.initial, least.exact.initial, full.exact.surveillance, full.exact.recertification];
        let keys = ["initial_days", "initial_days_min", "surveillance_days", "recertification_days"];
        assert_eq!(found.map(rounded), keys.map(|key| shown(&row, key)), "{row:?}");
        assert_eq!(full.fewest, least.exact.initial);
        assert!(least.rounded.initial >= least.fewest, "{least:?}");
    }
}

#[test]
fn every_row_of_the_table_is_used_at_both_ends() {
    for row in examples("audit_time", "row") {
        for persons in [number(&row, "persons_min"), number(&row, "persons_max")] {
            assert_eq!(rounded(planned(&alone(persons, 0)).table), shown(&row, "days"), "{persons}");
        }
    }
}

/// Returns every way to rate the three factors of a side.
fn ratings() -> Vec<[FactorLevel; 3]> {
    use FactorLevel::{One, Three, Two};
    let each = [One, Two, Three];
    let pairs = each.iter().flat_map(|one| each.iter().map(move |two| (*one, *two)));
    pairs.flat_map(|(one, two)| each.iter().map(move |three| [one, two, *three])).collect()
}

#[test]
fn every_rating_of_the_six_factors_gives_its_cell_of_the_file() {
    let level = |levels: [FactorLevel; 3]| match levels.iter().map(|level| level.number()).sum::<u32>() {
        3..=4 => "low",
        5..=6 => "medium",
        _ => "high",
    };
    let cells = examples("complexity", "matrix");
    assert_eq!(cells.len(), 9);
    for business in ratings() {
        for it in ratings() {
            let is_it = |cell: &&Table| {
                cell["business"].as_str() == Some(level(business)) && cell["it"].as_str() == Some(level(it))
            };
            let cell = cells.iter().find(is_it).expect("a cell for each pair");
            let percent = |key: &str| cell[key].as_integer().expect("a number");
            let found = Complexity { business, it }.cell();
            assert_eq!(i64::from(found.min_percent), percent("min_percent"), "{business:?} {it:?}");
            assert_eq!(i64::from(found.max_percent), percent("max_percent"), "{business:?} {it:?}");
            assert_eq!(Some(found.verified), cell["verified"].as_bool());
        }
    }
}

#[test]
fn every_factor_and_topic_says_what_the_file_says() {
    let factors = examples("complexity", "factor");
    assert_eq!(factors.len(), complexity_factors().len());
    for (factor, told) in complexity_factors().iter().zip(&factors) {
        let text = |key: &str| told[key].as_str().expect("a text");
        assert_eq!((factor.id.as_str(), factor.title.as_str()), (text("id"), text("title")));
        let keys =
            [(FactorLevel::One, "level_1"), (FactorLevel::Two, "level_2"), (FactorLevel::Three, "level_3")];
        for (level, key) in keys {
            assert_eq!(factor.meaning(level), text(key));
        }
    }
    let topics = examples("complexity", "adjustment_topic");
    let ids: Vec<_> = topics.iter().filter_map(|topic| topic["id"].as_str()).collect();
    assert_eq!(adjustment_topics().iter().map(|topic| topic.id.as_str()).collect::<Vec<_>>(), ids);
}

#[test]
fn identical_tasks_count_by_their_root() {
    for row in examples("audit_time", "identical_example") {
        let list = |key: &str| -> Vec<u32> {
            let list = row[key].as_array().expect("a list").iter();
            list.map(|size| u32::try_from(size.as_integer().expect("a number")).expect("small")).collect()
        };
        let groups = list("group_sizes");
        assert_eq!(groups.iter().map(|group| square_root(*group)).collect::<Vec<_>>(), list("effective"));
        assert_eq!(effective_persons(0, &groups), number(&row, "effective_total"));
    }
    assert_eq!(effective_persons(12, &[50, 1, 0]), 12 + 8 + 1);
}

#[test]
fn every_example_of_several_sites_is_computed() {
    let rows = examples("multi_site", "example");
    assert_eq!(rows.len(), 13);
    for row in rows {
        let sites = number(&row, "sites");
        let wanted = SiteSample {
            sites,
            initial: number(&row, "initial"),
            surveillance: number(&row, "surveillance"),
            recertification: number(&row, "recertification"),
        };
        assert_eq!(site_sample(sites), wanted);
        let planned = schedule::audit_days(Some(10), sites + 1).and_then(|days| days.sites).expect("sites");
        assert_eq!((planned.initial, planned.surveillance), (wanted.initial, wanted.surveillance));
    }
    assert_eq!(site_sample(0).initial, 0);
    assert_eq!((all_sites(10).surveillance, all_sites(11).surveillance, all_sites(11).initial), (3, 4, 11));
    assert_eq!((random_fewest(4), random_fewest(5), random_fewest(0)), (1, 2, 0));
}

#[test]
fn every_value_of_a_rule_is_a_parameter_and_the_other_way_round() {
    let mut places = BTreeSet::new();
    for rule in data()["rule"].as_array().expect("a list") {
        let rule = rule.as_table().expect("a table");
        let id = rule["id"].as_str().expect("a text");
        for (key, value) in rule.get("param").and_then(Value::as_table).into_iter().flatten() {
            places.insert((id.to_owned(), key.clone()));
            let read: Param = value.clone().try_into().expect("a value");
            assert_eq!(certification_rule_named(id).and_then(|rule| rule.param.get(key)), Some(&read));
        }
    }
    let named: BTreeSet<_> =
        Parameter::ALL.iter().map(|p| (p.place().0.to_owned(), p.place().1.to_owned())).collect();
    assert_eq!(named, places);
    assert_eq!(named.len(), Parameter::ALL.len());
}

#[test]
fn each_value_of_a_rule_is_what_is_computed_with() {
    use Parameter as P;
    let date = CertificationDate::months;
    for (parameter, computed) in [
        (P::InternalAuditYears, date(CertificationDate::BodyAudited) / 12),
        (P::RelatedAdviceYears, date(CertificationDate::RelativeAdvised) / 12),
        (P::PersonAdviceYears, date(CertificationDate::PersonAdvised) / 12),
        (P::CertificateYears, date(CertificationDate::Expiry) / 12),
        (P::CycleYears, date(CertificationDate::RenewedExpiry) / 12),
        (P::CoverageYears, date(CertificationDate::RenewedExpiry) / 12),
        (P::FirstSurveillanceMonths, date(CertificationDate::FirstSurveillance)),
        (P::StageIntervalMonths, date(CertificationDate::Stage2)),
        (P::MajorMonths, date(CertificationDate::MajorsVerified)),
        (P::RestorationMonths, date(CertificationDate::Restoration)),
        (P::SuspensionMonths, date(CertificationDate::Suspension)),
        (P::ReductionPercent, audit_time().max_total_reduction_percent),
        (P::HoursPerDay, 8),
        (P::ManagementReviews, 1),
        (P::InternalAudits, 1),
        (P::RecordCycles, 2),
        (P::RemoteWarnPercent, 30),
        (P::OnSitePercent, 70),
        (P::OnSiteOtherPercent, 80),
        (P::IntegrationPercent, 20),
        (P::RandomSitesPercent, 25),
        (P::UnsampledSitesPercent, 30),
        (P::SiteReductionPercent, 50),
        (P::CentralReductionPercent, 20),
    ] {
        assert_eq!(parameter.number(), Some(computed), "{parameter:?}");
    }
    assert_eq!(P::SurveillanceFraction.fraction(), Some((1, 3)));
    assert_eq!(P::RecertificationFraction.fraction(), Some((2, 3)));
    assert_eq!(P::Stage1Fraction.fraction(), Some((300, 1000)));
    assert_eq!(P::EndOf2013.date(), Some(day("2025-10-31")));
    assert_eq!(P::BodiesOn2024.date(), Some(day("2026-03-31")));
    assert_eq!(P::Climate.date(), Some(day("2024-02-23")));
    assert!(matches!(P::SurveillanceGap.value(), Param::Words(_)) && P::SurveillanceGap.number().is_none());
    assert!(matches!(P::StageIntervalNote.value(), Param::Words(_)));
    assert!(P::MajorMonths.is_verified() && !P::RelatedAdviceYears.is_verified());
}

#[test]
fn unverified_rules_say_so() {
    let unverified = certification_rules().iter().filter(|rule| !rule.verified).count();
    assert_eq!(unverified, data()["meta"]["unverified_count"].as_integer().map_or(0, |count| count as usize));
    assert!(!CertificationDate::RelativeAdvised.rule().verified);
    assert!(planned(&alone(60, 0)).notes.contains(&TimeNote::TableNotSeen));
    assert!(gates().iter().any(|gate| gate.is_verified()) && gates().iter().any(|gate| !gate.is_verified()));
}

#[test]
fn factors_take_off_thirty_percent_at_most() {
    let less = planned(&alone(126, -45));
    assert_eq!((less.exact.initial, less.rounded.initial), (days("9.1"), days("9.5")));
    assert!(less.notes.contains(&TimeNote::ReductionLimited { asked_percent: -45 }));
    assert_eq!(planned(&alone(126, -5)).rounded.initial, days("12.5"));
    assert_eq!(planned(&alone(126, 50)).exact.initial, days("19.5"));
    let own = AuditWork { own_table: Some(days("8.25")), ..alone(126, 0) };
    assert_eq!(planned(&own).exact.initial, days("8.25"));
}

#[test]
fn the_stages_are_the_whole_and_none_is_empty() {
    let sixty = planned(&alone(60, 0));
    assert_eq!((sixty.stage_1, sixty.stage_2), (days("3"), days("7")));
    assert_eq!((sixty.rounded.surveillance, sixty.rounded.recertification), (days("3.5"), days("6.5")));
    let early = planned(&AuditWork { stage_1_percent: Some(100), ..alone(60, 0) });
    assert_eq!((early.stage_1, early.stage_2), (days("9.5"), days("0.5")));
}

#[test]
fn places_together_are_not_below_one_place_with_all_persons() {
    let site = |persons, reduction_percent| SiteTime {
        work: Work { persons, change_percent: 0 },
        reduction_percent,
        of_which_central_percent: 0,
    };
    let work = AuditWork { sites: vec![site(40, 0), site(20, 50)], ..alone(60, 0) };
    assert_eq!(planned(&work).exact.initial, days("12"));
    let few = AuditWork { sites: vec![site(40, 0)], ..alone(60, 0) };
    assert_eq!(planned(&few).exact.initial, days("10"));
    assert!(planned(&few).notes.contains(&TimeNote::RaisedToOnePlace));
    let much = AuditWork { sites: vec![site(40, 0), site(20, 60)], ..alone(60, 0) };
    assert_eq!(planned(&much).exact.initial, days("12"));
    assert!(planned(&much).notes.contains(&TimeNote::SiteReductionLimited { site: 2 }));
    let central = SiteTime { of_which_central_percent: 30, ..site(20, 40) };
    let work = AuditWork { sites: vec![site(40, 0), central], ..alone(60, 0) };
    assert_eq!(planned(&work).exact.initial, days("13.4"));
}

#[test]
fn integration_takes_off_a_fifth_at_most_and_only_from_two_standards() {
    assert_eq!(integrated(&[days("10"), days("5")], 35), days("12"));
    assert_eq!(integrated(&[days("10")], 20), days("10"));
    let work = AuditWork { integration_percent: 25, ..alone(60, -30) };
    assert_eq!(planned(&work).exact.initial, days("5.6"));
    assert!(planned(&work).notes.contains(&TimeNote::IntegrationLimited { asked_percent: 25 }));
    assert_eq!(on_site_fewest(days("10")), days("7"));
}

#[test]
fn what_cannot_be_computed_is_refused_in_words() {
    let said = |work: &AuditWork| plan_time(work).expect_err("a refusal").to_string();
    assert_eq!(said(&alone(0, 0)), "nobody is in scope, at least one person is expected");
    assert_eq!(said(&alone(1_000_001, 0)), "1000001 persons are too many, at most 1000000 are expected");
    assert_eq!(said(&alone(5, 2_000)), "2000 percent more is too much, at most 1000 are expected");
    assert!(plan_time(&alone(5, i32::MIN)).is_ok());
    assert!(plan_time(&alone(1_000_000, 1_000)).is_ok());
}

#[test]
fn months_are_counted_by_the_calendar() {
    let majors = |from| CertificationDate::MajorsVerified.after(day(from));
    assert_eq!(majors("2025-08-31"), day("2026-02-28"));
    assert_eq!(majors("2027-08-31"), day("2028-02-29"));
    assert_eq!(majors("2026-03-31"), day("2026-09-30"));
    assert_eq!(majors("2026-06-15"), day("2026-12-15"));
    assert_eq!(CertificationDate::Expiry.after(day("2024-02-29")), day("2027-02-28"));
    assert_eq!(CertificationDate::Restoration.after(day("2026-12-31")), day("2027-06-30"));
    assert_eq!(CertificationDate::PersonAdvised.after(day("2024-02-29")), day("2026-02-28"));
    assert_eq!(CertificationDate::Expiry.after(Date::MAX), Date::MAX);
    for date in CertificationDate::ALL {
        assert!(date.months() > 0 && !date.rule().text.is_empty());
    }
    assert_eq!(CertificationDate::Stage2.bound(), Bound::UsuallyLatest);
    assert_eq!(CertificationDate::BodyAudited.bound(), Bound::Earliest);
}

#[test]
fn deadlines_follow_grade_and_audit() {
    use NonconformityGrade::{Major, Minor};
    let stage_2 = Occasion::Stage2 { last_day: day("2026-05-29") };
    assert_eq!(deadlines(Major, stage_2).verified, Until::On(day("2026-11-29")));
    assert_eq!(deadlines(Minor, stage_2).verified, Until::NextAudit);
    assert_eq!(deadlines(Minor, stage_2).accepted, Until::Decision);
    let recertification = Occasion::Recertification { expires_on: day("2027-03-14") };
    assert_eq!(deadlines(Major, recertification).verified, Until::On(day("2027-03-14")));
    assert_eq!(deadlines(Minor, recertification).accepted, Until::Decision);
    assert_eq!(deadlines(Major, Occasion::Surveillance).verified, Until::BodySets);
    assert_eq!(deadlines(Minor, Occasion::Surveillance).verified, Until::NextAudit);
}

#[test]
fn each_gate_and_note_rests_on_rules_of_the_file() {
    let ids: BTreeSet<_> = gates().iter().map(|gate| gate.id).collect();
    assert_eq!(ids.len(), gates().len());
    for gate in gates() {
        assert!(gate.rules().count() > 0, "{}", gate.id);
    }
    for note in [
        TimeNote::ReductionLimited { asked_percent: -40 },
        TimeNote::SiteReductionLimited { site: 1 },
        TimeNote::IntegrationLimited { asked_percent: 30 },
        TimeNote::TableNotSeen,
        TimeNote::UsualSplit,
    ] {
        assert!(!note.rule().text.is_empty() && !note.to_string().is_empty());
    }
}

proptest! {
    #[test]
    fn more_persons_never_take_fewer_days_and_the_plan_agrees(persons in 1_u32..200_000) {
        let (few, more) = (planned(&alone(persons, 0)), planned(&alone(persons + 1, 0)));
        prop_assert!(few.table <= more.table);
        let plan = schedule::audit_days(Some(persons), 1).expect("days");
        prop_assert_eq!(plan.initial, few.rounded.initial.decimal());
        prop_assert_eq!(few.stage_1.plus(few.stage_2), few.rounded.initial);
    }

    #[test]
    fn roots_are_the_smallest_that_reach(sites in 0_u32..2_000_000) {
        let root = u64::from(site_sample(sites).initial);
        prop_assert!(root * root >= u64::from(sites));
        prop_assert!(root == 0 || (root - 1) * (root - 1) < u64::from(sites));
        let sample = site_sample(sites);
        prop_assert!(sample.surveillance <= sample.recertification && sample.recertification <= sample.initial);
    }
}
