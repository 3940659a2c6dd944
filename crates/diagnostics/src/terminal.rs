//! Diagnostics in the terminal, in the manner of a good compiler.

use std::fmt::Write as _;

use crate::{Diagnostic, FixGrade, Proof, Severity, Time, Verdict};

/// Whether to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// With ANSI colours.
    Ansi,
    /// Plain.
    None,
}

impl Colour {
    /// Wraps a text in a colour code.
    fn paint(self, code: &str, text: &str) -> String {
        match self {
            Self::Ansi => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            Self::None => text.to_owned(),
        }
    }
}

/// Returns a diagnostic as lines: message, place, proof, rule, help.
#[must_use]
pub fn terminal(diagnostic: &Diagnostic, name: &str, colour: Colour) -> String {
    let (word, code) = match (&diagnostic.verdict, diagnostic.severity) {
        (Verdict::Unknown { .. }, _) => ("unknown", "35"),
        // What is ahead is never red, and no error yet.
        (Verdict::Fired, _) if diagnostic.time == Time::Ahead => ("ahead", "0"),
        (Verdict::Fired, Severity::Error) => ("error", "31;1"),
        (Verdict::Fired, Severity::Warning) => ("warning", "33;1"),
        (Verdict::Fired, Severity::Note) => ("note", "36;1"),
    };
    let mut out = String::new();
    let head = colour.paint(code, &format!("{word}[{}]", diagnostic.code));
    let _ = writeln!(out, "{head}: {}", colour.paint("1", &diagnostic.message));
    let arrow = colour.paint("34", "-->");
    let title = if name.is_empty() { String::new() } else { format!("  {name}") };
    let _ = writeln!(out, "  {arrow} {}{title}", diagnostic.place);
    let bar = colour.paint("34", "|");
    if !diagnostic.proof.is_empty() {
        let _ = writeln!(out, "   {bar}");
        proof_lines(&mut out, &diagnostic.proof, &bar, colour);
    }
    if let Verdict::Unknown { missing } = &diagnostic.verdict {
        let _ = writeln!(out, "   {bar} cannot be judged: {missing}");
    }
    let _ = writeln!(out, "   = rule: {}, {}", diagnostic.clauses.join("; "), diagnostic.why);
    if let Some(said) = &diagnostic.said {
        let _ = writeln!(out, "   = {}: {}", said.record, said.text);
    }
    let help = colour.paint("32", "help");
    let _ = writeln!(out, "{help}: {} ({})", diagnostic.help.text, diagnostic.help.grade.word());
    if !diagnostic.help.command.is_empty() && diagnostic.help.grade != FixGrade::Think {
        let _ = writeln!(out, "   {bar}   {}", diagnostic.help.command);
    }
    out
}

/// Writes the values a diagnostic rests on, aligned.
fn proof_lines(out: &mut String, proof: &[Proof], bar: &str, colour: Colour) {
    let labels = proof.iter().map(|proof| proof.label.chars().count()).max().unwrap_or(0).min(28);
    let values = proof.iter().map(|proof| proof.value.chars().count()).max().unwrap_or(0).min(40);
    for one in proof {
        let set = match &one.set {
            Some((stamp, by)) => format!("  set {} by {by}", stamp.on),
            None => String::new(),
        };
        let line = format!("{:labels$}  {:values$}{set}", one.label, one.value);
        let _ = writeln!(out, "   {bar} {}", line.trim_end());
        if !one.remark.is_empty() {
            let marks = "^".repeat(one.value.chars().count().clamp(1, 40));
            let _ = writeln!(out, "   {bar} {:labels$}  {} {}", "", colour.paint("31", &marks), one.remark);
        }
    }
}
