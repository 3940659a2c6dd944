//! The scope names something that no register knows.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Scope, Site};
use model::{Date, RecordId, RecordKind};

pub static RULE: Rule = Rule {
    code: "PB0403",
    name: "scope names unknown element",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["4.3"],
    what: "Finds names in the statement of the scope that mean no record, or something that is no longer in use.",
    why: "a boundary that names what nobody can show is no boundary",
    fix: "register it, link the name to the right record, or take it out of the statement",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Scope], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "a name that means nothing",
            given: |s| s.edit_one(|scope: &mut Scope| scope.mentions[1].record = None),
            says: &["the scope names Office, which is in no register"],
        },
        Bad {
            title: "an element that was retired",
            given: |s| s.edit(1, |site: &mut Site| site.retired_on = Some(s_today())),
            says: &["the scope names Office, which is in no register"],
        },
    ],
    good: &[
        Good { title: "each name means a record", given: |_| {} },
        Good {
            title: "it is retired later",
            given: |s| s.edit(1, |site: &mut Site| site.retired_on = Some(Date::constant(2026, 9, 1))),
        },
    ],
};

/// The day of the sample.
fn s_today() -> Date {
    Date::constant(2026, 6, 1)
}

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(scope) = ask.isms.scope.one() else { return };
    for mention in &scope.mentions {
        let known = mention.record.is_some_and(|record| ask.isms.get(record).is_some());
        let element = mention.record.and_then(|record| ask.isms.element(record));
        let retired = element.and_then(|element| element.retired_on()).filter(|on| *on <= ask.today);
        if known && retired.is_none() {
            continue;
        }
        let name = &mention.name;
        let found = report
            .add(Place::field(id, "mentions"), format!("the scope names {name}, which is in no register"))
            .proof("name", name)
            .proof("sentence", facts::sentence(&scope.statement, name));
        match (mention.record, retired) {
            (Some(record), Some(on)) => {
                found.proof_of(record, "retired on", on).help(format!(
                    "{record} is no longer in use: name what took its place, or take the name out of the statement"
                ));
            }
            (record, _) => {
                found.proof("record", facts::text(&record)).remark("there is none");
            }
        }
        found.command("plumb set SCO mentions='NAME | ID'");
    }
}
