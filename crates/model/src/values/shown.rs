//! Values for people to read: parts field by field, with the names of what they point at.

use crate::RecordId;
use crate::field::split_bars;
use crate::{PartShape, Shape};

impl Shape {
    /// Returns the text of a value as people read it: parts field by field, each with its label, and ids as `named` calls them.
    #[must_use]
    pub fn shown(&self, text: &str, named: &dyn Fn(RecordId) -> String) -> String {
        match self {
            Self::Line | Self::Prose | Self::Date | Self::Number | Self::Decimal | Self::Choice(_) => {
                text.to_owned()
            }
            Self::Reference(_) | Self::Owner => RecordId::parse(text).map_or_else(|| text.to_owned(), named),
            Self::Optional(inner) => inner.shown(text, named),
            Self::Parts(parts) => part(parts, text, named),
            Self::List(_) => match self.columns() {
                Some(parts) => {
                    text.lines().map(|line| part(parts, line, named)).collect::<Vec<_>>().join("\n")
                }
                None => text.to_owned(),
            },
        }
    }
}

/// What differs between two texts of a value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differing {
    /// What is gone or was otherwise; empty: nothing.
    pub before: String,
    /// What is new or is otherwise.
    pub after: String,
    /// How many items of a list are the same in both.
    pub same: usize,
}

impl Shape {
    /// Returns only what differs, as people read it: of parts the fields that are other, of a list its items that are.
    #[must_use]
    pub fn differing(&self, before: &str, after: &str, named: &dyn Fn(RecordId) -> String) -> Differing {
        match self {
            Self::Optional(inner) => inner.differing(before, after, named),
            Self::Parts(parts) if !before.is_empty() && !after.is_empty() => {
                let (before, after) = two_parts(parts, before, after, 0, named);
                Differing { before, after, same: 0 }
            }
            Self::List(_) => match self.columns() {
                Some(parts) => two_lists(parts, before, after, named),
                None => self.whole(before, after, named),
            },
            Self::Line
            | Self::Prose
            | Self::Date
            | Self::Number
            | Self::Decimal
            | Self::Choice(_)
            | Self::Reference(_)
            | Self::Owner
            | Self::Parts(_) => self.whole(before, after, named),
        }
    }

    fn whole(&self, before: &str, after: &str, named: &dyn Fn(RecordId) -> String) -> Differing {
        Differing { before: self.shown(before, named), after: self.shown(after, named), same: 0 }
    }
}

/// Shows the fields in which two parts differ, after their first `kept` fields, which say which part it is.
fn two_parts(
    parts: &[PartShape],
    before: &str,
    after: &str,
    kept: usize,
    named: &dyn Fn(RecordId) -> String,
) -> (String, String) {
    let (before, after) = (split_bars(before), split_bars(after));
    let cell = |cells: &[String], at: usize| cells.get(at).map_or("", |cell| cell.trim()).to_owned();
    let differs = |at: usize| at < kept || cell(&before, at) != cell(&after, at);
    let shown = |cells: &[String]| {
        let cells = parts.iter().enumerate().filter(|(at, _)| differs(*at)).filter_map(|(at, part)| {
            let text = cell(cells, at);
            let shown = || format!("{} {}", part.label.to_lowercase(), part.shape.shown(&text, named));
            (!text.is_empty()).then(shown)
        });
        cells.collect::<Vec<_>>().join(" · ")
    };
    (shown(&before), shown(&after))
}

/// Shows the items that only one of two lists has; where it is one and one of the same name, the fields in which they differ.
fn two_lists(
    parts: &[PartShape],
    before: &str,
    after: &str,
    named: &dyn Fn(RecordId) -> String,
) -> Differing {
    let mut added: Vec<&str> = after.lines().collect();
    let mut gone = Vec::new();
    let mut same = 0;
    for line in before.lines() {
        match added.iter().position(|other| *other == line) {
            Some(at) => {
                added.remove(at);
                same += 1;
            }
            None => gone.push(line),
        }
    }
    let name = |line: &str| split_bars(line).first().map(|cell| cell.trim().to_owned());
    if let ([was], [is]) = (gone.as_slice(), added.as_slice())
        && name(was) == name(is)
    {
        let (before, after) = two_parts(parts, was, is, 1, named);
        return Differing { before, after, same };
    }
    let shown =
        |lines: &[&str]| lines.iter().map(|line| part(parts, line, named)).collect::<Vec<_>>().join("\n");
    Differing { before: shown(&gone), after: shown(&added), same }
}

/// Shows one part; one that holds nothing but its first field is that field.
fn part(parts: &[PartShape], text: &str, named: &dyn Fn(RecordId) -> String) -> String {
    let cells = split_bars(text);
    if let [only] = cells.as_slice() {
        let shape = parts.first().map(|part| &part.shape);
        return shape.map_or_else(|| only.trim().to_owned(), |shape| shape.shown(only.trim(), named));
    }
    let filled = parts.iter().zip(&cells).filter(|(_, cell)| !cell.trim().is_empty());
    let shown = filled.map(|(part, cell)| {
        format!("{} {}", part.label.to_lowercase(), part.shape.shown(cell.trim(), named))
    });
    shown.collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use crate::records::{Rating, Step};
    use crate::{Decimal, Owner, Ref, Value};

    #[test]
    fn a_part_is_read_field_by_field_with_names() {
        let rating = Rating {
            likelihood: Some(Decimal::whole(3)),
            level: Some("medium | or so".into()),
            by: Some(Owner::Person(Ref::number(1))),
            ..Rating::default()
        };
        let named = |id: crate::RecordId| format!("{id} Jana Novak");
        assert_eq!(
            Rating::shape().shown(&rating.text(), &named),
            "likelihood 3 · level medium | or so · by PER-1 Jana Novak"
        );
        assert_eq!(Rating::shape().shown("", &named), "");
    }

    #[test]
    fn of_parts_only_the_fields_that_differ_are_shown() {
        let was = Rating {
            likelihood: Some(Decimal::whole(3)),
            level: Some("medium".into()),
            by: Some(Owner::Person(Ref::number(1))),
            ..Rating::default()
        };
        let is = Rating { likelihood: Some(Decimal::whole(4)), ..was.clone() };
        let named = |id: crate::RecordId| id.to_string();
        let told = Rating::shape().differing(&was.text(), &is.text(), &named);
        assert_eq!((told.before.as_str(), told.after.as_str()), ("likelihood 3", "likelihood 4"));
        let told = Rating::shape().differing("", &is.text(), &named);
        assert_eq!(
            (told.before.as_str(), told.after.as_str()),
            ("", "likelihood 4 · level medium · by PER-1")
        );
    }

    #[test]
    fn of_a_list_only_the_items_that_differ_are_shown_and_the_others_counted() {
        let named = |id: crate::RecordId| id.to_string();
        let shape = Vec::<Step>::shape();
        let told = |before: &str, after: &str| shape.differing(before, after, &named);
        let added = told("1 | rare | a\n2 | likely | b", "1 | rare | a\n2 | likely | b\n3 | often | c");
        assert_eq!((added.before.as_str(), added.same), ("", 2));
        assert!(added.after.contains("often") && !added.after.contains("likely"), "{added:?}");
        let changed = told("1 | rare | a\n2 | likely | b", "1 | rare | a\n2 | likely | other");
        assert!(changed.before.contains('2') && !changed.before.contains("likely"), "{changed:?}");
        assert!(changed.after.ends_with("other") && changed.same == 1, "{changed:?}");
    }

    #[test]
    fn a_list_of_parts_has_a_line_for_each_and_what_is_no_part_stays() {
        let shape = Vec::<Step>::shape();
        let named = |id: crate::RecordId| id.to_string();
        assert_eq!(shape.shown("1 | rare\n2 | likely | each year", &named).lines().count(), 2);
        assert_eq!(shape.shown("from 1 to 5", &named), "from 1 to 5");
        assert_eq!(crate::Line::shape().shown("a | b", &named), "a | b");
    }
}
