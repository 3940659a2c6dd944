//! Acknowledge: somebody says to have read and understood the version of a document in force (7.3).

use model::records::{Acknowledgement, Document, Person};
use model::{Date, Isms, Line, Reading, Ref};

use crate::absent::counted;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say to have read a document; each person says it for the own person.
#[derive(Debug, Clone)]
pub struct Acknowledge {
    /// The document.
    pub document: Ref<Document>,
    /// The version that was read; the one in force where nothing is said.
    pub version: Option<u32>,
}

impl Operation for Acknowledge {
    const NAME: &'static str = "acknowledge document";
    const INTENT: &'static str = "document.acknowledge";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { document: id, version } = self;
        let step = Step::of(isms, id, today)?;
        let reader = counted(isms, actor)?;
        let Some(approval) = step.record.in_force(today) else {
            return Err(step.not_now("not in force", "there is no version to confirm"));
        };
        if version.is_some_and(|version| version != approval.version) {
            return Err(step.not_now("in force in another version", "read that one"));
        }
        if Reading::confirmed(isms, id, approval.version, today).contains_key(&actor) {
            return Err(step.not_now("confirmed", "you said before that you have read this version"));
        }
        let title = Line::new(&format!("{} v{}, {}", approval.content.title, approval.version, reader.title));
        let acknowledgement = Acknowledgement {
            title,
            document: Some(id),
            version: Some(approval.version),
            person: Some(actor),
            on: Some(today),
        };
        Ok(vec![isms.put::<Acknowledgement>(isms.acknowledgements.next(), acknowledgement)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{published, refusal, refusal_of, run, run_as};

    #[test]
    fn each_person_confirms_each_version_once_and_only_the_one_in_force() {
        let mut isms = published();
        let read = |version| Acknowledge { document: Ref::number(1), version };
        assert_eq!(refusal(&isms, read(Some(2))), "DOC-1 is in force in another version; read that one");
        assert_eq!(refusal_of(&isms, 9, read(None)), "there is no PER-9");
        run(&mut isms, read(Some(1)));
        assert!(refusal(&isms, read(None)).starts_with("DOC-1 is confirmed"));
        run_as(&mut isms, 2, read(None));
        let second = isms.acknowledgements.get(&Ref::number(2)).expect("there");
        assert_eq!((second.person, &*second.title), (Some(Ref::number(2)), "Rules v1, Kim"));
    }
}
