//! The years of a certificate that holds: which visit of the body comes next, by when, and whether the renewal comes in time.

use model::records::{Audit, AuditKind, AuditState, Certification, CertificationState};
use model::{Date, Isms, Ref};

use super::data::weeks;
use super::days::{after_weeks, workday_from};
use crate::certification::{CertificationDate, Surveillance, surveillances};

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
    /// The audit on record that is to be it, with its first day.
    pub planned: Option<(Ref<Audit>, Date)>,
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

    /// Returns when the recertification would be decided: some weeks after its audit, which has to be booked where it is not planned.
    ///
    /// Nothing while a surveillance comes first.
    #[must_use]
    pub fn renewed_on(&self, today: Date) -> Option<Date> {
        if self.next != Visit::Recertification {
            return None;
        }
        let booked = || workday_from(after_weeks(today, weeks("booking")));
        let audited = self.planned.map_or_else(booked, |(_, on)| on.max(today));
        Some(workday_from(after_weeks(audited, weeks("closing") + weeks("decision"))))
    }

    /// Says in a sentence where the certificate stands and what comes next.
    #[must_use]
    pub fn words(&self) -> String {
        let planned = match self.planned {
            Some((audit, on)) => format!("{audit} is planned on {on}"),
            None => "no audit is planned for it".to_owned(),
        };
        let by = match self.next {
            Visit::Surveillance(_) => "has to be done by",
            Visit::Recertification => "has to be decided by",
        };
        format!(
            "{} was decided on {} and holds until {}; {} comes next and {by} {}: {planned}",
            self.certification,
            self.decided_on,
            self.expires_on,
            self.next.title(),
            self.by
        )
    }
}

/// Says whether a certificate was granted and has not ended for good.
fn holds(certification: &Certification) -> bool {
    match certification.state {
        CertificationState::Granted
        | CertificationState::Restored
        | CertificationState::Reduced
        | CertificationState::Suspended => true,
        CertificationState::Preparing
        | CertificationState::Applied
        | CertificationState::Withdrawn
        | CertificationState::Expired
        | CertificationState::Transferred => false,
    }
}

/// Returns the years of the certificate that was decided last and holds; nothing on the way to the first one.
#[must_use]
pub fn certificate_cycle(isms: &Isms) -> Option<CertificateCycle> {
    let decided = isms.certifications.iter().filter(|(_, one)| holds(one));
    let decided = decided.filter_map(|(id, one)| Some((one.decided_on?, id, one)));
    let (decided_on, id, one) = decided.max_by_key(|(on, id, _)| (*on, *id))?;
    let expires_on = one.expires_on.unwrap_or_else(|| CertificationDate::Expiry.after(decided_on));
    let due = surveillances_of(one, decided_on, expires_on);
    let done: Vec<Date> =
        visits(isms, id, AuditKind::Surveillance).filter_map(|(_, audit)| audit.done_on).collect();
    let open = due.iter().position(|due| !due.is_done(decided_on, &done));
    let next = open.map_or(Visit::Recertification, |place| {
        Visit::Surveillance(u32::try_from(place + 1).unwrap_or(u32::MAX))
    });
    let by = open.and_then(|place| due.get(place)).map_or(expires_on, |due| due.by());
    let open = visits(isms, id, next.kind()).filter(|(_, audit)| audit.done_on.is_none());
    let planned = open.filter_map(|(id, audit)| Some((audit.planned_on?, id))).min();
    let planned = planned.map(|(on, id)| (id, on));
    Some(CertificateCycle { certification: id, decided_on, expires_on, next, by, planned })
}

/// Returns the surveillances of a certification: after a recertification one in each year, before that the first by its own day.
#[must_use]
pub fn surveillances_of(one: &Certification, decided_on: Date, expires_on: Date) -> Vec<Surveillance> {
    match one.follows {
        None => surveillances(decided_on, expires_on.year()),
        Some(_) => (decided_on.year().saturating_add(1)..expires_on.year())
            .filter_map(|year| Some(Surveillance::InYear { year, by: Date::new(year, 12, 31).ok()? }))
            .collect(),
    }
}

/// Returns the audits of a kind that name a certification, or none.
fn visits(
    isms: &Isms,
    id: Ref<Certification>,
    kind: AuditKind,
) -> impl Iterator<Item = (Ref<Audit>, &Audit)> {
    let all = isms.audits.iter().map(|(id, audit)| (id, &**audit));
    all.filter(move |(_, audit)| {
        audit.kind == Some(kind)
            && audit.state != AuditState::Cancelled
            && audit.certification.is_none_or(|named| named == id)
    })
}

#[cfg(test)]
mod tests {
    use model::sample::Sample;

    use super::*;

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
        certificate_cycle(&sample.isms).expect("a certificate holds")
    }

    #[test]
    fn surveillances_come_one_after_the_other_and_then_the_recertification() {
        let mut sample = certified();
        assert_eq!((next(&sample).next, next(&sample).by), (Visit::Surveillance(1), day("2025-02-26")));
        sample.put(Ref::number(1), audit(AuditKind::Surveillance, "2025-01-30", Some("2025-02-01")));
        sample.put(Ref::number(2), audit(AuditKind::Surveillance, "2026-01-16", None));
        let second = next(&sample);
        assert_eq!((second.next, second.by), (Visit::Surveillance(2), day("2026-12-31")));
        assert_eq!(second.planned, Some((Ref::number(2), day("2026-01-16"))));
        assert_eq!(second.renewed_on(day("2025-06-01")), None);
        sample.edit(2, |audit: &mut Audit| audit.done_on = Some(day("2026-01-18")));
        sample.put(Ref::number(3), audit(AuditKind::Recertification, "2026-12-13", None));
        let last = next(&sample);
        assert_eq!((last.next, last.by), (Visit::Recertification, day("2027-02-25")));
        assert!(last.words().contains("AUD-3 is planned on 2026-12-13"), "{}", last.words());
        assert_eq!(last.renewed_on(day("2026-11-22")), Some(day("2027-01-25")));
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
        assert_eq!(certificate_cycle(&Sample::blank().isms), None);
        let mut sample = certified();
        for state in [CertificationState::Withdrawn, CertificationState::Applied] {
            sample.edit(1, |one: &mut Certification| one.state = state);
            assert_eq!(certificate_cycle(&sample.isms), None);
        }
        sample.edit(1, |one: &mut Certification| one.state = CertificationState::Suspended);
        assert!(certificate_cycle(&sample.isms).is_some());
    }

    #[test]
    fn a_day_named_before_the_certificate_was_decided_is_not_wanted_any_more() {
        let cycle = next(&certified());
        assert_eq!(cycle.wanted_on(Some(day("2024-02-26"))), day("2027-02-25"));
        assert_eq!(cycle.wanted_on(Some(day("2027-01-15"))), day("2027-01-15"));
        assert_eq!(cycle.wanted_on(None), day("2027-02-25"));
    }
}
