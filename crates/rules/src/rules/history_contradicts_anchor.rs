//! The history is not the one that somebody outside holds.

use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::YesNo;

pub static RULE: Rule = Rule {
    code: "PB1207",
    name: "history contradicts anchor",
    severity: Severity::Error,
    grade: Grade::Major,
    stage: Stage::Stage1,
    clauses: &["7.5.3 b"],
    what: "Finds anchors held outside whose head the present history does not contain, or contains with another root.",
    why: "two histories of one organisation cannot both be true, and one of them was shown to others",
    fix: "stop writing, find which copy was restored, and begin a new epoch that names both",
    fix_grade: FixGrade::Think,
    check: Check::Whole { reads: &[], check },
    escalate: Escalate::Never,
    holds: &[Hold::Everywhere(&["PB1206"])],
    bad: &[
        Bad {
            title: "a restored copy that is older than the anchor went on",
            given: |s| s.anchors[0].present = Some("d4d4"),
            says: &["the history up to entry 40 is not the one notary holds"],
        },
        Bad {
            title: "the history ends before the anchor",
            given: |s| s.anchors[0].present = None,
            says: &["the history up to entry 40 is not the one notary holds"],
        },
    ],
    good: &[
        Good { title: "both are one", given: |_| {} },
        Good {
            title: "what is kept inside shows nothing to others",
            given: |s| {
                s.anchors[0].present = None;
                s.anchors[0].external = YesNo::No;
            },
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let anchors = ask.integrity.map(|integrity| integrity.anchors.as_slice()).unwrap_or_default();
    if anchors.iter().all(|anchor| anchor.external == YesNo::No) {
        report
            .unknown(Place::Whole, "whether the history is the one that somebody outside holds")
            .proof("holder", "");
        return;
    }
    for anchor in anchors.iter().filter(|anchor| anchor.external == YesNo::Yes) {
        if anchor.is_contained() {
            continue;
        }
        let computed = anchor.present.as_deref().unwrap_or("the history does not reach so far");
        report
            .add(
                Place::Whole,
                format!("the history up to entry {} is not the one {} holds", anchor.sequence, anchor.holder),
            )
            .proof("anchor of", anchor.on)
            .proof("holder", &anchor.holder)
            .proof("entry", anchor.sequence)
            .proof("root held", &anchor.root)
            .proof("root computed", computed)
            .command("plumb verify");
    }
}
