//! What objects of an export point at and the export does not hold.

use super::objects::{Domain, Object};
use crate::problem::{Place, Problem, Problems, quote};
use std::collections::BTreeSet;

/// Adds a problem for every reference that leads nowhere.
pub(super) fn check(domain: &mut Domain) {
    let mut found = Problems::default();
    let controls = ids(&domain.applied_controls);
    let evidences = ids(&domain.evidences);
    let assets = ids(&domain.assets);
    let threats = ids(&domain.threats);
    for row in &domain.requirement_assessments {
        let at = at("core.requirementassessment", row);
        look(&mut found, &at, &row.fields.applied_controls, &controls, "control");
        look(&mut found, &at, &row.fields.evidences, &evidences, "evidence");
    }
    for risk in &domain.risk_scenarios {
        let at = at("core.riskscenario", risk);
        look(&mut found, &at, &risk.fields.assets, &assets, "asset");
        look(&mut found, &at, &risk.fields.threats, &threats, "threat");
        look(&mut found, &at, &risk.fields.applied_controls, &controls, "control");
        look(&mut found, &at, &risk.fields.existing_applied_controls, &controls, "control");
    }
    for control in &domain.applied_controls {
        look(
            &mut found,
            &at("core.appliedcontrol", control),
            &control.fields.evidences,
            &evidences,
            "evidence",
        );
    }
    for revision in &domain.evidence_revisions {
        let at = at("core.evidencerevision", revision);
        look(&mut found, &at, std::slice::from_ref(&revision.fields.evidence), &evidences, "evidence");
        let file = revision.fields.attachment.as_deref();
        if let (Some(name), None) = (file, domain.file_of(revision)) {
            found.add(Problem::new(at, format!("its file {} is not in the zip", quote(name)), "the file"));
        }
    }
    for problem in found.list() {
        domain.problems.add(problem.clone());
    }
}

fn ids<T>(objects: &[Object<T>]) -> BTreeSet<&str> {
    objects.iter().map(|object| object.id.as_str()).collect()
}

fn at<T>(model: &str, object: &Object<T>) -> Place {
    let name = format!("{model} {}", object.id);
    Place::Object { entry: super::OBJECTS.to_owned(), number: object.number, name }
}

fn look(found: &mut Problems, at: &Place, points: &[String], among: &BTreeSet<&str>, what: &str) {
    for point in points.iter().filter(|point| !among.contains(point.as_str())) {
        let message = format!("it names {what} {}", quote(point));
        found.add(Problem::new(at.clone(), message, "one that the export holds"));
    }
}
