//! Plans of real and made-up files.
