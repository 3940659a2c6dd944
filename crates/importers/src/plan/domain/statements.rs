//! The audit by ISO/IEC 27001: its rows of Annex A become rows of the statement.
//!
//! A result is not good news by itself: compliant counts as implemented only where the assessment itself is done, and a result that
//! was carried over from another framework counts for nothing.

use super::{Ids, spot};
use crate::ciso_assistant::{Domain, Object, Requirement, RequirementAssessment, requirement};
use crate::plan::draft::{Draft, Says, Stated, Which};
use crate::plan::planner::Planner;
use model::records::ControlState;
use model::{AnnexA, Key, RecordId, RecordKind, YesNo};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Returns the rows of Annex A with their numbers of 2022.
pub(crate) fn rows(domain: &Domain) -> Vec<(&Object<RequirementAssessment>, AnnexA)> {
    let mut rows = Vec::new();
    for row in &domain.requirement_assessments {
        match requirement(&row.fields.requirement) {
            Some(Requirement::Control(number)) => rows.push((row, number)),
            Some(Requirement::Old(old)) => {
                rows.extend(standards::correspondence(old).iter().map(|number| (row, *number)));
            }
            Some(Requirement::Clause(_) | Requirement::Heading(_) | Requirement::Other { .. }) | None => {}
        }
    }
    rows
}

/// Takes the rows of Annex A, and counts the others.
pub(crate) fn take(planner: &mut Planner<'_>, domain: &Domain) -> Ids {
    let mut ids = Ids::new();
    let mut inferred = 0;
    let mut unfinished = 0;
    let mut by_number: BTreeMap<AnnexA, Vec<&Object<RequirementAssessment>>> = BTreeMap::new();
    for (row, number) in rows(domain) {
        by_number.entry(number).or_default().push(row);
    }
    for (number, rows) in by_number {
        let id = RecordId { kind: RecordKind::Control, key: Key::AnnexA(number) };
        // Of several audits the one that stands last in the export counts; the others are kept in words.
        let Some((row, earlier)) = rows.split_last() else { continue };
        let mut draft = Draft::new(
            spot("audit by ISO/IEC 27001", row, &row.fields.requirement),
            RecordKind::Control,
            Which::Control(id),
            "",
        );
        draft.title = standards::control(number).title.to_string();
        if planner.state.find(id).is_none() {
            let title = draft.title.clone();
            draft.line("title", "Title", &title);
        }
        for other in earlier {
            draft.keep("result of another audit", other.fields.result.as_deref().unwrap_or_default());
        }
        let fields = &row.fields;
        let result = fields.result.as_deref().unwrap_or_default();
        let was_inferred = is_inferred(&fields.mapping_inference);
        let stated = if was_inferred { Stated::default() } else { stated(fields) };
        inferred += usize::from(was_inferred);
        unfinished += usize::from(result == "compliant" && stated.state == Some(ControlState::Partial));
        draft.keep("result", if was_inferred { "" } else { result });
        draft.keep("status", fields.status.as_deref().unwrap_or_default());
        draft.keep("score", &fields.score.map(|score| score.to_string()).unwrap_or_default());
        draft.keep("observation", fields.observation.as_deref().unwrap_or_default());
        draft.says.push(Says::Stated(stated));
        if let Some(id) = planner.take(draft) {
            for row in rows {
                ids.insert(row.id.clone(), id);
            }
        }
    }
    if unfinished > 0 {
        planner.notes.push(format!(
            "{unfinished} rows say compliant while their assessment is not done: they are taken as partial, with the words kept"
        ));
    }
    planner.leave("results carried over from another framework", inferred, "nobody assessed them here");
    leave(planner, domain);
    ids
}

/// Counts the rows that are no controls of Annex A.
fn leave(planner: &mut Planner<'_>, domain: &Domain) {
    let (mut clauses, mut headings, mut unknown) = (0, 0, 0);
    let mut others: BTreeMap<String, usize> = BTreeMap::new();
    for row in &domain.requirement_assessments {
        match requirement(&row.fields.requirement) {
            Some(Requirement::Control(_) | Requirement::Old(_)) => {}
            Some(Requirement::Clause(_)) => clauses += 1,
            Some(Requirement::Heading(_)) => headings += 1,
            Some(Requirement::Other { framework, .. }) => *others.entry(framework).or_default() += 1,
            None => unknown += 1,
        }
    }
    planner.leave("clauses of ISO/IEC 27001", clauses, "a gap analysis of clauses is not kept yet");
    planner.leave("headings of ISO/IEC 27001", headings, "a result on a heading says nothing");
    for (framework, count) in others {
        planner.leave(format!("requirements of {framework}"), count, "other frameworks are not kept yet");
    }
    planner.leave("requirements without a known name", unknown, "their names are not those of a requirement");
    let frameworks: BTreeSet<&str> =
        domain.compliance_assessments.iter().map(|audit| audit.fields.framework.as_str()).collect();
    planner.leave("audits", frameworks.len(), "only what they say of controls of Annex A is taken");
}

/// Says whether a result was carried over from another framework.
fn is_inferred(inference: &Value) -> bool {
    match inference {
        Value::Null => false,
        Value::Bool(inferred) => *inferred,
        Value::Number(_) => true,
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(map) => {
            let says = |value: &Value| !matches!(value, Value::Null) && is_inferred(value);
            map.get("result").map_or_else(|| map.values().any(says), says)
        }
    }
}

/// Returns what a row states.
fn stated(fields: &RequirementAssessment) -> Stated {
    let done = fields.status.as_deref() == Some("done");
    let (included, state) = match fields.result.as_deref() {
        Some("not_applicable") => (Some(YesNo::No), None),
        Some("compliant") if done => (Some(YesNo::Yes), Some(ControlState::Implemented)),
        Some("compliant" | "partially_compliant") => (Some(YesNo::Yes), Some(ControlState::Partial)),
        Some("non_compliant") => (Some(YesNo::Yes), Some(ControlState::NotStarted)),
        Some(_) | None => (None, None),
    };
    Stated { included, state, ..Stated::default() }
}
