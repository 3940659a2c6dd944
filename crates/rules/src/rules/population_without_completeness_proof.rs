//! Nothing shows that the list behind a sample is complete.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Population, Sample as Drawn};
use model::sample::Sample;
use model::{RecordId, RecordKind, Ref};

use crate::planning::few;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB0933",
    name: "population without completeness proof",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["9.2.2", "8.1 evidence"],
    what: "Finds lists behind samples without query, maker, day or a total counted another way, or that do not count out.",
    why: "a sample of a list with gaps says nothing about what the list leaves out",
    fix: "record the query, who ran it and when, and a total from another source",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Population], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "the check total is gone",
            given: |s| s.edit(1, |list: &mut Population| list.check_total = None),
            says: &["nothing shows that the list behind SMP-1 is complete"],
        },
        Bad {
            title: "no check total",
            given: |s| list(s, |list| list.check_total = None),
            says: &["nothing shows that the list behind SMP-9 is complete"],
        },
        Bad {
            title: "it does not count out",
            given: |s| list(s, |list| list.count = Some(11)),
            says: &["nothing shows that the list behind SMP-9 is complete"],
        },
        Bad {
            title: "nobody said how it was made",
            given: |s| list(s, |list| list.source_query = "".into()),
            says: &["nothing shows that the list behind SMP-9 is complete"],
        },
        Bad {
            title: "or who made it",
            given: |s| list(s, |list| list.run_by = None),
            says: &["nothing shows that the list behind SMP-9 is complete"],
        },
        Bad {
            title: "or when",
            given: |s| list(s, |list| list.run_on = None),
            says: &["nothing shows that the list behind SMP-9 is complete"],
        },
    ],
    good: &[
        Good { title: "it counts out", given: |s| list(s, |_| {}) },
        Good {
            title: "no sample was drawn from it",
            given: |s| {
                list(s, |list| list.check_total = None);
                s.remove("SMP-9");
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(list) = facts::get::<Population>(ask.isms, id).filter(|list| !list.is_complete()) else {
        return;
    };
    let drawn = |sample: &Ref<Drawn>| {
        let sample = ask.isms.samples.get(sample);
        sample.is_some_and(|sample| sample.population.is_some_and(|list| list.id() == id))
    };
    let samples: Vec<Ref<Drawn>> = ask.isms.sources::<Drawn>(id).filter(drawn).collect();
    if samples.is_empty() {
        return;
    }
    let field = if list.source_query.is_empty() {
        "source_query"
    } else if list.run_by.is_none() {
        "run_by"
    } else if list.run_on.is_none() {
        "run_on"
    } else {
        "check_total"
    };
    let count = list.count.map(|count| count.to_string()).unwrap_or_default();
    let total = list.check_total.map(|total| total.to_string()).unwrap_or_default();
    report
        .add(
            Place::field(id, field),
            format!("nothing shows that the list behind {} is complete", few(&samples)),
        )
        .proof("query", &list.source_query)
        .proof("made by", facts::text(&list.run_by))
        .proof("made on", facts::text(&list.run_on))
        .proof("count", count)
        .proof("check total", total)
        .command(format!("plumb set {id} {field}=VALUE"));
}

/// Puts a list with a sample.
fn list(s: &mut Sample, change: fn(&mut Population)) {
    let mut list = Population {
        title: "Leavers of 2026".into(),
        source_query: "left_on >= 2026-01-01".into(),
        run_by: Some(Ref::number(3)),
        run_on: Some(s.days_ago(20)),
        count: Some(12),
        check_total: Some(12),
        ..Population::default()
    };
    change(&mut list);
    s.put(Ref::number(9), list);
    s.put(Ref::number(9), Drawn { population: Some(Ref::number(9)), ..Drawn::default() });
}
