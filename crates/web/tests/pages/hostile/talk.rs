//! What the team says among itself does not reach an auditor of a certification body, by whatever way it is asked for.

use axum::http::StatusCode;
use model::{Ref, YesNo};
use operations::ChangeShare;
use serde_json::json;

use super::world::{Who, World};

const MANAGER: Who = Who::Role(3);
const AUDITOR: Who = Who::Role(5);
const VIEWER: Who = Who::Role(7);

#[tokio::test]
async fn an_auditor_of_a_body_finds_what_is_said_to_them_and_nothing_that_the_team_says() {
    let world = World::of(&[MANAGER, AUDITOR, VIEWER]).await;
    for (text, audience) in [("we quarrel", "team"), ("we agree", "team and certification auditor")] {
        let said = json!({ "about": "R-1", "text": text, "audience": audience }).to_string();
        let said = world.call(MANAGER, "POST", "/api/v1/acme/comments/write", &said).await;
        assert_eq!(said.status, StatusCode::CREATED, "{}", said.html);
    }
    let renew = ChangeShare {
        share: Ref::number(1),
        until: None,
        ends_on: None,
        kinds: Vec::new(),
        records: Vec::new(),
        files: None,
        renew: Some(YesNo::Yes),
    };
    world.acme.run(&world.visit(1), renew).await.expect("the store").expect("no refusal");
    let isms = world.acme.now().isms;
    let [team, wide] = ["we quarrel", "we agree"].map(|text| {
        let found = isms.comments.iter().find(|(_, one)| &*one.text == text);
        found.expect("it was said").0
    });
    let (newest, before) = (world.commits().0 - 2, world.commits().0 - 3);
    let ways = [
        "/o/acme/risks/R-1".to_owned(),
        "/o/acme/comments".to_owned(),
        "/o/acme/comments.json".to_owned(),
        "/o/acme/search?q=we".to_owned(),
        "/o/acme/history".to_owned(),
        format!("/o/acme/history/{newest}"),
        format!("/o/acme/history/{before}"),
        format!("/o/acme/comments/{team}"),
        format!("/o/acme/comments/{team}/history"),
        format!("/o/acme/comments/{team}.json"),
        "/o/acme/exports/comments.csv".to_owned(),
        "/o/acme/exports/registers.xlsx".to_owned(),
        "/api/v1/acme/comments".to_owned(),
        format!("/api/v1/acme/comments/{team}"),
        "/api/v1/acme/history".to_owned(),
        "/inbox".to_owned(),
        "/inbox.json".to_owned(),
    ];
    for way in &ways {
        let page = world.ask(AUDITOR, "GET", way, "").await;
        assert!(!page.html.contains("quarrel"), "{way}: {}", page.status);
    }
    for way in ["/o/acme/risks/R-1", "/o/acme/comments.json", "/api/v1/acme/comments"] {
        let page = world.ask(AUDITOR, "GET", way, "").await;
        assert!(page.html.contains("we agree"), "{way}: {}", page.html);
        assert!(world.ask(VIEWER, "GET", way, "").await.html.contains("quarrel"), "{way}: members read it");
    }
    let hidden = world.ask(AUDITOR, "GET", &format!("/o/acme/comments/{team}"), "").await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    for at in ["/o/acme/risks/R-1/comments".to_owned(), format!("/o/acme/comments/{wide}/do/withdraw")] {
        let sent = world.ask(AUDITOR, "POST", &at, "text=hello&audience=team&because=x").await;
        assert!(!sent.status.is_success() && !sent.status.is_redirection(), "{at}: {}", sent.status);
        assert!(!sent.html.contains("name=\"text\"") || sent.html.contains("hello"), "{at}");
    }
    assert!(world.ask(VIEWER, "GET", "/o/acme/risks/R-1", "").await.html.contains("id=\"comments\""));
    assert!(
        !world.ask(VIEWER, "GET", "/o/acme/risks/R-1", "").await.html.contains("class=\"form composer\"")
    );
}
