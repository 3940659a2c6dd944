//! Real files, with their counts.

use super::*;
use crate::plan::Becomes;
use model::records::{ControlState, EvidenceStatus, LevelFunction, Treatment};
use model::{AnnexA, Key, Value, YesNo};

#[test]
fn the_export_becomes_records_and_says_what_it_leaves() {
    let Some(bytes) = fixture("real-isms/ciso-assistant-dummy-domain.bak") else { return };
    let (plan, isms) = imported(&begun(), "domain.bak", &bytes);
    assert_eq!(refusals(&plan), []);
    assert_eq!(counts(&plan, "assets"), [4, 0, 0, 0, 0]);
    assert_eq!(counts(&plan, "risks"), [7, 0, 0, 0, 0]);
    assert_eq!(counts(&plan, "controls"), [41, 93, 0, 0, 0]);
    assert_eq!(counts(&plan, "evidence"), [5, 0, 0, 0, 0]);
    assert_eq!(
        not_taken(&plan),
        [
            ("clauses of ISO/IEC 27001", 30),
            ("headings of ISO/IEC 27001", 17),
            ("requirements of gdpr-checklist", 23),
            ("requirements of nist-csf-2.0", 134),
            ("audits", 3),
            ("perimeters", 4)
        ]
    );
    let count = |included| isms.controls.iter().filter(|(_, control)| control.included == included).count();
    assert_eq!((count(Some(YesNo::No)), count(Some(YesNo::Yes))), (10, 82));
    let mut implemented =
        isms.controls.iter().filter(|(_, control)| control.state == ControlState::Implemented);
    assert!(implemented.all(|(id, _)| matches!(id.key, Key::Number(_))), "no assessment is done");
    assert!(isms.evidence.iter().all(|(_, evidence)| evidence.status == EvidenceStatus::Submitted));
    assert!(
        isms.evidence.iter().all(|(_, evidence)| evidence.file.is_some() && evidence.collected_on.is_none())
    );
    assert!(isms.evidence.iter().any(|(_, evidence)| !evidence.uses.is_empty()));
    assert!(isms.risks.iter().any(|(_, risk)| !risk.elements.is_empty()));
    assert!(isms.risks.iter().all(|(_, risk)| risk.treatment == Treatment::Undecided));
    for attachment in &plan.attachments {
        let content = attachment.content(&bytes, &crate::Limits::usual()).expect("its bytes");
        assert_eq!(model::Digest::of(&content), attachment.file.digest);
    }
    assert_eq!(plan.attachments.len(), 5);
}

#[test]
fn the_matrix_of_the_export_becomes_the_draft_and_rates_its_risks() {
    let Some(bytes) = fixture("real-isms/ciso-assistant-dummy-domain.bak") else { return };
    let (plan, isms) = imported(&begun(), "domain.bak", &bytes);
    assert_eq!(plan.method.map(|method| method.becomes), Some(Becomes::Draft));
    let method = isms.method.one().expect("there");
    assert!(matches!(method.function, LevelFunction::Matrix(_)));
    let (_, risk) = isms.risks.iter().find(|(_, risk)| &*risk.title == "Unavailability").expect("there");
    // Position 1 of likelihood and 3 of consequence: row 2, column 4 of the grid.
    assert_eq!(risk.now.text(), "2 | 4 |  | Medium |  |  | 1");
    assert_eq!(risk.after.state.map(|state| state.text()).as_deref(), Some("target"));
}

#[test]
fn the_risk_register_keeps_its_numbers_words_and_method() {
    let Some(bytes) = fixture("real-isms/securenusantara-risk-register.md") else { return };
    let (plan, isms) = imported(&begun(), "securenusantara-risk-register.md", &bytes);
    assert_eq!(refusals(&plan), []);
    let notes: Vec<&String> = plan.notes.iter().filter(|note| note.contains("name assets")).collect();
    assert!(notes.len() == 1 && notes[0].starts_with("18 rows"), "one note for five tables: {notes:?}");
    assert_eq!(counts(&plan, "risks"), [18, 0, 0, 0, 0]);
    assert_eq!(counts(&plan, "treatment actions"), [10, 0, 0, 0, 0]);
    let method = isms.method.one().expect("there");
    assert_eq!(method.likelihood.text(), "from 0.1 to 1");
    let words: Vec<String> = method.levels.iter().map(|level| level.word.to_string()).collect();
    assert_eq!(words, ["Acceptable", "Monitor", "Unacceptable"]);
    let risk = isms.risks.get(&Ref::number(12)).expect("R-012 is R-12");
    assert_eq!(risk.now.score.map(|score| score.to_string()).as_deref(), Some("0.24"));
    let level = |number| {
        let risk = isms.risks.get(&Ref::number(number)).expect("there");
        risk.after.level.as_ref().map(ToString::to_string)
    };
    assert_eq!(level(18).as_deref(), Some("Acceptable"), "0.15 is still acceptable");
    assert_eq!(level(1).as_deref(), Some("Monitor"));
    let risk = isms.risks.get(&Ref::number(16)).expect("there");
    assert_eq!(risk.treatment, Treatment::Share);
    assert_eq!(risk.controls.text(), "A.5.31");
    let about = &isms.risks.get(&Ref::number(3)).expect("there").stored.about;
    let kept: Vec<String> = about.columns.iter().map(|column| column.heading.to_string()).collect();
    assert_eq!(kept, ["Asset", "Treatment", "NIST CSF", "Status"]);
    assert!(isms.risks.iter().all(|(_, risk)| risk.status.is_open() && risk.acceptances.is_empty()));
    assert!(isms.treatment_actions.iter().all(|(_, action)| action.risk.is_some() && action.due.is_some()));
}

#[test]
fn actions_of_refused_risks_touch_no_risk_that_has_the_number() {
    let Some(bytes) = fixture("real-isms/securenusantara-risk-register.md") else { return };
    let mut isms = begun();
    let steps = "1 | Rare\n2 | Likely".to_owned();
    let typed = vec![("likelihood".to_owned(), steps.clone()), ("consequence".to_owned(), steps)];
    let id = model::RecordId::parse("MET").expect("the method");
    run(&mut isms, operations::EditRecord { id, revision: None, typed, because: "".into() });
    for number in 1..=18 {
        let typed = vec![("title".to_owned(), format!("Ours {number}"))];
        let (kind, about) = (model::RecordKind::Risk, model::About::default());
        run(&mut isms, operations::CreateRecord { kind, id: None, typed, about, uuid: None });
    }
    let plan = planned(&isms, "register.md", &bytes);
    assert_eq!(counts(&plan, "risks"), [0, 0, 0, 18, 0]);
    assert_eq!(counts(&plan, "treatment actions"), [0, 0, 0, 10, 0]);
    assert!(refusals(&plan).iter().any(|(_, why, _)| *why == "its risk R-001 of this file is not taken"));
    assert!(plan.is_empty());
}

#[test]
fn the_statement_says_93_rows_and_invents_no_reason() {
    let Some(bytes) = fixture("real-isms/securenusantara-statement-of-applicability.md") else { return };
    let (plan, isms) = imported(&begun(), "statement.md", &bytes);
    assert_eq!(counts(&plan, "controls"), [0, 93, 0, 0, 1]);
    let state = |state| isms.controls.iter().filter(|(_, control)| control.state == state).count();
    assert_eq!((state(ControlState::Implemented), state(ControlState::Partial)), (75, 18));
    assert!(isms.controls.iter().all(|(_, control)| control.included == Some(YesNo::Yes)));
    assert!(isms.controls.iter().all(|(_, control)| control.reasons.is_empty()));
    let first = Ref::of(Key::AnnexA(AnnexA::new(5, 1).expect("a number")));
    let control = isms.controls.get(&first).expect("there");
    assert_eq!(&*control.justification, "Core requirement; all MSSP operations");
}

#[test]
fn both_documents_together_are_one_isms() {
    let Some(register) = fixture("real-isms/securenusantara-risk-register.md") else { return };
    let Some(statement) = fixture("real-isms/securenusantara-statement-of-applicability.md") else { return };
    let (_, isms) = imported(&begun(), "register.md", &register);
    let (_, isms) = imported(&isms, "statement.md", &statement);
    assert!(planned(&isms, "register.md", &register).is_empty());
}

#[test]
fn the_samples_of_other_tools_are_taken() {
    for (name, kind, new) in [
        ("real-isms/ciso-assistant-cli-RA_sample.csv", "risks", 3),
        ("real-isms/ciso-assistant-cli-applied_controls_sample.csv", "controls", 0),
        ("real-isms/ciso-assistant-cli-sample_assets.csv", "assets", 0),
        ("synthetic/risk-register-title-and-two-header-rows.cp1252.csv", "risks", 4),
        ("real-isms/ismscore-A.8.8.2-vulnerability-inventory.xlsx", "assets", 0),
    ] {
        let Some(bytes) = fixture(name) else { return };
        let (plan, _) = imported(&begun(), name, &bytes);
        println!("{name}: {:?} {:?} {:?}", plan.sections, refusals(&plan), plan.notes);
        assert!(counts(&plan, kind)[0] >= new.max(1), "{name}: {:?}", plan.sections);
    }
}
