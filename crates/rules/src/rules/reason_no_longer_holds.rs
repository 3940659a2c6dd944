//! A control included for a reason that is gone.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Reason, Risk, RiskStatus};
use model::{Date, RecordId, RecordKind, Ref, Value, YesNo};

use crate::planning::{joined, list, named_by};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0686",
    name: "reason no longer holds",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 c", "6.1.3 d"],
    what: "Finds applicable controls of which every reason has ended.",
    why: "a control whose reason is gone is kept by habit, and the statement says something untrue",
    fix: "choose a reason that holds today, or exclude the control",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Control], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "its only reason is a risk closed last month",
        given: |s| {
            s.edit(4, |risk: &mut Risk| {
                risk.status = RiskStatus::Closed {
                    on: Date::constant(2026, 5, 4),
                    because: "No laptops any more.".into(),
                };
            });
            s.edit_control("A.8.34", |control| control.reasons = vec![Reason::Risk(Ref::number(4))]);
            s.freeze();
        },
        says: &["A.8.34 is included because of R-4, which no longer holds"],
    }],
    good: &[
        Good { title: "each control has a reason that holds", given: |_| {} },
        Good {
            title: "one of two reasons holds",
            given: |s| s.edit_control("A.8.13", |control| control.reasons.push(Reason::Risk(Ref::number(4)))),
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(control) = ask.isms.controls.get(&Ref::of(id.key)) else { return };
    if control.included != Some(YesNo::Yes) || control.reasons.is_empty() {
        return;
    }
    let mut gone = Vec::new();
    for reason in &control.reasons {
        match why_gone(ask, id, reason) {
            Some(why) => gone.push((reason.text(), why)),
            None => return,
        }
    }
    let names: Vec<&str> = gone.iter().map(|(name, _)| name.as_str()).collect();
    let holds = if names.len() == 1 { "holds" } else { "hold" };
    let named = named_by(ask, id);
    let found = report.add(
        Place::field(id, "reasons"),
        format!("{id} is included because of {}, which no longer {holds}", list(&names)),
    );
    for (name, why) in &gone {
        found.proof(name.clone(), why);
    }
    found.remark("an auditor follows the reason and finds nothing").proof("named by", joined(&named, ", "));
    if named.is_empty() {
        found.command(format!("plumb soa set {id} --reason RISK"));
    } else {
        found
            .help(format!("take {} as the reason, or exclude the control", list(&named)))
            .write(id, "reasons", joined(&named, "\n"))
            .command(format!("plumb soa set {id} --reason {}", joined(&named, ",")));
    }
}

/// Says why a reason is gone; nothing where it holds.
fn why_gone(ask: &Ask, control: RecordId, reason: &Reason) -> Option<String> {
    let isms = ask.isms;
    match reason {
        Reason::Baseline(_) => None,
        Reason::Risk(id) => match isms.risks.get(id) {
            None => Some("not recorded".to_owned()),
            Some(risk) if !risk.status.is_open() => Some(risk.status.text()),
            Some(risk) if !risk.controls.iter().any(|one| one.id() == control) => {
                Some(format!("does not rest on {control}"))
            }
            Some(_) => None,
        },
        Reason::Obligation(id) => match isms.obligations.get(id) {
            None => Some("not recorded".to_owned()),
            Some(obligation) => {
                obligation.ended_on.filter(|on| *on <= ask.today).map(|on| format!("ended on {on}"))
            }
        },
        Reason::Agreement(id) => match isms.agreements.get(id) {
            None => Some("not recorded".to_owned()),
            Some(agreement) if agreement.is_in_force(ask.today) => None,
            Some(agreement) => Some(match agreement.expires_on {
                Some(on) if on < ask.today => format!("expired on {on}"),
                Some(_) | None => "not signed yet".to_owned(),
            }),
        },
    }
}
