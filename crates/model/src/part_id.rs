//! Ids of parts: what is quoted with its record. `CA-4.2`, `DEC-2.1`, `GAP-1 6.1.2 c)`.

use std::fmt;

use crate::records::{GapAnalysis, ManagementReview, Nonconformity};
use crate::{Clause, Key, RecordId, Ref, Value};

/// Names a part of a record as people quote it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartId {
    /// A corrective action: `CA-4.2` is the second of `NC-4`.
    CorrectiveAction(Ref<Nonconformity>, u32),
    /// A decision of a management review: `DEC-2.1` is the first of `MR-2`.
    Decision(Ref<ManagementReview>, u32),
    /// An entry of a gap analysis: `GAP-1 6.1.2 c)`.
    GapEntry(Ref<GapAnalysis>, Clause),
}

impl PartId {
    /// Reads the id of a part as people type it: `CA-4.2`, `dec-2.01`, `GAP-1 6.1.2 c`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some((analysis, criterion)) = text.split_once(char::is_whitespace) {
            let analysis = Ref::parse(analysis)?;
            return Clause::read(criterion).ok().map(|criterion| Self::GapEntry(analysis, criterion));
        }
        let (prefix, numbers) = text.split_once('-')?;
        let (record, part) = numbers.split_once('.')?;
        let (record, part) = (counted(record)?, counted(part)?);
        if prefix.eq_ignore_ascii_case("CA") {
            Some(Self::CorrectiveAction(Ref::number(record), part))
        } else if prefix.eq_ignore_ascii_case("DEC") {
            Some(Self::Decision(Ref::number(record), part))
        } else {
            None
        }
    }

    /// Returns the record that it is a part of.
    #[must_use]
    pub fn record(&self) -> RecordId {
        match self {
            Self::CorrectiveAction(nonconformity, _) => nonconformity.id(),
            Self::Decision(review, _) => review.id(),
            Self::GapEntry(analysis, _) => analysis.id(),
        }
    }
}

/// Reads a short whole number above zero.
fn counted(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
    if digits { text.parse().ok().filter(|number| *number > 0) } else { None }
}

impl fmt::Display for PartId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |key| match key {
            Key::Number(number) => number,
            Key::One | Key::AnnexA(_) => 0,
        };
        match self {
            Self::CorrectiveAction(nonconformity, part) => {
                out.pad(&format!("CA-{}.{part}", number(nonconformity.key)))
            }
            Self::Decision(review, part) => out.pad(&format!("DEC-{}.{part}", number(review.key))),
            Self::GapEntry(analysis, criterion) => out.pad(&format!("{analysis} {criterion}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_part_is_read_as_people_type_it() {
        for (typed, meant, record) in [
            ("CA-4.2", "CA-4.2", "NC-4"),
            (" ca-04.02 ", "CA-4.2", "NC-4"),
            ("dec-2.1", "DEC-2.1", "MR-2"),
            ("GAP-1 6.1.2 c)", "GAP-1 6.1.2 c)", "GAP-1"),
            ("gap-1  6.1.2 c 1", "GAP-1 6.1.2 c) 1)", "GAP-1"),
            ("GAP-1 a.8.13", "GAP-1 A.8.13", "GAP-1"),
        ] {
            let part = PartId::parse(typed).unwrap_or_else(|| panic!("{typed}"));
            assert_eq!((part.to_string().as_str(), part.record().to_string().as_str()), (meant, record));
        }
        for bad in [
            "",
            "CA-4",
            "CA-4.",
            "CA-0.1",
            "CA-4.0",
            "NC-4.2",
            "GAP-1",
            "R-1 6.1.2",
            "GAP-1 none",
            "CA-4.2.1",
        ] {
            assert_eq!(PartId::parse(bad), None, "{bad}");
        }
    }
}
