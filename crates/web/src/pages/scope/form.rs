//! The form of the builder: the sentence beside what it is made of.

use maud::{Markup, html};
use model::records::Scope;
use model::{RecordKind, Ref};

use super::rows::{Chosen, KINDS, Row};
use super::{HERE, Typed, preview};
use crate::address;
use crate::pages::record::shown::link;
use crate::parts::form::{control, field};
use crate::parts::{Input, Widget, split};
use crate::visit::Visit;

/// How many interfaces are listed.
const INTERFACES_MAX: usize = 20;

/// Returns the whole form.
pub(super) fn form(visit: &Visit, typed: &Typed, wrong: &[(String, String)]) -> Markup {
    let may = visit.offers_edit(Ref::<Scope>::one());
    let services = Input::new("services", "What is offered", Widget::Lines(3))
        .hint("Services and products, one a line")
        .value(typed.services.replace(", ", "\n"));
    let statement = Input::new("statement", "The statement", Widget::LongText(6))
        .hint("What is approved, and what a certificate rests on")
        .value(typed.statement.clone());
    let main = html! {
        (field(&services))
        @for (kind, heading) in KINDS {
            @let rows: Vec<&Row> = typed.rows.iter().filter(|row| row.id.kind == *kind).collect();
            (table(visit, *kind, heading, &rows, wrong))
        }
        @if typed.left_out > 0 { p.secondary { (typed.left_out) " more elements are decided in their registers: " a href=(visit.at("/assets")) { "assets" } "." } }
        (interfaces(visit))
    };
    let panel = html! {
        section.section {
            header { h2 { "The sentence" } }
            (preview::shown(visit, typed))
            @if may {
                p.scope-do { button.button type="submit" name="do" value="preview" { "Preview" } }
                label.option { input type="checkbox" name="take" value="yes"; span { "Take this sentence as the statement" } }
            }
            (field(&statement))
            @if may {
                div.form-end { button.button.primary type="submit" name="do" value="save" { span { "Save the scope" } kbd aria-hidden="true" { "Ctrl ↵" } } (crate::pages::drafts::button(&visit.at(HERE))) }
            }
        }
    };
    html! {
        form.scope method="post" action=(visit.at(HERE)) data-form data-preview novalidate {
            // The first button of a form is the one that Enter presses.
            @if may { button.vh type="submit" name="do" value="save" tabindex="-1" aria-hidden="true" { "Save the scope" } }
            input type="hidden" name="revision" value=(typed.revision);
            fieldset disabled[!may] { legend.vh { "the scope" } (split(main, panel)) }
        }
    }
}

fn table(
    visit: &Visit,
    kind: RecordKind,
    heading: &str,
    rows: &[&Row],
    wrong: &[(String, String)],
) -> Markup {
    let new = visit.at(&format!("/{}/new", address::kind(kind)));
    let id = address::kind(kind);
    html! {
        section.section id=(id) aria-labelledby={ (id) "-title" } {
            header {
                h2 id={ (id) "-title" } { (heading) span.count { (rows.len()) } }
                @if visit.offers_new(kind) { a href=(new) { "Add" } }
            }
            @if rows.is_empty() { p.secondary { "None on record yet." } }
            @else {
                div.scope-rows { @for row in rows { (one(visit, row, wrong)) } }
            }
        }
    }
}

fn one(visit: &Visit, row: &Row, wrong: &[(String, String)]) -> Markup {
    let (inside, why) = (format!("in-{}", row.id), format!("why-{}", row.id));
    let error = wrong.iter().find(|(name, _)| *name == why).map(|(_, error)| error);
    html! {
        fieldset.scope-row.wrong[error.is_some()] {
            legend { a.id-link href=(visit.record_at(row.id)) { (row.id) } " " (row.name) }
            input type="hidden" name={ "rev-" (row.id) } value=(row.revision);
            span.scope-choice {
                @for (chosen, word, label) in Chosen::ALL {
                    label { input type="radio" name=(inside) value=(word) checked[row.chosen == chosen]; span { (label) } }
                }
            }
            @if let Some(error) = error { p.error { (error) } }
            span.scope-why { (control(&Widget::Text, &why, &why, &row.because, &format!("why {} is left out", row.name))) }
        }
    }
}

/// Returns where what is inside touches what is outside.
fn interfaces(visit: &Visit) -> Markup {
    let all: Vec<_> = visit.isms().interfaces.iter().collect();
    html! {
        section.section id="interfaces" aria-labelledby="interfaces-title" {
            header {
                h2 id="interfaces-title" { "Interfaces" span.count { (all.len()) } }
                @if visit.offers_new(RecordKind::Interface) { a href=(visit.at("/interfaces/new")) { "Add" } }
            }
            @if all.is_empty() { p.secondary { "Where does what is inside touch what is outside? A shared network, a parent company, a provider (4.3 c)." } }
            ul.plain {
                @for (id, interface) in all.iter().take(INTERFACES_MAX) {
                    li { (link(visit, id.id())) @if interface.responsibility_split.is_empty() { " " span.missing { "who does what is not said" } } }
                }
            }
            @if all.len() > INTERFACES_MAX { p { a href=(visit.at("/interfaces")) { "and " (all.len() - INTERFACES_MAX) " more" } } }
        }
    }
}
