//! Approve scope: the statement, and the elements that are in it now, hold from today (4.3).

use model::records::{Person, Scope};
use model::{Date, Digest, Isms, Ref};

use crate::approving::{Draft, approve, filled};
use crate::{Absent, ApprovalRefusal, Decided, Operation, draft_version};

/// Approve the scope as it stands.
#[derive(Debug, Clone, Default)]
pub struct ApproveScope {
    /// The digest of what was read (see `draft_digest`); nothing to approve whatever stands there.
    pub seen: Option<Digest>,
}

impl Operation for ApproveScope {
    const NAME: &'static str = "approve scope";
    const INTENT: &'static str = "scope.approve";
    type Refusal = ApprovalRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let id = Ref::<Scope>::one().id();
        let scope = isms.scope.one().ok_or(Absent::Unknown(id))?;
        let version = draft_version(isms, id, today).ok_or(Absent::Unknown(id))?;
        let content = scope.content(isms);
        if content.statement.is_empty() {
            return Err(ApprovalRefusal::Nothing { id, missing: "write its statement first" });
        }
        filled(id, [&content.statement, &content.certificate_wording])?;
        let mut approved = Scope::clone(scope);
        let draft = Draft { id, version, content, seen: self.seen };
        approve(&mut approved.approvals, draft, actor, today, |_| true)?;
        approved.version = version;
        Ok(vec![isms.put::<Scope>(Ref::one(), approved)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{edit, refusal, run, small};

    #[test]
    fn an_approval_keeps_the_statement_and_the_elements_that_are_in() {
        let mut isms = small();
        run(&mut isms, edit("AST-1", "in_scope", "in"));
        run(&mut isms, ApproveScope::default());
        let scope = isms.scope.one().expect("there");
        let [approval] = &scope.approvals[..] else { panic!("one approval") };
        assert_eq!((approval.version, scope.version), (1, 1));
        assert_eq!(approval.content, scope.content(&isms));
        assert_eq!(approval.content.elements.len(), 1);
        assert_eq!(approval.digest, Digest::of_content(&scope.content(&isms)));
    }

    #[test]
    fn the_same_content_is_approved_once_and_an_edit_makes_the_next_version() {
        let mut isms = small();
        run(&mut isms, ApproveScope::default());
        assert_eq!(
            refusal(&isms, ApproveScope::default()),
            "version 1 of SCO was approved by PER-1 on 2026-03-03 as it stands; there is nothing new to approve"
        );
        run(&mut isms, edit("SCO", "statement", "All of it, and the archive"));
        assert_eq!(draft_version(&isms, Ref::<Scope>::one().id(), Date::constant(2026, 3, 3)), Some(2));
        assert_eq!(isms.scope.one().expect("there").version, 1, "an edit does not count");
        run(&mut isms, ApproveScope::default());
        assert_eq!(isms.scope.one().expect("there").version, 2);
    }

    #[test]
    fn what_changed_since_it_was_read_is_not_approved() {
        let mut isms = small();
        let today = Date::constant(2026, 3, 3);
        let seen = crate::draft_digest(&isms, Ref::<Scope>::one().id(), Ref::number(1), today);
        run(&mut isms, edit("SCO", "statement", "Something else"));
        let refused = refusal(&isms, ApproveScope { seen });
        assert_eq!(refused, "SCO was changed since you read it; read it again before you approve it");
    }

    #[test]
    fn a_scope_without_a_statement_is_nothing_to_approve() {
        let mut isms = small();
        run(&mut isms, edit("SCO", "statement", ""));
        let refused = refusal(&isms, ApproveScope::default());
        assert_eq!(refused, "there is nothing to approve in SCO: write its statement first");
    }

    #[test]
    fn a_statement_with_an_open_place_is_not_approved() {
        let mut isms = small();
        run(&mut isms, edit("SCO", "statement", "All of it, on these systems: [systems]"));
        let refused = refusal(&isms, ApproveScope::default());
        assert_eq!(refused, "the text of SCO still says [systems]; write what belongs there first");
    }
}
