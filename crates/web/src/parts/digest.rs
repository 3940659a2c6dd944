//! Code, commands and digests: what is read letter by letter.

use maud::{Markup, html};

/// Returns a digest, shortened in the middle; all of it is there to select and to hear.
pub fn digest(algorithm: &str, hex: &str) -> Markup {
    let (head, tail) = ends(hex);
    html! {
        span.digest title={ (algorithm) " " (hex) } {
            span.digest-name { (algorithm) } " "
            code { (head) @if let Some(tail) = tail { "…" (tail) } }
        }
    }
}

/// Returns a whole digest, in groups, for a page whose subject it is.
pub fn digest_whole(algorithm: &str, hex: &str) -> Markup {
    html! { span.digest { span.digest-name { (algorithm) } " " code.digest-whole { (hex) } } }
}

/// Returns a command for the terminal, ready to select.
pub fn command(line: &str) -> Markup {
    html! { code.command { (line) } }
}

/// Returns a block of text as it is.
pub fn code(text: &str) -> Markup {
    html! { pre.code tabindex="0" { code { (text) } } }
}

fn ends(hex: &str) -> (&str, Option<&str>) {
    match (hex.get(..8), hex.len().checked_sub(4).and_then(|from| hex.get(from..))) {
        (Some(head), Some(tail)) if hex.len() > 16 => (head, Some(tail)),
        (Some(_) | None, Some(_) | None) => (hex, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_digest_shows_both_ends_and_a_short_one_all() {
        assert!(digest("sha256", "9f2c4411aa00bb11cc22e1f0").into_string().contains("9f2c4411…e1f0"));
        assert!(digest("sha256", "9f2c").into_string().contains("<code>9f2c</code>"));
    }

    #[test]
    fn a_digest_that_is_no_hex_is_shown_as_it_is() {
        assert!(digest("sha256", "ééééééééé").into_string().contains("ééééééééé"));
    }
}
