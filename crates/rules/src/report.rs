//! What a rule has found so far.

use diagnostics::{Place, Proof, Write};
use model::RecordId;

/// What a rule has found so far.
#[derive(Debug, Default)]
pub struct Report {
    pub(crate) found: Vec<Found>,
}

/// One thing found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where.
    pub place: Place,
    /// One line, lower case, without a full stop.
    pub message: String,
    /// The values it rests on.
    pub proof: Vec<Proof>,
    /// What a safe or likely fix writes.
    pub writes: Vec<Write>,
    /// The command that mends it.
    pub command: String,
    /// What to do here, where that is more exact than the rule's own words.
    pub help: String,
    /// One step worse than usual.
    pub worse: bool,
    /// What is missing, where it cannot be judged.
    pub unknown: Option<String>,
}

impl Report {
    /// Reports something at a place; proofs and fixes are added to what is returned.
    pub fn add(&mut self, place: Place, message: impl Into<String>) -> &mut Found {
        self.found.push(Found {
            place,
            message: message.into(),
            proof: Vec::new(),
            writes: Vec::new(),
            command: String::new(),
            help: String::new(),
            worse: false,
            unknown: None,
        });
        self.found.last_mut().expect("just pushed")
    }

    /// Reports that something cannot be judged, because a value is missing.
    pub fn unknown(&mut self, place: Place, missing: impl Into<String>) -> &mut Found {
        let missing = missing.into();
        let found = self.add(place, format!("cannot be judged: {missing}"));
        found.unknown = Some(missing);
        found
    }
}

impl Found {
    /// Adds a value it rests on; an empty one shows as `none`.
    pub fn proof(&mut self, label: impl Into<String>, value: impl ToString) -> &mut Self {
        let text = value.to_string();
        let value = if text.is_empty() { "none".to_owned() } else { text };
        self.proof.push(Proof { label: label.into(), value, record: None, set: None, remark: String::new() });
        self
    }

    /// Adds a value of another record.
    pub fn proof_of(
        &mut self,
        record: impl Into<RecordId>,
        label: impl Into<String>,
        value: impl ToString,
    ) -> &mut Self {
        self.proof(label, value);
        if let Some(last) = self.proof.last_mut() {
            last.record = Some(record.into());
        }
        self
    }

    /// Says why the value added last matters.
    pub fn remark(&mut self, remark: impl Into<String>) -> &mut Self {
        if let Some(last) = self.proof.last_mut() {
            last.remark = remark.into();
        }
        self
    }

    /// Adds what a fix writes.
    pub fn write(
        &mut self,
        id: impl Into<RecordId>,
        field: &'static str,
        text: impl Into<String>,
    ) -> &mut Self {
        self.writes.push(Write { id: id.into(), field, text: text.into() });
        self
    }

    /// Adds the command that mends it.
    pub fn command(&mut self, command: impl Into<String>) -> &mut Self {
        self.command = command.into();
        self
    }

    /// Says what to do here, more exactly than the rule's own words.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = help.into();
        self
    }

    /// Makes it one step worse.
    pub fn worse(&mut self) -> &mut Self {
        self.worse = true;
        self
    }
}
