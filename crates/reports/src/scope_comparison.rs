//! Two versions of the scope beside each other: what comes in and goes out, the risks and controls it brings, and the audit days before and after (4.3).

use std::collections::BTreeSet;

use model::records::{Control, FrozenElement, Reason, Risk, Scope, ScopeContent};
use model::{Date, Isms, RecordId, RecordKind, Ref, YesNo};
use standards::certification::{PlannedTime, SiteSample, TimeRefusal, site_sample};

use crate::audit_time::by_the_table;

/// One side of the comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct ScopeSide {
    /// The version; none for the scope as it stands, approved or not.
    pub version: Option<u32>,
    /// Who approved it.
    pub by: Option<String>,
    /// When.
    pub on: Option<Date>,
    /// What it holds.
    pub content: ScopeContent,
}

impl ScopeSide {
    /// Returns its short name: `v1`, or `now`.
    #[must_use]
    pub fn name(&self) -> String {
        self.version.map_or_else(|| "now".to_owned(), |version| format!("v{version}"))
    }

    /// Returns its name with who approved it and when.
    #[must_use]
    pub fn words(&self) -> String {
        match (&self.by, self.on) {
            (Some(by), Some(on)) => format!("{} approved {on} by {by}", self.name()),
            (None, _) | (_, None) => "the scope as it stands".to_owned(),
        }
    }

    fn sites(&self) -> usize {
        self.content.elements.iter().filter(|one| one.id.kind == RecordKind::Site).count()
    }
}

/// Returns an approved version, the newest of that number; nothing where there is none.
#[must_use]
pub fn approved(isms: &Isms, version: u32) -> Option<ScopeSide> {
    let scope = isms.scope.one()?;
    let approval = scope.approvals.iter().rev().find(|approval| approval.version == version)?;
    Some(ScopeSide {
        version: Some(version),
        by: Some(isms.name_of(approval.by.id())),
        on: Some(approval.on),
        content: approval.content.clone(),
    })
}

/// Returns the scope as it stands.
#[must_use]
pub fn live(isms: &Isms) -> Option<ScopeSide> {
    let scope: &Scope = isms.scope.one()?;
    Some(ScopeSide { version: None, by: None, on: None, content: scope.content(isms) })
}

/// What differs, and what it brings.
#[derive(Debug, Clone, PartialEq)]
pub struct ScopeDiff {
    /// What is inside and was not.
    pub added: Vec<FrozenElement>,
    /// What was inside and is not.
    pub removed: Vec<FrozenElement>,
    /// Texts that differ: the name of the field, before and after.
    pub texts: Vec<(&'static str, String, String)>,
    /// Open risks that touch what comes in.
    pub risks: Vec<Ref<Risk>>,
    /// Controls that apply because of these risks.
    pub controls: Vec<Ref<Control>>,
    /// What comes in and no risk touches: somebody has to look at it.
    pub unassessed: Vec<FrozenElement>,
}

/// Compares two sides; risks and controls are those of the records.
#[must_use]
pub fn compare(isms: &Isms, before: &ScopeSide, after: &ScopeSide) -> ScopeDiff {
    let ids =
        |side: &ScopeSide| side.content.elements.iter().map(|one| one.id).collect::<BTreeSet<RecordId>>();
    let (old, new) = (ids(before), ids(after));
    let only = |side: &ScopeSide, other: &BTreeSet<RecordId>| {
        let mut only: Vec<FrozenElement> =
            side.content.elements.iter().filter(|one| !other.contains(&one.id)).cloned().collect();
        only.sort_by_key(|one| one.id);
        only
    };
    let added = only(after, &old);
    let touches = |id: RecordId| {
        let risks = isms.sources::<Risk>(id);
        risks
            .filter(|risk| isms.risks.get(risk).is_some_and(|risk| risk.status.is_open()))
            .collect::<Vec<_>>()
    };
    let risks: BTreeSet<Ref<Risk>> = added.iter().flat_map(|one| touches(one.id)).collect();
    let unassessed = added.iter().filter(|one| touches(one.id).is_empty()).cloned().collect();
    let because = |control: &Control| {
        let reasons = control.reasons.iter();
        let risk = reasons.filter_map(|reason| match reason {
            Reason::Risk(risk) => Some(risk),
            Reason::Obligation(_) | Reason::Agreement(_) | Reason::Baseline(_) => None,
        });
        control.included == Some(YesNo::Yes) && risk.into_iter().any(|risk| risks.contains(risk))
    };
    let controls = isms.controls.iter().filter(|(_, control)| because(control)).map(|(id, _)| id).collect();
    ScopeDiff {
        removed: only(before, &new),
        texts: texts(&before.content, &after.content),
        controls,
        unassessed,
        added,
        risks: risks.into_iter().collect(),
    }
}

/// Returns the texts that differ.
fn texts(before: &ScopeContent, after: &ScopeContent) -> Vec<(&'static str, String, String)> {
    let services = |content: &ScopeContent| {
        content.services.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    };
    let exclusions = |content: &ScopeContent| {
        let all = content.exclusions.iter().map(|one| format!("{} ({})", one.title, one.because));
        all.collect::<Vec<_>>().join("; ")
    };
    let pairs = [
        ("statement", before.statement.to_string(), after.statement.to_string()),
        ("services", services(before), services(after)),
        ("left out", exclusions(before), exclusions(after)),
        (
            "wording for the certificate",
            before.certificate_wording.to_string(),
            after.certificate_wording.to_string(),
        ),
    ];
    pairs.into_iter().filter(|(_, before, after)| before != after).collect()
}

/// The audit days of a side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeDays {
    /// The people in scope.
    pub persons: u32,
    /// The days that the table gives, without factors.
    pub time: PlannedTime,
    /// How many of the sites beside the central function are visited, where they work alike.
    pub sites: SiteSample,
}

/// Returns the audit days of a side for so many people.
///
/// # Errors
/// Refuses nobody, and more people than are computed with.
pub fn days(side: &ScopeSide, persons: u32) -> Result<ScopeDays, TimeRefusal> {
    let others = u32::try_from(side.sites().saturating_sub(1)).unwrap_or(u32::MAX);
    Ok(ScopeDays { persons, time: by_the_table(persons)?, sites: site_sample(others) })
}

#[cfg(test)]
mod tests {
    use model::records::{RiskStatus, Site};

    use super::*;
    use crate::sample::good;

    #[test]
    fn a_site_that_comes_in_brings_its_risks_and_the_controls_against_them() {
        let mut sample = good();
        let before = live(&sample.isms).expect("there");
        sample.put(
            Ref::number(40),
            Site { title: "Galway".into(), in_scope: model::InScope::In, ..Site::default() },
        );
        let after = live(&sample.isms).expect("there");
        let bare = compare(&sample.isms, &before, &after);
        assert_eq!(bare.added.iter().map(|one| one.id.to_string()).collect::<Vec<_>>(), ["SIT-40"]);
        assert_eq!((bare.unassessed.len(), bare.risks.len(), bare.removed.len()), (1, 0, 0));
        let risk = Ref::<Risk>::number(1);
        sample.edit(1, |risk: &mut Risk| {
            risk.elements.push(model::ElementRef::new(Ref::<Site>::number(40).id()).expect("an element"));
            risk.status = RiskStatus::Open;
        });
        sample.edit_control("A.7.1", |control| {
            control.included = Some(YesNo::Yes);
            control.reasons = vec![Reason::Risk(risk)];
        });
        let found = compare(&sample.isms, &before, &after);
        assert_eq!((found.risks.as_slice(), found.unassessed.len()), ([risk].as_slice(), 0));
        assert!(found.controls.iter().any(|control| control.to_string() == "A.7.1"));
        let back = compare(&sample.isms, &after, &before);
        assert_eq!((back.added.len(), back.removed.len()), (0, 1));
    }

    #[test]
    fn more_people_and_sites_take_more_days() {
        let mut sample = good();
        let before = live(&sample.isms).expect("there");
        for number in 40..44 {
            sample.put(
                Ref::number(number),
                Site { title: "Branch".into(), in_scope: model::InScope::In, ..Site::default() },
            );
        }
        let after = live(&sample.isms).expect("there");
        let (small, large) = (days(&before, 60).expect("days"), days(&after, 90).expect("days"));
        assert!(small.time.rounded.initial < large.time.rounded.initial);
        assert!(small.sites.initial < large.sites.initial);
        assert!(days(&before, 0).is_err());
    }

    #[test]
    fn only_texts_that_differ_are_told() {
        let sample = good();
        let before = live(&sample.isms).expect("there");
        let mut after = before.clone();
        assert!(compare(&sample.isms, &before, &after).texts.is_empty());
        after.content.statement = "everything".into();
        let told = compare(&sample.isms, &before, &after).texts;
        assert_eq!((told.len(), told[0].0, told[0].2.as_str()), (1, "statement", "everything"));
    }
}
