//! Templates: who may let what is written in one organisation go to others, and that it stands in its history.

use super::*;

fn template() -> OfferTemplate {
    let document = Document { title: "Access".into(), text: "Who may what.".into(), ..Document::default() };
    OfferTemplate {
        from: "Acme".into(),
        documents: vec![(id("DOC-1"), document)],
        ..OfferTemplate::default()
    }
}

/// Makes PER-3 a consultant beside what they are, and writes a document.
async fn with_consultant(firm: &Firm) {
    let isms = firm.books.now().isms;
    let vera = isms.memberships.iter().find(|(_, one)| one.person == Some(per(3)));
    let membership = vera.expect("she is a member").0;
    let roles = vec![MemberRole::Consultant];
    let change = ChangeMembership { membership, roles, keeps: None, until: None, because: Prose::default() };
    firm.done(1, change).await;
    firm.done(2, record(RecordKind::Document, "Access")).await;
}

#[tokio::test]
async fn what_a_client_wrote_leaves_it_only_by_who_may_let_records_go_and_that_stands_in_its_history() {
    let firm = Firm::new().await;
    with_consultant(&firm).await;
    let before = firm.books.now().commits();
    let denied = firm.room(3).lend(&visit(3), &template(), 2).await.expect_err("consultants export nothing");
    assert!(denied.to_string().contains("(SD14)"), "{denied}");
    for who in [4, 5] {
        assert!(firm.room(who).lend(&visit(who), &template(), 2).await.is_err(), "PER-{who}");
        assert!(!firm.room(who).may_lend(per(who), &Proof::just_now()).is_permit());
    }
    let old = policy::Known::Signed { step_up_seconds: Some(3_600), proof: policy::Proof::Passkey };
    let stale = Visit { proof: Proof { known: old, ..Proof::just_now() }, ..visit(2) };
    assert!(firm.room(2).lend(&stale, &template(), 2).await.is_err(), "it needs a fresh proof");
    assert_eq!(firm.books.now().commits(), before);
    let done = firm.room(2).lend(&visit(2), &template(), 2).await.expect("she may").expect("it is noted");
    let told = firm.room(1).commit(done.seq.expect("a commit")).await.expect("it is there");
    assert_eq!(told.because, "offered as a template to 2 organisations: DOC-1");
}
