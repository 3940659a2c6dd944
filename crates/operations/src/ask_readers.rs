//! Ask readers: people are asked to confirm having read the version of a document in force (7.3).

use model::records::{Document, Person, PersonKind, ReadingCampaign};
use model::{Date, Isms, Reading, Ref, YesNo};

use crate::stepping::{Step, StepRefusal, near};
use crate::{Decided, Operation};

/// Ask people to confirm having read a document: those who have to, or all who work inside the scope.
#[derive(Debug, Clone)]
pub struct AskReaders {
    /// The document.
    pub document: Ref<Document>,
    /// By when they are to confirm it.
    pub due: Option<Date>,
}

impl Operation for AskReaders {
    const NAME: &'static str = "ask readers";
    const INTENT: &'static str = "document.ask_readers";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { document: id, due } = self;
        let step = Step::of(isms, id, today)?;
        let Some(approval) = step.record.in_force(today) else {
            return Err(step.not_now("not in force", "approve it before people are asked to read it"));
        };
        if due.is_some_and(|due| due < today) {
            return Err(step.missing("a day from today on by which it is to be read"));
        }
        let due = near(today, due)?;
        let version = approval.version;
        let all = readers(isms, step.record, today);
        if all.is_empty() {
            return Err(step.missing("name who has to read it, or say who works inside the scope"));
        }
        let asked = step.record.campaigns.iter().filter(|campaign| campaign.version == version);
        let mut settled: Vec<Ref<Person>> =
            asked.flat_map(|campaign| campaign.readers.iter().copied()).collect();
        settled.extend(Reading::confirmed(isms, id, version, today).into_keys());
        let readers: Vec<Ref<Person>> = all.into_iter().filter(|person| !settled.contains(person)).collect();
        if readers.is_empty() {
            return Err(step.not_now("known", "everybody was asked about this version, or has confirmed it"));
        }
        step.room(&step.record.campaigns)?;
        let mut asking = Document::clone(step.record);
        let campaign = ReadingCampaign { version, started_on: Some(today), due, by: Some(actor), readers };
        asking.campaigns.push(campaign);
        Ok(vec![isms.put::<Document>(id, asking)])
    }
}

/// Returns who would be asked to read a document: who is named, else all who work here inside the scope.
fn readers(isms: &Isms, document: &Document, today: Date) -> Vec<Ref<Person>> {
    let named = |person: &Ref<Person>| {
        document.required_readers.is_empty() || document.required_readers.contains(person)
    };
    isms.people
        .iter()
        .filter(|(id, person)| named(id) && person.is_active(today))
        .filter(|(_, person)| {
            !document.required_readers.is_empty()
                || (person.in_scope == Some(YesNo::Yes) && person.kind != Some(PersonKind::Outside))
        })
        .map(|(id, _)| id)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{edit, published, refusal, run, small};
    use crate::{Acknowledge, ApproveDocument};

    #[test]
    fn who_has_to_read_is_asked_once_for_each_version() {
        let mut isms = published();
        let ask = || AskReaders { document: Ref::number(1), due: None };
        assert_eq!(
            refusal(&small(), ask()),
            "DOC-1 is not in force; approve it before people are asked to read it"
        );
        assert!(refusal(&isms, ask()).contains("say who works inside the scope"));
        run(&mut isms, edit("PER-1", "in_scope", "yes"));
        run(&mut isms, edit("PER-2", "in_scope", "yes"));
        run(&mut isms, Acknowledge { document: Ref::number(1), version: None });
        run(&mut isms, ask());
        let asked = |isms: &Isms| isms.documents.get(&Ref::number(1)).expect("there").campaigns.clone();
        assert_eq!(asked(&isms)[0].readers, [Ref::number(2)]);
        assert!(refusal(&isms, ask()).starts_with("DOC-1 is known"));
        run(&mut isms, edit("DOC-1", "text", "Lock it at once"));
        run(&mut isms, edit("DOC-1", "required_readers", "PER-1"));
        run(&mut isms, ApproveDocument { document: Ref::number(1), seen: None });
        run(&mut isms, ask());
        assert_eq!((asked(&isms)[1].version, asked(&isms)[1].readers.clone()), (2, vec![Ref::number(1)]));
    }
}
