//! What the rules about audits share: the cycle, its internal audits, the days of Stage 1 and Stage 2, the audit period.

use std::collections::BTreeSet;
use std::fmt;

use model::records::{
    Audit, AuditKind, AuditProgramme, AuditState, Certification, Control, Evidence, EvidenceStatus, Person,
};
use model::{Clause, Date, Isms, Owner, Ref, Span};

use crate::{Ask, facts};

/// Where the audits stand on a day; a rule that asks for it reads the kinds `Audit` and `AuditProgramme` as a whole.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cycle {
    /// The programme whose cycle contains the day; of several the one that began last.
    pub(crate) programme: Option<Ref<AuditProgramme>>,
    /// The internal audits of that cycle, done or planned, by id.
    pub(crate) internal: Vec<Ref<Audit>>,
    /// Stage 1: the one to come, else the last one done.
    pub(crate) stage1: Option<StageDay>,
    /// Stage 2: the one to come, else the last one done.
    pub(crate) stage2: Option<StageDay>,
    /// The audit period that the day belongs to.
    pub(crate) period: Option<Period>,
}

/// The day of Stage 1 or Stage 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StageDay {
    /// The audit.
    pub(crate) audit: Ref<Audit>,
    /// The day planned; once done, the last day.
    pub(crate) day: Date,
    /// Whether it is over.
    pub(crate) over: Over,
}

/// Whether an audit is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    /// Its work is done.
    Yes,
    /// It is to come, or under way.
    No,
}

/// The days whose records an audit looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Period {
    /// The first day.
    pub(crate) start: Date,
    /// The last day; none while no audit is planned that would end it.
    pub(crate) end: Option<Date>,
}

impl Period {
    /// Says whether some days touch the period.
    pub(crate) fn touches(self, from: Date, to: Date) -> bool {
        to >= self.start && self.end.is_none_or(|end| from <= end)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.end {
            Some(end) => write!(out, "{} to {end}", self.start),
            None => write!(out, "the time since {}", self.start),
        }
    }
}

impl Cycle {
    /// Finds where the audits stand on a day; before Stage 2 the audit period has so many months.
    pub(crate) fn of(isms: &Isms, today: Date, operating_months: i32) -> Self {
        let programme = isms
            .audit_programmes
            .iter()
            .filter(|(_, programme)| contains(programme, today))
            .max_by_key(|(id, programme)| (programme.cycle_start, *id))
            .map(|(id, _)| id);
        let mut internal = Vec::new();
        let (mut stages, mut working) = (Vec::new(), Vec::new());
        for (id, audit) in isms.audits.iter() {
            let Some(day) = day_of(audit, today) else { continue };
            let over = if done_on(audit, today).is_some() { Over::Yes } else { Over::No };
            let one = StageDay { audit: id, day, over };
            match audit.kind {
                Some(AuditKind::Internal) if programme.is_some_and(|of| belongs(isms, audit, of, today)) => {
                    internal.push(id);
                }
                Some(AuditKind::Stage1) => stages.push(one),
                Some(AuditKind::Stage2 | AuditKind::Surveillance | AuditKind::Recertification) => {
                    working.push(one);
                }
                Some(AuditKind::Internal | AuditKind::Special) | None => {}
            }
        }
        let is_stage2 = |one: &&StageDay| {
            isms.audits.get(&one.audit).is_some_and(|audit| audit.kind == Some(AuditKind::Stage2))
        };
        let stage2 = chosen(working.iter().filter(is_stage2));
        let next = working.iter().filter(|one| one.over == Over::No).min_by_key(|one| one.day);
        let last = working.iter().filter(|one| one.over == Over::Yes).map(|one| one.day).max();
        let period = period(isms, next, last, operating_months);
        Self { programme, internal, stage1: chosen(stages.iter()), stage2, period }
    }

    /// Returns Stage 2 where it is still to come.
    pub(crate) fn stage2_ahead(&self) -> Option<StageDay> {
        self.stage2.filter(|stage| stage.over == Over::No)
    }

    /// Returns Stage 1 where it is still to come.
    pub(crate) fn stage1_ahead(&self) -> Option<StageDay> {
        self.stage1.filter(|stage| stage.over == Over::No)
    }
}

/// Returns the one to come, the earliest of several; else the last one done.
fn chosen<'a>(stages: impl Iterator<Item = &'a StageDay> + Clone) -> Option<StageDay> {
    let ahead = stages.clone().filter(|one| one.over == Over::No).min_by_key(|one| one.day);
    ahead.or_else(|| stages.max_by_key(|one| one.day)).copied()
}

/// Returns the days between two certification audits that look at work; before the first so many months.
fn period(isms: &Isms, next: Option<&StageDay>, last: Option<Date>, months: i32) -> Option<Period> {
    let own = next.and_then(|next| isms.audits.get(&next.audit));
    let start = own.and_then(|audit| audit.period_start).or_else(|| match last {
        Some(last) => last.tomorrow().ok(),
        None => next?.day.checked_sub(Span::new().months(months)).ok(),
    })?;
    let end = own.and_then(|audit| audit.period_end).or(next.map(|next| next.day));
    Some(Period { start, end })
}

/// Returns the audit period of one audit: its own dates; where they are empty, the days that lead to the certification
/// audit at or after it.
pub(crate) fn period_of(ask: &Ask, id: Ref<Audit>) -> Option<Period> {
    let audit = ask.isms.audits.get(&id)?;
    if let (Some(start), Some(end)) = (audit.period_start, audit.period_end) {
        return Some(Period { start, end: Some(end) });
    }
    let day = day_of(audit, ask.today).unwrap_or(ask.today);
    let days = |(id, audit): (Ref<Audit>, &Audit)| {
        let day = day_of(audit, ask.today)?;
        let over = if done_on(audit, ask.today).is_some() { Over::Yes } else { Over::No };
        looks_at_work(audit).then_some(StageDay { audit: id, day, over })
    };
    let working: Vec<StageDay> = ask.isms.audits.iter().filter_map(|(id, audit)| days((id, audit))).collect();
    let next = working.iter().filter(|one| one.day >= day).min_by_key(|one| one.day);
    let last = working.iter().filter(|one| one.day < day && one.over == Over::Yes).map(|one| one.day).max();
    let usual = period(ask.isms, next, last, ask.parameters.days("operating_months"));
    let start = audit.period_start.or(usual.map(|usual| usual.start))?;
    Some(Period { start, end: audit.period_end.or(usual.and_then(|usual| usual.end)) })
}

/// Says whether the certification body looks at work done, not only at documents.
fn looks_at_work(audit: &Audit) -> bool {
    match audit.kind {
        Some(AuditKind::Stage2 | AuditKind::Surveillance | AuditKind::Recertification) => true,
        Some(AuditKind::Internal | AuditKind::Stage1 | AuditKind::Special) | None => false,
    }
}

/// Says whether it is one of the four audits of a certification.
pub(crate) fn is_certification(audit: &Audit) -> bool {
    looks_at_work(audit) || audit.kind == Some(AuditKind::Stage1)
}

/// Says whether an audit will not take place.
pub(crate) fn is_cancelled(audit: &Audit) -> bool {
    audit.state == AuditState::Cancelled
}

/// Returns the last day of the work, where that is over by a day.
pub(crate) fn done_on(audit: &Audit, today: Date) -> Option<Date> {
    audit.done_on.filter(|on| *on <= today && !is_cancelled(audit))
}

/// Returns the day of an audit: its last day once done, else the day planned; none where it was cancelled.
pub(crate) fn day_of(audit: &Audit, today: Date) -> Option<Date> {
    if is_cancelled(audit) {
        return None;
    }
    done_on(audit, today).or(audit.planned_on).or(audit.done_on)
}

/// Says whether the cycle of a programme contains a day.
fn contains(programme: &AuditProgramme, day: Date) -> bool {
    programme.cycle_start.is_some_and(|start| start <= day)
        && programme.cycle_end.is_some_and(|end| end >= day)
}

/// Says whether an audit belongs to a programme: it names it, or names none and lies in its cycle.
fn belongs(isms: &Isms, audit: &Audit, of: Ref<AuditProgramme>, today: Date) -> bool {
    match audit.programme {
        Some(programme) => programme == of,
        None => day_of(audit, today).is_some_and(|day| {
            isms.audit_programmes.get(&of).is_some_and(|programme| contains(programme, day))
        }),
    }
}

/// The clauses that internal audits have to cover within a cycle, each with its parts.
const CLAUSES: [(&str, &[&str]); 7] = [
    ("4", &["4.1", "4.2", "4.3", "4.4"]),
    ("5", &["5.1", "5.2", "5.3"]),
    ("6", &["6.1", "6.2", "6.3"]),
    ("7", &["7.1", "7.2", "7.3", "7.4", "7.5"]),
    ("8", &["8.1", "8.2", "8.3"]),
    ("9", &["9.1", "9.2", "9.3"]),
    ("10", &["10.1", "10.2"]),
];

/// Returns the clauses of 4 to 10 that none of some audits names: whole ones, and parts where the others are named.
pub(crate) fn clauses_missing<'a>(audits: impl Iterator<Item = &'a Audit>) -> Vec<&'static str> {
    let named: BTreeSet<&Clause> = audits.flat_map(|audit| &audit.clauses).collect();
    let names = |number: &str| {
        let clause = Clause::new(number);
        named.iter().any(|named| clause.holds(named))
    };
    let mut missing = Vec::new();
    for (clause, parts) in CLAUSES {
        if named.contains(&Clause::new(clause)) {
            continue;
        }
        if names(clause) {
            missing.extend(parts.iter().copied().filter(|part| !names(part)));
        } else {
            missing.push(clause);
        }
    }
    missing
}

/// Returns the person meant by an owner today.
pub(crate) fn person_of(ask: &Ask, owner: Option<&Owner>) -> Option<Ref<Person>> {
    owner.and_then(|owner| owner.person(ask.isms))
}

/// Returns the accepted evidence of a control, by id.
pub(crate) fn accepted<'a>(
    ask: &'a Ask,
    control: Ref<Control>,
) -> impl Iterator<Item = (Ref<Evidence>, &'a Evidence)> {
    facts::evidence_of(ask.isms, control).filter(|(_, evidence)| evidence.status == EvidenceStatus::Accepted)
}

/// Returns the days that evidence covers; where one end is missing, the other alone.
pub(crate) fn days_of(evidence: &Evidence) -> Option<(Date, Date)> {
    let start = evidence.period_start.or(evidence.period_end)?;
    Some((start, evidence.period_end.unwrap_or(start)))
}

/// Returns the certification that holds, decided last; also one that is suspended. A rule that asks reads `Certification`.
pub(crate) fn certified(isms: &Isms, today: Date) -> Option<(Ref<Certification>, &Certification)> {
    isms.certifications
        .iter()
        .filter(|(_, one)| one.state.is_kept() && one.decided_on.is_some_and(|on| on <= today))
        .max_by_key(|(id, one)| (one.decided_on, *id))
        .map(|(id, one)| (id, &**one))
}

/// Evens a text out: lower case, words between single blanks.
pub(crate) fn even(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use model::sample::Sample;

    use super::*;

    fn day(year: i16, month: i8, day: i8) -> Date {
        Date::constant(year, month, day)
    }

    fn cycle(sample: &Sample) -> Cycle {
        Cycle::of(&sample.isms, sample.today, 3)
    }

    #[test]
    fn before_stage_2_the_period_begins_three_months_earlier_and_stage_1_does_not_cut_it() {
        let mut s = Sample::in_good_order();
        let usual = Period { start: day(2026, 7, 19), end: Some(day(2026, 10, 19)) };
        assert_eq!(cycle(&s).period, Some(usual));
        s.edit(2, |audit: &mut Audit| audit.done_on = Some(day(2026, 9, 8)));
        s.today = day(2026, 9, 9);
        assert_eq!(cycle(&s).period, Some(usual));
        s.edit(3, |audit: &mut Audit| audit.done_on = Some(day(2026, 10, 21)));
        s.today = day(2026, 10, 22);
        assert_eq!(cycle(&s).period, Some(Period { start: day(2026, 10, 22), end: None }));
        assert_eq!(cycle(&s).stage2_ahead(), None);
    }

    #[test]
    fn an_audit_keeps_its_own_period_and_a_cancelled_one_has_no_day() {
        let mut s = Sample::in_good_order();
        s.edit(3, |audit: &mut Audit| audit.period_start = Some(day(2026, 6, 1)));
        let own = Period { start: day(2026, 6, 1), end: Some(day(2026, 10, 19)) };
        assert_eq!(cycle(&s).period, Some(own));
        assert_eq!(period_of(&Ask::new(&s.isms, None, s.today), Ref::number(3)), Some(own));
        s.edit(3, |audit: &mut Audit| audit.state = AuditState::Cancelled);
        assert_eq!((cycle(&s).stage2, cycle(&s).period), (None, None));
    }

    #[test]
    fn an_audit_of_another_programme_is_not_of_the_cycle() {
        let mut s = Sample::in_good_order();
        assert_eq!(cycle(&s).internal, [Ref::number(1), Ref::number(4)]);
        s.edit(4, |audit: &mut Audit| audit.programme = None);
        assert_eq!(cycle(&s).internal, [Ref::number(1), Ref::number(4)], "its day lies in the cycle");
        s.edit(4, |audit: &mut Audit| audit.programme = Some(Ref::number(2)));
        s.edit(1, |audit: &mut Audit| audit.state = AuditState::Cancelled);
        assert_eq!(cycle(&s).internal, []);
    }

    #[test]
    fn a_clause_is_covered_as_a_whole_or_part_by_part() {
        let missing = |clauses: &[&str]| {
            let clauses = clauses.iter().map(|clause| Clause::new(clause)).collect();
            clauses_missing([Audit { clauses, ..Audit::default() }].iter())
        };
        assert_eq!(missing(&["4", "5", "6", "7", "8", "9", "10"]), Vec::<&str>::new());
        assert_eq!(missing(&["4", "5", "6", "7", "8", "9.1", "9.2.2 b", "10"]), ["9.3"]);
        assert_eq!(missing(&["A.5.1", "4", "6", "7", "8", "9", "10"]), ["5"]);
    }

    #[test]
    fn texts_are_evened_out() {
        assert_eq!(even("  Order-handling,  for SHOPS. "), even("order handling for shops"));
    }

    #[test]
    fn the_period_before_stage_2_is_as_long_as_the_parameter_says() {
        let mut sample = Sample::in_good_order();
        // The audits of the sample have days of their own.
        for planned in ["AUD-2", "AUD-3", "AUD-4"] {
            sample.remove(planned);
        }
        let period = |sample: &Sample| {
            let ask = Ask::new(&sample.isms, None, sample.today);
            ask.cycle().period.map(|period| (period.start, period.end))
        };
        let audit = |kind, planned, done| Audit {
            title: "audit".into(),
            kind: Some(kind),
            planned_on: Some(planned),
            done_on: done,
            ..Audit::default()
        };
        let day = Date::constant;
        sample.put(Ref::number(91), audit(AuditKind::Stage1, day(2026, 6, 20), None));
        sample.put(Ref::number(92), audit(AuditKind::Stage2, day(2026, 9, 1), None));
        assert_eq!(period(&sample), Some((day(2026, 6, 1), Some(day(2026, 9, 1)))));
        sample.put(Ref::number(92), audit(AuditKind::Stage2, day(2026, 4, 1), Some(day(2026, 4, 3))));
        sample.remove("AUD-91");
        sample.put(Ref::number(93), audit(AuditKind::Surveillance, day(2027, 3, 1), None));
        assert_eq!(period(&sample), Some((day(2026, 4, 4), Some(day(2027, 3, 1)))));
        sample.edit(93, |audit: &mut Audit| audit.period_start = Some(day(2026, 5, 1)));
        assert_eq!(period(&sample), Some((day(2026, 5, 1), Some(day(2027, 3, 1)))));
    }
}
