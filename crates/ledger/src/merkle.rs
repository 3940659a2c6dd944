//! The Merkle tree of RFC 6962 and 9162: its root, and proofs of inclusion and consistency.
//!
//! Everything here takes and gives leaf hashes ([`Hash::leaf`]), never the leaves themselves.

use thiserror::Error;

use crate::Hash;

/// A tree of which only what its root needs is kept: one hash for each full subtree.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tree {
    size: u64,
    subtrees: Vec<Hash>, // INVARIANT: one for each bit of `size`, the largest first
}

/// A proof that proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ProofFault {
    /// The index or size is not one of the tree.
    #[error("the proof is for a place that is not in the tree")]
    Place,
    /// It has too many or too few hashes.
    #[error("the proof has another length than its place needs")]
    Length,
    /// It leads to another root.
    #[error("the proof leads to another root")]
    Root,
}

impl Tree {
    /// Adds a leaf hash.
    pub fn push(&mut self, leaf: Hash) {
        let mut node = leaf;
        for _ in 0..self.size.trailing_ones() {
            let left = self.subtrees.pop().expect("each bit of the size has its subtree");
            node = Hash::node(&left, &node);
        }
        self.subtrees.push(node);
        self.size += 1;
    }

    /// Returns how many leaves it has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Returns the root; of an empty tree the hash of nothing.
    pub fn root(&self) -> Hash {
        let mut smallest_first = self.subtrees.iter().rev().copied();
        match smallest_first.next() {
            Some(first) => smallest_first.fold(first, |right, left| Hash::node(&left, &right)),
            None => Hash::of(b""),
        }
    }
}

/// Returns the root over leaf hashes.
pub fn root(leaves: &[Hash]) -> Hash {
    let mut tree = Tree::default();
    leaves.iter().for_each(|leaf| tree.push(*leaf));
    tree.root()
}

/// Returns the proof that the leaf at `index` is one of these, if there is such a leaf.
pub fn inclusion(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    leaves.get(index)?;
    let (mut leaves, mut index, mut proof) = (leaves, index, Vec::new());
    while leaves.len() > 1 {
        let (left, right) = leaves.split_at(split(leaves.len()));
        if index < left.len() {
            proof.push(root(right));
            leaves = left;
        } else {
            proof.push(root(left));
            index -= left.len();
            leaves = right;
        }
    }
    proof.reverse();
    Some(proof)
}

/// Returns the proof that the first `old` of these leaves were a tree of their own, if there were so many and any.
pub fn consistency(leaves: &[Hash], old: usize) -> Option<Vec<Hash>> {
    if old == 0 || old > leaves.len() {
        return None;
    }
    let (mut leaves, mut old, mut whole, mut proof) = (leaves, old, true, Vec::new());
    while old < leaves.len() {
        let (left, right) = leaves.split_at(split(leaves.len()));
        if old <= left.len() {
            proof.push(root(right));
            leaves = left;
        } else {
            proof.push(root(left));
            old -= left.len();
            leaves = right;
            whole = false;
        }
    }
    if !whole {
        proof.push(root(leaves));
    }
    proof.reverse();
    Some(proof)
}

/// Checks that the leaf is the one at `index` in the tree of `size` leaves with this root.
///
/// # Errors
/// When the proof does not show it.
pub fn check_inclusion(
    leaf: Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: Hash,
) -> Result<(), ProofFault> {
    if index >= size {
        return Err(ProofFault::Place);
    }
    let (mut at, mut last, mut node) = (index, size - 1, leaf);
    for sibling in proof {
        if last == 0 {
            return Err(ProofFault::Length);
        }
        if at & 1 == 1 || at == last {
            node = Hash::node(sibling, &node);
            let skipped = if at & 1 == 1 { 0 } else { at.trailing_zeros() };
            (at, last) = (at >> skipped, last >> skipped);
        } else {
            node = Hash::node(&node, sibling);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    if last != 0 {
        return Err(ProofFault::Length);
    }
    if node == root { Ok(()) } else { Err(ProofFault::Root) }
}

/// Checks that the tree of `new` leaves grew from the tree of `old` leaves.
///
/// # Errors
/// When the proof does not show it.
pub fn check_consistency(
    (old, old_root): (u64, Hash),
    (new, new_root): (u64, Hash),
    proof: &[Hash],
) -> Result<(), ProofFault> {
    if old == 0 || old > new {
        return Err(ProofFault::Place);
    }
    if old == new {
        return match (proof.is_empty(), old_root == new_root) {
            (true, true) => Ok(()),
            (true, false) => Err(ProofFault::Root),
            (false, _) => Err(ProofFault::Length),
        };
    }
    let (first, proof) = match proof.split_first() {
        _ if old.is_power_of_two() => (old_root, proof),
        Some((first, rest)) => (*first, rest),
        None => return Err(ProofFault::Length),
    };
    let skipped = (old - 1).trailing_ones();
    let (mut at, mut last) = ((old - 1) >> skipped, (new - 1) >> skipped);
    let (mut of_old, mut of_new) = (first, first);
    for sibling in proof {
        if last == 0 {
            return Err(ProofFault::Length);
        }
        if at & 1 == 1 || at == last {
            of_old = Hash::node(sibling, &of_old);
            of_new = Hash::node(sibling, &of_new);
            let skipped = if at & 1 == 1 || at == 0 { 0 } else { at.trailing_zeros() };
            (at, last) = (at >> skipped, last >> skipped);
        } else {
            of_new = Hash::node(&of_new, sibling);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    if last != 0 {
        return Err(ProofFault::Length);
    }
    if of_old == old_root && of_new == new_root { Ok(()) } else { Err(ProofFault::Root) }
}

/// Returns the largest power of two below the size, which is more than one.
fn split(size: usize) -> usize {
    1 << (size - 1).ilog2()
}

#[cfg(test)]
mod tests {
    use ct_merkle::mem_backed_tree::MemoryBackedTree;
    use sha2::Sha256;

    use super::*;

    const SIZE: u64 = 70;

    fn leaf(at: u64) -> [u8; 8] {
        at.to_be_bytes()
    }

    fn leaves(size: u64) -> Vec<Hash> {
        (0..size).map(|at| Hash::leaf(&leaf(at))).collect()
    }

    fn theirs(size: u64) -> MemoryBackedTree<Sha256, [u8; 8]> {
        let mut tree = MemoryBackedTree::new();
        (0..size).for_each(|at| tree.push(leaf(at)));
        tree
    }

    fn bytes(proof: &[Hash]) -> Vec<u8> {
        proof.iter().flat_map(|hash| hash.0).collect()
    }

    #[test]
    fn the_empty_root_is_the_published_one() {
        assert_eq!(root(&[]).to_string(), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    #[test]
    fn roots_and_proofs_are_those_of_another_implementation() {
        for size in 1..=SIZE {
            let (ours, theirs) = (leaves(size), theirs(size));
            assert_eq!(root(&ours).0.as_slice(), theirs.root().as_bytes().as_slice());
            for index in 0..size as usize {
                let proof = inclusion(&ours, index).expect("it is in the tree");
                assert_eq!(bytes(&proof), theirs.prove_inclusion(index).as_bytes(), "{index} in {size}");
            }
            for old in 1..size as usize {
                let proof = consistency(&ours, old).expect("it is before the tree");
                let added = size as usize - old;
                assert_eq!(bytes(&proof), theirs.prove_consistency(added).as_bytes(), "{old} to {size}");
            }
        }
    }

    #[test]
    fn a_proof_of_inclusion_proves_only_its_own_place() {
        for size in 1..=SIZE {
            let leaves = leaves(size);
            let root = root(&leaves);
            for index in 0..size {
                let proof = inclusion(&leaves, index as usize).expect("it is in the tree");
                let leaf = leaves[index as usize];
                assert_eq!(check_inclusion(leaf, index, size, &proof, root), Ok(()));
                for other in (0..=size).filter(|other| *other != index) {
                    assert!(
                        check_inclusion(leaf, other, size, &proof, root).is_err(),
                        "{index} as {other} in {size}"
                    );
                }
                let long = [&proof[..], &[root]].concat();
                assert_eq!(check_inclusion(leaf, index, size, &long, root), Err(ProofFault::Length));
                if let Some((_, short)) = proof.split_last() {
                    assert_eq!(check_inclusion(leaf, index, size, short, root), Err(ProofFault::Length));
                }
                if size > 1 {
                    assert!(check_inclusion(root, index, size, &proof, root).is_err());
                }
            }
        }
    }

    #[test]
    fn a_proof_of_consistency_proves_only_its_own_growth() {
        for new in 1..=SIZE {
            let leaves = leaves(new);
            let new_root = root(&leaves);
            for old in 1..=new {
                let old_root = root(&leaves[..old as usize]);
                let proof = consistency(&leaves, old as usize).expect("it is before the tree");
                assert_eq!(
                    check_consistency((old, old_root), (new, new_root), &proof),
                    Ok(()),
                    "{old} to {new}"
                );
                let long = [&proof[..], &[new_root]].concat();
                assert!(check_consistency((old, old_root), (new, new_root), &long).is_err());
                if let Some((_, short)) = proof.split_last() {
                    assert!(check_consistency((old, old_root), (new, new_root), short).is_err());
                }
                let forged = Hash::leaf(b"another history");
                assert!(check_consistency((old, forged), (new, new_root), &proof).is_err());
                assert!(check_consistency((old, old_root), (new, forged), &proof).is_err());
            }
        }
    }

    #[test]
    fn places_outside_the_tree_have_no_proof() {
        let leaves = leaves(3);
        assert_eq!(inclusion(&leaves, 3), None);
        assert_eq!(consistency(&leaves, 0), None);
        assert_eq!(consistency(&leaves, 4), None);
        let root = root(&leaves);
        assert_eq!(check_consistency((0, root), (3, root), &[]), Err(ProofFault::Place));
        assert_eq!(check_consistency((4, root), (3, root), &[]), Err(ProofFault::Place));
        assert_eq!(check_inclusion(root, 0, 0, &[], root), Err(ProofFault::Place));
    }
}
