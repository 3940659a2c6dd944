//! `plumb action`: treatment actions: the generic commands, and how far each is.

use clap::{Args, Subcommand};
use model::Ref;
use model::records::TreatmentAction;
use operations::{ActionStep, MoveDueDate, ProgressAction, VerifyAction};

use crate::args::{Common, Day, Writes};
use crate::commands::close::because;
use crate::commands::register::{self, Verb};
use crate::commands::show::reference;
use crate::exit::Stop;
use crate::screen::Screen;
use crate::write;

/// Treatment actions.
#[derive(Debug, Args)]
pub struct Action {
    #[command(subcommand)]
    verb: Option<ActionVerb>,
}

/// What is done with treatment actions.
#[derive(Debug, Subcommand)]
enum ActionVerb {
    #[command(flatten)]
    Register(Verb<TreatmentAction>),
    /// Begin one
    #[command(before_help = "plumb action start TRT-1")]
    Start(Start),
    /// Say that one is done, and what came of it
    #[command(
        visible_alias = "done",
        before_help = "plumb action finish TRT-1 --result \"all disks encrypted\" --on yesterday"
    )]
    Finish(Done),
    /// Say that you looked, and that it works
    #[command(before_help = "plumb action verify TRT-1 --as \"Mira Kral\"")]
    Verify(Start),
    /// Move the day on which one is due, for a reason
    #[command(
        before_help = "plumb action move TRT-1 --to 2027-03-31 --because \"the vendor ships in March\""
    )]
    Move(Move),
    /// Say that one will not be done, and why
    #[command(before_help = "plumb action drop TRT-1 --because \"the system ends\"")]
    Drop(Start),
    /// Take one up again, for a reason
    #[command(before_help = "plumb action reopen TRT-1 --because \"it broke\"")]
    Reopen(Start),
}

/// Which action.
#[derive(Debug, Args)]
struct Start {
    /// The action
    action: String,
    #[command(flatten)]
    writes: Writes,
}

/// What came of an action.
#[derive(Debug, Args)]
struct Done {
    /// The action
    action: String,
    /// What came of it
    #[arg(long, value_name = "TEXT")]
    result: String,
    /// When it was done [default: today]
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<Day>,
    #[command(flatten)]
    writes: Writes,
}

/// Another due date.
#[derive(Debug, Args)]
struct Move {
    /// The action
    action: String,
    /// The new date
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    to: Day,
    #[command(flatten)]
    writes: Writes,
}

impl Action {
    /// Runs the verb; without one the actions are listed.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match self.verb {
            None => register::list::<TreatmentAction>(common, screen).await,
            Some(ActionVerb::Register(verb)) => verb.run(common, screen).await,
            Some(ActionVerb::Start(start)) => start.step(|_| ActionStep::Start, common, screen).await,
            Some(ActionVerb::Finish(done)) => done.run(common, screen).await,
            Some(ActionVerb::Verify(verify)) => verify.verify(common, screen).await,
            Some(ActionVerb::Move(to)) => to.run(common, screen).await,
            Some(ActionVerb::Drop(drop)) => {
                drop.step(|because| ActionStep::Drop { because }, common, screen).await
            }
            Some(ActionVerb::Reopen(reopen)) => {
                reopen.step(|because| ActionStep::Reopen { because }, common, screen).await
            }
        }
    }
}

impl Start {
    /// Takes a step; where the step keeps no reason, the commit does.
    async fn step(
        self,
        step: fn(model::Prose) -> ActionStep,
        common: &Common,
        screen: &mut Screen,
    ) -> Result<(), Stop> {
        let action: Ref<TreatmentAction> = reference(&self.action)?;
        let said = self.writes.because.clone();
        let (because, writes) = because(self.writes);
        let step = step(because);
        let writes = if step == ActionStep::Start { Writes { because: said, ..writes } } else { writes };
        write::perform(common, screen, &writes, |_| Ok(ProgressAction { action, step })).await
    }

    async fn verify(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let action: Ref<TreatmentAction> = reference(&self.action)?;
        write::perform(common, screen, &self.writes, |_| Ok(VerifyAction { action })).await
    }
}

impl Done {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let action: Ref<TreatmentAction> = reference(&self.action)?;
        write::perform(common, screen, &self.writes, |desk| {
            let on = self.on.map(|day| day.on(desk.books.today()));
            let result = model::Prose::new(&self.result);
            Ok(ProgressAction { action, step: ActionStep::Finish { on, result } })
        })
        .await
    }
}

impl Move {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let action: Ref<TreatmentAction> = reference(&self.action)?;
        let (because, writes) = because(self.writes);
        write::perform(common, screen, &writes, |desk| {
            Ok(MoveDueDate { action, to: self.to.on(desk.books.today()), because })
        })
        .await
    }
}
