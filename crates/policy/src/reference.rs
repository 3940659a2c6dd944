//! The reference of the policies, made from the code: which deeds there are, whose they are, and every policy with its words.

use std::fmt::Write;

use crate::deed::Deed;
use crate::table::{INTENTS, Sort};
use crate::text::FILES;

/// Returns the reference page of the policies, in Markdown.
#[must_use]
pub fn reference() -> String {
    let mut out = String::from(
        "<!-- made from the code: do not edit -->\n\n# Policies\n\nWho may do what in an organisation that is kept. An organisation without memberships is open: whoever gets \
         in may do all.\n\nA deed that binds the organisation needs a proof of who one is that is at most ten minutes old, and no \
         token does it.\n\n## Deeds\n\n| deed | whose | binds | intents |\n| --- | --- | --- | --- |\n",
    );
    for deed in Deed::ALL {
        let intents: Vec<&str> =
            INTENTS.iter().filter(|line| is(&line.2, *deed)).map(|line| line.0).collect();
        let binds = if deed.binds() { "yes" } else { "" };
        let intents = if intents.is_empty() { "by record".to_owned() } else { intents.join(", ") };
        let whose = deed.whose().replace("{owners}", "");
        let _ = writeln!(out, "| `{}` | {whose} | {binds} | {intents} |", deed.name());
    }
    out.push_str("\n## Policies\n");
    for (name, text) in FILES {
        let _ = write!(out, "\n### {name}\n\n```cedar\n{}\n```\n", text.trim_end());
    }
    out
}

/// Says whether a line of the table is always a deed.
fn is(sort: &Sort, deed: Deed) -> bool {
    match sort {
        Sort::Is(known) => *known == deed,
        Sort::By(_) | Sort::Records => false,
    }
}
