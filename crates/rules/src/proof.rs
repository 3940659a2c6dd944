//! Runs the proofs of all rules: each bad example fires exactly as it says, each good one does not.

#![cfg(test)]

use std::sync::OnceLock;

use diagnostics::Verdict;
use model::sample::Sample;

use crate::{Ask, RULES, Rule, check};

/// Returns an organisation in good order; made once, as each example begins with it.
pub(crate) fn in_good_order() -> Sample {
    static MADE: OnceLock<Sample> = OnceLock::new();
    MADE.get_or_init(Sample::in_good_order).clone()
}

/// Returns what a rule says about a sample.
fn says(rule: &Rule, given: fn(&mut Sample)) -> Vec<String> {
    let mut sample = in_good_order();
    given(&mut sample);
    let results = check(&Ask::new(&sample.isms, Some(&sample_integrity(&sample)), sample.today));
    results
        .diagnostics()
        .filter(|diagnostic| diagnostic.code == rule.code && diagnostic.verdict == Verdict::Fired)
        .map(|diagnostic| diagnostic.message.clone())
        .collect()
}

/// Returns facts about a ledger in which all is well, but for what the sample says.
pub(crate) fn sample_integrity(sample: &Sample) -> crate::Integrity {
    let anchors = sample.anchors.iter().map(|anchor| crate::Anchor {
        on: anchor.on,
        holder: anchor.holder.to_owned(),
        external: anchor.external,
        sequence: anchor.sequence,
        root: anchor.root.to_owned(),
        present: anchor.present.map(str::to_owned),
    });
    let backups = sample.backups.iter().map(|backup| crate::Backup {
        taken_on: backup.taken_on,
        restored_on: backup.restored_on,
        verified: backup.verified,
    });
    crate::Integrity {
        chain: sample.chain_faults.clone(),
        files: file_faults(sample),
        commits: Some(48),
        anchors: anchors.collect(),
        backups: Some(backups.collect()),
    }
}

/// Returns the files that the sample calls changed.
fn file_faults(sample: &Sample) -> Vec<crate::FileFault> {
    let fault = |record: &model::RecordId| crate::FileFault {
        record: *record,
        recorded: "a1".repeat(32),
        found: Some("b2".repeat(32)),
    };
    sample.file_faults.iter().map(fault).collect()
}

#[test]
fn every_bad_example_fires_as_it_says() {
    for rule in RULES {
        assert!(!rule.bad.is_empty(), "{} has no bad example", rule.code);
        for bad in rule.bad {
            assert_eq!(says(rule, bad.given), bad.says, "{} {}", rule.code, bad.title);
        }
    }
}

#[test]
fn no_good_example_fires() {
    for rule in RULES {
        assert!(!rule.good.is_empty(), "{} has no good example", rule.code);
        for good in rule.good {
            assert!(says(rule, good.given).is_empty(), "{} {}", rule.code, good.title);
        }
    }
}

#[test]
fn an_organisation_in_good_order_has_no_diagnostic() {
    let sample = in_good_order();
    let results = check(&Ask::new(&sample.isms, Some(&sample_integrity(&sample)), sample.today));
    let found: Vec<String> =
        results.diagnostics().map(|d| format!("{} {} {}", d.code, d.place, d.message)).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_place_and_a_write_name_fields_that_exist() {
    for rule in RULES {
        for bad in rule.bad {
            let mut sample = in_good_order();
            (bad.given)(&mut sample);
            let results = check(&Ask::new(&sample.isms, Some(&sample_integrity(&sample)), sample.today));
            for diagnostic in results.diagnostics().filter(|one| one.code == rule.code) {
                if let diagnostics::Place::Record { id, field } = &diagnostic.place {
                    let known = id.kind.fields().iter().any(|known| known.name == *field);
                    assert!(known || field.is_empty(), "{} {id} {field}", rule.code);
                }
                for write in &diagnostic.help.writes {
                    let typed = [(write.field.to_owned(), write.text.clone())];
                    let read = model::Change::of_text(&sample.isms, write.id, &typed);
                    assert!(read.is_ok(), "{} {} {}: {read:?}", rule.code, write.id, write.field);
                }
                assert!(!diagnostic.proof.is_empty(), "{} has no proof", rule.code);
                let plain = !diagnostic.message.ends_with('.') && !diagnostic.message.contains('\n');
                assert!(plain, "{}: {}", rule.code, diagnostic.message);
            }
        }
    }
}

/// Rules whose cure no command does yet, though it is more than a thought: computing losses, moving old rows, naming who does a
/// decision.
const WITHOUT_COMMAND: &[&str] = &["PB0662", "PB0681", "PB0922"];

#[test]
fn what_is_not_left_to_thought_names_its_command() {
    let mut silent = std::collections::BTreeSet::new();
    for rule in RULES.iter().filter(|rule| rule.fix_grade != diagnostics::FixGrade::Think) {
        for bad in rule.bad {
            let mut sample = in_good_order();
            (bad.given)(&mut sample);
            let results = check(&Ask::new(&sample.isms, Some(&sample_integrity(&sample)), sample.today));
            let mut own = results.of_rule(rule.code).filter(|one| one.verdict == Verdict::Fired);
            if own.any(|one| one.help.command.is_empty() && one.help.writes.is_empty()) {
                silent.insert(rule.code);
            }
        }
    }
    assert_eq!(silent, WITHOUT_COMMAND.iter().copied().collect());
}

#[test]
fn a_command_that_sets_a_field_sets_one_that_people_write() {
    let mut wrong = std::collections::BTreeSet::new();
    for rule in RULES {
        for bad in rule.bad {
            let mut sample = in_good_order();
            (bad.given)(&mut sample);
            let results = check(&Ask::new(&sample.isms, Some(&sample_integrity(&sample)), sample.today));
            for diagnostic in results.of_rule(rule.code) {
                let Some(rest) = diagnostic.help.command.strip_prefix("plumb set ") else { continue };
                let Some((id, typed)) = rest.split_once(' ') else { continue };
                let Some(id) = model::RecordId::parse(id) else { continue };
                let names = typed.split(' ').filter_map(|word| Some(word.split_once('=')?.0));
                let fields = id.kind.fields();
                let written = |name: &str| {
                    let name = name.split('.').next().unwrap_or(name);
                    fields.iter().any(|field| field.name == name && field.writer == model::Writer::Operation)
                };
                wrong.extend(names.filter(|name| written(name)).map(|name| format!("{} {name}", rule.code)));
            }
        }
    }
    assert_eq!(wrong, std::collections::BTreeSet::new());
}

#[test]
fn codes_are_unique_and_in_order() {
    assert!(RULES.windows(2).all(|pair| pair[0].code < pair[1].code));
    assert_eq!(RULES.len(), 203, "the catalogue has 200 rules, and three were added");
}

#[test]
fn every_clause_exists() {
    for rule in RULES {
        for clause in rule.clauses {
            let annex = clause.strip_prefix("A.").is_some();
            let known = annex
                || clause.starts_with("17021-1")
                || clause.starts_with("27006-1")
                || standards::clause(clause).is_some();
            assert!(known, "{}: {clause}", rule.code);
        }
    }
}

#[test]
fn what_a_rule_holds_exists_or_waits_and_is_not_more_severe() {
    for rule in RULES {
        for hold in rule.holds {
            let codes = match hold {
                crate::Hold::Everywhere(codes) | crate::Hold::Near(codes) => codes,
            };
            for held in codes.iter().filter_map(|code| crate::rule(code)) {
                assert!(
                    held.severity <= rule.severity && held.stage >= rule.stage,
                    "{} {}",
                    rule.code,
                    held.code
                );
            }
        }
    }
}

/// Returns the codes that are shown about a sample: fired, and held by nothing.
fn shown(given: fn(&mut Sample)) -> std::collections::BTreeSet<&'static str> {
    let mut sample = in_good_order();
    given(&mut sample);
    let integrity = sample_integrity(&sample);
    let results = check(&Ask::new(&sample.isms, Some(&integrity), sample.today));
    let fired = results.diagnostics().filter(|one| one.verdict == Verdict::Fired && one.held_by.is_none());
    fired.map(|one| one.code).collect()
}

/// Rules whose examples show other rules too, each because its defect is by itself a defect of theirs.
const TOGETHER: &[&str] = &[];

#[test]
fn one_defect_shows_one_rule() {
    let alone = |rule: &Rule| {
        let only = std::collections::BTreeSet::from([rule.code]);
        rule.bad.iter().any(|bad| shown(bad.given) == only)
    };
    let others: Vec<String> = RULES
        .iter()
        .filter(|rule| alone(rule) == TOGETHER.contains(&rule.code))
        .map(|rule| {
            format!("{} {:?}", rule.code, rule.bad.iter().map(|bad| shown(bad.given)).collect::<Vec<_>>())
        })
        .collect();
    assert!(others.is_empty(), "{others:#?}");
}
