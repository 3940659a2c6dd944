//! Auditors of a body are told of nothing at the client, on pages as by mail.

use model::RecordKind;
use model::records::Audience;
use operations::{CloseShare, CreateRecord, OpenShare, WriteComment};

use super::*;

#[tokio::test]
async fn who_calls_an_auditor_in_what_is_shared_is_told_nowhere_that_they_are_called() {
    let world = World::new().await;
    let visit = Visit { proof: app::Proof::just_now(), ..Visit::of(Ref::number(1), Via::Session) };
    let call = WriteComment {
        about: Some(world.evidence),
        text: "@Ada Byron is that enough?".into(),
        audience: Some(Audience::Auditor),
        ..WriteComment::default()
    };
    world.client.run(&visit, call).await.expect("the store").expect("it is said");
    let close = CloseShare { share: Ref::number(1), because: "another follows".into() };
    world.client.run(&visit, close).await.expect("the store").expect("it ends");
    let typed = [("title", "Stage 2 again"), ("body", "Certs"), ("purpose", "stage 2"), ("files", "yes")];
    let typed = typed.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec();
    let another =
        CreateRecord { kind: RecordKind::Share, id: None, typed, about: Default::default(), uuid: None };
    world.client.run(&visit, another).await.expect("the store").expect("it is prepared");
    let open = OpenShare {
        body_key: Line::default(),
        share: Ref::number(2),
        auditors: vec![Line::new("Ada Byron <ada@certs.example>")],
        engagement: "ENG-1".into(),
        ends_on: world.client.today(),
        body_organisation: Some(world.certs.log().org),
    };
    let engage = Engage { instance: &world.instance, accounts: &world.accounts };
    engage.open_share(&world.client, &visit, open).await.expect("the store").expect("it opens");

    let thread = world.get("Ada", &format!("{CLIENT}/evidence/EV-900")).await;
    says(&thread, &["is that enough?"]);
    for path in ["/inbox", "/inbox/digest"] {
        let page = world.get("Ada", path).await;
        says(&page, &[]);
        assert!(!page.html.contains("is that enough?"), "{path}: {}", page.html);
    }
}
