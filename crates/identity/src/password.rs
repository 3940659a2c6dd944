//! Passwords: which ones protect, and how they are kept.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::refusal::counted;
use crate::seam::Surroundings;
use crate::secret::same;

/// The fewest characters of a password that is the only factor.
pub const ALONE_MIN: usize = 15;
/// The fewest characters of a password beside a second factor.
pub const BESIDE_MIN: usize = 8;
/// The most bytes of a password that are looked at.
pub const BYTES_MAX: usize = 1024;
/// Words shorter than this are not looked for in a password.
const WORD_MIN: usize = 4;
/// Passwords that many people have, of eight and more characters, in order.
const COMMON: &str = include_str!("password/common.txt");

static COMMON_ONES: LazyLock<BTreeSet<&str>> = LazyLock::new(|| COMMON.lines().collect());

/// Why a password would not protect.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Weakness {
    /// It has too few characters.
    #[error(
        "the password has {}, expected at least {chars_min}; a few words together are easy to keep in mind",
        counted(u64::try_from(*.chars).unwrap_or(u64::MAX), "character")
    )]
    Short {
        /// How many it has.
        chars: usize,
        /// How many it needs.
        chars_min: usize,
    },
    /// It is longer than we look at.
    #[error("the password has more than {BYTES_MAX} bytes")]
    Long,
    /// Many people have it, or one like it.
    #[error("many people have this password, or one much like it; choose another")]
    Common,
    /// It is one pattern again and again.
    #[error("the password is a pattern that is quickly guessed; choose another")]
    Pattern,
    /// It holds a word that others know of the person or the place.
    #[error("the password holds {0:?}, which others know of you or this place; choose another")]
    Context(String),
}

/// Whether a password proves somebody alone or with a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Strength {
    /// Long enough to be the only factor.
    Alone,
    /// Only beside a second factor.
    Beside,
}

/// Says how a password may be used, or why not at all. No kind of character is asked for.
///
/// # Errors
/// When it would not protect.
pub(crate) fn strength(password: &str, least: Strength, words: &[String]) -> Result<Strength, Weakness> {
    if password.len() > BYTES_MAX {
        return Err(Weakness::Long);
    }
    let chars = password.chars().count();
    let chars_min = match least {
        Strength::Alone => ALONE_MIN,
        Strength::Beside => BESIDE_MIN,
    };
    if chars < chars_min {
        return Err(Weakness::Short { chars, chars_min });
    }
    let small = password.to_lowercase();
    let plain = plain(&small);
    if is_common(&small) || is_common(&plain) {
        return Err(Weakness::Common);
    }
    if is_pattern(&small) {
        return Err(Weakness::Pattern);
    }
    for word in context(words) {
        if small.contains(&word) || plain.contains(&word) {
            return Err(Weakness::Context(word));
        }
    }
    Ok(if chars >= ALONE_MIN { Strength::Alone } else { Strength::Beside })
}

/// Says whether a password is on the list, alone or between digits and marks, or twice.
fn is_common(password: &str) -> bool {
    let listed = |text: &str| COMMON_ONES.contains(text);
    let core = password.trim_matches(|c: char| !c.is_alphabetic());
    let half = password.len() / 2;
    let twice = password.is_char_boundary(half) && password[..half] == password[half..];
    listed(password) || listed(core) || (twice && listed(&password[..half]))
}

/// Says whether it is few characters, one run of neighbours, or one short piece again and again.
fn is_pattern(password: &str) -> bool {
    let chars: Vec<char> = password.chars().collect();
    let different: BTreeSet<char> = chars.iter().copied().collect();
    let repeated = (1..=chars.len() / 3).any(|piece| chars.iter().zip(&chars[piece..]).all(|(a, b)| a == b));
    different.len() < 5 || repeated || is_run(&chars)
}

/// Says whether nearly all characters stand beside the one before, in the alphabet or on a keyboard.
fn is_run(chars: &[char]) -> bool {
    const ROWS: [&str; 7] = [
        "1234567890",
        "qwertyuiop",
        "asdfghjkl",
        "zxcvbnm",
        "qwertzuiop",
        "azertyuiop",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    ];
    let beside = |a: char, b: char| {
        let apart = u32::from(a).abs_diff(u32::from(b));
        let on = |row: &str| row.contains(&format!("{a}{b}")) || row.contains(&format!("{b}{a}"));
        apart <= 1 || ROWS.iter().any(|row| on(row))
    };
    let steps = chars.windows(2).filter(|pair| beside(pair[0], pair[1])).count();
    steps * 5 >= (chars.len().saturating_sub(1)) * 4
}

/// Returns a password with the letters that digits and marks stand for.
fn plain(password: &str) -> String {
    let letter = |c| match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    };
    password.chars().map(letter).collect()
}

/// Returns the words to look for, in small letters.
fn context(words: &[String]) -> BTreeSet<String> {
    let parts = words.iter().flat_map(|word| word.split(|c: char| !c.is_alphanumeric()));
    let whole = words.iter().map(String::as_str);
    let long = |word: &&str| word.chars().count() >= WORD_MIN;
    // Ends of addresses stand in many honest sentences.
    let ends = ["info", "mail", "name", "from", "with", "and", "the"];
    parts
        .chain(whole)
        .filter(long)
        .map(str::to_lowercase)
        .filter(|word| !ends.contains(&word.as_str()))
        .collect()
}

/// How much work a guess costs: the memory in KiB, in one pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cost(u32);

impl Cost {
    /// What every new password costs.
    pub(crate) const NEW: Self = Self(46 * 1024);
}

/// A password as it is kept: argon2id of it, with what is needed to do it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptPassword {
    pub(crate) strength: Strength,
    cost: Cost,
    salt: String,
    hash: String,
}

impl KeptPassword {
    /// Returns a password as it is kept. It takes a while and 46 MiB: only the hash pool calls it.
    pub(crate) fn new(password: &str, strength: Strength, surroundings: &dyn Surroundings) -> Self {
        let mut salt = [0; 16];
        surroundings.fill(&mut salt);
        let hash = argon2id(password, &salt, Cost::NEW).expect("the cost is one that argon2 takes");
        let (salt, hash) = (STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(hash));
        Self { strength, cost: Cost::NEW, salt, hash }
    }

    /// Returns one that no password opens, so that unknown names cost the same work.
    pub(crate) fn nobodys() -> Self {
        let (salt, hash) = (STANDARD_NO_PAD.encode([7; 16]), String::new());
        Self { strength: Strength::Alone, cost: Cost::NEW, salt, hash }
    }

    /// Says whether this is the password. It takes a while and 46 MiB: only the hash pool calls it.
    pub(crate) fn is(&self, password: &str) -> bool {
        let salt = STANDARD_NO_PAD.decode(&self.salt).unwrap_or_default();
        let kept = STANDARD_NO_PAD.decode(&self.hash).unwrap_or_default();
        argon2id(password, &salt, self.cost).is_some_and(|hash| same(&hash, &kept))
    }
}

fn argon2id(password: &str, salt: &[u8], cost: Cost) -> Option<[u8; 32]> {
    let mut hash = [0; 32];
    let params = Params::new(cost.0, 1, 1, Some(hash.len())).ok()?;
    let password = if password.len() > BYTES_MAX { "" } else { password };
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_into(password.as_bytes(), salt, &mut hash).ok()?;
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seam::Machine;

    fn alone(password: &str) -> Result<Strength, Weakness> {
        let words = ["Kim Berger", "kim@nordwind.example", "Nordwind GmbH", "plumbline"].map(str::to_owned);
        strength(password, Strength::Alone, &words)
    }

    fn beside(password: &str) -> Result<Strength, Weakness> {
        strength(password, Strength::Beside, &[])
    }

    #[test]
    fn a2_a_password_alone_needs_15_characters_and_no_kind_of_them() {
        assert_eq!(alone("tidy grey otter"), Ok(Strength::Alone));
        assert_eq!(alone("tidy grey ottr"), Err(Weakness::Short { chars: 14, chars_min: 15 }));
        assert_eq!(alone("zwölf möwen äßen"), Ok(Strength::Alone));
        assert_eq!(beside("gr3y-ott"), Ok(Strength::Beside));
        assert_eq!(beside("grey-ot"), Err(Weakness::Short { chars: 7, chars_min: 8 }));
        assert_eq!(alone(&"long ".repeat(300)), Err(Weakness::Long));
    }

    #[test]
    fn a4_a_common_password_is_refused_also_where_it_is_disguised() {
        for common in
            ["password", "sunshine", "Trustno1", "P@ssw0rd", "1qaz2wsx", "football99!", "sunshinesunshine"]
        {
            assert_eq!(beside(common), Err(Weakness::Common), "{common}");
        }
        for common in COMMON.lines() {
            assert!(beside(common).is_err(), "{common}");
        }
        assert_eq!(alone("password1234567890"), Err(Weakness::Common));
    }

    #[test]
    fn a4_a_pattern_is_refused() {
        for pattern in [
            "abcdefghijklmnopq",
            "11111111111111111",
            "qwertyuiopasdfghjkl",
            "abcabcabcabcabcabc",
            "98765432109876543",
        ] {
            assert!(matches!(alone(pattern), Err(Weakness::Pattern | Weakness::Common)), "{pattern}");
        }
    }

    #[test]
    fn a4_a_password_with_a_word_of_the_person_or_the_place_is_refused() {
        for (password, word) in [
            ("we love nordwind so", "nordwind"),
            ("all N0rdw1nd boats", "nordwind"),
            ("berger and no more", "berger"),
            ("my plumbline hangs", "plumbline"),
        ] {
            assert_eq!(alone(password), Err(Weakness::Context(word.to_owned())), "{password}");
        }
    }

    #[test]
    fn the_list_is_in_order_and_has_no_short_ones() {
        assert!(COMMON_ONES.len() > 3000);
        assert!(COMMON.lines().zip(COMMON.lines().skip(1)).all(|(one, next)| one < next));
        assert!(COMMON.lines().all(|line| line.chars().count() >= BESIDE_MIN && line == line.to_lowercase()));
    }

    #[test]
    fn only_the_password_opens_what_is_kept_and_it_does_not_show() {
        let kept = KeptPassword::new("tidy grey otter", Strength::Alone, &Machine);
        assert!(kept.is("tidy grey otter"));
        assert!(!kept.is("tidy grey ottes") && !kept.is("") && !kept.is(&"x".repeat(2000)));
        assert!(!KeptPassword::nobodys().is(""));
        assert!(!serde_json::to_string(&kept).expect("json").contains("otter"));
        assert!(kept.cost.0 >= 46 * 1024);
    }
}
