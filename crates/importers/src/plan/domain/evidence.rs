//! Evidence and its files: submitted, since a draft was accepted by nobody; dated by nothing but the export.

use super::{Ids, begin};
use crate::ciso_assistant::{Domain, EvidenceRevision, Object};
use crate::plan::Attachment;
use crate::plan::draft::Says;
use crate::plan::planner::Planner;
use model::records::StoredFile;
use model::{Digest, RecordId, RecordKind, Value as _};
use std::collections::BTreeMap;

/// Takes the evidence of an export, with the newest file of each.
pub(crate) fn take(planner: &mut Planner<'_>, domain: &Domain, controls: &Ids, statements: &Ids) {
    let mut newest: BTreeMap<&str, &Object<EvidenceRevision>> = BTreeMap::new();
    let mut older: BTreeMap<&str, usize> = BTreeMap::new();
    for revision in &domain.evidence_revisions {
        let version = |revision: &Object<EvidenceRevision>| revision.fields.version.unwrap_or(0);
        let known = newest.entry(revision.fields.evidence.as_str()).or_insert(revision);
        if known.id != revision.id {
            *older.entry(revision.fields.evidence.as_str()).or_default() += 1;
            if version(revision) > version(known) {
                *known = revision;
            }
        }
    }
    let targets = targets(domain, controls, statements);
    for evidence in &domain.evidences {
        let fields = &evidence.fields;
        let mut draft = begin("evidence", RecordKind::Evidence, evidence, &fields.name, None);
        draft.prose("description", "description", fields.description.as_deref().unwrap_or_default());
        draft.line("origin", "origin", "CISO Assistant");
        draft.keep("status", fields.status.as_deref().unwrap_or_default());
        draft.keep("expiry_date", fields.expiry_date.as_deref().unwrap_or_default());
        draft.keep("exported_at", &domain.meta.exported_at);
        let revision = newest.get(evidence.id.as_str());
        let link = revision.and_then(|revision| revision.fields.link.as_deref()).or(fields.link.as_deref());
        draft.line("link", "link", link.unwrap_or_default());
        let file = revision.and_then(|revision| {
            draft.keep("observation", revision.fields.observation.as_deref().unwrap_or_default());
            attachment(domain, revision)
        });
        let targets = targets.get(evidence.id.as_str()).cloned().unwrap_or_default();
        let stored = file.as_ref().map(|attachment| attachment.file.clone());
        draft.says.push(Says::Shows { file: stored, targets });
        let taken = planner.take(draft);
        let is_new = taken.is_some_and(|id| planner.before.find(id).is_none());
        planner.attachments.extend(file.filter(|_| is_new));
    }
    planner.leave("earlier versions of evidence", older.values().sum(), "the newest file of each is taken");
}

/// Returns what each piece of evidence supports: own controls, and rows of the statement.
fn targets<'a>(domain: &'a Domain, controls: &Ids, statements: &Ids) -> BTreeMap<&'a str, Vec<RecordId>> {
    let mut targets: BTreeMap<&str, Vec<RecordId>> = BTreeMap::new();
    let of_controls = domain
        .applied_controls
        .iter()
        .filter_map(|control| Some((controls.get(&control.id)?, &control.fields.evidences)));
    let of_rows = domain
        .requirement_assessments
        .iter()
        .filter_map(|row| Some((statements.get(&row.id)?, &row.fields.evidences)));
    for (target, evidences) in of_controls.chain(of_rows) {
        for evidence in evidences {
            let known = targets.entry(evidence.as_str()).or_default();
            if !known.contains(target) {
                known.push(*target);
            }
        }
    }
    targets
}

fn attachment(domain: &Domain, revision: &Object<EvidenceRevision>) -> Option<Attachment> {
    let found = domain.file_of(revision)?;
    let name = found.name.rsplit('/').next().unwrap_or(&found.name);
    let file = StoredFile {
        name: name.into(),
        digest: Digest::read(&found.sha256).ok()?,
        size: u32::try_from(found.bytes).ok()?,
        media: media(name).into(),
    };
    Some(Attachment { entry: found.name.clone(), file })
}

/// Returns what the bytes of a file are, as its name says.
fn media(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default().to_lowercase().as_str() {
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "csv" => "text/csv",
        "txt" => "text/plain",
        "json" => "application/json",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}
