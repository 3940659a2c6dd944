//! Inboxes of who reads, over all organisations: each kept in memory while the state behind it is the present one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, Weak};

use app::identity::Uuid;
use app::{InboxMarks, LogId, Room};
use model::records::Person;
use model::{Date, Isms, Ref};
use reports::inbox::{Item, inbox};

use crate::failure::Failure;
use crate::session::Session;
use crate::site::Site;
use crate::visit::actor;

/// How many inboxes are kept at most.
const KEPT_MAX: usize = 1_024;

/// The inbox of who reads in one organisation.
pub(crate) struct Inbox {
    /// The organisation's word in addresses.
    pub word: String,
    /// Its name.
    pub name: String,
    /// The state as its reader sees it.
    pub isms: Arc<Isms>,
    /// Today, there.
    pub today: Date,
    /// Everything that is in it, seen to or not.
    pub items: Arc<Vec<Item>>,
    /// What its reader has said about it.
    pub marks: InboxMarks,
    log: LogId,
    person: Uuid,
}

impl Inbox {
    /// Returns what is left in it.
    pub fn left(&self) -> Vec<Item> {
        self.marks.left(self.items.as_ref().clone())
    }
}

/// What is in the inbox of somebody, and of which state and day that was found.
struct Held {
    isms: Weak<Isms>,
    today: Date,
    items: Arc<Vec<Item>>,
}

/// What was found and read so far.
#[derive(Default)]
pub(crate) struct Inboxes {
    held: Mutex<HashMap<(LogId, Ref<Person>), Held>>,
    marks: Mutex<HashMap<(LogId, Uuid), InboxMarks>>,
}

impl Inboxes {
    /// Returns what is in an inbox; looked for once for each state.
    fn items(&self, log: LogId, isms: &Arc<Isms>, person: Ref<Person>, today: Date) -> Arc<Vec<Item>> {
        let is_it = |held: &&Held| std::ptr::eq(held.isms.as_ptr(), Arc::as_ptr(isms)) && held.today == today;
        if let Some(held) = self.held.lock().expect("nobody panics here").get(&(log, person)).filter(is_it) {
            return Arc::clone(&held.items);
        }
        // It is made outside the lock: others read on meanwhile.
        let items = Arc::new(inbox(isms, person, today));
        let held = Held { isms: Arc::downgrade(isms), today, items: Arc::clone(&items) };
        let mut all = self.held.lock().expect("nobody panics here");
        if all.len() >= KEPT_MAX {
            all.clear();
        }
        all.insert((log, person), held);
        items
    }
}

impl Site {
    /// Returns the inboxes of who reads in the organisations that are open and that they see.
    ///
    /// # Errors
    /// Where the store does not answer.
    pub(crate) async fn inboxes(&self, session: &Session) -> Result<Vec<Inbox>, Failure> {
        let mut all = Vec::new();
        for (word, room) in self.opened(session) {
            all.extend(self.inbox_of(session, word, &room).await?);
        }
        Ok(all)
    }

    /// Returns how many matters wait for who reads, in all organisations.
    ///
    /// # Errors
    /// Where the store does not answer.
    pub(crate) async fn inbox_count(&self, session: &Session) -> Result<usize, Failure> {
        let all = self.inboxes(session).await?;
        Ok(all.iter().map(|one| one.left().len()).sum())
    }

    async fn inbox_of(&self, session: &Session, word: String, room: &Room) -> Result<Option<Inbox>, Failure> {
        let (isms, today, log) = (room.now().isms, room.today(), room.log());
        let reader = actor(room, session);
        let Some(person) = isms.people.get(&reader).map(|person| person.uuid) else { return Ok(None) };
        let items = self.held_inboxes().items(log, &isms, reader, today);
        let known =
            self.held_inboxes().marks.lock().expect("nobody panics here").get(&(log, person)).cloned();
        let marks = match known {
            Some(marks) => marks,
            None => {
                let marks = self.instance().inbox_marks(log, person).await?;
                self.know(log, person, &marks);
                marks
            }
        };
        Ok(Some(Inbox { word, name: room.name(), isms, today, items, marks, log, person }))
    }

    /// Keeps what somebody has said about an inbox.
    ///
    /// # Errors
    /// Where the store does not take it.
    pub(crate) async fn mark(&self, inbox: &Inbox, marks: &InboxMarks) -> Result<(), Failure> {
        self.instance().keep_inbox_marks(inbox.log, inbox.person, marks).await?;
        self.know(inbox.log, inbox.person, marks);
        Ok(())
    }

    fn know(&self, log: LogId, person: Uuid, marks: &InboxMarks) {
        let mut all = self.held_inboxes().marks.lock().expect("nobody panics here");
        if all.len() >= KEPT_MAX {
            all.clear();
        }
        all.insert((log, person), marks.clone());
    }
}
