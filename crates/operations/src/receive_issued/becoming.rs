//! What a paper of the body becomes here: an audit that is planned, a request, a finding, a report, a certificate.

use model::records::*;
use model::{Change, Date, Isms, Line, RecordId, Ref, YesNo};

use super::{ReceiveIssued, ReceiveIssuedRefusal, apply};
use crate::receive_paper::{Paper, received};
use crate::stepping::{Step, StepRefusal};
use crate::{AskRequest, Operation, ReceiveFinding, ReceivePlan, ReceiveReport, RecordCertification};

/// A paper on its way into the records: each step is decided on what the ones before leave.
pub(super) struct Becoming<'a> {
    isms: Isms,
    /// All changes so far.
    pub changes: Vec<Change>,
    step: &'a Step<'a, Share>,
    issued: &'a ReceiveIssued,
    actor: Ref<Person>,
    today: Date,
}

impl<'a> Becoming<'a> {
    /// Begins on a state.
    pub fn of(
        isms: &Isms,
        step: &'a Step<'a, Share>,
        issued: &'a ReceiveIssued,
        actor: Ref<Person>,
        today: Date,
    ) -> Self {
        Self { isms: isms.clone(), changes: Vec::new(), step, issued, actor, today }
    }

    /// Makes what it becomes; returns the record.
    pub fn record(&mut self) -> Result<Option<RecordId>, ReceiveIssuedRefusal> {
        match self.issued.paper.kind {
            IssuedKind::Plan => self.plan(),
            IssuedKind::Request => self.request(),
            IssuedKind::Finding => self.finding(),
            IssuedKind::Report => self.report(),
            IssuedKind::Decision => self.decision(),
        }
    }

    fn take(&mut self, changes: Vec<Change>) {
        apply(&mut self.isms, &changes, self.today);
        self.changes.extend(changes);
    }

    /// Decides one of our own operations on what stands so far.
    fn run<O: Operation>(&mut self, operation: O) -> Result<Option<RecordId>, ReceiveIssuedRefusal>
    where
        ReceiveIssuedRefusal: From<O::Refusal>,
    {
        let changes = operation.decide(&self.isms, self.actor, self.today)?;
        let record = changes.first().and_then(Change::id);
        self.take(changes);
        Ok(record)
    }

    fn plan(&mut self) -> Result<Option<RecordId>, ReceiveIssuedRefusal> {
        let paper = &self.issued.paper;
        let planned_on = paper.day.ok_or_else(|| self.step.missing("a first day in the plan"))?;
        let kind = self.audit_kind()?;
        let certification = self.certification();
        let letter = self.letter();
        let is_its = |audit: &Audit| {
            audit.kind == Some(kind)
                && audit.state == AuditState::Planned
                && audit.certification == Some(certification)
        };
        let audit = self.isms.audits.iter().find(|(_, audit)| is_its(audit)).map(|(id, _)| id);
        self.run(ReceivePlan {
            certification,
            audit,
            kind,
            title: paper.title.clone(),
            planned_on,
            days: paper.days,
            criteria: paper.text.clone(),
            clauses: Vec::new(),
            letter,
            on: None,
        })
    }

    fn request(&mut self) -> Result<Option<RecordId>, ReceiveIssuedRefusal> {
        let paper = &self.issued.paper;
        let request = AskRequest {
            title: paper.title.clone(),
            audit: self.known_audit(),
            asked_by: Some(self.actor).filter(|actor| self.step.record.team.contains(actor)),
            about: paper.control.iter().map(|control| control.id()).collect(),
            description: paper.text.clone(),
            owner: None,
            due: paper.due,
            on: None,
        };
        self.run(request)
    }

    fn finding(&mut self) -> Result<Option<RecordId>, ReceiveIssuedRefusal> {
        let paper = &self.issued.paper;
        let grade = paper.grade.ok_or_else(|| self.step.missing("a grade of the finding"))?;
        let audit = self.audit()?;
        let letter = self.letter();
        self.run(ReceiveFinding {
            audit,
            title: paper.title.clone(),
            grade,
            clause: paper.clause.clone(),
            control: paper.control,
            statement: paper.text.clone(),
            reference: self.issued.number.clone(),
            raised_on: Some(self.issued.issued_on),
            answer_due: paper.due,
            letter,
        })
    }

    fn report(&mut self) -> Result<Option<RecordId>, ReceiveIssuedRefusal> {
        let paper = &self.issued.paper;
        let audit = self.audit()?;
        let letter = self.letter();
        self.run(ReceiveReport {
            audit,
            done_on: paper.day.unwrap_or(self.issued.issued_on),
            conclusion: paper.text.clone(),
            letter,
            on: None,
        })
    }

    /// Takes a decision: a certificate that is given is granted here; any other is kept with the certification.
    fn decision(&mut self) -> Result<Option<RecordId>, ReceiveIssuedRefusal> {
        let paper = &self.issued.paper;
        let certification = self.certification();
        let letter = self.letter();
        let state = self.isms.certifications.get(&certification).map(|one| one.state).unwrap_or_default();
        let is_new = match state {
            CertificationState::Preparing | CertificationState::Applied => true,
            CertificationState::Granted
            | CertificationState::Suspended
            | CertificationState::Restored
            | CertificationState::Reduced
            | CertificationState::Withdrawn
            | CertificationState::Expired
            | CertificationState::Transferred => false,
        };
        if paper.granted == Some(YesNo::Yes) && is_new {
            if let Some(audit) = self.known_audit() {
                let stored =
                    self.isms.certifications.get(&certification).map(|one| Certification::clone(one));
                let based = Certification { audit: Some(audit), ..stored.unwrap_or_default() };
                let change = self.isms.put::<Certification>(certification, based);
                self.take(vec![change]);
            }
            return self.run(RecordCertification {
                certification,
                state: CertificationState::Granted,
                on: None,
                because: paper.text.clone(),
                letter: Some(letter),
                decided_by: Line::default(),
                expires_on: paper.day,
                scope: model::Prose::default(),
                sites: Vec::new(),
                soa_version: None,
            });
        }
        let (kind, what) = (ReceivedKind::Decision, paper.title.clone());
        let change = received(
            &self.isms,
            certification,
            Paper { kind, what, letter, about: Vec::new(), on: None },
            self.today,
        )?;
        self.take(vec![change]);
        Ok(Some(certification.id()))
    }

    /// Returns the kind of audit that the share is for.
    fn audit_kind(&self) -> Result<AuditKind, StepRefusal> {
        match self.step.record.purpose {
            Some(EngagementPurpose::Stage1) => Ok(AuditKind::Stage1),
            Some(EngagementPurpose::Stage2) => Ok(AuditKind::Stage2),
            Some(EngagementPurpose::Surveillance) => Ok(AuditKind::Surveillance),
            Some(EngagementPurpose::Recertification) => Ok(AuditKind::Recertification),
            Some(EngagementPurpose::Special) => Ok(AuditKind::Special),
            Some(EngagementPurpose::InternalAudit | EngagementPurpose::Advice) | None => {
                Err(self.step.missing("say in the share which audit of the body it is for"))
            }
        }
    }

    /// Returns the audit that the plan of this share planned.
    fn known_audit(&self) -> Option<Ref<Audit>> {
        let isms = &self.isms;
        let plans = isms
            .issued_documents
            .iter()
            .filter(|(_, one)| one.share == Some(self.issued.share) && one.kind == Some(IssuedKind::Plan));
        plans
            .filter_map(|(_, one)| one.record)
            .filter(|id| isms.find(*id).is_some())
            .last()
            .map(|id| Ref::of(id.key))
    }

    /// Returns the audit of this share: the one that was planned, else one of its kind without a plan.
    fn audit(&mut self) -> Result<Ref<Audit>, StepRefusal> {
        if let Some(known) = self.known_audit() {
            return Ok(known);
        }
        let kind = self.audit_kind()?;
        let certification = self.certification();
        let id = self.isms.audits.next();
        let share = self.step.record;
        let title = if share.engagement.is_empty() { share.title.clone() } else { share.engagement.clone() };
        let audit = Audit {
            title: Line::new(&format!("{} {title}", share.body)),
            kind: Some(kind),
            certification: Some(certification),
            ..Audit::default()
        };
        let change = self.isms.put::<Audit>(id, audit);
        self.take(vec![change]);
        Ok(id)
    }

    /// Returns the certification by the body of this share that goes on; a new one where there is none.
    fn certification(&mut self) -> Ref<Certification> {
        let body = &self.step.record.body;
        let goes_on = |one: &Certification| match one.state {
            CertificationState::Withdrawn | CertificationState::Expired | CertificationState::Transferred => {
                false
            }
            CertificationState::Preparing
            | CertificationState::Applied
            | CertificationState::Granted
            | CertificationState::Suspended
            | CertificationState::Restored
            | CertificationState::Reduced => true,
        };
        let is_its = |one: &Certification| {
            goes_on(one) && (one.body.is_empty() || one.body.eq_ignore_ascii_case(body))
        };
        let known = self.isms.certifications.iter().filter(|(_, one)| is_its(one)).last();
        if let Some((id, _)) = known {
            return id;
        }
        let id = self.isms.certifications.next();
        let certification =
            Certification { title: body.clone(), body: body.clone(), ..Certification::default() };
        let change = self.isms.put::<Certification>(id, certification);
        self.take(vec![change]);
        id
    }

    /// Keeps the paper as evidence, as a letter that came is.
    fn letter(&mut self) -> Ref<Evidence> {
        let id = self.isms.evidence.next();
        let ReceiveIssued { number, paper, digest, .. } = self.issued;
        let letter = Evidence {
            title: Line::new(&format!("{number}: {}", paper.title)),
            description: model::Prose::new(&format!("as it was issued, with the hash {digest}")),
            kind: Some(EvidenceKind::Document),
            origin: self.step.record.body.clone(),
            received_on: Some(self.today),
            ..Evidence::default()
        };
        let change = self.isms.put::<Evidence>(id, letter);
        self.take(vec![change]);
        id
    }
}
