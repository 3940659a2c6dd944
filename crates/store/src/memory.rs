//! A store in memory: for tests, and for looking at a sample without leaving a trace.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use ledger::{Entry, Head, LogId};

use crate::contract::{Append, AppendError, CurrentRow, Health, Log, Pending, RowChange, Store, Unavailable};
use crate::prepared::{Prepared, Tip};

/// A store in memory; it ends with the program.
#[derive(Debug, Default)]
pub struct Memory(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    logs: BTreeMap<LogId, (Tip, Vec<Entry>)>,
    current: BTreeMap<(LogId, String, String), String>,
    asides: BTreeMap<(LogId, String), Vec<u8>>,
}

impl Memory {
    /// Returns an empty store.
    pub fn new() -> Self {
        Self::default()
    }

    // A panic of another thread cannot leave an append half done: nothing below panics between two changes.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, append: Append) -> Result<Head, AppendError> {
        let prepared = Prepared::new(append)?;
        let mut kept = self.kept();
        let log = prepared.log;
        let tip = prepared.on(kept.logs.get(&log).map(|(tip, _)| tip))?;
        for row in prepared.rows {
            match row {
                RowChange::Put(row) => kept.current.insert((log, row.kind, row.id), row.body),
                RowChange::Remove { kind, id } => kept.current.remove(&(log, kind, id)),
            };
        }
        let head = tip.head;
        let (known, entries) = kept.logs.entry(log).or_insert_with(|| (tip.clone(), Vec::new()));
        *known = tip;
        entries.extend(prepared.entries);
        Ok(head)
    }
}

#[async_trait]
impl Store for Memory {
    async fn logs(&self) -> Result<Vec<Log>, Unavailable> {
        Ok(self.kept().logs.values().map(|(tip, _)| log_of(tip)).collect())
    }

    async fn log(&self, log: LogId) -> Result<Option<Log>, Unavailable> {
        Ok(self.kept().logs.get(&log).map(|(tip, _)| log_of(tip)))
    }

    async fn entries(&self, log: LogId, seen: u64, at_most: usize) -> Result<Vec<Entry>, Unavailable> {
        let kept = self.kept();
        let entries = kept.logs.get(&log).map_or(&[][..], |(_, entries)| entries);
        let seen = usize::try_from(seen).unwrap_or(usize::MAX);
        Ok(entries.iter().skip(seen).take(at_most).cloned().collect())
    }

    fn submit(&self, append: Append) -> Pending {
        Pending::known(self.add(append))
    }

    async fn current(
        &self,
        log: LogId,
        after: Option<(&str, &str)>,
        at_most: usize,
    ) -> Result<Vec<CurrentRow>, Unavailable> {
        let kept = self.kept();
        let rows = kept.current.iter().filter(|((of, kind, id), _)| {
            *of == log && after.is_none_or(|after| (kind.as_str(), id.as_str()) > after)
        });
        let row = |((_, kind, id), body): (&(LogId, String, String), &String)| CurrentRow {
            kind: kind.clone(),
            id: id.clone(),
            body: body.clone(),
        };
        Ok(rows.take(at_most).map(row).collect())
    }

    async fn aside(&self, log: LogId, key: &str) -> Result<Option<Vec<u8>>, Unavailable> {
        Ok(self.kept().asides.get(&(log, key.to_owned())).cloned())
    }

    async fn asides(&self, log: LogId, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, Unavailable> {
        let kept = self.kept();
        let found = kept.asides.iter().filter(|((of, key), _)| *of == log && key.starts_with(prefix));
        Ok(found.map(|((_, key), value)| (key.clone(), value.clone())).collect())
    }

    async fn put_aside(&self, log: LogId, key: &str, value: Option<Vec<u8>>) -> Result<(), AppendError> {
        let key = (log, key.to_owned());
        match value {
            Some(value) => self.kept().asides.insert(key, value),
            None => self.kept().asides.remove(&key),
        };
        Ok(())
    }

    fn health(&self) -> Health {
        Health::Writable
    }
}

fn log_of(tip: &Tip) -> Log {
    Log { genesis: tip.genesis.clone(), head: tip.head }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::conformance;

    #[tokio::test]
    async fn memory_keeps_the_contract() {
        conformance::check(Arc::new(Memory::new())).await;
    }
}
