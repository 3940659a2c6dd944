//! A real browser without a window, spoken to over its pipe: keys are pressed, and what has the focus is asked.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// The variable that says where the browser is.
const VARIABLE: &str = "PLUMB_CHROMIUM";
/// How long one answer of the browser may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many fields or links one walks at most to reach the next.
const TABS_MAX: usize = 150;
/// What has the focus, as JSON.
const FOCUS: &str = "(() => { const one = document.activeElement; return JSON.stringify({
    tag: one?.tagName ?? '', name: one?.getAttribute('name') ?? '', value: one?.value ?? '',
    href: one?.getAttribute('href') ?? '', row: one?.closest('[data-rows] > li')?.id ?? '',
    words: one === document.body ? '' : one?.textContent.trim().slice(0, 80) ?? '' }); })()";
/// A browser moves the focus to where a page asks for it when it draws the page.
const DRAWN: &str =
    "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";

/// A browser with one page, and what was pressed in it.
pub struct Chromium {
    child: Child,
    to: ChildStdin,
    from: Receiver<Value>,
    events: VecDeque<Value>,
    number: u64,
    session: Option<String>,
    downloads: PathBuf,
    runs: Script,
    /// How many keys were pressed.
    pub keys: usize,
    /// How long pages took, from the key that asked for them.
    pub machine: Duration,
    _profile: tempfile::TempDir,
}

/// Whether pages may run script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Enabled,
    Disabled,
}

/// Where a key leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// To another page.
    Page,
    /// Nowhere: the page stays.
    Here,
}

/// What has the focus.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
pub struct Focus {
    /// The element: `INPUT`, `A`.
    pub tag: String,
    /// Its name in a form.
    pub name: String,
    /// What stands in it.
    pub value: String,
    /// Where it leads.
    pub href: String,
    /// The row of a list that it is in.
    pub row: String,
    /// The words on it.
    pub words: String,
}

impl Chromium {
    /// Starts the browser; nothing where there is none and nobody insists.
    pub fn start() -> Option<Self> {
        let Some(program) = std::env::var_os(VARIABLE) else {
            assert!(std::env::var_os("CI").is_none(), "{VARIABLE} does not say where the browser is");
            println!("skipped: {VARIABLE} does not say where the browser is");
            return None;
        };
        let profile = tempfile::tempdir().expect("a folder");
        let downloads = profile.path().join("downloads");
        std::fs::create_dir(&downloads).expect("a folder");
        // The browser reads commands from its third channel and answers on its fourth: the shell lays our two there.
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>/dev/null"])
            .arg(program)
            .args([
                "--headless=new",
                "--remote-debugging-pipe",
                "--lang=en-GB",
                "--accept-lang=en-GB",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
            ])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the browser starts");
        let (to, out) = (child.stdin.take().expect("piped"), child.stdout.take().expect("piped"));
        let (keys, machine) = (0, Duration::ZERO);
        let from = answers(out);
        let events = VecDeque::new();
        let mut chromium = Self {
            child,
            to,
            from,
            events,
            number: 0,
            session: None,
            downloads,
            runs: Script::Enabled,
            keys,
            machine,
            _profile: profile,
        };
        chromium.open_page();
        Some(chromium)
    }

    fn open_page(&mut self) {
        let made = self.ask("Target.createTarget", json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": made["targetId"], "flatten": true });
        let attached = self.ask("Target.attachToTarget", attach);
        let downloads = json!({ "behavior": "allow", "downloadPath": self.downloads, "eventsEnabled": true });
        self.ask("Browser.setDownloadBehavior", downloads);
        self.session = attached["sessionId"].as_str().map(str::to_owned);
        self.ask("Page.enable", json!({}));
        self.ask("Page.bringToFront", json!({}));
        self.ask("Emulation.setFocusEmulationEnabled", json!({ "enabled": true }));
    }

    /// Has pages run no script from here on.
    pub fn disable_script(&mut self) {
        self.call("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
        self.runs = Script::Disabled;
    }

    /// Goes to an address, as one does who clicks a link in a terminal.
    pub fn go(&mut self, address: &str) {
        self.keys += 1;
        self.loads(|page| {
            page.ask("Page.navigate", json!({ "url": address }));
        });
    }

    /// Presses a key that leads to another page.
    pub fn press_to_load(&mut self, key: &str) {
        self.loads(|page| page.press(key));
    }

    /// Lifts the finger, or the button of the mouse, where that leads to another page.
    pub fn release_to_load(&mut self, released: Value) {
        self.loads(|page| {
            page.ask("Input.dispatchMouseEvent", released);
        });
    }

    /// Evaluates what leads to another page, as a button that was pressed does.
    pub fn evaluate_to_load(&mut self, expression: &str) {
        self.loads(|page| {
            page.evaluate(expression);
        });
    }

    /// Does what makes a page load, and waits until it has; the time is the machine's.
    fn loads(&mut self, act: impl FnOnce(&mut Self)) {
        self.events.clear();
        let began = Instant::now();
        act(self);
        self.event("Page.loadEventFired");
        self.machine += began.elapsed();
        // A page that shows long work may load itself anew meanwhile.
        while self.runs == Script::Enabled && self.evaluate_here(DRAWN).is_none() {
            assert!(began.elapsed() < PATIENCE, "it never stays");
        }
    }

    /// Presses a key: a letter, `Tab`, `Shift Tab`, `Enter`, `Space`, `ArrowDown`, `ArrowRight`, `End`, `Ctrl Enter`, `Ctrl b`.
    pub fn press(&mut self, key: &str) {
        self.keys += 1;
        let (name, code, text, modifiers) = match key {
            "Tab" => ("Tab", 9, "", 0),
            "Shift Tab" => ("Tab", 9, "", 8),
            "Enter" => ("Enter", 13, "\r", 0),
            "Ctrl Enter" => ("Enter", 13, "", 2),
            "Ctrl b" => ("b", 66, "", 2),
            "Space" => (" ", 32, " ", 0),
            "ArrowRight" => ("ArrowRight", 39, "", 0),
            "End" => ("End", 35, "", 0),
            "Escape" => ("Escape", 27, "", 0),
            "Ctrl k" => ("k", 75, "", 2),
            "ArrowDown" => ("ArrowDown", 40, "", 0),
            letter => (letter, 0, letter, 0),
        };
        let down = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        let stroke = |kind: &str| {
            json!({
                "type": kind, "key": name, "code": if code == 0 { "" } else { name }, "windowsVirtualKeyCode": code,
                "text": if kind == "keyUp" { "" } else { text }, "modifiers": modifiers,
            })
        };
        self.ask("Input.dispatchKeyEvent", stroke(down));
        self.ask("Input.dispatchKeyEvent", stroke("keyUp"));
    }

    /// Copies a text from elsewhere and presses Ctrl V, which leads to another page where that is `To::Page`.
    pub fn pastes(&mut self, text: &str, to: To) {
        let allowed = json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        self.ask("Browser.grantPermissions", allowed);
        self.evaluate(&format!("navigator.clipboard.writeText({})", json!(text)));
        let stroke = |kind: &str, commands: &[&str]| {
            json!({
                "type": kind, "key": "v", "code": "KeyV", "windowsVirtualKeyCode": 86, "modifiers": 2, "commands": commands,
            })
        };
        let press = |page: &mut Self| {
            page.keys += 1;
            page.ask("Input.dispatchKeyEvent", stroke("rawKeyDown", &["paste"]));
            page.ask("Input.dispatchKeyEvent", stroke("keyUp", &[]));
        };
        match to {
            To::Page => self.loads(press),
            To::Here => press(self),
        }
    }

    /// Types a text into what has the focus; each sign has to land.
    pub fn types(&mut self, text: &str) {
        let before = self.focus().value;
        for sign in text.chars() {
            match sign {
                '\n' => self.press("Enter"),
                sign => self.press(&sign.to_string()),
            }
        }
        assert_eq!(self.focus().value, format!("{before}{text}"), "not every key landed");
    }

    /// Walks with `Tab` or `Shift Tab` until what has the focus is meant.
    pub fn walk_to(&mut self, key: &str, what: &str, is_meant: impl Fn(&Focus) -> bool) {
        for _ in 0..TABS_MAX {
            self.press(key);
            if is_meant(&self.focus()) {
                return;
            }
        }
        panic!("{TABS_MAX} times {key} do not lead to {what}; the focus is on {:?}", self.focus());
    }

    /// Waits until an expression on the page is true; the page may load itself anew meanwhile.
    pub fn until(&mut self, expression: &str) {
        let began = Instant::now();
        let asked = format!("Boolean({expression})");
        while self.evaluate_here(&asked).is_none_or(|value| value != true) {
            assert!(began.elapsed() < PATIENCE, "it never came that {expression}");
            self.evaluate_here(DRAWN);
        }
        self.machine += began.elapsed();
    }

    /// Returns what has the focus.
    pub fn focus(&mut self) -> Focus {
        let text = self.evaluate(FOCUS);
        serde_json::from_str(text.as_str().expect("a text")).expect("our own JSON")
    }

    /// Returns the value of an expression on the page.
    pub fn evaluate(&mut self, expression: &str) -> Value {
        let asked = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let answer = self.ask("Runtime.evaluate", asked);
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    /// Presses a key that leads to a file, and returns the file.
    pub fn press_to_download(&mut self, key: &str) -> Vec<u8> {
        self.events.clear();
        let began = Instant::now();
        self.press(key);
        let begun = self.event("Browser.downloadWillBegin");
        let name = begun["params"]["suggestedFilename"].as_str().expect("a name").to_owned();
        while self.event("Browser.downloadProgress")["params"]["state"] != "completed" {}
        self.machine += began.elapsed();
        std::fs::read(Path::new(&self.downloads).join(name)).expect("the file is there")
    }

    /// Waits for an event, and returns it.
    fn event(&mut self, method: &str) -> Value {
        loop {
            let next = self.events.pop_front().unwrap_or_else(|| self.next(method));
            if next["method"] == method {
                return next;
            }
        }
    }

    /// Gives the browser a command of its own protocol, such as one for an authenticator in software.
    pub fn call(&mut self, method: &str, params: Value) -> Value {
        self.ask(method, params)
    }

    /// Returns the value of an expression on the page; nothing where the page went elsewhere before it had one.
    fn evaluate_here(&mut self, expression: &str) -> Option<Value> {
        let asked = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let answer = self.answer("Runtime.evaluate", asked);
        let is_gone = answer["error"]["message"]
            .as_str()
            .is_some_and(|words| words.contains("navigated or closed") || words.contains("context"));
        if is_gone {
            return None;
        }
        assert!(answer.get("error").is_none(), "{expression}: {answer}");
        let answer = &answer["result"];
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {answer}");
        Some(answer["result"]["value"].clone())
    }

    /// Gives a command and returns its result.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.answer(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Gives a command and returns the whole answer.
    fn answer(&mut self, method: &str, params: Value) -> Value {
        self.number += 1;
        let mut command = json!({ "id": self.number, "method": method, "params": params });
        if let Some(session) = &self.session {
            command["sessionId"] = json!(session);
        }
        let mut bytes = command.to_string().into_bytes();
        bytes.push(0);
        self.to.write_all(&bytes).and_then(|()| self.to.flush()).expect("the browser listens");
        loop {
            let answer = self.next(method);
            if answer["id"] == self.number {
                return answer;
            }
            self.events.push_back(answer);
        }
    }

    fn next(&self, awaited: &str) -> Value {
        self.from.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("the browser said nothing to {awaited}"))
    }
}

/// Reads what the browser says, each with a zero behind it.
fn answers(out: ChildStdout) -> Receiver<Value> {
    let (say, from) = channel();
    std::thread::spawn(move || {
        for words in BufReader::new(out).split(0) {
            let said = words.ok().and_then(|words| serde_json::from_slice(&words).ok());
            let Some(said) = said else { return };
            if say.send(said).is_err() {
                return;
            }
        }
    });
    from
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
