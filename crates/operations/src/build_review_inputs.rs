//! Build review inputs: what 9.3.2 asks to look at, from the records as they stand.

use model::records::*;
use model::{Date, Isms, Prose, RecordId, Ref, Words};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Most records that one input names; the text counts them all.
const NAMED_MAX: usize = 200;

/// Fill the inputs of a planned management review; what people wrote stays.
#[derive(Debug, Clone)]
pub struct BuildReviewInputs {
    /// The review.
    pub review: Ref<ManagementReview>,
}

impl Operation for BuildReviewInputs {
    const NAME: &'static str = "build review inputs";
    const INTENT: &'static str = "review.build";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let id = self.review;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            ReviewState::Planned => {}
            ReviewState::Held | ReviewState::Cancelled => {
                return Err(step.not_now(step.record.state.word(), "its inputs stand as they were"));
            }
        }
        let mut built = ManagementReview::clone(step.record);
        for input in review_inputs(isms, today) {
            match built.inputs.iter_mut().find(|one| one.letter == input.letter) {
                None => built.inputs.push(input),
                Some(there) => {
                    if there.text.is_empty() {
                        there.text = input.text;
                    }
                    let more = input.references.into_iter().filter(|id| !there.references.contains(id));
                    there.references.extend(more.collect::<Vec<_>>());
                    there.references.truncate(NAMED_MAX);
                }
            }
        }
        Ok(vec![isms.put::<ManagementReview>(id, built)])
    }
}

/// Returns what the records say about each input of 9.3.2, with what happened since the last review held.
#[must_use]
pub fn review_inputs(isms: &Isms, today: Date) -> Vec<ReviewInput> {
    let last = isms
        .management_reviews
        .iter()
        .filter(|(_, review)| review.held_on.is_some_and(|on| on <= today))
        .max_by_key(|(_, review)| review.held_on);
    let since = last.and_then(|(_, review)| review.held_on);
    InputLetter::ALL
        .iter()
        .map(|letter| {
            let (text, mut references) = match letter {
                InputLetter::A => decisions(last.map(|(id, review)| (id.id(), &**review))),
                InputLetter::B => issues(isms, since),
                InputLetter::C => obligations(isms, since),
                InputLetter::D1 => nonconformities(isms, since),
                InputLetter::D2 => measures(isms, today),
                InputLetter::D3 => audits(isms, since),
                InputLetter::D4 => objectives(isms, today),
                InputLetter::E => feedback(isms, since),
                InputLetter::F => risks(isms),
                InputLetter::G => improvements(isms),
            };
            references.truncate(NAMED_MAX);
            ReviewInput { letter: Some(*letter), text: Prose::new(&text), references }
        })
        .collect()
}

/// Says whether a day lies after the last review; all do where there was none.
fn after(day: Option<Date>, since: Option<Date>) -> Happened {
    match (day, since) {
        (_, None) => Happened::Since,
        (Some(day), Some(since)) if day > since => Happened::Since,
        (Some(_) | None, Some(_)) => Happened::Before,
    }
}

/// Whether something happened since the last review.
#[derive(PartialEq, Eq)]
enum Happened {
    Since,
    Before,
}

fn decisions(last: Option<(RecordId, &ManagementReview)>) -> (String, Vec<RecordId>) {
    let Some((id, review)) = last else { return ("this is the first review".to_owned(), Vec::new()) };
    let open = review.decisions.iter().filter(|decision| decision.done_on.is_none());
    let open: Vec<String> = open.map(|decision| format!("{}: {}", decision.number, decision.title)).collect();
    let all = review.decisions.len();
    let text = match open.len() {
        0 => format!("{all} decided at {id}, all done"),
        some => format!("{all} decided at {id}, {some} not done\n{}", open.join("\n")),
    };
    (text, vec![id])
}

fn issues(isms: &Isms, since: Option<Date>) -> (String, Vec<RecordId>) {
    let all: Vec<RecordId> = isms
        .issues
        .iter()
        .filter(|(_, issue)| after(Some(issue.changed.on), since) == Happened::Since)
        .map(|(id, _)| id.id())
        .collect();
    (format!("{} of {} issues are new or changed", all.len(), isms.issues.len()), all)
}

fn obligations(isms: &Isms, since: Option<Date>) -> (String, Vec<RecordId>) {
    let changed = |on: Date| after(Some(on), since) == Happened::Since;
    let obligations = isms.obligations.iter().filter(|(_, one)| changed(one.changed.on));
    let parties = isms.parties.iter().filter(|(_, one)| changed(one.changed.on));
    let all: Vec<RecordId> =
        obligations.map(|(id, _)| id.id()).chain(parties.map(|(id, _)| id.id())).collect();
    (format!("{} obligations or interested parties are new or changed", all.len()), all)
}

fn nonconformities(isms: &Isms, since: Option<Date>) -> (String, Vec<RecordId>) {
    let is_open = |one: &Nonconformity| one.state != NonconformityState::Closed;
    let told = |one: &Nonconformity| {
        is_open(one)
            || after(one.raised_on, since) == Happened::Since
            || after(one.closed_on, since) == Happened::Since
    };
    let all: Vec<_> = isms.nonconformities.iter().filter(|(_, one)| told(one)).collect();
    let raised = all.iter().filter(|(_, one)| after(one.raised_on, since) == Happened::Since).count();
    let open = all.iter().filter(|(_, one)| is_open(one)).count();
    (format!("{raised} raised, {open} open"), all.iter().map(|(id, _)| id.id()).collect())
}

fn measures(isms: &Isms, today: Date) -> (String, Vec<RecordId>) {
    let all = || isms.measures.iter().filter(|(_, measure)| measure.ended_on.is_none());
    let newest = |measure: &Measure| measure.newest(today).and_then(|reading| reading.value);
    let read = all().filter(|(_, measure)| newest(measure).is_some()).count();
    let missed = all()
        .filter(|(_, measure)| newest(measure).and_then(|value| measure.is_missed_by(value)) == Some(true));
    let (count, missed) = (all().count(), missed.count());
    let measures = if count == 1 { "measure" } else { "measures" };
    let miss = if missed == 1 { "misses its target" } else { "miss their target" };
    let text = format!("{count} {measures}, {read} with a reading, {missed} {miss}");
    (text, all().map(|(id, _)| id.id()).collect())
}

fn audits(isms: &Isms, since: Option<Date>) -> (String, Vec<RecordId>) {
    let told = |audit: &Audit| audit.done_on.is_some() && after(audit.done_on, since) == Happened::Since;
    let audits: Vec<_> = isms.audits.iter().filter(|(_, audit)| told(audit)).map(|(id, _)| id).collect();
    let of = |finding: &Finding| finding.audit.is_some_and(|audit| audits.contains(&audit));
    let findings: Vec<_> = isms.findings.iter().filter(|(_, finding)| of(finding)).collect();
    let graded = |grade| findings.iter().filter(|(_, finding)| finding.grade == Some(grade)).count();
    let text = format!(
        "{} done: {} major, {} minor, {} for improvement",
        if audits.len() == 1 { "1 audit".to_owned() } else { format!("{} audits", audits.len()) },
        graded(FindingGrade::Major),
        graded(FindingGrade::Minor),
        graded(FindingGrade::Opportunity)
    );
    let found = findings.iter().map(|(id, _)| id.id());
    (text, audits.iter().map(|audit| audit.id()).chain(found).collect())
}

fn objectives(isms: &Isms, today: Date) -> (String, Vec<RecordId>) {
    let open = || isms.objectives.iter().filter(|(_, one)| one.closed_on.is_none_or(|on| on > today));
    let reached = open().filter(|(_, one)| {
        let newest = one.newest(today).and_then(|step| step.value);
        newest.and_then(|value| one.is_missed_by(value)) == Some(false)
    });
    let text = format!("{} objectives, {} at their target", open().count(), reached.count());
    (text, open().map(|(id, _)| id.id()).collect())
}

fn feedback(isms: &Isms, since: Option<Date>) -> (String, Vec<RecordId>) {
    let told = |one: &Nonconformity| {
        one.source == Some(NonconformitySource::Complaint) && after(one.raised_on, since) == Happened::Since
    };
    let all: Vec<RecordId> =
        isms.nonconformities.iter().filter(|(_, one)| told(one)).map(|(id, _)| id.id()).collect();
    (format!("{} complaints on record; add what parties said otherwise", all.len()), all)
}

fn risks(isms: &Isms) -> (String, Vec<RecordId>) {
    let open = isms.risks.iter().filter(|(_, risk)| risk.status.is_open()).count();
    let actions: Vec<RecordId> = isms
        .treatment_actions
        .iter()
        .filter(|(_, action)| action.state.is_open())
        .map(|(id, _)| id.id())
        .collect();
    let runs = isms.risk_assessments.iter().filter(|(_, run)| run.state == AssessmentState::Done);
    let newest = runs.max_by_key(|(_, run)| run.on).map(|(id, _)| id.id());
    let plan = isms.treatment_plan.one().map(|_| Ref::<TreatmentPlan>::one().id());
    let text = format!("{open} open risks, {} treatment actions to do", actions.len());
    (text, newest.into_iter().chain(plan).chain(actions).collect())
}

fn improvements(isms: &Isms) -> (String, Vec<RecordId>) {
    let waits = |one: &Improvement| match one.state {
        ImprovementState::Idea | ImprovementState::Planned => true,
        ImprovementState::Done | ImprovementState::Dropped => false,
    };
    let idea = |one: &Finding| one.grade == Some(FindingGrade::Opportunity) && one.state.is_open();
    let ideas = isms.improvements.iter().filter(|(_, one)| waits(one)).map(|(id, _)| id.id());
    let found = isms.findings.iter().filter(|(_, one)| idea(one)).map(|(id, _)| id.id());
    let all: Vec<RecordId> = ideas.chain(found).collect();
    (format!("{} ideas wait", all.len()), all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{breached, edit, refusal, reviewed, run};

    #[test]
    fn inputs_come_from_the_records_and_what_people_wrote_stays() {
        let mut isms = breached();
        run(&mut isms, edit("MR-1", "inputs", "e | customers are content"));
        run(&mut isms, BuildReviewInputs { review: Ref::number(1) });
        let review = isms.management_reviews.get(&Ref::number(1)).expect("there");
        let input = |letter| review.inputs.iter().find(|input| input.letter == Some(letter)).expect("built");
        assert_eq!(review.inputs.len(), InputLetter::ALL.len());
        assert_eq!(input(InputLetter::E).text, "customers are content");
        assert_eq!(input(InputLetter::D1).text, "1 raised, 1 open");
        assert_eq!(input(InputLetter::D1).references, [crate::testing::id("NC-1")]);
        assert_eq!(input(InputLetter::D3).text, "1 audit done: 0 major, 1 minor, 0 for improvement");
        assert_eq!(input(InputLetter::A).text, "this is the first review");
    }

    #[test]
    fn the_inputs_of_a_held_review_stand() {
        let refused = refusal(&reviewed(), BuildReviewInputs { review: Ref::number(1) });
        assert_eq!(refused, "MR-1 is held; its inputs stand as they were");
    }
}
