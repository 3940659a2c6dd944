//! Inboxes: what a person has seen to, and what they do not want to be told; kept beside the ledger, it may be lost.

use std::collections::BTreeMap;
use std::sync::Arc;

use ledger::LogId;
use model::records::Person;
use model::{Date, Isms, Ref};
use reports::inbox::{Item, ItemKind, inbox};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::books::Books;
use crate::failure::Failure;
use crate::instance::Instance;
use crate::room::{Reader, Room};
use crate::views::Stays;

/// Most matters of one person that are remembered as done.
const DONE_MAX: usize = 2_000;

/// What a person has said about their inbox in one organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InboxMarks {
    /// The names of matters that were seen to, and on which day.
    done: BTreeMap<String, Date>,
    /// The sorts of matters that no notice is made of.
    muted: Vec<String>,
}

impl InboxMarks {
    /// Returns what is left of an inbox.
    #[must_use]
    pub fn left(&self, items: Vec<Item>) -> Vec<Item> {
        items.into_iter().filter(|item| !self.done.contains_key(&item.key)).collect()
    }

    /// Returns what notices are made of.
    #[must_use]
    pub fn told(&self, items: Vec<Item>) -> Vec<Item> {
        self.left(items).into_iter().filter(|item| !self.is_muted(item.kind)).collect()
    }

    /// Says whether no notice is made of a sort of matters.
    #[must_use]
    pub fn is_muted(&self, kind: ItemKind) -> bool {
        self.muted.iter().any(|word| word == kind.word())
    }

    /// Says of which sorts of matters no notice is made.
    pub fn mute(&mut self, kinds: &[ItemKind]) {
        self.muted = kinds.iter().map(|kind| kind.word().to_owned()).collect();
    }

    /// Marks matters as seen to; what is not in the inbox any more need not be remembered.
    pub fn clear(&mut self, keys: &[String], present: &[Item], today: Date) {
        let is_present = |key: &str| present.iter().any(|item| item.key == key);
        self.done.retain(|key, _| is_present(key));
        for key in keys.iter().filter(|key| is_present(key)) {
            self.done.insert(key.clone(), today);
        }
        // What was done longest ago is forgotten first.
        while self.done.len() > DONE_MAX {
            let oldest = self.done.iter().min_by_key(|(_, day)| **day).map(|(key, _)| key.clone());
            oldest.and_then(|key| self.done.remove(&key));
        }
    }
}

impl Instance {
    /// Returns what a person has said about their inbox; what cannot be read is as if they had said nothing.
    ///
    /// # Errors
    /// Where the store does not answer.
    pub async fn inbox_marks(&self, log: LogId, person: Uuid) -> Result<InboxMarks, Failure> {
        let kept = self.aside(log, &key(person)).await?;
        Ok(kept.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default())
    }

    /// Keeps what a person says about their inbox.
    ///
    /// # Errors
    /// Where the store does not take it.
    pub async fn keep_inbox_marks(
        &self,
        log: LogId,
        person: Uuid,
        marks: &InboxMarks,
    ) -> Result<(), Failure> {
        let bytes = serde_json::to_vec(marks).map_err(|problem| Failure::Broken(problem.to_string()))?;
        self.put_aside(log, &key(person), Some(bytes)).await
    }
}

impl Room {
    /// Returns the inbox of a person, as far as both they and who asks see it: the same on a page, in a terminal and by mail.
    #[must_use]
    pub fn inbox_of(&self, person: Ref<Person>) -> Vec<Item> {
        let (_, theirs) = self.books().inbox_seen(person, self.today(), Stays::Kept);
        let is_own = match self.reader() {
            Reader::Member(reader) => reader == person,
            Reader::Anybody => !self.is_kept(),
        };
        if is_own || theirs.is_empty() {
            return theirs;
        }
        let items = inbox(&self.now().isms, person, self.today());
        items.into_iter().filter(|item| theirs.contains(item)).collect()
    }

    /// Returns the inbox of the member who reads, and the state in which it was found. It is for one look alone: what others
    /// read stays kept.
    #[must_use]
    pub fn inbox_told(&self) -> (Arc<Isms>, Vec<Item>) {
        match self.reader() {
            Reader::Member(person) => self.books().inbox_seen(person, self.today(), Stays::Passes),
            Reader::Anybody => (self.now().isms, Vec::new()),
        }
    }
}

impl Books {
    /// Returns the inbox of a person as they see it, and that state; who is no member sees none where there are members.
    fn inbox_seen(&self, person: Ref<Person>, today: Date, stays: Stays) -> (Arc<Isms>, Vec<Item>) {
        let now = self.now();
        if !self.is_kept() {
            let items = inbox(&now.isms, person, today);
            return (now.isms, items);
        }
        let is_member = policy::membership_of(&now.isms, person, today).is_some();
        // Auditors of a certification body read what is shared; they are told of nothing.
        if !is_member || policy::is_from_body(&now.isms, person, today) {
            return (Arc::default(), Vec::new());
        }
        let seen = self.view_as(&now, person, today, stays);
        let items = inbox(&seen, person, today);
        (seen, items)
    }
}

/// Returns the name of what is kept of a person.
fn key(person: Uuid) -> String {
    format!("inbox/{person}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(key: &str, kind: ItemKind) -> Item {
        let record = model::RecordId::parse("R-1").expect("an id");
        Item {
            kind,
            record,
            comment: None,
            title: String::new(),
            words: String::new(),
            on: None,
            due: None,
            key: key.to_owned(),
        }
    }

    #[test]
    fn what_is_done_is_gone_and_forgotten_once_it_is_settled() {
        let today = Date::constant(2026, 3, 3);
        let present = [item("a", ItemKind::Mention), item("b", ItemKind::Asked)];
        let mut marks = InboxMarks::default();
        marks.clear(&["a".to_owned(), "never there".to_owned()], &present, today);
        let left: Vec<String> = marks.left(present.to_vec()).into_iter().map(|item| item.key).collect();
        assert_eq!((left, marks.done.len()), (vec!["b".to_owned()], 1));
        marks.clear(&[], &present[1..], today);
        assert!(marks.done.is_empty(), "nothing is remembered of what is settled");
        marks.mute(&[ItemKind::Asked]);
        let told = marks.told(present.to_vec());
        assert!(
            told.len() == 1 && told[0].kind == ItemKind::Mention && marks.left(present.to_vec()).len() == 2
        );
        let bytes = serde_json::to_vec(&marks).expect("plain data");
        assert_eq!(serde_json::from_slice::<InboxMarks>(&bytes).expect("our own form"), marks);
    }
}
