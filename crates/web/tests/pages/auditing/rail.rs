//! What stands in the rail of an auditor who reads a share, and what no page offers them.

use super::{CLIENT, World, says};
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

/// Returns what a page holds beside its frame.
fn main_of(page: &Page) -> &str {
    page.html.split_once("<main").map_or("", |(_, main)| main.split("</main>").next().unwrap_or_default())
}

#[tokio::test]
async fn an_auditor_is_offered_nothing_that_only_members_do() {
    let world = World::new().await;
    for (page, deeds) in
        [("integrity", ["Verify now", "Long work"]), ("scope", ["Save the scope", "Preview"])]
    {
        let path = format!("{CLIENT}/{page}");
        let (theirs, ours) = (world.get("Ada", &path).await, world.get("Keeper", &path).await);
        for deed in deeds {
            assert!(!main_of(&theirs).contains(deed), "{path}: {deed}: {}", theirs.html);
            assert!(main_of(&ours).contains(deed), "{path}: {deed}: {}", ours.html);
        }
    }
    says(&world.get("Ada", &format!("{CLIENT}/integrity")).await, &["bound by the hash of its commit"]);
}
