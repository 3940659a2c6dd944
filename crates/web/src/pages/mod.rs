//! The pages: each file holds address, reading, form and HTML of one.

pub mod evidence;
pub mod history;
pub mod integrity;
pub mod me;
pub mod problems;
pub mod record;
pub mod search;
pub mod settings;
pub mod start;
