//! Two bodies, a consultancy and three clients on one instance: nobody reads what is not theirs.

pub(crate) mod world;

use std::sync::Arc;

use model::records::*;
use model::{Change, RecordKind, Ref, YesNo};
use operations::{ChangeShare, CloseShare, EditRecord, OpenShare, RemoveRecord};

use super::*;
use crate::*;
use world::*;

/// Returns all that a state says, as text.
fn all_text(isms: &Isms) -> String {
    let mut text = String::new();
    for kind in RecordKind::ALL {
        for (id, _) in isms.all(*kind) {
            let body = isms.present(id).map(|change| change.body()).unwrap_or_default();
            text.push_str(&format!("{id} {}\n", String::from_utf8_lossy(&body)));
        }
    }
    text
}

#[tokio::test]
async fn nobody_reads_what_is_not_theirs() {
    let world = World::audited().await;
    for (name, account) in &world.people {
        for books in world.instance.all().await.expect("they open") {
            let room = Arc::clone(&books).room_of(&world.accounts, *account);
            let text = room.as_ref().map(|room| all_text(&room.now().isms)).unwrap_or_default();
            let is_theirs = world.seats(name).contains(&books.name().as_str());
            assert_eq!(room.is_some(), is_theirs, "{name} and {}", books.name());
            for other in ORGANISATIONS.iter().filter(|other| !world.seats(name).contains(other)) {
                assert!(
                    !text.contains(&format!("secret of {other}")),
                    "{name} reads {other} in {}",
                    books.name()
                );
            }
        }
    }
    // The client and the body know of each other what they have to, and of others not even that they are there.
    for client in ["Alpha", "Beta", "Gamma"] {
        let text = all_text(&world.books(client).now().isms);
        for other in ORGANISATIONS.iter().filter(|other| **other != client) {
            assert!(!text.contains(&format!("secret of {other}")), "{client} holds a secret of {other}");
        }
        let strangers = ["Alpha", "Beta", "Gamma"].into_iter().filter(|other| *other != client);
        assert!(strangers.into_iter().all(|other| !text.contains(other)), "{client}");
    }
}

#[tokio::test]
async fn an_auditor_sees_the_frozen_view_and_nothing_that_came_later() {
    let world = World::audited().await;
    let alpha = world.books("Alpha");
    let keeper = world.visit("Alpha", 1);
    let later = alpha.run(&keeper, asset("Later")).await.expect("answers").expect("taken").records[0];
    let room = world.room("Ada", "Alpha").expect("it is open");
    let seen = room.now().isms;
    assert!(seen.risks.iter().any(|(_, risk)| &*risk.title == "secret of Alpha"));
    assert!(seen.find(later).is_none(), "what came later is not seen");
    assert!(!all_text(&seen).contains("whistle"), "what is restricted is not seen");
    for kind in RecordKind::ALL {
        for (id, _) in seen.all(*kind) {
            let is_inside =
                [RecordKind::Membership, RecordKind::FileAccess, RecordKind::Client].contains(kind);
            assert!(!is_inside, "{id} is for members");
        }
    }
    let frozen = alpha.now().isms.shares.iter().last().and_then(|(_, share)| share.commit).expect("frozen");
    let events = room.history(&Filter { at_most: 1_000, ..Filter::default() }).await.expect("told");
    assert!(!events.is_empty() && events.iter().all(|event| event.seq <= u64::from(frozen)));
    assert!(events.iter().flat_map(|event| &event.changes).all(|change| seen.find(change.id).is_some()));
    let newest = alpha.now().commits() - 1;
    assert!(room.commit(newest).await.is_err() && room.commit_in_brief(newest, 9).await.is_err());
    assert!(room.commits(&Filter { record: Some(later), at_most: 9, ..Filter::default() }).is_empty());
    assert!(room.as_of(AsOf::Now).await.expect("read").isms.find(later).is_none());
    // The client lets it show what stands today.
    let share = world.share("Alpha");
    let blank = ChangeShare {
        share,
        until: None,
        ends_on: None,
        kinds: Vec::new(),
        records: Vec::new(),
        files: None,
        renew: Some(YesNo::Yes),
    };
    alpha.run(&keeper, blank).await.expect("answers").expect("taken");
    assert!(world.room("Ada", "Alpha").expect("open").now().isms.find(later).is_some());
}

#[tokio::test]
async fn private_papers_of_the_body_are_in_no_client_and_a_client_knows_only_its_own_engagement() {
    let world = World::audited().await;
    let note = record(RecordKind::Document, &[("title", "secret of Certs: they look sleepless")]);
    world.books("Certs").run(&world.visit("Certs", 2), note).await.expect("answers").expect("taken");
    for client in ["Alpha", "Beta", "Gamma"] {
        let books = world.books(client);
        assert!(!all_text(&books.now().isms).contains("sleepless"), "{client}");
        for event in books.history(&Filter { at_most: 1_000, ..Filter::default() }).await.expect("told") {
            assert!(!format!("{event:?}").contains("sleepless"));
        }
    }
    // Ada audits two clients.
    assert!(world.room("Ada", "Alpha").is_some() && world.room("Ada", "Beta").is_some());
    assert!(world.room("Ada", "Gamma").is_none());
    // A client that names the engagement of another is told what one is told that names none.
    let gamma = world.books("Gamma");
    let open = |engagement: &str| OpenShare {
        share: Ref::number(1),
        auditors: vec!["Ada Byron <ada@certs.example>".into()],
        engagement: engagement.into(),
        ends_on: gamma.today(),
        body_organisation: Some(world.books("Certs").log().org),
        body_key: "".into(),
    };
    let engage = world.engage();
    for engagement in ["ENG-1", "ENG-99"] {
        let refused =
            engage.open_share(&gamma, &world.visit("Gamma", 1), open(engagement)).await.expect("answers");
        assert_eq!(refused.expect_err("not theirs"), EngageRefusal::NoEngagement(engagement.into()));
    }
}

#[tokio::test]
async fn what_is_issued_arrives_by_its_hash_once_and_stands() {
    let world = World::audited().await;
    let (engage, ada) = (world.engage(), world.visit("Certs", 2));
    let (certs, alpha) = (world.books("Certs"), world.books("Alpha"));
    let engagement = Ref::number(1);
    let issued = engage.issue(&certs, &ada, engagement, finding()).await.expect("answers").expect("issued");
    let paper = alpha.now().isms.issued_documents.get(&Ref::of(issued.there.key)).expect("there").clone();
    let noted = certs.now().isms.engagements.get(&engagement).expect("there").issued.clone();
    assert_eq!((noted.len(), noted[0].digest.clone()), (1, paper.digest.clone()));
    assert_eq!(paper.digest, Some(finding().digest()));
    assert_eq!((&*paper.number, &*paper.issued_by), ("ENG-1/1", "Ada Byron"));
    let commit = alpha.commit(alpha.now().commits() - 1).await.expect("told");
    assert_eq!((commit.intent.as_str(), commit.who.as_str()), ("issued.receive", "Ada Byron"));
    let record = paper.record.expect("a finding");
    // The same again changes nothing on either side.
    let before = (alpha.now().commits(), certs.now().commits());
    let again =
        engage.issue(&certs, &ada, engagement, finding()).await.expect("answers").expect("it is there");
    let told = crate::Delivered { seq: None, ..issued.clone() };
    assert_eq!((again, (alpha.now().commits(), certs.now().commits())), (told, before));
    // Nobody at the client changes a word, takes it away, or undoes it.
    let keeper = world.visit("Alpha", 1);
    for (id, field) in [(issued.there, "content"), (record, "statement"), (record, "grade")] {
        let typed = vec![(field.to_owned(), "minor".to_owned())];
        let typed =
            if field == "grade" { vec![("grade".to_owned(), "opportunity".to_owned())] } else { typed };
        let edit = EditRecord { id, revision: None, typed, because: "milder".into() };
        assert!(!matches!(alpha.run(&keeper, edit).await, Ok(Ok(_))), "{id} {field}");
        let remove = RemoveRecord { id, because: "gone".into() };
        assert!(!matches!(alpha.run(&keeper, remove).await, Ok(Ok(_))), "{id}");
    }
    let undone = alpha.undo(&keeper, before.0 - 1).await;
    assert!(!matches!(undone, Ok(Ok(_))), "{undone:?}");
    // Its auditors see it, and what becomes of it.
    let seen = world.room("Ada", "Alpha").expect("open").now().isms;
    assert!(seen.find(issued.there).is_some() && seen.find(record).is_some());
}

#[tokio::test]
async fn what_only_the_client_has_is_completed_by_issuing_it_again() {
    let world = World::audited().await;
    let (certs, alpha) = (world.books("Certs"), world.books("Alpha"));
    // The body's write failed: only the client's side was written.
    let engage = world.engage();
    let visit = world.visit("Certs", 2);
    let (engagement, share, paper) = (Ref::number(1), "SHR-1".into(), finding());
    let letter = issue::Letter { engagement, share, paper, on: alpha.today() };
    let file = engage.signed(&certs, &visit, letter).await.expect("its key");
    let receive = file.receiving().expect("a share");
    alpha.run(&world.visit_of("Ada", "Alpha"), receive).await.expect("answers").expect("taken");
    let commits = alpha.now().commits();
    let issued = engage.issue(&certs, &world.visit("Certs", 2), Ref::number(1), finding()).await;
    let issued = issued.expect("answers").expect("completed");
    assert_eq!((alpha.now().commits(), issued.there.to_string()), (commits, "ISD-1".to_owned()));
    let noted = certs.now().isms.engagements.get(&Ref::number(1)).expect("there").issued.clone();
    assert_eq!((noted.len(), &*noted[0].there), (1, "ISD-1"));
}

#[tokio::test]
async fn only_the_team_issues_and_only_after_a_fresh_proof() {
    let world = World::audited().await;
    let certs = world.books("Certs");
    let engage = world.engage();
    for visit in [world.visit("Certs", 1), world.visit("Certs", 3), stale(world.visit("Certs", 2))] {
        let issued = engage.issue(&certs, &visit, Ref::number(1), finding()).await;
        assert!(matches!(issued, Err(Failure::NotAllowed(_))), "{:?} {issued:?}", visit.actor);
    }
    assert!(world.books("Alpha").now().isms.issued_documents.is_empty());
    assert!(certs.now().isms.engagements.get(&Ref::number(1)).expect("there").issued.is_empty());
}

#[tokio::test]
async fn the_opening_of_a_file_is_noted_once_a_day_at_the_client_before_the_bytes_go_out() {
    let world = World::audited().await;
    let alpha = world.books("Alpha");
    let (evidence, file) =
        alpha.now().isms.evidence.iter().next().map(|(id, one)| (id, one.file.clone())).expect("some");
    let digest = file.expect("with a file").digest;
    let room = world.room("Ada", "Alpha").expect("open");
    for _ in 1..=2 {
        assert_eq!(room.file(&digest).await.expect("shared"), b"log of Alpha");
        let isms = alpha.now().isms;
        assert_eq!(isms.file_accesses.len(), 1, "never none, and the same on the same day is one");
        let (_, access) = isms.file_accesses.iter().last().expect("noted");
        assert_eq!((access.record, access.digest.as_ref()), (Some(evidence.id()), Some(&digest)));
        assert_eq!(isms.name_of(access.person.expect("who").id()), "Ada Byron");
    }
    let commit = alpha.commit(alpha.now().commits() - 1).await.expect("told");
    assert_eq!((commit.intent.as_str(), commit.who.as_str()), ("file.open", "Ada Byron"));
    // A member's own reading is not noted, and what another client has is nowhere to be found.
    let own = Arc::clone(&alpha).room_of(&world.accounts, world.account("Alma")).expect("a member");
    own.file(&digest).await.expect("it is theirs");
    assert_eq!(alpha.now().isms.file_accesses.len(), 1);
    assert!(world.room("Ada", "Beta").expect("open").file(&digest).await.is_err());
    // Beta shares no files.
    let beta = world.books("Beta");
    let file = beta.now().isms.evidence.iter().next().and_then(|(_, one)| one.file.clone()).expect("some");
    assert!(world.room("Ada", "Beta").expect("open").file(&file.digest).await.is_err());
    assert!(beta.now().isms.file_accesses.is_empty());
}

#[tokio::test]
async fn a_share_that_closes_shuts_the_room_at_once_and_takes_the_seat() {
    let world = World::audited().await;
    let alpha = world.books("Alpha");
    let room = world.room("Ada", "Alpha").expect("open");
    let close = CloseShare { share: world.share("Alpha"), because: "the audit is over".into() };
    world
        .engage()
        .close_share(&alpha, &world.visit("Alpha", 1), close)
        .await
        .expect("answers")
        .expect("closed");
    assert!(world.room("Ada", "Alpha").is_none());
    assert!(room.now().isms.risks.is_empty(), "who still holds the room sees nothing");
    let org = alpha.log().org;
    assert_eq!(world.accounts.seat(world.account("Ada"), org), None);
    assert!(world.room("Ada", "Beta").is_some(), "another client's share stands");
}

#[tokio::test]
async fn a_second_opening_changes_nothing() {
    let world = World::audited().await;
    let alpha = world.books("Alpha");
    let commits = alpha.now().commits();
    let done = world.open("Alpha", "ENG-1", "Ada Byron <ada@certs.example>").await.expect("it is open");
    assert_eq!((done.seq, alpha.now().commits()), (None, commits));
    assert!(world.room("Ada", "Alpha").is_some());
    let link = world.engage().link(&world.books("Certs"), &world.visit("Certs", 1), Ref::number(1)).await;
    assert_eq!(link.expect("answers").expect("linked").seq, None);
}

#[tokio::test]
async fn whoever_advises_a_client_does_not_come_for_the_body_and_nobody_comes_who_was_not_sent() {
    let world = World::audited().await;
    // Con advises Gamma under another name, and sits at Seals too, on the team of its engagement for Gamma.
    let refused = world.open("Gamma", "ENG-1", "Con Sult <con@advice.example>").await;
    assert_eq!(refused.map(|_| ()), Err(EngageRefusal::Member("Con Sult".into())));
    let refused = world.open("Gamma", "ENG-1", "Ada Byron <ada@certs.example>").await;
    assert_eq!(refused.map(|_| ()), Err(EngageRefusal::NotOfTeam("Ada Byron <ada@certs.example>".into())));
    assert!(world.open("Gamma", "ENG-1", "Bea Seal <bea@seals.example>").await.is_ok());
    assert!(world.room("Bea", "Gamma").is_some() && world.room("Bea", "Alpha").is_none());
    // The other way: who certifies Gamma is not made its adviser.
    let gamma = world.books("Gamma");
    let isms = gamma.now().isms;
    let share = isms.shares.get(&world.share("Gamma")).expect("there");
    let adviser = Membership {
        title: "Bea: consultant".into(),
        person: share.team.first().copied(),
        roles: vec![MemberRole::Consultant],
        ..Membership::default()
    };
    let seed = Seed(vec![Change::from((isms.memberships.next(), adviser))]);
    let refused = gamma.run(&world.visit("Gamma", 1), seed).await;
    assert!(
        matches!(&refused, Err(Failure::NotAllowed(denial)) if denial.duty == policy::Duty::new(12)),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_file_takes_a_paper_to_another_instance_once_and_no_forged_one_comes_in() {
    let world = World::audited().await;
    let certs = world.books("Certs");
    let engage = world.engage();
    let file = engage.issue_to_file(&certs, &world.visit("Certs", 2), Ref::number(1), finding()).await;
    let file = file.expect("answers").expect("issued");
    let bytes = file.bytes();
    let read = IssuedFile::of_bytes(&bytes).expect("as it was written");
    let alpha = world.books("Alpha");
    let ada = world.visit_of("Ada", "Alpha");
    // Whoever makes up a paper, or changes one, has no signature for it.
    let grave = operations::IssuedPaper { grade: Some(FindingGrade::Major), ..finding() };
    let forged = [
        IssuedFile { digest: grave.digest(), paper: grave, ..read.clone() },
        IssuedFile { number: "ENG-1/9".into(), ..read.clone() },
        IssuedFile { signature: "0".repeat(128).as_str().into(), ..read.clone() },
    ];
    for file in forged {
        let refused = alpha.run(&ada, file.receiving().expect("a share")).await.expect("answers");
        let words = refused.expect_err("forged").to_string();
        assert!(words.contains("says something else than the body signed"), "{words}");
    }
    assert!(alpha.now().isms.issued_documents.is_empty());
    let first = alpha.run(&ada, read.receiving().expect("a share")).await.expect("answers").expect("taken");
    assert!(first.seq.is_some());
    let second = alpha.run(&ada, read.receiving().expect("a share")).await.expect("answers");
    let words = second.expect_err("a replay").to_string();
    assert_eq!(words, "ENG-1/1 was taken in before, as ISD-1; nothing was changed");
    // What another client was sent is not for this one, and this one's not for another.
    let beta = world.books("Beta");
    let refused = beta.run(&world.visit_of("Ada", "Beta"), read.receiving().expect("a share")).await;
    let words = refused.expect("answers").expect_err("another client's").to_string();
    assert!(words.contains("belongs to ENG-1") && words.contains("is for ENG-2"), "{words}");
    let kept = alpha.now().isms.issued_documents.get(&Ref::number(1)).expect("there").clone();
    let share = alpha.now().isms.shares.get(&world.share("Alpha")).expect("there").body_key.clone();
    assert_eq!((&kept.key, &kept.signature, &kept.head), (&share, &read.signature, &read.head));
}

#[tokio::test]
async fn on_one_instance_no_other_key_is_bound_than_the_body_s() {
    let world = World::audited().await;
    let alpha = world.books("Alpha");
    let org = world.books("Certs").log().org;
    let key = operations::BodyKey::of(world.accounts.body_key(org).expect("made")).expect("a key");
    assert_eq!(alpha.now().isms.shares.get(&world.share("Alpha")).expect("there").body_key, key.text());
    let own = world.accounts.made_body_key(alpha.log().org).await.expect("anybody can make one");
    let own = operations::BodyKey::of(own).expect("a key").text();
    let bind = operations::BindShare {
        share: world.share("Alpha"),
        body_key: own.clone(),
        engagement: "".into(),
        body: "".into(),
    };
    let refused = alpha.run(&world.visit("Alpha", 1), bind).await.expect("answers");
    assert!(refused.expect_err("bound").to_string().contains("its key was bound when it was opened"));
    let open = OpenShare {
        share: world.share("Gamma"),
        auditors: vec!["Bea Seal <bea@seals.example>".into()],
        engagement: "ENG-1".into(),
        ends_on: alpha.today(),
        body_organisation: Some(world.books("Seals").log().org),
        body_key: own,
    };
    let refused = world.engage().open_share(&world.books("Gamma"), &world.visit("Gamma", 1), open).await;
    assert!(matches!(refused, Ok(Err(EngageRefusal::OtherKey(_)))), "{refused:?}");
}

#[tokio::test]
async fn the_key_is_noted_by_who_keeps_the_engagement_and_nobody_else_makes_one() {
    let world = World::new().await;
    world.agreed().await;
    let certs = world.books("Certs");
    let alpha = world.books("Alpha");
    let engage = world.engage();
    let refused = engage.note_key(&alpha, &world.visit("Alpha", 1), Ref::number(1)).await;
    assert!(!matches!(refused, Ok(Ok(_))), "a client certifies nobody: {refused:?}");
    engage.note_key(&certs, &world.visit("Certs", 1), Ref::number(1)).await.expect("answers").expect("noted");
    let key = world.accounts.body_key(certs.log().org).and_then(operations::BodyKey::of).expect("made");
    assert_eq!(certs.now().isms.engagements.get(&Ref::number(1)).expect("there").key, key.text());
    let again = engage.note_key(&certs, &world.visit("Certs", 1), Ref::number(1)).await;
    assert_eq!(again.expect("answers").expect("the same").seq, None);
}

#[tokio::test]
async fn a_form_that_issues_delivers_and_other_forms_are_left_to_their_pages() {
    let world = World::audited().await;
    let room = world.room("Ada", "Certs").expect("at home");
    let (engage, ada) = (world.engage(), world.visit("Certs", 2));
    let id = Ref::<Engagement>::number(1).id();
    let form = |verb: &str| operations::form_of(RecordKind::Engagement, verb).expect("a form");
    let typed = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    };
    let request = typed(&[("kind", "request"), ("title", "List of leavers"), ("text", "of this year")]);
    let taken = room.take_joint(&engage, &ada, form("issue"), id, &request).await.expect("answers");
    assert!(taken.expect("it writes in two ledgers").expect("issued").seq.is_some());
    assert_eq!(world.books("Alpha").now().isms.issued_documents.len(), 1);
    assert_eq!(world.books("Alpha").now().isms.requests.len(), 1);
    let unreadable = typed(&[("kind", "poem")]);
    let left = room.take_joint(&engage, &ada, form("issue"), id, &unreadable).await.expect("answers");
    let recommend = typed(&[("recommendation", "grant")]);
    let own = room.take_joint(&engage, &ada, form("recommend"), id, &recommend).await.expect("answers");
    assert!(left.is_none() && own.is_none());
}
