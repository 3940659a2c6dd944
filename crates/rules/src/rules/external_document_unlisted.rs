//! A document from outside is used and stands in no register.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{ControlState, Document, Mention, Obligation, ObligationKind};
use model::{Isms, RecordId, RecordKind, Ref, YesNo};
use std::collections::{BTreeMap, BTreeSet};

use crate::facts::even;
use crate::planning::few;
use crate::support::words;

pub static RULE: Rule = Rule {
    code: "PB0718",
    name: "external document unlisted",
    severity: Severity::Note,
    grade: Grade::Opportunity,
    stage: Stage::Stage1,
    clauses: &["7.5.3 external"],
    what: "Finds laws and frameworks that obligations cite, and outside documents that controls follow, for which no document from outside is registered.",
    why: "people have to know which edition of a law or standard they work by",
    fix: "register it with source and edition",
    fix_grade: FixGrade::Safe,
    check: Check::Whole {
        reads: &[RecordKind::Obligation, RecordKind::Control, RecordKind::Document],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "a law",
            given: |s| s.remove("DOC-31"),
            says: &["Data Protection Act, section 32 comes from outside, is used, and is in no register"],
        },
        Bad {
            title: "registered as our own",
            given: |s| s.edit(31, |one: &mut Document| one.external = Some(YesNo::No)),
            says: &["Data Protection Act, section 32 comes from outside, is used, and is in no register"],
        },
        Bad {
            title: "a guide that two controls follow",
            given: |s| {
                for id in ["A.8.8", "A.8.9"] {
                    s.edit_control(id, |one| one.cites = vec!["CIS Benchmark".into()]);
                }
            },
            says: &["CIS Benchmark comes from outside, is used, and is in no register"],
        },
    ],
    good: &[
        Good { title: "the law is registered", given: |_| {} },
        Good {
            title: "in other letters",
            given: |s| s.edit(31, |one: &mut Document| one.title = "data protection act".into()),
        },
        Good {
            title: "by another name, and it names the obligation",
            given: |s| {
                s.edit(31, |one: &mut Document| {
                    one.title = "DPA".into();
                    one.mentions = vec![Mention {
                        name: "duty to protect".into(),
                        record: Some(Ref::<Obligation>::number(1).id()),
                    }];
                })
            },
        },
        Good {
            title: "the law binds no longer",
            given: |s| {
                s.remove("DOC-31");
                let today = s.today;
                s.edit(1, |one: &mut Obligation| one.ended_on = Some(today));
            },
        },
        Good {
            title: "a contract stands among the agreements",
            given: |s| s.edit(2, |one: &mut Obligation| one.cites = "Contract 7, page 3".into()),
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let isms = ask.isms;
    let registered = Registered::of(isms);
    let mut unlisted: BTreeMap<String, (&str, Vec<RecordId>)> = BTreeMap::new();
    for (id, obligation) in isms.obligations.iter() {
        let outside = matches!(obligation.kind, Some(ObligationKind::Law | ObligationKind::Framework));
        let binds = obligation.ended_on.is_none_or(|on| on > ask.today);
        if outside && binds && !registered.holds(id.id(), &obligation.cites) {
            unlisted
                .entry(even(&obligation.cites))
                .or_insert((&*obligation.cites, Vec::new()))
                .1
                .push(id.id());
        }
    }
    for (id, control) in isms.controls.iter() {
        let used = control.state != ControlState::Retired && control.included != Some(YesNo::No);
        for cited in control.cites.iter().filter(|cited| used && !registered.holds(id.id(), cited)) {
            unlisted.entry(even(cited)).or_insert((&**cited, Vec::new())).1.push(id.id());
        }
    }
    let mut unlisted: Vec<_> = unlisted.into_values().collect();
    unlisted.sort_by_key(|(_, records)| records[0]);
    for (name, records) in unlisted {
        let found = report.add(
            Place::field(records[0], "cites"),
            format!("{name} comes from outside, is used, and is in no register"),
        );
        found.proof("cited by", few(&records));
        for id in records.iter().take(10) {
            found.proof_of(*id, "title", isms.name_of(*id));
        }
        let title = name.replace('\'', " ");
        found.command(format!("plumb new document title='{title}' external=yes link=SOURCE"));
    }
}

/// The documents from outside: their titles in words, and the records that they name.
struct Registered {
    titles: Vec<String>,
    named: BTreeSet<RecordId>,
}

impl Registered {
    /// Finds them.
    fn of(isms: &Isms) -> Self {
        let outside = || isms.documents.iter().filter(|(_, one)| one.external == Some(YesNo::Yes));
        let titles = outside().filter(|(_, one)| !one.title.is_empty()).map(|(_, one)| words(&one.title));
        let named = outside().flat_map(|(_, one)| one.mentions.iter().filter_map(|mention| mention.record));
        Self { titles: titles.collect(), named: named.collect() }
    }

    /// Says whether what a record cites is among them; also where it cites nothing.
    fn holds(&self, record: RecordId, cited: &str) -> bool {
        let cited = words(cited);
        let nothing = cited.trim().is_empty();
        nothing
            || self.named.contains(&record)
            || self.titles.iter().any(|title| cited.contains(title.as_str()))
    }
}
