//! The nearest right word for a wrong one.

/// Returns the known word that is nearest to what was typed, where one is near.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = even(typed);
    let scored = known.into_iter().map(|word| (strsim::jaro_winkler(&typed, &even(word)), word));
    let best = scored.max_by(|one, other| one.0.total_cmp(&other.0))?;
    (best.0 > 0.75).then_some(best.1)
}

/// Returns a word without what people mix up.
fn even(word: &str) -> String {
    word.trim().to_lowercase().replace(['-', ' '], "_")
}

/// Returns `; did you mean "…"?` where a word is near.
pub fn did_you_mean<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(typed, known).map(|word| format!("; did you mean \"{word}\"?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_fingers_finds_its_word_and_nonsense_finds_none() {
        assert_eq!(nearest("onwer", ["title", "owner", "level"]), Some("owner"));
        assert_eq!(nearest("in scope", ["in_scope", "owner"]), Some("in_scope"));
        assert_eq!(nearest("zzz", ["title", "owner"]), None);
    }
}
