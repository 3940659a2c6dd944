//! The table of addresses: a router that remembers what was written in it.

use axum::Router;
use axum::routing::MethodRouter;

use crate::site::Site;

/// Addresses with what answers there; it can be read again, so that a test can ask for each of them.
pub(crate) struct Table {
    router: Router<Site>,
    paths: Vec<String>,
}

impl Table {
    /// Returns an empty table.
    pub(crate) fn new() -> Self {
        Self { router: Router::new(), paths: Vec::new() }
    }

    /// Adds an address.
    pub(crate) fn route(mut self, path: &str, answers: MethodRouter<Site>) -> Self {
        self.paths.push(path.to_owned());
        self.router = self.router.route(path, answers);
        self
    }

    /// Adds all addresses of another table.
    pub(crate) fn merge(mut self, other: Self) -> Self {
        self.paths.extend(other.paths);
        self.router = self.router.merge(other.router);
        self
    }

    /// Adds all addresses of another table below a path.
    pub(crate) fn nest(mut self, path: &str, other: Self) -> Self {
        let below = |inner: &String| if inner == "/" { path.to_owned() } else { format!("{path}{inner}") };
        self.paths.extend(other.paths.iter().map(below));
        self.router = self.router.nest(path, other.router);
        self
    }

    /// Returns the paths, in the order in which they were added.
    pub(crate) fn paths(self) -> Vec<String> {
        self.paths
    }

    /// Returns the router.
    pub(crate) fn router(self) -> Router<Site> {
        self.router
    }
}
