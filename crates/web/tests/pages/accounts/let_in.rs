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

#[tokio::test]
async fn a_keeper_finds_the_way_to_invite_somebody_in_the_settings_of_the_organisation() {
    let server = Server::new().await;
    let mut jana = server.set_up().await;
    let before = jana.get("/settings/people").await;
    assert!(before.html.contains("Everybody in the register of Acme has an account"), "{}", before.html);
    assert!(before.html.contains("href=\"/o/acme/people/new\""), "and how that changes");
    let added =
        jana.post("/o/acme/people/new", &[("title", "Kim Berg"), ("email", "kim@acme.example")]).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.html);
    let settings = jana.get("/o/acme/settings").await;
    settings.is_sound("/o/acme/settings");
    for words in ["People with accounts", "Kim Berg", "no member yet", "Make somebody a member"] {
        assert!(settings.html.contains(words), "{words}: {}", settings.html);
    }
    let begins = "href=\"/settings/people?seat=";
    let rest = settings.html.split_once(begins).map(|(_, rest)| rest).expect("the way to the form");
    let path =
        format!("/settings/people?seat={}", rest.split_once('#').expect("an anchor").0.replace("&amp;", "&"));
    let form = jana.get(&path).await;
    form.is_sound("/settings/people");
    for words in ["value=\"Kim Berg\"", "value=\"kim@acme.example\"", " selected", "Kim Berg in Acme"] {
        assert!(form.html.contains(words), "{words}: {}", form.html);
    }
    assert!(!form.html.contains("Everybody in the register"));
}
