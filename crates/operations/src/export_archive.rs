//! Export archive: the whole organisation goes out as one file, and the log says who took it out.

use model::records::{FileAccess, Organisation, Person};
use model::{Date, Digest, Isms, Key, Line, Ref};

use crate::absent::counted;
use crate::stepping::StepRefusal;
use crate::{Decided, Operation};

/// Note that the whole organisation was written as one file, with its ledger and files.
#[derive(Debug, Clone)]
pub struct ExportArchive {
    /// The hash of the archive.
    pub digest: Digest,
    /// How many commits it holds.
    pub commits: u64,
}

impl Operation for ExportArchive {
    const NAME: &'static str = "export archive";
    const INTENT: &'static str = "organisation.export";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, _today: Date) -> Decided<Self> {
        let Self { digest, commits } = self;
        let id = Ref::<Organisation>::one();
        let here = counted(isms, id)?;
        let Key::Number(number) = isms.file_accesses.next().key else {
            return Err(StepRefusal::Unsaid("there is no number left for the note"));
        };
        let words = format!(
            "{} wrote all of {} into one file, with its {commits} commits and its files",
            isms.name_of(actor.id()),
            here.stored.record.title
        );
        let access = FileAccess {
            title: Line::new(&words),
            share: None,
            person: Some(actor),
            record: Some(id.id()),
            digest: Some(digest),
        };
        Ok(vec![isms.put::<FileAccess>(Ref::number(number), access)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{kept, run};

    #[test]
    fn who_took_all_of_it_out_is_noted_with_the_hash_of_the_file() {
        let mut isms = kept();
        run(&mut isms, ExportArchive { digest: Digest::of(b"archive"), commits: 7 });
        let (_, noted) = isms.file_accesses.iter().last().expect("a note");
        assert_eq!(noted.record.map(|record| record.kind), Some(model::RecordKind::Organisation));
        assert_eq!(noted.digest, Some(Digest::of(b"archive")));
        assert!(
            noted.title.starts_with("Pat wrote all of ") && noted.title.contains("7 commits"),
            "{}",
            &*noted.title
        );
    }
}
