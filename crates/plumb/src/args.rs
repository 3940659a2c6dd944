//! Arguments that many commands share: where the records lie, of which day, who writes.

use std::path::PathBuf;
use std::str::FromStr;

use app::Access;
use clap::Args;
use jiff::ToSpan as _;
use model::Date;

use crate::screen::When;

/// Where the records lie, and how results are shown.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// The data folder; else PLUMB_DATA, else the one *.plumb folder here
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "PLUMB_DATA",
        hide_env = true,
        help_heading = "Everywhere"
    )]
    pub data: Option<PathBuf>,
    /// A server instead of a folder; else PLUMB_SERVER; its token is the one that plumb login keeps, or of PLUMB_TOKEN_FILE
    #[arg(long, global = true, value_name = "URL", help_heading = "Everywhere")]
    pub server: Option<app::identity::Url>,
    /// The organisation, by name, where the folder holds several
    #[arg(long, global = true, value_name = "NAME", help_heading = "Everywhere")]
    pub org: Option<String>,
    /// Results as JSON, with the name of their shape
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub json: bool,
    /// When to colour
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        help_heading = "Everywhere"
    )]
    pub color: When,
}

/// Which day is read.
#[derive(Debug, Clone, Default, Args)]
pub struct Reads {
    /// The records as they stood at the end of that day
    #[arg(long, value_name = "DATE", allow_hyphen_values = true, help_heading = "Reading")]
    pub as_of: Option<Day>,
}

/// Who writes, and whether in earnest.
#[derive(Debug, Clone, Default, Args)]
pub struct Writes {
    /// Who acts, by id or name, where nobody has a membership: nobody checks it, and the history says so [default: the first person]
    #[arg(long = "as", value_name = "PERSON", help_heading = "Writing")]
    pub acting: Option<String>,
    /// Why; kept with the change
    #[arg(long, value_name = "TEXT", help_heading = "Writing")]
    pub because: Option<String>,
    /// Show what would be written, and write nothing
    #[arg(long, short = 'n', help_heading = "Writing")]
    pub dry_run: bool,
}

impl Writes {
    /// Returns how the folder is opened: only a write in earnest needs it alone.
    pub fn access(&self) -> Access {
        if self.dry_run { Access::Read } else { Access::Write }
    }
}

/// A day as people type it: `2026-03-31`, `today`, `yesterday`, `+30d`, `-2w`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// This date.
    Date(Date),
    /// So many days from today.
    FromToday(i32),
}

impl Day {
    /// Returns the date, when today is known.
    pub fn on(self, today: Date) -> Date {
        match self {
            Self::Date(date) => date,
            Self::FromToday(days) => today.saturating_add(days.days()),
        }
    }
}

impl FromStr for Day {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim().to_lowercase();
        match text.as_str() {
            "today" | "now" => return Ok(Self::FromToday(0)),
            "yesterday" => return Ok(Self::FromToday(-1)),
            "tomorrow" => return Ok(Self::FromToday(1)),
            _ => {}
        }
        if let Some(days) = from_today(&text) {
            return Ok(Self::FromToday(days));
        }
        <Date as model::Value>::read(&text).map(Self::Date).map_err(|_| {
            format!("\"{text}\" is not a day; expected a date such as 2026-03-31, yesterday, -30d or +2w")
        })
    }
}

/// Reads `+30d`, `-2w`, `+3m`, `-1y` as a number of days.
fn from_today(text: &str) -> Option<i32> {
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let unit = text.chars().last()?;
    let number: i32 = text.get(1..text.len() - unit.len_utf8())?.parse().ok()?;
    let days = match unit {
        'd' => 1,
        'w' => 7,
        'm' => 30,
        'y' => 365,
        _ => return None,
    };
    (0..=2000).contains(&number).then_some(sign * number * days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_type_it() {
        let today = jiff::civil::date(2026, 11, 21);
        for (typed, meant) in [
            ("2026-03-31", "2026-03-31"),
            ("today", "2026-11-21"),
            ("Yesterday", "2026-11-20"),
            ("+30d", "2026-12-21"),
            ("-2w", "2026-11-07"),
        ] {
            assert_eq!(typed.parse::<Day>().expect("a day").on(today).to_string(), meant);
        }
        for wrong in ["31.3.2026", "2026-02-30", "+d", "-999999d", "", "+"] {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
    }
}
