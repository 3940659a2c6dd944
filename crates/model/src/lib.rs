//! The ISMS as a value: records, references, levels, versions.
