//! Rules of the catalogue that are not built yet, each with what it waits for.

/// Code, name, and the records that it waits for.
pub const WAITING: &[(&str, &str, &str)] = &[
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::WAITING;
    use crate::RULES;

    #[test]
    fn each_of_the_200_rules_is_built_or_waits() {
        let built: BTreeSet<&str> = RULES.iter().map(|rule| rule.code).collect();
        let waiting: BTreeSet<&str> = WAITING.iter().map(|(code, ..)| *code).collect();
        let both: Vec<_> = built.intersection(&waiting).collect();
        assert!(both.is_empty(), "built, and said to wait: {both:?}");
        assert_eq!(built.len() + waiting.len(), 200);
        assert_eq!((built.len(), waiting.len()), (RULES.len(), WAITING.len()), "a code stands twice");
    }

    #[test]
    fn what_waits_stands_in_order_of_its_code() {
        assert!(WAITING.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
