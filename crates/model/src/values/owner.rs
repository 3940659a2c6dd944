//! Who answers for something: a person, a role, or a name that a file gave.

use serde::{Deserialize, Serialize};

use super::{Line, Problem, Shape, Value};
use crate::records::{Person, Role};
use crate::{Isms, Key, RecordId, RecordKind, Ref};

/// Who answers for something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Owner {
    /// A person on record.
    #[serde(rename = "person")]
    Person(Ref<Person>),
    /// A role; whoever holds it.
    #[serde(rename = "role")]
    Role(Ref<Role>),
    /// What a file said, for example "SOC Manager"; for the rules nobody.
    #[serde(rename = "named")]
    Named(Line),
}

impl Owner {
    /// Returns the person meant today: the person, or the holder of the role.
    #[must_use]
    pub fn person(&self, isms: &Isms) -> Option<Ref<Person>> {
        match self {
            Self::Person(person) => Some(*person),
            Self::Role(role) => isms.roles.get(role).and_then(|role| role.holder),
            Self::Named(_) => None,
        }
    }
}

impl Value for Owner {
    fn text(&self) -> String {
        match self {
            Self::Person(person) => person.to_string(),
            Self::Role(role) => role.to_string(),
            Self::Named(name) => name.to_string(),
        }
    }
    fn is_empty(&self) -> bool {
        match self {
            Self::Person(_) | Self::Role(_) => false,
            Self::Named(name) => name.is_empty(),
        }
    }
    fn references(&self, visit: &mut dyn FnMut(RecordId)) {
        match self {
            Self::Person(person) => visit((*person).into()),
            Self::Role(role) => visit((*role).into()),
            Self::Named(_) => {}
        }
    }
    fn read(text: &str) -> Result<Self, Problem> {
        // A cell or a choice may say "PER-2 Eva Lindner": the id leads.
        let first = text.split_whitespace().next().unwrap_or_default();
        if let Some(id) = RecordId::parse(first) {
            if id.kind == RecordKind::Person {
                return Ok(Self::Person(Ref::of(id.key)));
            }
            if id.kind == RecordKind::Role {
                return Ok(Self::Role(Ref::of(id.key)));
            }
            // "Plan" or "Org" may be how a file calls a team; a number is how we call a record.
            if id.key != Key::One {
                let kind = id.kind.kind().singular;
                return Err(Problem::new(format!("{id} names a {kind}, and a {kind} answers for nothing"))
                    .expected("a person such as PER-3, a role such as ROL-2, or a name"));
            }
        }
        Line::read(text).map(Self::Named)
    }
    fn shape() -> Shape {
        Shape::Owner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_that_is_neither_person_nor_role_is_no_owner() {
        for (typed, kind) in [("MEA-1", "measure"), ("A.8.13", "control"), ("r-12 Ransomware", "risk")] {
            let problem = Owner::read(typed).expect_err(typed);
            assert!(problem.message.ends_with(&format!("a {kind} answers for nothing")), "{problem}");
            assert!(problem.to_string().contains("a person such as PER-3"), "{problem}");
        }
    }

    #[test]
    fn names_of_a_file_are_kept_also_where_they_sound_like_one_of_our_words() {
        assert_eq!(Owner::read("PER-2 Eva Lindner"), Ok(Owner::Person(Ref::number(2))));
        assert_eq!(Owner::read("rol-3"), Ok(Owner::Role(Ref::number(3))));
        for name in ["SOC Manager", "Plan", "SOA", "Org", "Tier-2 support", "IT", "C-", "R-0"] {
            assert_eq!(Owner::read(name), Ok(Owner::Named(name.into())), "{name}");
        }
    }
}
