//! Reports out: an ISMS to content, content to bytes.
//!
//! A report gives [`content::Content`] (a document) or [`workbook::Workbook`] (sheets); a format in [`formats`] gives bytes.
//! The same content gives the same bytes, always.

pub mod content;
pub mod formats;
pub mod workbook;
