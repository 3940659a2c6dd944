//! Tests of the five questions: what becomes a record, what is only proposed, what is refused.

use model::{AnyRecord, RecordId};

use super::*;
use crate::testing::{TODAY, begin, edit, id, refusal, run, typed};
use crate::{CreateRecord, RefuseProposal, TakeProposal, drafts_waiting};

/// Three companies, and one that answered nothing.
fn companies() -> [(&'static str, Answers); 4] {
    let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let agency = Answers {
        sells: Some("brand design and campaigns for small companies".to_owned()),
        people: Some(10),
        sites: list(&["Studio Brno"]),
        remote: Some(Remote::Part),
        runs_on: list(&["Google Workspace", "Figma"]),
        writes_software: Some(YesNo::No),
        suppliers: list(&["Google", "Freelance network"]),
        asked_by: list(&["A bank that is our largest customer"]),
        ..Answers::default()
    };
    let saas = Answers {
        sells: Some("payroll software as a service".to_owned()),
        people: Some(60),
        sites: list(&["Prague"]),
        remote: Some(Remote::Part),
        runs_on: list(&["AWS", "Payroll platform", "GitHub"]),
        writes_software: Some(YesNo::Yes),
        suppliers: list(&["AWS", "Twilio"]),
        asked_by: list(&["Enterprise customers"]),
        laws: list(&["GDPR", "NIS2"]),
        wanted_on: Some(Date::constant(2027, 1, 31)),
        ..Answers::default()
    };
    let maker = Answers {
        sells: Some("pumps and valves for water works".to_owned()),
        people: Some(250),
        sites: list(&["Plant Ostrava", "Plant Zlin"]),
        remote: Some(Remote::Nobody),
        runs_on: list(&["SAP on our own servers", "SCADA", "Microsoft 365"]),
        writes_software: Some(YesNo::No),
        suppliers: list(&["Siemens", "Local IT house"]),
        contracts: list(&["Framework contract with the water board"]),
        ..Answers::default()
    };
    [("agency", agency), ("saas", saas), ("maker", maker), ("nothing", Answers::default())]
}

fn begun() -> Isms {
    let mut isms = Isms::default();
    run(&mut isms, begin());
    isms
}

fn answered(answers: &Answers, drafts: Drafts) -> Isms {
    let mut isms = begun();
    run(&mut isms, AnswerQuestions { answers: answers.clone(), drafts });
    isms
}

/// Returns all that counts, as it is shown.
fn counting(isms: &Isms) -> Vec<(RecordId, Vec<String>)> {
    let shown = |record: &dyn AnyRecord| record.fields().into_iter().map(|field| field.text).collect();
    let all = RecordKind::ALL.iter().flat_map(|kind| isms.counted(*kind));
    all.map(|(id, record)| (id, shown(record))).collect()
}

/// Returns the ids of all proposals.
fn proposals(isms: &Isms) -> Vec<RecordId> {
    RecordKind::ALL.iter().flat_map(|kind| isms.proposed(*kind)).collect()
}

#[test]
fn each_company_gets_drafts_that_fit_it() {
    let mut seen = Vec::new();
    for (name, answers) in companies() {
        let isms = answered(&answers, Drafts::Propose);
        let risks = isms.risks.proposals();
        assert!((12..=20).contains(&risks), "{name}: {risks}");
        let titles: Vec<String> = isms.risks.everything().map(|(_, risk)| risk.title.to_string()).collect();
        let about_code =
            titles.iter().any(|title| title.contains("our software") || title.contains("source code"));
        assert_eq!(about_code, answers.writes_software == Some(YesNo::Yes), "{name}: {titles:?}");
        for kind in [RecordKind::Scope, RecordKind::Context, RecordKind::Method] {
            assert_eq!(isms.proposals(kind), 1, "{name}: {kind:?}");
        }
        assert!(isms.issues.proposals() >= 5 && isms.documents.proposals() >= 10, "{name}");
        assert_eq!(isms.risks.everything().filter(|(_, risk)| risk.owner.is_some()).count(), 0);
        seen.push(titles);
    }
    assert!((1..seen.len()).all(|place| seen[place] != seen[place - 1]));
}

#[test]
fn the_answers_count_and_the_drafts_do_not() {
    for (name, answers) in companies() {
        let bare = answered(&answers, Drafts::LeaveOut);
        let mut drafted = answered(&answers, Drafts::Propose);
        assert_eq!(counting(&bare), counting(&drafted), "{name}");
        assert_eq!(drafts_waiting(&bare), 0);
        let ids = proposals(&drafted);
        assert_eq!(drafts_waiting(&drafted), ids.len());
        run(&mut drafted, RefuseProposal { ids });
        assert_eq!(counting(&bare), counting(&drafted), "{name}");
        assert_eq!(drafts_waiting(&drafted), 0);
    }
}

#[test]
fn a_draft_names_the_answers() {
    let [_, (_, saas), (_, maker), _] = companies();
    let isms = answered(&saas, Drafts::Propose);
    let scope = isms.scope.find(&Ref::one()).expect("a draft");
    assert!(scope.statement.contains("payroll software as a service"), "{}", &*scope.statement);
    assert!(
        scope.statement.contains("about 60 people, at our site Prague and working remotely"),
        "{}",
        &*scope.statement
    );
    let supplier =
        isms.risks.everything().find(|(_, risk)| risk.title.starts_with("A supplier that we depend on"));
    assert_eq!(supplier.map(|(_, risk)| risk.elements.len()), Some(2));
    let notices: Vec<u32> = isms.obligations.everything().filter_map(|(_, one)| one.notice_hours).collect();
    assert!(notices.contains(&72) && notices.contains(&24), "{notices:?}");
    let isms = answered(&maker, Drafts::Propose);
    let context = isms.context.find(&Ref::one()).expect("a draft");
    assert_eq!(context.climate_relevant, Some(YesNo::Yes));
    assert!(context.climate_because.contains("Plant Ostrava and Plant Zlin"));
}

#[test]
fn no_text_of_a_draft_has_a_blank_left_and_all_fit_their_fields() {
    for (name, answers) in companies() {
        let isms = answered(&answers, Drafts::Propose);
        for id in proposals(&isms) {
            let shown = isms.find(id).expect("listed").fields();
            for field in shown {
                assert!(!field.text.contains(['{', '}']), "{name} {id}: {}", field.text);
                let lost = field.references.iter().find(|target| isms.find(**target).is_none());
                assert_eq!(lost, None, "{name} {id} points at nothing");
            }
        }
    }
}

#[test]
fn answering_again_changes_nothing_and_brings_back_nothing() {
    for (name, answers) in companies() {
        let mut isms = answered(&answers, Drafts::Propose);
        let again = || AnswerQuestions { answers: answers.clone(), drafts: Drafts::Propose };
        let changes = again().decide(&isms, Ref::number(1), TODAY).expect("decided");
        assert_eq!(changes, [], "{name}");
        let ids = proposals(&isms);
        run(&mut isms, RefuseProposal { ids });
        let changes = again().decide(&isms, Ref::number(1), TODAY).expect("decided");
        assert_eq!(changes, [], "{name}: refused drafts stay away");
    }
}

#[test]
fn drafts_that_fit_everybody_come_with_the_first_answers_that_ask_for_them_whatever_is_recorded() {
    let counts = |isms: &Isms| {
        [RecordKind::Issue, RecordKind::Party, RecordKind::Risk, RecordKind::Document]
            .map(|kind| isms.proposals(kind))
    };
    let (_, maker) = companies()[2].clone();
    let whole = counts(&answered(&maker, Drafts::Propose));
    let mut isms = answered(&maker, Drafts::LeaveOut);
    run(&mut isms, crate::testing::create("issue", "Growth"));
    run(&mut isms, crate::testing::create("risk", "A flood of the river"));
    run(&mut isms, AnswerQuestions { answers: Answers::default(), drafts: Drafts::Propose });
    assert_eq!(counts(&isms), whole);
}

#[test]
fn answers_that_bring_nothing_move_no_dates() {
    let [_, (_, saas), ..] = companies();
    let isms = answered(&saas, Drafts::Propose);
    let later = TODAY.checked_add(model::Span::new().days(40)).expect("a day");
    assert!(!schedule::is_up_to_date(&isms, later), "the plan would be another one");
    for answers in [Answers::default(), saas] {
        let again =
            AnswerQuestions { answers: Answers { wanted_on: None, ..answers }, drafts: Drafts::Propose };
        assert_eq!(again.decide(&isms, Ref::number(1), later).expect("decided"), []);
    }
}

#[test]
fn a_later_answer_adds_what_is_new_and_leaves_what_people_wrote() {
    let mut isms = answered(&Answers::default(), Drafts::Propose);
    let before = isms.risks.proposals();
    run(&mut isms, edit("R-1", "title", "Our own words"));
    run(&mut isms, edit("ORG", "sells", "cakes"));
    let later = Answers {
        sells: Some("bread".to_owned()),
        suppliers: vec!["Mill".to_owned(), "mill ".to_owned()],
        writes_software: Some(YesNo::Yes),
        ..Answers::default()
    };
    run(&mut isms, AnswerQuestions { answers: later, drafts: Drafts::Propose });
    assert_eq!(isms.organisation.one().map(|one| one.sells.to_string()).as_deref(), Some("cakes"));
    assert_eq!(isms.suppliers.len(), 1);
    assert_eq!(isms.name_of(id("R-1")), "Our own words");
    assert!(isms.risks.proposals() > before, "risks about code and suppliers came");
    let scope = isms.scope.find(&Ref::one()).expect("a draft");
    assert!(
        scope.statement.contains("cakes") && scope.statement.contains("Mill"),
        "drafts that wait are written anew"
    );
}

#[test]
fn a_name_that_waits_as_a_draft_is_taken_when_somebody_gives_it() {
    let mut isms = answered(&Answers::default(), Drafts::Propose);
    let proposed = |isms: &Isms| -> Vec<String> {
        let all = isms.parties.everything().filter(|(_, party)| party.stored.about.proposed.is_some());
        all.map(|(_, party)| party.title.to_string()).collect()
    };
    let name = proposed(&isms).first().cloned().expect("parties are proposed");
    let answers = Answers { asked_by: vec![name.clone()], ..Answers::default() };
    run(&mut isms, AnswerQuestions { answers, drafts: Drafts::Propose });
    assert!(!proposed(&isms).contains(&name));
    assert!(isms.parties.iter().any(|(_, party)| *party.title == *name), "it counts from now on");
}

#[test]
fn a_single_draft_is_taken_changed_or_refused_like_any_other() {
    let mut isms = answered(&Answers::default(), Drafts::Propose);
    assert!(isms.scope.one().expect("the blank one counts").statement.is_empty());
    run(&mut isms, TakeProposal { ids: vec![id("SCO")] });
    assert!(!isms.scope.one().expect("there").statement.is_empty());
    run(&mut isms, edit("CTX", "climate_because", "We are in a flood plain"));
    assert_eq!(
        isms.context.one().expect("there").climate_relevant,
        Some(YesNo::No),
        "changing a draft takes it"
    );
    run(&mut isms, RefuseProposal { ids: vec![id("MET")] });
    assert!(isms.method.one().expect("there").levels.is_empty());
    assert_eq!(isms.proposals(RecordKind::Method), 0);
}

#[test]
fn what_a_draft_points_at_is_taken_with_it() {
    let mut isms = answered(&Answers::default(), Drafts::Propose);
    let (obligation, party) = isms
        .obligations
        .everything()
        .find_map(|(id, one)| Some((id.id(), one.party?.id())))
        .expect("parties ask for something");
    let mut without = isms.clone();
    run(&mut without, RefuseProposal { ids: vec![party] });
    assert!(without.find(obligation).is_none(), "what rests on it goes with it");
    run(&mut isms, TakeProposal { ids: vec![obligation] });
    assert!(isms.get(party).is_some());
}

#[test]
fn an_answer_that_cannot_be_is_refused_in_one_sentence_that_names_it() {
    let isms = begun();
    let many = |count: usize| (0..count).map(|number| format!("Supplier {number}")).collect::<Vec<_>>();
    let refused = |answers: Answers| {
        let words = refusal(&isms, AnswerQuestions { answers, drafts: Drafts::Propose });
        assert!(words.len() < 200 && !words.ends_with('.'), "{words}");
        words
    };
    let sites = many(4);
    let nobody = refused(Answers { people: Some(0), sites, ..Answers::default() });
    assert_eq!(nobody, "how many people: 0 people is nobody; expected at least 1, you among them");
    let past = refused(Answers { wanted_on: Some(Date::constant(2026, 1, 1)), ..Answers::default() });
    assert_eq!(past, "the date wanted, 2026-01-01, has passed; expected a day after today, 2026-03-03");
    assert!(
        refused(Answers { wanted_on: Some(Date::MAX), ..Answers::default() })
            .contains("more than ten years away")
    );
    for count in [101, 10_000] {
        let words = refused(Answers { suppliers: many(count), ..Answers::default() });
        assert!(words.starts_with(&format!("suppliers: {count} were given, and at most 100")), "{words}");
    }
    let long = refused(Answers { runs_on: vec!["x".repeat(20_000)], ..Answers::default() });
    assert!(long.starts_with("what it runs on: "), "{long}");
}

#[test]
fn any_name_in_any_script_becomes_one_record() {
    let names = [
        "Жар-птица",
        "東京サーバー",
        "دار البيضاء",
        "dup",
        "DUP",
        " dup\u{7}",
        "",
        "\u{1b}[31m",
        "{sells}",
        "R-1, <b>",
    ];
    let answers = Answers {
        runs_on: names.map(ToOwned::to_owned).to_vec(),
        sells: Some("{organisation} {".to_owned()),
        wanted_on: TODAY.tomorrow().ok(),
        ..Answers::default()
    };
    let isms = answered(&answers, Drafts::Propose);
    let titles: Vec<String> = isms.assets.iter().map(|(_, asset)| asset.title.to_string()).collect();
    assert_eq!(titles, ["Жар-птица", "東京サーバー", "دار البيضاء", "dup", "[31m", "{sells}", "R-1, <b>"]);
    assert!((12..=20).contains(&isms.risks.proposals()));
}

#[test]
fn a_register_that_somebody_brought_gets_no_starter_risks() {
    let mut isms = begun();
    let source = model::Source { file: "risk register".into(), id: "7".into(), row: "row 8".into() };
    let about = model::About { sources: vec![source], ..model::About::default() };
    let typed = typed(&[("title", "Flood")]);
    run(&mut isms, CreateRecord { kind: RecordKind::Risk, id: None, typed, about, uuid: None });
    run(&mut isms, AnswerQuestions { answers: Answers::default(), drafts: Drafts::Propose });
    assert_eq!((isms.risks.len(), isms.risks.proposals()), (1, 0));
}
