//! Issuing: a paper of the body goes into the client's ledger and into its own, bound by one hash.

use model::records::{Engagement, IssuedDocument, Share};
use model::{Date, Isms, Line, RecordId, Ref};
use operations::{IssuePaper, IssuedFile, IssuedPaper, hex, number_of};

use super::share::would;
use super::{Engage, EngageRefusal, Engaged};
use crate::books::Books;
use crate::commit::Visit;
use crate::failure::Failure;

/// What became of a paper that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// What the body calls it.
    pub number: Line,
    /// What the client's records call it.
    pub there: RecordId,
    /// The commit of the body; nothing where it was noted before.
    pub seq: Option<u64>,
}

impl Engage<'_> {
    /// Issues a paper to the client on this instance: written there by the same person, then at the body. Issuing the
    /// same again completes what is missing and makes nothing twice.
    ///
    /// # Errors
    /// A failure of the world, or that it is not allowed.
    pub async fn issue(
        &self,
        body: &Books,
        visit: &Visit,
        engagement: Ref<Engagement>,
        paper: IssuedPaper,
    ) -> Engaged<Delivered> {
        let Some((client, share)) = self.shared(body, engagement).await? else {
            return Ok(Err(EngageRefusal::NoShare(engagement.id())));
        };
        let mut noted = IssuePaper { engagement, paper, there: Line::default() };
        if let Err(refusal) = would(body, visit, noted.clone(), &[engagement.id()])? {
            return Ok(Err(refusal));
        }
        let Some(there) = self.same_person(body, visit, &client, share) else {
            return Ok(Err(EngageRefusal::NotShared));
        };
        let number = number_of(engagement, &of(&body.now().isms, engagement), &noted.paper);
        // What the client has already is completed at the body.
        if issued_there(&client.now().isms, share, &noted.paper).is_none() {
            let named = Line::new(&share.id().to_string());
            let paper = noted.paper.clone();
            let file =
                self.signed(body, visit, Letter { engagement, share: named, paper, on: client.today() });
            if let Err(refusal) = client.run(&there, file.await?.received_by(share)).await? {
                return Ok(Err(EngageRefusal::Refused(format!(
                    "the client's records do not take it: {refusal}"
                ))));
            }
        }
        let Some(there) = issued_there(&client.now().isms, share, &noted.paper) else {
            return Err(Failure::Broken("the client's records miss what they just took".to_owned()));
        };
        noted.there = Line::new(&there.to_string());
        let half = |because: String| Ok(Err(EngageRefusal::Half { there, because }));
        match body.run(visit, noted).await {
            Ok(Ok(done)) => Ok(Ok(Delivered { number, there, seq: done.seq })),
            Ok(Err(refusal)) => half(refusal.to_string()),
            Err(failure) => half(failure.to_string()),
        }
    }

    /// Returns who acts at the body as the person that the same account is at the client.
    fn same_person(&self, body: &Books, visit: &Visit, client: &Books, share: Ref<Share>) -> Option<Visit> {
        let uuid = body.now().isms.people.get(&visit.actor)?.uuid;
        let account = self.accounts.holder(body.log().org, uuid)?;
        let seat = self.accounts.seat(account.id, client.log().org)?;
        let isms = client.now().isms;
        let (actor, _) = isms.person_of(seat)?;
        let share = isms.shares.get(&share)?;
        share.team.contains(&actor).then(|| Visit { actor, ..visit.clone() })
    }

    /// Issues a paper to a client elsewhere: noted here, and returned as the signed file that its records take.
    ///
    /// # Errors
    /// A failure of the world, or that it is not allowed.
    pub async fn issue_to_file(
        &self,
        body: &Books,
        visit: &Visit,
        engagement: Ref<Engagement>,
        paper: IssuedPaper,
    ) -> Engaged<IssuedFile> {
        let before = of(&body.now().isms, engagement);
        let Some(link) = before.link.clone() else {
            return Ok(Err(EngageRefusal::NoShare(engagement.id())));
        };
        let digest = paper.digest();
        let known = before.issued.iter().find(|known| known.digest.as_ref() == Some(&digest));
        let on = known.and_then(|known| known.on).unwrap_or_else(|| body.today());
        let noted = IssuePaper { engagement, paper: paper.clone(), there: Line::default() };
        if let Err(refusal) = body.run(visit, noted).await? {
            return Ok(Err(EngageRefusal::Refused(refusal.to_string())));
        }
        // Only what is noted as issued is signed.
        Ok(Ok(self.signed(body, visit, Letter { engagement, share: link.share, paper, on }).await?))
    }

    /// Signs a paper for a share; the key is made where the body has none yet.
    pub(super) async fn signed(
        &self,
        body: &Books,
        visit: &Visit,
        letter: Letter,
    ) -> Result<IssuedFile, Failure> {
        let Letter { engagement, share, paper, on } = letter;
        let key = self.body_key(body).await?;
        let (isms, head) = (body.now().isms, body.now().head);
        let head = head.map(|head| format!("{} {}", head.seq, hex(&head.leaf.0))).unwrap_or_default();
        let file = IssuedFile {
            format: IssuedFile::FORMAT.to_owned(),
            body: Line::new(&body.name()),
            engagement: Line::new(&engagement.id().to_string()),
            share,
            number: number_of(engagement, &of(&isms, engagement), &paper),
            digest: paper.digest(),
            paper,
            issued_by: Line::new(&isms.name_of(visit.actor.id())),
            issued_on: on,
            head: Line::new(&head),
            key: key.text(),
            signature: Line::default(),
        };
        let signature = self.accounts.sign_for_body(body.log().org, &file.statement())?;
        Ok(IssuedFile { signature: Line::new(&hex(&signature)), ..file })
    }
}

/// What is to be signed.
pub(super) struct Letter {
    pub engagement: Ref<Engagement>,
    pub share: Line,
    pub paper: IssuedPaper,
    pub on: Date,
}

/// Returns an engagement; a blank one where it is not there.
fn of(isms: &Isms, id: Ref<Engagement>) -> Engagement {
    isms.engagements.get(&id).map(|one| Engagement::clone(one)).unwrap_or_default()
}

/// Finds a paper among those that came by a share.
fn issued_there(isms: &Isms, share: Ref<Share>, paper: &IssuedPaper) -> Option<RecordId> {
    let digest = paper.digest();
    let is_it = |one: &IssuedDocument| one.share == Some(share) && one.digest.as_ref() == Some(&digest);
    isms.issued_documents.iter().find(|(_, one)| is_it(one)).map(|(id, _)| id.id())
}
