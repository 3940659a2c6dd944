//! How somebody reads days, times and numbers: each of two people in their own way, in the same organisation.

use model::{About, RecordKind, Ref};
use operations::CreateRecord;

use super::*;

/// Returns the browsers of Jana, who keeps the organisation, and of Kim, whom she let in.
async fn two(server: &Server) -> (Client<'_>, Client<'_>) {
    let mut jana = server.set_up().await;
    let typed = [("name", "Kim"), ("email", "kim@example.org"), ("admin", "yes")];
    let link = path_of(&jana.post("/settings/people", &typed).await);
    let mut kim = server.stranger();
    let typed = [("name", "Kim"), ("password", "seven loud geese"), ("again", "seven loud geese")];
    kim.post(&link, &typed).await;
    let typed = [("email", "kim@example.org"), ("hours", "4"), ("because", "two read the same")];
    assert_eq!(jana.post("/o/acme/let-in", &typed).await.status, StatusCode::SEE_OTHER);
    // Being let in ends the sessions before.
    kim.sign_in("kim@example.org", "seven loud geese").await;
    (jana, kim)
}

/// Makes a measure with a reading, and returns its page.
async fn measure(server: &Server) -> String {
    let typed = [
        ("title", "Failed log-ins"),
        ("unit", "times"),
        ("target", "1234.5"),
        ("readings", "2026-11-04 | 12345.5"),
    ];
    let typed = typed.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec();
    let create =
        CreateRecord { kind: RecordKind::Measure, id: None, typed, about: About::default(), uuid: None };
    let visit = app::Visit::of(Ref::number(1), app::Via::Session);
    let done = server.books.run(&visit, create).await.expect("the store").expect("no refusal");
    format!("/o/acme{}", web::address::record(done.records[0]))
}

async fn choose(client: &mut Client<'_>, locale: &str, zone: &str) {
    let kept = client.post("/account/reading", &[("locale", locale), ("zone", zone)]).await;
    assert_eq!(kept.header("location"), "/account", "{}", kept.html);
}

#[tokio::test]
async fn two_people_read_the_same_organisation_each_in_their_own_way() {
    let server = Server::new().await;
    let page = measure(&server).await;
    let (mut jana, mut kim) = two(&server).await;
    choose(&mut jana, "de-DE", "Europe/Prague").await;
    choose(&mut kim, "en-US", "America/New_York").await;
    // Each page twice, in turn: what was kept for one reader is not shown to the other.
    for _ in 0..2 {
        for (client, seen, not) in [
            (&mut jana, ["12.345,5", "04.11.2026", "1.234,5"], "12,345.5"),
            (&mut kim, ["12,345.5", "Nov 4, 2026", "1,234.5"], "12.345,5"),
        ] {
            for path in [page.as_str(), "/o/acme/measures"] {
                let html = client.get(path).await.html;
                let of_page: &[&str] = if path == page { &seen } else { &seen[..2] };
                for words in of_page {
                    assert!(html.contains(words), "{path}: {words}: {html}");
                }
                assert!(!html.contains(not), "{path}: {not}");
            }
        }
    }
    for (client, seen, zone) in
        [(&mut jana, "13:00", "Europe/Prague"), (&mut kim, "7:00\u{a0}AM", "America/New_York")]
    {
        let html = client.get("/o/acme/history").await.html;
        assert!(html.contains(seen) && html.contains(zone), "{seen} {zone}: {html}");
    }
}

#[tokio::test]
async fn what_programs_read_does_not_depend_on_who_looks() {
    let server = Server::new().await;
    let page = measure(&server).await;
    let (mut jana, mut kim) = two(&server).await;
    choose(&mut jana, "de-DE", "Asia/Tokyo").await;
    choose(&mut kim, "en-US", "").await;
    for path in [
        format!("{page}.json"),
        "/o/acme/measures.json".to_owned(),
        "/o/acme/exports/measures.csv".to_owned(),
    ] {
        let (one, other) = (jana.get(&path).await, kim.get(&path).await);
        assert_eq!(one.status, StatusCode::OK, "{path}: {}", one.html);
        assert_eq!(one.html, other.html, "{path}");
        assert!(one.html.contains("12345.5") || !path.starts_with(&page), "{path}: {}", one.html);
    }
    let told = jana.get("/o/acme/timeline.json").await.html;
    assert!(!told.contains(".2026"), "{told}");
}

#[tokio::test]
async fn what_a_form_shows_is_saved_as_the_same_and_what_is_typed_is_read_as_the_reader_writes() {
    let server = Server::new().await;
    let page = measure(&server).await;
    let mut jana = server.set_up().await;
    choose(&mut jana, "de-DE", "").await;
    let form = jana.get(&format!("{page}/edit")).await;
    assert!(
        form.html.contains("value=\"1234,5\"") && form.html.contains("value=\"12345,5\""),
        "{}",
        form.html
    );
    assert!(form.html.contains("Also 31.03.2026, +30d or next fri."), "{}", form.html);
    let revision = form.hidden("revision").to_owned();
    let same = [("revision", revision.as_str()), ("title", "Failed log-ins"), ("target", "1234,5")];
    jana.post(&format!("{page}/edit"), &same).await;
    assert_eq!(jana.get(&page).await.html.matches("nothing to save").count(), 1);
    for (typed, shown) in [("1.234", "1.234"), ("1234.25", "1.234,25"), ("2 000,125", "2.000,125")] {
        let revision = jana.get(&format!("{page}/edit")).await.hidden("revision").to_owned();
        let fields = [("revision", revision.as_str()), ("title", "Failed log-ins"), ("target", typed)];
        let saved = jana.post(&format!("{page}/edit"), &fields).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{typed}: {}", saved.html);
        let html = jana.get(&page).await.html;
        assert!(html.contains(&format!("at least {shown} times")), "{typed}: {html}");
    }
    let revision = jana.get(&format!("{page}/edit")).await.hidden("revision").to_owned();
    let fields = [("revision", revision.as_str()), ("title", "Failed log-ins"), ("target", "1.23.4")];
    let refused = jana.post(&format!("{page}/edit"), &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html.contains("such as 4, 0,63 or 12.345,5"), "{}", refused.html);
    assert!(refused.html.contains("value=\"1.23.4\""), "what was typed stays");
}

#[tokio::test]
async fn a_cell_and_a_day_are_read_as_the_reader_writes_them() {
    let server = Server::new().await;
    let page = measure(&server).await;
    let mut jana = server.set_up().await;
    choose(&mut jana, "cs-CZ", "").await;
    let revision = jana.get(&format!("{page}/edit")).await.hidden("revision").to_owned();
    let cell = [("revision", revision.as_str()), ("target", "1 250,75")];
    let saved = jana.post(&format!("{page}/cell"), &cell).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.html);
    let html = jana.get(&page).await.html;
    assert!(html.contains("1\u{a0}250,75"), "{html}");
    let action =
        jana.post("/o/acme/treatment-actions/new", &[("title", "Patch"), ("due", "31. 3. 2027")]).await;
    assert_eq!(action.status, StatusCode::SEE_OTHER, "{}", action.html);
    let html = jana.get(action.header("location")).await.html;
    assert!(html.contains("31.3.2027"), "{html}");
}

#[tokio::test]
async fn a_choice_that_is_none_is_refused_with_what_was_expected() {
    let server = Server::new().await;
    let mut jana = server.set_up().await;
    let page = jana.get("/account/reading").await;
    page.is_sound("/account/reading");
    for words in ["As my browser says", "31 Mar 2026 · 12,345.5 · 14:05 · en-GB", "Europe/Prague"] {
        assert!(page.html.contains(words), "{words}");
    }
    for (locale, zone, words) in [
        ("xx-XX", "", "expected one of the examples of the list"),
        ("", "Mars/Olympus", "expected one such as Europe/Prague, or nothing"),
        ("", "\0", "expected one such as Europe/Prague, or nothing"),
    ] {
        let refused = jana.post("/account/reading", &[("locale", locale), ("zone", zone)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{locale} {zone}");
        assert!(refused.html.contains(words), "{words}: {}", refused.html);
    }
    assert!(jana.get("/account").await.html.contains("31 Mar 2026 · 12,345.5 · 14:05 · en-GB"));
}
