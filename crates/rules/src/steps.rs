//! What to do now, in order, and what is ahead: at most seven steps, the same in the terminal and in the browser.

mod drafts;
mod minutes;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use diagnostics::{Diagnostic, Severity, Time};
use model::{Date, Isms, RecordId};

use crate::{Phase, PhaseNow, phase_now, phase_of};

pub use minutes::{about, minutes_of};

/// The most steps that are shown at once.
pub const STEPS_MAX: usize = 7;

/// What to do now and what is ahead.
#[derive(Debug, Clone)]
pub struct Steps<'a> {
    /// Where the engagement stands.
    pub phase: PhaseNow,
    /// The first steps, at most seven, in the order in which they are best done.
    pub now: Vec<StepNow<'a>>,
    /// What follows them in the same phases.
    pub more: More,
    /// What is too early to judge.
    pub ahead: Ahead,
    /// The first of that, in the order of the phases: for whoever wants to look further.
    pub later: Vec<StepNow<'a>>,
}

/// One step: all that one rule says.
#[derive(Debug, Clone)]
pub struct StepNow<'a> {
    /// The rule.
    pub code: &'static str,
    /// The name of the rule.
    pub name: &'static str,
    /// The gravest of what it says.
    pub severity: Severity,
    /// The phase that it belongs to.
    pub phase: Phase,
    /// What is the matter, or which draft waits; lower case, no full stop.
    pub what: String,
    /// Where it comes from.
    pub origin: Origin,
    /// What to do; lower case, no full stop.
    pub how: String,
    /// About how many minutes it takes.
    pub minutes: usize,
    /// The records that it is about, each once.
    pub ids: Vec<RecordId>,
    /// Drafts that would answer it: to be taken, changed or refused.
    pub drafts: Vec<RecordId>,
    /// Everything that the rule says, the first as the example.
    pub all: Vec<&'a Diagnostic>,
}

/// Where a step comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A rule asks for it.
    Rule,
    /// A rule asks for it, and somebody or some file has proposed it.
    Proposal,
    /// A rule asks for it, and a draft was made from the answers to the five questions.
    Answers,
}

/// Steps that follow the first ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct More {
    /// How many steps.
    pub steps: usize,
    /// How many places in them.
    pub places: usize,
    /// How many of the steps are errors.
    pub errors: usize,
}

/// What is ahead: counted, never red.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ahead {
    /// How many steps.
    pub count: usize,
    /// The phase that begins next.
    pub next: Option<Phase>,
    /// When it begins, by the plan.
    pub from: Option<Date>,
}

impl StepNow<'_> {
    /// Returns the command that does it, where no draft waits and there is one.
    #[must_use]
    pub fn command(&self) -> Option<&str> {
        let command = self.all.first().map(|one| one.help.command.as_str())?;
        (self.drafts.is_empty() && !command.is_empty()).then_some(command)
    }

    /// Says what is the matter, and where a draft comes from: for those who gave the answers.
    #[must_use]
    pub fn says(&self) -> String {
        match self.origin {
            Origin::Rule | Origin::Proposal => self.what.clone(),
            Origin::Answers => format!("{} (proposed from your answers)", self.what),
        }
    }
}

impl Steps<'_> {
    /// Returns about how many minutes the first steps take: the sum of what is said of each.
    #[must_use]
    pub fn minutes(&self) -> usize {
        self.now.iter().map(|step| minutes::as_said(step.minutes)).sum()
    }

    /// Returns how many steps there are now, shown or not.
    #[must_use]
    pub fn count(&self) -> usize {
        self.now.len() + self.more.steps
    }
}

/// Returns the steps from what the rules said of an organisation.
///
/// While something of a begun phase is an error or a warning, the next phase stays ahead; once nothing is, it is uncovered.
#[must_use]
pub fn steps<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    isms: &Isms,
    today: Date,
) -> Steps<'a> {
    first_steps(diagnostics, isms, today, STEPS_MAX)
}

/// Returns the same with another number of first steps: for paper, which has more room.
#[must_use]
pub fn first_steps<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    isms: &Isms,
    today: Date,
    most: usize,
) -> Steps<'a> {
    let all_open: Vec<&Diagnostic> = diagnostics.into_iter().filter(|one| one.is_open()).collect();
    let open = |time: Time| all_open.iter().copied().filter(move |one| one.time == time);
    let phase = phase_now(isms, today, all_open.iter().copied());
    let is_busy = open(Time::Now).any(is_pressing);
    let is_uncovered = |one: &&Diagnostic| !is_busy && phase_of(one.code) <= phase.phase();
    let taken: Vec<&Diagnostic> = open(Time::Now).chain(open(Time::Ahead).filter(is_uncovered)).collect();
    let mut all = in_order(isms, &taken);
    let rest = all.split_off(all.len().min(most));
    let more = More {
        steps: rest.len(),
        places: rest.iter().map(|step| step.all.len()).sum(),
        errors: rest.iter().filter(|step| step.severity == Severity::Error).count(),
    };
    let waits: Vec<&Diagnostic> = open(Time::Ahead).filter(|one| !is_uncovered(one)).collect();
    let mut later = in_order(isms, &waits);
    later.truncate(most);
    Steps { phase, now: all, more, ahead: ahead(isms, &waits), later }
}

/// Returns a step for each rule, in order; rules that the same draft answers are one step.
fn in_order<'a>(isms: &Isms, taken: &[&'a Diagnostic]) -> Vec<StepNow<'a>> {
    let mut all: Vec<StepNow> = by_code(taken).into_values().map(|all| step(isms, all)).collect();
    all.sort_by_key(order);
    let mut steps: Vec<StepNow> = Vec::new();
    for step in all {
        let same = |other: &&mut StepNow| !step.drafts.is_empty() && other.drafts == step.drafts;
        match steps.iter_mut().find(same) {
            Some(other) => other.all.extend(step.all),
            None => steps.push(step),
        }
    }
    steps
}

/// Returns the drafts that would answer what one rule says, and how they are taken; nothing where only a person can.
#[must_use]
pub fn drafts_for(isms: &Isms, all: &[&Diagnostic]) -> Option<(Vec<RecordId>, String)> {
    let drafts = drafts::that_answer(isms, all.first()?.code, all);
    let how = (!drafts.is_empty()).then(|| drafts::how(&drafts))?;
    Some((drafts, how))
}

fn is_pressing(one: &Diagnostic) -> bool {
    one.severity > Severity::Note
}

fn by_code<'a>(all: &[&'a Diagnostic]) -> BTreeMap<&'static str, Vec<&'a Diagnostic>> {
    let mut groups: BTreeMap<&'static str, Vec<&Diagnostic>> = BTreeMap::new();
    for one in all {
        groups.entry(one.code).or_default().push(one);
    }
    groups
}

fn ahead(isms: &Isms, waits: &[&Diagnostic]) -> Ahead {
    let next = waits.iter().map(|one| phase_of(one.code)).min();
    let plan = isms.plan.one();
    let from = next.and_then(|next| plan.and_then(|plan| plan.phase(next.number()))?.starts_on);
    Ahead { count: by_code(waits).len(), next, from }
}

/// In the first phase the order of doing: what surrounds us, then duties, then what top management signs.
const FIRST: [&str; 5] = ["PB0410", "PB0412", "PB0507", "PB0401", "PB0501"];

/// Returns where a step stands: notes last, then by phase, by what is best done first, by severity.
fn order(step: &StepNow) -> (bool, Phase, usize, Reverse<Severity>, &'static str) {
    let first = FIRST.iter().position(|code| *code == step.code).unwrap_or(FIRST.len());
    (step.severity == Severity::Note, step.phase, first, Reverse(step.severity), step.code)
}

/// Makes the step of all that one rule says.
fn step<'a>(isms: &Isms, all: Vec<&'a Diagnostic>) -> StepNow<'a> {
    let first = all[0];
    let mut ids: Vec<RecordId> = all.iter().filter_map(|one| one.place.record()).collect();
    ids.dedup();
    let drafts = drafts::that_answer(isms, first.code, &all);
    let origin = drafts::origin(isms, &drafts);
    let (what, how, minutes) = match drafts.as_slice() {
        [] => (what(&all, &ids), first.help.text.clone(), minutes_of(first, all.len())),
        drafts => (drafts::what(isms, drafts), drafts::how(drafts), drafts::minutes(drafts)),
    };
    StepNow {
        code: first.code,
        name: first.name,
        severity: all.iter().map(|one| one.severity).max().unwrap_or(first.severity),
        phase: phase_of(first.code),
        what,
        origin,
        how,
        minutes,
        ids,
        drafts,
        all,
    }
}

/// Says what is the matter, of one place or of several.
fn what(all: &[&Diagnostic], ids: &[RecordId]) -> String {
    let first = all[0];
    if all.len() == 1 {
        return first.message.clone();
    }
    if ids.len() < all.len() {
        return format!("{} (and {} more)", first.message, all.len() - 1);
    }
    let named: Vec<String> = ids.iter().take(3).map(RecordId::to_string).collect();
    let rest = if ids.len() > 3 { format!(" and {} more", ids.len() - 3) } else { String::new() };
    format!("{}: {}{rest}", first.name, named.join(", "))
}
