//! My work: the first steps, what waits for a decision, what is due, the proposals, and the plan in brief.

use diagnostics::{Diagnostic, Time};
use maud::{Markup, html};
use model::records::{DocumentStatus, Risk, TreatmentAction};
use model::{Owner, RecordId, RecordKind, Ref};
use rules::steps;
use standards::schedule::{audit_days_for, plan_of};

use super::plan::wanted;
use super::proposals;
use super::readiness::overview::{ahead, first_steps};
use super::words::Explained;
use crate::failure::Answer;
use crate::layout::PageHead;
use crate::pages::naming::counted;
use crate::parts::work::{Work, work};
use crate::parts::{Action, Fact, Icon, Status, facts, section, split};
use crate::rail::long_day;
use crate::visit::Visit;

/// The address within the organisation.
const HERE: &str = "";
/// How many rows of one kind are shown.
const ROWS_MAX: usize = 20;
/// What the rules say where the owner of a risk has to decide.
const DECIDES: &[&str] = &["PB0622", "PB0609", "PB0675", "PB0610"];

/// Answers with what needs the person who acts.
///
/// # Errors
/// Never; the type is that of all pages.
pub async fn page(visit: Visit) -> Answer {
    let results = visit.results();
    let steps = steps(results.diagnostics(), visit.isms(), visit.today);
    let open: Vec<&Diagnostic> =
        results.diagnostics().filter(|one| one.is_open() && one.time == Time::Now).collect();
    let mut words = Explained::default();
    let (decisions, due) = (decisions(&visit, &open), due(&visit));
    let main = html! {
        (rows("decide", "Needs your decision", &decisions))
        (rows("due", "To do", &due))
        @if steps.now.is_empty() && decisions.is_empty() && due.is_empty() {
            (crate::parts::empty::empty(Icon::Readiness, "Nothing waits for you", "Reviews, audits and control runs fall due with time.", &[]))
        } @else if !steps.now.is_empty() { (first_steps(&visit, &steps, &mut words)) }
        (ahead(&visit, &steps))
    };
    let panel = html! { (in_brief(&visit)) (waiting(&visit)) };
    let head = PageHead {
        lead: Some(html! { "Phase " (steps.phase.number()) ", " (steps.phase.title()) "." }),
        ..PageHead::new("My work")
    };
    Ok(visit.page(HERE, head, split(main, panel)))
}

/// Returns rows under their heading: all are counted, the first are shown; nothing where there are none.
fn rows(id: &str, title: &str, all: &[Work]) -> Markup {
    let shown = &all[..all.len().min(ROWS_MAX)];
    html! {
        @if !all.is_empty() {
            (section(id, title, &all.len().to_string(), &[], html! {
                (work(shown))
                @if shown.len() < all.len() { p.secondary { "the first " (shown.len()) " of " (all.len()) " are shown" } }
            }))
        }
    }
}

/// Returns the plan in a few lines.
fn in_brief(visit: &Visit) -> Markup {
    let schedule = plan_of(visit.isms(), visit.today);
    let next = schedule.phases.iter().find(|phase| phase.ends_on >= visit.today);
    let days = audit_days_for(visit.isms(), visit.today);
    let mut lines = match &schedule.cycle {
        Some(cycle) => vec![
            Fact::words("Certified since", &long_day(cycle.decided_on)),
            Fact::words("Next", &format!("{}, by {}", cycle.next.title(), long_day(cycle.by))),
            Fact::new("Renewal wanted", wanted(&schedule)),
        ],
        None => vec![
            Fact::words("Certificate", &long_day(schedule.certificate_on)),
            Fact::new("Wanted", wanted(&schedule)),
            Fact::words("Earliest", &long_day(schedule.earliest_on)),
        ],
    };
    if let Some(next) = next.filter(|_| schedule.cycle.is_none()) {
        lines.push(Fact::new(
            "Next gate",
            html! { (next.gate) span.secondary { " by " (long_day(next.ends_on)) } },
        ));
    }
    lines.push(match days {
        Some(days) => Fact::words(
            "Audit days",
            &format!("{} (Stage 1 {}, Stage 2 {})", days.initial, days.stage_1, days.stage_2),
        ),
        None => Fact::new(
            "Audit days",
            html! { a href=(visit.at("/answers#people")) { "Say how many people work here" } },
        ),
    });
    let actions = [
        Action::link("Plan", visit.at("/plan")),
        Action::link("Two pages, PDF", visit.at("/exports/plan.pdf")).icon(Icon::Download),
    ];
    section(
        "plan",
        "The plan",
        "",
        &actions,
        html! { (facts(&lines)) p.secondary.small { (schedule.because) } },
    )
}

/// Returns the proposals that wait, by kind.
fn waiting(visit: &Visit) -> Markup {
    let groups = proposals::waiting(visit.isms());
    let whole: usize = groups.iter().map(|(_, ids)| ids.len()).sum();
    let go = [Action::link("Go through them", visit.at("/proposals"))];
    html! {
        @if whole > 0 {
            (section("proposals", "Proposals", &whole.to_string(), &go, html! {
                ul.plain {
                    @for (kind, ids) in &groups {
                        li { a href={ (visit.at("/proposals")) "#" (crate::address::kind(*kind)) } { (counted(ids.len(), kind.kind().singular, kind.kind().plural)) } }
                    }
                }
                p.secondary.small { "Counted nowhere until you take them." }
            }))
        }
        p.small { a href=(visit.at("/answers")) { "Answer more of the five questions" } }
    }
}

/// Returns what the person who acts has to decide.
fn decisions(visit: &Visit, open: &[&Diagnostic]) -> Vec<Work> {
    let isms = visit.isms();
    let owns = |id: RecordId| {
        let risk = (id.kind == RecordKind::Risk).then(|| isms.risks.get(&Ref::<Risk>::of(id.key)));
        risk.flatten().is_some_and(|risk| risk.owner.as_ref().is_some_and(|owner| is_actor(visit, owner)))
    };
    let about = open.iter().filter(|one| DECIDES.contains(&one.code));
    let of_risks = about
        .filter_map(|one| Some((one, one.place.record().filter(|id| owns(*id))?)))
        .map(|(one, id)| row(visit, id, &one.message, (Status::Attention, "decide"), None));
    // Nobody approves what they wrote.
    let in_review = isms.documents.iter().filter(|(_, document)| {
        document.status == DocumentStatus::InReview && !document.authors.contains(&visit.actor)
    });
    let in_review = in_review.map(|(id, _)| {
        row(
            visit,
            id.id(),
            "in review; somebody other than its author approves it",
            (Status::InProgress, "in review"),
            None,
        )
    });
    of_risks.chain(in_review).collect()
}

/// Returns the actions of the person who acts, those due first at the top.
fn due(visit: &Visit) -> Vec<Work> {
    let all = visit.isms().treatment_actions.iter();
    let mine = all.filter(|(_, action)| action.state.is_open());
    let mut mine: Vec<_> = mine
        .filter(|(_, action)| action.owner.as_ref().is_some_and(|owner| is_actor(visit, owner)))
        .collect();
    mine.sort_by_key(|(id, action)| (action.due.is_none(), action.due, *id));
    mine.into_iter().map(|(id, action)| action_row(visit, id.id(), action)).collect()
}

fn action_row(visit: &Visit, id: RecordId, action: &TreatmentAction) -> Work {
    let late = action.due.is_some_and(|due| due < visit.today);
    let status = if late { (Status::Attention, "late") } else { (Status::NotStarted, "to do") };
    let words = if late { "was due" } else { "due" };
    let due = action.due.map(|due| (status.0, format!("{words} {}", long_day(due))));
    let why = if action.blocked_by.is_empty() { "treatment action" } else { &action.blocked_by };
    row(visit, id, why, status, due)
}

fn row(
    visit: &Visit,
    id: RecordId,
    why: &str,
    (status, word): (Status, &str),
    due: Option<(Status, String)>,
) -> Work {
    Work {
        status: (status, word.to_owned()),
        title: visit.isms().name_of(id),
        href: visit.record_at(id),
        place: id.to_string(),
        why: html! { (why) },
        due,
        action: None,
    }
}

/// Says whether an owner is the person who acts, or a role of that person.
fn is_actor(visit: &Visit, owner: &Owner) -> bool {
    match owner {
        Owner::Person(person) => *person == visit.actor,
        Owner::Role(role) => {
            visit.isms().roles.get(role).is_some_and(|role| role.holder == Some(visit.actor))
        }
        Owner::Named(_) => false,
    }
}
