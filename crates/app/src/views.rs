//! Views: states as one reader sees them, kept while the state is the present one.

use std::collections::VecDeque;
use std::sync::Arc;

use model::records::Person;
use model::{Change, Date, Isms, Prose, RecordId, RecordKind, Ref, Stamp};
use policy::Veil;
use rules::{Ask, Integrity, Results, check};

use crate::books::{Books, Snapshot};
use crate::engage::seen;

/// How many views are kept.
const VIEWS_KEPT: usize = 16;
/// How many results of views are kept.
const RESULTS_KEPT: usize = 8;

/// The views of those who do not see all, and what the rules say of them; what was asked for last is at the end.
#[derive(Default)]
pub(crate) struct Views {
    /// What is kept from somebody, of the newest states.
    veils: VecDeque<(Arc<Isms>, Date, Arc<Veil>)>,
    kept: VecDeque<View>,
    results: VecDeque<(Arc<Isms>, Option<Integrity>, Arc<Results>)>,
}

/// Whether a view stays when it was made: who reads comes back to it, who only looks once does not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stays {
    Kept,
    Passes,
}

/// For whom a view was made: everybody from whom the same is kept, or one auditor of a certification body.
#[derive(PartialEq, Eq)]
enum For {
    Taken(Vec<RecordId>),
    Auditor(Ref<Person>),
}

/// A view that was made, of which state and for whom.
struct View {
    of: Arc<Isms>,
    /// The frozen state beneath; the same where nothing is frozen.
    base: Arc<Isms>,
    reader: For,
    today: Date,
    seen: Arc<Isms>,
}

impl Views {
    /// Returns a view that was made already.
    fn made(&mut self, of: &Arc<Isms>, base: &Arc<Isms>, reader: &For, today: Date) -> Option<Arc<Isms>> {
        let is_it = |view: &View| {
            Arc::ptr_eq(&view.of, of)
                && Arc::ptr_eq(&view.base, base)
                && view.reader == *reader
                && view.today == today
        };
        last_asked(&mut self.kept, is_it).map(|view| Arc::clone(&view.seen))
    }

    /// Keeps a view, unless somebody was quicker; all hold the same one.
    fn keep(&mut self, view: View) -> Arc<Isms> {
        if let Some(seen) = self.made(&view.of, &view.base, &view.reader, view.today) {
            return seen;
        }
        let seen = Arc::clone(&view.seen);
        self.kept.push_back(view);
        if self.kept.len() > VIEWS_KEPT {
            self.kept.pop_front();
        }
        seen
    }
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
        let reader = For::Auditor(person);
        let made = self.views.lock().expect("nobody panics here").made(&now.isms, &base.isms, &reader, today);
        let isms = made.unwrap_or_else(|| {
            // It is made outside the lock: others read on meanwhile.
            let seen = seen(&base.isms, &now.isms, &window, person, today);
            let (of, base) = (Arc::clone(&now.isms), Arc::clone(&base.isms));
            let view = View { of, base, reader, today, seen };
            self.views.lock().expect("nobody panics here").keep(view)
        });
        Snapshot { isms, head: base.head }
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
        self.view_as(snapshot, reader, today, Stays::Kept)
    }

    /// Returns the same; a view that does not stay pushes none out that others read.
    pub(crate) fn view_as(
        &self,
        snapshot: &Snapshot,
        reader: Ref<Person>,
        today: Date,
        stays: Stays,
    ) -> Arc<Isms> {
        let veil = self.veil(&snapshot.isms, today);
        let taken = veil.taken_from(reader);
        if taken.is_empty() {
            return Arc::clone(&snapshot.isms);
        }
        let of = Arc::clone(&snapshot.isms);
        let reader = For::Taken(taken);
        if let Some(seen) = self.views.lock().expect("nobody panics here").made(&of, &of, &reader, today) {
            return seen;
        }
        let For::Taken(taken) = &reader else { return of };
        let seen = Arc::new(Veil::without(&of, taken));
        if stays == Stays::Passes {
            return seen;
        }
        let view = View { base: Arc::clone(&of), of, reader, today, seen };
        self.views.lock().expect("nobody panics here").keep(view)
    }

    /// Returns what is kept from somebody in a state; looked at once.
    pub(crate) fn veil(&self, isms: &Arc<Isms>, today: Date) -> Arc<Veil> {
        let is_it = |(of, day, _): &(Arc<Isms>, Date, Arc<Veil>)| Arc::ptr_eq(of, isms) && *day == today;
        let mut views = self.views.lock().expect("nobody panics here");
        if let Some((_, _, veil)) = last_asked(&mut views.veils, is_it) {
            return Arc::clone(veil);
        }
        drop(views);
        let veil = Arc::new(Veil::of(isms, today));
        let mut views = self.views.lock().expect("nobody panics here");
        views.veils.push_back((Arc::clone(isms), today, Arc::clone(&veil)));
        if views.veils.len() > VIEWS_KEPT {
            views.veils.pop_front();
        }
        veil
    }

    /// Returns what the rules say today of what somebody sees who does not see all; asked once for each view.
    pub(crate) fn check_seen(&self, seen: &Arc<Isms>) -> Arc<Results> {
        let today = self.today();
        let integrity = self.integrity().map(|integrity| of_seen(integrity, seen));
        let is_it = |(of, known, results): &(Arc<Isms>, Option<Integrity>, Arc<Results>)| {
            Arc::ptr_eq(of, seen) && *known == integrity && results.today == today
        };
        let mut views = self.views.lock().expect("nobody panics here");
        if let Some((_, _, results)) = last_asked(&mut views.results, is_it) {
            return Arc::clone(results);
        }
        drop(views);
        let results = Arc::new(check(&Ask::new(seen, integrity.as_ref(), today)));
        let mut views = self.views.lock().expect("nobody panics here");
        views.results.push_back((Arc::clone(seen), integrity, Arc::clone(&results)));
        if views.results.len() > RESULTS_KEPT {
            views.results.pop_front();
        }
        results
    }
}

/// Returns what is kept, and moves it to the end: what was not asked for longest goes first.
fn last_asked<T>(kept: &mut VecDeque<T>, is_it: impl Fn(&T) -> bool) -> Option<&T> {
    let place = kept.iter().position(is_it)?;
    let found = kept.remove(place)?;
    kept.push_back(found);
    kept.back()
}

/// Returns what is known about files, of those alone that somebody sees.
pub(crate) fn of_seen(mut integrity: Integrity, seen: &Isms) -> Integrity {
    integrity.files.retain(|fault| seen.find(fault.record).is_some());
    integrity
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_view_that_was_not_asked_for_longest_goes_first() {
        let (of, today) = (Arc::<Isms>::default(), Date::constant(2026, 3, 3));
        let whose = |number| For::Auditor(Ref::number(number));
        let view = |number| {
            let seen = Arc::new(Isms::default());
            View { of: Arc::clone(&of), base: Arc::clone(&of), reader: whose(number), today, seen }
        };
        let mut views = Views::default();
        for number in 1..=16 {
            views.keep(view(number));
        }
        let first = views.made(&of, &of, &whose(1), today).expect("it is kept");
        views.keep(view(17));
        let again = views.made(&of, &of, &whose(1), today).expect("who reads on keeps theirs");
        assert!(Arc::ptr_eq(&first, &again));
        assert!(views.made(&of, &of, &whose(2), today).is_none());
        assert_eq!(views.kept.len(), VIEWS_KEPT);
    }
}
