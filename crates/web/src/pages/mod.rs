//! The pages: each file holds address, reading, form and HTML of one.

pub mod answers;
pub mod assets;
pub mod audits;
pub mod cells;
pub mod evidence;
pub mod exports;
pub mod frameworks;
pub mod gap;
pub mod history;
pub mod import;
pub mod integrity;
pub mod me;
pub mod naming;
pub mod plan;
pub mod proposals;
pub mod readiness;
pub mod record;
pub mod risks;
pub mod search;
pub mod settings;
pub mod soa;
pub mod start;
pub mod timeline;
pub mod words;
pub mod work;
