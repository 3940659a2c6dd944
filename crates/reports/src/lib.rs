//! Reports out: an ISMS to content, content to bytes.
//!
//! A report gives [`content::Content`] (a document) or [`workbook::Workbook`] (sheets); a format in [`formats`] gives bytes.
//! The same content gives the same bytes, always; the same [`Basis`] gives the same content. What is only proposed is in no report.

pub mod audit_coverage;
pub mod audit_time;
mod basis;
pub mod certification_calendar;
pub mod certification_gates;
pub mod content;
pub mod dates;
pub mod dependency_map;
pub mod director_plan;
pub mod document_register;
pub mod duties;
mod files;
pub mod formats;
pub mod framework_coverage;
pub mod gap_list;
pub mod gap_report;
pub mod inbox;
pub mod necessary_controls;
pub mod portfolio;
pub mod register;
pub mod review_pack;
pub mod review_trends;
pub mod risk_report;
#[cfg(test)]
mod sample;
pub mod scope_comparison;
pub mod soa_diff;
pub mod stage_1_worksheet;
pub mod statement_of_applicability;
pub mod tasks;
pub mod timeline;
pub mod treatment_plan;
pub mod workbook;

pub use basis::{Basis, Logos, NO_EXCEPTION, duty_exceptions};
pub use files::{
    audit_coverage_xlsx, gap_report_xlsx, register_csv, register_xlsx, registers_xlsx, review_pack_md,
    soa_xlsx,
};
#[cfg(feature = "pdf")]
pub use files::{
    director_plan_pdf, gap_list_pdf, gap_report_pdf, review_pack_pdf, risk_report_pdf, soa_pdf,
    treatment_plan_pdf,
};
