//! What a client shares for an engagement: its records as they were frozen, and whether they are those that the share names.

use std::sync::Arc;

use app::{Filter, Room};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use model::records::{Engagement, IssuedDocument, IssuedKind, Share};
use model::{Isms, RecordId, Ref, YesNo};

use crate::address;
use crate::locale::manner;
use crate::pages::naming::short_day;
use crate::parts::digest::digest;
use crate::parts::{Action, Fact, Icon, Status, facts, section, state};

/// A client's side of an engagement, as its auditors see it.
pub struct Shared {
    /// Its word in addresses.
    pub word: String,
    /// Its name.
    pub name: String,
    /// The records that are seen.
    pub isms: Arc<Isms>,
    /// What was found when its files were last hashed.
    pub integrity: Option<app::rules::Integrity>,
    /// The share.
    pub id: Ref<Share>,
    /// What the share says.
    pub share: Share,
    /// The moment of the newest commit that is seen.
    as_of: String,
    proved: Proved,
}

/// Whether what is seen is what was agreed to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Proved {
    /// The hashes of the state, of the share and of the engagement are one.
    Yes,
    /// The share was renewed since the engagement was linked.
    Renewed,
    /// The state is not the one that the share names.
    No,
}

impl Shared {
    /// Finds what the client of an engagement shares among the organisations that whoever reads has a seat in.
    #[must_use]
    pub fn among(rooms: &[(String, Room)], engagement: &Engagement) -> Option<Self> {
        let link = engagement.link.as_ref()?;
        let (word, room) = rooms.iter().find(|(_, room)| Some(room.log().org) == link.organisation)?;
        let snapshot = room.now();
        let (id, share) = super::share_of(room, &snapshot.isms)?;
        let leaf: String = snapshot.head.map(|head| operations::hex(&head.leaf.0)).unwrap_or_default();
        let is = |known: &Option<model::Digest>| known.as_ref().is_some_and(|known| known.as_str() == leaf);
        let proved = match (is(&share.leaf), is(&link.leaf)) {
            (true, true) => Proved::Yes,
            (true, false) => Proved::Renewed,
            (false, _) => Proved::No,
        };
        let newest = room.commits(&Filter { at_most: 1, ..Filter::default() });
        let as_of = newest.first().map(|commit| {
            let manner = manner();
            let at = Timestamp::from_microsecond(commit.stamp.at).unwrap_or_default();
            manner.locale.moment(at, &manner.zone.unwrap_or(TimeZone::UTC))
        });
        Some(Self {
            word: word.clone(),
            name: room.name(),
            integrity: room.integrity(),
            id,
            share: share.clone(),
            as_of: as_of.unwrap_or_default(),
            proved,
            isms: snapshot.isms,
        })
    }

    /// Returns the address of a page of the client.
    #[must_use]
    pub fn at(&self, page: &str) -> String {
        format!("/o/{}{page}", self.word)
    }

    /// Returns a link to a record of the client.
    #[must_use]
    pub fn link(&self, id: RecordId) -> Markup {
        html! { a href=(self.at(&address::record(id))) { code { (id) } " " (self.isms.name_of(id)) } }
    }

    /// Says until when it is open.
    #[must_use]
    pub fn until(&self) -> String {
        self.share.until.map_or_else(|| "open".to_owned(), |until| format!("until {}", short_day(until)))
    }

    /// Returns what the body issued here, of one kind.
    pub fn issued(&self, kind: IssuedKind) -> impl Iterator<Item = (Ref<IssuedDocument>, &IssuedDocument)> {
        let all = self.isms.issued_documents.iter().map(|(id, one)| (id, &**one));
        all.filter(move |(_, one)| one.share == Some(self.id) && one.kind == Some(kind))
    }

    /// Returns the line under the heading: who, as of when, and that it is proved.
    #[must_use]
    pub fn line(&self) -> Markup {
        html! { (self.name) " · as of " (self.as_of) " · read-only · " (self.proof()) }
    }

    fn proof(&self) -> Markup {
        match self.proved {
            Proved::Yes => state(Status::Met, "chain verified"),
            Proved::Renewed => state(Status::Attention, "the client renewed the share: link it again"),
            Proved::No => state(Status::Problem, "not the state that the share names"),
        }
    }

    /// Returns what is shared, and the ways into it.
    #[must_use]
    pub fn panel(&self) -> Markup {
        let kinds = match self.share.kinds.len() {
            0 => "all that is not restricted".to_owned(),
            _ => self.share.kinds.iter().map(|kind| kind.to_string()).collect::<Vec<_>>().join(", "),
        };
        let opens = if self.share.files == Some(YesNo::Yes) {
            "open; each opening is noted at the client"
        } else {
            "not shared"
        };
        let known = self.share.commit.map(|commit| commit.to_string()).unwrap_or_default();
        let leaf = self.share.leaf.as_ref().map(|leaf| digest("leaf", leaf.as_str()));
        let mut shown = vec![
            Fact::new("Share", self.link(self.id.id())),
            Fact::words("Seen", &self.until()),
            Fact::words("As of", &self.as_of),
            Fact::words("Commit", &known),
            Fact::words("Kinds", &kinds),
            Fact::words("Files", opens),
            Fact::new("Proof", self.proof()),
        ];
        if let Some(leaf) = leaf {
            shown.insert(4, Fact::new("Hash", leaf));
        }
        let to = |words: &str, page: &str, icon| Action::link(words, self.at(page)).icon(icon);
        let ways = [
            to("SoA", "/soa", Icon::Soa),
            to("Controls", "/controls", Icon::Control),
            to("Risks", "/risks", Icon::Risk),
            to("Evidence", "/evidence", Icon::Evidence),
            to("Documents", "/documents", Icon::Document),
            to("Audits", "/audits", Icon::Audit),
            to("Integrity", "/integrity", Icon::Integrity),
        ];
        section(
            "shared",
            "What the client shares",
            "",
            &[],
            html! { (facts(&shown)) (crate::parts::actions(&ways)) },
        )
    }
}
