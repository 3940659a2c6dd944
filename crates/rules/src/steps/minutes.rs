//! How long a step takes, roughly: so that one knows what fits before lunch.

use diagnostics::{Diagnostic, FixGrade};

/// Steps that take another time than their kind of fix says.
const OWN: [(&str, usize); 6] =
    [("PB0401", 10), ("PB0410", 5), ("PB0412", 2), ("PB0501", 15), ("PB0507", 1), ("PB0660", 60)];

/// Returns about how many minutes it takes to mend so many of a kind.
#[must_use]
pub fn minutes_of(one: &Diagnostic, count: usize) -> usize {
    let (first, more) = match one.help.grade {
        FixGrade::Safe => (1, 0),
        FixGrade::Likely => (2, 1),
        FixGrade::FillIn => (3, 2),
        FixGrade::Think => (15, 5),
    };
    let own = OWN.iter().find(|(code, _)| *code == one.code).map(|(_, minutes)| *minutes);
    own.unwrap_or(first) + more * count.saturating_sub(1)
}

/// Returns minutes no finer than they are said, so that a sum is that of what stands there.
#[must_use]
pub(super) fn as_said(minutes: usize) -> usize {
    match minutes {
        0..=9 => minutes,
        10..=59 => minutes.div_ceil(5) * 5,
        60.. => minutes.div_ceil(60) * 60,
    }
}

/// Says minutes in words, no finer than they are worth: `5 min`, `25 min`, `4 h`.
#[must_use]
pub fn about(minutes: usize) -> String {
    match minutes {
        0..=9 => format!("{minutes} min"),
        10..=55 => format!("{} min", as_said(minutes)),
        56..=479 => format!("{} h", as_said(minutes).div_ceil(60)),
        _ => "more than a day".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_rounded_to_what_they_are_worth() {
        assert_eq!([1, 9, 12, 55, 60, 215].map(about).join(", "), "1 min, 9 min, 15 min, 55 min, 1 h, 4 h");
        assert_eq!(about(20_000), "more than a day");
        assert_eq!([9, 12, 57, 61].map(as_said), [9, 15, 60, 120], "a sum is that of what is said");
    }

    #[test]
    fn steps_with_their_own_time_are_rules() {
        assert!(OWN.iter().all(|(code, _)| crate::rule(code).is_some()));
    }
}
