//! Elements: what a scope is made of. Units, sites, processes, assets and suppliers.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::records::Criticality;
use crate::values::{clip, one_of, tagged};
use crate::{Date, Isms, Owner, Problem, Prose, RecordId, RecordKind, Shape, Value};

/// Whether an element belongs to the scope; said on the element, and nowhere else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum InScope {
    /// Nobody has decided yet.
    #[default]
    #[serde(rename = "undecided")]
    Undecided,
    /// It belongs to the scope.
    #[serde(rename = "in")]
    In,
    /// It does not, for this reason (4.3); an empty reason is reported, not forbidden.
    #[serde(rename = "out")]
    Out(Prose),
}

impl InScope {
    /// Says whether it belongs to the scope.
    #[must_use]
    pub fn is_in(&self) -> bool {
        *self == Self::In
    }
}

impl Value for InScope {
    fn text(&self) -> String {
        match self {
            Self::Undecided => String::new(),
            Self::In => "in".to_owned(),
            Self::Out(because) if because.is_empty() => "out".to_owned(),
            Self::Out(because) => format!("out: {because}"),
        }
    }
    fn is_empty(&self) -> bool {
        *self == Self::Undecided
    }
    fn read(text: &str) -> Result<Self, Problem> {
        let (word, because) = text.split_once(':').unwrap_or((text, ""));
        match word.trim().to_lowercase().as_str() {
            "" | "undecided" => Ok(Self::Undecided),
            "in" | "yes" | "y" | "x" => Ok(Self::In),
            "out" | "no" | "n" => Ok(Self::Out(Prose::read(because)?)),
            _ => Err(Problem::new(format!("\"{}\" does not say whether it is in scope", clip(text)))
                .expected("in, out: because …, or nothing while undecided")),
        }
    }
    fn shape() -> Shape {
        Shape::Line
    }
    fn schema() -> serde_json::Value {
        let out = tagged("out", serde_json::json!({ "type": "string" }));
        one_of([serde_json::json!({ "enum": ["undecided", "in"] }), out])
    }
}

/// The kinds of record that are elements.
const KINDS: &[RecordKind] =
    &[RecordKind::Unit, RecordKind::Site, RecordKind::Process, RecordKind::Asset, RecordKind::Supplier];

/// Points at an element of any kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementRef(RecordId); // INVARIANT: the kind is one of KINDS.

impl ElementRef {
    /// Returns the reference, where the record is an element.
    #[must_use]
    pub fn new(id: RecordId) -> Option<Self> {
        KINDS.contains(&id.kind).then_some(Self(id))
    }

    /// Returns the id.
    #[must_use]
    pub fn id(self) -> RecordId {
        self.0
    }

    /// Returns the element, unless it is unknown or only proposed.
    #[must_use]
    pub fn get(self, isms: &Isms) -> Option<&dyn Element> {
        isms.element(self.0)
    }
}

impl fmt::Display for ElementRef {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl Serialize for ElementRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ElementRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(RecordId::deserialize(deserializer)?)
            .ok_or_else(|| serde::de::Error::custom("not the id of a unit, site, process, asset or supplier"))
    }
}

impl Value for ElementRef {
    fn text(&self) -> String {
        self.0.to_string()
    }
    fn is_empty(&self) -> bool {
        false
    }
    fn references(&self, visit: &mut dyn FnMut(RecordId)) {
        visit(self.0);
    }
    fn read(text: &str) -> Result<Self, Problem> {
        let first = text.split_whitespace().next().unwrap_or_default();
        RecordId::parse(first).and_then(Self::new).ok_or_else(|| {
            Problem::new(format!("\"{}\" is not the id of an element", clip(text)))
                .expected("the id of a unit, site, process, asset or supplier, such as AST-7")
        })
    }
    fn shape() -> Shape {
        Shape::Reference(KINDS)
    }
}

/// What units, sites, processes, assets and suppliers have in common.
pub trait Element {
    /// Returns its id within its kind, as `RecordKind` names it.
    fn kind(&self) -> RecordKind;
    /// Returns what people call it.
    fn name(&self) -> &str;
    /// Returns who answers for it.
    fn owner(&self) -> Option<&Owner>;
    /// Returns whether it belongs to the scope.
    fn in_scope(&self) -> &InScope;
    /// Returns how much hangs on it.
    fn criticality(&self) -> Option<Criticality>;
    /// Returns what it needs to work.
    fn depends_on(&self) -> &[ElementRef];
    /// Returns when it last changed in a way that matters to risks.
    fn changed_on(&self) -> Option<Date>;
    /// Returns when it was taken out of use.
    fn retired_on(&self) -> Option<Date>;
    /// Returns why no risk needs to look at it.
    fn no_risk_because(&self) -> &Prose;
}

/// Makes a record an element; it has the fields of the trait by the same names.
macro_rules! element {
    ($record:ident) => {
        impl $crate::Element for $record {
            fn kind(&self) -> $crate::RecordKind {
                <Self as $crate::Record>::NAME
            }
            fn name(&self) -> &str {
                &self.title
            }
            fn owner(&self) -> Option<&$crate::Owner> {
                self.owner.as_ref()
            }
            fn in_scope(&self) -> &$crate::InScope {
                &self.in_scope
            }
            fn criticality(&self) -> Option<$crate::records::Criticality> {
                self.criticality
            }
            fn depends_on(&self) -> &[$crate::ElementRef] {
                &self.depends_on
            }
            fn changed_on(&self) -> Option<$crate::Date> {
                self.changed_on
            }
            fn retired_on(&self) -> Option<$crate::Date> {
                self.retired_on
            }
            fn no_risk_because(&self) -> &$crate::Prose {
                &self.no_risk_because
            }
        }
    };
}
pub(crate) use element;
