//! The certificate and the scope in force do not say the same.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use std::collections::BTreeSet;

use model::records::{Certification, CertificationState, Scope};
use model::sample::Sample;
use model::{Date, RecordId, RecordKind, Ref, Value};

use crate::planning::list;
use crate::{cycle, facts, telling};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB1305",
    name: "certificate scope differs",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Surveillance,
    clauses: &["4.3", "17021-1 8.2.2"],
    what: "Finds certificates whose wording or sites are not those of the scope in force.",
    why: "who shows a certificate for more than the scope covers misleads customers",
    fix: "tell the certification body, or correct the scope",
    fix_grade: FixGrade::Likely,
    check: Check::Each {
        of: &[RecordKind::Certification],
        reads: &[RecordKind::Scope, RecordKind::PlannedChange],
        through: &[],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "one word of the scope in force is another",
            given: |s| {
                granted(s, Date::constant(2026, 5, 1));
                s.edit_one(|scope: &mut Scope| {
                    scope.certificate_wording = "Order handling for merchants".into();
                });
                s.freeze();
            },
            says: &[
                "the certificate says \"Order handling for shops\", and the scope in force says \"Order handling for merchants\"",
            ],
        },
        Bad {
            title: "the certificate names a site that is out of scope",
            given: |s| {
                granted(s, Date::constant(2026, 5, 1));
                s.edit(1, |certification: &mut Certification| certification.sites.push(Ref::number(2)));
            },
            says: &["the certificate says SIT-1 and SIT-2, and the scope in force says SIT-1"],
        },
    ],
    good: &[
        Good {
            title: "the same words, otherwise pointed",
            given: |s| {
                granted(s, Date::constant(2026, 5, 1));
                s.edit(1, |certification: &mut Certification| {
                    certification.scope_wording = "Order handling, for shops.".into();
                });
            },
        },
        Good { title: "nothing is certified yet", given: |_| {} },
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

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(certification) = facts::get::<Certification>(ask.isms, id) else { return };
    if !certification.state.is_kept() {
        return;
    }
    // Where no scope is in force another rule says so.
    let Some(approval) = ask.isms.scope.one().and_then(|scope| scope.in_force(ask.today)) else { return };
    let scope: Ref<Scope> = Ref::one();
    let (certified, own) = (&certification.scope_wording, &approval.content.certificate_wording);
    if certified.is_empty() || own.is_empty() {
        let missing = if certified.is_empty() {
            Place::field(id, "scope_wording")
        } else {
            Place::field(scope, "certificate_wording")
        };
        report.unknown(missing, format!("whether {id} carries the words of the scope"));
    } else if cycle::even(certified) != cycle::even(own) {
        report
            .add(
                Place::field(id, "scope_wording"),
                format!(
                    "the certificate says \"{}\", and the scope in force says \"{}\"",
                    clip(certified),
                    clip(own)
                ),
            )
            .proof("scope on the certificate", certified)
            .proof_of(scope, "wording for the certificate", own)
            .proof_of(scope, "approved on", approval.on)
            .command(telling::next_step(
                ask,
                certification,
                scope.id(),
                format!("plumb cert extend {id} --scope TEXT --letter EVIDENCE"),
            ));
    }
    let certified: BTreeSet<RecordId> = certification.sites.iter().map(|site| site.id()).collect();
    let elements = approval.content.elements.iter().map(|element| element.id);
    let own: BTreeSet<RecordId> = elements.filter(|element| element.kind == RecordKind::Site).collect();
    if certified == own {
        return;
    }
    if certified.is_empty() {
        report.unknown(Place::field(id, "sites"), format!("which sites {id} names"));
        return;
    }
    let is_smaller = certified.is_subset(&own);
    let added: Vec<String> = own.difference(&certified).map(RecordId::to_string).collect();
    // What it names too much is taken out by the body, with the words of what is left.
    let record = if is_smaller {
        format!("plumb cert extend {id} --sites {} --letter EVIDENCE", added.join(","))
    } else {
        let left = own.iter().map(RecordId::to_string).collect::<Vec<_>>().join(",");
        format!(
            "plumb cert record {id} --state reduced --scope TEXT --sites {left} --letter EVIDENCE --because WHY"
        )
    };
    let found = report
        .add(
            Place::field(id, "sites"),
            format!(
                "the certificate says {}, and the scope in force says {}",
                named(&certified),
                named(&own)
            ),
        )
        .proof("sites", certification.sites.text())
        .proof_of(scope, "sites in scope", named(&own))
        .proof_of(scope, "approved on", approval.on)
        .command(telling::next_step(ask, certification, scope.id(), record));
    if !is_smaller {
        found.worse();
    }
}

/// Names some sites.
fn named(sites: &BTreeSet<RecordId>) -> String {
    let sites: Vec<&RecordId> = sites.iter().collect();
    if sites.is_empty() { "no site".to_owned() } else { list(&sites) }
}

/// Returns the first words of a text, on one line and without the full stop.
fn clip(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.trim_end_matches('.');
    if line.chars().count() <= WORDING_MAX {
        return line.to_owned();
    }
    line.chars().take(WORDING_MAX).chain(['…']).collect()
}

/// So many characters of a wording stand in a message.
const WORDING_MAX: usize = 100;
