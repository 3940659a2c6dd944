//! The certificate names a statement of applicability with other controls.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use std::collections::BTreeSet;

use model::records::{Certification, CertificationState, Control, Soa, SoaContent};
use model::sample::Sample;
use model::{Approval, Date, RecordId, RecordKind, Ref, YesNo};

use crate::planning::few;
use crate::{cycle, facts};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB1308",
    name: "certificate names old soa",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Surveillance,
    clauses: &["6.1.3 d", "27006-1 8.2.2"],
    what: "Finds certificates that name a version of the statement of applicability which includes other controls than the one in force.",
    why: "the certificate refers to one version, and customers ask for that one",
    fix: "tell the certification body which controls changed",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Certification], reads: &[RecordKind::Soa], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "a new version includes one more control",
        given: |s| {
            granted(s, Date::constant(2026, 5, 1));
            new_version(s, YesNo::Yes);
        },
        says: &["the certificate names statement of applicability 1, and 2 is in force with other controls"],
    }],
    good: &[
        Good { title: "the version in force", given: |s| granted(s, Date::constant(2026, 5, 1)) },
        Good {
            title: "a new version with the same controls",
            given: |s| {
                granted(s, Date::constant(2026, 5, 1));
                new_version(s, YesNo::No);
            },
        },
        Good { title: "nothing is certified yet", given: |s| new_version(s, YesNo::Yes) },
    ],
};

/// Lets the body grant the certificate on a day, for three years.
fn granted(s: &mut Sample, on: Date) {
    s.edit(1, |certification: &mut Certification| {
        certification.state = CertificationState::Granted;
        certification.decided_on = Some(on);
        certification.expires_on = crate::facts::months_after(on, 36);
        certification.scope_wording = "Order handling for shops".into();
        certification.soa_version = Some(1);
    });
}

/// Puts a second version in force, in which A.7.4 is included or not.
fn new_version(s: &mut Sample, included: YesNo) {
    let on = s.days_ago(7);
    s.edit_control("A.7.4", |control: &mut Control| control.included = Some(included));
    s.edit_one(|soa: &mut Soa| {
        soa.version = 2;
        soa.approvals.push(Approval::of(2, Ref::number(1), on, SoaContent::default()));
    });
    s.freeze();
}

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(certification) = facts::get::<Certification>(ask.isms, id) else { return };
    if !cycle::holds(certification) {
        return;
    }
    // Where no version is in force another rule says so.
    let Some(soa) = ask.isms.soa.one() else { return };
    let Some(now) = soa.in_force(ask.today) else { return };
    let place = Place::field(id, "soa_version");
    let Some(old) = certification.soa_version else {
        report.unknown(place, format!("which statement of applicability {id} names"));
        return;
    };
    if old == now.version {
        return;
    }
    let Some(named) = soa.approvals.iter().find(|approval| approval.version == old) else {
        report.unknown(place, format!("what version {old} of the statement of applicability says"));
        return;
    };
    let (before, after) = (included(&named.content), included(&now.content));
    let differing: Vec<Ref<Control>> = before.symmetric_difference(&after).copied().collect();
    if differing.is_empty() {
        return;
    }
    let new = now.version;
    report
        .add(
            place,
            format!("the certificate names statement of applicability {old}, and {new} is in force with other controls"),
        )
        .proof("version on the certificate", old)
        .proof_of(Ref::<Soa>::one(), "version in force", new)
        .proof_of(Ref::<Soa>::one(), "approved on", now.on)
        .proof("controls that differ", few(&differing));
}

/// Returns the controls that a version includes.
fn included(content: &SoaContent) -> BTreeSet<Ref<Control>> {
    let rows = content.rows.iter().filter(|row| row.included == Some(YesNo::Yes));
    rows.map(|row| row.control).collect()
}
