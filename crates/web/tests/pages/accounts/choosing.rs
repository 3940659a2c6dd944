//! What is chosen in the forms of accounts, and secrets that are made once.

use super::*;

#[tokio::test]
async fn nobody_keeps_an_organisation_who_was_not_chosen() {
    let server = Server::new().await;
    let mut by_link = server.by_link();
    let own = [("name", "Jana"), ("email", EMAIL), ("password", PASSWORD), ("again", PASSWORD)];
    for (chosen, says) in [
        ([("person-acme", "PER-999"), ("role", "manager")], "Who you are: expected one of the people"),
        ([("person-acme", ""), ("role", "manager")], "Who you are: expected one of the people"),
        ([("person-acme", "PER-1"), ("role", "zzz")], "What you are there: expected one of the three"),
    ] {
        let page = by_link.post("/setup", &[&own[..], &chosen].concat()).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.html.contains(says) && page.html.contains(EMAIL), "{says}: {}", page.html);
        let field = if says.contains("there") { "href=\"#role\"" } else { "href=\"#person-acme\"" };
        assert!(page.html.contains(field), "the summary leads to the field: {}", page.html);
    }
    assert!(server.accounts.is_empty() && !server.books.is_kept());
}

#[tokio::test]
async fn a_secret_is_made_once_however_often_its_button_is_pressed_and_no_choice_that_is_gone_loses_a_word() {
    let server = Server::new().await;
    let mut jana = server.set_up().await;
    let page = jana.get("/settings/tokens").await;
    let (word, org) = (page.hidden("press").to_owned(), server.books.log().org.to_string());
    assert!(!word.is_empty());
    let typed = [("press", &*word), ("name", "Backup"), ("org", &org), ("scopes", "read"), ("days", "90")];
    let first = jana.post("/settings/tokens", &typed).await;
    let again = jana.post("/settings/tokens", &typed).await;
    assert!(first.html.contains("plumb_") && first.html == again.html, "the same secret");
    assert_eq!(server.accounts.tokens(server.accounts.accounts()[0].id).len(), 1);
    let gone = [("name", "Other"), ("org", "gone"), ("scopes", "read"), ("days", "90")];
    let page = jana.post("/settings/tokens", &gone).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("Organisation: expected one of the list") && page.html.contains("\"Other\""));
    let gone = [("name", "Petra"), ("email", "petra@example.org"), ("seat", "gone")];
    let page = jana.post("/settings/people", &gone).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.html.contains("Who it is: expected one of the list") && page.html.contains("petra@example.org")
    );
    let invited = [("press", "word"), ("name", "Petra"), ("email", "petra@example.org")];
    let first = jana.post("/settings/people", &invited).await;
    let again = jana.post("/settings/people", &invited).await;
    assert!(first.html.contains("/invited/") && first.html == again.html, "the same link");
}
