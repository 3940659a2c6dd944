//! Dates, whole numbers and identifiers as values.

use jiff::civil::Date;
use uuid::Uuid;

use super::{Problem, Shape, Value};

impl Value for Date {
    fn text(&self) -> String {
        self.to_string()
    }
    fn is_empty(&self) -> bool {
        false
    }
    fn read(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        let problem = || {
            Problem::new(format!("\"{}\" is not a date", clip(text))).expected("a date such as 2026-03-31")
        };
        let date: Date = text.parse().map_err(|_| problem())?;
        if date.year() < 1900 || date.year() > 2200 {
            return Err(Problem::new(format!("the year {} cannot be meant", date.year()))
                .expected("a year between 1900 and 2200"));
        }
        Ok(date)
    }
    fn shape() -> Shape {
        Shape::Date
    }
}

impl Value for u32 {
    fn text(&self) -> String {
        self.to_string()
    }
    fn is_empty(&self) -> bool {
        false
    }
    fn read(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        text.parse().map_err(|_| {
            Problem::new(format!("\"{}\" is not a whole number", clip(text))).expected("a number such as 12")
        })
    }
    fn shape() -> Shape {
        Shape::Number
    }
}

impl Value for Uuid {
    fn text(&self) -> String {
        self.to_string()
    }
    fn is_empty(&self) -> bool {
        self.is_nil()
    }
    fn read(text: &str) -> Result<Self, Problem> {
        if text.trim().is_empty() {
            return Ok(Self::nil());
        }
        text.trim().parse().map_err(|_| Problem::new(format!("\"{}\" is not a uuid", clip(text))))
    }
    fn shape() -> Shape {
        Shape::Line
    }
}

/// Shortens what was typed, so that a message stays one line.
pub(crate) fn clip(text: &str) -> String {
    let shown = |sign: &char| !sign.is_control() && !super::text::turns_direction(*sign);
    let mut short: String = text.chars().filter(shown).take(40).collect();
    if text.chars().count() > 40 {
        short.push('…');
    }
    short
}
