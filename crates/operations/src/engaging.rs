//! What operations on clients and engagements have in common: whose business they are, and whether a team fits its client.

use model::records::*;
use model::{Date, Decimal, Isms, RecordId, Ref, Span, YesNo};
use standards::certification::{AuditWork, Days, SiteTime, Work, plan_time, site_sample};
use thiserror::Error;

use crate::stepping::{Step, StepRefusal};

/// How many years lie between advising a client and certifying it (ISO/IEC 17021-1, 5.2).
const YEARS_APART: i32 = 2;

/// Why an engagement does not go on as it is staffed.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum TeamRefusal {
    /// The step does not fit.
    #[error(transparent)]
    Step(#[from] StepRefusal),
    /// Somebody is named more than once.
    #[error("{who} stands more than once in the team of {engagement}; name everybody once")]
    Twice {
        /// The engagement.
        engagement: RecordId,
        /// Who it is.
        who: Ref<Person>,
    },
    /// Something keeps somebody from it.
    #[error("{who} must not work on {engagement} ({what}); put somebody else on the team")]
    Conflict {
        /// The engagement.
        engagement: RecordId,
        /// Who it is.
        who: Ref<Person>,
        /// What it is.
        what: String,
    },
    /// Nobody knows what has to be known.
    #[error(
        "nobody on the team of {engagement} knows {area}; record the competence, or add somebody who has it"
    )]
    Unknowing {
        /// The engagement.
        engagement: RecordId,
        /// What has to be known.
        area: String,
    },
    /// Only the team does it.
    #[error("{who} is not on the team of {engagement}; the team recommends")]
    Stranger {
        /// The engagement.
        engagement: RecordId,
        /// Who it is.
        who: Ref<Person>,
    },
    /// The days differ from the table, and nobody says why.
    #[error("{engagement} takes {days} days where the table says {table}; say what makes them more or fewer")]
    Unreasoned {
        /// The engagement.
        engagement: RecordId,
        /// The days as they are.
        days: Decimal,
        /// The days of the table.
        table: Decimal,
    },
}

/// Returns what the organisation is, where it has clients at all.
pub(crate) fn serving(isms: &Isms, id: RecordId) -> Result<OrganisationKind, StepRefusal> {
    let kind = isms.organisation.one().map(|one| one.kind).unwrap_or_default();
    match kind {
        OrganisationKind::Body | OrganisationKind::Consultancy => Ok(kind),
        OrganisationKind::Client => Err(StepRefusal::NotNow {
            id,
            state: "in an organisation that serves no clients",
            help: "keep clients in a certification body or a consultancy",
        }),
    }
}

/// Refuses what only a certification body does.
pub(crate) fn certifying(isms: &Isms, id: RecordId) -> Result<(), StepRefusal> {
    match serving(isms, id)? {
        OrganisationKind::Body => Ok(()),
        OrganisationKind::Consultancy | OrganisationKind::Client => Err(StepRefusal::NotNow {
            id,
            state: "in an organisation that certifies nobody",
            help: "a certification body does that",
        }),
    }
}

/// Refuses to certify whom we advised, while it is not long enough ago, or while a threat has no safeguard.
pub(crate) fn impartial(id: RecordId, client: &Client, today: Date) -> Result<(), StepRefusal> {
    if client.threats.iter().any(|threat| !threat.what.is_empty() && threat.safeguard.is_empty()) {
        let what = "a safeguard against each threat to impartiality; decline it where there is none";
        return Err(StepRefusal::Missing { id, what });
    }
    let free =
        client.advised_until.map(|day| day.checked_add(Span::new().years(YEARS_APART)).unwrap_or(Date::MAX));
    match free.filter(|free| *free >= today) {
        Some(earlier) => Err(StepRefusal::Before {
            id,
            on: today,
            what: "has been without our advice for two years",
            earlier,
        }),
        None => Ok(()),
    }
}

/// Returns everybody who works on an engagement, the lead first.
pub(crate) fn team_of(engagement: &Engagement) -> Vec<Ref<Person>> {
    engagement.lead.into_iter().chain(engagement.team.iter().copied()).collect()
}

/// Looks that a purpose is one that an organisation of this kind has.
fn purpose(kind: OrganisationKind, step: &Step<'_, Engagement>) -> Result<EngagementPurpose, StepRefusal> {
    let purpose = step.record.purpose.ok_or_else(|| step.missing("say what the work is for"))?;
    let certifies = match purpose {
        EngagementPurpose::Stage1
        | EngagementPurpose::Stage2
        | EngagementPurpose::Surveillance
        | EngagementPurpose::Recertification
        | EngagementPurpose::Special => true,
        EngagementPurpose::InternalAudit | EngagementPurpose::Advice => false,
    };
    match (kind == OrganisationKind::Body, certifies) {
        (true, true) | (false, false) => Ok(purpose),
        (true, false) => Err(step.missing(
            "another purpose; a certification body neither advises its clients nor audits them from inside",
        )),
        (false, true) => Err(step.missing("another purpose; a certification body does that")),
    }
}

/// Looks that an engagement is whole and that its team fits its client.
pub(crate) fn staffed(isms: &Isms, step: &Step<'_, Engagement>, today: Date) -> Result<(), TeamRefusal> {
    let kind = serving(isms, step.id)?;
    purpose(kind, step)?;
    let client = step.record.client.ok_or_else(|| step.missing("say for which client it is"))?;
    let served = crate::absent::counted(isms, client).map_err(StepRefusal::from)?;
    if served.state != ClientState::Accepted {
        return Err(StepRefusal::First { other: client.id(), help: "take the client on" }.into());
    }
    if kind == OrganisationKind::Body {
        impartial(client.id(), served, today)?;
    }
    step.record.lead.ok_or_else(|| step.missing("say who leads the team"))?;
    let team = team_of(step.record);
    for (place, who) in team.iter().enumerate() {
        if team[..place].contains(who) {
            return Err(TeamRefusal::Twice { engagement: step.id, who: *who });
        }
        let person = crate::absent::counted(isms, *who).map_err(StepRefusal::from)?;
        let bars =
            |one: &&Conflict| one.client == Some(client) && one.until.is_none_or(|until| until >= today);
        if let Some(conflict) = person.conflicts.iter().find(bars) {
            let what = conflict.what.chars().take(80).collect();
            return Err(TeamRefusal::Conflict { engagement: step.id, who: *who, what });
        }
    }
    let known = |area: &str| {
        let mut people = team.iter().filter_map(|who| isms.people.get(who));
        people.any(|person| person.competences.iter().any(|one| is_of(one, area, today)))
    };
    match served.technical_areas.iter().find(|area| !known(area)) {
        Some(area) => Err(TeamRefusal::Unknowing { engagement: step.id, area: area.to_string() }),
        None => Ok(()),
    }
}

/// Says whether a competence is one in an area, and counts on a day.
fn is_of(competence: &CompetenceRecord, area: &str, today: Date) -> bool {
    competence.valid_until.is_none_or(|until| until >= today)
        && competence.competence.trim().to_lowercase() == area.trim().to_lowercase()
}

/// Returns the days that the table gives for an audit of a client; nothing where people are not counted or it has no row.
pub(crate) fn table_days(client: &Client, purpose: EngagementPurpose) -> Option<Decimal> {
    let persons = client.people_count?;
    let others = client.sites_count.unwrap_or(1).saturating_sub(1);
    let visited = site_sample(others).initial.min(200);
    let share = Work { persons: persons.div_ceil(others.saturating_add(1)).max(1), change_percent: 0 };
    let site = SiteTime { work: share, reduction_percent: 0, of_which_central_percent: 0 };
    let places = if visited == 0 { 0 } else { visited as usize + 1 };
    let work = AuditWork {
        whole: Work { persons, change_percent: 0 },
        sites: vec![site; places],
        integration_percent: 0,
        own_table: None,
        stage_1_percent: None,
    };
    let planned = plan_time(&work).ok()?;
    let days: Days = match purpose {
        EngagementPurpose::Stage1 => planned.stage_1,
        EngagementPurpose::Stage2 => planned.stage_2,
        EngagementPurpose::Surveillance => planned.rounded.surveillance,
        EngagementPurpose::Recertification => planned.rounded.recertification,
        EngagementPurpose::Special | EngagementPurpose::InternalAudit | EngagementPurpose::Advice => {
            return None;
        }
    };
    Some(days.decimal())
}

/// Returns the days of an audit: those of the table, or one's own with reasons.
pub(crate) fn audit_days(isms: &Isms, step: &Step<'_, Engagement>) -> Result<Option<Decimal>, TeamRefusal> {
    let client = step.record.client.and_then(|client| isms.clients.get(&client));
    let table = client.zip(step.record.purpose).and_then(|(client, purpose)| table_days(client, purpose));
    let is_reasoned = step.record.time_reasons.iter().any(|reason| !reason.because.is_empty());
    match (step.record.audit_days, table) {
        (None, Some(table)) => Ok(Some(table)),
        (Some(days), Some(table)) if days != table && !is_reasoned => {
            Err(TeamRefusal::Unreasoned { engagement: step.id, days, table })
        }
        (Some(days), _) if days <= Decimal::whole(0) => Err(step.missing("days above nothing").into()),
        (Some(days), _) => Ok(Some(days)),
        (None, None) => {
            Err(step.missing("say how many days it takes, or how many people the client has").into())
        }
    }
}

/// Says whether an answer is yes.
pub(crate) fn is_yes(answer: Option<YesNo>) -> bool {
    answer == Some(YesNo::Yes)
}
