//! How plumb says that something is wrong: type, terminal, JSON.
