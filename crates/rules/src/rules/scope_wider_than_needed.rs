//! A unit is in scope, and nothing that it has to do with is sensitive.

use std::collections::BTreeSet;

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Asset, AssetKind, Classification, Process, Unit};
use model::{ElementRef, RecordId, RecordKind, Ref, YesNo};

use crate::planning::few;
use crate::relied::customers_rely;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB0409",
    name: "scope wider than needed",
    severity: Severity::Note,
    grade: Grade::Opportunity,
    stage: Stage::Stage1,
    clauses: &["4.3"],
    what: "Finds units in scope whose processes and assets hold nothing but public information, and on which nothing relies.",
    why: "each unit in scope costs audit days and controls, so it should carry something worth protecting",
    fix: "leave the unit out with that reason, or name what it handles",
    fix_grade: FixGrade::Think,
    check: Check::Each {
        of: &[RecordKind::Unit],
        reads: &[
            RecordKind::Unit,
            RecordKind::Site,
            RecordKind::Process,
            RecordKind::Asset,
            RecordKind::Supplier,
            RecordKind::Obligation,
            RecordKind::Party,
            RecordKind::Scope,
        ],
        through: &[],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "a team that keeps the public pages",
        given: |s| team(s, Classification::Public),
        says: &["UNT-9 is in scope, and nothing that it handles is more than public"],
    }],
    good: &[
        Good { title: "what it handles is internal", given: |s| team(s, Classification::Internal) },
        Good {
            title: "nobody has said how confidential it is",
            given: |s| {
                team(s, Classification::Public);
                s.edit(90, |asset: &mut Asset| asset.classification = None);
            },
        },
        Good {
            title: "what is public holds data of people",
            given: |s| {
                team(s, Classification::Public);
                s.edit(90, |asset: &mut Asset| asset.personal_data = Some(YesNo::Yes));
            },
        },
        Good {
            title: "a process in scope relies on its work",
            given: |s| {
                team(s, Classification::Public);
                s.edit(1, |process: &mut Process| {
                    process.depends_on.extend(ElementRef::new(Ref::<Unit>::number(9).id()));
                });
            },
        },
        Good {
            title: "it is not in scope",
            given: |s| {
                team(s, Classification::Public);
                s.edit(9, |unit: &mut Unit| {
                    unit.in_scope = model::InScope::Out("Writes the public pages.".into());
                });
                s.freeze();
            },
        },
        Good {
            title: "nobody has said what it handles",
            given: |s| {
                team(s, Classification::Public);
                s.edit(9, |unit: &mut Unit| unit.depends_on.clear());
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(unit) = facts::get::<Unit>(ask.isms, id) else { return };
    if !ask.in_scope(id) || facts::is_retired(unit, ask.today) || is_needed(ask, id) {
        return;
    }
    let handled = handled(ask, unit);
    // Where nobody has said what it handles there is nothing to judge.
    let has_information = handled.iter().any(|one| information(ask, *one).is_some());
    if !has_information || handled.iter().any(|one| may_be_sensitive(ask, *one)) {
        return;
    }
    let found = report.add(
        Place::field(id, "in_scope"),
        format!("{id} is in scope, and nothing that it handles is more than public"),
    );
    found.proof("name", &unit.title).proof("has to do with", few(&handled.iter().collect::<Vec<_>>()));
    for one in handled.iter().filter(|one| information(ask, **one).is_some()).take(10) {
        let classified = information(ask, *one).and_then(|asset| asset.classification);
        found.proof_of(*one, "classification", facts::text(&classified));
    }
    found.proof("what in scope relies on it", "");
}

/// Says whether an element in scope outside the unit's own reach needs the unit.
fn is_needed(ask: &Ask, unit: RecordId) -> bool {
    let needs = |id: RecordId| {
        let element = ElementRef::new(id).and_then(|source| source.get(ask.isms));
        element.is_some_and(|element| element.depends_on().iter().any(|needed| needed.id() == unit))
    };
    ask.isms.all_sources(unit).any(|id| id != unit && ask.in_scope(id) && needs(id))
}

/// Returns all that the unit needs, and what that needs in turn, by id.
fn handled(ask: &Ask, unit: &Unit) -> BTreeSet<RecordId> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<ElementRef> = unit.depends_on.clone();
    while let Some(one) = next.pop() {
        let Some(element) = one.get(ask.isms) else { continue };
        if reached.insert(one.id()) {
            next.extend(element.depends_on());
        }
    }
    // Information is held by systems: what is used in one that was reached is handled too.
    let holds = |asset: &Asset| asset.used_in.iter().any(|system| reached.contains(&system.id()));
    let held: Vec<RecordId> =
        ask.isms.assets.iter().filter(|(_, asset)| holds(asset)).map(|(id, _)| id.id()).collect();
    reached.extend(held);
    reached
}

/// Returns an asset that is information.
fn information<'a>(ask: &Ask<'a>, id: RecordId) -> Option<&'a Asset> {
    let asset = facts::get::<Asset>(ask.isms, id).filter(|_| id.kind == RecordKind::Asset)?;
    (asset.kind == Some(AssetKind::Information) || asset.classification.is_some()).then_some(asset)
}

/// Says whether something that a unit handles is sensitive or relied on, or may be, as nobody has said.
fn may_be_sensitive(ask: &Ask, id: RecordId) -> bool {
    if id.kind == RecordKind::Process {
        return !customers_rely(ask, Ref::of(id.key)).is_empty();
    }
    information(ask, id).is_some_and(|asset| {
        asset.classification != Some(Classification::Public) || asset.personal_data == Some(YesNo::Yes)
    })
}

/// Puts a unit in scope that handles one kind of information.
fn team(s: &mut model::sample::Sample, classification: Classification) {
    let owner = || Some(model::Owner::Person(Ref::number(3)));
    let pages = Asset {
        title: "Public pages".into(),
        kind: Some(AssetKind::Information),
        classification: Some(classification),
        personal_data: Some(YesNo::No),
        owner: owner(),
        in_scope: model::InScope::In,
        criticality: Some(model::records::Criticality::Low),
        no_risk_because: "Anybody may read it.".into(),
        ..Asset::default()
    };
    s.put(Ref::number(90), pages);
    let team = Unit {
        title: "Press".into(),
        owner: owner(),
        in_scope: model::InScope::In,
        criticality: Some(model::records::Criticality::Low),
        depends_on: ElementRef::new(Ref::<Asset>::number(90).id()).into_iter().collect(),
        no_risk_because: "Nothing of it is secret.".into(),
        ..Unit::default()
    };
    s.put(Ref::number(9), team);
    s.freeze();
}
