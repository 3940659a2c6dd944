//! Outside files in: bytes to operations and diagnostics.
