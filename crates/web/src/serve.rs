//! Serves the pages on this machine alone.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use app::Instance;
use app::identity::{Accounts, Settings, Url};
use axum::middleware::from_fn;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::doors::{Came, Doors, watch};
use crate::routes::router_of;
use crate::session::Sessions;
use crate::site::Site;
use crate::{notices, webhooks};

/// The port that is tried first.
pub const PORT: u16 = 7117;
/// How many ports after it are tried.
const PORTS_TRIED: u16 = 50;

/// How to serve.
#[derive(Debug, Clone)]
pub struct Options {
    /// The address; where its port is taken, the next free one. Only this machine's own.
    pub address: SocketAddr,
    /// Whether the browser is opened.
    pub open: Opened,
    /// Where browsers reach it through a proxy that ends TLS, such as `https://isms.example.org`; else only this machine does.
    pub origin: Option<Url>,
}

/// Whether the browser is opened with the link.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Opened {
    /// The link is only printed.
    #[default]
    No,
    /// The browser opens it, where there is one.
    Yes,
}

impl Default for Options {
    fn default() -> Self {
        Self { address: (Ipv4Addr::LOCALHOST, PORT).into(), open: Opened::No, origin: None }
    }
}

/// A server that runs.
pub struct Running {
    /// Its address.
    pub address: SocketAddr,
    /// The link that opens a session, once.
    pub link: String,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<io::Result<()>>,
}

impl Running {
    /// Waits until the server ends by itself.
    ///
    /// # Errors
    /// Why it ended.
    pub async fn wait(&mut self) -> io::Result<()> {
        (&mut self.task).await.map_err(io::Error::other)?
    }

    /// Lets running answers end, and ends the server.
    ///
    /// # Errors
    /// Why it did not end well.
    pub async fn stop(mut self) -> io::Result<()> {
        if let Some(stop) = self.stop.take() {
            // A server that has ended already hears nothing; that is as well.
            let _ = stop.send(());
        }
        self.task.await.map_err(io::Error::other)?
    }
}

/// Serves the pages of an instance; the caller prints the link.
///
/// # Errors
/// Where the address is not this machine's own, or no port is free.
pub async fn serve(instance: Arc<Instance>, options: Options) -> io::Result<Running> {
    if !options.address.ip().is_loopback() && options.origin.is_none() {
        let words = format!(
            "{} is not this machine's own address, expected 127.0.0.1 or ::1; to serve others, put a proxy before it that \
             ends TLS, and say where it is reached: --origin https://isms.example.org",
            options.address.ip()
        );
        return Err(io::Error::new(io::ErrorKind::InvalidInput, words));
    }
    let listener = listen(options.address).await?;
    let address = listener.local_addr()?;
    let origin = options.origin.clone().map_or_else(|| own_origin(address), Ok)?;
    let sessions = Arc::new(Sessions::new(address, origin.clone()));
    let accounts = instance.accounts(Settings::at(Some(origin))).await.map_err(io::Error::other)?;
    let link = if accounts.is_empty() { sessions.link()? } else { sessions.login() };
    let site = Site::new(Arc::clone(&instance), accounts.clone(), sessions);
    if let Some(mail) = notices::of(&instance, &accounts).map_err(io::Error::other)? {
        site.set_mail(mail);
    }
    let pages = router_of(site.clone());
    tokio::spawn(look_at_files(Arc::clone(&instance)));
    let delivering = tokio::spawn(webhooks::run(site.clone()));
    let telling = tokio::spawn(notices::run(site));
    let sweeping = tokio::spawn(sweep(accounts.clone()));
    let (stop, stopped) = oneshot::channel();
    let pages = pages.layer(from_fn(watch)).into_make_service_with_connect_info::<Came>();
    let serving = axum::serve(Doors::new(listener), pages).with_graceful_shutdown(async move {
        // Dropping the sender ends the server too.
        let _ = stopped.await;
        instance.jobs().end();
    });
    let task = tokio::spawn(async move {
        let ended = serving.await;
        sweeping.abort();
        telling.abort();
        delivering.abort();
        accounts.close().await;
        ended
    });
    if options.open == Opened::Yes {
        open_browser(&link);
    }
    Ok(Running { address, link, stop: Some(stop), task })
}

/// Returns where this machine's own browser reaches the server: by a name, as passkeys ask for.
fn own_origin(address: SocketAddr) -> io::Result<Url> {
    Url::parse(&format!("http://localhost:{}", address.port())).map_err(io::Error::other)
}

/// Writes down, each minute, when sessions were used, and forgets those that are over.
async fn sweep(accounts: Accounts) {
    let mut minutes = tokio::time::interval(Duration::from_secs(60));
    loop {
        minutes.tick().await;
        if let Err(problem) = accounts.sweep().await {
            tracing::warn!("sessions were not written down: {problem}");
        }
    }
}

/// Hashes all files once, so that the rules know about them; pages are served meanwhile.
async fn look_at_files(instance: Arc<Instance>) {
    match instance.all().await {
        Ok(all) => {
            for books in all {
                books.check_files().await;
            }
        }
        Err(failure) => tracing::error!(%failure, "the files could not be looked at"),
    }
}

/// Takes the port, or the next free one.
async fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let mut wanted = address;
    for _ in 0..PORTS_TRIED {
        match TcpListener::bind(wanted).await {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && wanted.port() < u16::MAX => {
                wanted.set_port(wanted.port() + 1);
            }
            taken => return taken,
        }
    }
    Err(io::Error::new(
        io::ErrorKind::AddrInUse,
        format!("no port from {} on is free, {PORTS_TRIED} were tried", address.port()),
    ))
}

/// Opens the browser where the system has a way to; the link was printed in any case.
fn open_browser(link: &str) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(target_os = "windows") {
        "explorer"
    } else {
        "xdg-open"
    };
    let quiet = std::process::Stdio::null;
    let opened =
        std::process::Command::new(program).arg(link).stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn();
    if let Err(error) = opened {
        tracing::info!("no browser was opened: {error}");
    }
}
