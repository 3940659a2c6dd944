//! The inbox of one person: where somebody calls, asks or answers them, what was refused to them, and what of theirs is late.
//!
//! All of it follows from the state: what is settled there is gone from here.

use model::records::{Comment, EvidenceStatus, ExceptionState, JointState, Person, RequestState};
use model::{Date, Isms, Owner, RecordId, RecordKind, Ref, Span};

use crate::tasks::{Task as Waiting, tasks};

/// For how many days a refusal is told.
const REFUSED_DAYS: i64 = 60;
/// What somebody is asked for, by the verb of what waits; other work is told when it is late.
const ASKS: &[&str] = &["approve", "accept", "decide", "answer", "read", "confirm"];

/// Something in an inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What sort it is.
    pub kind: ItemKind,
    /// The record that it is about.
    pub record: RecordId,
    /// The comment in which it is said, where it is said in one.
    pub comment: Option<Ref<Comment>>,
    /// What the record is called.
    pub title: String,
    /// What is the matter with it, in a few words.
    pub words: String,
    /// Since when.
    pub on: Option<Date>,
    /// By when it is asked for.
    pub due: Option<Date>,
    /// Its name, which stays as long as it is the same matter.
    pub key: String,
}

impl Item {
    /// Says whether a notice of it does not wait for the digest: a refusal of today or yesterday, what is asked for today.
    #[must_use]
    pub fn is_urgent(&self, today: Date) -> bool {
        match self.kind {
            ItemKind::Refused => self.on.is_some_and(|on| on >= today.saturating_sub(Span::new().days(1))),
            ItemKind::Asked => self.due == Some(today),
            ItemKind::Mention | ItemKind::Overdue => false,
        }
    }
}

/// A sort of matter in an inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemKind {
    /// A comment calls the person, or answers them.
    Mention,
    /// Something is asked of the person.
    Asked,
    /// What the person asked for or brought in was refused.
    Refused,
    /// Something that waits for the person is late.
    Overdue,
}

impl ItemKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Mention, Self::Asked, Self::Refused, Self::Overdue];

    /// Returns its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Mention => "mention",
            Self::Asked => "asked",
            Self::Refused => "refused",
            Self::Overdue => "overdue",
        }
    }

    /// Returns what it means, for people who choose.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Mention => "Somebody calls or answers you",
            Self::Asked => "Something is asked of you",
            Self::Refused => "Something of yours was refused",
            Self::Overdue => "Something of yours is late",
        }
    }
}

/// Returns the inbox of a person on a day, the oldest matter of each record first.
#[must_use]
pub fn inbox(isms: &Isms, person: Ref<Person>, today: Date) -> Vec<Item> {
    let mut items = called(isms, person);
    items.extend(asked(isms, person, today));
    items.extend(refused(isms, person, today));
    items.sort_by(|one, other| (one.on, one.record, &one.key).cmp(&(other.on, other.record, &other.key)));
    items
}

/// Returns where comments call a person, or answer a thread of theirs, and they have not answered since.
fn called(isms: &Isms, person: Ref<Person>) -> Vec<Item> {
    let name = |by: Option<Ref<Person>>| by.map_or_else(|| "somebody".to_owned(), |by| isms.name_of(by.id()));
    let mut items = Vec::new();
    for (id, comment) in isms.comments.iter() {
        let Some(record) = comment.about.filter(|about| isms.find(*about).is_some()) else { continue };
        if comment.by == Some(person) || comment.is_withdrawn() {
            continue;
        }
        let thread = comment.thread(id);
        let first = isms.comments.get(&thread);
        let is_theirs = thread != id && first.is_some_and(|first| first.by == Some(person));
        let calls = comment.calls(person);
        let is_over = first.is_some_and(|first| first.resolved_on.is_some());
        if !(calls || is_theirs) || is_over || has_answered(isms, person, thread, id) {
            continue;
        }
        let does = if calls { "calls you" } else { "answers you" };
        items.push(Item {
            kind: ItemKind::Mention,
            record,
            comment: Some(id),
            title: isms.name_of(record),
            words: format!("{} {does}: {}", name(comment.by), comment.title),
            on: comment.on,
            due: None,
            key: format!("mention/{id}"),
        });
    }
    items
}

/// Says whether a person has spoken in a thread since a comment.
fn has_answered(isms: &Isms, person: Ref<Person>, thread: Ref<Comment>, since: Ref<Comment>) -> bool {
    let mut later = isms.sources::<Comment>(thread.id()).filter(|one| *one > since);
    later.any(|one| isms.comments.get(&one).is_some_and(|one| one.by == Some(person)))
}

/// Returns what waits for a person by name: what is asked, and what is late.
fn asked(isms: &Isms, person: Ref<Person>, today: Date) -> Vec<Item> {
    let is_mine = |one: &Waiting| {
        one.on.contains(&person) && !one.is_ahead(today) && (one.is_late(today) || !is_own(isms, one, person))
    };
    let mine = tasks(isms, today, &[]).into_iter().filter(is_mine);
    mine.filter_map(|one| {
        let is_by_hand = one.record.kind == RecordKind::Task;
        let kind = match (one.is_late(today), ASKS.contains(&one.verb) || is_by_hand) {
            (true, _) => ItemKind::Overdue,
            (false, true) => ItemKind::Asked,
            (false, false) => return None,
        };
        let due = one.due.map(|due| due.to_string()).unwrap_or_default();
        let is_late = kind == ItemKind::Overdue;
        let words = match due.as_str() {
            "" => format!("to {}", one.verb),
            due if is_late => format!("to {}, was due {due}", one.verb),
            due => format!("to {}, due {due}", one.verb),
        };
        // Several pieces of work of one record are told apart by what they are called.
        let part = Some(&one.title).filter(|title| **title != isms.name_of(one.record));
        let part = part.map(|title| format!("/{title}")).unwrap_or_default();
        let key = format!("{}/{}/{}/{due}{part}", kind.word(), one.verb, one.record);
        let on = if is_late { one.due } else { one.since };
        let (record, title, due) = (one.record, one.title, one.due);
        Some(Item { kind, record, comment: None, title, words, on, due, key })
    })
    .collect()
}

/// Says whether a person asks it of themselves: their own task, a document that they wrote, an exception that they ask for.
fn is_own(isms: &Isms, one: &Waiting, person: Ref<Person>) -> bool {
    let key = one.record.key;
    if one.record.kind == RecordKind::Task {
        let uuid = isms.people.get(&person).map(|person| person.uuid);
        return isms.tasks.get(&Ref::of(key)).is_some_and(|task| Some(task.made.by) == uuid);
    }
    if one.record.kind == RecordKind::Document && one.verb == "approve" {
        return isms.documents.get(&Ref::of(key)).is_some_and(|document| document.authors.contains(&person));
    }
    one.record.kind == RecordKind::Exception
        && isms.exceptions.get(&Ref::of(key)).is_some_and(|asked| is_meant(asked.asked_by.as_ref(), person))
}

/// Says whether an owner is a person.
fn is_meant(owner: Option<&Owner>, person: Ref<Person>) -> bool {
    owner == Some(&Owner::Person(person))
}

/// Returns what a person asked for, proposed or brought in and was refused in the last weeks.
fn refused(isms: &Isms, person: Ref<Person>, today: Date) -> Vec<Item> {
    let first = today.saturating_sub(Span::new().days(REFUSED_DAYS));
    let mut items = Vec::new();
    let mut add = |record: RecordId, does: &str, because: &str, on: Option<Date>| {
        if on.is_some_and(|on| on >= first) {
            let because = because.lines().next().unwrap_or_default();
            let because = if because.is_empty() { String::new() } else { format!(": {because}") };
            items.push(Item {
                kind: ItemKind::Refused,
                record,
                comment: None,
                title: isms.name_of(record),
                words: format!("was {does}{because}"),
                on,
                due: None,
                key: format!("refused/{record}/{}", on.map(|on| on.to_string()).unwrap_or_default()),
            });
        }
    };
    for (id, one) in isms.exceptions.iter() {
        if one.state == ExceptionState::Refused && is_meant(one.asked_by.as_ref(), person) {
            add(id.id(), "refused", &one.decided_because, one.approved_on);
        }
    }
    for (id, one) in isms.joint_changes.iter() {
        let by_another = one.decided_by.is_some_and(|by| by != person);
        if one.state == JointState::Withdrawn && one.proposed_by == Some(person) && by_another {
            add(id.id(), "not confirmed", &one.decided_because, one.decided_on);
        }
    }
    for (id, one) in isms.evidence.iter() {
        if one.status == EvidenceStatus::Rejected && is_meant(one.collected_by.as_ref(), person) {
            add(id.id(), "rejected", &one.judged_because, one.judged_on);
        }
    }
    for (id, one) in isms.requests.iter() {
        if one.state == RequestState::Returned && one.answered_by == Some(person) {
            add(id.id(), "returned", &one.returned_because, one.answered_on);
        }
    }
    items
}

/// Returns the digest of a person: a line for each matter, by organisation; nothing where there is none.
#[must_use]
pub fn digest(name: &str, of: &[(String, Vec<Item>)]) -> Option<(String, Vec<String>)> {
    let whole: usize = of.iter().map(|(_, items)| items.len()).sum();
    if whole == 0 {
        return None;
    }
    let subject = match whole {
        1 => "1 thing waits for you".to_owned(),
        many => format!("{many} things wait for you"),
    };
    let mut lines = vec![format!("Good morning {name},"), String::new()];
    for (organisation, items) in of.iter().filter(|(_, items)| !items.is_empty()) {
        lines.push(organisation.clone());
        lines.extend(items.iter().map(|item| format!("- {} {}: {}", item.record, item.title, item.words)));
        lines.push(String::new());
    }
    Some((subject, lines))
}

#[cfg(test)]
mod tests {
    use model::records::{Exception, Task};
    use model::{Change, Record, Stamp};

    use super::*;
    use crate::sample::good;

    struct Desk {
        isms: Isms,
        today: Date,
    }

    impl Desk {
        fn put<R: Record>(&mut self, number: u32, record: R)
        where
            Change: From<(Ref<R>, R)>,
        {
            let change = Change::from((Ref::<R>::number(number), record));
            let by = self.isms.people.get(&Ref::number(2)).expect("somebody else").uuid;
            self.isms.apply(&change, Stamp { on: self.today, by, ..Stamp::default() });
        }

        fn says(&mut self, number: u32, by: u32, text: &str, answers: Option<u32>) {
            let comment = Comment {
                title: text.into(),
                text: text.into(),
                about: RecordId::parse("R-1"),
                by: Some(Ref::number(by)),
                on: Some(self.today),
                answers: answers.map(Ref::number),
                ..Comment::default()
            };
            self.put(number, comment);
        }

        fn of(&self, person: u32, kind: ItemKind) -> Vec<String> {
            let all = inbox(&self.isms, Ref::number(person), self.today);
            all.into_iter().filter(|item| item.kind == kind).map(|item| item.key).collect()
        }
    }

    fn desk() -> Desk {
        let sample = good();
        Desk { isms: sample.isms.clone(), today: sample.today }
    }

    #[test]
    fn who_is_called_or_answered_is_told_until_they_answer_or_the_thread_is_over() {
        let mut desk = desk();
        desk.says(1, 2, "@PER-1 is it so?", None);
        desk.says(2, 2, "and @PER-2 too", None);
        assert_eq!(desk.of(1, ItemKind::Mention), ["mention/CMT-1"]);
        assert!(desk.of(2, ItemKind::Mention).is_empty(), "nobody calls themselves");
        desk.says(3, 1, "it is", Some(1));
        assert!(desk.of(1, ItemKind::Mention).is_empty());
        assert_eq!(desk.of(2, ItemKind::Mention), ["mention/CMT-3"], "who began the thread is answered");
        let mut first = Comment::clone(desk.isms.comments.get(&Ref::number(1)).expect("said"));
        first.resolved_on = Some(desk.today);
        desk.put(1, first);
        assert!(desk.of(2, ItemKind::Mention).is_empty(), "what is settled leaves by itself");
    }

    #[test]
    fn what_is_asked_late_or_refused_is_told_to_whom_it_concerns() {
        let mut desk = desk();
        let due = desk.today.saturating_add(Span::new().days(3));
        let owner = Some(Owner::Person(Ref::number(1)));
        let task = Task { title: "Call".into(), owner: owner.clone(), due: Some(due), ..Task::default() };
        desk.put(1, task.clone());
        let asked = format!("asked/do/T-1/{due}");
        assert!(desk.of(1, ItemKind::Asked).contains(&asked), "{:?}", desk.of(1, ItemKind::Asked));
        assert!(!desk.of(2, ItemKind::Asked).contains(&asked));
        let late = desk.today.saturating_sub(Span::new().days(3));
        desk.put(1, Task { due: Some(late), ..task });
        assert!(desk.of(1, ItemKind::Overdue).contains(&format!("overdue/do/T-1/{late}")));
        let refused = Exception {
            title: "Old server".into(),
            asked_by: owner,
            state: ExceptionState::Refused,
            approved_on: Some(late),
            ..Exception::default()
        };
        desk.put(99, refused.clone());
        assert_eq!(desk.of(1, ItemKind::Refused), [format!("refused/EXC-99/{late}")]);
        let long_ago = desk.today.saturating_sub(Span::new().days(61));
        desk.put(99, Exception { approved_on: Some(long_ago), ..refused });
        assert!(desk.of(1, ItemKind::Refused).is_empty());
    }

    #[test]
    fn a_digest_has_a_line_for_each_matter_and_none_where_nothing_waits() {
        let mut desk = desk();
        desk.says(1, 2, "@PER-1 is it so?", None);
        let items = called(&desk.isms, Ref::number(1));
        assert_eq!(digest("Jana", &[("Acme".to_owned(), Vec::new())]), None);
        let (subject, lines) = digest("Jana", &[("Acme".to_owned(), items)]).expect("one");
        assert_eq!(subject, "1 thing waits for you");
        assert!(
            lines[2] == "Acme" && lines[3].starts_with("- R-1 ") && lines[3].contains("calls you"),
            "{lines:?}"
        );
    }
}
