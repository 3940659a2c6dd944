//! A statement of applicability with numbers of 2013.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{
    Audit, Cadence, Control, ControlState, Evidence, EvidenceUse, Reason, Risk, Soa, Verdict,
};
use model::sample::Sample;
use model::{Date, Key, Owner, RecordId, RecordKind, Ref, YesNo};
use standards::OldNumber;
use standards::spelling::{self, Spelled};

use crate::planning::list;
use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0681",
    name: "soa uses old numbering",
    severity: Severity::Error,
    grade: Grade::Major,
    stage: Stage::Stage1,
    clauses: &["6.1.3 d"],
    what: "Finds rows of the statement of applicability whose reference is a number that only the annex of 2013 had.",
    why: "the certificate names the edition of 2022, and a statement by the old list cannot be compared with it",
    fix: "move the rows to the 93 controls of 2022; what must be judged again is listed",
    fix_grade: FixGrade::Likely,
    check: Check::Whole { reads: &[RecordKind::Control, RecordKind::Soa], check },
    escalate: Escalate::Never,
    holds: &[Hold::Everywhere(&["PB0611", "PB0619", "PB0684", "PB0686"])],
    bad: &[Bad {
        title: "a row by its number of 2013",
        given: |s| row(s, "A.12.3.1"),
        says: &["the statement of applicability uses A.12.3.1, which the present annex does not have"],
    }],
    good: &[
        Good { title: "all rows are those of 2022", given: |_| {} },
        Good { title: "an own control with a number of its own", given: |s| row(s, "OC-7") },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let mut old = Vec::new();
    for (id, control) in ask.isms.statements().filter(|(id, control)| control.is_stated(*id)) {
        if let (Key::Number(_), Spelled::Of2013(number)) = (id.key, spelling::read(&control.reference)) {
            old.push((id, number));
        }
    }
    if old.is_empty() {
        return;
    }
    let numbers: Vec<OldNumber> = old.iter().map(|(_, number)| *number).collect();
    let found = report.add(
        Place::field(Ref::<Soa>::one(), ""),
        format!(
            "the statement of applicability uses {}, which the present annex does not have",
            list(&numbers)
        ),
    );
    for (id, number) in old {
        found.proof_of(id, number.to_string(), list(ask.standards.correspondence(number)));
    }
    found.remark("what it became in 2022");
}

/// Puts an own control with a row and this reference.
fn row(s: &mut Sample, reference: &str) {
    let own = Control {
        title: "Backup".into(),
        reference: reference.into(),
        design: "Each night.".into(),
        owner: Some(Owner::Person(Ref::number(3))),
        included: Some(YesNo::Yes),
        reasons: vec![Reason::Risk(Ref::number(1))],
        cadence: Some(Cadence::Annual),
        state: ControlState::Implemented,
        implemented_on: Some(Date::constant(2025, 9, 15)),
        ..Control::default()
    };
    s.put(Ref::number(1), own);
    s.edit(1, |risk: &mut Risk| risk.controls.push(Ref::number(1)));
    s.edit(72, |evidence: &mut Evidence| {
        evidence.uses.push(EvidenceUse {
            target: Some(RecordId::from(Ref::<Control>::number(1))),
            verdict: Some(Verdict::Enough),
            judged_by: Some(Ref::number(2)),
            judged_on: evidence.judged_on,
        });
    });
    s.edit(4, |audit: &mut Audit| audit.controls.push(Ref::number(1)));
    s.freeze();
}
