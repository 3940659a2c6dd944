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
    fn a_list_of_parts_has_a_line_for_each_and_what_is_no_part_stays() {
        let shape = Vec::<Step>::shape();
        let named = |id: crate::RecordId| id.to_string();
        assert_eq!(shape.shown("1 | rare\n2 | likely | each year", &named).lines().count(), 2);
        assert_eq!(shape.shown("from 1 to 5", &named), "from 1 to 5");
        assert_eq!(crate::Line::shape().shown("a | b", &named), "a | b");
    }
}
