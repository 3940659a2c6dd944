//! Words and numbers on a scale of likelihood or consequence.

use super::{Read, Unread, is_blank, one_of, plain};

/// A step of a scale: its number, and all words that name it.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The number by which it is rated.
    pub number: f64,
    /// Its name first, then abbreviations and translations.
    pub names: Vec<String>,
}

/// Returns the position of the step that a text names.
///
/// `Likely`, `4`, `4 - Likely` and `Likely (4)` name the same step; `4 - Rare` names none, because its halves disagree.
pub fn step(text: &str, steps: &[Step]) -> Result<Read<usize>, Unread> {
    if is_blank(text) {
        return Ok(Read::Blank);
    }
    let words = plain(text);
    let names = |step: &Step, words: &str| step.names.iter().any(|name| plain(name) == words);
    if let Some(found) = one(steps, |step| names(step, &words)) {
        return Ok(Read::Is(found));
    }
    let by_number = |text: &str| {
        let number: f64 = text.trim().replace(',', ".").parse().ok()?;
        one(steps, |step| (step.number - number).abs() < 1e-9)
    };
    if let Some(found) = by_number(text) {
        return Ok(Read::Is(found));
    }
    for mark in [" - ", " \u{2013} ", ":", "(", "=", "-", " "] {
        let Some((first, rest)) = text.split_once(mark) else { continue };
        let rest = rest.trim_end_matches(')');
        let (first_words, rest_words) = (plain(first), plain(rest));
        let (word, number) = match (by_number(first), by_number(rest)) {
            (Some(number), None) => (&rest_words, number),
            (None, Some(number)) => (&first_words, number),
            (Some(_), Some(_)) | (None, None) => continue,
        };
        if steps.get(number).is_some_and(|step| names(step, word)) {
            return Ok(Read::Is(number));
        }
    }
    let known: Vec<&str> = steps.iter().filter_map(|step| step.names.first().map(String::as_str)).collect();
    Err(Unread::new(text, "is no step of the scale", one_of(text, &known)))
}

/// Returns the position of the one step that fits; two that fit are none.
fn one(steps: &[Step], fits: impl Fn(&Step) -> bool) -> Option<usize> {
    let mut found = steps.iter().enumerate().filter(|(_, step)| fits(step)).map(|(at, _)| at);
    let first = found.next();
    if found.next().is_some() { None } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps() -> Vec<Step> {
        ["Unlikely", "Likely", "Very likely", "Certain"]
            .iter()
            .enumerate()
            .map(|(at, name)| Step {
                number: at as f64 + 1.0,
                names: vec![(*name).to_owned(), format!("V{}", at + 1)],
            })
            .collect()
    }

    #[test]
    fn a_step_is_named_by_word_number_or_both() {
        for text in
            ["Very likely", "very_likely", "3", "V3", "3 - Very likely", "Very likely (3)", "3: very likely"]
        {
            assert_eq!(step(text, &steps()), Ok(Read::Is(2)), "{text}");
        }
        assert_eq!(step("--", &steps()), Ok(Read::Blank));
    }

    #[test]
    fn a_word_that_is_only_near_is_suggested_not_taken() {
        let unread = step("Verry likely", &steps()).expect_err("misspelt");
        assert!(unread.expected.starts_with("Very likely?"), "{}", unread.expected);
        for text in ["4 - Unlikely", "5", "2.5", "not likely", "likely or certain"] {
            assert!(step(text, &steps()).is_err(), "{text}");
        }
    }

    #[test]
    fn a_word_that_two_steps_share_names_neither() {
        let twice = vec![
            Step { number: 1.0, names: vec!["Low".into()] },
            Step { number: 2.0, names: vec!["low".into()] },
        ];
        assert!(step("low", &twice).is_err());
    }
}
