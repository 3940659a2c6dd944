//! How a script is written: headings, words for the reader, commands of people, and what has to come of them.

/// One step of a script, with the line it stands on.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) line: usize,
    pub(crate) what: What,
}

/// What a step is.
#[derive(Debug)]
pub(crate) enum What {
    /// A heading, or words for the reader.
    Words(String),
    /// A command that somebody types.
    Command(Command),
    /// The server begins to answer: `server starts`.
    Starts,
    /// The server ends: `server stops`.
    Stops,
    /// Somebody opens an invitation in the browser, chooses a password and sets up codes.
    Joins { who: String, email: String, link: String },
    /// Somebody who is signed in in the browser takes an invitation with that account.
    Accepts { who: String, link: String },
    /// Somebody without codes signs in at the terminal again, with the password alone.
    ComesBack { who: String, email: String },
    /// Somebody signs in at the terminal with password and code.
    SignsIn { who: String, email: String },
    /// Somebody signs in in the browser, with password and code.
    Browser { who: String, email: String },
    /// Somebody opens a page: the status that has to come, and words that have to be on it, or must not.
    Page { who: String, path: String, status: u16, says: Vec<String>, hides: Vec<String> },
    /// Two pages that have to be the same, byte for byte, but for the word that was asked.
    Same { who: String, first: String, second: String },
}

/// A command, and what has to come of it.
#[derive(Debug, Default)]
pub(crate) struct Command {
    pub(crate) who: String,
    pub(crate) words: String,
    /// What is typed into it.
    pub(crate) typed: Vec<String>,
    /// The code it ends with.
    pub(crate) code: i32,
    /// Words that are said.
    pub(crate) says: Vec<String>,
    /// Words that are not said.
    pub(crate) hides: Vec<String>,
    /// Names, and the words after which what they stand for is found.
    pub(crate) keeps: Vec<(String, String)>,
}

/// Reads a script.
///
/// | line begins with | means |
/// | --- | --- |
/// | `#` | words for who writes scripts |
/// | `==` | a heading |
/// | `NAME$ ` | a command that somebody types |
/// | `< ` | a line that is typed into it |
/// | `! ` | the code it ends with; 0 where nothing is said |
/// | <code>\| </code> | words that it says |
/// | `~ ` | words that it does not say |
/// | `= NAME ` | keeps the word that follows these words in what it says, as `{NAME}` |
/// | `@ ` | what happens in a browser |
/// | anything else | words for the reader |
pub(crate) fn read(text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line_number = at + 1;
        if line.trim().is_empty() || (line.starts_with('#')) {
            continue;
        }
        let mut add = |what: What| steps.push(Step { line: line_number, what });
        if let Some(rest) = line.strip_prefix("@ ") {
            add(browser(rest).unwrap_or_else(|| panic!("line {line_number}: `{line}` is no step")));
        } else if let Some((who, words)) = line.split_once("$ ").filter(|(who, _)| is_name(who)) {
            add(What::Command(Command {
                who: who.to_owned(),
                words: words.to_owned(),
                ..Command::default()
            }));
        } else if let Some((mark, rest)) = line.split_once(' ').filter(|(mark, _)| MARKS.contains(mark)) {
            let last = steps.last_mut().map(|step| &mut step.what);
            assert!(expect(last, mark, rest), "line {line_number}: `{line}` belongs to no step");
        } else {
            add(What::Words(line.to_owned()));
        }
    }
    steps
}

const MARKS: [&str; 5] = ["<", "!", "|", "~", "="];

fn is_name(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase())
}

/// Adds what has to come of the last step; says whether it could.
fn expect(last: Option<&mut What>, mark: &str, rest: &str) -> bool {
    let rest = rest.to_owned();
    match last {
        Some(What::Command(command)) => match mark {
            "<" => command.typed.push(rest),
            "!" => command.code = rest.trim().parse().expect("a number"),
            "|" => command.says.push(rest),
            "~" => command.hides.push(rest),
            _ => {
                let Some((name, after)) = rest.split_once(' ') else { return false };
                command.keeps.push((name.to_owned(), after.to_owned()));
            }
        },
        Some(What::Page { says, hides, .. }) => match mark {
            "|" => says.push(rest),
            "~" => hides.push(rest),
            _ => return false,
        },
        Some(
            What::Words(_)
            | What::Starts
            | What::Stops
            | What::Joins { .. }
            | What::Accepts { .. }
            | What::ComesBack { .. }
            | What::SignsIn { .. }
            | What::Browser { .. }
            | What::Same { .. },
        )
        | None => return false,
    }
    true
}

/// Reads what happens in a browser.
fn browser(text: &str) -> Option<What> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let owned = |word: &str| word.to_owned();
    Some(match words.as_slice() {
        ["server", "starts"] => What::Starts,
        ["server", "stops"] => What::Stops,
        [who, "joins", "as", email, "by", link] => {
            What::Joins { who: owned(who), email: owned(email), link: owned(link) }
        }
        [who, "comes", "back", "as", email] => What::ComesBack { who: owned(who), email: owned(email) },
        [who, "accepts", link] => What::Accepts { who: owned(who), link: owned(link) },
        [who, "signs", "in", "as", email] => What::SignsIn { who: owned(who), email: owned(email) },
        [who, "opens", "a", "browser", "as", email] => What::Browser { who: owned(who), email: owned(email) },
        [who, "reads", path, "and", "gets", status] => What::Page {
            who: owned(who),
            path: owned(path),
            status: status.parse().ok()?,
            says: Vec::new(),
            hides: Vec::new(),
        },
        [who, "finds", first, "as", "absent", "as", second] => {
            What::Same { who: owned(who), first: owned(first), second: owned(second) }
        }
        _ => return None,
    })
}

/// Splits a command line as a shell does: words, and what stands in quotes.
pub(crate) fn split(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut begun) = (Vec::new(), String::new(), None, false);
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                begun = true;
            }
            (None, ' ') => {
                if begun || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                    begun = false;
                }
            }
            (_, c) => word.push(c),
        }
    }
    assert!(quote.is_none(), "a quote is open in `{line}`");
    if begun || !word.is_empty() {
        words.push(word);
    }
    words
}
