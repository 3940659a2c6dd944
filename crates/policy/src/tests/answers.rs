//! Every question gets an answer: on a grown organisation, whatever is asked about whatever record.

use model::records::MemberRole;
use model::sample::Sample;
use model::{RecordId, RecordKind, YesNo};

use super::firm::{Book, Firm, fresh, per, words};
use crate::table::INTENTS;
use crate::{StepUp, ask, judge, keepers, roles_of};

/// Returns the grown organisation with a keeper and three members.
fn grown() -> Firm {
    let sample = Sample::in_good_order();
    let mut firm = Firm { isms: sample.isms.clone(), book: Book::default(), today: sample.today };
    firm.member(1, &[MemberRole::TopManagement], Some(YesNo::Yes));
    for (person, role) in
        [(2, MemberRole::IsmsManager), (3, MemberRole::Consultant), (4, MemberRole::InternalAuditor)]
    {
        firm.member(person, &[role], None);
    }
    firm
}

#[test]
fn every_intent_on_every_kind_is_answered_in_words() {
    let firm = grown();
    assert_eq!(keepers(&firm.isms, firm.today), [per(1)]);
    assert_eq!(roles_of(&firm.isms, per(2), firm.today), [MemberRole::IsmsManager]);
    let mut asked = 0;
    for (intent, kinds, _) in INTENTS {
        let kinds = if kinds.is_empty() { RecordKind::ALL } else { kinds };
        for kind in kinds {
            let first = firm.isms.all(*kind).first().map(|(id, _)| *id);
            let records: Vec<RecordId> = vec![first.unwrap_or_else(|| firm.isms.next(*kind))];
            for person in 1..=3 {
                let verdict = ask(&firm.asking(person, fresh()), intent, &records);
                let words = words(&verdict);
                assert!(!words.contains("could not be asked"), "{intent} on {records:?}: {words}");
                assert!(!words.contains('{') && !words.is_empty(), "{intent} on {records:?}: {words}");
                assert!(verdict.denial().is_none_or(|denial| denial.step_up == StepUp::Useless));
                asked += 1;
            }
        }
        let none = ask(&firm.asking(4, fresh()), intent, &[]);
        assert!(!words(&none).contains("could not be asked"), "{intent} on nothing");
    }
    assert!(asked > 2_000, "{asked}");
}

#[test]
fn every_record_of_a_grown_organisation_can_be_judged() {
    let firm = grown();
    for kind in RecordKind::ALL {
        for (id, _) in firm.isms.all(*kind).into_iter().take(3) {
            let present = firm.isms.present(id).expect("it is there");
            for change in [present, model::Change::Removed(id, "gone".into())] {
                let verdict = judge(&firm.asking(2, fresh()), "import.apply", &[change]);
                assert!(!words(&verdict).contains("could not be asked"), "{id}: {verdict:?}");
            }
        }
    }
}
