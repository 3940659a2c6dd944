//! The questions: may this happen, and who else could do it.

use model::{Change, RecordId};

use crate::kept::{is_kept, membership_of};
use crate::{Asking, Denial, Known, StepUp, Verdict};

/// Says whether what was decided may be written.
#[must_use]
pub fn judge(asking: &Asking<'_>, intent: &str, changes: &[Change]) -> Verdict {
    let records: Vec<RecordId> = changes.iter().filter_map(Change::id).collect();
    ask(asking, intent, &records)
}

/// Says whether somebody may do something to records, before anything is decided.
#[must_use]
pub fn ask(asking: &Asking<'_>, _intent: &str, records: &[RecordId]) -> Verdict {
    if !is_kept(asking.isms, asking.today) {
        return Verdict::Permit;
    }
    let is_member = membership_of(asking.isms, asking.actor, asking.today).is_some();
    if is_member && asking.known != Known::Nobody {
        return Verdict::Permit;
    }
    Verdict::Deny(Box::new(Denial {
        duty: crate::Duty::new(2),
        because: "nobody who was checked to be a member here asks".to_owned(),
        who: Vec::new(),
        names: Vec::new(),
        record: records.first().copied(),
        step_up: StepUp::Useless,
    }))
}
