//! The JSON API, version 1: every record and every operation, through the same books, operations and views as pages.

pub mod access;
mod answer;
mod check;
mod files;
mod history;
mod jobs;
mod keys;
mod list;
mod openapi;
mod organisations;
pub mod problem;
mod query;
mod records;
mod reference;
mod schema;
mod sent;
mod steps;
mod strict;
mod typed;

pub use openapi::document;
pub use reference::markdown;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use axum::routing::{MethodRouter, get, patch, post};
use axum::{Extension, Router};

use self::problem::{Problem, ProblemKind};
use crate::fields::FORM_BYTES_MAX;
use crate::routes::UPLOAD_BYTES_MAX;
use crate::site::Site;

/// What every address of this version begins with.
pub const ROOT: &str = "/api/v1";
/// The page that explains it.
pub const REFERENCE: &str = "/api";
/// How many changes somebody may ask for at the same time.
const AT_ONCE_MAX: usize = 16;

/// What an address answers.
pub type Told = Result<Response, Problem>;

/// Says whether a path is one of the API, and not the page that explains it.
#[must_use]
pub fn is_api(path: &str) -> bool {
    path.starts_with("/api/")
}

/// What all addresses share.
#[derive(Default)]
pub struct Api {
    pub(crate) keys: Arc<keys::Keys>,
    asking: Arc<Mutex<HashMap<String, usize>>>,
}

/// The turn of somebody's change; it ends with it.
pub(crate) struct Turn {
    who: String,
    asking: Arc<Mutex<HashMap<String, usize>>>,
}

impl Api {
    /// Lets a change of somebody begin.
    ///
    /// # Errors
    /// Where too many are under way.
    pub(crate) fn turn(&self, who: &str) -> Result<Turn, Problem> {
        let mut asking = self.asking.lock().expect("nobody panics here");
        let count = asking.entry(who.to_owned()).or_insert(0);
        if *count >= AT_ONCE_MAX {
            let words = format!("{AT_ONCE_MAX} of your changes are under way; wait for one of them");
            return Err(Problem::new(ProblemKind::TooMany, words));
        }
        *count += 1;
        Ok(Turn { who: who.to_owned(), asking: Arc::clone(&self.asking) })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut asking = self.asking.lock().expect("nobody panics here");
        if let Some(count) = asking.get_mut(&self.who) {
            *count -= 1;
            if *count == 0 {
                asking.remove(&self.who);
            }
        }
    }
}

/// An address under [`ROOT`]: its path and what answers there.
struct Route {
    path: &'static str,
    /// The methods that it knows, as `Allow` says them.
    methods: &'static str,
    says: Says,
    answers: fn() -> MethodRouter<Site>,
}

/// Whether an address knows the same methods for every kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Always,
    ByKind,
}

/// Every address of the API; the description holds just these.
const ROUTES: &[Route] = &[
    Route { path: "/openapi.json", methods: "GET, HEAD", says: Says::Always, answers: || get(openapi::get) },
    Route {
        path: "/organisations",
        methods: "GET, HEAD",
        says: Says::Always,
        answers: || get(organisations::list),
    },
    Route { path: "/{org}", methods: "GET, HEAD", says: Says::Always, answers: || get(organisations::one) },
    Route { path: "/{org}/check", methods: "GET, HEAD", says: Says::Always, answers: || get(check::list) },
    Route { path: "/{org}/check/{verb}", methods: "POST", says: Says::Always, answers: || post(check::say) },
    Route {
        path: "/{org}/history",
        methods: "GET, HEAD",
        says: Says::Always,
        answers: || get(history::list),
    },
    Route {
        path: "/{org}/history/{seq}",
        methods: "GET, HEAD",
        says: Says::Always,
        answers: || get(history::one),
    },
    Route {
        path: "/{org}/history/{seq}/undo",
        methods: "POST",
        says: Says::Always,
        answers: || post(history::undo),
    },
    Route { path: "/{org}/jobs", methods: "GET, HEAD", says: Says::Always, answers: || get(jobs::list) },
    Route { path: "/{org}/jobs/{id}", methods: "GET, HEAD", says: Says::Always, answers: || get(jobs::one) },
    Route {
        path: "/{org}/jobs/{id}/cancel",
        methods: "POST",
        says: Says::Always,
        answers: || post(jobs::cancel),
    },
    Route {
        path: "/{org}/evidence/add",
        methods: "POST",
        says: Says::Always,
        answers: || post(files::add).layer(large()),
    },
    Route {
        path: "/{org}/documents/{id}/attach",
        methods: "POST",
        says: Says::Always,
        answers: || post(files::attach).layer(large()),
    },
    Route {
        path: "/{org}/evidence/{id}/file",
        methods: "GET, HEAD",
        says: Says::Always,
        answers: || get(files::get),
    },
    Route {
        path: "/{org}/documents/{id}/file",
        methods: "GET, HEAD",
        says: Says::Always,
        answers: || get(files::get),
    },
    Route {
        path: "/{org}/{kind}",
        methods: "GET, HEAD, POST",
        says: Says::ByKind,
        answers: || get(list::list).post(records::create).fallback(records::other_of_kind),
    },
    Route {
        path: "/{org}/{kind}/{id}",
        methods: "GET, HEAD, PATCH, DELETE, POST",
        says: Says::ByKind,
        answers: || {
            get(records::one)
                .merge(patch(records::change))
                .delete(records::remove)
                .fallback(steps::make_or_say)
        },
    },
    Route {
        path: "/{org}/{kind}/{id}/history",
        methods: "GET, HEAD",
        says: Says::Always,
        answers: || get(history::of_record),
    },
    Route {
        path: "/{org}/{kind}/{id}/{verb}",
        methods: "POST",
        says: Says::Always,
        answers: || post(steps::step),
    },
];

/// Returns the path of every address of the API, and of the page that explains it.
#[must_use]
pub fn addresses() -> Vec<String> {
    let all = ROUTES.iter().map(|route| format!("{ROOT}{}", route.path));
    std::iter::once(REFERENCE.to_owned()).chain(all).collect()
}

/// How large an upload may be.
fn large() -> DefaultBodyLimit {
    DefaultBodyLimit::max(UPLOAD_BYTES_MAX + FORM_BYTES_MAX)
}

/// Returns all addresses of the API, and the page that explains it.
///
/// They are a service of their own: what guards them stands before all that they say, also about methods.
pub fn router(site: &Site) -> Router<Site> {
    let routes = ROUTES.iter().fold(Router::new(), |router, route| {
        let answers = (route.answers)();
        router.route(
            route.path,
            match route.says {
                Says::Always => answers.fallback(|| async { Problem::other_method(route.methods) }),
                Says::ByKind => answers,
            },
        )
    });
    let routes = routes.layer(Extension(Arc::new(Api::default()))).fallback(nowhere).with_state(site.clone());
    Router::new().route(REFERENCE, get(reference::page)).nest_service(ROOT, routes)
}

/// Answers that there is nothing at an address.
async fn nowhere() -> Problem {
    Problem::not_here()
}
