//! The pages: the only crate that knows HTTP and HTML.

pub mod assets;
pub mod layout;
pub mod parts;
