//! How plumb says that something is wrong: one type for rules and for readers of files, and its forms.

mod json;
mod sarif;
mod terminal;

pub use json::{json, report_json};
pub use sarif::sarif;
pub use terminal::{Colour, terminal};

use model::{RecordId, Stamp};

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// An auditor would name an opportunity for improvement.
    Note,
    /// An auditor would raise a minor.
    Warning,
    /// An auditor would raise a major, or the gate of its stage cannot pass.
    Error,
}

impl Severity {
    /// Returns its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Returns the severity one step up.
    #[must_use]
    pub fn up(self) -> Self {
        match self {
            Self::Note => Self::Warning,
            Self::Warning | Self::Error => Self::Error,
        }
    }
}

/// The grade that an auditor would likely give today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// An opportunity for improvement.
    Opportunity,
    /// A minor nonconformity.
    Minor,
    /// A major nonconformity.
    Major,
}

impl Grade {
    /// Returns its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Opportunity => "opportunity",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// Returns the grade one step up.
    #[must_use]
    pub fn up(self) -> Self {
        match self {
            Self::Opportunity => Self::Minor,
            Self::Minor | Self::Major => Self::Major,
        }
    }
}

/// The stage at which it first surfaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Stage 1: documents and readiness.
    Stage1,
    /// Stage 2: does it work?
    Stage2,
    /// Surveillance and recertification.
    Surveillance,
}

impl Stage {
    /// Returns its name in commands: `stage1`.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Stage1 => "stage1",
            Self::Stage2 => "stage2",
            Self::Surveillance => "surveillance",
        }
    }

    /// Returns its name for people: `Stage 1`.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Stage1 => "Stage 1",
            Self::Stage2 => "Stage 2",
            Self::Surveillance => "Surveillance",
        }
    }

    /// Reads a stage from its name in commands.
    #[must_use]
    pub fn of_slug(text: &str) -> Option<Self> {
        let even = text.to_lowercase().replace([' ', '-', '_'], "");
        [Self::Stage1, Self::Stage2, Self::Surveillance]
            .into_iter()
            .find(|stage| stage.slug() == even)
            .or((even == "recertification").then_some(Self::Surveillance))
    }
}

/// How far a fix goes by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FixGrade {
    /// It can be applied now.
    Safe,
    /// It is likely right; a preview comes first.
    Likely,
    /// A form opens at the field.
    FillIn,
    /// Only words: somebody has to think.
    Think,
}

impl FixGrade {
    /// Returns its words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Likely => "likely",
            Self::FillIn => "fill in",
            Self::Think => "think",
        }
    }
}

/// Where it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The ISMS as a whole.
    Whole,
    /// A record, and the field of it that matters most.
    Record {
        /// The record.
        id: RecordId,
        /// The name of the field; empty where none stands out.
        field: &'static str,
    },
    /// A place in a file from outside.
    File {
        /// The name of the file.
        file: String,
        /// The sheet or heading; empty where there is none.
        sheet: String,
        /// The row as the user of the file sees it.
        row: Option<u32>,
        /// The column as the user of the file sees it.
        column: String,
    },
}

impl Place {
    /// Returns the place of a record's field.
    #[must_use]
    pub fn field(id: impl Into<RecordId>, field: &'static str) -> Self {
        Self::Record { id: id.into(), field }
    }

    /// Returns the record, where it is one.
    #[must_use]
    pub fn record(&self) -> Option<RecordId> {
        match self {
            Self::Record { id, .. } => Some(*id),
            Self::Whole | Self::File { .. } => None,
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole => out.write_str("the whole management system"),
            Self::Record { id, field: "" } => write!(out, "{id}"),
            Self::Record { id, field } => write!(out, "{id} · {field}"),
            Self::File { file, sheet, row, column } => {
                out.write_str(file)?;
                if !sheet.is_empty() {
                    write!(out, " · sheet \"{sheet}\"")?;
                }
                if let Some(row) = row {
                    write!(out, " · row {row}")?;
                }
                if !column.is_empty() {
                    write!(out, " · column {column}")?;
                }
                Ok(())
            }
        }
    }
}

/// One value that a diagnostic rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// What it is the value of.
    pub label: String,
    /// The value; `none` where it is missing.
    pub value: String,
    /// The record it stands in, where that is another one.
    pub record: Option<RecordId>,
    /// When it was written and by whom; filled in by who knows the history.
    pub set: Option<(Stamp, String)>,
    /// Why this value matters, for the one that stands out.
    pub remark: String,
}

/// What a fix would write: a field of a record, and the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// The record.
    pub id: RecordId,
    /// The field.
    pub field: &'static str,
    /// The text.
    pub text: String,
}

/// How to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// What to do, in words.
    pub text: String,
    /// How far it goes by itself.
    pub grade: FixGrade,
    /// The command that does it; empty where none does.
    pub command: String,
    /// What a safe or likely fix writes.
    pub writes: Vec<Write>,
}

/// Whether a rule speaks, or cannot know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The condition is true.
    Fired,
    /// The condition compares something that is missing.
    Unknown {
        /// What is missing.
        missing: String,
    },
}

/// What a person said about a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The disposition's record.
    pub record: RecordId,
    /// Its words: `waived until 2026-09-30: …`.
    pub text: String,
    /// Whether it quiets the diagnostic.
    pub quiet: Quiet,
}

/// Whether a disposition quiets a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quiet {
    /// It is shown apart and holds no gate.
    Yes,
    /// It is shown as before.
    No,
}

/// Something that is wrong, or that nobody can know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule: `PB0613`.
    pub code: &'static str,
    /// The rule's name: `inclusion without reason`.
    pub name: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What an auditor would likely call it.
    pub grade: Grade,
    /// When it first surfaces.
    pub stage: Stage,
    /// The clauses that it rests on.
    pub clauses: &'static [&'static str],
    /// One line, lower case, without a full stop.
    pub message: String,
    /// Where it is.
    pub place: Place,
    /// The values it rests on.
    pub proof: Vec<Proof>,
    /// Why an auditor asks.
    pub why: &'static str,
    /// How to mend it.
    pub help: Help,
    /// Whether it fired or is unknown.
    pub verdict: Verdict,
    /// The rule that holds it back, while that one fires.
    pub held_by: Option<&'static str>,
    /// Whether its phase has begun.
    pub time: Time,
    /// What a person said about it.
    pub said: Option<Said>,
}

/// Whether the phase of a diagnostic has begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// It has.
    Now,
    /// It has not; the diagnostic is counted in one line, and never red.
    Ahead,
}

impl Diagnostic {
    /// Says whether it is shown in full: it fired, nothing holds it back, nobody quieted it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.verdict == Verdict::Fired
            && self.held_by.is_none()
            && self.said.as_ref().is_none_or(|said| said.quiet == Quiet::No)
    }

    /// Says whether it counts at a gate: it fired and nobody quieted it, held back or not.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.verdict == Verdict::Fired && self.said.as_ref().is_none_or(|said| said.quiet == Quiet::No)
    }
}
