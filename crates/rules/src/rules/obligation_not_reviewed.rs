//! Nobody has checked for long whether a law or a contract still says the same.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Obligation, ObligationKind};
use model::{RecordId, RecordKind};

pub static RULE: Rule = Rule {
    code: "PB1181",
    name: "obligation not reviewed",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["A.5.31"],
    what: "Finds laws and contracts whose last check lies further back than the limit, or that were never checked.",
    why: "laws and contracts change without asking us",
    fix: "check that it is current",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Obligation], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "checked 215 days ago",
            given: |s| {
                let day = s.days_ago(215);
                s.edit(1, |obligation: &mut Obligation| obligation.reviewed_on = Some(day));
            },
            says: &["OBL-1 was last checked on 2025-10-29"],
        },
        Bad {
            title: "never",
            given: |s| s.edit(2, |obligation: &mut Obligation| obligation.reviewed_on = None),
            says: &["OBL-2 was never checked"],
        },
    ],
    good: &[
        Good { title: "checked in March", given: |_| {} },
        Good {
            title: "an expectation",
            given: |s| s.edit(3, |obligation: &mut Obligation| obligation.reviewed_on = None),
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(obligation) = facts::get::<Obligation>(ask.isms, id) else { return };
    let binds = matches!(obligation.kind, Some(ObligationKind::Law | ObligationKind::Contract));
    let ended = obligation.ended_on.is_some_and(|on| on <= ask.today);
    let limit = ask.parameters.days("obligation_review_days");
    if !binds || ended || obligation.reviewed_on.is_some_and(|date| !ask.is_older(date, limit)) {
        return;
    }
    let message = match obligation.reviewed_on {
        Some(date) => format!("{id} was last checked on {date}"),
        None => format!("{id} was never checked"),
    };
    report
        .add(Place::field(id, "reviewed_on"), message)
        .proof("title", &obligation.title)
        .proof("kind", facts::text(&obligation.kind))
        .proof("reviewed on", facts::text(&obligation.reviewed_on))
        .proof("limit in days", limit)
        .command(format!("plumb set {id} reviewed_on=DATE"));
}
