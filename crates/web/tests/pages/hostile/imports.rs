//! The matrix of imports: each kind of table × each role; and what a table says of another organisation.

use app::{Via, Visit};
use importers::headings::Kind;
use importers::plan::{Options, Plan, plan};
use model::{RecordKind, Ref};

use super::whose;
use super::world::{ELSEWHERE, ROLES, Who, World, email, id_of, number_of_role};

/// Returns a small table of each kind, and the kind of record that it becomes.
fn table(kind: Kind) -> (&'static str, RecordKind) {
    match kind {
        Kind::Risk => ("ID,Risk\nX-1,Fire by import\n", RecordKind::Risk),
        Kind::Asset => ("ID,Asset\nX-1,Laptop by import\n", RecordKind::Asset),
        Kind::Control => ("ID,Control\nX-1,Gate by import\n", RecordKind::Control),
        Kind::Soa => ("Control,Applicable,Justification\nA.8.13,Yes,by import\n", RecordKind::Control),
        Kind::Supplier => ("ID,Supplier\nX-1,Cloud by import\n", RecordKind::Supplier),
        Kind::Action => ("ID,Action\nX-1,Lock by import\n", RecordKind::TreatmentAction),
        Kind::Evidence => ("ID,Evidence\nX-1,Log by import\n", RecordKind::Evidence),
        Kind::Person => ("Name,Email\nPia Import,pia@acme.example\n", RecordKind::Person),
    }
}

fn planned(world: &World, kind: Kind, text: &str) -> Plan {
    let options = Options { kind: Some(kind), ..Options::on(world.acme.today()) };
    plan(&world.acme.now().isms, "table.csv", text.as_bytes(), &options).expect("a plan")
}

/// Returns a visit of who has a role, with a fresh proof.
fn visit(world: &World, place: usize) -> Visit {
    let isms = world.acme.now().isms;
    let address = email(Who::Role(place));
    let by_address = isms.people.iter().find(|(_, person)| person.email.to_string() == address);
    let person = by_address.map_or_else(|| Ref::number(number_of_role(place)), |(person, _)| person);
    Visit { proof: app::Proof::just_now(), ..Visit::of(person, Via::Import) }
}

#[tokio::test]
async fn every_kind_of_import_answers_each_role_as_the_matrix_says() {
    let world = World::of(&[Who::Role(5)]).await;
    let mut cases = 0;
    for kind in Kind::ALL {
        let (text, record) = table(*kind);
        let row = whose::of_kind(record).as_bytes();
        let places = |cell: u8| (0..ROLES.len()).filter(move |place| row[*place] == cell);
        for place in places(b'N') {
            let before = world.commits();
            let plan = planned(&world, *kind, text);
            assert!(!plan.is_empty(), "{kind:?} plans something");
            let before_hand = world.acme.rehearse_import(&visit(&world, place), &plan).expect("members");
            assert!(
                before_hand.done.records.is_empty() && !before_hand.refused.is_empty(),
                "{} learns before the import of {kind:?} that nothing would be written",
                ROLES[place]
            );
            let told = world.acme.import(&visit(&world, place), text.as_bytes(), &plan).await;
            let is_refused = told.as_ref().map_or(true, |imported| !imported.refused.is_empty());
            assert!(is_refused, "{} imports {kind:?}: {told:?}", ROLES[place]);
            assert_eq!(world.commits(), before, "{} imports {kind:?}", ROLES[place]);
            cases += 1;
        }
        let before = world.commits();
        for place in places(b'C').chain(places(b'Y')) {
            let plan = planned(&world, *kind, text);
            let before_hand = world.acme.rehearse_import(&visit(&world, place), &plan).expect("members");
            let told = world.acme.import(&visit(&world, place), text.as_bytes(), &plan).await;
            if let Ok(told) = &told {
                let left = |imported: &app::Imported| imported.refused.len();
                assert_eq!(
                    left(&before_hand),
                    left(told),
                    "{} is told the same before and after",
                    ROLES[place]
                );
            }
            assert!(row[place] == b'C' || told.is_ok(), "{} imports {kind:?}: {told:?}", ROLES[place]);
            cases += 1;
        }
        assert_ne!(world.commits(), before, "{kind:?}: who may imports the same table");
    }
    println!("{} kinds, {cases} cases", Kind::ALL.len());
}

/// Sends a file to be imported, says that its columns are right, and returns the page of the check.
async fn to_the_check(world: &World, who: Who, text: &str) -> String {
    let body = format!(
        "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"table.csv\"\r\n\r\n{text}\r\n--edge--\r\n"
    );
    let request = world
        .request(who, "POST", "/o/acme/import")
        .header("content-type", "multipart/form-data; boundary=edge")
        .body(body.into());
    let chosen = world.send(request.expect("a request")).await;
    let word = chosen.header("location").trim_start_matches("/o/acme/import/");
    format!("/o/acme/import/{}", word.trim_end_matches("/columns"))
}

#[tokio::test]
async fn who_may_write_nothing_of_a_file_is_told_before_and_no_page_says_that_it_was_taken() {
    let viewer = Who::Role(7);
    let world = World::of(&[viewer]).await;
    let at = to_the_check(
        &world,
        viewer,
        "ID,Risk,Likelihood,Impact,Treatment\nX-1,Fire by import,3,4,mitigate\n",
    )
    .await;
    let page = world.ask(viewer, "GET", &at, "").await;
    assert!(page.html.contains("Nothing of it would be written"), "{}", page.html);
    assert!(page.html.contains("ISMS managers") && !page.html.contains("/apply"), "{}", page.html);
    let before = world.commits();
    let sent = world.ask(viewer, "POST", &format!("{at}/apply"), "").await;
    assert_eq!(sent.status, 403, "{}", sent.html);
    assert!(sent.html.contains("table.csv: nothing was written; 1 row left out"), "{}", sent.html);
    assert_eq!(world.commits(), before);
    let done = world.ask(viewer, "GET", &format!("{at}/done"), "").await;
    assert!(done.html.contains("1 row was left out") && !done.html.contains("The rows are records now"));
}

#[tokio::test]
async fn b3_no_cell_of_an_import_reaches_what_lies_elsewhere() {
    let world = World::of(&[]).await;
    let register = |owner: &str, number: u32| {
        format!(
            "ID,Risk,Owner,Asset,Controls,Supplier,Treatment\nX-{number},Fire {number},{owner},AST-{number},C-{number},SUP-{number},mitigate\n"
        )
    };
    let mut seen = Vec::new();
    for (owner, number) in [("Umberto Hidden", ELSEWHERE), ("Nobody Nowhere", 778)] {
        let text = register(owner, number);
        let plan = planned(&world, Kind::Risk, &text);
        let told = world.acme.import(&visit(&world, 3), text.as_bytes(), &plan).await;
        let told = told.expect("what cannot be linked is kept as words");
        let isms = world.acme.now().isms;
        for kind in [RecordKind::Asset, RecordKind::Control, RecordKind::Supplier, RecordKind::Person] {
            assert!(isms.find(id_of(kind, number)).is_none(), "no {kind:?} {number} came into being");
        }
        seen.push((told.done.records.len(), told.refused.len(), plan.counts().changed, plan.not_taken.len()));
    }
    assert_eq!(seen[0], seen[1], "both are nothing to us");
}
