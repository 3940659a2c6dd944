//! The step that comes next on the way to a certificate, and in its life.

use model::Ref;
use model::records::{Audit, AuditKind, AuditState, Certification, CertificationState};
use reports::certification_calendar::CalendarDate;

use super::audits::{One, is_open};
use super::dates;
use crate::address;
use crate::parts::Action;
use crate::visit::Visit;

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    /// Something about the certificate is to be recorded: its state, and the words for it.
    Record(CertificationState, &'static str),
    /// The body is to say when it comes: the kind of audit, and the words for it.
    Plan(AuditKind, &'static str),
    /// An audit is on its way.
    Audit(Ref<Audit>),
}

/// Returns the next step as a link to its form, filled in as far as it is known.
pub(super) fn next(
    visit: &Visit,
    id: Ref<Certification>,
    one: &Certification,
    cycle: &[One<'_>],
    calendar: &[CalendarDate],
) -> Option<Action> {
    if visit.is_past() {
        return None;
    }
    let form = |verb: &str, name: &str, value: &str| {
        let page = visit.at(&format!("{}/do/{verb}", address::record(id.id())));
        address::with_query(&page, [(name, value)])
    };
    let audits: Vec<(Ref<Audit>, &Audit)> = cycle.iter().map(|(id, audit)| (*id, &***audit)).collect();
    let due: Vec<&str> = dates::open(calendar).map(|date| date.what.as_str()).collect();
    Some(match what(one.state, &audits, &due)? {
        Next::Record(state, words) => Action::link(words, form("record", "state", model::Words::word(state))),
        Next::Plan(kind, words) => {
            Action::link(words, form("receive-plan", "kind", model::Words::word(kind)))
        }
        Next::Audit(audit) => Action::link(format!("Go to {audit}"), visit.record_at(audit)),
    })
}

/// Returns what comes next: by the state of the certificate, the body's audits, and the words of the dates to come.
fn what(state: CertificationState, audits: &[(Ref<Audit>, &Audit)], due: &[&str]) -> Option<Next> {
    let open = audits.iter().find(|(_, audit)| is_open(audit)).map(|(id, _)| Next::Audit(*id));
    let is_reported = |kind: AuditKind| {
        audits.iter().any(|(_, audit)| audit.kind == Some(kind) && audit.state == AuditState::Reported)
    };
    match state {
        CertificationState::Preparing => {
            Some(Next::Record(CertificationState::Applied, "Record the application"))
        }
        CertificationState::Applied => Some(open.unwrap_or_else(|| {
            if is_reported(AuditKind::Stage2) || is_reported(AuditKind::Recertification) {
                Next::Record(CertificationState::Granted, "Record the decision")
            } else if is_reported(AuditKind::Stage1) {
                Next::Plan(AuditKind::Stage2, "Record when Stage 2 is")
            } else {
                Next::Plan(AuditKind::Stage1, "Record when Stage 1 is")
            }
        })),
        CertificationState::Granted | CertificationState::Restored | CertificationState::Reduced => {
            open.or_else(|| due.iter().find_map(|due| asked(due)))
        }
        CertificationState::Suspended => {
            Some(Next::Record(CertificationState::Restored, "Record that it holds again"))
        }
        CertificationState::Withdrawn | CertificationState::Expired | CertificationState::Transferred => None,
    }
}

/// Returns the audit that a date asks for.
fn asked(due: &str) -> Option<Next> {
    if due.contains("surveillance") {
        Some(Next::Plan(AuditKind::Surveillance, "Record when the surveillance is"))
    } else if due.contains("recertification audit") {
        Some(Next::Plan(AuditKind::Recertification, "Record when the recertification audit is"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_leads_to_what_the_body_does_next() {
        let audit = |kind, state| Audit { kind: Some(kind), state, ..Audit::default() };
        let first = audit(AuditKind::Stage1, AuditState::Reported);
        let second = audit(AuditKind::Stage2, AuditState::Planned);
        let one = (Ref::number(1), &first);
        let applied = |audits: &[(Ref<Audit>, &Audit)]| what(CertificationState::Applied, audits, &[]);
        assert_eq!(applied(&[]), Some(Next::Plan(AuditKind::Stage1, "Record when Stage 1 is")));
        assert_eq!(applied(&[one]), Some(Next::Plan(AuditKind::Stage2, "Record when Stage 2 is")));
        assert_eq!(applied(&[one, (Ref::number(2), &second)]), Some(Next::Audit(Ref::number(2))));
        let second = audit(AuditKind::Stage2, AuditState::Reported);
        assert_eq!(
            applied(&[one, (Ref::number(2), &second)]),
            Some(Next::Record(CertificationState::Granted, "Record the decision"))
        );
        let granted = |due: &[&str]| what(CertificationState::Granted, &[one], due);
        assert_eq!(granted(&["certificate ends"]), None);
        let due = ["certificate ends", "recertification audit, with majors verified"];
        assert!(matches!(granted(&due), Some(Next::Plan(AuditKind::Recertification, _))));
        assert!(matches!(granted(&["surveillance of 2025"]), Some(Next::Plan(AuditKind::Surveillance, _))));
        assert_eq!(what(CertificationState::Expired, &[], &["surveillance of 2025"]), None);
    }
}
