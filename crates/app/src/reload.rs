//! Reading a log: every hash is checked, every change is replayed.

use std::sync::Arc;

use ledger::{Chain, Checked, Genesis, LogId};
use model::{Change, Date, Isms, RecordId, Stamp};
use store::{Commit, ReplayError, Store};

use crate::clock::Days;
use crate::failure::Failure;
use crate::jobs::{Progress, Silent};
use crate::journal::{CommitHead, Journal};

/// After how many commits it is told how far it is.
const TOLD_EVERY: u64 = 256;

/// How far to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Until {
    /// To the head.
    Head,
    /// To the end of a day, in the organisation's time zone.
    Day(Date),
    /// To a commit.
    Commit(u64),
}

/// What was read.
pub(crate) struct Loaded {
    pub(crate) isms: Isms,
    pub(crate) journal: Journal,
    pub(crate) chain: Chain,
    pub(crate) days: Days,
}

/// Reads a log from its beginning.
pub(crate) async fn load(
    store: Arc<dyn Store>,
    log: LogId,
    genesis: &Genesis,
    until: Until,
) -> Result<Loaded, Failure> {
    load_telling(store, log, genesis, until, &Silent).await
}

/// The same, and tells how many commits are read.
pub(crate) async fn load_telling(
    store: Arc<dyn Store>,
    log: LogId,
    genesis: &Genesis,
    until: Until,
    progress: &dyn Progress,
) -> Result<Loaded, Failure> {
    let mut isms = Isms::default();
    let mut journal = Journal::default();
    let mut days = Days::utc();
    let mut broken: Option<String> = None;
    let mut past = false;
    let (mut count, mut wanted) = (0_u64, Ok(()));
    let chain = store::replay(store, log, Chain::begin(genesis), read, |commit: Commit, changes| {
        let changes = match changes {
            Ok(changes) => changes,
            Err(fault) => {
                broken.get_or_insert_with(|| format!("commit {}: {fault}", commit.header.seq));
                return;
            }
        };
        count += 1;
        if count.is_multiple_of(TOLD_EVERY) && wanted.is_ok() {
            wanted = progress.done(count);
        }
        if past || broken.is_some() || wanted.is_err() {
            return;
        }
        let on = days.day(commit.header.time.micros());
        if until_is_over(until, commit.header.seq, on) {
            past = true;
            return;
        }
        let intent = journal.intent(commit.header.intent.as_str());
        let head = CommitHead::of(&commit.header, commit.leaf, on, intent);
        for change in &changes {
            // Replaying knows no reverse references yet; what is kept from somebody stands in the record itself.
            if let Some((id, people)) = policy::kept_from(&isms, change) {
                journal.keep_from(id, people);
            }
        }
        replay_commit(&mut isms, &changes, head.stamp, &mut days);
        journal.take_names(&changes);
        journal.push(head, touched(&changes));
    })
    .await
    .map_err(failure)?;
    wanted?;
    if let Some(fault) = broken {
        return Err(Failure::Broken(format!("{fault}; a newer program may have written it")));
    }
    isms.link();
    Ok(Loaded { isms, journal, chain, days })
}

/// Says whether a commit of that number and day lies behind the end.
fn until_is_over(until: Until, seq: u64, on: Date) -> bool {
    match until {
        Until::Head => false,
        Until::Day(day) => on > day,
        Until::Commit(last) => seq > last,
    }
}

/// Replays the changes of a commit and takes over the time zone that they set.
fn replay_commit(isms: &mut Isms, changes: &[Change], stamp: Stamp, days: &mut Days) {
    for change in changes {
        isms.replay(change, stamp);
        if let Change::Organisation(_, stored) = change {
            days.set_zone(&stored.record.time_zone);
        }
    }
}

/// Reads the changes of a commit.
pub(crate) fn read(checked: &Checked<'_>) -> Result<Vec<Change>, String> {
    checked
        .changes
        .iter()
        .map(|change| {
            let meta = change.meta;
            model::stored::read_change(meta.kind, meta.id, meta.verb.as_str(), change.body)
                .map_err(|fault| fault.0)
        })
        .collect()
}

/// Returns the records that changes touch.
pub(crate) fn touched(changes: &[Change]) -> Vec<RecordId> {
    changes.iter().filter_map(Change::id).collect()
}

/// Says what was wrong with a log.
pub(crate) fn failure(error: ReplayError) -> Failure {
    match error {
        ReplayError::Fault(fault) => Failure::Broken(format!("the chain does not verify: {fault}")),
        ReplayError::Unavailable(unavailable) => unavailable.into(),
        ReplayError::Head { .. } => Failure::Broken(format!("the chain does not verify: {error}")),
    }
}
