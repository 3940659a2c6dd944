//! Days of the body's auditors on record, held against the table: what the next audit has, what is usual, and the fewest.

use model::records::{Audit, AuditKind, AuditState, Plan};
use model::{Date, Isms, RecordId, Ref};
use standards::certification::{AuditWork, Days, Parameter, PlannedTime, TimeRefusal, Work, plan_time};
use standards::schedule::{Visit, certificate_cycle, days_entered};

use crate::certification_gates::newest;

/// The days of the next audit of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextDays {
    /// What it is: the first audit, a surveillance, a recertification.
    pub what: String,
    /// The audits on record that it consists of; none where its days are those that somebody entered in the plan.
    pub audits: Vec<Ref<Audit>>,
    /// Their days together; nothing where one of them has none.
    pub planned: Option<Days>,
    /// The days that the table gives for it.
    pub usual: Days,
    /// The fewest that factors can make of it.
    pub fewest: Days,
    /// How it follows from the table.
    pub share: String,
}

impl NextDays {
    /// Says whether the days on record are at least the fewest; nothing where they are not recorded.
    #[must_use]
    pub fn is_enough(&self) -> Option<bool> {
        self.planned.map(|planned| planned >= self.fewest)
    }

    /// Returns the records in which the days stand as ids.
    #[must_use]
    pub fn records(&self) -> Vec<RecordId> {
        if self.is_of_the_plan() {
            return vec![Ref::<Plan>::one().id()];
        }
        self.audits.iter().map(|audit| audit.id()).collect()
    }

    /// Says whether the days are those that somebody entered in the plan.
    fn is_of_the_plan(&self) -> bool {
        self.audits.is_empty() && self.planned.is_some()
    }

    /// Names the audits: `AUD-5 and AUD-6`; else the plan.
    #[must_use]
    pub fn names(&self) -> String {
        if self.is_of_the_plan() {
            return "the plan".to_owned();
        }
        self.audits.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ")
    }
}

/// Returns the days that the table gives for so many people at one place, without factors.
///
/// # Errors
/// Refuses nobody, and more people than are computed with.
pub fn by_the_table(persons: u32) -> Result<PlannedTime, TimeRefusal> {
    plan_time(&AuditWork {
        whole: Work { persons, change_percent: 0 },
        sites: Vec::new(),
        integration_percent: 0,
        own_table: None,
        stage_1_percent: None,
    })
}

/// Returns the days of the next audit of the body: the visit that comes next in the years of a certificate, before that both stages.
#[must_use]
pub fn next_days(isms: &Isms, today: Date, time: &PlannedTime) -> NextDays {
    let of =
        |parameter: Parameter| parameter.fraction().expect("a fraction; a test of the standards says so");
    let part = |parameter: Parameter| time.fewest.part(of(parameter));
    let first = time.exact.initial;
    match certificate_cycle(isms, today) {
        None => {
            let audits = [AuditKind::Stage1, AuditKind::Stage2].into_iter();
            let audits: Vec<Ref<Audit>> =
                audits.filter_map(|kind| newest(isms, kind)).map(|(id, _)| id).collect();
            let planned = days_of(isms, &audits).filter(|_| audits.len() == 2);
            // Until both stages have their days, those of the offer count.
            let entered = days_entered(isms).and_then(Days::of).filter(|_| planned.is_none());
            let audits = if entered.is_some() { Vec::new() } else { audits };
            let planned = planned.or(entered);
            let share = "both stages, by the table".to_owned();
            NextDays {
                what: "first audit".to_owned(),
                audits,
                planned,
                usual: first,
                fewest: time.fewest,
                share,
            }
        }
        Some(cycle) => {
            let (usual, fewest, part) = match cycle.next {
                Visit::Surveillance(_) => {
                    (time.exact.surveillance, part(Parameter::SurveillanceFraction), "a third")
                }
                Visit::Recertification => {
                    (time.exact.recertification, part(Parameter::RecertificationFraction), "two thirds")
                }
            };
            let audits: Vec<Ref<Audit>> =
                cycle.audit.on_record().map(|(audit, _)| audit).into_iter().collect();
            let planned = days_of(isms, &audits);
            let share = format!("{part} of the {first} of a first audit");
            NextDays { what: cycle.next.title().to_lowercase(), audits, planned, usual, fewest, share }
        }
    }
}

/// Returns the days of some audits together; nothing where there is none, or one has no days.
fn days_of(isms: &Isms, audits: &[Ref<Audit>]) -> Option<Days> {
    let days = audits.iter().map(|audit| Days::of(isms.audits.get(audit)?.days?));
    let sum = days.reduce(|sum, days| Some(sum?.plus(days?)));
    sum.flatten()
}

/// Returns the audits of the body that are done, with their days on record, by day.
#[must_use]
pub fn done_days(isms: &Isms) -> Vec<(Ref<Audit>, Date, Option<Days>)> {
    let done = isms.audits.iter().filter(|(_, audit)| {
        audit.kind.is_some_and(AuditKind::is_certification) && audit.state != AuditState::Cancelled
    });
    let mut done: Vec<_> =
        done.filter_map(|(id, audit)| Some((id, audit.done_on?, audit.days.and_then(Days::of)))).collect();
    done.sort_by_key(|(id, on, _)| (*on, *id));
    done
}

#[cfg(test)]
mod tests {
    use model::Decimal;
    use model::records::{Certification, CertificationState};
    use model::sample::Sample;
    use standards::schedule::persons_on_record;

    use super::*;
    use crate::sample::blank;

    fn audit(kind: AuditKind, on: &str, days: &str) -> Audit {
        Audit {
            kind: Some(kind),
            planned_on: on.parse().ok(),
            days: Decimal::parse(days),
            ..Audit::default()
        }
    }

    fn next(sample: &Sample, persons: u32) -> NextDays {
        next_days(&sample.isms, sample.today, &by_the_table(persons).expect("days"))
    }

    fn certify(sample: &mut Sample) {
        let one = Certification {
            decided_on: Some(Date::constant(2024, 2, 26)),
            expires_on: Some(Date::constant(2027, 2, 25)),
            persons: Some(90),
            state: CertificationState::Granted,
            ..Certification::default()
        };
        sample.put(Ref::number(1), one);
    }

    #[test]
    fn before_the_certificate_both_stages_are_summed() {
        let mut sample = blank();
        sample.put(Ref::number(5), audit(AuditKind::Stage1, "2024-01-12", "2"));
        assert_eq!(next(&sample, 90).is_enough(), None);
        sample.put(Ref::number(6), audit(AuditKind::Stage2, "2024-02-04", "6"));
        let first = next(&sample, 90);
        assert_eq!(
            (first.planned.map(|days| days.to_string()).as_deref(), first.is_enough()),
            (Some("8"), Some(false))
        );
        assert_eq!((first.usual.to_string(), first.fewest.to_string()), ("12".to_owned(), "8.4".to_owned()));
        assert_eq!(next(&sample, 60).is_enough(), Some(true));
    }

    #[test]
    fn a_recertification_is_held_against_two_thirds_and_not_against_the_stages_of_years_ago() {
        let mut sample = blank();
        certify(&mut sample);
        for (number, on) in [(7, "2025-02-01"), (8, "2026-01-18")] {
            let done_on = on.parse().ok();
            sample.put(Ref::number(number), Audit { done_on, ..audit(AuditKind::Surveillance, on, "3") });
        }
        sample.put(Ref::number(5), audit(AuditKind::Stage1, "2024-01-12", "2"));
        sample.put(Ref::number(6), audit(AuditKind::Stage2, "2024-02-04", "6"));
        sample.put(Ref::number(9), audit(AuditKind::Recertification, "2026-12-13", "5"));
        let last = next(&sample, 90);
        assert_eq!((last.what.as_str(), last.names().as_str()), ("recertification", "AUD-9"));
        assert_eq!((last.usual.to_string(), last.fewest.to_string()), ("8".to_owned(), "5.6".to_owned()));
        assert_eq!(last.is_enough(), Some(false));
        sample.edit(9, |audit: &mut Audit| audit.days = Decimal::parse("6"));
        assert_eq!(next(&sample, 90).is_enough(), Some(true));
        assert_eq!(done_days(&sample.isms).len(), 2);
    }

    #[test]
    fn days_entered_in_the_plan_count_until_both_stages_have_theirs() {
        let mut sample = blank();
        sample.put(Ref::one(), Plan { audit_days: Decimal::parse("7"), ..Plan::default() });
        sample.put(Ref::number(5), audit(AuditKind::Stage1, "2024-01-12", "2"));
        let entered = next(&sample, 90);
        assert_eq!((entered.names().as_str(), entered.is_enough()), ("the plan", Some(false)));
        sample.put(Ref::number(6), audit(AuditKind::Stage2, "2024-02-04", "7"));
        let both = next(&sample, 90);
        assert_eq!((both.names().as_str(), both.is_enough()), ("AUD-5 and AUD-6", Some(true)));
    }

    #[test]
    fn the_certification_that_holds_counts_before_the_plan_and_the_plan_before_the_organisation() {
        let mut sample = blank();
        let persons = |sample: &Sample| {
            persons_on_record(&sample.isms, sample.today).map(|(persons, id)| (persons, id.to_string()))
        };
        assert_eq!(persons(&sample), None);
        let organisation = model::records::Organisation { people_count: Some(70), ..Default::default() };
        sample.put(Ref::one(), organisation);
        assert_eq!(persons(&sample), Some((70, "ORG".to_owned())));
        sample.put(Ref::one(), Plan { audit_persons: Some(65), ..Plan::default() });
        assert_eq!(persons(&sample), Some((65, "PLAN".to_owned())));
        certify(&mut sample);
        assert_eq!(persons(&sample), Some((90, "CRT-1".to_owned())));
        let days = standards::schedule::audit_days_for(&sample.isms, sample.today);
        assert_eq!(days.and_then(|days| days.persons), Some(90), "the plan counts the same people");
        sample.edit(1, |one: &mut Certification| one.state = CertificationState::Withdrawn);
        assert_eq!(persons(&sample), Some((65, "PLAN".to_owned())));
    }
}
