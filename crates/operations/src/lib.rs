//! What people can do: one operation, one file.
