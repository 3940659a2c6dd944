//! Delivers webhooks while the server runs, round after round; what is due is in the ledger and survives the server.

use std::sync::Arc;
use std::time::Duration;

use app::identity::{Https, PrivateAddresses};
use app::webhooks::WebhookClock;

use crate::site::Site;

/// How often it is looked whether something is to be told.
const ROUND: Duration = Duration::from_secs(5);

/// Delivers until the server ends.
pub async fn run(site: Site) {
    match Https::new(PrivateAddresses::Refused) {
        Ok(https) => site.webhooks().set_way(Arc::new(https)),
        Err(problem) => tracing::warn!("webhooks reach nobody: {problem}"),
    }
    let instance = Arc::clone(site.instance());
    let clock: WebhookClock = Arc::new(move || instance.micros());
    let mut rounds = tokio::time::interval(ROUND);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        rounds.tick().await;
        if let Err(problem) = site.webhooks().round(site.instance(), &clock).await {
            tracing::warn!("webhooks were not delivered: {problem}");
        }
    }
}
