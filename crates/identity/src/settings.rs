//! How accounts are set up: where they are reached, and who vouches for whom.

use std::sync::Arc;

use url::Url;

use crate::fetch::Fetch;
use crate::seam::{Machine, Surroundings};
use crate::sign_on::Provider;
use crate::vault::Vault;

/// How accounts are set up.
#[derive(Clone)]
pub struct Settings {
    /// What the product is called where a device shows it.
    pub product: String,
    /// Where browsers reach us, if it is known. Passkeys are bound to it.
    pub origin: Option<Url>,
    /// Who may vouch for people: providers of single sign-on.
    pub providers: Vec<Provider>,
    /// The way to them.
    pub fetch: Arc<dyn Fetch>,
    /// What seals the secrets of codes before they are written; without it they are written as they are.
    pub vault: Option<Arc<Vault>>,
    /// Clock and chance.
    pub surroundings: Arc<dyn Surroundings>,
}

impl Settings {
    /// Returns settings without single sign-on, with the machine's clock.
    pub fn at(origin: Option<Url>) -> Self {
        Self {
            product: "Plumbline".to_owned(),
            origin,
            providers: Vec::new(),
            fetch: Arc::new(crate::fetch::Nowhere),
            vault: None,
            surroundings: Arc::new(Machine),
        }
    }
}
