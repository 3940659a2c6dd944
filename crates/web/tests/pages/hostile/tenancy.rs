//! Rows of class B: what one organisation must not learn of another, nor do to it.

use app::identity::Seat;
use axum::body::Body;
use axum::http::{StatusCode, header};
use model::records::MemberRole;
use model::{About, RecordKind, Ref};
use operations::{CreateRecord, EndMembership, GrantMembership};

use super::world::{ELSEWHERE, Who, World, email, without_chance};
use crate::browser::Page;

const TOP: Who = Who::Role(0);
const MANAGER: Who = Who::Role(3);
const CONSULTANT: Who = Who::Role(6);
const VIEWER: Who = Who::Role(7);

/// Makes a record in the other organisation.
async fn in_umbra(world: &World, kind: RecordKind, title: &str) {
    let typed = vec![("title".to_owned(), title.to_owned())];
    let create = CreateRecord { kind, id: None, typed, about: About::default(), uuid: None };
    world.umbra.run(&world.visit(1), create).await.expect("the store").expect("no refusal");
}

/// Uploads a file as evidence.
async fn upload(world: &World, who: Who, org: &str, bytes: &str) -> Page {
    let body = format!(
        "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"log.txt\"\r\n\r\n{bytes}\r\n--edge--\r\n"
    );
    let request = world
        .request(who, "POST", &format!("/o/{org}/evidence/new"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .body(Body::from(body));
    world.send(request.expect("a request")).await
}

#[tokio::test]
async fn b2_nothing_beside_the_records_tells_of_another_organisation() {
    let world = World::of(&[MANAGER]).await;
    let paths = [
        "/o/acme/search?q=umbral",
        "/o/acme/search?q=777",
        "/o/acme/records",
        "/o/acme",
        "/o/acme/timeline",
        "/o/acme/readiness",
        "/o/acme/stage-1",
        "/o/acme/risks",
        "/o/acme/risks.json",
        "/o/acme/documents/register",
        "/o/acme/history",
        "/o/acme/tasks",
        "/o/acme/calendar",
        "/o/acme/calendar.ics",
        "/o/acme/map",
        "/o/acme/treatment.json",
        "/portfolio",
        "/portfolio.json",
        "/auditor",
        "/o/acme/readiness.json",
        "/o/acme/search.json?q=umbral",
        "/portfolio/remind",
        "/all",
        "/api/v1/organisations",
        "/api/v1/acme",
        "/api/v1/acme/check",
        "/api/v1/acme/risks?q=umbral",
        "/api/v1/acme/history",
    ];
    let mut before = Vec::new();
    for path in paths {
        before.push(world.ask(MANAGER, "GET", path, "").await);
    }
    for number in 0..5 {
        in_umbra(&world, RecordKind::Asset, &format!("umbral secret {number}")).await;
        in_umbra(&world, RecordKind::Audit, &format!("umbral audit {number}")).await;
    }
    for (path, before) in paths.iter().zip(before) {
        let after = world.ask(MANAGER, "GET", path, "").await;
        assert_eq!(after.status, StatusCode::OK, "{path}");
        assert!(!after.html.contains("Umbra"), "{path}");
        assert!(!after.html.contains("umbral secret") && !after.html.contains("umbral risk"), "{path}");
        assert_eq!(without_chance(&after), without_chance(&before), "{path}: not a sign differs");
    }
    for path in ["/o/acme/feed.rss", "/o/acme/live", "/ws", "/o/acme/suggest?q=u"] {
        assert_eq!(world.ask(MANAGER, "GET", path, "").await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn b5_own_and_foreign_ids_together_are_refused_whole_and_alike() {
    let world = World::of(&[MANAGER]).await;
    let before = world.commits();
    for (path, body) in [
        ("/o/acme/evidence/EV-1/do/link", "targets=A.8.13,C-{}"),
        ("/o/acme/risks/R-1/treat", "treatment=modify&controls=A.8.13&controls=C-{}"),
        ("/o/acme/risks/new", "title=x&elements=AST-1,AST-{}"),
        ("/o/acme/proposals", "id=R-{}&id=AST-{}&what=take"),
    ] {
        let there = world.ask(MANAGER, "POST", path, &body.replace("{}", "777")).await;
        let nowhere = world.ask(MANAGER, "POST", path, &body.replace("{}", "778")).await;
        assert!(!there.status.is_server_error(), "{path}: {}", there.html);
        assert_eq!(there.status, nowhere.status, "{path}");
        let words = |page: &Page| page.html.matches("there is no").count();
        assert_eq!(words(&there), words(&nowhere), "{path}: {}", there.html);
        world.is_free_of_umbra(&there, path);
    }
    for number in [777, 778] {
        let body = format!("{{\"title\":\"x\",\"elements\":[\"AST-1\",\"AST-{number}\"]}}");
        let told = world.call(MANAGER, "POST", "/api/v1/acme/risks", &body).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", told.html);
    }
    assert_eq!(world.commits(), before, "none of them wrote a part");
}

#[tokio::test]
async fn b6_an_export_is_made_while_one_asks_and_a_file_on_its_way_is_its_owners_alone() {
    let world = World::of(&[MANAGER, TOP, Who::Stranger, Who::Revoked]).await;
    let made = world.ask(MANAGER, "GET", "/o/acme/exports", "").await;
    let from = made.html.find("/o/acme/exports/").expect("a file is offered");
    let path: String = made.html[from..].chars().take_while(|sign| !"\"?#".contains(*sign)).collect();
    assert_eq!(world.ask(MANAGER, "GET", &path, "").await.status, StatusCode::OK, "{path}");
    for who in [Who::Stranger, Who::Revoked, Who::Operator] {
        let theirs = world.ask(who, "GET", &path, "").await;
        let none = world.ask(who, "GET", &path.replace("acme", "none"), "").await;
        assert_eq!(theirs.status, StatusCode::NOT_FOUND);
        assert_eq!(theirs.html.replace("acme", ""), none.html.replace("none", ""));
    }
    let body = "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"r.csv\"\r\n\r\nID,Risk\nR1,Fire\n\r\n--edge--\r\n";
    let request = world
        .request(MANAGER, "POST", "/o/acme/import")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .body(Body::from(body));
    let chosen = world.send(request.expect("a request")).await;
    let columns = chosen.header("location").to_owned();
    let word = columns.split('/').nth(4).expect("a word");
    assert!(word.len() >= 21, "{word}: 128 random bits at least");
    assert_eq!(world.ask(MANAGER, "GET", &columns, "").await.status, StatusCode::OK);
    let other = world.ask(TOP, "GET", &columns, "").await;
    let guessed = world.ask(TOP, "GET", "/o/acme/import/guess/columns", "").await;
    // The page says where one is, and nothing else of it.
    assert_eq!((other.status, other.html.replace(word, "guess")), (StatusCode::NOT_FOUND, guessed.html));
    assert_eq!(world.ask(Who::Stranger, "GET", &columns, "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        world.ask(Who::Stranger, "GET", &columns.replace("acme", "umbra"), "").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn b8_a_file_that_lies_in_another_organisation_is_taken_as_any_other() {
    let world = World::of(&[MANAGER]).await;
    let file = app::NewFile { name: "log.txt".to_owned(), bytes: b"known elsewhere".to_vec() };
    world.umbra.keep_file(&file).await.expect("it is kept");
    let known = upload(&world, MANAGER, "acme", "known elsewhere").await;
    let fresh = upload(&world, MANAGER, "acme", "known to nobody").await;
    assert_eq!(
        (known.status, fresh.status),
        (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER),
        "{}",
        known.html
    );
    let names = |page: &Page| page.headers.keys().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names(&known), names(&fresh));
    for page in [&known, &fresh] {
        let file = world.ask(MANAGER, "GET", &format!("{}/file", page.header("location")), "").await;
        assert_eq!(file.status, StatusCode::OK, "{}", page.header("location"));
        assert!(file.html.starts_with("known "), "the own copy is whole");
    }
}

#[tokio::test]
async fn b9_a_form_writes_where_its_address_says_and_nothing_in_it_says_otherwise() {
    let world = World::of(&[MANAGER]).await;
    let grant = GrantMembership {
        person: Ref::number(ELSEWHERE),
        roles: vec![MemberRole::IsmsManager],
        keeps: None,
        since: None,
        until: None,
    };
    let _ = world.umbra.run(&world.visit(1), grant).await.expect("the store");
    let seat = world.umbra.seat(Ref::number(ELSEWHERE)).expect("a person");
    world.accounts.give_seat(world.account(MANAGER), seat).await.expect("a seat in both");
    world.relogin(MANAGER).await;
    assert_eq!(world.ask(MANAGER, "GET", "/o/umbra", "").await.status, StatusCode::OK, "a member of both");
    let before = world.commits();
    let path = "/o/acme/assets/AST-1/edit";
    let form = world.ask(MANAGER, "GET", path, "").await;
    assert_eq!(form.status, StatusCode::OK);
    // The tab in front is another organisation now; the form goes where its address says.
    world.ask(MANAGER, "GET", "/o/umbra/assets", "").await;
    let body = "revision=1&because=x&title=of+acme&org=umbra&organisation=umbra";
    let saved = world.ask(MANAGER, "POST", path, body).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.html);
    assert_eq!(world.commits(), (before.0 + 1, before.1), "only the organisation of the address was written");
    // A form of one posted to the other finds no such record there.
    let other = world.ask(MANAGER, "POST", "/o/umbra/assets/AST-1/edit", body).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    assert_eq!(world.commits(), (before.0 + 1, before.1));
}

#[tokio::test]
async fn b11_a_record_of_another_organisation_is_not_there_below_ours() {
    let world = World::of(&[VIEWER]).await;
    for end in ["", "/history", ".json"] {
        let own = world.ask(VIEWER, "GET", &format!("/o/acme/assets/AST-1{end}"), "").await;
        assert!(
            !own.status.is_client_error(),
            "what is there is found at such addresses: {end} {}",
            own.status
        );
    }
    for kind in RecordKind::ALL.iter().filter(|kind| !kind.kind().single) {
        let word = web::address::kind(*kind);
        for end in ["", "/history", "/edit", "/remove", "/file", ".json"] {
            let at = |number: u32| format!("/o/acme/{word}/{}{end}", super::world::id_of(*kind, number));
            let there = world.ask(VIEWER, "GET", &at(ELSEWHERE), "").await;
            let nowhere = world.ask(VIEWER, "GET", &at(778), "").await;
            assert_eq!(there.status, nowhere.status, "{}", at(ELSEWHERE));
            match end {
                "" | ".json" | "/file" => {
                    assert_eq!(there.status, StatusCode::NOT_FOUND, "{}", at(ELSEWHERE))
                }
                "/edit" | "/remove" => {
                    let refused = [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN];
                    assert!(refused.contains(&there.status), "{}: {}", at(ELSEWHERE), there.status);
                }
                _ => assert!(!there.status.is_server_error(), "{}: {}", at(ELSEWHERE), there.status),
            }
            assert_eq!(there.html.replace("777", ""), nowhere.html.replace("778", ""), "{}", at(ELSEWHERE));
        }
        let api = |number: u32| format!("/api/v1/acme/{word}/{}", super::world::id_of(*kind, number));
        let there = world.call(VIEWER, "GET", &api(ELSEWHERE), "").await;
        let nowhere = world.call(VIEWER, "GET", &api(778), "").await;
        assert_eq!(there.status, StatusCode::NOT_FOUND);
        assert_eq!(there.html.replace("777", ""), nowhere.html.replace("778", ""));
    }
}

#[tokio::test]
async fn b12_no_connection_outlives_a_membership() {
    let world = World::of(&[VIEWER]).await;
    for path in ["/", "/o/acme", "/o/acme/history", "/api/v1/acme"] {
        let request = world
            .request(VIEWER, "GET", path)
            .header(header::CONNECTION, "upgrade")
            .header(header::UPGRADE, "websocket")
            .header(header::SEC_WEBSOCKET_VERSION, "13")
            .header(header::SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ==")
            .body(Body::empty());
        let page = world.send(request.expect("a request")).await;
        assert_ne!(page.status, StatusCode::SWITCHING_PROTOCOLS, "{path}: nothing stays open");
        assert!(page.header("upgrade").is_empty(), "{path}");
    }
    assert_eq!(world.ask(VIEWER, "GET", "/o/acme/risks", "").await.status, StatusCode::OK);
    let theirs = Ref::number(super::world::number_of_role(7));
    let end = EndMembership { membership: theirs, because: "gone".into() };
    world.acme.run(&world.visit(1), end).await.expect("the store").expect("it ends");
    let next = world.ask(VIEWER, "GET", "/o/acme/risks", "").await;
    assert_eq!(next.status, StatusCode::NOT_FOUND, "the very next request finds nothing");
}

#[tokio::test]
async fn b14_who_serves_several_organisations_searches_one_at_a_time() {
    let world = World::of(&[CONSULTANT]).await;
    let seat = world.umbra.seat(Ref::number(ELSEWHERE)).expect("a person");
    world.accounts.give_seat(world.account(CONSULTANT), seat).await.expect("a seat in both");
    world.relogin(CONSULTANT).await;
    let there = world.ask(CONSULTANT, "GET", "/o/umbra/search?q=umbral", "").await;
    assert!(there.status == StatusCode::OK && there.html.contains("umbral risk"), "{}", there.html);
    for path in ["/o/acme/search?q=umbral", "/o/acme/risks?q=umbral", "/api/v1/acme/risks?q=umbral"] {
        let page = world.ask(CONSULTANT, "GET", path, "").await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.html.contains("umbral risk"), "{path}");
    }
    for path in ["/search?q=umbral", "/api/v1/search?q=umbral", "/api/v1/risks?q=umbral"] {
        assert_eq!(world.ask(CONSULTANT, "GET", path, "").await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn who_may_not_begin_an_organisation_is_offered_no_way_to_and_is_told_who_does() {
    let world = World::of(&[CONSULTANT, MANAGER]).await;
    let who = "only who manages this installation begins organisations; ask ";
    for path in ["/portfolio", "/all", "/portfolio/templates"] {
        let page = world.ask(CONSULTANT, "GET", path, "").await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let words = page.html.to_lowercase();
        assert!(words.contains(who), "{path}: {}", page.html);
        for way in ["/o/new\"", "action=\"/sample"] {
            assert!(!page.html.contains(way), "{path} offers {way}");
        }
    }
    for (method, path) in [("POST", "/o/new"), ("POST", "/sample"), ("POST", "/sample/history")] {
        let refused = world.ask(CONSULTANT, method, path, "").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{method} {path}");
        assert!(refused.html.to_lowercase().contains(who), "{method} {path}: {}", refused.html);
    }
    let managing = world.ask(Who::Operator, "GET", "/portfolio", "").await;
    assert!(managing.html.contains("/o/new\"") && !managing.html.contains(who), "{}", managing.html);
    // A membership is given by its own step: the form of a record that nobody types leads there.
    let new = world.ask(MANAGER, "GET", "/o/acme/memberships/new", "").await;
    assert_eq!((new.status, new.header("location")), (StatusCode::SEE_OTHER, "/o/acme/memberships/do/grant"));
    let log = world.ask(MANAGER, "GET", "/o/acme/file-accesses/new", "").await;
    assert_eq!((log.status, log.header("location")), (StatusCode::SEE_OTHER, "/o/acme/file-accesses"));
}

#[tokio::test]
async fn b15_no_answer_may_be_kept_on_the_way_to_a_second_person() {
    let world = World::of(&[MANAGER, VIEWER, Who::Stranger]).await;
    for who in [MANAGER, VIEWER, Who::Stranger, Who::Operator, Who::Anonymous] {
        for path in [
            "/",
            "/all",
            "/login",
            "/account",
            "/o/acme",
            "/o/acme/risks",
            "/o/acme/risks.json",
            "/o/none",
            "/api/v1/acme",
        ] {
            let page = world.ask(who, "GET", path, "").await;
            assert_eq!(page.header("cache-control"), "no-store", "{who:?} {path}");
        }
    }
    // The same address, kept for one on the server, is another's own page.
    let mine = world.ask(MANAGER, "GET", "/o/acme/risks", "").await;
    let again = world.ask(MANAGER, "GET", "/o/acme/risks", "").await;
    assert_eq!(mine.html, again.html);
    assert_eq!(world.ask(Who::Stranger, "GET", "/o/acme/risks", "").await.status, StatusCode::NOT_FOUND);
    let theirs = world.ask(VIEWER, "GET", "/o/acme/risks", "").await;
    assert_eq!(theirs.status, StatusCode::OK);
    assert_ne!(mine.html, theirs.html, "each page says who reads it");
}

#[tokio::test]
async fn b17_a_number_means_a_record_of_the_organisation_in_the_address() {
    let world = World::of(&[MANAGER, Who::Stranger]).await;
    let theirs = world.ask(Who::Stranger, "GET", "/o/umbra/risks/R-777", "").await;
    assert!(theirs.status == StatusCode::OK && theirs.html.contains("umbral risk 777"));
    let ours = world.ask(MANAGER, "GET", "/o/acme/risks/R-1", "").await;
    assert!(ours.html.contains("acme risk 1") && !ours.html.contains("umbral"));
    assert_eq!(world.ask(MANAGER, "GET", "/o/acme/risks/R-777", "").await.status, StatusCode::NOT_FOUND);
    // A number in a text of ours that only the other has becomes no link and shows no title.
    let body = "title=As+in+R-777&description=see+R-777+and+RISK-0777";
    let made = world.ask(MANAGER, "POST", "/o/acme/risks/new", body).await;
    let page = world.ask(MANAGER, "GET", made.header("location"), "").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.html.contains("/risks/R-777") && !page.html.contains("umbral"), "{}", page.html);
}

#[tokio::test]
async fn b18_a_second_person_with_the_address_of_one_who_left_has_rights_of_its_own_alone() {
    let world = World::of(&[Who::Revoked]).await;
    let old = world.acme.seat(Ref::number(23)).expect("the one who left");
    let typed = [("title", "Rita again"), ("email", &email(Who::Revoked))];
    let typed = typed.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let create = CreateRecord {
        kind: RecordKind::Person,
        id: None,
        typed,
        about: About::default(),
        uuid: Some(old.person),
    };
    let again = world.acme.run(&world.visit(1), create.clone()).await.expect("the store");
    assert!(again.is_err(), "a uuid names one person only");
    let fresh = CreateRecord { uuid: None, ..create };
    let done = world.acme.run(&world.visit(1), fresh).await.expect("the store").expect("a person");
    let person = Ref::of(done.records[0].key);
    let new = world.acme.seat(person).expect("the one who came");
    assert_ne!(new.person, old.person, "another uuid");
    let grant =
        GrantMembership { person, roles: vec![MemberRole::Viewer], keeps: None, since: None, until: None };
    world.acme.run(&world.visit(1), grant).await.expect("the store").expect("a member");
    let page = world.ask(Who::Revoked, "GET", "/o/acme", "").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND, "the account of the old one gets nothing by the address");
    assert_eq!(world.accounts.seat(world.account(Who::Revoked), world.acme.log().org), Some(old.person));
    let spare = Seat { org: world.acme.log().org, person: new.person };
    world.accounts.give_seat(world.account(Who::Revoked), spare).await.expect("who keeps it gives a seat");
    world.relogin(Who::Revoked).await;
    assert_eq!(world.ask(Who::Revoked, "GET", "/o/acme", "").await.status, StatusCode::OK);
    let edit = world.ask(Who::Revoked, "POST", "/o/acme/assets/new", "title=x").await;
    assert_eq!(edit.status, StatusCode::FORBIDDEN, "a viewer now, whatever the old one was");
}
