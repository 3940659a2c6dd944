//! Something happened, and nothing shows that the control ran.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use std::collections::BTreeSet;

use model::records::{
    Audit, Cadence, Control, ControlState, Evidence, EvidenceStatus, Population, PopulationCheck,
};
use model::sample::Sample;
use model::{Date, RecordId, RecordKind, Ref};

use crate::planning::{few, joined};
use crate::{cycle, facts};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB1108",
    name: "event without record",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["8.1 evidence"],
    what: "Finds implemented controls that run on events and have no accepted record for a case of a list that was fully checked.",
    why: "a control that runs when something happens is judged case by case",
    fix: "bring the records, or treat the gap as a deviation",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Control], reads: &[RecordKind::Audit], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "one of six",
            given: |s| cases(s, &["one", "two", "three", "four", "five"]),
            says: &["A.5.26 has no record for 1 of 6 events"],
        },
        Bad {
            title: "four of six",
            given: |s| cases(s, &["one", "two"]),
            says: &["A.5.26 has no record for 4 of 6 events"],
        },
        Bad {
            title: "a record that nobody accepted",
            given: |s| {
                cases(s, &["one", "two", "three", "four", "five", "six"]);
                s.edit(26, |evidence: &mut Evidence| {
                    evidence.status = EvidenceStatus::Submitted;
                });
            },
            says: &["A.5.26 has no record for 6 of 6 events"],
        },
    ],
    good: &[
        Good {
            title: "each has its record",
            given: |s| cases(s, &["One", "two", "three", "four", "five", "six"]),
        },
        Good {
            title: "only a sample was looked at",
            given: |s| {
                cases(s, &["one"]);
                s.edit(2, |list: &mut Population| list.checked = Some(PopulationCheck::Sampled));
            },
        },
        Good {
            title: "a list of other days",
            given: |s| {
                cases(s, &["one"]);
                s.edit(2, |list: &mut Population| list.period_end = Some(Date::constant(2026, 4, 30)));
            },
        },
    ],
};

/// Lists six cases of A.5.26 in May, some of which have a record.
fn cases(s: &mut Sample, shown: &[&str]) {
    s.edit(3, |audit: &mut Audit| audit.period_start = Some(Date::constant(2026, 5, 1)));
    let list = Population {
        title: "Incidents in spring".into(),
        control: Ref::parse("A.5.26"),
        period_start: Some(Date::constant(2026, 4, 1)),
        period_end: Some(Date::constant(2026, 5, 1)),
        checked: Some(PopulationCheck::Full),
        events: ["one", "two", "three", "four", "five", "six"].map(Into::into).to_vec(),
        ..Population::default()
    };
    s.put(Ref::number(2), list);
    s.edit(26, |evidence: &mut Evidence| {
        evidence.cases = shown.iter().map(|case| (*case).into()).collect();
    });
}

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(control) = facts::get::<Control>(ask.isms, id) else { return };
    if control.state != ControlState::Implemented || control.cadence != Some(Cadence::OnEvent) {
        return;
    }
    let lists =
        ask.isms.sources::<Population>(id).filter_map(|list| Some((list, ask.isms.populations.get(&list)?)));
    let own = |list: &Population| {
        list.control.map(Ref::id) == Some(id) && list.checked == Some(PopulationCheck::Full)
    };
    let mut shown: Option<BTreeSet<String>> = None;
    let (mut missing, mut total, mut counted) = (Vec::new(), 0, Vec::new());
    for (list_id, list) in lists.filter(|(_, list)| own(list)) {
        let shown = shown.get_or_insert_with(|| shown_cases(ask, Ref::of(id.key)));
        let gaps: Vec<String> = list
            .events
            .iter()
            .filter(|case| !shown.contains(&cycle::even(case)))
            .map(ToString::to_string)
            .collect();
        let within = match (list.period_start, list.period_end, ask.cycle().period) {
            (Some(start), Some(end), Some(period)) => Ok(period.touches(start, end)),
            (_, _, None) => Err("which days the next audit looks at, to judge the cases of"),
            (None, _, Some(_)) | (_, None, Some(_)) => Err("which days are covered by"),
        };
        match within {
            Ok(true) => {
                total += list.events.len();
                missing.extend(gaps);
                counted.push((list_id, list));
            }
            Err(what) if !gaps.is_empty() => {
                report.unknown(Place::field(list_id, "period_end"), format!("{what} {list_id}"));
            }
            Ok(false) | Err(_) => {}
        }
    }
    if missing.is_empty() {
        return;
    }
    let count = missing.len();
    let found = report
        .add(Place::field(id, ""), format!("{id} has no record for {count} of {total} events"))
        .proof("events without a record", few(&missing));
    for (list_id, list) in &counted {
        let days = [facts::text(&list.period_start), facts::text(&list.period_end)];
        found.proof_of(*list_id, "events", list.events.len());
        found.proof_of(*list_id, "period", joined(&days, " to "));
    }
    found.command(format!("plumb evidence add FILE --control {id}"));
    if count * 5 > total {
        found.worse();
    }
}

/// Returns the cases that accepted evidence of a control names, evened out.
fn shown_cases(ask: &Ask, control: Ref<Control>) -> BTreeSet<String> {
    let named = |(_, evidence): (Ref<Evidence>, &Evidence)| {
        let cases: Vec<String> = evidence.cases.iter().map(|case| cycle::even(case)).collect();
        cases.into_iter().chain([cycle::even(&evidence.title)])
    };
    cycle::accepted(ask, control).flat_map(named).collect()
}
