//! It is not said who is told what, when and how.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Communication, Context};
use model::{RecordKind, Ref, Value};

pub static RULE: Rule = Rule {
    code: "PB0706",
    name: "communication undetermined",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["7.4", "7.4 a-d"],
    what: "Finds that nothing is planned to be told, or entries that do not say what, when, with whom or how.",
    why: "what is told by chance is not told when it matters",
    fix: "complete what, when, with whom and how",
    fix_grade: FixGrade::FillIn,
    check: Check::Whole { reads: &[RecordKind::Context], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "nothing is planned",
            given: |s| s.edit_one(|one: &mut Context| one.communications.clear()),
            says: &["the plan of communication does not say what"],
        },
        Bad {
            title: "an entry without way and time",
            given: |s| {
                s.edit_one(|one: &mut Context| {
                    one.communications[1].how = "".into();
                    one.communications[1].when = "".into();
                })
            },
            says: &[
                "the plan of communication does not say when",
                "the plan of communication does not say how",
            ],
        },
        Bad {
            title: "nobody is told",
            given: |s| s.edit_one(|one: &mut Context| one.communications[0].with_whom = "".into()),
            says: &["the plan of communication does not say with whom"],
        },
    ],
    good: &[Good { title: "whole", given: |_| {} }],
};

fn check(ask: &Ask, report: &mut Report) {
    let context = ask.isms.context.one();
    let entries = context.map(|context| context.communications.as_slice()).unwrap_or_default();
    let gaps: [(&str, IsMissing); 4] = [
        ("what", |entry| entry.what.is_empty()),
        ("when", |entry| entry.when.is_empty()),
        ("with whom", |entry| entry.with_whom.is_empty()),
        ("how", |entry| entry.how.is_empty()),
    ];
    if entries.is_empty() {
        let place = context.map_or(Place::Whole, |_| place());
        report
            .add(place, "the plan of communication does not say what")
            .proof("entries", "")
            .command(COMMAND);
        return;
    }
    for (gap, is_missing) in gaps {
        let without: Vec<&Communication> = entries.iter().filter(|entry| is_missing(entry)).collect();
        if without.is_empty() {
            continue;
        }
        let found = report.add(place(), format!("the plan of communication does not say {gap}"));
        for entry in without.iter().take(10) {
            found.proof("entry", entry.text());
        }
        found.command(COMMAND);
    }
}

/// Says whether an entry leaves something open.
type IsMissing = fn(&Communication) -> bool;

/// What mends it.
const COMMAND: &str = "plumb set CTX communications='WHAT | WHEN | WITH WHOM | HOW'";

/// Returns where the entries stand.
fn place() -> Place {
    Place::field(Ref::<Context>::one(), "communications")
}
