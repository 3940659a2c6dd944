//! An instance: one data folder, and the books of the organisations in it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use ledger::{Genesis, InstanceName, LogId, Via};
use model::records::OrganisationKind;
use model::{Line, Ref};
use operations::BeginOrganisation;
use store::evidence::{EvidenceObjects, EvidenceStore};
use store::{FolderError, Memory, OpenError, Sqlite, Store};
use uuid::Uuid;

use crate::books::Books;
use crate::clock::Clock;
use crate::commit::Visit;
use crate::failure::{Failure, OpenFailure};
use crate::files::Shelf;
use crate::jobs::Jobs;
use crate::passing::sweep_at_start;
use crate::reload::{Until, load};

/// The most organisations that begin in one installation, samples among them: each is read when the server starts.
pub const ORGANISATIONS_MAX: usize = 300;

/// How a data folder is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To read and write; only one process may.
    Write,
    /// Only to read; works beside a running server.
    Read,
}

/// How an organisation begins.
#[derive(Debug, Clone)]
pub struct Beginning {
    /// The name of the organisation.
    pub name: Line,
    /// What it is: a company with its management system, a consultancy or a certification body.
    pub kind: OrganisationKind,
    /// The time zone in which its days end.
    pub time_zone: Line,
    /// The name of the person who begins it.
    pub person: Line,
    /// The moment, where it is not now: only samples begin in the past.
    pub at: Option<i64>,
}

/// One data folder, opened.
pub struct Instance {
    store: Arc<dyn Store>,
    shelf: Arc<Shelf>,
    clock: Clock,
    folder: Option<PathBuf>,
    access: Access,
    books: Mutex<BTreeMap<LogId, Arc<Books>>>,
    pub(crate) jobs: Jobs,
}

impl Instance {
    /// Begins a data folder; it must not be there yet.
    ///
    /// # Errors
    /// Where it exists or cannot be made.
    pub async fn create(folder: &Path) -> Result<Self, OpenFailure> {
        if folder.join("ledger.db").exists() {
            return Err(OpenFailure::Exists(folder.display().to_string()));
        }
        ledger_is_not_lost(folder)?;
        Self::open_store(folder, Access::Write).await
    }

    /// Begins a data folder as [`Self::create`] does; what is written until it is closed has the time of this clock. So
    /// figures about a past have one.
    ///
    /// # Errors
    /// As of [`Self::create`].
    pub async fn create_at(folder: &Path, clock: Clock) -> Result<Self, OpenFailure> {
        let mut made = Self::create(folder).await?;
        made.clock = clock;
        Ok(made)
    }

    /// Opens a data folder.
    ///
    /// # Errors
    /// Where it is not there, in use, or does not verify.
    pub async fn open(folder: &Path, access: Access) -> Result<Self, OpenFailure> {
        ledger_is_not_lost(folder)?;
        if !folder.join("ledger.db").exists() {
            return Err(OpenFailure::Missing(folder.display().to_string()));
        }
        Self::open_store(folder, access).await
    }

    /// Opens the store and the files of a folder.
    async fn open_store(folder: &Path, access: Access) -> Result<Self, OpenFailure> {
        let opened = match access {
            Access::Write => Sqlite::open(folder).await,
            Access::Read => Sqlite::open_read_only(folder).await,
        };
        let store = opened.map_err(|error| {
            let is_in_use = matches!(error, OpenError::Folder(FolderError::InUse(_)));
            let words = error.to_string();
            if is_in_use { OpenFailure::InUse(words) } else { OpenFailure::Broken(words) }
        })?;
        let broken = |words: String| OpenFailure::Broken(words);
        let logs = store.logs().await.map_err(|error| broken(error.to_string()))?;
        // What was damaged so that no log can be read at all is no empty folder.
        match store.health() {
            store::Health::ReadOnly { because } if logs.is_empty() && because != store::FOR_READING => {
                return Err(broken(because));
            }
            store::Health::ReadOnly { .. } | store::Health::Writable => {}
        }
        if access == Access::Write {
            sweep_at_start(folder);
        }
        let evidence = EvidenceObjects::in_folder(&folder.join("evidence"))
            .map_err(|error| broken(error.to_string()))?;
        Ok(Self::of(Arc::new(store), Arc::new(evidence), Clock::System, Some(folder.to_owned()), access))
    }

    /// Begins an instance in memory, for tests: what it holds is gone with it. Files go to a folder.
    ///
    /// # Errors
    /// Where the folder for files cannot be used.
    pub fn in_memory(files: &Path, clock: Clock) -> Result<Self, OpenFailure> {
        let evidence =
            EvidenceObjects::in_folder(files).map_err(|error| OpenFailure::Broken(error.to_string()))?;
        Ok(Self::of(Arc::new(Memory::new()), Arc::new(evidence), clock, None, Access::Write))
    }

    fn of(
        store: Arc<dyn Store>,
        evidence: Arc<dyn EvidenceStore>,
        clock: Clock,
        folder: Option<PathBuf>,
        access: Access,
    ) -> Self {
        let shelf = Arc::new(Shelf::new(evidence));
        let books = Mutex::new(BTreeMap::new());
        Self { store, shelf, clock, folder, access, books, jobs: Jobs::default() }
    }

    /// Returns the same instance as it is at another moment, for tests.
    #[cfg(test)]
    pub(crate) fn at(&self, micros: i64) -> Self {
        Self::of(Arc::clone(&self.store), self.shelf.files(), Clock::Fixed(micros), None, Access::Read)
    }

    /// Returns what it reads the moment from.
    pub(crate) fn clock(&self) -> Clock {
        self.clock
    }

    /// Returns how it was opened.
    pub(crate) fn access(&self) -> Access {
        self.access
    }

    /// Returns the moment, in microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn micros(&self) -> i64 {
        self.clock.micros()
    }

    /// Returns the data folder; an instance in memory has none.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Returns the store.
    pub(crate) fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// Returns where the files lie.
    pub(crate) fn shelf(&self) -> &Arc<Shelf> {
        &self.shelf
    }

    /// Returns the logs of all organisations.
    ///
    /// # Errors
    /// Where the store does not answer.
    pub async fn logs(&self) -> Result<Vec<LogId>, Failure> {
        Ok(self.store.logs().await?.into_iter().map(|log| log.genesis.log).collect())
    }

    /// Returns the books of all organisations.
    ///
    /// # Errors
    /// Where one cannot be read.
    pub async fn all(&self) -> Result<Vec<Arc<Books>>, Failure> {
        let mut all = Vec::new();
        for log in self.logs().await? {
            all.push(self.books(log).await?);
        }
        Ok(all)
    }

    /// Returns the books of an organisation; they are read when first asked for.
    ///
    /// # Errors
    /// Where there is no such organisation, or its log does not verify.
    pub async fn books(&self, log: LogId) -> Result<Arc<Books>, Failure> {
        if let Some(books) = self.books.lock().expect("nobody panics here").get(&log) {
            return Ok(Arc::clone(books));
        }
        let known =
            self.store.log(log).await?.ok_or_else(|| Failure::Unknown(format!("organisation {log}")))?;
        let loaded = load(Arc::clone(&self.store), log, &known.genesis, Until::Head).await?;
        let books = Books::new(
            log,
            known.genesis,
            Arc::clone(&self.store),
            Arc::clone(&self.shelf),
            self.clock,
            loaded,
        );
        books.read_frozen().await?;
        if self.access == Access::Write {
            // A crash between the commit of a redaction and the end of its bytes is mended here.
            books.forget_redacted().await?;
        }
        let mut opened = self.books.lock().expect("nobody panics here");
        Ok(Arc::clone(opened.entry(log).or_insert_with(|| Arc::new(books))))
    }

    /// Begins an organisation: its first commit.
    ///
    /// # Errors
    /// Where it has no name, there are as many as one installation has, or the store does not take it.
    pub async fn begin(&self, beginning: Beginning) -> Result<Arc<Books>, Failure> {
        self.has_room().await?;
        let log = LogId { org: Uuid::new_v4(), epoch: 1 };
        let genesis = Genesis::new(InstanceName::default(), log);
        let loaded = crate::reload::Loaded {
            isms: model::Isms::default(),
            journal: crate::journal::Journal::default(),
            chain: ledger::Chain::begin(&genesis),
            days: crate::clock::Days::utc(),
        };
        let books =
            Books::new(log, genesis, Arc::clone(&self.store), Arc::clone(&self.shelf), self.clock, loaded);
        let Beginning { name, kind, time_zone, person, at } = beginning;
        let begin = BeginOrganisation { name, kind, time_zone, person, uuid: Uuid::new_v4() };
        let visit = Visit { at, ..Visit::of(Ref::number(1), Via::Cli) };
        books.run(&visit, begin).await?.map_err(|refusal| Failure::Broken(refusal.to_string()))?;
        let books = Arc::new(books);
        self.books.lock().expect("nobody panics here").insert(log, Arc::clone(&books));
        Ok(books)
    }

    /// Refuses another organisation where there are as many as one installation has.
    pub(crate) async fn has_room(&self) -> Result<(), Failure> {
        if self.store.logs().await?.len() < ORGANISATIONS_MAX {
            return Ok(());
        }
        Err(Failure::NotTaken(format!(
            "an installation holds at most {ORGANISATIONS_MAX} organisations; begin this one in a data folder of its own"
        )))
    }

    /// Closes the store: when this returns, another process may open the folder to write.
    pub async fn close(&self) {
        self.store.close().await;
    }

    /// Keeps something that may be lost, such as a draft or a column map.
    ///
    /// # Errors
    /// Where the store does not take it.
    pub async fn put_aside(&self, log: LogId, key: &str, value: Option<Vec<u8>>) -> Result<(), Failure> {
        self.store.put_aside(log, key, value).await.map_err(Failure::from)
    }

    /// Returns all that was kept aside under keys that begin so.
    ///
    /// # Errors
    /// Where the store does not answer.
    pub async fn asides(&self, log: LogId, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, Failure> {
        Ok(self.store.asides(log, prefix).await?)
    }

    /// Returns what was kept aside.
    ///
    /// # Errors
    /// Where the store does not answer.
    pub async fn aside(&self, log: LogId, key: &str) -> Result<Option<Vec<u8>>, Failure> {
        Ok(self.store.aside(log, key).await?)
    }
}

/// Looks that a folder with anchors has a ledger: anchors name commits that were acknowledged.
fn ledger_is_not_lost(folder: &Path) -> Result<(), OpenFailure> {
    let anchored = std::fs::read_dir(folder.join("anchor")).is_ok_and(|mut anchors| anchors.next().is_some());
    let ledger = folder.join("ledger.db");
    let holds_nothing = std::fs::metadata(&ledger).map_or(true, |ledger| ledger.len() == 0);
    if anchored && holds_nothing {
        return Err(OpenFailure::Broken(format!(
            "the ledger is gone: {} is missing or empty, but its anchors name commits that were acknowledged",
            ledger.display()
        )));
    }
    Ok(())
}
