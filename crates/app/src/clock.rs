//! The clock: read here and nowhere else, so that everything behind it can be played at any time.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::Date;

/// What time it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// As the system says.
    System,
    /// Always this: microseconds since 1970-01-01T00:00:00Z.
    Fixed(i64),
}

impl Clock {
    /// Returns microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn micros(self) -> i64 {
        match self {
            Self::System => Timestamp::now().as_microsecond(),
            Self::Fixed(micros) => micros,
        }
    }
}

/// Returns the day of a moment in a time zone; an unknown zone counts as UTC.
#[must_use]
pub fn civil_day(micros: i64, zone: &str) -> Date {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let moment = Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH);
    moment.to_zoned(zone).date()
}

/// Turns moments into days of one time zone, and is quick where they come in order.
#[derive(Debug, Clone)]
pub(crate) struct Days {
    zone: TimeZone,
    name: String,
    /// The day found last, with the moments between which it holds.
    last: Option<(i64, i64, Date)>,
}

impl Days {
    /// Returns days in UTC until a time zone is known.
    pub(crate) fn utc() -> Self {
        Self { zone: TimeZone::UTC, name: String::new(), last: None }
    }

    /// Takes another time zone; an unknown one counts as UTC.
    pub(crate) fn set_zone(&mut self, name: &str) {
        if name != self.name {
            self.zone = TimeZone::get(name).unwrap_or(TimeZone::UTC);
            name.clone_into(&mut self.name);
            self.last = None;
        }
    }

    /// Returns the day of a moment.
    pub(crate) fn day(&mut self, micros: i64) -> Date {
        if let Some((from, to, day)) = self.last
            && (from..to).contains(&micros)
        {
            return day;
        }
        let moment = Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH);
        let zoned = moment.to_zoned(self.zone.clone());
        let day = zoned.date();
        let bounds = zoned.start_of_day().and_then(|start| Ok((start.clone(), start.tomorrow()?)));
        self.last = bounds
            .ok()
            .map(|(from, to)| (from.timestamp().as_microsecond(), to.timestamp().as_microsecond(), day));
        day
    }
}
