//! Nobody outside holds where the history stood lately.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::YesNo;
use model::sample::Sample;

pub static RULE: Rule = Rule {
    code: "PB1206",
    name: "anchor too old",
    severity: Severity::Note,
    grade: Grade::Opportunity,
    stage: Stage::Stage1,
    clauses: &["7.5.3 b"],
    what: "Finds that the newest anchor held outside this installation lies further back than the limit.",
    why: "what nobody outside holds, somebody inside could have written anew",
    fix: "send the present head to the holders of anchors",
    fix_grade: FixGrade::Safe,
    check: Check::Whole { reads: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "four days ago",
            given: |s| anchored(s, 4),
            says: &["the newest anchor outside this installation is of 2026-05-28"],
        },
        Bad {
            title: "a newer one is kept inside",
            given: |s| {
                anchored(s, 4);
                let mut inside = s.anchors[0].clone();
                (inside.on, inside.external) = (s.today, YesNo::No);
                s.anchors.push(inside);
            },
            says: &["the newest anchor outside this installation is of 2026-05-28"],
        },
    ],
    good: &[
        Good { title: "yesterday", given: |_| {} },
        Good { title: "three days ago", given: |s| anchored(s, 3) },
        Good { title: "none is known: nobody can say", given: |s| s.anchors.clear() },
    ],
};

/// The age in days from which it is one step worse.
const WORSE_DAYS: i32 = 30;

fn check(ask: &Ask, report: &mut Report) {
    let anchors = ask.integrity.map(|integrity| integrity.anchors.as_slice()).unwrap_or_default();
    let outside = anchors.iter().filter(|anchor| anchor.external == YesNo::Yes);
    let Some(newest) = outside.max_by_key(|anchor| (anchor.on, anchor.sequence)) else {
        report
            .unknown(Place::Whole, "which head of the history is held outside this installation")
            .proof("anchor of", "");
        return;
    };
    // Days are compared: what was anchored on a day counts from its end.
    let hours = ask.parameters.days("anchor_hours");
    if !ask.is_older(newest.on, hours.div_euclid(24)) {
        return;
    }
    let commits = ask
        .integrity
        .and_then(|integrity| integrity.commits)
        .map(|commits| commits.to_string())
        .unwrap_or_default();
    let found = report
        .add(Place::Whole, format!("the newest anchor outside this installation is of {}", newest.on))
        .proof("anchor of", newest.on)
        .proof("holder", &newest.holder)
        .proof("entry anchored", newest.sequence)
        .proof("newest entry", commits)
        .proof("age limit in hours", hours)
        .command("plumb verify");
    if ask.is_older(newest.on, WORSE_DAYS) {
        found.worse();
    }
}

/// Dates the only anchor so many days back.
fn anchored(s: &mut Sample, days: i32) {
    let on = s.days_ago(days);
    s.anchors.iter_mut().for_each(|anchor| anchor.on = on);
}
