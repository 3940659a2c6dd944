//! One nonconformity: what was found, how it was put right, why it happened, what keeps it from coming back, and whether that works.

mod body;
mod line;
pub mod whys;

use maud::html;
use model::Isms;
use model::records::{Nonconformity, NonconformityState};

use super::coming::{self, Coming};
use super::record::{Which, deeds, here, page as generic};
use crate::failure::Answer;
use crate::pages::comments;
use crate::pages::naming::{owner_name, short_day};
use crate::parts::{section, split};
use crate::visit::{Of, Visit};

/// Answers with the page of a nonconformity.
///
/// # Errors
/// Where there is none, or the proofs of what the rules say cannot be read.
pub async fn page(visit: Visit, Of(id): Of<Nonconformity>) -> Answer {
    let Some(one) = visit.isms().nonconformities.get(&id) else {
        // What is only proposed is shown as any proposal.
        return generic::page(visit, Which(id.id())).await;
    };
    let coming = next(visit.isms(), one);
    let offered = coming::offered(&visit, id.id(), one, coming.as_ref());
    let said = comments::Marks::of(&visit, id.id());
    let can = |verb: &str| deeds::offered_of(&visit, id.id(), one, &[verb]).into_iter().next();
    let main = html! {
        (offered.words)
        (section("line", "The line", "", &[], line::line(&visit, id, one)))
        (generic::said(&visit, id.id()).await?)
        (body::found(&visit, id, one, &said))
        (body::correction(&visit, id, one, (can("correct"), &said)))
        (body::cause(&visit, id, one, (can("explain"), &said)))
        (body::actions(&visit, id, one, (&can, &said)))
        (body::effect(&visit, id, one, (can("check"), &said)))
        (body::rest(&visit, id, one))
        (comments::thread(&visit, id.id()))
    };
    let panel = html! {
        (coming::others(&offered))
        (generic::sources(&visit, id.id()))
        (generic::about(&visit, id.id(), one))
    };
    let mut head = offered.head;
    head.lead = Some(html! { (told(&visit, one)) });
    // What somebody worked on is not removed.
    head.actions.retain(|action| action.label != "Remove" || one.state == NonconformityState::Open);
    Ok(visit.page(&here(id.id().kind), head, split(main, panel)))
}

/// Says in one line how grave it is, who brought it up and who sees to it.
fn told(visit: &Visit, one: &Nonconformity) -> String {
    use model::Words as _;
    let grade = one.grade.map_or("Not graded", |grade| match grade {
        model::records::NonconformityGrade::Major => "Major",
        model::records::NonconformityGrade::Minor => "Minor",
    });
    let source = one.source.map(|source| format!(", from {}", source.word())).unwrap_or_default();
    let on = one.raised_on.map(|on| format!(", raised {}", short_day(on))).unwrap_or_default();
    let owner = match owner_name(visit.isms(), one.owner.as_ref()) {
        owner if owner.is_empty() => "nobody is named to see to it".to_owned(),
        owner => format!("{owner} sees to it"),
    };
    format!("{grade}{source}{on}; {owner}.")
}

/// Returns the step that comes next, by how far it is.
fn next(isms: &Isms, one: &Nonconformity) -> Option<Coming> {
    let owner = owner_name(isms, one.owner.as_ref());
    let owner =
        if owner.is_empty() { "Nobody is named to see to it." } else { &format!("{owner} sees to it.") };
    let open = one.actions.iter().find(|action| action.is_open());
    let is_planned = one.actions.iter().any(|action| action.dropped_because.is_empty());
    Some(match one.state {
        NonconformityState::Open => Coming::verb("correct", "put it right, and say what was done.").by(owner),
        NonconformityState::Reopened => {
            Coming::verb("correct", "it came back: put it right again, and say what was done.").by(owner)
        }
        NonconformityState::Corrected => Coming::verb("explain", "find out why it happened.").by(owner),
        NonconformityState::CauseFound => match open {
            Some(action) => {
                let who = owner_name(isms, action.owner.as_ref());
                let who = if who.is_empty() {
                    "Nobody is named to do it.".to_owned()
                } else {
                    format!("{who} does it.")
                };
                Coming::verb("finish-action", format!("do what was planned: {}.", action.title))
                    .with("number", action.number.to_string())
                    .by(who)
            }
            None if is_planned || one.no_action_because.is_empty() => {
                Coming::verb("plan", "plan what keeps it from happening again.").by(owner)
            }
            None if one.correction.is_empty() => {
                Coming::verb("correct", "say what was done to put it right.").by(owner)
            }
            None => Coming::verb("close", "nothing is to be done against its cause: close it."),
        },
        NonconformityState::Acted => {
            let due = one.effect_due.map(|due| format!(" by {}", short_day(due))).unwrap_or_default();
            Coming::verb("check", format!("somebody looks{due} whether the actions work."))
                .by(body::not_by(isms, one))
        }
        NonconformityState::Effective => {
            Coming::verb("close", "the actions work: say that nothing is left to do.")
        }
        NonconformityState::Closed => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::records::CorrectiveAction;

    #[test]
    fn each_state_leads_to_the_step_that_moves_it_on() {
        let isms = Isms::default();
        let verb = |state, actions: Vec<CorrectiveAction>, no_action: &str| {
            let one = Nonconformity {
                state,
                actions,
                no_action_because: no_action.into(),
                ..Nonconformity::default()
            };
            next(&isms, &one).map(|coming| coming.step)
        };
        let is = |step: Option<coming::Step>, wanted: &str| matches!(step, Some(coming::Step::Verb(verb, _)) if verb == wanted);
        let open = CorrectiveAction { number: 2, ..CorrectiveAction::default() };
        assert!(is(verb(NonconformityState::Open, vec![], ""), "correct"));
        assert!(is(verb(NonconformityState::Corrected, vec![], ""), "explain"));
        assert!(is(verb(NonconformityState::CauseFound, vec![], ""), "plan"));
        assert!(is(verb(NonconformityState::CauseFound, vec![], "once only"), "correct"));
        let finish = coming::Step::Verb("finish-action", vec![("number", "2".to_owned())]);
        assert_eq!(verb(NonconformityState::CauseFound, vec![open], ""), Some(finish));
        assert!(is(verb(NonconformityState::Acted, vec![], ""), "check"));
        assert!(is(verb(NonconformityState::Effective, vec![], ""), "close"));
        assert_eq!(verb(NonconformityState::Closed, vec![], ""), None);
    }
}
