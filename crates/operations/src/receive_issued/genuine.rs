//! Whether a paper is the body's: its signature, and that it is meant for this share.

use model::records::{IssuedDocument, Person, Share};
use model::{Digest, Isms, Line, RecordId, Ref};
use serde::Serialize;

use super::{ReceiveIssued, ReceiveIssuedRefusal as Refusal};
use crate::issued_paper::{IssuedPaper, digest_of};
use crate::signing::BodyKey;
use crate::stepping::Step;

/// What the signature is over; its name tells it from everything else that a key could sign.
const STATEMENT: &str = "plumbline/issued@v2";

/// All that a body says by a paper.
#[derive(Serialize)]
struct Statement<'a> {
    format: &'static str,
    body: &'a Line,
    engagement: &'a Line,
    share: &'a Line,
    number: &'a Line,
    paper: &'a IssuedPaper,
    digest: &'a Digest,
    issued_by: &'a Line,
    issued_on: model::Date,
    head: &'a Line,
}

impl ReceiveIssued {
    /// Returns the bytes that the body signs: all that it says, in the one form that there is of it.
    #[must_use]
    pub fn statement(&self) -> Vec<u8> {
        let Self { meant_for, number, paper, digest, issued_by, issued_on, body, engagement, head, .. } =
            self;
        model::stored::bytes(&Statement {
            format: STATEMENT,
            body,
            engagement,
            share: meant_for,
            number,
            paper,
            digest,
            issued_by,
            issued_on: *issued_on,
            head,
        })
    }
}

/// Looks that a paper was signed by the body of a share, for this share, and that nothing of it came before.
pub(super) fn genuine(
    isms: &Isms,
    step: &Step<'_, Share>,
    came: &ReceiveIssued,
    actor: Ref<Person>,
) -> Result<Digest, Refusal> {
    let share = step.record;
    let number = || came.number.clone();
    let bound = BodyKey::read(&share.body_key)
        .ok_or_else(|| Refusal::NoKey { share: step.id, body: share.body.clone() })?;
    match BodyKey::read(&came.key) {
        None => return Err(Refusal::Unsigned { number: number() }),
        Some(other) if other != bound => {
            let (found, bound) = (other.fingerprint(), bound.fingerprint());
            return Err(Refusal::OtherKey { number: number(), share: step.id, found, bound });
        }
        Some(_) => {}
    }
    if !bound.has_signed(&came.statement(), &came.signature) {
        return Err(Refusal::Forged { number: number() });
    }
    let found = digest_of(came.paper.kind, &came.paper.title, &came.paper.content());
    if found != came.digest {
        let (found, recorded) = (found.short().to_owned(), came.digest.short().to_owned());
        return Err(Refusal::Changed { number: number(), found, recorded });
    }
    if Ref::parse(&came.meant_for) != Some(came.share) {
        return Err(Refusal::OtherShare { number: number(), share: step.id, said: came.meant_for.clone() });
    }
    let is_same = |one: &Line, other: &Line| one.trim().eq_ignore_ascii_case(other.trim());
    // To a body of this instance the program bound the key itself, and knows who acts; the client may call both otherwise.
    let is_here = share.body_organisation.is_some();
    if !is_here && !is_same(&came.body, &share.body) {
        let (said, expected) = (came.body.clone(), share.body.clone());
        return Err(Refusal::OtherBody { number: number(), share: step.id, said, expected });
    }
    step.said(&share.engagement, "say what the body calls the work, before its papers come")?;
    if !is_same(&came.engagement, &share.engagement) {
        let (said, expected) = (came.engagement.clone(), share.engagement.clone());
        return Err(Refusal::OtherEngagement { number: number(), share: step.id, said, expected });
    }
    let mut team = share.team.iter().filter_map(|who| isms.people.get(who));
    let is_of_team = (is_here && share.team.contains(&actor))
        || team.any(|person| is_same(&person.title, &came.issued_by));
    if !is_of_team {
        return Err(Refusal::NotOfTeam { number: number(), share: step.id, who: came.issued_by.clone() });
    }
    new(isms, step, came, &found)?;
    Ok(found)
}

/// Refuses what was taken in before, and another paper under a number that is taken.
fn new(isms: &Isms, step: &Step<'_, Share>, came: &ReceiveIssued, digest: &Digest) -> Result<(), Refusal> {
    let body = &step.record.body;
    // A body numbers its papers once, whatever share they come by.
    let is_its = |one: &IssuedDocument| {
        let share: Option<Ref<Share>> = one.share;
        share == Some(came.share)
            || share
                .and_then(|share| isms.shares.find(&share))
                .is_some_and(|other| other.body.eq_ignore_ascii_case(body) && one.number == came.number)
    };
    let known: Vec<(RecordId, &IssuedDocument)> = isms
        .issued_documents
        .iter()
        .map(|(id, one)| (id.id(), &**one))
        .filter(|(_, one)| is_its(one))
        .collect();
    let (share, number) = (step.id, came.number.clone());
    if let Some((known, _)) = known.iter().find(|(_, one)| one.digest.as_ref() == Some(digest)) {
        return Err(Refusal::Known { number, known: *known });
    }
    match known.iter().find(|(_, one)| one.number == came.number) {
        Some((known, _)) => Err(Refusal::Taken { share, known: *known, number }),
        None => Ok(()),
    }
}
