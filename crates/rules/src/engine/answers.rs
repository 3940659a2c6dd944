//! What one rule found, by the record it was asked about.

use std::sync::Arc;

use diagnostics::{Diagnostic, Help, Time, Verdict};
use imbl::OrdMap;
use model::RecordId;

use crate::{Found, Report, Rule, Step};

/// What one rule found, by record where it judges one record at a time.
#[derive(Debug, Clone)]
pub(super) struct Answers {
    by_record: OrdMap<Option<RecordId>, Arc<Vec<Judged>>>,
    /// How many fired; what is unknown is not among them.
    pub(super) fired: usize,
    /// How many stand at another record than the one the rule was asked about.
    pub(super) elsewhere: usize,
    /// Whether all of it is one step worse.
    pub(super) up: Step,
    /// Whether the phase of the rule has begun.
    pub(super) time: Time,
}

/// One thing found, as a diagnostic, and what its grade rests on.
#[derive(Debug, Clone)]
pub(super) struct Judged {
    pub(super) diagnostic: Diagnostic,
    /// The rule itself called it one step worse.
    pub(super) worse: bool,
}

/// What was found about one record.
pub(super) type Entry = Arc<Vec<Judged>>;

impl Default for Answers {
    fn default() -> Self {
        let by_record = OrdMap::new();
        Self { by_record, fired: 0, elsewhere: 0, up: Step::Stay, time: Time::Now }
    }
}

impl Answers {
    /// Returns the diagnostics, by record.
    pub(super) fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.by_record.values().flat_map(|entry| entry.iter().map(|judged| &judged.diagnostic))
    }

    /// Says whether nothing was found.
    pub(super) fn is_empty(&self) -> bool {
        self.by_record.is_empty()
    }

    /// Returns what was found about a record.
    pub(super) fn entry(&self, key: Option<RecordId>) -> Option<&Entry> {
        self.by_record.get(&key)
    }

    /// Returns a mutable entry; what others share is copied first.
    pub(super) fn entry_mut(&mut self, key: Option<RecordId>) -> Option<&mut Vec<Judged>> {
        self.by_record.get_mut(&key).map(Arc::make_mut)
    }

    /// Returns the records about which something was found.
    pub(super) fn keys(&self) -> impl Iterator<Item = Option<RecordId>> + '_ {
        self.by_record.keys().copied()
    }

    /// Puts what a rule now says about a record in the place of what it said; returns both.
    pub(super) fn replace(
        &mut self,
        key: Option<RecordId>,
        rule: &Rule,
        report: Report,
    ) -> (Option<Entry>, Option<Entry>) {
        let new = (!report.found.is_empty())
            .then(|| Arc::new(report.found.into_iter().map(|found| judge(rule, found)).collect::<Vec<_>>()));
        let old = match &new {
            Some(new) => self.by_record.insert(key, Arc::clone(new)),
            None => self.by_record.remove(&key),
        };
        for judged in old.iter().flat_map(|old| old.iter()) {
            self.fired -= usize::from(judged.diagnostic.verdict == Verdict::Fired);
            self.elsewhere -= usize::from(judged.diagnostic.place.record() != key);
        }
        for judged in new.iter().flat_map(|new| new.iter()) {
            self.fired += usize::from(judged.diagnostic.verdict == Verdict::Fired);
            self.elsewhere += usize::from(judged.diagnostic.place.record() != key);
        }
        (old, new)
    }
}

/// Makes a diagnostic of what was found; grade, time, hold and what people said are settled later.
fn judge(rule: &Rule, found: Found) -> Judged {
    let verdict = match found.unknown {
        None => Verdict::Fired,
        Some(missing) => Verdict::Unknown { missing },
    };
    let text = if found.help.is_empty() { rule.fix.to_owned() } else { found.help };
    let diagnostic = Diagnostic {
        code: rule.code,
        name: rule.name,
        severity: rule.severity,
        grade: rule.grade,
        stage: rule.stage,
        clauses: rule.clauses,
        message: found.message,
        place: found.place,
        proof: found.proof,
        why: rule.why,
        help: Help { text, grade: rule.fix_grade, command: found.command, writes: found.writes },
        verdict,
        held_by: None,
        time: Time::Now,
        said: None,
    };
    Judged { diagnostic, worse: found.worse }
}
