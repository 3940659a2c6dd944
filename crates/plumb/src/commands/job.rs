//! `plumb job`: long work on a server: what runs, how far it is, and the way to cancel it.

use clap::{Args, Subcommand};
use reqwest::Method;
use serde_json::{Value, json};

use crate::args::Common;
use crate::exit::Stop;
use crate::remote::Remote;
use crate::remote::client::{Ask, text};
use crate::screen::{Screen, count};
use crate::shapes::{JOB, JOBS};
use crate::table::table;

/// Long work on a server: list, show, cancel.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb --server https://isms.example.org job ls\nplumb job show 3f2a\nplumb job cancel 3f2a",
    after_help = "Imports, packs, archives and checks of all hashes that were begun in the browser and take long go on in the running\n\
                  server. Only who began one sees and cancels it. The server is that of --server or PLUMB_SERVER."
)]
pub struct Job {
    #[command(subcommand)]
    verb: Verb,
}

/// What is done with long work.
#[derive(Debug, Subcommand)]
enum Verb {
    /// List yours, newest first
    #[command(before_help = "plumb job ls\nplumb --server https://isms.example.org job ls --json")]
    Ls,
    /// Show how far one is, and what came of it
    #[command(before_help = "plumb job show 3f2a")]
    Show(Named),
    /// Stop one before its next step; nothing is written by halves
    #[command(before_help = "plumb job cancel 3f2a")]
    Cancel(Named),
}

/// Which one.
#[derive(Debug, Args)]
struct Named {
    /// Its id, or the beginning of it
    #[arg(value_name = "ID")]
    id: String,
}

impl Job {
    /// Does it.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let remote = Remote::of(common).await?.ok_or_else(|| {
            Stop::usage("long work lies in a running server, and none is named")
                .help("name it: plumb --server URL job … or PLUMB_SERVER=URL")
                .help("on a data folder a command does its work itself and tells when it is done")
        })?;
        match self.verb {
            Verb::Ls => list(&remote, screen).await,
            Verb::Show(named) => {
                let id = found(&remote, &named.id).await?;
                let told = remote.client.get(&remote.at(&format!("/jobs/{id}"))).await?.body;
                show(screen, told);
                Ok(())
            }
            Verb::Cancel(named) => {
                let id = found(&remote, &named.id).await?;
                let (path, body) = (remote.at(&format!("/jobs/{id}/cancel")), json!({}));
                let ask =
                    Ask { method: Method::POST, path: &path, body: Some(&body), tag: None, because: None };
                let told = remote.client.ask(ask).await?.or_stop()?.body;
                show(screen, told);
                Ok(())
            }
        }
    }
}

async fn list(remote: &Remote, screen: &mut Screen) -> Result<(), Stop> {
    let told = remote.client.get(&remote.at("/jobs")).await?.body;
    if screen.is_json() {
        screen.json(&JOBS, json!({ "jobs": told["jobs"], "others": told["others"] }));
        return Ok(());
    }
    let jobs = told["jobs"].as_array().map(Vec::as_slice).unwrap_or_default();
    let others = told["others"].as_array().map(Vec::as_slice).unwrap_or_default();
    if jobs.is_empty() && others.is_empty() {
        screen.talk("nothing runs for you, and nothing did today");
        return Ok(());
    }
    let of_one = |job: &Value| {
        let id: String = text(job, "id").chars().take(8).collect();
        vec![
            id,
            text(job, "what").to_owned(),
            text(job, "state").to_owned(),
            far(job),
            text(job, "by").to_owned(),
            text(job, "begun").to_owned(),
        ]
    };
    table(
        screen,
        &["id", "what", "state", "progress", "begun by", "since"],
        jobs.iter().chain(others).map(of_one).collect(),
    );
    Ok(())
}

/// Finds the one of one's own that an id, or the beginning of one, means.
async fn found(remote: &Remote, id: &str) -> Result<String, Stop> {
    let told = remote.client.get(&remote.at("/jobs")).await?.body;
    let jobs = told["jobs"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut meant =
        jobs.iter().map(|job| text(job, "id")).filter(|known| !id.is_empty() && known.starts_with(id));
    match (meant.next(), meant.next()) {
        (Some(only), None) => Ok(only.to_owned()),
        (Some(_), Some(_)) => Err(Stop::usage(format!("several of your jobs begin with {id}"))
            .help("type more of it: plumb job ls --json shows it whole")),
        (None, _) => Err(Stop::not_found(format!(
            "there is no job {id} of yours; what is over is forgotten after a day"
        ))
        .help("which there are: plumb job ls")),
    }
}

/// Says how far one is, and what is left.
fn far(job: &Value) -> String {
    let (part, unit) = (text(job, "part"), text(job, "unit"));
    if job["over"] == true || part.is_empty() {
        return String::new();
    }
    let mut words = match (job["done"].as_u64().unwrap_or(0), job["total"].as_u64()) {
        (done, Some(total)) => format!("{part}: {} of {total} {unit}", done.min(total)),
        (0, None) => part.to_owned(),
        (done, None) => format!("{part}: {done} {unit}"),
    };
    if let Some(seconds) = job["seconds_left"].as_u64() {
        words.push_str(&format!(
            ", about {} left",
            count(usize::try_from(seconds).unwrap_or(usize::MAX), "second", "seconds")
        ));
    }
    words
}

fn show(screen: &mut Screen, told: Value) {
    if screen.is_json() {
        screen.json(&JOB, told);
        return;
    }
    screen.line(format!("{}  {}", text(&told, "what"), text(&told, "state")));
    screen.line(format!("begun {} by {}", text(&told, "begun"), text(&told, "by")));
    let far = far(&told);
    if !far.is_empty() {
        screen.line(far);
    }
    if !text(&told, "ended").is_empty() {
        screen.line(format!("ended {}", text(&told, "ended")));
    }
    if !text(&told, "words").is_empty() {
        screen.line(text(&told, "words"));
    }
    if let Some(commit) = told["commit"].as_u64() {
        screen.line(format!("commit {commit}"));
    }
    for line in told["lines"].as_array().into_iter().flatten().filter(|line| line["right"] == false) {
        screen.line(format!("{}: {}", text(line, "what"), text(line, "because")));
    }
    if let Value::Object(_) = &told["file"] {
        let file = &told["file"];
        screen.line(format!(
            "{}  {} bytes  sha256 {}",
            text(file, "name"),
            file["bytes"],
            text(file, "sha256")
        ));
        screen.talk("the file is fetched on the page of the job, in the browser");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_one_is_and_what_is_left_stand_in_one_line_and_nothing_of_what_is_over() {
        let job = json!({ "over": false, "part": "checking the rows", "unit": "rows", "done": 120, "total": 2000, "seconds_left": 1 });
        assert_eq!(far(&job), "checking the rows: 120 of 2000 rows, about 1 second left");
        let job =
            json!({ "over": false, "part": "adding the files", "unit": "files", "done": 0, "total": null });
        assert_eq!(far(&job), "adding the files");
        assert_eq!(far(&json!({ "over": true, "part": "checking the rows", "done": 1 })), "");
    }
}
