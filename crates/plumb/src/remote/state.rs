//! Records of a server as a state: the same value that a folder gives, so that the same functions show it.

use std::collections::BTreeMap;

use app::identity::Uuid;
use model::{Change, Date, Isms, RecordKind, Stamp};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::client::text;
use super::{Remote, moment, unreadable};
use crate::exit::{Exit, Stop};

/// How many kinds are asked for at the same time.
const AT_ONCE: usize = 6;
/// How often it is begun again where somebody writes meanwhile.
const TRIES: usize = 3;
/// The most records of a kind that are read.
const RECORDS_MAX: usize = 200_000;
/// The most revisions of a record that are believed.
const REVISIONS_MAX: u64 = 100_000;

/// The records of a kind as the server told them, and the newest commit of that state.
struct Listed {
    records: Vec<Value>,
    head: Option<u64>,
}

/// Reads records of kinds, all of one state. The first kind must be readable; of the others what the token reaches.
pub async fn read(remote: &Remote, kinds: &[RecordKind], day: Option<Date>) -> Result<Isms, Stop> {
    for _ in 0..TRIES {
        let mut listed = Vec::new();
        for some in kinds.chunks(AT_ONCE) {
            let mut asked = JoinSet::new();
            for kind in some {
                let needed = if Some(kind) == kinds.first() { Needed::Yes } else { Needed::No };
                let (client, word, kind) = (remote.client.clone(), remote.word.clone(), *kind);
                asked.spawn(async move { list(&client, &word, kind, day, needed).await });
            }
            while let Some(told) = asked.join_next().await {
                let told = told.map_err(|_| Stop::new(Exit::Unreachable, "the reading was interrupted"))?;
                listed.push(told?);
            }
        }
        let mut heads = listed.iter().filter_map(|one| one.head);
        let first = heads.next();
        if heads.all(|head| Some(head) == first) {
            let records: Vec<Value> = listed.into_iter().flat_map(|one| one.records).collect();
            return built(&records).ok_or_else(|| unreadable(&remote.client));
        }
    }
    Err(Stop::new(Exit::Changed, "others are writing at the same time; try again"))
}

/// Whether a kind must be readable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needed {
    Yes,
    No,
}

/// Reads all records of a kind, page by page.
async fn list(
    client: &super::Client,
    word: &str,
    kind: RecordKind,
    day: Option<Date>,
    needed: Needed,
) -> Result<Listed, Stop> {
    let plural = web::address::kind(kind);
    let day = day.map(|day| day.to_string()).unwrap_or_default();
    let mut listed = Listed { records: Vec::new(), head: None };
    let mut after = String::new();
    loop {
        let query =
            [("limit", "200"), ("proposed", "with"), ("as_of", day.as_str()), ("after", after.as_str())];
        let path = web::address::with_query(&format!("/{word}/{plural}"), query);
        let told = match client.get(&path).await {
            Err(stop) if needed == Needed::No && stop.exit == Exit::NotAllowed => return Ok(listed),
            told => told?,
        };
        let moved = listed.head.is_some() && listed.head != told.head;
        listed.head = if moved { None } else { told.head };
        let page = told.body["records"].as_array().cloned().unwrap_or_default();
        let is_empty = page.is_empty();
        listed.records.extend(page);
        if listed.records.len() > RECORDS_MAX {
            let words = format!("more than {RECORDS_MAX} {plural}, expected at most so many");
            return Err(Stop::new(Exit::Unreachable, words));
        }
        match told.body["next"].as_str() {
            Some(next) if !is_empty && next != after => next.clone_into(&mut after),
            Some(_) | None => return Ok(listed),
        }
    }
}

/// Makes a state of records.
fn built(records: &[Value]) -> Option<Isms> {
    let is_person = |record: &&Value| text(record, "kind") == RecordKind::Person.kind().slug();
    let people: BTreeMap<&str, Uuid> = records
        .iter()
        .filter(is_person)
        .filter_map(|record| Some((text(record, "id"), text(&record["record"], "uuid").parse().ok()?)))
        .collect();
    let mut isms = Isms::default();
    for record in records {
        let change = change(record)?;
        let revisions = record["revision"].as_u64().filter(|revisions| *revisions <= REVISIONS_MAX)?;
        let (made, changed) = (stamp(&record["made"], &people)?, stamp(&record["changed"], &people)?);
        // As often as it was written: that is the revision which a change names.
        for revision in 0..revisions.max(1) {
            isms.replay(&change, if revision == 0 { made } else { changed });
        }
    }
    isms.link();
    Some(isms)
}

/// Reads a record as the change that puts it.
pub(super) fn change(record: &Value) -> Option<Change> {
    let mut body = json!({ "record": record["record"] });
    if !record["about"].is_null() {
        body["about"] = record["about"].clone();
    }
    let (kind, id) = (text(record, "kind"), text(record, "id"));
    model::stored::read_change(kind, id, "create", body.to_string().as_bytes()).ok()
}

fn stamp(told: &Value, people: &BTreeMap<&str, Uuid>) -> Option<Stamp> {
    let by = told["by"].as_str().and_then(|by| people.get(by)).copied().unwrap_or_default();
    Some(Stamp { at: moment(told, "at"), on: text(told, "on").parse().ok()?, by })
}
