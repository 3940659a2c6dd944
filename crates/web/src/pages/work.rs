//! My work: the first steps, what waits for a decision, what is due, the proposals, and the plan in brief.

use maud::{Markup, html};
use operations::{AnswerQuestions, Operation as _};
use reports::tasks::{Task, TaskKind};
use rules::first_steps;
use standards::schedule::{audit_days_for, plan_of};

use super::plan::{EARLIEST, planned, wanted};
use super::readiness::overview::{self, ahead};
use super::readiness::whose;
use super::words::Explained;
use super::{proposals, tasks};
use crate::failure::Answer;
use crate::layout::PageHead;
use crate::locale::locale;
use crate::pages::naming::counted;
use crate::parts::work::{Work, work};
use crate::parts::{Action, Fact, Icon, facts, section, split};
use crate::rail::long_day;
use crate::visit::Visit;

/// The address within the organisation.
const HERE: &str = "";
/// How many rows of one kind are shown.
const ROWS_MAX: usize = 20;
/// Of how many first steps it is asked whose they are.
const STEPS_MAX: usize = 60;

/// Answers with what needs the person who acts.
///
/// # Errors
/// Never; the type is that of all pages.
pub async fn page(visit: Visit) -> Answer {
    let results = visit.results();
    let steps = first_steps(results.diagnostics(), visit.isms(), visit.today, STEPS_MAX);
    let shared = whose::shared(&visit, steps);
    let steps = &shared.own;
    let mut words = Explained::default();
    let all = tasks::of(&visit);
    let own = |wanted: &dyn Fn(TaskKind) -> bool| -> Vec<Work> {
        let mine = all.iter().filter(|task| task.is_for(visit.actor) && !task.is_ahead(visit.today));
        mine.filter(|task| wanted(task.kind)).map(|task| tasks::row(&visit, task)).collect()
    };
    let decisions = own(&|kind| kind == TaskKind::Decide);
    let reading = own(&|kind| kind == TaskKind::Read);
    let due = own(&|kind| kind != TaskKind::Decide && kind != TaskKind::Read);
    let main = html! {
        (rows("decide", "Needs your decision", &decisions))
        (rows("due", "To do", &due))
        (rows("read", "To read", &reading))
        @if steps.now.is_empty() && decisions.is_empty() && due.is_empty() && reading.is_empty() {
            (crate::parts::empty::empty(Icon::Readiness, "Nothing waits for you", "Reviews, audits and control runs fall due with time.", &[]))
        } @else if !steps.now.is_empty() { (overview::first_steps(&visit, steps, &mut words)) }
        (shared.waiting(&visit, &mut words))
        (ahead(&visit, steps))
        (elsewhere(&visit, &all))
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

/// Returns how much waits for others, and how much is not yet due.
fn elsewhere(visit: &Visit, all: &[Task]) -> Markup {
    let later = all.iter().filter(|task| task.is_ahead(visit.today)).count();
    let others = all.iter().filter(|task| !task.is_ahead(visit.today) && !task.is_for(visit.actor)).count();
    let tasks = visit.at(tasks::HERE);
    html! {
        @if later + others > 0 {
            p.lead {
                a href={ (tasks) "#others" } { "Waiting on others " (others) } a href={ (tasks) "#ahead" } { "Later " (later) }
            }
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
            planned(&schedule),
            Fact::new("Wanted", wanted(&schedule)),
            Fact::words(EARLIEST, &long_day(schedule.earliest_on)),
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
        html! { (facts(&lines)) p.secondary.small { (locale().days_in(&schedule.because)) } },
    )
}

/// Returns the proposals that wait, by kind.
fn waiting(visit: &Visit) -> Markup {
    let groups = proposals::waiting(visit.isms());
    // What somebody else takes or refuses is not told as if it waited here.
    let mut groups = groups;
    groups.retain(|(_, ids)| ids.first().is_none_or(|id| visit.offers("proposal.take", &[*id])));
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
        @if !visit.reads_only() && visit.offers(AnswerQuestions::INTENT, &[]) {
            p.small { a href=(visit.at("/answers")) { "Answer more of the five questions" } }
        }
    }
}
