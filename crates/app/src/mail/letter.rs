//! A message: one line for each matter, each with one link, as text and as plain HTML without pictures.

use lettre::Message;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use uuid::Uuid;

/// The longest line of a message, in characters.
const LINE_MAX: usize = 300;
/// The longest name or subject, in characters.
const NAME_MAX: usize = 120;
/// Most lines of one message; the others are named by their number.
const LINES_MAX: usize = 200;

/// A message to one person.
#[derive(Debug, Clone, Default)]
pub struct Letter {
    /// What the person is called.
    pub name: String,
    /// The address.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// What stands above the lines.
    pub opening: String,
    /// The matters, under the names of their organisations.
    pub parts: Vec<LetterPart>,
    /// What stands below the lines, with where it leads.
    pub closing: Option<LetterLine>,
    /// Where notices are turned off.
    pub unsubscribe: String,
}

/// The matters of one organisation.
#[derive(Debug, Clone, Default)]
pub struct LetterPart {
    /// Its name.
    pub heading: String,
    /// One line for each matter.
    pub lines: Vec<LetterLine>,
}

/// One matter.
#[derive(Debug, Clone, Default)]
pub struct LetterLine {
    /// What is the matter.
    pub words: String,
    /// Where it is looked at.
    pub href: String,
}

impl Letter {
    /// Returns it as it is sent.
    ///
    /// # Errors
    /// Why it cannot be: an address that is none.
    pub fn message(&self, from: &Mailbox) -> Result<Message, String> {
        let address =
            self.to.parse().map_err(|_| format!("{} is no e-mail address", clean(&self.to, NAME_MAX)))?;
        let name = clean(&self.name, NAME_MAX);
        let to = Mailbox::new(Some(name).filter(|name| !name.is_empty()), address);
        let id = format!("<{}@{}>", Uuid::new_v4(), from.email.domain());
        let mut message = Message::builder()
            .from(from.clone())
            .to(to)
            .subject(clean(&self.subject, NAME_MAX))
            .message_id(Some(id))
            .raw_header(header("Auto-Submitted", "auto-generated"));
        // An address of our own: letters, digits and a few signs; all else would be no address.
        if !self.unsubscribe.is_empty() && self.unsubscribe.bytes().all(|byte| byte.is_ascii_graphic()) {
            message = message.raw_header(header("List-Unsubscribe", &format!("<{}>", self.unsubscribe)));
        }
        let body = MultiPart::alternative_plain_html(self.text(), self.html());
        message.multipart(body).map_err(|error| error.to_string())
    }

    /// Returns its text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut lines = vec![clean(&self.opening, LINE_MAX), String::new()];
        for (part, left) in self.shown() {
            lines.push(clean(&part.heading, NAME_MAX));
            for line in part.lines.iter().take(left) {
                lines.push(format!("- {}", clean(&line.words, LINE_MAX)));
                lines.push(format!("  {}", line.href));
            }
            if part.lines.len() > left {
                lines.push(format!("  and {} more", part.lines.len() - left));
            }
            lines.push(String::new());
        }
        if let Some(closing) = &self.closing {
            lines.push(format!("{}: {}", clean(&closing.words, LINE_MAX), closing.href));
        }
        if !self.unsubscribe.is_empty() {
            lines.push(format!("Which notices are sent to you: {}", self.unsubscribe));
        }
        lines.push(String::new());
        lines.join("\n")
    }

    /// Returns it as HTML: headings, lists and links, nothing else.
    fn html(&self) -> String {
        let mut html = String::from("<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><body>");
        html.push_str(&format!("<p>{}</p>", escaped(&clean(&self.opening, LINE_MAX))));
        for (part, left) in self.shown() {
            html.push_str(&format!("<h2>{}</h2><ul>", escaped(&clean(&part.heading, NAME_MAX))));
            for line in part.lines.iter().take(left) {
                html.push_str(&format!("<li>{}</li>", link(line)));
            }
            if part.lines.len() > left {
                html.push_str(&format!("<li>and {} more</li>", part.lines.len() - left));
            }
            html.push_str("</ul>");
        }
        if let Some(closing) = &self.closing {
            html.push_str(&format!("<p>{}</p>", link(closing)));
        }
        if !self.unsubscribe.is_empty() {
            let href = self.unsubscribe.clone();
            let line = LetterLine { words: "Which notices are sent to you".to_owned(), href };
            html.push_str(&format!("<p>{}</p>", link(&line)));
        }
        html.push_str("</body></html>");
        html
    }

    /// Returns the parts, each with how many of its lines are shown.
    fn shown(&self) -> impl Iterator<Item = (&LetterPart, usize)> {
        let filled = self.parts.iter().filter(|part| !part.lines.is_empty());
        filled.scan(LINES_MAX, |left, part| {
            let own = part.lines.len().min(*left);
            *left -= own;
            Some((part, own))
        })
    }
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn link(line: &LetterLine) -> String {
    format!("<a href=\"{}\">{}</a>", escaped(&line.href), escaped(&clean(&line.words, LINE_MAX)))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Returns words on one line, without signs that nobody sees or that turn the line around, and not too long.
pub(super) fn clean(text: &str, signs_max: usize) -> String {
    let is_unseen = |sign: char| {
        matches!(sign, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}')
            || ('\u{200b}'..='\u{200f}').contains(&sign)
            || ('\u{202a}'..='\u{202e}').contains(&sign)
            || ('\u{2060}'..='\u{206f}').contains(&sign)
    };
    let seen = text.chars().filter(|sign| !is_unseen(*sign));
    let seen: String =
        seen.map(|sign| if sign.is_control() { ' ' } else { sign }).take(LINE_MAX * 40).collect();
    let line = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(signs_max) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(hostile: &str) -> Letter {
        let line = || LetterLine {
            words: hostile.to_owned(),
            href: "https://isms.acme.example/o/acme/risks/R-1".to_owned(),
        };
        Letter {
            name: hostile.to_owned(),
            to: "jana@acme.example".to_owned(),
            subject: hostile.to_owned(),
            opening: hostile.to_owned(),
            parts: vec![LetterPart { heading: hostile.to_owned(), lines: vec![line()] }],
            closing: Some(line()),
            unsubscribe: "https://isms.acme.example/inbox/digest".to_owned(),
        }
    }

    fn sent(letter: &Letter) -> String {
        let from = "Plumbline <isms@acme.example>".parse().expect("an address");
        let message = letter.message(&from).expect("it can be sent");
        String::from_utf8(message.formatted()).expect("mail is ASCII here")
    }

    #[test]
    fn nothing_that_people_typed_becomes_a_header_or_a_line_of_its_own() {
        for hostile in [
            "x\r\nBcc: thief@evil.example\r\n\r\n<script>",
            "x\nBcc: thief@evil.example",
            "x\rBcc: thief@evil.example",
            "x\u{2028}Bcc: thief@evil.example\u{0}\u{85}Bcc: y",
            "\"<thief@evil.example>, \"",
        ] {
            let sent = sent(&letter(hostile));
            let (head, _) = sent.split_once("\r\n\r\n").expect("a head and a body");
            let names: Vec<&str> = head
                .lines()
                .filter(|line| !line.starts_with([' ', '\t']))
                .filter_map(|line| Some(line.split_once(':')?.0))
                .collect();
            let expected = [
                "Auto-Submitted",
                "Content-Type",
                "Date",
                "From",
                "List-Unsubscribe",
                "MIME-Version",
                "Message-ID",
                "Subject",
                "To",
            ];
            let mut sorted = names.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, expected, "{hostile:?}");
            let to = head.lines().filter(|line| line.starts_with("To:")).count();
            assert_eq!(to, 1);
            let message =
                letter(hostile).message(&"a@b.example".parse().expect("an address")).expect("whole");
            let recipients: Vec<String> = message.envelope().to().iter().map(ToString::to_string).collect();
            assert_eq!(recipients, ["jana@acme.example"], "{hostile:?}");
        }
    }

    #[test]
    fn long_and_turned_words_are_shown_short_and_straight_and_html_is_text() {
        let long = letter(&"é".repeat(10_000));
        assert!(long.text().chars().count() < 1_500 && long.text().contains('…'));
        assert!(sent(&long).lines().all(|line| line.len() <= 998), "no line is longer than mail allows");
        let lines = vec![LetterLine { words: "a".repeat(5_000), href: String::new() }; 300];
        let plain = Letter { parts: vec![LetterPart { heading: String::new(), lines }], ..letter("x") };
        assert!(sent(&plain).lines().all(|line| line.len() <= 998), "nor where all of it is ASCII");
        let turned = letter("abc\u{202e}fed\u{2066}\u{200f}<b>&\"").text();
        assert!(turned.contains("abcfed<b>&\"") && !turned.contains('\u{202e}'));
        let html = letter("<img src=x onerror=1>").html();
        assert!(html.contains("&lt;img src=x") && !html.contains("<img"), "{html}");
        let many = LetterPart { heading: "Acme".to_owned(), lines: vec![LetterLine::default(); 500] };
        let many = Letter { parts: vec![many.clone(), many], ..Letter::default() };
        assert!(many.text().contains("and 300 more") && many.text().contains("and 500 more"));
    }

    #[test]
    fn each_line_leads_to_one_thing_and_what_is_no_address_is_sent_to_nobody() {
        let text = letter("R-1 Theft: to approve").text();
        assert_eq!(text.matches("https://isms.acme.example/o/acme/risks/R-1").count(), 2);
        let from: Mailbox = "isms@acme.example".parse().expect("an address");
        for to in ["", "jana", "a@b\r\nRCPT TO:<x@y.z>", "a@b.c, d@e.f"] {
            let nobody = Letter { to: to.to_owned(), ..letter("x") };
            assert!(nobody.message(&from).is_err(), "{to:?}");
        }
    }
}
