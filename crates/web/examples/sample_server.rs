//! Serves the sample company from memory, to be looked at: `cargo run -p web --example sample_server -- PORT`.

use std::io;
use std::sync::Arc;

use app::{Clock, Instance};

#[tokio::main]
async fn main() -> io::Result<()> {
    let port: u16 = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(web::serve::PORT);
    let files = tempfile::tempdir()?;
    let instance = Instance::in_memory(files.path(), Clock::System).map_err(io::Error::other)?;
    app::load_sample(&instance).await.map_err(io::Error::other)?;
    let address = ([127, 0, 0, 1], port).into();
    let mut running =
        web::serve(Arc::new(instance), web::Options { address, open: web::Opened::No, origin: None }).await?;
    println!("{}", running.link);
    running.wait().await
}
