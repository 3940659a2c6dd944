//! A test system holds production data that nobody approved.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Asset, Environment};
use model::{RecordId, RecordKind, Ref, YesNo};

pub static RULE: Rule = Rule {
    code: "PB1179",
    name: "production data in test",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.8.33", "A.8.11"],
    what: "Finds test systems with production data in them and no approval.",
    why: "test systems are guarded less, and the data in them is the same",
    fix: "mask, remove or approve it",
    fix_grade: FixGrade::Think,
    check: Check::Each { of: &[RecordKind::Asset], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "real data in a test",
        given: |s| {
            s.edit(5, |asset: &mut Asset| {
                asset.holds_production_data = Some(YesNo::Yes);
                asset.data_approved = Some(YesNo::No);
            })
        },
        says: &["AST-5 is for tests and holds production data"],
    }],
    good: &[
        Good { title: "no real data", given: |_| {} },
        Good {
            title: "approved",
            given: |s| {
                s.edit(5, |asset: &mut Asset| {
                    asset.holds_production_data = Some(YesNo::Yes);
                    asset.data_approved = Some(YesNo::Yes);
                })
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(system) = facts::get::<Asset>(ask.isms, id) else { return };
    let holds =
        system.environment == Some(Environment::Test) && system.holds_production_data == Some(YesNo::Yes);
    if !holds || system.data_approved == Some(YesNo::Yes) {
        return;
    }
    if system.data_approved.is_none() {
        report.unknown(
            Place::field(id, "data_approved"),
            format!("whether the production data in {id} was approved is not recorded"),
        );
        return;
    }
    let found = report
        .add(
            Place::field(id, "holds_production_data"),
            format!("{id} is for tests and holds production data"),
        )
        .proof("name", &system.title)
        .proof("environment", "test")
        .proof("holds production data", "yes")
        .proof("data approved", "no");
    let personal = |asset: Ref<Asset>| {
        ask.isms.assets.get(&asset).is_some_and(|asset| {
            asset.personal_data == Some(YesNo::Yes) && asset.used_in.iter().any(|used| used.id() == id)
        })
    };
    if ask.isms.sources::<Asset>(id).any(personal) {
        found.worse();
    }
}
