//! What whole stories cost: three years of history read again, and a first day at the terminal.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use app::{Access, Instance};

use crate::{figure, median, ms};

/// Writes the sample of three years, and reads it again from the disk, every hash checked.
pub async fn history(folder: &Path) {
    let data = folder.join("history.plumb");
    let begun = Instant::now();
    let instance = Instance::create(&data).await.expect("it is made");
    let commits = app::load_history(&instance).await.expect("it loads").now().commits();
    instance.close().await;
    drop(instance);
    figure("sample of three years, written", None, ms(begun.elapsed()), "ms", "-");
    figure("sample of three years, commits", None, commits as f64, "", "-");
    let mut times = Vec::new();
    for _ in 0..5 {
        let begun = Instant::now();
        let instance = Instance::open(&data, Access::Write).await.expect("it opens");
        let books = instance.all().await.expect("it verifies").remove(0);
        times.push(ms(begun.elapsed()));
        assert_eq!(books.now().commits(), commits);
        drop(books);
        instance.close().await;
    }
    figure("sample of three years, replayed from SQLite", None, median(times), "ms", "<300");
}

/// Answers the five questions at the terminal, asks what is now, and exports the two pages: what the machine takes in all.
pub fn day_one(folder: &Path) {
    let data = folder.join("day-one.plumb");
    let pdf = folder.join("plan.pdf");
    let answers = "sells=payroll software;people=60;site=Brno;remote=some;runs-on=AWS;writes-software=yes;\
                   supplier=AWS;asked-by=customers;law=GDPR;target=2028-09-30";
    let mut init = vec!["init".to_owned(), "Acme".to_owned()];
    for (name, value) in answers.split(';').filter_map(|answer| answer.split_once('=')) {
        init.extend([format!("--{name}"), value.to_owned()]);
    }
    let export = ["export", "plan", "--pdf"].map(str::to_owned);
    let export = export.into_iter().chain(["--out".to_owned(), pdf.display().to_string()]).collect();
    let mut all = Duration::ZERO;
    for arguments in [init, vec!["check".to_owned()], export] {
        let begun = Instant::now();
        let status = Command::new(env!("CARGO_BIN_EXE_plumb"))
            .arg("--data")
            .arg(&data)
            .args(&arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("plumb starts");
        // Beside its answer, `check` tells with its exit code whether something is to be done.
        assert!(status.success() || arguments[0] == "check", "{arguments:?}: {status}");
        all += begun.elapsed();
    }
    assert!(std::fs::read(&pdf).is_ok_and(|bytes| bytes.starts_with(b"%PDF")), "two pages");
    figure("day one at the terminal: answers, check, PDF", None, ms(all), "ms", "<2000");
}
