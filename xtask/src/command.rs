//! Running other programs: each is shown before it runs, and named whole when it fails.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;

/// What a chore answers: nothing, or what went wrong in words.
pub type Outcome = Result<(), String>;

/// Returns the folder that holds the whole workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace")
}

/// What the cargo that runs us says of our own package. Build scripts of dependencies look at it: handed on, it has them built anew,
/// and all that stands on them, each time after a cargo that was called by hand.
const OF_OUR_PACKAGE: &[&str] = &["CARGO_PKG_", "CARGO_MANIFEST_"];

/// Returns a call of the cargo that called us, in the root folder, as if it were called by hand.
pub fn cargo(words: &[&str]) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.args(words).current_dir(root());
    let is_ours = |name: &str| OF_OUR_PACKAGE.iter().any(|begins| name.starts_with(begins));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(is_ours)) {
        command.env_remove(name);
    }
    command
}

/// Runs a command with our own output, and fails with its command line.
pub fn run(command: &mut Command) -> Outcome {
    eprintln!("$ {}", line(command));
    let status = command.status().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed: {status}", line(command))) }
}

/// Runs a command and hands each line of its output to `see`, in the order of arrival.
pub fn run_and_read(command: &mut Command, mut see: impl FnMut(&str)) -> Outcome {
    eprintln!("$ {}", line(command));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| not_started(command, &error))?;
    let (sender, lines) = mpsc::channel();
    let readers = [
        child.stdout.take().map(|pipe| forward(pipe, sender.clone())),
        child.stderr.take().map(|pipe| forward(pipe, sender)),
    ];
    for text in lines {
        see(&text);
    }
    for reader in readers.into_iter().flatten() {
        reader.join().expect("a reader of lines does not panic");
    }
    let status = child.wait().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed: {status}", line(command))) }
}

/// Returns what a command printed, or nothing when it is not there or fails.
pub fn printed(program: &str, words: &[&str]) -> Option<String> {
    let output = Command::new(program).args(words).current_dir(root()).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Returns where a program lies, by the search path.
pub fn find(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// Says whether we run for everybody, where a skip is a failure.
pub fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true")
}

/// Returns a command as one would type it.
pub fn line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    let words = command.get_args().map(|word| quoted(&word.to_string_lossy()));
    std::iter::once(name).chain(words).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:,+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

fn not_started(command: &Command, error: &std::io::Error) -> String {
    format!("`{}` could not be run: {error}", line(command))
}

fn forward(pipe: impl Read + Send + 'static, to: mpsc::Sender<String>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut reader = BufReader::new(pipe);
        let mut bytes = Vec::new();
        while reader.read_until(b'\n', &mut bytes).is_ok_and(|length| length > 0) {
            let text = String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned();
            bytes.clear();
            if to.send(text).is_err() {
                return;
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_whole_command_line() {
        let problem = run(Command::new("sh").args(["-c", "exit 3"])).unwrap_err();
        assert!(problem.starts_with("`sh -c 'exit 3'` failed"), "{problem}");
    }

    #[test]
    fn the_cargo_that_we_call_is_told_nothing_of_our_package() {
        // Cargo tells a test of its package too.
        assert!(
            std::env::var_os("CARGO_PKG_NAME").is_some() && std::env::var_os("CARGO_MANIFEST_DIR").is_some()
        );
        let command = cargo(&["build"]);
        for name in ["CARGO_PKG_NAME", "CARGO_PKG_VERSION_MAJOR", "CARGO_MANIFEST_DIR"] {
            assert!(command.get_envs().any(|(known, value)| known == name && value.is_none()), "{name}");
        }
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let problem = run(Command::new("no-such-program").arg("now")).unwrap_err();
        assert!(problem.starts_with("`no-such-program now` could not be run"), "{problem}");
    }

    #[test]
    fn both_outputs_of_a_command_are_read() {
        let mut seen = Vec::new();
        run_and_read(Command::new("sh").args(["-c", "echo out; echo err >&2"]), |text| {
            seen.push(text.to_owned());
        })
        .unwrap();
        seen.sort();
        assert_eq!(seen, ["err", "out"]);
    }
}
