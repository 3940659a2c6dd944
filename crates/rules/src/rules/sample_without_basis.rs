//! A sample that does not say why it is so large.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Population, Sample};
use model::{RecordId, RecordKind};

use crate::facts;

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0913",
    name: "sample without basis",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["9.2.2"],
    what: "Finds samples without a size, or without the reason for it.",
    why: "a number of cases without a reason cannot be defended, neither as many nor as few",
    fix: "state the basis; the usual sizes for this frequency are shown",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Sample], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "no basis",
            given: |s| s.edit(1, |sample: &mut Sample| sample.basis = "".into()),
            says: &["sample SMP-1 does not say why it has 5 items"],
        },
        Bad {
            title: "no size: those drawn are counted",
            given: |s| {
                s.edit(1, |sample: &mut Sample| {
                    sample.size = None;
                    sample.items.truncate(1);
                });
            },
            says: &["sample SMP-1 does not say why it has 1 item"],
        },
    ],
    good: &[Good { title: "a usual size", given: |_| {} }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(sample) = facts::get::<Sample>(ask.isms, id) else { return };
    if sample.size.is_some() && !sample.basis.is_empty() {
        return;
    }
    let size = sample.size.map_or_else(|| sample.items.len().to_string(), |size| size.to_string());
    let word = if size == "1" { "item" } else { "items" };
    let field = if sample.size.is_none() { "size" } else { "basis" };
    let population = sample.population.and_then(|id| Some((id, &**ask.isms.populations.get(&id)?)));
    let count = |population: Option<&Population>| facts::text(&population.and_then(|one| one.count));
    let found = report
        .add(Place::field(id, field), format!("sample {id} does not say why it has {size} {word}"))
        .proof("size", facts::text(&sample.size))
        .proof("basis", facts::text(&sample.basis));
    if let Some((of, population)) = population {
        found.proof_of(of, "cases in the list", count(Some(population)));
    }
    found.command(format!("plumb set {id} size=NUMBER basis='WHY SO MANY'"));
}
