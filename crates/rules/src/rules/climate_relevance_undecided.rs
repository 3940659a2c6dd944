//! Nobody has decided whether climate change matters here.

use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Context;
use model::{RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB0412",
    name: "climate relevance undecided",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["4.1 (Amd 1)"],
    what: "Finds that no decision about climate change is on record, or that it has no reason.",
    why: "since 2024 the standard asks each organisation to look and decide, whatever the answer is",
    fix: "decide yes or no, say why, and date it",
    fix_grade: FixGrade::FillIn,
    check: Check::Whole { reads: &[RecordKind::Context], check },
    escalate: Escalate::Never,
    holds: &[Hold::Everywhere(&["PB0415"])],
    bad: &[Bad {
        title: "no reason",
        given: |s| s.edit_one(|context: &mut Context| context.climate_because = "".into()),
        says: &["it is not decided whether climate change matters here"],
    }],
    good: &[Good { title: "decided with a reason", given: |_| {} }],
};

fn check(ask: &Ask, report: &mut Report) {
    let context = ask.isms.context.one();
    let relevant = context.and_then(|context| context.climate_relevant);
    let because = context.map(|context| &*context.climate_because).unwrap_or_default();
    if relevant.is_some() && !because.is_empty() {
        return;
    }
    let field = if relevant.is_none() { "climate_relevant" } else { "climate_because" };
    report
        .add(
            Place::field(Ref::<Context>::one(), field),
            "it is not decided whether climate change matters here",
        )
        .proof("climate change matters", facts::text(&relevant))
        .proof("because", because)
        .command("plumb set CTX climate_relevant=no climate_because='BECAUSE' climate_decided_on=TODAY");
}
