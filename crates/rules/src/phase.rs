//! The nine phases, and whether each has begun.

use std::collections::BTreeSet;

use diagnostics::{Diagnostic, Severity, Time};
use model::records::{Audit, AuditKind, AuditState, Certification, Gate};
use model::{AnyRecord, Date, Isms, Key, RecordId, RecordKind, Ref};

use standards::schedule::{CertificateCycle, certificate_cycle};

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

/// Where an engagement stands: in a phase on the way to the certificate, or before a visit in the years of one that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhaseNow {
    /// No certificate holds: the first phase in which something presses.
    OnTheWay(Phase),
    /// A certificate holds: the visit that comes next.
    Certified(CertificateCycle),
}

impl PhaseNow {
    /// Returns the phase.
    #[must_use]
    pub fn phase(self) -> Phase {
        match self {
            Self::OnTheWay(phase) => phase,
            Self::Certified(_) => Phase(9),
        }
    }

    /// Returns the number of the phase.
    #[must_use]
    pub fn number(self) -> u32 {
        self.phase().number()
    }

    /// Returns its name: of the phase, or of the visit that comes next.
    #[must_use]
    pub fn title(self) -> String {
        match self {
            Self::OnTheWay(phase) => phase.title().to_owned(),
            Self::Certified(cycle) => cycle.next.title(),
        }
    }
}

/// Returns where an engagement stands.
///
/// While a certificate holds, its years say so; on the way to it the first phase that still has an error or a warning does,
/// else the next one.
#[must_use]
pub fn phase_now<'a>(
    isms: &Isms,
    today: Date,
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
) -> PhaseNow {
    match certificate_cycle(isms, today) {
        Some(cycle) => PhaseNow::Certified(cycle),
        None => PhaseNow::OnTheWay(on_the_way(diagnostics)),
    }
}

/// Returns the first phase that still has an error or a warning, else the next one.
fn on_the_way<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> Phase {
    let presses = |one: &&Diagnostic| one.is_open() && one.severity > Severity::Note;
    let pressing: Vec<&Diagnostic> = diagnostics.into_iter().filter(presses).collect();
    let first = |time: Time| {
        let open = pressing.iter().filter(|one| one.time == time);
        open.map(|one| phase_of(one.code)).filter(|phase| phase.number() > 0).min()
    };
    first(Time::Now).or_else(|| first(Time::Ahead)).unwrap_or(Phase(9))
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
        let mut by_records = used.iter().filter_map(|kind| begins(*kind)).collect::<BTreeSet<Phase>>();
        by_records.extend(by_record(isms, today));
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

/// Returns the phase that a record of a kind begins, made by hand or brought by an import; `by_record` says of which kinds a
/// record begins one only by what it says.
fn begins(kind: RecordKind) -> Option<Phase> {
    const BEGINS: [(RecordKind, u32); 28] = [
        (RecordKind::GapAnalysis, 1),
        (RecordKind::Method, 2),
        (RecordKind::Risk, 2),
        (RecordKind::RiskAssessment, 2),
        (RecordKind::Control, 3),
        (RecordKind::Soa, 3),
        (RecordKind::TreatmentAction, 3),
        (RecordKind::TreatmentPlan, 3),
        (RecordKind::Evidence, 4),
        (RecordKind::Objective, 4),
        (RecordKind::Measure, 4),
        (RecordKind::Training, 4),
        (RecordKind::ControlRun, 4),
        (RecordKind::ControlTest, 4),
        (RecordKind::Incident, 4),
        (RecordKind::Account, 4),
        (RecordKind::AccessReview, 4),
        (RecordKind::Vulnerability, 4),
        (RecordKind::RecoveryTest, 4),
        (RecordKind::ProductionChange, 4),
        (RecordKind::CryptoKey, 4),
        (RecordKind::AuditProgramme, 5),
        (RecordKind::WorkingPaper, 5),
        (RecordKind::Population, 5),
        (RecordKind::Sample, 5),
        (RecordKind::ManagementReview, 5),
        (RecordKind::Nonconformity, 5),
        (RecordKind::Improvement, 5),
    ];
    BEGINS.iter().find(|(begins, _)| *begins == kind).map(|(_, phase)| Phase(*phase))
}

/// Returns the phases that single records begin: an audit of the body once it runs, not while it is planned years ahead.
fn by_record(isms: &Isms, today: Date) -> BTreeSet<Phase> {
    let audits = isms.audits.iter().filter_map(|(_, audit)| by_audit(audit, today));
    let findings = isms.findings.iter().map(|(_, finding)| of_audit(isms, finding.audit));
    let requests = isms.requests.iter().map(|(_, request)| of_audit(isms, request.audit));
    let sealed = isms.packs.iter().filter(|(_, pack)| pack.sealed_on.is_some_and(|on| on <= today));
    let packs = sealed.filter_map(|(_, pack)| pack.gate).map(by_gate);
    let decided = |one: &Certification| one.decided_on.is_some_and(|on| on <= today);
    let certified = isms.certifications.iter().any(|(_, one)| decided(one)).then_some(8);
    audits.chain(findings).chain(requests).chain(packs).chain(certified).map(Phase).collect()
}

/// Returns the phase that an audit begins: an internal one also while it is planned, one of the body once it runs.
fn by_audit(audit: &Audit, today: Date) -> Option<u32> {
    let internal = audit.is_internal();
    let has_come = |day: Option<Date>| day.is_some_and(|day| day <= today);
    let began = match audit.state {
        AuditState::Planned => internal || has_come(audit.started_on) || has_come(audit.done_on),
        AuditState::Running | AuditState::Done | AuditState::Concluded | AuditState::Reported => true,
        AuditState::Cancelled => false,
    };
    audit.kind.filter(|_| began).map(by_kind)
}

/// Returns the phase of a finding or a request by its audit; of one without an audit that of checking.
fn of_audit(isms: &Isms, audit: Option<Ref<Audit>>) -> u32 {
    let audit = audit.and_then(|audit| isms.audits.get(&audit));
    audit.and_then(|audit| audit.kind).map_or(5, by_kind)
}

/// Returns the phase that an audit of a kind belongs to.
fn by_kind(kind: AuditKind) -> u32 {
    match kind {
        AuditKind::Internal => 5,
        AuditKind::Stage1 => 6,
        AuditKind::Stage2 => 7,
        AuditKind::Surveillance | AuditKind::Recertification | AuditKind::Special => 9,
    }
}

/// Returns the phase of an audit that a pack is for.
fn by_gate(gate: Gate) -> u32 {
    match gate {
        Gate::Stage1 => 6,
        Gate::Stage2 => 7,
        Gate::Surveillance | Gate::Recertification => 9,
    }
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

#[cfg(test)]
mod tests {
    use model::records::{Finding, GapAnalysis, Incident, Pack, Request};
    use model::sample::Sample;

    use super::*;

    /// Returns the phases from 2 that have begun in an organisation with nothing but what is put.
    fn begun(put: fn(&mut Sample)) -> Vec<u32> {
        let mut sample = Sample::blank();
        put(&mut sample);
        let begun = Begun::of(&sample.isms, sample.today);
        begun.phases.iter().map(|phase| phase.number()).filter(|number| *number > 1).collect()
    }

    fn audit(kind: AuditKind, state: AuditState) -> Audit {
        Audit { kind: Some(kind), state, ..Audit::default() }
    }

    #[test]
    fn an_audit_of_the_body_begins_its_phase_once_it_runs() {
        assert_eq!(
            begun(|s| s.put(Ref::number(1), audit(AuditKind::Stage2, AuditState::Planned))),
            [0_u32; 0]
        );
        assert_eq!(begun(|s| s.put(Ref::number(1), audit(AuditKind::Stage2, AuditState::Running))), [7]);
        assert_eq!(begun(|s| s.put(Ref::number(1), audit(AuditKind::Stage1, AuditState::Reported))), [6]);
        assert_eq!(
            begun(|s| s.put(Ref::number(1), audit(AuditKind::Stage1, AuditState::Cancelled))),
            [0_u32; 0]
        );
        let done_by_import = |s: &mut Sample| {
            let done_on = Some(s.today);
            s.put(Ref::number(1), Audit { done_on, ..audit(AuditKind::Surveillance, AuditState::Planned) });
        };
        assert_eq!(begun(done_by_import), [9]);
    }

    #[test]
    fn an_internal_audit_begins_checking_while_it_is_planned() {
        assert_eq!(begun(|s| s.put(Ref::number(1), audit(AuditKind::Internal, AuditState::Planned))), [5]);
        assert_eq!(
            begun(|s| s.put(Ref::number(1), audit(AuditKind::Internal, AuditState::Cancelled))),
            [0_u32; 0]
        );
    }

    #[test]
    fn work_begins_operating_and_a_gap_analysis_nothing_more() {
        assert_eq!(begun(|s| s.put(Ref::number(1), Incident::default())), [4]);
        assert_eq!(begun(|s| s.put(Ref::number(1), GapAnalysis::default())), [0_u32; 0]);
    }

    #[test]
    fn what_comes_with_an_audit_begins_the_phase_of_that_audit() {
        assert_eq!(begun(|s| s.put(Ref::number(1), Finding::default())), [5]);
        let asked = |s: &mut Sample| {
            s.put(Ref::number(1), audit(AuditKind::Stage2, AuditState::Planned));
            s.put(Ref::number(1), Request { audit: Some(Ref::number(1)), ..Request::default() });
        };
        assert_eq!(begun(asked), [7]);
        let draft = |s: &mut Sample| {
            s.put(Ref::number(1), Pack { gate: Some(Gate::Stage1), ..Pack::default() });
        };
        assert_eq!(begun(draft), [0_u32; 0]);
        let sealed = |s: &mut Sample| {
            let sealed_on = Some(s.today);
            s.put(Ref::number(1), Pack { gate: Some(Gate::Stage1), sealed_on, ..Pack::default() });
        };
        assert_eq!(begun(sealed), [6]);
    }

    #[test]
    fn a_certificate_that_holds_says_which_visit_comes_next_whatever_is_open() {
        let mut sample = Sample::blank();
        let results = crate::check(&crate::Ask::new(&sample.isms, None, sample.today));
        let now = |sample: &Sample| phase_now(&sample.isms, sample.today, results.diagnostics());
        assert_eq!((now(&sample).number(), now(&sample).title().as_str()), (1, "Scope"));
        let decided_on = Some(sample.today);
        let state = model::records::CertificationState::Granted;
        sample.put(Ref::number(1), Certification { decided_on, state, ..Certification::default() });
        assert_eq!((now(&sample).number(), now(&sample).title().as_str()), (9, "Surveillance 1"));
    }

    #[test]
    fn a_decision_of_the_body_begins_the_time_of_the_certificate_on_its_day() {
        let decided = |s: &mut Sample| {
            let decided_on = Some(s.today);
            s.put(Ref::number(1), Certification { decided_on, ..Certification::default() });
        };
        assert_eq!(begun(decided), [8]);
        assert_eq!(begun(|s| s.put(Ref::number(1), Certification::default())), [0_u32; 0]);
    }
}
