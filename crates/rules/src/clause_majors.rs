//! Three minors on one clause: a hint that the clause fails as a whole (ISO/IEC 17021-1, 3.12).

use std::collections::BTreeMap;

use diagnostics::{Diagnostic, Grade};

/// How many rules have to find a minor on a clause before one major is proposed for it.
pub const MINORS_FOR_A_MAJOR: usize = 3;

/// A clause with minors of several rules: an auditor may raise one major in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseMajor {
    /// The clause without its letter, or the control: `9.2.2`, `A.5.18`.
    pub clause: &'static str,
    /// The rules that found minors, by code, each with how many.
    pub minors: Vec<(&'static str, usize)>,
}

impl ClauseMajor {
    /// Says it in a line: `9.2.2 may fail as a whole: minors of 3 rules (PB0912, PB0915 twice, PB0931)`.
    #[must_use]
    pub fn words(&self) -> String {
        let one = |(code, count): &(&str, usize)| match count {
            1 => (*code).to_owned(),
            2 => format!("{code} twice"),
            many => format!("{code} {many} times"),
        };
        let rules: Vec<String> = self.minors.iter().map(one).collect();
        format!("{} may fail as a whole: minors of {} rules ({})", self.clause, rules.len(), rules.join(", "))
    }
}

/// Returns the clauses on which minors of at least three rules stand open, by clause.
///
/// A rule that finds the same in many places counts once: that one thing is wrong often is said by its own escalation.
#[must_use]
pub fn clause_majors<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> Vec<ClauseMajor> {
    let mut found: BTreeMap<&'static str, BTreeMap<&'static str, usize>> = BTreeMap::new();
    for one in diagnostics.into_iter().filter(|one| one.counts() && one.grade == Grade::Minor) {
        // Of the clauses that a rule rests on, the first is the one that an auditor would raise it against.
        let Some(clause) = one.clauses.first().map(|clause| whole(clause)) else { continue };
        *found.entry(clause).or_default().entry(one.code).or_default() += 1;
    }
    let several = found.into_iter().filter(|(_, minors)| minors.len() >= MINORS_FOR_A_MAJOR);
    several.map(|(clause, minors)| ClauseMajor { clause, minors: minors.into_iter().collect() }).collect()
}

/// Returns a clause without its letter: `6.1.3` of `6.1.3 d)`.
fn whole(clause: &'static str) -> &'static str {
    clause.split(' ').next().unwrap_or(clause)
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn minors_of_three_rules_on_one_clause_point_to_one_major() {
        let all = [
            minor("PB0912", &["9.2.2 b)"]),
            minor("PB0915", &["9.2.2"]),
            minor("PB0915", &["9.2.2"]),
            minor("PB0931", &["9.2.2 c)", "9.3.3"]),
            minor("PB0923", &["9.3.3"]),
        ];
        let found = clause_majors(&all);
        let words: Vec<String> = found.iter().map(ClauseMajor::words).collect();
        assert_eq!(words, ["9.2.2 may fail as a whole: minors of 3 rules (PB0912, PB0915 twice, PB0931)"]);
    }

    #[test]
    fn one_rule_that_finds_much_and_minors_that_do_not_count_make_no_major() {
        let mut all = vec![minor("PB0912", &["9.2.2"]); 5];
        all.push(minor("PB0915", &["9.2.2"]));
        assert_eq!(clause_majors(&all), []);
        all.push(Diagnostic {
            verdict: Verdict::Unknown { missing: String::new() },
            ..minor("PB0931", &["9.2.2"])
        });
        all.push(Diagnostic { grade: Grade::Major, ..minor("PB0932", &["9.2.2"]) });
        assert_eq!(clause_majors(&all), []);
    }
}
