//! What an auditor of a certification body sees: the state of the commit at which the share was frozen, and the body's own papers.

use std::sync::Arc;

use ledger::Head;
use model::records::{IssuedDocument, Person, Share, ShareState};
use model::{Change, Date, Isms, RecordId, Ref, Stamp, Value};

use crate::books::{Books, Snapshot};
use crate::failure::Failure;
use crate::reload::{Until, load};

/// A share by which somebody sees something, with the state at which it is frozen.
pub(crate) struct Window {
    pub(crate) share: Ref<Share>,
    pub(crate) record: Share,
    pub(crate) frozen: Snapshot,
}

impl Window {
    /// Returns the last commit that is seen.
    pub(crate) fn last(&self) -> u64 {
        self.frozen.head.map_or(0, |head| head.seq)
    }
}

/// Notes in shares that are opened on which commit that was decided; says whether there was one.
pub(crate) fn freeze(changes: &mut [Change], head: Option<Head>) -> bool {
    let Some(head) = head else { return false };
    let mut is_frozen = false;
    for change in changes {
        let Change::Share(_, stored) = change else { continue };
        if stored.record.state == ShareState::Open && stored.record.commit.is_none() {
            let share = &mut Arc::make_mut(stored).record;
            share.commit = u32::try_from(head.seq).ok();
            let leaf = operations::hex(&head.leaf.0);
            share.leaf = Value::read(&leaf).ok();
            is_frozen = true;
        }
    }
    is_frozen
}

impl Books {
    /// Keeps a state at which a share is frozen, and forgets those that no open share names.
    pub(crate) fn keep_frozen(&self, snapshot: Snapshot, isms: &Isms) {
        let Some(head) = snapshot.head else { return };
        let open: Vec<u64> = open_commits(isms);
        let mut kept = self.frozen.lock().expect("nobody panics here");
        kept.retain(|seq, _| open.contains(seq));
        kept.insert(head.seq, snapshot);
    }

    /// Reads the states at which open shares are frozen, where they are not at hand.
    pub(crate) async fn read_frozen(&self) -> Result<(), Failure> {
        let isms = self.now().isms;
        for seq in open_commits(&isms) {
            if self.frozen.lock().expect("nobody panics here").contains_key(&seq) {
                continue;
            }
            let loaded = load(Arc::clone(&self.store), self.log, &self.genesis, Until::Commit(seq)).await?;
            let head = loaded.journal.commits.last().map(|commit| Head {
                epoch: self.log.epoch,
                seq: commit.seq,
                leaf: commit.leaf,
            });
            self.keep_frozen(Snapshot { isms: Arc::new(loaded.isms), head }, &isms);
        }
        Ok(())
    }

    /// Returns the share by which an auditor of a body sees us today, with what is seen.
    pub(crate) fn window(&self, isms: &Isms, person: Ref<Person>, today: Date) -> Option<Window> {
        let (share, record) = policy::share_of(isms, person, today)?;
        let seq = u64::from(record.commit?);
        let frozen = self.frozen.lock().expect("nobody panics here").get(&seq).cloned()?;
        Some(Window { share, record: record.clone(), frozen })
    }
}

/// Returns the commits at which open shares are frozen.
fn open_commits(isms: &Isms) -> Vec<u64> {
    let open = isms.shares.iter().filter(|(_, share)| share.state == ShareState::Open);
    open.filter_map(|(_, share)| share.commit.map(u64::from)).collect()
}

/// Returns a frozen state as an auditor sees it: with the share, who comes by it, and what the body itself issued.
pub(crate) fn seen(base: &Isms, now: &Isms, window: &Window, person: Ref<Person>, today: Date) -> Arc<Isms> {
    let share = window.share;
    let mut isms = base.clone();
    let mut bring = |id: RecordId| {
        if let Some(change) = now.present(id) {
            isms.apply(&change, Stamp::default());
        }
    };
    window.record.team.iter().for_each(|who| bring(who.id()));
    for (id, membership) in now.memberships.iter() {
        if membership.person.is_some_and(|who| window.record.team.contains(&who)) {
            bring(id.id());
        }
    }
    let mut record = window.record.clone();
    for paper in now.sources::<IssuedDocument>(share.id()) {
        let Some(issued) = now.issued_documents.get(&paper).filter(|one| one.share == Some(share)) else {
            continue;
        };
        bring(paper.id());
        // What became of the body's own papers, and what was answered, is for its auditors.
        if let Some(became) = issued.record {
            bring(became);
            record.records.push(became);
        }
    }
    isms.apply(&Change::from((share, record)), Stamp::default());
    policy::view(&Arc::new(isms), person, today)
}
