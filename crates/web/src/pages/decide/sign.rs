//! The signature: yes by a button, no with a reason, or the way to change what is proposed.

use maud::{Markup, html};
use model::RecordId;
use operations::{Operation as _, OperationForm, WriteComment};
use reports::duties::Meant;
use reports::tasks::Task;

use super::Subject;
use crate::address;
use crate::once;
use crate::pages::record::deeds::steps;
use crate::parts::{Action, Widget, actions};
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
            @if task.is_for(visit.actor) { (forms(visit, subject, id, "primary")) }
            @else if may_all_the_same(visit, subject, task) {
                p { "This waits for " (waits_for(visit, task)) ". Nobody asked " (visit.actor_name()) ", whose role lets them decide it too." }
                details.fold {
                    summary { "Decide it all the same" }
                    (forms(visit, subject, id, "plain"))
                }
            }
            @else { p { "This waits for " (waits_for(visit, task)) ", not for " (visit.actor_name()) "." } }
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
    // Where nobody is named, whoever may approves what another wrote.
    let is_open = matches!(task.meant, None | Some(Meant::TopManagement));
    if task.on.is_empty() && is_open {
        return "somebody else than its authors".to_owned();
    }
    task.waits_for(visit.isms(), |person| visit.isms().name_of(person.id()))
}

/// Returns the form of yes, and the way to say no.
fn forms(visit: &Visit, subject: Subject, id: RecordId, weight: &str) -> Markup {
    let Some(form) = subject.form(subject.verb()) else { return html! {} };
    let page = |page: &str| visit.at(&format!("{}{page}", address::record(id)));
    let at = if subject == Subject::Risk { page("/accept") } else { steps::at(visit, form, id) };
    let change = |label: &str, to: &str| actions(&[Action::link(label, page(to))]);
    html! {
        (yes(visit, form, &at, id, weight))
        @match subject {
            Subject::Risk => (change("No: treat it in another way", "/treat")),
            Subject::Exception => (no(visit, subject.form("refuse"), id)),
            Subject::Evidence => (no(visit, subject.form("reject"), id)),
            Subject::Document | Subject::Scope | Subject::Method => {
                (objection(visit, id))
                @if visit.offers_edit(id) { (change("Change it instead", "/edit")) }
            }
            Subject::Soa | Subject::Plan => {}
        }
    }
}

/// What is asked with a decision; what else its form knows is asked on the record's own page.
const ASKED: &[&str] = &["until", "because"];

fn yes(visit: &Visit, form: &OperationForm, action: &str, id: RecordId, weight: &str) -> Markup {
    let seen = steps::seen(visit, form, id, &Vec::new());
    html! {
        form.form method="post" action=(action) data-form novalidate {
            (once::field())
            @if let Some(seen) = seen { input type="hidden" name="seen" value=(seen); }
            @for name in ASKED { (steps::field_of(visit, form, name)) }
            div.form-end {
                button.button.(weight) type="submit" { span { (form.label) " as " (visit.actor_name()) } kbd aria-hidden="true" { "Ctrl ↵" } }
            }
        }
    }
}

/// Returns the form that says why not, folded: the reason stands as a comment beneath the record, which waits until it is
/// changed.
fn objection(visit: &Visit, id: RecordId) -> Markup {
    let at = visit.at(&format!("{}/comments", address::record(id)));
    html! {
        @if visit.offers(WriteComment::INTENT, &[]) {
            details.fold {
                summary { "Do not approve, with a reason" }
                form.form method="post" action=(at) data-form novalidate {
                    (once::field())
                    div.field {
                        label for="no-text" { "Reason" }
                        p.hint { "It stands as a comment beneath the record, for the members here; nothing is approved, and the decision waits until the record is changed." }
                        (crate::parts::form::control(&Widget::LongText(2), "no-text", "text", "", ""))
                    }
                    div.form-end { button.button type="submit" { "Say why not" } }
                }
            }
        }
    }
}

/// Returns the form of no, folded; its fields have names of their own on the page.
fn no(visit: &Visit, form: Option<&OperationForm>, id: RecordId) -> Markup {
    html! {
        @if let Some(form) = form {
            details.fold {
                summary { (form.label) " with a reason" }
                form.form method="post" action=(steps::at(visit, form, id)) data-form novalidate {
                    (once::field())
                    @for input in form.inputs.iter().filter(|input| input.name == "because") {
                        div.field {
                            label for="no-because" { (input.label) }
                            p.hint { (input.help) }
                            (crate::parts::form::control(&Widget::LongText(2), "no-because", input.name, "", ""))
                        }
                    }
                    div.form-end { button.button.grave type="submit" { (form.label) } }
                }
            }
        }
    }
}
