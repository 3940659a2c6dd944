//! The generic pages that every kind of record has from its first day, all from its table of fields.

pub mod cell;
pub mod closed;
pub mod deeds;
pub mod edit;
pub mod inputs;
pub mod json;
pub mod list;
pub mod page;
pub mod proposals;
pub mod records;
pub mod remove;
pub mod rows;
pub mod shown;
mod stale;
pub mod standing;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use model::{RecordId, RecordKind};

use crate::address;
use crate::failure::Failure;
use crate::site::Site;
use crate::visit::param;

/// The kind of record that an address names: `{kind}`.
pub struct Kind(pub RecordKind);

/// The record that an address names: `{kind}` and `{id}`, which fit each other.
pub struct Which(pub RecordId);

impl FromRequestParts<Site> for Kind {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Failure> {
        // Where a page made by hand has the address of one kind, the word stands in the path itself.
        let word = match param(parts, site, "kind").await {
            Ok(word) => word,
            Err(_) => parts.uri.path().split('/').nth(1).unwrap_or_default().to_owned(),
        };
        address::kind_of(&word).map(Self).ok_or_else(|| Failure::unknown("such page"))
    }
}

impl FromRequestParts<Site> for Which {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Failure> {
        let Kind(kind) = Kind::from_request_parts(parts, site).await?;
        let text = param(parts, site, "id").await?;
        let id = RecordId::parse(&text).filter(|id| id.kind == kind);
        id.map(Self).ok_or_else(|| Failure::unknown(format!("such {}", kind.kind().singular)))
    }
}

/// Returns the rail's address for a kind: `/risks`.
#[must_use]
pub fn here(kind: RecordKind) -> String {
    format!("/{}", address::kind(kind))
}

/// Returns a word with its first letter large.
#[must_use]
pub fn capital(word: &str) -> String {
    let mut signs = word.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}
