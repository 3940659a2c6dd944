//! Views: states as one reader sees them, kept while the state is the present one.

use std::sync::Arc;

use model::records::Person;
use model::{Change, Date, Isms, Prose, RecordId, RecordKind, Ref, Stamp};

use crate::books::{Books, Snapshot};
use crate::engage::seen;

/// How many views are kept.
const VIEWS_KEPT: usize = 16;

/// A view that was made, of which state and for whom.
pub(crate) struct View {
    of: Arc<Isms>,
    /// The frozen state beneath; the same where nothing is frozen.
    base: Arc<Isms>,
    reader: Ref<Person>,
    today: Date,
    seen: Arc<Isms>,
}

impl Books {
    /// Says whether a commit touched a record that is asked for.
    pub(crate) fn touches(&self, seq: u64, is_asked: impl Fn(RecordId) -> bool) -> bool {
        let journal = self.kept.journal.read().expect("no writer panics");
        journal.of_commit(seq).iter().any(|record| is_asked(*record))
    }

    /// Returns a state as an auditor of a certification body sees it: never a later one than is shared.
    pub(crate) fn seen_by_auditor(
        &self,
        asked: Snapshot,
        now: &Snapshot,
        person: Ref<Person>,
        today: Date,
    ) -> Snapshot {
        let Some(window) = self.window(&now.isms, person, today) else {
            return Snapshot { isms: Arc::default(), head: None };
        };
        let is_earlier = asked.head.map_or(0, |head| head.seq) < window.last() || asked.head.is_none();
        let base = if is_earlier { asked } else { window.frozen.clone() };
        let is_it = |view: &&View| {
            Arc::ptr_eq(&view.of, &now.isms)
                && Arc::ptr_eq(&view.base, &base.isms)
                && view.reader == person
                && view.today == today
        };
        let mut views = self.views.lock().expect("nobody panics here");
        if let Some(view) = views.iter().find(is_it) {
            return Snapshot { isms: Arc::clone(&view.seen), head: base.head };
        }
        let seen = seen(&base.isms, &now.isms, &window, person, today);
        let (of, base_isms) = (Arc::clone(&now.isms), Arc::clone(&base.isms));
        views.push_back(View { of, base: base_isms, reader: person, today, seen: Arc::clone(&seen) });
        if views.len() > VIEWS_KEPT {
            views.pop_front();
        }
        Snapshot { isms: seen, head: base.head }
    }

    /// Returns an earlier state without what is kept from its reader today: the past tells nothing that the present hides.
    pub(crate) fn without_what_is_hidden(
        &self,
        seen: Arc<Isms>,
        of: &Snapshot,
        now: &Snapshot,
        reader: Ref<Person>,
    ) -> Arc<Isms> {
        if Arc::ptr_eq(&of.isms, &now.isms) {
            return seen;
        }
        let shown = self.view(now, reader, self.today());
        if Arc::ptr_eq(&shown, &now.isms) {
            return seen;
        }
        let mut left = Isms::clone(&seen);
        for (id, _) in RecordKind::ALL.iter().flat_map(|kind| now.isms.all(*kind)) {
            if shown.find(id).is_none() && left.find(id).is_some() {
                left.apply(&Change::Removed(id, Prose::default()), Stamp::default());
            }
        }
        Arc::new(left)
    }

    /// Returns a state as a member sees it; the same value where the member sees all.
    pub(crate) fn view(&self, snapshot: &Snapshot, reader: Ref<Person>, today: Date) -> Arc<Isms> {
        let mut views = self.views.lock().expect("nobody panics here");
        let is_it = |view: &&View| {
            Arc::ptr_eq(&view.of, &snapshot.isms)
                && Arc::ptr_eq(&view.base, &snapshot.isms)
                && view.reader == reader
                && view.today == today
        };
        if let Some(view) = views.iter().find(is_it) {
            return Arc::clone(&view.seen);
        }
        let seen = policy::view(&snapshot.isms, reader, today);
        let of = Arc::clone(&snapshot.isms);
        let view = View { base: Arc::clone(&of), of, reader, today, seen: Arc::clone(&seen) };
        views.push_back(view);
        if views.len() > VIEWS_KEPT {
            views.pop_front();
        }
        seen
    }
}
