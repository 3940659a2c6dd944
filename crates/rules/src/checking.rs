//! What the rules about reviews, audits, nonconformities and runs share: the newest review and report, what is planned, even texts.

use model::records::{
    Audit, AuditState, Control, ControlRun, ControlTest, Evidence, EvidenceStatus, ManagementReview,
    ReviewState,
};
use model::{Date, Isms, Ref};

use crate::Ask;

/// A management review that took place, and when.
pub(crate) type Held<'a> = (Ref<ManagementReview>, &'a ManagementReview, Date);

/// Returns the management review held last.
pub(crate) fn newest_held<'a>(ask: &Ask<'a>) -> Option<Held<'a>> {
    ask.isms.management_reviews.iter().filter_map(|(id, review)| held(ask, id, review)).max_by_key(by_day)
}

/// Returns a review with its day, where it was held by today.
pub(crate) fn held<'a>(
    ask: &Ask,
    id: Ref<ManagementReview>,
    review: &'a ManagementReview,
) -> Option<Held<'a>> {
    let on = review.held_on.filter(|on| *on <= ask.today && review.state != ReviewState::Cancelled)?;
    Some((id, review, on))
}

/// Orders reviews by their day.
fn by_day((id, _, on): &Held) -> (Date, Ref<ManagementReview>) {
    (*on, *id)
}

/// Returns the first management review that is planned for a day after another, and still to come.
pub(crate) fn next_planned(ask: &Ask, after: Option<Date>) -> Option<(Ref<ManagementReview>, Date)> {
    let reviews = ask.isms.management_reviews.iter();
    reviews
        .filter(|(_, review)| review.state == ReviewState::Planned && review.held_on.is_none())
        .filter_map(|(id, review)| Some((id, review.planned_on?)))
        .filter(|(_, on)| *on >= ask.today && after.is_none_or(|after| *on > after))
        .min_by_key(|(id, on)| (*on, *id))
}

/// Returns the internal audits that were not cancelled, by id.
pub(crate) fn internal_audits<'a>(ask: &Ask<'a>) -> impl Iterator<Item = (Ref<Audit>, &'a Audit)> {
    let audits = ask.isms.audits.iter().map(|(id, audit)| (id, &**audit));
    audits.filter(|(_, audit)| audit.is_internal() && audit.state != AuditState::Cancelled)
}

/// Returns the internal audit reported last, and when.
pub(crate) fn newest_report<'a>(ask: &Ask<'a>) -> Option<(Ref<Audit>, Date)> {
    internal_audits(ask)
        .filter_map(|(id, audit)| Some((id, audit.reported_on.filter(|on| *on <= ask.today)?)))
        .max_by_key(|(id, on)| (*on, *id))
}

/// Returns the runs of a control that were due longer ago than the grace allows, the newest first.
pub(crate) fn runs_past<'a>(
    ask: &Ask<'a>,
    control: Ref<Control>,
) -> Vec<(Date, Ref<ControlRun>, &'a ControlRun)> {
    let grace = ask.parameters.days("run_grace_days");
    let isms = ask.isms;
    let mut runs: Vec<_> = isms
        .sources::<ControlRun>(control.id())
        .filter_map(|id| {
            let run: &ControlRun = isms.control_runs.get(&id)?;
            let due = run.due.filter(|due| ask.is_older(*due, grace))?;
            (run.control == Some(control)).then_some((due, id, run))
        })
        .collect();
    runs.sort_by_key(|(due, id, _)| std::cmp::Reverse((*due, *id)));
    runs
}

/// Says whether a run was done: by its day, or by evidence of it that was not refused.
pub(crate) fn is_done(isms: &Isms, run: &ControlRun) -> bool {
    let counts = |evidence: &Evidence| match evidence.status {
        EvidenceStatus::Submitted | EvidenceStatus::Accepted => true,
        EvidenceStatus::Rejected | EvidenceStatus::Withdrawn => false,
    };
    let mut evidence = run.evidence.iter().filter_map(|id| isms.evidence.get(id));
    run.done_on.is_some() || evidence.any(|evidence| counts(evidence))
}

/// Returns the newest test of a control that came to something; one without a day counts as the oldest.
pub(crate) fn newest_test<'a>(
    ask: &Ask<'a>,
    control: Ref<Control>,
) -> Option<(Ref<ControlTest>, &'a ControlTest)> {
    let isms = ask.isms;
    let tests = isms.sources::<ControlTest>(control.id()).filter_map(|id| {
        let test: &ControlTest = isms.control_tests.get(&id)?;
        let counts = test.control == Some(control) && test.result.is_some();
        (counts && test.on.is_none_or(|on| on <= ask.today)).then_some((id, test))
    });
    tests.max_by_key(|(id, test)| (test.on, *id))
}

/// Returns the id of a part of a record: `DEC-2.1` is the first decision of `MR-2`.
pub(crate) fn part<R: model::Record>(prefix: &str, id: Ref<R>, number: u32) -> String {
    let whole = id.to_string();
    let record = whole.split_once('-').map_or(whole.as_str(), |(_, number)| number);
    format!("{prefix}-{record}.{number}")
}

#[cfg(test)]
mod tests;
