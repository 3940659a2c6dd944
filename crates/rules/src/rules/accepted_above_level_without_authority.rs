//! A risk accepted by somebody who may not.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Acceptance, Acceptor, Method, PersonKind, Risk};
use model::{Owner, RecordId, RecordKind, Ref, Value};

use crate::planning::{accepted_place, accepted_word, limit, open_risk};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0608",
    name: "accepted above level without authority",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.2 e 1", "6.1.3 f"],
    what: "Finds open risks above the acceptance level that were accepted by nobody whom the method lets accept that level.",
    why: "who may live with a large risk is decided beforehand and from above, not by whoever signs",
    fix: "treat it, or ask a person with authority to accept it with a reason",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Risk], reads: &[RecordKind::Method], through: &[], check },
    escalate: Escalate::MoreThan(1),
    holds: &[],
    bad: &[Bad {
        title: "only the owner accepted it",
        given: |s| {
            s.edit(3, |risk: &mut Risk| {
                risk.owner = Some(Owner::Person(Ref::number(2)));
                risk.acceptances[0].by = Some(Ref::number(2));
            })
        },
        says: &["R-3 was accepted at high by Jonas Weil, who may not accept that level"],
    }],
    good: &[
        Good { title: "top management accepted it", given: |_| {} },
        Good {
            title: "owner and top management accepted it",
            given: |s| {
                s.edit(3, |risk: &mut Risk| {
                    let mut second = risk.acceptances[0].clone();
                    second.by = Some(Ref::number(2));
                    risk.acceptances.push(second);
                })
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(risk) = open_risk(ask, id) else { return };
    let Some(limit) = ask.method.acceptance() else { return };
    let mut wrong: Option<&Acceptance> = None;
    let mut missing = None;
    for acceptance in risk.acceptances.iter().filter(|acceptance| acceptance.is_in_force(ask.today)) {
        let Some(level) = accepted_place(ask, acceptance) else {
            missing = Some(format!("which level of {id} was accepted"));
            continue;
        };
        if level <= limit {
            continue;
        }
        match may_accept(ask, acceptance, level) {
            Some(May::Yes) => return,
            Some(May::No) => {
                if wrong.is_none_or(|other| other.on < acceptance.on) {
                    wrong = Some(acceptance);
                }
            }
            None => missing = Some(format!("whether who accepted {id} may do so")),
        }
    }
    let place = Place::field(id, "acceptances");
    if let Some(missing) = missing {
        report.unknown(place, missing);
    } else if let Some(acceptance) = wrong {
        say(ask, id, acceptance, report);
    }
}

/// Whether a person may accept a level.
enum May {
    Yes,
    No,
}

/// Says whether who accepted may accept that level; nothing where a person or the kind of person is not known.
fn may_accept(ask: &Ask, acceptance: &Acceptance, level: usize) -> Option<May> {
    let by = acceptance.by?;
    let person = ask.isms.people.get(&by);
    let reaches = |acceptor: &&Acceptor| {
        ask.method.place(&acceptor.level).is_some_and(|place| place >= level)
            && (acceptor.person.is_some() || acceptor.kind.is_some())
    };
    let acceptors: Vec<&Acceptor> = ask.method.acceptors.iter().filter(reaches).collect();
    if acceptors.iter().any(|acceptor| acceptor.person == Some(by)) {
        return Some(May::Yes);
    }
    let mut kinds: Vec<PersonKind> = acceptors.iter().filter_map(|acceptor| acceptor.kind).collect();
    if acceptors.is_empty() {
        kinds.push(PersonKind::TopManagement);
    }
    if kinds.is_empty() {
        return Some(May::No);
    }
    let kind = person?.kind?;
    Some(if kinds.contains(&kind) { May::Yes } else { May::No })
}

/// Says that the wrong person accepted.
fn say(ask: &Ask, id: RecordId, acceptance: &Acceptance, report: &mut Report) {
    let level = accepted_word(ask, acceptance);
    let person = acceptance.by.map_or_else(|| "nobody".to_owned(), |by| ask.isms.name_of(by.id()));
    report
        .add(
            Place::field(id, "acceptances"),
            format!("{id} was accepted at {level} by {person}, who may not accept that level"),
        )
        .proof("accepted by", &person)
        .remark("the method leaves this level to others")
        .proof("accepted on", acceptance.on.text())
        .proof("level accepted", level)
        .proof_of(Ref::<Method>::one(), "acceptance level", limit(ask))
        .proof_of(Ref::<Method>::one(), "who may accept above", ask.method.acceptors.text())
        .command(format!("plumb accept {id} --until DATE --because WHY"));
}
