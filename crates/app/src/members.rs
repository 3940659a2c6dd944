//! Members: where an account of this installation is a person of an organisation, and what that proves.

use std::path::Path;
use std::sync::Arc;

use identity::{Accounts, CopyFault, KEY_BYTES, Method, Seat, Session, Settings, Strongest, TokenUse, Vault};
use jiff::Timestamp;
use ledger::Aal;
use model::records::Person;
use model::{RecordKind, Ref};
use policy::{Known, TokenKinds, TokenScope};
use store::{Drawer, MemoryDrawer, SqliteDrawer};
use uuid::Uuid;

use crate::books::Books;
use crate::duties::Proof;
use crate::failure::{Failure, OpenFailure};
use crate::instance::{Access, Instance};
use crate::room::{Reader, Room};

/// Returns the drawer of a data folder; without a folder, or where nobody has an account and nothing is to be written, one in memory.
pub(crate) async fn drawer(folder: Option<&Path>, access: Access) -> Result<Arc<dyn Drawer>, OpenFailure> {
    let Some(folder) = folder else { return Ok(Arc::new(MemoryDrawer::new())) };
    match access {
        Access::Read if !folder.join("identity.db").exists() => Ok(Arc::new(MemoryDrawer::new())),
        Access::Read | Access::Write => {
            let drawer = SqliteDrawer::open(folder).await;
            Ok(Arc::new(drawer.map_err(|error| OpenFailure::Broken(error.to_string()))?))
        }
    }
}

/// The file in a data folder with the key of the secrets of codes.
const KEY_FILE: &str = "identity.key";

/// Returns what seals the secrets of codes: with the key beside the accounts, which is made where there is none yet.
async fn vault(folder: &Path, drawer: &dyn Drawer) -> Result<Option<Arc<Vault>>, Failure> {
    let path = folder.join(KEY_FILE);
    let wrong = |words: &str| Failure::Broken(format!("{}: {words}", path.display()));
    let key = match read_key(&path) {
        Ok(key) => key,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            if !folder.join("identity.db").exists() {
                return Ok(None);
            }
            let slips = drawer.all().await?;
            if slips.iter().any(|slip| Vault::seals(&slip.kind, &slip.body)) {
                return Err(wrong("it is gone, and codes are sealed with it; put it back"));
            }
            make_key(&path).map_err(|error| wrong(&error.to_string()))?
        }
        Err(error) => return Err(wrong(&error.to_string())),
    };
    let key: [u8; KEY_BYTES] =
        key.try_into().map_err(|_| wrong(&format!("expected {KEY_BYTES} bytes; put the right one back")))?;
    Ok(Some(Arc::new(Vault::of(&key))))
}

/// Reads a key, which nobody else may.
fn read_key(path: &Path) -> std::io::Result<Vec<u8>> {
    let about = std::fs::symlink_metadata(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if about.permissions().mode() & 0o077 != 0 {
            return Err(std::io::Error::other("others can read it; expected mode 600"));
        }
    }
    if !about.is_file() || about.len() > 1_024 {
        return Err(std::io::Error::other("is no key"));
    }
    std::fs::read(path)
}

/// Makes a key; where another process made one at the same time, that one counts.
fn make_key(path: &Path) -> std::io::Result<Vec<u8>> {
    use std::io::Write as _;
    let mut key = vec![0; KEY_BYTES];
    getrandom::fill(&mut key).map_err(std::io::Error::other)?;
    let part = path.with_extension(format!("{}.part", Uuid::new_v4()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&part)?;
    file.write_all(&key)?;
    file.sync_all()?;
    // A link is made only where nothing is: a key that is there is never written over.
    match std::fs::hard_link(&part, path) {
        Ok(()) => {
            std::fs::remove_file(&part)?;
            // What is sealed with it is durable: so is its name.
            if let Some(folder) = path.parent() {
                std::fs::File::open(folder)?.sync_all()?;
            }
            Ok(key)
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            std::fs::remove_file(&part)?;
            read_key(path)
        }
        // Some file systems know no links.
        Err(_) => std::fs::rename(&part, path).map(|()| key),
    }
}

impl Instance {
    /// Opens the accounts of the installation.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub async fn accounts(&self, settings: Settings) -> Result<Accounts, Failure> {
        let drawer = drawer(self.folder(), self.access()).await;
        let drawer = drawer.map_err(|error| Failure::Broken(error.to_string()))?;
        let settings = match self.folder() {
            Some(folder) => {
                let settings = crate::sign_on::with_providers(folder, settings)?;
                Settings { vault: vault(folder, &*drawer).await?, ..settings }
            }
            None => settings,
        };
        Ok(Accounts::open(drawer, settings).await?)
    }

    /// Puts a copy of accounts, as [`Accounts::copied`] gives it, into a data folder without any; returns how many.
    ///
    /// # Errors
    /// Where it is no copy, there are accounts, or they cannot be written.
    pub async fn restore_accounts(&self, copy: &[u8]) -> Result<usize, Failure> {
        let drawer = drawer(self.folder(), self.access()).await;
        let drawer = drawer.map_err(|error| Failure::Broken(error.to_string()))?;
        let taken = match self.is_readable(copy).await {
            Ok(()) => Accounts::take_copy(&*drawer, copy).await.map_err(copy_failure),
            Err(failure) => Err(failure),
        };
        drawer.close().await;
        taken
    }

    /// Looks whether accounts could be opened from a copy with the key that is here, before anything is written.
    async fn is_readable(&self, copy: &[u8]) -> Result<(), Failure> {
        let tried: Arc<dyn Drawer> = Arc::new(MemoryDrawer::new());
        Accounts::take_copy(&*tried, copy).await.map_err(copy_failure)?;
        let key = match self.folder() {
            None => None,
            Some(folder) => match read_key(&folder.join(KEY_FILE)) {
                Ok(key) => key.try_into().ok(),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
                Err(error) => return Err(Failure::Broken(format!("{KEY_FILE}: {error}"))),
            },
        };
        let vault = key.map(|key: [u8; KEY_BYTES]| Arc::new(Vault::of(&key)));
        let opened = Accounts::open(tried, Settings { vault, ..Settings::at(None) }).await;
        opened.map(|_| ()).map_err(|fault| {
            let there = self.folder().map(|folder| folder.display().to_string()).unwrap_or_default();
            Failure::TooLarge(format!(
                "{fault}; nothing was written: put the {KEY_FILE} that was kept with this backup into {there}, and restore again"
            ))
        })
    }
}

/// Says why a copy is not taken.
fn copy_failure(fault: CopyFault) -> Failure {
    match fault {
        CopyFault::Failed(failed) => failed.into(),
        CopyFault::NotOne | CopyFault::NotEmpty => Failure::NotTaken(fault.to_string()),
    }
}

impl Books {
    /// Returns the organisation as an account sees it; nothing for who has no seat in it, or is no member any more.
    #[must_use]
    pub fn room_of(self: Arc<Self>, accounts: &Accounts, account: Uuid) -> Option<Room> {
        let person = accounts.seat(account, self.log().org)?;
        self.room_of_person(person)
    }

    /// Returns the organisation as the person with this uuid sees it; nothing for who is no member.
    #[must_use]
    pub fn room_of_person(self: Arc<Self>, person: Uuid) -> Option<Room> {
        let isms = self.now().isms;
        let (person, _) = isms.person_of(person)?;
        let today = self.today();
        let is_member = policy::membership_of(&isms, person, today).is_some();
        // Who comes from a certification body sees what an open share shows, and without one that there is nothing.
        let is_shut =
            policy::is_from_body(&isms, person, today) && self.window(&isms, person, today).is_none();
        (is_member && !is_shut && !self.is_let_in_over(person))
            .then(|| Room::new(self, Reader::Member(person)))
    }

    /// Returns the seat of a person.
    #[must_use]
    pub fn seat(&self, person: Ref<Person>) -> Option<Seat> {
        let snapshot = self.now();
        let uuid = snapshot.isms.people.find(&person)?.uuid;
        Some(Seat { org: self.log().org, person: uuid })
    }
}

impl Proof {
    /// Returns what a session proves at a moment.
    #[must_use]
    pub fn of_session(session: &Session, now: Timestamp) -> Self {
        let seconds = now.duration_since(session.proved_at).as_secs().max(0);
        let proof = match (session.proved_by, session.strongest) {
            (Method::Passkey, _) => policy::Proof::Passkey,
            (Method::PasswordAndCode | Method::PasswordAndRecovery, Strongest::Yes) => policy::Proof::Double,
            (Method::PasswordAndCode | Method::PasswordAndRecovery, Strongest::No)
            | (Method::Password | Method::SignOn, _) => policy::Proof::Single,
        };
        let level = match session.level {
            identity::Level::One => Aal::Aal1,
            identity::Level::Two => Aal::Aal2,
        };
        let step_up_seconds = Some(u32::try_from(seconds).unwrap_or(u32::MAX));
        Self {
            known: Known::Signed { step_up_seconds, proof },
            level,
            method: session.method.word().to_owned(),
        }
    }

    /// Returns what a token proves.
    #[must_use]
    pub fn of_token(used: &TokenUse) -> Self {
        let kinds = |access| {
            let reach = |kind: &RecordKind| used.token.scopes.reach(access, Some(&kind.kind().slug()));
            let kinds: Vec<RecordKind> = RecordKind::ALL.iter().copied().filter(reach).collect();
            match kinds.len() {
                0 => TokenKinds::None,
                all if all == RecordKind::ALL.len() => TokenKinds::All,
                _ => TokenKinds::Only(kinds.into()),
            }
        };
        let scope =
            TokenScope { reads: kinds(identity::Access::Read), writes: kinds(identity::Access::Write) };
        Self { known: Known::Token(scope), level: Aal::Aal1, method: "token".to_owned() }
    }
}
