//! Every edge has both its ends, and coverage never says more than its edges do.

use std::collections::BTreeSet;

use model::AnnexA;
use proptest::prelude::*;
use toml::Table;

use super::*;

fn control(text: &str) -> AnnexA {
    crate::printed(text).expect("a control")
}

fn all(met: Met) -> Standing {
    let mut standing: Standing = AnnexA::all().map(|control| (control, met)).collect();
    for edge in edges() {
        standing.state(edge.from.clone(), met);
    }
    standing
}

fn found<'a>(coverage: &'a Coverage<'_>, id: &str) -> &'a Covered<'a> {
    coverage.requirements.iter().find(|covered| covered.requirement.id == id).expect("a requirement")
}

fn own(to: &str, reach: OwnReach, met: Met) -> OwnEdge {
    OwnEdge { from: "CTL-1".into(), to: to.into(), reach, met, because: "tested".into() }
}

#[test]
fn the_frameworks_are_whole() {
    for (framework, headings, leaves) in
        [(Framework::Soc2, 20, 61), (Framework::Pci, 12, 63 + 8), (Framework::Csf, 6 + 22, 106)]
    {
        let list = framework_requirements(framework);
        let is_heading = list.iter().filter(|found| found.is_heading).count();
        assert_eq!((is_heading, list.len() - is_heading), (headings, leaves), "{framework}");
        for found in list {
            assert_eq!(framework_requirement(framework, &found.id), Some(found));
            assert!(!found.title.is_empty() && found.framework == framework);
            if let Some(parent) = &found.parent {
                assert!(framework_requirement(framework, parent).is_some_and(|parent| parent.is_heading));
            }
        }
        assert_eq!(Framework::read(framework.id()), Some(framework));
    }
    let common = framework_requirements(Framework::Soc2).iter().filter(|found| !found.is_heading);
    let common = common.filter(|found| found.category.is_some_and(TrustCategory::is_always_in_scope));
    assert_eq!(common.count(), 33);
    assert!(framework_requirement(Framework::Pci, "3").is_some_and(|found| found.is_official_title));
    assert!(framework_requirement(Framework::Csf, "PR.DS-11").is_some_and(|found| found.outcome.is_some()));
    assert!(framework_requirement(Framework::Csf, "CC6.1").is_none());
    assert_eq!(Framework::read("PCI DSS 4.0.1"), Some(Framework::Pci));
    assert_eq!(Framework::read("HIPAA"), None);
}

#[test]
fn what_comes_again_belongs_to_a_requirement() {
    assert_eq!(periodic().len(), 25);
    for activity in periodic() {
        let found = framework_requirement(Framework::Pci, activity.requirement());
        assert!(found.is_some_and(|found| !found.is_heading), "{}", activity.reference);
        assert!((1..=60).contains(&activity.months));
    }
}

#[test]
fn every_edge_has_both_its_ends_and_is_found_from_both() {
    assert_eq!(edges().len(), 700);
    let mut seen = BTreeSet::new();
    for edge in edges() {
        let to = framework_requirement(edge.framework, &edge.to);
        assert!(to.is_some_and(|to| !to.is_heading), "{} to {}", edge.from, edge.to);
        assert!(edges_from(&edge.from).any(|found| found == edge));
        assert!(edges_to(edge.framework, &edge.to).any(|found| found == edge));
        assert_eq!(edge.verified, !edge.by.is_empty(), "{} to {}", edge.from, edge.to);
        assert_eq!(Origin::read(&edge.from.to_string()).as_ref(), Some(&edge.from));
        assert!(
            seen.insert((&edge.from, edge.framework, &edge.to)),
            "{} to {} stands twice",
            edge.from,
            edge.to
        );
        if edge.relation == Relation::Equal {
            assert!(edge.strength.number() >= 9);
        }
    }
    assert_eq!(edges_to(Framework::Csf, "none").count(), 0);
}

#[test]
fn edges_count_out_as_the_file_says() {
    let file: Table = toml::from_str(include_str!("../../data/crosswalks.toml")).expect("well formed");
    let stated = |list: &str, key: &str| file["meta"][list][key].as_integer().map(|count| count as usize);
    for framework in Framework::ALL {
        let of = || edges().iter().filter(|edge| edge.framework == framework);
        assert_eq!(stated("pair_counts", framework.id()), Some(of().count()));
        assert_eq!(
            stated("verified_counts", framework.id()),
            Some(of().filter(|edge| edge.verified).count())
        );
    }
    for relation in [Relation::Equal, Relation::Superset, Relation::Subset, Relation::Intersects] {
        let count = edges().iter().filter(|edge| edge.relation == relation).count();
        assert_eq!(stated("relation_counts", relation.id()), Some(count));
    }
    let known: BTreeSet<_> = file["source"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|source| source["id"].as_str())
        .collect();
    assert!(edges().iter().flat_map(|edge| &edge.by).all(|by| known.contains(by.as_str())));
    assert_eq!(mapping().rationale, "semantic");
}

#[test]
fn the_gaps_are_the_requirements_without_an_edge() {
    for framework in Framework::ALL {
        let coverage = coverage(framework, &all(Met::Yes), &[]);
        let without = coverage.requirements.iter().filter(|covered| covered.state == State::NoEdge);
        let without: BTreeSet<_> = without.map(|covered| covered.requirement.id.as_str()).collect();
        assert_eq!(without, gaps(framework).iter().map(String::as_str).collect());
    }
}

#[test]
fn an_edge_that_only_intersects_never_shows_a_requirement_as_met() {
    for framework in Framework::ALL {
        let coverage = coverage(framework, &all(Met::Yes), &[]);
        for covered in &coverage.requirements {
            let reaches = edges_to(framework, &covered.requirement.id)
                .any(|edge| edge.relation.reaches_all() && edge.strength.number() >= 7);
            assert_eq!(covered.state == State::Met, reaches, "{}", covered.requirement.id);
            assert_eq!(covered.missing.is_empty(), reaches, "{}", covered.requirement.id);
        }
    }
    let soc2 = coverage(Framework::Soc2, &all(Met::Yes), &[]);
    assert_eq!(soc2.counts(), Counts { met: 1, partly_met: 47, not_met: 0, no_edge: 13 });
}

#[test]
fn a_requirement_opens_to_its_edges_and_says_what_is_missing() {
    let backup = control("A.8.13");
    let partly: Standing = [(backup, Met::Partly)].into_iter().collect();
    let found_partly = coverage(Framework::Csf, &partly, &[]);
    let covered = found(&found_partly, "PR.DS-11");
    assert_eq!(covered.state, State::PartlyMet);
    assert!(covered.missing.contains(&Missing::NotMet { from: "A.8.13".into(), met: Met::Partly }));
    assert!(
        matches!(covered.edges[0], EdgeOpened::Shipped(edge, Some(Met::Partly)) if edge.relation == Relation::Equal)
    );
    let met: Standing = [(backup, Met::Yes)].into_iter().collect();
    let found_met = coverage(Framework::Csf, &met, &[]);
    assert_eq!(found(&found_met, "PR.DS-11").state, State::Met);
    let nothing = coverage(Framework::Csf, &Standing::default(), &[]);
    let covered = found(&nothing, "PR.DS-11");
    assert_eq!(covered.state, State::NotMet);
    assert_eq!(covered.missing[0].to_string(), "A.8.13 is not stated");
}

#[test]
fn an_own_edge_counts_as_far_as_it_reaches() {
    let none = Standing::default();
    let state = |own: &[OwnEdge]| found(&coverage(Framework::Soc2, &none, own), "P2.1").state;
    let part = || OwnReach::Part { left: "consent of children".into() };
    assert_eq!(state(&[]), State::NoEdge);
    assert_eq!(state(&[own("P2.1", part(), Met::No)]), State::NotMet);
    assert_eq!(state(&[own("P2.1", part(), Met::Yes)]), State::PartlyMet);
    assert_eq!(state(&[own("P2.1", OwnReach::Whole, Met::Partly)]), State::PartlyMet);
    assert_eq!(state(&[own(" P2.1 ", OwnReach::Whole, Met::Yes)]), State::Met);
    let edges =
        [own("P2.1", part(), Met::Yes), own("P99", OwnReach::Whole, Met::Yes), own("CC1", part(), Met::Yes)];
    let coverage = coverage(Framework::Soc2, &none, &edges);
    assert_eq!(coverage.unplaced, [&edges[1], &edges[2]]);
    assert_eq!(found(&coverage, "P2.1").missing[0].to_string(), "CTL-1 leaves: consent of children");
}

#[test]
fn what_is_missing_is_said_in_words() {
    let strength = Strength::new(5).expect("a strength");
    let rest = |relation| Missing::Rest { from: "A.5.1".into(), relation, strength }.to_string();
    assert_eq!(
        rest(Relation::Intersects),
        "A.5.1 has a part in common with it (intersects, 5 of 10), and somebody decides about the rest"
    );
    assert!(rest(Relation::Superset).contains("whether that is enough"));
    assert!(Strength::new(0).is_none() && Strength::new(11).is_none());
    assert_eq!((strength.word(), Strength::REUSE.word()), ("partial", "strong"));
}

fn met() -> impl Strategy<Value = Met> {
    prop_oneof![Just(Met::No), Just(Met::Partly), Just(Met::Yes)]
}

fn standing() -> impl Strategy<Value = Vec<Option<Met>>> {
    proptest::collection::vec(proptest::option::of(met()), 93)
}

fn stood(states: &[Option<Met>]) -> Standing {
    AnnexA::all().zip(states).filter_map(|(control, met)| met.map(|met| (control, met))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn coverage_never_falls_when_a_control_gets_better(
        states in standing(), place in 0_usize..93, better in met(), own_met in met(),
    ) {
        let mut raised = states.clone();
        raised[place] = raised[place].max(Some(better));
        for framework in Framework::ALL {
            let id = &framework_requirements(framework).last().expect("some").id;
            let more = [own(id, OwnReach::Whole, own_met)];
            let (before, after) = (stood(&states), stood(&raised));
            let before = coverage(framework, &before, &[]);
            let after = coverage(framework, &after, &more);
            for (before, after) in before.requirements.iter().zip(&after.requirements) {
                prop_assert!(before.state <= after.state, "{}", before.requirement.id);
                prop_assert_eq!(after.state == State::Met, after.missing.is_empty());
                prop_assert!(after.state != State::Met || after.edges[0].reaches_all());
            }
            let counts = after.counts();
            prop_assert_eq!(counts.met + counts.partly_met + counts.not_met + counts.no_edge, after.requirements.len());
        }
    }

    #[test]
    fn a_met_requirement_always_opens_to_an_edge_that_reaches_all_of_it(states in standing()) {
        for framework in Framework::ALL {
            for covered in coverage(framework, &stood(&states), &[]).requirements {
                if covered.state == State::Met {
                    let reaches = covered.edges.iter().any(|edge| matches!(
                        edge, EdgeOpened::Shipped(edge, Some(Met::Yes)) if edge.relation != Relation::Intersects && edge.relation != Relation::Subset
                    ));
                    prop_assert!(reaches, "{}", covered.requirement.id);
                }
            }
        }
    }
}
