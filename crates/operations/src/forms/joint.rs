//! Forms of what two persons decide together.

use model::{Prose, RecordId, YesNo};

use crate::form::{OperationForm, composed, forms};
use crate::{ProposeJointChange, Typed};

pub(super) const FORMS: &[OperationForm] = forms! {
    ConfirmJointChange on change: JointChange, "confirm", "Confirm", "Says yes as the second person; it holds from this moment." {
        because: "Because", "Why.";
    }
    WithdrawJointChange on change: JointChange, "withdraw", "Withdraw", "Takes it back; nothing changes." {
        because: "Because", "Why.";
    }
};

/// The form that makes one.
pub(super) const MORE: &[OperationForm] = composed! {
    ProposeJointChange making JointChange, "propose", "Propose a change that two persons decide", "Says what is to change; another person confirms it within seven days." {
        record: Option<RecordId>, "Record", "A retention rule such as RET-2, ORG for limits of duties, or the evidence or document whose file goes.";
        fields: Prose, "What would stand there", "One a line: retention=6 years, or independence_months=18.";
        redacts: Option<YesNo>, "Redact", "Whether the bytes of its file go for good; what was recorded of it stays.";
        because: Prose, "Because", "Why; of a redaction also who asked and by which right.";
    } => |id| ProposeJointChange { record, fields: lines(&fields), redacts, because };
};

/// Reads fields, one a line: `retention=6 years`. A line without `=` goes on from the one before.
fn lines(text: &Prose) -> Typed {
    let mut fields: Typed = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match (line.split_once('='), fields.last_mut()) {
            (Some((name, value)), _) => fields.push((name.trim().to_owned(), value.trim().to_owned())),
            (None, Some((_, value))) => value.push_str(&format!("\n{}", line.trim())),
            (None, None) => fields.push((line.trim().to_owned(), String::new())),
        }
    }
    fields
}
