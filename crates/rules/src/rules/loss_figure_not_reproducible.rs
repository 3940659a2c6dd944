//! A loss figure that nobody can compute again.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Risk, RiskStatus, Scenario};
use model::sample::Sample;
use model::{RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB0662",
    name: "loss figure not reproducible",
    severity: Severity::Note,
    grade: Grade::Opportunity,
    stage: Stage::Stage1,
    clauses: &["6.1.2 b"],
    what: "Finds scenarios of open risks whose result names no seed, no trials or no version of the program, or rests on older inputs.",
    why: "a figure in money is asked for its source first",
    fix: "compute it again",
    fix_grade: FixGrade::Safe,
    check: Check::Each { of: &[RecordKind::Scenario], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "no seed",
            given: |s| {
                computed(s);
                s.edit(1, |one: &mut Scenario| one.seed = "".into());
            },
            says: &["the loss figure of R-1 cannot be repeated from its present inputs"],
        },
        Bad {
            title: "no trials",
            given: |s| {
                computed(s);
                s.edit(1, |one: &mut Scenario| one.trials = None);
            },
            says: &["the loss figure of R-1 cannot be repeated from its present inputs"],
        },
        Bad {
            title: "no version of the program",
            given: |s| {
                computed(s);
                s.edit(1, |one: &mut Scenario| one.engine_version = "".into());
            },
            says: &["the loss figure of R-1 cannot be repeated from its present inputs"],
        },
        Bad {
            title: "the inputs have changed since",
            given: |s| {
                computed(s);
                s.edit(1, |one: &mut Scenario| one.inputs_version = Some(3));
            },
            says: &["the loss figure of R-1 cannot be repeated from its present inputs"],
        },
    ],
    good: &[
        Good { title: "it can be computed again", given: |s| computed(s) },
        Good {
            title: "nothing was computed yet",
            given: |s| s.put(Ref::number(1), Scenario { risk: Some(Ref::number(1)), ..Scenario::default() }),
        },
        Good {
            title: "the risk is closed",
            given: |s| {
                computed(s);
                let on = s.today;
                s.edit(1, |one: &mut Scenario| one.seed = "".into());
                s.edit(1, |risk: &mut Risk| risk.status = RiskStatus::Closed { on, because: "gone".into() });
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(scenario) = facts::get::<Scenario>(ask.isms, id) else { return };
    let Some(risk) = scenario.risk.filter(|risk| is_open(ask, *risk)) else { return };
    let lacks = scenario.seed.is_empty() || scenario.trials.is_none() || scenario.engine_version.is_empty();
    if !is_computed(scenario) {
        return;
    }
    let is_older = match (scenario.inputs_version, scenario.result_version) {
        (Some(inputs), Some(result)) => inputs > result,
        (None, _) | (_, None) if lacks => true,
        (None, _) | (_, None) => {
            report.unknown(
                Place::field(id, "result_version"),
                format!("on which version of its inputs the result of {id} rests is not recorded"),
            );
            return;
        }
    };
    if lacks || is_older {
        report
            .add(
                Place::field(id, "result"),
                format!("the loss figure of {risk} cannot be repeated from its present inputs"),
            )
            .proof("seed", &scenario.seed)
            .proof("trials", facts::text(&scenario.trials))
            .proof("computed with", &scenario.engine_version)
            .proof("version of the inputs", facts::text(&scenario.inputs_version))
            .proof("result of inputs", facts::text(&scenario.result_version));
    }
}

/// Says whether a risk is there and open.
fn is_open(ask: &Ask, risk: Ref<Risk>) -> bool {
    ask.isms.risks.get(&risk).is_some_and(|risk| risk.status.is_open())
}

/// Says whether there is a figure at all.
fn is_computed(scenario: &Scenario) -> bool {
    !scenario.result.is_empty() || scenario.computed_on.is_some() || scenario.result_version.is_some()
}

/// Puts the first risk in money.
fn computed(s: &mut Sample) {
    let scenario = Scenario {
        title: "Ransomware in money".into(),
        risk: Some(Ref::number(1)),
        inputs: "Once in ten years; 20,000 to 90,000 EUR.".into(),
        inputs_version: Some(2),
        seed: "kestrel".into(),
        trials: Some(10_000),
        engine_version: "1.0".into(),
        result_version: Some(2),
        computed_on: Some(s.days_ago(20)),
        result: "4,800 EUR a year".into(),
        ..Scenario::default()
    };
    s.put(Ref::number(1), scenario);
}
