//! The figures that Plumbline promises, measured in the release build; `cargo xtask bench` prints them.
//!
//! One line each: `figure`, name, size, value, unit, goal, with tabs between them. Sizes are given as arguments.

#[path = "figures/load.rs"]
mod load;
#[path = "figures/people.rs"]
mod people;
#[path = "figures/records.rs"]
mod records;
#[path = "figures/served.rs"]
mod served;
#[path = "figures/stories.rs"]
mod stories;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::model::records::Risk;
use app::model::{Ref, Stamp};
use app::operations::EditRecord;
use app::rules::{Ask, check, check_again};
use app::{Access, Instance, Via, Visit};
use records::Size;

fn main() {
    let sizes: Vec<Size> = std::env::args().filter_map(|word| Size::of(&word)).collect();
    let sizes = if sizes.is_empty() { vec![Size::S, Size::M] } else { sizes };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let folder = std::env::temp_dir().join(format!("plumb-figures-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    if std::env::args().any(|word| word == "people") {
        return runtime.block_on(people::measure(&folder));
    }
    for size in sizes {
        runtime.block_on(at(size, &folder.join(size.letter())));
    }
    std::fs::remove_dir_all(&folder).expect("our own folder");
}

/// Measures everything at one size.
async fn at(size: Size, folder: &Path) {
    let data = folder.join("bench.plumb");
    load::build(size, &data).await;
    replay(size, &data).await;
    rules(size, &data).await;
    served::measure(size, &data);
    if size == Size::S {
        import(folder).await;
        commits(folder).await;
        people::measure(folder).await;
        stories::history(folder).await;
        stories::day_one(folder);
        served::portfolio(folder).await;
    }
}

/// Prints a figure.
pub fn figure(name: &str, size: Option<Size>, value: f64, unit: &str, goal: &str) {
    let size = size.map_or("-", Size::letter);
    println!("figure\t{name}\t{size}\t{value:.3}\t{unit}\t{goal}");
}

/// Returns milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Returns the median.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Opens the folder, checks every hash, and answers a first question.
async fn replay(size: Size, data: &Path) {
    let begun = Instant::now();
    let instance = Instance::open(data, Access::Write).await.expect("it opens");
    let books = instance.all().await.expect("it verifies").remove(0);
    assert!(books.now().isms.risks.len() > 10);
    let goal = match size {
        Size::S => "-",
        Size::M => "<1000",
        Size::C => "-",
        Size::L => "<6000",
    };
    figure(
        "replay from SQLite to first answer, every hash checked",
        Some(size),
        ms(begun.elapsed()),
        "ms",
        goal,
    );
    drop(books);
    instance.close().await;
}

/// Asks all rules, and again after one edit.
async fn rules(size: Size, data: &Path) {
    let instance = Instance::open(data, Access::Read).await.expect("it opens");
    let books = instance.all().await.expect("it verifies").remove(0);
    let isms = books.now().isms;
    let today = books.today();
    let goal = match size {
        Size::S => "<10",
        Size::M => "<100",
        Size::C => "<150",
        Size::L => "<1200",
    };
    let mut times = Vec::new();
    let mut before = check(&Ask::new(&isms, None, today));
    for _ in 0..7 {
        let begun = Instant::now();
        before = check(&Ask::new(&isms, None, today));
        times.push(ms(begun.elapsed()));
    }
    figure("all rules", Some(size), median(times), "ms", goal);
    let mut edited = app::model::Isms::clone(&isms);
    let (id, entry) = isms.risks.iter().nth(7).expect("a risk");
    let mut risk = Risk::clone(entry);
    risk.owner = None;
    edited.apply(&edited.put::<Risk>(id, risk), Stamp { on: today, ..Stamp::default() });
    let mut times = Vec::new();
    for _ in 0..101 {
        let begun = Instant::now();
        let after = check_again(&Ask::new(&edited, None, today), &before, &isms, &[id.id()]);
        times.push(ms(begun.elapsed()));
        assert_ne!(after.diagnostics().count(), 0);
    }
    figure(
        "all rules, after one edit",
        Some(size),
        median(times),
        "ms",
        match size {
            Size::M => "<5",
            Size::C => "<20",
            Size::S | Size::L => "-",
        },
    );
}

/// Plans and commits a register of 5,000 rows, in a folder of its own.
async fn import(folder: &Path) {
    let (instance, books) = load::begin(&folder.join("import.plumb"), app::Clock::System).await;
    let register = records::register(5_000);
    let begun = Instant::now();
    let visit = Visit::of(Ref::number(1), Via::Import);
    let today = books.today();
    let options = app::importers::plan::Options::on(today);
    let plan = app::importers::plan::plan(&books.now().isms, "risks.csv", register.as_bytes(), &options)
        .expect("a plan");
    let (done, refused) =
        books.run_batch(&visit, "import.apply", plan.operations()).await.expect("it commits");
    figure("import of a 5,000-row register", None, ms(begun.elapsed()), "ms", "<1000");
    assert!(done.records.len() >= 5_000 && refused.is_empty(), "{} written, {refused:?}", done.records.len());
    drop(books);
    instance.close().await;
}

/// Commits with 64 writers at once, and with one alone.
async fn commits(folder: &Path) {
    let data = folder.join("commits.plumb");
    let books = load::begin(&data, app::Clock::System).await;
    for (writers, each, goal) in [(64_usize, 100_usize, ">2000"), (1, 200, "-")] {
        let begun = Instant::now();
        let mut tasks = Vec::new();
        for writer in 0..writers {
            let books = Arc::clone(&books.1);
            tasks.push(tokio::spawn(async move {
                for turn in 0..each {
                    let typed = vec![("sells".to_owned(), format!("writer {writer}, turn {turn}"))];
                    let id = Ref::<app::model::records::Organisation>::one().id();
                    let edit = EditRecord { id, revision: None, typed, because: "".into() };
                    let visit = Visit::of(Ref::number(1), Via::Cli);
                    books.run(&visit, edit).await.expect("it commits").expect("it is not refused");
                }
            }));
        }
        for task in tasks {
            task.await.expect("no writer panics");
        }
        let rate = (writers * each) as f64 / begun.elapsed().as_secs_f64();
        let name = if writers == 1 { "commits, one writer alone" } else { "commits, 64 writers at once" };
        figure(name, None, rate, "/s", goal);
    }
}
