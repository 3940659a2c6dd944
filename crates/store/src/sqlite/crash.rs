//! That killing the program in the middle of its work loses nothing that was acknowledged.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use ledger::{Chain, Hash};

use super::*;
use crate::{replay, sample};

/// Says to the test below that it is the child, and where it works.
const FOLDER: &str = "STORE_CRASH_FOLDER";
/// How many organisations the child writes for.
const LOGS: u128 = 3;

/// Commits without end where it is the child of the test below; otherwise does nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_child_commits_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let store = Sqlite::open(Path::new(&folder)).await.expect("a local folder");
    let mut logs: Vec<_> = (1..=LOGS)
        .map(|organisation| {
            let genesis = sample::genesis(organisation);
            (Chain::begin(&genesis), genesis)
        })
        .collect();
    for number in 0_u64.. {
        let mut waiting = Vec::new();
        for (chain, genesis) in &mut logs {
            for _ in 0..8 {
                let append = sample::append(genesis, chain, &[&format!("round {number}")]);
                waiting.push((genesis.log, store.submit(append)));
            }
        }
        for (log, answer) in waiting {
            let head = answer.await.expect("room");
            let mut out = std::io::stdout().lock();
            writeln!(out, "acknowledged {} {} {}", log.org.as_u128(), head.seq, head.leaf).expect("a reader");
            out.flush().expect("a reader");
        }
    }
}

#[tokio::test]
async fn a_killed_writer_has_lost_nothing_that_it_acknowledged() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut last_line = 0;
    let mut child = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "sqlite::crash::a_child_commits_until_it_is_killed", "--nocapture"])
        .env(FOLDER, folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .expect("this test runs");
    let mut out = BufReader::new(child.stdout.take().expect("piped"));
    let mut text = String::new();
    while last_line < 200 && out.read_line(&mut text).expect("text") > 0 {
        last_line += 1;
    }
    child.kill().expect("it runs"); // in the middle of whatever it does
    out.read_to_string(&mut text).expect("text");
    child.wait().expect("it was ours");

    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    let mut acknowledged: BTreeMap<u128, Vec<(u64, Hash)>> = BTreeMap::new();
    for line in whole.lines() {
        let Some((_, said)) = line.split_once("acknowledged ") else { continue };
        let said: Vec<_> = said.split(' ').collect();
        let [organisation, seq, leaf] = said[..] else { panic!("not an acknowledgement: {line}") };
        let parsed = (seq.parse().expect("a number"), leaf.parse().expect("a hash"));
        acknowledged.entry(organisation.parse().expect("a number")).or_default().push(parsed);
    }
    assert_eq!(acknowledged.len(), LOGS as usize, "{text}");

    let anchors = Anchors::of(folder.path()).all().expect("readable");
    for (organisation, acknowledged) in &acknowledged {
        let anchor = anchors.get(&file_name(sample::genesis(*organisation).log)).expect("an anchor");
        let anchored = anchor.as_ref().and_then(|anchor| anchor.newest).map(|(seq, _)| seq);
        let newest = acknowledged.iter().map(|(seq, _)| *seq).max();
        assert!(anchored >= newest, "{organisation}: anchored {anchored:?}, acknowledged {newest:?}");
    }
    let store = Arc::new(Sqlite::open(folder.path()).await.expect("the lock went with the child"));
    assert_eq!(store.health(), Health::Writable);
    for (organisation, acknowledged) in acknowledged {
        let genesis = sample::genesis(organisation);
        let mut leaves = Vec::new();
        let begin = Chain::begin(&genesis);
        let end =
            replay(store.clone(), genesis.log, begin, |_| (), |commit, ()| leaves.push(commit.leaf)).await;
        let mut chain = end.expect("every hash is right");
        for (seq, leaf) in acknowledged {
            assert_eq!(leaves.get(seq as usize), Some(&leaf), "commit {seq} of {organisation}");
        }
        store.append(sample::append(&genesis, &mut chain, &["life goes on"])).await.expect("it follows");
    }
}
