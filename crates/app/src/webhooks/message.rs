//! What a delivery tells: which records a commit touched, by their ids alone, and nothing of those that only some people see.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use ledger::LogId;
use model::{Isms, RecordId, RecordKind};
use serde_json::json;

use super::endpoint::{Delivery, Endpoint};
use crate::books::Books;

/// Most ids in one message.
const RECORDS_MAX: usize = 1_000;

/// An organisation as somebody sees it who sees nothing that is kept from anybody.
pub(super) struct Seen {
    isms: Arc<Isms>,
    hidden: BTreeSet<RecordId>,
}

/// What is told of a commit.
pub(super) struct Told {
    seq: u64,
    records: Vec<RecordId>,
    operation: String,
    at: i64,
}

impl Seen {
    /// Returns what is seen of an organisation now.
    pub(super) fn of(books: &Books) -> Self {
        let isms = books.now().isms;
        let hidden = books.veil(&isms, books.today()).hidden().collect();
        Self { isms, hidden }
    }

    /// Returns what an endpoint is told of a commit; nothing where it touched no record that the endpoint is told of.
    pub(super) fn told(&self, books: &Books, endpoint: &Endpoint, seq: u64) -> Option<Told> {
        let journal = books.kept.journal.read().expect("no writer panics");
        let commit = journal.commits.get(usize::try_from(seq).ok()?)?;
        let is_told = |id: &&RecordId| {
            let is_there = self.isms.find(**id).is_some();
            endpoint.wants(id.kind)
                && !self.hidden.contains(*id)
                && (is_there || !journal.was_kept_from_anybody(**id) && is_told_when_gone(id.kind))
        };
        let records: BTreeSet<RecordId> = journal.of_commit(seq).iter().filter(is_told).copied().collect();
        let told = Told {
            seq,
            records: records.into_iter().collect(),
            operation: commit.intent.to_string(),
            at: commit.stamp.at,
        };
        (!told.records.is_empty()).then_some(told)
    }
}

/// Says whether a record of a kind that is gone is told of. Whether a draft of an audit, a note or what was said about either
/// was for few can only be seen while it is there.
fn is_told_when_gone(kind: RecordKind) -> bool {
    !matches!(kind, RecordKind::Finding | RecordKind::WorkingPaper | RecordKind::Comment)
}

impl Told {
    /// Returns the message.
    pub(super) fn body(&self, log: LogId) -> String {
        let ids: Vec<String> = self.records.iter().take(RECORDS_MAX).map(RecordId::to_string).collect();
        let more = self.records.len() - ids.len();
        json!({
            "type": "record.changed",
            "timestamp": moment(self.at),
            "data": {
                "organisation": log.org,
                "commit": self.seq,
                "operation": self.operation,
                "records": ids,
                "more": more,
            },
        })
        .to_string()
    }
}

/// Returns the message of a test.
pub(super) fn test(log: LogId, delivery: &Delivery) -> String {
    json!({
        "type": "webhook.test",
        "timestamp": moment(delivery.made_at),
        "data": { "organisation": log.org },
    })
    .to_string()
}

fn moment(micros: i64) -> String {
    let at = Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH);
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
