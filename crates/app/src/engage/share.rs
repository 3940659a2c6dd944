//! Shares: the client lets named auditors of a body see a frozen view, and they get a seat there for as long.

use std::sync::Arc;

use identity::{Account, Seat};
use model::records::{Engagement, Person, Share, ShareState};
use model::{Isms, Line, RecordId, Ref};
use operations::{Auditor, BindShare, BodyKey, CloseShare, LinkEngagement, OpenShare, Operation};
use policy::Verdict;
use uuid::Uuid;

use super::{Engage, EngageRefusal, Engaged, engagement_for, of_accounts, team_of};
use crate::books::Books;
use crate::commit::{Done, Visit};
use crate::failure::Failure;

/// An auditor whom a client named, as the body knows the person.
struct Named {
    auditor: Auditor,
    account: Option<Account>,
}

impl Engage<'_> {
    /// Opens a share for the team of a body's engagement, and gives its auditors a seat. A second call with the same
    /// names completes what is missing and changes nothing else.
    ///
    /// # Errors
    /// A failure of the world, or that it is not allowed.
    pub async fn open_share(&self, client: &Books, visit: &Visit, mut open: OpenShare) -> Engaged<Done> {
        let Some(org) = open.body_organisation.filter(|org| !org.is_nil()) else {
            let done = client.run(visit, open).await?;
            return Ok(done.map_err(|refusal| EngageRefusal::Refused(refusal.to_string())));
        };
        // Whoever may not open it learns nothing of the body's engagements either.
        if let Verdict::Deny(denial) =
            client.may(visit.actor, &visit.proof, OpenShare::INTENT, &[open.share.id()])
        {
            return Err(Failure::NotAllowed(denial));
        }
        let here = client.log().org;
        let body = self.books(org).await?;
        let found = body.as_ref().and_then(|body| engagement_for(&body.now().isms, &open.engagement, here));
        let (Some(body), Some((_, engagement))) = (body, found) else {
            return Ok(Err(EngageRefusal::NoEngagement(open.engagement)));
        };
        let named = match self.named(&body, &engagement, client, &open.auditors) {
            Ok(named) => named,
            Err(refusal) => return Ok(Err(refusal)),
        };
        // On one instance the key is the body's own, whoever says another.
        let key = self.body_key(&body).await?;
        if !open.body_key.trim().is_empty() && BodyKey::read(&open.body_key) != Some(key) {
            return Ok(Err(EngageRefusal::OtherKey(key.fingerprint())));
        }
        open.body_key = key.text();
        open.ends_on = engagement.until.unwrap_or(open.ends_on);
        let share = open.share;
        let done = if is_opened(&client.now().isms, &open) {
            match self.bound(client, visit, &open).await? {
                Ok(done) => done,
                Err(refusal) => return Ok(Err(refusal)),
            }
        } else {
            match client.run(visit, open).await? {
                Ok(done) => done,
                Err(refusal) => return Ok(Err(EngageRefusal::Refused(refusal.to_string()))),
            }
        };
        self.seat(client, share, &named).await?;
        Ok(Ok(done))
    }

    /// Binds the body's key to a share that was opened before there were keys.
    async fn bound(&self, client: &Books, visit: &Visit, open: &OpenShare) -> Engaged<Done> {
        let isms = client.now().isms;
        if isms.shares.get(&open.share).is_some_and(|share| !share.body_key.is_empty()) {
            return Ok(Ok(Done { seq: None, records: Vec::new() }));
        }
        let (engagement, body) = (Line::default(), Line::default());
        let bind = BindShare { share: open.share, body_key: open.body_key.clone(), engagement, body };
        let done = client.run(visit, bind).await?;
        Ok(done.map_err(|refusal| EngageRefusal::Refused(refusal.to_string())))
    }

    /// Finds whom a client named on the team of an engagement, with their accounts.
    fn named(
        &self,
        body: &Books,
        engagement: &Engagement,
        client: &Books,
        lines: &[Line],
    ) -> Result<Vec<Named>, EngageRefusal> {
        let (theirs, ours) = (body.now().isms, client.now().isms);
        let team = team_of(engagement);
        lines
            .iter()
            .map(|line| {
                let unknown = || EngageRefusal::NotOfTeam(line.clone());
                let auditor = Auditor::read(line).ok_or_else(unknown)?;
                let person =
                    auditor.find(&theirs).filter(|person| team.contains(person)).ok_or_else(unknown)?;
                let uuid = theirs.people.get(&person).map(|person| person.uuid).unwrap_or_default();
                let account = self.accounts.holder(body.log().org, uuid);
                let sits =
                    account.as_ref().and_then(|account| self.accounts.seat(account.id, client.log().org));
                let known =
                    auditor.find(&ours).and_then(|known| ours.people.get(&known)).map(|known| known.uuid);
                match sits {
                    Some(seat) if Some(seat) != known => Err(EngageRefusal::Member(auditor.name)),
                    Some(_) | None => Ok(Named { auditor, account }),
                }
            })
            .collect()
    }

    /// Gives the accounts of auditors the seats of the people whom the share made of them.
    async fn seat(&self, client: &Books, share: Ref<Share>, named: &[Named]) -> Result<(), Failure> {
        let isms = client.now().isms;
        let team = isms.shares.get(&share).map(|share| share.team.clone()).unwrap_or_default();
        let org = client.log().org;
        for Named { auditor, account } in named {
            let person = auditor.find(&isms).filter(|person| team.contains(person));
            let person = person.and_then(|person| isms.people.get(&person)).map(|person| person.uuid);
            let (Some(account), Some(person)) = (account, person) else { continue };
            if self.accounts.seat(account.id, org) != Some(person) {
                self.accounts.give_seat(account.id, Seat { org, person }).await.map_err(of_accounts)?;
            }
        }
        Ok(())
    }

    /// Closes a share, and takes the seats of those who came by it alone.
    ///
    /// # Errors
    /// A failure of the world, or that it is not allowed.
    pub async fn close_share(&self, client: &Books, visit: &Visit, close: CloseShare) -> Engaged<Done> {
        let share = close.share;
        let done = match client.run(visit, close).await? {
            Ok(done) => done,
            Err(refusal) => return Ok(Err(EngageRefusal::Refused(refusal.to_string()))),
        };
        let (isms, org, today) = (client.now().isms, client.log().org, client.today());
        let team = isms.shares.get(&share).map(|share| share.team.clone()).unwrap_or_default();
        for who in team.into_iter().filter(|who| policy::membership_of(&isms, *who, today).is_none()) {
            let uuid = isms.people.get(&who).map(|person| person.uuid).unwrap_or_default();
            if let Some(account) = self.accounts.holder(org, uuid) {
                self.accounts.end_seat(account.id, org).await.map_err(of_accounts)?;
            }
        }
        Ok(Ok(done))
    }

    /// Notes at the body what the client opened for an engagement.
    ///
    /// # Errors
    /// A failure of the world, or that it is not allowed.
    pub async fn link(&self, body: &Books, visit: &Visit, engagement: Ref<Engagement>) -> Engaged<Done> {
        let Some((client, share)) = self.shared(body, engagement).await? else {
            return Ok(Err(EngageRefusal::NoShare(engagement.id())));
        };
        let link = link_of(&client, share, engagement);
        let done = body.run(visit, link).await?;
        Ok(done.map_err(|refusal| EngageRefusal::Refused(refusal.to_string())))
    }

    /// Finds the client of an engagement on this instance, and the share that it opened.
    pub(super) async fn shared(
        &self,
        body: &Books,
        engagement: Ref<Engagement>,
    ) -> Result<Option<(Arc<Books>, Ref<Share>)>, Failure> {
        let isms = body.now().isms;
        let client = isms.engagements.get(&engagement).and_then(|one| one.client);
        let org = client.and_then(|client| isms.clients.get(&client)).and_then(|client| client.organisation);
        let Some(org) = org else { return Ok(None) };
        let Some(client) = self.books(org).await? else { return Ok(None) };
        let share = share_for(&client, body.log().org, engagement);
        Ok(share.map(|share| (client, share)))
    }
}

/// Says whether a share is open for what a second call names.
fn is_opened(isms: &Isms, open: &OpenShare) -> bool {
    isms.shares.get(&open.share).is_some_and(|share| {
        let named = open.auditors.iter().filter_map(|line| Auditor::read(line)?.find(isms));
        let named: Vec<Ref<Person>> = named.collect();
        share.state == ShareState::Open
            && share.engagement == open.engagement
            && share.body_organisation == open.body_organisation
            && named == share.team
    })
}

/// Finds the open share of a client for an engagement of a body.
fn share_for(client: &Books, body: Uuid, engagement: Ref<Engagement>) -> Option<Ref<Share>> {
    let (isms, today) = (client.now().isms, client.today());
    let is_its = |share: &Share| {
        share.body_organisation == Some(body)
            && Ref::parse(&share.engagement) == Some(engagement)
            && share.is_open(today)
    };
    isms.shares.iter().find(|(_, share)| is_its(share)).map(|(id, _)| id)
}

/// Returns the link to what a client opened.
fn link_of(client: &Books, share: Ref<Share>, engagement: Ref<Engagement>) -> LinkEngagement {
    let isms = client.now().isms;
    let record = isms.shares.get(&share);
    let id: RecordId = share.id();
    LinkEngagement {
        engagement,
        organisation: Some(client.log().org),
        share: Line::new(&id.to_string()),
        commit: record.and_then(|share| share.commit),
        leaf: record.and_then(|share| share.leaf.clone()),
    }
}

/// Looks that one side would take an operation, before the other side writes anything.
pub(super) fn would(
    books: &Books,
    visit: &Visit,
    operation: impl Operation,
    on: &[RecordId],
) -> Result<Result<(), EngageRefusal>, Failure> {
    let intent = intent_of(&operation);
    if let policy::Verdict::Deny(denial) = books.may(visit.actor, &visit.proof, intent, on) {
        return Err(Failure::NotAllowed(denial));
    }
    let decided = operation.decide(&books.now().isms, visit.actor, books.today());
    Ok(decided.map(|_| ()).map_err(|refusal| EngageRefusal::Refused(refusal.to_string())))
}

fn intent_of<O: Operation>(_: &O) -> &'static str {
    O::INTENT
}
