//! The shipped crosswalk: what of ISO/IEC 27001 stands how to what of another framework, found from both ends.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use model::AnnexA;
use serde::Deserialize;

use super::Framework;
use crate::{clause, printed};

/// How the element of ISO/IEC 27001 stands to the requirement of the other framework (NIST IR 8477).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// Both ask for the same.
    Equal,
    /// It contains the requirement.
    Superset,
    /// It lies inside the requirement.
    Subset,
    /// They have a part in common.
    Intersects,
}

impl Relation {
    /// Returns its word.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Superset => "superset",
            Self::Subset => "subset",
            Self::Intersects => "intersects",
        }
    }

    /// Says whether whoever meets the one can meet the whole of the other by it.
    #[must_use]
    pub const fn reaches_all(self) -> bool {
        match self {
            Self::Equal | Self::Superset => true,
            Self::Subset | Self::Intersects => false,
        }
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.id())
    }
}

/// How strong an edge is, from 1 to 10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "u8")]
pub struct Strength(u8); // INVARIANT: 1 to 10

impl Strength {
    /// From here on evidence may be used again for the other framework, where the relation reaches all of it.
    pub const REUSE: Self = Self(7);

    /// Makes a strength; none outside 1 to 10.
    #[must_use]
    pub const fn new(number: u8) -> Option<Self> {
        if 1 <= number && number <= 10 { Some(Self(number)) } else { None }
    }

    /// Returns its number.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Returns its word: full, strong, partial or weak.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self.0 {
            10.. => "full",
            7..=9 => "strong",
            4..=6 => "partial",
            ..=3 => "weak",
        }
    }
}

impl TryFrom<u8> for Strength {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        Self::new(number).ok_or_else(|| format!("{number} is no strength, 1 to 10 is expected"))
    }
}

impl fmt::Display for Strength {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} of 10", self.0)
    }
}

/// The end of an edge in ISO/IEC 27001.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A control of Annex A.
    Control(AnnexA),
    /// A clause, by its number: `6.1.2`.
    Clause(String),
}

impl Origin {
    /// Returns the end that is printed so: `A.8.13` or `6.1.2`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let control = printed(text).map(Self::Control);
        control.or_else(|| clause(text).map(|clause| Self::Clause(clause.reference.clone())))
    }

    /// Returns it to look up by.
    #[must_use]
    pub fn as_ref(&self) -> OriginRef<'_> {
        match self {
            Self::Control(control) => OriginRef::Control(*control),
            Self::Clause(clause) => OriginRef::Clause(clause),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Control(control) => control.fmt(out),
            Self::Clause(clause) => clause.fmt(out),
        }
    }
}

/// An origin, borrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OriginRef<'a> {
    /// A control of Annex A.
    Control(AnnexA),
    /// A clause, by its number.
    Clause(&'a str),
}

/// One edge of the crosswalk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// What of ISO/IEC 27001.
    pub from: Origin,
    /// The framework it leads to.
    pub framework: Framework,
    /// The number of the requirement there.
    pub to: String,
    /// How the one stands to the other; our judgement.
    pub relation: Relation,
    /// How strongly; our judgement.
    pub strength: Strength,
    /// Whether a public mapping links the two; it says nothing of relation and strength.
    pub verified: bool,
    /// Which mappings these are.
    pub by: Vec<String>,
}

/// What holds for all edges.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Mapping {
    /// The standard that all edges begin in.
    pub focal: String,
    /// The method.
    pub method: String,
    /// What the edges rest on: the meaning of the words.
    pub rationale: String,
    /// Whose judgement relation and strength are.
    pub judgement: String,
    /// What a strength means.
    pub strength_scale: String,
    /// What `verified` means.
    pub verified_meaning: String,
    /// When evidence may be used again.
    pub rule_for_reuse: String,
}

#[derive(Deserialize)]
struct File {
    meta: Mapping,
    map: Vec<Map>,
    gaps: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
struct Map {
    iso: String,
    soc2: Vec<Pair>,
    pci: Vec<Pair>,
    csf: Vec<Pair>,
}

#[derive(Deserialize)]
struct Pair {
    #[serde(rename = "ref")]
    to: String,
    relation: Relation,
    strength: Strength,
    verified: bool,
    by: Vec<String>,
}

/// The crosswalk with both its indexes.
struct Crosswalk {
    mapping: Mapping,
    edges: Vec<Edge>,
    from: BTreeMap<Origin, Vec<usize>>,
    to: BTreeMap<(Framework, String), Vec<usize>>,
    gaps: BTreeMap<Framework, Vec<String>>,
}

fn crosswalk() -> &'static Crosswalk {
    static CROSSWALK: OnceLock<Crosswalk> = OnceLock::new();
    CROSSWALK.get_or_init(|| {
        let file: File =
            toml::from_str(include_str!("../../data/crosswalks.toml")).expect("our own data is well formed");
        let edges: Vec<Edge> = file.map.into_iter().flat_map(edges_of).collect();
        let (mut from, mut to) = (BTreeMap::<_, Vec<_>>::new(), BTreeMap::<_, Vec<_>>::new());
        for (place, edge) in edges.iter().enumerate() {
            from.entry(edge.from.clone()).or_default().push(place);
            to.entry((edge.framework, edge.to.clone())).or_default().push(place);
        }
        let gaps = Framework::ALL.into_iter().map(|framework| {
            let list = file.gaps.get(framework.id()).and_then(toml::Value::as_array);
            let list = list.into_iter().flatten().filter_map(|id| id.as_str().map(str::to_owned));
            (framework, list.collect())
        });
        Crosswalk { mapping: file.meta, gaps: gaps.collect(), edges, from, to }
    })
}

fn edges_of(map: Map) -> impl Iterator<Item = Edge> {
    let from = Origin::read(&map.iso).expect("each map begins at a control or a clause; a test says so");
    let lists = [(Framework::Soc2, map.soc2), (Framework::Pci, map.pci), (Framework::Csf, map.csf)];
    lists.into_iter().flat_map(move |(framework, pairs)| {
        let from = from.clone();
        pairs.into_iter().map(move |Pair { to, relation, strength, verified, by }| Edge {
            from: from.clone(),
            framework,
            to,
            relation,
            strength,
            verified,
            by,
        })
    })
}

/// Returns all edges, in the order of ISO/IEC 27001.
#[must_use]
pub fn edges() -> &'static [Edge] {
    &crosswalk().edges
}

/// Returns the edges that begin at a control or clause.
pub fn edges_from(from: &Origin) -> impl Iterator<Item = &'static Edge> {
    at(crosswalk().from.get(from))
}

/// Returns the edges that lead to a requirement.
pub fn edges_to(framework: Framework, to: &str) -> impl Iterator<Item = &'static Edge> {
    at(crosswalk().to.get(&(framework, to.to_owned())))
}

fn at(places: Option<&'static Vec<usize>>) -> impl Iterator<Item = &'static Edge> {
    places.into_iter().flatten().filter_map(|place| edges().get(*place))
}

/// Returns the requirements to which no edge leads; whoever wants the framework looks at them separately.
#[must_use]
pub fn gaps(framework: Framework) -> &'static [String] {
    crosswalk().gaps.get(&framework).map_or(&[], Vec::as_slice)
}

/// Returns what holds for all edges.
#[must_use]
pub fn mapping() -> &'static Mapping {
    &crosswalk().mapping
}
