//! The list of gaps: what the rules say about the management system on the day, by severity, with what to do.

use diagnostics::{Diagnostic, Quiet, Severity, Time, Verdict};

use crate::basis::Basis;
use crate::content::{Block, Cell, Chip, Column, Content, Fact, Paper, Section, Status, Table};

/// Returns what the rules said as a document; the diagnostics are those of the same ISMS and day.
pub fn content(basis: &Basis, diagnostics: &[Diagnostic]) -> Content {
    let all = || diagnostics.iter();
    let open: Vec<&Diagnostic> = all().filter(|one| one.is_open() && one.time == Time::Now).collect();
    let held = all().filter(|one| one.counts() && one.held_by.is_some() && one.time == Time::Now).count();
    let unknown: Vec<&Diagnostic> =
        all().filter(|one| one.verdict != Verdict::Fired && one.time == Time::Now).collect();
    let quiet: Vec<&Diagnostic> =
        all().filter(|one| one.said.as_ref().is_some_and(|said| said.quiet == Quiet::Yes)).collect();
    let ahead = all().filter(|one| one.counts() && one.time == Time::Ahead).count();
    let landscape =
        |heading: &str, blocks| Section { heading: heading.to_owned(), paper: Paper::Landscape, blocks };
    let of = |severity| open.iter().copied().filter(|one| one.severity == severity).collect::<Vec<_>>();
    let (errors, warnings, notes) = (of(Severity::Error), of(Severity::Warning), of(Severity::Note));
    let counts = [errors.len(), warnings.len(), notes.len()];
    let words = ["error", "warning", "note"];
    let open_words: Vec<String> =
        counts.into_iter().zip(words).map(|(count, word)| counted(count, word)).collect();
    let open_words = open_words.join(", ");
    let mut sections = Vec::new();
    for (heading, found) in [("Errors", errors), ("Warnings", warnings), ("Notes", notes)] {
        if !found.is_empty() {
            sections.push(landscape(heading, vec![Block::Table(table(basis, &found))]));
        }
    }
    if open.is_empty() {
        let none = "Nothing is open on this day.".to_owned();
        sections.push(landscape("Gaps", vec![Block::Paragraph(none)]));
    }
    if !unknown.is_empty() {
        sections.push(landscape("Cannot be known yet", vec![Block::Table(table(basis, &unknown))]));
    }
    if !quiet.is_empty() {
        sections.push(landscape("Lived with", vec![Block::Table(table(basis, &quiet))]));
    }
    Content {
        id: "Gap list".to_owned(),
        organisation: basis.organisation(),
        title: "List of gaps".to_owned(),
        subtitle: basis.standards.name().to_owned(),
        version: format!("as of {}", basis.as_of),
        state: match counts {
            [0, 0, 0] if held == 0 && unknown.is_empty() && quiet.is_empty() => {
                Chip::new(Status::Met, "no gap found")
            }
            [0, _, _] => Chip::new(Status::Attention, "no open error"),
            [errors, _, _] => Chip::new(Status::Problem, counted(errors, "error")),
        },
        classification: "Confidential".to_owned(),
        as_of: basis.as_of,
        ledger: basis.ledger.clone(),
        logos: basis.pictures(),
        facts: basis.cover(vec![
            Fact::text("Open", open_words),
            Fact::text("Behind those", format!("{held} held back until another is mended")),
            Fact::text("Unknown", format!("{}, as something is missing", unknown.len())),
            Fact::text("Lived with", quiet.len().to_string()),
            Fact::text("Ahead", format!("{ahead} of phases that have not begun")),
        ]),
        sections,
    }
}

fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

fn table(basis: &Basis, found: &[&Diagnostic]) -> Table {
    let mut table = Table::new(vec![
        Column::fixed("Rule", 20),
        Column::fixed("Clause", 26),
        Column::share("What is the matter", 3),
        Column::fixed("Where", 40),
        Column::fixed("Surfaces", 28),
        Column::share("What to do", 3),
    ]);
    for one in found {
        let clauses = one.clauses.iter().map(|clause| (*clause).to_owned()).collect();
        table.row(vec![
            Cell::Id(one.code.to_owned()),
            Cell::Lines(clauses),
            Cell::Text(said(one)),
            match one.place.record() {
                None => Cell::Text(one.place.to_string()),
                Some(id) => Cell::Reasoned {
                    text: basis.title(id).unwrap_or_default().to_owned(),
                    ids: vec![id.to_string()],
                },
            },
            Cell::Lines(vec![one.stage.title().to_owned(), one.grade.word().to_owned()]),
            Cell::Text(one.help.text.clone()),
        ]);
    }
    table
}

/// Returns the message, with what is missing or what a person said about it.
fn said(one: &Diagnostic) -> String {
    let mut text = one.message.clone();
    if let Verdict::Unknown { missing } = &one.verdict {
        text = format!("{text}\nmissing: {missing}");
    }
    if let Some(said) = &one.said {
        text = format!("{text}\n{}: {}", said.record, said.text);
    }
    text
}

#[cfg(test)]
mod tests {
    use diagnostics::{FixGrade, Grade, Help, Place, Said, Stage};

    use super::*;
    use crate::sample::{HOSTILE, basis, good, head, texts};

    fn diagnostic(severity: Severity, message: &str) -> Diagnostic {
        Diagnostic {
            code: "PB0613",
            name: "inclusion without reason",
            severity,
            grade: Grade::Minor,
            stage: Stage::Stage1,
            clauses: &["6.1.3 d"],
            message: message.to_owned(),
            place: Place::field(model::RecordId::parse("R-1").expect("an id"), "title"),
            proof: Vec::new(),
            why: "",
            help: Help {
                text: "Say why.".to_owned(),
                grade: FixGrade::Think,
                command: String::new(),
                writes: Vec::new(),
            },
            verdict: Verdict::Fired,
            held_by: None,
            time: Time::Now,
            said: None,
        }
    }

    fn text(diagnostics: &[Diagnostic]) -> String {
        let sample = good();
        texts(&content(&basis(&sample.isms, sample.today, &head()), diagnostics))
    }

    #[test]
    fn gaps_stand_by_severity_with_place_and_what_to_do() {
        let text = text(&[diagnostic(Severity::Note, "second"), diagnostic(Severity::Error, "first")]);
        assert!(text.contains("1 error, 0 warnings, 1 note"), "{text}");
        let row =
            "PB0613 | 6.1.3 d | first | Ransomware stops order handling R-1 | Stage 1 / minor | Say why.";
        assert!(text.contains(row), "{text}");
        assert!(text.find("first") < text.find("second"));
    }

    #[test]
    fn what_is_held_quiet_unknown_or_ahead_is_counted_apart() {
        let held = Diagnostic { held_by: Some("PB0601"), ..diagnostic(Severity::Error, "held") };
        let ahead = Diagnostic { time: Time::Ahead, ..diagnostic(Severity::Error, "ahead") };
        let missing = Verdict::Unknown { missing: "the level".to_owned() };
        let unknown = Diagnostic { verdict: missing, ..diagnostic(Severity::Error, "unknown") };
        let record = model::RecordId::parse("DSP-1").expect("an id");
        let said = Said { record, text: "waived until 2026-09-30".to_owned(), quiet: Quiet::Yes };
        let quiet = Diagnostic { said: Some(said), ..diagnostic(Severity::Error, "quiet") };
        let text = super::tests::text(&[held, ahead, unknown, quiet]);
        for expected in [
            "no open error",
            "Behind those: 1 held",
            "Ahead: 1 of",
            "missing: the level",
            "quiet\nDSP-1: waived until 2026-09-30",
        ] {
            assert!(text.contains(expected), "{expected} in {text}");
        }
        assert!(super::tests::text(&[]).contains("no gap found"));
        assert!(!text.contains("| held |") && !text.contains("| ahead |"), "{text}");
    }

    #[cfg(feature = "pdf")]
    #[test]
    fn a_hostile_message_is_printed_as_text() {
        let sample = good();
        let head = head();
        let basis = basis(&sample.isms, sample.today, &head);
        assert!(
            crate::gap_list_pdf(
                &basis,
                &[diagnostic(Severity::Error, HOSTILE)],
                &crate::formats::pdf::lend_nothing
            )
            .is_ok()
        );
    }
}
