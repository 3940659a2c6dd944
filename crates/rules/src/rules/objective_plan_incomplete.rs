//! An objective that nobody has planned to the end.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Objective;
use model::{RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB0632",
    name: "objective plan incomplete",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.2 a", "6.2 c", "6.2 h", "6.2 i", "6.2 j", "6.2 k", "6.2 l"],
    what: "Finds open objectives without actions, resources, owner, date, evaluation, or what they follow from.",
    why: "an objective is a wish until it is said who does what with which means by when",
    fix: "complete the plan, and link policy, requirement or risk",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Objective], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "no resources",
            given: |s| s.edit(1, |one: &mut Objective| one.resources = "".into()),
            says: &["OBJ-1 has no resources"],
        },
        Bad {
            title: "an owner whom only a file named",
            given: |s| s.edit(1, |one: &mut Objective| one.owner = Some(model::Owner::Named("SOC".into()))),
            says: &["OBJ-1 has no owner"],
        },
        Bad {
            title: "nothing but a title",
            given: |s| {
                s.put(
                    Ref::number(3),
                    Objective {
                        title: "Better".into(),
                        measure: "how good".into(),
                        target: Some(model::Decimal::whole(1)),
                        ..Objective::default()
                    },
                )
            },
            says: &[
                "OBJ-3 has no actions",
                "OBJ-3 has no resources",
                "OBJ-3 has no owner",
                "OBJ-3 has no due date",
                "OBJ-3 has no evaluation",
                "OBJ-3 has no origin",
            ],
        },
    ],
    good: &[
        Good { title: "whole", given: |_| {} },
        Good {
            title: "closed",
            given: |s| {
                let today = s.today;
                s.edit(1, |one: &mut Objective| {
                    one.resources = "".into();
                    one.closed_on = Some(today);
                })
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(objective) = facts::get::<Objective>(ask.isms, id) else { return };
    if objective.closed_on.is_some() {
        return;
    }
    let gaps = [
        (objective.actions.is_empty(), "actions", "actions"),
        (objective.resources.is_empty(), "resources", "resources"),
        (!facts::has_owner(objective.owner.as_ref()), "owner", "owner"),
        (objective.due.is_none(), "due date", "due"),
        (objective.evaluation_method.is_empty(), "evaluation", "evaluation_method"),
        (objective.derived_from.is_empty(), "origin", "derived_from"),
    ];
    for (_, gap, field) in gaps.into_iter().filter(|(missing, ..)| *missing) {
        report
            .add(Place::field(id, field), format!("{id} has no {gap}"))
            .proof("actions", &objective.actions)
            .proof("resources", &objective.resources)
            .proof("owner", facts::text(&objective.owner))
            .proof("due", facts::text(&objective.due))
            .proof("evaluation", &objective.evaluation_method)
            .proof("comes from", facts::text(&objective.derived_from))
            .command(format!("plumb set {id} {field}=VALUE"));
    }
}
