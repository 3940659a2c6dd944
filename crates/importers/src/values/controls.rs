//! The number of a control in all its spellings, of 2022 and of 2013.

use super::{Unread, is_blank};
use std::fmt;

/// The number of a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ControlId {
    /// One of the 93 of Annex A of 2022.
    Of2022 {
        /// 5 to 8.
        theme: u8,
        /// Its number in the theme.
        number: u8,
    },
    /// One of the 114 of Annex A of 2013.
    Of2013 {
        /// 5 to 18.
        clause: u8,
        /// The objective in the clause.
        objective: u8,
        /// Its number under the objective.
        number: u8,
    },
}

impl fmt::Display for ControlId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Of2022 { theme, number } => write!(f, "A.{theme}.{number}"),
            Self::Of2013 { clause, objective, number } => write!(f, "A.{clause}.{objective}.{number}"),
        }
    }
}

/// How a number was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// With its letter or its standard: it can only be a control.
    InFull,
    /// `5.1` alone: a control in a table of controls, but also a clause of the standard.
    Bare,
}

/// A control's number, and what stood beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelled {
    /// The number.
    pub id: ControlId,
    /// How it was written.
    pub written: Written,
    /// The words behind it, usually the control's title.
    pub rest: String,
}

const EXPECTED: &str = "a control such as A.5.1, or A.9.2.1 of 2013";

/// How many controls each theme of 2022 has: 5, 6, 7, 8.
const OF_2022: [(u8, u8); 4] = [(5, 37), (6, 8), (7, 14), (8, 34)];

/// How many controls each objective of 2013 has, by clause.
const OF_2013: [(u8, &[u8]); 14] = [
    (5, &[2]),
    (6, &[5, 2]),
    (7, &[2, 3, 1]),
    (8, &[4, 3, 3]),
    (9, &[2, 6, 1, 5]),
    (10, &[2]),
    (11, &[6, 9]),
    (12, &[4, 1, 1, 4, 1, 2, 1]),
    (13, &[3, 4]),
    (14, &[3, 9, 1]),
    (15, &[3, 2]),
    (16, &[7]),
    (17, &[3, 1]),
    (18, &[5, 3]),
];

/// Reads the number of a control: `A.5.1`, `A5.1`, `5.1`, `A.5.01`, `27001:2022-5.01`, with or without its title.
pub fn control(text: &str) -> Result<Spelled, Unread> {
    let refused = |message: &str| Unread::new(text, message, EXPECTED);
    let (rest, mut written, old) = without_standard(text.trim());
    let rest = match rest.strip_prefix(['A', 'a']) {
        Some(behind)
            if behind.trim_start_matches(['.', ' ', '-']).starts_with(|c: char| c.is_ascii_digit()) =>
        {
            written = Written::InFull;
            behind.trim_start_matches(['.', ' ', '-'])
        }
        _ => rest,
    };
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let (digits, behind) = rest.split_at(end);
    let digits = digits.strip_suffix('.').unwrap_or(digits);
    if behind.starts_with(|c: char| c.is_alphanumeric()) {
        return Err(refused("is no number of a control"));
    }
    let parts: Vec<u8> = digits
        .split('.')
        .map(|part| if part.len() <= 2 { part.parse::<u8>().ok() } else { None })
        .collect::<Option<_>>()
        .ok_or_else(|| refused("is no number of a control"))?;
    let id = match *parts.as_slice() {
        [theme, number] if !old => {
            let found = OF_2022.iter().find(|(known, _)| *known == theme);
            match found {
                Some((_, numbers)) if (1..=*numbers).contains(&number) => ControlId::Of2022 { theme, number },
                Some(_) | None => return Err(refused("is not in Annex A of 2022")),
            }
        }
        [clause, objective, number] => {
            let numbers = OF_2013
                .iter()
                .find(|(known, _)| *known == clause)
                .and_then(|(_, objectives)| objectives.get(usize::from(objective).checked_sub(1)?));
            match numbers {
                Some(numbers) if (1..=*numbers).contains(&number) => {
                    ControlId::Of2013 { clause, objective, number }
                }
                Some(_) | None => return Err(refused("is not in Annex A of 2013")),
            }
        }
        [_, _] => return Err(refused("is an objective of 2013, not a control")),
        _ => return Err(refused("is no number of a control")),
    };
    let rest =
        behind.trim().trim_start_matches(['-', ':', '\u{2013}', '\u{2014}', ')', ']']).trim().to_owned();
    Ok(Spelled { id, written, rest })
}

/// Takes off the standard's name, an URN's head and the words "Annex" and "control".
fn without_standard(text: &str) -> (&str, Written, bool) {
    const WORDS: &[&str] = &[
        "iso/iec",
        "iso",
        "iec",
        "27001:2022",
        "27001:2013",
        "27002:2022",
        "27002:2013",
        "27001-2022",
        "27001-2013",
        "27001",
        "27002",
        "(2022)",
        "(2013)",
        "2022",
        "2013",
        "annex",
        "control",
        "ctrl",
        "-",
        ":",
        "/",
        "_",
        " ",
        "[",
        "(",
        "\u{a0}",
    ];
    let mut rest = text;
    if text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("urn:")) {
        let tail = text.rsplit(':').next().unwrap_or(text);
        return (tail, Written::InFull, text.contains("2013"));
    }
    let mut old = false;
    let mut named = Written::Bare;
    loop {
        let word = WORDS
            .iter()
            .find(|word| rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word)));
        let Some(word) = word else { return (rest, named, old) };
        old |= word.contains("2013");
        if word.contains("2700") || word.eq_ignore_ascii_case("annex") {
            named = Written::InFull;
        }
        rest = rest.get(word.len()..).unwrap_or_default();
    }
}

/// What a cell that lists controls holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// The controls, in order, each once.
    pub controls: Vec<ControlId>,
    /// What stands beside them: own controls, ids of other frameworks, words.
    pub others: Vec<String>,
}

/// Reads the controls that a cell lists; `A.5.15–5.18` is four of them.
pub fn controls(text: &str) -> Listed {
    let mut listed = Listed::default();
    for piece in text.split([',', ';', '\n', '|', '&', '+']) {
        let piece = piece.trim();
        let piece = piece.strip_prefix("and ").unwrap_or(piece);
        if is_blank(piece) {
            continue;
        }
        let found = range(piece).or_else(|| control(piece).ok().map(|spelled| vec![spelled.id]));
        match found {
            Some(ids) => {
                for id in ids {
                    if !listed.controls.contains(&id) {
                        listed.controls.push(id);
                    }
                }
            }
            None => listed.others.push(piece.to_owned()),
        }
    }
    listed
}

fn range(text: &str) -> Option<Vec<ControlId>> {
    let (from, to) = ['\u{2013}', '\u{2014}', '-']
        .iter()
        .filter_map(|mark| text.rsplit_once(*mark))
        .find(|(from, to)| control(from).is_ok() && control(to).is_ok())?;
    let (from, to) = (control(from).ok()?, control(to).ok()?);
    if !from.rest.is_empty() || !to.rest.is_empty() {
        return None;
    }
    match (from.id, to.id) {
        (ControlId::Of2022 { theme, number: first }, ControlId::Of2022 { theme: other, number: last })
            if theme == other && first < last =>
        {
            Some((first..=last).map(|number| ControlId::Of2022 { theme, number }).collect())
        }
        (
            ControlId::Of2013 { clause, objective, number: first },
            ControlId::Of2013 { clause: c, objective: o, number: last },
        ) if clause == c && objective == o && first < last => {
            Some((first..=last).map(|number| ControlId::Of2013 { clause, objective, number }).collect())
        }
        (
            ControlId::Of2022 { .. } | ControlId::Of2013 { .. },
            ControlId::Of2022 { .. } | ControlId::Of2013 { .. },
        ) => None,
    }
}

/// Reads a column of numbers of controls that a workbook holds as numbers.
///
/// In such a column 5.1 and 5.10 are the same number. They are told apart only by their order: 5.1 behind 5.9 is 5.10.
#[derive(Debug, Clone, Default)]
pub struct NumberColumn {
    last: Option<(u8, u8)>,
}

impl NumberColumn {
    /// Reads the next number of the column.
    pub fn next(&mut self, number: f64) -> Result<ControlId, Unread> {
        let text = format!("{number}");
        let refused =
            |message: &str| Unread::new(&text, message, "a column of texts, so that 5.10 is not 5.1");
        let spelled = control(&text)
            .or_else(|_| control(&format!("{text}.0")))
            .map_err(|_| refused("is no control"))?;
        let ControlId::Of2022 { theme, number: single } = spelled.id else {
            return Err(refused("is no control"));
        };
        let tens = single.checked_mul(10).filter(|_| single < 10 && text.len() == 3);
        let tens = tens.filter(|tens| control(&format!("{theme}.{tens}")).is_ok());
        let number = match (tens, self.last) {
            (None, _) => single,
            (Some(tens), Some((same, before))) if same == theme && before == tens - 1 => tens,
            (Some(_), Some((same, before))) if same == theme && before == single - 1 => single,
            (Some(_), last) if single == 1 && last.is_none_or(|(before, _)| before != theme) => single,
            (Some(_), _) => return Err(refused("can be two controls")),
        };
        self.last = Some((theme, number));
        Ok(ControlId::Of2022 { theme, number })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_control_is_read_in_all_its_spellings() {
        for text in [
            "A.5.1",
            "A5.1",
            "5.1",
            "A.5.01",
            "a.5.1",
            "A 5.1",
            "27001:2022-5.01",
            "ISO/IEC 27001:2022 A.5.1",
            "ISO 27001 5.1",
            "Annex A 5.1",
            "Control A.5.1",
            "A.5.1 Policies",
            "A.5.1 - Policies",
            "5.1.",
            "urn:intuitem:risk:req_node:iso27001-2022:a.5.1",
            "iso27001-2022:a.5.1",
            "[A.5.1]",
        ] {
            let spelled = control(text).unwrap_or_else(|unread| panic!("{unread:?}"));
            assert_eq!(spelled.id.to_string(), "A.5.1", "{text}");
        }
        assert_eq!(control("5.1").expect("bare").written, Written::Bare);
        assert_eq!(control("A.5.1 Policies").expect("a title").rest, "Policies");
        assert_eq!(control("A.9.2.1").expect("of 2013").id.to_string(), "A.9.2.1");
        assert_eq!(control("ISO 27001:2013 A.12.6.1").expect("of 2013").id.to_string(), "A.12.6.1");
    }

    #[test]
    fn what_is_in_no_annex_is_refused() {
        for text in [
            "A.5.38",
            "A.9.1",
            "A.8.35",
            "A.5.0",
            "A.5",
            "5",
            "",
            "*(none)*",
            "A.5.1.1.1",
            "A.5.1a",
            "PR.AA",
            "A.5.3.1",
            "A.12.6.9",
            "(none)",
            "A.x.y",
            "DE.CM-1",
            "2022",
            "27001:2013 5.1",
        ] {
            assert!(control(text).is_err(), "{text}: {:?}", control(text));
        }
    }

    #[test]
    fn the_old_annex_has_114_controls_and_the_new_one_93() {
        let old: u32 =
            OF_2013.iter().flat_map(|(_, objectives)| objectives.iter()).map(|n| u32::from(*n)).sum();
        let new: u32 = OF_2022.iter().map(|(_, numbers)| u32::from(*numbers)).sum();
        assert_eq!((old, new), (114, 93));
    }

    #[test]
    fn a_cell_lists_controls_ranges_and_other_words() {
        let listed = controls("A.5.15\u{2013}5.18, A.8.8; DE.CM and A.8.8");
        let ids: Vec<String> = listed.controls.iter().map(ToString::to_string).collect();
        assert_eq!(ids, ["A.5.15", "A.5.16", "A.5.17", "A.5.18", "A.8.8"]);
        assert_eq!(listed.others, ["DE.CM and A.8.8"]);
        assert_eq!(controls("A.5.1-A.5.3").controls.len(), 3);
        assert_eq!(controls("A.9.2.1-A.9.2.3").controls.len(), 3);
        assert!(controls("--").controls.is_empty());
    }

    #[test]
    fn a_column_of_numbers_is_read_by_its_order_or_refused() {
        let mut column = NumberColumn::default();
        let whole: Vec<String> = (1..=37)
            .map(|number| if number % 10 == 0 { number / 10 } else { number })
            .map(|shown| format!("5.{shown}").parse().expect("a number"))
            .map(|number| column.next(number).expect("in order").to_string())
            .collect();
        assert_eq!((whole[8].as_str(), whole[9].as_str(), whole[29].as_str()), ("A.5.9", "A.5.10", "A.5.30"));
        assert!(NumberColumn::default().next(5.2).is_err(), "5.2 or 5.20");
        assert!(NumberColumn::default().next(9.1).is_err());
    }
}
