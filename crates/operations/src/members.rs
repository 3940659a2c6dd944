//! What operations on memberships have in common: which roles fit together, and who keeps the organisation.

use model::records::{MemberRole, Membership, OrganisationKind, Person};
use model::{Date, Isms, Line, Ref, Words, YesNo};

use crate::StepRefusal;
use crate::stepping::near;

/// Most roles that one membership names.
const ROLES_MAX: usize = 8;

/// Says whether the organisation has a keeper whose membership has no end.
pub(crate) fn has_keeper<'a>(memberships: impl IntoIterator<Item = &'a Membership>, today: Date) -> bool {
    let mut keepers = memberships.into_iter().filter(|one| one.is_keeper() && one.is_in_force(today));
    keepers.any(|one| one.until.is_none())
}

/// Says whether somebody would still keep the organisation if a membership were another.
pub(crate) fn is_kept_without(
    isms: &Isms,
    id: Ref<Membership>,
    instead: Option<&Membership>,
    today: Date,
) -> bool {
    let others = isms.memberships.iter().filter(|(other, _)| *other != id).map(|(_, one)| &**one);
    has_keeper(others.chain(instead), today)
}

/// Looks that roles, days and the right to keep the organisation fit together.
pub(crate) fn fits(isms: &Isms, one: &Membership, today: Date) -> Result<(), StepRefusal> {
    if one.roles.is_empty() {
        return Err(StepRefusal::Unsaid("say what the person is here: at least one role"));
    }
    if one.roles.len() > ROLES_MAX {
        return Err(StepRefusal::TooMany(one.roles.len()));
    }
    let is_body = isms.organisation.one().is_some_and(|ours| ours.kind == OrganisationKind::Body);
    if !is_body && one.roles.contains(&MemberRole::CertificationAuditor) && one.roles.len() > 1 {
        return Err(StepRefusal::Unsaid(
            "whoever audits for a certification body is nothing else here; give that role alone",
        ));
    }
    near(today, one.since)?;
    near(today, one.until)?;
    if let (Some(since), Some(until)) = (one.since, one.until)
        && until < since
    {
        return Err(StepRefusal::Unsaid("a membership cannot end before it begins"));
    }
    if !one.is_keeper() {
        return Ok(());
    }
    if one.until.is_some() {
        return Err(StepRefusal::Unsaid(
            "whoever keeps the organisation does so without an end; leave the end out",
        ));
    }
    let leads = [MemberRole::TopManagement, MemberRole::IsmsManager];
    if !leads.iter().any(|role| one.roles.contains(role)) {
        return Err(StepRefusal::Unsaid("only top management or an isms manager keeps the organisation"));
    }
    Ok(())
}

/// Returns the title of a membership: the person and the roles.
pub(crate) fn title(isms: &Isms, person: Ref<Person>, roles: &[MemberRole]) -> Line {
    let words: Vec<&str> = roles.iter().map(|role| role.word()).collect();
    Line::from(format!("{}: {}", isms.name_of(person.id()), words.join(", ")).as_str())
}

/// Returns the right to keep the organisation as it is stored: nothing where it is not given.
pub(crate) fn kept(keeps: Option<YesNo>) -> Option<YesNo> {
    keeps.filter(|keeps| *keeps == YesNo::Yes)
}
