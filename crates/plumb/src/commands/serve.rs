//! `plumb serve`: the records in the browser, on this machine only.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use app::{Access, Instance};
use clap::Args;
use web::serve::{Opened, Options, PORT, serve};

use crate::args::Common;
use crate::exit::{Exit, Stop};
use crate::folder::{self, SERVER};
use crate::screen::Screen;

/// Where records begin that nobody named.
const FIRST: &str = "plumbline.plumb";

/// Show the records in the browser, on this machine only.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb serve\nplumb serve --open\nplumb serve --address 127.0.0.1:8080",
    after_help = "Where there is no data folder, an empty one begins; its first page asks for a new organisation or a sample."
)]
pub struct Serve {
    /// Where to listen; only this machine's own addresses
    #[arg(long, value_name = "ADDRESS")]
    address: Option<SocketAddr>,
    /// Where browsers reach it, through a proxy that ends TLS: needed to serve other machines
    #[arg(long, value_name = "URL")]
    origin: Option<app::identity::Url>,
    /// Open the browser with the link
    #[arg(long)]
    open: bool,
}

impl Serve {
    /// Serves until interrupted.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let folder = match &common.data {
            Some(folder) => folder.clone(),
            None if folder::here()?.is_empty() => FIRST.into(),
            None => folder::folder(common)?,
        };
        let instance = if folder.join("ledger.db").exists() {
            Instance::open(&folder, Access::Write).await
        } else {
            screen.talk(format!("begins an empty folder: {}", folder.display()));
            Instance::create(&folder).await
        };
        let instance = instance.map_err(|failure| folder::in_use(&folder, failure))?;
        let opened = if self.open { Opened::Yes } else { Opened::No };
        let address = self.address.unwrap_or_else(|| ([127, 0, 0, 1], PORT).into());
        let unserved = |error: std::io::Error| Stop::new(Exit::Unreachable, error.to_string());
        let mut running = serve(Arc::new(instance), Options { address, open: opened, origin: self.origin })
            .await
            .map_err(unserved)?;
        let _written = Written::new(&folder, running.address);
        screen.line(format!("{}  {}", screen.bold("open once:"), running.link));
        screen.talk(format!("serves {} on this machine only; end it with Ctrl-C", folder.display()));
        screen.show();
        tokio::select! {
            ended = running.wait() => ended.map_err(unserved),
            () = interrupted() => running.stop().await.map_err(unserved),
        }
    }
}

/// Waits until somebody ends the program.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut ended) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = ended.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

/// The address in the data folder, for who finds it in use; gone with the server.
struct Written<'a>(&'a Path);

impl<'a> Written<'a> {
    /// Writes the address; without it the message to others is only less exact.
    fn new(folder: &'a Path, address: SocketAddr) -> Self {
        let _ = std::fs::write(folder.join(SERVER), format!("http://{address}\n"));
        Self(folder)
    }
}

impl Drop for Written<'_> {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(self.0.join(SERVER));
    }
}
