//! Drafts that wait: where one would answer a rule, the step is to take, change or refuse it.

use diagnostics::Diagnostic;
use model::records::Document;
use model::{Isms, RecordId, RecordKind, Ref};
use standards::starters;

use super::Origin;

/// Which kinds of draft answer a rule.
const ANSWERS: [(&str, &[RecordKind]); 13] = [
    ("PB0401", &[RecordKind::Scope]),
    ("PB0407", &[RecordKind::Scope]),
    ("PB0410", &[RecordKind::Issue, RecordKind::Party]),
    ("PB0411", &[RecordKind::Obligation]),
    ("PB0412", &[RecordKind::Context]),
    ("PB0501", &[RecordKind::Document]),
    ("PB0507", &[RecordKind::Role]),
    ("PB0601", &[RecordKind::Method]),
    ("PB0606", &[RecordKind::Method]),
    ("PB0651", &[RecordKind::Method]),
    ("PB0660", &[RecordKind::Risk]),
    ("PB0713", &[RecordKind::Document]),
    ("PB1131", &[RecordKind::Document]),
];

/// The kind of document that answers `PB0501`.
const POLICY: &str = "policy_top";

/// Returns the drafts that would answer what a rule says; none where only a person can.
pub(super) fn that_answer(isms: &Isms, code: &str, all: &[&Diagnostic]) -> Vec<RecordId> {
    let Some((_, kinds)) = ANSWERS.iter().find(|(answered, _)| *answered == code) else {
        return over_what_it_speaks_of(isms, all);
    };
    let mut drafts = Vec::new();
    for kind in *kinds {
        drafts.extend(isms.proposed(*kind).into_iter().filter(|id| fits(isms, code, *id)));
    }
    // A rule that names a missing kind asks for that kind alone: `no internal issue is recorded`.
    let named: Vec<RecordId> = drafts
        .iter()
        .copied()
        .filter(|id| all.iter().any(|one| one.message.contains(id.kind.kind().singular)))
        .collect();
    if named.is_empty() || kinds.len() == 1 { drafts } else { named }
}

/// Returns the draft that lies over the one record of which a rule speaks: what it finds there, the draft may answer.
fn over_what_it_speaks_of(isms: &Isms, all: &[&Diagnostic]) -> Vec<RecordId> {
    let Some(id) = all.first().and_then(|one| one.place.record()) else { return Vec::new() };
    let is_meant = all.iter().all(|one| one.place.record() == Some(id)) && isms.beneath(id).is_some();
    let is_draft = isms.find(id).is_some_and(|found| found.about().proposed.is_some());
    if is_meant && is_draft { vec![id] } else { Vec::new() }
}

/// Says whether a draft is of the sort that the rule asks for.
fn fits(isms: &Isms, code: &str, id: RecordId) -> bool {
    if code != "PB0501" || id.kind != RecordKind::Document {
        return true;
    }
    let document = isms.documents.find(&Ref::<Document>::of(id.key));
    document.is_some_and(|document| document.kind.eq_ignore_ascii_case(POLICY))
}

/// Says which drafts wait.
pub(super) fn what(isms: &Isms, drafts: &[RecordId]) -> String {
    let first = drafts[0];
    let name = if first.kind == RecordKind::Document {
        isms.name_of(first).to_lowercase()
    } else if first.kind == RecordKind::Context {
        "decision on climate change".to_owned()
    } else {
        first.kind.kind().singular.to_owned()
    };
    match drafts {
        [_] => format!("take or change the proposal for the {name}"),
        several if several.iter().all(|id| id.kind == first.kind) => {
            format!("take or change {} proposals of {}", several.len(), first.kind.kind().plural)
        }
        several => format!("take or change {} proposals", several.len()),
    }
}

/// Returns where a step comes from: from the answers where its drafts do.
pub(super) fn origin(isms: &Isms, drafts: &[RecordId]) -> Origin {
    let is_starter =
        |id: &RecordId| isms.find(*id).is_some_and(|record| starters::is_waiting(record.about()));
    match drafts.first() {
        None => Origin::Rule,
        Some(first) if is_starter(first) => Origin::Answers,
        Some(_) => Origin::Proposal,
    }
}

/// Says how a draft is taken.
pub(super) fn how(drafts: &[RecordId]) -> String {
    match drafts {
        [id] => format!("read it, then take it: plumb take {id}"),
        several => format!("read them, then take what fits: plumb take {}", named(several)),
    }
}

/// Returns drafts as the command names them: those of one kind from the first to the last.
fn named(drafts: &[RecordId]) -> String {
    match (drafts.first(), drafts.last()) {
        (Some(first), Some(last)) if drafts.iter().all(|id| id.kind == first.kind) => {
            format!("{first}..{last}")
        }
        _ => drafts.iter().map(RecordId::to_string).collect::<Vec<_>>().join(" "),
    }
}

/// Returns about how many minutes it takes to read and take drafts.
pub(super) fn minutes(drafts: &[RecordId]) -> usize {
    const LONG: [RecordKind; 3] = [RecordKind::Document, RecordKind::Scope, RecordKind::Method];
    let long = drafts.iter().filter(|id| LONG.contains(&id.kind)).count();
    (long * 10 + (drafts.len() - long)).max(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_answered_code_is_a_rule() {
        assert!(ANSWERS.iter().all(|(code, _)| crate::rule(code).is_some()));
    }
}
