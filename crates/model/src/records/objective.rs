//! Objectives: what the management system is to reach.

use crate::field::{part, record};
use crate::values::words;
use crate::{Date, Decimal, Line, Owner, Prose, RecordId, Ref};

use super::{Control, Direction, Measure};
record! {
    /// What is to be reached, by whom and by when (6.2).
    Objective => objectives, "OBJ", "objective", "objectives", clause "6.2", single false,
    "Something that information security is to reach: how much, by when, by whom.";
    title: Line, Form "Title", "What is to be reached.";
    owner: Option<Owner>, Form "Owner", "Who answers for it (6.2 j).";
    derived_from: Vec<RecordId>, Form "Comes from", "The policy, risks and obligations that it follows from (6.2 a, c).";
    controls: Vec<Ref<Control>>, Form "Controls", "The controls that serve it.";
    measure: Line, Form "Measured by", "What is counted or measured (6.2 b).";
    measured_with: Option<Ref<Measure>>, Form "Measure", "The measure on record whose readings show it.";
    unit: Line, Form "Unit", "What the numbers count: percent, days, cases.";
    target: Option<Decimal>, Form "Target", "The number to be reached.";
    better: Option<Direction>, Form "Better is", "Whether more or less is better; more where nothing is said.";
    not_measurable_because: Prose, Form "Not measurable because", "Why it cannot be measured.";
    set_on: Option<Date>, Form "Set on", "When it was set.";
    due: Option<Date>, Form "Due", "By when it is to be reached (6.2 k).";
    actions: Prose, Form "Actions", "What will be done (6.2 h).";
    resources: Prose, Form "Resources", "Money, people and tools that it takes (6.2 i).";
    evaluation_method: Prose, Form "Evaluation", "How it is judged whether it was reached (6.2 l).";
    progress: Vec<Progress>, Form "Progress", "How far it was, day by day.";
    blocked_by: Line, Form "Blocked by", "What stands in its way.";
    outcome: Option<ObjectiveOutcome>, Operation "Outcome", "Reached, missed or given up.";
    closed_on: Option<Date>, Operation "Closed on", "When it ended.";
    reaction: Vec<RecordId>, Form "Reaction", "The review or nonconformity that dealt with a miss.";
    outcome_because: Prose, Operation "Outcome because", "What explains the outcome.";
}

part! {
    /// How far an objective was on a day.
    Progress;
    on: Option<Date>, "On", "The day.";
    value: Option<Decimal>, "Value", "The number reached.";
    note: Line, "Note", "What explains it.";
}

words! {
    /// What became of an objective.
    ObjectiveOutcome {
        /// It was reached.
        Reached = "reached" | "met" | "achieved",
        /// It was not.
        Missed = "missed",
        /// It was given up.
        Dropped = "dropped",
    }
}

impl Objective {
    /// Returns the newest progress on a day.
    #[must_use]
    pub fn newest(&self, today: Date) -> Option<&Progress> {
        self.progress.iter().filter(|step| step.on.is_some_and(|on| on <= today)).max_by_key(|step| step.on)
    }

    /// Says whether a value misses the target; unknown where there is none.
    #[must_use]
    pub fn is_missed_by(&self, value: Decimal) -> Option<bool> {
        self.target.map(|target| self.better.unwrap_or(Direction::More).is_missed(target, value))
    }
}
