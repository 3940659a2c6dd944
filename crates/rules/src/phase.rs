//! The nine phases, and whether each has begun.

use std::collections::BTreeSet;

use model::{AnyRecord, Date, Isms, Key, RecordId, RecordKind};

use crate::Rule;
use crate::rule::Check;

/// A phase of the engagement: the lane of the timeline in which a rule first speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phase(u32); // INVARIANT: 0 (always) to 9.

impl Phase {
    /// Returns its number; 0 means always.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0
    }

    /// Returns its name.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self.0 {
            1 => "Scope",
            2 => "Risk",
            3 => "Treatment and SoA",
            4 => "Operate",
            5 => "Check",
            6 => "Stage 1",
            7 => "Stage 2",
            8 => "Certificate",
            9 => "Surveillance",
            _ => "Always",
        }
    }

    /// Returns all nine.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=9).map(Self)
    }
}

/// Returns the phase in which a rule first speaks.
#[must_use]
pub fn phase_of(code: &str) -> Phase {
    let number: u32 = code.trim_start_matches("PB").parse().unwrap_or(0);
    Phase(match number {
        401..=508 => 1,
        601..=606 | 651..=662 | 803..=806 => 2,
        607..=625 | 670..=686 | 1121 => 3,
        910..=1009 => 5,
        1301 | 1306 | 1311 => 6,
        1302 | 1307 | 1309 | 1310 | 1313 => 7,
        1305 | 1308 => 8,
        1303 | 1304 | 1312 => 9,
        1201..=1207 => 0,
        _ => 4,
    })
}

/// What has begun on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Begun {
    phases: BTreeSet<Phase>,
    used: BTreeSet<RecordKind>,
}

impl Begun {
    /// Finds what has begun: phases by the plan or because one of their records is there, and kinds that are in use.
    pub(crate) fn of(isms: &Isms, today: Date) -> Self {
        let used: BTreeSet<RecordKind> =
            RecordKind::ALL.iter().copied().filter(|kind| is_used(*kind, isms)).collect();
        let by_records = used.iter().filter_map(|kind| begins(*kind)).collect::<BTreeSet<Phase>>();
        let begun = |phase: &Phase| {
            // Phase 0 is always, and phase 1 begins with the organisation.
            phase.0 <= 1 || begun_by_plan(*phase, isms, today) || by_records.contains(phase)
        };
        Self { phases: (0..=9).map(Phase).filter(begun).collect(), used }
    }

    /// Says whether a rule speaks already: its phase has begun, or somebody made a record of its own kind.
    pub(crate) fn has(&self, rule: &Rule) -> bool {
        self.phases.contains(&phase_of(rule.code))
            || own_kinds(rule).iter().any(|kind| self.used.contains(kind))
    }
}

/// Returns the phase that a record of a kind begins, made by hand or brought by an import.
fn begins(kind: RecordKind) -> Option<Phase> {
    const BEGINS: [(RecordKind, u32); 7] = [
        (RecordKind::Method, 2),
        (RecordKind::Risk, 2),
        (RecordKind::Control, 3),
        (RecordKind::Soa, 3),
        (RecordKind::TreatmentAction, 3),
        (RecordKind::TreatmentPlan, 3),
        (RecordKind::Evidence, 4),
    ];
    BEGINS.iter().find(|(begins, _)| *begins == kind).map(|(_, phase)| Phase(*phase))
}

/// Says whether the plan has started a phase.
fn begun_by_plan(phase: Phase, isms: &Isms, today: Date) -> bool {
    let starts = isms.plan.one().and_then(|plan| plan.phase(phase.0).and_then(|phase| phase.starts_on));
    starts.is_some_and(|starts| starts <= today)
}

/// Kinds that the first phase makes; a rule of a later phase that misses one of them as a whole waits for its own phase.
const FIRST: [RecordKind; 17] = [
    RecordKind::Organisation,
    RecordKind::Plan,
    RecordKind::Person,
    RecordKind::Role,
    RecordKind::Unit,
    RecordKind::Site,
    RecordKind::Process,
    RecordKind::Asset,
    RecordKind::Supplier,
    RecordKind::Interface,
    RecordKind::Scope,
    RecordKind::Issue,
    RecordKind::Context,
    RecordKind::Party,
    RecordKind::Obligation,
    RecordKind::Agreement,
    RecordKind::Document,
];

/// Returns the kinds whose records begin the phase of a rule.
fn own_kinds(rule: &Rule) -> &'static [RecordKind] {
    match rule.check {
        Check::Each { of, .. } => of,
        Check::Whole { reads, .. } => match reads.first() {
            Some(first) if !FIRST.contains(first) => &reads[..1],
            Some(_) | None => &[],
        },
    }
}

/// Says whether people have made or changed a record of a kind; what exists from the first commit does not count.
fn is_used(kind: RecordKind, isms: &Isms) -> bool {
    let from_the_start = kind == RecordKind::Control || kind == RecordKind::Person || kind.kind().single;
    if !from_the_start {
        return isms.count(kind) > 0;
    }
    // The 93 and the person who began are there from the first commit; own controls and other people are somebody's work.
    let is_made = |id: &RecordId| match id.key {
        Key::AnnexA(_) | Key::One => false,
        Key::Number(number) => kind == RecordKind::Control || number > 1,
    };
    isms.counted(kind).iter().any(|(id, record)| {
        // A draft that was refused leaves the record as blank as it began.
        let is_written = record.revision() > 1 && !(kind.kind().single && is_as_begun(*record));
        is_written || is_made(id)
    })
}

/// Says whether a single record holds nothing but what it began with.
fn is_as_begun(record: &dyn AnyRecord) -> bool {
    let began_with = ["title", "version", "time_zone"];
    record.fields().iter().all(|field| field.text.is_empty() || began_with.contains(&field.name))
}
