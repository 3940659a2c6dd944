//! Open file: somebody from outside opens a file of ours, and that is noted first, once a day.

use model::records::{Document, Evidence, FileAccess, Person, Share};
use model::{Date, Digest, Isms, Line, RecordId, RecordKind, Ref};

use crate::engaging::is_yes;
use crate::look_at_evidence::is_noted;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Note that an auditor opens a file; the same bytes stand once for each day, so that the log stays readable.
#[derive(Debug, Clone)]
pub struct OpenFile {
    /// The share by which it is seen.
    pub share: Ref<Share>,
    /// The evidence or document whose file it is.
    pub record: RecordId,
    /// The hash of the bytes.
    pub digest: Digest,
}

impl Operation for OpenFile {
    const NAME: &'static str = "open file";
    const INTENT: &'static str = "file.open";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { share, record, digest } = self;
        let step = Step::of(isms, share, today)?;
        if !step.record.is_open(today) || !step.record.team.contains(&actor) {
            return Err(step.not_now("not open for who asks", "the organisation opens a share"));
        }
        if !is_yes(step.record.files) {
            return Err(step.not_now("without files", "ask to see the file in a request"));
        }
        // Which bytes it has in the view that is shared, whoever serves them knows.
        let evidence = isms.evidence.find(&Ref::<Evidence>::of(record.key)).is_some();
        let document = isms.documents.find(&Ref::<Document>::of(record.key)).is_some();
        let has_file = (record.kind == RecordKind::Evidence && evidence)
            || (record.kind == RecordKind::Document && document);
        if !has_file {
            return Err(StepRefusal::Absent(crate::Absent::Unknown(record)));
        }
        let access = FileAccess {
            title: Line::new(&format!("{} opened the file of {record}", isms.name_of(actor.id()))),
            share: Some(share),
            person: Some(actor),
            record: Some(record),
            digest: Some(digest),
        };
        if is_noted(isms, &access, today) {
            return Ok(Vec::new());
        }
        Ok(vec![isms.put::<FileAccess>(isms.file_accesses.next(), access)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{edit, id, kept, open_share, refusal, refusal_of, run, run_as, stored_file, typed};
    use crate::{AddEvidence, RemoveRecord};
    use model::Key;

    #[test]
    fn a_file_is_opened_by_the_team_of_an_open_share_with_files_and_the_note_stays() {
        let mut isms = kept();
        let evidence = AddEvidence {
            typed: typed(&[("title", "Log")]),
            file: Some(stored_file()),
            ..AddEvidence::default()
        };
        run(&mut isms, evidence);
        let record = isms.evidence.iter().last().expect("added").0.id();
        let open = || OpenFile { share: Ref::number(1), record, digest: stored_file().digest };
        assert!(refusal(&isms, open()).starts_with("SHR-1 is not open for who asks"));
        run(&mut isms, edit("SHR-1", "files", "yes"));
        run(&mut isms, open_share());
        assert!(
            refusal(&isms, open()).starts_with("SHR-1 is not open for who asks"),
            "PER-1 is not of the team"
        );
        let Key::Number(auditor) = isms.shares.get(&Ref::number(1)).expect("there").team[0].key else {
            panic!("people have numbers")
        };
        let other = OpenFile { record: id("C-1"), ..open() };
        assert_eq!(refusal_of(&isms, auditor, other), "there is no C-1");
        run_as(&mut isms, auditor, open());
        run_as(&mut isms, auditor, open());
        assert_eq!(isms.file_accesses.len(), 1, "the same on the same day is one access");
        let tomorrow = crate::testing::TODAY.tomorrow().expect("a day");
        let again = open().decide(&isms, Ref::number(auditor), tomorrow).expect("it is open");
        assert_eq!(again.len(), 1, "another day is another access");
        let remove = RemoveRecord { id: id("ACS-1"), because: "nobody needs to know".into() };
        assert!(refusal(&isms, remove).contains("ACS-1"), "who opened what stays on record");
    }
}
