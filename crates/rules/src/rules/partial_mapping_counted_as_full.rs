//! A requirement counts as met by something that covers it only in part.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Control, CrosswalkEdge, EdgeStrength, Obligation, ObligationKind};
use model::sample::Sample;
use model::{RecordId, RecordKind, Ref, YesNo};

pub static RULE: Rule = Rule {
    code: "PB0418",
    name: "partial mapping counted as full",
    severity: Severity::Note,
    grade: Grade::Opportunity,
    stage: Stage::Stage2,
    clauses: &["4.2 c"],
    what: "Finds requirements of other frameworks that count as met only through a line that covers them in part, where nothing meets the rest.",
    why: "what is left over is where another auditor looks first",
    fix: "say what covers the rest, or show the requirement as partly met",
    fix_grade: FixGrade::Think,
    check: Check::Each {
        of: &[RecordKind::CrosswalkEdge],
        reads: &[],
        through: &[RecordKind::Obligation],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "the rest is met by nothing",
        given: |s| mapped(s, EdgeStrength::Partial),
        says: &["OBL-4 counts as met by A.8.15, which covers it only in part"],
    }],
    good: &[
        Good { title: "it covers all of it", given: |s| mapped(s, EdgeStrength::Full) },
        Good {
            title: "something meets the rest",
            given: |s| {
                mapped(s, EdgeStrength::Partial);
                s.edit(1, |edge: &mut CrosswalkEdge| {
                    edge.residual_met_by = Ref::<Control>::parse("A.8.16").map(Ref::id).into_iter().collect()
                });
            },
        },
        Good {
            title: "another record meets it too",
            given: |s| {
                mapped(s, EdgeStrength::Partial);
                s.edit(4, |one: &mut Obligation| one.by.extend(Ref::<Control>::parse("A.8.16").map(Ref::id)));
            },
        },
        Good {
            title: "it does not count as met",
            given: |s| {
                mapped(s, EdgeStrength::Partial);
                s.edit(4, |one: &mut Obligation| one.addressed = Some(YesNo::No));
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(edge) = facts::get::<CrosswalkEdge>(ask.isms, id) else { return };
    let (Some(from), Some(to)) = (edge.from, edge.to) else { return };
    let Some(obligation) = ask.isms.obligations.get(&to) else { return };
    if !is_open(edge) || !counts_as_met(ask, obligation) || is_met_otherwise(ask, id, to, obligation) {
        return;
    }
    let missing = match (edge.strength, obligation.kind) {
        (None, _) => format!("how far {from} covers {to} is not recorded"),
        (Some(_), None) => format!("whether {to} comes from another framework is not recorded"),
        (Some(_), Some(_)) => String::new(),
    };
    if !missing.is_empty() {
        let place =
            if edge.strength.is_none() { Place::field(id, "strength") } else { Place::field(to, "kind") };
        report.unknown(place, missing);
        return;
    }
    report
        .add(
            Place::field(id, "residual_met_by"),
            format!("{to} counts as met by {from}, which covers it only in part"),
        )
        .proof("strength", facts::text(&edge.strength))
        .proof("not covered", &edge.residual)
        .proof("from", from)
        .proof("left part met by", facts::text(&edge.residual_met_by))
        .proof_of(to, "met by", facts::text(&obligation.by))
        .command(format!("plumb set {id} residual_met_by=ID"));
}

/// Says whether a line may leave a part over that nothing meets.
fn is_open(edge: &CrosswalkEdge) -> bool {
    let full = edge.strength == Some(EdgeStrength::Full);
    edge.from.is_some() && !full && !edge.residual.is_empty() && edge.residual_met_by.is_empty()
}

/// Says whether an obligation that may be of another framework still binds and is taken up.
fn counts_as_met(ask: &Ask, obligation: &Obligation) -> bool {
    let may_be_framework = obligation.kind.is_none_or(|kind| kind == ObligationKind::Framework);
    let binds = obligation.ended_on.is_none_or(|on| on > ask.today);
    may_be_framework && binds && obligation.addressed == Some(YesNo::Yes)
}

/// Says whether another line, or another record that is said to meet it, covers the obligation.
fn is_met_otherwise(ask: &Ask, id: RecordId, to: Ref<Obligation>, obligation: &Obligation) -> bool {
    let mut partly = Vec::new();
    for other in ask.isms.sources::<CrosswalkEdge>(to.id()) {
        let Some(edge) = ask.isms.crosswalk_edges.get(&other).filter(|edge| edge.to == Some(to)) else {
            continue;
        };
        if other.id() != id && edge.from.is_some() && !is_open(edge) {
            return true;
        }
        partly.extend(edge.from);
    }
    obligation.by.iter().any(|by| !partly.contains(by))
}

/// Adds a requirement of another framework, and a line from a control to it.
fn mapped(s: &mut Sample, strength: EdgeStrength) {
    let control = Ref::<Control>::parse("A.8.15").map(Ref::id);
    let requirement = Obligation {
        title: "Keep logs and watch them".into(),
        party: Some(Ref::number(1)),
        kind: Some(ObligationKind::Framework),
        addressed: Some(YesNo::Yes),
        by: control.into_iter().collect(),
        ..Obligation::default()
    };
    s.put(Ref::number(4), requirement);
    let edge = CrosswalkEdge {
        title: "Logs".into(),
        from: control,
        to: Some(Ref::number(4)),
        strength: Some(strength),
        residual: "Watching them".into(),
        ..CrosswalkEdge::default()
    };
    s.put(Ref::number(1), edge);
}
