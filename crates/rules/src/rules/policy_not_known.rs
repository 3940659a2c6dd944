//! Too few people have acknowledged the policy in force.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Acknowledgement, Document, Person};
use model::{Reading, RecordKind, Ref};

use crate::support::{People, name_people, unsaid_scope};

pub static RULE: Rule = Rule {
    code: "PB0502",
    name: "policy not known",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["5.2 f", "A.5.1"],
    what: "Finds a policy in force for longer than the time given, which too small a share of the people in scope has acknowledged.",
    why: "an auditor asks the first person met what the policy says",
    fix: "remind those who are missing; look whether contractors are in",
    fix_grade: FixGrade::Likely,
    check: Check::Whole {
        reads: &[RecordKind::Acknowledgement, RecordKind::Document, RecordKind::Person],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "one of four is missing",
            given: |s| s.remove("ACK-4"),
            says: &["3 of 4 people have acknowledged the policy in force"],
        },
        Bad {
            title: "one acknowledged an older version",
            given: |s| s.edit(4, |one: &mut Acknowledgement| one.version = Some(0)),
            says: &["3 of 4 people have acknowledged the policy in force"],
        },
        Bad {
            title: "most are missing",
            given: |s| {
                for id in ["ACK-1", "ACK-2", "ACK-3"] {
                    s.remove(id);
                }
            },
            says: &["1 of 4 people have acknowledged the policy in force"],
        },
    ],
    good: &[
        Good { title: "all have", given: |_| {} },
        Good {
            title: "approved 60 days ago",
            given: |s| {
                let day = s.days_ago(60);
                s.edit(1, |policy: &mut Document| policy.approvals[0].on = day);
                for id in ["ACK-1", "ACK-2"] {
                    s.remove(id);
                }
            },
        },
        Good {
            title: "who has left need not",
            given: |s| {
                s.remove("ACK-4");
                let day = s.days_ago(1);
                s.edit(4, |person: &mut Person| person.left_on = Some(day));
            },
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let people = People::of(ask);
    let days = ask.parameters.days("ack_days");
    for (id, policy) in facts::of_kind_in_force(ask, "policy_top") {
        let Some(approval) = policy.in_force(ask.today).filter(|one| ask.is_older(one.on, days)) else {
            continue;
        };
        let known = Reading::confirmed(ask.isms, id, approval.version, ask.today);
        let without = |people: &[(Ref<Person>, &Person)]| -> Vec<Ref<Person>> {
            people.iter().map(|(person, _)| *person).filter(|person| !known.contains_key(person)).collect()
        };
        let (missing, unsaid) = (without(&people.inside), without(&people.unsaid));
        let total = people.inside.len();
        let have = total - missing.len();
        if is_enough(ask, have, total) {
            if !is_enough(ask, have, total + unsaid.len()) {
                report.unknown(Place::field(unsaid[0], "in_scope"), unsaid_scope(&unsaid));
            }
            continue;
        }
        let found = report
            .add(
                Place::field(id, "approvals"),
                format!("{have} of {total} people have acknowledged the policy in force"),
            )
            .proof("version", approval.version)
            .proof("approved on", approval.on);
        name_people(found, ask.isms, &missing, |_| "not acknowledged".to_owned());
        found.command(format!(
            "plumb new acknowledgement document={id} version={} person=PERSON",
            approval.version
        ));
        if have * 2 < total {
            found.worse();
        }
    }
}

/// Says whether the share is large enough.
fn is_enough(ask: &Ask, have: usize, total: usize) -> bool {
    total == 0 || have as f64 >= ask.parameters.number("ack_share_min") * total as f64
}
