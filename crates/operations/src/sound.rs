//! Whether a record can be as it is to stand: what its own step would refuse, no form, bulk edit or import brings in either.

use model::records::*;
use model::{Change, Date, Isms, Problem, RecordId, Ref};

use crate::ask_exception::not_named;
use crate::except_vulnerability::unfit;
use crate::frozen::is_reported;
use crate::record_run::{TOO_EARLY, is_too_early};
use crate::stepping::FIRST_DAY;
use crate::{FieldProblem, Typed, write_fields};

/// Writes typed fields as [`write_fields`] does, and looks that the record can be so. An edit of what was approved has to be
/// approved anew.
pub(crate) fn written(
    isms: &Isms,
    id: RecordId,
    typed: &Typed,
    today: Date,
) -> Result<Change, Vec<FieldProblem>> {
    let change = write_fields(isms, id, typed)?;
    sound(isms, &change, today, Way::Form)?;
    Ok(crate::approve_audit_programme::with_approval(isms, change))
}

/// How a record comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// Somebody typed it.
    Form,
    /// From a file, which tells what happened elsewhere.
    File,
}

/// Looks that a record can be as a change leaves it; what was wrong with it before is not told again.
pub(crate) fn sound(isms: &Isms, change: &Change, today: Date, way: Way) -> Result<(), Vec<FieldProblem>> {
    let before = change.id().and_then(|id| isms.present(id));
    let mut found = Look::at(isms, change, today, way);
    if let Some(before) = &before {
        let known = Look::at(isms, before, today, way);
        found.retain(|problem| !known.contains(problem));
        found.extend(moved(before, change, today));
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// Finds a run whose day is moved although it was due already.
fn moved(before: &Change, change: &Change, today: Date) -> Option<FieldProblem> {
    let (Change::ControlRun(id, before), Change::ControlRun(_, after)) = (before, change) else {
        return None;
    };
    let due = before.record.due.filter(|due| *due < today && after.record.due != Some(*due))?;
    let words = format!("{id} was due on {due}; that day stands, record the run late or let it stand");
    Some(FieldProblem { field: "due".to_owned(), problem: Problem::new(words) })
}

/// A look at one record.
struct Look<'a> {
    isms: &'a Isms,
    today: Date,
    way: Way,
    problems: Vec<FieldProblem>,
}

impl<'a> Look<'a> {
    /// Returns what is wrong with a record as a change leaves it.
    fn at(isms: &'a Isms, change: &Change, today: Date, way: Way) -> Vec<FieldProblem> {
        let mut look = Self { isms, today, way, problems: Vec::new() };
        macro_rules! look_at {
            ($($kind:ident: $look:ident),* $(,)?) => {
                $(if let Change::$kind(id, stored) = change {
                    look.$look(*id, &stored.record);
                })*
            };
        }
        look_at!(
            Exception: exception,
            Vulnerability: vulnerability,
            Finding: finding,
            WorkingPaper: paper,
            Nonconformity: nonconformity,
            ControlRun: control_run,
            ControlTest: test,
            AccessReview: access_review,
            GapAnalysis: gap_analysis,
        );
        look.problems
    }

    /// Notes what is wrong with a field.
    fn wrong(&mut self, field: &str, words: impl Into<String>) {
        self.problems.push(FieldProblem { field: field.to_owned(), problem: Problem::new(words.into()) });
    }

    /// Notes a day of what happened that is to come, or too far back to be meant.
    fn happened(&mut self, field: &str, day: Option<Date>) {
        match day {
            Some(day) if day > self.today => {
                self.wrong(field, format!("{day} is a day to come; write it down when it has happened"));
            }
            Some(day) if day < FIRST_DAY => {
                self.wrong(field, format!("{day} is before {FIRST_DAY}; give a day from then on"));
            }
            Some(_) | None => {}
        }
    }

    fn exception(&mut self, _: Ref<Exception>, exception: &Exception) {
        if let Some(words) = exception.target.and_then(not_named) {
            self.wrong("target", words);
        }
        self.happened("asked_on", exception.asked_on);
    }

    fn vulnerability(&mut self, id: Ref<Vulnerability>, weakness: &Vulnerability) {
        self.happened("found_on", weakness.found_on);
        self.happened("fixed_on", weakness.fixed_on);
        let Some(exception) = weakness.exception else { return };
        match self.isms.exceptions.get(&exception) {
            Some(allowed) if !allowed.is_in_force(self.today) => {
                self.wrong(
                    "exception",
                    format!("{exception} does not hold; have it approved or extended first"),
                );
            }
            Some(allowed) => {
                if let Some(what) = unfit(self.isms, id, weakness, allowed) {
                    self.wrong("exception", format!("{exception} does not allow it; it takes {what}"));
                }
            }
            None => {}
        }
    }

    fn finding(&mut self, _: Ref<Finding>, finding: &Finding) {
        self.happened("raised_on", finding.raised_on);
        let Some(id) = finding.audit else {
            // A list from elsewhere may not say which audit found it.
            return match self.way {
                Way::File => {}
                Way::Form => self.wrong("audit", "no audit found it; raise it in an audit"),
            };
        };
        let sheet = finding.paper.and_then(|paper| self.isms.working_papers.get(&paper));
        if sheet.is_some_and(|sheet| sheet.audit != Some(id)) {
            self.wrong("paper", format!("it is no working paper of {id}; name one of that audit"));
        }
        let Some(audit) = self.isms.audits.get(&id) else { return };
        if audit.state == AuditState::Cancelled {
            self.wrong("audit", format!("{id} is cancelled; it found nothing"));
        }
        if audit.state == AuditState::Planned && audit.is_internal() && self.way == Way::Form {
            self.wrong("audit", format!("{id} is planned; start it before it finds anything"));
        }
        if finding.grade == Some(FindingGrade::Concern) && audit.is_internal() {
            self.wrong("grade", "a concern is raised at Stage 1 only; give another grade");
        }
        if let (Some(raised), Some(started)) = (finding.raised_on, audit.started_on)
            && raised < started
        {
            self.wrong("raised_on", format!("{raised} is before {started}, when {id} was started"));
        }
    }

    fn paper(&mut self, _: Ref<WorkingPaper>, paper: &WorkingPaper) {
        if let Some(audit) = paper.audit.filter(|_| is_reported(self.isms, paper.audit)) {
            self.wrong("audit", format!("the report of {audit} went out; withdraw it first"));
        }
    }

    fn nonconformity(&mut self, _: Ref<Nonconformity>, breach: &Nonconformity) {
        let days = [
            ("raised_on", breach.raised_on),
            ("plan_sent_on", breach.plan_sent_on),
            ("plan_accepted_on", breach.plan_accepted_on),
            ("verified_on", breach.verified_on),
        ];
        for (field, day) in days {
            self.happened(field, day);
        }
        // What the body did comes in this order.
        let first = days[0].1;
        for (field, day) in &days[1..] {
            if let (Some(first), Some(day)) = (first, *day)
                && day < first
            {
                self.wrong(field, format!("{day} is before {first}, when it was raised"));
            }
        }
    }

    fn control_run(&mut self, _: Ref<ControlRun>, run: &ControlRun) {
        self.happened("done_on", run.done_on);
        if let (Some(due), Some(on)) = (run.due, run.done_on)
            && is_too_early(due, on)
        {
            self.wrong("done_on", format!("{on} is long before {due}; give {TOO_EARLY}"));
        }
        if self.way == Way::File {
            return;
        }
        let said = [
            ("done_on", run.done_on.is_some()),
            ("done_by", run.done_by.is_some()),
            ("output", !run.output.is_empty()),
        ];
        for (field, _) in said.iter().filter(|(_, is_said)| *is_said) {
            self.wrong(field, "a run is recorded by its own step; take \"record run\"");
        }
    }

    fn test(&mut self, _: Ref<ControlTest>, test: &ControlTest) {
        self.happened("on", test.on);
        if test.result.is_some() && test.procedure.trim().is_empty() {
            self.wrong("procedure", "say what was done to test it before what it came to");
        }
        if test.result.is_some() && test.observed.trim().is_empty() {
            self.wrong("observed", "say what was seen before what it came to");
        }
        let Some(sample) = test.sample.and_then(|sample| self.isms.samples.get(&sample)) else { return };
        if let Some(control) = test.control
            && let Some(what) = misfit(self.isms, sample, control, test.on.unwrap_or(self.today))
        {
            self.wrong("sample", format!("it does not fit; give {what}"));
        }
        if test.result == Some(TestResult::Effective) && !sample.is_examined() {
            self.wrong("result", "look at each case of the sample before you say that the control works");
        }
    }

    fn access_review(&mut self, _: Ref<AccessReview>, review: &AccessReview) {
        self.happened("done_on", review.done_on);
        let is_more =
            |one: Option<u32>, other: Option<u32>| matches!((one, other), (Some(a), Some(b)) if a > b);
        if is_more(review.covered_accounts, review.total_accounts) {
            self.wrong("covered_accounts", "not more accounts can be looked at than there are");
        }
        if is_more(review.removals_open, review.removals) {
            self.wrong("removals_open", "not more rights can be open than were to be taken away");
        }
    }

    fn gap_analysis(&mut self, _: Ref<GapAnalysis>, analysis: &GapAnalysis) {
        self.happened("started_on", analysis.started_on);
        self.happened("done_on", analysis.done_on);
        if let (Some(started), Some(done)) = (analysis.started_on, analysis.done_on)
            && done < started
        {
            self.wrong("done_on", format!("{done} is before {started}, when it was started"));
        }
        if analysis.done_on.is_some() && self.way == Way::Form {
            self.wrong("done_on", "an analysis is finished by its own step; take \"finish gap analysis\"");
        }
    }
}

/// Returns what a test needs instead, where a sample is not of its control or was drawn after it.
pub(crate) fn misfit(isms: &Isms, sample: &Sample, control: Ref<Control>, on: Date) -> Option<&'static str> {
    let list = sample.population.and_then(|population| isms.populations.get(&population));
    if list.and_then(|list| list.control) != Some(control) {
        return Some(
            "a sample from the list of that control's cases; say on the list of which control they are",
        );
    }
    match sample.drawn_on {
        Some(drawn) if drawn <= on => None,
        Some(_) => Some("a sample that was drawn by the day of the test"),
        None => Some("a sample that was drawn"),
    }
}

#[cfg(test)]
mod tests;
