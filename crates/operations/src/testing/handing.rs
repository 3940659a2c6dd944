//! What tests of requests and packs share.

use model::records::Pack;
use model::{Isms, Ref, Value};

use super::{edit, engaged, put, run};
use crate::*;

/// Returns a request of PER-2 in the internal audit.
pub fn ask_for() -> AskRequest {
    AskRequest {
        title: "List of leavers".into(),
        audit: Some(Ref::number(1)),
        asked_by: Some(Ref::number(2)),
        about: Vec::new(),
        description: "all who left in 2025".into(),
        owner: None,
        due: None,
        on: None,
    }
}

/// Returns the organisation of the engagement with a request.
pub fn asked() -> Isms {
    let mut isms = engaged();
    run(&mut isms, ask_for());
    isms
}

/// Returns the answer with these records.
pub fn answer_with(shown: &str) -> AnswerRequest {
    let shown = Vec::read(shown).unwrap_or_else(|problem| panic!("{shown}: {problem}"));
    AnswerRequest { request: Ref::number(1), answer: "see there".into(), shown, on: None }
}

/// Returns the organisation of the engagement with a pack for Stage 1 of two records.
pub fn packed() -> Isms {
    let mut isms = engaged();
    put(&mut isms, (Ref::number(1), Pack { title: "Stage 1".into(), ..Pack::default() }));
    run(&mut isms, edit("PCK-1", "gate", "stage 1"));
    run(&mut isms, edit("PCK-1", "items", "policy | Policy | DOC-1\nscope | Scope | SCO"));
    isms
}

/// Returns the seal of the pack.
pub fn seal() -> SealPack {
    SealPack { pack: Ref::number(1) }
}
