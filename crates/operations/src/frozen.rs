//! What of a record stands as it is from some state on: fields that others rest on, and that no edit changes any more.
//!
//! One place for all kinds; each names its fields and the state in which they are frozen. Contents that are approved in
//! versions need no entry here: their edits are the next draft.

mod fields;

use model::records::*;
use model::{Isms, Record, RecordId, RecordKind, Ref};

/// Fields of a record that no edit changes, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frozen {
    /// Their names.
    pub fields: &'static [&'static str],
    /// What the record is that they are frozen for: `closed`.
    pub state: &'static str,
    /// What to do instead.
    pub help: &'static str,
}

impl Frozen {
    /// Says whether a field is among them; a field of a part is frozen with it.
    #[must_use]
    pub fn holds(&self, field: &str) -> bool {
        self.fields.contains(&field.split('.').next().unwrap_or_default())
    }
}

/// Looks whether, and how, a record of a kind is frozen.
type Look = fn(&Isms, RecordId) -> Option<Frozen>;

/// The kinds of which something is frozen: all that can be, and how it is seen what is.
const OF_KIND: &[(RecordKind, &[&str], Look)] = &[
    (RecordKind::Population, fields::POPULATION, population),
    (RecordKind::Sample, fields::SAMPLE, sample),
    (RecordKind::ManagementReview, fields::REVIEW, review),
    (RecordKind::Audit, fields::AUDIT, audit),
    (RecordKind::WorkingPaper, fields::PAPER, paper),
    (RecordKind::Finding, fields::FINDING, finding),
    (RecordKind::Exception, fields::EXCEPTION, exception),
    (RecordKind::Incident, fields::INCIDENT, incident),
    (RecordKind::Objective, fields::OBJECTIVE, objective),
    (RecordKind::PlannedChange, fields::PLANNED_CHANGE, change),
    (RecordKind::Nonconformity, fields::NONCONFORMITY, nonconformity),
    (RecordKind::GapAnalysis, fields::GAP_ANALYSIS, gap_analysis),
    (RecordKind::ControlRun, fields::RUN, of_run),
    (RecordKind::Pack, fields::PACK, pack),
    (RecordKind::Request, fields::REQUEST, request),
    (RecordKind::Certification, fields::CERTIFICATION, certification),
    (RecordKind::IssuedDocument, fields::ISSUED, issued),
    (RecordKind::FileAccess, fields::ACCESS, access),
    (RecordKind::Share, fields::SHARE, share),
    (RecordKind::Engagement, fields::ENGAGEMENT, engagement),
    (RecordKind::Task, fields::TASK, task),
];

/// Returns what of a record is frozen as it stands; nothing where all of it can be edited.
#[must_use]
pub fn frozen(isms: &Isms, id: RecordId) -> Option<Frozen> {
    let of_kind = OF_KIND.iter().find(|(kind, ..)| *kind == id.kind);
    of_kind.and_then(|(_, _, look)| look(isms, id))
}

/// Says whether samples were drawn from a population.
pub(crate) fn is_drawn_from(isms: &Isms, id: Ref<Population>) -> bool {
    let mut samples = isms.sources::<Sample>(id.id()).filter_map(|sample| isms.samples.get(&sample));
    samples.any(|sample| sample.population == Some(id))
}

/// Returns a record, unless it is unknown or only proposed.
fn get<R: Record>(isms: &Isms, id: RecordId) -> Option<&R> {
    R::table(isms).get(&Ref::of(id.key)).map(|entry| &**entry)
}

/// Says whether the report of an audit went out.
pub(crate) fn is_reported(isms: &Isms, audit: Option<Ref<Audit>>) -> bool {
    let audit = audit.and_then(|audit| isms.audits.get(&audit));
    audit.is_some_and(|audit| audit.state == AuditState::Reported)
}

fn population(isms: &Isms, id: RecordId) -> Option<Frozen> {
    let list = get::<Population>(isms, id)?;
    let is_frozen = list.frozen_digest != model::Digest::default() && is_drawn_from(isms, Ref::of(id.key));
    // Of which control the cases are can still be said where nobody said it.
    let fields = if list.control.is_some() { fields::POPULATION } else { &fields::POPULATION[1..] };
    is_frozen.then_some(Frozen {
        fields,
        state: "the list of a sample",
        help: "make another population for another list",
    })
}

fn sample(isms: &Isms, id: RecordId) -> Option<Frozen> {
    get::<Sample>(isms, id)?.drawn_on.map(|_| Frozen {
        fields: fields::SAMPLE,
        state: "drawn",
        help: "examine, exchange or extend its cases, or draw another",
    })
}

fn review(isms: &Isms, id: RecordId) -> Option<Frozen> {
    (get::<ManagementReview>(isms, id)?.state == ReviewState::Held).then_some(Frozen {
        fields: fields::REVIEW,
        state: "held",
        help: "say what is new in the next review",
    })
}

fn audit(isms: &Isms, id: RecordId) -> Option<Frozen> {
    let audit = get::<Audit>(isms, id)?;
    match audit.state {
        AuditState::Planned | AuditState::Cancelled => return None,
        AuditState::Running | AuditState::Done | AuditState::Concluded => {
            let (fields, help) = (&["kind", "certification"], "plan another audit");
            return audit.kind.map(|_| Frozen { fields, state: model::Words::word(audit.state), help });
        }
        AuditState::Reported => {}
    }
    Some(Frozen {
        fields: fields::AUDIT,
        state: "reported",
        help: "withdraw its report first, or plan another audit",
    })
}

fn paper(isms: &Isms, id: RecordId) -> Option<Frozen> {
    is_reported(isms, get::<WorkingPaper>(isms, id)?.audit).then_some(Frozen {
        fields: fields::PAPER,
        state: "behind a report that went out",
        help: "withdraw the report of its audit first",
    })
}

fn finding(isms: &Isms, id: RecordId) -> Option<Frozen> {
    let found = get::<Finding>(isms, id)?;
    let audit = found.audit.and_then(|audit| isms.audits.get(&audit))?;
    if audit.kind.is_some_and(AuditKind::is_certification) {
        let fields = if found.answer_due.is_some() { fields::FINDING } else { &fields::FINDING[1..] };
        let help = "supersede it where the body wrote anew";
        return Some(Frozen { fields, state: "the body's, as it wrote it", help });
    }
    // One of our own is reported anew as the next version; that it was raised, and how grave it is, stands.
    let fields = &["grade", "audit", "raised_by", "raised_on"];
    let help = "regrade it for a reason, or supersede it by another finding";
    found.grade.map(|_| Frozen { fields, state: "raised", help })
}

fn exception(isms: &Isms, id: RecordId) -> Option<Frozen> {
    let exception = get::<Exception>(isms, id)?;
    let (state, help) = match exception.state {
        // It is asked for once it says by whom, why and until when; before that it is a draft.
        ExceptionState::Asked
            if exception.asked_by.is_none() || exception.reason.is_empty() || exception.until.is_none() =>
        {
            return None;
        }
        ExceptionState::Asked => ("asked for", "have it refused, and ask anew"),
        ExceptionState::Approved => ("approved", "extend or close it, or ask for another"),
        ExceptionState::Refused => ("refused", "ask for another"),
        ExceptionState::Closed => ("closed", "ask for another"),
    };
    Some(Frozen { fields: fields::EXCEPTION, state, help })
}

fn incident(isms: &Isms, id: RecordId) -> Option<Frozen> {
    let (state, help) = match get::<Incident>(isms, id)?.state {
        IncidentState::Event | IncidentState::Incident | IncidentState::Contained => return None,
        IncidentState::Closed => ("closed", "reopen it first"),
        IncidentState::NoIncident => ("no incident", "reopen it first"),
    };
    let fields = fields::INCIDENT;
    Some(Frozen { fields, state, help })
}

fn objective(isms: &Isms, id: RecordId) -> Option<Frozen> {
    let outcome = get::<Objective>(isms, id)?.outcome?;
    Some(Frozen {
        fields: fields::OBJECTIVE,
        state: model::Words::word(outcome),
        help: "set a new objective",
    })
}

fn change(isms: &Isms, id: RecordId) -> Option<Frozen> {
    let change = get::<PlannedChange>(isms, id)?;
    let state = if change.done_on.is_some() {
        "done"
    } else if !change.dropped_because.is_empty() {
        "dropped"
    } else if change.approved_on.is_some() {
        let fields = &["kind", "purpose", "consequences", "resources", "touches", "significant"];
        return Some(Frozen { fields, state: "approved", help: "drop it and plan another change" });
    } else {
        return None;
    };
    let fields = fields::PLANNED_CHANGE;
    Some(Frozen { fields, state, help: "plan another change" })
}

fn nonconformity(isms: &Isms, id: RecordId) -> Option<Frozen> {
    (get::<Nonconformity>(isms, id)?.state == NonconformityState::Closed).then_some(Frozen {
        fields: fields::NONCONFORMITY,
        state: "closed",
        help: "reopen it first",
    })
}

fn gap_analysis(isms: &Isms, id: RecordId) -> Option<Frozen> {
    get::<GapAnalysis>(isms, id)?.done_on.map(|_| Frozen {
        fields: fields::GAP_ANALYSIS,
        state: "finished",
        help: "start another analysis to see the movement",
    })
}

fn of_run(isms: &Isms, id: RecordId) -> Option<Frozen> {
    let run = get::<ControlRun>(isms, id)?;
    let (state, help) = if run.withdrawn_on.is_some() {
        ("withdrawn", "record a run of its own")
    } else if run.done_on.is_some() {
        ("recorded", "correct what was not as it should be, or record another run")
    } else {
        return None;
    };
    let fields = fields::RUN;
    Some(Frozen { fields, state, help })
}

fn pack(isms: &Isms, id: RecordId) -> Option<Frozen> {
    get::<Pack>(isms, id)?.sealed_on.map(|_| Frozen {
        fields: fields::PACK,
        state: "sealed",
        help: "break its seal first",
    })
}

fn request(isms: &Isms, id: RecordId) -> Option<Frozen> {
    let request = get::<Request>(isms, id)?;
    if was_issued(isms, id) && request.state.is_open() {
        let help = "answer it; only the body asks otherwise";
        return Some(Frozen { fields: fields::ISSUED_REQUEST, state: "the body's, as it wrote it", help });
    }
    let (state, help) = match request.state {
        RequestState::Open | RequestState::Returned => return None,
        RequestState::Answered => ("answered", "return it first"),
        RequestState::Accepted => ("accepted", "reopen it first"),
        RequestState::Withdrawn => ("withdrawn", "reopen it first"),
    };
    Some(Frozen { fields: fields::REQUEST, state, help })
}

/// What a certificate says is what the body granted; who came before, and how many people it rests on, can still be said where
/// nobody said it.
fn certification(isms: &Isms, id: RecordId) -> Option<Frozen> {
    let certification = get::<Certification>(isms, id)?;
    let is_granted = certification.decided_on.is_some() || certification.state.is_valid();
    let first = usize::from(certification.follows.is_none());
    let last = fields::CERTIFICATION.len() - usize::from(certification.persons.is_none());
    is_granted.then_some(Frozen {
        fields: &fields::CERTIFICATION[first..last],
        state: model::Words::word(certification.state),
        help: "extend it, or record what the body sent",
    })
}

/// Says whether a record is what became of something that a certification body issued.
fn was_issued(isms: &Isms, id: RecordId) -> bool {
    let mut papers = isms.sources::<IssuedDocument>(id);
    papers.any(|paper| isms.issued_documents.get(&paper).is_some_and(|paper| paper.record == Some(id)))
}

fn issued(isms: &Isms, id: RecordId) -> Option<Frozen> {
    get::<IssuedDocument>(isms, id)?.digest.as_ref().map(|_| Frozen {
        fields: fields::ISSUED,
        state: "the body's, as it wrote it",
        help: "the body issues another where something is wrong",
    })
}

fn access(isms: &Isms, id: RecordId) -> Option<Frozen> {
    get::<FileAccess>(isms, id)?.share.as_ref().map(|_| Frozen {
        fields: fields::ACCESS,
        state: "noted",
        help: "who opened what is not forgotten",
    })
}

fn share(isms: &Isms, id: RecordId) -> Option<Frozen> {
    let (state, help) = match get::<Share>(isms, id)?.state {
        ShareState::Prepared => return None,
        ShareState::Open => ("open", "change it by its own step, or close it"),
        ShareState::Closed => ("closed", "prepare another share"),
    };
    Some(Frozen { fields: fields::SHARE, state, help })
}

/// Whom the work is for stands once it is agreed; who did it, once the team recommended: nobody leaves the team to decide.
fn engagement(isms: &Isms, id: RecordId) -> Option<Frozen> {
    let engagement = get::<Engagement>(isms, id)?;
    let is_recommended = engagement.recommended_by.is_some();
    let (fields, state, help) = match engagement.state {
        EngagementState::Planned => return None,
        EngagementState::Agreed | EngagementState::Running if is_recommended => {
            (&fields::ENGAGEMENT[..4], "recommended", "plan another engagement")
        }
        EngagementState::Agreed => (&fields::ENGAGEMENT[..2], "agreed", "end it and plan another"),
        EngagementState::Running => (&fields::ENGAGEMENT[..2], "running", "end it and plan another"),
        EngagementState::Decided => (fields::ENGAGEMENT, "decided", "plan another engagement"),
        EngagementState::Ended => (fields::ENGAGEMENT, "ended", "plan another engagement"),
    };
    Some(Frozen { fields, state, help })
}

fn task(isms: &Isms, id: RecordId) -> Option<Frozen> {
    let state = get::<Task>(isms, id)?.state;
    let is_over = match state {
        TaskState::Open => false,
        TaskState::Done | TaskState::Dropped => true,
    };
    let (fields, help) = (fields::TASK, "reopen it first");
    is_over.then_some(Frozen { fields, state: model::Words::word(state), help })
}

#[cfg(test)]
mod tests;
