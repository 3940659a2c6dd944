//! The published example records, for tests.

use proptest::prelude::*;
use uuid::Uuid;

use crate::change::changes_root_as;
use crate::tag::{EXAMPLE, PLUMBLINE, Tag};
use crate::*;

const ORG: Uuid = Uuid::from_u128(0x0192_f0c1_0000_7000_8000_0000_0000_0001);
const PERSON: Uuid = Uuid::from_u128(0x0192_f0c1_0000_7000_8000_0000_0000_aaaa);

/// Returns how the published log of a tag begins.
pub(crate) fn genesis(tag: Tag) -> Genesis {
    Genesis::new(tag.0.parse().expect("a tag is a name"), LogId { org: ORG, epoch: 1 })
}

/// Returns the two published changes of a tag.
pub(crate) fn changes(tag: Tag) -> Vec<Change> {
    let [risk, control] = if tag == EXAMPLE {
        ["0192f0c1-7b1e-7c3a-9d2e-5a6b7c8d9e01", "0192f0c1-7b1e-7c3a-9d2e-5a6b7c8d9e02"]
    } else {
        ["R-12", "A.8.13"]
    };
    let risk = Meta { kind: "risk", id: risk, verb: Verb::Update, version: 4 };
    let control = Meta { kind: "control", id: control, verb: Verb::Create, version: 1 };
    let body = br#"{"level":"4","owner":"u-17","title":"Laptop theft"}"#;
    let salt = |from: u8| std::array::from_fn(|at| from + at as u8);
    [Change::new(risk, salt(0), body.to_vec()), Change::new(control, salt(32), b"{}".to_vec())]
        .map(|change| change.expect("published"))
        .to_vec()
}

/// Returns what is known of a published commit before it has a place.
pub(crate) fn draft() -> Draft {
    Draft {
        now: "2026-11-21T19:14:10.000000Z".parse().expect("an instant"),
        actor: Actor { kind: ActorKind::User, id: PERSON },
        via: Via::Session,
        auth: Auth { level: Aal::Aal2, method: "passkey".parse().expect("a word") },
        intent: "risk.update".parse().expect("a dotted verb"),
        policy: Hash::of(b"policyset-1"),
        schema: 1,
        idem: [0; 16],
    }
}

/// Returns a published header.
pub(crate) fn header(tag: Tag, seq: u64, prev: Hash) -> Header {
    let Draft { now, actor, via, auth, intent, policy, schema, .. } = draft();
    let key = Hash::of(format!("idem{seq}").as_bytes()).0;
    let idem = std::array::from_fn(|at| key[at]);
    Header {
        org: ORG,
        epoch: 1,
        seq,
        prev,
        time: Time::from_micros(now.micros() + seq as i64).expect("an instant"),
        actor,
        via,
        auth,
        intent,
        policy,
        schema,
        idem,
        changes: changes_root_as(tag, &changes(tag)),
    }
}

/// Returns a small log, written while the clock stood still, and its chain.
pub(crate) fn log(size: usize) -> (Vec<Entry>, Chain) {
    let mut chain = Chain::begin(&genesis(PLUMBLINE));
    let entries =
        (0..size).map(|_| chain.extend(draft(), &changes(PLUMBLINE)).expect("published changes")).collect();
    (entries, chain)
}

/// Returns any header that can be written.
pub(crate) fn any_header() -> impl Strategy<Value = Header> {
    let numbers = (any::<u64>(), any::<u64>(), any::<u64>(), any::<u64>());
    let hashes = (any::<[u8; 32]>(), any::<[u8; 32]>(), any::<[u8; 32]>(), any::<[u8; 16]>());
    let ids = (any::<u128>(), any::<u128>(), -62_167_219_200_000_000_i64..253_402_300_800_000_000);
    let words = ("[a-z][a-z0-9_-]{0,63}", "[a-z][a-z0-9_-]{0,40}(\\.[a-z][a-z0-9_-]{0,20}){0,3}");
    let choices = (
        proptest::sample::select(ActorKind::ALL),
        proptest::sample::select(Via::ALL),
        proptest::sample::select(Aal::ALL),
    );
    (numbers, hashes, ids, words, choices).prop_map(|(numbers, hashes, ids, words, choices)| Header {
        org: Uuid::from_u128(ids.0),
        epoch: numbers.0,
        seq: numbers.1,
        prev: Hash(hashes.0),
        time: Time::from_micros(ids.2).expect("in the range"),
        actor: Actor { kind: choices.0, id: Uuid::from_u128(ids.1) },
        via: choices.1,
        auth: Auth { level: choices.2, method: words.0.parse().expect("a word") },
        intent: words.1.parse().expect("a dotted verb"),
        policy: Hash(hashes.1),
        schema: numbers.2,
        idem: hashes.3,
        changes: ChangesRoot { count: numbers.3, root: Hash(hashes.2) },
    })
}
