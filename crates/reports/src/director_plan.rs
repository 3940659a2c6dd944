//! The plan on two pages, for a director: scope, way with dates, audit days; who has to do what, the first gaps, what is decided next.

mod work;

use diagnostics::Diagnostic;
use model::Date;
use model::records::Scope;
use rules::{about, first_steps};
use standards::schedule::{AuditDays, Planned, Schedule, Source, audit_days_for, plan_of};

use crate::basis::Basis;
use crate::content::LedgerHead;

pub use work::{Deed, Gap};

/// How many gaps are shown.
const GAPS_MAX: usize = 10;

/// The plan as it is set on paper.
#[derive(Debug, Clone, PartialEq)]
pub struct DirectorPlan {
    /// The name of the organisation.
    pub organisation: String,
    /// The day that it speaks of.
    pub as_of: Date,
    /// The end of the ledger that it was made from.
    pub ledger: LedgerHead,
    /// The scope in a paragraph, and how it stands.
    pub scope: ScopeWords,
    /// The phases, with their dates and why.
    pub schedule: Schedule,
    /// The days of the audit; nothing while nobody said how many people are in scope.
    pub audit: Option<AuditDays>,
    /// Who has to do what by when.
    pub deeds: Vec<Deed>,
    /// The first gaps.
    pub gaps: Vec<Gap>,
    /// What follows the first gaps, in a sentence.
    pub more: String,
    /// What is to be decided next.
    pub decisions: Vec<String>,
}

/// The scope in a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeWords {
    /// The paragraph; empty where nobody has written one.
    pub text: String,
    /// How it stands.
    pub standing: Standing,
}

/// How a scope stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A version is approved.
    Approved,
    /// It is a draft.
    Draft,
    /// There is none.
    Missing,
}

/// Returns the plan; the diagnostics are those of the same ISMS and day.
pub fn plan<'a>(basis: &Basis, diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> DirectorPlan {
    let schedule = plan_of(basis.isms, basis.as_of);
    let steps = first_steps(diagnostics, basis.isms, basis.as_of, GAPS_MAX);
    let now = steps.now.iter().map(|step| work::gap(basis, step));
    let later = steps.later.iter().map(|step| work::later(basis, step));
    let gaps: Vec<Gap> = now.chain(later).take(GAPS_MAX).collect();
    let shown_ahead = gaps.len().saturating_sub(steps.now.len());
    let more = match (steps.more.steps, steps.ahead.count.saturating_sub(shown_ahead)) {
        (0, 0) => String::new(),
        (0, ahead) => format!("{ahead} more lie ahead, in phases that have not begun."),
        (now, 0) => format!("{now} more in the phases that have begun."),
        (now, ahead) => format!("{now} more in the phases that have begun; {ahead} lie ahead in later ones."),
    };
    let minutes = if steps.now.is_empty() {
        String::new()
    } else {
        format!("Those of today take about {} of somebody who knows the place. ", about(steps.minutes()))
    };
    DirectorPlan {
        organisation: basis.organisation(),
        as_of: basis.as_of,
        ledger: basis.ledger.clone(),
        scope: scope(basis),
        audit: audit_days_for(basis.isms, basis.as_of),
        deeds: work::deeds(basis, &schedule),
        decisions: work::decisions(basis, &schedule),
        schedule,
        gaps,
        more: format!("{minutes}{more}"),
    }
}

/// Returns the scope: the approved words, else those of today, else a draft that nobody has taken yet.
fn scope(basis: &Basis) -> ScopeWords {
    let words = |scope: &Scope| scope.statement.split_whitespace().collect::<Vec<_>>().join(" ");
    let counted = basis.isms.scope.one().filter(|scope| !scope.statement.is_empty());
    if let Some(scope) = counted {
        let approved = scope.in_force(basis.as_of);
        let frozen = approved.map(|approval| approval.content.statement.clone());
        let text =
            frozen.map_or_else(|| words(scope), |text| text.split_whitespace().collect::<Vec<_>>().join(" "));
        let standing = if approved.is_some() { Standing::Approved } else { Standing::Draft };
        return ScopeWords { text, standing };
    }
    let proposed = basis.isms.scope.everything().map(|(_, scope)| words(scope)).find(|text| !text.is_empty());
    match proposed {
        Some(text) => ScopeWords { text, standing: Standing::Draft },
        None => ScopeWords { text: String::new(), standing: Standing::Missing },
    }
}

impl DirectorPlan {
    /// Returns the line below the day of the certificate: the day wanted, and whether it can be met.
    pub fn wanted(&self) -> (String, String) {
        let wanted = self.schedule.wanted;
        match wanted.on() {
            Some(day) => (day.to_string(), wanted.words()),
            None => (wanted.words(), "the plan takes the shortest honest way".to_owned()),
        }
    }

    /// Returns the phases, and of each whether a person gave its dates.
    pub fn phases(&self) -> impl Iterator<Item = (&Planned, &'static str)> {
        self.schedule.phases.iter().map(|phase| {
            let mark = match phase.source {
                Source::Given => "moved by hand",
                Source::WorkedOut => "",
            };
            (phase, mark)
        })
    }
}

#[cfg(test)]
mod tests {
    use model::Line;
    use model::records::*;
    use rules::{Ask, check};

    use super::Standing;
    use super::*;
    use crate::sample::{basis, blank, good, head};

    fn plan_of_sample(sample: &model::sample::Sample) -> DirectorPlan {
        let ledger = head();
        let results = check(&Ask::new(&sample.isms, None, sample.today));
        plan(&basis(&sample.isms, sample.today, &ledger), results.diagnostics())
    }

    #[test]
    fn an_organisation_without_people_gets_a_plan_and_is_asked_for_them() {
        let plan = plan_of_sample(&blank());
        assert_eq!(plan.schedule.phases.len(), 9);
        assert!(plan.audit.is_none());
        assert_eq!(plan.scope, ScopeWords { text: String::new(), standing: Standing::Missing });
        assert!(plan.deeds.iter().all(|deed| deed.name == work::UNNAMED || deed.who == "Certification body"));
        assert!(!plan.gaps.is_empty() && plan.gaps.len() <= GAPS_MAX);
        assert!(plan.gaps.iter().all(|gap| !gap.clause.is_empty() && !gap.effort.is_empty()));
    }

    #[test]
    fn the_approved_scope_stands_as_approved_and_a_changed_one_does_not_take_its_place() {
        let mut sample = good();
        let approved = plan_of_sample(&sample).scope;
        assert_eq!(approved.standing, Standing::Approved);
        sample.edit_one(|scope: &mut Scope| scope.statement = "everything".into());
        assert_eq!(plan_of_sample(&sample).scope, approved);
        sample.edit_one(|scope: &mut Scope| scope.approvals.clear());
        let draft = ScopeWords { text: "everything".to_owned(), standing: Standing::Draft };
        assert_eq!(plan_of_sample(&sample).scope, draft);
    }

    #[test]
    fn who_is_named_stands_with_the_duty() {
        let plan = plan_of_sample(&good());
        let top = plan.deeds.iter().find(|deed| deed.who == "Top management").expect("there");
        assert_eq!(top.name, "Mara Kral");
        let mut sample = good();
        sample.edit_one(|one: &mut Organisation| one.body = Line::new("Assurance Ltd"));
        let plan = plan_of_sample(&sample);
        let body = plan.deeds.iter().find(|deed| deed.who == "Certification body").expect("there");
        assert_eq!(body.name, "Assurance Ltd");
        let owners = |plan: &DirectorPlan| {
            plan.deeds.iter().find(|deed| deed.who == "Owners of controls").expect("there").name.clone()
        };
        assert_ne!(owners(&plan), work::UNNAMED, "its controls have owners");
        assert_eq!(owners(&plan_of_sample(&blank())), work::UNNAMED);
    }
}
