//! Two people who rate the same threat far apart.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Risk;
use model::sample::Sample;
use model::{Decimal, ElementRef, Owner, RecordKind, Ref, Value};
use std::collections::{BTreeSet, HashMap};

use crate::planning::{place, word};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0654",
    name: "ratings far apart",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.2 b"],
    what: "Finds pairs of open risks with the same threat to the same element that two people rate far apart.",
    why: "a method that works gives two people nearly the same result",
    fix: "let both raters agree on one value, or say what makes the cases differ",
    fix_grade: FixGrade::Think,
    check: Check::Whole { reads: &[RecordKind::Risk, RecordKind::Method, RecordKind::Organisation], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "a second risk, two levels lower, by another person",
        given: |s| lower(s, 3),
        says: &["R-5 and R-6 rate the same threat to AST-2 as medium and very low"],
    }],
    good: &[
        Good { title: "no two risks share threat and element", given: |_| {} },
        Good { title: "the same person rated both", given: |s| lower(s, 2) },
    ],
};

/// What is touched, the number of the threat, the place of the level, and the open risk.
type Rated = (ElementRef, usize, usize, Ref<Risk>);

fn check(ask: &Ask, report: &mut Report) {
    let mut threats: HashMap<String, usize> = HashMap::new();
    let mut rated: Vec<Rated> = Vec::new();
    for (id, risk) in ask.isms.risks.iter().filter(|(_, risk)| risk.status.is_open()) {
        if risk.threat.is_empty() || risk.elements.is_empty() {
            continue;
        }
        let Some(level) = place(ask, &risk.now) else { continue };
        let next = threats.len();
        let threat = *threats.entry(risk.threat.to_lowercase()).or_insert(next);
        rated.extend(risk.elements.iter().map(|element| (*element, threat, level, id)));
    }
    rated.sort_unstable();
    rated.dedup();
    let gap = ask.parameters.number("rating_gap");
    let mut said = BTreeSet::new();
    for group in rated.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
        let element = group[0].0;
        let risks: Vec<(usize, Ref<Risk>)> = group.iter().map(|rated| (rated.2, rated.3)).collect();
        let (Some(lowest), Some(highest)) = (risks.first().copied(), risks.last().copied()) else { continue };
        // Each against the two ends is enough: it names every risk that stands apart, and stays short in a large group.
        let pairs = risks.iter().flat_map(|risk| [(lowest, *risk), (*risk, highest)]);
        for (low, high) in pairs.filter(|(low, high)| (high.0 - low.0) as f64 >= gap) {
            let pair = (low.1.min(high.1), low.1.max(high.1));
            if said.insert(pair) {
                say(ask, element, pair, report);
            }
        }
    }
}

/// Says that two risks are rated far apart, unless one person rated both.
fn say(ask: &Ask, element: ElementRef, (one, other): (Ref<Risk>, Ref<Risk>), report: &mut Report) {
    let (Some(risk), Some(second)) = (ask.isms.risks.get(&one), ask.isms.risks.get(&other)) else { return };
    let place = Place::field(one, "now");
    match (&risk.now.by, &second.now.by) {
        (Some(by), Some(also)) if by == also => return,
        (Some(_), Some(_)) => {}
        (None, _) | (_, None) => {
            report.unknown(place, format!("who rated {one} and {other}, which lie far apart"));
            return;
        }
    }
    let (level, other_level) = (word(ask, &risk.now), word(ask, &second.now));
    let found = report.add(
        place,
        format!("{one} and {other} rate the same threat to {element} as {level} and {other_level}"),
    );
    found.proof("threat", risk.threat.text());
    for (id, risk) in [(one, risk), (other, second)] {
        let by = risk.now.by.as_ref().map(Value::text).unwrap_or_default();
        found
            .proof_of(id, "level", word(ask, &risk.now))
            .remark(format!("rated by {by}"))
            .proof_of(id, "assessed on", risk.now.on.text())
            .proof_of(id, "rationale", risk.now.rationale.text());
    }
}

/// Adds a sixth risk: the threat of R-5 to the same element, rated two levels lower by this person.
fn lower(s: &mut Sample, by: u32) {
    s.put(Ref::number(6), Risk::default());
    let fifth = s.isms.risks.get(&Ref::number(5)).map(|risk| Risk::clone(risk));
    s.edit(6, |risk: &mut Risk| {
        *risk = fifth.unwrap_or_default();
        risk.now.by = Some(Owner::Person(Ref::number(by)));
        risk.now.likelihood = Some(Decimal::whole(1));
        risk.now.consequence = Some(Decimal::whole(1));
        risk.now.level = Some("very low".into());
        risk.after = risk.now.clone();
    });
}
