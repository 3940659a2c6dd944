//! Receive paper: something came from a body that works elsewhere, and is kept with its letter.

use model::records::{Certification, Evidence, Person, ReceivedKind, ReceivedPaper};
use model::{Change, Date, Isms, Line, RecordId, Ref};

use crate::absent::counted;
use crate::stepping::{Step, StepRefusal, pointed_at};
use crate::{Decided, Operation};

/// Record what came from the body; nothing is said in the body's name.
#[derive(Debug, Clone)]
pub struct ReceivePaper {
    /// The certification.
    pub certification: Ref<Certification>,
    /// What it is.
    pub kind: ReceivedKind,
    /// What it is called.
    pub what: Line,
    /// What the body wrote.
    pub letter: Ref<Evidence>,
    /// The audit, finding or other record that it tells of.
    pub about: Vec<RecordId>,
    /// When it came; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for ReceivePaper {
    const NAME: &'static str = "receive paper";
    const INTENT: &'static str = "certification.receive";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { certification, kind, what, letter, about, on } = self;
        pointed_at(isms, &about)?;
        Ok(vec![received(isms, certification, Paper { kind, what, letter, about, on }, today)?])
    }
}

/// What came from the body.
pub(crate) struct Paper {
    pub kind: ReceivedKind,
    pub what: Line,
    pub letter: Ref<Evidence>,
    pub about: Vec<RecordId>,
    pub on: Option<Date>,
}

/// Returns the certification with what came; what it tells of may be made in the same decision.
pub(crate) fn received(
    isms: &Isms,
    id: Ref<Certification>,
    paper: Paper,
    today: Date,
) -> Result<Change, StepRefusal> {
    let Paper { kind, what, letter, about, on } = paper;
    let step = Step::of(isms, id, today)?;
    step.said(&what, "say what came")?;
    counted(isms, letter)?;
    let paper =
        ReceivedPaper { kind: Some(kind), on: Some(step.day(on, &[])?), what, letter: Some(letter), about };
    if step.record.received.contains(&paper) {
        return Err(step.not_now("told of that", "the same paper is on record"));
    }
    step.room(&step.record.received)?;
    let mut kept = Certification::clone(step.record);
    kept.received.push(paper);
    Ok(isms.put::<Certification>(id, kept))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{engaged, id, refusal, run};

    #[test]
    fn what_came_is_kept_once_with_its_letter() {
        let mut isms = engaged();
        let receive = |what: &str, letter| ReceivePaper {
            certification: Ref::number(1),
            kind: ReceivedKind::Certificate,
            what: what.into(),
            letter: Ref::number(letter),
            about: vec![id("AUD-1")],
            on: None,
        };
        assert_eq!(refusal(&isms, receive("Certificate 4711", 9)), "there is no EV-9");
        assert_eq!(refusal(&isms, receive("", 1)), "CRT-1 needs more: say what came");
        run(&mut isms, receive("Certificate 4711", 1));
        let again = refusal(&isms, receive("Certificate 4711", 1));
        assert_eq!(again, "CRT-1 is told of that; the same paper is on record");
        let kept = isms.certifications.get(&Ref::number(1)).expect("there");
        assert_eq!(kept.received[0].letter, Some(Ref::number(1)));
    }
}
