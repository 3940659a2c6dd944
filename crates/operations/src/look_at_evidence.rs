//! Look at evidence: an auditor from outside reads what stands about a piece of evidence, and that is noted first, once a day.

use model::records::{FileAccess, Person, Share};
use model::{Change, Date, Isms, Key, Line, RecordId, RecordKind, Ref};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Note that an auditor looks at evidence; each piece stands once for each day, so that the log stays readable.
#[derive(Debug, Clone)]
pub struct LookAtEvidence {
    /// The share by which it is seen.
    pub share: Ref<Share>,
    /// The evidence; other records are passed over.
    pub records: Vec<RecordId>,
}

impl Operation for LookAtEvidence {
    const NAME: &'static str = "look at evidence";
    const INTENT: &'static str = "evidence.look";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { share, records } = self;
        let step = Step::of(isms, share, today)?;
        if !step.record.is_open(today) || !step.record.team.contains(&actor) {
            return Err(step.not_now("not open for who asks", "the organisation opens a share"));
        }
        let Key::Number(first) = isms.file_accesses.next().key else {
            return Err(step.missing("a number for the note"));
        };
        let records = crate::absent::once_each(records);
        let looked = records.into_iter().filter(|id| id.kind == RecordKind::Evidence);
        let looks = looked.map(|record| {
            let title = Line::new(&format!("{} looked at {record}", isms.name_of(actor.id())));
            // What was removed since it was shared cannot be pointed at; the words name it.
            let record = Some(record).filter(|id| isms.find(*id).is_some());
            FileAccess { title, share: Some(share), person: Some(actor), record, digest: None }
        });
        let new = looks.filter(|look| !is_noted(isms, look, today));
        let put = |(number, look)| isms.put::<FileAccess>(Ref::number(number), look);
        Ok((first..).zip(new).map(put).collect::<Vec<Change>>())
    }
}

/// Says whether the same access was noted on this day: the same person, the same thing, the same bytes by the same share.
pub(crate) fn is_noted(isms: &Isms, look: &FileAccess, today: Date) -> bool {
    let at = look.record.or(look.share.map(|share| share.id()));
    let known = at.into_iter().flat_map(|at| isms.sources::<FileAccess>(at));
    let mut known = known.filter_map(|id| isms.file_accesses.get(&id));
    known.any(|one| one.made.on == today && one.stored.record == *look)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{id, kept, open_share, refusal, run, run_as, typed};
    use crate::{AddEvidence, RemoveRecord};
    use model::Stamp;

    const TODAY: Date = Date::constant(2026, 3, 3);

    fn look(records: &[RecordId]) -> LookAtEvidence {
        LookAtEvidence { share: Ref::number(1), records: records.to_vec() }
    }

    #[test]
    fn a_look_is_noted_once_for_each_person_piece_and_day_and_the_note_stays() {
        let mut isms = kept();
        for title in ["Log", "Photo"] {
            run(&mut isms, AddEvidence { typed: typed(&[("title", title)]), ..AddEvidence::default() });
        }
        let pieces: Vec<RecordId> = isms.evidence.iter().map(|(id, _)| id.id()).collect();
        assert!(refusal(&isms, look(&pieces)).starts_with("SHR-1 is not open for who asks"));
        run(&mut isms, open_share());
        assert!(refusal(&isms, look(&pieces)).starts_with("SHR-1 is not open for who asks"), "of no team");
        let Key::Number(auditor) = isms.shares.get(&Ref::number(1)).expect("there").team[0].key else {
            panic!("people have numbers")
        };
        let noted = |isms: &mut Isms, records: &[RecordId], on: Date| {
            let changes = look(records).decide(isms, Ref::number(auditor), on).expect("it is open");
            changes.iter().for_each(|change| isms.apply(change, Stamp { on, ..Stamp::default() }));
            changes.len()
        };
        let twice = [pieces[0], pieces[0], id("R-1")];
        assert_eq!(noted(&mut isms, &twice, TODAY), 1, "once each, and evidence only");
        assert_eq!(noted(&mut isms, &pieces, TODAY), pieces.len() - 1);
        assert_eq!(noted(&mut isms, &pieces, TODAY), 0);
        let tomorrow = Date::constant(2026, 3, 4);
        assert_eq!(noted(&mut isms, &pieces[..1], tomorrow), 1);
        let removed = id("EV-999");
        assert_eq!([noted(&mut isms, &[removed], tomorrow), noted(&mut isms, &[removed], tomorrow)], [1, 0]);
        let note = isms.file_accesses.get(&Ref::number(1)).expect("noted");
        assert_eq!((note.record, note.digest.is_none()), (Some(pieces[0]), true));
        assert!(note.title.ends_with(&format!("looked at {}", pieces[0])), "{}", note.title);
        let remove = RemoveRecord { id: id("ACS-1"), because: "nobody needs to know".into() };
        assert!(refusal(&isms, remove).contains("ACS-1"), "who looked stays on record");
        run_as(&mut isms, auditor, look(&[]));
    }
}
