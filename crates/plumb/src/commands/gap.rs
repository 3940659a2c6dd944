//! `plumb gap`: gap analyses, the list of what to close first, and what moved since the analysis before.

use clap::{Args, Subcommand};
use model::records::GapAnalysis;
use model::{Isms, Ref, Words as _};
use operations::{GapMove, GapTurn, movement};
use reports::gap_report::{
    Gap as OneGap, Moved, by_clause, counts, effort, missing, prioritised, sources, title,
};
use serde_json::{Value, json};

use crate::args::{Common, Reads};
use crate::commands::register;
use crate::commands::show::{find, named_text, reference};
use crate::commands::way::WayVerb;
use crate::exit::Stop;
use crate::folder;
use crate::screen::{Screen, clip, count};
use crate::shapes::{GAP, GAP_MOVEMENT};
use crate::table::table;

/// Gap analyses: what to close first, what moved, and the steps of an analysis.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb gap                       what to close first, by the newest analysis\nplumb gap GAP-1 --top 20\nplumb gap start --title \"First look\" --depth quick\nplumb gap fill GAP-1            what the records answer already\nplumb gap assess GAP-1 --criterion \"6.1.2 a)\" --state partly --gap \"no acceptance level\"\nplumb gap movement\nplumb export gap --pdf --xlsx   the report"
)]
pub struct Gap {
    /// The analysis; without it the newest
    #[arg(value_name = "GAP", id = "analysis")]
    analysis: Option<String>,
    /// Show so many of the list at most
    #[arg(long, value_name = "NUMBER")]
    top: Option<usize>,
    #[command(flatten)]
    reads: Reads,
    #[command(subcommand)]
    verb: Option<GapVerb>,
}

/// What is done with gap analyses.
#[derive(Debug, Subcommand)]
enum GapVerb {
    /// What became better or worse since the analysis before
    #[command(before_help = "plumb gap movement\nplumb gap movement GAP-2")]
    Movement(Movement),
    #[command(flatten)]
    Way(WayVerb<GapAnalysis>),
}

/// Which analysis is compared with the one before.
#[derive(Debug, Args)]
struct Movement {
    /// The later analysis; without it the newest
    #[arg(value_name = "GAP", id = "later")]
    later: Option<String>,
    #[command(flatten)]
    reads: Reads,
}

impl Gap {
    /// Runs the verb; without one the list is shown.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match (self.verb, self.analysis) {
            (Some(_), Some(word)) => {
                Err(Stop::usage(format!("{word} and a verb were given; the id stands behind the verb")))
            }
            (Some(GapVerb::Movement(movement)), None) => movement.run(common, screen).await,
            (Some(GapVerb::Way(verb)), None) => verb.run(common, screen).await,
            (None, word) => list(word.as_deref(), self.top, &self.reads, common, screen).await,
        }
    }
}

/// Returns the analysis that is meant, or the newest; nothing where there is none.
pub fn chosen(isms: &Isms, word: Option<&str>) -> Result<Option<Ref<GapAnalysis>>, Stop> {
    match word {
        Some(word) => {
            let id = reference::<GapAnalysis>(word)?;
            find(isms, id.id())?;
            Ok(Some(id))
        }
        None => {
            let day = |analysis: &GapAnalysis| analysis.done_on.or(analysis.started_on);
            let all = isms.gap_analyses.iter().map(|(id, analysis)| (day(analysis), id));
            Ok(all.max().map(|(_, id)| id))
        }
    }
}

/// Shows what to close first.
async fn list(
    word: Option<&str>,
    top: Option<usize>,
    reads: &Reads,
    common: &Common,
    screen: &mut Screen,
) -> Result<(), Stop> {
    let desk = folder::open(common, app::Access::Read).await?;
    let reading = desk.read(reads, screen).await?;
    let isms = &reading.snapshot.isms;
    let found = chosen(isms, word)?.and_then(|id| Some((id, isms.gap_analyses.get(&id)?)));
    let Some((id, analysis)) = found else {
        if screen.is_json() {
            let nothing: [Value; 0] = [];
            screen.json(&GAP, json!({ "analysis": null, "title": null, "counts": null, "clauses": nothing, "gaps": nothing }));
            return Ok(());
        }
        drop(desk);
        screen.talk("no gap analysis yet; begin one: plumb gap start --title \"First look\" --depth quick");
        return register::list::<GapAnalysis>(common, screen).await;
    };
    let gaps = prioritised(isms, analysis, reading.day);
    let all = counts(analysis.entries.iter());
    if screen.is_json() {
        screen.json(&GAP, value(id, analysis, &gaps));
        return Ok(());
    }
    let days = |day: Option<model::Date>| day.map_or_else(|| "–".to_owned(), |day| day.to_string());
    screen.line(format!(
        "{id} {}   {}   {} to {}",
        screen.bold(&analysis.title),
        analysis.depth.map_or("", |depth| depth.word()),
        days(analysis.started_on),
        days(analysis.done_on)
    ));
    screen.line(format!("{all}"));
    screen.line("");
    let shown = top.unwrap_or(gaps.len()).min(gaps.len());
    let rows = gaps[..shown].iter().map(|gap| row(isms, gap)).collect();
    table(
        screen,
        &["item", "what is missing", "gate", "state", "holds up", "risk", "days", "seen", "from"],
        rows,
    );
    if shown < gaps.len() {
        screen.line(format!("… and {}", count(gaps.len() - shown, "more gap", "more gaps")));
    }
    let (days, known) = effort(&gaps);
    screen.talk(format!(
        "{}; {known} with an estimate, {days} days together; the report: plumb export gap --pdf",
        count(gaps.len(), "gap", "gaps")
    ));
    if all.open > 0 {
        screen.talk(format!(
            "{} not assessed yet: plumb gap fill {id}, then plumb gap assess {id} --criterion …",
            count(all.open, "item", "items")
        ));
    }
    Ok(())
}

fn row(isms: &Isms, gap: &OneGap) -> Vec<String> {
    let entry = gap.entry;
    let dash = |text: String| if text.is_empty() { "–".to_owned() } else { text };
    let from: Vec<String> = sources(gap).iter().map(|id| named_text(isms, id)).collect();
    let risk = gap.risks.first().map(ToString::to_string).unwrap_or_default();
    vec![
        gap.criterion.to_string(),
        clip(&missing(gap), 90),
        gap.gate.slug().to_owned(),
        entry.state.map_or("", |state| state.word()).to_owned(),
        gap.hanging.len().to_string(),
        dash(format!("{risk} {}", gap.level.as_deref().unwrap_or_default()).trim().to_owned()),
        dash(entry.effort_days.map(|days| days.to_string()).unwrap_or_default()),
        dash(clip(&entry.seen, 60)),
        dash(clip(&from.join(", "), 40)),
    ]
}

fn value(id: Ref<GapAnalysis>, analysis: &GapAnalysis, gaps: &[OneGap]) -> Value {
    let all = counts(analysis.entries.iter());
    let counted = |all: reports::gap_report::Counts| {
        json!({
            "met": all.met, "partly": all.partly, "not_met": all.not_met,
            "not_applicable": all.not_applicable, "not_assessed": all.open,
        })
    };
    let ids = |ids: &[model::RecordId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    let clauses: Vec<Value> = by_clause(analysis)
        .iter()
        .map(|group| {
            json!({
                "clause": group.number, "title": group.title, "counts": counted(group.counts),
                "maturity": { "middle": group.middle(), "lowest": group.maturities.first(), "highest": group.maturities.last(), "items": group.maturities.len() },
            })
        })
        .collect();
    let gaps: Vec<Value> = gaps
        .iter()
        .map(|gap| {
            json!({
                "criterion": gap.criterion.to_string(), "title": gap.title, "gate": gap.gate.slug(),
                "state": gap.entry.state.map(model::Words::word), "maturity": gap.entry.maturity,
                "gap": gap.entry.gap.to_string(), "seen": gap.entry.seen.to_string(), "from": sources(gap),
                "holds_up": gap.hanging.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "risks": gap.risks.iter().map(ToString::to_string).collect::<Vec<_>>(), "level": gap.level,
                "effort_days": gap.entry.effort_days.map(|days| days.to_string()),
                "owner": gap.entry.owner.as_ref().map(model::Value::text), "follow_up": ids(&gap.entry.follow_up),
            })
        })
        .collect();
    json!({
        "analysis": id.to_string(), "title": analysis.title.to_string(), "counts": counted(all),
        "clauses": clauses, "gaps": gaps,
    })
}

/// Returns how each criterion moved since the analysis that one follows; nothing where it follows none.
pub fn moves(isms: &Isms, id: Ref<GapAnalysis>) -> Option<(Ref<GapAnalysis>, Vec<GapMove>)> {
    let later = isms.gap_analyses.get(&id)?;
    let day = |analysis: &GapAnalysis| analysis.started_on.or(analysis.done_on);
    let earlier = || {
        let others = isms.gap_analyses.iter().filter(|(other, one)| *other != id && day(one) <= day(later));
        others
            .map(|(other, one)| (day(one), other))
            .filter(|(on, other)| (*on, *other) < (day(later), id))
            .max()
    };
    let before = later.follows.or_else(|| earlier().map(|(_, other)| other))?;
    Some((before, movement(isms.gap_analyses.get(&before)?, later)))
}

/// Returns what moved as the report takes it; what stayed the same is left out.
pub fn moved(isms: &Isms, id: Ref<GapAnalysis>) -> Vec<Moved> {
    let all = moves(isms, id).map(|(_, moves)| moves).unwrap_or_default();
    let word = |state: Option<model::records::GapState>| state.map_or("–", |state| state.word()).to_owned();
    all.into_iter()
        .filter(|one| one.turn != GapTurn::Same)
        .map(|one| Moved {
            criterion: one.criterion.to_string(),
            before: word(one.before),
            after: word(one.after),
            turn: turn(one.turn).to_owned(),
        })
        .collect()
}

fn turn(turn: GapTurn) -> &'static str {
    match turn {
        GapTurn::Better => "better",
        GapTurn::Worse => "worse",
        GapTurn::Same => "same",
        GapTurn::Applies => "applies otherwise",
        GapTurn::New => "new",
        GapTurn::Gone => "gone",
    }
}

impl Movement {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let desk = folder::open(common, app::Access::Read).await?;
        let reading = desk.read(&self.reads, screen).await?;
        let isms = &reading.snapshot.isms;
        let Some(id) = chosen(isms, self.later.as_deref())? else {
            return Err(
                Stop::not_found("there is no gap analysis").help("begin one: plumb gap start --title …")
            );
        };
        let Some((before, moves)) = moves(isms, id) else {
            return Err(Stop::not_found(format!("{id} is the first analysis: nothing to compare with"))
                .help(format!("a second one: plumb gap start --title … --follows {id}")));
        };
        let counted = |turn: GapTurn| moves.iter().filter(|one| one.turn == turn).count();
        let rows = moved(isms, id);
        if screen.is_json() {
            let shown: Vec<Value> = rows
                .iter()
                .map(|one| {
                    json!({ "criterion": one.criterion, "title": title(&one.criterion.as_str().into()), "before": one.before, "after": one.after, "turn": one.turn })
                })
                .collect();
            screen.json(
                &GAP_MOVEMENT,
                json!({
                    "before": before.to_string(), "after": id.to_string(),
                    "counts": { "better": counted(GapTurn::Better), "worse": counted(GapTurn::Worse), "same": counted(GapTurn::Same) },
                    "rows": shown,
                }),
            );
            return Ok(());
        }
        let shown = rows
            .iter()
            .map(|one| {
                let name = title(&one.criterion.as_str().into());
                vec![one.criterion.clone(), name, one.before.clone(), one.after.clone(), one.turn.clone()]
            })
            .collect();
        table(screen, &["item", "requirement", "before", "now", "went"], shown);
        screen.line(format!(
            "{before} to {id}: {} better, {} worse, {} as before",
            counted(GapTurn::Better),
            counted(GapTurn::Worse),
            counted(GapTurn::Same)
        ));
        Ok(())
    }
}
