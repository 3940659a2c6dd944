//! Something is left out of the scope, and nobody says why.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Scope, Site};
use model::{InScope, RecordId, RecordKind};

pub static RULE: Rule = Rule {
    code: "PB0402",
    name: "scope exclusion without reason",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["4.3"],
    what: "Finds what is left out of the scope, in a register or in words, without a reason.",
    why: "what is left out without a reason looks as if it was left out to pass",
    fix: "give the reason, or take the item into the scope",
    fix_grade: FixGrade::FillIn,
    check: Check::Each {
        of: &[
            RecordKind::Scope,
            RecordKind::Unit,
            RecordKind::Site,
            RecordKind::Process,
            RecordKind::Asset,
            RecordKind::Supplier,
        ],
        reads: &[],
        through: &[],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "a site without a reason",
            given: |s| s.edit(2, |site: &mut Site| site.in_scope = InScope::Out("".into())),
            says: &["SIT-2 is excluded from the scope without a reason"],
        },
        Bad {
            title: "something in words without a reason",
            given: |s| s.edit_one(|scope: &mut Scope| scope.exclusions[0].because = "".into()),
            says: &["Fan shop is excluded from the scope without a reason"],
        },
    ],
    good: &[Good { title: "each exclusion has its reason", given: |_| {} }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let version = ask.isms.scope.one().map_or(0, |scope| scope.version);
    if id.kind == RecordKind::Scope {
        let exclusions = ask.isms.scope.one().map(|scope| scope.exclusions.as_slice()).unwrap_or_default();
        for exclusion in exclusions.iter().filter(|exclusion| exclusion.because.is_empty()) {
            let item = &exclusion.title;
            report
                .add(
                    Place::field(id, "exclusions"),
                    format!("{item} is excluded from the scope without a reason"),
                )
                .proof("exclusion", item)
                .proof("because", "")
                .proof("version of the scope", version)
                .command("plumb set SCO exclusions='WHAT | BECAUSE'");
        }
        return;
    }
    let Some(element) = ask.isms.element(id) else { return };
    if *element.in_scope() == InScope::Out("".into()) && !facts::is_retired(element, ask.today) {
        report
            .add(Place::field(id, "in_scope"), format!("{id} is excluded from the scope without a reason"))
            .proof("name", element.name())
            .proof("in scope", "out")
            .remark("no reason stands behind it")
            .proof("version of the scope", version)
            .command(format!("plumb set {id} in_scope='out: BECAUSE'"));
    }
}
