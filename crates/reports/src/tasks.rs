//! Tasks: what is to be done, by whom and until when. All of them follow from the state: what is finished there is finished here.

use diagnostics::{Diagnostic, Time};
use model::records::{
    ActionState, AuditState, Method, Objective, Person, PersonKind, ReviewState, RunStanding, Scope, Soa,
    TreatmentPlan,
};
use model::{Date, Digest, Isms, Owner, RecordId, RecordKind, Ref, Span};

use crate::waiting::{Waiting, waiting};

/// How many days ahead something is still a task of today.
const SOON_DAYS: i64 = 14;
/// How many days ahead tasks are told at all.
const AHEAD_DAYS: i64 = 120;
/// What the rules say where the owner of a risk has to decide.
const RISK_DECISIONS: &[&str] = &["PB0622", "PB0609", "PB0675", "PB0610"];
/// What the rules say where a control wants evidence.
const EVIDENCE_DUE: &[&str] = &["PB1101", "PB1102"];

/// Something that is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The record that it is about.
    pub record: RecordId,
    /// What it is called.
    pub title: String,
    /// What is to be done: `approve`, `record the run`.
    pub verb: &'static str,
    /// What sort of work it is.
    pub kind: TaskKind,
    /// Who does it; several where one of them is enough, nobody where it is not said.
    pub on: Vec<Ref<Person>>,
    /// Who must not do it, where nobody is named.
    pub not_by: Vec<Ref<Person>>,
    /// Since when it waits, where that is known.
    pub since: Option<Date>,
    /// Until when.
    pub due: Option<Date>,
    /// Why it is asked, in a few words.
    pub why: String,
}

/// A sort of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaskKind {
    /// To approve, accept or decide.
    Decide,
    /// To do a piece of work.
    Act,
    /// To carry out a control.
    Run,
    /// To collect or judge evidence.
    Evidence,
    /// To look at something again.
    Review,
    /// To answer somebody.
    Answer,
    /// To read.
    Read,
    /// To audit.
    Audit,
}

impl TaskKind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Decide,
        Self::Act,
        Self::Run,
        Self::Evidence,
        Self::Review,
        Self::Answer,
        Self::Read,
        Self::Audit,
    ];

    /// Returns its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Decide => "decide",
            Self::Act => "do",
            Self::Run => "run",
            Self::Evidence => "evidence",
            Self::Review => "review",
            Self::Answer => "answer",
            Self::Read => "read",
            Self::Audit => "audit",
        }
    }
}

impl Task {
    /// Says whether its last day is over.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        self.due.is_some_and(|due| due < today)
    }

    /// Says whether a person is asked: by name, or as one of those who may where nobody is named for a decision.
    #[must_use]
    pub fn is_for(&self, person: Ref<Person>) -> bool {
        let is_open = self.on.is_empty() && self.kind == TaskKind::Decide && !self.not_by.contains(&person);
        self.on.contains(&person) || is_open
    }

    /// Says whether it is not yet time for it.
    #[must_use]
    pub fn is_ahead(&self, today: Date) -> bool {
        self.due.is_some_and(|due| due > later(today, SOON_DAYS))
    }
}

/// Returns all tasks of a day, the late and the soonest first.
#[must_use]
pub fn tasks<'a>(
    isms: &Isms,
    today: Date,
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
) -> Vec<Task> {
    let mut all =
        Found { isms, today, tasks: waiting(isms, today).into_iter().map(|one| of(isms, one)).collect() };
    all.approvals();
    all.checks();
    all.ahead();
    all.told(diagnostics);
    let mut tasks = all.tasks;
    tasks.sort_by_key(|one| (one.due.is_none(), one.due, one.since, one.record));
    tasks
}

/// Returns a task of something that waits.
fn of(isms: &Isms, one: Waiting) -> Task {
    let kind = match (one.verb, one.record.kind) {
        ("approve" | "accept" | "decide", _) => TaskKind::Decide,
        ("review", RecordKind::Evidence) => TaskKind::Evidence,
        ("review", _) => TaskKind::Review,
        ("record the run", _) => TaskKind::Run,
        ("answer", _) => TaskKind::Answer,
        ("read", _) => TaskKind::Read,
        (_, _) => TaskKind::Act,
    };
    let document =
        isms.documents.find(&Ref::of(one.record.key)).filter(|_| one.record.kind == RecordKind::Document);
    let exception =
        isms.exceptions.find(&Ref::of(one.record.key)).filter(|_| one.record.kind == RecordKind::Exception);
    let mut not_by = document.map(|document| document.authors.clone()).unwrap_or_default();
    not_by.extend(exception.map(|asked| people(isms, asked.asked_by.as_ref())).unwrap_or_default());
    let why = why(isms, one.record, one.verb);
    // Nobody approves what they wrote or asked for.
    let on = match one.verb {
        "approve" => one.on.into_iter().filter(|person| !not_by.contains(person)).collect(),
        _ => one.on,
    };
    Task {
        record: one.record,
        title: one.title,
        verb: one.verb,
        kind,
        on,
        not_by,
        since: one.since,
        due: one.due,
        why,
    }
}

/// Returns why something waits.
fn why(isms: &Isms, id: RecordId, verb: &str) -> String {
    match (id.kind, verb) {
        (RecordKind::Document, "approve") => {
            "in review; somebody other than its author approves it".to_owned()
        }
        (RecordKind::Document, "read") => "to be read and confirmed".to_owned(),
        (RecordKind::Risk, "accept") => "to be retained; its owner accepts what is left".to_owned(),
        (RecordKind::Evidence, _) => "came in and was not judged yet".to_owned(),
        (RecordKind::Exception, _) => "somebody asks for it".to_owned(),
        (RecordKind::TreatmentAction, _) => {
            let action = isms.treatment_actions.get(&Ref::of(id.key));
            let risk = action.and_then(|action| action.risk);
            let blocked = action.map(|action| action.blocked_by.to_string()).filter(|text| !text.is_empty());
            match (blocked, risk) {
                (Some(blocked), _) => format!("held up: {blocked}"),
                (None, Some(risk)) => format!("lowers {risk} {}", isms.name_of(risk.id())),
                (None, None) => "treatment action".to_owned(),
            }
        }
        (RecordKind::ControlRun, _) => {
            let run = isms.control_runs.get(&Ref::of(id.key));
            let control = run.and_then(|run| run.control);
            control.map_or_else(
                || "control run".to_owned(),
                |control| format!("{control} {}", isms.name_of(control.id())),
            )
        }
        (RecordKind::Task, _) => crate::hand_made::why(isms, id),
        (kind, _) => kind.kind().singular.to_owned(),
    }
}

/// What was found so far.
struct Found<'a> {
    isms: &'a Isms,
    today: Date,
    tasks: Vec<Task>,
}

impl Found<'_> {
    fn add(
        &mut self,
        record: RecordId,
        verb: &'static str,
        kind: TaskKind,
        on: Vec<Ref<Person>>,
        due: Option<Date>,
        why: impl Into<String>,
    ) {
        let is_far = due.is_some_and(|due| due > later(self.today, AHEAD_DAYS));
        if is_far {
            return;
        }
        let is_told = self
            .tasks
            .iter()
            .any(|one| one.record == record && one.kind == kind && one.title == self.isms.name_of(record));
        if !is_told {
            let title = self.isms.name_of(record);
            self.tasks.push(Task {
                record,
                title,
                verb,
                kind,
                on,
                not_by: Vec::new(),
                since: None,
                due,
                why: why.into(),
            });
        }
    }

    fn people(&self, owner: Option<&Owner>) -> Vec<Ref<Person>> {
        people(self.isms, owner)
    }

    /// Versions that are whole and that nobody approved as they stand.
    fn approvals(&mut self) {
        let (isms, today) = (self.isms, self.today);
        let top: Vec<Ref<Person>> = isms
            .people
            .iter()
            .filter(|(_, one)| one.kind == Some(PersonKind::TopManagement) && one.is_active(today))
            .map(|(id, _)| id)
            .collect();
        let why = "written, and not approved as it stands";
        if let Some(scope) = isms.scope.one().filter(|scope| !scope.statement.is_empty()) {
            let is_approved = scope.in_force(today).is_some_and(|one| one.content == scope.content(isms));
            let is_whole = !scope.statement.contains('[');
            if !is_approved && is_whole {
                self.add(Ref::<Scope>::one().id(), "approve", TaskKind::Decide, top.clone(), None, why);
            }
        }
        if let Some(method) = isms.method.one() {
            let content = method.content();
            let is_approved = method.in_force(today).is_some_and(|one| one.content == content);
            if !is_approved && !content.levels.is_empty() && content.acceptance_level.is_some() {
                self.add(Ref::<Method>::one().id(), "approve", TaskKind::Decide, top.clone(), None, why);
            }
        }
        if let Some(soa) = isms.soa.one() {
            let content = Soa::content(isms, today);
            let newest = model::in_force(&soa.approvals, today);
            let is_decided = content.rows.iter().all(|row| row.included.is_some());
            if is_decided && !content.rows.is_empty() && newest.is_none_or(|one| one.content != content) {
                self.add(Ref::<Soa>::one().id(), "approve", TaskKind::Decide, top, None, why);
            }
        }
        if let Some(plan) = isms.treatment_plan.one() {
            let mut owners: Vec<Ref<Person>> = TreatmentPlan::owned(isms).map(|(_, owner)| owner).collect();
            owners.sort_unstable();
            owners.dedup();
            owners.retain(|owner| {
                let own: Vec<_> = plan.approvals.iter().filter(|one| one.by == *owner).cloned().collect();
                let digest = Digest::of_content(&TreatmentPlan::content(isms, *owner));
                model::in_force(&own, today).is_none_or(|newest| newest.digest != digest)
            });
            if !owners.is_empty() {
                let why = "actions for their risks are not approved as they stand";
                self.add(Ref::<TreatmentPlan>::one().id(), "approve", TaskKind::Decide, owners, None, why);
            }
        }
    }

    /// What was done and wants another look.
    fn checks(&mut self) {
        let isms = self.isms;
        for (id, action) in isms.treatment_actions.iter() {
            if let ActionState::Done { .. } = action.state {
                let doers = self.people(action.owner.as_ref());
                let risk = action.risk.and_then(|risk| isms.risks.get(&risk));
                let mut on = self.people(risk.and_then(|risk| risk.owner.as_ref()));
                on.retain(|person| !doers.contains(person));
                self.add(
                    id.id(),
                    "verify",
                    TaskKind::Review,
                    on,
                    None,
                    "done; somebody else looks whether it works",
                );
            }
        }
        for (id, one) in isms.nonconformities.iter().filter(|(_, one)| one.closed_on.is_none()) {
            if one.effect_due.is_some() && one.effect_checked_on.is_none() {
                let on = self.people(one.owner.as_ref());
                self.add(
                    id.id(),
                    "check the effect",
                    TaskKind::Review,
                    on,
                    one.effect_due,
                    "do the actions work?",
                );
            }
        }
    }

    /// What comes by its date.
    fn ahead(&mut self) {
        let (isms, today) = (self.isms, self.today);
        for (id, run) in isms.control_runs.iter() {
            let control = run.control.and_then(|control| isms.controls.get(&control));
            let is_open = run.standing(today, 0) == Some(RunStanding::Due);
            if let (Some(control), true) = (control, is_open) {
                let operators: Vec<_> =
                    control.operators.iter().flat_map(|one| self.people(Some(one))).collect();
                let on = if operators.is_empty() { self.people(control.owner.as_ref()) } else { operators };
                self.add(id.id(), "record the run", TaskKind::Run, on, run.due, why(isms, id.id(), ""));
            }
        }
        for (id, document) in isms.documents.iter().filter(|(_, one)| one.in_force(today).is_some()) {
            if document.next_review.is_some() {
                let on = self.people(document.owner.as_ref());
                self.add(id.id(), "review", TaskKind::Review, on, document.next_review, "its next review");
            }
        }
        for (id, risk) in isms.risks.iter().filter(|(_, risk)| risk.status.is_open()) {
            let newest = risk.acceptances.iter().filter(|one| one.is_in_force(today));
            if let Some(until) = newest.filter_map(|one| one.until).max() {
                let on = self.people(risk.owner.as_ref());
                self.add(
                    id.id(),
                    "accept again",
                    TaskKind::Decide,
                    on,
                    Some(until),
                    "its acceptance ends then",
                );
            }
        }
        for (id, audit) in isms.audits.iter().filter(|(_, one)| one.is_internal()) {
            if [AuditState::Planned, AuditState::Running].contains(&audit.state) && audit.planned_on.is_some()
            {
                self.add(
                    id.id(),
                    "audit",
                    TaskKind::Audit,
                    audit.auditors.clone(),
                    audit.planned_on,
                    "internal audit",
                );
            }
        }
        for (id, review) in isms.management_reviews.iter() {
            if review.state == ReviewState::Planned && review.planned_on.is_some() {
                let on = self.people(review.chair.as_ref());
                self.add(id.id(), "hold", TaskKind::Review, on, review.planned_on, "management review");
            }
        }
        for (id, objective) in isms.objectives.iter().filter(|(_, one)| is_open(one)) {
            let on = self.people(objective.owner.as_ref());
            self.add(id.id(), "reach", TaskKind::Act, on, objective.due, "objective");
        }
    }

    /// What the rules say and a person has to do.
    fn told<'a>(&mut self, diagnostics: impl IntoIterator<Item = &'a Diagnostic>) {
        for one in diagnostics.into_iter().filter(|one| one.is_open() && one.time == Time::Now) {
            let Some(id) = one.place.record() else { continue };
            if RISK_DECISIONS.contains(&one.code) && id.kind == RecordKind::Risk {
                let risk = self.isms.risks.get(&Ref::of(id.key));
                let on = self.people(risk.and_then(|risk| risk.owner.as_ref()));
                self.add(id, "decide", TaskKind::Decide, on, None, unnamed(&one.message, id));
            } else if EVIDENCE_DUE.contains(&one.code) && id.kind == RecordKind::Control {
                let control = self.isms.controls.get(&Ref::of(id.key));
                let on = self.people(control.and_then(|control| control.owner.as_ref()));
                self.add(id, "add evidence", TaskKind::Evidence, on, None, unnamed(&one.message, id));
            }
        }
    }
}

/// Returns a message about a record without its id in front, which stands before it already.
fn unnamed(message: &str, id: RecordId) -> &str {
    message.strip_prefix(&format!("{id} ")).unwrap_or(message)
}

fn is_open(objective: &Objective) -> bool {
    objective.outcome.is_none() && objective.due.is_some()
}

fn later(today: Date, days: i64) -> Date {
    today.saturating_add(Span::new().days(days))
}

/// Returns the people that an owner stands for: the person, or who holds the role.
#[must_use]
pub fn people(isms: &Isms, owner: Option<&Owner>) -> Vec<Ref<Person>> {
    match owner {
        Some(Owner::Person(person)) => vec![*person],
        Some(Owner::Role(role)) => isms.roles.get(role).and_then(|role| role.holder).into_iter().collect(),
        Some(Owner::Named(_)) | None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use model::records::{Document, DocumentStatus, TreatmentAction};

    use super::*;
    use crate::sample::good;

    #[test]
    fn what_is_finished_is_no_task_any_more() {
        let mut sample = good();
        let due = sample.days_ago(3);
        sample.edit::<TreatmentAction>(1, |action| {
            action.due = Some(due);
            action.state = ActionState::Doing;
        });
        let of = |isms: &Isms, today| {
            let all = tasks(isms, today, &[]);
            all.into_iter().find(|one| one.record.to_string() == "TRT-1")
        };
        let open = of(&sample.isms, sample.today).expect("it is open");
        assert!(open.is_late(sample.today) && open.kind == TaskKind::Act && !open.is_ahead(sample.today));
        sample.edit::<TreatmentAction>(1, |action| {
            action.state = ActionState::Done { on: due, result: "it works".into() };
        });
        let done = of(&sample.isms, sample.today).expect("it wants a look");
        assert_eq!((done.verb, done.kind), ("verify", TaskKind::Review));
        sample.edit::<TreatmentAction>(1, |action| {
            action.state = ActionState::Dropped { because: "no longer needed".into() };
        });
        assert_eq!(of(&sample.isms, sample.today), None);
    }

    #[test]
    fn a_document_in_review_that_nobody_is_named_for_waits_for_all_but_its_authors() {
        let mut sample = good();
        sample.edit::<Document>(1, |document| {
            document.status = DocumentStatus::InReview;
            document.owner = None;
            document.authors = vec![Ref::number(1)];
        });
        let all = tasks(&sample.isms, sample.today, &[]);
        let one = all.iter().find(|one| one.record.to_string() == "DOC-1" && one.verb == "approve");
        let one = one.expect("it waits");
        assert!(!one.on.contains(&Ref::number(1)) && !one.is_for(Ref::number(1)), "{one:?}");
        let nobody = Task { on: Vec::new(), ..one.clone() };
        assert!(!nobody.is_for(Ref::number(1)) && nobody.is_for(Ref::number(2)));
    }

    #[test]
    fn a_task_is_ahead_only_when_its_day_is_more_than_two_weeks_away() {
        let mut sample = good();
        let today = sample.today;
        for (days, is_ahead) in [(14, false), (15, true)] {
            sample.edit::<TreatmentAction>(1, |action| {
                action.due = Some(later(today, days));
                action.state = ActionState::ToDo;
            });
            let all = tasks(&sample.isms, today, &[]);
            let one = all.iter().find(|one| one.record.to_string() == "TRT-1").expect("it is open");
            assert_eq!(one.is_ahead(today), is_ahead, "{days}");
        }
    }
}
