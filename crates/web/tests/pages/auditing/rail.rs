//! What stands in the rail of an auditor who reads a share.

use super::{CLIENT, World};
use crate::browser::Page;

#[tokio::test]
async fn the_rail_of_an_auditor_has_what_the_share_opens_and_not_the_clients_own_work() {
    let world = World::new().await;
    let soa = format!("{CLIENT}/soa");
    let (auditor, keeper) = (world.get("Ada", &soa).await, world.get("Keeper", &soa).await);
    let leads = |page: &Page, path: &str| page.html.contains(&format!("href=\"{CLIENT}{path}\""));
    for path in ["/soa", "/controls", "/risks", "/evidence", "/history", "/integrity"] {
        assert!(leads(&auditor, path), "{path}: {}", auditor.html);
    }
    for path in ["/readiness", "/proposals", "/tasks", "/gap", "/shares", "/settings", "/import"] {
        assert!(!leads(&auditor, path) && leads(&keeper, path), "{path}: {}", auditor.html);
    }
    assert!(!auditor.html.contains("keys-line"), "nothing is edited there");
}
