//! Annotate record: keep beside its fields where it comes from, what a file says of it, and the words people sort by.

use model::records::Person;
use model::{About, Date, Isms, RecordId, Ref};
use thiserror::Error;

use crate::absent::LIST_MAX;
use crate::{Absent, Decided, Operation};

/// Annotate a record; what is there under the same source or heading is replaced, the rest stays.
#[derive(Debug, Clone)]
pub struct AnnotateRecord {
    /// The record.
    pub id: RecordId,
    /// Sources, unmapped columns and labels to keep; whether it is proposed does not change.
    pub about: About,
}

/// Why a record cannot be annotated.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum AnnotateRecordRefusal {
    /// It is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// Too much to keep beside one record.
    #[error("{id} would keep {count} sources, columns or labels; expected at most {LIST_MAX} of each")]
    TooMany {
        /// The record.
        id: RecordId,
        /// How many.
        count: usize,
    },
}

impl Operation for AnnotateRecord {
    const NAME: &'static str = "annotate record";
    const INTENT: &'static str = "record.annotate";
    type Refusal = AnnotateRecordRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, _today: Date) -> Decided<Self> {
        let Self { id, about } = self;
        let before = isms.find(id).ok_or(Absent::Unknown(id))?.about();
        let given = about.sources.len().max(about.columns.len()).max(about.labels.len());
        if given > LIST_MAX {
            return Err(AnnotateRecordRefusal::TooMany { id, count: given });
        }
        let after = together(before, about);
        let count = after.sources.len().max(after.columns.len()).max(after.labels.len());
        if count > LIST_MAX {
            return Err(AnnotateRecordRefusal::TooMany { id, count });
        }
        if after == *before {
            return Ok(Vec::new());
        }
        let present = isms.present(id).ok_or(Absent::Unknown(id))?;
        Ok(vec![present.with_about(|about| *about = after)])
    }
}

/// Returns what is kept when something is added.
fn together(before: &About, added: About) -> About {
    let mut after = before.clone();
    for source in added.sources {
        match after.sources.iter_mut().find(|kept| kept.file == source.file && kept.id == source.id) {
            Some(kept) => *kept = source,
            None => after.sources.push(source),
        }
    }
    for column in added.columns {
        match after.columns.iter_mut().find(|kept| kept.heading == column.heading) {
            Some(kept) => *kept = column,
            None => after.columns.push(column),
        }
    }
    for label in added.labels {
        if !after.labels.contains(&label) {
            after.labels.push(label);
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use model::{Column, Source};

    use super::*;
    use crate::testing::{create_proposed, id, refusal, run, small};

    fn said(record: &str, row: &str, text: &str) -> AnnotateRecord {
        let source = Source { file: "statement".into(), id: "A5.1".into(), row: row.into() };
        let column = Column { heading: "Remark".into(), text: text.into() };
        let about = About { sources: vec![source], columns: vec![column], ..About::default() };
        AnnotateRecord { id: id(record), about }
    }

    #[test]
    fn the_same_source_and_heading_are_kept_once_with_the_latest_word() {
        let mut isms = small();
        run(&mut isms, said("A.5.1", "row 4", "old"));
        run(&mut isms, said("A.5.1", "row 7", "new"));
        let revision = isms.revision(id("A.5.1"));
        run(&mut isms, said("A.5.1", "row 7", "new"));
        assert_eq!(isms.revision(id("A.5.1")), revision, "the same again is no change");
        let about = isms.find(id("A.5.1")).expect("there").about();
        assert_eq!((about.sources.len(), &*about.sources[0].row), (1, "row 7"));
        assert_eq!((about.columns.len(), &*about.columns[0].text), (1, "new"));
        assert_eq!(isms.name_of(id("A.5.1")), "Policies");
    }

    #[test]
    fn a_proposal_stays_one() {
        let mut isms = small();
        run(&mut isms, create_proposed("Risk", "Flood"));
        run(&mut isms, said("R-3", "row 1", "wet"));
        assert!(isms.find(id("R-3")).expect("there").about().proposed.is_some());
        assert_eq!(refusal(&isms, said("R-9", "row 1", "wet")), "there is no R-9");
    }
}
