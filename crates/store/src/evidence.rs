//! Files of evidence.
