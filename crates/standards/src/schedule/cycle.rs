//! The years of a certificate that holds: which visit of the body comes next, by when, and whether the renewal comes in time.

use model::records::{Audit, AuditKind, Certification};
use model::{Date, Isms, Ref};

use super::data::weeks;
use super::days::{after_weeks, workday_from};
use crate::certification::{CertificationDate, surveillances_due, visits};

/// A certificate that holds, and what comes next in its years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CertificateCycle {
    /// The certification that was decided last.
    pub certification: Ref<Certification>,
    /// When the body decided.
    pub decided_on: Date,
    /// The last day of the certificate.
    pub expires_on: Date,
    /// The visit that comes next.
    pub next: Visit,
    /// By when it has to have been; of the recertification, by when it has to be decided.
    pub by: Date,
    /// The audit on record that is it.
    pub audit: VisitAudit,
}

/// The audit on record that is a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisitAudit {
    /// None is planned.
    Unplanned,
    /// This one is to begin on this day.
    Planned(Ref<Audit>, Date),
    /// This one was done on this day, and its decision is awaited.
    Done(Ref<Audit>, Date),
}

impl VisitAudit {
    /// Returns the audit with its day, planned or done.
    #[must_use]
    pub fn on_record(self) -> Option<(Ref<Audit>, Date)> {
        match self {
            Self::Unplanned => None,
            Self::Planned(audit, on) | Self::Done(audit, on) => Some((audit, on)),
        }
    }
}

/// A visit of the certification body in the years of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Visit {
    /// The first, second, … visit in between.
    Surveillance(u32),
    /// The audit of the whole before the certificate ends.
    Recertification,
}

impl Visit {
    /// Returns its name: `Surveillance 2`.
    #[must_use]
    pub fn title(self) -> String {
        match self {
            Self::Surveillance(number) => format!("Surveillance {number}"),
            Self::Recertification => "Recertification".to_owned(),
        }
    }

    /// Returns the kind of audit that it is.
    #[must_use]
    pub fn kind(self) -> AuditKind {
        match self {
            Self::Surveillance(_) => AuditKind::Surveillance,
            Self::Recertification => AuditKind::Recertification,
        }
    }
}

impl CertificateCycle {
    /// Returns the day by which the renewal is wanted: one that a person named for it, else the last day of the certificate.
    #[must_use]
    pub fn wanted_on(&self, named: Option<Date>) -> Date {
        named.filter(|day| *day > self.decided_on && *day < self.expires_on).unwrap_or(self.expires_on)
    }

    /// Returns when the recertification would be decided: some weeks after its audit, which has to be booked where none is planned.
    ///
    /// Nothing while a surveillance comes first.
    #[must_use]
    pub fn renewed_on(&self, today: Date) -> Option<Date> {
        if self.next != Visit::Recertification {
            return None;
        }
        let audited = match self.audit {
            VisitAudit::Unplanned => workday_from(after_weeks(today, weeks("booking"))),
            VisitAudit::Planned(_, on) => on.max(today),
            VisitAudit::Done(_, on) => on,
        };
        Some(workday_from(after_weeks(audited, weeks("closing") + weeks("decision")).max(today)))
    }

    /// Says in a sentence where the certificate stands and what comes next.
    #[must_use]
    pub fn words(&self) -> String {
        let audit = match self.audit {
            VisitAudit::Unplanned => "no audit is planned for it".to_owned(),
            VisitAudit::Planned(audit, on) => format!("{audit} is planned on {on}"),
            VisitAudit::Done(audit, on) => format!("{audit} was done on {on} and its decision is awaited"),
        };
        let by = match self.next {
            Visit::Surveillance(_) => "has to be done by",
            Visit::Recertification => "has to be decided by",
        };
        format!(
            "{} was decided on {} and holds until {}; {} comes next and {by} {}: {audit}",
            self.certification,
            self.decided_on,
            self.expires_on,
            self.next.title(),
            self.by
        )
    }
}

/// Returns the years of the certificate that was decided last by a day and holds; nothing on the way to the first one.
#[must_use]
pub fn certificate_cycle(isms: &Isms, today: Date) -> Option<CertificateCycle> {
    let decided = isms.certifications.iter().filter(|(_, one)| one.state.is_kept());
    let decided = decided.filter_map(|(id, one)| Some((one.decided_on.filter(|on| *on <= today)?, id, one)));
    let (decided_on, id, one) = decided.max_by_key(|(on, id, _)| (*on, *id))?;
    let expires_on = one.expires_on.unwrap_or_else(|| CertificationDate::Expiry.after(decided_on));
    let renewal = audit_of(isms, id, AuditKind::Recertification, (decided_on, today));
    let due = surveillances_due(isms, id, today);
    // Once the whole was audited again, a surveillance that was left out is not caught up.
    let open = match renewal {
        VisitAudit::Done(..) => None,
        VisitAudit::Planned(..) | VisitAudit::Unplanned => due.iter().position(|due| due.done.is_none()),
    };
    let next = open.map_or(Visit::Recertification, |place| {
        Visit::Surveillance(u32::try_from(place + 1).unwrap_or(u32::MAX))
    });
    let from = open.and_then(|place| due.get(place));
    let by = from.map_or(expires_on, |due| due.surveillance.by());
    let audit = match next {
        Visit::Surveillance(_) => planned(isms, id, AuditKind::Surveillance, today),
        Visit::Recertification => renewal,
    };
    Some(CertificateCycle { certification: id, decided_on, expires_on, next, by, audit })
}

/// Returns the audit of a kind that was done since the decision, the last of several; else the one that is planned.
fn audit_of(
    isms: &Isms,
    id: Ref<Certification>,
    kind: AuditKind,
    (decided_on, today): (Date, Date),
) -> VisitAudit {
    let done = visits(isms, id, kind).filter_map(|(id, audit)| Some((audit.done_on?, id)));
    let done = done.filter(|(on, _)| *on > decided_on && *on <= today).max();
    done.map_or_else(|| planned(isms, id, kind, today), |(on, audit)| VisitAudit::Done(audit, on))
}

/// Returns the audit of a kind that is planned and not done, the earliest of several.
fn planned(isms: &Isms, id: Ref<Certification>, kind: AuditKind, today: Date) -> VisitAudit {
    let open = visits(isms, id, kind).filter(|(_, audit)| audit.done_on.is_none_or(|on| on > today));
    let next = open.filter_map(|(id, audit)| Some((audit.planned_on?, id))).min();
    next.map_or(VisitAudit::Unplanned, |(on, audit)| VisitAudit::Planned(audit, on))
}

#[cfg(test)]
mod tests {
    use model::sample::Sample;

    use super::*;
    use model::records::CertificationState;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn audit(kind: AuditKind, planned: &str, done: Option<&str>) -> Audit {
        Audit { kind: Some(kind), planned_on: Some(day(planned)), done_on: done.map(day), ..Audit::default() }
    }

    fn certified() -> Sample {
        let mut sample = Sample::blank();
        let one = Certification {
            decided_on: Some(day("2024-02-26")),
            expires_on: Some(day("2027-02-25")),
            state: CertificationState::Granted,
            ..Certification::default()
        };
        sample.put(Ref::number(1), one);
        sample
    }

    fn next(sample: &Sample) -> CertificateCycle {
        certificate_cycle(&sample.isms, day("2027-02-10")).expect("a certificate holds")
    }

    #[test]
    fn surveillances_come_one_after_the_other_and_then_the_recertification() {
        let mut sample = certified();
        assert_eq!((next(&sample).next, next(&sample).by), (Visit::Surveillance(1), day("2025-02-26")));
        sample.put(Ref::number(1), audit(AuditKind::Surveillance, "2025-01-30", Some("2025-02-01")));
        sample.put(Ref::number(2), audit(AuditKind::Surveillance, "2026-01-16", None));
        let second = next(&sample);
        assert_eq!((second.next, second.by), (Visit::Surveillance(2), day("2026-12-31")));
        assert_eq!(second.audit, VisitAudit::Planned(Ref::number(2), day("2026-01-16")));
        assert_eq!(second.renewed_on(day("2025-06-01")), None);
        sample.edit(2, |audit: &mut Audit| audit.done_on = Some(day("2026-01-18")));
        sample.put(Ref::number(3), audit(AuditKind::Recertification, "2026-12-13", None));
        let last = next(&sample);
        assert_eq!((last.next, last.by), (Visit::Recertification, day("2027-02-25")));
        assert!(last.words().contains("AUD-3 is planned on 2026-12-13"), "{}", last.words());
        assert_eq!(last.renewed_on(day("2026-11-22")), Some(day("2027-01-25")));
    }

    #[test]
    fn a_week_after_the_recertification_audit_it_is_done_and_its_decision_awaited() {
        let mut sample = certified();
        for (number, on) in [(1, "2025-02-01"), (2, "2026-01-18")] {
            sample.put(Ref::number(number), audit(AuditKind::Surveillance, on, Some(on)));
        }
        let done = audit(AuditKind::Recertification, "2026-12-10", Some("2026-12-13"));
        sample.put(Ref::number(3), done);
        let cycle = certificate_cycle(&sample.isms, day("2026-12-20")).expect("a certificate holds");
        assert_eq!(cycle.audit, VisitAudit::Done(Ref::number(3), day("2026-12-13")));
        assert_eq!(cycle.renewed_on(day("2026-12-20")), Some(day("2027-01-25")), "as it was planned before");
        assert!(cycle.words().ends_with("AUD-3 was done on 2026-12-13 and its decision is awaited"));
        let before = certificate_cycle(&sample.isms, day("2026-12-12")).expect("a certificate holds");
        assert_eq!(before.audit, VisitAudit::Planned(Ref::number(3), day("2026-12-10")));
    }

    #[test]
    fn an_audit_that_is_not_planned_has_to_be_booked_first() {
        let mut sample = certified();
        for (number, on) in [(1, "2025-02-01"), (2, "2026-01-18")] {
            sample.put(Ref::number(number), audit(AuditKind::Surveillance, on, Some(on)));
        }
        assert_eq!(next(&sample).renewed_on(day("2026-11-22")), Some(day("2027-03-01")));
    }

    #[test]
    fn after_a_renewal_a_visit_comes_in_each_calendar_year() {
        let mut sample = certified();
        let renewed = Certification {
            decided_on: Some(day("2027-02-01")),
            expires_on: Some(day("2030-02-25")),
            state: CertificationState::Granted,
            follows: Some(Ref::number(1)),
            ..Certification::default()
        };
        sample.put(Ref::number(2), renewed);
        let first = next(&sample);
        assert_eq!(first.certification, Ref::number(2));
        assert_eq!((first.next, first.by), (Visit::Surveillance(1), day("2028-12-31")));
    }

    #[test]
    fn nothing_holds_before_a_decision_nor_after_the_end_for_good() {
        assert_eq!(certificate_cycle(&Sample::blank().isms, day("2026-11-22")), None);
        let mut sample = certified();
        for state in [CertificationState::Withdrawn, CertificationState::Applied] {
            sample.edit(1, |one: &mut Certification| one.state = state);
            assert_eq!(certificate_cycle(&sample.isms, day("2026-11-22")), None);
        }
        sample.edit(1, |one: &mut Certification| one.state = CertificationState::Suspended);
        assert!(certificate_cycle(&sample.isms, day("2026-11-22")).is_some());
    }

    #[test]
    fn a_day_named_before_the_certificate_was_decided_is_not_wanted_any_more() {
        let cycle = next(&certified());
        assert_eq!(cycle.wanted_on(Some(day("2024-02-26"))), day("2027-02-25"));
        assert_eq!(cycle.wanted_on(Some(day("2027-01-15"))), day("2027-01-15"));
        assert_eq!(cycle.wanted_on(None), day("2027-02-25"));
    }
}
