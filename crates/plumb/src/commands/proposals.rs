//! `plumb proposals`: what was suggested and nobody has taken yet.

use app::Filter;
use clap::{Args, Subcommand};
use model::records::AssetKind;
use model::{Isms, RecordId, RecordKind};
use operations::{RefuseProposal, TakeProposal};
use serde_json::{Value, json};

use crate::args::{Common, Reads, Writes};
use crate::exit::{Exit, Stop};
use crate::fields;
use crate::folder::{self, Desk};
use crate::screen::{Screen, count};
use crate::shapes::PROPOSALS;
use crate::table::table;
use crate::write;

/// Proposals: they count as nothing until somebody takes them.
#[derive(Debug, Args)]
#[command(before_help = "plumb proposals\nplumb take R-1..R-9 SCO\nplumb refuse --kind document")]
pub struct Proposals {
    #[command(subcommand)]
    verb: Option<Verb>,
}

/// What is done with proposals.
#[derive(Debug, Subcommand)]
enum Verb {
    /// List them
    #[command(before_help = "plumb proposals ls")]
    Ls(Reads),
    /// Take some: they count from today
    #[command(before_help = "plumb proposals take R-3 R-4")]
    Take(Chosen),
    /// Refuse some: they are gone
    #[command(before_help = "plumb proposals refuse R-5")]
    Refuse(Chosen),
}

/// Some proposals.
#[derive(Debug, Args)]
pub struct Chosen {
    /// The proposed records; R-3..R-9 stands for those between
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// All of a kind
    #[arg(long, value_name = "KIND")]
    kind: Vec<String>,
    /// All that wait
    #[arg(long, conflicts_with_all = ["ids", "kind"])]
    all: bool,
    #[command(flatten)]
    writes: Writes,
}

impl Chosen {
    /// Takes them.
    pub async fn take(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let make = |desk: &Desk| Ok(TakeProposal { ids: self.found(desk)? });
        write::perform(common, screen, &self.writes, make).await
    }

    /// Refuses them.
    pub async fn refuse(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let make = |desk: &Desk| Ok(RefuseProposal { ids: self.found(desk)? });
        write::perform(common, screen, &self.writes, make).await
    }

    /// Returns the records that were chosen.
    fn found(&self, desk: &Desk) -> Result<Vec<RecordId>, Stop> {
        let isms = &desk.books.now().isms;
        let found = self.named(isms)?;
        for id in &found {
            if let Some(stop) = unanswered(isms, *id) {
                return Err(stop);
            }
            if let Some(words) = decided(desk, isms, *id) {
                return Err(Stop::new(Exit::Refused, words).help("what waits: plumb proposals"));
            }
        }
        if !found.is_empty() {
            return Ok(found);
        }
        let of = match self.kind.as_slice() {
            [] => String::new(),
            kinds => format!(" of {}", kinds.join(", ")),
        };
        let words = match waiting(isms).count() {
            0 => "no proposal waits: each was taken or refused already".to_owned(),
            waiting => format!("no proposal{of} waits; {waiting} of other kinds or numbers do"),
        };
        Err(Stop::new(Exit::Refused, words).help("what waits: plumb proposals"))
    }

    /// Returns the records that were named.
    fn named(&self, isms: &Isms) -> Result<Vec<RecordId>, Stop> {
        if self.all {
            return Ok(waiting(isms).collect());
        }
        let mut found = Vec::new();
        for word in self.ids.iter().flat_map(|word| word.split(',')).filter(|word| !word.is_empty()) {
            match word.split_once("..") {
                None => found.push(fields::id(word)?),
                Some((first, last)) => {
                    let (first, last) = (fields::id(first)?, fields::id(last)?);
                    if first.kind != last.kind || last < first {
                        let problem = format!("\"{word}\" is no range; expected one such as R-3..R-9");
                        return Err(Stop::usage(problem));
                    }
                    found.extend(
                        isms.proposed(first.kind).into_iter().filter(|id| (first..=last).contains(id)),
                    );
                }
            }
        }
        for word in &self.kind {
            found.extend(isms.proposed(fields::kind(word)?));
        }
        if self.ids.is_empty() && self.kind.is_empty() {
            return Err(
                Stop::usage("say which: ids, --kind KIND or --all").help("what waits: plumb proposals")
            );
        }
        Ok(found)
    }
}

impl Proposals {
    /// Runs the verb.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match self.verb {
            None => list(&Reads::default(), common, screen).await,
            Some(Verb::Ls(reads)) => list(&reads, common, screen).await,
            Some(Verb::Take(some)) => some.take(common, screen).await,
            Some(Verb::Refuse(some)) => some.refuse(common, screen).await,
        }
    }
}

/// Says which of the five questions would have to be answered, where there is one record of a kind and nothing was drafted
/// for it because they were skipped.
fn unanswered(isms: &Isms, id: RecordId) -> Option<Stop> {
    let drafted = [RecordKind::Scope, RecordKind::Context, RecordKind::Method];
    let record = isms.find(id).filter(|_| drafted.contains(&id.kind))?;
    let fields = record.fields();
    let is_blank =
        fields.iter().all(|field| field.text.is_empty() || ["title", "version"].contains(&field.name));
    if !is_blank || record.about().proposed.is_some() {
        return None;
    }
    let open = open_questions(isms);
    let stop = |words: String| Stop::new(Exit::Refused, words);
    let (Some((first, value)), words) = (open.first(), open.iter().map(|(name, _)| format!("--{name}")))
    else {
        let words = format!("no proposal for {id} waits, and nothing is written in it yet");
        return Some(
            stop(words).help(format!("write it: plumb set {id} FIELD=VALUE   which fields: plumb show {id}")),
        );
    };
    let words: Vec<String> = words.collect();
    let words = format!(
        "no proposal for {id} waits: proposals come with answers, and not answered yet are {}",
        words.join(", ")
    );
    Some(
        stop(words)
            .help(format!("answer some: plumb answer --{first} {value}"))
            .help("or be asked all of them: plumb answer"),
    )
}

/// Returns the questions that nobody answered, as options of `plumb answer` with what they take.
fn open_questions(isms: &Isms) -> Vec<(&'static str, &'static str)> {
    let organisation = isms.organisation.one();
    let has_system = isms.assets.iter().any(|(_, asset)| asset.kind == Some(AssetKind::System));
    let all = [
        ("sells", "TEXT", organisation.is_some_and(|one| !one.sells.is_empty())),
        ("people", "NUMBER", organisation.is_some_and(|one| one.people_count.is_some())),
        ("site", "NAME", !isms.sites.is_empty()),
        ("remote", "some", organisation.is_some_and(|one| one.remote.is_some())),
        ("runs-on", "NAME", has_system),
        ("writes-software", "yes", organisation.is_some_and(|one| one.writes_software.is_some())),
        ("supplier", "NAME", !isms.suppliers.is_empty()),
        ("asked-by", "NAME", !isms.parties.is_empty()),
        ("law", "NAME", !isms.obligations.is_empty()),
        ("target", "DATE", isms.plan.one().is_some_and(|plan| plan.wanted_on.is_some())),
    ];
    all.into_iter().filter(|(.., is_answered)| !is_answered).map(|(name, value, _)| (name, value)).collect()
}

/// Says who decided about a proposal already, and when; nothing while it waits, or where no such record ever was.
fn decided(desk: &Desk, isms: &Isms, id: RecordId) -> Option<String> {
    let found = isms.find(id);
    if found.is_some_and(|record| record.about().proposed.is_some()) {
        return None;
    }
    let filter = Filter { record: Some(id), at_most: usize::MAX, ..Filter::default() };
    let commits = desk.books.commits(&filter);
    let told = |intent: &str| {
        let commit = commits.iter().find(|commit| *commit.intent == *intent)?;
        let who = desk.books.who(commit.stamp.by);
        Some(format!("by {who} on {} (commit {})", commit.stamp.on, commit.seq))
    };
    match found {
        Some(_) => Some(match told("proposal.take") {
            Some(told) => format!("{id} was taken already {told}"),
            None => format!("{id} is no proposal: it counts already"),
        }),
        None => told("proposal.refuse").map(|told| format!("{id} was refused already {told}")),
    }
}

/// Returns what is only proposed, by kind and id.
fn waiting(isms: &Isms) -> impl Iterator<Item = RecordId> {
    RecordKind::ALL.iter().flat_map(|kind| isms.proposed(*kind))
}

/// Lists what waits.
async fn list(reads: &Reads, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
    let desk = folder::open(common, app::Access::Read).await?;
    let reading = desk.read(reads, screen).await?;
    let isms = &reading.snapshot.isms;
    let proposed = waiting(isms).filter_map(|id| {
        let record = isms.find(id)?;
        let origin = record.about().proposed.as_ref()?.origin.to_string();
        Some((id, record.title().to_owned(), origin))
    });
    let proposed: Vec<_> = proposed.collect();
    if screen.is_json() {
        let records: Vec<Value> = proposed
            .iter()
            .map(|(id, title, origin)| {
                json!({ "id": id.to_string(), "kind": id.kind.kind().slug(), "title": title, "origin": origin })
            })
            .collect();
        screen.json(&PROPOSALS, json!({ "records": records }));
        return Ok(());
    }
    let number = proposed.len();
    let rows = proposed
        .into_iter()
        .map(|(id, title, origin)| vec![id.to_string(), id.kind.kind().singular.to_owned(), title, origin])
        .collect();
    table(screen, &["id", "kind", "title", "proposed by"], rows);
    screen.talk(format!("{} to be taken or refused", count(number, "proposal", "proposals")));
    if number > 0 {
        screen.talk("plumb take ID, plumb refuse ID, or change one with plumb set: that takes it");
    }
    Ok(())
}
