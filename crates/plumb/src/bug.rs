//! A bug of ours: what happened goes into a report file, and the exit code is 70.

use std::fmt::Write as _;
use std::panic::PanicHookInfo;

/// The exit code of a bug.
const EXIT: i32 = 70;

/// Has every panic write a report file and end the program.
pub fn report_bugs() {
    std::panic::set_hook(Box::new(|panic| {
        let report = report(panic);
        let path = std::env::temp_dir().join(format!("plumb-bug-{}.txt", std::process::id()));
        eprintln!("bug: plumb stopped at something that it did not expect; this is not your mistake");
        match std::fs::write(&path, &report) {
            Ok(()) => eprintln!("help: the report says where; it holds no records: {}", path.display()),
            Err(_) => eprint!("{report}"),
        }
        std::process::exit(EXIT);
    }));
}

/// Says what happened: version, place and message; no argument and no record.
fn report(panic: &PanicHookInfo) -> String {
    let message = panic
        .payload()
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.payload().downcast_ref::<String>().cloned())
        .unwrap_or_default();
    let mut report = format!("plumb {}\n{}\n", env!("CARGO_PKG_VERSION"), std::env::consts::OS);
    if let Some(place) = panic.location() {
        let _ = writeln!(report, "{}:{}", place.file(), place.line());
    }
    let _ = writeln!(report, "{message}");
    let _ = writeln!(report, "{}", std::backtrace::Backtrace::force_capture());
    report
}
