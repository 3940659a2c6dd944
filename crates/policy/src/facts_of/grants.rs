//! What a grant gives and takes, and whether it would mix what lies apart.

use std::collections::BTreeSet;

use model::records::*;
use model::{Date, Isms, RecordId, RecordKind, Ref};

use super::Ground;
use crate::facts::{Facts, Flag};
use crate::view::is_body;

impl Ground<'_> {
    /// Says what a change of a membership gives and takes.
    pub(super) fn grant(&self, id: RecordId, facts: &mut Facts) {
        if id.kind != RecordKind::Membership {
            return;
        }
        let (before, after) = (self.membership(self.before, id), self.membership(self.after, id));
        let roles = |one: Option<&Membership>| -> BTreeSet<MemberRole> {
            one.filter(|one| one.is_in_force(self.today) || one.since.is_some_and(|since| since > self.today))
                .map(|one| one.roles.iter().copied().collect())
                .unwrap_or_default()
        };
        let (had, has) = (roles(before), roles(after));
        facts.subjects = before.into_iter().chain(after).filter_map(|one| one.person).collect();
        facts.gives = has.difference(&had).copied().collect();
        facts.moves = has.symmetric_difference(&had).copied().collect();
        if is_moved(before, after) {
            // Who it is for, or for how long, says the whole of it anew.
            facts.gives.extend(has.iter().copied());
            facts.moves.extend(had.union(&has).copied());
        }
        let keeps = |one: Option<&Membership>| one.is_some_and(|one| keeps_on(one, self.today));
        facts.mark((keeps(before) != keeps(after)).then_some(Flag::KeeperMoves));
        let has_keepers = |isms: &Isms| isms.memberships.iter().any(|(_, one)| keeps_on(one, self.today));
        facts.mark((!has_keepers(self.after)).then_some(Flag::LastKeeper));
        let lets_in = |one: Option<&Membership>| one.and_then(|one| one.let_in_until);
        let is_let_in = lets_in(after).is_some() && lets_in(before) != lets_in(after);
        facts.mark(is_let_in.then_some(Flag::LetIn));
        facts.mark(self.mixes(after, &facts.gives).then_some(Flag::Mixes));
    }

    fn membership<'i>(&self, isms: &'i Isms, id: RecordId) -> Option<&'i Membership> {
        isms.memberships.get(&Ref::of(id.key)).map(|entry| &**entry)
    }

    /// Says whether a membership makes an auditor of a certification body, and nothing else, before and after.
    pub(crate) fn is_auditor_of_body(&self, id: RecordId) -> bool {
        let both = [self.membership(self.before, id), self.membership(self.after, id)];
        both.into_iter()
            .flatten()
            .all(|one| one.roles == [MemberRole::CertificationAuditor] && !one.is_keeper())
    }

    /// Says whether a grant would make an auditor of the body of somebody who advised or worked here, or the other way.
    fn mixes(&self, after: Option<&Membership>, gives: &BTreeSet<MemberRole>) -> bool {
        let Some((person, after)) = after.and_then(|one| Some((one.person?, one))) else { return false };
        if gives.is_empty() || is_body(self.before) {
            return false;
        }
        let first = self.first_day();
        let same = same_person(self.before, person);
        let held = |role: fn(MemberRole) -> bool| {
            let of_person = self
                .before
                .memberships
                .iter()
                .filter(|(_, one)| one.person.is_some_and(|who| same.contains(&who)));
            let recent = of_person.filter(|(_, one)| one.until.is_none_or(|until| until >= first));
            recent.flat_map(|(_, one)| one.roles.iter().copied()).any(role)
        };
        let has = |role: fn(MemberRole) -> bool| after.roles.iter().copied().any(role);
        let recently = |day: Option<Date>| day.is_some_and(|day| day >= first);
        let worked = same.iter().filter_map(|who| self.before.people.get(who)).any(|one| {
            let is_ours = one.kind.is_some_and(|kind| kind != PersonKind::Outside);
            recently(one.advised_until)
                || recently(one.internal_audit_until)
                || (is_ours && one.left_on.is_none_or(|left| left >= first))
        });
        let certifies = gives.iter().copied().any(is_certifying);
        let joins = gives.iter().copied().any(is_inside);
        (certifies && (held(is_inside) || worked || has(is_inside) || self.has_colleague(person, is_inside)))
            || (joins
                && (held(is_certifying) || has(is_certifying) || self.has_colleague(person, is_certifying)))
    }

    /// Says whether somebody from outside has, or had in the last two years, a role here and an address of the same house as a
    /// person from outside: a body that certifies does not advise (ISO/IEC 17021-1, 5.2).
    fn has_colleague(&self, person: Ref<Person>, role: fn(MemberRole) -> bool) -> bool {
        let isms = self.before;
        let house = |who: &Ref<Person>| {
            let one =
                isms.people.get(who).filter(|one| one.kind.is_none_or(|kind| kind == PersonKind::Outside));
            one.and_then(|one| house_of(&one.email))
        };
        let Some(own) = house(&person) else { return false };
        let first = self.first_day();
        let recent = isms.memberships.iter().filter(|(_, one)| one.until.is_none_or(|until| until >= first));
        let others = recent.filter(|(_, one)| one.roles.iter().copied().any(role));
        others.filter_map(|(_, one)| one.person).any(|who| house(&who).is_some_and(|house| house == own))
    }

    /// Says who works on an engagement, and whether somebody of them must not.
    pub(super) fn service(&self, id: RecordId, facts: &mut Facts) {
        facts.team = self.team(id);
        let Some(engagement) =
            self.after.engagements.find(&Ref::of(id.key)).filter(|_| id.kind == RecordKind::Engagement)
        else {
            return;
        };
        if !is_body(self.after) {
            return;
        }
        let Some(client) = engagement.client else { return };
        let people: BTreeSet<Ref<Person>> = engagement.team.iter().copied().chain(engagement.lead).collect();
        let bars =
            |one: &Conflict| one.client == Some(client) && one.until.is_none_or(|until| until >= self.today);
        let is_barred = |one: &Ref<Person>| {
            self.after.people.get(one).is_some_and(|person| person.conflicts.iter().any(bars))
        };
        let first = self.first_day();
        let advised = self.after.clients.get(&client).and_then(|client| client.advised_until);
        let is_advice = engagement.purpose == Some(EngagementPurpose::Advice);
        let mixes = is_advice || advised.is_some_and(|day| day >= first) || people.iter().any(is_barred);
        facts.mark(mixes.then_some(Flag::Mixes));
    }
}

/// Hosts of addresses that many people share who have nothing to do with each other.
const PUBLIC_HOSTS: &[&str] = &[
    "aol.com",
    "gmail.com",
    "gmx.com",
    "gmx.de",
    "googlemail.com",
    "hotmail.com",
    "icloud.com",
    "live.com",
    "mail.com",
    "me.com",
    "outlook.com",
    "pm.me",
    "proton.me",
    "protonmail.com",
    "seznam.cz",
    "web.de",
    "yahoo.com",
    "zoho.com",
];

/// Returns the host of an e-mail address, where it says for which house somebody works.
fn house_of(email: &str) -> Option<String> {
    let (_, host) = email.trim().rsplit_once('@')?;
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    (host.contains('.') && !PUBLIC_HOSTS.contains(&host.as_str())).then_some(host)
}

/// Returns a person and all who have the same e-mail address: a second record makes nobody another person.
fn same_person(isms: &Isms, person: Ref<Person>) -> BTreeSet<Ref<Person>> {
    let address = |one: &Person| one.email.trim().to_lowercase();
    let own = isms.people.get(&person).map(|one| address(one)).filter(|address| !address.is_empty());
    let others = isms.people.iter().filter(|(_, one)| own.as_ref().is_some_and(|own| *own == address(one)));
    others.map(|(id, _)| id).chain([person]).collect()
}

/// Says whether a membership names another person, or other days in which it holds.
fn is_moved(before: Option<&Membership>, after: Option<&Membership>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let is_longer = match (before.until, after.until) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(before), Some(after)) => after > before,
    };
    before.person != after.person || is_longer || after.since < before.since
}

/// Says whether a membership keeps the organisation from a day on, without an end.
fn keeps_on(membership: &Membership, today: Date) -> bool {
    membership.is_keeper() && membership.is_in_force(today) && membership.until.is_none()
}

/// Says whether a role certifies.
fn is_certifying(role: MemberRole) -> bool {
    role == MemberRole::CertificationAuditor
}

/// Says whether a role works in, for or on the management system.
fn is_inside(role: MemberRole) -> bool {
    role != MemberRole::CertificationAuditor
}
