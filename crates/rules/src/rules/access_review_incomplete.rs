//! A review of access that left accounts out, or left removals undone.

use crate::technical::{newest, system, unrecorded};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{AccessReview, Asset};
use model::{RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB1135",
    name: "access review incomplete",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.5.18"],
    what: "Finds newest reviews of access that did not cover all accounts of the system, or whose removals are still open after the limit.",
    why: "the account that was left out is the one that an auditor picks",
    fix: "complete the review and the removals",
    fix_grade: FixGrade::Likely,
    check: Check::Each {
        of: &[RecordKind::AccessReview],
        reads: &[RecordKind::Scope],
        through: &[RecordKind::Asset],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "three of four",
            given: |s| s.edit(2, |review: &mut AccessReview| review.covered_accounts = Some(3)),
            says: &["the access review of AST-1 covered 3 of 4 accounts and left 0 removals open"],
        },
        Bad {
            title: "a right is still there after 31 days",
            given: |s| {
                let day = s.days_ago(31);
                s.edit(2, |review: &mut AccessReview| {
                    review.done_on = Some(day);
                    review.removals = Some(2);
                    review.removals_open = Some(1);
                });
            },
            says: &["the access review of AST-1 covered 4 of 4 accounts and left 1 removal open"],
        },
    ],
    good: &[
        Good { title: "all were looked at", given: |_| {} },
        Good {
            title: "30 days to remove",
            given: |s| {
                let day = s.days_ago(30);
                s.edit(2, |review: &mut AccessReview| {
                    review.done_on = Some(day);
                    review.removals_open = Some(1);
                });
            },
        },
        Good {
            title: "an older review was not complete",
            given: |s| s.edit(1, |review: &mut AccessReview| review.covered_accounts = Some(1)),
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(review) = facts::get::<AccessReview>(ask.isms, id) else { return };
    let Some((reviewed, on)) = review.system.zip(review.done_on) else { return };
    if system(ask, reviewed.id()).is_none() || !is_newest(ask, Ref::of(id.key), reviewed) {
        return;
    }
    let missed = review.covered_accounts.zip(review.total_accounts).map(|(covered, total)| covered < total);
    let limit = ask.parameters.days("removal_days");
    let left = match review.removals_open {
        _ if !ask.is_older(on, limit) => Some(false),
        open => open.map(|open| open > 0),
    };
    if missed != Some(true) && left != Some(true) {
        let fields = [
            ("covered_accounts", missed.is_none() && review.covered_accounts.is_none()),
            ("total_accounts", missed.is_none() && review.total_accounts.is_none()),
            ("removals_open", left.is_none()),
        ];
        if let Some((field, _)) = fields.into_iter().find(|(_, missing)| *missing) {
            report.unknown(Place::field(id, field), unrecorded::<AccessReview>(id, field));
        }
        return;
    }
    let number = |number: Option<u32>| number.map_or("an unknown number".to_owned(), |one| one.to_string());
    let (covered, total) = (number(review.covered_accounts), number(review.total_accounts));
    let open = match review.removals_open {
        Some(1) => "1 removal".to_owned(),
        open => format!("{} removals", number(open)),
    };
    let field = if missed == Some(true) { "covered_accounts" } else { "removals_open" };
    report
        .add(
            Place::field(id, field),
            format!(
                "the access review of {reviewed} covered {covered} of {total} accounts and left {open} open"
            ),
        )
        .proof("done on", on)
        .proof("accounts covered", facts::text(&review.covered_accounts))
        .proof("accounts in all", facts::text(&review.total_accounts))
        .proof("still to be removed", facts::text(&review.removals_open))
        .proof("time to remove in days", limit)
        .command(format!("plumb set {id} {field}=NUMBER"));
}

/// Says whether a review is the newest of its system.
fn is_newest(ask: &Ask, id: Ref<AccessReview>, system: Ref<Asset>) -> bool {
    let all = ask.isms.sources::<AccessReview>(system.id()).filter_map(|review| {
        let found = ask.isms.access_reviews.get(&review)?;
        (found.system == Some(system)).then_some((review, found))
    });
    newest(ask.today, all, |review| review.done_on).is_some_and(|(newest, _, _)| newest == id)
}
