//! Cases for the policies: each deed with roles, relations, states and proofs; those around what is allowed most of all.

use std::collections::BTreeSet;

use model::Ref;
use model::records::MemberRole;

use super::oracle::{Case, ROLES, deeds, is_ever, may};
use crate::Duty;
use crate::deed::Deed;
use crate::facts::{Asker, Facts, Flag, Mark, Situation, Trait};

/// Sets of people of a record, by name.
const SETS: [&str; 15] = [
    "owners",
    "authors",
    "collectors",
    "raters",
    "delegates",
    "acceptors",
    "seconders",
    "team",
    "involved",
    "doers",
    "assigned",
    "subjects",
    "readers",
    "shared",
    "proposers",
];

/// Duties that can be excused, and some that cannot.
const EXCUSED: [u8; 8] = [3, 4, 5, 6, 7, 8, 10, 15];

const MARKS: [Mark; 6] =
    [Mark::Token, Mark::InScope, Mark::Fresh, Mark::Strong, Mark::Body, Mark::Consultancy];
const TRAITS: [Trait; 4] = [Trait::Known, Trait::Active, Trait::Keeper, Trait::Operator];

/// How many single things of a case can be turned.
const TURNS: usize =
    SETS.len() + Flag::ALL.len() + MARKS.len() + TRAITS.len() + ROLES.len() * 2 + EXCUSED.len();

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % below
    }
}

/// Returns a signed member with some roles, and a record of which nothing is known.
fn plain(deed: Deed, roles: &[MemberRole]) -> Case {
    let asker = Asker {
        person: Some(Ref::number(1)),
        roles: roles.to_vec(),
        traits: BTreeSet::from([Trait::Known, Trait::Active]),
    };
    let marks = BTreeSet::from([Mark::InScope, Mark::Fresh, Mark::Strong]);
    let situation = Situation { marks, excused: BTreeSet::new() };
    let mut facts = Facts::default();
    // Somebody else stands in each set, so that no set is empty by chance.
    for set in SETS {
        facts.people_mut(set).expect("a set").insert(Ref::number(2));
    }
    Case { deed, asker, facts, situation }
}

/// Turns one thing of a case.
fn turn(case: &mut Case, place: usize) {
    fn flip<T: Ord>(set: &mut BTreeSet<T>, one: T) {
        if !set.remove(&one) {
            set.insert(one);
        }
    }
    let mut place = place;
    if place < SETS.len() {
        return flip(case.facts.people_mut(SETS[place]).expect("a set"), Ref::number(1));
    }
    place -= SETS.len();
    if place < Flag::ALL.len() {
        return flip(&mut case.facts.flags, Flag::ALL[place]);
    }
    place -= Flag::ALL.len();
    if place < MARKS.len() {
        return flip(&mut case.situation.marks, MARKS[place]);
    }
    place -= MARKS.len();
    if place < TRAITS.len() {
        return flip(&mut case.asker.traits, TRAITS[place]);
    }
    place -= TRAITS.len();
    if place < ROLES.len() {
        let role = ROLES[place];
        match case.asker.roles.iter().position(|held| *held == role) {
            Some(held) => drop(case.asker.roles.remove(held)),
            None => case.asker.roles.push(role),
        }
        return;
    }
    place -= ROLES.len();
    if place < ROLES.len() {
        flip(&mut case.facts.moves, ROLES[place]);
        return flip(&mut case.facts.gives, ROLES[place]);
    }
    place -= ROLES.len();
    flip(&mut case.situation.excused, Duty::new(EXCUSED[place]).expect("a duty"));
}

/// Returns all cases, the same each time.
pub fn cases() -> Vec<Case> {
    let mut dice = Dice(7);
    let mut all = combined();
    for deed in deeds() {
        for role in ROLES {
            all.extend(around(deed, role, &mut dice));
        }
        all.extend(operators(deed));
        all.extend(by_chance(deed, &mut dice));
    }
    all
}

/// Returns the cases around what a role may do: each one turn away from something that is allowed.
fn around(deed: Deed, role: MemberRole, dice: &mut Dice) -> Vec<Case> {
    let start = plain(deed, &[role]);
    let mut all = vec![start.clone()];
    if !is_ever(deed, role) {
        all.extend((0..5).map(|_| turned(&start, &[dice.throw(TURNS)])));
        return all;
    }
    let mut allowed: Vec<Case> = all.iter().filter(|case| may(case)).cloned().collect();
    let singles = (0..TURNS).map(|place| turned(&start, &[place]));
    let pairs = (0..TURNS * TURNS).map(|both| turned(&start, &[both / TURNS, both % TURNS]));
    for one in singles.chain(pairs) {
        if allowed.len() >= 2 {
            break;
        }
        if may(&one) && !allowed.contains(&one) {
            allowed.push(one);
        }
    }
    // What is allowed in few situations only is looked for further.
    for _ in 0..200 {
        let count = dice.throw(5) + 1;
        let places: Vec<usize> = (0..count).map(|_| dice.throw(TURNS)).collect();
        let one = turned(&start, &places);
        if allowed.len() < 3 && may(&one) && !allowed.contains(&one) {
            allowed.push(one);
        }
    }
    for base in allowed {
        all.extend((0..TURNS).map(|place| turned(&base, &[place])));
        all.push(base);
    }
    all
}

/// Returns a case with some things turned.
fn turned(case: &Case, places: &[usize]) -> Case {
    let mut one = case.clone();
    places.iter().for_each(|place| turn(&mut one, *place));
    one
}

/// Returns each combination of what acceptances and audits hang on.
fn combined() -> Vec<Case> {
    let place = |set: &str| SETS.iter().position(|known| *known == set).expect("a set");
    let flag = |flag: Flag| SETS.len() + Flag::ALL.iter().position(|known| *known == flag).expect("a flag");
    let excuse =
        |number: u8| TURNS - EXCUSED.len() + EXCUSED.iter().position(|known| *known == number).expect("one");
    let body = SETS.len() + Flag::ALL.len() + 4;
    let accepting = [
        place("owners"),
        place("delegates"),
        place("acceptors"),
        place("raters"),
        flag(Flag::Above),
        flag(Flag::Agreed),
        flag(Flag::Seconded),
        excuse(4),
    ];
    let auditing = [place("team"), place("involved"), flag(Flag::Reported), excuse(7), excuse(8), body];
    let role = |role: MemberRole| {
        TURNS - EXCUSED.len() - ROLES.len() + ROLES.iter().position(|known| *known == role).expect("a role")
    };
    let keeper = SETS.len() + Flag::ALL.len() + MARKS.len() + 2;
    let granting = [
        place("subjects"),
        role(MemberRole::Viewer),
        role(MemberRole::RiskOwner),
        flag(Flag::KeeperMoves),
        flag(Flag::LetIn),
        keeper,
    ];
    let both = [MemberRole::InternalAuditor, MemberRole::IsmsManager];
    let mut all = Vec::new();
    for role in [MemberRole::TopManagement, MemberRole::RiskOwner] {
        all.extend(each_of(&plain(Deed::AcceptRisk, &[role]), &accepting));
    }
    for deed in [Deed::ConductAudit, Deed::AmendFinding] {
        all.extend(each_of(&plain(deed, &both), &auditing));
        all.extend(each_of(&plain(deed, &both[..1]), &auditing));
    }
    for role in [MemberRole::TopManagement, MemberRole::IsmsManager, MemberRole::Viewer] {
        all.extend(each_of(&plain(Deed::Grant, &[role]), &granting));
        all.extend(each_of(
            &plain(Deed::AssignAuditor, &[role]),
            &[place("assigned"), flag(Flag::Manager), body],
        ));
    }
    for deed in [Deed::ApproveDocument, Deed::ApproveDirection] {
        all.extend(each_of(
            &plain(deed, &[MemberRole::TopManagement]),
            &[place("authors"), excuse(5), excuse(6)],
        ));
    }
    let body_papers = [place("shared"), place("team"), body];
    all.extend(each_of(&plain(Deed::Issue, &[MemberRole::CertificationAuditor]), &body_papers));
    all
}

/// Returns a case with each selection of some things turned.
fn each_of(case: &Case, places: &[usize]) -> Vec<Case> {
    let selected = |bits: usize| {
        let chosen: Vec<usize> =
            (0..places.len()).filter(|at| bits >> at & 1 == 1).map(|at| places[at]).collect();
        turned(case, &chosen)
    };
    (0..1 << places.len()).map(selected).collect()
}

/// Returns cases of whoever runs the machine.
fn operators(deed: Deed) -> Vec<Case> {
    let mut all = Vec::new();
    for role in ROLES.map(|role| vec![role]).into_iter().chain([Vec::new()]) {
        let mut one = plain(deed, &role);
        one.asker.traits.insert(Trait::Operator);
        all.push(one);
    }
    all
}

/// Returns cases of several roles and many turns.
fn by_chance(deed: Deed, dice: &mut Dice) -> Vec<Case> {
    let each = |dice: &mut Dice| {
        let roles: Vec<MemberRole> = (0..=dice.throw(3)).map(|_| ROLES[dice.throw(ROLES.len())]).collect();
        let mut one = plain(deed, &roles);
        one.asker.roles.sort_unstable();
        one.asker.roles.dedup();
        for _ in 0..dice.throw(9) {
            turn(&mut one, dice.throw(TURNS));
        }
        if dice.throw(6) == 0 {
            one.facts.proposers.clear();
        }
        one
    };
    (0..150).map(|_| each(dice)).collect()
}
