//! Readings as a line with the target, drawn by the server; the table beside it says the same.

use maud::{Markup, html};
use model::records::Measure;
use model::{Date, Decimal, Shape};

use super::{readings, with_unit};
use crate::locale::locale;
use crate::pages::naming::short_day;
use crate::visit::Visit;

/// The picture's size, and the room around its lines.
const WIDE: f64 = 720.0;
const HIGH: f64 = 240.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 28.0;
/// How many readings are drawn.
const POINTS_MAX: usize = 200;

/// Where days and numbers stand.
struct Scale {
    from: Date,
    days: f64,
    low: f64,
    high: f64,
}

impl Scale {
    fn of(points: &[(Date, f64)], target: Option<f64>) -> Option<Self> {
        let (first, last) = (points.first()?.0, points.last()?.0);
        let values = || points.iter().map(|(_, value)| *value).chain(target);
        let low = values().fold(f64::INFINITY, f64::min);
        let high = values().fold(f64::NEG_INFINITY, f64::max);
        // A little room, so that no line lies on the edge; a flat line stands in the middle.
        let room = if high - low > f64::EPSILON { (high - low) * 0.12 } else { high.abs().max(1.0) * 0.1 };
        let floor = if low >= 0.0 { (low - room).max(0.0) } else { low - room };
        Some(Self { from: first, days: days(first, last).max(1.0), low: floor, high: high + room })
    }

    fn x(&self, on: Date) -> f64 {
        LEFT + days(self.from, on) / self.days * (WIDE - LEFT - RIGHT)
    }

    fn y(&self, value: f64) -> f64 {
        TOP + (self.high - value) / (self.high - self.low) * (HIGH - TOP - BOTTOM)
    }

    /// Returns three to six round numbers along the side.
    fn ticks(&self) -> Vec<f64> {
        let whole = self.high - self.low;
        let power = 10_f64.powf((whole / 5.0).log10().floor());
        // The smallest round step that gives at most six numbers.
        let mut steps = [1.0, 2.0, 5.0, 10.0].iter().map(|by| by * power);
        let step = steps.find(|step| whole / step <= 6.0).unwrap_or(power * 10.0);
        let first = (self.low / step).ceil() * step;
        (0..12_u8).map(|at| first + f64::from(at) * step).take_while(|tick| *tick <= self.high).collect()
    }
}

fn days(from: Date, to: Date) -> f64 {
    from.until(to).map_or(0.0, |span| f64::from(span.get_days()))
}

/// Returns a number as it is drawn.
fn drawn(value: Decimal) -> Option<f64> {
    value.to_string().parse().ok().filter(|number: &f64| number.is_finite())
}

fn points(measure: &Measure, today: Date) -> Vec<(Date, f64)> {
    let all = readings(measure, today);
    let newest = &all[all.len().saturating_sub(POINTS_MAX)..];
    newest.iter().filter_map(|one| Some((one.on?, drawn(one.value?)?))).collect()
}

/// Returns the line of a list: no axis, only the way it goes.
pub(super) fn spark(measure: &Measure, today: Date) -> Markup {
    let points = points(measure, today);
    let target = measure.target.and_then(drawn);
    let Some(scale) = Scale::of(&points, target).filter(|_| points.len() > 1) else { return html! {} };
    html! {
        svg.spark width="120" height="40" viewBox={ "0 0 " (WIDE) " " (HIGH) } preserveAspectRatio="none" aria-hidden="true" {
            @if let Some(target) = target { line.chart-target x1="0" x2=(WIDE) y1=(short(scale.y(target))) y2=(short(scale.y(target))) {} }
            polyline.chart-line points=(line(&scale, &points)) {}
        }
    }
}

/// Returns the picture of the readings.
pub(super) fn chart(visit: &Visit, measure: &Measure) -> Markup {
    let points = points(measure, visit.today);
    let target = measure.target.and_then(drawn);
    let Some(scale) = Scale::of(&points, target) else { return html! {} };
    let missed = |on: Date| {
        let value = readings(measure, visit.today)
            .into_iter()
            .find(|one| one.on == Some(on))
            .and_then(|one| one.value);
        value.is_some_and(|value| measure.is_missed_by(value) == Some(true))
    };
    let unit = |value: f64| {
        measure.readings.iter().find_map(|one| one.value.filter(|known| drawn(*known) == Some(value)))
    };
    html! {
        figure.chart {
            svg viewBox={ "0 0 " (WIDE) " " (HIGH) } role="img" aria-label={ "readings of " (measure.title) "; the table below has the numbers" } {
                @for tick in scale.ticks() {
                    line.chart-tick x1=(LEFT) x2=(WIDE - RIGHT) y1=(short(scale.y(tick))) y2=(short(scale.y(tick))) {}
                    text.chart-word x=(LEFT - 8.0) y=(short(scale.y(tick) + 4.0)) text-anchor="end" { (locale().told(&Shape::Decimal, &tidy(tick))) }
                }
                @if let Some(target) = target {
                    line.chart-target x1=(LEFT) x2=(WIDE - RIGHT) y1=(short(scale.y(target))) y2=(short(scale.y(target))) {}
                }
                polyline.chart-line points=(line(&scale, &points)) {}
                @for (on, value) in &points {
                    circle.chart-point.chart-missed[missed(*on)] cx=(short(scale.x(*on))) cy=(short(scale.y(*value))) r="4" {
                        title { (short_day(*on)) ": " @if let Some(value) = unit(*value) { (with_unit(measure, value)) } }
                    }
                }
                // Last, so that no line crosses the word.
                @if let Some(target) = target {
                    text.chart-word x=(WIDE - RIGHT) y=(short(scale.y(target) - 5.0)) text-anchor="end" { "target" }
                }
                @if let (Some(first), Some(last)) = (points.first(), points.last()) {
                    text.chart-word x=(LEFT) y=(HIGH - 8.0) { (short_day(first.0)) }
                    @if last.0 != first.0 { text.chart-word x=(WIDE - RIGHT) y=(HIGH - 8.0) text-anchor="end" { (short_day(last.0)) } }
                }
            }
        }
    }
}

fn line(scale: &Scale, points: &[(Date, f64)]) -> String {
    let corners =
        points.iter().map(|(on, value)| format!("{},{}", short(scale.x(*on)), short(scale.y(*value))));
    corners.collect::<Vec<_>>().join(" ")
}

/// Returns a length with one place.
fn short(length: f64) -> String {
    format!("{length:.1}")
}

/// Returns a number of the side without noughts that say nothing.
fn tidy(tick: f64) -> String {
    let text = format!("{tick:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_greater_number_stands_higher_and_a_later_day_further_right() {
        let day = |day| Date::constant(2026, 3, day);
        let points = [(day(1), 90.0), (day(11), 97.0)];
        let scale = Scale::of(&points, Some(95.0)).expect("there are readings");
        assert!(scale.y(97.0) < scale.y(95.0) && scale.y(95.0) < scale.y(90.0));
        assert!((scale.x(day(1)) - LEFT).abs() < 0.01 && (scale.x(day(11)) - (WIDE - RIGHT)).abs() < 0.01);
        assert!((TOP..HIGH - BOTTOM).contains(&scale.y(97.0)) && scale.y(90.0) <= HIGH - BOTTOM);
        let ticks = scale.ticks();
        assert!((3..=8).contains(&ticks.len()), "{ticks:?}");
    }

    #[test]
    fn one_reading_and_readings_that_are_all_the_same_are_drawn() {
        for points in [vec![(Date::constant(2026, 3, 1), 0.0)], vec![(Date::constant(2026, 3, 1), 5.0); 3]] {
            let scale = Scale::of(&points, None).expect("there are readings");
            assert!(
                line(&scale, &points)
                    .split(' ')
                    .all(|corner| !corner.contains("NaN") && !corner.contains("inf"))
            );
            assert!(!scale.ticks().is_empty());
        }
        assert!(Scale::of(&[], None).is_none());
    }
}
