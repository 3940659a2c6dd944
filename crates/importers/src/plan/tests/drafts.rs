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
    let words = format!("{waiting} proposals of the kind risk go: the file takes their place");
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

#[test]
fn a_list_of_interested_parties_takes_the_place_of_their_drafts_and_of_what_those_ask() {
    let mut isms = drafted();
    let asked = |isms: &Isms| {
        isms.obligations
            .everything()
            .filter(|(_, one)| one.party.is_some() && one.stored.about.proposed.is_some())
            .count()
    };
    assert!(asked(&isms) > 0 && isms.proposals(RecordKind::Party) > 1);
    let file = b"Id,Name,Relevant,Description\n,The works council,yes,it asks\n";
    let after = done(&isms, &planned(&isms, "interested-parties.csv", file));
    assert_eq!((after.proposals(RecordKind::Party), asked(&after)), (0, 0));
    // What somebody has taken stays, and so does the draft that it points at.
    let (taken, party) = isms
        .obligations
        .everything()
        .find_map(|(id, one)| Some((id.id(), one.party?.id())))
        .expect("parties ask for something");
    run(&mut isms, TakeProposal { ids: vec![taken] });
    let after = done(&isms, &planned(&isms, "interested-parties.csv", file));
    assert!(after.get(taken).is_some() && after.get(party).is_some());
}

#[test]
fn one_document_takes_the_place_of_the_draft_of_its_kind_alone() {
    let isms = drafted();
    let kinds = |isms: &Isms| -> Vec<String> {
        let all = isms.documents.everything().filter(|(_, one)| one.stored.about.proposed.is_some());
        all.map(|(_, one)| one.kind.to_string()).collect()
    };
    let before = kinds(&isms);
    let kind = before[0].clone();
    let alike = before.iter().filter(|other| **other == kind).count();
    let file = format!("Id,Title,Kind\n,What we agreed on,{kind}\n");
    let plan = planned(&isms, "documents.csv", file.as_bytes());
    let after = kinds(&done(&isms, &plan));
    assert_eq!((after.contains(&kind), after.len()), (false, before.len() - alike));
    let other = planned(&isms, "documents.csv", b"Id,Title,Kind\n,Lunch menu,menu\n");
    assert_eq!(kinds(&done(&isms, &other)), before);
}

#[test]
fn a_file_that_says_what_is_recorded_already_takes_no_place() {
    let mut isms = drafted();
    let first = isms.proposed(RecordKind::Risk)[0];
    run(&mut isms, TakeProposal { ids: vec![first] });
    let waiting = isms.proposals(RecordKind::Risk);
    let title = isms.name_of(first);
    let file = format!("Id,Title,Status\n{first},\"{title}\",open\n");
    let plan = planned(&isms, "risks.csv", file.as_bytes());
    assert_eq!(plan.counts().same, 1, "{:?}", plan.rows);
    assert!(waiting > 0 && done(&isms, &plan).proposals(RecordKind::Risk) == waiting);
}
