//! A risk accepted by somebody who does not own it.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Acceptance, Risk};
use model::{Owner, RecordId, RecordKind, Ref, Value};

use crate::planning::open_risk;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0674",
    name: "acceptance not by owner",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 f"],
    what: "Finds open risks that somebody accepted, and neither the owner nor anybody on the owner's behalf.",
    why: "the person who answers for a risk has to know what is left of it and agree",
    fix: "ask the owner to accept, or record the delegation",
    fix_grade: FixGrade::Likely,
    check: Check::Each {
        of: &[RecordKind::Risk],
        reads: &[RecordKind::Person, RecordKind::Role],
        through: &[],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "top management accepted it, and not the owner",
        given: |s| s.edit(3, |risk: &mut Risk| risk.owner = Some(Owner::Person(Ref::number(2)))),
        says: &["R-3 was accepted by Mara Kral, who does not own it"],
    }],
    good: &[
        Good { title: "the owner accepted it", given: |_| {} },
        Good {
            title: "accepted on behalf of the owner",
            given: |s| {
                s.edit(3, |risk: &mut Risk| {
                    risk.owner = Some(Owner::Person(Ref::number(2)));
                    risk.acceptances[0].for_owner = Some(Ref::number(2));
                })
            },
        },
        Good {
            title: "a file named an owner whom nobody has linked yet",
            given: |s| s.edit(3, |risk: &mut Risk| risk.owner = Some(Owner::Named("COO".into()))),
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(risk) = open_risk(ask, id) else { return };
    let accepted: Vec<&Acceptance> =
        risk.acceptances.iter().filter(|acceptance| acceptance.is_in_force(ask.today)).collect();
    let Some(newest) = accepted.iter().max_by_key(|acceptance| acceptance.on) else { return };
    if risk.owner.as_ref().is_none_or(|owner| owner.is_empty()) {
        return; // PB0602 says so.
    }
    let Some(owner) = risk.owner_person(ask.isms) else {
        report.unknown(Place::field(id, "owner"), format!("which person owns {id}"));
        return;
    };
    if accepted.iter().any(|one| one.by == Some(owner) || one.for_owner == Some(owner)) {
        return;
    }
    let place = Place::field(id, "acceptances");
    let Some(by) = newest.by else {
        report.unknown(place, format!("who accepted {id}"));
        return;
    };
    let (person, owner_name) = (ask.isms.name_of(by.id()), ask.isms.name_of(owner.id()));
    report
        .add(place, format!("{id} was accepted by {person}, who does not own it"))
        .proof("accepted by", &person)
        .remark("the owner has not agreed")
        .proof("on behalf of", newest.for_owner.map(|one| ask.isms.name_of(one.id())).unwrap_or_default())
        .proof("owner", &owner_name)
        .help(format!("ask {owner_name} to accept, or record the delegation"))
        .command(format!("plumb accept {id} --until DATE --because WHY"));
}
