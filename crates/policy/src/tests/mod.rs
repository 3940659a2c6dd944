//! Tests of the policies as a whole.

mod answers;
mod attacks;
mod cases;
mod comments;
mod duties;
mod firm;
mod independence;
mod matrix;
mod more_duties;
mod mutants;
mod oracle;
mod page;
mod small_firm;
mod whose;

use std::collections::BTreeSet;

use model::RecordKind;

use crate::deed::Deed;
use crate::engine::{ENGINE, Engine};
use crate::table::INTENTS;
use crate::table_kinds::KINDS;

#[test]
fn the_policies_fit_their_schema_and_speak_of_each_deed() {
    for deed in Deed::ALL {
        assert!(ENGINE.concerning(*deed) > 0, "no policy speaks of {deed:?}");
    }
    let wrong = "@id(\"SD5\") forbid (principal, action, resource) when { resource.nobody };";
    assert!(Engine::of(wrong).is_err(), "an attribute that is not there is a mistake");
    let lax = "@id(\"SD5\") permit (principal, action, resource) when { resource.owners == true };";
    assert!(Engine::of(lax).is_err(), "types are checked strictly");
}

#[test]
fn the_table_knows_each_operation_and_each_kind() {
    for pair in INTENTS.windows(2) {
        assert!(pair[0].0 < pair[1].0, "{} before {}", pair[0].0, pair[1].0);
    }
    let known: BTreeSet<&str> = INTENTS.iter().map(|line| line.0).collect();
    for operation in operations::ALL {
        assert!(known.contains(operation.intent), "no deed for {}", operation.intent);
    }
    let kinds: Vec<RecordKind> = KINDS.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, RecordKind::ALL, "each kind once, in order");
}

#[test]
fn what_binds_is_the_same_in_code_and_policies() {
    let tokens = include_str!("../../policies/tokens.cedar");
    let default = include_str!("../../policies/default.cedar");
    let (_, list) = tokens.split_once("SD17").expect("it is there");
    let (list, _) = list.split_once("when").expect("it ends");
    let (_, step) = default.split_once("step-up").expect("it is there");
    for deed in Deed::ALL {
        let name = format!("\"{}\"", deed.name());
        assert_eq!(list.contains(&name), deed.binds(), "{deed:?} and tokens");
        assert_eq!(step.contains(&name), deed.binds(), "{deed:?} and fresh proofs");
    }
}
