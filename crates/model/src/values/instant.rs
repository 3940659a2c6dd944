//! Points in time: a day and an hour, where a limit is counted in hours.

use jiff::civil::{Date, DateTime};

use super::{Problem, Shape, Value, clip};

impl Value for DateTime {
    fn text(&self) -> String {
        self.strftime("%Y-%m-%d %H:%M").to_string()
    }
    fn is_empty(&self) -> bool {
        false
    }
    fn read(text: &str) -> Result<Self, Problem> {
        let (day, hour) = text.trim().split_once([' ', 'T']).unwrap_or((text.trim(), "00:00"));
        let day = Date::read(day)?;
        let digits = |part: &str| {
            let short = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            if short { part.parse::<i8>().ok() } else { None }
        };
        let mut parts = hour.trim().split(':');
        let (hours, minutes) = (parts.next().and_then(digits), parts.next().and_then(digits));
        match (hours, minutes) {
            (Some(hours), Some(minutes)) if hours < 24 && minutes < 60 => Ok(day.at(hours, minutes, 0, 0)),
            _ => Err(Problem::new(format!("\"{}\" is not a time of day", clip(hour)))
                .expected("a day and an hour such as 2026-03-31 14:05")),
        }
    }
    fn shape() -> Shape {
        Shape::Line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_reads_back_what_it_shows_and_needs_an_hour_that_exists() {
        for (typed, meant) in [
            ("2026-03-31 14:05", "2026-03-31 14:05"),
            ("2026-03-31T9:05:10", "2026-03-31 09:05"),
            ("2026-03-31", "2026-03-31 00:00"),
        ] {
            assert_eq!(DateTime::read(typed).map(|time| time.text()).as_deref(), Ok(meant));
        }
        for bad in ["2026-03-31 24:00", "2026-03-31 noon", "14:05", "2026-03-31 1", "2026-03-31 -1:00"] {
            assert!(DateTime::read(bad).is_err(), "{bad}");
        }
    }
}
