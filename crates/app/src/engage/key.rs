//! The key of a body: what it signs with, noted where the client is told of it.

use model::Ref;
use model::records::{Engagement, OrganisationKind};
use operations::{BodyKey, NoteKey};

use super::share::would;
use super::{Engage, EngageRefusal, Engaged, of_accounts};
use crate::books::Books;
use crate::commit::{Done, Visit};
use crate::failure::Failure;

impl Engage<'_> {
    /// Notes the key of a body in an engagement; it is made where the body has none yet.
    ///
    /// # Errors
    /// A failure of the world, or that it is not allowed.
    pub async fn note_key(&self, body: &Books, visit: &Visit, engagement: Ref<Engagement>) -> Engaged<Done> {
        let kind = body.now().isms.organisation.one().map(|one| one.kind).unwrap_or_default();
        if kind != OrganisationKind::Body {
            let words = "only a certification body signs what it issues; this organisation is none";
            return Ok(Err(EngageRefusal::Refused(words.to_owned())));
        }
        // Whoever may not note a key makes none.
        let known = self.accounts.body_key(body.log().org).and_then(BodyKey::of);
        let key = match known {
            Some(key) => key,
            None => {
                if let policy::Verdict::Deny(denial) = may(body, visit, engagement) {
                    return Err(Failure::NotAllowed(denial));
                }
                self.body_key(body).await?
            }
        };
        let note = NoteKey { engagement, key: key.text() };
        if let Err(refusal) = would(body, visit, note.clone(), &[engagement.id()])? {
            return Ok(Err(refusal));
        }
        let done = body.run(visit, note).await?;
        Ok(done.map_err(|refusal| EngageRefusal::Refused(refusal.to_string())))
    }

    /// Returns the key of a body; it is made where there is none yet.
    pub(super) async fn body_key(&self, body: &Books) -> Result<BodyKey, Failure> {
        let made = self.accounts.made_body_key(body.log().org).await.map_err(of_accounts)?;
        BodyKey::of(made).ok_or_else(|| Failure::Broken("the key of the body is none".to_owned()))
    }
}

/// Says whether somebody may note the key.
fn may(body: &Books, visit: &Visit, engagement: Ref<Engagement>) -> policy::Verdict {
    body.may(visit.actor, &visit.proof, <NoteKey as operations::Operation>::INTENT, &[engagement.id()])
}
