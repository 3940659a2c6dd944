//! `plumb frameworks`: what the same controls say about SOC 2, PCI DSS and NIST CSF, down to each edge.

use clap::{Args, Subcommand};
use reports::framework_coverage::{OnRecord, deciding, edge_words, on_record};
use serde_json::{Value, json};
use standards::frameworks::{
    Counts, Coverage as Covering, Covered, EdgeOpened, Framework, State, coverage, mapping,
};

use crate::args::{Common, Reads};
use crate::commands::show::wrapped;
use crate::exit::Stop;
use crate::folder;
use crate::nearest::did_you_mean;
use crate::screen::{Screen, clip};
use crate::shapes::{FRAMEWORK_COVERAGE, FRAMEWORKS};
use crate::table::table;

/// So many characters beside each other where the result goes into a file or a pipe.
const WIDTH: usize = 100;

/// Other frameworks on the same controls: which there are, and how far each requirement is covered.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb frameworks\nplumb frameworks coverage soc2\nplumb frameworks coverage pci --missing\nplumb frameworks coverage soc2 CC6.1      its edges, one by one"
)]
pub struct Frameworks {
    #[command(subcommand)]
    verb: Option<Verb>,
}

/// What is done with frameworks.
#[derive(Debug, Subcommand)]
enum Verb {
    /// Which frameworks there are, and how far each is covered
    #[command(before_help = "plumb frameworks ls")]
    Ls(Reads),
    /// How far each requirement is covered, by which edges, and what is missing
    #[command(
        before_help = "plumb frameworks coverage soc2\nplumb frameworks coverage csf --missing\nplumb frameworks coverage pci 8.3"
    )]
    Coverage(Coverage),
}

/// Of which framework, and of what in it.
#[derive(Debug, Args)]
struct Coverage {
    /// soc2, pci or csf
    framework: String,
    /// Only this requirement, or those under this heading, with all edges
    #[arg(value_name = "REQUIREMENT")]
    requirement: Option<String>,
    /// Only what is not met
    #[arg(long)]
    missing: bool,
    #[command(flatten)]
    reads: Reads,
}

impl Frameworks {
    /// Runs the verb; without one the frameworks are listed.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match self.verb {
            None => list(&Reads::default(), common, screen).await,
            Some(Verb::Ls(reads)) => list(&reads, common, screen).await,
            Some(Verb::Coverage(coverage)) => coverage.run(common, screen).await,
        }
    }
}

async fn list(reads: &Reads, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
    let desk = folder::open(common, app::Access::Read).await?;
    let reading = desk.read(reads, screen).await?;
    let said = on_record(&reading.snapshot.isms, reading.day);
    let all: Vec<(Framework, Counts, usize)> = Framework::ALL
        .into_iter()
        .map(|framework| {
            let covering = coverage(framework, &said.standing, said.own(framework));
            (framework, covering.counts(), covering.requirements.len())
        })
        .collect();
    if screen.is_json() {
        let all: Vec<Value> = all
            .iter()
            .map(|(framework, counts, of)| {
                json!({ "id": framework.id(), "title": framework.title(), "requirements": of, "counts": counts_json(*counts) })
            })
            .collect();
        screen.json(&FRAMEWORKS, json!({ "frameworks": all }));
        return Ok(());
    }
    let rows = all.iter().map(|(framework, counts, of)| {
        let of = |count: usize| format!("{count} of {of}");
        vec![
            framework.id().to_owned(),
            framework.title().to_owned(),
            of(counts.met),
            of(counts.partly_met),
            of(counts.not_met),
            of(counts.no_edge),
        ]
    });
    table(screen, &["id", "framework", "met", "partly met", "not met", "no edge"], rows.collect());
    screen.talk("one of them, down to its edges: plumb frameworks coverage soc2");
    Ok(())
}

fn counts_json(counts: Counts) -> Value {
    json!({ "met": counts.met, "partly_met": counts.partly_met, "not_met": counts.not_met, "no_edge": counts.no_edge })
}

/// Reads the name of a framework.
fn framework(word: &str) -> Result<Framework, Stop> {
    Framework::read(word).ok_or_else(|| {
        let near = did_you_mean(word, Framework::ALL.iter().map(|one| one.id()));
        Stop::usage(format!("there is no framework \"{word}\"{near}")).help("expected soc2, pci or csf")
    })
}

impl Coverage {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let framework = framework(&self.framework)?;
        let desk = folder::open(common, app::Access::Read).await?;
        let reading = desk.read(&self.reads, screen).await?;
        let said = on_record(&reading.snapshot.isms, reading.day);
        let covering = coverage(framework, &said.standing, said.own(framework));
        let shown = self.chosen(&covering)?;
        if screen.is_json() {
            screen.json(&FRAMEWORK_COVERAGE, value(&said, &covering, &shown));
            return Ok(());
        }
        let counts = covering.counts();
        let all = covering.requirements.len();
        screen.line(format!(
            "{}   {} of {all} met, {} partly met, {} not met, {} without an edge",
            screen.bold(framework.title()),
            counts.met,
            counts.partly_met,
            counts.not_met,
            counts.no_edge
        ));
        match self.requirement {
            Some(_) => opened(&shown, screen),
            None => rows(&shown, screen),
        }
        talk(&said, &covering, screen);
        Ok(())
    }

    /// Returns the requirements that are asked for.
    fn chosen<'a, 'b>(&self, covering: &'b Covering<'a>) -> Result<Vec<&'b Covered<'a>>, Stop> {
        let word = self.requirement.as_deref().unwrap_or_default().trim().to_uppercase();
        let fits = |covered: &&Covered| {
            let id = covered.requirement.id.to_uppercase();
            let parent = covered.requirement.parent.as_deref().unwrap_or_default().to_uppercase();
            word.is_empty() || id == word || parent == word || id.starts_with(&format!("{word}."))
        };
        let found: Vec<&Covered> = covering.requirements.iter().filter(fits).collect();
        if found.is_empty() {
            let ids = covering.requirements.iter().map(|covered| covered.requirement.id.as_str());
            let near = did_you_mean(&word, ids);
            return Err(Stop::not_found(format!(
                "{} has no requirement \"{word}\"{near}",
                covering.framework
            ))
            .help(format!("all of them: plumb frameworks coverage {}", covering.framework.id())));
        }
        Ok(found.into_iter().filter(|covered| !self.missing || covered.state != State::Met).collect())
    }
}

/// Shows a line for each requirement.
fn rows(shown: &[&Covered], screen: &mut Screen) {
    let rows = shown.iter().map(|covered| {
        let missing = covered.missing.first().map(ToString::to_string).unwrap_or_default();
        let more = covered.missing.len().saturating_sub(1);
        let more = if more > 0 { format!(" (and {more} more)") } else { String::new() };
        vec![
            covered.requirement.id.clone(),
            clip(&covered.requirement.title, 60),
            covered.state.title().to_owned(),
            clip(&deciding(covered).join("; "), 80),
            format!("{}{more}", clip(&missing, 80)),
        ]
    });
    table(screen, &["id", "requirement", "state", "by", "missing"], rows.collect());
}

/// Shows each requirement with all of its edges and all that is missing.
fn opened(shown: &[&Covered], screen: &mut Screen) {
    let room = screen.width().unwrap_or(WIDTH).min(WIDTH);
    for covered in shown {
        screen.line("");
        screen.line(format!(
            "{} {}   {}",
            screen.bold(&covered.requirement.id),
            covered.requirement.title,
            covered.state.title()
        ));
        if let Some(outcome) = &covered.requirement.outcome {
            wrapped(outcome, room.saturating_sub(2)).iter().for_each(|line| screen.line(format!("  {line}")));
        }
        for edge in &covered.edges {
            let mark = if edge.reaches_all() { "=" } else { "~" };
            screen.line(format!("  {mark} {}{}", edge_words(edge), rationale(edge)));
        }
        for missing in &covered.missing {
            wrapped(&format!("missing: {missing}"), room.saturating_sub(2))
                .iter()
                .for_each(|line| screen.line(format!("  {line}")));
        }
    }
}

/// Returns why an edge is there.
fn rationale(edge: &EdgeOpened) -> String {
    match edge {
        EdgeOpened::Shipped(edge, _) if edge.by.is_empty() => "   our judgement".to_owned(),
        EdgeOpened::Shipped(edge, _) => format!("   link by {}", edge.by.join(", ")),
        EdgeOpened::Own(own) if own.because.is_empty() => String::new(),
        EdgeOpened::Own(own) => format!("   {}", clip(&own.because, 80)),
    }
}

fn talk(said: &OnRecord, covering: &Covering, screen: &Screen) {
    match said.clauses_from {
        Some(id) => screen.talk(format!("clauses as {id} assessed them, controls by their state")),
        None => screen
            .talk("clauses are not stated: plumb gap start assesses them; controls count by their state"),
    }
    screen.talk(
        "an edge that only intersects, or lies inside, shows a part at most; somebody decides about the rest",
    );
    for edge in &covering.unplaced {
        screen.talk(format!("{} leads to \"{}\", which is no requirement here", edge.from, edge.to));
    }
}

fn value(said: &OnRecord, covering: &Covering, shown: &[&Covered]) -> Value {
    let edge = |edge: &EdgeOpened| match edge {
        EdgeOpened::Shipped(shipped, met) => json!({
            "from": shipped.from.to_string(), "relation": shipped.relation.id(), "strength": shipped.strength.number(),
            "reaches_all": edge.reaches_all(), "met": met.map(|met| format!("{met:?}").to_lowercase()),
            "verified": shipped.verified, "by": shipped.by,
        }),
        EdgeOpened::Own(own) => json!({
            "from": own.from, "relation": "own", "strength": null, "reaches_all": edge.reaches_all(),
            "met": format!("{:?}", own.met).to_lowercase(), "because": own.because,
        }),
    };
    let rows: Vec<Value> = shown
        .iter()
        .map(|covered| {
            json!({
                "id": covered.requirement.id, "title": covered.requirement.title, "state": covered.state.title(),
                "edges": covered.edges.iter().map(edge).collect::<Vec<_>>(),
                "missing": covered.missing.iter().map(ToString::to_string).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "framework": covering.framework.id(), "title": covering.framework.title(),
        "counts": counts_json(covering.counts()), "all": covering.requirements.len(), "requirements": rows,
        "clauses_from": said.clauses_from.map(|id| id.to_string()), "rationale": mapping().rationale,
    })
}
