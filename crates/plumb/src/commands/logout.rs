//! `plumb logout`: ends the token that is kept for a server, there and here.

use app::identity::Url;
use clap::Args;

use crate::args::Common;
use crate::commands::login::Kept;
use crate::exit::{Exit, Stop};
use crate::remote::client::{Client, Left};
use crate::screen::Screen;

/// Revoke the token that is kept for a server, and forget it here.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb logout https://isms.example.org",
    after_help = "From then on the token opens nothing, also where somebody has a copy of it. Where the server does not answer nothing is\n\
                  forgotten; to forget the token on this machine alone: plumb login URL --forget."
)]
pub struct Logout {
    /// Where the server is reached
    #[arg(value_name = "URL")]
    at: Url,
}

impl Logout {
    /// Ends it.
    pub async fn run(self, _: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let origin = self.at.origin().ascii_serialization();
        let mut kept = Kept::read()?;
        let token = kept.token(&origin).ok_or_else(|| {
            Stop::not_found(format!("no token is kept for {origin}"))
                .help("for which there are: plumb login --ls")
        })?;
        let left = Client::of(&self.at, token)?.leave().await.map_err(|stop| {
            stop.help(format!(
                "nothing was forgotten; to forget it on this machine alone: plumb login {origin} --forget"
            ))
        })?;
        let words = match left {
            Left::Revoked => "the token is revoked there and forgotten here",
            Left::Over => "the token opened nothing there any more; it is forgotten here",
            Left::Refused(status) => {
                return Err(Stop::new(
                    Exit::Refused,
                    format!("{origin} did not revoke the token (status {status})"),
                )
                .help(format!(
                    "revoke it in the browser, under Tokens, and then: plumb login {origin} --forget"
                )));
            }
        };
        kept.forget(&origin)?;
        screen.talk(format!("signed out at {origin}: {words}"));
        Ok(())
    }
}
