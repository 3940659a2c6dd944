//! Whose a deed is, in words: by name where the reader may know it, and that nobody has the role where nobody has.

use model::records::*;
use model::{Date, Ref, YesNo};
use operations::EndMembership;

use super::firm::*;

#[test]
fn who_does_not_own_a_risk_is_told_who_does() {
    let mut firm = firm();
    let other = Risk { title: "Fire".into(), owner: owner(MAX), ..Risk::default() };
    firm.put((Ref::number(3), other));
    let own = "ISMS managers, the owner of this risk (Max Reich) and, while nothing rests on it, consultants edit it; \
               Leo Brandt or Dan Cole could";
    assert_eq!(firm.refused(RITA, "risk.rate", "R-3"), own);
    let nobody = Risk { title: "Flood".into(), ..Risk::default() };
    firm.put((Ref::number(3), nobody));
    assert!(firm.refused(RITA, "risk.rate", "R-3").contains("the owner of this risk (nobody yet)"));
    assert!(
        firm.refused(INES, "risk.rate", "R-99").contains("the owner of this risk and"),
        "it is not there"
    );
}

#[test]
fn where_nobody_has_the_role_it_says_so_and_who_can_give_it() {
    let mut firm = firm();
    firm.member(LEO, &[MemberRole::IsmsManager], Some(YesNo::Yes));
    for person in [JANA, MAX] {
        let membership =
            Membership::clone(firm.isms.memberships.get(&Ref::number(person)).expect("a member"));
        let until = Some(Date::constant(2026, 2, 1));
        firm.put((Ref::number(person), Membership { until, ..membership }));
    }
    let words = firm.refused(LEO, "scope.approve", "SCO");
    let nobody = "; nobody here is top management; Leo Brandt, who keeps the organisation, can give somebody this role";
    assert!(words.ends_with(nobody), "{words}");
    assert!(!words.contains("isms"), "{words}");
}

#[test]
fn where_only_oneself_has_the_role_it_says_nobody_else() {
    let mut firm = firm();
    for person in [MAX, LEO, CARL] {
        firm.does(JANA, EndMembership { membership: Ref::number(person), because: "left the team".into() });
    }
    firm.wrote(JANA, "DOC-1", "record.edit");
    let words = firm.refused(JANA, "document.approve", "DOC-1");
    let nobody = "; nobody else here is top management, an ISMS manager or a control owner; Jana Novak, who keeps the \
                  organisation, can give somebody one of these roles";
    assert!(words.ends_with(nobody), "{words}");
}
