//! How long a step takes, roughly: so that one knows what fits before lunch.

use diagnostics::FixGrade;

/// Returns about how many minutes it takes to mend so many.
#[must_use]
pub fn minutes(grade: FixGrade, count: usize) -> usize {
    let (first, more) = match grade {
        FixGrade::Safe => (1, 0),
        FixGrade::Likely => (2, 1),
        FixGrade::FillIn => (3, 2),
        FixGrade::Think => (15, 5),
    };
    first + more * count.saturating_sub(1)
}

/// Says it in words.
#[must_use]
pub fn in_words(minutes: usize) -> String {
    match minutes {
        0..=9 => format!("about {minutes} min"),
        10..=59 => format!("about {} min", minutes.div_ceil(5) * 5),
        60..=479 => format!("about {} h", minutes.div_ceil(60)),
        _ => "more than a day".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn estimates_are_rounded_to_what_they_are_worth() {
        assert_eq!(in_words(minutes(FixGrade::Safe, 40)), "about 1 min");
        assert_eq!(in_words(minutes(FixGrade::FillIn, 12)), "about 25 min");
        assert_eq!(in_words(minutes(FixGrade::Think, 40)), "about 4 h");
        assert_eq!(in_words(minutes(FixGrade::Think, 4000)), "more than a day");
    }
}
