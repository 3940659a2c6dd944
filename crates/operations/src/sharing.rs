//! What operations on shares have in common: who may come from a certification body, and for how long.

use model::records::*;
use model::{Date, Isms, Line, RecordId, Ref, Span};
use thiserror::Error;

use crate::signing::BodyKey;
use crate::stepping::{Step, StepRefusal};

/// How many days after its last day an engagement can still be seen.
const DAYS_AFTER: i64 = 30;

/// How many months lie between working for an organisation and certifying it (ISO/IEC 17021-1, 5.2).
const MONTHS_APART: i32 = 24;

/// Most auditors of a share.
const AUDITORS_MAX: usize = 50;

/// Why a share is not opened or changed.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ShareRefusal {
    /// The step does not fit.
    #[error(transparent)]
    Step(#[from] StepRefusal),
    /// Somebody who is to audit worked here.
    #[error("{who} works here, or advised or audited here less than two years ago, and does not certify us")]
    Mixed {
        /// Who it is.
        who: Line,
    },
    /// It would be seen for too long.
    #[error(
        "{share} would be seen until {until}; expected a day until {last}, {DAYS_AFTER} days after the audit"
    )]
    TooLong {
        /// The share.
        share: RecordId,
        /// The last day that was asked for.
        until: Date,
        /// The last day that can be.
        last: Date,
    },
    /// No such kind of records.
    #[error("there are no records of kind {kind}; expected kinds such as control, risk or evidence")]
    NoKind {
        /// What was said.
        kind: Line,
    },
}

/// An auditor as a client names one: a name, and an e-mail address where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Auditor {
    /// The name.
    pub name: Line,
    /// The e-mail address.
    pub email: Line,
}

impl Auditor {
    /// Reads `Ada Byron <ada@body.example>`, or a name alone.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (name, email) = match text.split_once('<') {
            Some((name, rest)) => (name, rest.trim().strip_suffix('>')?.trim()),
            None => (text, ""),
        };
        let (name, email) = (Line::new(name.trim()), Line::new(email));
        (!name.is_empty()).then_some(Self { name, email })
    }

    /// Finds the person of that e-mail address, or of that name where nobody said an address.
    #[must_use]
    pub fn find(&self, isms: &Isms) -> Option<Ref<Person>> {
        let is_it = |person: &Person| {
            if self.email.is_empty() {
                person.title.eq_ignore_ascii_case(&self.name)
            } else {
                person.email.eq_ignore_ascii_case(&self.email)
            }
        };
        isms.people.iter().find(|(_, person)| is_it(person)).map(|(id, _)| id)
    }
}

/// Reads the auditors, each named once.
pub(crate) fn auditors(id: RecordId, lines: &[Line]) -> Result<Vec<Auditor>, ShareRefusal> {
    if lines.len() > AUDITORS_MAX {
        return Err(StepRefusal::TooMany(lines.len()).into());
    }
    let missing = |what| ShareRefusal::from(StepRefusal::Missing { id, what });
    let mut read: Vec<Auditor> = Vec::new();
    for line in lines {
        let auditor = Auditor::read(line)
            .ok_or_else(|| missing("auditors by name, such as Ada Byron <ada@body.example>"))?;
        if read.contains(&auditor) {
            return Err(missing("each auditor once"));
        }
        read.push(auditor);
    }
    if read.is_empty() { Err(missing("name the auditors")) } else { Ok(read) }
}

/// Refuses somebody who works here, or did so or advised less than two years ago.
pub(crate) fn from_outside(isms: &Isms, who: Ref<Person>, today: Date) -> Result<(), ShareRefusal> {
    let first = today.checked_sub(Span::new().months(MONTHS_APART)).unwrap_or(Date::MIN);
    let recently = |day: Option<Date>| day.is_some_and(|day| day >= first);
    let held = |one: &Membership| {
        one.person == Some(who)
            && one.until.is_none_or(|until| until >= first)
            && one.roles.iter().any(|role| *role != MemberRole::CertificationAuditor)
    };
    let person = isms.people.find(&who);
    let is_mixed = isms.memberships.iter().any(|(_, one)| held(one))
        || person.is_some_and(|person| {
            let is_ours = person.kind != Some(PersonKind::Outside);
            recently(person.advised_until)
                || recently(person.internal_audit_until)
                || (is_ours && person.left_on.is_none_or(|left| left >= first))
        });
    if is_mixed {
        let who = Line::new(&isms.name_of(who.id()));
        return Err(ShareRefusal::Mixed { who });
    }
    Ok(())
}

/// Returns the last day on which a share can be seen, given the last day of the audit.
pub(crate) fn last_day(ends_on: Date) -> Date {
    ends_on.checked_add(Span::new().days(DAYS_AFTER)).unwrap_or(Date::MAX)
}

/// Reads the key of a body; nothing where nobody said it.
pub(crate) fn body_key(step: &Step<'_, Share>, text: &Line) -> Result<Line, StepRefusal> {
    if text.trim().is_empty() {
        return Ok(Line::default());
    }
    let missing = || step.missing("a key as the body gives it: ed25519: and 64 digits");
    BodyKey::read(text).map(|key| key.text()).ok_or_else(missing)
}

/// Refuses names of kinds that there are not.
pub(crate) fn known_kinds(kinds: &[Line]) -> Result<(), ShareRefusal> {
    match kinds.iter().find(|kind| model::RecordKind::of_name(kind).is_none()) {
        Some(kind) => Err(ShareRefusal::NoKind { kind: kind.clone() }),
        None => Ok(()),
    }
}

/// Says whether a person sees us by another open share.
pub(crate) fn sees_by_another(isms: &Isms, share: Ref<Share>, who: Ref<Person>, today: Date) -> bool {
    isms.shares.iter().any(|(id, one)| id != share && one.is_open(today) && one.team.contains(&who))
}

/// Returns the membership by which a person certifies us today.
pub(crate) fn certifying_membership(
    isms: &Isms,
    who: Ref<Person>,
    today: Date,
) -> Option<(Ref<Membership>, &Membership)> {
    let is_it = |one: &Membership| {
        one.person == Some(who)
            && one.roles == [MemberRole::CertificationAuditor]
            && one.until.is_none_or(|until| until >= today)
    };
    isms.memberships.iter().find(|(_, one)| is_it(one)).map(|(id, one)| (id, &**one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_auditor_is_named_with_or_without_an_address() {
        let read = |text: &str| Auditor::read(text).map(|one| (one.name.to_string(), one.email.to_string()));
        let named = |name: &str, email: &str| Some((name.to_owned(), email.to_owned()));
        assert_eq!(read(" Ada Byron <ada@body.example> "), named("Ada Byron", "ada@body.example"));
        assert_eq!(read("Ada Byron"), named("Ada Byron", ""));
        for bad in ["", "<ada@body.example>", "Ada <ada@body.example", "  "] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
