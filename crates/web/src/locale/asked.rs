//! What a browser says of its reader's languages: `Accept-Language`, which anybody can send as they like.

use super::known::Locale;

/// How many bytes of the header are read.
const BYTES_MAX: usize = 1_000;
/// How many languages are looked at.
const LANGUAGES_MAX: usize = 20;

/// Returns the locale that a browser asks for first among those that are known.
pub(super) fn wanted(header: &str) -> Option<&'static Locale> {
    // What is cut off at the end may be half a language: the one before it still counts.
    let read = match header.get(..BYTES_MAX) {
        _ if header.len() <= BYTES_MAX => header,
        Some(cut) => cut.rsplit_once(',').map_or("", |(whole, _)| whole),
        None => return None,
    };
    let languages = read.split(',').take(LANGUAGES_MAX);
    let known = languages.filter_map(|one| {
        let mut parts = one.split(';');
        let tag = parts.next()?.trim();
        let weight = parts.next().map_or(Some(1_000), weight)?;
        Some((weight, Locale::find(tag)?)).filter(|(weight, _)| *weight > 0 && parts.next().is_none())
    });
    // Of equal ones the first counts.
    known.reduce(|best, one| if one.0 > best.0 { one } else { best }).map(|(_, locale)| locale)
}

/// Reads `q=0.8` in thousandths; nothing where it is no weight.
fn weight(text: &str) -> Option<u32> {
    let number = text.trim().strip_prefix("q=").or_else(|| text.trim().strip_prefix("Q="))?;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let only_digits = fraction.len() <= 3 && fraction.bytes().all(|sign| sign.is_ascii_digit());
    let whole: u32 = ["0", "1"].contains(&whole).then(|| whole.parse().ok())??;
    let thousandths = only_digits.then(|| format!("{fraction:0<3}").parse::<u32>().ok())??;
    Some(whole * 1_000 + thousandths).filter(|weight| *weight <= 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(header: &str) -> Option<&'static str> {
        wanted(header).map(|locale| locale.tag)
    }

    #[test]
    fn the_language_that_is_wanted_most_counts_and_its_country_where_it_is_known() {
        for (header, is) in [
            ("de-CH", Some("de-CH")),
            ("de-AT,de;q=0.9,en;q=0.8", Some("de-DE")),
            ("en", Some("en-GB")),
            ("EN-us", Some("en-US")),
            ("ja,en-US;q=0.5", Some("en-US")),
            ("en;q=0.2, cs ; q=0.9", Some("cs-CZ")),
            ("fr;q=0,sv;q=0.001", Some("sv-SE")),
            ("ja,*;q=0.1", None),
            ("", None),
        ] {
            assert_eq!(tag(header), is, "{header}");
        }
    }

    #[test]
    fn a_header_that_is_none_chooses_nothing_and_stops_nothing() {
        for header in [
            "de;q=NaN",
            "de;q=1e9",
            "de;q=-1",
            "de;q=2",
            "de;q=0.99999999999999999999",
            "de;q=0.5;q=1",
            "de;q",
            "\0",
            ";;;,,,",
            "-",
            "žluť",
        ] {
            assert_eq!(tag(header), None, "{header:?}");
        }
        assert_eq!(tag(&"x".repeat(10_000)), None);
        assert_eq!(tag(&format!("{}de", "x,".repeat(5_000))), None, "only so many are looked at");
        assert_eq!(tag(&format!("cs,{}", "x".repeat(10_000))), Some("cs-CZ"));
        assert_eq!(tag(&"ž".repeat(5_000)), None);
    }
}
