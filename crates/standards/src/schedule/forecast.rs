//! The forecast: when the certificate is there if the rest goes as it should, which phases decide that day, and how much slack the others have.

use model::Date;

use super::data::{months, weeks};
use super::days::{after_months, after_weeks, monday_after, monday_from};
use super::lay::{Dates, Early, Lay, Slip, laid};
use super::{Facts, most, title};

/// The most days of slack that are looked for.
const SLACK_MAX: u32 = 366;

/// When the certificate is there, and what decides it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// The day of the certificate.
    pub on: Date,
    /// The phases that are not over, in order.
    pub steps: Vec<ForecastStep>,
}

/// A phase that is not over, as it is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForecastStep {
    /// Its number.
    pub number: u32,
    /// Its name.
    pub title: &'static str,
    /// Its first day.
    pub starts_on: Date,
    /// Its last day.
    pub ends_on: Date,
    /// How many days it may be late before the certificate is. Work is laid in weeks, so less than one is none.
    pub slack_days: u32,
    /// What it waits for.
    pub waits_for: String,
}

impl ForecastStep {
    /// Says whether a week that it is late makes the certificate late.
    #[must_use]
    pub fn is_critical(&self) -> bool {
        self.slack_days < 7
    }

    /// Returns its slack in words: `decides the day`, `3 weeks`.
    #[must_use]
    pub fn slack_words(&self) -> String {
        match self.slack_days {
            0..7 => "decides the day".to_owned(),
            7..14 => "1 week".to_owned(),
            SLACK_MAX.. => "more than a year".to_owned(),
            days => format!("{} weeks", days / 7),
        }
    }
}

impl Forecast {
    /// Returns the phases that decide the day.
    pub fn critical(&self) -> impl Iterator<Item = &ForecastStep> {
        self.steps.iter().filter(|step| step.is_critical())
    }

    /// Returns the chain that decides the day, in a line: `1 Scope → 2 Risk → … → 2027-06-11`.
    #[must_use]
    pub fn chain(&self) -> String {
        let phases = self.critical().map(|step| format!("{} {}", step.number, step.title));
        phases.chain([self.on.to_string()]).collect::<Vec<_>>().join(" → ")
    }
}

/// Forecasts the certificate from what holds today.
#[must_use]
pub fn forecast(facts: &Facts) -> Forecast {
    let honest = Lay { early: Early::Pushed, ..Lay::SHORTEST };
    let dates = laid(facts, honest);
    let on = dates.certificate_on().max(facts.today);
    let slack = |number: u32| {
        let stays = |days: u32| {
            let slipped = laid(facts, Lay { slip: Some(Slip { number, days }), ..honest });
            slipped.certificate_on() <= on
        };
        most(SLACK_MAX, stays)
    };
    let lanes = (1_u32..).zip(&dates.0).take(8).filter(|(_, lane)| lane.ends >= facts.today);
    let steps = lanes.map(|(number, lane)| ForecastStep {
        number,
        title: title(number),
        starts_on: lane.starts,
        ends_on: lane.ends,
        slack_days: slack(number),
        waits_for: waits_for(facts, &dates, number),
    });
    Forecast { on, steps: steps.collect() }
}

/// Says what a phase waits for: of several the one that ends last.
fn waits_for(facts: &Facts, dates: &Dates, number: u32) -> String {
    let begun = dates.0.get(number as usize - 1).is_some_and(|lane| lane.starts < facts.today);
    if begun {
        return "nothing: it has begun".to_owned();
    }
    let record = months("record");
    match number {
        1 => "the day on which work begins".to_owned(),
        2 => "the scope".to_owned(),
        3 => "the risks".to_owned(),
        4 => "the first controls that were decided".to_owned(),
        5 => {
            let records = weeks("record-before-audit");
            let recorded = after_weeks(dates.of(4).starts, records);
            if recorded >= dates.of(3).ends {
                format!("{records} weeks of records to look at")
            } else {
                "the statement of applicability".to_owned()
            }
        }
        6 => {
            let booking = weeks("booking");
            let booked = monday_from(after_weeks(facts.today, booking));
            // As it is laid: the body reads what each of them wrote.
            let last = [5, 3, 2, 1].into_iter().max_by_key(|number| (dates.of(*number).ends, *number));
            let lane = dates.of(6);
            if lane.starts > lane.honest {
                "the day that was set for it".to_owned()
            } else if last.is_none_or(|last| booked > monday_after(dates.of(last).ends)) {
                format!("an auditor of the body, booked {booking} weeks ahead")
            } else {
                match last {
                    Some(1) => "the scope".to_owned(),
                    Some(2) => "the risks".to_owned(),
                    Some(3) => "the statement of applicability".to_owned(),
                    Some(_) | None => "internal audit and management review".to_owned(),
                }
            }
        }
        7 => {
            let mended = after_weeks(monday_after(dates.of(6).ends), weeks("between-stages"));
            if monday_from(after_months(dates.of(4).starts, record)) >= mended {
                format!("{record} months of records")
            } else {
                format!("{} weeks to mend what Stage 1 raises", weeks("between-stages"))
            }
        }
        8 => format!(
            "Stage 2, then {} weeks for findings and {} for the decision",
            weeks("closing"),
            weeks("decision")
        ),
        _ => "the certificate".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use model::Span;

    use super::super::{Given, Trait, schedule};
    use super::*;

    const TODAY: Date = Date::constant(2026, 11, 22);

    fn facts() -> Facts {
        Facts { people: Some(60), sites: 1, traits: vec![Trait::Software], ..Facts::on(TODAY) }
    }

    #[test]
    fn the_forecast_is_the_earliest_honest_day_and_a_chain_leads_to_it() {
        let small = Facts { people: Some(10), sites: 1, ..Facts::on(TODAY) };
        let found = forecast(&small);
        assert_eq!(found.on, schedule(&small).earliest_on);
        let critical: Vec<u32> = found.critical().map(|step| step.number).collect();
        assert_eq!(critical.first(), Some(&1), "{found:?}");
        assert_eq!(critical.last(), Some(&8));
        assert!(found.chain().ends_with(&format!("8 Certificate → {}", found.on)), "{}", found.chain());
        assert!(found.steps.iter().any(|step| !step.is_critical()), "{found:?}");
    }

    #[test]
    fn a_phase_may_be_late_by_its_slack_and_by_no_day_more() {
        let honest = Lay { early: Early::Pushed, ..Lay::SHORTEST };
        let found = forecast(&facts());
        for step in &found.steps {
            let number = step.number;
            let then =
                |days| laid(&facts(), Lay { slip: Some(Slip { number, days }), ..honest }).certificate_on();
            assert!(then(step.slack_days) <= found.on, "{step:?}");
            assert!(then(step.slack_days + 1) > found.on, "{step:?}");
        }
    }

    #[test]
    fn stage_2_waits_for_what_ends_last() {
        let waits = |facts: &Facts| {
            let found = forecast(facts);
            found.steps.iter().find(|step| step.number == 7).expect("there").waits_for.clone()
        };
        let operates = |starts_on: Date| {
            let given = vec![Given { number: 4, starts_on: Some(starts_on), ends_on: None }];
            Facts { given, ..facts() }
        };
        assert_eq!(
            waits(&operates(TODAY.saturating_add(Span::new().days(300)))),
            "4 weeks to mend what Stage 1 raises"
        );
        let late = vec![
            Given { number: 4, starts_on: Some(TODAY.saturating_add(Span::new().days(300))), ends_on: None },
            Given {
                number: 5,
                starts_on: Some(TODAY.saturating_add(Span::new().days(-60))),
                ends_on: Some(TODAY),
            },
        ];
        assert_eq!(waits(&Facts { given: late, begun: vec![5], ..facts() }), "3 months of records");
    }

    #[test]
    fn a_phase_with_errors_is_not_over_on_its_planned_day() {
        let days = |days: i64| TODAY.saturating_add(Span::new().days(days));
        let given = vec![Given { number: 1, starts_on: Some(days(-60)), ends_on: Some(days(-30)) }];
        let over = Facts { given, begun: vec![1], ..facts() };
        assert!(forecast(&over).steps.iter().all(|step| step.number != 1));
        let found = forecast(&Facts { unfinished: vec![1], ..over });
        let scope = found.steps.iter().find(|step| step.number == 1).expect("it goes on");
        assert!(scope.ends_on >= TODAY, "{scope:?}");
        assert!(scope.is_critical());
    }
}
