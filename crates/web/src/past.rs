//! Pages beside the organisations have no past: who asks one for a day that is over, or for a difference, is told so.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;

use crate::address;
use crate::fields::Fields;

/// What a query asks of the past with.
const OF_THE_PAST: [&str; 3] = ["as_of", "as-of", "diff"];

tokio::task_local! {
    /// The address of the present page without what asks for its past; each request is answered in a task of its own.
    static WITHOUT: String;
}

/// Returns the address of the page without what asks for its past, where a page without one is asked for it.
#[must_use]
pub fn asked() -> Option<String> {
    WITHOUT.try_with(Clone::clone).ok()
}

/// Answers, and notes whether a past was asked of a page beside the organisations.
pub async fn noted(request: Request, next: Next) -> Response {
    match without(request.uri().path(), request.uri().query().unwrap_or_default()) {
        Some(address) => WITHOUT.scope(address, next.run(request)).await,
        None => next.run(request).await,
    }
}

fn without(path: &str, query: &str) -> Option<String> {
    if path.starts_with("/o/") || path.starts_with("/api/") {
        return None;
    }
    let fields = Fields::read(query);
    let asks = OF_THE_PAST.iter().any(|name| !fields.get(name).is_empty());
    let kept = fields.0.iter().filter(|(name, _)| !OF_THE_PAST.contains(&name.as_str()));
    let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
    asks.then(|| address::with_query(path, kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_beside_the_organisations_have_no_past_and_lead_to_themselves() {
        for (path, query, to) in [
            ("/portfolio", "as_of=2026-03-31&sort=name", Some("/portfolio?sort=name")),
            ("/inbox", "diff=2026-01-01..2026-03-31", Some("/inbox")),
            ("/portfolio", "sort=name", None),
            ("/portfolio", "as_of=", None),
            ("/o/acme/risks", "as_of=2026-03-31", None),
            ("/api/v1/organizations", "as_of=2026-03-31", None),
        ] {
            assert_eq!(without(path, query).as_deref(), to, "{path}?{query}");
        }
    }
}
