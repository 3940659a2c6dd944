//! The surroundings are not written down: issues inside and outside, and who has a say.

use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::IssueKind;
use model::{RecordKind, YesNo};

pub static RULE: Rule = Rule {
    code: "PB0410",
    name: "context not determined",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["4.1", "4.2 a"],
    what: "Finds that no internal issue, no external issue or no relevant party is recorded.",
    why: "the aims of the system follow from its surroundings, so an auditor begins with them",
    fix: "write down what inside and outside the organization touches the aims of the management system, and who has a say",
    fix_grade: FixGrade::FillIn,
    check: Check::Whole { reads: &[RecordKind::Issue, RecordKind::Party], check },
    escalate: Escalate::Never,
    holds: &[Hold::Everywhere(&["PB0416"])],
    bad: &[
        Bad {
            title: "no external issue",
            given: |s| s.remove("ISS-2"),
            says: &["no external issue is recorded"],
        },
        Bad {
            title: "nothing at all",
            given: |s| *s = model::sample::Sample::blank(),
            says: &[
                "no internal issue is recorded",
                "no external issue is recorded",
                "no relevant party is recorded",
            ],
        },
    ],
    good: &[Good { title: "one of each", given: |_| {} }],
};

fn check(ask: &Ask, report: &mut Report) {
    let issues = |kind| ask.isms.issues.iter().filter(|(_, issue)| issue.kind == Some(kind)).count();
    let (internal, external) = (issues(IssueKind::Internal), issues(IssueKind::External));
    let relevant = ask.isms.parties.iter().filter(|(_, party)| party.relevant == Some(YesNo::Yes)).count();
    let kinds = [
        (internal, "internal issue", "plumb new issue title='WHAT INSIDE' kind=internal"),
        (external, "external issue", "plumb new issue title='WHAT OUTSIDE' kind=external"),
        (relevant, "relevant party", "plumb new interested-party title='WHO' relevant=yes"),
    ];
    for (_, kind, command) in kinds.iter().filter(|(count, ..)| *count == 0) {
        report
            .add(Place::Whole, format!("no {kind} is recorded"))
            .proof("internal issues", internal)
            .proof("external issues", external)
            .proof("relevant parties", relevant)
            .command(*command);
    }
}
