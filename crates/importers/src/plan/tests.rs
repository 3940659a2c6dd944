//! Plans of real and made-up files: what they count, and that the same file twice changes nothing.

mod drafts;
mod exports;
mod made_up;
mod numbers;
mod ours;
mod real;
mod watched;

use super::{Options, Outcome, Plan, plan};
use crate::fixtures::fixture;
use model::{Change, Date, Isms, Ref, Stamp};
use operations::{AnyOperation, BeginOrganisation, Operation, decide_in_turn};

/// The day of the tests.
const TODAY: Date = Date::constant(2026, 11, 21);

/// Returns an organisation on its first day.
fn begun() -> Isms {
    let begin = BeginOrganisation {
        name: "Nusantara".into(),
        kind: model::records::OrganisationKind::Client,
        time_zone: "Asia/Kuala_Lumpur".into(),
        person: "Mara Kral".into(),
        uuid: uuid_of(1),
    };
    let mut isms = Isms::default();
    let changes = begin.decide(&isms, Ref::number(1), TODAY).expect("it has not begun");
    apply(&mut isms, &changes);
    isms
}

fn uuid_of(number: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(number)
}

fn apply(isms: &mut Isms, changes: &[Change]) {
    for change in changes {
        isms.apply(change, Stamp { on: TODAY, ..Stamp::default() });
    }
}

fn planned(isms: &Isms, name: &str, bytes: &[u8]) -> Plan {
    plan(isms, name, bytes, &Options::on(TODAY)).unwrap_or_else(|problem| panic!("{problem}"))
}

/// Does what a plan says; nothing of it may be refused.
fn done(isms: &Isms, plan: &Plan) -> Isms {
    let outcome = decide_in_turn(plan.operations(), isms, Ref::number(1), TODAY);
    assert_eq!(outcome.refused, [], "a plan promises what it says");
    let mut after = isms.clone();
    apply(&mut after, &outcome.changes);
    after
}

/// Runs an operation.
fn run(isms: &mut Isms, operation: impl AnyOperation) {
    let changes = operation.decide(isms, Ref::number(1), TODAY).expect("a test does what is possible");
    apply(isms, &changes);
}

/// Imports a file and looks that importing it again changes nothing.
fn imported(isms: &Isms, name: &str, bytes: &[u8]) -> (Plan, Isms) {
    let first = planned(isms, name, bytes);
    let after = done(isms, &first);
    let again = planned(&after, name, bytes);
    let changing: Vec<_> = again
        .rows
        .iter()
        .filter(|row| matches!(row.outcome, Outcome::New(_) | Outcome::Changed(..)))
        .map(|row| (&row.title, &row.outcome))
        .collect();
    assert!(changing.is_empty(), "{changing:#?}");
    assert!(
        again.is_empty(),
        "{}",
        again.operations().iter().map(|op| op.name()).collect::<Vec<_>>().join(", ")
    );
    (first, after)
}

/// Returns new, changed, same, refused and not taken rows of a kind.
fn counts(plan: &Plan, kind: &str) -> [usize; 5] {
    let mut sum = [0; 5];
    for section in plan.sections.iter().filter(|section| section.kind == kind) {
        let of = section.counts;
        for (sum, one) in sum.iter_mut().zip([of.new, of.changed, of.same, of.refused, of.not_taken]) {
            *sum += one;
        }
    }
    sum
}

fn not_taken(plan: &Plan) -> Vec<(&str, usize)> {
    plan.not_taken.iter().map(|left| (left.what.as_str(), left.count)).collect()
}

/// Returns the refusals of a plan: column, reason, expectation.
fn refusals(plan: &Plan) -> Vec<(&str, &str, &str)> {
    let refused = plan.rows.iter().filter_map(|row| match &row.outcome {
        Outcome::Refused { column, reason, expected } => {
            Some((column.as_str(), reason.as_str(), expected.as_str()))
        }
        Outcome::New(_) | Outcome::Changed(..) | Outcome::Same(_) | Outcome::NotTaken { .. } => None,
    });
    refused.collect()
}
