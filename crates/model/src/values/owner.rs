//! Who answers for something: a person, a role, or a name that a file gave.

use serde::{Deserialize, Serialize};

use super::{Line, Problem, Shape, Value};
use crate::records::{Person, Role};
use crate::{Isms, RecordId, RecordKind, Ref};

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
        }
        Line::read(text).map(Self::Named)
    }
    fn shape() -> Shape {
        Shape::Owner
    }
}
