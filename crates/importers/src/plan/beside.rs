//! Keep beside: where a record came from, and what a file says under headings that nobody mapped.

use model::records::Person;
use model::{Change, Column, Date, Isms, RecordId, Ref, Source};
use operations::{Decided, Operation};

/// Keep with a record that is there what a file says beside its fields.
#[derive(Debug, Clone)]
pub struct KeepBeside {
    /// The record.
    pub id: RecordId,
    /// Where the file has it.
    pub source: Source,
    /// What stands under headings that nobody mapped; each takes the place of what stood under the same heading.
    pub columns: Vec<Column>,
}

/// The record is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeepBesideRefusal(
    /// Its id.
    pub RecordId,
);

impl std::fmt::Display for KeepBesideRefusal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "there is no {}", self.0)
    }
}

impl std::error::Error for KeepBesideRefusal {}

impl Operation for KeepBeside {
    const NAME: &'static str = "keep what a file says beside";
    const INTENT: &'static str = "record.keep";
    type Refusal = KeepBesideRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, _today: Date) -> Decided<Self> {
        let Self { id, source, columns } = self;
        let present = isms.present(id).ok_or(KeepBesideRefusal(id))?;
        let kept: Change = present.clone().with_about(|about| {
            let known = about.sources.iter().any(|known| known.file == source.file && known.id == source.id);
            if !known {
                about.sources.push(source);
            }
            for column in columns {
                match about.columns.iter_mut().find(|known| known.heading == column.heading) {
                    Some(known) => known.text = column.text,
                    None => about.columns.push(column),
                }
            }
        });
        Ok(if kept == present { Vec::new() } else { vec![kept] })
    }
}
