//! What the disk itself can do: the time of one fsync, which no commit can beat.

use super::figure::{Figure, Goal};
use crate::command::root;
use std::fs::{self, File};
use std::io::Write;
use std::time::Instant;

const TIMES: usize = 200;
const BLOCK: [u8; 4096] = [7; 4096];

/// Measures the median time of appending one block and forcing it to disk.
pub fn one_fsync() -> Result<Figure, String> {
    let path = root().join("target").join("bench-fsync");
    let times = measure(&path).map_err(|error| format!("fsync in {}: {error}", path.display()));
    let removed = fs::remove_file(&path).map_err(|error| format!("{} stays: {error}", path.display()));
    let value = median(times?);
    removed?;
    Ok(Figure {
        name: "one fsync of this disk".into(),
        size: None,
        value,
        unit: "ms".into(),
        goal: Goal::None,
    })
}

fn measure(path: &std::path::Path) -> std::io::Result<Vec<f64>> {
    let mut file = File::create(path)?;
    let mut times = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        file.write_all(&BLOCK)?;
        let begun = Instant::now();
        file.sync_all()?;
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(times)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
