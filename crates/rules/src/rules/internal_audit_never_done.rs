//! No internal audit has looked at the scope yet.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Audit, Control};
use model::sample::Sample;
use model::{Date, RecordKind, Ref, Span, YesNo};

use crate::checking::internal_audits;
use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB0931",
    name: "internal audit never done",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["9.2.1"],
    what: "Finds that no internal audit was done and reported that names a process, site or control in scope.",
    why: "before anybody else audits, the organisation has to have looked itself",
    fix: "carry out the planned audit and issue its report",
    fix_grade: FixGrade::Likely,
    check: Check::Whole {
        reads: &[
            RecordKind::Audit,
            RecordKind::Scope,
            RecordKind::Process,
            RecordKind::Site,
            RecordKind::Control,
        ],
        check,
    },
    escalate: Escalate::Never,
    holds: &[Hold::Everywhere(&["PB0927"])],
    bad: &[
        Bad {
            title: "planned for next week, and none is done",
            given: planned,
            says: &["no internal audit has covered the scope yet"],
        },
        Bad {
            title: "done, and not reported yet",
            given: |s| each(s, |audit| audit.reported_on = None),
            says: &["no internal audit has covered the scope yet"],
        },
        Bad {
            title: "it looked at nothing in scope",
            given: |s| {
                each(s, |audit| {
                    audit.processes.clear();
                    audit.controls = Ref::parse("A.8.30").into_iter().collect();
                    audit.sites = vec![Ref::number(2)];
                });
            },
            says: &["no internal audit has covered the scope yet"],
        },
    ],
    good: &[
        Good { title: "done and reported", given: |_| {} },
        Good {
            title: "a control is enough",
            given: |s| {
                each(s, |audit| {
                    audit.processes.clear();
                    audit.sites.clear();
                    audit.controls = Ref::parse("A.8.13").into_iter().collect();
                });
            },
        },
        Good {
            title: "reported today",
            given: |s| each(s, |audit| audit.reported_on = Some(Date::constant(2026, 6, 1))),
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let audits: Vec<(Ref<Audit>, &Audit)> = internal_audits(ask).collect();
    let by_today = |on: Option<Date>| on.is_some_and(|on| on <= ask.today);
    let done = |audit: &Audit| by_today(audit.done_on) && by_today(audit.reported_on);
    if audits.iter().any(|(_, audit)| done(audit) && is_inside(ask, audit)) {
        return;
    }
    let lead = ask.parameters.days("audit_lead_days");
    let stage_2 = ask.cycle().stage2.map(|stage| stage.day);
    let in_time = |planned: Date| {
        let last = planned.checked_add(Span::new().days(lead)).unwrap_or(Date::MAX);
        stage_2.is_none_or(|day| last <= day)
    };
    let planned = audits.iter().any(|(_, audit)| audit.planned_on.is_some_and(in_time));
    let found = report.add(Place::Whole, "no internal audit has covered the scope yet");
    if audits.is_empty() {
        found.proof("internal audits", "");
    }
    for (id, audit) in &audits {
        let dates = [
            ("planned on", audit.planned_on),
            ("done on", audit.done_on),
            ("reported on", audit.reported_on),
        ];
        for (label, date) in dates {
            found.proof_of(*id, label, facts::text(&date));
        }
        if done(audit) {
            found.remark("it names no process, site or control in scope");
        }
    }
    found.proof("day of stage 2", facts::text(&stage_2));
    let next = audits.iter().find(|(_, audit)| !done(audit));
    match next.filter(|_| planned) {
        Some((id, audit)) if by_today(audit.done_on) => {
            found.command(format!("plumb audit report {id} --to PERSON"))
        }
        Some((id, _)) => found.command(format!("plumb audit start {id}")),
        None => found.command("plumb new audit title='Internal audit' kind=internal planned_on=DATE"),
    };
    if !planned || stage_2.is_some_and(|day| day < ask.today) {
        found.worse();
    }
}

/// Says whether an audit names something in scope.
fn is_inside(ask: &Ask, audit: &Audit) -> bool {
    let included = |control: &Ref<Control>| {
        ask.isms.controls.get(control).is_some_and(|control| control.included == Some(YesNo::Yes))
    };
    audit.processes.iter().any(|id| ask.in_scope(id.id()))
        || audit.sites.iter().any(|id| ask.in_scope(id.id()))
        || audit.controls.iter().any(included)
}

/// Changes all internal audits of the sample.
fn each(s: &mut Sample, change: fn(&mut Audit)) {
    let audits: Vec<Ref<Audit>> =
        s.isms.audits.iter().filter(|(_, audit)| audit.is_internal()).map(|(id, _)| id).collect();
    for id in audits {
        let number = id.to_string().trim_start_matches("AUD-").parse().unwrap_or(0);
        s.edit(number, change);
    }
}

/// Plans all internal audits for next week.
fn planned(s: &mut Sample) {
    each(s, |audit| {
        audit.planned_on = Some(Date::constant(2026, 6, 8));
        (audit.done_on, audit.reported_on) = (None, None);
    });
}
