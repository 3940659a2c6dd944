//! What was measured: a figure, its unit, its goal, and the size of the organisation it was measured at.

use std::fmt;

/// How large the organisation is that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 3,000 records.
    S,
    /// 30,000 records.
    M,
    /// 300,000 records.
    L,
    /// The large client that pages are measured at, with 200,000 changes.
    C,
}

impl Size {
    /// Returns the size of that letter.
    pub fn read(letter: &str) -> Option<Self> {
        match letter {
            "S" | "s" => Some(Self::S),
            "M" | "m" => Some(Self::M),
            "L" | "l" => Some(Self::L),
            "C" | "c" => Some(Self::C),
            _ => None,
        }
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::S => "S",
            Self::M => "M",
            Self::L => "L",
            Self::C => "C",
        })
    }
}

/// What a figure ought to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// Measured to be known, not to be met.
    None,
    /// The figure must lie below.
    Under(f64),
    /// The figure must be reached.
    AtLeast(f64),
}

impl Goal {
    /// Reads `-`, `<100` or `>2000`.
    pub fn read(text: &str) -> Option<Self> {
        if text == "-" {
            return Some(Self::None);
        }
        let number = text.get(1..)?.parse().ok()?;
        match text.get(..1)? {
            "<" => Some(Self::Under(number)),
            ">" => Some(Self::AtLeast(number)),
            _ => None,
        }
    }
}

/// One figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What was measured, in words.
    pub name: String,
    /// At which size; the machine's own figures have none.
    pub size: Option<Size>,
    /// The value, in `unit`.
    pub value: f64,
    /// `ms`, `MB`, `/s`.
    pub unit: String,
    /// What it ought to be, in `unit`.
    pub goal: Goal,
}

impl Figure {
    /// Returns what tells this figure from all others.
    pub fn key(&self) -> String {
        match self.size {
            Some(size) => format!("{} {size}", self.name),
            None => self.name.clone(),
        }
    }

    /// Says in words how the figure stands to its goal.
    pub fn verdict(&self) -> String {
        let (met, by) = match self.goal {
            Goal::None => return String::new(),
            Goal::Under(limit) => (self.value < limit, self.value / limit),
            Goal::AtLeast(limit) => (self.value >= limit, limit / self.value),
        };
        if met { "met".to_owned() } else { format!("missed by {:.2}x", by) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(value: f64, goal: Goal) -> Figure {
        Figure { name: "check".into(), size: Some(Size::M), value, unit: "ms".into(), goal }
    }

    #[test]
    fn a_figure_above_its_limit_says_by_how_much() {
        assert_eq!(figure(150.0, Goal::Under(100.0)).verdict(), "missed by 1.50x");
        assert_eq!(figure(99.0, Goal::Under(100.0)).verdict(), "met");
    }

    #[test]
    fn a_rate_below_its_goal_says_by_how_much() {
        assert_eq!(figure(1000.0, Goal::AtLeast(2000.0)).verdict(), "missed by 2.00x");
    }

    #[test]
    fn a_goal_needs_its_direction() {
        assert_eq!(Goal::read("<5"), Some(Goal::Under(5.0)));
        assert_eq!(Goal::read("5"), None);
        assert_eq!(Goal::read(""), None);
    }
}
