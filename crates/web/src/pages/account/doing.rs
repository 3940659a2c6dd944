//! What an address does when a form is sent there, in words: for who confirms that it is they who send it.

use model::{Isms, RecordId, RecordKind};
use operations::OperationForm;

use crate::address::kind_of;
use crate::fields::Fields;
use crate::pages::record::deeds;

/// What is about to be done.
#[derive(Clone, Default)]
pub struct Doing {
    /// The words of the button: `Accept the residual risk`.
    pub what: String,
    /// The word of the organisation in its address.
    pub org: Option<String>,
    /// The record that it is done to.
    pub record: Option<RecordId>,
    /// The form of the operation, where it is one that describes itself.
    form: Option<&'static OperationForm>,
}

/// Pages of an organisation, below it: the parts of the address, where `*` is any and `@` a record, and what is done there.
const PAGES: &[(&[&str], &str)] = &[
    (&["answers"], "Answer the five questions again"),
    (&["calendar", "subscribe"], "Make the address of a calendar"),
    (&["grids", "*", "bulk"], "Change the selected rows"),
    (&["history", "*", "undo"], "Take back a commit"),
    (&["import", "*", "apply"], "Take an import"),
    (&["let-in"], "Let in who runs the machine"),
    (&["plan"], "Change the plan"),
    (&["proposals"], "Decide about what is proposed"),
    (&["readiness", "dispute"], "Dispute a reported problem"),
    (&["readiness", "end"], "Take back what was said about a reported problem"),
    (&["readiness", "fix"], "Write what a rule offers to mend"),
    (&["readiness", "fixes"], "Write what rules offer to mend"),
    (&["readiness", "waive"], "Live with a reported problem"),
    (&["scope"], "Change the scope"),
    (&["settings", "webhooks"], "Add a webhook"),
    (&["settings", "webhooks", "*"], "Change a webhook"),
    (&["soa", "approve"], "Approve the statement of applicability"),
    (&["risks", "@", "accept"], "Accept the residual risk"),
    (&["risks", "@", "close"], "Close the risk"),
    (&["risks", "@", "rate"], "Rate the risk"),
    (&["risks", "@", "reopen"], "Take the risk up again"),
    (&["risks", "@", "treat"], "Decide how the risk is treated"),
    (&["risks", "@", "withdraw"], "Withdraw the acceptance"),
    (&["*", "@", "edit"], "Change the record"),
    (&["*", "@", "remove"], "Remove the record"),
    (&["*", "@", "proposal"], "Decide about the proposal"),
    (&["*", "@", "cell"], "Change the record"),
    (&["soa", "@"], "Change the line of the statement"),
    (&["*", "new"], "Make a record"),
    (&["*", "proposals"], "Decide about what is proposed"),
];

/// What is done to an account, by the word of its button.
const OF_ACCOUNTS: &[(&str, &str)] = &[
    ("admin", "Let an account manage the installation"),
    ("disable", "Disable an account"),
    ("drop-codes", "Take the codes of an account away"),
    ("enable", "Let an account sign in again"),
    ("no-admin", "Let an account manage the installation no more"),
    ("reset", "Make a link to a new password"),
];

impl Doing {
    /// Returns what sending a form there does.
    #[must_use]
    pub fn at(to: &str, form: &Fields) -> Self {
        let path = to.split(['?', '#']).next().unwrap_or_default();
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            ["o", org, rest @ ..] => Self { org: Some((*org).to_owned()), ..Self::within(rest) },
            ["settings", "people"] => Self::plain("Invite somebody"),
            ["settings", "people", _] => {
                let found = OF_ACCOUNTS.iter().find(|(word, _)| *word == form.get("do"));
                Self::plain(found.map_or(UNNAMED, |(_, words)| words))
            }
            ["settings", "invitations", ..] => Self::plain("Withdraw an invitation"),
            ["settings", "tokens"] => Self::plain("Make a token"),
            ["settings", "tokens", ..] => Self::plain("Revoke a token"),
            ["portfolio", "tags"] => Self::plain("Keep your tags of clients"),
            ["portfolio", "templates"] => Self::plain("Offer templates to clients"),
            _ => Self::plain(UNNAMED),
        }
    }

    fn plain(what: &str) -> Self {
        Self { what: what.to_owned(), ..Self::default() }
    }

    /// Returns what is done within an organisation.
    fn within(parts: &[&str]) -> Self {
        if let [kind, rest @ .., "do", verb] = parts
            && let Some(kind) = kind_of(kind)
        {
            return Self::step(kind, rest.first().copied(), verb);
        }
        let fits = |pattern: &[&str]| {
            pattern.len() == parts.len()
                && pattern.iter().zip(parts).all(|(known, part)| match *known {
                    "*" => true,
                    "@" => RecordId::parse(part).is_some(),
                    known => known == *part,
                })
        };
        let what = PAGES.iter().find(|(pattern, _)| fits(pattern)).map_or(UNNAMED, |(_, what)| what);
        Self { record: parts.iter().find_map(|part| RecordId::parse(part)), ..Self::plain(what) }
    }

    /// Returns a step that a kind of record knows.
    fn step(kind: RecordKind, record: Option<&str>, verb: &str) -> Self {
        let record = record.and_then(RecordId::parse);
        let form = deeds::steps::named(kind, verb);
        Self { record, form, ..Self::plain(form.map_or(UNNAMED, |form| form.label)) }
    }

    /// Returns the words of a field of the form.
    #[must_use]
    pub fn label(&self, name: &str) -> String {
        let input = self.form.and_then(|form| form.inputs.iter().find(|input| input.name == name));
        input.map_or_else(|| name.replace(['_', '-'], " "), |input| input.label.to_owned())
    }
}

/// What is said of an address that nobody named: a test looks that those which bind are named.
const UNNAMED: &str = "Send this form";

/// Returns a record in words: `R-12 Fire in the hall`.
#[must_use]
pub fn named(isms: &Isms, id: RecordId) -> String {
    let name = isms.name_of(id);
    if name == id.to_string() { name } else { format!("{id} {name}") }
}

/// Returns what was typed, with the names of the records that it names.
#[must_use]
pub fn told(isms: Option<&Isms>, text: &str) -> String {
    let Some(isms) = isms else { return text.to_owned() };
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    let ids: Option<Vec<RecordId>> = parts.iter().map(|part| RecordId::parse(part)).collect();
    match ids {
        Some(ids) => ids.into_iter().map(|id| named(isms, id)).collect::<Vec<_>>().join(", "),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what(to: &str) -> (String, String) {
        let doing = Doing::at(to, &Fields::read("do=reset"));
        (doing.what, doing.record.map(|id| id.to_string()).unwrap_or_default())
    }

    #[test]
    fn what_is_about_to_be_done_has_its_words_and_its_record() {
        for (to, words, record) in [
            ("/o/acme/risks/R-12/accept?as=x", "Accept the residual risk", "R-12"),
            ("/o/acme/soa/approve", "Approve the statement of applicability", "SOA"),
            ("/o/acme/memberships/MEM-2/do/end", "End", "MEM-2"),
            ("/o/acme/memberships/do/grant", "Make somebody a member", ""),
            ("/o/acme/documents/DOC-3/do/approve", "Approve", "DOC-3"),
            ("/o/acme/joint-changes/JNT-1/do/confirm", "Confirm", "JNT-1"),
            ("/o/acme/history/7/undo", "Take back a commit", ""),
            ("/settings/people/0198c0de-0000-7000-8000-000000000001", "Make a link to a new password", ""),
            ("/portfolio/tags", "Keep your tags of clients", ""),
            ("/portfolio/templates", "Offer templates to clients", ""),
        ] {
            assert_eq!(what(to), (words.to_owned(), record.to_owned()), "{to}");
        }
    }

    #[test]
    fn every_step_that_a_record_knows_is_named() {
        for kind in RecordKind::ALL {
            let slug = crate::address::kind(*kind);
            for form in operations::drawn_of(*kind) {
                assert_eq!(what(&format!("/o/acme/{slug}/do/{}", form.verb)).0, form.label);
            }
        }
    }
}
