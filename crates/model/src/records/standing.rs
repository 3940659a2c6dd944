//! Where a risk stands: the level of its rating by the method that holds, against the level that is accepted.

use std::borrow::Cow;

use crate::{Date, Isms, Ref};

use super::{Acceptance, Acceptor, Method, MethodContent, Person, PersonKind, Rating, Risk, Treatment};

/// How ratings are read on a day: each by the version of the method that it was made with, in the levels of the one that holds.
#[derive(Debug, Clone, Copy)]
pub struct Levels<'a> {
    isms: &'a Isms,
    recorded: Option<&'a Method>,
    method: &'a MethodContent,
    today: Date,
}

/// Whether a rating is above the acceptance level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Above {
    /// It is.
    Yes,
    /// It is not; also where nothing is rated, or the method says no acceptance level.
    No,
    /// Something is rated, and the method does not know its level.
    Unknown,
}

/// Who still has to agree to a risk above the acceptance level that somebody has accepted already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacks {
    /// Its owner, or somebody on the owner's behalf.
    Owner(Ref<Person>),
    /// One of those whom the method names for that level; top management where it names nobody.
    Authority,
}

/// How a risk stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is gone.
    Closed,
    /// Its owner lives with it, until a day where one was said.
    Accepted(Option<Date>),
    /// It is above the acceptance level and somebody accepted it; owner and authority have to, and one of them has not.
    HalfAccepted(Lacks),
    /// Nobody has rated it.
    NotRated,
    /// Nobody has decided what is done about it, and it is not within the acceptance level.
    Undecided,
    /// The method says no acceptance level, or does not know the level of the rating.
    Unjudged,
    /// It is within the acceptance level.
    Within,
    /// It is kept as it is above the acceptance level, and nobody has accepted that.
    NotAccepted,
    /// It is above the acceptance level, and something is done about it.
    Above,
}

impl<'a> Levels<'a> {
    /// Reads ratings by the method that holds on a day.
    #[must_use]
    pub fn of(isms: &'a Isms, method: &'a MethodContent, today: Date) -> Self {
        Self { isms, recorded: isms.method.one().map(|entry| &**entry), method, today }
    }

    /// Returns the method that a rating was made by: its version, or the one that holds where it names none.
    #[must_use]
    pub fn method_of(&self, rating: &Rating) -> Cow<'a, MethodContent> {
        let Some((version, recorded)) = rating.method_version.zip(self.recorded) else {
            return Cow::Borrowed(self.method);
        };
        let now = recorded.in_force(self.today).map_or(recorded.version, |approval| approval.version);
        if version == now {
            return Cow::Borrowed(self.method);
        }
        match recorded.approvals.iter().find(|approval| approval.version == version) {
            Some(approval) => Cow::Borrowed(&approval.content),
            None => recorded.version(version).map_or(Cow::Borrowed(self.method), Cow::Owned),
        }
    }

    /// Returns the place of a rating's level among the levels that hold: read by its own version, carried over by its word.
    #[must_use]
    pub fn place(&self, rating: &Rating) -> Option<usize> {
        let method = self.method_of(rating);
        let place = method.level(rating)?;
        if std::ptr::eq(&*method, self.method) {
            return Some(place);
        }
        self.method.place(method.word(place)?)
    }

    /// Says whether a rating is above the acceptance level.
    #[must_use]
    pub fn above(&self, rating: &Rating) -> Above {
        match (self.method.acceptance(), self.place(rating)) {
            (None, _) => Above::No,
            (Some(_), _) if rating.is_blank() => Above::No,
            (Some(limit), Some(place)) if place > limit => Above::Yes,
            (Some(_), Some(_)) => Above::No,
            (Some(_), None) => Above::Unknown,
        }
    }

    /// Says whether a rating is known to be within the acceptance level.
    #[must_use]
    pub fn is_within(&self, rating: &Rating) -> bool {
        self.method.acceptance().is_some() && !rating.is_blank() && self.above(rating) == Above::No
    }

    /// Says whether an acceptance covers what is left of a risk: a risk that rose above what was accepted is accepted no longer.
    #[must_use]
    pub fn covers(&self, acceptance: &Acceptance, risk: &Risk) -> bool {
        let word = acceptance.level.as_deref().and_then(|word| self.method.place(word));
        let accepted = word.or_else(|| self.place(acceptance.rating.as_ref()?));
        accepted.zip(self.place(risk.remaining())).is_none_or(|(accepted, left)| left <= accepted)
    }

    /// Returns how far the ratings of others are from the rating of a risk now: for each, the levels between; nothing where the
    /// method does not know a level.
    #[must_use]
    pub fn apart<'r>(&self, risk: &'r Risk) -> Vec<(&'r Rating, Option<usize>)> {
        let ours = self.place(&risk.now);
        let apart = |other| ours.zip(self.place(other)).map(|(ours, theirs)| ours.abs_diff(theirs));
        risk.second_ratings.iter().map(|other| (other, apart(other))).collect()
    }

    /// Returns who still has to agree to what is left of an accepted risk: above the acceptance level its owner, where that is a
    /// person on record, and one whom the method names (6.1.3 f). Whom files name without a person lacks nobody.
    #[must_use]
    pub fn lacking(&self, risk: &Risk) -> Option<Lacks> {
        if self.above(risk.remaining()) != Above::Yes {
            return None;
        }
        let holding = || {
            let in_force = risk.acceptances.iter().filter(|one| one.is_in_force(self.today));
            in_force.filter(|one| self.covers(one, risk))
        };
        if let Some(owner) = risk.owner_person(self.isms)
            && !holding().any(|one| one.by == Some(owner) || one.for_owner == Some(owner))
        {
            return Some(Lacks::Owner(owner));
        }
        let level = self.place(risk.remaining())?;
        let is_named = |one: &Acceptance| one.by.is_none_or(|by| self.is_authority(by, level));
        (!holding().any(is_named)).then_some(Lacks::Authority)
    }

    /// Says whether the method names a person for a level; nobody named stands for top management. Whose kind is not recorded may be one.
    fn is_authority(&self, person: Ref<Person>, level: usize) -> bool {
        let reaches = |acceptor: &&Acceptor| {
            self.method.place(&acceptor.level).is_some_and(|place| place >= level)
                && (acceptor.person.is_some() || acceptor.kind.is_some())
        };
        let named: Vec<&Acceptor> = self.method.acceptors.iter().filter(reaches).collect();
        if named.iter().any(|acceptor| acceptor.person == Some(person)) {
            return true;
        }
        let Some(kind) = self.isms.people.get(&person).and_then(|one| one.kind) else { return true };
        let is_leading = named.is_empty() && kind == PersonKind::TopManagement;
        is_leading || named.iter().any(|acceptor| acceptor.kind == Some(kind))
    }

    /// Says how a risk stands: gone, accepted, in treatment, or waiting for somebody.
    #[must_use]
    pub fn standing(&self, risk: &Risk) -> Standing {
        if !risk.status.is_open() {
            return Standing::Closed;
        }
        if let Some(accepted) = risk.accepted(self.today).filter(|accepted| self.covers(accepted, risk)) {
            return self.lacking(risk).map_or(Standing::Accepted(accepted.until), Standing::HalfAccepted);
        }
        let remaining = risk.remaining();
        if remaining.is_blank() {
            return Standing::NotRated;
        }
        if self.is_within(remaining) {
            return Standing::Within;
        }
        let judged = self.above(remaining) == Above::Yes;
        match risk.treatment {
            Treatment::Undecided => Standing::Undecided,
            Treatment::Modify | Treatment::Retain | Treatment::Avoid | Treatment::Share if !judged => {
                Standing::Unjudged
            }
            Treatment::Retain => Standing::NotAccepted,
            Treatment::Modify | Treatment::Avoid | Treatment::Share => Standing::Above,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::{LevelFunction, RiskStatus};
    use crate::sample::Sample;
    use crate::{Approval, Entry, Ref};

    fn standing(sample: &Sample, change: impl Fn(&mut Risk)) -> Standing {
        let mut risk = sample
            .isms
            .risks
            .get(&Ref::number(3))
            .map(|entry: &Entry<Risk>| Risk::clone(entry))
            .expect("it is there");
        change(&mut risk);
        let method = sample.isms.method.one().map(|method| method.now(sample.today)).expect("a method");
        Levels::of(&sample.isms, &method, sample.today).standing(&risk)
    }

    #[test]
    fn a_risk_stands_by_what_is_left_of_it_and_what_people_decided() {
        let sample = Sample::in_good_order();
        let until = sample.isms.risks.get(&Ref::number(3)).and_then(|risk| risk.acceptances.first()?.until);
        assert_eq!(standing(&sample, |_| {}), Standing::Accepted(until));
        let open = |change: fn(&mut Risk)| {
            standing(&sample, |risk| {
                risk.acceptances = Vec::<Acceptance>::new();
                change(risk);
            })
        };
        assert_eq!(open(|risk| risk.treatment = Treatment::Retain), Standing::NotAccepted);
        assert_eq!(open(|risk| risk.treatment = Treatment::Modify), Standing::Above);
        assert_eq!(open(|risk| risk.treatment = Treatment::Undecided), Standing::Undecided);
        assert_eq!(open(|risk| risk.now = Rating::default()), Standing::NotRated);
        assert_eq!(open(|risk| risk.now.level = Some("purple".into())), Standing::Unjudged);
        assert_eq!(open(|risk| risk.now.level = Some("low".into())), Standing::Within);
        let closed = RiskStatus::Closed { on: sample.today, because: "sold".into() };
        assert_eq!(standing(&sample, |risk| risk.status = closed.clone()), Standing::Closed);
    }

    #[test]
    fn an_acceptance_covers_no_more_than_was_accepted() {
        let sample = Sample::in_good_order();
        let rises = standing(&sample, |risk| {
            (risk.treatment, risk.after) = (Treatment::Retain, Rating::default());
            risk.acceptances[0].level = Some("low".into());
            risk.now.level = Some("high".into());
        });
        assert_eq!(rises, Standing::NotAccepted);
        let falls = standing(&sample, |risk| {
            risk.acceptances[0].level = Some("high".into());
            (risk.now.level, risk.after) = (Some("low".into()), Rating::default());
        });
        assert!(matches!(falls, Standing::Accepted(_)));
    }

    #[test]
    fn above_the_acceptance_level_owner_and_authority_both_have_to_agree() {
        let sample = Sample::in_good_order();
        let (owner, other) = (Ref::number(2), Ref::number(1));
        let owned = |risk: &mut Risk| risk.owner = Some(crate::Owner::Person(owner));
        assert_eq!(standing(&sample, owned), Standing::HalfAccepted(Lacks::Owner(owner)));
        let by_owner_alone = standing(&sample, |risk| {
            owned(risk);
            risk.acceptances[0].by = Some(owner);
        });
        assert_eq!(by_owner_alone, Standing::HalfAccepted(Lacks::Authority));
        let both = standing(&sample, |risk| {
            owned(risk);
            let second = Acceptance { by: Some(owner), ..risk.acceptances[0].clone() };
            risk.acceptances.push(second);
        });
        assert!(matches!(both, Standing::Accepted(_)));
        let on_behalf = standing(&sample, |risk| {
            owned(risk);
            (risk.acceptances[0].by, risk.acceptances[0].for_owner) = (Some(other), Some(owner));
        });
        assert!(matches!(on_behalf, Standing::Accepted(_)));
        let below = standing(&sample, |risk| {
            owned(risk);
            risk.after.level = Some("low".into());
        });
        assert!(matches!(below, Standing::Accepted(_)), "within the level, one signature is enough");
    }

    #[test]
    fn second_ratings_are_compared_by_levels() {
        let sample = Sample::in_good_order();
        let method = sample.isms.method.one().map(|method| method.now(sample.today)).expect("a method");
        let rating = |level: &str| Rating { level: Some(level.into()), ..Rating::default() };
        let words: Vec<String> = method.levels.iter().map(|step| step.word.to_string()).collect();
        let second_ratings = vec![rating(&words[0]), rating(&words[2]), rating("purple")];
        let risk = Risk { now: rating(&words[0]), second_ratings, ..Risk::default() };
        let apart = Levels::of(&sample.isms, &method, sample.today).apart(&risk);
        let steps: Vec<Option<usize>> = apart.into_iter().map(|(_, steps)| steps).collect();
        assert_eq!(steps, [Some(0), Some(2), None]);
    }

    #[test]
    fn a_rating_is_read_by_the_version_that_it_was_made_with() {
        let mut sample = Sample::in_good_order();
        let before = sample.isms.method.one().map(|method| method.content()).expect("a method");
        let lowest = LevelFunction::Matrix(vec![
            vec![0; before.consequence.steps().len()];
            before.likelihood.steps().len()
        ]);
        let after = MethodContent { function: lowest, ..before.clone() };
        let by = Ref::number(1);
        let approvals =
            vec![Approval::of(7, by, sample.today, before.clone()), Approval::of(8, by, sample.today, after)];
        sample.edit_one(|method: &mut Method| method.approvals = approvals);
        let method = sample.isms.method.one().map(|method| method.now(sample.today)).expect("a method");
        let levels = Levels::of(&sample.isms, &method, sample.today);
        let risk = sample.isms.risks.get(&Ref::number(3)).expect("R-3");
        let then = Rating { level: None, score: None, method_version: Some(7), ..risk.now.clone() };
        assert!(levels.place(&then) > Some(0) && levels.place(&then) == before.level(&then));
        assert_eq!(levels.place(&Rating { method_version: Some(8), ..then }), Some(0));
    }
}
