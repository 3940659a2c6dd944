//! What people can say about a diagnostic: one disposition for each rule and record, the latest word counts.

use model::records::{Disposition, DispositionVerdict, Person};
use model::{Change, Date, Isms, Line, RecordId, Ref};
use thiserror::Error;

use crate::Absent;

/// A diagnostic: its rule and the record it speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiagnosticAt {
    /// The code of the rule, such as PB0610.
    pub rule: Line,
    /// The record; nothing where it speaks of the whole.
    pub record: Option<RecordId>,
    /// The diagnostic in a few words.
    pub title: Line,
}

/// How grave a rule says that a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// A requirement is not met.
    Error,
    /// An auditor would ask.
    Warning,
    /// Worth knowing.
    Note,
}

impl Grade {
    /// Returns the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Why nothing can be said about a diagnostic.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum DiagnosticRefusal {
    /// The record is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// The rule has no code.
    #[error("\"{0}\" is not the code of a rule; expected one such as PB0610")]
    NoRule(String),
    /// No reason was given.
    #[error("say why; a reader of the list will ask")]
    NoReason,
    /// Errors stay errors.
    #[error("{0} is an error and cannot be waived; mend it, or dispute it with a reason")]
    Error(Line),
    /// Somebody has graded it anew.
    #[error("{0} was graded anew here; take that back before you waive it, so that its own grade decides")]
    Regraded(Line),
    /// It would end before it begins.
    #[error("a waiver until {0} is over already; choose a day to come")]
    Over(Date),
    /// The day is too far away to be meant.
    #[error("{0} is more than 50 years away; expected a nearer day")]
    Far(Date),
    /// The grade is the one that it has.
    #[error("{rule} is graded {grade} already")]
    SameGrade {
        /// The rule.
        rule: Line,
        /// The grade.
        grade: &'static str,
    },
    /// There is no disposition to end.
    #[error("nothing was said in {0}; there is nothing to take back")]
    Nothing(Ref<Disposition>),
}

/// Returns the disposition of a diagnostic, where somebody said something.
#[must_use]
pub fn disposition_of(
    isms: &Isms,
    rule: &str,
    record: Option<RecordId>,
) -> Option<(Ref<Disposition>, DispositionVerdict)> {
    let says = |id: &Ref<Disposition>| {
        isms.dispositions.get(id).is_some_and(|found| found.rule == *rule && found.record == record)
    };
    let id = match record {
        Some(record) => isms.sources::<Disposition>(record).find(says),
        None => isms.dispositions.iter().map(|(id, _)| id).find(says),
    }?;
    isms.dispositions.get(&id).map(|found| (id, found.verdict.clone()))
}

/// Writes what a person says about a diagnostic over what was said before.
pub(crate) fn say(
    isms: &Isms,
    at: DiagnosticAt,
    verdict: DispositionVerdict,
    actor: Ref<Person>,
    today: Date,
) -> Result<Vec<Change>, DiagnosticRefusal> {
    let DiagnosticAt { rule, record, title } = at;
    if rule.is_empty() || rule.len() > 40 || !rule.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return Err(DiagnosticRefusal::NoRule(rule.chars().take(40).collect()));
    }
    crate::absent::all_there(isms, record)?;
    let before = disposition_of(isms, &rule, record).map(|(id, _)| id);
    let id = before.unwrap_or_else(|| isms.dispositions.next());
    let kept = isms.dispositions.find(&id).map(|entry| Disposition::clone(entry)).unwrap_or_default();
    let title = match (title.is_empty(), kept.title.is_empty()) {
        (false, _) => title,
        (true, false) => kept.title.clone(),
        (true, true) => rule.clone(),
    };
    let said = Disposition { title, rule, record, verdict, by: Some(actor), on: Some(today), ..kept };
    Ok(vec![isms.put::<Disposition>(id, said)])
}
