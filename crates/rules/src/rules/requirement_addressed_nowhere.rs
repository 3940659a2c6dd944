//! Something was taken up, and nothing that works meets it.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::Value;
use model::records::{Control, ControlState, Obligation, ObligationKind};
use model::{Date, RecordId, RecordKind, YesNo};

pub static RULE: Rule = Rule {
    code: "PB0414",
    name: "requirement addressed nowhere",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["4.2 c", "A.5.31"],
    what: "Finds obligations that were taken up and that no control, process or document meets; past their date, only working controls count.",
    why: "a promise to a law or a customer that nothing keeps is a breach that waits",
    fix: "link the control, process or document that meets it, or plan one",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Obligation], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "nothing is named for a contract",
            given: |s| s.edit(2, |obligation: &mut Obligation| obligation.by.clear()),
            says: &["OBL-2 is to be met, and nothing that works meets it"],
        },
        Bad {
            title: "it was due, and its control is only planned",
            given: |s| {
                s.edit(2, |obligation: &mut Obligation| obligation.due = Some(Date::constant(2026, 5, 31)));
                s.edit_control("A.5.26", |control| control.state = ControlState::Planned);
            },
            says: &["OBL-2 is to be met, and nothing that works meets it"],
        },
    ],
    good: &[
        Good { title: "a control meets it", given: |_| {} },
        Good {
            title: "its control is planned, and it is not due yet",
            given: |s| {
                s.edit(2, |obligation: &mut Obligation| obligation.due = Some(Date::constant(2026, 7, 1)));
                s.edit_control("A.5.26", |control| control.state = ControlState::Planned);
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(obligation) = facts::get::<Obligation>(ask.isms, id) else { return };
    let ended = obligation.ended_on.is_some_and(|on| on <= ask.today);
    if obligation.addressed != Some(YesNo::Yes) || ended {
        return;
    }
    let by = || obligation.by.iter().filter(|id| ask.isms.get(**id).is_some());
    let due = obligation.due.is_some_and(|due| due <= ask.today);
    let works = |id: &RecordId| {
        id.kind != RecordKind::Control
            || facts::get::<Control>(ask.isms, *id).is_some_and(|one| one.state == ControlState::Implemented)
    };
    if by().next().is_some() && (!due || by().any(works)) {
        return;
    }
    let found =
        report.add(Place::field(id, "by"), format!("{id} is to be met, and nothing that works meets it"));
    found
        .proof("title", &obligation.title)
        .proof("kind", facts::text(&obligation.kind))
        .proof("due", facts::text(&obligation.due))
        .proof("met by", facts::text(&obligation.by));
    for control in by().filter(|id| id.kind == RecordKind::Control) {
        let state = facts::get::<Control>(ask.isms, *control).map(|control| control.state.text());
        found.proof_of(*control, "state", state.unwrap_or_default());
    }
    found.command(format!("plumb set {id} by=A.5.31"));
    if obligation.kind == Some(ObligationKind::Law) {
        found.worse();
    }
}
