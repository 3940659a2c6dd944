//! The alignment engine: what an auditor would raise.
