//! `plumb soa`: the statement of applicability.

mod compare;
mod diff;

use app::Via;
use clap::{Args, Subcommand};
use model::records::Control;
use model::{Isms, Prose, RecordKind, Ref, Value as _, Words as _};
use operations::{AnyOperation, EditRecord, StateControl, Typed};
use serde_json::{Value, json};

use crate::args::{Common, Day, Reads, Writes};
use crate::commands::approve::Approve;
use crate::commands::show::{named_text, reference};
use crate::exit::Stop;
use crate::fields;
use crate::folder;
use crate::screen::{Screen, clip};
use crate::shapes::SOA;
use crate::table::table;
use crate::write;
use compare::Compare;
use diff::Diff;

/// The statement of applicability: list, decide, compare, approve.
#[derive(Debug, Args)]
pub struct Soa {
    #[command(subcommand)]
    verb: Option<Verb>,
}

/// What is done with the statement.
#[derive(Debug, Subcommand)]
enum Verb {
    /// List its rows
    #[command(before_help = "plumb soa ls\nplumb soa ls --undecided\nplumb soa ls A.8")]
    Ls(List),
    /// Decide rows: whether they apply, why, and how far they are
    #[command(
        before_help = "plumb soa set A.8.13 --applicable yes --reason R-12,R-19 --state implemented\nplumb soa set A.7.4 --applicable no --justification \"no own premises\"\nplumb soa set A.5.1 A.5.2 --applicable yes --reason \"baseline: customer asks for all of theme 5\""
    )]
    Set(Set),
    /// Compare two approved versions, or one with the rows as they stand
    #[command(
        before_help = "plumb soa diff             the version in force against now\nplumb soa diff v3 v5"
    )]
    Diff(Diff),
    /// Hold the controls that risks and obligations need against Annex A
    #[command(before_help = "plumb soa compare\nplumb soa compare --all")]
    Compare(Compare),
    /// Approve it as it stands
    #[command(before_help = "plumb soa approve --as \"Mira Kral\"")]
    Approve(Approval),
}

/// Which rows are listed.
#[derive(Debug, Default, Args)]
struct List {
    /// Only rows whose number begins so: A.8, A.8.13
    begins: Option<String>,
    /// Only rows that nobody has decided
    #[arg(long)]
    undecided: bool,
    #[command(flatten)]
    reads: Reads,
}

/// A decision about rows.
#[derive(Debug, Args)]
struct Set {
    /// The controls
    #[arg(value_name = "CONTROL", required = true)]
    controls: Vec<String>,
    /// yes, no or undecided
    #[arg(long, visible_alias = "included", value_name = "WORD")]
    applicable: Option<String>,
    /// Why it applies: ids of risks, obligations and agreements with commas between, or "baseline: why"
    #[arg(long, visible_alias = "reasons", value_name = "REASONS")]
    reason: Vec<String>,
    /// Why, in words
    #[arg(long, value_name = "TEXT")]
    justification: Option<String>,
    /// When the decision is to be looked at again
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    review_on: Option<Day>,
    /// not started, planned, partial, implemented or retired
    #[arg(long, value_name = "WORD")]
    state: Option<String>,
    /// Who answers for it
    #[arg(long, value_name = "PERSON")]
    owner: Option<String>,
    #[command(flatten)]
    writes: Writes,
}

/// Who approves.
#[derive(Debug, Args)]
struct Approval {
    #[command(flatten)]
    writes: Writes,
}

impl Soa {
    /// Runs the verb; without one the rows are listed.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match self.verb {
            None => List::default().run(common, screen).await,
            Some(Verb::Ls(list)) => list.run(common, screen).await,
            Some(Verb::Set(set)) => set.run(common, screen).await,
            Some(Verb::Compare(compare)) => compare.run(common, screen).await,
            Some(Verb::Diff(diff)) => diff.run(common, screen).await,
            Some(Verb::Approve(approval)) => Approve::soa(approval.writes).run(common, screen).await,
        }
    }
}

impl List {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let desk = folder::open(common, app::Access::Read).await?;
        let reading = desk.read(&self.reads, screen).await?;
        let isms = &reading.snapshot.isms;
        let all: Vec<(Ref<Control>, &Control)> = isms
            .statements()
            .filter(|(id, control)| control.is_stated(*id))
            .map(|(id, entry)| (id, &**entry))
            .collect();
        let decided = all.iter().filter(|(_, control)| control.included.is_some()).count();
        let begins = self.begins.unwrap_or_default().to_uppercase();
        let fits = |id: &Ref<Control>| {
            let id = id.to_string();
            begins.is_empty() || id == begins || id.starts_with(&format!("{}.", begins.trim_end_matches('.')))
        };
        let rows: Vec<_> = all
            .iter()
            .filter(|(id, control)| fits(id) && !(self.undecided && control.included.is_some()))
            .collect();
        let today = reading.day;
        let version =
            operations::draft_version(isms, Ref::<model::records::Soa>::one().id(), today).unwrap_or(1);
        if screen.is_json() {
            let shown: Vec<Value> = rows.iter().map(|(id, control)| row_json(*id, control)).collect();
            screen.json(
                &SOA,
                json!({ "version": version, "decided": decided, "rows_count": all.len(), "rows": shown }),
            );
            return Ok(());
        }
        let shown = rows.iter().map(|(id, control)| row(isms, *id, control)).collect();
        table(screen, &["id", "control", "applies", "reasons", "state", "owner", "justification"], shown);
        let in_force = isms.soa.one().and_then(|soa| soa.in_force(today).map(|one| one.version));
        let approved =
            in_force.map_or("no version approved".to_owned(), |version| format!("v{version} approved"));
        screen.talk(format!("v{version} draft · {decided} of {} decided · {approved}", all.len()));
        Ok(())
    }
}

fn row(isms: &Isms, id: Ref<Control>, control: &Control) -> Vec<String> {
    let dash = |text: String| if text.is_empty() { "–".to_owned() } else { text };
    vec![
        id.to_string(),
        control.title.to_string(),
        control.included.map_or("undecided", |word| word.word()).to_owned(),
        dash(control.reasons.text().replace('\n', ", ")),
        control.state.word().to_owned(),
        dash(control.owner.as_ref().map(|owner| named_text(isms, &owner.text())).unwrap_or_default()),
        dash(clip(&control.justification, 120)),
    ]
}

fn row_json(id: Ref<Control>, control: &Control) -> Value {
    json!({
        "control": id.to_string(), "title": control.title.to_string(),
        "applicable": control.included.map(model::Words::word),
        "reasons": control.reasons.iter().map(model::Value::text).collect::<Vec<_>>(),
        "justification": control.justification.to_string(), "state": control.state.word(),
        "owner": control.owner.as_ref().map(model::Value::text),
    })
}

impl Set {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let controls =
            self.controls.iter().map(|word| reference::<Control>(word)).collect::<Result<Vec<_>, _>>()?;
        let desk = folder::open(common, self.writes.access()).await?;
        let isms = desk.books.now().isms;
        let today = desk.books.today();
        let edited = fields::even(&desk.books, RecordKind::Control, self.edited())?;
        let stated = self.stated(today);
        if edited.is_empty() && stated.is_empty() {
            return Err(Stop::usage("say what is decided")
                .help("plumb soa set A.8.13 --applicable yes --reason R-12"));
        }
        let mut operations: Vec<Box<dyn AnyOperation>> = Vec::new();
        for control in controls {
            let Some(mut state) = StateControl::of(&isms, control) else {
                return Err(Stop::not_found(format!("there is no {control}")));
            };
            for (field, text) in &stated {
                state
                    .write(field, text)
                    .map_err(|problem| Stop::usage(format!("{}: {problem}", shown(field))))?;
            }
            if !stated.is_empty() {
                operations.push(Box::new(StateControl { revision: None, ..state }));
            }
            if !edited.is_empty() {
                let typed = edited.clone();
                operations.push(Box::new(EditRecord {
                    id: control.id(),
                    revision: None,
                    typed,
                    because: Prose::default(),
                }));
            }
        }
        let visit = desk.visit(&self.writes, Via::Cli, screen)?;
        let written = write::run_all(&desk, &self.writes, &visit, "control.state", &operations).await?;
        write::show(screen, &self.writes, &visit, &desk, &written);
        Ok(())
    }

    /// Returns the cells that the decision writes.
    fn stated(&self, today: model::Date) -> Vec<(&'static str, String)> {
        let mut cells = Vec::new();
        if let Some(word) = &self.applicable {
            let undecided = word.eq_ignore_ascii_case("undecided");
            cells.push(("included", if undecided { String::new() } else { word.clone() }));
        }
        if !self.reason.is_empty() {
            let reasons: Vec<String> = self.reason.iter().flat_map(|text| reasons(text)).collect();
            cells.push(("reasons", reasons.join("\n")));
        }
        if let Some(text) = &self.justification {
            cells.push(("justification", text.clone()));
        }
        if let Some(day) = self.review_on {
            cells.push(("review_on", day.on(today).to_string()));
        }
        cells
    }

    /// Returns the fields that are edited like those of any record.
    fn edited(&self) -> Typed {
        let mut typed = Vec::new();
        typed.extend(self.state.clone().map(|state| ("state".to_owned(), state)));
        typed.extend(self.owner.clone().map(|owner| ("owner".to_owned(), owner)));
        typed
    }
}

/// Returns the name of a cell as the options call it.
fn shown(field: &str) -> &str {
    match field {
        "included" => "--applicable",
        "reasons" => "--reason",
        other => other,
    }
}

/// Splits reasons: `risk:R-14,R-22` and `R-14, OBL-2` are ids; `baseline: why` is one.
fn reasons(text: &str) -> Vec<String> {
    if text.trim_start().to_lowercase().starts_with("baseline") {
        return vec![text.trim().to_owned()];
    }
    let ids = |text: &str| {
        text.split([',', ';']).map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()).collect()
    };
    match text.split_once(':') {
        Some((word, rest))
            if ["risk", "law", "obligation", "contract", "agreement"].contains(&word.trim()) =>
        {
            ids(rest)
        }
        Some(_) | None => ids(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_ids_with_or_without_a_word_in_front() {
        assert_eq!(reasons("risk:R-14,R-22"), ["R-14", "R-22"]);
        assert_eq!(reasons("R-14; OBL-2"), ["R-14", "OBL-2"]);
        assert_eq!(reasons("baseline: theme 5, all"), ["baseline: theme 5, all"]);
    }
}
