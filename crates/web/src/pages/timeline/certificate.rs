//! The dates of the certificate: what was decided, and what the rules of certification ask after it.

use model::records::{Certification, CertificationState};
use model::{Date, Entry, Isms, Ref};
use reports::certification_calendar::{CalendarDate, DateState, bound_words, calendar};
use standards::certification::CertificationDate;
use standards::schedule::plan_of;

use super::dates::{Dated, Row};
use crate::address;
use crate::locale::locale;
use crate::pages::record::capital;
use crate::parts::Status;

/// How many days before its end a certificate asks for attention.
const NEAR_DAYS: i64 = 180;

/// A certification with its id.
type One<'a> = (Ref<Certification>, &'a Entry<Certification>);

/// Returns the certification that was decided last.
pub(super) fn decided(isms: &Isms) -> Option<One<'_>> {
    let all = isms.certifications.iter().filter(|(_, one)| one.decided_on.is_some());
    all.max_by_key(|(id, one)| (one.decided_on, *id))
}

/// Returns the dates of the certificate, or those that the plan leads to.
pub(super) fn dates(isms: &Isms, today: Date) -> Vec<Dated> {
    let mut all: Vec<Dated> =
        calendar(isms, today).iter().filter(|one| stands_alone(isms, one)).map(asked).collect();
    for (id, one) in isms.certifications.iter() {
        let Some(on) = one.decided_on else { continue };
        let of = Of { href: address::record(id.id()), one, decided_on: on, today };
        all.extend(of.life());
    }
    if decided(isms).is_none() {
        all.extend(by_plan(isms, today));
    }
    all
}

/// Says whether a date is told here: the end of a certificate is the end of its own bar.
fn stands_alone(isms: &Isms, date: &CalendarDate) -> bool {
    let ends =
        date.rule.id == "cert-validity" && isms.certifications.iter().any(|(id, _)| id.id() == date.record);
    !(ends && date.counted_from < date.on && date.because == "the body decided")
}

/// Returns a date of the calendar: the same as the terminal shows.
fn asked(date: &CalendarDate) -> Dated {
    let state = match date.state {
        DateState::Done(on) => (Status::Met, format!("done {}", locale().short_day(on))),
        DateState::Ahead => (Status::NotStarted, "to come".to_owned()),
        DateState::Over => (Status::Problem, "late".to_owned()),
    };
    let source = date.rule.source.first().map(|source| format!(" ({source})")).unwrap_or_default();
    Dated {
        on: date.on,
        from: None,
        row: Row::Certificate,
        title: format!("{} ({})", capital(&date.what), bound_words(date.bound)),
        href: Some(address::record(date.record)),
        state,
        why: format!("{}{source}; {} {}", date.rule.title, date.counted_from, date.because),
    }
}

/// Returns the dates that the plan leads to while nothing is decided.
fn by_plan(isms: &Isms, today: Date) -> Vec<Dated> {
    let schedule = plan_of(isms, today);
    let planned = |on: Date, title: &str, rule: Option<CertificationDate>| Dated {
        on,
        from: None,
        row: Row::Certificate,
        title: title.to_owned(),
        href: Some("/plan".to_owned()),
        state: (Status::NotStarted, "by the plan".to_owned()),
        why: rule.map(because).unwrap_or_default(),
    };
    vec![
        planned(schedule.certificate_on, "Certificate", None),
        planned(
            schedule.first_surveillance_by,
            "First surveillance, at the latest",
            Some(CertificationDate::FirstSurveillance),
        ),
        planned(schedule.expires_on, "Certificate ends", Some(CertificationDate::Expiry)),
    ]
}

/// Returns the rule behind a date, with where it stands.
fn because(date: CertificationDate) -> String {
    let rule = date.rule();
    match rule.source.first() {
        Some(source) => format!("{} ({source})", rule.title),
        None => rule.title.clone(),
    }
}

/// One decided certification.
struct Of<'a> {
    one: &'a Entry<Certification>,
    href: String,
    decided_on: Date,
    today: Date,
}

impl Of<'_> {
    fn dated(&self, on: Date, title: &str, state: (Status, String), why: String) -> Dated {
        Dated {
            on,
            from: None,
            row: Row::Certificate,
            title: title.to_owned(),
            href: Some(self.href.clone()),
            state,
            why,
        }
    }

    /// Returns its last day: as the body wrote it, else counted from the decision.
    fn ends_on(&self) -> Date {
        self.one.expires_on.unwrap_or_else(|| CertificationDate::Expiry.after(self.decided_on))
    }

    /// Returns its life: the decision, what became of it, and its span.
    fn life(&self) -> Vec<Dated> {
        let ends_on = self.ends_on();
        let near = self.today.saturating_add(model::Span::new().days(NEAR_DAYS));
        let state = match self.one.state {
            CertificationState::Withdrawn | CertificationState::Transferred | CertificationState::Expired => {
                (Status::NotApplicable, model::Words::word(self.one.state).to_owned())
            }
            CertificationState::Suspended => (Status::Problem, "suspended".to_owned()),
            CertificationState::Preparing
            | CertificationState::Applied
            | CertificationState::Granted
            | CertificationState::Restored
            | CertificationState::Reduced => {
                if ends_on < self.today {
                    (Status::NotApplicable, "over".to_owned())
                } else if ends_on <= near {
                    (Status::Attention, "ends soon".to_owned())
                } else {
                    (Status::InProgress, "holds".to_owned())
                }
            }
        };
        let title = format!("{} ends", self.one.title);
        let span = Dated {
            from: Some(self.decided_on),
            ..self.dated(ends_on, &title, state, because(CertificationDate::Expiry))
        };
        let granted = format!("{} decided", self.one.title);
        let mut all = vec![
            self.dated(self.decided_on, &granted, (Status::Met, "decided".to_owned()), String::new()),
            span,
        ];
        for event in &self.one.events {
            if let (Some(on), Some(became)) = (event.on, event.state)
                && on != self.decided_on
            {
                let word = model::Words::word(became);
                let state = if became.is_valid() { Status::Met } else { Status::Attention };
                let title = format!("{} {word}", self.one.title);
                all.push(self.dated(on, &title, (state, word.to_owned()), event.because.to_string()));
            }
        }
        all
    }
}
