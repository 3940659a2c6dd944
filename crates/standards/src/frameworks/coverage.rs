//! Coverage: what the state of one's own controls says about each requirement of another framework.
//!
//! A requirement is met only where an edge that reaches all of it (equal or superset, strength 7 or more, or an own edge
//! that says so) begins at something that is met. Any other edge shows a part at most, however many there are, and a
//! person decides about the rest. What nobody stated counts as not met.

use std::collections::BTreeMap;
use std::fmt;

use model::AnnexA;

use super::Framework;
use super::crosswalk::{Edge, Origin, Relation, Strength, edges_to};
use super::data::{FrameworkRequirement, framework_requirement, framework_requirements};

/// How far something is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Met {
    /// It is not met.
    No,
    /// It is met in part.
    Partly,
    /// It is met.
    Yes,
}

/// How far each control and clause is met; what is not in it was not stated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing(BTreeMap<Origin, Met>);

impl Standing {
    /// Returns how far it is met; none where nobody stated it.
    #[must_use]
    pub fn of(&self, origin: &Origin) -> Option<Met> {
        self.0.get(origin).copied()
    }

    /// States how far a control or clause is met.
    pub fn state(&mut self, origin: Origin, met: Met) {
        self.0.insert(origin, met);
    }
}

impl FromIterator<(AnnexA, Met)> for Standing {
    fn from_iter<I: IntoIterator<Item = (AnnexA, Met)>>(controls: I) -> Self {
        Self(controls.into_iter().map(|(control, met)| (Origin::Control(control), met)).collect())
    }
}

/// An edge of one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnEdge {
    /// Where it begins, to show and to open: the number of a record.
    pub from: String,
    /// The requirement it leads to.
    pub to: String,
    /// How far it reaches.
    pub reach: OwnReach,
    /// How far its begin is met.
    pub met: Met,
    /// Why the two match.
    pub because: String,
}

/// How far an own edge reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnReach {
    /// Whoever meets the begin meets the requirement.
    Whole,
    /// A part is left.
    Part {
        /// What is left; empty where nobody wrote it down.
        left: String,
    },
}

/// What the edges show of a requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// No edge leads to it, so nothing is known of it here.
    NoEdge,
    /// Nothing that leads to it is met.
    NotMet,
    /// Something that leads to it is met, at least in part.
    PartlyMet,
    /// Something that reaches all of it is met.
    Met,
}

impl State {
    /// Returns the words to show.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::NoEdge => "no edge",
            Self::NotMet => "not met",
            Self::PartlyMet => "partly met",
            Self::Met => "met",
        }
    }
}

/// An edge that a requirement's state opens to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EdgeOpened<'a> {
    /// A shipped one, and how far its begin is met; none where nobody stated it.
    Shipped(&'static Edge, Option<Met>),
    /// One's own.
    Own(&'a OwnEdge),
}

impl EdgeOpened<'_> {
    /// Says whether it reaches all of the requirement, so that it alone can meet it.
    #[must_use]
    pub fn reaches_all(&self) -> bool {
        match self {
            Self::Shipped(edge, _) => edge.relation.reaches_all() && edge.strength >= Strength::REUSE,
            Self::Own(own) => own.reach == OwnReach::Whole,
        }
    }

    /// Returns how far its begin is met; what nobody stated is not met.
    #[must_use]
    pub fn met(&self) -> Met {
        match self {
            Self::Shipped(_, met) => met.unwrap_or(Met::No),
            Self::Own(own) => own.met,
        }
    }
}

/// What is still missing for a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// No edge leads to it.
    Edge,
    /// Its begin would meet it, or a part of it, and nobody stated how far it is met itself.
    NotStated {
        /// The control or clause.
        from: String,
    },
    /// Its begin would meet it, or a part of it, and is not met itself.
    NotMet {
        /// The control, clause or record.
        from: String,
        /// How far it is met.
        met: Met,
    },
    /// The begin is met, and does not reach all of the requirement.
    Rest {
        /// The control or clause.
        from: String,
        /// How it stands to the requirement.
        relation: Relation,
        /// How strongly.
        strength: Strength,
    },
    /// A part that an own edge names is left.
    Left {
        /// The record.
        from: String,
        /// What is left; empty where nobody wrote it down.
        left: String,
    },
}

impl fmt::Display for Missing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Edge => write!(out, "no edge leads here, so it is looked at separately"),
            Self::NotStated { from } => write!(out, "{from} is not stated"),
            Self::NotMet { from, met: Met::Partly } => write!(out, "{from} is partly met"),
            Self::NotMet { from, .. } => write!(out, "{from} is not met"),
            Self::Rest { from, relation: Relation::Subset, strength } => {
                write!(out, "{from} lies inside it (subset, {strength}), and somebody decides about the rest")
            }
            Self::Rest { from, relation: Relation::Intersects, strength } => write!(
                out,
                "{from} has a part in common with it (intersects, {strength}), and somebody decides about the rest"
            ),
            Self::Rest { from, relation, strength } => {
                write!(
                    out,
                    "{from} covers it weakly ({relation}, {strength}), and somebody decides whether that is enough"
                )
            }
            Self::Left { from, left } if left.trim().is_empty() => {
                write!(out, "{from} meets a part of it, and what is left is not written down")
            }
            Self::Left { from, left } => write!(out, "{from} leaves: {left}"),
        }
    }
}

/// One requirement, with what its state rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered<'a> {
    /// The requirement.
    pub requirement: &'static FrameworkRequirement,
    /// What the edges show.
    pub state: State,
    /// All edges to it: those that reach all of it first, then by strength.
    pub edges: Vec<EdgeOpened<'a>>,
    /// What is still missing; nothing where it is met.
    pub missing: Vec<Missing>,
}

/// The coverage of a framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage<'a> {
    /// The framework.
    pub framework: Framework,
    /// Each requirement, headings left out.
    pub requirements: Vec<Covered<'a>>,
    /// Own edges that lead to nothing here: an unknown number or a heading.
    pub unplaced: Vec<&'a OwnEdge>,
}

/// How many requirements are in which state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Met.
    pub met: usize,
    /// Partly met.
    pub partly_met: usize,
    /// Not met.
    pub not_met: usize,
    /// Without an edge.
    pub no_edge: usize,
}

impl Coverage<'_> {
    /// Counts the states of all requirements.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts_of(|_| true)
    }

    /// Counts the states of some requirements, such as those of a heading or a category.
    #[must_use]
    pub fn counts_of(&self, is_meant: impl Fn(&FrameworkRequirement) -> bool) -> Counts {
        let mut counts = Counts::default();
        for covered in self.requirements.iter().filter(|covered| is_meant(covered.requirement)) {
            match covered.state {
                State::Met => counts.met += 1,
                State::PartlyMet => counts.partly_met += 1,
                State::NotMet => counts.not_met += 1,
                State::NoEdge => counts.no_edge += 1,
            }
        }
        counts
    }
}

/// Returns what the state of one's own controls says about each requirement of a framework.
#[must_use]
pub fn coverage<'a>(framework: Framework, standing: &Standing, own: &'a [OwnEdge]) -> Coverage<'a> {
    let mut own_to: BTreeMap<&str, Vec<&'a OwnEdge>> = BTreeMap::new();
    let mut unplaced = Vec::new();
    for edge in own {
        let found = framework_requirement(framework, &edge.to).filter(|found| !found.is_heading);
        match found {
            Some(found) => own_to.entry(&found.id).or_default().push(edge),
            None => unplaced.push(edge),
        }
    }
    let leaves = framework_requirements(framework).iter().filter(|found| !found.is_heading);
    let requirements = leaves.map(|requirement| {
        let own = own_to.get(requirement.id.as_str()).map_or(&[][..], Vec::as_slice);
        covered(requirement, standing, own)
    });
    Coverage { framework, requirements: requirements.collect(), unplaced }
}

fn covered<'a>(
    requirement: &'static FrameworkRequirement,
    standing: &Standing,
    own: &[&'a OwnEdge],
) -> Covered<'a> {
    let shipped = edges_to(requirement.framework, &requirement.id);
    let shipped = shipped.map(|edge| EdgeOpened::Shipped(edge, standing.of(&edge.from)));
    let mut edges: Vec<_> = own.iter().map(|own| EdgeOpened::Own(own)).chain(shipped).collect();
    edges.sort_by_key(|edge| {
        let strength = match edge {
            EdgeOpened::Shipped(edge, _) => edge.strength.number(),
            EdgeOpened::Own(_) => u8::MAX,
        };
        (!edge.reaches_all(), u8::MAX - strength)
    });
    let state = state(&edges);
    let missing = match state {
        State::Met => Vec::new(),
        State::NoEdge => vec![Missing::Edge],
        State::NotMet | State::PartlyMet => edges.iter().map(missing).collect(),
    };
    Covered { requirement, state, edges, missing }
}

fn state(edges: &[EdgeOpened]) -> State {
    if edges.is_empty() {
        State::NoEdge
    } else if edges.iter().any(|edge| edge.reaches_all() && edge.met() == Met::Yes) {
        State::Met
    } else if edges.iter().any(|edge| edge.met() >= Met::Partly) {
        State::PartlyMet
    } else {
        State::NotMet
    }
}

/// Returns what an edge leaves missing; an edge that reaches all and is met leaves nothing, and is not asked.
fn missing(edge: &EdgeOpened) -> Missing {
    match edge {
        EdgeOpened::Shipped(edge, met) => {
            let from = edge.from.to_string();
            match met {
                None => Missing::NotStated { from },
                Some(Met::Yes) => Missing::Rest { from, relation: edge.relation, strength: edge.strength },
                Some(met) => Missing::NotMet { from, met: *met },
            }
        }
        EdgeOpened::Own(own) => {
            let from = own.from.clone();
            match (&own.reach, own.met) {
                (OwnReach::Part { left }, Met::Yes) => Missing::Left { from, left: left.clone() },
                (OwnReach::Whole | OwnReach::Part { .. }, met) => Missing::NotMet { from, met },
            }
        }
    }
}
