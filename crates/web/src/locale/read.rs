//! Days and numbers as people type them: in the signs of their locale, and always in the plain form too.

use model::{Date, Decimal, Problem, Shape, Value as _};

use super::known::{Locale, Order, PLAIN};

/// The longest number that is read, in characters.
const NUMBER_MAX: usize = 40;
/// What parts thousands, whoever types it: blanks and apostrophes never stand for anything else.
const PARTS: [char; 6] = [' ', '\u{a0}', '\u{202f}', '\u{2009}', '\'', '’'];

impl Locale {
    /// Reads a number as people type it, and returns its plain form: `1.234,5` is `1234.5` where commas stand before fractions.
    ///
    /// What the locale reads in its own way counts so; all else is as it was, for the plain form to be read from.
    #[must_use]
    pub fn number(&self, typed: &str) -> Option<String> {
        let text = typed.trim();
        if text.is_empty() || text.chars().count() > NUMBER_MAX {
            return None;
        }
        let (sign, digits) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(digits) => ("-", digits.trim_start()),
            None => ("", text),
        };
        let (whole, fraction) = match digits.split_once(self.point) {
            Some((whole, fraction)) if is_digits(fraction) => (whole, Some(fraction)),
            Some(_) => return None,
            None => (digits, None),
        };
        let whole = self.ungrouped(whole)?;
        Some(
            fraction.map_or_else(|| format!("{sign}{whole}"), |fraction| format!("{sign}{whole}.{fraction}")),
        )
    }

    /// Takes thousands together again, where they are parted by one sign and each has three digits.
    fn ungrouped(&self, whole: &str) -> Option<String> {
        if is_digits(whole) {
            return Some(whole.to_owned());
        }
        let is_part = |sign: char| PARTS.contains(&sign) || self.group.contains(sign);
        let sign = whole.chars().find(|sign| !sign.is_ascii_digit()).filter(|sign| is_part(*sign))?;
        let mut groups = whole.split(sign);
        let first = groups.next().filter(|first| is_digits(first) && first.len() <= 3)?;
        let is_sound = !first.starts_with('0') && groups.clone().all(|one| is_digits(one) && one.len() == 3);
        is_sound.then(|| groups.fold(first.to_owned(), |whole, group| whole + group))
    }

    /// Returns the text of a value of a shape out of what was typed; what is none stays as it was typed.
    #[must_use]
    pub fn typed_number(&self, shape: &Shape, text: &str) -> String {
        let is_number = [Shape::Number, Shape::Decimal].contains(shape.bare());
        self.number(text).filter(|_| is_number).unwrap_or_else(|| text.to_owned())
    }

    /// Reads a day in numbers in the order of the locale: `31.3.2026`, `31/03`; without a year the next such day.
    #[must_use]
    pub fn day_in_numbers(&self, typed: &str, today: Date) -> Option<Date> {
        let text: String = typed.chars().filter(|sign| !sign.is_whitespace()).take(NUMBER_MAX).collect();
        let sign = text.chars().find(|sign| !sign.is_ascii_digit())?;
        let may_be: &[char] = if self.order == Order::Day { &['.', '/', '-'] } else { &['/', '-'] };
        if !may_be.contains(&sign) {
            return None;
        }
        let text = if sign == '.' { text.strip_suffix('.').unwrap_or(&text) } else { &text };
        let parts: Vec<&str> = text.split(sign).collect();
        let short = |part: &str| (1..=2).contains(&part.len()).then(|| part.parse::<i8>().ok()).flatten();
        let (first, second) = (short(parts.first()?)?, short(parts.get(1)?)?);
        let (day, month) = if self.order == Order::Day { (first, second) } else { (second, first) };
        let on = |year: i16| Date::new(year, month, day).ok();
        match parts.get(2..)? {
            [] => on(today.year()).filter(|day| *day >= today).or_else(|| on(today.year().checked_add(1)?)),
            [year] if year.len() == 4 && is_digits(year) => {
                on(year.parse().ok()?).filter(|day| Date::read(&day.to_string()).is_ok())
            }
            _ => None,
        }
    }

    /// Says what is the matter with a value, and what was expected, with an example as the locale writes it.
    #[must_use]
    pub fn problem(&self, problem: &Problem) -> String {
        let expected = |now: Option<Problem>| now.is_some_and(|now| now.expected == problem.expected);
        if *self == PLAIN {
            return problem.to_string();
        }
        let expected = if expected(Decimal::read("").err()) {
            let example = |text: &str| self.told(&Shape::Decimal, text);
            format!("a number such as 4, {} or {}", example("0.63"), example("12345.5"))
        } else if expected(Date::read("").err()) {
            let day = Date::constant(2026, 3, 31);
            format!("a date such as {day}, {} or +30d", self.short_day(day))
        } else {
            return problem.to_string();
        };
        Problem::new(problem.message.clone()).expected(expected).to_string()
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|sign| sign.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::known::KNOWN;
    use super::*;

    fn in_words(tag: &str) -> &'static Locale {
        Locale::named(tag).expect("known")
    }

    /// Reads a number as a form does: what is not read in the locale's way is read in the plain one.
    fn read(locale: &Locale, text: &str) -> Option<Decimal> {
        Decimal::parse(&locale.typed_number(&Shape::Decimal, text))
    }

    #[test]
    fn what_a_form_or_a_page_shows_is_read_as_the_same_number_in_every_locale() {
        let mut texts: Vec<String> =
            ["0", "-1", "0.001", "999999999.123456789", "1234567", "-1000"].map(str::to_owned).to_vec();
        // Each length before and behind the point, so that every place where a sign may stand is met.
        for whole in 1..=9_usize {
            texts.push("1234567890"[..whole].to_owned());
            texts.push("9000000000"[..whole].to_owned());
            for fraction in 1..=9_usize {
                texts.push(format!("{}.{}", &"1234567890"[..whole], &"123456789"[..fraction]));
                texts.push(format!("-{}.{}", &"9000000000"[..whole], &"000000001"[9 - fraction..]));
            }
        }
        for locale in KNOWN.iter().chain([&PLAIN]) {
            for text in &texts {
                let number = Decimal::parse(text).expect(text);
                let text = number.to_string();
                for shown in [locale.in_form(&Shape::Decimal, &text), locale.decimal(number)] {
                    assert_eq!(read(locale, &shown), Some(number), "{}: {shown}", locale.tag);
                }
            }
        }
    }

    #[test]
    fn what_a_form_or_a_page_shows_is_read_as_the_same_day_in_every_locale() {
        let today = Date::constant(2026, 11, 22);
        for locale in KNOWN {
            for (month, day) in [(1, 2), (2, 28), (3, 31), (12, 1), (12, 31), (11, 22)] {
                let day = Date::constant(2027, month, day);
                let read = |text: &str| crate::pages::naming::day_in(locale, text, today);
                for shown in [locale.short_day(day), day.to_string()] {
                    assert_eq!(read(&shown), Ok(day), "{}: {shown}", locale.tag);
                }
                let soon = read(&locale.brief_day(day)).expect("a day");
                assert_eq!((soon.month(), soon.day()), (day.month(), day.day()), "{}", locale.tag);
            }
        }
    }

    #[test]
    fn one_text_is_another_number_elsewhere_and_the_plain_form_is_read_everywhere() {
        for (tag, text, is) in [
            ("en-GB", "1.234", "1.234"),
            ("en-GB", "1,234", "1234"),
            ("en-GB", "1,234,567.5", "1234567.5"),
            ("de-DE", "1.234", "1234"),
            ("de-DE", "1,234", "1.234"),
            ("de-DE", "1234.5", "1234.5"),
            ("de-DE", "0.950", "0.95"),
            ("de-DE", "1 234,5", "1234.5"),
            ("de-CH", "1'234.5", "1234.5"),
            ("fr-FR", "1 234,5", "1234.5"),
            ("cs-CZ", "\u{2212}1\u{a0}234,5", "-1234.5"),
            ("pl-PL", "1234.5", "1234.5"),
        ] {
            assert_eq!(
                read(in_words(tag), text).map(|number| number.to_string()).as_deref(),
                Some(is),
                "{tag} {text}"
            );
        }
        for (tag, text) in [
            ("en-GB", "1,23,456"),
            ("en-GB", "1,234.5.6"),
            ("de-DE", "1.234.56"),
            ("de-DE", "1,2,3"),
            ("de-DE", "1.234 567"),
            ("fr-FR", "1 2345"),
            ("fr-FR", "01 234"),
            ("en-GB", "1,234."),
            ("en-GB", "\0"),
            ("en-GB", "--1"),
            ("en-GB", "1e3"),
            ("en-GB", "１２"),
        ] {
            assert_eq!(read(in_words(tag), text), None, "{tag} {text}");
        }
        assert_eq!(in_words("de-DE").number(&"1".repeat(10_000)), None);
        assert_eq!(in_words("de-DE").typed_number(&Shape::Line, "1.234"), "1.234", "words stay");
    }

    #[test]
    fn a_day_in_numbers_is_read_in_the_order_of_the_locale() {
        let today = Date::constant(2026, 11, 22);
        let march = Some(Date::constant(2026, 3, 4));
        for (tag, text, is) in [
            ("en-GB", "04/03/2026", march),
            ("en-US", "3/4/2026", march),
            ("fr-FR", "4/3/2026", march),
            ("cs-CZ", "4. 3. 2026", march),
            ("de-DE", "4.3.", Some(Date::constant(2027, 3, 4))),
            ("nl-NL", "04-03-2026", march),
            ("en-US", "4.3.2026", None),
            ("en-US", "31/3/2026", None),
            ("en-GB", "3/31/2026", None),
            ("de-DE", "4.3.26", None),
            ("de-DE", "4.3/2026", None),
            ("de-DE", "4.3.2026.1", None),
            ("de-DE", "30.2.2026", None),
            ("de-DE", "1.1.0001", None),
            ("de-DE", "2026-03-04", None),
            ("de-DE", "", None),
        ] {
            assert_eq!(in_words(tag).day_in_numbers(text, today), is, "{tag} {text}");
        }
    }

    #[test]
    fn what_is_refused_says_what_was_expected_as_the_reader_writes_it() {
        let german = in_words("de-DE");
        let number = Decimal::read("viel").expect_err("no number");
        let day = Date::read("bald").expect_err("no day");
        assert_eq!(
            german.problem(&number),
            "\"viel\" is not a number; expected a number such as 4, 0,63 or 12.345,5"
        );
        assert_eq!(
            german.problem(&day),
            "\"bald\" is not a date; expected a date such as 2026-03-31, 31.03.2026 or +30d"
        );
        assert_eq!(PLAIN.problem(&number), number.to_string());
        let other = Problem::new("no");
        assert_eq!(german.problem(&other), "no");
    }
}
