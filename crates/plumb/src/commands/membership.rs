//! `plumb membership`: what members may do, and letting in who runs the machine for a few hours.

use app::identity::Settings;
use app::{LetIn as LetInAsked, Via};
use clap::{Args, Subcommand};
use model::records::{MemberRole, Membership as MembershipRecord};
use model::{Prose, Value as _};

use crate::args::{Common, Writes};
use crate::commands::register;
use crate::commands::way::WayVerb;
use crate::exit::Stop;
use crate::folder;
use crate::screen::Screen;

/// Memberships: grant roles, change, end, delegate, let in who runs the machine.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb membership\nplumb membership grant --person \"Rita Olsen\" --roles \"risk owner\"\nplumb membership let-in olga@host.example --because \"the import fails\""
)]
pub struct Membership {
    #[command(subcommand)]
    verb: Option<MembershipVerb>,
}

/// What is done with memberships.
#[derive(Debug, Subcommand)]
enum MembershipVerb {
    /// Let in an account that manages the installation and has no part here, for at most four hours; keepers do
    #[command(
        before_help = "plumb membership let-in olga@host.example --hours 2 --because \"the import fails\""
    )]
    LetIn(LetIn),
    #[command(flatten)]
    Way(WayVerb<MembershipRecord>),
}

/// Who is let in.
#[derive(Debug, Args)]
struct LetIn {
    /// The e-mail address of the account
    email: String,
    /// As what: whoever is let in looks
    #[arg(long, value_name = "ROLE", default_value = "viewer")]
    role: String,
    /// For how many hours, at most four
    #[arg(long, value_name = "HOURS", default_value_t = 4)]
    hours: u8,
    #[command(flatten)]
    writes: Writes,
}

impl Membership {
    /// Runs the verb; without one the records are listed.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match self.verb {
            None => register::list::<MembershipRecord>(common, screen).await,
            Some(MembershipVerb::LetIn(let_in)) => let_in.run(common, screen).await,
            Some(MembershipVerb::Way(verb)) => verb.run(common, screen).await,
        }
    }
}

impl LetIn {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let Self { email, role, hours, mut writes } = self;
        let role = MemberRole::read(&role).map_err(|problem| Stop::usage(format!("--role: {problem}")))?;
        let because = Prose::read(&writes.because.take().unwrap_or_default())
            .map_err(|problem| Stop::usage(format!("--because: {problem}")))?;
        let desk = folder::open(common, app::Access::Write).await?;
        let visit = desk.visit(&writes, Via::Cli, screen)?;
        let accounts = desk.instance.accounts(Settings::at(None)).await?;
        let asked = LetInAsked { email, role, hours, because };
        let let_in = desk.books.let_in(&accounts, &visit, asked).await?;
        let person = let_in.map_err(|refusal| Stop::refusal(&refusal))?;
        accounts.close().await;
        let name = desk.books.now().isms.name_of(person.id());
        screen.line(format!("{person} {name} is in for {hours} hours; every keeper sees it in My work"));
        Ok(())
    }
}
