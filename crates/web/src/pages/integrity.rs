//! Integrity: the head of the chain, what verifying it says, and how anybody does the same elsewhere.

use std::sync::Arc;

use app::{Job, JobResult, LineTold, MadeFile, Status as Found, VerifyReport};
use maud::{Markup, html};

use crate::failure::Answer;
use crate::layout::PageHead;
use crate::locale::locale;
use crate::pages::jobs::{Began, begin, way};
use crate::pages::naming::counted;
use crate::parts::digest::{command, digest_whole};
use crate::parts::table::{Table, table};
use crate::parts::{Action, Fact, Icon, Status, facts, section, state};
use crate::visit::Visit;

/// Answers with the head and the way to verify.
///
/// # Errors
/// Never; it reads the state in memory.
pub async fn page(visit: Visit) -> Answer {
    Ok(visit.page("/integrity", head(&visit), html! { (chain(&visit, None)) (elsewhere()) }))
}

/// Reads the whole log and all files again, and answers with what was found; what takes long goes on as a job.
///
/// # Errors
/// Where who asks is no member; what does not verify is told in a line.
pub async fn verify(visit: Visit) -> Answer {
    let books = Arc::clone(&visit.books);
    let work = move |job: Arc<Job>| async move { books.verify_telling(&*job).await };
    let what = "Check of all hashes";
    let report = match begin(&visit, (what, what.to_owned()), "integrity".to_owned(), tells, work).await? {
        Began::GoesOn(to) => return Ok(to),
        Began::Over(report) => report,
    };
    Ok(visit.page(
        "/integrity",
        head(&visit),
        html! { (lines(&report)) (chain(&visit, Some(&report))) (elsewhere()) },
    ))
}

/// Says on the page of the job what was found.
fn tells(report: &VerifyReport) -> (JobResult, Option<MadeFile>) {
    let line = |line: &app::VerifyLine| LineTold {
        what: line.what.clone(),
        is_right: line.status == Found::Ok,
        because: line.because.clone(),
    };
    let lines = report.lines.iter().map(line).collect();
    (JobResult { words: verdict(report).to_owned(), lines, ..JobResult::default() }, None)
}

fn verdict(report: &VerifyReport) -> &'static str {
    if report.is_ok() { "All of it verifies." } else { "Something does not verify." }
}

fn head(visit: &Visit) -> PageHead {
    let verify =
        Action::post("Verify now", format!("/o/{}/integrity", visit.org)).primary().icon(Icon::Integrity);
    PageHead {
        lead: Some(
            html! { "Every commit holds the hash of the one before; every file is kept under its own hash." },
        ),
        // What is verified is the log as it is now: a past, or a share of one, has nothing to verify by itself.
        actions: if visit.reads_only() { Vec::new() } else { vec![verify, way(visit)] },
        ..PageHead::new("Integrity")
    }
}

fn lines(report: &VerifyReport) -> Markup {
    let row = |line: &app::VerifyLine| {
        let (status, word) = match line.status {
            Found::Ok => (Status::Met, "as it was written"),
            Found::Bad => (Status::Problem, "is not as it was written"),
        };
        vec![html! { (line.what) }, state(status, word), html! { (line.because) }]
    };
    section(
        "verified",
        "Verified just now",
        "",
        &[],
        html! {
            p role="status" { (verdict(report)) }
            (table(&Table {
                caption: "What was checked".to_owned(),
                head: ["What", "Result", "Why"].map(str::to_owned).to_vec(),
                rows: report.lines.iter().map(row).collect(),
            }))
        },
    )
}

fn chain(visit: &Visit, report: Option<&VerifyReport>) -> Markup {
    let head = visit.snapshot.head;
    let commits = locale().whole(visit.snapshot.commits());
    let files = visit.isms().evidence.iter().filter(|(_, one)| one.file.is_some()).count();
    let covers = html! {
        (commits) " commits, each with the hash of the one before"
        @if files > 0 { ", and " (counted(files, "file of evidence", "files of evidence")) " under their own hashes" }
    };
    let mut lines = vec![Fact::new("Covers", covers)];
    // What was found just now stands above; else it is what opening the books found.
    if report.is_none() && !visit.is_past() {
        let opened = match visit.reads_only() {
            true => {
                "from the first commit to the last when the server opened it; what is shared with you is bound by the hash of its commit"
            }
            false => {
                "from the first commit to the last when the server opened it; Verify now reads all of it again, and every file"
            }
        };
        lines.insert(0, Fact::words("Checked", opened));
    }
    let covered = facts(&lines);
    section(
        "chain",
        "How it stands",
        "",
        &[],
        html! { (covered) details.fold { summary { "For a verifier: head and origin" } (facts(&[
            Fact::new("Head", html! { @if let Some(head) = head { (digest_whole("sha256", &head.leaf.to_string())) } })
                .help("The leaf hash of the newest commit: write it down elsewhere, and nobody can change the past unseen."),
            Fact::new("Origin", html! { code { (visit.books.origin()) } }).help("What the chain begins with."),
        ])) } },
    )
}

fn elsewhere() -> Markup {
    section(
        "elsewhere",
        "How to verify without this page",
        "",
        &[],
        html! {
            div.prose {
                p { "In the terminal, on the data folder:" }
                p { (command("plumb verify")) }
                p { "It reads every commit and every file again, and says what differs. An older copy of the database put back is found by the anchor beside it; an older copy of the whole folder only by a head that was written down elsewhere." }
            }
        },
    )
}
