//! The forward statement of applicability: the controls that risks and obligations make necessary, held against Annex A
//! (6.1.3 b, c).

use model::records::{Control, Obligation, Reason, Risk, Treatment};
use model::{Date, Isms, Key, RecordId, Ref, YesNo};

/// The comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Each control of Annex A, in its order.
    pub rows: Vec<Compared>,
    /// Necessary controls of one's own that serve no row of Annex A: allowed, and to be looked at.
    pub own: Vec<Ref<Control>>,
    /// Open risks that are to be modified, and no control is determined for them.
    pub bare_risks: Vec<Ref<Risk>>,
    /// Obligations that are taken up, and nothing on record meets them.
    pub bare_obligations: Vec<Ref<Obligation>>,
}

/// One control of Annex A.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The control.
    pub control: Ref<Control>,
    /// What it is called.
    pub title: String,
    /// The risks and obligations that need it, also through own controls that serve it.
    pub needed_by: Vec<RecordId>,
    /// What the statement says.
    pub included: Option<YesNo>,
    /// How the two fit.
    pub outcome: Outcome,
}

/// How need and statement fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It is needed, and the statement leaves it out.
    Omitted,
    /// It is needed, and nobody has decided.
    Undecided,
    /// It is included, and nothing on record needs it; a baseline or an agreement may ask for it.
    NotNeeded,
    /// It is included for a baseline or an agreement alone.
    OtherReason,
    /// It is needed and included.
    Agrees,
    /// It is not needed, and not included.
    Out,
}

impl Outcome {
    /// Returns its words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Omitted => "needed, left out",
            Self::Undecided => "needed, undecided",
            Self::NotNeeded => "included, nothing needs it",
            Self::OtherReason => "included for another reason",
            Self::Agrees => "needed and included",
            Self::Out => "not needed",
        }
    }

    /// Says whether somebody has to look at it.
    #[must_use]
    pub fn is_question(self) -> bool {
        match self {
            Self::Omitted | Self::Undecided | Self::NotNeeded => true,
            Self::OtherReason | Self::Agrees | Self::Out => false,
        }
    }
}

/// Compares what risks and obligations need with the statement.
#[must_use]
pub fn compare(isms: &Isms, today: Date) -> Comparison {
    let rows = isms.controls.iter().filter(|(id, _)| matches!(id.key, Key::AnnexA(_)));
    let rows = rows.map(|(id, control)| {
        let mut needed_by = needs(isms, id, today);
        for own in serving(isms, id) {
            needed_by.extend(needs(isms, own, today));
        }
        needed_by.sort_unstable();
        needed_by.dedup();
        let outcome = outcome(control, &needed_by);
        Compared {
            control: id,
            title: control.title.to_string(),
            needed_by,
            included: control.included,
            outcome,
        }
    });
    let own = isms.controls.iter().filter(|(id, control)| {
        matches!(id.key, Key::Number(_))
            && control.implements.is_empty()
            && !needs(isms, *id, today).is_empty()
    });
    let is_bare = |risk: &Risk| {
        risk.status.is_open() && risk.treatment == Treatment::Modify && risk.controls.is_empty()
    };
    let bare_obligations = isms.obligations.iter().filter(|(_, one)| binds(one, today) && one.by.is_empty());
    Comparison {
        rows: rows.collect(),
        own: own.map(|(id, _)| id).collect(),
        bare_risks: isms.risks.iter().filter(|(_, risk)| is_bare(risk)).map(|(id, _)| id).collect(),
        bare_obligations: bare_obligations.map(|(id, _)| id).collect(),
    }
}

/// Says whether an obligation is taken up and binds on a day.
fn binds(obligation: &Obligation, today: Date) -> bool {
    obligation.addressed == Some(YesNo::Yes) && obligation.ended_on.is_none_or(|on| on > today)
}

/// Returns the open risks and the obligations that need a control.
fn needs(isms: &Isms, control: Ref<Control>, today: Date) -> Vec<RecordId> {
    let risks = isms.sources::<Risk>(control.id()).filter(|id| {
        let risk = isms.risks.get(id);
        risk.is_some_and(|risk| risk.status.is_open() && risk.controls.contains(&control))
    });
    let obligations = isms.sources::<Obligation>(control.id()).filter(|id| {
        let one = isms.obligations.get(id);
        one.is_some_and(|one| binds(one, today) && one.by.contains(&control.id()))
    });
    risks.map(|id| id.id()).chain(obligations.map(|id| id.id())).collect()
}

/// Returns the own controls that serve a row.
fn serving(isms: &Isms, row: Ref<Control>) -> Vec<Ref<Control>> {
    let serves = |id: &Ref<Control>| isms.controls.get(id).is_some_and(|one| one.implements.contains(&row));
    isms.sources::<Control>(row.id()).filter(|id| *id != row && serves(id)).collect()
}

fn outcome(control: &Control, needed_by: &[RecordId]) -> Outcome {
    let other = |reason: &Reason| match reason {
        Reason::Agreement(_) | Reason::Baseline(_) => true,
        Reason::Risk(_) | Reason::Obligation(_) => false,
    };
    match (control.included, !needed_by.is_empty()) {
        (Some(YesNo::Yes), true) => Outcome::Agrees,
        (Some(YesNo::No), true) => Outcome::Omitted,
        (None, true) => Outcome::Undecided,
        (Some(YesNo::Yes), false) if control.reasons.iter().any(other) => Outcome::OtherReason,
        (Some(YesNo::Yes), false) => Outcome::NotNeeded,
        (Some(YesNo::No) | None, false) => Outcome::Out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::good;

    fn of(comparison: &Comparison, id: &str) -> Compared {
        let row = comparison.rows.iter().find(|row| row.control.to_string() == id);
        row.expect("each of the 93 is there").clone()
    }

    #[test]
    fn a_control_that_a_risk_needs_is_an_omission_where_it_is_left_out() {
        let mut sample = good();
        let all = compare(&sample.isms, sample.today);
        assert_eq!(all.rows.len(), 93);
        assert!(all.rows.iter().all(|row| row.outcome != Outcome::Omitted), "the sample omits nothing");
        let backup = of(&all, "A.8.13");
        assert_eq!(backup.outcome, Outcome::Agrees);
        assert!(!backup.needed_by.is_empty());
        sample.edit_control("A.8.13", |control| control.included = Some(YesNo::No));
        assert_eq!(of(&compare(&sample.isms, sample.today), "A.8.13").outcome, Outcome::Omitted);
        sample.edit_control("A.8.13", |control| control.included = None);
        assert_eq!(of(&compare(&sample.isms, sample.today), "A.8.13").outcome, Outcome::Undecided);
    }

    #[test]
    fn a_risk_to_be_modified_without_a_control_is_named() {
        let mut sample = good();
        sample.edit(1, |risk: &mut Risk| {
            risk.treatment = Treatment::Modify;
            risk.controls.clear();
        });
        assert_eq!(compare(&sample.isms, sample.today).bare_risks, [Ref::number(1)]);
    }

    #[test]
    fn what_nothing_needs_is_asked_about_unless_another_reason_is_given() {
        let mut sample = good();
        let all = compare(&sample.isms, sample.today);
        let out = all.rows.iter().find(|row| row.needed_by.is_empty()).expect("some control is not needed");
        let id = out.control.to_string();
        sample.edit_control(&id, |control| {
            control.included = Some(YesNo::Yes);
            control.reasons.clear();
        });
        assert_eq!(of(&compare(&sample.isms, sample.today), &id).outcome, Outcome::NotNeeded);
        sample
            .edit_control(&id, |control| control.reasons = vec![Reason::Baseline("all of the theme".into())]);
        assert_eq!(of(&compare(&sample.isms, sample.today), &id).outcome, Outcome::OtherReason);
    }
}
