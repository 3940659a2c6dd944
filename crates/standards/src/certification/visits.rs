//! The visits of the body to a certification: which audits serve it, and which surveillances are due and done by a day.

use model::records::{Audit, AuditKind, AuditState, Certification};
use model::{Date, Isms, Ref};

use super::{CertificationDate, Surveillance};

/// Most years after the first surveillance that are looked at.
const YEARS_MAX: i16 = 9;

/// A surveillance that has to take place, and the audit that was it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SurveillanceDue {
    /// Which one, and by when.
    pub surveillance: Surveillance,
    /// From when on an audit counts for it.
    pub from: Date,
    /// The audit that was it, with its last day.
    pub done: Option<(Ref<Audit>, Date)>,
}

/// Returns the audits of a kind that serve a certification: those that name it, the one that its decision rests on, of
/// recertifications those that name the certification after it; and those that name none, where it is the only one.
pub fn visits(
    isms: &Isms,
    id: Ref<Certification>,
    kind: AuditKind,
) -> impl Iterator<Item = (Ref<Audit>, &Audit)> {
    let one = isms.certifications.get(&id);
    let rests_on = one.and_then(|one| one.audit);
    // A certification after another begins without stages.
    let has_stages = one.is_some_and(|one| one.follows.is_none());
    let is_stage = matches!(kind, AuditKind::Stage1 | AuditKind::Stage2);
    let takes_unnamed = is_only(isms, id) && (has_stages || !is_stage);
    let follows = move |named: Ref<Certification>| {
        kind == AuditKind::Recertification
            && isms.certifications.get(&named).is_some_and(|after| after.follows == Some(id))
    };
    let all = isms.audits.iter().map(|(audit, record)| (audit, &**record));
    all.filter(move |(audit, record)| {
        let serves = match record.certification {
            Some(named) => named == id || follows(named),
            None => takes_unnamed,
        };
        record.kind == Some(kind)
            && record.state != AuditState::Cancelled
            && (serves || rests_on == Some(*audit))
    })
}

/// Returns the surveillances of a certification, in order, and which are done by a day; none before it was decided.
///
/// After an initial certification the first has months from the decision, and each calendar year after that one's year has
/// another; after a recertification each year has one. The year of the recertification needs none: that of its audit on
/// record, else that in which the certificate ends.
#[must_use]
pub fn surveillances_due(isms: &Isms, id: Ref<Certification>, day: Date) -> Vec<SurveillanceDue> {
    let Some(one) = isms.certifications.get(&id) else { return Vec::new() };
    let Some(decided_on) = one.decided_on.filter(|on| *on <= day) else { return Vec::new() };
    let ends = one.expires_on.unwrap_or_else(|| CertificationDate::Expiry.after(decided_on));
    let mut done: Vec<(Date, Ref<Audit>)> = visits(isms, id, AuditKind::Surveillance)
        .filter_map(|(audit, record)| Some((record.done_on?, audit)))
        .filter(|(on, _)| *on > decided_on && *on <= day.min(ends))
        .collect();
    done.sort_unstable();
    let renewal = visits(isms, id, AuditKind::Recertification)
        .filter_map(|(_, record)| record.done_on.or(record.planned_on))
        .filter(|on| *on > decided_on)
        .min();
    let renewal_year = renewal.unwrap_or(ends).min(ends).year();
    let mut due = Vec::new();
    let mut after = decided_on.year();
    if one.follows.is_none() {
        let by = CertificationDate::FirstSurveillance.after(decided_on);
        let first = done.first().copied();
        after = first.map_or(by, |(on, _)| on).year();
        let surveillance = Surveillance::First { by };
        due.push(SurveillanceDue {
            surveillance,
            from: decided_on,
            done: first.map(|(on, audit)| (audit, on)),
        });
    }
    let years = after.saturating_add(1)..ends.year().min(after.saturating_add(YEARS_MAX));
    due.extend(years.filter_map(|year| {
        let done = done.iter().find(|(on, _)| on.year() == year).map(|(on, audit)| (*audit, *on));
        let is_due = year < renewal_year || done.is_some();
        let surveillance = Surveillance::InYear { year, by: Date::new(year, 12, 31).ok()? };
        is_due.then_some(SurveillanceDue { surveillance, from: Date::new(year, 1, 1).ok()?, done })
    }));
    due
}

/// Says whether no other certificate counts beside that of a certification: those before and after it are its own.
fn is_only(isms: &Isms, id: Ref<Certification>) -> bool {
    let own = first_of(isms, id);
    let counts = |one: &Certification| one.decided_on.is_some() && !one.state.has_ended();
    !isms.certifications.iter().any(|(other, one)| other != id && counts(one) && first_of(isms, other) != own)
}

/// Returns the initial certification that one goes back to.
fn first_of(isms: &Isms, id: Ref<Certification>) -> Ref<Certification> {
    let mut first = id;
    for _ in 0..isms.certifications.len() {
        let Some(before) = isms.certifications.get(&first).and_then(|one| one.follows) else { break };
        first = before;
    }
    first
}

#[cfg(test)]
mod tests {
    use model::sample::Sample;

    use super::*;
    use model::records::CertificationState;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn certified() -> Sample {
        let mut sample = Sample::blank();
        sample.put(Ref::number(1), granted("2024-03-15", "2027-03-14"));
        sample
    }

    fn granted(decided: &str, expires: &str) -> Certification {
        Certification {
            decided_on: Some(day(decided)),
            expires_on: Some(day(expires)),
            state: CertificationState::Granted,
            ..Certification::default()
        }
    }

    fn audit(kind: AuditKind, done: &str) -> Audit {
        Audit { kind: Some(kind), planned_on: Some(day(done)), done_on: Some(day(done)), ..Audit::default() }
    }

    fn limits(sample: &Sample, number: u32) -> Vec<(String, bool)> {
        let due = surveillances_due(&sample.isms, Ref::number(number), day("2030-01-01"));
        due.iter().map(|one| (one.surveillance.by().to_string(), one.done.is_some())).collect()
    }

    fn told(all: &[(&str, bool)]) -> Vec<(String, bool)> {
        all.iter().map(|(by, done)| ((*by).to_owned(), *done)).collect()
    }

    #[test]
    fn a_surveillance_is_due_in_each_calendar_year_but_that_of_recertification() {
        let mut sample = certified();
        assert_eq!(limits(&sample, 1), told(&[("2025-03-15", false), ("2026-12-31", false)]));
        sample.put(Ref::number(1), audit(AuditKind::Surveillance, "2024-03-15"));
        assert!(!limits(&sample, 1)[0].1, "the day of the decision is not after it");
        sample.put(Ref::number(2), audit(AuditKind::Recertification, "2026-11-02"));
        assert_eq!(limits(&sample, 1), told(&[("2025-03-15", false)]));
    }

    #[test]
    fn the_years_are_counted_from_the_first_one_done() {
        let mut sample = certified();
        sample.put(Ref::number(1), audit(AuditKind::Surveillance, "2024-11-20"));
        let early = told(&[("2025-03-15", true), ("2025-12-31", false), ("2026-12-31", false)]);
        assert_eq!(limits(&sample, 1), early);
        let before = surveillances_due(&sample.isms, Ref::number(1), day("2024-11-19"));
        assert_eq!(before[0].done, None, "the day before it was not done");
        sample.put(Ref::number(2), audit(AuditKind::Surveillance, "2026-02-20"));
        assert!(limits(&sample, 1)[2].1 && !limits(&sample, 1)[1].1);
    }

    #[test]
    fn after_a_renewal_no_months_are_counted_from_its_decision() {
        let mut sample = certified();
        let renewed = Certification { follows: Some(Ref::number(1)), ..granted("2027-02-01", "2030-03-14") };
        sample.put(Ref::number(2), renewed);
        sample.put(Ref::number(1), audit(AuditKind::Surveillance, "2028-03-01"));
        assert_eq!(limits(&sample, 2), told(&[("2028-12-31", true), ("2029-12-31", false)]));
        assert!(limits(&sample, 1).iter().all(|(_, done)| !done), "it came after the end of the first");
    }

    #[test]
    fn an_audit_without_a_certification_counts_only_where_there_is_no_other() {
        let mut sample = certified();
        sample.put(Ref::number(1), audit(AuditKind::Surveillance, "2025-02-01"));
        assert!(limits(&sample, 1)[0].1);
        sample.put(Ref::number(2), granted("2024-06-01", "2027-05-31"));
        assert!(!limits(&sample, 1)[0].1 && !limits(&sample, 2)[0].1);
        sample.edit(1, |audit: &mut Audit| audit.certification = Some(Ref::number(2)));
        assert!(!limits(&sample, 1)[0].1 && limits(&sample, 2)[0].1);
    }
}
