//! The pages: the only crate that knows HTTP and HTML.
