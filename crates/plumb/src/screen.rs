//! The screen: results on stdout, talk on stderr; colour and width only where a person looks.

use std::cell::RefCell;
use std::io::{IsTerminal, Write as _};

use clap::ValueEnum;
use diagnostics::Colour;
use serde_json::{Value, json};

use crate::shapes::Shape;

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What a command shows.
pub struct Screen {
    /// What is to be shown, in order.
    parts: RefCell<Vec<Part>>,
    json: Json,
    colour: Colour,
    width: Option<usize>,
}

/// A piece of what is shown.
enum Part {
    Result(String),
    Talk(String),
}

/// Whether results are JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Json {
    /// They are.
    Yes,
    /// They are text for people.
    No,
}

impl Screen {
    /// Returns an empty screen.
    pub fn new(json: Json, when: When) -> Self {
        let terminal = std::io::stdout().is_terminal();
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let colour = match when {
            When::Always => Colour::Ansi,
            When::Auto if terminal && !plain => Colour::Ansi,
            When::Auto | When::Never => Colour::None,
        };
        let columns = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
        let width = match (terminal, columns) {
            (_, Some(columns)) => Some(columns),
            (true, None) => comfy_table::Table::new().width().map(usize::from).or(Some(100)),
            (false, None) => None,
        };
        Self { parts: RefCell::default(), json, colour, width: width.map(|width| width.clamp(60, 400)) }
    }

    /// Says whether results are JSON.
    pub fn is_json(&self) -> bool {
        self.json == Json::Yes
    }

    /// Returns whether to colour.
    pub fn colour(&self) -> Colour {
        self.colour
    }

    /// Returns how many characters fit beside each other; nothing where the output goes into a file or a pipe.
    pub fn width(&self) -> Option<usize> {
        self.width
    }

    /// Adds a line to the result.
    pub fn line(&mut self, text: impl AsRef<str>) {
        let mut shown = String::new();
        for line in text.as_ref().trim_end().split('\n') {
            shown.extend(line.trim_end().chars().filter(|c| !c.is_control() || *c == '\u{1b}' || *c == '\t'));
            shown.push('\n');
        }
        self.parts.get_mut().push(Part::Result(shown));
    }

    /// Adds the one JSON value of a command, with the name of its shape.
    pub fn json(&mut self, shape: &Shape, value: Value) {
        let mut whole = json!({ "schema": shape.schema() });
        if let (Some(whole), Value::Object(parts)) = (whole.as_object_mut(), value) {
            whole.extend(parts.into_iter().filter(|(name, _)| name != "schema"));
        }
        let text = serde_json::to_string_pretty(&whole).expect("a JSON value is text");
        self.parts.get_mut().push(Part::Result(format!("{text}\n")));
    }

    /// Says something beside the result.
    pub fn talk(&self, text: impl AsRef<str>) {
        let clean: String = text.as_ref().chars().filter(|c| !c.is_control() || *c == '\u{1b}').collect();
        self.parts.borrow_mut().push(Part::Talk(clean));
    }

    /// Paints a text bold.
    pub fn bold(&self, text: &str) -> String {
        self.paint("1", text)
    }

    /// Paints a text grey.
    pub fn quiet(&self, text: &str) -> String {
        self.paint("2", text)
    }

    /// Paints a text in a colour code, where colours are on.
    pub fn paint(&self, code: &str, text: &str) -> String {
        match self.colour {
            Colour::Ansi => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            Colour::None => text.to_owned(),
        }
    }

    /// Shows all so far, in order; a reader that has gone away is no matter.
    pub fn show(&mut self) {
        let mut out = std::io::stdout().lock();
        for part in self.parts.get_mut().drain(..) {
            match part {
                Part::Result(text) => {
                    let _ = out.write_all(text.as_bytes());
                }
                Part::Talk(text) => {
                    let _ = out.flush();
                    let _ = writeln!(std::io::stderr(), "{text}");
                }
            }
        }
        let _ = out.flush();
    }
}

/// Cuts a text to one line of at most so many characters.
pub fn clip(text: &str, most: usize) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let mut cut: String = line.chars().take(most.saturating_sub(1)).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

/// Returns a count with its noun: `1 record`, `3 records`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}
