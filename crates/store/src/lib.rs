//! Where ledgers and evidence files lie.
