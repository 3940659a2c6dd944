//! Trends for the management review: the same figures at the last review and now (9.3.2 d).

use model::records::{
    CriterionResult, FindingGrade, InputLetter, Nonconformity, NonconformityState, TreatmentAction,
};
use model::{Date, Isms};

/// A figure for a letter of 9.3.2, as so many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// The letter that it belongs to.
    pub letter: InputLetter,
    /// What is counted.
    pub label: &'static str,
    /// How many.
    pub count: usize,
    /// Of how many.
    pub of: usize,
}

/// A figure then and now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trend {
    /// Now.
    pub now: Figure,
    /// At the last review, where there was one.
    pub then: Option<Figure>,
}

impl Trend {
    /// Returns both in words: `3 of 12, before 5 of 10`.
    #[must_use]
    pub fn words(&self) -> String {
        let said = |figure: Figure| format!("{} of {}", figure.count, figure.of);
        match self.then {
            Some(then) => format!("{}, at the last review {}", said(self.now), said(then)),
            None => said(self.now),
        }
    }
}

/// Returns the figures of a day.
#[must_use]
pub fn figures(isms: &Isms, today: Date) -> Vec<Figure> {
    let figure = |letter, label, (count, of)| Figure { letter, label, count, of };
    let decisions = isms.management_reviews.iter().flat_map(|(_, review)| &review.decisions);
    let nonconformities = || isms.nonconformities.iter().map(|(_, one)| &**one);
    let is_open = |one: &Nonconformity| one.state != NonconformityState::Closed;
    let measures = isms.measures.iter().filter(|(_, one)| one.ended_on.is_none());
    let missed = measures.map(|(_, one)| {
        one.newest(today).and_then(|reading| reading.value).and_then(|value| one.is_missed_by(value))
            == Some(true)
    });
    let papers = isms.working_papers.iter().filter_map(|(_, paper)| paper.result);
    let findings = isms.findings.iter().map(|(_, finding)| finding);
    let weak = |grade: Option<FindingGrade>| grade.is_some_and(FindingGrade::is_nonconformity);
    let objectives = isms.objectives.iter().filter(|(_, one)| one.closed_on.is_none_or(|on| on > today));
    let reached = objectives.map(|(_, one)| {
        one.newest(today).and_then(|step| step.value).and_then(|value| one.is_missed_by(value)) == Some(false)
    });
    let risks = isms.risks.iter().filter(|(_, risk)| risk.status.is_open());
    let method = isms.method.one().map(|method| method.now(today));
    let above = risks.map(|(_, risk)| {
        let method = method.as_ref();
        method.is_some_and(|method| match (method.level(risk.remaining()), method.acceptance()) {
            (Some(level), Some(acceptance)) => level > acceptance,
            (None, _) | (_, None) => false,
        })
    });
    let actions = isms.treatment_actions.iter().filter(|(_, one)| one.state.is_open());
    let late = |one: &TreatmentAction| one.due.is_some_and(|due| due < today);
    vec![
        figure(InputLetter::A, "decisions not done", counted(decisions.map(|one| one.done_on.is_none()))),
        figure(InputLetter::D1, "nonconformities open", counted(nonconformities().map(is_open))),
        figure(
            InputLetter::D1,
            "nonconformities opened again",
            counted(nonconformities().map(|one| !one.reopenings.is_empty())),
        ),
        figure(InputLetter::D2, "measures that miss their target", counted(missed)),
        figure(
            InputLetter::D3,
            "criteria audited that do not conform",
            counted(papers.map(|result| result == CriterionResult::Fails)),
        ),
        figure(
            InputLetter::D3,
            "findings that are nonconformities",
            counted(findings.map(|finding| weak(finding.grade))),
        ),
        figure(InputLetter::D4, "objectives at their target", counted(reached)),
        figure(InputLetter::F, "open risks above the acceptance level", counted(above)),
        figure(InputLetter::F, "open treatment actions late", counted(actions.map(|(_, one)| late(one)))),
    ]
}

fn counted(all: impl Iterator<Item = bool>) -> (usize, usize) {
    all.fold((0, 0), |(count, of), one| (count + usize::from(one), of + 1))
}

/// Puts the figures of the last review beside those of now.
#[must_use]
pub fn trends(now: &[Figure], then: Option<&[Figure]>) -> Vec<Trend> {
    let before = |figure: &Figure| {
        let same = |other: &&Figure| (other.letter, other.label) == (figure.letter, figure.label);
        then.and_then(|then| then.iter().find(same)).copied()
    };
    now.iter().map(|figure| Trend { now: *figure, then: before(figure) }).collect()
}

#[cfg(test)]
mod tests {
    use model::Ref;

    use super::*;
    use crate::sample::good;

    #[test]
    fn a_figure_says_of_how_many_and_how_it_was_before() {
        let mut sample = good();
        let then = figures(&sample.isms, sample.today);
        sample.put(Ref::number(90), Nonconformity::default());
        let now = figures(&sample.isms, sample.today);
        let open = |figures: &[Figure]| {
            let one = figures.iter().find(|one| one.label == "nonconformities open");
            one.map(|one| (one.count, one.of)).expect("it is counted")
        };
        assert_eq!(open(&now), (open(&then).0 + 1, open(&then).1 + 1));
        let told = trends(&now, Some(&then));
        let words = told.iter().find(|one| one.now.label == "nonconformities open").map(Trend::words);
        assert!(words.is_some_and(|words| words.contains("at the last review")));
        assert!(trends(&now, None).iter().all(|one| one.then.is_none()));
    }
}
