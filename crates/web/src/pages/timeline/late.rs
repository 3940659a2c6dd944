//! The day wanted, the forecast against it, and the chain of phases that makes it late.

use diagnostics::Diagnostic;
use maud::{Markup, html};
use model::Date;
use reports::timeline::{LaneState, Timeline};
use rules::phase_of;
use standards::schedule::Forecast;

use super::range::days_between;
use crate::locale::locale;
use crate::pages::naming::{counted, told};
use crate::pages::readiness::shown::fix_at;
use crate::parts::{Status, chip};
use crate::rail::long_day;
use crate::visit::Visit;

/// Returns how the engagement stands: the day wanted and the forecast, or the certificate that holds.
pub(super) fn standing(visit: &Visit, way: &Timeline) -> Markup {
    let schedule = &way.schedule;
    if let Some(cycle) = &schedule.cycle {
        return html! {
            p.lead {
                span { "Certified since " b { (long_day(cycle.decided_on)) } }
                span { "until " b { (long_day(cycle.expires_on)) } }
                span { "next: " b { (cycle.next.title()) } ", by " (long_day(cycle.by)) }
            }
            p.secondary.small { (locale().days_in(&crate::pages::record::capital(&schedule.wanted.words()))) "." }
        };
    }
    let Some(forecast) = &way.forecast else { return html! {} };
    let (word, status) = against(forecast.on, schedule.wanted.on());
    html! {
        p.lead {
            span { "First certification" }
            @match schedule.wanted.on() {
                Some(on) => span { "wanted by " b { (long_day(on)) } },
                None => span { a href=(visit.at("/plan#change")) { "no day is wanted yet" } },
            }
            span { "forecast " b { (long_day(forecast.on)) } @if !word.is_empty() { ", " (chip(status, &word)) } }
        }
    }
}

/// Says what the forecast is made of; nothing once a certificate holds.
pub(super) fn made_of(visit: &Visit, way: &Timeline) -> Markup {
    html! {
        @if way.forecast.is_some() {
            p.secondary.small {
                "The forecast is the earliest day if nothing more is lost from today: the dates of the plan, a phase with errors past its end moved to this week, and the times that a certification body needs. "
                a href=(visit.at("/plan#forecast")) { "What decides the day" }
            }
        }
    }
}

/// Returns how a forecast stands to the day wanted.
fn against(forecast: Date, wanted: Option<Date>) -> (String, Status) {
    let Some(wanted) = wanted else { return (String::new(), Status::NotStarted) };
    let days = days_between(wanted, forecast);
    let apart = |days: i64| counted(usize::try_from(days).unwrap_or(0), "day", "days");
    match days {
        1.. => (format!("{} after the day wanted", apart(days)), Status::Attention),
        0 => ("on the day wanted".to_owned(), Status::Met),
        _ => (format!("{} before the day wanted", apart(-days)), Status::Met),
    }
}

/// Says whether the certificate is expected later than it is wanted, or than planned where no day is.
pub(super) fn is_late(way: &Timeline, forecast: &Forecast) -> bool {
    forecast.on > way.schedule.wanted.on().unwrap_or(way.schedule.certificate_on)
}

/// Returns the chain that makes the certificate late, with what it begins with; nothing where it is not late.
pub(super) async fn because(visit: &Visit, way: &Timeline, errors: &[&Diagnostic]) -> Markup {
    let Some(forecast) = way.forecast.as_ref().filter(|forecast| is_late(way, forecast)) else {
        return html! {};
    };
    let (cause, named) = cause(visit, way, forecast, errors).await;
    let chain = forecast.critical().skip(named).map(|step| format!("{} {}", step.number, step.title));
    let chain: Vec<String> = chain.collect();
    html! {
        p.lead {
            span {
                b { "Late because: " } (cause)
                @for step in &chain { " → " (step) }
                " → " (locale().short_day(forecast.on))
            }
            @if !visit.reads_only() {
                span { a href="/portfolio/remind" title="messages to whom something late waits for" { "Remind" } }
                span { a href=(visit.at("/plan#change")) { "Change dates" } }
            }
        }
    }
}

/// Returns what the chain begins with, and how many of its phases that names: the first error of a phase that should be over,
/// else what its first phase waits for.
async fn cause(
    visit: &Visit,
    way: &Timeline,
    forecast: &Forecast,
    errors: &[&Diagnostic],
) -> (Markup, usize) {
    let Some(step) = forecast.critical().next() else {
        return (html! { "the phases take that long" }, 0);
    };
    let is_late = way.lanes.iter().any(|lane| lane.number == step.number && lane.state == LaneState::Late);
    let first = errors.iter().find(|one| is_late && phase_of(one.code).number() == step.number);
    match first {
        Some(one) => {
            let age = age(visit, one).await;
            let words = html! {
                a href=(fix_at(visit, one)) { (told(visit.isms(), &one.message)) }
                @if let Some(days) = age { " (" (counted(days, "day", "days")) ")" }
            };
            (words, 0)
        }
        None if step.starts_on <= visit.today => {
            let until = locale().short_day(step.ends_on);
            (html! { (step.number) " " (step.title) " takes until " (until) }, 1)
        }
        None => (html! { (step.title) " waits for " (step.waits_for) }, 0),
    }
}

/// Returns for how many days the values that an error rests on have stood; nothing where that is not known.
async fn age(visit: &Visit, one: &Diagnostic) -> Option<usize> {
    let mut proven = [one.clone()];
    if !visit.is_past() {
        visit.books.prove(&mut proven, 1).await.ok()?;
    }
    let set =
        proven[0].proof.iter().filter_map(|proof| proof.set.as_ref().map(|(stamp, _)| stamp.on)).max()?;
    usize::try_from(days_between(set, visit.today)).ok().filter(|days| *days > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forecast_is_told_against_the_day_wanted_in_days() {
        let day = Date::constant;
        let wanted = Some(day(2026, 9, 30));
        let words = |on| against(on, wanted).0;
        assert_eq!(words(day(2026, 10, 14)), "14 days after the day wanted");
        assert_eq!(words(day(2026, 10, 1)), "1 day after the day wanted");
        assert_eq!(words(day(2026, 9, 30)), "on the day wanted");
        assert_eq!(words(day(2026, 9, 28)), "2 days before the day wanted");
        assert_eq!(against(day(2026, 10, 14), wanted).1, Status::Attention);
        assert_eq!(against(day(2026, 10, 14), None).0, "");
    }
}
