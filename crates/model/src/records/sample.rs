//! Samples: the cases that were drawn from a population, and what was seen of each.

use crate::field::{part, record};
use crate::values::words;
use crate::{Date, Decimal, Digest, Line, Prose, Ref};

use super::{Person, Population};
record! {
    /// Cases drawn from a population, so that anybody can draw them again (9.2.2).
    Sample => samples, "SMP", "sample", "samples", clause "9.2.2", single false,
    "Cases drawn from a full list, so that anybody can draw the same again.";
    title: Line, Form "Title", "What is sampled.";
    population: Option<Ref<Population>>, Form "Population", "The list that it was drawn from.";
    method: Option<SampleMethod>, Form "Method", "Random, systematic, by judgement, or all.";
    seed: Line, Form "Seed", "What the draw starts from.";
    size: Option<u32>, Form "Size", "How many cases are drawn.";
    basis: Prose, Form "Basis", "Why so many: usual practice, statistics, or a reason of one's own.";
    items: Vec<SampleItem>, Form "Items", "The cases drawn, and what was seen of each.";
    exchange_reason: Prose, Form "Exchanged because", "Why a case was taken in place of one that was drawn.";
    deviations: Option<u32>, Form "Deviations", "How many cases are not as they should be.";
    confidence: Option<Decimal>, Form "Confidence", "How sure the conclusion is to be, such as 0.95.";
    tolerable_rate: Option<Decimal>, Form "Tolerable rate", "The share of deviations that can be lived with, such as 0.1.";
    drawn_on: Option<Date>, Operation "Drawn on", "When the cases were drawn.";
    drawn_by: Option<Ref<Person>>, Operation "Drawn by", "Who drew them.";
    drawn_from: Digest, Operation "Drawn from", "The digest of the frozen list that they were drawn from.";
    exchanges: Vec<SampleExchange>, Operation "Exchanged", "Cases taken in place of ones that were drawn.";
    extensions: Vec<SampleExtension>, Operation "Extended", "How many cases were drawn on top.";
}

part! {
    /// A case taken in place of one that was drawn.
    SampleExchange;
    drawn: Line, "Drawn", "The case that was drawn.";
    taken: Line, "Taken", "The case in its place.";
    because: Prose, "Because", "Why.";
    by: Option<Ref<Person>>, "By", "Who exchanged it.";
    on: Option<Date>, "On", "When.";
}

part! {
    /// More cases, drawn after the first ones were looked at.
    SampleExtension;
    from: Option<u32>, "From", "How many cases there were.";
    to: Option<u32>, "To", "How many there are since.";
    because: Prose, "Because", "Why.";
    by: Option<Ref<Person>>, "By", "Who extended it.";
    on: Option<Date>, "On", "When.";
}

words! {
    /// How cases are drawn.
    SampleMethod {
        /// By chance, from a seed.
        Random = "random",
        /// Each so-many-th, from a start by chance.
        Systematic = "systematic",
        /// Chosen by the auditor.
        Judgement = "judgement" | "judgment" | "judgemental",
        /// The whole list.
        All = "all" | "full",
    }
}

part! {
    /// A case of a sample.
    SampleItem;
    item: Line, "Case", "The case as the list names it.";
    result: Option<ItemResult>, "Result", "As it should be, or a deviation.";
    note: Line, "Note", "What was seen.";
}

words! {
    /// What was seen of one case.
    ItemResult {
        /// It is as it should be.
        Ok = "ok" | "pass",
        /// It is not.
        Deviation = "deviation" | "fail" | "exception",
    }
}

impl Sample {
    /// Says whether every case was looked at.
    #[must_use]
    pub fn is_examined(&self) -> bool {
        !self.items.is_empty() && self.items.iter().all(|item| item.result.is_some())
    }
}
