//! `plumb sign-in`, `plumb sign-out`: who one is for the commands that follow, in a data folder here.

use std::io::BufRead as _;

use app::identity::{Accounts, Caller, Network, Problem, Second, Settings, SignIn};
use app::{Access, Instance};
use clap::Args;

use crate::args::Common;
use crate::credential;
use crate::exit::{Exit, Stop};
use crate::folder;
use crate::screen::Screen;

/// Sign in for the commands that follow, for as long as a session lasts.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb sign-in jana@example.org                 asks for the password, then for a code\nplumb sign-in jana@example.org < password.txt",
    after_help = "The password and the code are read from standard input, one line each, never from arguments. What is kept is a session, in a\n\
                  file that only you read; it ends after an hour without use. Approving and accepting need a sign-in of the last ten\n\
                  minutes: sign in again."
)]
pub struct SignInHere {
    /// The e-mail address of the account
    email: String,
}

/// End the session that plumb sign-in began.
#[derive(Debug, Args)]
#[command(before_help = "plumb sign-out")]
pub struct SignOut {}

impl SignInHere {
    /// Signs in.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let data = folder::folder(common)?;
        let accounts = accounts(&data).await?;
        let caller = Caller {
            network: Network::of("127.0.0.1"),
            device: "plumb in the terminal".to_owned(),
            before: credential::read(&data)?,
        };
        let password = line(screen, "password: ")?;
        let fresh = match accounts.sign_in(&self.email, &password, &caller).await.map_err(stop)? {
            SignIn::Done(fresh) => *fresh,
            SignIn::Second(half) => {
                let code = line(screen, "code: ")?;
                accounts.second(half.show(), Second::Code(&code), &caller).await.map_err(stop)?
            }
        };
        credential::keep(&data, fresh.secret.show())?;
        accounts.close().await;
        screen.talk(format!(
            "signed in as {}; it ends after an hour without use, or with plumb sign-out",
            self.email
        ));
        Ok(())
    }
}

impl SignOut {
    /// Signs out.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let data = folder::folder(common)?;
        if let Some(secret) = credential::read(&data)? {
            let accounts = accounts(&data).await?;
            accounts.sign_out(&secret).await.map_err(stop)?;
            accounts.close().await;
        }
        credential::forget(&data)?;
        screen.talk("signed out");
        Ok(())
    }
}

/// Opens the accounts of a data folder.
async fn accounts(data: &std::path::Path) -> Result<Accounts, Stop> {
    let instance =
        Instance::open(data, Access::Read).await.map_err(|failure| folder::in_use(data, failure))?;
    Ok(instance.accounts(Settings::at(None)).await?)
}

/// Reads one line from standard input; it is asked for where somebody types.
fn line(screen: &Screen, asked: &str) -> Result<String, Stop> {
    use std::io::IsTerminal as _;
    if std::io::stdin().is_terminal() {
        screen.talk(asked.trim_end());
    }
    let mut text = String::new();
    let read = std::io::stdin().lock().read_line(&mut text);
    read.map_err(|error| Stop::usage(format!("standard input: {error}")))?;
    let text = text.trim_end_matches(['\r', '\n']).to_owned();
    if text.is_empty() {
        return Err(Stop::usage(format!("expected {} on standard input", asked.trim_end_matches(": "))));
    }
    Ok(text)
}

/// Says why one was not let in.
fn stop(problem: Problem) -> Stop {
    match problem {
        Problem::Refused(refusal) => Stop::new(Exit::NotAllowed, refusal.to_string()),
        Problem::Failed(error) => app::Failure::from(error).into(),
    }
}
