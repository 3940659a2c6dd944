//! The signature: yes by a button, no with a reason, or the way to change what is proposed.

use maud::{Markup, html};
use model::RecordId;
use operations::draft_digest;
use reports::tasks::Task;

use super::Subject;
use crate::address;
use crate::once;
use crate::parts::form::field;
use crate::parts::{Action, Input, Widget, actions};
use crate::visit::Visit;

/// Returns the end of the decision.
pub(super) fn sign(visit: &Visit, subject: Subject, task: &Task) -> Markup {
    let id = task.record;
    if visit.is_past() {
        return html! {};
    }
    html! {
        section.decision-part.decision-sign {
            h2 { "Your decision" }
            @if !task.is_for(visit.actor) { p { "This waits for " (waits_for(visit, task)) ", not for " (visit.actor_name()) "." } }
            @if task.is_for(visit.actor) || may_all_the_same(visit, subject, task) { (forms(visit, subject, id)) }
        }
    }
}

/// Says whether somebody who is not asked may decide: where the policies let them, and they did not write it.
fn may_all_the_same(visit: &Visit, subject: Subject, task: &Task) -> bool {
    // Only owners speak for their risks, and nobody judges what they collected.
    let is_theirs_alone = matches!(subject, Subject::Plan | Subject::Risk | Subject::Evidence);
    !is_theirs_alone && !task.not_by.contains(&visit.actor) && visit.offers(subject.intent(), &[task.record])
}

fn waits_for(visit: &Visit, task: &Task) -> String {
    let names: Vec<String> = task.on.iter().map(|person| visit.isms().name_of(person.id())).collect();
    if names.is_empty() { "somebody else than its authors".to_owned() } else { names.join(" or ") }
}

fn forms(visit: &Visit, subject: Subject, id: RecordId) -> Markup {
    let deed = |word: &str| visit.at(&format!("{}/do/{word}", address::record(id)));
    let because = |name: &str, label: &str| Input::new(name, label, Widget::LongText(2));
    let edit = Action::link("Change it instead", visit.at(&format!("{}/edit", address::record(id))));
    match subject {
        Subject::Risk => {
            let inputs = [
                Input::new("until", "Until", Widget::Date)
                    .hint("A day such as 2027-03-31, or +180d")
                    .required(),
                because("because", "Why it is acceptable").required(),
            ];
            html! {
                (yes(visit, &visit.at(&format!("/risks/{id}/accept")), "Accept what is left", &inputs, None))
                (actions(&[Action::link("No: treat it in another way", visit.at(&format!("/risks/{id}/treat")))]))
            }
        }
        Subject::Exception => html! {
            (yes(visit, &deed("approve"), "Approve", &[because("because", "Why it can be lived with")], None))
            (no(&deed("refuse"), "Refuse", &[because("because", "Why not").required()]))
        },
        Subject::Evidence => html! {
            (yes(visit, &deed("accept"), "Accept", &[because("because", "What was looked at")], None))
            (no(&deed("reject"), "Reject", &[because("because", "Why not").required()]))
        },
        Subject::Document | Subject::Scope | Subject::Method | Subject::Soa | Subject::Plan => {
            let seen = draft_digest(visit.isms(), id, visit.actor, visit.today);
            let seen = seen.map(|seen| seen.to_string()).unwrap_or_default();
            html! {
                (yes(visit, &deed("approve"), "Approve", &[], Some(&seen)))
                @if subject != Subject::Soa && subject != Subject::Plan { (actions(&[edit])) }
            }
        }
    }
}

fn yes(visit: &Visit, action: &str, label: &str, inputs: &[Input], seen: Option<&str>) -> Markup {
    html! {
        form.form method="post" action=(action) data-form novalidate {
            (once::field())
            @if let Some(seen) = seen { input type="hidden" name="seen" value=(seen); }
            @for input in inputs { (field(input)) }
            div.form-end {
                button.button.primary type="submit" { span { (label) " as " (visit.actor_name()) } kbd aria-hidden="true" { "Ctrl ↵" } }
            }
        }
    }
}

/// Returns the form of no, folded; its fields have names of their own on the page.
fn no(action: &str, label: &str, inputs: &[Input]) -> Markup {
    html! {
        details.fold {
            summary { (label) " with a reason" }
            form.form method="post" action=(action) data-form novalidate {
                (once::field())
                @for input in inputs {
                    div.field {
                        label for="no-because" { (input.label) }
                        (crate::parts::form::control(&input.widget, "no-because", &input.name, "", ""))
                    }
                }
                div.form-end { button.button.grave type="submit" { (label) } }
            }
        }
    }
}
