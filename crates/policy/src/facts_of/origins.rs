//! Who wrote, collected or did something, as the ledger tells it.

use model::records::*;
use model::{Date, Isms, RecordId, RecordKind, Ref};

use super::Ground;
use crate::Touch;
use crate::facts::People;

/// Beginnings of intents that look at a record, or decide about it, and do not write what it says.
const LOOKING: &[&str] = &[
    "acceptance.",
    "approval.",
    "audit.",
    "diagnostic.confirm",
    "diagnostic.dispute",
    "diagnostic.end",
    "diagnostic.regrade",
    "diagnostic.waive",
    "document.acknowledge",
    "document.approve",
    "document.ask_readers",
    "document.review",
    "document.withdraw",
    "evidence.judge",
    "exception.",
    "finding.",
    "method.approve",
    "nonconformity.check",
    "nonconformity.close",
    "organisation.begin",
    "paper.",
    "population.",
    "programme.approve",
    "record.annotate",
    "record.restrict",
    "record.unrestrict",
    "request.",
    "risk.accept",
    "sample.",
    "scope.approve",
    "soa.approve",
    "treatment_plan.approve",
];

/// Intents by which somebody approves what a record says, or lives with it.
const APPROVING: &[&str] = &[
    "change.approve",
    "document.approve",
    "exception.approve",
    "method.approve",
    "programme.approve",
    "risk.accept",
    "scope.approve",
    "soa.approve",
    "treatment_plan.approve",
];

/// Says whether an intent writes what a record says.
pub(super) fn is_writing(intent: &str) -> bool {
    !LOOKING.iter().any(|looking| intent.starts_with(looking))
}

impl Ground<'_> {
    /// Returns the person behind a touch.
    pub(super) fn person(&self, touch: &Touch) -> Option<Ref<Person>> {
        self.before.person_of(touch.by).map(|(person, _)| person)
    }

    /// Returns who wrote a record since it was last approved by an intent. An approval that was taken back is none: who wrote
    /// what it approved counts again.
    fn writers_since(&self, id: RecordId, approval: &str) -> People {
        let mut writers = People::new();
        let mut approved = Vec::new();
        for touch in self.past.touches(id) {
            if &*touch.intent == approval {
                approved.push(std::mem::take(&mut writers));
            } else if &*touch.intent == "approval.withdraw" {
                writers.extend(approved.pop().unwrap_or_default());
            } else if is_writing(&touch.intent) {
                writers.extend(self.person(&touch));
            }
        }
        writers
    }

    /// Returns who wrote a record on a day or later.
    pub(super) fn writers_from(&self, id: RecordId, first: Date) -> People {
        let touches = self.past.touches(id);
        let written = touches.iter().filter(|touch| touch.on >= first && is_writing(&touch.intent));
        written.filter_map(|touch| self.person(touch)).collect()
    }

    /// Returns who approved a record on a day or later; an approval that was taken back was given all the same.
    pub(super) fn approvers_from(&self, id: RecordId, first: Date) -> People {
        let touches = self.past.touches(id);
        let approved =
            touches.iter().filter(|touch| touch.on >= first && APPROVING.contains(&&*touch.intent));
        approved.filter_map(|touch| self.person(touch)).collect()
    }

    /// Returns who wrote what is to be approved, since the last approval.
    pub(super) fn authors(&self, id: RecordId) -> People {
        if id.kind == RecordKind::Document {
            let mut authors = self.writers_since(id, "document.approve");
            let document = self.before.documents.find(&Ref::of(id.key));
            authors.extend(document.into_iter().flat_map(|document| document.authors.iter().copied()));
            return authors;
        }
        if id.kind == RecordKind::Soa {
            return self.authors_of_statement();
        }
        if id.kind == RecordKind::AuditProgramme {
            return self.writers_since(id, "programme.approve");
        }
        if id.kind == RecordKind::PlannedChange {
            return self.writers_since(id, "change.approve");
        }
        People::new()
    }

    /// Returns who wrote a row of the statement of applicability since it was last approved.
    fn authors_of_statement(&self) -> People {
        let isms = self.before;
        let last = isms.soa.one().and_then(|soa| soa.approvals.iter().map(|approval| approval.on).max());
        let mut authors = self.writers_since(RecordId::from(Ref::<Soa>::one()), "soa.approve");
        for (id, _) in isms.statements() {
            authors.extend(self.writers_from(id.id(), last.unwrap_or(Date::MIN)));
        }
        authors
    }

    /// Returns who collected evidence, as it says and as the ledger tells.
    pub(super) fn collectors(&self, id: RecordId) -> People {
        collectors_of(self, Ref::of(id.key))
    }

    /// Returns who owned or did the actions whose effect is judged.
    pub(super) fn doers(&self, id: RecordId) -> People {
        let isms = self.before;
        if id.kind == RecordKind::TreatmentAction {
            let action = isms.treatment_actions.find(&Ref::of(id.key));
            let owner = action.and_then(|action| action.owner.as_ref()?.person(isms));
            let before = action.into_iter().flat_map(|action| action.owned_before.iter().copied());
            return owner
                .into_iter()
                .chain(before)
                .chain(self.touched_by(id, &["action.progress"]))
                .collect();
        }
        let breach = if id.kind == RecordKind::Finding {
            isms.findings.find(&Ref::of(id.key)).and_then(|finding| finding.nonconformity)
        } else {
            Some(Ref::of(id.key))
        };
        let Some(found) = breach.and_then(|breach| isms.nonconformities.find(&breach)) else {
            let finding: Option<&Finding> = isms.findings.find(&Ref::of(id.key)).map(|entry| &**entry);
            return finding
                .filter(|_| id.kind == RecordKind::Finding)
                .and_then(|one| one.answered_by)
                .into_iter()
                .collect();
        };
        let owners = found.actions.iter().filter_map(|action| action.owner.as_ref()?.person(isms));
        let done = found.actions.iter().filter_map(|action| action.done_by);
        let before = found.actions.iter().flat_map(|action| action.owned_before.iter().copied());
        let mut doers: People = owners.chain(done).chain(before).collect();
        doers.extend(
            breach.into_iter().flat_map(|breach| self.touched_by(breach.id(), &["nonconformity.act"])),
        );
        doers
    }

    /// Returns who wrote a record last by one of some intents.
    pub(super) fn last_by(&self, id: RecordId, intents: &[&str]) -> Option<Ref<Person>> {
        let touches = self.past.touches(id);
        let last = touches.iter().rev().find(|touch| intents.contains(&&*touch.intent))?;
        self.person(last)
    }

    /// Returns who wrote a record by one of some intents.
    fn touched_by(&self, id: RecordId, intents: &[&str]) -> People {
        let touches = self.past.touches(id);
        let own = touches.iter().filter(|touch| intents.contains(&&*touch.intent));
        own.filter_map(|touch| self.person(touch)).collect()
    }
}

/// Returns who collected evidence: who it says did, and who brought it in.
pub(super) fn collectors_of(ground: &Ground<'_>, id: Ref<Evidence>) -> People {
    let isms: &Isms = ground.home(id.id());
    let named = isms.evidence.find(&id).and_then(|evidence| evidence.collected_by.as_ref()?.person(isms));
    let touches = ground.past.touches(id.id());
    // The first to write it brought it in, whoever it names; later ones only describe it.
    let adding = |(place, touch): &(usize, &Touch)| {
        (*place == 0 && is_writing(&touch.intent)) || &*touch.intent == "evidence.add"
    };
    let brought = touches.iter().enumerate().filter(adding).filter_map(|(_, touch)| ground.person(touch));
    named.into_iter().chain(brought).collect()
}
