//! Sets fields of a record from typed text.

use crate::{Problem, Record};

/// Sets fields from typed text and says of each that failed what is the matter.
pub(super) fn set_fields<R: Record>(
    record: &mut R,
    typed: &[(String, String)],
) -> Result<(), Vec<(String, Problem)>> {
    let mut problems = Vec::new();
    for (name, text) in typed {
        let (field, part) =
            name.split_once('.').map_or((name.as_str(), None), |(field, part)| (field, Some(part)));
        match R::field(field) {
            Some(field) => {
                let read = match part {
                    None => (field.read)(record, text),
                    Some(part) => (field.read_part)(record, part, text),
                };
                if let Err(problem) = read {
                    problems.push((name.clone(), problem));
                }
            }
            None => problems
                .push((name.clone(), Problem::new(format!("a {} has no such field", R::KIND.singular)))),
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}
