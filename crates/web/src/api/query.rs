//! The query of an address: only fields that the address knows, each once, each readable.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::Date;

use super::problem::{Problem, Wrong};
use super::schema::is_full_date;
use crate::fields::Fields;

/// How many of a list are answered where nothing is said.
const LIMIT: usize = 50;
/// How many of a list are answered at most.
pub const LIMIT_MAX: usize = 200;

/// How long a field of a query may be.
pub const TEXT_MAX: usize = 1000;

/// A query, and what was wrong with it so far.
pub struct Query<'a> {
    fields: &'a Fields,
    wrong: Vec<Wrong>,
}

impl<'a> Query<'a> {
    /// Reads a query whose fields are among those of a list.
    pub fn of(fields: &'a Fields, is_known: impl Fn(&str) -> bool) -> Self {
        let mut wrong = Vec::new();
        for (place, (name, value)) in fields.0.iter().enumerate() {
            let shown = super::schema::escaped(name);
            if !is_known(name) {
                wrong.push(Wrong::at(shown, "there is no such field in this query"));
            } else if fields.0[..place].iter().any(|(known, _)| known == name) {
                wrong.push(Wrong::at(shown, "it stands twice; expected it once"));
            } else if value.is_empty() {
                wrong.push(Wrong::at(shown, "it is empty; leave it out, or say something"));
            } else if value.chars().count() > TEXT_MAX {
                wrong.push(Wrong::at(shown, format!("expected at most {TEXT_MAX} characters")));
            }
        }
        Self { fields, wrong }
    }

    /// Returns the text of a field; nothing where it did not come.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.fields.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns a day.
    pub fn day(&mut self, name: &str) -> Option<Date> {
        let text = self.text(name)?;
        let day = text.parse().ok().filter(|_| is_full_date(text));
        if day.is_none() {
            self.wrong.push(Wrong::at(name, "expected a date such as 2026-03-31"));
        }
        day
    }

    /// Returns a whole number.
    pub fn number(&mut self, name: &str) -> Option<u64> {
        let text = self.text(name)?;
        let digits = text.len() <= 15 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse().ok().filter(|_| digits);
        if number.is_none() {
            self.wrong.push(Wrong::at(name, "expected a whole number"));
        }
        number
    }

    /// Returns one of a few words.
    pub fn word(&mut self, name: &str, words: &[&'static str]) -> Option<&'static str> {
        let text = self.text(name)?;
        let word = words.iter().copied().find(|word| *word == text);
        if word.is_none() {
            self.wrong.push(Wrong::at(name, format!("expected one of {}", words.join(", "))));
        }
        word
    }

    /// Returns how many are asked for.
    pub fn limit(&mut self) -> usize {
        let Some(number) = self.number("limit") else { return LIMIT };
        let limit = usize::try_from(number).unwrap_or(0);
        if !(1..=LIMIT_MAX).contains(&limit) {
            self.wrong.push(Wrong::at("limit", format!("expected a number from 1 to {LIMIT_MAX}")));
        }
        limit.clamp(1, LIMIT_MAX)
    }

    /// Returns what stands in a cursor.
    pub fn after(&mut self) -> Option<Vec<String>> {
        let text = self.text("after")?;
        let bytes = URL_SAFE_NO_PAD.decode(text).ok();
        let read = bytes.and_then(|bytes| serde_json::from_slice::<Vec<String>>(&bytes).ok());
        if read.is_none() {
            self.wrong_cursor();
        }
        read
    }

    /// Notes that a cursor is none of ours.
    pub fn wrong_cursor(&mut self) {
        self.wrong.push(Wrong::at("after", "expected the cursor that the answer before gave"));
    }

    /// Notes that a field is not as expected.
    pub fn wrong(&mut self, name: &str, words: impl Into<String>) {
        self.wrong.push(Wrong::at(name, words));
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// What was wrong with the query.
    pub fn end(self) -> Result<(), Problem> {
        if self.wrong.is_empty() { Ok(()) } else { Err(Problem::unreadable(self.wrong)) }
    }
}

/// Writes a cursor: what follows begins after it.
#[must_use]
pub fn cursor(parts: &[&str]) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(parts).expect("plain data"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_says_of_each_field_what_is_wrong() {
        let fields = Fields::read("limit=0&colour=red&q=&sort=a&sort=b&after=x");
        let mut query = Query::of(&fields, |name| ["limit", "q", "sort", "after"].contains(&name));
        query.limit();
        query.after();
        let wrong = query.end().expect_err("wrong").errors;
        let places: Vec<&str> = wrong.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(places, ["colour", "q", "sort", "limit", "after"]);
    }

    #[test]
    fn a_cursor_reads_back_what_it_was_made_of() {
        let text = format!("after={}", cursor(&["ž,\u{0}", "R-1"]));
        let fields = Fields::read(&text);
        let mut query = Query::of(&fields, |_| true);
        assert_eq!(query.after(), Some(vec!["ž,\u{0}".to_owned(), "R-1".to_owned()]));
    }
}
