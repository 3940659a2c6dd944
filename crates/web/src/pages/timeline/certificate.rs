//! The dates of the certificate: what was decided, and what the rules of certification ask after it.

use model::records::{
    AuditKind, AuditState, Certification, CertificationState, Finding, FindingGrade, Nonconformity,
};
use model::{Date, Entry, Isms, Ref};
use standards::certification::{CertificationDate, Surveillance, next_surveillance, surveillances};
use standards::schedule::plan_of;

use super::dates::{Dated, Row, due};
use crate::address;
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
    let mut all = stages(isms, today);
    for (id, one) in isms.certifications.iter() {
        let Some(on) = one.decided_on else { continue };
        let of = Of { href: address::record(id.id()), id, one, decided_on: on, today };
        all.extend(of.life());
        if decided(isms).is_some_and(|(newest, _)| newest == id) {
            all.extend(of.asked(isms));
        }
    }
    if decided(isms).is_none() {
        all.extend(by_plan(isms, today));
    }
    all
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

/// Returns what the stages ask: Stage 2 soon after Stage 1, and majors verified in time.
fn stages(isms: &Isms, today: Date) -> Vec<Dated> {
    let mut all = Vec::new();
    let done = |kind: AuditKind| {
        let audits = isms.audits.iter().filter(move |(_, audit)| audit.kind == Some(kind));
        let over = audits.filter(|(_, audit)| audit.state != AuditState::Cancelled);
        over.filter_map(|(id, audit)| Some((audit.done_on?, id))).max()
    };
    let dated = |on: Date, title: String, href: String, date: CertificationDate| Dated {
        on,
        from: None,
        row: Row::Certificate,
        title,
        href: Some(href),
        state: due(on, today),
        why: because(date),
    };
    let (first, second) = (done(AuditKind::Stage1), done(AuditKind::Stage2));
    if let (Some((on, id)), None) = (first, second) {
        let by = CertificationDate::Stage2.after(on);
        all.push(dated(
            by,
            "Stage 2, usually at the latest".to_owned(),
            address::record(id.id()),
            CertificationDate::Stage2,
        ));
    }
    if let Some((on, id)) = second {
        let is_open = |finding: &Finding| {
            let seen = |one: Ref<Nonconformity>| {
                isms.nonconformities.get(&one).is_some_and(|one| one.verified_on.is_some())
            };
            finding.grade == Some(FindingGrade::Major)
                && finding.state.is_open()
                && !finding.nonconformity.is_some_and(seen)
        };
        let majors =
            isms.findings.iter().filter(|(_, finding)| finding.audit == Some(id) && is_open(finding));
        let count = majors.count();
        if count > 0 {
            let by = CertificationDate::MajorsVerified.after(on);
            let title = format!("Majors of Stage 2 verified ({count} open)");
            all.push(dated(by, title, address::record(id.id()), CertificationDate::MajorsVerified));
        }
    }
    all
}

/// One decided certification.
struct Of<'a> {
    id: Ref<Certification>,
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

    /// Returns what the rules ask after the decision.
    fn asked(&self, isms: &Isms) -> Vec<Dated> {
        let ends_on = self.ends_on();
        let mut all = self.surveillance(isms, ends_on.year());
        if self.one.state == CertificationState::Suspended {
            let since =
                self.one.events.iter().filter(|event| event.state == Some(CertificationState::Suspended));
            if let Some(on) = since.filter_map(|event| event.on).max() {
                let by = CertificationDate::Suspension.after(on);
                let why = because(CertificationDate::Suspension);
                all.push(self.dated(by, "Suspension resolved, usually", due(by, self.today), why));
            }
        }
        if self.one.state == CertificationState::Expired || ends_on < self.today {
            let by = CertificationDate::Restoration.after(ends_on);
            let why = because(CertificationDate::Restoration);
            all.push(self.dated(by, "Certificate restored, at the latest", due(by, self.today), why));
        }
        all
    }

    /// Returns the surveillances: done, due, and to come.
    fn surveillance(&self, isms: &Isms, last_year: i16) -> Vec<Dated> {
        let mine = |named: Option<Ref<Certification>>| named.is_none_or(|named| named == self.id);
        let done: Vec<Date> = isms
            .audits
            .iter()
            .filter(|(_, audit)| audit.kind == Some(AuditKind::Surveillance) && mine(audit.certification))
            .filter_map(|(_, audit)| audit.done_on)
            .filter(|on| *on > self.decided_on)
            .collect();
        let open = next_surveillance(self.decided_on, last_year, &done).map(Surveillance::by);
        let date = CertificationDate::FirstSurveillance;
        let all = surveillances(self.decided_on, last_year).into_iter();
        // After a recertification the years go on; only the first certificate has a first surveillance.
        let all = all.filter(|one| self.one.follows.is_none() || matches!(one, Surveillance::InYear { .. }));
        all.map(|one| {
            let (by, title) = match one {
                Surveillance::First { by } => (by, "First surveillance, at the latest".to_owned()),
                Surveillance::InYear { year, by } => (by, format!("Surveillance in {year}, at the latest")),
            };
            let is_done = open.is_none_or(|open| by < open);
            let state = if is_done { (Status::Met, "done".to_owned()) } else { due(by, self.today) };
            let why = match one {
                Surveillance::First { .. } => because(date),
                Surveillance::InYear { .. } => "at least once in each calendar year".to_owned(),
            };
            self.dated(by, &title, state, why)
        })
        .collect()
    }
}
