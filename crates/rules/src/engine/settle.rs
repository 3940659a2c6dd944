//! Settles what was found: grades, phases, what people said, and what holds what.

use std::collections::BTreeSet;

use diagnostics::{Diagnostic, Grade, Said, Severity, Time, Verdict};
use model::{RecordId, RecordKind};

use super::answers::{Answers, Judged};
use super::said::{Dispositions, dispositions};
use crate::hold::{Holds, may_be_held_near};
use crate::phase::Begun;
use crate::rule::{Check, Escalate, Limit, Step};
use crate::{Ask, RULES, Rule};

/// What grades, times and holds rest on, beside what was found.
#[derive(Debug, Clone)]
pub(super) struct Settled {
    begun: Begun,
    holds: Holds,
}

impl Settled {
    /// Begins with nothing that holds anything.
    pub(super) fn of(ask: &Ask) -> Self {
        Self { begun: Begun::of(ask.isms, ask.today), holds: Holds::new() }
    }
}

/// What an edit has touched.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// The records changed, and those one reference away.
    pub(super) near: BTreeSet<RecordId>,
    /// What was asked again: the place of the rule and the record.
    asked: Vec<(usize, Option<RecordId>)>,
    /// What no longer counts: the place of the rule, and where it had fired.
    gone: Vec<(usize, Option<RecordId>)>,
}

impl Around {
    /// Notes that a rule was asked again about a record.
    pub(super) fn changed(
        &mut self,
        place: usize,
        key: Option<RecordId>,
        old: Option<&[Judged]>,
        new: Option<&[Judged]>,
    ) {
        let old = old.unwrap_or_default();
        if old.is_empty() && new.is_none() {
            return;
        }
        let gone = old.iter().filter(|judged| judged.diagnostic.counts());
        self.gone.extend(gone.map(|judged| (place, judged.diagnostic.place.record())));
        self.asked.push((place, key));
    }

    /// Notes that a rule was asked again about everything.
    pub(super) fn replaced(&mut self, place: usize, old: &Answers, new: &Answers) {
        let gone = old.diagnostics().filter(|one| one.counts());
        self.gone.extend(gone.map(|one| (place, one.place.record())));
        self.asked.extend(new.keys().map(|key| (place, key)));
    }
}

/// Settles everything.
pub(super) fn all(ask: &Ask, answers: &mut [Answers], settled: &mut Settled) {
    let said = dispositions(ask);
    settled.begun = Begun::of(ask.isms, ask.today);
    settled.holds = Holds::new();
    for (place, (rule, answers)) in RULES.iter().zip(answers.iter_mut()).enumerate() {
        if answers.is_empty() {
            continue;
        }
        answers.time = time_of(rule, &settled.begun);
        answers.up = step_of(rule, ask, answers);
        let keys: Vec<_> = answers.keys().collect();
        grade(rule, answers, &keys, &said);
        let counting = answers.diagnostics().filter(|one| one.counts());
        counting.for_each(|one| settled.holds.add(place, one.place.record()));
    }
    settled.holds.decide_everywhere();
    for answers in answers.iter_mut() {
        let keys: Vec<_> = answers.keys().collect();
        hold(ask, answers, &keys, &settled.holds);
    }
}

/// Settles what an edit can have changed.
pub(super) fn again(
    ask: &Ask,
    answers: &mut [Answers],
    settled: &mut Settled,
    kinds: &BTreeSet<RecordKind>,
    mut around: Around,
) {
    let begun = Begun::of(ask.isms, ask.today);
    if kinds.contains(&RecordKind::Disposition) || begun != settled.begun {
        return all(ask, answers, settled);
    }
    let said = dispositions(ask);
    let asked: BTreeSet<usize> = around.asked.iter().chain(&around.gone).map(|(place, _)| *place).collect();
    for (place, (rule, answers)) in RULES.iter().zip(answers.iter_mut()).enumerate() {
        answers.time = time_of(rule, &settled.begun);
        if asked.contains(&place) || counts_kinds(rule, kinds) {
            let up = step_of(rule, ask, answers);
            if up != answers.up {
                answers.up = up;
                let keys: Vec<_> = answers.keys().collect();
                grade(rule, answers, &keys, &said);
            }
        }
    }
    let mut come = Vec::new();
    for (place, key) in &around.asked {
        let answers = &mut answers[*place];
        grade(RULES[*place], answers, &[*key], &said);
        let entry = answers.entry(*key).into_iter().flat_map(|entry| entry.iter());
        let counting = entry.filter(|judged| judged.diagnostic.counts());
        come.extend(counting.map(|judged| (*place, judged.diagnostic.place.record())));
    }
    let differing = settled.holds.change(&around.gone, &come);
    for record in differing {
        around.near.insert(record);
        super::neighbours(ask.isms, record, &mut around.near);
    }
    let everywhere = settled.holds.decide_everywhere();
    let asked: BTreeSet<_> = around.asked.into_iter().collect();
    for (place, (rule, answers)) in RULES.iter().zip(answers.iter_mut()).enumerate() {
        let mut keys: Vec<Option<RecordId>> = asked
            .range((place, None)..)
            .take_while(|(asked, _)| *asked == place)
            .map(|(_, key)| *key)
            .collect();
        if everywhere.contains(rule.code) || (may_be_held_near(rule.code) && answers.elsewhere > 0) {
            keys = answers.keys().collect();
        } else if may_be_held_near(rule.code) && !answers.is_empty() {
            keys.extend(around.near.iter().map(|record| Some(*record)));
        }
        hold(ask, answers, &keys, &settled.holds);
    }
}

/// Says whether a rule can get worse by how many records of some kinds there are.
fn counts_kinds(rule: &Rule, kinds: &BTreeSet<RecordKind>) -> bool {
    let reads = match rule.check {
        Check::Each { of, reads, .. } => [of, reads],
        Check::Whole { reads, .. } => [reads, &[]],
    };
    match rule.escalate {
        Escalate::Never | Escalate::MoreThan(_) => false,
        Escalate::Share { .. } => {
            let scope = kinds.contains(&RecordKind::Scope);
            scope || reads.into_iter().flatten().any(|kind| kinds.contains(kind))
        }
        Escalate::When(_) => true,
    }
}

/// Says whether a rule gets one step worse.
fn step_of(rule: &Rule, ask: &Ask, answers: &Answers) -> Step {
    if answers.is_empty() {
        return Step::Stay;
    }
    let worse = match &rule.escalate {
        Escalate::Never => false,
        Escalate::MoreThan(most) => answers.fired > *most,
        Escalate::Share { of, above } => {
            let limit = match above {
                Limit::Parameter(name) => ask.parameters.number(name),
                Limit::Hundredths(hundredths) => f64::from(*hundredths) / 100.0,
            };
            let all = if answers.fired > 0 { of(ask) } else { 0 };
            all > 0 && answers.fired as f64 / all as f64 > limit
        }
        Escalate::When(decide) => {
            let found: Vec<&Diagnostic> = answers.diagnostics().collect();
            return decide(ask, &found);
        }
    };
    if worse { Step::Up } else { Step::Stay }
}

/// Says whether the phase of a rule has begun.
fn time_of(rule: &Rule, begun: &Begun) -> Time {
    if begun.has(rule) { Time::Now } else { Time::Ahead }
}

/// How bad something is, and what people said of it.
type Grading = (Severity, Grade, Option<Said>);

/// Grades what a rule found about some records.
fn grade(rule: &Rule, answers: &mut Answers, keys: &[Option<RecordId>], said: &Dispositions) {
    let (up, time) = (answers.up, answers.time);
    let wanted = |judged: &Judged| -> Grading {
        let one = &judged.diagnostic;
        let worse = one.verdict == Verdict::Fired && (judged.worse || up == Step::Up);
        let graded = if worse { (rule.severity.up(), rule.grade.up()) } else { (rule.severity, rule.grade) };
        let said = said.get(&(rule.code, one.place.record()));
        let (severity, grade) = said.and_then(|said| said.regraded).unwrap_or(graded);
        (severity, grade, said.map(|said| said.said.clone()))
    };
    let is = |judged: &Judged, (severity, grade, said): &Grading| {
        let one = &judged.diagnostic;
        one.severity == *severity && one.grade == *grade && one.said == *said && one.time == time
    };
    change(answers, keys, wanted, is, |one, (severity, grade, said)| {
        (one.severity, one.grade, one.said, one.time) = (severity, grade, said, time);
    });
}

/// Decides what holds back what a rule found about some records.
fn hold(ask: &Ask, answers: &mut Answers, keys: &[Option<RecordId>], holds: &Holds) {
    let wanted = |judged: &Judged| holds.holder(ask.isms, &judged.diagnostic);
    let is = |judged: &Judged, holder: &Option<&'static str>| judged.diagnostic.held_by == *holder;
    change(answers, keys, wanted, is, |one, holder| one.held_by = holder);
}

/// Changes what differs from what is wanted; what does not stays shared with earlier results.
fn change<T>(
    answers: &mut Answers,
    keys: &[Option<RecordId>],
    wanted: impl Fn(&Judged) -> T,
    is: impl Fn(&Judged, &T) -> bool,
    put: impl Fn(&mut Diagnostic, T),
) {
    for key in keys {
        let Some(entry) = answers.entry(*key) else { continue };
        let all: Vec<T> = entry.iter().map(&wanted).collect();
        if entry.iter().zip(&all).all(|(judged, wanted)| is(judged, wanted)) {
            continue;
        }
        let entry = answers.entry_mut(*key).into_iter().flatten();
        entry.zip(all).for_each(|(judged, wanted)| put(&mut judged.diagnostic, wanted));
    }
}
