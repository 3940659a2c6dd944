//! `plumb audit`: audits, samples drawn for them, and the coverage matrix of the cycle.

use app::Via;
use clap::{Args, Subcommand};
use model::records::{Audit as AuditRecord, Population};
use model::{Decimal, Line, Prose, Value as _};
use operations::{DrawSample, DrawnCases};
use reports::audit_coverage::{Matrix, Whose, matrix};
use serde_json::{Value, json};

use crate::args::{Common, Reads, Writes};
use crate::commands::register;
use crate::commands::show::reference;
use crate::commands::way::WayVerb;
use crate::exit::Stop;
use crate::folder;
use crate::screen::Screen;
use crate::shapes::AUDIT_COVERAGE;
use crate::table::table;
use crate::write;

/// Audits: coverage of the cycle, samples, and the steps of an audit.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb audit\nplumb audit coverage\nplumb audit start AUD-1\nplumb audit sample POP-1 --size 5 --seed 771 --basis \"weekly, five as usual\""
)]
pub struct Audit {
    #[command(subcommand)]
    verb: Option<AuditVerb>,
}

/// What is done with audits.
#[derive(Debug, Subcommand)]
enum AuditVerb {
    /// Which audit of the cycle looks at which clause and control
    #[command(
        before_help = "plumb audit coverage\nplumb audit coverage --body\nplumb audit coverage --missing\nplumb export audit-coverage --xlsx"
    )]
    Coverage(Coverage),
    /// Draw a sample by chance from a frozen list; the same seed draws the same cases again
    #[command(before_help = "plumb audit sample POP-1 --size 5 --seed 771 --basis \"weekly, five as usual\"")]
    Sample(Sample),
    #[command(flatten)]
    Way(WayVerb<AuditRecord>),
}

/// Which matrix.
#[derive(Debug, Args)]
struct Coverage {
    /// The audits of the certification body, not the internal ones
    #[arg(long)]
    body: bool,
    /// Only what no audit of the cycle looks at
    #[arg(long)]
    missing: bool,
    #[command(flatten)]
    reads: Reads,
}

/// What is drawn.
#[derive(Debug, Args)]
struct Sample {
    /// The list
    #[arg(value_name = "POP")]
    population: String,
    /// How many cases
    #[arg(long, value_name = "NUMBER")]
    size: u32,
    /// What the draw starts from: a word or number said before
    #[arg(long, value_name = "WORD")]
    seed: String,
    /// Why so many
    #[arg(long, value_name = "TEXT")]
    basis: String,
    /// What is sampled; the name of the list where nothing is said
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Take each so-many-th case from a start by the seed
    #[arg(long)]
    evenly: bool,
    /// How sure the conclusion is to be, such as 0.95, where the size is statistical
    #[arg(long, value_name = "NUMBER")]
    confidence: Option<String>,
    /// The share of deviations that can be lived with, such as 0.1, where the size is statistical
    #[arg(long, value_name = "NUMBER")]
    tolerable_rate: Option<String>,
    #[command(flatten)]
    writes: Writes,
}

impl Audit {
    /// Runs the verb; without one the records are listed.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match self.verb {
            None => register::list::<AuditRecord>(common, screen).await,
            Some(AuditVerb::Coverage(coverage)) => coverage.run(common, screen).await,
            Some(AuditVerb::Sample(sample)) => sample.run(common, screen).await,
            Some(AuditVerb::Way(verb)) => verb.run(common, screen).await,
        }
    }
}

impl Sample {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let population = reference::<Population>(&self.population)?;
        let line = |name: &str, text: &str| {
            Line::read(text).map_err(|problem| Stop::usage(format!("--{name}: {problem}")))
        };
        let decimal = |name: &str, text: &Option<String>| {
            let read = text.as_ref().map(|text| Decimal::read(text));
            read.transpose().map_err(|problem| Stop::usage(format!("--{name}: {problem}")))
        };
        let (seed, size) = (line("seed", &self.seed)?, self.size);
        let cases = match self.evenly {
            true => DrawnCases::Systematic { seed, size },
            false => DrawnCases::Random { seed, size },
        };
        let basis = Prose::read(&self.basis).map_err(|problem| Stop::usage(format!("--basis: {problem}")))?;
        let operation = DrawSample {
            population,
            title: line("title", self.title.as_deref().unwrap_or_default())?,
            cases,
            basis,
            confidence: decimal("confidence", &self.confidence)?,
            tolerable_rate: decimal("tolerable-rate", &self.tolerable_rate)?,
        };
        let desk = folder::open(common, self.writes.access()).await?;
        let visit = desk.visit(&self.writes, Via::Cli, screen)?;
        let written = write::run(&desk, &self.writes, &visit, operation).await?;
        write::show(screen, &self.writes, &visit, &desk, &written);
        Ok(())
    }
}

impl Coverage {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let desk = folder::open(common, app::Access::Read).await?;
        let reading = desk.read(&self.reads, screen).await?;
        let whose = if self.body { Whose::Body } else { Whose::Internal };
        let mut matrix = matrix(&reading.snapshot.isms, reading.day, whose);
        let counted = Counted {
            done: matrix.looked_at(),
            planned: matrix.only_planned(),
            left: matrix.left_out().len(),
            all: matrix.rows.len(),
        };
        if self.missing {
            matrix.rows.retain(|row| !row.is_in_the_cycle());
        }
        if screen.is_json() {
            screen.json(&AUDIT_COVERAGE, value(&matrix, &counted));
            return Ok(());
        }
        let names: Vec<String> = matrix.audits.iter().map(ToString::to_string).collect();
        let mut head = vec!["criterion", "title"];
        head.extend(names.iter().map(String::as_str));
        let dot = |word: &str| if word.is_empty() { "·".to_owned() } else { word.to_owned() };
        let rows = matrix.rows.iter().map(|row| {
            let mut cells = vec![row.criterion.to_string(), row.title.clone()];
            cells.extend(row.cells.iter().map(|look| dot(look.word())));
            cells
        });
        table(screen, &head, rows.collect());
        let Counted { done, planned, left, all } = counted;
        screen.talk(format!(
            "{}, {} to {}: of {all} clauses and controls {done} looked at, {planned} planned and not looked at yet, {left} in no audit on record",
            self::whose(&matrix, whose),
            matrix.from,
            matrix.to,
        ));
        if self.body {
            screen.talk("a body seldom names controls in its plan: what it looked at is known once its report says so");
        }
        Ok(())
    }
}

/// How many clauses and controls stand how.
struct Counted {
    done: usize,
    planned: usize,
    left: usize,
    all: usize,
}

/// Says whose audits a matrix shows.
fn whose(matrix: &Matrix, whose: Whose) -> String {
    match (whose, matrix.certification, matrix.programme) {
        (Whose::Body, Some(id), _) => format!("audits of the certification body for {id}"),
        (Whose::Body, None, _) => "audits of the certification body".to_owned(),
        (Whose::Internal, _, Some(id)) => format!("internal audits of {id}"),
        (Whose::Internal, _, None) => "internal audits, of no programme".to_owned(),
    }
}

fn value(matrix: &Matrix, counted: &Counted) -> Value {
    let rows: Vec<Value> = matrix
        .rows
        .iter()
        .map(|row| {
            let pairs = matrix.audits.iter().zip(&row.cells).filter(|(_, look)| !look.word().is_empty());
            let audits: serde_json::Map<String, Value> =
                pairs.map(|(audit, look)| (audit.to_string(), json!(look.word()))).collect();
            json!({ "criterion": row.criterion.to_string(), "title": row.title, "audits": audits })
        })
        .collect();
    json!({
        "programme": matrix.programme.map(|id| id.to_string()), "from": matrix.from.to_string(), "to": matrix.to.to_string(),
        "audits": matrix.audits.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "counts": { "done": counted.done, "planned": counted.planned, "left_out": counted.left, "all": counted.all }, "rows": rows,
    })
}
