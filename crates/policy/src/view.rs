//! What a reader sees: the state without what is kept from that reader.

use std::sync::Arc;

use model::records::{
    Audience, Audit, AuditState, Comment, ExceptionKind, MemberRole, OrganisationKind, Person, Share,
};
use model::{AnyRecord, Change, Date, Isms, Prose, RecordId, RecordKind, Ref, Stamp, YesNo};

use crate::kept::{is_kept, roles_of};

/// What is kept from some readers of a state; made once for each commit.
#[derive(Debug, Clone, Default)]
pub struct Veil {
    /// Records with the people who see them.
    hidden: Vec<(RecordId, Vec<Ref<Person>>)>,
    /// Whether anything is kept from anybody.
    is_kept: bool,
}

impl Veil {
    /// Looks what of a state is kept from somebody: restricted records, and what an audit found before its report.
    #[must_use]
    pub fn of(isms: &Isms, today: Date) -> Self {
        let mut hidden = Vec::new();
        for kind in RecordKind::ALL {
            for (id, record) in isms.all(*kind) {
                if let Some(people) = restricted_to(isms, id, record) {
                    hidden.push((id, people));
                }
            }
        }
        for (id, audit) in isms.audits.iter() {
            if is_in_work(audit) {
                let drafts = isms.all_sources(id.id()).filter(|source| is_draft_of(isms, *source, id));
                hidden.extend(drafts.map(|draft| (draft, audit.auditors.clone())));
            }
        }
        // What is said about a draft is seen by who sees the draft.
        let said: Vec<_> = isms
            .comments
            .everything()
            .filter_map(|(id, comment)| Some((id.id(), draft_readers(isms, comment.about?)?)))
            .collect();
        hidden.extend(said);
        Self { hidden, is_kept: is_kept(isms, today) }
    }

    /// Returns what a reader sees of the state that the veil was made of; the same one where nothing is kept from them.
    #[must_use]
    pub fn view(&self, isms: &Arc<Isms>, reader: Ref<Person>, today: Date) -> Arc<Isms> {
        if !self.is_kept {
            return Arc::clone(isms);
        }
        let taken: Vec<RecordId> =
            self.hidden.iter().filter(|(_, people)| !people.contains(&reader)).map(|(id, _)| *id).collect();
        if is_from_body(isms, reader, today) {
            return Arc::new(shared(isms, reader, today, &taken));
        }
        if taken.is_empty() {
            return Arc::clone(isms);
        }
        let mut seen = Isms::clone(isms);
        take_out(&mut seen, &taken);
        Arc::new(seen)
    }

    /// Returns what of the state is kept from a member, in order; a certification auditor sees what is shared instead.
    #[must_use]
    pub fn taken_from(&self, reader: Ref<Person>) -> Vec<RecordId> {
        let kept = self.hidden.iter().filter(|(_, people)| self.is_kept && !people.contains(&reader));
        kept.map(|(id, _)| *id).collect()
    }

    /// Returns a state without some of its records.
    #[must_use]
    pub fn without(isms: &Isms, taken: &[RecordId]) -> Isms {
        let mut seen = isms.clone();
        take_out(&mut seen, taken);
        seen
    }

    /// Returns every record that is kept from somebody.
    pub fn hidden(&self) -> impl Iterator<Item = RecordId> {
        self.hidden.iter().map(|(id, _)| *id)
    }

    /// Says whether a record is kept from a reader.
    #[must_use]
    pub fn hides(&self, record: RecordId, reader: Ref<Person>) -> bool {
        self.is_kept && self.hidden.iter().any(|(id, people)| *id == record && !people.contains(&reader))
    }
}

/// Returns what a reader sees of a state; a certification auditor sees what is shared with them and nothing else.
#[must_use]
pub fn view(isms: &Arc<Isms>, reader: Ref<Person>, today: Date) -> Arc<Isms> {
    Veil::of(isms, today).view(isms, reader, today)
}

/// Returns the open share by which a certification auditor sees something here.
#[must_use]
pub fn share_of(isms: &Isms, reader: Ref<Person>, today: Date) -> Option<(Ref<Share>, &Share)> {
    let mut shares = isms.shares.iter().map(|(id, share)| (id, &**share));
    shares.find(|(_, share)| share.is_open(today) && share.team.contains(&reader))
}

/// Says whether a person comes from a certification body, into an organisation that is not one.
#[must_use]
pub fn is_from_body(isms: &Isms, person: Ref<Person>, today: Date) -> bool {
    !is_body(isms) && roles_of(isms, person, today).contains(&MemberRole::CertificationAuditor)
}

/// Says whether the organisation is a certification body.
pub(crate) fn is_body(isms: &Isms) -> bool {
    isms.organisation.one().is_some_and(|organisation| organisation.kind == OrganisationKind::Body)
}

/// Returns who sees a record that not everybody sees; what is restricted beneath a proposal is so too, and so is what was
/// said about it. A private note is seen by who keeps it.
pub(crate) fn restricted_to(isms: &Isms, id: RecordId, record: &dyn AnyRecord) -> Option<Vec<Ref<Person>>> {
    if let Some(comment) = comment(isms, id) {
        if comment.audience == Audience::Private {
            return Some(comment.by.into_iter().collect());
        }
        let about = comment.about.filter(|about| about.kind != RecordKind::Comment)?;
        return restricted_to(isms, about, isms.find(about)?);
    }
    // What is to be done about a record that few see tells of it.
    let task = isms.tasks.find(&Ref::of(id.key)).filter(|_| id.kind == RecordKind::Task);
    let about = task.and_then(|task| task.about).filter(|about| about.kind != RecordKind::Task);
    let of_it = about.and_then(|about| restricted_to(isms, about, isms.find(about)?));
    if of_it.is_some() {
        return of_it;
    }
    let beneath = isms.get(id).and_then(|counted| counted.about().restricted.as_ref());
    record.about().restricted.as_ref().or(beneath).map(|restricted| restricted.to.clone())
}

/// Returns a comment, if the record is one.
fn comment(isms: &Isms, id: RecordId) -> Option<&Comment> {
    let comment = isms.comments.find(&Ref::of(id.key)).filter(|_| id.kind == RecordKind::Comment);
    comment.map(|comment| &**comment)
}

/// Returns who sees a draft of an audit that is under way, or what was said about one; nothing for any other record.
pub(crate) fn draft_readers(isms: &Isms, id: RecordId) -> Option<Vec<Ref<Person>>> {
    if let Some(comment) = comment(isms, id) {
        let about = comment.about.filter(|about| about.kind != RecordKind::Comment)?;
        return draft_readers(isms, about);
    }
    let finding = (id.kind == RecordKind::Finding).then(|| isms.findings.get(&Ref::of(id.key))?.audit);
    let paper =
        (id.kind == RecordKind::WorkingPaper).then(|| isms.working_papers.get(&Ref::of(id.key))?.audit);
    let audit = isms.audits.get(&finding.or(paper).flatten()?)?;
    is_in_work(audit).then(|| audit.auditors.clone())
}

/// Returns the record that a change removes, and who saw it, where not everybody did.
#[must_use]
pub fn kept_from(isms: &Isms, change: &Change) -> Option<(RecordId, Vec<Ref<Person>>)> {
    let Change::Removed(id, _) = change else { return None };
    Some((*id, restricted_to(isms, *id, isms.find(*id)?)?))
}

/// Says whether what an audit found is still with its auditors.
fn is_in_work(audit: &Audit) -> bool {
    let is_under_way = match audit.state {
        AuditState::Running | AuditState::Done | AuditState::Concluded => true,
        AuditState::Planned | AuditState::Reported | AuditState::Cancelled => false,
    };
    is_under_way
        && !audit.auditors.is_empty()
        && !audit.kind.is_some_and(model::records::AuditKind::is_certification)
}

/// Says whether a record is a finding or a working paper of an audit.
fn is_draft_of(isms: &Isms, id: RecordId, audit: Ref<Audit>) -> bool {
    let finding = (id.kind == RecordKind::Finding).then(|| isms.findings.get(&Ref::of(id.key))?.audit);
    let paper =
        (id.kind == RecordKind::WorkingPaper).then(|| isms.working_papers.get(&Ref::of(id.key))?.audit);
    finding.or(paper).flatten() == Some(audit)
}

/// Takes records out of a state.
fn take_out(isms: &mut Isms, taken: &[RecordId]) {
    for id in taken {
        isms.apply(&Change::Removed(*id, Prose::default()), Stamp::default());
    }
}

/// Returns what is shared with a certification auditor, of the state at which the share is frozen.
fn shared(isms: &Isms, reader: Ref<Person>, today: Date, taken: &[RecordId]) -> Isms {
    let share = share_of(isms, reader, today);
    let mut seen = isms.clone();
    for kind in RecordKind::ALL {
        for (id, _) in isms.all(*kind) {
            let is_shared =
                share.is_some_and(|(its, share)| is_in(isms, its, share, id)) && !taken.contains(&id);
            if !is_shared && id.kind != RecordKind::Organisation {
                take_out(&mut seen, &[id]);
            }
        }
    }
    seen
}

/// Kinds that no share holds, unless it names one of their records.
const INSIDE: &[RecordKind] = &[
    RecordKind::Membership,
    RecordKind::Share,
    RecordKind::FileAccess,
    RecordKind::IssuedDocument,
    RecordKind::Client,
    RecordKind::Engagement,
    RecordKind::Task,
];

/// Says whether a share holds a record.
pub(crate) fn is_in(isms: &Isms, id: Ref<Share>, share: &Share, record: RecordId) -> bool {
    // What the team says among itself is in no share, whatever the share names.
    if record.kind == RecordKind::Comment {
        let meant = comment(isms, record).filter(|comment| comment.audience == Audience::Auditor);
        let about = meant.and_then(|comment| comment.about).filter(|about| about.kind != RecordKind::Comment);
        return about.is_some_and(|about| is_in(isms, id, share, about));
    }
    if record == id.id() || share.records.contains(&record) {
        return true;
    }
    if record.kind == RecordKind::IssuedDocument {
        let issued = isms.issued_documents.get(&Ref::of(record.key));
        return issued.is_some_and(|issued| issued.share == Some(id));
    }
    // Who people are is needed to read anything.
    if record.kind == RecordKind::Person || record.kind == RecordKind::Role {
        return true;
    }
    // Which duties were set aside is told to whoever audits, whatever else is shared.
    if record.kind == RecordKind::Exception {
        let exception = isms.exceptions.get(&Ref::of(record.key));
        if exception.is_some_and(|exception| exception.kind == Some(ExceptionKind::Duty)) {
            return true;
        }
    }
    let named = |line: &model::Line| RecordKind::of_name(line) == Some(record.kind);
    let is_kind = share.kinds.is_empty() || share.kinds.iter().any(named);
    is_kind && !INSIDE.contains(&record.kind)
}

/// Says whether the files of what is shared are shared too.
#[must_use]
pub fn shares_files(share: &Share) -> bool {
    share.files == Some(YesNo::Yes)
}
