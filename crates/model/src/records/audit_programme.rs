//! Audit programmes: which audits a cycle holds.

use crate::field::record;
use crate::{Date, Line, Owner, Prose, Ref};

use super::Person;
record! {
    /// The audits of a cycle, usually three years, seen as one (9.2.2).
    AuditProgramme => audit_programmes, "PRG", "audit programme", "audit programmes", clause "9.2.2", single false,
    "The audits of a cycle of usually three years, and what they are to cover.";
    title: Line, Form "Title", "What the programme is called.";
    cycle_start: Option<Date>, Form "From", "The first day of the cycle.";
    cycle_end: Option<Date>, Form "To", "The last day of the cycle.";
    owner: Option<Owner>, Form "Owner", "Who plans it and sees that it runs.";
    objectives: Prose, Form "Objectives", "What the audits are to find out.";
    methods: Prose, Form "Methods", "How audits are done: on site, remotely, interviews, samples.";
    importance: Prose, Form "What weighs more", "Processes and earlier results that ask for more audits (9.2.2).";
    independence: Prose, Form "Independence", "How it is seen to that nobody audits the own work.";
    approved_by: Option<Ref<Person>>, Operation "Approved by", "Who approved it.";
    approved_on: Option<Date>, Operation "Approved on", "When.";
}
