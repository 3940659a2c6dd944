//! Keys: what encrypts, signs or opens.

use crate::field::record;
use crate::{Date, Line, Owner, Ref, YesNo};

use super::Asset;
record! {
    /// A key or certificate that encrypts, signs or opens (A.8.24).
    CryptoKey => keys, "KEY", "key", "keys", clause "A.8.24", single false,
    "A cryptographic key or certificate: what for, whose, until when.";
    title: Line, Form "Title", "What the key is for; never the key itself.";
    owner: Option<Owner>, Form "Owner", "Who answers for it.";
    system: Option<Ref<Asset>>, Form "System", "Where it is used.";
    kept_at: Line, Form "Kept at", "Where it is kept.";
    algorithm: Line, Form "Algorithm", "Algorithm and length.";
    in_use: Option<YesNo>, Form "In use", "Whether it is used.";
    created_on: Option<Date>, Form "Created on", "When it was made.";
    expires_on: Option<Date>, Form "Expires on", "The last day on which it may be used.";
}
