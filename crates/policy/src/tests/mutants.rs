//! Policies with one mistake each: dropped conditions, weakened forbids, shorter lists. The cases find them.

use std::collections::BTreeMap;

use cedar_policy::{Policy, PolicySet};

use super::cases::cases;
use super::oracle::{Case, may};
use crate::deed::Deed;
use crate::engine::{Answer, Engine, Question};

/// Returns the policies that differ from one by one mistake, each with what the mistake is.
fn mutants_of(policy: &Policy) -> Vec<(String, Policy)> {
    let mut all = mutants_of_head(policy);
    all.extend(mutants_of_conditions(policy));
    all
}

/// Returns the policy that a form describes, under the id of another.
fn mutant(policy: &Policy, what: String, form: &str) -> Option<(String, Policy)> {
    let read = form.parse().ok().and_then(|form| Policy::from_json(Some(policy.id().clone()), form).ok());
    read.map(|mutant| (format!("{}: {what}", policy.id()), mutant))
}

/// Leaves out whole conditions, actions of the list, and the role that the head names.
fn mutants_of_head(policy: &Policy) -> Vec<(String, Policy)> {
    let root = policy.to_json().expect("a policy has a form");
    let mut found = Vec::new();
    for (list, what) in [("/conditions", "condition"), ("/action/entities", "action")] {
        let count = root.pointer(list).and_then(|all| all.as_array()).map_or(0, Vec::len);
        for place in 0..count {
            let mut one = root.clone();
            one.pointer_mut(list).and_then(|all| all.as_array_mut()).expect("a list").remove(place);
            found.extend(mutant(policy, format!("without {what} {place}"), &one.to_string()));
        }
    }
    if root.pointer("/principal/entity").is_some() {
        let mut one = root.clone();
        *one.pointer_mut("/principal").expect("a head") = "{\"op\":\"All\"}".parse().expect("a form");
        found.extend(mutant(policy, "for everybody".to_owned(), &one.to_string()));
    }
    found
}

/// Puts something else for each part of the conditions, and shortens their lists.
fn mutants_of_conditions(policy: &Policy) -> Vec<(String, Policy)> {
    let root = policy.to_json().expect("a policy has a form");
    let mut found = Vec::new();
    let mut keep = |what: String, form: &str| found.extend(mutant(policy, what, form));
    let count = root.pointer("/conditions").and_then(|all| all.as_array()).map_or(0, Vec::len);
    let mut places: Vec<String> = (0..count).map(|place| format!("/conditions/{place}/body")).collect();
    while let Some(at) = places.pop() {
        let Some(node) = root.pointer(&at).and_then(|node| node.as_object()) else { continue };
        let Some((word, inside)) = node.iter().next() else { continue };
        let replaced = |by: &str| {
            let mut one = root.clone();
            *one.pointer_mut(&at).expect("it is there") = by.parse().expect("a form");
            one.to_string()
        };
        let side = |side: &str| inside.pointer(side).map(ToString::to_string).unwrap_or_default();
        if word == "&&" || word == "||" {
            let other = if word == "&&" { "||" } else { "&&" };
            keep(format!("left of {at}"), &replaced(&side("/left")));
            keep(format!("right of {at}"), &replaced(&side("/right")));
            keep(format!("{other} at {at}"), &replaced(&format!("{{\"{other}\":{inside}}}")));
            places.extend(["left", "right"].map(|side| format!("{at}/{word}/{side}")));
        } else if word == "!" {
            keep(format!("not denied at {at}"), &replaced(&side("/arg")));
            places.push(format!("{at}/!/arg"));
        } else {
            keep(format!("true at {at}"), &replaced("{\"Value\":true}"));
            keep(format!("false at {at}"), &replaced("{\"Value\":false}"));
            for list in ["/right/Set", "/left/Set"] {
                let count = inside.pointer(list).and_then(|all| all.as_array()).map_or(0, Vec::len);
                for place in 0..count {
                    let mut one = root.clone();
                    let list = format!("{at}/{word}{list}");
                    one.pointer_mut(&list).and_then(|all| all.as_array_mut()).expect("a list").remove(place);
                    keep(format!("shorter {list} by {place}"), &one.to_string());
                }
            }
        }
    }
    found
}

/// Says whether an engine answers a case otherwise than it should.
fn errs(engine: &Engine, case: &Case) -> bool {
    let Case { deed, asker, facts, situation } = case;
    let answer = engine.answer(Question { deed: *deed, asker, facts, situation });
    (answer == Answer::Yes) != may(case)
}

#[test]
fn a_mistake_in_a_policy_is_found() {
    let base = Engine::of(&crate::text::policies()).expect("they fit").unchecked();
    let mut by_deed: BTreeMap<Deed, Vec<Case>> = BTreeMap::new();
    for case in cases() {
        by_deed.entry(case.deed).or_default().push(case);
    }
    let policies: Vec<Policy> = base.policies().policies().cloned().collect();
    let (mut all, mut alive) = (0, Vec::new());
    for policy in &policies {
        let others = || policies.iter().filter(|other| other.id() != policy.id()).cloned();
        let dropped = PolicySet::from_policies(others()).expect("a set");
        let mut sets = vec![(format!("{}: dropped", policy.id()), dropped)];
        for (what, mutant) in mutants_of(policy) {
            sets.push((what, PolicySet::from_policies(others().chain([mutant])).expect("a set")));
        }
        let concerned: Vec<Deed> =
            Deed::ALL.iter().copied().filter(|deed| base.is_about(policy, *deed)).collect();
        for (what, set) in sets {
            all += 1;
            let engine = base.with(&set, &concerned);
            // Cases from many places first: most mistakes show at once.
            let is_killed = (0..13).any(|offset| {
                concerned
                    .iter()
                    .any(|deed| by_deed[deed].iter().skip(offset).step_by(13).any(|case| errs(&engine, case)))
            });
            if !is_killed {
                alive.push(what);
            }
        }
    }
    let killed = all - alive.len();
    println!("{killed} of {all} mistakes found; not found: {alive:#?}");
    assert!(all > 300, "{all} mistakes are few");
    assert!(killed * 100 >= all * 98, "{killed} of {all} found; not found: {alive:#?}");
}
