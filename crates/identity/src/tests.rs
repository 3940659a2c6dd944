//! What must hold of accounts, named after the list of hostile inputs.
