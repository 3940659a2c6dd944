//! The written policies: their text, and the digest that stands in each commit that they allowed.

use sha2::{Digest, Sha256};

/// The schema: what policies may speak of.
pub(crate) const SCHEMA: &str = include_str!("../policies/schema.cedarschema");

/// One file of policies for each subject, in a fixed order.
pub(crate) const FILES: [(&str, &str); 14] = [
    ("default", include_str!("../policies/default.cedar")),
    ("membership", include_str!("../policies/membership.cedar")),
    ("work", include_str!("../policies/work.cedar")),
    ("approve", include_str!("../policies/approve.cedar")),
    ("accept", include_str!("../policies/accept.cedar")),
    ("evidence", include_str!("../policies/evidence.cedar")),
    ("audit", include_str!("../policies/audit.cedar")),
    ("findings", include_str!("../policies/findings.cedar")),
    ("roles", include_str!("../policies/roles.cedar")),
    ("exceptions", include_str!("../policies/exceptions.cedar")),
    ("tokens", include_str!("../policies/tokens.cedar")),
    ("body", include_str!("../policies/body.cedar")),
    ("consultants", include_str!("../policies/consultants.cedar")),
    ("restricted", include_str!("../policies/restricted.cedar")),
];

/// Returns the policies as one text.
#[must_use]
pub(crate) fn policies() -> String {
    FILES.map(|(_, text)| text).join("\n")
}

/// Returns schema and policies as one text, as a pack holds them and the digest binds them.
#[must_use]
pub fn text() -> String {
    format!("{SCHEMA}\n{}", policies())
}

/// Returns the SHA-256 of schema and policies; it stands in the header of each commit that they allowed.
#[must_use]
pub fn policy_digest() -> [u8; 32] {
    Sha256::digest(text().as_bytes()).into()
}
