//! An append whose entries were checked before it enters the queue.

use ledger::{Chain, Entry, Genesis, Head, LogId, Time, check};

use crate::contract::{Append, AppendError, Follows, RowChange};

/// The largest number of a commit; an SQLite key holds it beside the log's.
pub(crate) const SEQ_MAX: u64 = (1 << 40) - 1;

/// Where a log ends for the writer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tip {
    pub(crate) genesis: Genesis,
    pub(crate) head: Head,
    pub(crate) time: Time,
}

/// An append whose entries hang together; only its place is still open.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) log: LogId,
    pub(crate) follows: Follows,
    pub(crate) first_seq: u64,
    pub(crate) first_time: Time,
    pub(crate) head: Head,
    pub(crate) time: Time,
    pub(crate) entries: Vec<Entry>,
    pub(crate) rows: Vec<RowChange>,
}

impl Prepared {
    /// Checks every entry, and that each follows the one before.
    pub(crate) fn new(append: Append) -> Result<Self, AppendError> {
        let Append { log, follows, entries, rows } = append;
        let refused = |why: &str| Err(AppendError::Refused(why.to_owned()));
        let mut chain = match &follows {
            Follows::Genesis(genesis) if genesis.log != log => return refused("they begin another log"),
            Follows::Genesis(genesis) => Chain::begin(genesis),
            Follows::Head(head) if head.epoch != log.epoch => return refused("they follow another epoch"),
            Follows::Head(head) if head.seq >= SEQ_MAX => {
                return refused("the log has come to its last number");
            }
            Follows::Head(head) => Chain::at(log, *head),
        };
        let first_seq = chain.size();
        let mut first_time = None;
        for entry in &entries {
            chain.follow(&check(chain.size(), entry)?)?;
            first_time = first_time.or(chain.time());
        }
        match (first_time, chain.head(), chain.time()) {
            (Some(first_time), Some(head), Some(time)) if head.seq <= SEQ_MAX => {
                Ok(Self { log, follows, first_seq, first_time, head, time, entries, rows })
            }
            _ => refused("there are none, or too many"),
        }
    }

    /// Checks that it follows where the log ends, and returns where the log ends with it.
    pub(crate) fn on(&self, tip: Option<&Tip>) -> Result<Tip, AppendError> {
        let genesis = match (&self.follows, tip) {
            (Follows::Genesis(genesis), None) => genesis,
            (Follows::Head(head), Some(tip)) if *head == tip.head => {
                if self.first_time <= tip.time {
                    return Err(AppendError::Refused(format!(
                        "commit {} is of {}, which is not after the commit before, {}",
                        self.first_seq, self.first_time, tip.time
                    )));
                }
                &tip.genesis
            }
            (Follows::Genesis(_), Some(_)) | (Follows::Head(_), _) => return Err(AppendError::Moved),
        };
        Ok(Tip { genesis: genesis.clone(), head: self.head, time: self.time })
    }

    /// Returns about how many bytes it writes.
    pub(crate) fn bytes(&self) -> usize {
        let entries: usize = self.entries.iter().map(|entry| entry.header.len() + entry.changes.len()).sum();
        let row = |row: &RowChange| match row {
            RowChange::Put(row) => row.body.len(),
            RowChange::Remove { .. } => 0,
        };
        entries + self.rows.iter().map(row).sum::<usize>()
    }
}
