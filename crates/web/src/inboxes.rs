//! Inboxes of who reads, over all organisations: each kept in memory while the state behind it is the present one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, Weak};

use app::identity::Uuid;
use app::{InboxMarks, LogId, Room};
use model::records::Person;
use model::{Date, Isms, Ref};
use reports::inbox::Item;

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
    /// Held while marks are read, changed and written, so that none is written over that was not read.
    marking: tokio::sync::Mutex<()>,
}

impl Inboxes {
    /// Returns what is in an inbox; looked for once for each state.
    fn items(&self, room: &Room, isms: &Arc<Isms>, person: Ref<Person>) -> Arc<Vec<Item>> {
        let (log, today) = (room.log(), room.today());
        let is_it = |held: &&Held| std::ptr::eq(held.isms.as_ptr(), Arc::as_ptr(isms)) && held.today == today;
        if let Some(held) = self.held.lock().expect("nobody panics here").get(&(log, person)).filter(is_it) {
            return Arc::clone(&held.items);
        }
        // It is made outside the lock: others read on meanwhile.
        let items = Arc::new(room.inbox_of(person));
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
        let items = self.held_inboxes().items(room, &isms, reader);
        let known =
            self.held_inboxes().marks.lock().expect("nobody panics here").get(&(log, person)).cloned();
        let marks = match known {
            Some(marks) => marks,
            None => {
                let _alone = self.held_inboxes().marking.lock().await;
                let marks = self.instance().inbox_marks(log, person).await?;
                self.know(log, person, &marks);
                marks
            }
        };
        Ok(Some(Inbox { word, name: room.name(), isms, today, items, marks, log, person }))
    }

    /// Changes what somebody has said about an inbox, as it is kept by then: the page that they look at may be older.
    ///
    /// # Errors
    /// Where the store does not take it.
    pub(crate) async fn mark(
        &self,
        inbox: &Inbox,
        change: impl FnOnce(&mut InboxMarks) + Send,
    ) -> Result<(), Failure> {
        let _alone = self.held_inboxes().marking.lock().await;
        let mut marks = self.instance().inbox_marks(inbox.log, inbox.person).await?;
        change(&mut marks);
        self.instance().keep_inbox_marks(inbox.log, inbox.person, &marks).await?;
        self.know(inbox.log, inbox.person, &marks);
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

#[cfg(test)]
mod tests {
    use app::identity::Settings;
    use app::{Beginning, Clock, Instance, Reader, Via};
    use model::records::OrganisationKind;
    use model::{RecordId, RecordKind};
    use operations::{CreateRecord, WriteComment};
    use reports::inbox::ItemKind;

    use super::*;
    use crate::session::{Sessions, Who};

    #[tokio::test]
    async fn what_is_said_of_an_inbox_adds_to_what_was_said_since_the_page_was_made() {
        let files = tempfile::tempdir().expect("a folder");
        let instance = Arc::new(Instance::in_memory(files.path(), Clock::System).expect("memory"));
        let beginning = Beginning {
            name: "Acme".into(),
            kind: OrganisationKind::Client,
            time_zone: "UTC".into(),
            person: "Jana Novak".into(),
            at: None,
        };
        let books = instance.begin(beginning).await.expect("it begins");
        let typed = |title: &str| vec![("title".to_owned(), title.to_owned())];
        for (kind, title) in [(RecordKind::Person, "Kim Berg"), (RecordKind::Risk, "Fire")] {
            let create =
                CreateRecord { kind, id: None, typed: typed(title), about: Default::default(), uuid: None };
            let visit = app::Visit::of(Ref::number(1), Via::Cli);
            books.run(&visit, create).await.expect("the store").expect("it is made");
        }
        for text in ["@Jana Novak is it so?", "@Jana Novak and now?"] {
            let about = RecordId::parse("R-1");
            let write = WriteComment { about, text: text.into(), ..WriteComment::default() };
            let visit = app::Visit::of(Ref::number(2), Via::Cli);
            books.run(&visit, write).await.expect("the store").expect("it is said");
        }
        let origin: app::identity::Url = "http://localhost:7117".parse().expect("an origin");
        let accounts = instance.accounts(Settings::at(Some(origin.clone()))).await.expect("accounts");
        let sessions = Arc::new(Sessions::new(([127, 0, 0, 1], 7117).into(), origin));
        let site = Site::new(Arc::clone(&instance), accounts, Arc::clone(&sessions));
        let room = Room::new(books, Reader::Anybody);
        let session = sessions.of(Who::Link);
        let look = || async {
            let looked = site.inbox_of(&session, "acme".to_owned(), &room).await;
            looked.expect("the store").expect("Jana is there")
        };
        let (one, other, third) = (look().await, look().await, look().await);
        assert_eq!(one.left().len(), 2);
        let done = |inbox: &Inbox, at: usize| (vec![inbox.items[at].key.clone()], Arc::clone(&inbox.items));
        for (inbox, at) in [(&one, 0), (&other, 1)] {
            let (keys, items) = done(inbox, at);
            site.mark(inbox, |marks| marks.clear(&keys, &items, inbox.today)).await.expect("kept");
        }
        site.mark(&third, |marks| marks.mute(&[ItemKind::Mention])).await.expect("kept");
        let now = look().await;
        assert!(now.left().is_empty(), "both stay done");
        assert!(now.marks.is_muted(ItemKind::Mention));
    }
}
