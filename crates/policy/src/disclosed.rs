//! What leaves with the pack of a share: what its auditors see, as whoever holds the pack sees it.

use model::records::Share;
use model::{Date, Isms, RecordId, RecordKind, Ref};

use crate::view::{Veil, is_in};

/// Returns what a share shows of the state at which it is frozen: nothing that is restricted, then or now, no draft of an
/// audit, and nothing of what only members see. The share itself stays out: whoever makes the pack says what it is.
#[must_use]
pub fn disclosed(frozen: &Isms, now: &Isms, id: Ref<Share>, share: &Share, today: Date) -> Isms {
    let (then, since) = (Veil::of(frozen, today), Veil::of(now, today));
    let is_hidden = |record: &RecordId| {
        let is_kept_from_some = |veil: &Veil| veil.hidden().any(|hidden| hidden == *record);
        is_kept_from_some(&then) || is_kept_from_some(&since)
    };
    let everything = RecordKind::ALL.iter().flat_map(|kind| frozen.all(*kind));
    let taken: Vec<RecordId> = everything
        .map(|(record, _)| record)
        .filter(|record| {
            let is_shown = record.kind == RecordKind::Organisation || is_in(frozen, id, share, *record);
            !is_shown || record.kind == RecordKind::Share || is_hidden(record)
        })
        .collect();
    Veil::without(frozen, &taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::records::{
        Audit, AuditState, Exception, ExceptionKind, Finding, Incident, Membership, Person, Risk,
    };
    use model::{About, Change, Line, Restricted, Stamp, Stored};
    use std::sync::Arc;

    const TODAY: Date = Date::constant(2026, 11, 22);

    fn state(changes: Vec<Change>) -> Isms {
        let mut isms = Isms::default();
        changes.iter().for_each(|change| isms.apply(change, Stamp::default()));
        isms
    }

    fn incident(restricted: Option<Restricted>) -> Change {
        let record = Incident { title: "whistle".into(), ..Incident::default() };
        let about = About { restricted, ..About::default() };
        Change::Incident(Ref::number(1), Arc::new(Stored { about, record }))
    }

    fn whole(restricted: Option<Restricted>) -> Isms {
        let audit = Audit {
            title: "Internal".into(),
            state: AuditState::Running,
            auditors: vec![Ref::number(1)],
            ..Audit::default()
        };
        let draft = Finding { title: "draft".into(), audit: Some(Ref::number(1)), ..Finding::default() };
        state(vec![
            Change::from((Ref::number(1), Person { title: "Ada".into(), ..Person::default() })),
            Change::from((Ref::number(1), Risk { title: "Fire".into(), ..Risk::default() })),
            Change::from((Ref::number(1), Membership { title: "Ada".into(), ..Membership::default() })),
            Change::from((Ref::number(1), audit)),
            Change::from((Ref::number(1), draft)),
            Change::from((
                Ref::number(1),
                Exception { kind: Some(ExceptionKind::Duty), ..Exception::default() },
            )),
            Change::from((
                Ref::number(2),
                Exception { kind: Some(ExceptionKind::Control), ..Exception::default() },
            )),
            incident(restricted),
        ])
    }

    #[test]
    fn a_pack_holds_what_is_shared_and_nothing_restricted_inside_or_still_in_work() {
        let restricted = || Some(Restricted { to: vec![Ref::number(1)], because: "private".into() });
        let all = Share::default();
        let seen = disclosed(&whole(None), &whole(None), Ref::number(1), &all, TODAY);
        assert_eq!((seen.risks.len(), seen.people.len(), seen.incidents.len()), (1, 1, 1));
        assert_eq!(
            (seen.memberships.len(), seen.findings.len()),
            (0, 0),
            "members' own, and drafts of an audit"
        );
        for (then, now) in [(restricted(), None), (None, restricted())] {
            let seen = disclosed(&whole(then), &whole(now), Ref::number(1), &all, TODAY);
            assert_eq!((seen.risks.len(), seen.incidents.len()), (1, 0));
        }
        let no_people = Share { kinds: vec![Line::new("asset")], ..Share::default() };
        let seen = disclosed(&whole(None), &whole(None), Ref::number(1), &no_people, TODAY);
        assert_eq!(
            (seen.exceptions.len(), seen.risks.len()),
            (1, 0),
            "of exceptions, those from duties, always"
        );
        let incidents = Share { kinds: vec![Line::new("incident")], ..Share::default() };
        let seen = disclosed(&whole(None), &whole(None), Ref::number(1), &incidents, TODAY);
        assert_eq!((seen.risks.len(), seen.incidents.len()), (0, 1));
    }
}
