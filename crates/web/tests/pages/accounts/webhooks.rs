//! Webhooks by their pages: who manages them, what is refused, the secret that is shown once, and the log.

use super::*;

const LIST: &str = "/o/acme/settings/webhooks";

/// Returns the path of the first endpoint that the list leads to.
fn endpoint_of(page: &Page) -> String {
    let begins = format!("href=\"{LIST}/");
    let rest = page.html.split_once(&begins).map(|(_, rest)| rest).expect("an endpoint");
    format!("{LIST}/{}", rest.split('"').next().unwrap_or_default())
}

#[tokio::test]
async fn a_keeper_adds_an_endpoint_sees_its_secret_once_tests_it_and_removes_it() {
    let server = Server::new().await;
    let mut jana = server.set_up().await;
    let settings = jana.get("/o/acme/settings").await;
    assert!(settings.html.contains(LIST) && settings.html.contains("no endpoint"), "{}", settings.html);
    assert_eq!(jana.get("/settings/webhooks").await.header("location"), LIST);
    let page = jana.get(LIST).await;
    page.is_sound(LIST);
    assert!(page.html.contains("No endpoint"), "{}", page.html);
    let typed = [("url", "https://hooks.example.org/isms"), ("kinds", "risks, treatment actions")];
    let made = jana.post(LIST, &typed).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.html);
    let secret = made.html.split("whsec_").nth(1).and_then(|rest| rest.split('<').next()).expect("a secret");
    let path = endpoint_of(&made);
    for place in [LIST, path.as_str()] {
        let page = jana.get(place).await;
        page.is_sound(place);
        assert!(page.html.contains("https://hooks.example.org/isms"), "{}", page.html);
        assert!(!page.html.contains("whsec_") && !page.html.contains(secret), "{place} shows the secret");
    }
    assert!(jana.get(LIST).await.html.contains("risks, treatment actions"));
    let typed = [("url", "https://hooks.example.org/isms"), ("kinds", "risks")];
    let again = jana.post(LIST, &typed).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.html.contains("another endpoint of this organisation"), "{}", again.html);
    let tested = jana.post(&path, &[("do", "test")]).await;
    assert_eq!(tested.header("location"), path);
    let page = jana.get(&path).await;
    for words in ["Not taken", "did not answer", "Replay", "tried again", ">test<"] {
        assert!(page.html.contains(words), "{words}: {}", page.html);
    }
    let other = jana.post(&path, &[("do", "secret")]).await;
    assert!(other.html.contains("whsec_") && !other.html.contains(secret), "{}", other.html);
    let off =
        jana.post(&path, &[("url", "https://hooks.example.org/2"), ("kinds", ""), ("state", "off")]).await;
    assert_eq!(off.header("location"), path, "{}", off.html);
    let page = jana.get(&path).await;
    assert!(
        page.html.contains("https://hooks.example.org/2") && !page.html.contains("Replay"),
        "{}",
        page.html
    );
    assert_eq!(jana.post(&path, &[("do", "remove")]).await.header("location"), LIST);
    assert_eq!(jana.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_address_that_is_not_told_is_refused_as_it_was_typed() {
    let server = Server::new().await;
    let mut jana = server.set_up().await;
    for (url, kinds, words) in [
        ("http://hooks.example.org/", "", "begins with https://"),
        ("https://u:p@hooks.example.org/", "", "no name or password"),
        ("https://hooks.example.org/\r\nX: 1", "", "no blanks"),
        ("https://hooks.example.org:8443/", "", "port 443"),
        ("https://2130706433/", "", "public internet"),
        ("https://localhost./", "", "public internet"),
        ("https://[64:ff9b::7f00:1]/", "", "public internet"),
        ("https://hooks.example.org/", "dragons", "no records called dragons"),
    ] {
        let refused = jana.post(LIST, &[("url", url), ("kinds", kinds)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{url}");
        assert!(refused.html.contains(words), "{url}: {}", refused.html);
    }
    assert!(jana.get(LIST).await.html.contains("No endpoint"));
}
