//! The locales that are known, as a table.

use jiff::civil::Weekday;

/// How a language and a country write days, times and numbers.
#[derive(Debug, PartialEq, Eq)]
pub struct Locale {
    /// Its name: `de-CH`.
    pub tag: &'static str,
    /// A day, in the signs of `strftime`.
    pub day: &'static str,
    /// A day without its year.
    pub brief: &'static str,
    /// What stands first where a day is typed in numbers.
    pub order: Order,
    /// What parts thousands.
    pub group: &'static str,
    /// What stands before the fraction.
    pub point: char,
    /// From how many digits on thousands are parted.
    pub group_from: usize,
    /// A time of day, in the signs of `strftime`.
    pub time: &'static str,
    /// The day that a week begins with.
    pub week: Weekday,
}

/// Which part stands first where a day is typed in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `31/3/2026`.
    Day,
    /// `3/31/2026`.
    Month,
}

/// What parts thousands where blanks do: a blank at which no line ends.
const BLANK: &str = "\u{a0}";
/// The same, narrow.
const NARROW: &str = "\u{202f}";

/// What is written for programs, and where nobody in particular reads: as it always was.
pub static PLAIN: Locale = Locale { tag: "en", group: "", ..ENGLISH };

const ENGLISH: Locale = Locale {
    tag: "en-GB",
    day: "%-d %b %Y",
    brief: "%-d %b",
    order: Order::Day,
    group: ",",
    point: '.',
    group_from: 4,
    time: "%H:%M",
    week: Weekday::Monday,
};

/// What most of the continent shares: a comma before the fraction, the day first, in numbers.
const CONTINENT: Locale =
    Locale { day: "%d.%m.%Y", brief: "%d.%m.", group: BLANK, point: ',', group_from: 4, ..ENGLISH };

/// All that are known; the first of a language stands for countries that are not.
pub static KNOWN: &[Locale] = &[
    ENGLISH,
    Locale {
        tag: "en-US",
        day: "%b %-d, %Y",
        brief: "%b %-d",
        order: Order::Month,
        time: "%-I:%M\u{a0}%p",
        week: Weekday::Sunday,
        ..ENGLISH
    },
    Locale { tag: "de-DE", group: ".", ..CONTINENT },
    Locale { tag: "de-CH", group: "’", point: '.', ..CONTINENT },
    Locale { tag: "fr-FR", day: "%d/%m/%Y", brief: "%d/%m", group: NARROW, ..CONTINENT },
    Locale { tag: "cs-CZ", day: "%-d.%-m.%Y", brief: "%-d.%-m.", ..CONTINENT },
    Locale { tag: "es-ES", day: "%-d/%-m/%Y", brief: "%-d/%-m", group: ".", group_from: 5, ..CONTINENT },
    Locale { tag: "it-IT", day: "%d/%m/%Y", brief: "%d/%m", group: ".", ..CONTINENT },
    Locale { tag: "nl-NL", day: "%d-%m-%Y", brief: "%d-%m", group: ".", ..CONTINENT },
    Locale { tag: "pl-PL", brief: "%d.%m", group_from: 5, ..CONTINENT },
    Locale { tag: "sv-SE", day: "%Y-%m-%d", brief: "%-d/%-m", ..CONTINENT },
    Locale {
        tag: "pt-PT",
        day: "%d/%m/%Y",
        brief: "%d/%m",
        group_from: 5,
        week: Weekday::Sunday,
        ..CONTINENT
    },
    Locale { tag: "da-DK", group: ".", ..CONTINENT },
    Locale { tag: "nb-NO", ..CONTINENT },
    Locale { tag: "fi-FI", day: "%-d.%-m.%Y", brief: "%-d.%-m.", ..CONTINENT },
    Locale { tag: "sk-SK", day: "%-d.%-m.%Y", brief: "%-d.%-m.", ..CONTINENT },
];

impl Locale {
    /// Returns the locale of a name, in any case of its letters; of a country that is not known, the first of its language.
    #[must_use]
    pub fn find(tag: &str) -> Option<&'static Self> {
        let language = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let exactly = KNOWN.iter().find(|known| known.tag.eq_ignore_ascii_case(tag));
        exactly.or_else(|| KNOWN.iter().find(|known| language(known.tag) == language(tag)))
    }

    /// Returns the locale of exactly this name.
    #[must_use]
    pub fn named(tag: &str) -> Option<&'static Self> {
        KNOWN.iter().find(|known| known.tag == tag)
    }
}
