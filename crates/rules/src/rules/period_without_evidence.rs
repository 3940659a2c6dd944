//! A period of a control that no evidence covers.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Audit, Cadence, Control, ControlState, Evidence, StoredFile};
use model::sample::Sample;
use model::{Date, Digest, RecordId, RecordKind, Ref, Span, Value};

use crate::planning::{few, joined};
use crate::rhythm::Days;
use crate::{cycle, facts, rhythm};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB1110",
    name: "period without evidence",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["8.1 evidence"],
    what: "Finds implemented controls, run each quarter or more often, with a whole period inside the audit period that no accepted evidence touches.",
    why: "a gap in the middle shows that the control did not run then",
    fix: "bring the record of that time, or treat the gap as a deviation",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Control], reads: &[RecordKind::Audit], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "a monthly control, one month of five",
            given: |s| {
                months(s, &["2026-01", "2026-02", "2026-04", "2026-05"]);
            },
            says: &["A.8.13 is monthly, and nothing covers 2026-03"],
        },
        Bad {
            title: "two months of five",
            given: |s| months(s, &["2026-01", "2026-02", "2026-05"]),
            says: &["A.8.13 is monthly, and nothing covers 2026-03 and 2026-04"],
        },
    ],
    good: &[
        Good {
            title: "each month is covered",
            given: |s| months(s, &["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"]),
        },
        Good {
            title: "the gap lies before the control worked",
            given: |s| {
                months(s, &["2026-03", "2026-04", "2026-05"]);
                s.edit_control("A.8.13", |control: &mut Control| {
                    control.implemented_on = Some(Date::constant(2026, 2, 2));
                });
            },
        },
        Good {
            title: "the month has just ended",
            given: |s| {
                months(s, &["2026-01", "2026-02", "2026-03", "2026-04"]);
                s.today = Date::constant(2026, 6, 7);
            },
        },
    ],
};

/// Lets Stage 2 look at records since January, and gives A.8.13 evidence of some months.
fn months(s: &mut Sample, covered: &[&str]) {
    s.edit(3, |audit: &mut Audit| audit.period_start = Some(Date::constant(2026, 1, 1)));
    // The quarterly ones are none of this example.
    for id in ["A.5.18", "A.8.8"] {
        s.edit_control(id, |control: &mut Control| control.cadence = Some(Cadence::Annual));
    }
    let first = s.isms.evidence.get(&Ref::number(72)).map(|first| Evidence::clone(first));
    let first = first.expect("the sample has evidence of A.8.13");
    for (number, month) in (200..).zip(covered) {
        let day = |day: &str| format!("{month}-{day}").parse().ok();
        let (period_start, period_end) = (day("10"), day("12"));
        // What others rely on goes on standing, for the first of the months.
        if number == 200 {
            s.edit(72, |evidence: &mut Evidence| {
                (evidence.period_start, evidence.period_end) = (period_start, period_end);
            });
            continue;
        }
        let file = first.file.clone().map(|file| StoredFile { digest: Digest::of(month.as_bytes()), ..file });
        let title = format!("A.8.13 in {month}").into();
        s.put(Ref::number(number), Evidence { title, file, period_start, period_end, ..first.clone() });
    }
}

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(control) = facts::get::<Control>(ask.isms, id) else { return };
    let Some(cadence) = control.cadence.filter(|cadence| rhythm::is_quick(*cadence)) else { return };
    if control.state != ControlState::Implemented {
        return;
    }
    let Some(period) = ask.cycle().period else {
        report.unknown(
            Place::field(id, "cadence"),
            format!("which days the next audit looks at, to judge the evidence of {id}"),
        );
        return;
    };
    // What has just ended may still come in.
    let grace = Span::new().days(i64::from(ask.parameters.days("run_grace_days")) + 1);
    let Ok(over) = ask.today.checked_sub(grace) else { return };
    let to = period.end.map_or(over, |end| end.min(over));
    let from = control.implemented_on.map_or(period.start, |since| since.max(period.start));
    let periods = rhythm::periods(cadence, from, to);
    let (dated, undated) = evidence(ask, Ref::of(id.key));
    let touched = |(first, last): &Days| {
        let place = dated.partition_point(|(start, _)| start <= last);
        // The longest reach of those that begin by then is kept in the second place.
        place > 0 && dated[place - 1].1 >= *first
    };
    let gaps: Vec<String> =
        periods.iter().filter(|days| !touched(days)).map(|days| rhythm::label(cadence, *days)).collect();
    if gaps.is_empty() {
        return;
    }
    if let Some(undated) = undated {
        report.unknown(Place::field(undated, "period_end"), format!("which days {undated} covers"));
        return;
    }
    if control.implemented_on.is_none() {
        report.unknown(Place::field(id, "implemented_on"), format!("since when {id} works"));
        return;
    }
    let found = report
        .add(Place::field(id, "cadence"), format!("{id} is {cadence}, and nothing covers {}", few(&gaps)))
        .proof("rhythm", cadence)
        .proof("audit period", period)
        .proof("implemented on", control.implemented_on.text())
        .proof("periods so far", periods.len())
        .proof("without evidence", joined(&gaps[..gaps.len().min(LISTED_MAX)], ", "));
    if gaps.len() > LISTED_MAX {
        found.remark(format!("and {} more", gaps.len() - LISTED_MAX));
    }
    found.command(format!("plumb evidence add FILE --control {id}"));
    if gaps.len() * 4 >= periods.len() {
        found.worse();
    }
}

/// So many periods are listed.
const LISTED_MAX: usize = 12;

/// Returns the days of the accepted evidence of a control by their start, each with the last day that it or an earlier one
/// reaches, and one item that has no days.
fn evidence(ask: &Ask, control: Ref<Control>) -> (Vec<Days>, Option<Ref<Evidence>>) {
    let (mut dated, mut undated) = (Vec::new(), None);
    for (id, evidence) in cycle::accepted(ask, control) {
        match cycle::days_of(evidence) {
            Some(days) => dated.push(days),
            None => undated = Some(id),
        }
    }
    dated.sort_unstable();
    let mut reach = Date::MIN;
    for days in &mut dated {
        reach = reach.max(days.1);
        days.1 = reach;
    }
    (dated, undated)
}
