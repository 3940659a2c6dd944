//! The risk treatment plan (6.1.3 e, f): who does what by when for which risk, by risk owner, and which owner approved it.

use std::collections::{BTreeMap, BTreeSet};

use model::records::{ActionState, Person, PlanContent, TreatmentAction, TreatmentPlan};
use model::{Date, Digest, Entry, Ref};

use crate::basis::Basis;
use crate::content::{Approval, Block, Cell, Chip, Column, Content, Fact, Paper, Section, Status, Table};

/// Returns the plan as a document, as it stands on the day.
pub fn content(basis: &Basis) -> Content {
    let plan = basis.isms.treatment_plan.one();
    let version = plan.map_or(1, |plan| plan.version.max(1));
    let owners: BTreeSet<Ref<Person>> = TreatmentPlan::owned(basis.isms).map(|(_, owner)| owner).collect();
    let approvals: Vec<(Ref<Person>, Given)> =
        owners.iter().map(|owner| (*owner, Given::of(basis, *owner))).collect();
    let approved = approvals.iter().filter(|(_, given)| matches!(given, Given::AsItIs(..))).count();
    let state = match (approvals.len(), approved) {
        (0, _) => Chip::new(Status::NotStarted, "nobody to approve it"),
        (all, given) if all == given => Chip::new(Status::Met, "approved by all owners"),
        (all, given) => Chip::new(Status::InProgress, format!("{given} of {all} owners approved")),
    };
    let actions: Vec<_> = basis.isms.treatment_actions.iter().collect();
    let late = actions.iter().filter(|(_, action)| is_late(action, basis.as_of)).count();
    let open = actions.iter().filter(|(_, action)| action.state.is_open()).count();
    let mut sections = vec![Section {
        heading: "Actions".to_owned(),
        paper: Paper::Landscape,
        blocks: match actions.is_empty() {
            true => vec![Block::Paragraph("No action is recorded.".to_owned())],
            false => vec![Block::Table(table(basis, &actions))],
        },
    }];
    let mut last =
        vec![Block::Approvals(approvals.iter().map(|(owner, given)| given.line(basis, *owner)).collect())];
    if let Some(plan) = plan.filter(|plan| !plan.notes.is_empty()) {
        last.insert(0, Block::Paragraph(plan.notes.to_string()));
    }
    let heading = "Approval by the risk owners".to_owned();
    sections.push(Section { heading, paper: Paper::Portrait, blocks: last });
    Content {
        id: format!("TP v{version}"),
        organisation: basis.organisation(),
        title: "Risk treatment plan".to_owned(),
        subtitle: format!("{}, clause 6.1.3 e)", basis.standards.name()),
        version: format!("version {version}"),
        state,
        classification: "Confidential".to_owned(),
        as_of: basis.as_of,
        ledger: basis.ledger.clone(),
        logos: basis.pictures(),
        facts: basis.cover(vec![
            Fact::text("Actions", format!("{}: {open} open, {late} late", actions.len())),
            Fact::text("Risk owners", approvals.len().to_string()),
        ]),
        sections,
    }
}

/// Whether an owner approved the actions for the own risks.
enum Given {
    /// As they stand.
    AsItIs(u32, Date),
    /// Before something changed.
    Before(u32, Date),
    /// Not at all.
    Not,
}

impl Given {
    fn of(basis: &Basis, owner: Ref<Person>) -> Self {
        let approvals =
            basis.isms.treatment_plan.one().map(|plan| plan.approvals.clone()).unwrap_or_default();
        let own: Vec<model::Approval<PlanContent>> =
            approvals.into_iter().filter(|approval| approval.by == owner).collect();
        let Some(newest) = model::in_force(&own, basis.as_of) else { return Self::Not };
        let now = TreatmentPlan::content(basis.isms, owner);
        if Digest::of_content(&now) == newest.digest {
            Self::AsItIs(newest.version, newest.on)
        } else {
            Self::Before(newest.version, newest.on)
        }
    }

    fn line(&self, basis: &Basis, owner: Ref<Person>) -> Approval {
        let (decision, on) = match self {
            Self::AsItIs(version, on) => {
                (Chip::new(Status::Met, format!("approved version {version}")), Some(*on))
            }
            Self::Before(version, on) => (
                Chip::new(Status::Attention, format!("approved version {version}, changed since")),
                Some(*on),
            ),
            Self::Not => (Chip::new(Status::NotStarted, "not approved"), None),
        };
        Approval { name: basis.person(owner), role: "Risk owner".to_owned(), decision, on }
    }
}

fn is_late(action: &TreatmentAction, as_of: Date) -> bool {
    action.state.is_open() && action.due.is_some_and(|due| due < as_of)
}

type Action<'a> = (Ref<TreatmentAction>, &'a Entry<TreatmentAction>);

fn table(basis: &Basis, actions: &[Action]) -> Table {
    let mut table = Table::new(vec![
        Column::fixed("Id", 16),
        Column::share("Action", 3),
        Column::share("Risk", 3),
        Column::share("Control", 2),
        Column::fixed("Done by", 30),
        Column::fixed("Due", 24),
        Column::fixed("State", 30),
        Column::share("Means", 2),
    ]);
    let mut by_owner: BTreeMap<Option<Ref<Person>>, Vec<&Action>> = BTreeMap::new();
    for action in actions {
        let risk = action.1.risk.and_then(|risk| basis.isms.risks.get(&risk));
        by_owner.entry(risk.and_then(|risk| risk.owner_person(basis.isms))).or_default().push(action);
    }
    for (owner, actions) in by_owner {
        table.band(match owner {
            Some(owner) => format!("Risks of {}", basis.person(owner)),
            None => "Risks without an owner on record".to_owned(),
        });
        for (id, action) in actions {
            table.row(row(basis, *id, action));
        }
    }
    table
}

fn row(basis: &Basis, id: Ref<TreatmentAction>, action: &TreatmentAction) -> Vec<Cell> {
    let reasoned = |id: Option<model::RecordId>| match id {
        None => Cell::Empty,
        Some(id) => {
            Cell::Reasoned { text: basis.title(id).unwrap_or_default().to_owned(), ids: vec![id.to_string()] }
        }
    };
    vec![
        Cell::Id(id.to_string()),
        Cell::Text(action.title.to_string()),
        reasoned(action.risk.map(Ref::id)),
        reasoned(action.control.map(Ref::id)),
        match basis.owner(action.owner.as_ref()) {
            name if name.is_empty() => Cell::Chip(Chip::new(Status::Problem, "nobody")),
            name => Cell::Text(name),
        },
        action.due.map_or(Cell::Empty, |due| Cell::Text(due.to_string())),
        Cell::Chip(state(action, basis.as_of)),
        if action.means.is_empty() { Cell::Empty } else { Cell::Text(action.means.to_string()) },
    ]
}

fn state(action: &TreatmentAction, as_of: Date) -> Chip {
    match &action.state {
        ActionState::ToDo | ActionState::Doing if is_late(action, as_of) => {
            Chip::new(Status::Attention, "late")
        }
        ActionState::ToDo => Chip::new(Status::NotStarted, "to do"),
        ActionState::Doing => Chip::new(Status::InProgress, "doing"),
        ActionState::Done { on, .. } => Chip::new(Status::Met, format!("done {on}")),
        ActionState::Verified { verified_on, .. } => {
            Chip::new(Status::Met, format!("verified {verified_on}"))
        }
        ActionState::Dropped { .. } => Chip::new(Status::NotApplicable, "dropped"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{basis, blank, good, head, texts};

    #[test]
    fn each_action_stands_under_the_owner_of_its_risk_who_approved_it() {
        let sample = good();
        let text = texts(&content(&basis(&sample.isms, sample.today, &head())));
        for expected in [
            "approved by all owners",
            "Risks of Jonas Weil",
            "TRT-1 | ",
            "Jonas Weil | Risk owner | approved version 1",
        ] {
            assert!(text.contains(expected), "{expected} in {text}");
        }
    }

    #[test]
    fn an_action_changed_after_the_approval_and_a_late_one_are_said() {
        let mut sample = good();
        let yesterday = sample.days_ago(1);
        sample.edit::<TreatmentAction>(1, |action| {
            action.due = Some(yesterday);
            action.state = ActionState::Doing;
        });
        let text = texts(&content(&basis(&sample.isms, sample.today, &head())));
        assert!(text.contains("approved version 1, changed since") && text.contains("| late |"), "{text}");
    }

    #[test]
    fn without_actions_the_plan_says_so() {
        let sample = blank();
        let text = texts(&content(&basis(&sample.isms, sample.today, &head())));
        assert!(text.contains("No action is recorded.") && text.contains("nobody to approve it"), "{text}");
    }
}
