//! The pages: the only crate that knows HTTP and HTML.

pub mod address;
pub mod api;
mod as_read;
pub mod assets;
pub mod data;
mod doors;
pub mod failure;
pub mod fields;
pub mod fonts;
pub mod guard;
mod inboxes;
mod kept;
pub mod layout;
pub mod locale;
mod notices;
mod once;
pub mod pages;
pub mod parts;
mod past;
pub mod rail;
pub mod routes;
pub mod serve;
pub mod session;
pub mod site;
mod table;
mod twice;
pub mod visit;
mod webhooks;

pub use failure::{Answer, Failure};
pub use fields::Fields;
pub use routes::{addresses, router};
pub use serve::{Opened, Options, Running, serve};
pub use session::Sessions;
pub use visit::{Id, Of, Visit};
