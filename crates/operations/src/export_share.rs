//! Export share: what a share shows goes out as one file, and the log says who took it out, with which evidence.

use model::records::{FileAccess, Person, Share, ShareState};
use model::{Change, Date, Digest, Isms, Key, Line, RecordId, Ref};

use crate::look_at_evidence::is_noted;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Note that a pack of a share was written.
#[derive(Debug, Clone)]
pub struct ExportShare {
    /// The share.
    pub share: Ref<Share>,
    /// The hash of the pack.
    pub digest: Digest,
    /// The records whose files are in it, each with the hash of its bytes.
    pub files: Vec<(RecordId, Digest)>,
}

impl Operation for ExportShare {
    const NAME: &'static str = "export share";
    const INTENT: &'static str = "pack.export";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { share, digest, files } = self;
        let step = Step::of(isms, share, today)?;
        if step.record.state != ShareState::Open || !step.record.is_open(today) {
            return Err(step.not_now("not open", "a pack shows what an open share does"));
        }
        let Key::Number(first) = isms.file_accesses.next().key else {
            return Err(step.missing("a number for the note"));
        };
        let who = isms.name_of(actor.id());
        let whole = (step.id, digest, format!("{who} wrote the pack of {}", step.id));
        let parts = files.into_iter().map(|(record, digest)| {
            (record, digest, format!("the file of {record} went out with the pack of {}", step.id))
        });
        let access = |(record, digest, words): (RecordId, Digest, String)| FileAccess {
            title: Line::new(&words),
            share: Some(share),
            person: Some(actor),
            record: Some(record),
            digest: Some(digest),
        };
        let all = std::iter::once(whole).chain(parts).map(access);
        // Whoever takes the same bytes out again on the same day is noted already.
        let new = all.filter(|access| !is_noted(isms, access, today));
        let put = |(number, access)| isms.put::<FileAccess>(Ref::number(number), access);
        Ok((first..).zip(new).map(put).collect::<Vec<Change>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{id, kept, open_share, refusal, run};

    #[test]
    fn a_pack_is_noted_with_each_file_that_goes_out_and_only_of_an_open_share() {
        let mut isms = kept();
        let export = || ExportShare {
            share: Ref::number(1),
            digest: Digest::of(b"pack"),
            files: vec![(id("EV-1"), Digest::of(b"log")), (id("EV-2"), Digest::of(b"photo"))],
        };
        assert!(refusal(&isms, export()).starts_with("SHR-1 is not open"));
        run(&mut isms, open_share());
        run(&mut isms, export());
        let noted: Vec<_> =
            isms.file_accesses.iter().map(|(_, one)| (one.record, one.digest.clone())).collect();
        let expected = [("SHR-1", &b"pack"[..]), ("EV-1", b"log"), ("EV-2", b"photo")];
        let again = export().decide(&isms, Ref::number(1), crate::testing::TODAY).expect("it is open");
        assert!(again.is_empty(), "the same bytes on the same day are one access: {again:?}");
        let other = ExportShare { digest: Digest::of(b"other"), ..export() };
        let other = other.decide(&isms, Ref::number(1), crate::testing::TODAY).expect("it is open");
        assert_eq!(other.len(), 1, "other bytes are another, with the same files in it");
        assert_eq!(noted, expected.map(|(record, bytes)| (Some(id(record)), Some(Digest::of(bytes)))));
        assert_eq!(
            &*isms.file_accesses.get(&Ref::number(1)).expect("noted").title,
            "Pat wrote the pack of SHR-1"
        );
    }
}
