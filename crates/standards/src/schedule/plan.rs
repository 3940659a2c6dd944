//! The plan of an organisation: what its records say about the way, and the dates that follow.

use model::records::{AssetKind, ObligationKind, Organisation, Phase, Plan};
use model::{Date, Decimal, Element, InScope, Isms, RecordId, Ref, YesNo};

use super::{
    AuditDays, CertificateCycle, Facts, Forecast, Given, Schedule, Source, Trait, Wanted, audit_days,
    audit_days_of, begun, certificate_cycle, forecast, schedule,
};

/// Returns what the records say about the way: people, sites, suppliers, software, laws, the day wanted and given dates.
pub fn facts_of(isms: &Isms, today: Date) -> Facts {
    let plan = isms.plan.one();
    let mut traits = Vec::new();
    let is_software = |kind: Option<AssetKind>, ours: Option<YesNo>| {
        kind == Some(AssetKind::SourceRepository) || ours == Some(YesNo::Yes)
    };
    let organisation = isms.organisation.one();
    let says = organisation.and_then(|organisation| organisation.writes_software) == Some(YesNo::Yes);
    if says || isms.assets.iter().any(|(_, asset)| is_software(asset.kind, asset.developed_in_house)) {
        traits.push(Trait::Software);
    }
    if isms.obligations.iter().any(|(_, obligation)| obligation.kind == Some(ObligationKind::Law)) {
        traits.push(Trait::Law);
    }
    let begun = begun(isms);
    Facts {
        today,
        wanted: plan.and_then(|plan| plan.wanted_on),
        people: organisation.and_then(|organisation| organisation.people_count),
        sites: counted(isms.sites.iter().filter(|(_, site)| belongs(&***site, today)).count()),
        suppliers: counted(
            isms.suppliers.iter().filter(|(_, supplier)| belongs(&***supplier, today)).count(),
        ),
        traits,
        given: plan.map(|plan| given(plan, &begun, today)).unwrap_or_default(),
        begun,
        unfinished: Vec::new(),
    }
}

fn counted(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn belongs(element: &dyn Element, today: Date) -> bool {
    let is_out = matches!(element.in_scope(), InScope::Out(_));
    !is_out && element.retired_on().is_none_or(|on| on > today)
}

/// Returns the phases whose dates hold: those that a person moved, and those that have begun by the records.
fn given(plan: &Plan, begun: &[u32], today: Date) -> Vec<Given> {
    let has_begun =
        |phase: &Phase| begun.contains(&phase.number) && phase.starts_on.is_some_and(|starts| starts < today);
    let holds = |phase: &&Phase| plan.was_moved(phase.number) || has_begun(phase);
    let given =
        |phase: &Phase| Given { number: phase.number, starts_on: phase.starts_on, ends_on: phase.ends_on };
    plan.phases.iter().filter(holds).map(given).collect()
}

/// Returns the plan with its phases worked out; dates that a person gave, and phases that have begun by the records, stay as they are.
///
/// The facts' own `wanted` and `given` are not asked: both are taken from the plan.
pub fn planned(plan: &Plan, facts: &Facts) -> Plan {
    let given = given(plan, &facts.begun, facts.today);
    let facts = Facts { wanted: plan.wanted_on, given, ..facts.clone() };
    let mut planned = plan.clone();
    planned.phases.clear();
    planned.worked_out.clear();
    for one in schedule(&facts).phases {
        let held = facts.given.iter().any(|given| given.number == one.number);
        let worked_out =
            Phase { number: one.number, starts_on: Some(one.starts_on), ends_on: Some(one.ends_on) };
        let phase = if held { plan.phase(one.number).cloned() } else { None };
        let before = plan.worked_out.iter().find(|phase| phase.number == one.number);
        planned.worked_out.extend(if held { before.cloned() } else { Some(worked_out.clone()) });
        planned.phases.push(phase.unwrap_or(worked_out));
    }
    planned
}

/// Says whether the phases as they are written are those that would be worked out today.
///
/// Once a certificate holds, the plan tells of the way to it and is not worked out again.
pub fn is_up_to_date(isms: &Isms, today: Date) -> bool {
    certificate_cycle(isms, today).is_some()
        || isms.plan.one().is_none_or(|plan| planned(plan, &facts_of(isms, today)) == **plan)
}

/// Returns the way as the plan has it: its own dates where it has them, and beside them what can honestly be reached today.
pub fn plan_of(isms: &Isms, today: Date) -> Schedule {
    let facts = facts_of(isms, today);
    let mut schedule = schedule(&facts);
    let cycle = certificate_cycle(isms, today);
    let plan = isms.plan.one();
    for phase in &mut schedule.phases {
        let stored = plan.and_then(|plan| plan.phase(phase.number));
        let Some((plan, stored)) = plan.zip(stored) else {
            if let Some(cycle) = &cycle {
                // Nobody wrote down how it came to the certificate.
                (phase.starts_on, phase.ends_on) = (cycle.decided_on, cycle.decided_on);
                if phase.number == 9 {
                    phase.ends_on = cycle.expires_on;
                }
            }
            continue;
        };
        phase.starts_on = stored.starts_on.unwrap_or(phase.starts_on);
        phase.ends_on = stored.ends_on.unwrap_or(phase.ends_on).max(phase.starts_on);
        // What has begun was worked out once; only a person's date is shown as given.
        phase.source = if plan.was_moved(phase.number) { Source::Given } else { Source::WorkedOut };
    }
    if let Some(cycle) = cycle {
        certified(&mut schedule, cycle, plan.and_then(|plan| plan.wanted_on), today);
    } else if let Some(certificate) = schedule.phase(8) {
        schedule.certificate_on = certificate.ends_on;
        (schedule.first_surveillance_by, schedule.expires_on) =
            super::after_certificate(schedule.certificate_on);
    }
    schedule
}

/// Puts what was decided in the place of what was planned, and what is wanted next in that of what was wanted first.
fn certified(schedule: &mut Schedule, cycle: CertificateCycle, named: Option<Date>, today: Date) {
    let on = cycle.wanted_on(named);
    let expected = cycle.renewed_on(today);
    let first = crate::certification::CertificationDate::FirstSurveillance;
    schedule.certificate_on = cycle.decided_on;
    schedule.earliest_on = cycle.decided_on;
    schedule.wanted = Wanted::Renewal { on, expected };
    schedule.because = cycle.words();
    schedule.first_surveillance_by = first.after(cycle.decided_on);
    schedule.expires_on = cycle.expires_on;
    schedule.conflicts.clear();
    schedule.assumes.clear();
    schedule.cycle = Some(cycle);
}

/// Forecasts the certificate; the numbers are those of phases in which something is open that has to be mended first.
///
/// Nothing once a certificate holds: its years have days of their own ([`certificate_cycle`]).
pub fn forecast_of(isms: &Isms, today: Date, unfinished: &[u32]) -> Option<Forecast> {
    let on_the_way = certificate_cycle(isms, today).is_none();
    on_the_way.then(|| forecast(&Facts { unfinished: unfinished.to_vec(), ..facts_of(isms, today) }))
}

/// Returns the days of the audit: those entered, else by the table for the people in scope ([`persons_on_record`]).
pub fn audit_days_for(isms: &Isms, today: Date) -> Option<AuditDays> {
    let sites = facts_of(isms, today).sites;
    let own = days_entered(isms).and_then(|days| audit_days_of(days, sites));
    own.or_else(|| audit_days(persons_on_record(isms, today).map(|(persons, _)| persons), sites))
}

/// Returns the days of the first audit that somebody entered, such as those of an offer.
pub fn days_entered(isms: &Isms) -> Option<Decimal> {
    isms.plan.one().and_then(|plan| plan.audit_days)
}

/// Returns the people in scope on a day and where the number stands: at the certification that holds, else in the plan, else
/// at the organization.
pub fn persons_on_record(isms: &Isms, today: Date) -> Option<(u32, RecordId)> {
    let certified = certificate_cycle(isms, today).and_then(|cycle| {
        let persons = isms.certifications.get(&cycle.certification)?.persons?;
        Some((persons, cycle.certification.id()))
    });
    let planned = || Some((isms.plan.one()?.audit_persons?, Ref::<Plan>::one().id()));
    certified.or_else(planned).or_else(|| persons_of_organisation(isms))
}

/// Returns the people of the organization, and where the number stands.
pub fn persons_of_organisation(isms: &Isms) -> Option<(u32, RecordId)> {
    Some((isms.organisation.one()?.people_count?, Ref::<Organisation>::one().id()))
}
