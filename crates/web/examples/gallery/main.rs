//! Writes the parts and the main screens as files, to be looked at: `cargo run -p web --example gallery -- FOLDER`.

use std::path::PathBuf;
use std::{env, fs};

use web::assets::ASSETS;
use web::layout::Theme;

mod forms;
mod frame;
mod risks;
mod screens;
mod soa;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(env::args().nth(1).unwrap_or_else(|| "gallery".to_owned()));
    fs::create_dir_all(folder.join("assets"))?;
    for asset in ASSETS {
        fs::write(folder.join("assets").join(asset.name), asset.plain)?;
    }
    for theme in [Theme::Light, Theme::Dark] {
        for (name, html) in screens::all(theme) {
            fs::write(folder.join(format!("{name}-{}.html", theme.word())), html.into_string())?;
        }
    }
    Ok(())
}
