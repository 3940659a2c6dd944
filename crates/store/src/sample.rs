//! Small logs for tests.

use ledger::{
    Aal, Actor, ActorKind, Auth, Chain, Change, Draft, Entry, Genesis, Hash, InstanceName, LogId, Meta, Time,
    Verb, Via,
};
use uuid::Uuid;

use crate::contract::{Append, CurrentRow, Follows, RowChange};

/// Returns how the log of one of several organisations begins.
pub(crate) fn genesis(organisation: u128) -> Genesis {
    Genesis::new(InstanceName::default(), LogId { org: Uuid::from_u128(organisation), epoch: 1 })
}

/// Writes the next commit of a log; its body says `text`.
pub(crate) fn entry(chain: &mut Chain, text: &str) -> Entry {
    let meta = Meta { kind: "risk", id: "R-1", verb: Verb::Update, version: chain.size() + 1 };
    let body = format!("{{\"title\":\"{text}\"}}").into_bytes();
    let change = Change::new(meta, [9; 32], body).expect("a sound meta line");
    let draft = Draft {
        now: Time::from_micros(1_795_288_450_000_000).expect("an instant"),
        actor: Actor { kind: ActorKind::User, id: Uuid::from_u128(0xaaaa) },
        via: Via::Cli,
        auth: Auth { level: Aal::Aal0, method: "local".parse().expect("a word") },
        intent: "risk.update".parse().expect("a dotted verb"),
        policy: Hash::of(b"policy"),
        schema: 1,
        idem: [0; 16],
    };
    chain.extend(draft, &[change]).expect("a sound change")
}

/// Returns the append of the next commits of a log, one for each text; the chain moves on.
pub(crate) fn append(genesis: &Genesis, chain: &mut Chain, texts: &[&str]) -> Append {
    let follows = chain.head().map_or_else(|| Follows::Genesis(genesis.clone()), Follows::Head);
    let entries = texts.iter().map(|text| entry(chain, text)).collect();
    let newest = texts.last().map(|text| RowChange::Put(row("R-1", text)));
    Append { log: genesis.log, follows, entries, rows: newest.into_iter().collect() }
}

/// Returns a current record.
pub(crate) fn row(id: &str, text: &str) -> CurrentRow {
    CurrentRow { kind: "risk".to_owned(), id: id.to_owned(), body: format!("{{\"title\":\"{text}\"}}") }
}
