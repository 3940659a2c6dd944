//! Small organisations for tests, rule proofs and documentation.
