//! Formats: any content in, bytes out. The same content gives the same bytes.

pub mod csv;
pub mod excel;
pub mod ics;
pub mod markdown;
#[cfg(feature = "pdf")]
pub mod pdf;
