//! The calendar of a certification: each date that the rules give, counted from the records, with the rule behind it.

use model::records::{
    Audit, AuditKind, Certification, CertificationState, Nonconformity, NonconformitySource,
};
use model::{Date, Isms, RecordId, Ref};
use standards::certification::{
    Bound, CertificationDate, CertificationRule, Occasion, Parameter, Surveillance, SurveillanceDue, Until,
    certification_rule_named, deadlines, surveillances_due, visits,
};

use crate::certification_gates::raised_by;

/// A date of the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarDate {
    /// The day.
    pub on: Date,
    /// What has to be done, or what ends.
    pub what: String,
    /// What the day means.
    pub bound: Bound,
    /// The rule behind it.
    pub rule: &'static CertificationRule,
    /// The day that it is counted from.
    pub counted_from: Date,
    /// What happened on that day.
    pub because: String,
    /// The record that it follows from.
    pub record: RecordId,
    /// Where it stands.
    pub state: DateState,
}

/// Where a date stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateState {
    /// What it asks for was done on this day.
    Done(Date),
    /// It is to come.
    Ahead,
    /// It is over, and nothing on record says that it was kept.
    Over,
}

impl DateState {
    /// Returns its words.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Done(on) => format!("done {on}"),
            Self::Ahead => "ahead".to_owned(),
            Self::Over => "over".to_owned(),
        }
    }
}

/// Returns the words for what a date means.
#[must_use]
pub fn bound_words(bound: Bound) -> &'static str {
    match bound {
        Bound::Latest => "not later than",
        Bound::UsuallyLatest => "usually not later than",
        Bound::Earliest => "not earlier than",
    }
}

/// Returns all dates that follow from the records, by day; what ended before the newest certificate began is left out.
#[must_use]
pub fn calendar(isms: &Isms, today: Date) -> Vec<CalendarDate> {
    let mut dates = Vec::new();
    for (id, certification) in isms.certifications.iter() {
        let of = Of { isms, today, id, certification };
        let own = [of.stages(), of.surveillances(), of.ending(), of.suspensions()].into_iter().flatten();
        let next = of.next().and_then(|next| next.decided_on).filter(|on| *on <= today);
        // Of a certificate that was withdrawn nothing is to come.
        let is_lost = certification.state == CertificationState::Withdrawn;
        let own = own.filter(|date| !is_lost || matches!(date.state, DateState::Done(_)));
        dates.extend(own.filter(|date| next.is_none_or(|begun| date.on >= begun)));
    }
    let begun = isms.certifications.iter().filter(|(_, one)| one.follows.is_some());
    let begun = begun.filter_map(|(_, one)| one.decided_on.filter(|on| *on <= today)).max();
    let is_over = |date: &CalendarDate| match date.state {
        DateState::Done(_) => begun.is_some_and(|begun| date.on < begun),
        DateState::Ahead | DateState::Over => false,
    };
    dates.extend(of_nonconformities(isms, today).into_iter().filter(|date| !is_over(date)));
    dates.sort_by(|one, other| (one.on, one.record, &one.what).cmp(&(other.on, other.record, &other.what)));
    dates
}

/// One certification, on a day.
struct Of<'a> {
    isms: &'a Isms,
    today: Date,
    id: Ref<Certification>,
    certification: &'a Certification,
}

impl Of<'_> {
    /// Returns the last day of the newest audit of a kind that is done.
    fn done(&self, kind: AuditKind) -> Option<(Ref<Audit>, Date)> {
        let done = visits(self.isms, self.id, kind).filter_map(|(id, audit)| Some((id, audit.done_on?)));
        done.filter(|(_, on)| *on <= self.today).max_by_key(|(id, on)| (*on, *id))
    }

    /// Returns the certification that followed it.
    fn next(&self) -> Option<&Certification> {
        let all = self.isms.certifications.iter().map(|(_, one)| &**one);
        all.filter(|one| one.follows == Some(self.id)).max_by_key(|one| one.decided_on)
    }

    fn state(&self, on: Date, done: Option<Date>) -> DateState {
        match done {
            Some(done) => DateState::Done(done),
            None if on < self.today => DateState::Over,
            None => DateState::Ahead,
        }
    }

    fn date(
        &self,
        date: CertificationDate,
        from: Date,
        what: &str,
        because: &str,
        done: Option<Date>,
    ) -> CalendarDate {
        let on = date.after(from);
        CalendarDate {
            on,
            what: what.to_owned(),
            bound: date.bound(),
            rule: date.rule(),
            counted_from: from,
            because: because.to_owned(),
            record: self.id.id(),
            state: self.state(on, done),
        }
    }

    /// Returns the dates between the stages and the decision.
    fn stages(&self) -> Vec<CalendarDate> {
        let mut dates = Vec::new();
        let stage_2 = self.done(AuditKind::Stage2);
        if let Some((audit, on)) = self.done(AuditKind::Stage1) {
            let done = stage_2.map(|(_, on)| on);
            let one = self.date(CertificationDate::Stage2, on, "Stage 2", &format!("{audit} ended"), done);
            dates.push(CalendarDate { record: audit.id(), ..one });
        }
        if let Some((audit, on)) = stage_2 {
            let decided = self.certification.decided_on;
            let majors =
                raised_by(self.isms, audit).into_iter().filter_map(|id| self.isms.nonconformities.get(&id));
            let majors: Vec<_> = majors
                .filter(|one| one.grade == Some(model::records::NonconformityGrade::Major))
                .map(|one| one.verified_on.or(one.closed_on))
                .collect();
            let verified = majors.iter().copied().collect::<Option<Vec<Date>>>();
            let done = decided.or(verified.and_then(|days| days.into_iter().max()));
            let what = "majors of Stage 2 verified, or another Stage 2";
            let one = self.date(CertificationDate::MajorsVerified, on, what, &format!("{audit} ended"), done);
            dates.push(CalendarDate { record: audit.id(), ..one });
        }
        dates
    }

    /// Returns the surveillances: the first after an initial decision, then one in each calendar year.
    fn surveillances(&self) -> Vec<CalendarDate> {
        let Some(decided_on) =
            self.certification.decided_on.filter(|_| self.certification.state.was_granted())
        else {
            return Vec::new();
        };
        let date = |due: SurveillanceDue| {
            let (what, parameter) = match due.surveillance {
                Surveillance::First { .. } => {
                    ("first surveillance".to_owned(), Parameter::FirstSurveillanceMonths)
                }
                Surveillance::InYear { year, .. } => {
                    (format!("surveillance of {year}"), Parameter::SurveillanceGap)
                }
            };
            let on = due.surveillance.by();
            CalendarDate {
                on,
                what,
                bound: Bound::Latest,
                rule: parameter.rule(),
                counted_from: decided_on,
                because: "the body decided".to_owned(),
                record: self.id.id(),
                state: self.state(on, due.done.map(|(_, day)| day)),
            }
        };
        surveillances_due(self.isms, self.id, self.today).into_iter().map(date).collect()
    }

    /// Returns the last day of the certificate: the one recorded, else by the rule.
    fn expires_on(&self, decided_on: Date) -> Date {
        self.certification.expires_on.unwrap_or_else(|| CertificationDate::Expiry.after(decided_on))
    }

    /// Returns the end, what has to be done before it, and what is possible after it.
    fn ending(&self) -> Vec<CalendarDate> {
        let Some(decided_on) =
            self.certification.decided_on.filter(|_| self.certification.state.was_granted())
        else {
            return Vec::new();
        };
        let expires_on = self.expires_on(decided_on);
        let renewed = self.next().and_then(|one| one.decided_on);
        let audited = visits(self.isms, self.id, AuditKind::Recertification);
        let audited =
            audited.filter_map(|(_, audit)| audit.done_on).find(|on| *on > decided_on && *on <= self.today);
        let rule = |id| certification_rule_named(id).expect("a rule of the file; a test says so");
        let by_end = |what: &str, id, done| CalendarDate {
            on: expires_on,
            what: what.to_owned(),
            bound: Bound::Latest,
            rule: rule(id),
            counted_from: decided_on,
            because: "the certificate ends then".to_owned(),
            record: self.id.id(),
            state: self.state(expires_on, done),
        };
        let mut dates = vec![
            by_end("recertification audit, with majors verified", "recert-timing", audited),
            by_end("recertification decided", "recert-expiry", renewed),
            CalendarDate {
                because: "the body decided".to_owned(),
                ..by_end("certificate ends", "cert-validity", renewed)
            },
        ];
        let because = "the certificate ends";
        if renewed.is_none() {
            let date = CertificationDate::RenewedExpiry;
            dates.push(self.date(date, expires_on, "the next certificate would end", because, None));
        }
        if renewed.is_none() && expires_on < self.today {
            let date = CertificationDate::Restoration;
            dates.push(self.date(date, expires_on, "certificate restored, or a new Stage 2", because, None));
        }
        dates
    }

    /// Returns by when each suspension is usually resolved.
    fn suspensions(&self) -> Vec<CalendarDate> {
        let events = &self.certification.events;
        let begun = events.iter().filter(|event| event.state == Some(CertificationState::Suspended));
        begun
            .filter_map(|event| {
                let from = event.on?;
                let later = events.iter().filter_map(|other| Some((other.on?, other.state?)));
                let done = later.filter(|(on, state)| *on >= from && *state != CertificationState::Suspended);
                let done = done.map(|(on, _)| on).min();
                let date = CertificationDate::Suspension;
                Some(self.date(date, from, "suspension resolved", "the certificate was suspended", done))
            })
            .collect()
    }
}

/// Returns the dates of the body's nonconformities; the answer that an auditor asked for stands beside what the rules say.
fn of_nonconformities(isms: &Isms, today: Date) -> Vec<CalendarDate> {
    let all = isms.nonconformities.iter();
    let of_body = all.filter(|(_, one)| one.source == Some(NonconformitySource::Body));
    of_body.filter_map(|(id, one)| of_nonconformity(isms, today, id, one)).collect()
}

fn of_nonconformity(
    isms: &Isms,
    today: Date,
    id: Ref<Nonconformity>,
    one: &Nonconformity,
) -> Option<CalendarDate> {
    let finding = isms.findings.iter().find(|(_, finding)| finding.nonconformity == Some(id))?.1;
    let audit = isms.audits.get(&finding.audit?)?;
    let last_day = audit.done_on?;
    let expires_on = || {
        let certification = audit.certification.and_then(|id| isms.certifications.get(&id));
        let before = certification.and_then(|one| one.follows).and_then(|id| isms.certifications.get(&id));
        before.or(certification).and_then(|one| one.expires_on)
    };
    let occasion = match audit.kind? {
        AuditKind::Stage2 => Occasion::Stage2 { last_day },
        AuditKind::Recertification => Occasion::Recertification { expires_on: expires_on()? },
        AuditKind::Surveillance | AuditKind::Special => Occasion::Surveillance,
        AuditKind::Internal | AuditKind::Stage1 => return None,
    };
    let due = deadlines(one.grade?, occasion);
    let next = || {
        let later =
            isms.audits.iter().filter(|(_, other)| other.kind.is_some_and(AuditKind::is_certification));
        later.filter_map(|(_, other)| other.planned_on).filter(|on| *on > last_day).min()
    };
    let (on, what) = match due.verified {
        Until::On(on) => (on, "verified"),
        Until::NextAudit => (next()?, "verified at the next audit"),
        Until::Decision | Until::BodySets => (finding.answer_due?, "answered in the time that the body set"),
    };
    let done = one.verified_on.or(one.closed_on);
    let state = match done {
        Some(done) => DateState::Done(done),
        None if on < today => DateState::Over,
        None => DateState::Ahead,
    };
    Some(CalendarDate {
        on,
        what: format!("{} {id} {what}", one.grade.map_or("", model::Words::word)),
        bound: Bound::Latest,
        rule: due.rule,
        counted_from: last_day,
        because: "the audit ended".to_owned(),
        record: id.id(),
        state,
    })
}

#[cfg(test)]
mod tests {
    use model::records::*;
    use model::sample::Sample;

    use super::*;
    use crate::sample::{blank, good};

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn certified() -> Sample {
        let mut sample = blank();
        let audit = |kind, on: &str| Audit {
            kind: Some(kind),
            state: AuditState::Reported,
            certification: Some(Ref::number(1)),
            planned_on: Some(day(on)),
            done_on: Some(day(on)),
            ..Audit::default()
        };
        sample.put(Ref::number(1), audit(AuditKind::Stage1, "2023-02-28"));
        sample.put(Ref::number(2), audit(AuditKind::Stage2, "2023-06-15"));
        sample.put(Ref::number(3), audit(AuditKind::Surveillance, "2024-05-02"));
        let certification = Certification {
            audit: Some(Ref::number(2)),
            decided_on: Some(day("2023-07-03")),
            expires_on: Some(day("2026-07-02")),
            state: CertificationState::Granted,
            ..Certification::default()
        };
        sample.put(Ref::number(1), certification);
        sample
    }

    fn told(sample: &Sample, today: &str) -> Vec<String> {
        let dates = calendar(&sample.isms, day(today));
        dates.iter().map(|one| format!("{} {}: {}", one.on, one.what, one.state.words())).collect()
    }

    #[test]
    fn each_date_is_counted_from_its_day_and_says_whether_it_was_kept() {
        let told = told(&certified(), "2026-01-15");
        assert_eq!(
            told,
            [
                "2023-08-28 Stage 2: done 2023-06-15",
                "2023-12-15 majors of Stage 2 verified, or another Stage 2: done 2023-07-03",
                "2024-07-03 first surveillance: done 2024-05-02",
                "2025-12-31 surveillance of 2025: over",
                "2026-07-02 certificate ends: ahead",
                "2026-07-02 recertification audit, with majors verified: ahead",
                "2026-07-02 recertification decided: ahead",
                "2029-07-02 the next certificate would end: ahead",
            ]
        );
    }

    #[test]
    fn what_ended_before_the_newest_certificate_began_is_left_out() {
        let mut sample = certified();
        let renewed = Certification {
            decided_on: Some(day("2026-06-20")),
            expires_on: Some(day("2029-07-02")),
            state: CertificationState::Granted,
            follows: Some(Ref::number(1)),
            ..Certification::default()
        };
        sample.put(Ref::number(2), renewed);
        let told = told(&sample, "2026-08-01");
        assert!(told.contains(&"2027-12-31 surveillance of 2027: ahead".to_owned()), "{told:?}");
        assert!(told.iter().all(|one| one.as_str() >= "2026-06-20"), "{told:?}");
        assert!(told.contains(&"2026-07-02 certificate ends: done 2026-06-20".to_owned()), "{told:?}");
    }

    #[test]
    fn an_ended_certificate_can_be_restored_for_some_months() {
        let told = told(&certified(), "2026-08-01");
        assert!(
            told.contains(&"2027-01-02 certificate restored, or a new Stage 2: ahead".to_owned()),
            "{told:?}"
        );
    }

    #[test]
    fn a_suspension_is_resolved_by_a_later_event() {
        let mut sample = certified();
        let event = |state, on: &str| CertificationEvent {
            state: Some(state),
            on: Some(day(on)),
            ..CertificationEvent::default()
        };
        sample.edit(1, |one: &mut Certification| {
            one.events = vec![event(CertificationState::Suspended, "2025-03-01")];
        });
        assert!(told(&sample, "2025-04-01").contains(&"2025-09-01 suspension resolved: ahead".to_owned()));
        sample.edit(1, |one: &mut Certification| {
            one.events.push(event(CertificationState::Restored, "2025-05-01"));
        });
        assert!(
            told(&sample, "2025-06-01")
                .contains(&"2025-09-01 suspension resolved: done 2025-05-01".to_owned())
        );
    }

    #[test]
    fn nothing_is_counted_before_something_happened() {
        let sample = good();
        assert!(calendar(&sample.isms, sample.today).is_empty());
    }
}
