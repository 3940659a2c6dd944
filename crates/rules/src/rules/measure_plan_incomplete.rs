//! A measure that is half planned.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Measure;
use model::{RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB0902",
    name: "measure plan incomplete",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["9.1 a", "9.1 b", "9.1 c", "9.1 d", "9.1 e", "9.1 f"],
    what: "Finds measures that do not say what is measured, how, how often, by whom, and when and by whom it is analysed.",
    why: "the standard asks for each of these by a letter of its own",
    fix: "complete what, how, when and who",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Measure], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "nobody analyses",
            given: |s| s.edit(1, |one: &mut Measure| one.analysed_by = None),
            says: &["MEA-1 has no person who analyses"],
        },
        Bad {
            title: "nothing but a title and a day",
            given: |s| {
                let day = s.today;
                s.put(
                    Ref::number(2),
                    Measure { title: "Patches".into(), set_on: Some(day), ..Measure::default() },
                )
            },
            says: &[
                "MEA-2 has no object",
                "MEA-2 has no method",
                "MEA-2 has no frequency",
                "MEA-2 has no person who measures",
                "MEA-2 has no time of analysis",
                "MEA-2 has no person who analyses",
            ],
        },
    ],
    good: &[
        Good { title: "whole", given: |_| {} },
        Good {
            title: "it ended",
            given: |s| {
                let today = s.today;
                s.edit(1, |one: &mut Measure| {
                    one.analysed_by = None;
                    one.ended_on = Some(today);
                })
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(measure) = facts::get::<Measure>(ask.isms, id) else { return };
    if measure.ended_on.is_some_and(|on| on <= ask.today) {
        return;
    }
    let gaps = [
        (measure.object.is_empty(), "object", "object"),
        (measure.method.is_empty(), "method", "method"),
        (measure.frequency_days.is_none(), "frequency", "frequency_days"),
        (!facts::has_owner(measure.measured_by.as_ref()), "person who measures", "measured_by"),
        (measure.analysed_at.is_empty(), "time of analysis", "analysed_at"),
        (!facts::has_owner(measure.analysed_by.as_ref()), "person who analyses", "analysed_by"),
    ];
    for (_, gap, field) in gaps.into_iter().filter(|(missing, ..)| *missing) {
        report
            .add(Place::field(id, field), format!("{id} has no {gap}"))
            .proof("object", &measure.object)
            .proof("method", &measure.method)
            .proof("each so many days", facts::text(&measure.frequency_days))
            .proof("measured by", facts::text(&measure.measured_by))
            .proof("analysed when", &measure.analysed_at)
            .proof("analysed by", facts::text(&measure.analysed_by))
            .command(format!("plumb set {id} {field}=VALUE"));
    }
}
