//! The number of a control of Annex A of 2013: `A.12.3.1`.

use std::fmt;

/// The groups of Annex A of 2013: section, group, number of controls.
const GROUPS_2013: [(u8, u8, u8); 35] = [
    (5, 1, 2),
    (6, 1, 5),
    (6, 2, 2),
    (7, 1, 2),
    (7, 2, 3),
    (7, 3, 1),
    (8, 1, 4),
    (8, 2, 3),
    (8, 3, 3),
    (9, 1, 2),
    (9, 2, 6),
    (9, 3, 1),
    (9, 4, 5),
    (10, 1, 2),
    (11, 1, 6),
    (11, 2, 9),
    (12, 1, 4),
    (12, 2, 1),
    (12, 3, 1),
    (12, 4, 4),
    (12, 5, 1),
    (12, 6, 2),
    (12, 7, 1),
    (13, 1, 3),
    (13, 2, 4),
    (14, 1, 3),
    (14, 2, 9),
    (14, 3, 1),
    (15, 1, 3),
    (15, 2, 2),
    (16, 1, 7),
    (17, 1, 3),
    (17, 2, 1),
    (18, 1, 5),
    (18, 2, 3),
];

/// The number of one of the 114 controls of Annex A of 2013.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OldNumber {
    // INVARIANT: names one of the 114 controls; see `new`.
    section: u8,
    group: u8,
    number: u8,
}

impl OldNumber {
    /// How many there were.
    pub const COUNT: usize = 114;

    /// Returns the number, if Annex A of 2013 had it.
    pub fn new(section: u8, group: u8, number: u8) -> Option<Self> {
        let known = GROUPS_2013
            .iter()
            .any(|&(s, g, count)| s == section && g == group && (1..=count).contains(&number));
        known.then_some(Self { section, group, number })
    }

    /// Returns all 114 in the order of the standard.
    pub fn all() -> impl Iterator<Item = Self> {
        GROUPS_2013.into_iter().flat_map(|(section, group, count)| {
            (1..=count).map(move |number| Self { section, group, number })
        })
    }

    /// Says whether Annex A of 2013 had a group of controls with these two numbers, such as `A.9.2`.
    pub fn has_group(section: u8, group: u8) -> bool {
        GROUPS_2013.iter().any(|&(s, g, _)| s == section && g == group)
    }
}

impl fmt::Display for OldNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "A.{}.{}.{}", self.section, self.group, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_were_114_numbers_in_35_groups() {
        assert_eq!(OldNumber::all().count(), OldNumber::COUNT);
        assert!(OldNumber::all().collect::<Vec<_>>().is_sorted());
        assert!(OldNumber::has_group(9, 2) && !OldNumber::has_group(9, 5));
    }

    #[test]
    fn numbers_beyond_a_group_did_not_exist() {
        for (section, group, number) in [(5, 1, 3), (9, 2, 7), (18, 2, 4), (5, 2, 1), (4, 1, 1), (5, 1, 0)] {
            assert_eq!(OldNumber::new(section, group, number), None);
        }
    }
}
