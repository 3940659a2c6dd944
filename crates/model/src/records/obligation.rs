//! Obligations: what laws, contracts and parties ask for.

use crate::field::record;
use crate::values::words;
use crate::{Date, Line, Prose, RecordId, Ref, YesNo};

use super::Party;
record! {
    /// Something that a law, a contract or a party asks of us.
    Obligation => obligations, "OBL", "obligation", "obligations", clause "4.2", single false,
    "Something that a law, a contract, a customer or another framework asks of us.";
    title: Line, Form "Title", "What is asked, in a few words.";
    party: Option<Ref<Party>>, Form "Party", "Who asks.";
    kind: Option<ObligationKind>, Form "Kind", "Law, contract, expectation or framework.";
    cites: Line, Form "Source", "Paragraph, clause or page that says so.";
    description: Prose, Form "Description", "What exactly is asked.";
    addressed: Option<YesNo>, Form "Taken up", "Whether the management system takes it up (4.2 c).";
    by: Vec<RecordId>, Form "Met by", "Controls, processes or documents that meet it.";
    due: Option<Date>, Form "Due", "By when it must be met.";
    notice_hours: Option<u32>, Form "Notice", "Within how many hours an incident must be reported.";
    reviewed_on: Option<Date>, Form "Reviewed on", "When it was last checked.";
    ended_on: Option<Date>, Form "Ended on", "When it stopped to bind us.";
}

words! {
    /// Where an obligation comes from.
    ObligationKind {
        /// A law or regulation.
        Law = "law" | "regulation" | "legal" | "statutory",
        /// A contract.
        Contract = "contract" | "contractual",
        /// What a party expects without a contract.
        Expectation = "expectation" | "need",
        /// Another standard or framework.
        Framework = "framework" | "standard",
    }
}
