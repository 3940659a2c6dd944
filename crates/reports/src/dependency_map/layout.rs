//! Where each thing of the map stands: columns from what needs to what is needed, the risks last, with few crossings.

use std::collections::{BTreeMap, BTreeSet};

use super::DependencyMap;

/// How often the columns are sorted by their neighbours.
const SWEEPS: usize = 8;

/// Places of things in columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// The columns from left to right, each from top to bottom, by place in the map's `nodes`.
    pub columns: Vec<Vec<usize>>,
}

impl Layout {
    /// Returns the column and the row of each thing.
    #[must_use]
    pub fn places(&self) -> BTreeMap<usize, (usize, usize)> {
        let columns = self.columns.iter().enumerate();
        columns
            .flat_map(|(column, nodes)| {
                nodes.iter().enumerate().map(move |(row, node)| (*node, (column, row)))
            })
            .collect()
    }

    /// Returns how many rows the longest column has.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.iter().map(Vec::len).max().unwrap_or(0)
    }
}

/// Places the chosen things: each stands right of all that need it, except where they need each other.
#[must_use]
pub fn layout(map: &DependencyMap, chosen: &BTreeSet<usize>) -> Layout {
    let lines: Vec<(usize, usize)> = map
        .needs
        .iter()
        .filter(|(one, other)| chosen.contains(one) && chosen.contains(other))
        .copied()
        .collect();
    let ranks = ranks(&lines, chosen);
    let is_risk = |at: &usize| map.nodes[*at].is_risk();
    let last = chosen
        .iter()
        .filter(|at| !is_risk(at))
        .filter_map(|at| ranks.get(at))
        .max()
        .map_or(0, |rank| rank + 1);
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); last + 1];
    for at in chosen {
        let column = if is_risk(at) { last } else { ranks.get(at).copied().unwrap_or(0) };
        columns[column].push(*at);
    }
    columns.retain(|column| !column.is_empty());
    let all: Vec<(usize, usize)> = lines
        .iter()
        .chain(map.touched.iter().filter(|(one, other)| chosen.contains(one) && chosen.contains(other)))
        .copied()
        .collect();
    let mut layout = Layout { columns };
    for _ in 0..SWEEPS / 2 {
        settle(&mut layout, &all, Side::Left);
        settle(&mut layout, &all, Side::Right);
    }
    layout
}

/// Returns for each thing the length of the longest way that leads to it; a way that comes back to itself is cut.
fn ranks(lines: &[(usize, usize)], chosen: &BTreeSet<usize>) -> BTreeMap<usize, usize> {
    let mut next: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut incoming: BTreeMap<usize, usize> = chosen.iter().map(|at| (*at, 0)).collect();
    for (one, other) in lines {
        next.entry(*one).or_default().push(*other);
        *incoming.entry(*other).or_default() += 1;
    }
    let mut ranks: BTreeMap<usize, usize> = BTreeMap::new();
    let mut left: BTreeSet<usize> = chosen.clone();
    while !left.is_empty() {
        // In a circle nothing is free: the one that fewest still need begins.
        let free = left.iter().copied().min_by_key(|at| (incoming[at], *at)).expect("something is left");
        left.remove(&free);
        let rank = *ranks.entry(free).or_insert(0);
        for other in next.get(&free).into_iter().flatten() {
            if left.contains(other) {
                let known = ranks.entry(*other).or_insert(0);
                *known = (*known).max(rank + 1);
                *incoming.entry(*other).or_default() -= 1;
            }
        }
    }
    ranks
}

/// From which side columns are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// Sorts each column by where its neighbours on one side stand.
fn settle(layout: &mut Layout, lines: &[(usize, usize)], from: Side) {
    let count = layout.columns.len();
    let order: Vec<usize> = match from {
        Side::Left => (0..count).collect(),
        Side::Right => (0..count).rev().collect(),
    };
    for column in order {
        let places = layout.places();
        let rows = layout.rows().max(1);
        // Rows of a short column stand in the middle: they are compared as shares of their column.
        let share = |at: &usize| -> Option<(usize, usize)> {
            let (column, row) = places.get(at).copied()?;
            let offset = (rows - layout.columns[column].len()) * 500;
            Some((column, row * 1000 + offset))
        };
        let middle = |at: usize| -> usize {
            let near = lines.iter().filter_map(|(one, other)| match (*one == at, *other == at) {
                (true, _) => share(other),
                (_, true) => share(one),
                (false, false) => None,
            });
            let near: Vec<usize> = near
                .filter(|(other, _)| match from {
                    Side::Left => *other < column,
                    Side::Right => *other > column,
                })
                .map(|(_, y)| y)
                .collect();
            let own = share(&at).map_or(0, |(_, y)| y);
            if near.is_empty() { own } else { near.iter().sum::<usize>() / near.len() }
        };
        let mut sorted = layout.columns[column].clone();
        sorted.sort_by_cached_key(|at| middle(*at));
        layout.columns[column] = sorted;
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::map;
    use super::*;

    fn column_of(layout: &Layout, at: usize) -> usize {
        layout.places()[&at].0
    }

    #[test]
    fn what_is_needed_stands_right_of_all_that_need_it_and_risks_stand_last() {
        let map = map(6, &[(0, 1), (1, 2), (0, 2), (3, 2)], &[(0, 4), (2, 5)]);
        let layout = layout(&map, &(0..6).collect());
        for (one, other) in map.needs.iter().chain(&map.touched) {
            assert!(column_of(&layout, *one) < column_of(&layout, *other), "{one} {other}");
        }
        assert_eq!(column_of(&layout, 4), column_of(&layout, 5));
    }

    #[test]
    fn a_circle_is_placed_and_nothing_stands_twice() {
        let map = map(4, &[(0, 1), (1, 2), (2, 0), (3, 0)], &[]);
        let layout = layout(&map, &(0..4).collect());
        let mut all: Vec<usize> = layout.columns.iter().flatten().copied().collect();
        all.sort_unstable();
        assert_eq!(all, [0, 1, 2, 3]);
    }

    #[test]
    fn lines_that_would_cross_are_untangled() {
        // 0 and 1 need 3 and 2: as they come, their lines cross.
        let map = map(4, &[(0, 3), (1, 2)], &[]);
        let places = layout(&map, &(0..4).collect()).places();
        assert_eq!(places[&0].1 < places[&1].1, places[&3].1 < places[&2].1);
    }
}
