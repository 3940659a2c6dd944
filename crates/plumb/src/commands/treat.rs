//! `plumb treat`: what is done about a risk.

use clap::{Args, Subcommand};
use model::records::{Agreement, Control, Risk, Treatment};
use model::{Isms, Prose, Ref, Value as _, Words as _};
use operations::DecideTreatment;
use serde_json::{Value, json};

use crate::args::{Common, Day, Reads, Writes};
use crate::commands::show::{record_json, reference};
use crate::exit::Stop;
use crate::folder;
use crate::nearest::did_you_mean;
use crate::screen::Screen;
use crate::shapes::LIST;
use crate::table::table;
use crate::write;

/// Decide what is done about a risk.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb treat R-12 modify --control A.8.13,A.8.7        adds them to those there\nplumb treat R-12 modify --control A.8.13 --replace    takes the others away\nplumb treat R-12 retain --because \"cheaper than any control\"\nplumb treat R-12 avoid --stop-on 2027-03-31\nplumb treat ls",
    subcommand_negates_reqs = true,
    args_conflicts_with_subcommands = true
)]
pub struct Treat {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    decision: Decision,
}

/// What else can be done with treatments.
#[derive(Debug, Subcommand)]
enum Verb {
    /// List what is decided about each open risk
    #[command(before_help = "plumb treat ls")]
    Ls(Reads),
    /// Decide, like `plumb treat ID`
    #[command(before_help = "plumb treat set R-12 modify --control A.8.13")]
    Set(Decision),
}

/// A decision about a risk.
#[derive(Debug, Args)]
struct Decision {
    /// The risk
    risk: Option<String>,
    /// modify, retain, avoid, share, or undecided
    #[arg(value_name = "DECISION")]
    decision: Option<String>,
    /// Controls that lower it, with commas between; they are added to those there
    #[arg(long, visible_alias = "controls", value_name = "IDS", value_delimiter = ',')]
    control: Option<Vec<String>>,
    /// Contracts or insurances that share it; they are added to those there
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    shared_with: Option<Vec<String>>,
    /// The controls and contracts given take the place of those there
    #[arg(long)]
    replace: bool,
    /// When the activity ends, where the risk is avoided
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    stop_on: Option<Day>,
    #[command(flatten)]
    writes: Writes,
}

impl Treat {
    /// Decides or lists.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match self.verb {
            Some(Verb::Ls(reads)) => list(&reads, common, screen).await,
            Some(Verb::Set(decision)) => decision.run(common, screen).await,
            None => self.decision.run(common, screen).await,
        }
    }
}

impl Decision {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let (Some(risk), Some(decision)) = (self.risk, self.decision) else {
            return Err(Stop::usage("say which risk, and what is decided")
                .help("plumb treat R-12 modify --control A.8.13"));
        };
        let risk: Ref<Risk> = reference(&risk)?;
        let treatment = Treatment::read(&decision).map_err(|problem| {
            let near = did_you_mean(&decision, Treatment::WORDS.iter().copied());
            Stop::usage(format!("{}{near}", problem.message))
                .help(format!("expected {}", Treatment::WORDS.join(", ")))
        })?;
        let controls = references::<Control>(self.control.as_deref())?;
        let shared_with = references::<Agreement>(self.shared_with.as_deref())?;
        let because = Prose::new(self.writes.because.as_deref().unwrap_or_default());
        let writes = Writes { because: None, ..self.writes };
        write::perform(common, screen, &writes, |desk| {
            let isms = desk.books.now().isms;
            let before = isms.risks.get(&risk);
            // What is not said stays, where it still fits the decision.
            let same = before.filter(|before| before.treatment == treatment);
            let there = before.map(|before| before.controls.as_slice()).unwrap_or_default();
            let sharing = same.map(|same| same.shared_with.as_slice()).unwrap_or_default();
            let (controls, shared_with) = match self.replace {
                true => (
                    controls.unwrap_or_else(|| there.to_vec()),
                    shared_with.unwrap_or_else(|| sharing.to_vec()),
                ),
                false => (joined(there, controls), joined(sharing, shared_with)),
            };
            let stop_on = self
                .stop_on
                .map(|day| day.on(desk.books.today()))
                .or_else(|| same.and_then(|same| same.stop_on));
            Ok(DecideTreatment { risk, treatment, controls, shared_with, stop_on, because })
        })
        .await
    }
}

/// Returns what was there with what is given.
fn joined<R: model::Record>(there: &[Ref<R>], given: Option<Vec<Ref<R>>>) -> Vec<Ref<R>> {
    let mut all = there.to_vec();
    for one in given.unwrap_or_default() {
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

/// Reads ids of one kind.
fn references<R: model::Record>(words: Option<&[String]>) -> Result<Option<Vec<Ref<R>>>, Stop> {
    let Some(words) = words else { return Ok(None) };
    let said = words.iter().filter(|word| !word.trim().is_empty());
    said.map(|word| reference(word)).collect::<Result<Vec<_>, _>>().map(Some)
}

/// Lists what is decided about each open risk.
async fn list(reads: &Reads, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
    let desk = folder::open(common, app::Access::Read).await?;
    let reading = desk.read(reads, screen).await?;
    let isms = &reading.snapshot.isms;
    let open = isms.risks.iter().filter(|(_, risk)| risk.status.is_open());
    if screen.is_json() {
        let records: Vec<Value> = open.map(|(id, risk)| record_json(id.id(), risk)).collect();
        screen.json(&LIST, json!({ "kind": "risk", "as_of": reading.day.to_string(), "records": records }));
        return Ok(());
    }
    let rows = open.map(|(id, risk)| row(isms, id, risk, reading.day)).collect();
    table(screen, &["id", "risk", "now", "decision", "controls", "after", "accepted until", "actions"], rows);
    Ok(())
}

fn row(isms: &Isms, id: Ref<Risk>, risk: &Risk, today: model::Date) -> Vec<String> {
    let dash = |text: String| if text.is_empty() { "–".to_owned() } else { text };
    let actions: Vec<String> = isms
        .sources::<model::records::TreatmentAction>(id.id())
        .filter(|action| isms.treatment_actions.get(action).is_some())
        .map(|action| action.to_string())
        .collect();
    let until = risk.accepted(today).and_then(|acceptance| acceptance.until);
    vec![
        id.to_string(),
        risk.title.to_string(),
        dash(risk.now.level.text()),
        risk.treatment.word().to_owned(),
        dash(risk.controls.text()),
        dash(risk.after.level.text()),
        dash(until.text()),
        dash(actions.join(", ")),
    ]
}
