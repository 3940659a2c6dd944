//! Letting in who runs the machine, by the page of it.

use super::*;

#[tokio::test]
async fn a_keeper_lets_in_who_runs_the_machine_sees_until_when_and_ends_it() {
    let server = Server::new().await;
    let mut jana = server.set_up().await;
    let typed = [("name", "Olga"), ("email", "olga@host.example"), ("admin", "yes")];
    let link = path_of(&jana.post("/settings/people", &typed).await);
    let mut olga = server.stranger();
    let typed = [("name", "Olga"), ("password", "seven loud geese"), ("again", "seven loud geese")];
    olga.post(&link, &typed).await;
    assert_eq!(olga.get("/o/acme").await.status, StatusCode::NOT_FOUND);
    let page = jana.get("/o/acme/let-in").await;
    page.is_sound("/o/acme/let-in");
    assert!(page.html.contains("Nobody."), "{}", page.html);
    for (email, hours, because, words) in [
        ("nobody@host.example", "1", "x", "no account that manages this installation"),
        ("olga@host.example", "9", "x", "from 1 to 4 hours"),
        ("olga@host.example", "1", " ", "say why"),
    ] {
        let typed = [("email", email), ("hours", hours), ("because", because)];
        let refused = jana.post("/o/acme/let-in", &typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(refused.html.contains(words), "{words}: {}", refused.html);
    }
    let typed = [("email", "olga@host.example"), ("hours", "2"), ("because", "the import fails")];
    assert_eq!(jana.post("/o/acme/let-in", &typed).await.header("location"), "/o/acme/let-in");
    olga.sign_in("olga@host.example", "seven loud geese").await;
    assert_eq!(olga.get("/o/acme").await.status, StatusCode::OK);
    let page = jana.get("/o/acme/let-in").await;
    for words in ["Olga", "Jana Novak", "21 Nov 2026, 14:00 UTC", "End it now"] {
        assert!(page.html.contains(words), "{words}: {}", page.html);
    }
    assert!(jana.get("/o/acme/settings").await.html.contains("1 person is in now"));
    let end = jana.post("/o/acme/memberships/MEM-2/do/end", &[("because", "it works again")]).await;
    assert_eq!(end.status, StatusCode::SEE_OTHER, "{}", end.html);
    assert_eq!(olga.get("/o/acme").await.status, StatusCode::NOT_FOUND);
    let page = jana.get("/o/acme/let-in").await;
    assert!(page.html.contains("it works again") && !page.html.contains("End it now"), "{}", page.html);
}
