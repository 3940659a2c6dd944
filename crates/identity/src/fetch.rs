//! The way to other servers: one trait, so that tests need no network.

use std::future::Future;
use std::pin::Pin;

use thiserror::Error;
use url::Url;

/// Asks other servers.
pub trait Fetch: Send + Sync {
    /// Asks one server one thing. It follows nothing, waits a few seconds and reads at most 1 MiB.
    fn ask(&self, ask: Ask) -> Asked<'_>;
}

/// What comes of asking.
pub type Asked<'a> = Pin<Box<dyn Future<Output = Result<Told, FetchError>> + Send + 'a>>;

/// What a server is asked.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Where.
    pub url: Url,
    /// A form to post; none to get.
    pub form: Option<Vec<(String, String)>>,
    /// What is shown.
    pub shows: Shows,
}

/// What is shown to a server.
#[derive(Clone, Default)]
pub enum Shows {
    /// Nothing.
    #[default]
    Nothing,
    /// A name and a password.
    Basic(String, String),
    /// A token.
    Bearer(String),
}

impl std::fmt::Debug for Shows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shows(…)")
    }
}

/// What it told.
#[derive(Debug, Clone)]
pub struct Told {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// Why it told nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FetchError {
    /// The address is one that we do not ask.
    #[error("{0} is not asked: expected an address of another machine, with https")]
    NotAsked(String),
    /// It did not answer, or not so.
    #[error("{0} did not answer")]
    Silent(String),
    /// The answer is longer than we read.
    #[error("the answer of {0} is longer than 1 MiB")]
    TooLong(String),
}

/// No way at all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nowhere;

impl Fetch for Nowhere {
    fn ask(&self, ask: Ask) -> Asked<'_> {
        Box::pin(async move { Err(FetchError::Silent(host(&ask.url))) })
    }
}

/// Returns what a server is called in a message.
pub(crate) fn host(url: &Url) -> String {
    url.host_str().unwrap_or("the server").to_owned()
}
