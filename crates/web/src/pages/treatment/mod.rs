//! The treatment of risks: each action as a card by how far it is, or as a table; and who approved the plan.

mod board;
mod table;

use std::collections::BTreeSet;

use maud::{Markup, html};
use model::records::{ActionState, Levels, Person, PlanContent, Risk, TreatmentAction, TreatmentPlan};
use model::{Date, Digest, Entry, RecordKind, Ref};
use operations::draft_version;
use serde_json::json;

use crate::failure::{self, Answer};
use crate::layout::PageHead;
use crate::pages::decide;
use crate::pages::naming::{counted, owner_name, short_name};
use crate::pages::register;
use crate::pages::risks::method_of;
use crate::parts::empty::empty;
use crate::parts::filter::{FilterBar, filter_bar};
use crate::parts::version_bar::{VersionBar, version_bar};
use crate::parts::{Action, Icon, Status};
use crate::visit::Visit;

/// The address within the organisation.
pub const HERE: &str = "/treatment";
/// The ways to see the actions: label, word in the address.
const VIEWS: &[(&str, &str)] = &[("board", ""), ("table", "table")];

/// An action with its id.
type One<'a> = (Ref<TreatmentAction>, &'a Entry<TreatmentAction>);

/// Answers with the board or the table.
///
/// # Errors
/// None of its own.
pub async fn page(visit: Visit) -> Answer {
    let all: Vec<One> = visit.isms().treatment_actions.iter().collect();
    let shown: Vec<One> = all.iter().copied().filter(|(id, action)| is_wanted(&visit, *id, action)).collect();
    let main = html! {
        @if all.is_empty() { (nothing(&visit)) }
        @else {
            (approval(&visit))
            (bar(&visit, &all, shown.len()))
            (lead(&visit, &shown))
            @if visit.query.get("as") == "table" { (table::table_of(&visit, &shown)) }
            @else { (board::board(&visit, &shown)) }
        }
    };
    Ok(visit.page(HERE, head(&visit), main))
}

/// Answers with the same as JSON.
///
/// # Errors
/// None of its own.
pub async fn as_json(visit: Visit) -> Answer {
    let all = visit.isms().treatment_actions.iter().filter(|(id, action)| is_wanted(&visit, *id, action));
    let actions: Vec<_> = all
        .map(|(id, action)| {
            json!({
                "id": id.to_string(),
                "title": action.title.to_string(),
                "lane": Lane::of(&action.state).map(Lane::id),
                "risk": action.risk.map(|risk| risk.to_string()),
                "control": action.control.map(|control| control.to_string()),
                "owner": owner_name(visit.isms(), action.owner.as_ref()),
                "due": action.due.map(|due| due.to_string()),
                "late": is_late(action, visit.today),
            })
        })
        .collect();
    Ok(failure::json(&json!({ "on": visit.today.to_string(), "actions": actions })))
}

/// How far an action is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lane {
    ToDo,
    Doing,
    Done,
    Verified,
}

impl Lane {
    const ALL: [Self; 4] = [Self::ToDo, Self::Doing, Self::Done, Self::Verified];

    /// Returns the column of a state; what was dropped has none.
    fn of(state: &ActionState) -> Option<Self> {
        match state {
            ActionState::ToDo => Some(Self::ToDo),
            ActionState::Doing => Some(Self::Doing),
            ActionState::Done { .. } => Some(Self::Done),
            ActionState::Verified { .. } => Some(Self::Verified),
            ActionState::Dropped { .. } => None,
        }
    }

    fn id(self) -> &'static str {
        match self {
            Self::ToDo => "to-do",
            Self::Doing => "doing",
            Self::Done => "done",
            Self::Verified => "verified",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::ToDo => "To do",
            Self::Doing => "Doing",
            Self::Done => "Done, to be verified",
            Self::Verified => "Verified",
        }
    }
}

fn is_late(action: &TreatmentAction, today: Date) -> bool {
    action.state.is_open() && action.due.is_some_and(|due| due < today)
}

fn risk_of<'a>(visit: &'a Visit, action: &TreatmentAction) -> Option<(Ref<Risk>, &'a Entry<Risk>)> {
    let id = action.risk?;
    Some((id, visit.isms().risks.get(&id)?))
}

fn head(visit: &Visit) -> PageHead {
    let mut actions = Vec::new();
    if visit.offers_new(RecordKind::TreatmentAction) {
        actions
            .push(Action::link("New action", visit.at("/treatment-actions/new")).icon(Icon::Plus).key("n"));
    }
    actions.push(Action::link("Plan as PDF", visit.at("/exports/treatment-plan.pdf")).icon(Icon::Download));
    actions.push(Action::link("The register", visit.at("/treatment-actions")).quiet());
    PageHead {
        lead: Some(
            html! { "The work that lowers risks: who does what, by when, what it takes, and what it takes away (6.1.3 e)." },
        ),
        actions,
        ..PageHead::new("Treatment")
    }
}

fn nothing(visit: &Visit) -> Markup {
    let mut steps = vec![Action::link("Risks", visit.at("/risks")).primary()];
    if visit.offers_new(RecordKind::TreatmentAction) {
        steps.push(Action::link("New action", visit.at("/treatment-actions/new")));
    }
    empty(
        Icon::Treatment,
        "No action is recorded yet",
        "Decide how a risk is treated; what is to be done for it stands here.",
        &steps,
    )
}

fn is_wanted(visit: &Visit, id: Ref<TreatmentAction>, action: &TreatmentAction) -> bool {
    let due = match visit.query.get("due") {
        "late" => is_late(action, visit.today),
        "none" => action.due.is_none(),
        _ => true,
    };
    let risk = visit.query.get("risk");
    due && register::is_of_owner(visit, action.owner.as_ref())
        && (risk.is_empty() || action.risk.is_some_and(|of| of.to_string() == risk))
        && register::says(visit, &[&action.title, &action.means, &action.blocked_by, &id.to_string()])
}

fn bar(visit: &Visit, all: &[One], shown: usize) -> Markup {
    let owners = register::owners(visit.isms(), all.iter().map(|(_, action)| action.owner.as_ref()));
    let due = register::worded(&[("", "any day"), ("late", "late"), ("none", "no date")]);
    let kept =
        ["as", "as_of", "risk"].iter().map(|name| ((*name).to_owned(), visit.query.get(name).to_owned()));
    let names = ["owner", "due", "q", "risk"];
    let is_filtered = names.iter().any(|name| !visit.query.get(name).is_empty());
    filter_bar(&FilterBar {
        action: visit.path.clone(),
        words: Some(visit.query.get("q").to_owned()),
        picks: vec![
            register::pick(visit, "owner", "Done by", owners),
            register::pick(visit, "due", "Due", due),
        ],
        views: VIEWS
            .iter()
            .map(|(label, word)| ((*label).to_owned(), visit.here_with(&[("as", *word)])))
            .collect(),
        view: VIEWS.iter().position(|(_, word)| *word == visit.query.get("as")).unwrap_or(0),
        kept: kept.filter(|(_, value)| !value.is_empty()).collect(),
        counted: format!("{shown} of {}", all.len()),
        clear: is_filtered.then(|| visit.here_with(&names.map(|name| (name, "")))),
        go: "",
    })
}

/// Returns what the actions come to: how many are done, late, and what they take away.
fn lead(visit: &Visit, shown: &[One]) -> Markup {
    let done = shown.iter().filter(|(_, action)| action.state.done_on().is_some()).count();
    let kept = shown.iter().filter(|(_, action)| Lane::of(&action.state).is_some()).count();
    let late = shown.iter().filter(|(_, action)| is_late(action, visit.today)).count();
    let method = method_of(visit);
    let levels = Levels::of(visit.isms(), &method, visit.today);
    let risks: BTreeSet<Ref<Risk>> = shown.iter().filter_map(|(_, action)| action.risk).collect();
    let risks: Vec<&Entry<Risk>> = risks.iter().filter_map(|risk| visit.isms().risks.get(risk)).collect();
    let line = method.acceptance();
    let above = |place: Option<usize>| line.is_some_and(|line| place.is_some_and(|place| place > line));
    let now = risks.iter().filter(|risk| above(levels.place(&risk.now))).count();
    let after = risks.iter().filter(|risk| above(levels.place(risk.remaining()))).count();
    html! {
        p.lead {
            span { b { (done) } " of " (kept) " done" }
            @if late > 0 { span.s-attention.warned { (late) " late" } }
            @if line.is_some() { span { (counted(now, "risk", "risks")) " above the acceptance level now, " b { (after) } " after treatment" } }
            @if kept < shown.len() { span.secondary { (shown.len() - kept) " dropped" } }
        }
    }
}

/// Returns the bar of the plan: which owners of risks approved it as it stands.
fn approval(visit: &Visit) -> Markup {
    let isms = visit.isms();
    let Some(plan) = isms.treatment_plan.one() else { return html! {} };
    let id = Ref::<TreatmentPlan>::one().id();
    let owners: BTreeSet<Ref<Person>> = TreatmentPlan::owned(isms).map(|(_, owner)| owner).collect();
    let contents = TreatmentPlan::contents(isms);
    let nothing = PlanContent::default();
    let has_approved = |owner: &Ref<Person>| {
        let own: Vec<_> = plan.approvals.iter().filter(|one| one.by == *owner).cloned().collect();
        let digest = Digest::of_content(contents.get(owner).unwrap_or(&nothing));
        model::in_force(&own, visit.today).is_some_and(|newest| newest.digest == digest)
    };
    let missing: Vec<Ref<Person>> = owners.iter().copied().filter(|owner| !has_approved(owner)).collect();
    let names: Vec<String> =
        missing.iter().take(4).map(|owner| short_name(&isms.name_of(owner.id()))).collect();
    let words = match (owners.is_empty(), missing.is_empty()) {
        (true, _) => "no risk with an action has an owner who could approve it".to_owned(),
        (false, true) => "approved as it stands by all owners of risks".to_owned(),
        (false, false) => {
            format!(
                "{} of {} owners approved it as it stands; waits for {}",
                owners.len() - missing.len(),
                owners.len(),
                names.join(", ")
            )
        }
    };
    let state = match missing.is_empty() && !owners.is_empty() {
        true => (Status::Met, "approved".to_owned()),
        false => (Status::InProgress, "to be approved".to_owned()),
    };
    let mut actions = Vec::new();
    if !visit.is_past() && missing.contains(&visit.actor) {
        actions.push(Action::link("Approve plan", visit.at(&decide::path(id))));
    }
    let version = draft_version(isms, id, visit.today).unwrap_or(1);
    version_bar(&VersionBar { version: format!("Plan v{version}"), state, words, holds: None, actions })
}
