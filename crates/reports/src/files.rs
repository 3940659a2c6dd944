//! Reports as files: the bytes that the command line and the web hand out.

use model::records::GapAnalysis;
use model::{RecordKind, Ref};

use crate::basis::Basis;
#[cfg(feature = "pdf")]
use crate::formats::pdf::{Lend, PdfFailure};
use crate::formats::{csv, excel};
use crate::{audit_coverage, gap_report, register, statement_of_applicability};

/// Returns the Statement of Applicability as PDF. CPU-bound: it takes up to some seconds.
///
/// # Errors
/// If it is too long to print.
#[cfg(feature = "pdf")]
pub fn soa_pdf(
    basis: &Basis,
    edition: statement_of_applicability::Edition,
    lend: &Lend,
) -> Result<Vec<u8>, PdfFailure> {
    crate::formats::pdf::pdf(&statement_of_applicability::content(basis, edition), lend)
}

/// Returns the risk report as PDF. CPU-bound: it takes up to some seconds.
///
/// # Errors
/// If it is too long to print.
#[cfg(feature = "pdf")]
pub fn risk_report_pdf(basis: &Basis, lend: &Lend) -> Result<Vec<u8>, PdfFailure> {
    crate::formats::pdf::pdf(&crate::risk_report::content(basis), lend)
}

/// Returns the list of gaps as PDF, from what the rules said for the same day. CPU-bound: it takes up to some seconds.
///
/// # Errors
/// If it is too long to print.
#[cfg(feature = "pdf")]
pub fn gap_list_pdf(
    basis: &Basis,
    diagnostics: &[diagnostics::Diagnostic],
    lend: &Lend,
) -> Result<Vec<u8>, PdfFailure> {
    crate::formats::pdf::pdf(&crate::gap_list::content(basis, diagnostics), lend)
}

/// Returns the report of a gap analysis as PDF, with what moved since the one before. CPU-bound: it takes up to some seconds.
///
/// Nothing comes where the analysis is not there.
///
/// # Errors
/// If it is too long to print.
#[cfg(feature = "pdf")]
pub fn gap_report_pdf(
    basis: &Basis,
    id: Ref<GapAnalysis>,
    moved: &[gap_report::Moved],
    lend: &Lend,
) -> Result<Option<Vec<u8>>, PdfFailure> {
    gap_report::content(basis, id, moved).map(|content| crate::formats::pdf::pdf(&content, lend)).transpose()
}

/// Returns the report of a gap analysis as an Excel workbook; nothing where it is not there.
///
/// # Errors
/// If it is larger than Excel allows.
pub fn gap_report_xlsx(
    basis: &Basis,
    id: Ref<GapAnalysis>,
    moved: &[gap_report::Moved],
) -> Result<Option<Vec<u8>>, excel::ExcelFailure> {
    gap_report::workbook(basis, id, moved).map(|workbook| excel::excel(&workbook)).transpose()
}

/// Returns the coverage matrix of the internal audits as an Excel workbook.
///
/// # Errors
/// If it is larger than Excel allows.
pub fn audit_coverage_xlsx(basis: &Basis) -> Result<Vec<u8>, excel::ExcelFailure> {
    excel::excel(&audit_coverage::workbook(basis, audit_coverage::Whose::Internal))
}

/// Returns the plan for a director as PDF of exactly two pages, from what the rules said for the same day. CPU-bound.
///
/// # Errors
/// If it cannot be laid out.
#[cfg(feature = "pdf")]
pub fn director_plan_pdf<'a>(
    basis: &Basis,
    diagnostics: impl IntoIterator<Item = &'a diagnostics::Diagnostic>,
    lend: &Lend,
) -> Result<Vec<u8>, PdfFailure> {
    crate::formats::pdf::director_pdf(&crate::director_plan::plan(basis, diagnostics), lend)
}

/// Returns the risk treatment plan as PDF. CPU-bound: it takes up to some seconds.
///
/// # Errors
/// If it is too long to print.
#[cfg(feature = "pdf")]
pub fn treatment_plan_pdf(basis: &Basis, lend: &Lend) -> Result<Vec<u8>, PdfFailure> {
    crate::formats::pdf::pdf(&crate::treatment_plan::content(basis), lend)
}

/// Returns the papers of a management review as PDF. CPU-bound: it takes up to some seconds.
///
/// # Errors
/// If they are too long to print.
#[cfg(feature = "pdf")]
pub fn review_pack_pdf(
    basis: &Basis,
    pack: &crate::review_pack::Pack,
    lend: &Lend,
) -> Result<Vec<u8>, PdfFailure> {
    crate::formats::pdf::pdf(&crate::review_pack::content(basis, pack), lend)
}

/// Returns the papers of a management review as Markdown.
pub fn review_pack_md(basis: &Basis, pack: &crate::review_pack::Pack) -> Vec<u8> {
    crate::formats::markdown::markdown(&crate::review_pack::content(basis, pack)).into_bytes()
}

/// Returns the Statement of Applicability as an Excel workbook.
///
/// # Errors
/// If it is larger than Excel allows.
pub fn soa_xlsx(basis: &Basis) -> Result<Vec<u8>, excel::ExcelFailure> {
    excel::excel(&statement_of_applicability::workbook(basis))
}

/// Returns the register of a kind as an Excel workbook.
///
/// # Errors
/// If it is larger than Excel allows.
pub fn register_xlsx(basis: &Basis, kind: RecordKind) -> Result<Vec<u8>, excel::ExcelFailure> {
    excel::excel(&register::register(basis, kind))
}

/// Returns all registers that hold something as one Excel workbook.
///
/// # Errors
/// If one is larger than Excel allows.
pub fn registers_xlsx(basis: &Basis) -> Result<Vec<u8>, excel::ExcelFailure> {
    excel::excel(&register::all_registers(basis))
}

/// Returns the register of a kind as CSV.
pub fn register_csv(basis: &Basis, kind: RecordKind, mark: csv::Mark) -> Vec<u8> {
    csv::csv(&register::sheet(basis, kind), mark)
}
