//! Passkeys in a real browser, with an authenticator in software: set up, sign in, confirm, and add another one.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use app::{Beginning, Clock, Instance};
use model::Line;
use serde_json::json;
use web::{Opened, Options, serve};

use crate::browser::NOON;
use crate::chromium::Chromium;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_with_a_passkey_needs_no_password() {
    let files = tempfile::tempdir().expect("a folder");
    let instance = Instance::in_memory(files.path(), Clock::Fixed(NOON)).expect("an instance");
    let beginning = Beginning {
        name: Line::new("Acme"),
        kind: model::records::OrganisationKind::Client,
        time_zone: Line::new("UTC"),
        person: Line::new("Jana Novak"),
        at: Some(NOON),
    };
    instance.begin(beginning).await.expect("an organisation");
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let running =
        serve(Arc::new(instance), Options { address, open: Opened::No, origin: None }).await.expect("served");
    // Passkeys belong to a name.
    let link = running.link.replace("127.0.0.1", "localhost");
    let walked = tokio::task::spawn_blocking(move || walk(&mut Chromium::start()?, &link));
    walked.await.expect("the walk has told why it failed");
    // A browser that is on its way out may hold a connection a little longer.
    let _ = tokio::time::timeout(Duration::from_secs(5), running.stop()).await;
}

fn walk(page: &mut Chromium, link: &str) -> Option<()> {
    page.call("WebAuthn.enable", json!({}));
    let options = json!({
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
        "isUserVerified": true, "automaticPresenceSimulation": true,
    });
    page.call("WebAuthn.addVirtualAuthenticator", json!({ "options": options }));
    let home = link.split("/enter/").next().expect("an origin").to_owned();
    page.go(link);
    page.go(&format!("{home}/setup"));
    page.evaluate("document.querySelector('[name=email]').value = 'jana@example.org'");
    with_passkey(page);
    assert_eq!(path(page), "/account/codes", "{}", page.evaluate("document.body.innerText"));
    page.go(&format!("{home}/account"));
    assert_eq!(page.evaluate("document.body.innerText.includes('first passkey')"), true);
    page.walk_to("Tab", "ending the session", |focus| focus.words.contains("Organisations"));
    page.press_to_load("Enter");
    sign_out(page, &home);
    page.go(&format!("{home}/login?back=/account"));
    page.evaluate("document.querySelector('[name=email]').value = 'jana@example.org'");
    with_passkey(page);
    assert_eq!(path(page), "/account", "{}", page.evaluate("document.body.innerText"));
    page.go(&format!("{home}/step-up?back=/settings/tokens"));
    with_passkey(page);
    assert_eq!(path(page), "/settings/tokens", "{}", page.evaluate("document.body.innerText"));
    Some(())
}

fn with_passkey(page: &mut Chromium) {
    page.walk_to("Tab", "the passkey", |focus| focus.tag == "BUTTON" && focus.words.contains("passkey"));
    page.press_to_load("Enter");
}

fn sign_out(page: &mut Chromium, home: &str) {
    let leave = "fetch('/logout', { method: 'POST' }).then((answer) => answer.url)";
    assert_eq!(page.evaluate(leave), json!(format!("{home}/login")));
}

fn path(page: &mut Chromium) -> String {
    page.evaluate("location.pathname").as_str().expect("a text").to_owned()
}
