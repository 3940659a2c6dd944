//! Words of decision and state.

use super::{Read, Unread, is_blank, one_of, plain};

/// Yes or no, where a table asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
}

/// What was decided about a risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Treatment {
    /// Nothing yet.
    Undecided,
    /// It is lowered.
    Modify,
    /// It is lived with.
    Retain,
    /// Its cause is given up.
    Avoid,
    /// It is shared, for instance by insurance.
    Share,
}

/// How far a control is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing was done.
    NotStarted,
    /// It is intended.
    Planned,
    /// It works in part.
    Partial,
    /// It works.
    Implemented,
    /// It was given up.
    Retired,
    /// The file says that it does not apply, which is no state but a statement.
    NotApplicable,
}

/// How far the work on a risk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Nothing was done.
    Open,
    /// Work goes on.
    InProgress,
    /// The actions are done; the risk stays in the register.
    Treated,
    /// It was lived with.
    Accepted,
    /// It was closed.
    Closed,
}

const YES: &[&str] = &[
    "yes",
    "y",
    "true",
    "1",
    "x",
    "applicable",
    "included",
    "include",
    "in scope",
    "ja",
    "oui",
    "si",
    "s\u{ed}",
    "sim",
    "tak",
    "wahr",
    "vrai",
    "selected",
    "required",
];
const NO: &[&str] = &[
    "no",
    "n",
    "false",
    "0",
    "not applicable",
    "n a",
    "na",
    "excluded",
    "exclude",
    "out of scope",
    "nein",
    "non",
    "nao",
    "n\u{e3}o",
    "nie",
    "falsch",
    "faux",
    "not selected",
    "not required",
    "non applicable",
    "nicht anwendbar",
];

/// Reads yes or no. A tick or a cross counts only where no word stands beside it.
pub fn answer(text: &str) -> Result<Read<Answer>, Unread> {
    let words = plain(text);
    if words.is_empty() {
        let marks: Vec<char> = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{fe0f}').collect();
        return match marks.as_slice() {
            ['\u{2705}' | '\u{2713}' | '\u{2714}' | '\u{2611}'] => Ok(Read::Is(Answer::Yes)),
            ['\u{274c}' | '\u{2717}' | '\u{2718}' | '\u{2612}' | '\u{2716}'] => Ok(Read::Is(Answer::No)),
            _ if is_blank(text) => Ok(Read::Blank),
            _ => Err(Unread::new(text, "is neither yes nor no", "yes or no")),
        };
    }
    if YES.contains(&words.as_str()) {
        return Ok(Read::Is(Answer::Yes));
    }
    if NO.contains(&words.as_str()) {
        return Ok(Read::Is(Answer::No));
    }
    if is_blank(text) {
        return Ok(Read::Blank);
    }
    Err(Unread::new(text, "is neither yes nor no", one_of(text, &["yes", "no"])))
}

/// Returns the one meaning whose words a text is, word for word.
fn exactly<T: Copy>(words: &str, table: &[(T, &[&str])]) -> Option<T> {
    table.iter().find(|(_, spellings)| spellings.contains(&words)).map(|(meaning, _)| *meaning)
}

const TREATMENTS: &[(Treatment, &[&str])] = &[
    (
        Treatment::Modify,
        &[
            "modify",
            "modification",
            "mitigate",
            "mitigation",
            "mitigated",
            "reduce",
            "reduction",
            "treat",
            "remediate",
            "remediation",
            "control",
            "lower",
            "vermindern",
            "reduzieren",
            "mindern",
            "r\u{e9}duire",
            "reducir",
            "mitigar",
            "reduce risk",
            "risk reduction",
            "risk modification",
        ],
    ),
    (
        Treatment::Retain,
        &[
            "retain",
            "retention",
            "accept",
            "acceptance",
            "accepted",
            "tolerate",
            "risk acceptance",
            "risk retention",
            "akzeptieren",
            "tragen",
            "accepter",
            "aceptar",
        ],
    ),
    (
        Treatment::Avoid,
        &[
            "avoid",
            "avoidance",
            "terminate",
            "eliminate",
            "risk avoidance",
            "vermeiden",
            "\u{e9}viter",
            "eviter",
            "evitar",
        ],
    ),
    (
        Treatment::Share,
        &[
            "share",
            "sharing",
            "transfer",
            "transferred",
            "insure",
            "risk transfer",
            "risk sharing",
            "\u{fc}bertragen",
            "transferieren",
            "teilen",
            "transf\u{e9}rer",
            "partager",
            "transferir",
            "compartir",
        ],
    ),
    (Treatment::Undecided, &["open", "undecided", "pending", "to be decided", "new", "offen"]),
];

/// A treatment, and what the cell says beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Treated {
    /// What was decided.
    pub treatment: Treatment,
    /// The words after the colon or dash: usually what is to be done.
    pub rest: String,
}

/// Reads a treatment: one word, or one word, a colon or dash, and what is to be done.
pub fn treatment(text: &str) -> Result<Read<Treated>, Unread> {
    if is_blank(text) {
        return Ok(Read::Blank);
    }
    if let Some(treatment) = exactly(&plain(text), TREATMENTS) {
        return Ok(Read::Is(Treated { treatment, rest: String::new() }));
    }
    for mark in [":", " - ", " \u{2013} ", " \u{2014} ", "("] {
        let Some((first, rest)) = text.split_once(mark) else { continue };
        if let Some(treatment) = exactly(&plain(first), TREATMENTS) {
            let rest = if mark == "(" { rest.trim_end_matches(')') } else { rest };
            return Ok(Read::Is(Treated { treatment, rest: rest.trim().to_owned() }));
        }
    }
    Err(Unread::new(
        text,
        "is no treatment of a risk",
        one_of(text, &["modify", "mitigate", "reduce", "retain", "accept", "avoid", "share", "transfer"]),
    ))
}

const STATES: &[(State, &[&str])] = &[
    (
        State::Implemented,
        &[
            "implemented",
            "fully implemented",
            "active",
            "in place",
            "operational",
            "in operation",
            "done",
            "complete",
            "completed",
            "compliant",
            "fully compliant",
            "yes",
            "y",
            "100",
            "umgesetzt",
            "vollst\u{e4}ndig umgesetzt",
            "implementiert",
            "mis en \u{153}uvre",
            "implement\u{e9}",
            "implementado",
        ],
    ),
    (
        State::Partial,
        &[
            "partial",
            "partially",
            "partly",
            "p",
            "partially implemented",
            "partly implemented",
            "in progress",
            "ongoing",
            "partially compliant",
            "degraded",
            "started",
            "teilweise",
            "teilweise umgesetzt",
            "in umsetzung",
            "partiel",
            "partiellement",
            "en cours",
            "parcial",
            "work in progress",
        ],
    ),
    (
        State::Planned,
        &[
            "planned",
            "scheduled",
            "to be implemented",
            "approved",
            "on hold",
            "geplant",
            "planifi\u{e9}",
            "pr\u{e9}vu",
            "planificado",
        ],
    ),
    (
        State::NotStarted,
        &[
            "not implemented",
            "not started",
            "to do",
            "no",
            "n",
            "missing",
            "non compliant",
            "noncompliant",
            "open",
            "absent",
            "0",
            "nicht umgesetzt",
            "nicht begonnen",
            "non mis en \u{153}uvre",
            "no implementado",
        ],
    ),
    (State::Retired, &["retired", "deprecated", "decommissioned", "withdrawn", "removed", "inactive"]),
    (
        State::NotApplicable,
        &["not applicable", "n a", "na", "excluded", "nicht anwendbar", "non applicable", "no aplica"],
    ),
];

/// Reads how far a control is. "Not implemented", "almost implemented" and "implemented?" are not "implemented".
pub fn state(text: &str) -> Result<Read<State>, Unread> {
    let words = plain(text);
    if is_blank(text) || ["not assessed", "nicht bewertet", "to assess"].contains(&words.as_str()) {
        return Ok(Read::Blank);
    }
    if !text.contains(['?', '%'])
        && let Some(state) = exactly(&words, STATES)
    {
        return Ok(Read::Is(state));
    }
    Err(Unread::new(
        text,
        "is no state of a control",
        one_of(text, &["not started", "planned", "partial", "implemented", "retired", "not applicable"]),
    ))
}

const PROGRESS: &[(Progress, &[&str])] = &[
    (
        Progress::Open,
        &["open", "new", "identified", "draft", "to do", "not started", "offen", "ouvert", "untreated"],
    ),
    (
        Progress::InProgress,
        &[
            "in progress",
            "ongoing",
            "in treatment",
            "being treated",
            "active",
            "monitoring",
            "in bearbeitung",
            "en cours",
        ],
    ),
    (
        Progress::Treated,
        &["treated", "mitigated", "mitigate", "implemented", "done", "completed", "resolved"],
    ),
    (Progress::Accepted, &["accepted", "accept", "retained", "akzeptiert"]),
    (Progress::Closed, &["closed", "retired", "geschlossen", "ferm\u{e9}", "cerrado"]),
];

/// Reads how far the work on a risk is. Treated is not closed, and accepted names no one who accepted.
pub fn progress(text: &str) -> Result<Read<Progress>, Unread> {
    if is_blank(text) {
        return Ok(Read::Blank);
    }
    match exactly(&plain(text), PROGRESS) {
        Some(progress) if !text.contains('?') => Ok(Read::Is(progress)),
        _ => Err(Unread::new(
            text,
            "is no status of a risk",
            one_of(text, &["open", "in progress", "treated", "accepted", "closed"]),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_are_read_in_the_words_of_tables() {
        for text in ["Yes", "\u{2705} Yes", "x", "TRUE", "Applicable", "\u{2714}\u{fe0f}"] {
            assert_eq!(answer(text), Ok(Read::Is(Answer::Yes)), "{text}");
        }
        for text in ["No", "\u{274c} No", "N/A", "not applicable", "Excluded", "\u{274c}"] {
            assert_eq!(answer(text), Ok(Read::Is(Answer::No)), "{text}");
        }
        for text in ["", "-", "TBD"] {
            assert_eq!(answer(text), Ok(Read::Blank), "{text}");
        }
        for text in ["yes?", "partially", "yes and no", "\u{2705} No way", "\u{1f7e2}"] {
            let read = answer(text);
            assert!(read.is_err() || text == "yes?", "{text}: {read:?}");
        }
    }

    #[test]
    fn a_treatment_is_its_first_word_and_keeps_the_rest() {
        let read = treatment("Mitigate: SOAR automation; analyst rotation").expect("mitigate");
        let rest = "SOAR automation; analyst rotation".to_owned();
        assert_eq!(read, Read::Is(Treated { treatment: Treatment::Modify, rest }));
        let read = treatment("Transfer: Engage counsel; accept risk with sign-off").expect("transfer");
        assert_eq!(read.value().map(|treated| treated.treatment), Some(Treatment::Share));
        for (text, expected) in [
            ("open", Treatment::Undecided),
            ("ACCEPT", Treatment::Retain),
            ("Avoid", Treatment::Avoid),
            ("Share", Treatment::Share),
            ("Modify", Treatment::Modify),
        ] {
            assert_eq!(treatment(text).expect(text).value().map(|treated| treated.treatment), Some(expected));
        }
        for text in ["mitigate/accept", "Mitigate and transfer", "see plan", "do not accept"] {
            assert!(treatment(text).is_err(), "{text}");
        }
        assert!(treatment("mitgate").expect_err("misspelt").expected.starts_with("mitigate?"));
    }

    #[test]
    fn only_the_whole_word_makes_a_control_implemented() {
        for text in ["Implemented", "active", "compliant", "Fully implemented"] {
            assert_eq!(state(text), Ok(Read::Is(State::Implemented)), "{text}");
        }
        for text in ["Not implemented", "non_compliant", "to_do"] {
            assert_eq!(state(text), Ok(Read::Is(State::NotStarted)), "{text}");
        }
        for text in ["Partial", "in_progress", "partially_compliant"] {
            assert_eq!(state(text), Ok(Read::Is(State::Partial)), "{text}");
        }
        for text in ["--", "", "not_assessed", "unknown"] {
            assert_eq!(state(text), Ok(Read::Blank), "{text}");
        }
        for text in [
            "almost implemented",
            "implemented?",
            "Implemented in 2 of 5 sites",
            "60%",
            "pass",
            "error",
            "skipped",
        ] {
            assert!(state(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_treated_risk_is_not_a_closed_one() {
        assert_eq!(progress("\u{1f7e2} Treated"), Ok(Read::Is(Progress::Treated)));
        assert_eq!(progress("\u{1f7e1} In Progress"), Ok(Read::Is(Progress::InProgress)));
        assert_eq!(progress("\u{1f534} Open"), Ok(Read::Is(Progress::Open)));
        assert!(progress("nearly closed").is_err());
    }
}
