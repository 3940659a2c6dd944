//! What pages of accounts are made of: a form that a passkey may answer, and the way between them.

use app::identity::Refusal;
use maud::{Markup, html};

use super::asked::Signed;
use crate::assets::PASSKEY_JS;
use crate::layout::{Flash, Width};
use crate::parts::form::{field, problems};
use crate::parts::{FormView, Icon, icon};
use axum::response::Response;

/// How a form may be answered with a passkey instead.
#[derive(Debug, Clone)]
pub struct Passkey {
    /// Whether one is made (`create`) or shown (`get`).
    pub what: &'static str,
    /// Where it is asked what to ask.
    pub start: String,
    /// Where the answer is posted.
    pub action: String,
    /// The words on the button.
    pub words: &'static str,
}

/// Returns a form, with a button for a passkey where one may answer it.
pub fn form(view: &FormView, passkey: Option<&Passkey>) -> Markup {
    let inputs = || view.parts.iter().flat_map(|(_, inputs)| inputs);
    let wrong: Vec<(String, String)> =
        inputs().filter_map(|input| Some((input.name.clone(), input.error.clone()?))).collect();
    html! {
        (problems(view.problem.as_deref(), &wrong))
        form.form method="post" action=(view.action) {
            @for (name, value) in &view.hidden { input type="hidden" name=(name) value=(value); }
            @for (heading, inputs) in &view.parts {
                @if !heading.is_empty() { h2 { (heading) } }
                @for input in inputs { (field(input)) }
            }
            @if passkey.is_some() {
                input type="hidden" name="challenge" value="";
                input type="hidden" name="answer" value="";
                p.error data-says hidden role="alert" {}
            }
            div.form-end {
                @if !view.submit.is_empty() { button.button.primary type="submit" { span { (view.submit) } } }
                @if let Some(passkey) = passkey {
                    button.button type="button" hidden data-passkey=(passkey.what) data-start=(passkey.start) data-action=(passkey.action) {
                        (icon(Icon::Key)) span { (passkey.words) }
                    }
                }
                @if let Some(href) = &view.cancel { a.button.quiet href=(href) { "Cancel" } }
            }
        }
        @if passkey.is_some() { script type="module" src=(PASSKEY_JS) {} }
    }
}

/// Puts what was refused beside the field that it is about, by its label; what is about none stays above the form.
pub fn placed(mut view: FormView, refused: Option<&Refusal>) -> FormView {
    let about = match refused {
        Some(Refusal::Expected { what, .. }) => what.to_lowercase(),
        Some(Refusal::Weak(_)) => "password".to_owned(),
        Some(_) | None => return view,
    };
    let mut inputs = view.parts.iter_mut().flat_map(|(_, inputs)| inputs);
    if let Some(input) = inputs.find(|input| input.label.to_lowercase().contains(&about)) {
        input.error = view.problem.take();
    }
    view
}

/// Answers with a page of who is signed in: what was just done, the way between such pages, and the page.
pub fn signed(signed: &Signed, title: &str, refused: Option<&Refusal>, main: Markup) -> Response {
    let flash = signed.asked.session.as_ref().and_then(|session| session.said());
    let own = signed.asked.site.accounts().account(signed.session.account);
    let manages = own.as_ref().is_some_and(|own| own.manages() || !own.seats.is_empty());
    let mut places = vec![("/account", "Your account"), ("/settings/tokens", "Tokens")];
    places.extend(manages.then_some(("/settings/people", "People")));
    places.extend(own.is_some_and(|own| own.manages()).then_some(("/settings/mail", "Mail")));
    let here = &signed.asked.path;
    let whole = html! {
        nav.crumbs aria-label="account pages" {
            a href="/all" { "Organisations" }
            @for (href, words) in &places {
                span aria-hidden="true" { "·" }
                @if here == href { b { (words) } } @else { a href=(href) { (words) } }
            }
        }
        @if let Some(Flash { status, words, .. }) = &flash {
            div.flash.(status.class()) role="status" { (icon(status.icon())) p { (words) } }
        }
        h1 { (title) }
        (main)
    };
    match refused {
        None => signed.asked.page(title, Width::Wide, whole),
        Some(refusal) => signed.asked.refused(refusal, title, Width::Wide, whole),
    }
}

/// Returns when something was, in words of a day and a minute, in the zone of who reads.
pub fn moment(at: jiff::Timestamp) -> Markup {
    let manner = crate::locale::manner();
    let shown = manner.locale.moment(at, &manner.zone.unwrap_or(jiff::tz::TimeZone::UTC));
    html! { time datetime=(at.to_string()) { (shown) } }
}

/// Returns words with a capital at the beginning, as forms say what is wrong.
pub fn said(refusal: &Refusal) -> String {
    let words = refusal.to_string();
    let mut signs = words.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}
