//! Every date of the engagement, in order: phases, audits, reviews, and what follows for the certificate.

use model::records::{Audit, AuditKind, AuditState, ReviewState};
use model::{Date, Isms, Words as _};
use reports::timeline::Timeline;

use super::certificate;
use crate::address;
use crate::parts::Status;
use crate::visit::Visit;

/// The strip that a date stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Row {
    /// The phases up to the certificate.
    Phases,
    /// Internal audits.
    Internal,
    /// Management reviews.
    Reviews,
    /// Audits of the certification body.
    Body,
    /// The certificate, and what its rules ask.
    Certificate,
}

impl Row {
    /// The strips under the lanes of the phases, from top to bottom.
    pub(super) const STRIPS: [Self; 4] = [Self::Internal, Self::Reviews, Self::Body, Self::Certificate];

    /// Returns its name.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Phases => "Phases",
            Self::Internal => "Internal audits",
            Self::Reviews => "Management reviews",
            Self::Body => "Audits of the body",
            Self::Certificate => "Certificate",
        }
    }

    /// Returns the page behind it.
    pub(super) const fn href(self) -> Option<&'static str> {
        match self {
            Self::Phases => Some("/plan"),
            Self::Internal | Self::Body => Some("/audits"),
            Self::Reviews => Some("/management-reviews"),
            Self::Certificate => Some("/certifications"),
        }
    }
}

/// One date.
#[derive(Debug, Clone)]
pub(super) struct Dated {
    /// The day; of what lasts the last one.
    pub(super) on: Date,
    /// The first day of what lasts.
    pub(super) from: Option<Date>,
    /// Where it stands.
    pub(super) row: Row,
    /// What it is.
    pub(super) title: String,
    /// Its page.
    pub(super) href: Option<String>,
    /// How it stands.
    pub(super) state: (Status, String),
    /// Why it is this day.
    pub(super) why: String,
}

impl Dated {
    /// Says whether nothing is to be done about it any more.
    pub(super) fn is_over(&self) -> bool {
        [Status::Met, Status::NotApplicable].contains(&self.state.0)
    }

    /// Says whether it should have been and was not.
    pub(super) fn is_late(&self) -> bool {
        self.state.0 == Status::Problem
    }
}

/// Returns how something stands that was to be on a day: done, late, or to come.
pub(super) fn due(on: Date, today: Date) -> (Status, String) {
    if on < today { (Status::Problem, "late".to_owned()) } else { (Status::NotStarted, "to come".to_owned()) }
}

/// Returns every date, the earliest first.
pub(super) fn dates(visit: &Visit, way: &Timeline) -> Vec<Dated> {
    let (isms, today) = (visit.isms(), visit.today);
    let mut all = certificate::dates(isms, today);
    if certificate::decided(isms).is_none() {
        all.extend(phases(way));
    }
    all.extend(audits(isms, today));
    all.extend(reviews(isms, today));
    all.sort_by_key(|one| one.on);
    all
}

/// Returns the phases up to the certificate; years of surveillance are in the certificate's own dates.
fn phases(way: &Timeline) -> Vec<Dated> {
    let phases = way.lanes.iter().filter(|phase| phase.number < super::LAST);
    let gate = |number: u32| way.schedule.phase(number).map(|phase| phase.gate.to_owned());
    phases
        .map(|phase| Dated {
            on: phase.to,
            from: Some(phase.from),
            row: Row::Phases,
            title: format!("{} {}", phase.number, phase.title),
            href: Some(format!("/readiness?group=phase#phase-{}", phase.number)),
            state: super::lanes::state_of(way, phase),
            why: gate(phase.number).unwrap_or_default(),
        })
        .collect()
}

fn audits(isms: &Isms, today: Date) -> Vec<Dated> {
    let dated = |(id, audit): (model::Ref<Audit>, &model::Entry<Audit>)| {
        let on = audit.done_on.or(audit.started_on).or(audit.planned_on)?;
        let kind = audit.kind.map_or("audit", AuditKind::word);
        let state = match audit.state {
            AuditState::Cancelled => (Status::NotApplicable, "cancelled".to_owned()),
            AuditState::Planned => due(on, today),
            AuditState::Running => (Status::InProgress, "running".to_owned()),
            AuditState::Done | AuditState::Concluded => (Status::Met, "done, not reported".to_owned()),
            AuditState::Reported => (Status::Met, "reported".to_owned()),
        };
        Some(Dated {
            on,
            from: None,
            row: if audit.is_internal() { Row::Internal } else { Row::Body },
            title: format!("{id} {}", audit.title),
            href: Some(address::record(id.id())),
            state,
            why: format!(
                "{kind}, {}",
                if audit.done_on.is_some() { "as it was done" } else { "as it is planned" }
            ),
        })
    };
    isms.audits.iter().filter_map(dated).collect()
}

fn reviews(isms: &Isms, today: Date) -> Vec<Dated> {
    let reviews = isms.management_reviews.iter().filter_map(|(id, review)| {
        let on = review.held_on.or(review.planned_on)?;
        let state = match review.state {
            ReviewState::Planned => due(on, today),
            ReviewState::Held => (Status::Met, "held".to_owned()),
            ReviewState::Cancelled => (Status::NotApplicable, "cancelled".to_owned()),
        };
        Some(Dated {
            on,
            from: None,
            row: Row::Reviews,
            title: format!("{id} {}", review.title),
            href: Some(address::record(id.id())),
            state,
            why: if review.held_on.is_some() { "as it was held" } else { "as it is planned" }.to_owned(),
        })
    });
    reviews.collect()
}
