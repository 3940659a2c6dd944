//! The sentence that follows from what was chosen.

use maud::{Markup, html};
use model::RecordKind;
use model::records::Scope;

use super::Typed;
use super::rows::{Chosen, Row};
use crate::pages::naming::counted;
use crate::visit::Visit;

/// How many names of a kind stand in the sentence.
const NAMES_MAX: usize = 12;

/// Returns the sentence.
pub(super) fn sentence(visit: &Visit, typed: &Typed) -> String {
    let inside = |kind: RecordKind| names(&typed.rows, kind, Chosen::In);
    let services: Vec<String> = typed
        .services
        .split(['\n', ','])
        .map(str::trim)
        .filter(|one| !one.is_empty())
        .map(str::to_owned)
        .collect();
    let organisation = visit.books.name();
    let mut words = format!("The information security management system of {organisation} covers ");
    words.push_str(&match services.as_slice() {
        [] => "its services".to_owned(),
        services => listed(services),
    });
    let parts = [
        (RecordKind::Process, "with the processes"),
        (RecordKind::Unit, "as carried out by"),
        (RecordKind::Site, "at"),
        (RecordKind::Asset, "on"),
        (RecordKind::Supplier, "with the help of"),
    ];
    for (kind, before) in parts {
        let names = inside(kind);
        if !names.is_empty() {
            words.push_str(&format!(", {before} {}", listed(&names)));
        }
    }
    let remote = visit.isms().scope.one().and_then(|scope: &model::Entry<Scope>| scope.fully_remote);
    if remote == Some(model::YesNo::Yes) {
        words.push_str(", without a site of its own");
    }
    words.push('.');
    let out: Vec<String> = typed
        .rows
        .iter()
        .filter(|row| row.chosen == Chosen::Out)
        .map(|row| match row.because.trim_end_matches('.') {
            "" => row.name.clone(),
            because => format!("{} ({because})", row.name),
        })
        .collect();
    if !out.is_empty() {
        words.push_str(&format!(" It leaves out {}.", listed(&out)));
    }
    words
}

/// Returns the sentence, and what is still open.
pub(super) fn shown(visit: &Visit, typed: &Typed) -> Markup {
    let of = |chosen: Chosen| typed.rows.iter().filter(|row| row.chosen == chosen).count();
    let unreasoned =
        typed.rows.iter().filter(|row| row.chosen == Chosen::Out && row.because.is_empty()).count();
    html! {
        div.scope-preview id="preview" aria-live="polite" {
            blockquote { (sentence(visit, typed)) }
            p.secondary {
                (of(Chosen::In)) " inside, " (of(Chosen::Out)) " outside, " (of(Chosen::Undecided)) " not decided"
                @if unreasoned > 0 { "; " span.s-problem.warned { (counted(unreasoned, "is left out without a reason", "are left out without a reason")) } }
            }
        }
    }
}

fn names(rows: &[Row], kind: RecordKind, chosen: Chosen) -> Vec<String> {
    let of: Vec<&Row> = rows.iter().filter(|row| row.id.kind == kind && row.chosen == chosen).collect();
    let mut names: Vec<String> = of.iter().take(NAMES_MAX).map(|row| row.name.clone()).collect();
    if of.len() > names.len() {
        names.push(format!("{} more", of.len() - names.len()));
    }
    names
}

/// Joins names as people read them: `a, b and c`.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_joined_as_people_read_them() {
        let of = |names: &[&str]| listed(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&[]), "");
        assert_eq!(of(&["a"]), "a");
        assert_eq!(of(&["a", "b", "c"]), "a, b and c");
    }
}
