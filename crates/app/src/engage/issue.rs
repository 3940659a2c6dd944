//! Issuing: a paper of the body goes into the client's ledger and into its own, bound by one hash.

use model::records::{Engagement, IssuedDocument, Share};
use model::{Isms, Line, RecordId, Ref};
use operations::{IssuePaper, IssuedPaper, ReceiveIssued, number_of};

use super::share::would;
use super::{Engage, EngageRefusal, Engaged, IssuedFile};
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
        let (number, issued_by) = names(&body.now().isms, visit, engagement, &noted.paper);
        let receive = ReceiveIssued {
            share,
            number: number.clone(),
            digest: noted.paper.digest(),
            paper: noted.paper.clone(),
            issued_by,
            issued_on: client.today(),
        };
        if let Err(refusal) = client.run(&there, receive).await? {
            return Ok(Err(EngageRefusal::Refused(format!(
                "the client's records do not take it: {refusal}"
            ))));
        }
        let Some(there) = issued_there(&client.now().isms, share, &noted.paper) else {
            return Err(Failure::Broken("the client's records miss what they just took".to_owned()));
        };
        noted.there = Line::new(&there.to_string());
        let half = |because: String| Ok(Err(EngageRefusal::Half { there, because }));
        match body.run(visit, noted).await {
            Ok(Ok(_)) => Ok(Ok(Delivered { number, there })),
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
}

impl Books {
    /// Issues a paper to a client elsewhere: noted here, and returned as the file that its records take.
    ///
    /// # Errors
    /// A failure of the world, or that it is not allowed.
    pub async fn issue_to_file(
        &self,
        visit: &Visit,
        engagement: Ref<Engagement>,
        paper: IssuedPaper,
    ) -> Engaged<IssuedFile> {
        let isms = self.now().isms;
        let (number, issued_by) = names(&isms, visit, engagement, &paper);
        let link = isms.engagements.get(&engagement).and_then(|one| one.link.clone());
        let Some(link) = link else {
            return Ok(Err(EngageRefusal::NoShare(engagement.id())));
        };
        let known = isms.engagements.get(&engagement).and_then(|one| {
            one.issued
                .iter()
                .find(|known| known.digest.as_ref() == Some(&paper.digest()))
                .and_then(|known| known.on)
        });
        let file = IssuedFile {
            format: IssuedFile::FORMAT.to_owned(),
            body: Line::new(&self.name()),
            engagement: Line::new(&engagement.id().to_string()),
            share: link.share,
            number,
            digest: paper.digest(),
            paper: paper.clone(),
            issued_by,
            issued_on: known.unwrap_or_else(|| self.today()),
        };
        let noted = self.run(visit, IssuePaper { engagement, paper, there: Line::default() }).await?;
        Ok(noted.map(|_| file).map_err(|refusal| EngageRefusal::Refused(refusal.to_string())))
    }
}

/// Returns the number of a paper, and the name of who issues it.
fn names(isms: &Isms, visit: &Visit, id: Ref<Engagement>, paper: &IssuedPaper) -> (Line, Line) {
    let blank = Engagement::default();
    let engagement = isms.engagements.get(&id).map_or(&blank, |one| one);
    (number_of(id, engagement, paper), Line::new(&isms.name_of(visit.actor.id())))
}

/// Finds a paper among those that came by a share.
fn issued_there(isms: &Isms, share: Ref<Share>, paper: &IssuedPaper) -> Option<RecordId> {
    let digest = paper.digest();
    let is_it = |one: &IssuedDocument| one.share == Some(share) && one.digest.as_ref() == Some(&digest);
    isms.issued_documents.iter().find(|(_, one)| is_it(one)).map(|(id, _)| id.id())
}
