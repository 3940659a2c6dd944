//! Climate change matters here, and nothing follows from it.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Context;
use model::{RecordKind, Ref, YesNo};

pub static RULE: Rule = Rule {
    code: "PB0415",
    name: "climate relevant without consequence",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["4.1 (Amd 1)", "4.2 (Amd 1) NOTE"],
    what: "Finds that climate change was called relevant and no issue, obligation, risk or supplier follows from that.",
    why: "a decision from which nothing follows was no decision",
    fix: "link the issue, requirement, risk, continuity or supplier work that follows",
    fix_grade: FixGrade::FillIn,
    check: Check::Whole { reads: &[RecordKind::Context], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "relevant, and nothing follows",
        given: |s| s.edit_one(|context: &mut Context| context.climate_relevant = Some(YesNo::Yes)),
        says: &["climate change was called relevant, and nothing follows from it"],
    }],
    good: &[Good { title: "not relevant", given: |_| {} }],
};

fn check(ask: &Ask, report: &mut Report) {
    let Some(context) = ask.isms.context.one() else { return };
    if context.climate_relevant != Some(YesNo::Yes) || !context.climate_leads_to.is_empty() {
        return;
    }
    report
        .add(
            Place::field(Ref::<Context>::one(), "climate_leads_to"),
            "climate change was called relevant, and nothing follows from it",
        )
        .proof("because", &context.climate_because)
        .proof("leads to", "")
        .command("plumb set CTX climate_leads_to=R-1");
}
