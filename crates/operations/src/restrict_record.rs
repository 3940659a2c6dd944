//! Restrict record: only the people whom it names see a record, whatever the roles of others.

use model::records::Person;
use model::{Date, Isms, Key, Prose, RecordId, RecordKind, Ref, Restricted};

use crate::absent::Absent;
use crate::stepping::{StepRefusal, all_counted};
use crate::{Decided, Operation};

/// Say who sees a record.
#[derive(Debug, Clone)]
pub struct RestrictRecord {
    /// The record.
    pub id: RecordId,
    /// Who sees it beside the actor.
    pub to: Vec<Ref<Person>>,
    /// Why others do not.
    pub because: Prose,
}

/// Kinds that everybody here has to see, so that anything can be read.
const OPEN: &[RecordKind] = &[
    RecordKind::Person,
    RecordKind::Role,
    RecordKind::Membership,
    RecordKind::Exception,
    RecordKind::Share,
    RecordKind::FileAccess,
    RecordKind::IssuedDocument,
];

impl Operation for RestrictRecord {
    const NAME: &'static str = "restrict record";
    const INTENT: &'static str = "record.restrict";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, _today: Date) -> Decided<Self> {
        let Self { id, to, because } = self;
        let present = isms.present(id).ok_or(Absent::Unknown(id))?;
        let is_annex = matches!(id.key, Key::AnnexA(_));
        if id.kind.kind().single || is_annex || OPEN.contains(&id.kind) {
            return Err(StepRefusal::NotNow {
                id,
                state: "needed by everybody",
                help: "it cannot be restricted",
            });
        }
        if because.is_empty() {
            return Err(StepRefusal::Missing { id, what: "say why others do not see it" });
        }
        let mut to = all_counted(isms, to)?;
        let is_known = isms.people.get(&actor).is_some();
        if is_known && !to.contains(&actor) {
            to.insert(0, actor);
        }
        if to.is_empty() {
            return Err(StepRefusal::Missing { id, what: "name at least one person who sees it" });
        }
        Ok(vec![present.with_about(|about| about.restricted = Some(Restricted { to, because }))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::UnrestrictRecord;
    use crate::testing::{id, refusal, run, small};

    #[test]
    fn a_record_is_seen_by_whom_it_names_and_by_who_said_so() {
        let mut isms = small();
        let restrict = |record: &str| RestrictRecord {
            id: id(record),
            to: vec![Ref::number(2)],
            because: "salaries".into(),
        };
        for needed in ["SOA", "A.5.1", "PER-2", "ROL-1"] {
            assert!(refusal(&isms, restrict(needed)).ends_with("it cannot be restricted"), "{needed}");
        }
        let silent = RestrictRecord { because: "".into(), ..restrict("R-1") };
        assert_eq!(refusal(&isms, silent), "R-1 needs more: say why others do not see it");
        run(&mut isms, restrict("R-1"));
        let about = isms.find(id("R-1")).expect("R-1").about().clone();
        assert_eq!(about.restricted.expect("restricted").to, [Ref::number(1), Ref::number(2)]);
        run(&mut isms, UnrestrictRecord { id: id("R-1"), because: "published".into() });
        assert_eq!(isms.find(id("R-1")).expect("R-1").about().restricted, None);
        let open = UnrestrictRecord { id: id("R-1"), because: "published".into() };
        assert_eq!(refusal(&isms, open), "R-1 is not restricted; everybody here sees it");
    }
}
