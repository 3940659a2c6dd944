//! Drafts of the five questions give way to what a file brings.

use super::*;
use model::RecordKind;
use operations::{AnswerQuestions, Answers, Drafts, TakeProposal};

fn drafted() -> Isms {
    let mut isms = begun();
    run(&mut isms, AnswerQuestions { answers: Answers::default(), drafts: Drafts::Propose });
    isms
}

#[test]
fn a_register_takes_the_place_of_the_drafts_of_its_kind_and_of_no_other() {
    let mut isms = drafted();
    let first = isms.risks.everything().map(|(id, _)| id.id()).next().expect("drafts wait");
    run(&mut isms, TakeProposal { ids: vec![first] });
    let waiting = isms.risks.proposals();
    let register = b"ID,Risk,Likelihood,Impact\nX-1,Flood in the cellar,2,3\n";
    let plan = planned(&isms, "risks.csv", register);
    let words = format!("{waiting} drafts of the kind risk go: the file takes their place");
    assert!(plan.notes.contains(&words), "{:?}", plan.notes);
    let after = done(&isms, &plan);
    assert_eq!((after.risks.len(), after.risks.proposals()), (2, 0));
    assert_eq!(after.proposals(RecordKind::Document), isms.proposals(RecordKind::Document));
    assert!(planned(&after, "risks.csv", register).notes.is_empty());
}

#[test]
fn a_list_of_another_kind_leaves_the_drafts() {
    let isms = drafted();
    let plan = planned(&isms, "suppliers.csv", b"Supplier,Service\nHoster,Cloud\n");
    assert_eq!(done(&isms, &plan).risks.proposals(), isms.risks.proposals());
}
