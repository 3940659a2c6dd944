//! A bug of ours: what happened goes into a report file; a command ends with 70, a server lives on.

use std::fmt::Write as _;
use std::panic::PanicHookInfo;

/// The exit code of a command that met a bug.
pub const EXIT: u8 = 70;

/// A reader of workbooks that panics on some hostile cells; who calls it catches that and refuses the file.
const CAUGHT: &str = "calamine";

/// Has every panic write a report file; whether the program ends is decided by who catches it.
pub fn report_bugs() {
    std::panic::set_hook(Box::new(|panic| {
        if panic.location().is_some_and(|place| place.file().contains(CAUGHT)) {
            return;
        }
        let report = report(panic);
        let path = std::env::temp_dir().join(format!("plumb-bug-{}.txt", std::process::id()));
        eprintln!("bug: plumb met something that it did not expect; this is not your mistake");
        match std::fs::write(&path, &report) {
            Ok(()) => eprintln!("help: the report says where; it holds no records: {}", path.display()),
            Err(_) => eprint!("{report}"),
        }
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
