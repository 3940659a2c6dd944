//! Diagnostics as JSON, one documented shape.

use serde_json::{Value, json as object};

use crate::{Diagnostic, Place, Quiet, Time, Verdict};

/// Returns one diagnostic as JSON.
#[must_use]
pub fn json(diagnostic: &Diagnostic) -> Value {
    let proof: Vec<Value> = diagnostic
        .proof
        .iter()
        .map(|proof| {
            object!({
                "label": proof.label,
                "value": proof.value,
                "record": proof.record.map(|id| id.to_string()),
                "set_on": proof.set.as_ref().map(|(stamp, _)| stamp.on.to_string()),
                "set_by": proof.set.as_ref().map(|(_, by)| by),
                "remark": proof.remark,
            })
        })
        .collect();
    let (field, file) = match &diagnostic.place {
        Place::Whole => (None, None),
        Place::Record { field, .. } => (Some(*field).filter(|field| !field.is_empty()), None),
        Place::File { file, sheet, row, column } => {
            (None, Some(object!({ "file": file, "sheet": sheet, "row": row, "column": column })))
        }
    };
    let unknown = match &diagnostic.verdict {
        Verdict::Fired => None,
        Verdict::Unknown { missing } => Some(missing),
    };
    object!({
        "code": diagnostic.code,
        "name": diagnostic.name,
        "level": diagnostic.severity.word(),
        "grade": diagnostic.grade.word(),
        "stage": diagnostic.stage.slug(),
        "clauses": diagnostic.clauses,
        "message": diagnostic.message,
        "object": diagnostic.place.record().map(|id| id.to_string()),
        "field": field,
        "file": file,
        "proof": proof,
        "why": diagnostic.why,
        "fix": {
            "text": diagnostic.help.text,
            "grade": diagnostic.help.grade.word(),
            "command": Some(&diagnostic.help.command).filter(|command| !command.is_empty()),
        },
        "unknown": unknown,
        "held_by": diagnostic.held_by,
        "ahead": diagnostic.time == Time::Ahead,
        "disposition": diagnostic.said.as_ref().map(|said| object!({
            "record": said.record.to_string(),
            "text": said.text,
            "quiet": said.quiet == Quiet::Yes,
        })),
    })
}

/// Returns a run of all rules as JSON: what was asked, the counts, and the diagnostics.
#[must_use]
pub fn report_json(organisation: &str, on: &str, head: u64, diagnostics: &[Diagnostic]) -> Value {
    let shown: Vec<Value> = diagnostics.iter().map(json).collect();
    let count = |word: &str| {
        diagnostics.iter().filter(|d| d.is_open() && d.time == Time::Now && d.severity.word() == word).count()
    };
    object!({
        "schema": "plumbline/check@v1",
        "organisation": organisation,
        "on": on,
        "head": head,
        "counts": {
            "error": count("error"),
            "warning": count("warning"),
            "note": count("note"),
            "held": diagnostics.iter().filter(|d| d.counts() && d.held_by.is_some()).count(),
            "unknown": diagnostics.iter().filter(|d| d.verdict != Verdict::Fired).count(),
            "ahead": diagnostics.iter().filter(|d| d.is_open() && d.time == Time::Ahead).count(),
        },
        "diagnostics": shown,
    })
}
