//! The five questions: asked when an organisation begins, and again whenever more is known.

pub mod again;
pub mod fields;
pub mod new;
