//! `cargo xtask lighthouse`: the eight main pages of a served sample, looked at by Lighthouse; each figure with its limit.

use crate::api::Server;
use crate::axe::installed;
use crate::chromium;
use crate::command::{Outcome, cargo, find, root, run};
use std::process::{Command, Stdio};

/// The package, with the version that pages are held to.
const PACKAGE: &str = "lighthouse@12.8.2";
/// The main pages, within an organisation.
const PAGES: [&str; 8] =
    ["", "/timeline", "/readiness", "/gap", "/risks", "/soa", "/controls/A.8.13", "/evidence"];
/// What is asked for, and the least of a hundred that each page reaches.
const ASKED: [(&str, u32); 2] = [("performance", 95), ("accessibility", 95)];

/// Serves the sample and looks at each page as a desktop does; fails where a figure is below its limit.
pub fn run_all(_: &[String]) -> Outcome {
    let browser = chromium::find_or_install().map_err(|why| format!("no look without a browser: {why}"))?;
    let node = find("node").ok_or("no node in PATH; install it with `sudo apt-get install nodejs`")?;
    let program = installed(PACKAGE, "lighthouse", "node_modules/lighthouse/cli/index.js")?;
    run(&mut cargo(&["build", "--workspace", "--example", "sample_server"]))?;
    let server = Server::start()?;
    let org = server.organisation()?;
    let told = root().join("target/lighthouse/told.json");
    let mut below = Vec::new();
    println!("{:<22} {:>12} {:>14}", "page", ASKED[0].0, ASKED[1].0);
    for page in PAGES {
        let address = format!("http://{}/o/{org}{page}", server.host());
        let mut command = Command::new(&node);
        command
            .arg(&program)
            .arg(&address)
            .args([
                "--quiet",
                "--preset=desktop",
                "--output=json",
                "--only-categories=performance,accessibility",
            ])
            .arg(format!("--output-path={}", told.display()))
            .arg(format!("--extra-headers={{\"Cookie\":\"{}\"}}", server.cookie()))
            .arg("--chrome-flags=--headless=new --no-sandbox --disable-gpu")
            .env("CHROME_PATH", &browser)
            .stdin(Stdio::null());
        run(&mut command)?;
        let json = std::fs::read_to_string(&told).map_err(|error| format!("{}: {error}", told.display()))?;
        let scores = ASKED.map(|(name, _)| score(&json, name));
        let shown = |at: usize| scores[at].map_or("-".to_owned(), |score| score.to_string());
        println!("{:<22} {:>12} {:>14}", if page.is_empty() { "/" } else { page }, shown(0), shown(1));
        for ((name, least), score) in ASKED.iter().zip(scores) {
            if score.is_none_or(|score| score < *least) {
                below.push(format!("{page} has {name} {score:?}, expected {least} or more"));
            }
        }
    }
    if below.is_empty() { Ok(()) } else { Err(below.join("\nxtask: ")) }
}

/// Returns a category's score of a hundred.
fn score(json: &str, category: &str) -> Option<u32> {
    let (_, rest) = json.split_once("\"categories\":")?;
    let (_, rest) = rest.split_once(&format!("\"id\": \"{category}\""))?;
    let (_, rest) = rest.split_once("\"score\":")?;
    let number: f64 = rest.split([',', '}']).next()?.trim().parse().ok()?;
    format!("{:.0}", number * 100.0).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::score;

    #[test]
    fn scores_are_read_of_the_category_that_is_meant() {
        let json = r#"{"audits":{"x":{"score": 0}},"categories":{"performance":{"title":"P","id": "performance",
            "score": 0.97},"accessibility":{"id": "accessibility","score": 1}}}"#;
        assert_eq!((score(json, "performance"), score(json, "accessibility")), (Some(97), Some(100)));
        assert_eq!(score(json, "seo"), None);
    }
}
