//! The hash chain and its proofs; bytes only.
