//! What tests of comments share.

use crate::WriteComment;

/// Returns a comment on a record.
pub fn say(record: &str, text: &str) -> WriteComment {
    WriteComment {
        about: Some(super::id(record)),
        text: text.into(),
        audience: None,
        answers: None,
        ..WriteComment::default()
    }
}
