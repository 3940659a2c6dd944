//! An auditor relied on a file that is another one now.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Evidence, Reliance, WorkingPaper};
use model::sample::Sample;
use model::{Date, Digest, RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB1205",
    name: "relied evidence changed",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["7.5.3 b"],
    what: "Finds evidence on which an auditor relied and whose file is no longer the one that was seen.",
    why: "a conclusion of an audit rests on what was seen, so who saw it has to know of the change",
    fix: "tell the auditor and show both versions; the version relied on is kept",
    fix_grade: FixGrade::Think,
    check: Check::Each { of: &[RecordKind::WorkingPaper], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "a corrected file took its place",
            given: |s| {
                relied(s);
                s.edit(10, |evidence: &mut Evidence| {
                    if let Some(file) = &mut evidence.file {
                        file.digest = Digest::of(b"a corrected file");
                    }
                });
            },
            says: &["PER-2 relied on EV-10 on 2026-05-29, and it has changed since"],
        },
        Bad {
            title: "it is gone",
            given: |s| {
                relied(s);
                s.remove("EV-10");
            },
            says: &["PER-2 relied on EV-10 on 2026-05-29, and it has changed since"],
        },
    ],
    good: &[
        Good { title: "nobody relied on anything", given: |_| {} },
        Good { title: "as it was seen", given: relied },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(paper) = facts::get::<WorkingPaper>(ask.isms, id) else { return };
    for reliance in &paper.reliances {
        let Some(relied_on) = reliance.evidence else { continue };
        let evidence = ask.isms.evidence.get(&relied_on);
        let file = evidence.and_then(|evidence| evidence.file.as_ref());
        let now = file.map(|file| file.digest.clone()).unwrap_or_default();
        if evidence.is_some() && now == reliance.digest {
            continue;
        }
        let place = Place::field(id, "reliances");
        if evidence.is_some() && facts::text(&reliance.digest).is_empty() {
            report.unknown(place, format!("which file of {relied_on} the auditor saw"));
            continue;
        }
        let on = reliance.on.map(|on| format!(" on {on}")).unwrap_or_default();
        let auditor = reliance.by.or(paper.by).map_or("an auditor".to_owned(), |by| by.to_string());
        let found = report
            .add(place, format!("{auditor} relied on {relied_on}{on}, and it has changed since"))
            .proof("auditor", facts::text(&reliance.by.or(paper.by)))
            .proof("relied on", facts::text(&reliance.on))
            .proof("digest relied on", &reliance.digest);
        match evidence {
            Some(evidence) => {
                found.proof_of(relied_on, "digest now", &now);
                found.proof_of(relied_on, "changed on", evidence.changed.on);
            }
            None => {
                found.proof("digest now", "the evidence is gone");
            }
        }
        found.command(format!("plumb log {relied_on}"));
    }
}

/// Lets the lead rely on EV-10 in a working paper.
fn relied(s: &mut Sample) {
    let evidence = Ref::<Evidence>::number(10);
    let file = s.isms.evidence.get(&evidence).and_then(|evidence| evidence.file.clone()).unwrap_or_default();
    let reliance = Reliance {
        evidence: Some(evidence),
        digest: file.digest,
        by: Some(Ref::number(2)),
        on: Some(Date::constant(2026, 5, 29)),
    };
    let paper = WorkingPaper {
        title: "Labels".into(),
        by: Some(Ref::number(2)),
        reliances: vec![reliance],
        ..WorkingPaper::default()
    };
    s.put(Ref::number(91), paper);
}
