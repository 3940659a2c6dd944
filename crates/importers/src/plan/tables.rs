//! Tables: which sheet lists what, and in which order they are taken.

use super::cells::Register;
use super::draft::number;
use super::index::{Numbers, source_of};
use super::planner::Planner;
use super::watch::Watched;
use super::{Options, Plan, assets, controls, method, others, own, risks, soa};
use crate::header::{self, Header};
use crate::headings::{Field, Kind};
use crate::map;
use crate::problem::Problem;
use crate::sheet::{Format, Sheet, Shown, Workbook};
use model::{Isms, RecordKind};

/// The order in which registers are taken, so that what others name comes first.
const ORDER: &[Kind] = &[
    Kind::Person,
    Kind::Supplier,
    Kind::Asset,
    Kind::Control,
    Kind::Risk,
    Kind::Soa,
    Kind::Action,
    Kind::Evidence,
];

/// Plans the import of tables.
///
/// # Errors
/// Where no table lists anything that is known, or the map does not fit the file.
pub(crate) fn plan(
    isms: &Isms,
    name: &str,
    book: &Workbook,
    options: &Options,
    watched: Watched<'_>,
) -> Result<Option<Plan>, Problem> {
    if let Some(problem) = options.map.iter().flat_map(|map| map.absent(&book.sheets)).next() {
        return Err(problem);
    }
    let mut planner = Planner::new(isms, options);
    planner.watched = watched;
    let mut ours = Vec::new();
    let mut registers = Vec::new();
    let mut left = Vec::new();
    for sheet in book.sheets.iter().filter(|sheet| !own::is_aside(sheet) && !sheet.rows.is_empty()) {
        let table = options.map.as_ref().and_then(|map| map.table(&sheet.name));
        if own::is_of_another(book, sheet, &options.organisation) {
            planner.notes.push(format!(
                "{}: exported from another organisation; its ids are the numbers of that file, not ours",
                sheet.name
            ));
        } else if let (None, None, Some(own)) = (table, options.kind, own::recognise(book, sheet, name)) {
            ours.push(own);
            continue;
        }
        match header_of(sheet, table, options.kind)? {
            Some(header) if sheet.shown == Shown::Yes => {
                registers.push(Register::new(sheet, header, table));
            }
            Some(_) | None => left.push(sheet),
        }
    }
    if ours.is_empty() && registers.is_empty() {
        return Err(Problem::file(
            "no table in the file lists anything that is known",
            "headings such as ID, Risk, Likelihood, Impact, Treatment, or Control, Applicable, Justification, Status; or a map that \
             names the columns",
        ));
    }
    let rows: usize = registers.iter().map(|register| register.rows().count()).sum();
    // Our own tables are read as a whole: how many rows they have is not told before.
    planner.watched.begin(ours.is_empty().then_some(rows));
    let found = match book.format {
        Format::Markdown => method::of_document(book),
        Format::Xlsx | Format::Csv => None,
    };
    let found = found.or_else(|| options.map.as_ref().and_then(method::of_map));
    let has_risks = registers.iter().any(|register| register.header.kind == Kind::Risk);
    if let Some(described) = found.filter(|_| has_risks) {
        left.retain(|sheet| sheet.name != described.from);
        planner.source = "method".to_owned();
        method::take(&mut planner, described);
    }
    take_ours(&mut planner, ours);
    // What stands in the file is known before anything in it points there.
    for register in registers.iter().filter(|register| register.header.kind != Kind::Soa) {
        let (kind, _) = sort(register.header.kind);
        register.rows().for_each(|cells| planner.index.stands(kind, cells.text(Field::Id)));
    }
    for kind in ORDER {
        for register in registers.iter().filter(|register| register.header.kind == *kind) {
            planner.index.numbers = numbers(book, register, &options.organisation);
            take(&mut planner, register);
        }
    }
    for sheet in left {
        let what = format!("sheet {}", sheet.name);
        planner.leave(what, sheet.rows.len(), "its headings list nothing that is known; a map can name them");
    }
    for problem in book.problems.list().iter().take(20) {
        planner.notes.push(problem.to_string());
    }
    Ok(planner.ended(match book.format {
        Format::Xlsx => "Excel",
        Format::Csv => "CSV",
        Format::Markdown => "Markdown",
    }))
}

/// Returns whose numbers stand in a table: ours only in a statement of applicability that we exported.
fn numbers(book: &Workbook, register: &Register<'_>, organisation: &str) -> Numbers {
    let ours = register.header.kind == Kind::Soa
        && register.table.is_none()
        && register.sheet.name == "Statement of applicability"
        && book.sheets.iter().any(own::is_aside)
        && !own::is_of_another(book, register.sheet, organisation);
    if ours { Numbers::Ours } else { Numbers::Theirs }
}

/// Finds the headings of a sheet: by the map, by the kind that is wanted, or by themselves.
fn header_of(
    sheet: &Sheet,
    table: Option<&map::Table>,
    kind: Option<Kind>,
) -> Result<Option<Header>, Problem> {
    match (table, kind) {
        (Some(table), _) if table.sheet.is_some() => table.header(sheet).map(Some),
        // A map for all sheets speaks of those in which its headings stand.
        (Some(table), _) => Ok(table.header(sheet).ok().or_else(|| header::find(sheet))),
        (None, Some(kind)) => Ok(header::find_as(sheet, kind, None)),
        (None, None) => Ok(header::find(sheet)),
    }
}

/// Takes our own registers, those first that others point at.
fn take_ours(planner: &mut Planner<'_>, mut ours: Vec<own::Own<'_>>) {
    ours.sort_by_key(own::Own::rank);
    for own in &ours {
        planner.reserve(own::ids(own));
    }
    for own in &ours {
        planner.source = format!("our own register of {}", own.kind.kind().plural);
        own::plan(planner, own);
    }
}

/// Returns what the rows of a sort of table become, and the name of such files among the sources of records.
fn sort(kind: Kind) -> (RecordKind, &'static str) {
    let record = match kind {
        Kind::Risk => RecordKind::Risk,
        Kind::Asset => RecordKind::Asset,
        Kind::Control => RecordKind::Control,
        Kind::Soa => return (RecordKind::Control, "statement of applicability"),
        Kind::Supplier => RecordKind::Supplier,
        Kind::Action => RecordKind::TreatmentAction,
        Kind::Evidence => RecordKind::Evidence,
        Kind::Person => RecordKind::Person,
    };
    (record, source_of(record).expect("rows of every table come from a file of that sort"))
}

fn take(planner: &mut Planner<'_>, register: &Register<'_>) {
    let (kind, source) = sort(register.header.kind);
    source.clone_into(&mut planner.source);
    // Numbers of people are those of a payroll, and those of a statement are no numbers of ours.
    if ![Kind::Soa, Kind::Person].contains(&register.header.kind) {
        let ids: Vec<_> = register.rows().filter_map(|cells| number(kind, cells.text(Field::Id))).collect();
        planner.reserve(ids);
    }
    match register.header.kind {
        Kind::Risk => risks::plan(planner, register),
        Kind::Asset => assets::plan(planner, register),
        Kind::Control => controls::plan(planner, register),
        Kind::Soa => soa::plan(planner, register),
        Kind::Supplier => assets::suppliers(planner, register),
        Kind::Action => others::actions(planner, register),
        Kind::Evidence => others::evidence(planner, register),
        Kind::Person => others::people(planner, register),
    }
}
