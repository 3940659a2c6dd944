//! Too many people have no current awareness training.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Person, Training, TrainingKind};
use model::{RecordKind, Ref};

use crate::support::{People, awareness, name_people, unsaid_scope};

pub static RULE: Rule = Rule {
    code: "PB0702",
    name: "awareness training overdue",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["7.3", "A.6.3"],
    what: "Finds that too large a share of the people in scope has taken part in no awareness training for 400 days.",
    why: "people are the first thing that an auditor tries out",
    fix: "assign the course to those who are missing; look whether contractors are in",
    fix_grade: FixGrade::Likely,
    check: Check::Whole { reads: &[RecordKind::Training, RecordKind::Person], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "one of four never took part",
            given: |s| {
                s.edit(1, |one: &mut Training| {
                    one.attendance.retain(|who| who.person != Some(Ref::number(4)))
                })
            },
            says: &["1 of 4 people have no current awareness training"],
        },
        Bad {
            title: "401 days ago",
            given: |s| {
                let day = s.days_ago(401);
                s.edit(1, |one: &mut Training| one.done_on = Some(day))
            },
            says: &["4 of 4 people have no current awareness training"],
        },
        Bad {
            title: "it is planned only",
            given: |s| s.edit(1, |one: &mut Training| one.done_on = None),
            says: &["4 of 4 people have no current awareness training"],
        },
        Bad {
            title: "a training of another kind",
            given: |s| s.edit(1, |one: &mut Training| one.kind = Some(TrainingKind::Other)),
            says: &["4 of 4 people have no current awareness training"],
        },
    ],
    good: &[
        Good { title: "all took part in spring", given: |_| {} },
        Good {
            title: "400 days ago",
            given: |s| {
                let day = s.days_ago(400);
                s.edit(1, |one: &mut Training| one.done_on = Some(day))
            },
        },
        Good {
            title: "a newcomer of 30 days",
            given: |s| {
                let day = s.days_ago(30);
                s.edit(1, |one: &mut Training| {
                    one.attendance.retain(|who| who.person != Some(Ref::number(4)))
                });
                s.edit(4, |person: &mut Person| person.joined_on = Some(day));
            },
        },
        Good {
            title: "one took it on another day",
            given: |s| {
                let day = s.days_ago(10);
                s.edit(1, |one: &mut Training| {
                    one.done_on = None;
                    for who in &mut one.attendance {
                        who.on = Some(day);
                    }
                })
            },
        },
    ],
};

/// For how long an awareness training counts.
const DAYS: i32 = 400;
/// Above this share it is a step worse.
const WORSE: f64 = 0.25;

fn check(ask: &Ask, report: &mut Report) {
    let newest = awareness(ask.isms, ask.today);
    let days = ask.parameters.days("newcomer_days");
    let asked = |people: &[(Ref<Person>, &Person)]| -> (usize, Vec<Ref<Person>>) {
        let is_here = |person: &Person| person.joined_on.is_none_or(|on| ask.is_older(on, days));
        let here: Vec<Ref<Person>> =
            people.iter().filter(|(_, person)| is_here(person)).map(|(id, _)| *id).collect();
        let is_missing = |id: &Ref<Person>| newest.get(id).is_none_or(|on| ask.is_older(*on, DAYS));
        (here.len(), here.into_iter().filter(is_missing).collect())
    };
    let people = People::of(ask);
    let (total, missing) = asked(&people.inside);
    let (_, unsaid) = asked(&people.unsaid);
    let limit = ask.parameters.number("awareness_gap_max");
    let share = |missing: usize, total: usize| missing as f64 / total.max(1) as f64;
    if share(missing.len(), total) <= limit {
        if share(missing.len() + unsaid.len(), total + unsaid.len()) > limit {
            report.unknown(Place::field(unsaid[0], "in_scope"), unsaid_scope(&unsaid));
        }
        return;
    }
    let count = missing.len();
    let found =
        report.add(Place::Whole, format!("{count} of {total} people have no current awareness training"));
    name_people(found, ask.isms, &missing, |person| {
        format!("joined on {}, {}", facts::text(&person.joined_on), facts::text(&person.kind))
    });
    for id in missing.iter().take(10).filter(|id| newest.contains_key(id)) {
        found.proof_of(*id, "newest awareness training", newest[id]);
    }
    found.command("plumb new training kind=awareness title='SECURITY FOR EVERYBODY' planned_on=DATE");
    if share(count, total) > WORSE {
        found.worse();
    }
}
