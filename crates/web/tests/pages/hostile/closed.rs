//! Forms that are not offered: who may not write is told who could and shown what is on record, whatever the kind and the role.

use axum::http::StatusCode;
use model::RecordKind;

use super::matrix::spare;
use super::whose;
use super::world::{ROLES, Who, World};

/// Says whether a page holds a form that writes a record.
fn is_form(html: &str) -> bool {
    html.contains("name=\"title\"") || html.contains("name=\"because\"") || html.contains("name=\"revision\"")
}

#[tokio::test]
async fn a_form_is_offered_to_nobody_who_may_never_send_it() {
    let world = World::new().await;
    let (mut closed, mut open, mut wrong) = (0, 0, Vec::new());
    for kind in RecordKind::ALL {
        let word = web::address::kind(*kind);
        let mut paths = vec![format!("/{word}/{}/edit", spare(*kind, 1))];
        if !kind.kind().single {
            paths.push(format!("/{word}/new"));
        }
        for (place, mark) in whose::of_kind(*kind).chars().enumerate() {
            for path in &paths {
                let page = world.ask(Who::Role(place), "GET", &format!("/o/acme{path}"), "").await;
                if page.status != StatusCode::OK {
                    continue;
                }
                let told = page.html.contains("class=\"callout\"") && page.html.contains("You cannot ");
                match (mark, is_form(&page.html)) {
                    ('N', true) => wrong.push(format!("{} is offered {path}", ROLES[place])),
                    ('N', false) if !told => wrong.push(format!("{} is not told why: {path}", ROLES[place])),
                    ('N', false) => closed += 1,
                    ('Y', true) => open += 1,
                    ('Y' | 'C', _) => {}
                    (other, _) => panic!("{other} is no mark"),
                }
            }
        }
    }
    println!("{closed} forms are closed, {open} are open");
    let some: Vec<&String> = wrong.iter().take(40).collect();
    assert!(wrong.is_empty(), "{} are not as expected, such as {some:#?}", wrong.len());
    assert!(closed > 150 && open > 100, "{closed} closed and {open} open forms are few");
}
