//! A whole column of control numbers: which edition its numbers are of, and what each means among its neighbours.

use crate::spelling::{Doubt, Letter, Mark, Reading, Spelled, Standard, read_whole};
use model::AnnexA;

use crate::{OldNumber, place};

/// Which edition of Annex A a column follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edition {
    /// The 93 of 2022, with two levels.
    Of2022,
    /// The 114 of 2013, with three levels and headings of two.
    Of2013,
    /// Both.
    Mixed,
    /// Nothing in it tells; its two levels are read as 2022.
    Unclear,
}

/// What a column of control numbers has in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The edition it follows.
    pub edition: Edition,
    bare: Bare,
}

/// What a number without a letter is in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bare {
    Control,
    Clause,
}

impl Column {
    /// Judges a column by all its texts; those that are no numbers do not count.
    pub fn judge<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut old, mut new, mut lettered, mut clauses) = (0_usize, 0_usize, 0_usize, 0_usize);
        for reading in texts.into_iter().map(read_whole) {
            match reading.spelled {
                Spelled::Of2013(_) => old += 1,
                Spelled::Of2022(number)
                    if !is_group(number) || reading.mark.standard == Some(Standard::New) =>
                {
                    new += 1
                }
                Spelled::Clause => clauses += 1,
                Spelled::Of2022(_) | Spelled::Heading | Spelled::Ambiguous(_) | Spelled::Unknown => {}
            }
            let of_annex_a = matches!(reading.spelled, Spelled::Of2022(_) | Spelled::Of2013(_));
            if of_annex_a && reading.mark.letter == Some(Letter::AnnexA) {
                lettered += 1;
            }
        }
        // One stray number among a hundred is a slip, and changes nothing.
        const SLIPS: usize = 10;
        let edition = match (old, new) {
            (0, 0) => Edition::Unclear,
            (old, new) if new >= old * SLIPS => Edition::Of2022,
            (old, new) if old >= new * SLIPS => Edition::Of2013,
            _ => Edition::Mixed,
        };
        let bare = if clauses > 0 && lettered > 0 { Bare::Clause } else { Bare::Control };
        Self { edition, bare }
    }

    /// Reads one text of the column.
    pub fn read(&self, text: &str) -> Spelled {
        self.among_neighbours(read_whole(text))
    }

    /// Reads all texts of the column in their order.
    ///
    /// A spreadsheet that took `5.10` for a number keeps `5.1`; behind `5.9` it is read as `5.10` again.
    pub fn read_all<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> Vec<Spelled> {
        let mut before = None;
        let mut all = Vec::new();
        for reading in texts.into_iter().map(read_whole) {
            let mut spelled = self.among_neighbours(reading);
            if let Spelled::Of2022(number) = spelled {
                let number = lost_zero(number, before, reading.mark).unwrap_or(number);
                before = Some(number);
                spelled = Spelled::Of2022(number);
            }
            all.push(spelled);
        }
        all
    }

    fn among_neighbours(&self, reading: Reading) -> Spelled {
        let bare = reading.mark == Mark::default();
        match (reading.spelled, self.edition) {
            (Spelled::Of2022(number), _) if bare && self.bare == Bare::Clause && is_clause(number) => {
                Spelled::Clause
            }
            (Spelled::Of2022(number), Edition::Of2013) if is_doubtful(number, reading.mark) => {
                Spelled::Heading
            }
            (Spelled::Of2022(number), Edition::Mixed) if is_doubtful(number, reading.mark) => {
                Spelled::Ambiguous(Doubt::ControlOrGroup(number))
            }
            (Spelled::Ambiguous(Doubt::ClauseOrOld(_)), _) if self.bare == Bare::Clause => Spelled::Clause,
            (Spelled::Ambiguous(Doubt::ClauseOrOld(_)), Edition::Of2022) => Spelled::Clause,
            (Spelled::Ambiguous(Doubt::ClauseOrOld(old)), Edition::Of2013) => Spelled::Of2013(old),
            (alone, _) => alone,
        }
    }
}

fn is_clause(number: AnnexA) -> bool {
    crate::spelling::is_clause(&[number.theme(), number.number()])
}

fn is_group(number: AnnexA) -> bool {
    OldNumber::has_group(number.theme(), number.number())
}

fn is_doubtful(number: AnnexA, mark: Mark) -> bool {
    is_group(number) && mark.standard != Some(Standard::New)
}

/// Returns `5.10` for a bare `5.1` that follows `5.9`.
fn lost_zero(number: AnnexA, before: Option<AnnexA>, mark: Mark) -> Option<AnnexA> {
    let whole = AnnexA::new(number.theme(), number.number().checked_mul(10)?)?;
    let follows = before.is_some_and(|before| place(before) + 1 == place(whole));
    (mark == Mark::default() && follows).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(text: &str) -> Spelled {
        Spelled::Of2022(crate::printed::printed(text).expect("a number of 2022"))
    }

    fn old(text: &str) -> Spelled {
        Spelled::Of2013(crate::printed::printed_2013(text).expect("a number of 2013"))
    }

    #[test]
    fn ninety_three_rows_are_of_2022() {
        let texts: Vec<_> = AnnexA::all().map(|number| number.to_string()).collect();
        let column = Column::judge(texts.iter().map(String::as_str));
        assert_eq!(column.edition, Edition::Of2022);
        let read = column.read_all(texts.iter().map(String::as_str));
        assert_eq!(read, AnnexA::all().map(Spelled::Of2022).collect::<Vec<_>>());
    }

    #[test]
    fn rows_of_2013_make_their_two_levels_headings() {
        let mut texts: Vec<_> = OldNumber::all().map(|number| number.to_string()).collect();
        texts.extend(["A.5".into(), "A.5.1".into(), "A.8.2".into(), "A.9.2".into()]);
        let column = Column::judge(texts.iter().map(String::as_str));
        assert_eq!(column.edition, Edition::Of2013);
        assert_eq!(column.read("A.5.1"), Spelled::Heading);
        assert_eq!(column.read("A.5.1.1"), old("A.5.1.1"));
        assert_eq!(column.read("ISO 27001:2022 A.5.1"), new("A.5.1"));
    }

    #[test]
    fn bare_numbers_of_2013_are_not_taken_for_clauses() {
        let texts: Vec<_> = OldNumber::all().map(|number| number.to_string().replace("A.", "")).collect();
        let column = Column::judge(texts.iter().map(String::as_str));
        assert_eq!(
            column.read_all(texts.iter().map(String::as_str)),
            OldNumber::all().map(Spelled::Of2013).collect::<Vec<_>>()
        );
    }

    #[test]
    fn where_editions_are_mixed_a_shared_number_is_in_doubt() {
        let column = Column::judge(["A.5.1", "A.5.7", "A.9.2.3", "A.12.6.1"]);
        assert_eq!(column.edition, Edition::Mixed);
        assert!(matches!(column.read("A.5.1"), Spelled::Ambiguous(Doubt::ControlOrGroup(_))));
        assert_eq!(column.read("A.5.7"), new("A.5.7"));
        assert_eq!(column.read("A.9.2.3"), old("A.9.2.3"));
    }

    #[test]
    fn one_slip_does_not_change_a_column() {
        let mut texts: Vec<_> = AnnexA::all().map(|number| number.to_string()).collect();
        texts[40] = "A.9.2.3".into();
        assert_eq!(Column::judge(texts.iter().map(String::as_str)).edition, Edition::Of2022);
    }

    #[test]
    fn bare_numbers_beside_lettered_ones_are_clauses_where_clauses_stand() {
        let texts = ["4.1", "5.1", "6.1.2", "9.2.2", "10.2", "A.5.1", "A.5.9", "A.8.1"];
        let column = Column::judge(texts);
        let mut expected = vec![Spelled::Clause; 5];
        expected.extend([new("A.5.1"), new("A.5.9"), new("A.8.1")]);
        assert_eq!(column.read_all(texts), expected);
    }

    #[test]
    fn bare_and_lettered_controls_without_clauses_are_all_controls() {
        let column = Column::judge(["A.5.9", "5.1", "8.2"]);
        assert_eq!(column.read("5.1"), new("A.5.1"));
    }

    #[test]
    fn a_zero_that_a_spreadsheet_lost_comes_back() {
        let texts = ["5.1", "5.8", "5.9", "5.1", "5.11", "5.19", "5.2", "5.21", "5.1"];
        let column = Column::judge(texts);
        let read = column.read_all(texts);
        assert_eq!(read[3], new("A.5.10"));
        assert_eq!(read[6], new("A.5.20"));
        assert_eq!((read[0], read[8]), (new("A.5.1"), new("A.5.1")));
        let lettered = ["A.5.9", "A.5.1"];
        assert_eq!(Column::judge(lettered).read_all(lettered)[1], new("A.5.1"));
    }

    #[test]
    fn an_empty_column_is_unclear_and_reads_two_levels_as_2022() {
        let column = Column::judge([]);
        assert_eq!(column.edition, Edition::Unclear);
        assert_eq!(column.read("A.5.1"), new("A.5.1"));
    }
}
