//! Plays a script: each person has a terminal and a browser of their own; what happens is printed as it happens.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Stdio};

use crate::browser::{Browser, Page};
use crate::codes::code;
use crate::script::{Command, What, read, split};

/// How many lines of an answer are printed.
const LINES_MAX: usize = 14;

/// Plays scripts in a folder of their own.
pub(crate) struct Player {
    folder: tempfile::TempDir,
    server: Option<(Child, String)>,
    people: BTreeMap<String, Somebody>,
    kept: BTreeMap<String, String>,
}

/// What somebody has: a browser, and the app that makes codes.
#[derive(Default)]
struct Somebody {
    browser: Browser,
    letters: String,
    /// How many codes were used; each is good once, and the first may be that of the step before.
    used: i64,
}

impl Player {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder for a test");
        let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
        let soon = today.saturating_add(jiff::Span::new().days(3));
        let kept = [("today", today.to_string()), ("soon", soon.to_string()), ("n", "\n".to_owned())];
        let kept = kept.map(|(name, value)| (name.to_owned(), value)).into_iter().collect();
        Self { folder, server: None, people: BTreeMap::new(), kept }
    }

    /// Plays a script to its end.
    #[track_caller]
    pub(crate) fn play(mut self, name: &str, text: &str) {
        for step in read(text) {
            let at = format!("{name}, line {}", step.line);
            match step.what {
                What::Words(words) => match words.strip_prefix("== ") {
                    Some(heading) => println!("\n{heading}\n{}\n", "=".repeat(heading.chars().count())),
                    None => println!("{words}"),
                },
                What::Command(command) => self.types(&at, &command),
                What::Starts => self.starts(),
                What::Stops => self.stops(),
                What::Joins { who, email, link } => self.joins(&at, &who, &email, &link),
                What::Accepts { who, link } => {
                    let (origin, link) = (self.origin(), self.filled(&link));
                    let taken = self.somebody(&who).browser.post(&origin, &format!("{link}/accept"), &[]);
                    assert_eq!(taken.status, 303, "{at}: {}", taken.text());
                    println!("\n{who} opens the link and accepts with the account that is there");
                }
                What::ComesBack { who, email } => {
                    let (words, typed) = (format!("plumb sign-in {email}"), vec![PASSWORD.to_owned()]);
                    let says = vec![format!("signed in as {email}")];
                    self.types(&at, &Command { who, words, typed, says, ..Command::default() });
                }
                What::SignsIn { who, email } => {
                    let code = self.code_of(&at, &who);
                    let words = format!("plumb sign-in {email}");
                    let typed = vec![PASSWORD.to_owned(), code];
                    let says = vec![format!("signed in as {email}")];
                    self.types(&at, &Command { who, words, typed, says, ..Command::default() });
                }
                What::Browser { who, email } => self.opens(&at, &who, &email),
                What::Page { who, path, status, says, hides } => {
                    let page = self.page(&who, &path);
                    println!("\n{who} opens {path}\n  → {} {}", page.status, shown(&page));
                    assert_eq!(page.status, status, "{at}: {}", page.text());
                    holds(&at, &page.text(), &says, &hides, &self.kept);
                }
                What::Same { who, first, second } => {
                    let (one, other) = (self.page(&who, &first), self.page(&who, &second));
                    println!("\n{who} opens {first} and {second}\n  → {} twice, the same", one.status);
                    let even = |page: &Page, path: &str| page.body.replace(path, "");
                    let (first, second) = (self.filled(&first), self.filled(&second));
                    assert_eq!(one.status, other.status, "{at}");
                    assert_eq!(even(&one, &first), even(&other, &second), "{at}");
                }
            }
        }
        self.stops();
    }

    /// Puts what was kept in the places of its names.
    fn filled(&self, text: &str) -> String {
        self.kept
            .iter()
            .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    fn somebody(&mut self, who: &str) -> &mut Somebody {
        self.people.entry(who.to_owned()).or_default()
    }

    #[track_caller]
    fn types(&mut self, at: &str, command: &Command) {
        let words = split(&self.filled(&command.words));
        let (program, args) = words.split_first().expect("a command");
        println!("\n{}$ {}", command.who, self.filled(&command.words));
        if program == "write" {
            // `write FILE WORDS`: a file that somebody has.
            std::fs::write(self.folder.path().join(&args[0]), args[1..].join(" "))
                .expect("a file for a test");
            return;
        }
        assert_eq!(program, "plumb", "{at}: expected plumb or write");
        let settings = self.folder.path().join(".settings").join(&command.who);
        let mut process = std::process::Command::new(env!("CARGO_BIN_EXE_plumb"));
        process.current_dir(self.folder.path()).args(args).env("NO_COLOR", "1");
        process.env("XDG_CONFIG_HOME", settings).env_remove("PLUMB_DATA").env_remove("COLUMNS");
        process.env_remove("PLUMB_TOKEN_FILE");
        process.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = process.spawn().expect("plumb runs");
        let typed: String = command.typed.iter().map(|line| format!("{}\n", self.filled(line))).collect();
        // Plumb may have ended before it reads.
        let _ = child.stdin.take().expect("piped").write_all(typed.as_bytes());
        let done = child.wait_with_output().expect("plumb ends");
        let said =
            format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        let code = done.status.code().unwrap_or(-1);
        for line in said.lines().filter(|line| !line.is_empty()).take(LINES_MAX) {
            println!("  {line}");
        }
        if code != 0 {
            println!("  (ends with {code})");
        }
        assert_eq!(code, command.code, "{at}: {} said:\n{said}", command.words);
        holds(at, &said, &command.says, &command.hides, &self.kept);
        for (name, after) in &command.keeps {
            let found = said.split_once(&self.filled(after)).map(|(_, rest)| rest.trim_start());
            let word: Option<String> = found.map(|rest| {
                rest.chars().take_while(|c| !c.is_whitespace() && !"\",;)".contains(*c)).collect()
            });
            let word = word.unwrap_or_else(|| panic!("{at}: nothing follows {after:?} in:\n{said}"));
            self.kept.insert(name.clone(), word);
        }
    }

    fn starts(&mut self) {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_plumb"));
        command.current_dir(self.folder.path()).args(["serve", "--address", "127.0.0.1:0"]);
        command.env_remove("PLUMB_DATA").stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("plumb serves");
        let mut line = String::new();
        let out = child.stdout.take().expect("it was piped");
        BufReader::new(out).read_line(&mut line).expect("the link is printed");
        let from = line.find("http://").expect("an address");
        let address: String = line[from..].chars().take_while(|c| !c.is_whitespace()).collect();
        let origin = address.match_indices('/').nth(2).map_or(address.as_str(), |(end, _)| &address[..end]);
        println!("\n(the server answers)");
        self.server = Some((child, origin.to_owned()));
    }

    fn stops(&mut self) {
        if let Some((mut child, _)) = self.server.take() {
            let _ = child.kill();
            let _ = child.wait();
            println!("\n(the server ends)");
        }
    }

    #[track_caller]
    fn origin(&self) -> String {
        self.server.as_ref().expect("the server was started in the script").1.clone()
    }

    /// Opens an invitation, chooses a password and sets up the codes of an app.
    #[track_caller]
    fn joins(&mut self, at: &str, who: &str, email: &str, link: &str) {
        let (origin, link) = (self.origin(), self.filled(link));
        let path = link.match_indices('/').nth(2).map_or(link.as_str(), |(from, _)| &link[from..]).to_owned();
        let chosen = PASSWORD;
        let somebody = self.somebody(who);
        let browser = &mut somebody.browser;
        let asked = browser.get(&origin, &path);
        assert_eq!(asked.status, 200, "{at}: {}", asked.text());
        assert!(asked.body.contains(email), "{at}: the link is for {email}");
        let fields = [("name", ""), ("password", chosen), ("again", chosen)];
        let accepted = browser.post(&origin, &path, &fields);
        assert_eq!(accepted.location, "/account/codes", "{at}: {}", accepted.text());
        sets_up_codes(at, somebody, &origin);
        println!("\n{who} opens the link for {email}, chooses a password and sets up the codes of an app");
    }

    /// Returns the next code of somebody's app, that was not used yet.
    #[track_caller]
    fn code_of(&mut self, at: &str, who: &str) -> String {
        let somebody = self.people.get_mut(who).unwrap_or_else(|| panic!("{at}: {who} has no codes"));
        somebody.used += 1;
        assert!(somebody.used <= 2, "{at}: {who} signs in more often than codes come without waiting");
        code(&somebody.letters, somebody.used - 1)
    }

    /// Signs in in the browser.
    #[track_caller]
    fn opens(&mut self, at: &str, who: &str, email: &str) {
        let origin = self.origin();
        let somebody = self.somebody(who);
        somebody.browser = Browser::default();
        let chosen = PASSWORD;
        let fields = [("email", email), ("password", chosen), ("back", "/")];
        let half = somebody.browser.post(&origin, "/login", &fields);
        let half = if half.status == 303 { somebody.browser.get(&origin, &half.location) } else { half };
        let word = half.hidden("half");
        let code = self.code_of(at, who);
        let fields = [("half", word.as_str()), ("code", code.as_str()), ("back", "/")];
        let done = self.somebody(who).browser.post(&origin, "/login/code", &fields);
        assert_eq!(done.status, 303, "{at}: {}", done.text());
        println!("\n{who} signs in in the browser with password and code");
    }

    #[track_caller]
    fn page(&mut self, who: &str, path: &str) -> Page {
        let (origin, path) = (self.origin(), self.filled(path));
        self.somebody(who).browser.get(&origin, &path)
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        self.stops();
    }
}

/// Sets up the codes of an app for who is signed in in a browser.
#[track_caller]
fn sets_up_codes(at: &str, somebody: &mut Somebody, origin: &str) {
    let page = somebody.browser.get(origin, "/account/codes");
    let (begun, letters, address) = (page.hidden("begun"), page.hidden("letters"), page.hidden("address"));
    // The code of the step before is still good, and the next one is left for signing in.
    let first = code(&letters, -1);
    let fields = [
        ("begun", begun.as_str()),
        ("letters", letters.as_str()),
        ("address", address.as_str()),
        ("code", first.as_str()),
    ];
    let confirmed = somebody.browser.post(origin, "/account/codes", &fields);
    assert_eq!(confirmed.status, 200, "{at}: {}", confirmed.text());
    assert!(confirmed.text().contains("ecovery codes"), "{at}: {}", confirmed.text());
    somebody.letters = letters;
    somebody.used = 0;
}

/// The password that everybody chooses; what proves who somebody is besides is the code.
const PASSWORD: &str = "nine quiet herons fly";

/// Returns a page in a line.
fn shown(page: &Page) -> String {
    page.text().chars().take(160).collect()
}

#[track_caller]
fn holds(at: &str, said: &str, says: &[String], hides: &[String], kept: &BTreeMap<String, String>) {
    let filled = |text: &String| {
        kept.iter().fold(text.clone(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    };
    for words in says.iter().map(filled) {
        assert!(said.contains(&words), "{at}: no {words:?} in:\n{said}");
    }
    for words in hides.iter().map(filled) {
        assert!(!said.contains(&words), "{at}: {words:?} is told in:\n{said}");
    }
}
