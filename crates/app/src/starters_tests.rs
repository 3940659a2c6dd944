//! Drafts of the five questions leave no trace until they are taken: not in counts, rules, registers, nor after they were refused.

use std::fmt::Debug;

use model::records::Remote;
use model::{Date, Isms, RecordId, RecordKind, Ref, Stamp, YesNo};
use operations::{
    AnswerQuestions, Answers, BeginOrganisation, Drafts, Operation, RefuseProposal, TakeProposal,
};
use reports::Basis;
use reports::content::LedgerHead;

const TODAY: Date = Date::constant(2026, 3, 3);

fn run<O: Operation<Refusal: Debug>>(isms: &mut Isms, operation: O) {
    for change in operation.decide(isms, Ref::number(1), TODAY).expect("it is not refused") {
        isms.apply(&change, Stamp { on: TODAY, ..Stamp::default() });
    }
}

fn answered(answers: &Answers, drafts: Drafts) -> Isms {
    let mut isms = Isms::default();
    let (name, time_zone, person) = ("Acme".into(), "Europe/Prague".into(), "Jana Novak".into());
    run(
        &mut isms,
        BeginOrganisation {
            name,
            kind: model::records::OrganisationKind::Client,
            time_zone,
            person,
            uuid: uuid::Uuid::from_u128(7),
        },
    );
    run(&mut isms, AnswerQuestions { answers: answers.clone(), drafts });
    isms
}

/// Returns the ids of all proposals.
fn proposals(isms: &Isms) -> Vec<RecordId> {
    let all = RecordKind::ALL.iter().flat_map(|kind| isms.all(*kind));
    all.filter(|(_, record)| record.about().proposed.is_some()).map(|(id, _)| id).collect()
}

/// Answers in all mixtures of some facts.
fn mixtures() -> impl Iterator<Item = Answers> {
    let list = |wanted: bool, names: &[&str]| {
        names.iter().filter(|_| wanted).map(|name| (*name).to_owned()).collect::<Vec<_>>()
    };
    (0_u32..64).map(move |mask| {
        let has = |bit: u32| mask & (1 << bit) != 0;
        Answers {
            sells: has(0).then(|| "pumps, made in our plant".to_owned()),
            people: has(1).then_some(250),
            sites: list(has(1), &["Ostrava", "Zlin"]),
            remote: has(2).then_some(Remote::Part),
            runs_on: list(has(2), &["AWS", "SAP on our own servers"]),
            writes_software: [None, Some(YesNo::Yes), Some(YesNo::No)][(mask % 3) as usize],
            suppliers: list(has(3), &["AWS", "IT house"]),
            asked_by: list(has(4), &["A bank"]),
            laws: list(has(4), &["GDPR", "NIS2"]),
            contracts: list(has(5), &["Water board"]),
            wanted_on: has(5).then_some(Date::constant(2027, 2, 1)),
            ..Answers::default()
        }
    })
}

/// Returns all that anybody may see of what counts: counts, what the rules say, and every register.
fn seen(isms: &Isms) -> (Vec<usize>, String, String) {
    let counts = RecordKind::ALL.iter().map(|kind| isms.count(*kind)).collect();
    let results = rules::check(&rules::Ask::new(isms, None, TODAY));
    let ledger = LedgerHead::default();
    let basis = Basis {
        isms,
        standards: standards::Standards::iso27001(),
        as_of: TODAY,
        ledger: &ledger,
        logos: reports::Logos::default(),
    };
    (
        counts,
        format!("{:#?}", results.diagnostics().collect::<Vec<_>>()),
        format!("{:#?}", reports::register::all_registers(&basis)),
    )
}

#[test]
fn drafts_leave_no_trace_while_they_wait_and_none_when_they_are_refused() {
    for answers in mixtures() {
        let bare = seen(&answered(&answers, Drafts::LeaveOut));
        let mut isms = answered(&answers, Drafts::Propose);
        let ids = proposals(&isms);
        assert!(ids.len() > 30, "{}", ids.len());
        assert_eq!(seen(&isms), bare, "while they wait: {answers:?}");
        run(&mut isms, RefuseProposal { ids });
        assert_eq!(seen(&isms), bare, "refused: {answers:?}");
    }
}

#[test]
fn drafts_that_are_taken_count_and_none_of_them_breaks_a_rule_of_form() {
    for answers in mixtures() {
        let mut isms = answered(&answers, Drafts::Propose);
        let ids = proposals(&isms);
        run(&mut isms, TakeProposal { ids });
        assert!((12..=20).contains(&isms.risks.len()));
        let control = Ref::of(RecordId::parse("A.8.13").expect("a control").key);
        assert!(!rules::Naming::of(&isms, control, TODAY).risks.is_empty(), "risks give reasons for A.8.13");
        let results = rules::check(&rules::Ask::new(&isms, None, TODAY));
        // Scales without words, a method without triggers, a policy that says too little, parties who ask for nothing.
        let codes: Vec<&str> = results.diagnostics().map(|one| one.code).collect();
        for name in [
            "scale step undefined",
            "method without triggers",
            "party without requirement",
            "policy content missing",
        ] {
            let rule = rules::RULES.iter().find(|rule| rule.name == name).expect("a rule");
            assert!(!codes.contains(&rule.code), "{name}: {answers:?}");
        }
    }
}
