//! `plumb import`: a register, a statement of applicability or another tool's export.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use app::{NewFile, Via};
use clap::Args;
use importers::headings::Kind;
use importers::plan::{Becomes, Counts, Options, Outcome, Plan, PlannedRow, plan};
use serde_json::{Value, json};

use crate::args::{Common, Writes};
use crate::commands::evidence::read_file;
use crate::exit::{Exit, Stop};
use crate::folder::{self, Desk};
use crate::nearest::did_you_mean;
use crate::screen::{Screen, clip, count};
use crate::shapes::IMPORT;

/// How many refused rows are shown; all of them lie in the file.
const REFUSED_SHOWN: usize = 5;
/// How many rows of a dry run are shown.
const ROWS_SHOWN: usize = 12;

/// Take in a register, a statement of applicability or another tool's export.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb import risks.xlsx --dry-run\nplumb import risks.xlsx --kind risk --map columns.toml\nplumb import register.md\nplumb import export.bak                 a domain export of CISO Assistant",
    after_help = "One import is one commit, and one undo. The same file twice changes nothing. Rows that are refused come back\n\
                  in a file beside it (NAME.refused.csv): mend them there and import that file."
)]
pub struct Import {
    /// The file: .xlsx, .csv, .md or .bak
    file: PathBuf,
    /// What its tables list, where the headings do not tell: risk, asset, supplier, control, soa, …
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// What its columns and words mean, where they are not recognised (TOML)
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Show each row, also those that stay the same
    #[arg(long)]
    rows: bool,
    #[command(flatten)]
    writes: Writes,
}

/// How many files of refused rows may lie beside each other.
const REFUSED_FILES_MAX: u32 = 99;

impl Import {
    /// Takes it in.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let file = read_file(&self.file)?;
        let desk = folder::open(common, self.writes.access()).await?;
        let options = self.options(&desk)?;
        let isms = desk.books.now().isms;
        let planned = plan(&isms, &file.name, &file.bytes, &options)
            .map_err(|problem| Stop::new(Exit::Refused, format!("{}: {problem}", file.name)))?;
        let refused_file = self.write_refused(&planned)?;
        let commit = if self.writes.dry_run || planned.is_empty() {
            None
        } else {
            self.commit(&desk, &planned, &file, screen).await?
        };
        let counts = planned.counts();
        if screen.is_json() {
            let refused = refused_file.as_ref().map(|path| path.display().to_string());
            screen.json(&IMPORT, as_json(&file.name, self.writes.dry_run, commit, &planned, refused));
        } else {
            self.tell(&planned, refused_file.as_deref(), screen);
            screen.line(match commit {
                _ if self.writes.dry_run => "nothing written (dry run)".to_owned(),
                None => "nothing to change".to_owned(),
                Some(seq) => format!("commit {seq}   take it back: plumb undo {seq}   next: plumb check"),
            });
        }
        let taken = counts.new + counts.changed + counts.same;
        if counts.refused > 0 && taken == 0 { Err(Stop::quiet(Exit::Refused)) } else { Ok(()) }
    }

    /// Returns what the import is told beside the file.
    fn options(&self, desk: &Desk) -> Result<Options, Stop> {
        let organisation = desk.books.log().org.to_string();
        let mut options = Options { organisation, ..Options::on(desk.books.today()) };
        if let Some(word) = &self.kind {
            options.kind = Some(kind(word)?);
        }
        if let Some(path) = &self.map {
            let map = read_file(path)?;
            let read = importers::map::read(&map.bytes);
            options.map =
                Some(read.map_err(|problem| Stop::new(Exit::Refused, format!("{}: {problem}", map.name)))?);
        }
        Ok(options)
    }

    /// Keeps the files inside, then commits all rows at once.
    async fn commit(
        &self,
        desk: &Desk,
        planned: &Plan,
        file: &NewFile,
        screen: &Screen,
    ) -> Result<Option<u64>, Stop> {
        let mut visit = desk.visit(&self.writes, Via::Import, screen)?;
        if visit.because.is_empty() {
            visit.because = model::Prose::new(&format!("import of {}", file.name));
        }
        let done = desk.books.import(&visit, &file.bytes, planned).await?;
        for (_, words) in done.refused.iter().take(REFUSED_SHOWN) {
            screen.talk(format!("left out: {words}"));
        }
        if done.done.seq.is_none() && !done.refused.is_empty() {
            let all = count(done.refused.len(), "change", "changes");
            return Err(Stop::new(Exit::NotAllowed, format!("nothing was written: {all} left out")));
        }
        Ok(done.done.seq)
    }

    /// Writes the refused rows beside the file, where there are some.
    fn write_refused(&self, planned: &Plan) -> Result<Option<PathBuf>, Stop> {
        if planned.refused.is_empty() {
            return Ok(None);
        }
        let stem = self.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let stem = stem.trim_end_matches(".refused").to_owned();
        // A file that is there may be the copy that somebody mends right now: it is never written over.
        for turn in 1..=REFUSED_FILES_MAX {
            let again = if turn == 1 { String::new() } else { format!(".{turn}") };
            let path = PathBuf::from(format!("{stem}.refused{again}.csv"));
            if write_new(&path, &planned.refused.to_csv())? {
                return Ok(Some(path));
            }
        }
        Err(Stop::new(Exit::Refused, format!("{REFUSED_FILES_MAX} files of refused rows are here already"))
            .help(format!("take the old ones away: {stem}.refused.csv and those beside it")))
    }

    /// Says what becomes of the rows.
    fn tell(&self, planned: &Plan, refused_file: Option<&Path>, screen: &mut Screen) {
        screen.line(format!("{}: {}", self.file.display(), planned.file));
        for section in &planned.sections {
            let Counts { new, changed, same, refused, not_taken } = section.counts;
            let rows = new + changed + same + refused + not_taken;
            let parts = [
                (new, "new"),
                (changed, "changed"),
                (same, "same"),
                (refused, "refused"),
                (not_taken, "not taken"),
            ];
            let parts: Vec<String> = parts
                .iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, word)| format!("{count} {word}"))
                .collect();
            let name = if section.sheet.is_empty() {
                section.kind.to_owned()
            } else {
                format!("{} ({})", section.sheet, section.kind)
            };
            screen.line(format!("  {name}: {}  → {}", count(rows, "row", "rows"), parts.join("  ")));
        }
        for left in &planned.not_taken {
            screen.line(format!("  not taken yet: {} {} ({})", left.count, left.what, left.why));
        }
        if let Some(method) = &planned.method {
            let becomes = match method.becomes {
                Becomes::Draft => "becomes a draft of the risk method; approve it: plumb approve method",
                Becomes::Same => "is the method that is here",
                Becomes::Left => "is left, as another method is here",
            };
            screen.line(format!("  method \"{}\" from {} {becomes}", method.title, method.from));
        }
        for note in &planned.notes {
            screen.line(format!("  note: {note}"));
        }
        if self.rows || self.writes.dry_run {
            self.tell_rows(planned, screen);
        }
        let refused: Vec<&PlannedRow> =
            planned.rows.iter().filter(|row| matches!(row.outcome, Outcome::Refused { .. })).collect();
        for row in refused.iter().take(REFUSED_SHOWN) {
            screen.line(format!("refused: {}", shown(row)));
        }
        if let Some(path) = refused_file {
            screen.line(format!(
                "{} in all, to be mended and imported: {}",
                count(refused.len(), "refused row", "refused rows"),
                path.display()
            ));
        }
    }

    /// Shows rows that change something; all of them where asked for.
    fn tell_rows(&self, planned: &Plan, screen: &mut Screen) {
        let counts = |row: &&PlannedRow| match row.outcome {
            Outcome::New(_) | Outcome::Changed(..) => true,
            Outcome::Same(_) | Outcome::NotTaken { .. } => self.rows,
            Outcome::Refused { .. } => false,
        };
        let most = if self.rows { usize::MAX } else { ROWS_SHOWN };
        let rows: Vec<&PlannedRow> = planned.rows.iter().filter(counts).collect();
        for row in rows.iter().take(most) {
            screen.line(format!("    {}", shown(row)));
        }
        if rows.len() > most {
            screen.line(format!(
                "    … and {}: plumb import … --dry-run --rows",
                count(rows.len() - most, "more row", "more rows")
            ));
        }
    }
}

/// Returns a row and what becomes of it, in a line.
fn shown(row: &PlannedRow) -> String {
    let place = if row.sheet.is_empty() {
        format!("row {}", row.row)
    } else {
        format!("{} row {}", clip(&row.sheet, 30), row.row)
    };
    let title = clip(&row.title, 60);
    match &row.outcome {
        Outcome::New(id) => format!("{place}: new {id} {title}"),
        Outcome::Changed(id, fields) => {
            let fields: Vec<String> = fields
                .iter()
                .take(3)
                .map(|field| {
                    let (before, after) = (clip(&field.before, 20), clip(&field.after, 30));
                    format!("{} {before} → {after}", field.label.to_lowercase())
                })
                .collect();
            format!("{place}: changed {id} {title}: {}", fields.join("; "))
        }
        Outcome::Same(id) => format!("{place}: same {id} {title}"),
        Outcome::Refused { column, reason, expected } => {
            let column = if column.is_empty() { String::new() } else { format!(" column {column}") };
            let expected = if expected.is_empty() { String::new() } else { format!("; expected {expected}") };
            format!("{place}{column}: {}{}", clip(reason, 160), clip(&expected, 200))
        }
        Outcome::NotTaken { reason } => format!("{place}: not taken {title}: {reason}"),
    }
}

/// Returns the kind of table that a word names.
fn kind(word: &str) -> Result<Kind, Stop> {
    let even = word.to_lowercase();
    let known = Kind::named(&even).or_else(|| Kind::named(even.trim_end_matches('s')));
    known.ok_or_else(|| {
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        let near = did_you_mean(word, names.iter().copied());
        Stop::usage(format!("a table of \"{word}\" is not read{near}"))
            .help(format!("there are: {}", names.join(", ")))
    })
}

/// Writes a file.
/// Writes a new file; says whether there was none by this name, or one that holds the same.
fn write_new(path: &Path, bytes: &[u8]) -> Result<bool, Stop> {
    let stop = |error: std::io::Error| {
        Stop::new(Exit::Unreachable, format!("{} cannot be written: {error}", path.display()))
    };
    match std::fs::File::create_new(path) {
        Ok(mut file) => file.write_all(bytes).map(|()| true).map_err(stop),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let is_file = path.symlink_metadata().is_ok_and(|there| there.is_file());
            Ok(is_file && std::fs::read(path).is_ok_and(|there| there == bytes))
        }
        Err(error) => Err(stop(error)),
    }
}

fn as_json(
    file: &str,
    dry_run: bool,
    commit: Option<u64>,
    planned: &Plan,
    refused_file: Option<String>,
) -> Value {
    let Counts { new, changed, same, refused, not_taken } = planned.counts();
    let rows: Vec<Value> = planned
        .rows
        .iter()
        .map(|row| {
            let (outcome, record, reason) = match &row.outcome {
                Outcome::New(id) => ("new", Some(id), None),
                Outcome::Changed(id, _) => ("changed", Some(id), None),
                Outcome::Same(id) => ("same", Some(id), None),
                Outcome::Refused { .. } => ("refused", None, Some(shown(row))),
                Outcome::NotTaken { reason } => ("not taken", None, Some(reason.clone())),
            };
            json!({
                "sheet": row.sheet, "row": row.row, "outcome": outcome,
                "record": record.map(ToString::to_string), "reason": reason,
            })
        })
        .collect();
    json!({
        "file": file, "dry_run": dry_run, "commit": commit,
        "counts": { "new": new, "changed": changed, "same": same, "refused": refused, "not_taken": not_taken },
        "rows": rows, "refused_file": refused_file,
    })
}
