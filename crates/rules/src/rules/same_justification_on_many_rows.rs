//! One justification for many controls.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Control;
use model::sample::Sample;
use model::{Key, RecordKind, Ref, Value, YesNo};
use std::collections::BTreeMap;

use crate::facts::even;
use crate::planning::joined;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0614",
    name: "same justification on many rows",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 d"],
    what: "Finds a justification that stands word for word on more rows than the limit allows.",
    why: "a sentence that fits every row says nothing about any of them",
    fix: "say for each row what this control does here, or why it is not needed",
    fix_grade: FixGrade::FillIn,
    check: Check::Whole { reads: &[RecordKind::Control, RecordKind::Scope, RecordKind::Organisation], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "eleven rows say the same",
        given: |s| alike(s, 11),
        says: &["the same justification is used on 11 controls"],
    }],
    good: &[
        Good { title: "each row has its own words", given: |_| {} },
        Good { title: "ten rows may share a sentence", given: |s| alike(s, 10) },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let remote = ask.isms.scope.one().is_some_and(|scope| scope.fully_remote == Some(YesNo::Yes));
    let limit = ask.parameters.number("same_text_max");
    let mut rows = 0;
    let mut same: BTreeMap<String, Rows> = BTreeMap::new();
    for (id, control) in ask.isms.statements().filter(|(id, control)| control.is_stated(*id)) {
        rows += 1;
        let text = even(&control.justification);
        if text.is_empty() {
            continue;
        }
        let rows = same.entry(text).or_default();
        let physical = matches!(id.key, Key::AnnexA(number) if number.theme() == 7);
        // Where there is no site at all, one sentence excludes all of theme 7.
        if !(remote && physical && control.included == Some(YesNo::No)) {
            rows.counted += 1;
        } else if rows.physical.is_none() {
            rows.physical = Some(id);
            rows.counted += 1;
        }
        rows.controls.push(id);
    }
    for found in same.into_values().filter(|found| found.counted as f64 > limit) {
        let first = found.controls[0];
        let count = found.controls.len();
        let text =
            ask.isms.controls.get(&first).map(|control| control.justification.text()).unwrap_or_default();
        let said = report.add(
            Place::field(first, "justification"),
            format!("the same justification is used on {count} controls"),
        );
        said.proof("justification", text)
            .remark("it does not say what the control does here")
            .proof("controls", joined(&found.controls, ", "))
            .command(format!("plumb soa set {first} --justification WHY"));
        if found.counted * 2 > rows {
            said.worse();
        }
    }
}

/// Rows with one text.
#[derive(Default)]
struct Rows {
    controls: Vec<Ref<Control>>,
    counted: usize,
    physical: Option<Ref<Control>>,
}

/// Gives the first controls of theme 8 one justification.
fn alike(s: &mut Sample, count: u8) {
    for number in 1..=count {
        let text = if number == 1 { "Best practice." } else { "best  practice" };
        s.edit_control(&format!("A.8.{number}"), |control| control.justification = text.into());
    }
    s.freeze();
}
