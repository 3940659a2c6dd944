//! The gaps of an analysis in the order to close them: gate, what other gaps hang on it, risk, effort.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use diagnostics::Stage;
use model::records::{Control, GapAnalysis, GapEntry, Risk};
use model::{Clause, Date, Isms, Key, RecordId, RecordKind, Ref};
use rules::{Hold, RULES};

/// A gap, with what its place in the order rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap<'a> {
    /// The clause item or the control.
    pub criterion: &'a Clause,
    /// What it is called.
    pub title: String,
    /// What was assessed.
    pub entry: &'a GapEntry,
    /// The first audit that looks at it.
    pub gate: Stage,
    /// Other gaps that can only be closed behind it.
    pub hanging: Vec<Clause>,
    /// Open risks that rest on it, the gravest first.
    pub risks: Vec<Ref<Risk>>,
    /// The word of the gravest of their levels.
    pub level: Option<String>,
    grave: Option<usize>,
}

/// Returns the gaps of an analysis, what to close first at the top.
///
/// Gaps that Stage 1 sees come before those that Stage 2 sees; then those on which more other gaps hang, by what the
/// rules hold back; then by the gravest open risk; then by effort, the least first and unknown effort last.
#[must_use]
pub fn prioritised<'a>(isms: &Isms, analysis: &'a GapAnalysis, today: Date) -> Vec<Gap<'a>> {
    let mut gaps: Vec<Gap> = analysis
        .entries
        .iter()
        .filter(|entry| entry.is_gap())
        .filter_map(|entry| Some((entry.criterion.as_ref()?, entry)))
        .map(|(criterion, entry)| gap(isms, criterion, entry, today))
        .collect();
    let hanging = hanging(&gaps.iter().map(|gap| gap.criterion).collect::<Vec<_>>());
    for (gap, hanging) in gaps.iter_mut().zip(hanging) {
        gap.hanging = hanging;
    }
    gaps.sort_by_key(|gap| {
        let effort = gap.entry.effort_days;
        let grave = gap.grave.map_or(0, |place| place + 1);
        let order = (Reverse(gap.hanging.len()), Reverse(grave), effort.is_none(), effort);
        (gap.gate, order, Reverse(gap.entry.state))
    });
    gaps
}

/// Returns one gap, without what hangs on it.
fn gap<'a>(isms: &Isms, criterion: &'a Clause, entry: &'a GapEntry, today: Date) -> Gap<'a> {
    let method = isms.method.one().map(|method| method.now(today));
    let level = |risk: &Risk| method.as_ref().and_then(|method| method.level(&risk.now));
    let mut risks: Vec<(Option<usize>, Ref<Risk>)> = control(criterion)
        .into_iter()
        .flat_map(|control| isms.sources::<Risk>(control.id()))
        .filter_map(|id| Some((id, isms.risks.get(&id)?)))
        .filter(|(_, risk)| {
            risk.status.is_open() && control(criterion).is_some_and(|id| risk.controls.contains(&id))
        })
        .map(|(id, risk)| (level(risk), id))
        .collect();
    risks.sort_by_key(|(level, id)| (Reverse(*level), *id));
    let grave = risks.first().and_then(|(level, _)| *level);
    let word = grave.and_then(|place| Some(method.as_ref()?.levels.get(place)?.word.to_string()));
    Gap {
        criterion,
        title: title(criterion),
        entry,
        gate: gate(criterion),
        hanging: Vec::new(),
        risks: risks.into_iter().map(|(_, id)| id).collect(),
        level: word,
        grave,
    }
}

/// Returns the control that a criterion is.
fn control(criterion: &Clause) -> Option<Ref<Control>> {
    let id = RecordId::parse(criterion.as_str()).filter(|id| id.kind == RecordKind::Control)?;
    Some(Ref::of(id.key))
}

/// Returns what a criterion is called.
#[must_use]
pub fn title(criterion: &Clause) -> String {
    let found = match control(criterion).map(|control| control.key) {
        Some(Key::AnnexA(number)) => Some(standards::control(number).title.clone()),
        Some(Key::Number(_) | Key::One) | None => {
            standards::clause(criterion.as_str()).map(|clause| clause.title.clone())
        }
    };
    found.unwrap_or_default()
}

/// Returns the first audit that looks at a criterion: controls and what has to work are seen at Stage 2.
fn gate(criterion: &Clause) -> Stage {
    let clause = standards::clause(criterion.as_str());
    match clause {
        Some(clause) if clause.stage.contains(&standards::Stage::One) => Stage::Stage1,
        Some(_) | None => Stage::Stage2,
    }
}

/// Returns for each gap the other gaps that hang on it: a rule about the one holds back a rule about the other.
fn hanging(gaps: &[&Clause]) -> Vec<Vec<Clause>> {
    let mut found: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (first, second) in edges() {
        let on = |clause: &Clause| -> Vec<usize> {
            let near = |gap: &&Clause| clause.holds(gap) || gap.holds(clause);
            gaps.iter().enumerate().filter(|(_, gap)| near(gap)).map(|(place, _)| place).collect()
        };
        let behind = on(&second);
        for before in on(&first) {
            let apart = behind.iter().filter(|place| !is_one(gaps[before], gaps[**place]));
            found.entry(before).or_default().extend(apart.copied());
        }
    }
    let named = |place: usize| {
        let behind = found.get(&place).into_iter().flatten();
        behind.map(|behind| gaps[*behind].clone()).collect()
    };
    (0..gaps.len()).map(named).collect()
}

/// Says whether two criteria are one, or one stands within the other.
fn is_one(first: &Clause, second: &Clause) -> bool {
    first.holds(second) || second.holds(first)
}

/// Returns the clauses that rules hold back, each behind the clause of the rule that does.
fn edges() -> BTreeSet<(Clause, Clause)> {
    let mut edges = BTreeSet::new();
    for rule in RULES {
        for hold in rule.holds {
            let (Hold::Near(codes) | Hold::Everywhere(codes)) = hold;
            let held = codes.iter().filter_map(|code| rules::rule(code));
            for (second, first) in held.flat_map(|held| held.clauses).flat_map(|held| {
                rule.clauses.iter().map(move |clause| (Clause::new(held), Clause::new(clause)))
            }) {
                if !is_one(&first, &second) {
                    edges.insert((first, second));
                }
            }
        }
    }
    edges
}
