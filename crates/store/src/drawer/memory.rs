//! A drawer in memory, for tests and for looking around.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;

use super::{Drawer, DrawerError, Slip, SlipChange};
use crate::contract::Unavailable;

/// A drawer in memory; it ends with the program.
#[derive(Debug, Default)]
pub struct MemoryDrawer(Mutex<BTreeMap<(String, String), (u64, String)>>);

impl MemoryDrawer {
    /// Returns an empty drawer.
    pub fn new() -> Self {
        Self::default()
    }
}

#[async_trait]
impl Drawer for MemoryDrawer {
    async fn all(&self) -> Result<Vec<Slip>, Unavailable> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(kept.iter().map(|(name, held)| slip(name, held)).collect())
    }

    async fn slip(&self, kind: &str, id: &str) -> Result<Option<Slip>, Unavailable> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let name = (kind.to_owned(), id.to_owned());
        Ok(kept.get(&name).map(|held| slip(&name, held)))
    }

    async fn change(&self, changes: Vec<SlipChange>) -> Result<(), DrawerError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = kept.clone(); // all or none
        for change in changes {
            change.check()?;
            let name = (change.kind.clone(), change.id.clone());
            let here = next.get(&name).map(|(version, _)| *version);
            if here != change.from || (here.is_none() && change.body.is_none()) {
                return Err(change.moved());
            }
            match change.body {
                Some(body) => next.insert(name, (change.from.unwrap_or(0) + 1, body)),
                None => next.remove(&name),
            };
        }
        *kept = next;
        Ok(())
    }
}

fn slip((kind, id): &(String, String), (version, body): &(u64, String)) -> Slip {
    Slip { kind: kind.clone(), id: id.clone(), version: *version, body: body.clone() }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::drawer::conformance;

    #[tokio::test]
    async fn memory_keeps_the_contract() {
        conformance::check(Arc::new(MemoryDrawer::new())).await;
    }
}
