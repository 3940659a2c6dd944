//! Add evidence: a file, a link or a note comes in, with its dates and what it supports.

use model::records::{Evidence, EvidenceUse, Person, StoredFile};
use model::{About, Change, Date, Isms, RecordId, RecordKind, Ref};
use thiserror::Error;

use crate::absent::{LIST_MAX, all_there, once_each};
use crate::{Absent, CreateRecord, CreateRecordRefusal, Decided, Operation, Typed};

/// Add evidence; it is submitted, and waits for somebody to look at it.
#[derive(Debug, Clone, Default)]
pub struct AddEvidence {
    /// Its id, where one is wanted (an import keeps the file's number); else the next.
    pub id: Option<RecordId>,
    /// Its fields as typed: title, origin, link, dates.
    pub typed: Typed,
    /// The file, where there is one.
    pub file: Option<StoredFile>,
    /// The records that it supports.
    pub uses: Vec<RecordId>,
    /// What is kept beside the fields: sources, unmapped columns, a proposal's origin.
    pub about: About,
}

/// Why evidence cannot be added.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum AddEvidenceRefusal {
    /// The record cannot be created.
    #[error(transparent)]
    Create(#[from] CreateRecordRefusal),
    /// What it supports is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// The file is not described in full.
    #[error(transparent)]
    File(#[from] FileProblem),
    /// It is evidence of nothing: the id is of another kind.
    #[error("{0} is not the id of evidence; expected one such as EV-3")]
    OtherKind(RecordId),
    /// Two dates are the wrong way round.
    #[error("{later} {later_on} comes before {earlier} {earlier_on}; one of the two must be wrong")]
    Order {
        /// What comes first.
        earlier: &'static str,
        /// Its date.
        earlier_on: Date,
        /// What comes after it.
        later: &'static str,
        /// Its date.
        later_on: Date,
    },
    /// The list is too long to be meant.
    #[error("{0} uses are more than can be meant; expected at most {LIST_MAX}")]
    TooMany(usize),
}

/// Why a file cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FileProblem {
    /// It has no name.
    #[error("the file has no name; give it the name that it had when it came in")]
    Nameless,
    /// Nothing binds it.
    #[error("the file {0} comes without the digest of its bytes")]
    Unbound(String),
}

/// Looks that a file is described in full.
///
/// # Errors
/// Where its name or its digest is missing.
pub fn whole_file(file: &StoredFile) -> Result<(), FileProblem> {
    if file.name.is_empty() {
        return Err(FileProblem::Nameless);
    }
    let digest = file.digest.as_str();
    if digest.len() == 64 && digest.bytes().all(|b| b.is_ascii_hexdigit()) {
        Ok(())
    } else {
        Err(FileProblem::Unbound(file.name.chars().take(80).collect()))
    }
}

impl Operation for AddEvidence {
    const NAME: &'static str = "add evidence";
    const INTENT: &'static str = "evidence.add";
    type Refusal = AddEvidenceRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { id, typed, file, uses, about } = self;
        if let Some(id) = id.filter(|id| id.kind != RecordKind::Evidence) {
            return Err(AddEvidenceRefusal::OtherKind(id));
        }
        if uses.len() > LIST_MAX {
            return Err(AddEvidenceRefusal::TooMany(uses.len()));
        }
        file.as_ref().map_or(Ok(()), whole_file)?;
        all_there(isms, uses.iter().copied())?;
        let create = CreateRecord { kind: RecordKind::Evidence, id, typed, about, uuid: None };
        let mut added = create.decide(isms, actor, today)?;
        for change in &mut added {
            if let Change::Evidence(_, stored) = change {
                let evidence = &mut std::sync::Arc::make_mut(stored).record;
                in_order(evidence, today)?;
                evidence.file = file.clone();
                evidence.uses = once_each(uses.clone()).into_iter().map(used_for).collect();
            }
        }
        Ok(added)
    }
}

/// Returns a use that nobody has judged.
pub(crate) fn used_for(target: RecordId) -> EvidenceUse {
    EvidenceUse { target: Some(target), ..EvidenceUse::default() }
}

/// Looks that the dates of evidence can be true together on the day it comes in.
fn in_order(evidence: &Evidence, today: Date) -> Result<(), AddEvidenceRefusal> {
    let pairs = [
        ("the start of the period", evidence.period_start, "its end", evidence.period_end),
        ("what it shows, on", evidence.occurred_on, "its collection on", evidence.collected_on),
        ("what it shows, on", evidence.occurred_on, "today,", Some(today)),
        ("its collection on", evidence.collected_on, "today,", Some(today)),
    ];
    for (earlier, earlier_on, later, later_on) in pairs {
        if let Some((earlier_on, later_on)) = earlier_on.zip(later_on).filter(|(one, other)| one > other) {
            return Err(AddEvidenceRefusal::Order { earlier, earlier_on, later, later_on });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{id, refusal, run, small, stored_file, typed};

    #[test]
    fn evidence_comes_in_submitted_with_its_file_day_and_uses() {
        let mut isms = small();
        let typed = typed(&[("title", "Disk report"), ("occurred_on", "2026-03-01")]);
        let uses = vec![id("A.5.1"), id("TRT-1"), id("A.5.1")];
        run(&mut isms, AddEvidence { typed, uses, file: Some(stored_file()), ..AddEvidence::default() });
        let evidence = isms.evidence.get(&Ref::number(2)).expect("there");
        assert_eq!(evidence.received_on, Some(Date::constant(2026, 3, 3)));
        assert_eq!(evidence.status, model::records::EvidenceStatus::Submitted);
        assert_eq!(evidence.file, Some(stored_file()));
        assert_eq!(evidence.uses, [used_for(id("A.5.1")), used_for(id("TRT-1"))]);
    }

    #[test]
    fn dates_that_cannot_be_true_are_refused() {
        let refused = |fields: &[(&str, &str)]| {
            let fields: Vec<_> = [("title", "a")].iter().chain(fields).copied().collect();
            refusal(&small(), AddEvidence { typed: typed(&fields), ..AddEvidence::default() })
        };
        assert_eq!(
            refused(&[("period_start", "2026-02-01"), ("period_end", "2026-01-01")]),
            "its end 2026-01-01 comes before the start of the period 2026-02-01; one of the two must be wrong"
        );
        assert!(refused(&[("collected_on", "2026-03-04")]).starts_with("today, 2026-03-03 comes before"));
        let early = refused(&[("occurred_on", "2026-02-02"), ("collected_on", "2026-02-01")]);
        assert!(early.starts_with("its collection on 2026-02-01 comes before what it shows"), "{early}");
    }

    #[test]
    fn evidence_needs_a_title_a_whole_file_and_uses_that_are_there() {
        let isms = small();
        assert_eq!(refusal(&isms, AddEvidence::default()), "an evidence needs a title");
        let titled = AddEvidence { typed: typed(&[("title", "a")]), ..AddEvidence::default() };
        let nameless = AddEvidence { file: Some(StoredFile::default()), ..titled.clone() };
        assert!(refusal(&isms, nameless).starts_with("the file has no name"));
        let dangling = AddEvidence { uses: vec![id("C-99")], ..titled.clone() };
        assert_eq!(refusal(&isms, dangling), "there is no C-99");
        let other = AddEvidence { id: Some(id("R-9")), ..titled };
        assert_eq!(refusal(&isms, other), "R-9 is not the id of evidence; expected one such as EV-3");
    }
}
