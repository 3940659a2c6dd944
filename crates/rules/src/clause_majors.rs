//! Three minors on one clause: a hint that the clause fails as a whole (ISO/IEC 17021-1, 3.12).

use std::collections::{BTreeMap, BTreeSet};

use diagnostics::{Diagnostic, Grade};

/// How many minors stand on a clause before one major is proposed for it.
pub const MINORS_FOR_A_MAJOR: usize = 3;

/// A clause with several minors: an auditor may raise one major in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseMajor {
    /// The clause without its letter, or the control: `9.2.2`, `A.5.18`.
    pub clause: &'static str,
    /// The rules that found minors, by code, each with how many.
    pub minors: Vec<(&'static str, usize)>,
}

impl ClauseMajor {
    /// Says it in a line: `9.2.2 may fail as a whole: 5 minors of 2 rules (PB0912 3 times, PB0915 twice)`.
    #[must_use]
    pub fn words(&self) -> String {
        let one = |(code, count): &(&str, usize)| match count {
            1 => (*code).to_owned(),
            2 => format!("{code} twice"),
            many => format!("{code} {many} times"),
        };
        let rules: Vec<String> = self.minors.iter().map(one).collect();
        let of = if rules.len() == 1 { "1 rule".to_owned() } else { format!("{} rules", rules.len()) };
        let minors: usize = self.minors.iter().map(|(_, count)| count).sum();
        format!("{} may fail as a whole: {minors} minors of {of} ({})", self.clause, rules.join(", "))
    }
}

/// Returns the clauses on which at least three minors stand open, by clause.
///
/// A minor counts on each clause that its rule rests on, and a rule that finds much counts each. What the rules for
/// certification bodies ask is the body's to keep, and no clause of ours.
#[must_use]
pub fn clause_majors<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> Vec<ClauseMajor> {
    let mut found: BTreeMap<&'static str, BTreeMap<&'static str, usize>> = BTreeMap::new();
    for one in diagnostics.into_iter().filter(|one| one.counts() && one.grade == Grade::Minor) {
        let clauses: BTreeSet<&str> = one.clauses.iter().filter_map(|clause| whole(clause)).collect();
        for clause in clauses {
            *found.entry(clause).or_default().entry(one.code).or_default() += 1;
        }
    }
    let several =
        found.into_iter().filter(|(_, minors)| minors.values().sum::<usize>() >= MINORS_FOR_A_MAJOR);
    several.map(|(clause, minors)| ClauseMajor { clause, minors: minors.into_iter().collect() }).collect()
}

/// What certification bodies are bound by.
const OF_THE_BODY: &[&str] = &["17021-1", "27006-1"];

/// Returns a clause without its letter, `6.1.3` of `6.1.3 d)`; nothing of what binds certification bodies.
fn whole(clause: &'static str) -> Option<&'static str> {
    clause.split(' ').next().filter(|first| !OF_THE_BODY.contains(first))
}

#[cfg(test)]
mod tests {
    use model::records::Control;

    use diagnostics::{FixGrade, Help, Place, Severity, Stage, Time, Verdict};

    use super::*;

    fn minor(code: &'static str, clauses: &'static [&'static str]) -> Diagnostic {
        Diagnostic {
            code,
            name: "a rule",
            severity: Severity::Warning,
            grade: Grade::Minor,
            stage: Stage::Stage1,
            clauses,
            message: String::new(),
            place: Place::Whole,
            proof: Vec::new(),
            why: "",
            help: Help {
                text: String::new(),
                grade: FixGrade::Think,
                command: String::new(),
                writes: Vec::new(),
            },
            verdict: Verdict::Fired,
            held_by: None,
            time: Time::Now,
            said: None,
        }
    }

    /// Returns the hints in words.
    fn words(all: &[Diagnostic]) -> Vec<String> {
        clause_majors(all).iter().map(ClauseMajor::words).collect()
    }

    #[test]
    fn three_minors_on_one_clause_point_to_one_major_whatever_rules_they_are_of() {
        let mut all = vec![
            minor("PB0912", &["9.2.2 b)"]),
            minor("PB0912", &["9.2.2 b)", "9.2.2 c)"]),
            minor("PB0915", &["9.2.2"]),
            minor("PB0931", &["9.3.3", "9.2.2 c)"]),
            minor("PB0923", &["9.3.3"]),
        ];
        let expected = "9.2.2 may fail as a whole: 4 minors of 3 rules (PB0912 twice, PB0915, PB0931)";
        assert_eq!(words(&all), [expected]);
        all.truncate(2);
        assert!(words(&all).is_empty(), "two are too few");
        all.push(minor("PB0912", &["9.2.2"]));
        assert_eq!(words(&all), ["9.2.2 may fail as a whole: 3 minors of 1 rule (PB0912 3 times)"]);
    }

    #[test]
    fn minors_that_do_not_count_and_majors_make_no_major() {
        let mut all = vec![minor("PB0912", &["9.2.2"]); 2];
        all.push(Diagnostic {
            verdict: Verdict::Unknown { missing: String::new() },
            ..minor("PB0931", &["9.2.2"])
        });
        all.push(Diagnostic { grade: Grade::Major, ..minor("PB0932", &["9.2.2"]) });
        assert!(words(&all).is_empty());
    }

    #[test]
    fn what_real_rules_find_counts_on_each_of_their_clauses() {
        let mut sample = crate::proof::in_good_order();
        for control in ["A.8.20", "A.8.21", "A.8.22"] {
            sample.edit_control(control, |control: &mut Control| control.owner = None);
        }
        let results = crate::check(&crate::Ask::new(&sample.isms, None, sample.today));
        let found: Vec<Diagnostic> = results.diagnostics().cloned().collect();
        let said =
            |clause: &str| format!("{clause} may fail as a whole: 3 minors of 1 rule (PB1121 3 times)");
        assert_eq!(words(&found), [said("5.3"), said("A.5.2")]);
    }

    #[test]
    fn what_binds_the_body_is_no_clause_of_ours() {
        let binds = |clause: &&str| clause.starts_with("17021-1") || clause.starts_with("27006-1");
        let mut looked = 0;
        for rule in crate::RULES.iter().filter(|rule| rule.clauses.iter().any(&binds)) {
            let mut sample = crate::proof::in_good_order();
            (rule.bad[0].given)(&mut sample);
            let results = crate::check(&crate::Ask::new(&sample.isms, None, sample.today));
            let of_rule = results.of_rule(rule.code).filter(|one| one.verdict == Verdict::Fired).take(1);
            let thrice: Vec<Diagnostic> = of_rule
                .flat_map(|one| std::iter::repeat_n(Diagnostic { grade: Grade::Minor, ..one.clone() }, 3))
                .collect();
            let own: BTreeSet<&str> = rule.clauses.iter().filter(|clause| !binds(clause)).copied().collect();
            let own: BTreeSet<&str> = own.iter().filter_map(|clause| clause.split(' ').next()).collect();
            let found: BTreeSet<&str> = clause_majors(&thrice).iter().map(|one| one.clause).collect();
            assert_eq!(found, own, "{}", rule.code);
            looked += 1;
        }
        assert!(looked > 5, "{looked} rules rest on what binds the body");
    }
}
