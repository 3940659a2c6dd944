//! What waits for somebody: each open piece of work, for whom, since when and until when.

use model::records::{
    Control, ControlState, DocumentStatus, EvidenceStatus, ExceptionState, FindingState, MemberRole,
    Membership, Person, PersonKind, RunStanding, Treatment,
};
use model::{Date, Isms, Owner, PartId, RecordId, Ref};

/// Something that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The record.
    pub record: RecordId,
    /// What it is called.
    pub title: String,
    /// What is to be done: `approve`, `answer`.
    pub verb: &'static str,
    /// For whom; several where one of them is enough, nobody where it is not said.
    pub on: Vec<Ref<Person>>,
    /// Since when, where that is known.
    pub since: Option<Date>,
    /// Until when.
    pub due: Option<Date>,
}

impl Waiting {
    /// Says whether its last day is over.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        self.due.is_some_and(|due| due < today)
    }

    /// Says whether it waits for a person.
    #[must_use]
    pub fn is_for(&self, person: Ref<Person>) -> bool {
        self.on.contains(&person)
    }
}

/// How many days ahead what comes back is told.
const AHEAD_DAYS: i32 = 14;

/// Returns what waits, the late and the soonest first.
#[must_use]
pub fn waiting(isms: &Isms, today: Date) -> Vec<Waiting> {
    let mut all = Vec::new();
    let soon = today.saturating_add(model::Span::new().days(AHEAD_DAYS));
    decisions(isms, today, &mut all);
    work(isms, soon, &mut all);
    answers(isms, &mut all);
    shared(isms, today, &mut all);
    all.extend(crate::hand_made::waiting(isms));
    all.sort_by_key(|one| (one.due.is_none(), one.due, one.since, one.record));
    all
}

/// What two persons decide together, and what every keeper knows: who runs the machine and was let in.
fn shared(isms: &Isms, today: Date, all: &mut Vec<Waiting>) {
    let members = |is_meant: &dyn Fn(&Membership) -> bool| -> Vec<Ref<Person>> {
        let meant = isms.memberships.iter().filter(|(_, one)| one.is_in_force(today) && is_meant(one));
        meant.filter_map(|(_, one)| one.person).collect()
    };
    let leads = |one: &Membership| {
        one.roles.iter().any(|role| matches!(role, MemberRole::TopManagement | MemberRole::IsmsManager))
    };
    for (id, change) in isms.joint_changes.iter().filter(|(_, one)| one.is_open(today)) {
        let mut on = members(&leads);
        on.retain(|person| change.proposed_by != Some(*person));
        add(all, isms, id.id(), "confirm", on, change.proposed_on, change.last_day());
    }
    for (id, let_in) in isms.memberships.iter().filter(|(_, one)| one.is_let_in() && one.is_in_force(today)) {
        add(all, isms, id.id(), "know who was let in", members(&Membership::is_keeper), let_in.since, None);
    }
}

/// Approvals and acceptances.
fn decisions(isms: &Isms, today: Date, all: &mut Vec<Waiting>) {
    let top: Vec<Ref<Person>> = isms
        .people
        .iter()
        .filter(|(_, person)| person.kind == Some(PersonKind::TopManagement) && person.is_active(today))
        .map(|(id, _)| id)
        .collect();
    for (id, document) in isms.documents.iter().filter(|(_, one)| one.status == DocumentStatus::InReview) {
        let approvers = people(isms, document.owner.as_ref());
        let mut on: Vec<Ref<Person>> =
            approvers.into_iter().filter(|person| !document.authors.contains(person)).collect();
        if on.is_empty() {
            on.clone_from(&top);
        }
        let since = isms.documents.find(&id).map(|entry| entry.changed.on);
        add(all, isms, id.id(), "approve", on, since, None);
    }
    for (id, risk) in isms.risks.iter() {
        let is_retained = matches!(risk.treatment, Treatment::Retain);
        let is_accepted = risk
            .acceptances
            .iter()
            .any(|one| one.withdrawn_on.is_none() && one.until.is_none_or(|until| until >= today));
        if is_retained && !is_accepted && risk.status.is_open() {
            let since = isms.risks.find(&id).map(|entry| entry.changed.on);
            add(all, isms, id.id(), "accept", people(isms, risk.owner.as_ref()), since, None);
        }
    }
    for (id, exception) in isms.exceptions.iter().filter(|(_, one)| one.state == ExceptionState::Asked) {
        add(all, isms, id.id(), "decide", top.clone(), exception.asked_on, None);
    }
    for (id, evidence) in isms.evidence.iter().filter(|(_, one)| one.status == EvidenceStatus::Submitted) {
        let controls = evidence.uses.iter().filter_map(|used| {
            let control: Ref<Control> = Ref::of(used.target?.key);
            isms.controls.get(&control)?.owner.as_ref()
        });
        let collectors = people(isms, evidence.collected_by.as_ref());
        let mut on: Vec<Ref<Person>> = controls.flat_map(|owner| people(isms, Some(owner))).collect();
        on.retain(|person| !collectors.contains(person));
        on.sort_unstable();
        on.dedup();
        add(all, isms, id.id(), "review", on, evidence.received_on, None);
    }
}

/// Work with a date.
fn work(isms: &Isms, soon: Date, all: &mut Vec<Waiting>) {
    for (id, action) in isms.treatment_actions.iter() {
        if action.state.is_open() {
            add(all, isms, id.id(), "do", people(isms, action.owner.as_ref()), None, action.due);
        }
    }
    for (id, run) in isms.control_runs.iter().filter(|(_, run)| run.due.is_some_and(|due| due <= soon)) {
        let is_open = match run.standing(soon, 0) {
            Some(RunStanding::Due | RunStanding::Missed) => true,
            Some(RunStanding::Done | RunStanding::Late) | None => false,
        };
        let control = run.control.and_then(|control| isms.controls.get(&control));
        if let Some(control) = control.filter(|control| is_open && control.state != ControlState::Retired) {
            let operators: Vec<Ref<Person>> =
                control.operators.iter().flat_map(|owner| people(isms, Some(owner))).collect();
            let on = if operators.is_empty() { people(isms, control.owner.as_ref()) } else { operators };
            add(all, isms, id.id(), "record the run", on, None, run.due);
        }
    }
    for (id, weakness) in isms.vulnerabilities.iter() {
        if weakness.fixed_on.is_none() && weakness.exception.is_none() {
            let on = people(isms, weakness.owner.as_ref());
            add(all, isms, id.id(), "fix", on, weakness.found_on, weakness.due);
        }
    }
    for (id, nonconformity) in isms.nonconformities.iter().filter(|(_, one)| one.closed_on.is_none()) {
        for action in &nonconformity.actions {
            if action.done_on.is_none() && action.dropped_because.is_empty() {
                let on = people(isms, action.owner.as_ref());
                let title = format!("{} {}", PartId::CorrectiveAction(id, action.number), action.title);
                all.push(Waiting { record: id.id(), title, verb: "do", on, since: None, due: action.due });
            }
        }
    }
    for (id, review) in isms.management_reviews.iter() {
        for decision in review.decisions.iter().filter(|one| one.done_on.is_none() && one.owner.is_some()) {
            let on = people(isms, decision.owner.as_ref());
            let title = format!("{} {}", PartId::Decision(id, decision.number), decision.title);
            all.push(Waiting {
                record: id.id(),
                title,
                verb: "do",
                on,
                since: review.held_on,
                due: decision.due,
            });
        }
    }
}

/// What was asked.
fn answers(isms: &Isms, all: &mut Vec<Waiting>) {
    for (id, request) in isms.requests.iter().filter(|(_, one)| one.state.is_open()) {
        let on = people(isms, request.owner.as_ref());
        add(all, isms, id.id(), "answer", on, request.asked_on, request.due);
    }
    for (id, finding) in
        isms.findings.iter().filter(|(_, one)| one.state == FindingState::Open && one.nonconformity.is_none())
    {
        let control = finding.control.and_then(|control| isms.controls.get(&control));
        let on = people(isms, control.and_then(|control| control.owner.as_ref()));
        add(all, isms, id.id(), "answer", on, finding.raised_on, finding.answer_due);
    }
    for (id, document) in isms.documents.iter().filter(|(_, one)| one.status == DocumentStatus::Approved) {
        let version = document.approvals.last().map(|approval| approval.version);
        let read = |person: &Ref<Person>| {
            let mut all = isms.acknowledgements.iter();
            all.any(|(_, one)| {
                one.document == Some(id) && one.person == Some(*person) && one.version >= version
            })
        };
        for person in document.required_readers.iter().filter(|person| !read(person)) {
            add(all, isms, id.id(), "read", vec![*person], None, None);
        }
    }
}

fn add(
    all: &mut Vec<Waiting>,
    isms: &Isms,
    record: RecordId,
    verb: &'static str,
    on: Vec<Ref<Person>>,
    since: Option<Date>,
    due: Option<Date>,
) {
    all.push(Waiting { record, title: isms.name_of(record), verb, on, since, due });
}

/// Returns the people that an owner stands for: the person, or who holds the role.
fn people(isms: &Isms, owner: Option<&Owner>) -> Vec<Ref<Person>> {
    match owner {
        Some(Owner::Person(person)) => vec![*person],
        Some(Owner::Role(role)) => isms.roles.get(role).and_then(|role| role.holder).into_iter().collect(),
        Some(Owner::Named(_)) | None => Vec::new(),
    }
}
