//! Serves the sample company from memory, to look at its pages: `cargo run -p web --example serve`.

use std::error::Error;
use std::sync::Arc;

use app::{Clock, Instance};
use web::{Options, serve};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let files = std::env::temp_dir().join(format!("plumb-look-{}", std::process::id()));
    let instance = Instance::in_memory(&files, Clock::System)?;
    if let Err(failure) = app::load_sample(&instance).await {
        eprintln!("the sample does not load: {failure}");
    }
    let mut running = serve(Arc::new(instance), Options::default()).await?;
    println!("{}", running.link);
    running.wait().await?;
    Ok(())
}
