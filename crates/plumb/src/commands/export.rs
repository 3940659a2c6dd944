//! `plumb export`: the statement of applicability, a register or a report, as a file.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use clap::Args;
use diagnostics::Diagnostic;
use model::records::{GapAnalysis, ManagementReview};
use model::{Digest, RecordId, RecordKind, Ref};
use reports::content::LedgerHead;
use reports::formats::csv::Mark;
use reports::review_pack::Pack;
use reports::statement_of_applicability::Edition;
use reports::{Basis, formats};
use serde_json::{Value, json};
use standards::Standards;

use crate::args::{Common, Reads};
use crate::commands::{gap, review};
use crate::exit::{Exit, Stop};
use crate::fields;
use crate::folder::{self, Desk, Reading};
use crate::nearest::did_you_mean;
use crate::screen::Screen;
use crate::shapes::EXPORT;

/// How many characters are named that no font draws.
const UNDRAWN_SHOWN: usize = 12;
/// What can be exported beside kinds of records.
const WORDS: &[&str] =
    &["soa", "all", "plan", "risk-report", "treatment-plan", "gap", "audit-coverage", "review"];

/// Write the statement of applicability, a register or a report to a file.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb export soa --pdf --xlsx\nplumb export risk --csv --out registers/\nplumb export all --xlsx\nplumb export soa --approved --pdf --out soa-v2.pdf\nplumb export risk-report --pdf\nplumb export plan --pdf              two pages for the director\nplumb export gap --pdf --xlsx        the report of the newest gap analysis\nplumb export audit-coverage --xlsx\nplumb export review --pdf --md       the papers of the next management review, or MR-2",
    after_help = "The same commit gives the same bytes. Registers can be edited and taken in again with plumb import."
)]
pub struct Export {
    /// soa, a kind of record, all, plan, risk-report, treatment-plan, gap (or GAP-2), audit-coverage or review (or MR-2)
    what: String,
    /// As Excel workbook (the usual form of registers)
    #[arg(long)]
    xlsx: bool,
    /// As text with commas
    #[arg(long)]
    csv: bool,
    /// As PDF (soa, plan, risk-report, treatment-plan, gap, review)
    #[arg(long)]
    pdf: bool,
    /// As Markdown (review)
    #[arg(long)]
    md: bool,
    /// The file, or a folder for several; without it the working directory
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// Of the statement: the version in force, not the rows of today
    #[arg(long)]
    approved: bool,
    #[command(flatten)]
    reads: Reads,
}

/// What is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Soa,
    All,
    Register(RecordKind),
    Plan,
    RiskReport,
    TreatmentPlan,
    /// An analysis; without a number the newest.
    Gap(Option<Ref<GapAnalysis>>),
    AuditCoverage,
    /// The papers of a management review; without a number those of the next one planned.
    Review(Option<Ref<ManagementReview>>),
}

/// In which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Xlsx,
    Csv,
    Pdf,
    Md,
}

impl Form {
    fn end(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Pdf => "pdf",
            Self::Md => "md",
        }
    }
}

/// A file to be written.
struct Made {
    name: String,
    bytes: Vec<u8>,
}

impl Export {
    /// Writes files.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let what = what(&self.what)?;
        let forms = self.forms(what)?;
        let desk = folder::open(common, app::Access::Read).await?;
        let reading = desk.read(&self.reads, screen).await?;
        let edition = if self.approved { Edition::InForce } else { Edition::Now };
        if self.approved
            && reading.snapshot.isms.soa.one().is_none_or(|soa| soa.in_force(reading.day).is_none())
        {
            return Err(Stop::not_found("no version of the statement is approved")
                .help("leave out --approved for the rows of today"));
        }
        let what = analysis(what, &reading)?;
        let mut made = Vec::new();
        for form in forms {
            made.extend(make(&desk, &reading, what, form, edition, screen).await?);
        }
        let mut files: Vec<Value> = Vec::new();
        let several = made.len() > 1;
        for one in made {
            let path = self.path(&one.name, several)?;
            write_whole(&path, &one.bytes)?;
            let digest = Digest::of(&one.bytes);
            if !screen.is_json() {
                screen.line(format!(
                    "{}  {} bytes  sha256 {}",
                    path.display(),
                    one.bytes.len(),
                    digest.short()
                ));
            }
            files.push(json!({ "path": path.display().to_string(), "bytes": one.bytes.len(), "sha256": digest.to_string() }));
        }
        if screen.is_json() {
            screen.json(&EXPORT, json!({ "files": files }));
        } else {
            let commits = reading.snapshot.commits();
            screen.talk(format!("made from commit {} as of {}", commits.saturating_sub(1), reading.day));
        }
        Ok(())
    }

    /// Returns the forms asked for, or the usual one.
    fn forms(&self, what: What) -> Result<Vec<Form>, Stop> {
        let asked =
            [(self.xlsx, Form::Xlsx), (self.csv, Form::Csv), (self.pdf, Form::Pdf), (self.md, Form::Md)];
        let mut forms: Vec<Form> =
            asked.into_iter().filter(|(asked, _)| *asked).map(|(_, form)| form).collect();
        let possible: &[Form] = match what {
            What::Soa => &[Form::Xlsx, Form::Csv, Form::Pdf],
            What::Plan => &[Form::Pdf, Form::Xlsx, Form::Csv],
            What::All | What::Register(_) => &[Form::Xlsx, Form::Csv],
            What::RiskReport | What::TreatmentPlan => &[Form::Pdf],
            What::Gap(_) => &[Form::Pdf, Form::Xlsx],
            What::AuditCoverage => &[Form::Xlsx],
            What::Review(_) => &[Form::Pdf, Form::Md],
        };
        if let Some(wrong) = forms.iter().find(|form| !possible.contains(form)) {
            let names: Vec<String> = possible.iter().map(|form| format!("--{}", form.end())).collect();
            return Err(Stop::usage(format!("{} is not written as {}", self.what, wrong.end()))
                .help(format!("it is written as {}", names.join(" or "))));
        }
        if forms.is_empty() {
            forms.push(possible[0]);
        }
        Ok(forms)
    }

    /// Returns where a file goes.
    fn path(&self, name: &str, several: bool) -> Result<PathBuf, Stop> {
        let Some(out) = &self.out else { return Ok(PathBuf::from(name)) };
        let is_folder = out.is_dir() || out.to_string_lossy().ends_with('/') || several;
        if !is_folder {
            return Ok(out.clone());
        }
        std::fs::create_dir_all(out).map_err(|error| {
            Stop::new(Exit::Refused, format!("{} cannot be made: {error}", out.display()))
        })?;
        Ok(out.join(name))
    }
}

/// Finds the analysis that a report of gaps is about.
fn analysis(what: What, reading: &Reading) -> Result<What, Stop> {
    let What::Gap(asked) = what else { return Ok(what) };
    let word = asked.map(|id| id.to_string());
    match gap::chosen(&reading.snapshot.isms, word.as_deref())? {
        Some(id) => Ok(What::Gap(Some(id))),
        None => Err(Stop::not_found("no gap analysis yet")
            .help("begin one: plumb gap start --title \"First look\" --depth quick; the register: plumb export gap-analysis")),
    }
}

/// Returns what a word means.
fn what(word: &str) -> Result<What, Stop> {
    match word.to_lowercase().replace('_', "-").as_str() {
        "soa" => return Ok(What::Soa),
        "all" => return Ok(What::All),
        "plan" => return Ok(What::Plan),
        "risk-report" => return Ok(What::RiskReport),
        "treatment-plan" | "plan-report" => return Ok(What::TreatmentPlan),
        "gap" => return Ok(What::Gap(None)),
        "audit-coverage" | "coverage" => return Ok(What::AuditCoverage),
        "review" | "review-pack" => return Ok(What::Review(None)),
        _ => {}
    }
    if let Some(id) = RecordId::parse(word).filter(|id| id.kind == RecordKind::GapAnalysis) {
        return Ok(What::Gap(Some(Ref::of(id.key))));
    }
    if let Some(id) = RecordId::parse(word).filter(|id| id.kind == RecordKind::ManagementReview) {
        return Ok(What::Review(Some(Ref::of(id.key))));
    }
    match fields::kind(word) {
        Ok(RecordKind::Soa) => Ok(What::Soa),
        Ok(RecordKind::Plan) => Ok(What::Plan),
        Ok(kind) => Ok(What::Register(kind)),
        Err(stop) => match did_you_mean(word, WORDS.iter().copied()) {
            near if near.is_empty() => Err(stop),
            near => Err(Stop::usage(format!("there is no report \"{word}\"{near}"))),
        },
    }
}

/// Makes the files of one form.
async fn make(
    desk: &Desk,
    reading: &Reading,
    what: What,
    form: Form,
    edition: Edition,
    screen: &mut Screen,
) -> Result<Vec<Made>, Stop> {
    let isms = std::sync::Arc::clone(&reading.snapshot.isms);
    let as_of = reading.day;
    let head = reading.snapshot.head;
    let digest = head.map(|head| operations::hex(&head.leaf.0)).unwrap_or_default();
    let organisation = desk.books.log().org.to_string();
    let ledger = LedgerHead { organisation, seq: head.map_or(0, |head| head.seq), digest };
    let name = slug(&desk.books.name());
    let said = match (what, form) {
        (What::Plan, Form::Pdf) => {
            desk.books.check_on(&reading.snapshot, as_of).diagnostics().cloned().collect()
        }
        _ => Vec::new(),
    };
    let pack = if let What::Review(id) = what {
        Some(review::gathered(desk, reading, id.map(|id| id.to_string()).as_deref()).await?)
    } else {
        None
    };
    let logos = desk.books.logos().await;
    // Layout of a long document takes a second or more.
    let made = tokio::task::spawn_blocking(move || {
        let basis = Basis {
            isms: &isms,
            standards: Standards::iso27001(),
            as_of,
            ledger: &ledger,
            logos: logos.lent(),
        };
        let undrawn = RefCell::new(String::new());
        let lend = |missing: &str| {
            let (files, left) = web::fonts::found(missing);
            undrawn.replace(left);
            files
        };
        let made = match &pack {
            Some(pack) => papers(&basis, pack, form, &lend),
            None => files(&basis, what, form, edition, &said, &lend),
        };
        (made, undrawn.into_inner())
    });
    let (made, undrawn) = made.await.expect("a report does not panic; where it does, the hook has spoken");
    if !undrawn.is_empty() {
        screen.talk(format!(
            "no font here draws {}: printed as □; install one that does, such as those of Noto",
            undrawn.chars().take(UNDRAWN_SHOWN).collect::<String>()
        ));
    }
    let mut made = made.map_err(|words| Stop::new(Exit::Refused, words))?;
    for one in &mut made {
        // An import knows a register in text form by the name of its file.
        let prefix = if form == Form::Csv { String::new() } else { format!("{name}-") };
        one.name = format!("{prefix}{}.{}", one.name, form.end());
    }
    Ok(made)
}

/// Returns the files, each by its short name.
fn files(
    basis: &Basis,
    what: What,
    form: Form,
    edition: Edition,
    said: &[Diagnostic],
    lend: &formats::pdf::Lend,
) -> Result<Vec<Made>, String> {
    let one = |name: &str, bytes: Vec<u8>| Ok(vec![Made { name: name.to_owned(), bytes }]);
    let excel =
        |made: Result<Vec<u8>, formats::excel::ExcelFailure>| made.map_err(|failure| failure.to_string());
    let pdf = |made: Result<Vec<u8>, formats::pdf::PdfFailure>| made.map_err(|failure| failure.to_string());
    let plural = |kind: RecordKind| kind.kind().plural.replace(' ', "-");
    match (what, form) {
        (What::Soa, Form::Pdf) => one("soa", pdf(reports::soa_pdf(basis, edition, lend))?),
        (What::Soa, Form::Xlsx) => one("soa", excel(reports::soa_xlsx(basis))?),
        (What::Soa, Form::Csv | Form::Md) => {
            one("controls", reports::register_csv(basis, RecordKind::Control, Mark::Bom))
        }
        (What::Plan, Form::Pdf) => one("plan", pdf(reports::director_plan_pdf(basis, said, lend))?),
        (What::Plan, form) => files(basis, What::Register(RecordKind::Plan), form, edition, said, lend),
        (What::RiskReport, _) => one("risk-report", pdf(reports::risk_report_pdf(basis, lend))?),
        (What::TreatmentPlan, _) => one("treatment-plan", pdf(reports::treatment_plan_pdf(basis, lend))?),
        (What::Review(_), _) => Err("the papers of a review are made from what was gathered".to_owned()),
        (What::AuditCoverage, _) => one("audit-coverage", excel(reports::audit_coverage_xlsx(basis))?),
        (What::Gap(id), form) => {
            let id = id.expect("the analysis was found before");
            let moved = gap::moved(basis.isms, id);
            let made = match form {
                Form::Pdf => pdf_of(reports::gap_report_pdf(basis, id, &moved, lend))?,
                Form::Xlsx | Form::Csv | Form::Md => excel_of(reports::gap_report_xlsx(basis, id, &moved))?,
            };
            one(&format!("gap-{}", id.to_string().to_lowercase().trim_start_matches("gap-")), made)
        }
        (What::Register(kind), Form::Csv) => {
            one(&plural(kind), reports::register_csv(basis, kind, Mark::Bom))
        }
        (What::Register(kind), _) => one(&plural(kind), excel(reports::register_xlsx(basis, kind))?),
        (What::All, Form::Csv) => Ok(RecordKind::ALL
            .iter()
            .filter(|kind| **kind != RecordKind::Comment && basis.isms.count(**kind) > 0)
            .map(|kind| Made { name: plural(*kind), bytes: reports::register_csv(basis, *kind, Mark::Bom) })
            .collect()),
        (What::All, _) => one("registers", excel(reports::registers_xlsx(basis))?),
    }
}

/// Returns the papers of a review.
fn papers(basis: &Basis, pack: &Pack, form: Form, lend: &formats::pdf::Lend) -> Result<Vec<Made>, String> {
    let bytes = match form {
        Form::Md => reports::review_pack_md(basis, pack),
        Form::Pdf | Form::Xlsx | Form::Csv => {
            reports::review_pack_pdf(basis, pack, lend).map_err(|failure| failure.to_string())?
        }
    };
    let number = pack.review.map(|id| id.to_string().to_lowercase()).unwrap_or_else(|| "next".to_owned());
    Ok(vec![Made { name: format!("review-{number}"), bytes }])
}

/// Returns a document that may be about nothing.
fn pdf_of(made: Result<Option<Vec<u8>>, formats::pdf::PdfFailure>) -> Result<Vec<u8>, String> {
    made.map_err(|failure| failure.to_string())?.ok_or_else(|| "the analysis is not there".to_owned())
}

/// Returns a workbook that may be about nothing.
fn excel_of(made: Result<Option<Vec<u8>>, formats::excel::ExcelFailure>) -> Result<Vec<u8>, String> {
    made.map_err(|failure| failure.to_string())?.ok_or_else(|| "the analysis is not there".to_owned())
}

/// Writes a file whole or not at all; never over what is no plain file, and never into a data folder.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    let refuse = |why: &str| Stop::new(Exit::Refused, format!("{} {why}", path.display()));
    if path.symlink_metadata().is_ok_and(|there| !there.is_file()) {
        return Err(refuse("is no plain file; choose another name"));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let real = folder.canonicalize().map_err(|error| refuse(&format!("cannot be written: {error}")))?;
    if real.ancestors().any(|folder| folder.join("ledger.db").exists() || folder.join("anchor").is_dir()) {
        return Err(refuse("lies in a data folder; choose another place"));
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let part = real.join(format!(".{name}.{}.part", std::process::id()));
    let written = std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, path));
    written.map_err(|error| {
        let _ = std::fs::remove_file(&part);
        Stop::new(Exit::Refused, format!("{} cannot be written: {error}", path.display()))
    })
}

/// Returns a name as part of a file name.
fn slug(name: &str) -> String {
    let even: String =
        name.to_lowercase().chars().map(|sign| if sign.is_alphanumeric() { sign } else { ' ' }).collect();
    let slug: Vec<&str> = even.split_whitespace().collect();
    if slug.is_empty() { "plumb".to_owned() } else { slug.join("-").chars().take(40).collect() }
}
