//! What a rule is: data, a function, and its own proof.

use diagnostics::{Diagnostic, FixGrade, Grade, Severity, Stage};
use model::sample::Sample;
use model::{RecordId, RecordKind};

use crate::{Ask, Report};

/// A rule: what it finds, why an auditor asks, how to mend it, and examples that run as tests.
pub struct Rule {
    /// `PB0610`; fixed once released.
    pub code: &'static str,
    /// `risk without treatment`; also the name of its file.
    pub name: &'static str,
    /// How much it matters, before any escalation.
    pub severity: Severity,
    /// What an auditor would likely call it, before any escalation.
    pub grade: Grade,
    /// When it first surfaces.
    pub stage: Stage,
    /// The clauses that it rests on.
    pub clauses: &'static [&'static str],
    /// What it finds.
    pub what: &'static str,
    /// Why an auditor asks.
    pub why: &'static str,
    /// How to mend it.
    pub fix: &'static str,
    /// How far the fix goes by itself.
    pub fix_grade: FixGrade,
    /// How it finds it.
    pub check: Check,
    /// When it gets worse.
    pub escalate: Escalate,
    /// What stays silent while it fires.
    pub holds: &'static [Hold],
    /// Organisations in which it fires, and what it says.
    pub bad: &'static [Bad],
    /// Organisations in which it does not.
    pub good: &'static [Good],
}

/// How a rule looks.
pub enum Check {
    /// Once for each record of some kinds. It may read the record, records one reference away in either direction, those
    /// two away where the one between is of a kind it names, and whole kinds that it names.
    Each {
        /// The kinds that it judges, one record at a time.
        of: &'static [RecordKind],
        /// Kinds that it reads as a whole: after a change of one of these it looks at everything again.
        reads: &'static [RecordKind],
        /// Kinds of the record between, where it reads records two references away.
        through: &'static [RecordKind],
        /// Judges one record.
        check: fn(&Ask, RecordId, &mut Report),
    },
    /// Once for the whole.
    Whole {
        /// Kinds that it reads; after a change of another kind its result stands. Where it reads none it looks at what is
        /// not a record, and is asked each time. A record of the first kind begins its phase.
        reads: &'static [RecordKind],
        /// Judges the whole.
        check: fn(&Ask, &mut Report),
    },
}

/// When a rule gets one step worse, beside what its check says of single records.
pub enum Escalate {
    /// Never.
    Never,
    /// When more than so many records match.
    MoreThan(usize),
    /// When the records that match are more than this share of all (counted by the function).
    Share {
        /// Counts all.
        of: fn(&Ask) -> usize,
        /// The share: a parameter of the rules, or a number.
        above: Limit,
    },
    /// When the function says so of all that matched.
    When(fn(&Ask, &[&Diagnostic]) -> Step),
}

/// A limit of an escalation.
pub enum Limit {
    /// The parameter of this name.
    Parameter(&'static str),
    /// So many hundredths.
    Hundredths(u32),
}

/// Whether an escalation takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// One step up.
    Up,
    /// As it is.
    Stay,
}

/// What stays silent while a rule fires.
pub enum Hold {
    /// These codes, wherever they fire.
    Everywhere(&'static [&'static str]),
    /// These codes, on the same record and on records one reference away.
    Near(&'static [&'static str]),
}

/// An organisation in which a rule fires.
pub struct Bad {
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// Makes it so, starting from an organisation in good order.
    pub given: fn(&mut Sample),
    /// The messages, all and in order.
    pub says: &'static [&'static str],
}

/// An organisation in which a rule does not fire.
pub struct Good {
    /// What is right, in a few words.
    pub title: &'static str,
    /// Makes it so, starting from an organisation in good order.
    pub given: fn(&mut Sample),
}
