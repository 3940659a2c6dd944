//! Text made fit for paper: only characters that our fonts can draw, and words that can be broken.

use std::collections::BTreeMap;

use typst::text::Font;

/// What is printed for a character that no font of ours can draw.
pub const UNKNOWN: char = '□';

const LABEL_RUN_MAX: usize = 18;

/// Turns text of any origin into lines that can be printed.
pub struct Ink<'a> {
    fonts: &'a [Font],
    known: BTreeMap<char, bool>,
    /// How many characters were printed as [`UNKNOWN`].
    pub unknown: u32,
}

impl<'a> Ink<'a> {
    /// Returns an ink that draws with these fonts.
    pub fn new(fonts: &'a [Font]) -> Self {
        Self { fonts, known: BTreeMap::new(), unknown: 0 }
    }

    /// Returns the characters that no font could draw.
    pub fn missing(&self) -> String {
        self.known.iter().filter(|(_, draws)| !**draws).map(|(c, _)| *c).collect()
    }

    /// Returns the text as one line.
    pub fn line(&mut self, text: &str) -> String {
        self.lines(text, usize::MAX).join(" ")
    }

    /// Returns the text as one line of at most so many characters: for what is repeated on pages or heads something.
    pub fn label(&mut self, text: &str, characters_max: usize) -> String {
        let Some((end, _)) = text.char_indices().nth(characters_max) else {
            return self.lines(text, LABEL_RUN_MAX).join(" ");
        };
        self.lines(&text[..end], LABEL_RUN_MAX).join(" ") + "…"
    }

    /// Returns the lines of a text. Runs without a blank may be broken after so many characters.
    pub fn lines(&mut self, text: &str, run_max: usize) -> Vec<String> {
        let text = text
            .replace("\r\n", "\n")
            .replace(['\r', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}', '\u{85}'], "\n");
        text.trim_end().split('\n').map(|line| self.drawn(line, run_max)).collect()
    }

    fn drawn(&mut self, line: &str, run_max: usize) -> String {
        let mut drawn = String::with_capacity(line.len());
        let mut run = 0;
        let mut before = ' ';
        for c in line.chars() {
            let Some(c) = self.character(c, before) else { continue };
            run = if c.is_whitespace() || matches!(c, '-' | '/') { 0 } else { run + 1 };
            if run > run_max {
                drawn.push('\u{200b}');
                run = 1;
            }
            drawn.push(c);
            before = c;
        }
        drawn
    }

    /// Returns what stands for a character, if anything does.
    fn character(&mut self, c: char, before: char) -> Option<char> {
        match c {
            ' '..='~' => Some(c),
            '\t' => Some(' '),
            // Direction overrides and isolates; selectors, skin tones and tags of emoji; soft hyphens; other signs without a shape.
            '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{ad}'
            | '\u{61c}' => None,
            '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e0fff}' | '\u{feff}' => {
                None
            }
            '\u{200c}' | '\u{200d}' => Some(c).filter(|_| before != UNKNOWN && self.draws('\u{627}')),
            _ if c.is_control() => None,
            _ if self.draws(c) => Some(c),
            _ => {
                self.unknown += 1;
                Some(UNKNOWN)
            }
        }
    }

    fn draws(&mut self, c: char) -> bool {
        let fonts = self.fonts;
        let private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}');
        *self.known.entry(c).or_insert_with(|| {
            !private && fonts.iter().any(|font| font.info().coverage.contains(u32::from(c)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::pdf::world::Fonts;

    fn fonts() -> &'static [Font] {
        Fonts::inside().all()
    }

    fn line(text: &str) -> String {
        Ink::new(fonts()).line(text)
    }

    #[test]
    fn names_of_europe_and_the_near_east_are_drawn_as_they_are() {
        for name in ["Łukasz Żółć", "Αθηνά", "Борис", "שלום", "محمد", "Þór", "İpek", "✓▲✕◔⊘○–"]
        {
            assert_eq!(line(name), name);
        }
    }

    #[test]
    fn a_character_without_a_shape_is_counted_not_dropped() {
        let mut ink = Ink::new(fonts());
        assert_eq!(ink.line("日本 x"), "□□ x");
        assert_eq!((ink.unknown, ink.missing().as_str()), (2, "日本"));
    }

    #[test]
    fn no_text_can_turn_its_direction_around() {
        assert_eq!(line("invoice\u{202e}fdp.exe\u{2066}"), "invoicefdp.exe");
    }

    #[test]
    fn control_characters_are_left_out_and_all_line_breaks_are_one_kind() {
        assert_eq!(Ink::new(fonts()).lines("a\u{0}\u{7}b\r\nc\rd\u{2028}e\n\n", 80), ["ab", "c", "d", "e"]);
    }

    #[test]
    fn a_label_is_cut_where_a_text_is_not() {
        assert_eq!(Ink::new(fonts()).label("žluťoučký", 3), "žlu…");
        assert_eq!(Ink::new(fonts()).label("žlu", 3), "žlu");
    }

    #[test]
    fn a_word_that_is_too_long_may_be_broken() {
        assert_eq!(Ink::new(fonts()).lines("abcdef gh", 4), ["abcd\u{200b}ef gh"]);
    }
}
