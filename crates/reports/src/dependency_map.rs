//! The map of dependencies: what needs what to work, which risks touch it, and what is lost when one of it fails.

use std::collections::{BTreeMap, BTreeSet};

use model::records::Criticality;
use model::{Isms, RecordId, RecordKind};

pub mod layout;

/// What needs what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DependencyMap {
    /// Units, processes, assets, sites, suppliers in use, and open risks.
    pub nodes: Vec<Node>,
    /// What needs what, by place in `nodes`: the first does not work without the second.
    pub needs: BTreeSet<(usize, usize)>,
    /// The same from the other side: what is needed, and by what.
    needed: BTreeSet<(usize, usize)>,
    /// What is touched by which risk, by place in `nodes`.
    pub touched: BTreeSet<(usize, usize)>,
}

/// One thing of the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The record.
    pub id: RecordId,
    /// What it is called.
    pub title: String,
    /// How much hangs on it.
    pub criticality: Option<Criticality>,
}

impl Node {
    /// Says whether it is a risk.
    #[must_use]
    pub fn is_risk(&self) -> bool {
        self.id.kind == RecordKind::Risk
    }
}

/// What follows when something fails.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Impact {
    /// What fails first, by place in `nodes`: the thing, or what a risk touches.
    pub first: BTreeSet<usize>,
    /// What is lost with it, without the first.
    pub lost: BTreeSet<usize>,
    /// What the first needs itself.
    pub needed: BTreeSet<usize>,
    /// The risks that touch the first or what is lost.
    pub risks: BTreeSet<usize>,
}

/// Returns the map of what is in use.
#[must_use]
pub fn dependency_map(isms: &Isms, today: model::Date) -> DependencyMap {
    let mut map = DependencyMap::default();
    let mut place: BTreeMap<RecordId, usize> = BTreeMap::new();
    for (id, element) in isms.elements().filter(|(_, one)| one.retired_on().is_none_or(|on| on > today)) {
        place.insert(id, map.nodes.len());
        map.nodes.push(Node { id, title: element.name().to_owned(), criticality: element.criticality() });
    }
    let elements: Vec<RecordId> = place.keys().copied().collect();
    for id in elements {
        let needed = needed_by(isms, id);
        map.needs.extend(needed.into_iter().filter_map(|other| Some((place[&id], *place.get(&other)?))));
    }
    for (id, risk) in isms.risks.iter().filter(|(_, risk)| risk.status.is_open() && !risk.elements.is_empty())
    {
        let at = map.nodes.len();
        map.nodes.push(Node { id: id.id(), title: risk.title.to_string(), criticality: None });
        map.touched.extend(risk.elements.iter().filter_map(|element| Some((*place.get(&element.id())?, at))));
    }
    map.needs.retain(|(one, other)| one != other);
    map.turned()
}

/// Returns what an element needs: what it says, the systems that hold information, and who runs a process.
fn needed_by(isms: &Isms, id: RecordId) -> Vec<RecordId> {
    let mut all: Vec<RecordId> = match isms.element(id) {
        Some(element) => element.depends_on().iter().map(|one| one.id()).collect(),
        None => Vec::new(),
    };
    if id.kind == RecordKind::Asset {
        let asset = isms.assets.get(&model::Ref::of(id.key));
        all.extend(asset.iter().flat_map(|asset| asset.used_in.iter().map(|one| one.id())));
    } else if id.kind == RecordKind::Process {
        let process = isms.processes.get(&model::Ref::of(id.key));
        all.extend(process.iter().flat_map(|process| process.outsourced_to.iter().map(|one| one.id())));
    }
    all
}

impl DependencyMap {
    /// Fills in the lines from the other side.
    fn turned(mut self) -> Self {
        self.needed = self.needs.iter().map(|(one, other)| (*other, *one)).collect();
        self
    }

    /// Returns the place of a record.
    #[must_use]
    pub fn place(&self, id: RecordId) -> Option<usize> {
        self.nodes.iter().position(|node| node.id == id)
    }

    /// Returns what follows when a thing fails, or when a risk comes true.
    #[must_use]
    pub fn impact(&self, at: usize) -> Impact {
        let is_risk = self.nodes.get(at).is_some_and(Node::is_risk);
        let first: BTreeSet<usize> = if is_risk {
            self.touched.iter().filter(|(_, risk)| *risk == at).map(|(element, _)| *element).collect()
        } else {
            BTreeSet::from([at])
        };
        let lost = reached(&first, &|now| self.needed_in(now));
        let needed = reached(&first, &|now| self.needs_of(now));
        let hit: BTreeSet<usize> = first.union(&lost).copied().collect();
        let risks = self.touched.iter().filter(|(element, _)| hit.contains(element)).map(|(_, risk)| *risk);
        let risks = risks.collect();
        Impact { first, lost, needed, risks }
    }

    /// Returns what a thing needs.
    #[must_use]
    pub fn needs_of(&self, at: usize) -> Vec<usize> {
        self.needs.range((at, 0)..=(at, usize::MAX)).map(|(_, other)| *other).collect()
    }

    /// Returns what needs a thing.
    #[must_use]
    pub fn needed_in(&self, at: usize) -> Vec<usize> {
        self.needed.range((at, 0)..=(at, usize::MAX)).map(|(_, one)| *one).collect()
    }

    /// Returns the risks that touch a thing.
    #[must_use]
    pub fn risks_of(&self, at: usize) -> Vec<usize> {
        self.touched.range((at, 0)..=(at, usize::MAX)).map(|(_, risk)| *risk).collect()
    }

    /// Returns how many lines end at each place.
    #[must_use]
    pub fn links(&self) -> Vec<usize> {
        let mut links = vec![0; self.nodes.len()];
        for (one, other) in self.needs.iter().chain(&self.touched) {
            links[*one] += 1;
            links[*other] += 1;
        }
        links
    }
}

/// Returns all that is reached from the first by steps, without the first.
fn reached(first: &BTreeSet<usize>, step: &dyn Fn(usize) -> Vec<usize>) -> BTreeSet<usize> {
    let mut seen = first.clone();
    let mut open: Vec<usize> = first.iter().copied().collect();
    while let Some(now) = open.pop() {
        open.extend(step(now).into_iter().filter(|next| seen.insert(*next)));
    }
    seen.difference(first).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a map of processes with these needs; the last so many are risks.
    pub(super) fn map(count: u32, needs: &[(usize, usize)], touched: &[(usize, usize)]) -> DependencyMap {
        let risks: BTreeSet<usize> = touched.iter().map(|(_, risk)| *risk).collect();
        let node = |at: u32| {
            let is_risk = risks.contains(&(at as usize));
            let word = if is_risk { format!("R-{}", at + 1) } else { format!("PRC-{}", at + 1) };
            Node { id: RecordId::parse(&word).expect("an id"), title: word, criticality: None }
        };
        DependencyMap {
            nodes: (0..count).map(node).collect(),
            needs: needs.iter().copied().collect(),
            touched: touched.iter().copied().collect(),
            ..DependencyMap::default()
        }
        .turned()
    }

    #[test]
    fn all_that_needs_a_thing_by_way_of_others_is_lost_with_it_and_nothing_else() {
        // 0 needs 1, 1 needs 2; 3 needs 2; 4 stands apart; 5 is a risk of 2, 6 one of 4.
        let map = map(7, &[(0, 1), (1, 2), (3, 2)], &[(2, 5), (4, 6)]);
        let impact = map.impact(2);
        assert_eq!(impact.lost, BTreeSet::from([0, 1, 3]));
        assert_eq!(impact.needed, BTreeSet::new());
        assert_eq!(impact.risks, BTreeSet::from([5]));
        assert_eq!(map.impact(1).needed, BTreeSet::from([2]));
        let of_risk = map.impact(5);
        assert_eq!((of_risk.first, of_risk.lost), (BTreeSet::from([2]), BTreeSet::from([0, 1, 3])));
    }

    #[test]
    fn things_that_need_each_other_are_lost_together() {
        let map = map(3, &[(0, 1), (1, 0), (2, 0)], &[]);
        assert_eq!(map.impact(1).lost, BTreeSet::from([0, 2]));
    }

    #[test]
    fn the_sample_has_a_map_whose_lines_end_at_things_that_are_there() {
        let sample = crate::sample::good();
        let map = dependency_map(&sample.isms, sample.today);
        assert!(!map.nodes.is_empty());
        let inside = |at: &usize| *at < map.nodes.len();
        assert!(map.needs.iter().chain(&map.touched).all(|(one, other)| inside(one) && inside(other)));
        assert!(
            map.touched.iter().all(|(one, risk)| !map.nodes[*one].is_risk() && map.nodes[*risk].is_risk())
        );
    }
}
