//! Shares: a number between nothing and all, as people say it: 0.95 or 95 %.

use model::{Decimal, Problem, Shape, Value};

/// A number above 0 and below 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(Decimal);

impl Share {
    /// Makes a share; nothing where the number is not between 0 and 1.
    #[must_use]
    pub fn new(number: Decimal) -> Option<Self> {
        (number > Decimal::whole(0) && number < Decimal::whole(1)).then_some(Self(number))
    }

    /// Returns the number.
    #[must_use]
    pub fn number(self) -> Decimal {
        self.0
    }
}

impl Value for Share {
    fn text(&self) -> String {
        self.0.text()
    }
    fn is_empty(&self) -> bool {
        false
    }
    fn read(text: &str) -> Result<Self, Problem> {
        const EXPECTED: &str = "a share between 0 and 1 such as 0.95, or a percentage such as 95 %";
        let typed = text.trim();
        let percent = typed.strip_suffix('%').or_else(|| typed.strip_suffix("percent"));
        let (digits, each) = match percent {
            Some(digits) => (digits, Decimal::parse("0.01")),
            None => (typed, Some(Decimal::whole(1))),
        };
        let number = Decimal::parse(digits).zip(each).and_then(|(number, each)| number.times(each));
        let problem = || {
            Problem::new(format!("\"{}\" is no share", typed.chars().take(40).collect::<String>()))
                .expected(EXPECTED)
        };
        number.and_then(Self::new).ok_or_else(problem)
    }
    fn shape() -> Shape {
        // Not a number: a percent sign may stand behind.
        Shape::Line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_read_as_a_number_or_a_percentage() {
        for (typed, meant) in
            [("0.95", "0.95"), ("95 %", "0.95"), (" 0,1 ", "0.1"), ("5%", "0.05"), ("97.5 percent", "0.975")]
        {
            assert_eq!(Share::read(typed).map(|share| share.text()).as_deref(), Ok(meant), "{typed}");
        }
        for bad in ["0", "1", "95", "100 %", "0 %", "-0.5", "%", "", "much", "1e-1"] {
            let problem = Share::read(bad).expect_err(bad);
            assert!(
                problem.to_string().contains("between 0 and 1 such as 0.95, or a percentage"),
                "{problem}"
            );
        }
    }
}
