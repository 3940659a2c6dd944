//! Addresses: how organisations, records and pages are called in them.

use model::{RecordId, RecordKind};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Words that no organisation is called in an address.
const RESERVED: &[&str] = &["new", "api", "all", "organisations"];
/// How long an organisation's word may be.
const SLUG_CHARS_MAX: usize = 40;

/// Returns the word for an organisation in addresses, which none of `taken` is.
#[must_use]
pub fn slug(name: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let mut word = String::new();
    for sign in name.nfd().flat_map(char::to_lowercase) {
        if sign.is_ascii_alphanumeric() {
            word.push(sign);
        } else if let Some(letters) = latin(sign) {
            word.push_str(letters);
        } else if !is_combining_mark(sign) && !word.ends_with('-') {
            word.push('-');
        }
        if word.len() >= SLUG_CHARS_MAX {
            break;
        }
    }
    let word = word.trim_matches('-');
    let word = if word.is_empty() || RESERVED.contains(&word) { "organisation" } else { word };
    if !taken(word) {
        return word.to_owned();
    }
    let mut number = 2_u32;
    loop {
        let numbered = format!("{word}-{number}");
        if !taken(&numbered) {
            return numbered;
        }
        number += 1;
    }
}

/// Returns the letters for one that no mark makes out of a plain one.
fn latin(sign: char) -> Option<&'static str> {
    Some(match sign {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        _ => return None,
    })
}

/// Returns the word for a kind of record in addresses: `treatment-actions`.
#[must_use]
pub fn kind(kind: RecordKind) -> String {
    kind.kind().plural.replace(' ', "-")
}

/// Returns the kind of record with this word.
#[must_use]
pub fn kind_of(word: &str) -> Option<RecordKind> {
    RecordKind::ALL.iter().copied().find(|known| kind(*known) == word)
}

/// Returns the address of a record within its organisation: `/risks/R-12`.
#[must_use]
pub fn record(id: RecordId) -> String {
    format!("/{}/{id}", kind(id.kind))
}

/// Writes a text so that it can stand in a query.
#[must_use]
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~:,".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Returns a path with the fields of a query; empty ones are left out.
#[must_use]
pub fn with_query<'a>(path: &str, fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = path.to_owned();
    for (name, value) in fields {
        if !value.is_empty() {
            out.push(if out.contains('?') { '&' } else { '?' });
            out.push_str(&format!("{}={}", encoded(name), encoded(value)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_organisations_share_a_word() {
        assert_eq!(slug("Fridge & Söhne, s.r.o.", &|_| false), "fridge-sohne-s-r-o");
        assert_eq!(slug("ŠKODA Łódź Großøre", &|_| false), "skoda-lodz-grossore");
        assert_eq!(slug("New", &|_| false), "organisation");
        assert_eq!(slug("…", &|_| false), "organisation");
        assert_eq!(slug("Acme", &|word| word == "acme" || word == "acme-2"), "acme-3");
    }

    #[test]
    fn every_kind_is_found_by_its_word() {
        for known in RecordKind::ALL {
            assert_eq!(kind_of(&kind(*known)), Some(*known));
        }
    }

    #[test]
    fn a_query_holds_any_text() {
        assert_eq!(with_query("/a", [("q", "x&y=ž"), ("empty", ""), ("b", "1")]), "/a?q=x%26y%3D%C5%BE&b=1");
    }
}
