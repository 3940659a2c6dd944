//! Diagnostics as SARIF 2.1.0, for tools that show results of checks.

use std::collections::BTreeMap;

use serde_json::{Value, json as object};

use crate::{Diagnostic, Severity, Verdict};

/// Returns the fired diagnostics as a SARIF log with one run.
///
/// Places are logical (`R-12`), as an ISMS has no source files. Source: OASIS SARIF 2.1.0.
#[must_use]
pub fn sarif(version: &str, diagnostics: &[Diagnostic]) -> Value {
    let mut rules = BTreeMap::new();
    for diagnostic in diagnostics {
        rules.entry(diagnostic.code).or_insert_with(|| {
            object!({
                "id": diagnostic.code,
                "name": diagnostic.name,
                "shortDescription": { "text": diagnostic.name },
                "fullDescription": { "text": diagnostic.why },
                "properties": { "clauses": diagnostic.clauses, "stage": diagnostic.stage.slug() },
            })
        });
    }
    let results: Vec<Value> =
        diagnostics.iter().filter(|diagnostic| diagnostic.verdict == Verdict::Fired).map(result).collect();
    object!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "plumb", "version": version, "rules": rules.into_values().collect::<Vec<_>>() } },
            "results": results,
        }],
    })
}

/// Returns one result.
fn result(diagnostic: &Diagnostic) -> Value {
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let place = diagnostic.place.to_string();
    let suppressed: Vec<Value> = diagnostic
        .said
        .iter()
        .filter(|_| !diagnostic.counts())
        .map(|said| object!({ "kind": "external", "justification": said.text }))
        .collect();
    object!({
        "ruleId": diagnostic.code,
        "level": level,
        "message": { "text": diagnostic.message },
        "locations": [{ "logicalLocations": [{ "fullyQualifiedName": place }] }],
        "partialFingerprints": { "plumbline/v1": format!("{} {place}", diagnostic.code) },
        "suppressions": suppressed,
    })
}
