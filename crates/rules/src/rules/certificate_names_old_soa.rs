//! The certificate names a statement of applicability with other controls.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use std::collections::BTreeSet;

use model::records::{
    Audit, Cadence, Certification, CertificationState, ChangeKind, Control, ControlState, Evidence,
    EvidenceUse, PlannedChange, Reason, Soa, SoaContent, Verdict,
};
use model::sample::Sample;
use model::{Approval, Date, Owner, RecordId, RecordKind, Ref, YesNo};

use crate::planning::few;
use crate::{facts, telling};

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
    check: Check::Each {
        of: &[RecordKind::Certification],
        reads: &[RecordKind::Soa, RecordKind::PlannedChange],
        through: &[],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "a new version includes one more control",
        given: |s| {
            granted(s, Date::constant(2026, 5, 1));
            new_version(s, YesNo::Yes);
            complete(s);
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

/// Lets A.7.4 work, be shown, be audited, and be a planned change of the management system.
fn complete(s: &mut Sample) {
    let (planned, done) = (s.days_ago(20), s.days_ago(7));
    s.edit_control("A.7.4", |control: &mut Control| {
        control.reasons = vec![Reason::Baseline("usual for services of our size".into())];
        control.justification = "".into();
        control.design = "A camera watches the door.".into();
        control.owner = Some(Owner::Person(Ref::number(2)));
        control.cadence = Some(Cadence::Annual);
        control.state = ControlState::Implemented;
        control.implemented_on = Some(Date::constant(2025, 9, 15));
    });
    s.edit(72, |evidence: &mut Evidence| {
        evidence.uses.push(EvidenceUse {
            target: Ref::<Control>::parse("A.7.4").map(RecordId::from),
            verdict: Some(Verdict::Enough),
            judged_by: Some(Ref::number(2)),
            judged_on: evidence.judged_on,
        });
    });
    s.edit(4, |audit: &mut Audit| audit.controls.extend(Ref::parse("A.7.4")));
    let change = PlannedChange {
        title: "The door is watched".into(),
        kind: Some(ChangeKind::Isms),
        significant: Some(YesNo::No),
        purpose: "Somebody came in unseen.".into(),
        consequences: "One more control to run.".into(),
        resources: "A camera.".into(),
        touches: vec![Ref::<Soa>::one().id()],
        owner: Some(Owner::Person(Ref::number(2))),
        planned_on: Some(planned),
        approved_by: Some(Ref::number(1)),
        approved_on: Some(planned),
        done_on: Some(done),
        result: "Version 2 is in force.".into(),
        ..PlannedChange::default()
    };
    s.put(Ref::number(21), change);
    s.freeze();
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
    if !certification.state.is_kept() {
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
        .proof("controls that differ", few(&differing))
        .command(telling::next_step(
            ask,
            certification,
            Ref::<Soa>::one().id(),
            format!("plumb cert extend {id} --soa-version {new} --letter EVIDENCE"),
        ));
}

/// Returns the controls that a version includes.
fn included(content: &SoaContent) -> BTreeSet<Ref<Control>> {
    let rows = content.rows.iter().filter(|row| row.included == Some(YesNo::Yes));
    rows.map(|row| row.control).collect()
}
