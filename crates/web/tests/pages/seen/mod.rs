//! Every page that links lead to, opened in a real browser: with axe-core, narrow, without script, and as pictures.

mod axe;
mod keys;
mod long_work;
mod narrow;
mod on_paper;
pub mod pictures;
pub mod places;
mod without_script;
mod writing;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use app::{Beginning, Clock, Instance};
use model::Line;
use serde_json::json;
use web::{Opened, Options, serve};

use crate::browser::NOON;
use crate::chromium::Chromium;

/// What is served to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Served {
    /// Nothing yet.
    Blank,
    /// An organisation that has just begun.
    Empty,
    /// The sample company on its way to Stage 1.
    Midway,
    /// The sample company with three years behind it.
    History,
}

/// Colours in which a page is shown.
const THEMES: [&str; 2] = ["light", "dark"];

/// Serves, starts a browser that has come in, and looks; nothing where there is no browser.
pub async fn look<T: Send + 'static>(
    served: Served,
    walk: impl FnOnce(&mut Chromium, &str) -> T + Send + 'static,
) -> Option<T> {
    let (instance, _files) = begun(served).await;
    look_on(instance, walk).await
}

/// Begins what is served.
async fn begun(served: Served) -> (Arc<Instance>, tempfile::TempDir) {
    let files = tempfile::tempdir().expect("a folder");
    let instance = Instance::in_memory(files.path(), Clock::Fixed(NOON)).expect("an instance");
    match served {
        Served::Blank => {}
        Served::Empty => {
            let beginning = Beginning {
                name: Line::new("Acme"),
                kind: model::records::OrganisationKind::Client,
                time_zone: Line::new("UTC"),
                person: Line::new("Jana Novak"),
                at: Some(NOON),
            };
            instance.begin(beginning).await.expect("an organisation");
        }
        Served::Midway => drop(app::load_sample(&instance).await.expect("the sample")),
        Served::History => drop(app::load_history(&instance).await.expect("the sample")),
    }
    (Arc::new(instance), files)
}

/// Serves what has begun, starts a browser that has come in, and looks.
async fn look_on<T: Send + 'static>(
    instance: Arc<Instance>,
    walk: impl FnOnce(&mut Chromium, &str) -> T + Send + 'static,
) -> Option<T> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let running = serve(instance, Options { address, open: Opened::No, origin: None }).await.expect("served");
    let link = running.link.clone();
    let walked = tokio::task::spawn_blocking(move || {
        let mut page = Chromium::start()?;
        page.go(&link);
        let home = link.split("/enter/").next().expect("an origin").to_owned();
        Some(walk(&mut page, &home))
    });
    let walked = walked.await.expect("the walk has told why it failed");
    // A browser that is on its way out may hold a connection a little longer.
    let _ = tokio::time::timeout(Duration::from_secs(5), running.stop()).await;
    walked
}

/// Makes the page as wide and high as asked, and asks for the colours.
pub fn shape(page: &mut Chromium, width: u32, height: u32, theme: &str) {
    let shape = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    page.call("Emulation.setDeviceMetricsOverride", shape);
    let features = json!([
        { "name": "prefers-color-scheme", "value": theme },
        { "name": "prefers-reduced-motion", "value": "reduce" },
    ]);
    page.call("Emulation.setEmulatedMedia", json!({ "features": features }));
}

/// Fails with everything that was found, where anything was.
fn nothing_found(what: &str, pages: usize, found: &[String]) {
    println!("{what}: {pages} pages, {} findings", found.len());
    assert!(pages > 20, "links lead to {pages} pages only");
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}
