//! The review left out something that the standard asks it to look at.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{InputLetter, ManagementReview};
use model::{RecordKind, Ref, Words};

use crate::checking::newest_held;
use crate::planning::few;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0921",
    name: "review input missing",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["9.3.2"],
    what: "Finds inputs of 9.3.2 that the newest review held says nothing about, neither in words nor by a record.",
    why: "the standard lists what top management has to look at, and an auditor reads the minutes along the list",
    fix: "bring the missing topics to a review; the figures are gathered",
    fix_grade: FixGrade::Likely,
    check: Check::Whole { reads: &[RecordKind::ManagementReview], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "feedback of parties is left out",
            given: |s| {
                s.edit(1, |review: &mut ManagementReview| {
                    review.inputs.retain(|input| input.letter != Some(InputLetter::E));
                });
            },
            says: &["the review of 2026-05-26 did not look at feedback from interested parties (e)"],
        },
        Bad {
            title: "a letter with nothing behind it",
            given: |s| {
                s.edit(1, |review: &mut ManagementReview| {
                    for input in review.inputs.iter_mut().filter(|one| one.letter == Some(InputLetter::D3)) {
                        input.references.clear();
                        input.text = "".into();
                    }
                });
            },
            says: &["the review of 2026-05-26 did not look at audit results (d 3)"],
        },
        Bad {
            title: "all are left out",
            given: |s| s.edit(1, |review: &mut ManagementReview| review.inputs.clear()),
            says: &[
                "the review of 2026-05-26 did not look at what became of earlier decisions (a), changes in external and internal issues (b), changes in what interested parties need and expect (c) and 7 more",
            ],
        },
    ],
    good: &[
        Good { title: "all ten are there", given: |_| {} },
        Good {
            title: "words without a record: there was no feedback",
            given: |s| {
                s.edit(1, |review: &mut ManagementReview| {
                    for input in review.inputs.iter_mut().filter(|one| one.letter == Some(InputLetter::E)) {
                        input.references.clear();
                        input.text = "Nobody had anything to say.".into();
                    }
                });
            },
        },
        Good {
            title: "an older review left one out",
            given: |s| {
                let held = s.days_ago(200);
                let old = ManagementReview { held_on: Some(held), ..ManagementReview::default() };
                s.put(Ref::number(9), old);
            },
        },
    ],
};

/// From so many missing inputs on it gets worse.
const WORSE_FROM: usize = 3;

fn check(ask: &Ask, report: &mut Report) {
    let Some((id, review, date)) = newest_held(ask) else { return };
    let missing: Vec<InputLetter> =
        InputLetter::ALL.iter().copied().filter(|letter| !is_there(review, *letter)).collect();
    if missing.is_empty() {
        return;
    }
    let named = |letter: &InputLetter| format!("{} ({})", letter.asks(), item(*letter));
    let inputs: Vec<String> = missing.iter().map(named).collect();
    let there: Vec<&str> = InputLetter::ALL
        .iter()
        .filter(|letter| !missing.contains(letter))
        .map(|letter| item(*letter))
        .collect();
    let found = report
        .add(Place::field(id, "inputs"), format!("the review of {date} did not look at {}", few(&inputs)))
        .proof("held on", date)
        .proof("missing inputs", inputs.join("; "))
        .proof("inputs looked at", there.join(", "))
        .command("plumb new management-review title='Management review' planned_on=DATE");
    if missing.len() >= WORSE_FROM {
        found.worse();
    }
}

/// Says whether a review looked at an input: it names a record, or says in words that there was nothing.
fn is_there(review: &ManagementReview, letter: InputLetter) -> bool {
    let mut inputs = review.inputs.iter().filter(|input| input.letter == Some(letter));
    inputs.any(|input| !input.references.is_empty() || !input.text.is_empty())
}

/// Returns the item of 9.3.2 as it is quoted.
fn item(letter: InputLetter) -> &'static str {
    match letter {
        InputLetter::A => "a",
        InputLetter::B => "b",
        InputLetter::C => "c",
        InputLetter::D1 => "d 1",
        InputLetter::D2 => "d 2",
        InputLetter::D3 => "d 3",
        InputLetter::D4 => "d 4",
        InputLetter::E => "e",
        InputLetter::F => "f",
        InputLetter::G => "g",
    }
}
