//! Why controls are included: the kinds of reasons that auditors' workbooks mark, and what the ids stand for.

use std::collections::{BTreeMap, BTreeSet};

use model::records::{ObligationKind, Reason, SoaRow};
use model::{RecordId, RecordKind, Ref};

use crate::basis::Basis;

/// A kind of reason, as the columns of the usual workbooks have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Ground {
    /// LR: a law or regulation.
    Law,
    /// CO: a contract.
    Contract,
    /// BR/BP: a need of the business, or good practice.
    Practice,
    /// RRA: the result of the risk assessment.
    Risk,
}

impl Ground {
    /// All, in the order of the usual columns.
    pub(super) const ALL: [Self; 4] = [Self::Law, Self::Contract, Self::Practice, Self::Risk];

    /// Returns the head of its column, its key and what it means.
    pub(super) fn column(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Law => ("LR", "read:law", "x where a law or regulation asks for it."),
            Self::Contract => ("CO", "read:contract", "x where a contract asks for it."),
            Self::Practice => {
                ("BR/BP", "read:practice", "x where the business or good practice asks for it: the baseline.")
            }
            Self::Risk => ("RRA", "read:risk", "x where it treats a risk of the risk assessment."),
        }
    }

    /// Returns the kind of a reason; nothing where an obligation does not say what it is.
    fn of(basis: &Basis, reason: &Reason) -> Option<Self> {
        match reason {
            Reason::Risk(_) => Some(Self::Risk),
            Reason::Agreement(_) => Some(Self::Contract),
            Reason::Baseline(_) => Some(Self::Practice),
            Reason::Obligation(id) => match basis.isms.obligations.get(id)?.kind? {
                ObligationKind::Law => Some(Self::Law),
                ObligationKind::Contract => Some(Self::Contract),
                ObligationKind::Expectation | ObligationKind::Framework => Some(Self::Practice),
            },
        }
    }

    /// Says whether one of the reasons is of this kind.
    pub(super) fn is_among(self, basis: &Basis, reasons: &[Reason]) -> bool {
        reasons.iter().any(|reason| Self::of(basis, reason) == Some(self))
    }
}

/// Returns the reasons in short words: `risk, law; baseline: usual for our size`.
pub(super) fn words(basis: &Basis, reasons: &[Reason]) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut baselines = Vec::new();
    for reason in reasons {
        match reason {
            Reason::Risk(_) => words.push("risk".to_owned()),
            Reason::Agreement(_) => words.push("contract".to_owned()),
            Reason::Obligation(id) => {
                let kind = basis.isms.obligations.get(id).and_then(|obligation| obligation.kind);
                words.push(kind.map_or_else(|| "obligation".to_owned(), |kind| kind.to_string()));
            }
            Reason::Baseline(because) => baselines.push(format!("baseline: {because}")),
        }
    }
    let mut seen = BTreeSet::new();
    words.retain(|word| seen.insert(word.clone()));
    let words = Some(words.join(", ")).filter(|words| !words.is_empty());
    words.into_iter().chain(baselines).collect::<Vec<_>>().join("; ")
}

/// Returns the record that a reason names.
pub(super) fn named(reason: &Reason) -> Option<RecordId> {
    match reason {
        Reason::Risk(id) => Some(id.id()),
        Reason::Obligation(id) => Some(id.id()),
        Reason::Agreement(id) => Some(id.id()),
        Reason::Baseline(_) => None,
    }
}

/// What an id in a row stands for.
pub(super) struct Meaning {
    /// The id.
    pub id: RecordId,
    /// Its title, or that it is in no register.
    pub title: String,
    /// What it is: `risk, high`, `law, § 5`.
    pub what: String,
    /// The controls that rest on it.
    pub controls: Vec<String>,
}

/// Returns what the ids in the rows stand for, by kind and id.
pub(super) fn meanings(basis: &Basis, rows: &[SoaRow]) -> Vec<Meaning> {
    let mut found: BTreeMap<RecordId, Vec<String>> = BTreeMap::new();
    for row in rows {
        for id in row.reasons.iter().filter_map(named) {
            found.entry(id).or_default().push(row.control.to_string());
        }
    }
    let meaning = |(id, controls): (RecordId, Vec<String>)| Meaning {
        id,
        title: match basis.isms.get(id) {
            None => "in no register".to_owned(),
            Some(record) => record.title().to_owned(),
        },
        what: what(basis, id),
        controls,
    };
    found.into_iter().map(meaning).collect()
}

/// Returns what a record is, with what an auditor would ask of it next: the level of a risk, the source of an obligation.
fn what(basis: &Basis, id: RecordId) -> String {
    let singular = id.kind.kind().singular.to_owned();
    let more = if id.kind == RecordKind::Risk {
        let risk = basis.isms.risks.get(&Ref::of(id.key));
        risk.and_then(|risk| risk.now.level.as_ref()).map(|level| format!(", {level}"))
    } else if id.kind == RecordKind::Obligation {
        let obligation = basis.isms.obligations.get(&Ref::of(id.key));
        return obligation.map_or(singular.clone(), |obligation| {
            let kind = obligation.kind.map_or(singular, |kind| kind.to_string());
            if obligation.cites.is_empty() { kind } else { format!("{kind}: {}", obligation.cites) }
        });
    } else {
        None
    };
    singular + &more.unwrap_or_default()
}
