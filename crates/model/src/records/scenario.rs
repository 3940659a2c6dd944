//! Scenarios: a risk in money, computed from inputs that anybody can use again.

use crate::field::record;
use crate::{Date, Line, Prose, Ref};

use super::{Person, Risk};
record! {
    /// A risk in money: how often, how much, and what a computation made of it (6.1.2 b).
    Scenario => scenarios, "SCN", "scenario", "scenarios", clause "6.1.2", single false,
    "A risk in money: how often it may happen, what it may cost, and how that was computed.";
    title: Line, Form "Title", "What the scenario is called.";
    risk: Option<Ref<Risk>>, Form "Risk", "The risk that it puts in money.";
    description: Prose, Form "Description", "What happens, and what it costs.";
    inputs: Prose, Form "Inputs", "The estimates, each with who gave it and why.";
    inputs_version: Option<u32>, Form "Version of the inputs", "Counts up with each change of the estimates.";
    estimated_by: Option<Ref<Person>>, Form "Estimated by", "Who stands by the estimates.";
    seed: Line, Operation "Seed", "What the computation starts from.";
    trials: Option<u32>, Operation "Trials", "How many years were played.";
    engine_version: Line, Operation "Computed with", "The version of the program that computed it.";
    result_version: Option<u32>, Operation "Result of inputs", "The version of the inputs that the result rests on.";
    computed_on: Option<Date>, Operation "Computed on", "When.";
    result: Prose, Operation "Result", "What came of it.";
}
