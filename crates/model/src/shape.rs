//! Shapes: how a value is written, and what whoever walks over fields asks of it.

use crate::RecordKind;

/// How a value is written, chosen, and described to other programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// One line of text.
    Line,
    /// Text of several lines.
    Prose,
    /// A calendar date.
    Date,
    /// A whole number.
    Number,
    /// An exact decimal number.
    Decimal,
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// A record of one of these kinds.
    Reference(&'static [RecordKind]),
    /// A person, a role, or a name that a file gave.
    Owner,
    /// May be missing.
    Optional(Box<Shape>),
    /// Several of one shape.
    List(Box<Shape>),
    /// A small structure; its fields in order.
    Parts(Vec<PartShape>),
}

/// One field of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartShape {
    /// Its name in the stored form.
    pub name: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// How it is written.
    pub shape: Shape,
}

impl Shape {
    /// Returns the shape of what is there where something is: without "may be missing".
    #[must_use]
    pub fn bare(&self) -> &Self {
        if let Self::Optional(inner) = self { inner.bare() } else { self }
    }

    /// Returns the shape of each of several; none where there is only one.
    #[must_use]
    pub fn each(&self) -> Option<&Self> {
        if let Self::List(inner) = self.bare() { Some(inner.bare()) } else { None }
    }

    /// Returns the fields of a small structure, where it is one and not several.
    #[must_use]
    pub fn parts(&self) -> Option<&[PartShape]> {
        if let Self::Parts(parts) = self.bare() { Some(parts) } else { None }
    }

    /// Returns the columns of several small structures, of which each is a row.
    #[must_use]
    pub fn columns(&self) -> Option<&[PartShape]> {
        self.each().and_then(Self::parts)
    }

    /// Returns the words of which one is chosen; none where it is something else.
    #[must_use]
    pub fn words(&self) -> &'static [&'static str] {
        if let Self::Choice(words) = self.bare() { words } else { &[] }
    }

    /// Says whether it points at one record, or may.
    #[must_use]
    pub fn points(&self) -> bool {
        matches!(self.bare(), Self::Reference(_) | Self::Owner)
    }

    /// Says whether it is several ids or words, none of which holds a comma: they stand in one line.
    #[must_use]
    pub fn stands_in_line(&self) -> bool {
        self.each().is_some_and(|each| each.points() || matches!(each, Self::Choice(_)))
    }

    /// Says whether it is several texts, in which a comma may stand: one stands on each line.
    #[must_use]
    pub fn stands_on_lines(&self) -> bool {
        self.each().is_some_and(|each| match each {
            Self::Line | Self::Prose | Self::Parts(_) => true,
            Self::Date
            | Self::Number
            | Self::Decimal
            | Self::Choice(_)
            | Self::Reference(_)
            | Self::Owner
            | Self::Optional(_)
            | Self::List(_) => false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_missing_is_asked_like_what_is_there() {
        let maybe = |shape: Shape| Shape::Optional(Box::new(shape));
        let list = |shape: Shape| Shape::List(Box::new(shape));
        let part = PartShape { name: "on", label: "On", shape: Shape::Date };
        let parts = Shape::Parts(vec![part.clone()]);
        assert_eq!(maybe(maybe(Shape::Date)).bare(), &Shape::Date);
        assert_eq!(maybe(parts.clone()).parts(), Some([part.clone()].as_slice()));
        assert_eq!(parts.columns(), None, "one is no table");
        assert_eq!(list(parts.clone()).parts(), None, "a table is not one");
        assert_eq!(list(parts.clone()).columns(), Some([part].as_slice()));
        assert!(maybe(Shape::Owner).points() && !list(Shape::Owner).points());
        assert!(list(Shape::Owner).stands_in_line() && !list(Shape::Owner).stands_on_lines());
        assert!(list(Shape::Line).stands_on_lines() && !list(Shape::Line).stands_in_line());
        assert!(list(parts).stands_on_lines() && !list(Shape::Date).stands_on_lines());
        assert_eq!(maybe(Shape::Choice(&["yes", "no"])).words(), ["yes", "no"]);
    }
}
