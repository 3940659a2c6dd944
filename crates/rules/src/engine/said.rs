//! What people said of diagnostics: waived, disputed, graded anew.

use std::collections::BTreeMap;

use diagnostics::{Grade, Quiet, Said, Severity};
use model::RecordId;
use model::records::DispositionVerdict;

use crate::Ask;

/// What people said of a diagnostic, and the grade that they gave it.
pub(super) struct Disposed {
    pub(super) said: Said,
    pub(super) regraded: Option<(Severity, Grade)>,
}

/// What people said, by rule and record.
pub(super) type Dispositions = BTreeMap<(&'static str, Option<RecordId>), Disposed>;

/// Returns the grade that a word means.
fn grade_of(word: &str) -> Option<(Severity, Grade)> {
    let all = [
        (Severity::Error, Grade::Major),
        (Severity::Warning, Grade::Minor),
        (Severity::Note, Grade::Opportunity),
    ];
    all.into_iter().find(|(severity, _)| severity.word() == word)
}

/// Collects what people said of diagnostics, by rule and record.
pub(super) fn dispositions(ask: &Ask) -> Dispositions {
    let mut said = BTreeMap::new();
    for (id, disposition) in ask.isms.dispositions.iter() {
        // What was said of a rule that is not built says nothing here.
        let Some(rule) = crate::rule(&disposition.rule) else { continue };
        let quiet = match &disposition.verdict {
            DispositionVerdict::Waived { until, .. } if *until >= ask.today => Quiet::Yes,
            DispositionVerdict::Waived { .. }
            | DispositionVerdict::Confirmed
            | DispositionVerdict::Disputed { .. }
            | DispositionVerdict::Regraded { .. } => Quiet::No,
        };
        let text = model::Value::text(&disposition.verdict);
        let regraded = match &disposition.verdict {
            DispositionVerdict::Regraded { grade, .. } => grade_of(grade),
            DispositionVerdict::Waived { .. }
            | DispositionVerdict::Confirmed
            | DispositionVerdict::Disputed { .. } => None,
        };
        said.insert(
            (rule.code, disposition.record),
            Disposed { said: Said { record: id.id(), text, quiet }, regraded },
        );
    }
    said
}
