//! `plumb serve`: the records in the browser, on this machine only.

use clap::Args;

use crate::args::Common;
use crate::exit::{Exit, Stop};
use crate::screen::Screen;

/// Show the records in the browser, on this machine only.
#[derive(Debug, Args)]
#[command(before_help = "plumb serve\nplumb serve --address 127.0.0.1:8080")]
pub struct Serve {
    /// Where to listen; only this machine
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7317")]
    address: std::net::SocketAddr,
}

impl Serve {
    /// Serves until interrupted.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let _ = (common, screen);
        Err(Stop::new(Exit::Unreachable, format!("{} is not served yet", self.address)))
    }
}
