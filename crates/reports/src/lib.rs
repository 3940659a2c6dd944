//! Reports out: an ISMS to content, content to bytes.
