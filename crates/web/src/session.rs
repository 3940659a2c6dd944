//! Sessions: who came in by the link in the terminal, and what the browser is told next.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, RwLock};
use std::time::{Duration, Instant};

use app::identity::{self, Url, Uuid};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::Ref;
use model::records::Person;
use sha2::{Digest as _, Sha256};

use crate::layout::Flash;
use crate::once::Made;
use crate::pages::account::sent::Waiting;
use crate::pages::import::kept::{Shelf, Uploads};
use crate::twice::LastPress;

/// How long a session lasts that nobody uses.
const IDLE: Duration = Duration::from_secs(12 * 60 * 60);
/// How long a session lasts at most.
const WHOLE: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// How long a form waits for a proof.
const WAITS: Duration = Duration::from_secs(10 * 60);

/// The hash of a secret: the secret itself is kept nowhere.
type Hashed = [u8; 32];

/// All sessions of a running server, in memory: they end with it.
pub struct Sessions {
    address: SocketAddr,
    origin: Url,
    link: Mutex<Option<Hashed>>,
    open: Mutex<HashMap<Hashed, Arc<Session>>>,
    /// What is kept of those who are signed in, by the id of their session or token.
    known: Mutex<HashMap<Uuid, Arc<Session>>>,
    /// Files between the steps of an import, of all sessions.
    uploads: Arc<Shelf>,
}

/// Who came in.
#[derive(Debug, Clone)]
pub enum Who {
    /// Whoever had the link from the terminal: nobody checked who it is.
    Link,
    /// An account that signed in.
    Account(Arc<identity::Session>),
    /// A program with a token of a person.
    Token(Arc<identity::TokenUse>),
}

/// One session.
pub struct Session {
    /// Set anew with each request: what was proved, and when, moves.
    who: RwLock<Who>,
    begun: Instant,
    used: Mutex<Instant>,
    /// Who one acts as, by the origin of the organisation's log.
    people: Mutex<BTreeMap<String, Ref<Person>>>,
    flash: Mutex<Option<Flash>>,
    /// What forms that make records came to.
    pub(crate) records: Made<app::Done>,
    /// What forms that begin organisations came to: the origins of their logs.
    pub(crate) organisations: Made<String>,
    /// The last form that was sent.
    pub(crate) pressed: LastPress,
    /// The form that waits until it is confirmed who sent it, where the way to that leads over another server.
    waiting: Mutex<Option<(Instant, Waiting)>>,
    /// Files between the steps of an import.
    pub(crate) uploads: Uploads,
}

impl Sessions {
    /// Returns no sessions, for a server at this address.
    #[must_use]
    pub fn new(address: SocketAddr, origin: Url) -> Self {
        Self {
            address,
            origin,
            link: Mutex::new(None),
            open: Mutex::new(HashMap::new()),
            known: Mutex::new(HashMap::new()),
            uploads: Arc::default(),
        }
    }

    /// Returns the address of the server.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns where browsers reach the server.
    #[must_use]
    pub fn origin(&self) -> &Url {
        &self.origin
    }

    /// Returns the name of the cookie; servers on other ports share the browser's jar.
    #[must_use]
    pub fn cookie(&self) -> String {
        if self.is_secure() { "__Host-plumb".to_owned() } else { format!("plumb-{}", self.address.port()) }
    }

    /// Returns the line that sets the cookie to a secret; an empty one ends it.
    #[must_use]
    pub fn set_cookie(&self, secret: &str) -> String {
        let secure = if self.is_secure() { "; Secure" } else { "" };
        let lasts = if secret.is_empty() { "; Max-Age=0" } else { "" };
        format!("{}={secret}; Path=/; HttpOnly; SameSite=Lax{secure}{lasts}", self.cookie())
    }

    /// Says whether browsers reach it through TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.origin.scheme() == "https"
    }

    /// Returns the page to sign in on.
    #[must_use]
    pub fn login(&self) -> String {
        format!("{}login", self.origin)
    }

    /// Makes the one link that opens a session, once; an earlier one is void.
    ///
    /// # Errors
    /// Where the system gives no random numbers.
    pub fn link(&self) -> std::io::Result<String> {
        let (secret, hashed) = secret()?;
        *self.link.lock().expect("nobody panics here") = Some(hashed);
        Ok(format!("{}enter/{secret}", self.origin))
    }

    /// Opens a session for who has the link, and returns the secret of the cookie.
    ///
    /// # Errors
    /// Where the system gives no random numbers.
    pub fn enter(&self, token: &str) -> std::io::Result<Option<String>> {
        let mut link = self.link.lock().expect("nobody panics here");
        if link.is_none() || *link != Some(hash(token)) {
            return Ok(None);
        }
        let opened = self.open()?;
        *link = None;
        Ok(Some(opened))
    }

    /// Opens a session and returns the secret of the cookie.
    ///
    /// # Errors
    /// Where the system gives no random numbers.
    pub fn open(&self) -> std::io::Result<String> {
        let (secret, hashed) = secret()?;
        let now = Instant::now();
        let session = Session::new(Who::Link, now, &self.uploads);
        self.open.lock().expect("nobody panics here").insert(hashed, Arc::new(session));
        Ok(secret)
    }

    /// Returns what is kept in memory of somebody who is signed in, or of a token.
    #[must_use]
    pub fn of(&self, who: Who) -> Arc<Session> {
        let now = Instant::now();
        let id = match &who {
            Who::Link => return Arc::new(Session::new(who, now, &self.uploads)),
            Who::Account(signed) => signed.id,
            Who::Token(used) => used.token.id,
        };
        self.uploads.sweep(now);
        let mut known = self.known.lock().expect("nobody panics here");
        known.retain(|_, session| !session.is_over(now));
        let session =
            known.entry(id).or_insert_with(|| Arc::new(Session::new(who.clone(), now, &self.uploads)));
        *session.used.lock().expect("nobody panics here") = now;
        *session.who.write().expect("nobody panics here") = who;
        Arc::clone(session)
    }

    /// Returns the session of a cookie's secret, unless it is over.
    #[must_use]
    pub fn find(&self, secret: &str) -> Option<Arc<Session>> {
        let now = Instant::now();
        self.uploads.sweep(now);
        let mut open = self.open.lock().expect("nobody panics here");
        open.retain(|_, session| !session.is_over(now));
        let session = Arc::clone(open.get(&hash(secret))?);
        *session.used.lock().expect("nobody panics here") = now;
        Some(session)
    }
}

impl Session {
    fn new(who: Who, now: Instant, uploads: &Arc<Shelf>) -> Self {
        Self {
            who: RwLock::new(who),
            begun: now,
            used: Mutex::new(now),
            people: Mutex::new(BTreeMap::new()),
            flash: Mutex::new(None),
            waiting: Mutex::new(None),
            records: Made::default(),
            organisations: Made::default(),
            pressed: LastPress::default(),
            uploads: Uploads::on(uploads),
        }
    }

    /// Returns who came in.
    #[must_use]
    pub fn who(&self) -> Who {
        self.who.read().expect("nobody panics here").clone()
    }

    /// Returns the account that came in, by itself or by its token.
    #[must_use]
    pub fn account(&self) -> Option<Uuid> {
        match self.who() {
            Who::Link => None,
            Who::Account(signed) => Some(signed.account),
            Who::Token(used) => Some(used.token.account),
        }
    }

    /// Returns what is known of who came in.
    #[must_use]
    pub fn proof(&self, micros: i64) -> app::Proof {
        match self.who() {
            Who::Link => app::Proof::default(),
            Who::Account(signed) => {
                let now = jiff::Timestamp::from_microsecond(micros).unwrap_or(signed.seen);
                app::Proof::of_session(&signed, now)
            }
            Who::Token(used) => app::Proof::of_token(&used),
        }
    }

    /// Returns who one acts as, where one said so.
    #[must_use]
    pub fn person(&self, origin: &str) -> Option<Ref<Person>> {
        self.people.lock().expect("nobody panics here").get(origin).copied()
    }

    /// Acts as somebody from now on.
    pub fn act_as(&self, origin: String, person: Ref<Person>) {
        self.people.lock().expect("nobody panics here").insert(origin, person);
    }

    /// Keeps a form until it is confirmed who sent it, in the place of one before; nothing forgets it.
    pub fn wait(&self, waiting: Option<Waiting>) {
        let waiting = waiting.map(|waiting| (Instant::now(), waiting));
        *self.waiting.lock().expect("nobody panics here") = waiting;
    }

    /// Takes the form that waits, where it stood on this page and not long ago.
    #[must_use]
    pub fn waited(&self, back: &str) -> Option<Waiting> {
        let (since, waiting) = self.waiting.lock().expect("nobody panics here").take()?;
        (since.elapsed() <= WAITS && waiting.back() == back).then_some(waiting)
    }

    /// Says something on the next page.
    pub fn say(&self, flash: Flash) {
        *self.flash.lock().expect("nobody panics here") = Some(flash);
    }

    /// Returns what shall be said, once.
    #[must_use]
    pub fn said(&self) -> Option<Flash> {
        self.flash.lock().expect("nobody panics here").take()
    }

    /// Says whether something is to be said on the next page.
    #[must_use]
    pub fn says(&self) -> bool {
        self.flash.lock().expect("nobody panics here").is_some()
    }

    /// Says whether the session is over.
    fn is_over(&self, now: Instant) -> bool {
        let used = *self.used.lock().expect("nobody panics here");
        now.duration_since(used) > IDLE || now.duration_since(self.begun) > WHOLE
    }
}

/// Makes a secret of 256 random bits, and its hash.
fn secret() -> std::io::Result<(String, Hashed)> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
    let secret = URL_SAFE_NO_PAD.encode(bytes);
    let hashed = hash(&secret);
    Ok((secret, hashed))
}

fn hash(secret: &str) -> Hashed {
    Sha256::digest(secret.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_waits_for_the_page_that_it_stood_on_and_is_taken_once() {
        let session = Session::new(Who::Link, Instant::now(), &Arc::default());
        let waiting = Waiting::of("/o/acme/risks/R-1/accept", "/o/acme/risks/R-1", "because=x");
        assert!(waiting.is_some());
        session.wait(waiting.clone());
        assert_eq!(session.waited("/account"), None, "another proof sends nothing");
        session.wait(waiting.clone());
        assert_eq!(session.waited("/o/acme/risks/R-1"), waiting);
        assert_eq!(session.waited("/o/acme/risks/R-1"), None);
        session.wait(waiting);
        session.wait(None);
        assert_eq!(session.waited("/o/acme/risks/R-1"), None, "what is asked for itself forgets it");
    }

    #[test]
    fn a_link_opens_one_session_once() {
        let sessions =
            Sessions::new(([127, 0, 0, 1], 7117).into(), "http://localhost:7117".parse().expect("an origin"));
        let link = sessions.link().expect("random numbers");
        let token = link.rsplit('/').next().expect("a token");
        assert_eq!(token.len(), 43);
        assert!(sessions.enter("another").expect("random numbers").is_none());
        let secret = sessions.enter(token).expect("random numbers").expect("the link is good once");
        assert!(sessions.find(&secret).is_some());
        assert!(sessions.enter(token).expect("random numbers").is_none(), "the link is good once only");
        assert!(sessions.find(token).is_none(), "the link is not the cookie");
    }
}
