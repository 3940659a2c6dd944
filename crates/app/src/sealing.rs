//! Sealing: changes as the ledger and the table of current records take them.

use ledger::{Meta, Verb as MetaVerb};
use model::records::verb_of;
use model::{Change, Isms, Verb};
use store::{CurrentRow, RowChange};

use crate::failure::Failure;

/// Gives each change its meta line, its salt and its bytes.
pub(crate) fn seal(changes: &[Change], isms: &Isms) -> Result<Vec<ledger::Change>, Failure> {
    let mut salts = vec![0_u8; changes.len() * 32];
    getrandom::fill(&mut salts).map_err(|error| Failure::Broken(format!("no random numbers: {error}")))?;
    let mut sealed = Vec::with_capacity(changes.len());
    for (change, salt) in changes.iter().zip(salts.chunks_exact(32)) {
        let salt: [u8; 32] = salt.try_into().expect("chunks of 32");
        let (kind, id, version) = match change.id() {
            None => ("note".to_owned(), "-".to_owned(), 1),
            Some(id) => (id.kind.kind().slug(), id.to_string(), u64::from(isms.revision(id)) + 1),
        };
        let verb = match verb_of(change, isms) {
            Verb::Create => MetaVerb::Create,
            Verb::Update => MetaVerb::Update,
            Verb::Delete => MetaVerb::Delete,
        };
        let meta = Meta { kind: &kind, id: &id, verb, version };
        let sealed_change = ledger::Change::new(meta, salt, change.body())
            .map_err(|_| Failure::Broken(format!("{kind} {id} has no sound meta line")))?;
        sealed.push(sealed_change);
    }
    Ok(sealed)
}

/// Returns how the plain table of current records changes.
pub(crate) fn rows(changes: &[Change], sealed: &[ledger::Change]) -> Vec<RowChange> {
    let row = |(change, sealed): (&Change, &ledger::Change)| {
        let id = change.id()?;
        let (kind, text) = (id.kind.kind().slug(), id.to_string());
        if matches!(change, Change::Removed(..)) {
            return Some(RowChange::Remove { kind, id: text });
        }
        let body = String::from_utf8(sealed.body.clone()).expect("our own JSON");
        Some(RowChange::Put(CurrentRow { kind, id: text, body }))
    };
    changes.iter().zip(sealed).filter_map(row).collect()
}
