//! PDF: a document one would hand to an auditor, as PDF/A-3b.
//!
//! A fixed template lays the content out. The content reaches it as data, never as markup, so no text can change the layout or run
//! anything; the template sees no file, no network and no clock. The same content gives the same bytes.
//!
//! The fonts inside the program know Latin, Greek, Cyrillic, Hebrew, Arabic and common signs. For any other character whoever prints may
//! lend a font; the same content and the same lent fonts give the same bytes. What no font draws is printed as [`UNKNOWN`], and the document
//! says so; direction overrides, which could make a page say something other than the record, are left out.

mod director;
mod ink;
mod size;
mod view;
mod world;

use jiff::civil::Date;
use typst::WorldExt;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst::text::Font;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::content::Content;

pub use director::director_pdf;
pub use ink::UNKNOWN;
pub use world::drawn_by;
use world::{Fonts, Template};

/// The most rows, paragraphs and facts that one document may have.
pub const PARTS_MAX: usize = 10_000;
/// The most characters that one document may have.
pub const CHARACTERS_MAX: usize = 2_000_000;

/// Lends fonts for characters that the fonts inside the program cannot draw: files of fonts, or none.
pub type Lend<'a> = dyn Fn(&str) -> Vec<Vec<u8>> + 'a;

/// Lends no font.
pub fn lend_nothing(_: &str) -> Vec<Vec<u8>> {
    Vec::new()
}

/// Why there is no PDF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PdfFailure {
    /// Nobody reads so much on paper, and setting it would take minutes.
    #[error("the document is too long to print: {0}; a workbook holds it")]
    TooLong(String),
    /// The template could not be laid out.
    #[error("the document could not be laid out: {0}")]
    NotLaidOut(String),
}

/// Returns the document as the bytes of a PDF file.
///
/// # Errors
/// If the document is too long, or cannot be laid out; no text is known that leads to the latter.
pub fn pdf(content: &Content, lend: &Lend) -> Result<Vec<u8>, PdfFailure> {
    size::fits(content)?;
    let marks = Marks {
        ident: format!("{} {} {}", content.organisation, content.id, content.ledger.digest),
        as_of: content.as_of,
    };
    let with = |logos: &[Vec<u8>]| {
        laid_out(Template::Report, |fonts| view::view(content, logos, fonts), logos, &marks, lend)
    };
    // A picture that cannot be drawn is left out: rather a report without it than none.
    with(&content.logos).or_else(|failure| if content.logos.is_empty() { Err(failure) } else { with(&[]) })
}

/// What a file says of itself: a clock or a random number would make two files of the same content differ.
struct Marks {
    /// What it is, and from which end of the ledger.
    pub ident: String,
    /// The day that it speaks of.
    pub as_of: Date,
}

/// Lays content out by a template.
fn laid_out(
    template: Template,
    view: impl Fn(&[Font]) -> (String, String),
    logos: &[Vec<u8>],
    marks: &Marks,
    lend: &Lend,
) -> Result<Vec<u8>, PdfFailure> {
    let (mut data, missing) = view(Fonts::inside().all());
    let lent = if missing.is_empty() { Vec::new() } else { lend(&missing) };
    let more = (!lent.is_empty()).then(|| Fonts::with(lent));
    if let Some(more) = &more {
        (data, _) = view(more.all());
    }
    let world = world::Paper::new(template, data, logos, more.as_ref().unwrap_or_else(|| Fonts::inside()));
    let failure = |all: &[SourceDiagnostic]| failure(&world, template, all);
    let laid = typst::compile::<PagedDocument>(&world).output.map_err(|all| failure(&all))?;
    // An archive asks more of a text than a reader does: rather a plain PDF than none.
    let bytes = typst_pdf::pdf(&laid, &options(marks, PdfStandard::A_3b))
        .or_else(|_| typst_pdf::pdf(&laid, &options(marks, PdfStandard::V_1_7)))
        .map_err(|all| failure(&all));
    typst::comemo::evict(0); // what was remembered for this document helps no other, and takes memory
    bytes
}

fn failure(world: &world::Paper<'_>, template: Template, all: &[SourceDiagnostic]) -> PdfFailure {
    let said = all.iter().map(|one| {
        let at = world.range(one.span).map(|range| template.line(range.start));
        at.map_or_else(|| one.message.to_string(), |line| format!("{} (template, line {line})", one.message))
    });
    PdfFailure::NotLaidOut(said.collect::<Vec<_>>().join("; "))
}

fn options(marks: &Marks, standard: PdfStandard) -> PdfOptions {
    PdfOptions {
        ident: Smart::Custom(marks.ident.clone()),
        creator: Smart::Custom(Some("Plumbline".to_owned())),
        timestamp: midnight(marks.as_of).map(Timestamp::new_utc),
        standards: PdfStandards::new(&[standard]).expect("one standard agrees with itself"),
        ..PdfOptions::default()
    }
}

fn midnight(day: Date) -> Option<Datetime> {
    let year = i32::from(day.year().max(0));
    Datetime::from_ymd_hms(year, day.month().unsigned_abs(), day.day().unsigned_abs(), 0, 0, 0)
}

#[cfg(test)]
mod tests;
