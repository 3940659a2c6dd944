//! Text: one line, or prose of several lines.

use serde::{Deserialize, Serialize};

use super::{Problem, Separator, Shape, Value};

/// Most characters of a line.
const LINE_MAX: usize = 500;
/// Most characters of a prose.
const PROSE_MAX: usize = 100_000;

macro_rules! text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Box<str>);

        impl std::ops::Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.pad(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::new(&text)
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                &*self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                &*self.0 == *other
            }
        }
    };
}

text! {
    /// One line of text: outer blanks gone, inner white space folded to one blank.
    Line
}

text! {
    /// Text of several lines; line ends are `\n`.
    Prose
}

/// Says whether a sign turns the direction of writing unseen, so that people would read another text than is stored.
///
/// Source: Unicode Standard Annex 9, the explicit formatting characters and implicit marks.
pub(crate) fn turns_direction(sign: char) -> bool {
    matches!(sign, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl Line {
    /// Makes a line, folding white space and dropping control characters and what turns the direction of writing.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut folded = String::with_capacity(text.len());
        for word in text.split_whitespace() {
            let before = folded.len();
            if before > 0 {
                folded.push(' ');
            }
            let blank = folded.len();
            folded.extend(word.chars().filter(|c| !c.is_control() && !turns_direction(*c)));
            // A word of dropped signs alone leaves no blank.
            if folded.len() == blank {
                folded.truncate(before);
            }
        }
        Self(folded.into_boxed_str())
    }
}

impl Prose {
    /// Makes a prose with even line ends, without control characters and what turns the direction of writing.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let even = text.replace("\r\n", "\n").replace('\r', "\n");
        let stays = |c: &char| matches!(c, '\n' | '\t') || !(c.is_control() || turns_direction(*c));
        let clean: String = even.chars().filter(stays).collect();
        Self(clean.trim().into())
    }
}

impl Value for Line {
    fn text(&self) -> String {
        self.0.to_string()
    }
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    fn read(text: &str) -> Result<Self, Problem> {
        bounded(text, LINE_MAX)?;
        Ok(Self::new(seen(text)))
    }
    fn shape() -> Shape {
        Shape::Line
    }
    fn separator() -> Separator {
        Separator::Line
    }
}

impl Value for Prose {
    fn text(&self) -> String {
        self.0.to_string()
    }
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    fn read(text: &str) -> Result<Self, Problem> {
        bounded(text, PROSE_MAX)?;
        Ok(Self::new(seen(text)))
    }
    fn shape() -> Shape {
        Shape::Prose
    }
    fn separator() -> Separator {
        Separator::Line
    }
}

/// Returns a text, or an empty one where nobody could see a sign of it: a reason that cannot be read is none.
fn seen(text: &str) -> &str {
    let is_unseen = |sign: char| {
        sign.is_whitespace()
            || sign.is_control()
            || turns_direction(sign)
            || matches!(sign, '\u{ad}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{feff}')
            || matches!(sign, '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}')
    };
    if text.chars().all(is_unseen) { "" } else { text }
}

/// Refuses a text that is too long to be meant.
fn bounded(text: &str, most: usize) -> Result<(), Problem> {
    let count = text.chars().count();
    if count > most {
        return Err(
            Problem::new(format!("the text has {count} characters")).expected(format!("at most {most}"))
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_can_see_is_no_text() {
        for unseen in ["\u{200b}", "\u{3164} \u{2060}", "\u{301}", "\u{feff}\n"] {
            assert!(Line::read(unseen).expect("short").is_empty(), "{unseen:?}");
            assert!(Prose::read(unseen).expect("short").is_empty(), "{unseen:?}");
        }
        // Signs that join others stay with them.
        for text in ["e\u{301}", "\u{1f468}\u{200d}\u{1f4bb}", "\u{645}\u{200c}\u{6cc}"] {
            assert_eq!(Line::read(text).expect("short").text(), text);
        }
    }

    #[test]
    fn a_line_folds_white_space_and_drops_control_characters() {
        assert_eq!(Line::new("  a\u{0007}b \r\n c "), "ab c");
    }

    #[test]
    fn a_sign_that_turns_the_direction_of_writing_is_dropped() {
        assert_eq!(Line::new("invoice\u{202e}fdp.exe"), "invoicefdp.exe");
        assert_eq!(Line::read("\u{2066}a\u{2069} \u{200f} b").as_deref(), Ok("a b"), "no blank stays for it");
        assert_eq!(Prose::new("one\u{202d}\ntwo\u{61c}"), "one\ntwo");
        assert_eq!(Line::new("שלום שם"), "שלום שם", "letters written from right to left stay");
    }

    #[test]
    fn a_line_that_is_too_long_is_refused_with_its_length() {
        let problem = Line::read(&"x".repeat(501)).expect_err("too long");
        assert_eq!(problem.to_string(), "the text has 501 characters; expected at most 500");
    }
}
