//! Clauses: where a requirement stands, as the standard numbers it.

use serde::{Deserialize, Serialize};

use super::{Problem, Shape, Value, clip};

/// Most characters of a clause.
const CLAUSE_MAX: usize = 60;

/// A clause, an item of it or a control of Annex A: `9.2`, `6.1.2 c) 1)`, `A.8.13`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clause(Box<str>);

impl Clause {
    /// Makes a clause; lone letters and digits behind the number get their bracket.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut even = String::with_capacity(text.len());
        for (place, word) in text.split_whitespace().enumerate() {
            let clean: String =
                word.chars().filter(|c| !c.is_control() && !super::text::turns_direction(*c)).collect();
            if place > 0 {
                even.push(' ');
            }
            let lone = clean.len() == 1 && clean.bytes().all(|b| b.is_ascii_alphanumeric());
            even.push_str(&clean);
            if place > 0 && lone {
                even.push(')');
            }
        }
        if even.starts_with("a.") {
            even.replace_range(..1, "A");
        }
        Self(even.into_boxed_str())
    }

    /// Returns it as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Says whether another clause is this one or stands within it: `9` holds `9.2.2 b)`.
    #[must_use]
    pub fn holds(&self, other: &Self) -> bool {
        match other.0.strip_prefix(&*self.0) {
            Some(rest) => rest.is_empty() || rest.starts_with(['.', ' ']),
            None => false,
        }
    }
}

impl From<&str> for Clause {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl std::fmt::Display for Clause {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.pad(&self.0)
    }
}

impl Value for Clause {
    fn text(&self) -> String {
        self.0.to_string()
    }
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    fn read(text: &str) -> Result<Self, Problem> {
        let clause = Self::new(text);
        let numbered = clause.0.bytes().any(|b| b.is_ascii_digit());
        if !numbered || clause.0.chars().count() > CLAUSE_MAX || text.contains([',', ';', '|']) {
            return Err(Problem::new(format!("\"{}\" is not a clause", clip(text)))
                .expected("a clause such as 9.2, 6.1.2 c) or A.8.13"));
        }
        Ok(clause)
    }
    fn shape() -> Shape {
        Shape::Line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_is_read_as_people_type_it() {
        for (typed, meant) in
            [(" 6.1.2  c 1 ", "6.1.2 c) 1)"), ("9.2.2 b)", "9.2.2 b)"), ("a.8.13", "A.8.13"), ("4", "4")]
        {
            assert_eq!(Clause::read(typed).map(|clause| clause.text()).as_deref(), Ok(meant), "{typed}");
        }
        for bad in ["", "none", "9.2, 9.3", &"9".repeat(61)] {
            assert!(Clause::read(bad).is_err(), "{bad}");
        }
        assert_eq!(
            Vec::<Clause>::read("4, 9.2.2 b; A.5.1").map(|all| all.text()).as_deref(),
            Ok("4, 9.2.2 b), A.5.1")
        );
    }

    #[test]
    fn a_clause_holds_its_items_and_no_other_number() {
        let holds = |one: &str, other: &str| Clause::new(one).holds(&Clause::new(other));
        assert!(holds("9", "9.2.2 b") && holds("6.1.2 c", "6.1.2 c 1") && holds("A.5", "A.5.1"));
        assert!(!holds("4", "41") && !holds("A.5.1", "A.5.10") && !holds("9.2", "9"));
    }
}
