//! The statement is approved as it stands: what is frozen is said before.

use axum::http::StatusCode;
use maud::{Markup, html};
use model::records::Soa;
use model::{Digest, Ref, Value, YesNo};
use operations::{ApproveSoa, draft_digest};

use super::{HERE, Versions};
use crate::failure::Answer;
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::pages::naming::counted;
use crate::parts::confirm::{Confirm, confirm};
use crate::parts::digest::digest;
use crate::parts::form::problems;
use crate::visit::Visit;

/// Answers with what would be approved.
///
/// # Errors
/// None of its own.
pub async fn page(visit: Visit) -> Answer {
    Ok(visit.page(HERE, head(&visit), main(&visit, None)))
}

/// Approves what was read.
///
/// # Errors
/// Where the store does not take it.
pub async fn approve(visit: Visit, typed: Fields) -> Answer {
    let seen = Digest::read(typed.get("seen")).ok().filter(|seen| !seen.is_empty());
    let Some(seen) = seen else {
        let main = main(&visit, Some("read what is frozen, then approve it"));
        return Ok(visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, HERE, head(&visit), main));
    };
    let version = Versions::of(&visit).version;
    match visit.run(ApproveSoa { seen: Some(seen) }).await? {
        Ok(_) => {
            visit.say(format!("Version {version} of the statement is approved"), None);
            Ok(visit.to(HERE))
        }
        Err(refusal) => {
            let main = main(&visit, Some(&refusal.to_string()));
            Ok(visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, HERE, head(&visit), main))
        }
    }
}

fn head(visit: &Visit) -> PageHead {
    let version = Versions::of(visit).version;
    PageHead {
        crumbs: vec![("Statement of applicability".to_owned(), visit.at(HERE))],
        id: format!("v{version}"),
        ..PageHead::new("Approve the statement")
    }
}

fn main(visit: &Visit, problem: Option<&str>) -> Markup {
    let versions = Versions::of(visit);
    let rows = &versions.content.rows;
    let count = |wanted: Option<YesNo>| rows.iter().filter(|row| row.included == wanted).count();
    let mut follows = vec![
        format!(
            "{} are frozen: {} included, {} excluded, {} undecided",
            counted(rows.len(), "row", "rows"),
            count(Some(YesNo::Yes)),
            count(Some(YesNo::No)),
            count(None)
        ),
        match versions.content.scope_version {
            Some(scope) => format!("It is bound to version {scope} of the scope"),
            None => "No version of the scope is approved yet; an auditor will ask for one".to_owned(),
        },
    ];
    if let Some(in_force) = &versions.in_force {
        let differing = counted(versions.differing().len(), "row", "rows");
        follows.push(format!("{differing} differ from version {}, which it replaces", in_force.version));
    }
    let errors = open_errors(visit);
    if errors > 0 {
        follows.push(format!(
            "{} about the statement are open and stay open",
            counted(errors, "error", "errors")
        ));
    }
    follows.push("An approval is not undone; it is withdrawn, with a reason".to_owned());
    let seen = draft_digest(visit.isms(), Ref::<Soa>::one().id(), visit.actor, visit.today);
    let seen = seen.map(|seen| seen.to_string()).unwrap_or_default();
    html! {
        (problems(problem, &[]))
        (confirm(&Confirm {
            sentence: format!("{} approves version {} as it stands now.", visit.actor_name(), versions.version),
            follows,
            action: visit.at("/soa/approve"),
            hidden: vec![("seen".to_owned(), seen.clone())],
            yes: format!("Approve v{}", versions.version),
            no: visit.at(HERE),
            ..Confirm::default()
        }))
        p.secondary.small { "What you read: " (digest("sha256", &seen)) }
    }
}

/// Counts open errors about rows of the statement.
fn open_errors(visit: &Visit) -> usize {
    let results = visit.results();
    let of_row = |one: &&diagnostics::Diagnostic| {
        one.is_open()
            && one.severity == diagnostics::Severity::Error
            && one.place.record().is_some_and(|id| id.kind == super::row::KIND)
    };
    results.diagnostics().filter(of_row).count()
}
