//! Undo: what a commit changed is as it was before, unless something was built on it.

use std::collections::BTreeSet;

use model::records::{
    Audit, Document, JointChange, ManagementReview, Membership, Method, Person, Risk, RiskAssessment, Scope,
    Soa, TreatmentPlan,
};
use model::{Change, Date, Isms, Key, Prose, RecordId, RecordKind, Ref};
use thiserror::Error;

use crate::commenting::{comments_about, is_comment_about};
use crate::frozen::frozen;
use crate::{Decided, EndMembership, Operation, StepRefusal};

/// Undo a commit.
#[derive(Debug, Clone)]
pub struct Undo {
    /// The number of the commit.
    pub commit: u64,
    /// What it did to each record, turned round.
    pub reverse: Vec<Reverse>,
}

/// What a commit did to a record, turned round.
#[derive(Debug, Clone, PartialEq)]
pub struct Reverse {
    /// The record.
    pub id: RecordId,
    /// The revision at which the commit left it.
    pub revision_after: u32,
    /// The record before the commit; nothing where the commit created it.
    pub before: Option<Change>,
}

/// Why a commit cannot be undone.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum UndoRefusal {
    /// It changed no record.
    #[error("commit {0} changed no record; there is nothing to undo")]
    Nothing(u64),
    /// A record was changed again since.
    #[error("{id} was changed after commit {commit}; undo the later changes first, or edit it")]
    Later {
        /// The commit.
        commit: u64,
        /// The record.
        id: RecordId,
    },
    /// It always exists.
    #[error("{0} always exists; the beginning of an organisation cannot be undone")]
    Fixed(RecordId),
    /// Another record points at what would go.
    #[error("{by} points at {id}, which commit {commit} created; take the link away first")]
    Needed {
        /// The commit.
        commit: u64,
        /// What would go.
        id: RecordId,
        /// What points at it.
        by: RecordId,
    },
    /// What a record would point at again is gone.
    #[error("{id} would point at {target} again, and that is gone; edit {id} instead")]
    Gone {
        /// The record.
        id: RecordId,
        /// What it would point at.
        target: RecordId,
    },
    /// Somebody approved or accepted something in it.
    #[error(
        "commit {commit} changed approvals or acceptances of {id}, and such words are not undone; withdraw or give them anew"
    )]
    Judged {
        /// The commit.
        commit: u64,
        /// The record.
        id: RecordId,
    },
    /// What came from a certification body, or who opened what, stays.
    #[error("{id} is {state} and stays on record; {help}")]
    Stays {
        /// The record.
        id: RecordId,
        /// As what it stays.
        state: &'static str,
        /// What to do instead.
        help: &'static str,
    },
    /// A membership is ended in the place of its undoing, and that cannot be.
    #[error("undoing it would end {id}, and that cannot be: {refusal}")]
    Member {
        /// The membership.
        id: RecordId,
        /// Why it cannot end.
        refusal: Box<StepRefusal>,
    },
    /// The ledger was read wrongly.
    #[error("what commit {commit} did to {id} is told twice or of another record; nothing was undone")]
    Unclear {
        /// The commit.
        commit: u64,
        /// The record.
        id: RecordId,
    },
}

impl Operation for Undo {
    const NAME: &'static str = "undo";
    const INTENT: &'static str = "commit.undo";
    type Refusal = UndoRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { commit, reverse } = self;
        let ids: BTreeSet<RecordId> = reverse.iter().map(|one| one.id).collect();
        let created = reverse.iter().filter(|one| one.before.is_none()).map(|one| one.id);
        let created: BTreeSet<RecordId> = created.collect();
        let mut seen = BTreeSet::new();
        let mut changes = Vec::with_capacity(reverse.len() + 1);
        for one in &reverse {
            let id = one.id;
            let other = one.before.as_ref().is_some_and(|before| before.id() != Some(id));
            if other || !seen.insert(id) || matches!(one.before, Some(Change::Removed(..))) {
                return Err(UndoRefusal::Unclear { commit, id });
            }
            if isms.revision(id) != one.revision_after {
                return Err(UndoRefusal::Later { commit, id });
            }
            // What was said is changed, resolved and withdrawn by its own steps; it comes back only with its record.
            if id.kind == RecordKind::Comment && isms.find(id).is_some() {
                let (state, help) = ("what somebody said", "who said it withdraws it, or answer it");
                return Err(UndoRefusal::Stays { id, state, help });
            }
            if was_judged(isms, one) {
                return Err(UndoRefusal::Judged { commit, id });
            }
            match &one.before {
                None if isms.find(id).is_none() => {}
                None if id.kind == RecordKind::Membership => {
                    changes.push(ended(isms, Ref::of(id.key), commit, (actor, today))?);
                }
                None => {
                    removable(isms, id, commit, &ids)?;
                    let gone = comments_about(isms, &[id]).into_iter().chain([id]);
                    let because = Prose::new(&format!("undo of commit {commit}"));
                    changes.extend(gone.map(|id| Change::Removed(id, because.clone())));
                }
                Some(before) => {
                    pointing(isms, id, before, &ids, &created)?;
                    changes.extend((isms.present(id).as_ref() != Some(before)).then(|| before.clone()));
                }
            }
        }
        if changes.is_empty() {
            return Err(UndoRefusal::Nothing(commit));
        }
        changes.insert(0, Change::Note(Prose::new(&format!("undo of commit {commit}"))));
        Ok(changes)
    }
}

/// Returns the end of a membership that the commit created: it holds no longer, and that it held stays on record.
fn ended(
    isms: &Isms,
    id: Ref<Membership>,
    commit: u64,
    (actor, today): (Ref<Person>, Date),
) -> Result<Change, UndoRefusal> {
    let because = Prose::new(&format!("undo of commit {commit}"));
    let ending = EndMembership { membership: id, because }.decide(isms, actor, today);
    let mut changes =
        ending.map_err(|refusal| UndoRefusal::Member { id: id.id(), refusal: Box::new(refusal) })?;
    changes.pop().ok_or(UndoRefusal::Nothing(commit))
}

/// Looks that a record that the commit created can go.
fn removable(isms: &Isms, id: RecordId, commit: u64, ids: &BTreeSet<RecordId>) -> Result<(), UndoRefusal> {
    let annex = id.kind == RecordKind::Control && matches!(id.key, Key::AnnexA(_));
    if annex || id.kind.kind().single {
        return Err(UndoRefusal::Fixed(id));
    }
    let is_foreign = matches!(id.kind, RecordKind::IssuedDocument | RecordKind::FileAccess);
    if let Some(frozen) = frozen(isms, id).filter(|_| is_foreign) {
        return Err(UndoRefusal::Stays { id, state: frozen.state, help: frozen.help });
    }
    let holds = |source: &RecordId| !ids.contains(source) && !is_comment_about(isms, *source, id);
    match isms.all_sources(id).find(holds) {
        Some(by) => Err(UndoRefusal::Needed { commit, id, by }),
        None => Ok(()),
    }
}

/// Looks that what a record would point at again is there, or comes back with it.
fn pointing(
    isms: &Isms,
    id: RecordId,
    before: &Change,
    ids: &BTreeSet<RecordId>,
    created: &BTreeSet<RecordId>,
) -> Result<(), UndoRefusal> {
    let Some((_, _, fields)) = before.shown() else { return Ok(()) };
    for target in fields.iter().flat_map(|field| field.references.iter().copied()) {
        let stays = isms.find(target).is_some() && !created.contains(&target);
        let comes_back = ids.contains(&target) && !created.contains(&target);
        let dangles_now = isms.find(target).is_none() && isms.all_sources(target).any(|source| source == id);
        if !(stays || comes_back || dangles_now) {
            return Err(UndoRefusal::Gone { id, target });
        }
    }
    Ok(())
}

macro_rules! judged {
    ($($kind:ident: $list:ident),*) => {
        /// The fields in which people give their word, by kind: no undo takes one back.
        const JUDGED: &[(RecordKind, &str)] = &[$((RecordKind::$kind, stringify!($list))),*];

        /// Says whether the commit added or changed approvals or acceptances of a record.
        fn was_judged(isms: &Isms, one: &Reverse) -> bool {
            let Some(now) = isms.present(one.id) else { return false };
            $(if let Change::$kind(_, now) = &now {
                return match &one.before {
                    Some(Change::$kind(_, before)) => before.record.$list != now.record.$list,
                    _ => now.record.$list != $kind::default().$list,
                };
            })*
            false
        }
    };
}

judged!(Scope: approvals, Method: approvals, Soa: approvals, TreatmentPlan: approvals, Document: approvals,
    Risk: acceptances, Audit: reports, ManagementReview: packs, RiskAssessment: registers, JointChange: state);

/// Says whether a field that a commit changed is one in which people give their word, so that an undo of it is refused.
#[must_use]
pub fn is_judged(kind: RecordKind, field: &str) -> bool {
    JUDGED.contains(&(kind, field))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AcceptResidualRisk;
    use crate::testing::{create, edit, id, refusal, run, small};

    /// Returns the reverse of a commit that changed these records between two states.
    fn reverse(before: &Isms, after: &Isms, ids: &[&str]) -> Undo {
        let of = |name: &&str| {
            let id = id(name);
            Reverse { id, revision_after: after.revision(id), before: before.present(id) }
        };
        Undo { commit: 12, reverse: ids.iter().map(of).collect() }
    }

    #[test]
    fn an_undone_edit_is_as_it_was_before() {
        let before = small();
        let mut isms = before.clone();
        run(&mut isms, edit("R-1", "title", "Something else"));
        let undo = reverse(&before, &isms, &["R-1"]);
        run(&mut isms, undo.clone());
        assert_eq!(isms.present(id("R-1")), before.present(id("R-1")));
        let again = refusal(&isms, undo);
        assert_eq!(again, "R-1 was changed after commit 12; undo the later changes first, or edit it");
    }

    #[test]
    fn what_a_commit_created_goes_unless_something_points_at_it() {
        let before = small();
        let mut isms = before.clone();
        run(&mut isms, create("Asset", "Printer"));
        let undo = reverse(&before, &isms, &["AST-2"]);
        run(&mut isms, edit("R-1", "elements", "AST-2"));
        let refused = refusal(&isms, undo.clone());
        assert_eq!(refused, "R-1 points at AST-2, which commit 12 created; take the link away first");
        run(&mut isms, edit("R-1", "elements", ""));
        run(&mut isms, undo);
        assert!(isms.find(id("AST-2")).is_none());
    }

    #[test]
    fn a_record_does_not_point_at_what_is_gone_again() {
        let mut isms = small();
        run(&mut isms, create("Asset", "Printer"));
        run(&mut isms, edit("R-1", "elements", "AST-2"));
        let before = isms.clone();
        run(&mut isms, edit("R-1", "elements", ""));
        let undo = reverse(&before, &isms, &["R-1"]);
        run(&mut isms, crate::RemoveRecord { id: id("AST-2"), because: "sold".into() });
        let refused = refusal(&isms, undo);
        assert_eq!(refused, "R-1 would point at AST-2 again, and that is gone; edit R-1 instead");
    }

    #[test]
    fn a_removed_record_comes_back() {
        let before = small();
        let mut isms = before.clone();
        run(&mut isms, crate::RemoveRecord { id: id("R-2"), because: "twice".into() });
        let undo = reverse(&before, &isms, &["R-2"]);
        run(&mut isms, undo);
        assert_eq!(isms.present(id("R-2")), before.present(id("R-2")));
    }

    #[test]
    fn an_acceptance_is_withdrawn_and_never_undone() {
        let before = small();
        let mut isms = before.clone();
        let until = Date::constant(2026, 9, 9);
        run(
            &mut isms,
            AcceptResidualRisk { risk: Ref::number(1), until, because: "cheap".into(), for_owner: None },
        );
        let refused = refusal(&isms, reverse(&before, &isms, &["R-1"]));
        assert_eq!(
            refused,
            "commit 12 changed approvals or acceptances of R-1, and such words are not undone; \
             withdraw or give them anew"
        );
        assert!(is_judged(RecordKind::Risk, "acceptances") && !is_judged(RecordKind::Risk, "title"));
    }

    #[test]
    fn the_beginning_is_not_undone() {
        let isms = small();
        let refused = refusal(&isms, reverse(&Isms::default(), &isms, &["A.5.1"]));
        assert!(refused.starts_with("A.5.1 always exists"), "{refused}");
    }
}
