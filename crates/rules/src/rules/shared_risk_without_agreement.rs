//! A risk called shared, and no contract.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Agreement, AgreementKind, Risk, Treatment};
use model::sample::Sample;
use model::{Date, RecordId, RecordKind, Ref, Value};

use crate::planning::{Above, above, open_risk};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0677",
    name: "shared risk without agreement",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["6.1.3 a", "A.5.20"],
    what: "Finds open risks to be shared for which no contract with a supplier or insurer is in force.",
    why: "somebody else carries part of a risk only if a contract in force says so",
    fix: "link the contract or the insurance",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Risk], reads: &[RecordKind::Method], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "no contract is named",
            given: |s| s.edit(4, |risk: &mut Risk| risk.treatment = Treatment::Share),
            says: &["R-4 is called shared, and no agreement shows it"],
        },
        Bad {
            title: "the insurance has expired",
            given: |s| insured(s, Date::constant(2026, 5, 31)),
            says: &["R-4 is called shared, and no agreement shows it"],
        },
    ],
    good: &[Good {
        title: "an insurance carries part of it",
        given: |s| insured(s, Date::constant(2026, 12, 31)),
    }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(risk) = open_risk(ask, id) else { return };
    if risk.treatment != Treatment::Share {
        return;
    }
    let place = Place::field(id, "shared_with");
    let mut kind_missing = None;
    for reference in &risk.shared_with {
        let Some(agreement) = ask.isms.agreements.get(reference) else { continue };
        if !agreement.is_in_force(ask.today) {
            continue;
        }
        match agreement.kind {
            Some(AgreementKind::Supplier | AgreementKind::Insurance) => return,
            Some(AgreementKind::Confidentiality) => {}
            None => kind_missing = Some(*reference),
        }
    }
    if let Some(reference) = kind_missing {
        report.unknown(
            Place::field(reference, "kind"),
            format!("what {reference}, which shares {id}, is about"),
        );
        return;
    }
    let found = report.add(place, format!("{id} is called shared, and no agreement shows it"));
    found.proof("shared with", risk.shared_with.text()).remark("no contract in force carries part of it");
    for reference in &risk.shared_with {
        if let Some(agreement) = ask.isms.agreements.get(reference) {
            found.proof_of(*reference, "kind", agreement.kind.text()).proof_of(
                *reference,
                "expires on",
                agreement.expires_on.text(),
            );
        }
    }
    found.command(format!("plumb treat {id} share --with AGREEMENT"));
    if above(ask, &risk.now) == Above::Yes {
        found.worse();
    }
}

/// Shares R-4 by an insurance that expires on a day.
fn insured(s: &mut Sample, expires: Date) {
    let insurance = Agreement {
        title: "Insurance of devices".into(),
        kind: Some(AgreementKind::Insurance),
        signed_on: Some(Date::constant(2025, 1, 1)),
        expires_on: Some(expires),
        ..Agreement::default()
    };
    s.put(Ref::number(9), insurance);
    s.edit(4, |risk: &mut Risk| {
        risk.treatment = Treatment::Share;
        risk.shared_with = vec![Ref::number(9)];
    });
}
