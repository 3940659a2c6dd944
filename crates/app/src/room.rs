//! A room: the books of one organisation as one reader sees them. Pages, commands and the API hold a room, never the books.

mod long;
mod looking;

use std::collections::BTreeMap;
use std::sync::Arc;

use diagnostics::Diagnostic;
use ledger::LogId;
use model::records::{Person, StoredFile};
use model::{Date, Digest, RecordId, Ref};
use operations::{
    AddEvidence, AnyOperation, AttachDocumentFile, GrantMembership, OpenFile, Operation, SetLogo, UndoRefusal,
};
use policy::{Denial, Verdict, is_from_body};
use rules::{Integrity, Results};

use crate::asof::AsOf;
use crate::books::{Books, Snapshot};
use crate::commit::{Done, Visit};
use crate::duties::Proof;
use crate::engage::Window;
use crate::failure::Failure;
use crate::files::NewFile;
use crate::history::{Event, Filter, LastChange};
use crate::journal::CommitHead;
use crate::views::of_seen;

/// Who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Whoever can open the data folder of an organisation without members.
    Anybody,
    /// A member.
    Member(Ref<Person>),
}

/// The books of one organisation, as one reader sees them.
pub struct Room {
    books: Arc<Books>,
    reader: Reader,
}

impl Room {
    /// Returns the books as a reader sees them.
    #[must_use]
    pub fn new(books: Arc<Books>, reader: Reader) -> Self {
        Self { books, reader }
    }

    /// Returns the books.
    pub(crate) fn books(&self) -> &Books {
        &self.books
    }

    /// Returns who reads.
    #[must_use]
    pub fn reader(&self) -> Reader {
        self.reader
    }

    /// Returns the log.
    #[must_use]
    pub fn log(&self) -> LogId {
        self.books.log()
    }

    /// Returns the origin of the log: what its chain begins with.
    #[must_use]
    pub fn origin(&self) -> String {
        self.books.origin()
    }

    /// Returns the name of the organisation.
    #[must_use]
    pub fn name(&self) -> String {
        self.books.name()
    }

    /// Returns today, in the organisation's time zone.
    #[must_use]
    pub fn today(&self) -> Date {
        self.books.today()
    }

    /// Returns the moment, in microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn micros(&self) -> i64 {
        self.books.micros()
    }

    /// Says whether the written policies decide here.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.books.is_kept()
    }

    /// Returns the present state, as the reader sees it.
    #[must_use]
    pub fn now(&self) -> Snapshot {
        self.seen(self.books.now(), self.books.today())
    }

    /// Returns the state asked for, as the reader sees it today.
    ///
    /// # Errors
    /// Where the log cannot be read.
    pub async fn as_of(&self, when: AsOf) -> Result<Snapshot, Failure> {
        Ok(self.seen(self.books.as_of(when).await?, self.books.today()))
    }

    /// Returns what the rules say today about what the reader sees.
    #[must_use]
    pub fn check(&self) -> Arc<Results> {
        let (whole, seen) = (self.books.now(), self.now());
        if Arc::ptr_eq(&whole.isms, &seen.isms) {
            return self.books.check();
        }
        self.books.check_seen(&seen.isms)
    }

    /// Returns what the rules say about a state on another day: the past, or a forecast.
    #[must_use]
    pub fn check_on(&self, snapshot: &Snapshot, day: Date) -> Results {
        self.books.check_on(snapshot, day)
    }

    /// Adds to the proofs who set each value and when; for the first `at_most` diagnostics.
    ///
    /// # Errors
    /// Where the log cannot be read.
    pub async fn prove(&self, diagnostics: &mut [Diagnostic], at_most: usize) -> Result<(), Failure> {
        // Who set what, and when, is told to those who see the whole past.
        if self.last().is_some() {
            return Ok(());
        }
        self.books.prove(diagnostics, at_most).await
    }

    /// Returns what is known about ledger and files; nothing until somebody has looked.
    #[must_use]
    pub fn integrity(&self) -> Option<Integrity> {
        let seen = self.now().isms;
        self.books.integrity().map(|integrity| of_seen(integrity, &seen))
    }

    /// Finds a person by id, name, e-mail or uuid.
    #[must_use]
    pub fn person(&self, text: &str) -> Option<Ref<Person>> {
        self.books.person(text)
    }

    /// Returns commits in brief, newest first.
    #[must_use]
    pub fn commits(&self, filter: &Filter) -> Vec<CommitHead> {
        if filter.record.is_some_and(|record| !self.sees(record)) {
            return Vec::new();
        }
        let Some(last) = self.last() else { return self.books.commits(filter) };
        let seen = self.now().isms;
        let before = Some(filter.before.map_or(last + 1, |before| before.min(last + 1)));
        let commits = self.books.commits(&Filter { before, at_most: usize::MAX, ..filter.clone() });
        let shown =
            |commit: &CommitHead| self.books.touches(commit.seq, |record| seen.find(record).is_some());
        commits.into_iter().filter(shown).take(filter.at_most).collect()
    }

    /// Returns commits, told, newest first; what the reader does not see is left out of them.
    ///
    /// # Errors
    /// Where the log cannot be read.
    pub async fn history(&self, filter: &Filter) -> Result<Vec<Event>, Failure> {
        if filter.record.is_some_and(|record| !self.sees(record)) {
            return Ok(Vec::new());
        }
        if self.last().is_none() {
            let events = self.books.history(filter).await?;
            return Ok(events.into_iter().map(|event| self.told(event)).collect());
        }
        let mut events = Vec::new();
        for commit in self.commits(filter) {
            let told_max = filter.told_max.unwrap_or(usize::MAX);
            events.push(self.told(self.books.commit_in_brief(commit.seq, told_max).await?));
        }
        Ok(events)
    }

    /// Returns one commit, told.
    ///
    /// # Errors
    /// Where there is no such commit, or the log cannot be read.
    pub async fn commit(&self, seq: u64) -> Result<Event, Failure> {
        self.within(seq)?;
        Ok(self.told(self.books.commit(seq).await?))
    }

    /// Returns one commit, told up to so many changes.
    ///
    /// # Errors
    /// Where there is no such commit, or the log cannot be read.
    pub async fn commit_in_brief(&self, seq: u64, told_max: usize) -> Result<Event, Failure> {
        self.within(seq)?;
        Ok(self.told(self.books.commit_in_brief(seq, told_max).await?))
    }

    /// Returns the last change of each field of a record.
    ///
    /// # Errors
    /// Where the log cannot be read.
    pub async fn blame(&self, record: RecordId) -> Result<BTreeMap<&'static str, LastChange>, Failure> {
        self.blame_before(record, None).await
    }

    /// Returns the last change of each field of a record among the commits before one, as of a past day.
    ///
    /// # Errors
    /// Where the log cannot be read.
    pub async fn blame_before(
        &self,
        record: RecordId,
        before: Option<u64>,
    ) -> Result<BTreeMap<&'static str, LastChange>, Failure> {
        if !self.sees(record) {
            return Ok(BTreeMap::new());
        }
        let last = self.last().map(|last| last + 1);
        let before = before.map_or(last, |before| Some(last.map_or(before, |last| before.min(last))));
        self.books.blame_before(record, before).await
    }

    /// Returns the name of an actor.
    #[must_use]
    pub fn who(&self, actor: uuid::Uuid) -> String {
        self.books.who(actor)
    }

    /// Returns the commit that wrote a record last.
    #[must_use]
    pub fn last_commit_of(&self, record: RecordId) -> Option<u64> {
        if self.last().is_some() {
            let filter = Filter { record: Some(record), at_most: 1, ..Filter::default() };
            return self.commits(&filter).first().map(|commit| commit.seq);
        }
        self.books.last_commit_of(record)
    }

    /// Says whether a person has ever acted.
    #[must_use]
    pub fn has_acted(&self, person: Ref<Person>) -> bool {
        self.books.has_acted(person)
    }

    /// Says whether anything can be written.
    ///
    /// # Errors
    /// Why nothing can be written.
    pub fn writable(&self) -> Result<(), Failure> {
        self.books.writable()
    }

    /// Hashes all files that records name again, and tells the rules what differs.
    pub async fn check_files(&self) -> Integrity {
        let all = self.books.check_files().await;
        of_seen(all, &self.now().isms)
    }

    /// Keeps a file; it is on the disk when this returns. Whoever brings in nothing here is asked before a byte is kept.
    ///
    /// # Errors
    /// Where the reader brings in no files, it is too large or the disk is full.
    pub async fn keep_file(&self, file: &NewFile) -> Result<StoredFile, Failure> {
        self.brings_files()?;
        self.books.keep_file(file).await
    }

    /// Returns the bytes of a file that a record which the reader sees names.
    ///
    /// # Errors
    /// Where no such record names it, it is gone, or its bytes are others.
    pub async fn file(&self, digest: &Digest) -> Result<Vec<u8>, Failure> {
        let isms = self.now().isms;
        let named = |file: &Option<StoredFile>| file.as_ref().is_some_and(|file| file.digest == *digest);
        let evidence = isms.evidence.everything().filter(|(_, one)| named(&one.file)).map(|(id, _)| id.id());
        let documents =
            isms.documents.everything().filter(|(_, one)| named(&one.file)).map(|(id, _)| id.id());
        let unknown = || Failure::Unknown(format!("file {}", digest.short()));
        let record = evidence.chain(documents).next().ok_or_else(unknown)?;
        if let Some((actor, window)) = self.window() {
            if !policy::shares_files(&window.record) {
                return Err(unknown());
            }
            let open = OpenFile { share: window.share, record, digest: digest.clone() };
            // The program notes it, before the bytes go out.
            self.books.run(&Visit::noting(actor), open).await?.map_err(|_| unknown())?;
        }
        self.books.file(digest).await
    }

    /// Asks, before anything is decided, whether a person may do something with records.
    #[must_use]
    pub fn may(&self, actor: Ref<Person>, proof: &Proof, intent: &str, records: &[RecordId]) -> Verdict {
        self.books.may(actor, proof, intent, records)
    }

    /// Asks the same of one of many rows: who could do it instead is not said.
    #[must_use]
    pub fn may_briefly(
        &self,
        actor: Ref<Person>,
        proof: &Proof,
        intent: &str,
        records: &[RecordId],
    ) -> Verdict {
        self.books.may_naming(actor, proof, intent, records, policy::Naming::Nobody)
    }

    /// Runs an operation: its changes are on the disk when this returns.
    ///
    /// # Errors
    /// A failure of the world, or that it is not allowed; a refusal is the inner error.
    pub async fn run<O: Operation + Clone>(
        &self,
        visit: &Visit,
        operation: O,
    ) -> Result<Result<Done, O::Refusal>, Failure> {
        self.takes(O::INTENT)?;
        self.books.run(visit, operation).await
    }

    /// Runs several operations as one commit; what is refused or not allowed is left out and told.
    ///
    /// # Errors
    /// A failure of the world.
    pub async fn run_batch(
        &self,
        visit: &Visit,
        intent: &str,
        operations: &[Box<dyn AnyOperation>],
    ) -> Result<(Done, Vec<(usize, String)>), Failure> {
        operations.iter().try_for_each(|one| self.takes(one.intent()))?;
        self.books.run_batch(visit, intent, operations).await
    }

    /// Runs several operations as one commit, or none where one is refused.
    ///
    /// # Errors
    /// A failure of the world, or that one is not allowed; the inner error is the place of the refused operation and its words.
    pub async fn run_all(
        &self,
        visit: &Visit,
        intent: &str,
        operations: &[Box<dyn AnyOperation>],
    ) -> Result<Result<Done, (usize, String)>, Failure> {
        operations.iter().try_for_each(|one| self.takes(one.intent()))?;
        self.books.run_all(visit, intent, operations).await
    }

    /// Takes back a commit.
    ///
    /// # Errors
    /// A failure of the world; a refusal is the inner error.
    pub async fn undo(&self, visit: &Visit, seq: u64) -> Result<Result<Done, UndoRefusal>, Failure> {
        self.books.undo(visit, seq).await
    }

    /// Says whether the reader brings in files at all, whatever they are for.
    fn brings_files(&self) -> Result<(), Failure> {
        let Reader::Member(person) = self.reader else { return Ok(()) };
        if self.books.is_let_in_over(person) {
            return Err(Failure::NotAllowed(Box::new(crate::let_in::over())));
        }
        let verdict = |intent| self.may(person, &Proof::just_now(), intent, &[]);
        let others = [AttachDocumentFile::INTENT, SetLogo::INTENT];
        match verdict(AddEvidence::INTENT) {
            Verdict::Deny(denial) if !others.into_iter().any(|intent| verdict(intent).is_permit()) => {
                Err(Failure::NotAllowed(denial))
            }
            Verdict::Permit | Verdict::Deny(_) => Ok(()),
        }
    }

    /// Says that nobody becomes a member where nobody could sign in: the organisation would be kept, and closed to all.
    fn takes(&self, intent: &str) -> Result<(), Failure> {
        if intent != GrantMembership::INTENT || self.reader != Reader::Anybody || self.books.is_kept() {
            return Ok(());
        }
        let because =
            "nobody can sign in here yet: set up accounts first, in the browser or with plumb user setup";
        Err(Failure::NotAllowed(Box::new(Denial::plain(because))))
    }

    /// Returns a state as the reader sees it.
    fn seen(&self, snapshot: Snapshot, today: Date) -> Snapshot {
        match self.reader {
            Reader::Anybody => snapshot,
            Reader::Member(person) => {
                let now = self.books.now();
                let is_member = policy::membership_of(&now.isms, person, today).is_some();
                if !is_member || self.books.is_let_in_over(person) {
                    // Whoever has left in the meantime sees nothing any more.
                    return Snapshot { isms: Arc::default(), head: None };
                }
                if is_from_body(&now.isms, person, today) {
                    return self.books.seen_by_auditor(snapshot, &now, person, today);
                }
                let seen = self.books.view(&snapshot, person, today);
                let isms = self.books.without_what_is_hidden(seen, &snapshot, &now, person);
                Snapshot { isms, ..snapshot }
            }
        }
    }

    /// Returns an auditor of a certification body who reads, with what is shared.
    fn window(&self) -> Option<(Ref<Person>, Window)> {
        let Reader::Member(person) = self.reader else { return None };
        let (isms, today) = (self.books.now().isms, self.books.today());
        if !is_from_body(&isms, person, today) {
            return None;
        }
        Some((person, self.books.window(&isms, person, today)?))
    }

    /// Returns the last commit that an auditor of a certification body sees; nothing for who sees all.
    fn last(&self) -> Option<u64> {
        self.window().map(|(_, window)| window.last())
    }

    /// Refuses a commit that the reader does not see.
    fn within(&self, seq: u64) -> Result<(), Failure> {
        let Some(last) = self.last() else { return Ok(()) };
        let seen = self.now().isms;
        let is_seen = seq <= last && self.books.touches(seq, |record| seen.find(record).is_some());
        if is_seen { Ok(()) } else { Err(Failure::Unknown(format!("commit {seq}"))) }
    }

    /// Says whether the reader sees a record; what is removed is seen by who sees everything.
    fn sees(&self, record: RecordId) -> bool {
        let (whole, seen) = (self.books.now(), self.now());
        if self.was_kept(record) {
            return false;
        }
        Arc::ptr_eq(&whole.isms, &seen.isms) || seen.isms.find(record).is_some()
    }

    /// Says whether a record was removed that only others saw.
    fn was_kept(&self, record: RecordId) -> bool {
        let Reader::Member(person) = self.reader else { return false };
        let is_gone = self.books.now().isms.find(record).is_none();
        is_gone && self.books.kept.journal.read().expect("no writer panics").was_kept_from(record, person)
    }

    /// Returns an event without what the reader does not see.
    fn told(&self, mut event: Event) -> Event {
        let (whole, seen) = (self.books.now(), self.now());
        let is_all = Arc::ptr_eq(&whole.isms, &seen.isms);
        let before = event.changes.len();
        // What was removed while only some people saw it stays with them.
        event.changes.retain(|change| !self.was_kept(change.id));
        if event.changes.is_empty() && before > 0 {
            event.because = String::new();
        }
        if !is_all {
            let before = event.changes.len();
            event.changes.retain(|change| seen.isms.find(change.id).is_some());
            if event.changes.is_empty() && before > 0 {
                event.because = String::new();
            }
        }
        event
    }
}
