//! What a report says, before any format: a neutral document for print.

use jiff::civil::Date;

/// A whole document: what stands on its cover, its sections, and who approves it.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// The stable identity that stands on every page, such as `SOA v3`.
    pub id: String,
    /// The organisation that the document is about.
    pub organisation: String,
    /// What the document is, such as `Statement of Applicability`.
    pub title: String,
    /// One line below the title; may be empty.
    pub subtitle: String,
    /// The version in words, such as `version 3`.
    pub version: String,
    /// Where the version stands, such as draft or approved.
    pub state: Chip,
    /// How far the document may travel, such as `Confidential`; may be empty.
    pub classification: String,
    /// The day that the document speaks of; also its date in the file's metadata.
    pub as_of: Date,
    /// The end of the ledger that the document was made from.
    pub ledger: LedgerHead,
    /// Pictures for the cover, as files of PNG or JPEG: the organisation's, and of who prepares the document.
    pub logos: Vec<Vec<u8>>,
    /// Facts for the cover, below version and state.
    pub facts: Vec<Fact>,
    /// The body, in order.
    pub sections: Vec<Section>,
}

/// The end of a ledger: how many entries it had, and their digest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerHead {
    /// The organisation whose ledger it is, by the id that no other has; empty where nobody knows.
    pub organisation: String,
    /// The number of the last entry.
    pub seq: u64,
    /// Its digest, in hexadecimal.
    pub digest: String,
}

impl LedgerHead {
    /// Returns the first 16 characters of the digest, for running feet.
    pub fn short(&self) -> String {
        self.digest.chars().take(16).collect()
    }
}

/// One label and what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// What is said, such as `Owner`.
    pub label: String,
    /// What it is.
    pub value: Cell,
}

impl Fact {
    /// Returns a fact whose value is plain text.
    pub fn text(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: Cell::Text(value.into()) }
    }

    /// Returns a fact whose value is a digest or an id, shown in mono.
    pub fn id(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: Cell::Id(value.into()) }
    }
}

/// How a section's pages lie. A change of paper begins a new page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    /// A4, upright.
    #[default]
    Portrait,
    /// A4, on its side: for wide tables.
    Landscape,
}

/// A heading and what stands below it.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The heading, which also stands in the list of contents.
    pub heading: String,
    /// How its pages lie.
    pub paper: Paper,
    /// What stands below the heading, in order.
    pub blocks: Vec<Block>,
}

/// One part of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A smaller heading.
    Heading(String),
    /// Running text; line breaks are kept.
    Paragraph(String),
    /// A quiet remark, in smaller type.
    Remark(String),
    /// Labels and values, one below the other.
    Facts(Vec<Fact>),
    /// A table whose head is repeated on each page.
    Table(Table),
    /// Who has to sign, with a line for the signature.
    Approvals(Vec<Approval>),
}

/// One person's approval, given or still asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The name; may be empty where nobody is named yet.
    pub name: String,
    /// As what the person approves, such as `Top management`.
    pub role: String,
    /// What was decided, such as approved or waiting.
    pub decision: Chip,
    /// The day of the decision, if there is one.
    pub on: Option<Date>,
}

/// A table. Rows have as many cells as there are columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    // INVARIANT: every `Row::Cells` has `columns.len()` cells.
    columns: Vec<Column>,
    rows: Vec<Row>,
}

impl Table {
    /// Returns an empty table with these columns.
    pub fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row.
    ///
    /// # Panics
    /// If there are not as many cells as columns: the report that made them is wrong.
    pub fn row(&mut self, cells: Vec<Cell>) {
        assert_eq!(cells.len(), self.columns.len(), "a row has a cell for each column");
        self.rows.push(Row::Cells(cells));
    }

    /// Adds a line across all columns that heads the rows after it.
    pub fn band(&mut self, heading: impl Into<String>) {
        self.rows.push(Row::Band(heading.into()));
    }

    /// Returns the columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Returns the rows, bands among them.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// One cell for each column.
    Cells(Vec<Cell>),
    /// A heading across the table for the rows that follow; repeated where they go over a page.
    Band(String),
}

/// One column of a printed table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The head.
    pub label: String,
    /// How wide.
    pub width: Width,
    /// Where the text stands.
    pub align: Align,
}

impl Column {
    /// Returns a column of a fixed width in millimetres, aligned left.
    pub fn fixed(label: impl Into<String>, millimetres: u16) -> Self {
        Self { label: label.into(), width: Width::Millimetres(millimetres), align: Align::Left }
    }

    /// Returns a column that takes so many shares of what the fixed ones leave, aligned left.
    pub fn share(label: impl Into<String>, shares: u16) -> Self {
        Self { label: label.into(), width: Width::Shares(shares), align: Align::Left }
    }

    /// Returns the same column, aligned right: for numbers.
    #[must_use]
    pub fn right(self) -> Self {
        Self { align: Align::Right, ..self }
    }
}

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// Exactly so wide.
    Millimetres(u16),
    /// A part of what is left.
    Shares(u16),
}

/// Where text stands in its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Ragged right.
    Left,
    /// In the middle: for marks.
    Centre,
    /// Ragged left: for numbers.
    Right,
}

/// What a cell shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing was recorded.
    Empty,
    /// Text; line breaks are kept.
    Text(String),
    /// Several short texts, one below the other.
    Lines(Vec<String>),
    /// One id or digest, in mono.
    Id(String),
    /// Several ids, side by side.
    Ids(Vec<String>),
    /// A state: icon, word and colour.
    Chip(Chip),
    /// A text with the ids that it rests on below it.
    Reasoned {
        /// The reason in words.
        text: String,
        /// The records that it names.
        ids: Vec<String>,
    },
}

/// A state as people read it: icon, word and colour say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// Which icon and colour.
    pub status: Status,
    /// The word beside the icon.
    pub word: String,
}

impl Chip {
    /// Returns a chip.
    pub fn new(status: Status, word: impl Into<String>) -> Self {
        Self { status, word: word.into() }
    }
}

/// The states that have an icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Done; shown in plain ink.
    Met,
    /// A person should look at it.
    Attention,
    /// It is wrong.
    Problem,
    /// Begun.
    InProgress,
    /// It waits for something else.
    Held,
    /// Not begun.
    NotStarted,
    /// It does not apply.
    NotApplicable,
}

impl Status {
    /// Returns the icon, the same on screen and on paper.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Met => "✓",
            Self::Attention => "▲",
            Self::Problem => "✕",
            Self::InProgress => "◔",
            Self::Held => "⊘",
            Self::NotStarted => "○",
            Self::NotApplicable => "–",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "a row has a cell for each column")]
    fn a_row_with_a_missing_cell_is_our_own_bug() {
        Table::new(vec![Column::fixed("Id", 20), Column::share("Title", 1)]).row(vec![Cell::Empty]);
    }

    #[test]
    fn a_short_digest_is_16_characters() {
        assert_eq!(
            LedgerHead { seq: 1, digest: "ab".repeat(32), ..LedgerHead::default() }.short(),
            "abababababababab"
        );
    }
}
