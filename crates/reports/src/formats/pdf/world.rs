//! All that the template can see: itself, the content as data, and the fonts inside the program.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let sans = [notosans::REGULAR_TTF, notosans::BOLD_TTF, notosans::ITALIC_TTF];
    // Of the fonts that come with the typesetter, those for formulas stay out: large, and never asked for.
    let all =
        sans.into_iter().chain(typst_assets::fonts()).filter_map(|bytes| Font::new(Bytes::new(bytes), 0));
    Fonts::of(all.filter(|font| !font.info().family.contains("Math")).collect())
});
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static REPORT: LazyLock<Source> =
    LazyLock::new(|| Source::new(file("report.typ"), include_str!("report.typ").to_owned()));
static PLAN: LazyLock<Source> =
    LazyLock::new(|| Source::new(file("plan.typ"), include_str!("plan.typ").to_owned()));
static CONTENT: LazyLock<FileId> = LazyLock::new(|| file("content.json"));

fn file(name: &str) -> FileId {
    RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).expect("a plain name is a path")).intern()
}

/// The fonts that a document is set in.
pub struct Fonts {
    all: Vec<Font>,
    book: LazyHash<FontBook>,
}

impl Fonts {
    fn of(all: Vec<Font>) -> Self {
        let book = LazyHash::new(FontBook::from_fonts(all.iter()));
        Self { all, book }
    }

    /// Returns the fonts inside the program.
    pub fn inside() -> &'static Self {
        &FONTS
    }

    /// Returns those, and behind them the fonts of these files.
    pub fn with(files: Vec<Vec<u8>>) -> Self {
        let lent = files.into_iter().flat_map(|bytes| Font::iter(Bytes::new(bytes)));
        Self::of(FONTS.all.iter().cloned().chain(lent).collect())
    }

    /// Returns them in the order in which they are tried.
    pub fn all(&self) -> &[Font] {
        &self.all
    }
}

/// Returns those of some characters that the fonts of a file can draw.
pub fn drawn_by(file: Vec<u8>, characters: &str) -> String {
    let fonts: Vec<Font> = Font::iter(Bytes::new(file)).collect();
    let draws = |c: &char| fonts.iter().any(|font| font.info().coverage.contains(u32::from(*c)));
    characters.chars().filter(draws).collect()
}

/// How a document is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// Cover, contents, sections.
    Report,
    /// The plan on two pages.
    Plan,
}

impl Template {
    fn source(self) -> &'static Source {
        match self {
            Self::Report => &REPORT,
            Self::Plan => &PLAN,
        }
    }

    /// Returns the line at a place in it.
    pub fn line(self, place: usize) -> usize {
        self.source().lines().byte_to_line(place).map_or(0, |line| line + 1)
    }
}

/// The world of one document.
pub struct Paper<'a> {
    template: Template,
    content: Bytes,
    logos: Vec<(FileId, Bytes)>,
    fonts: &'a Fonts,
}

/// Returns the name under which the template finds a picture.
pub fn logo_name(number: usize, bytes: &[u8]) -> String {
    let ending = if bytes.starts_with(b"\xff\xd8") { "jpg" } else { "png" };
    format!("logo-{number}.{ending}")
}

impl<'a> Paper<'a> {
    /// Returns a world that holds this content, as JSON, and these pictures.
    pub fn new(template: Template, content: String, logos: &[Vec<u8>], fonts: &'a Fonts) -> Self {
        let picture =
            |(number, bytes): (usize, &Vec<u8>)| (file(&logo_name(number, bytes)), Bytes::new(bytes.clone()));
        let logos = logos.iter().enumerate().map(picture).collect();
        Self { template, content: Bytes::from_string(content), logos, fonts }
    }
}

impl World for Paper<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.template.source().id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main() { Ok(self.template.source().clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == *CONTENT {
            return Ok(self.content.clone());
        }
        let picture = self.logos.iter().find(|(name, _)| *name == id);
        picture.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.all.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
