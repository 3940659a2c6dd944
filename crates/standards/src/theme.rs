//! The four themes of Annex A, and the place of a control among the 93.

use serde::{Deserialize, Serialize};

use model::AnnexA;

/// The four themes of Annex A, by their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// A.5: what the organization decides and arranges.
    Organizational,
    /// A.6: what concerns people.
    People,
    /// A.7: what concerns places and things.
    Physical,
    /// A.8: what concerns technology.
    Technological,
}

impl Theme {
    /// All themes, in order.
    pub const ALL: [Self; 4] = [Self::Organizational, Self::People, Self::Physical, Self::Technological];

    /// Returns the first number of its controls: 5 for `A.5`.
    pub fn number(self) -> u8 {
        match self {
            Self::Organizational => 5,
            Self::People => 6,
            Self::Physical => 7,
            Self::Technological => 8,
        }
    }

    /// Returns its official title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Organizational => "Organizational controls",
            Self::People => "People controls",
            Self::Physical => "Physical controls",
            Self::Technological => "Technological controls",
        }
    }

    /// Returns the theme of a control.
    pub fn of(control: AnnexA) -> Self {
        let own = Self::ALL.into_iter().find(|theme| theme.number() == control.theme());
        own.expect("Annex A has these four themes")
    }

    /// Returns the numbers of its controls.
    pub fn controls(self) -> impl Iterator<Item = AnnexA> {
        AnnexA::all().filter(move |control| control.theme() == self.number())
    }
}

/// Returns the place of a control among the 93, from 0.
pub fn place(control: AnnexA) -> usize {
    let before = AnnexA::THEMES.iter().filter(|(theme, _)| *theme < control.theme());
    let before: u8 = before.map(|(_, count)| count).sum();
    usize::from(before + control.number() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_control_knows_its_place_and_order_is_by_number() {
        let all: Vec<_> = AnnexA::all().collect();
        assert_eq!(all.len(), 93);
        assert!(all.iter().enumerate().all(|(number, control)| place(*control) == number));
        assert!(all.is_sorted());
    }

    #[test]
    fn themes_have_37_8_14_and_34_controls() {
        assert_eq!(Theme::ALL.map(|theme| theme.controls().count()), [37, 8, 14, 34]);
        assert!(Theme::ALL.iter().all(|theme| theme.controls().all(|control| Theme::of(control) == *theme)));
    }
}
