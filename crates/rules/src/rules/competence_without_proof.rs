//! Somebody holds a role, and nothing shows that the person can fill it.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{CompetenceRecord, Duty, Person, Role};
use model::{Date, RecordId, RecordKind, Ref, Value};

use crate::facts::even;

pub static RULE: Rule = Rule {
    code: "PB0701",
    name: "competence without proof",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["7.2 b", "7.2 d"],
    what: "Finds holders of roles for whom nothing that still counts proves what the role needs.",
    why: "an auditor asks for the certificate or the years of work of those who hold a role",
    fix: "add the proof, or plan training with a date",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Role], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "no proof",
            given: |s| s.edit(2, |person: &mut Person| person.competences[1].proof = "".into()),
            says: &["PER-2 holds ROL-1, and nothing proves The standard"],
        },
        Bad {
            title: "the proof counted until yesterday",
            given: |s| {
                let day = s.days_ago(1);
                s.edit(3, |person: &mut Person| person.competences[0].valid_until = Some(day))
            },
            says: &["PER-3 holds ROL-2, and nothing proves Running Linux servers"],
        },
        Bad {
            title: "nothing at all",
            given: |s| s.edit(3, |person: &mut Person| person.competences.clear()),
            says: &[
                "PER-3 holds ROL-2, and nothing proves Running Linux servers",
                "PER-3 holds ROL-2, and nothing proves Restoring from backups",
            ],
        },
    ],
    good: &[
        Good { title: "all is proven", given: |_| {} },
        Good {
            title: "the proof counts until today",
            given: |s| {
                let today = s.today;
                s.edit(3, |person: &mut Person| person.competences[0].valid_until = Some(today))
            },
        },
        Good {
            title: "a file shows it",
            given: |s| {
                s.edit(3, |person: &mut Person| {
                    person.competences[0].proof = "".into();
                    person.competences[0].evidence = Some(Ref::number(72));
                })
            },
        },
        Good {
            title: "the same in other letters",
            given: |s| {
                s.edit(3, |person: &mut Person| {
                    person.competences[0].competence = "running linux-servers".into()
                })
            },
        },
        Good {
            title: "the holder has left",
            given: |s| {
                let day = s.days_ago(1);
                s.edit(3, |person: &mut Person| {
                    person.competences.clear();
                    person.left_on = Some(day);
                })
            },
        },
        Good {
            title: "auditors have a rule of their own",
            given: |s| {
                s.edit(2, |role: &mut Role| role.duties = vec![Duty::InternalAudit]);
                s.edit(3, |person: &mut Person| person.competences.clear());
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(role) = facts::get::<Role>(ask.isms, id) else { return };
    // What auditors have to know is asked by a rule of its own.
    if role.duties == [Duty::InternalAudit] {
        return;
    }
    let Some(holder) = role.holder else { return };
    let Some(person) = ask.isms.people.get(&holder).filter(|person| person.is_active(ask.today)) else {
        return;
    };
    for need in role.competences.iter().filter(|need| !need.competence.is_empty()) {
        let wanted = even(&need.competence);
        let of_this = || person.competences.iter().filter(|one| even(&one.competence) == wanted);
        if of_this().any(|one| is_proven(one, ask.today)) {
            continue;
        }
        let newest = of_this().max_by_key(|one| one.valid_until);
        report
            .add(
                Place::field(holder, "competences"),
                format!("{holder} holds {id}, and nothing proves {}", need.competence),
            )
            .proof_of(id, "needs", need.text())
            .proof("name", &person.title)
            .proof("proof", newest.map(|one| one.proof.text()).unwrap_or_default())
            .proof("valid until", newest.map(|one| one.valid_until.text()).unwrap_or_default())
            .command(format!("plumb set {holder} competences='{} | PROOF'", need.competence));
    }
}

/// Says whether something shows a competence, and counts on a day.
fn is_proven(one: &CompetenceRecord, today: Date) -> bool {
    let shown = !one.proof.is_empty() || one.evidence.is_some();
    shown && one.valid_until.is_none_or(|until| until >= today)
}
