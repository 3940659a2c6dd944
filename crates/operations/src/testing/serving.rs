//! Bodies, consultancies and shares for tests.

use ed25519_dalek::{Signer, SigningKey};
use model::records::{FindingGrade, IssuedKind, Organisation, OrganisationKind};
use model::{Change, Date, Isms, Line, Ref, Stamp, YesNo};

use super::{create, edit, engaged, run};
use crate::{
    AcceptClient, AgreeEngagement, BeginEngagement, BodyKey, CreateRecord, IssuedPaper, OpenShare,
    ReceiveIssued, ReviewClient, Typed, hex,
};

/// Returns a record of a kind with these fields.
fn made(kind: &str, title: &str, fields: &[(&str, &str)]) -> CreateRecord {
    let blank = create(kind, title);
    let typed: Typed = [blank.typed.clone(), super::typed(fields)].concat();
    CreateRecord { typed, ..blank }
}

/// Returns an organisation of a kind, with three people, a client and an engagement that is planned.
fn serving(kind: OrganisationKind) -> Isms {
    let mut isms = engaged();
    let organisation = Organisation { title: "Certs".into(), kind, ..Organisation::default() };
    isms.apply(&Change::from((Ref::one(), organisation)), Stamp::default());
    while isms.people.len() < 3 {
        run(&mut isms, create("person", "Somebody"));
    }
    let client = [("people_count", "40"), ("technical_areas", "cold chains")];
    run(&mut isms, made("client", "Fridge Ltd", &client));
    let engagement = [
        ("client", "CLT-1"),
        ("purpose", "stage 2"),
        ("lead", "PER-1"),
        ("from", "2026-03-02"),
        ("until", "2026-03-20"),
    ];
    run(&mut isms, made("engagement", "Stage 2", &engagement));
    isms
}

/// Returns a certification body with a client that asks.
pub fn body() -> Isms {
    serving(OrganisationKind::Body)
}

/// Returns a consultancy with a client that it took on.
pub fn consultancy() -> Isms {
    let mut isms = serving(OrganisationKind::Consultancy);
    run(&mut isms, edit("PER-1", "competences", "Cold chains | ten years"));
    run(&mut isms, edit("ENG-1", "purpose", "advice"));
    run(&mut isms, AcceptClient { client: Ref::number(1), organisation: None });
    isms
}

/// Returns a review that lets the client in.
pub fn client_review() -> ReviewClient {
    ReviewClient {
        client: Ref::number(1),
        complete: YesNo::Yes,
        scope_clear: YesNo::Yes,
        competent: YesNo::Yes,
        impartial: YesNo::Yes,
        accepted: YesNo::Yes,
        because: "we know its trade".into(),
    }
}

/// Returns a body that took its client on.
pub fn accepted() -> Isms {
    let mut isms = body();
    run(&mut isms, client_review());
    run(&mut isms, AcceptClient { client: Ref::number(1), organisation: None });
    isms
}

/// Returns a body with an engagement that is agreed; PER-1 leads and PER-2 is on the team.
pub fn agreed() -> Isms {
    let mut isms = accepted();
    run(&mut isms, edit("PER-2", "competences", "Cold chains | ten years"));
    run(&mut isms, edit("ENG-1", "team", "PER-2"));
    run(&mut isms, AgreeEngagement { engagement: Ref::number(1) });
    isms
}

/// Returns a body with an engagement that runs.
pub fn running() -> Isms {
    let mut isms = agreed();
    run(&mut isms, BeginEngagement { engagement: Ref::number(1) });
    isms
}

/// Returns a finding as a body issues it.
pub fn issued_finding() -> IssuedPaper {
    IssuedPaper {
        kind: IssuedKind::Finding,
        title: "No test of the backup".into(),
        text: "nothing shows that data came back".into(),
        grade: Some(FindingGrade::Minor),
        clause: Some("8.1".into()),
        control: None,
        due: Some(Date::constant(2026, 4, 1)),
        day: None,
        days: None,
        granted: None,
    }
}

/// Returns an organisation that is kept by PER-1, with a share that is prepared.
pub fn kept() -> Isms {
    let mut isms = engaged();
    let membership = model::records::Membership {
        title: "Pat: top management".into(),
        person: Some(Ref::number(1)),
        roles: vec![model::records::MemberRole::TopManagement],
        keeps: Some(YesNo::Yes),
        ..model::records::Membership::default()
    };
    isms.apply(&Change::from((Ref::number(1), membership)), Stamp::default());
    run(&mut isms, made("share", "Stage 2", &[("body", "Certs")]));
    isms
}

/// Returns the opening of the share for two auditors.
pub fn open_share() -> OpenShare {
    OpenShare {
        share: Ref::number(1),
        auditors: vec!["Ada Byron <ada@certs.example>".into(), "Alan Mathison".into()],
        engagement: "ENG-1".into(),
        ends_on: Date::constant(2026, 3, 20),
        body_organisation: None,
        body_key: body_key_of(7),
    }
}

/// Returns the secret of a body's key, for a number.
pub fn body_secret(number: u8) -> SigningKey {
    SigningKey::from_bytes(&[number; 32])
}

/// Returns the key of a body, for a number.
pub fn body_key_of(number: u8) -> Line {
    let key = BodyKey::of(body_secret(number).verifying_key().to_bytes());
    key.expect("a key of a secret").text()
}

/// Returns what came from a body, signed with its secret.
pub fn signed(number: u8, came: ReceiveIssued) -> ReceiveIssued {
    let came = ReceiveIssued { key: body_key_of(number), ..came };
    let signature = Line::new(&hex(&body_secret(number).sign(&came.statement()).to_bytes()));
    ReceiveIssued { signature, ..came }
}
