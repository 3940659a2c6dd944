//! Golden values of the chain, and that no bit can be changed unseen.

use proptest::prelude::*;

use super::*;
use crate::entry::{check, check_as};
use crate::merkle::{Tree, consistency, inclusion};
use crate::sample;
use crate::tag::{EXAMPLE, PLUMBLINE, Tag};

/// Returns the seven published headers of a tag, as leaf hashes.
fn leaves(tag: Tag) -> Vec<Hash> {
    let mut prev = Hash::of(sample::genesis(tag).statement(tag).as_bytes());
    (0..7)
        .map(|seq| {
            let entry = Entry::new_as(tag, &sample::header(tag, seq, prev), &sample::changes(tag));
            assert!(check_as(tag, seq, &entry).is_ok());
            prev = entry.leaf();
            prev
        })
        .collect()
}

fn root(leaves: &[Hash]) -> String {
    let mut tree = Tree::default();
    leaves.iter().for_each(|leaf| tree.push(*leaf));
    tree.root().to_string()
}

fn texts(hashes: &[Hash]) -> Vec<String> {
    hashes.iter().map(ToString::to_string).collect()
}

#[test]
fn the_published_example_log_has_its_published_hashes_and_proofs() {
    let leaves = leaves(EXAMPLE);
    assert_eq!(sample::header(EXAMPLE, 0, Hash([0; 32])).to_bytes_as(EXAMPLE).len(), 403);
    assert_eq!(leaves[0].to_string(), "iwKJK3GraKh4hhYDVXUZbuw2/HSvIufgggWL3tgDyJQ=");
    assert_eq!(leaves[6].to_string(), "6nCLDZ7ObxNklWv8cS/LlG0MHe9uUZJDkDkV2LQGUnQ=");
    assert_eq!(root(&leaves[..3]), "kb3flB5t+HFO7mHVJNlthn1GVdl+CtxvhTSps+9ZeLE=");
    assert_eq!(root(&leaves), "a/+pJhJo8kYq+4WwbNuyEABbjNl2GVeZv26c+I1xZMw=");
    assert_eq!(
        texts(&inclusion(&leaves, 3).expect("3 is in 7")),
        [
            "9gqk2/uRUcGuqeaPxjy4uDDoAYY027i8nZQraHAMVfQ=",
            "HykNhJJ+Wwv9yux+lczqRSryMVu3FOSO/hf+hNCL4nI=",
            "4vZJivXNP+OqU3pM+EilBB1Ia9GPWfR0GIOMprWtOVU=",
        ]
    );
    assert_eq!(
        texts(&consistency(&leaves, 3).expect("3 is before 7")),
        [
            "9gqk2/uRUcGuqeaPxjy4uDDoAYY027i8nZQraHAMVfQ=",
            "pUUBhIj5EDmlgd+jvDajXtYaCNpGO0M+6quv769xszk=",
            "HykNhJJ+Wwv9yux+lczqRSryMVu3FOSO/hf+hNCL4nI=",
            "4vZJivXNP+OqU3pM+EilBB1Ia9GPWfR0GIOMprWtOVU=",
        ]
    );
}

#[test]
fn the_published_plumbline_log_has_its_published_hashes_and_proofs() {
    let leaves = leaves(PLUMBLINE);
    assert_eq!(sample::header(PLUMBLINE, 0, Hash([0; 32])).to_bytes().len(), 401);
    assert_eq!(leaves[0].to_string(), "Pglvv79U5DrtjIgoJa2aZiI4RTFswDZqotVLe9LxYrQ=");
    assert_eq!(leaves[6].to_string(), "Ezya0g5fiLstw9+YeFCPwME9SowQcpwviGY+cJN8BPo=");
    assert_eq!(root(&leaves[..3]), "WT1XQPuQUzzpSlpHVWn8zHkQDkWvW9Cssu+9N2aeaGU=");
    assert_eq!(root(&leaves), "j+sfqgdrUbEeOEmdVF+0jaIdIa+asRn5A8K+yPBIOl0=");
    assert_eq!(
        texts(&inclusion(&leaves, 3).expect("3 is in 7")),
        [
            "PuWtIojE4kc5VNTrOsbq10RSVx2Q6aUoHZlxujjDpZQ=",
            "Y+o9cQOxhzYzrL6pJdDxLwJY05Aw+QhhZdl8qQaJDz0=",
            "3n1ykweCXlM+Haz1fvWEb4diZqqZN/Dk2UaoBWX2S/A=",
        ]
    );
    assert_eq!(
        texts(&consistency(&leaves, 3).expect("3 is before 7")),
        [
            "PuWtIojE4kc5VNTrOsbq10RSVx2Q6aUoHZlxujjDpZQ=",
            "vAs0TnMg/Z0QPbhsy85oo+Jciu437KPNIho0F+OS0kI=",
            "Y+o9cQOxhzYzrL6pJdDxLwJY05Aw+QhhZdl8qQaJDz0=",
            "3n1ykweCXlM+Haz1fvWEb4diZqqZN/Dk2UaoBWX2S/A=",
        ]
    );
}

fn follow(entries: &[Entry]) -> Result<Chain, Fault> {
    let mut chain = Chain::begin(&sample::genesis(PLUMBLINE));
    for (seq, entry) in (0..).zip(entries) {
        chain.follow(&check(seq, entry)?)?;
    }
    Ok(chain)
}

#[test]
fn a_log_that_was_written_is_followed_to_the_same_head() {
    let (entries, chain) = sample::log(5);
    assert_eq!(follow(&entries), Ok(chain.clone()));
    assert_eq!(chain.head().map(|head| (head.seq, head.leaf)), Some((4, entries[4].leaf())));
    assert_eq!(Chain::begin(&sample::genesis(PLUMBLINE)).head(), None);
}

#[test]
fn a_clock_that_stands_still_gives_times_that_increase() {
    let (entries, _) = sample::log(3);
    let times: Vec<_> =
        entries.iter().map(|entry| Header::parse(&entry.header).expect("just written").time).collect();
    assert!(times.is_sorted_by(|a, b| a < b), "{times:?}");
}

#[test]
fn any_flipped_bit_is_detected_and_placed() {
    let (entries, chain) = sample::log(3);
    for at in 0..entries.len() {
        for (part, length) in [(0, entries[at].header.len()), (1, entries[at].changes.len())] {
            for bit in 0..length * 8 {
                let mut changed = entries.clone();
                let bytes = if part == 0 { &mut changed[at].header } else { &mut changed[at].changes };
                bytes[bit / 8] ^= 1 << (bit % 8);
                match follow(&changed) {
                    // In the newest header such a flip is a different, sound commit: only the head tells them apart.
                    Ok(other) => assert!(at == 2 && part == 0 && other.head() != chain.head(), "{at} {bit}"),
                    Err(fault) => {
                        assert!(fault.seq as usize == at || fault.seq as usize == at + 1, "{fault}")
                    }
                }
            }
        }
    }
}

#[test]
fn a_commit_that_is_missing_moved_or_of_another_log_is_named() {
    let (entries, _) = sample::log(4);
    let missing = [&entries[..1], &entries[2..]].concat();
    assert_eq!(
        follow(&missing).expect_err("1 is missing").to_string(),
        "commit 1: the header says that it is commit 2"
    );

    let mut swapped = entries.clone();
    swapped.swap(1, 2);
    assert_eq!(follow(&swapped).map_err(|fault| fault.seq), Err(1));

    let other = LogId { epoch: 2, ..sample::genesis(PLUMBLINE).log };
    let mut chain = Chain::begin(&Genesis::new(Default::default(), other));
    let checked = check(0, &entries[0]).expect("sound");
    assert!(matches!(chain.follow(&checked), Err(Fault { seq: 0, wrong: Wrong::Log { .. } })));
}

#[test]
fn a_rewritten_commit_shows_in_the_next_one() {
    let (mut entries, _) = sample::log(4);
    let mut header = Header::parse(&entries[1].header).expect("just written");
    header.intent = "risk.forget".parse().expect("a dotted verb");
    entries[1].header = header.to_bytes();
    assert!(matches!(follow(&entries), Err(Fault { seq: 2, wrong: Wrong::Prev { .. } })));
}

#[test]
fn time_that_does_not_increase_is_a_fault() {
    let (entries, chain) = sample::log(2);
    let mut header = Header::parse(&entries[1].header).expect("just written");
    header.seq = 2;
    header.prev = chain.head().expect("two commits").leaf;
    let entry = Entry::new_as(PLUMBLINE, &header, &sample::changes(PLUMBLINE));
    let fault = follow(&[entries, vec![entry]].concat()).expect_err("the same time twice");
    assert!(matches!(fault, Fault { seq: 2, wrong: Wrong::Time { .. } }), "{fault}");
}

#[test]
fn changes_that_are_more_or_fewer_than_said_are_counted() {
    let (mut entries, _) = sample::log(1);
    let whole = entries[0].changes.clone();
    entries[0].changes.extend_from_slice(&whole);
    assert!(matches!(follow(&entries), Err(Fault { seq: 0, wrong: Wrong::Count { said: 2, found: 4 } })));
    entries[0].changes = Vec::new();
    assert!(matches!(follow(&entries), Err(Fault { seq: 0, wrong: Wrong::Count { said: 2, found: 0 } })));
    entries[0].changes = whole[..whole.len() - 1].to_vec();
    assert_eq!(follow(&entries).expect_err("cut").to_string(), "commit 0: change 1 is cut short");
}

#[test]
fn a_change_that_could_not_be_read_back_is_not_written() {
    let mut chain = Chain::begin(&sample::genesis(PLUMBLINE));
    let mut changes = sample::changes(PLUMBLINE);
    changes[1].meta = "control A.8.13 create 1".to_owned();
    let fault = chain.extend(sample::draft(), &changes).expect_err("no line feed");
    assert!(matches!(fault, Fault { seq: 0, wrong: Wrong::Meta { index: 1 } }));
    assert_eq!(chain.size(), 0);
}

proptest! {
    #[test]
    fn no_bytes_make_the_check_panic(changes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let entry = Entry { header: sample::header(PLUMBLINE, 0, Hash([0; 32])).to_bytes(), changes };
        prop_assert!(check(0, &entry).is_err());
    }
}
