//! Let in: who runs the machine looks in for a few hours, because a keeper lets them; who is in, until when, and how it ends now.

use app::identity::Email;
use app::{Entered, LetIn};
use axum::http::StatusCode;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use model::records::{MemberRole, Membership};
use model::{DateTime, Prose, Ref, Value as _};
use operations::{EndMembership, LET_IN_HOURS_MAX, LetInOperator, Operation as _};

use crate::address;
use crate::failure::Answer;
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::pages::naming::counted;
use crate::parts::form::form;
use crate::parts::table::{Table, stacked};
use crate::parts::{Choice, FormView, Input, Need, Widget, section};
use crate::visit::Visit;

/// The entry of the rail that it stands under.
const HERE: &str = "/settings";
/// How many of those who were in before are shown.
const BEFORE_MAX: usize = 50;

/// Answers with who is in, and the form.
///
/// # Errors
/// Never; the type is that of all pages.
pub async fn page(visit: Visit) -> Answer {
    let main = shown(&visit, &Fields::default(), None);
    Ok(visit.page(HERE, head(&visit), main))
}

/// Lets somebody in.
///
/// # Errors
/// A failure of the world, or that it is not allowed.
pub async fn let_in(visit: Visit, typed: Fields) -> Answer {
    visit.writable()?;
    let refused = |words: &str| {
        let main = shown(&visit, &typed, Some(words));
        visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, HERE, head(&visit), main)
    };
    let asked = match read(&typed) {
        Ok(asked) => asked,
        Err(words) => return Ok(refused(&words)),
    };
    let hours = usize::from(asked.hours);
    match visit.books.let_in(visit.site.accounts(), &visit.acting(""), asked).await? {
        Ok(person) => {
            let name = visit.books.now().isms.name_of(person.id());
            visit.say(format!("{name} is in for {}", counted(hours, "hour", "hours")), None);
            Ok(visit.to("/let-in"))
        }
        Err(refusal) => Ok(refused(&refusal.to_string())),
    }
}

/// Reads what was typed.
fn read(typed: &Fields) -> Result<LetIn, String> {
    let email = Email::read(typed.get("email")).map_err(|refusal| refusal.to_string())?;
    let because = Prose::read(typed.get("because")).map_err(|problem| format!("why: {problem}"))?;
    // What is no number is refused as one that is out of bounds.
    let hours = typed.get("hours").trim().parse().unwrap_or(0);
    Ok(LetIn { email: email.to_string(), role: MemberRole::Viewer, hours, because })
}

fn head(visit: &Visit) -> PageHead {
    PageHead {
        crumbs: vec![("Settings".to_owned(), visit.at(HERE))],
        lead: Some(
            html! { "Whoever runs this installation sees nothing of the organisation. One of its keepers lets them in to look, for at most four hours: the clock ends it, and every keeper is told." },
        ),
        ..PageHead::new("Let in who runs the machine")
    }
}

fn shown(visit: &Visit, typed: &Fields, problem: Option<&str>) -> Markup {
    let (mut now, mut before) = (visit.books.let_ins(), visit.books.let_ins());
    now.retain(|(_, entered)| *entered == Entered::Now);
    before.retain(|(_, entered)| *entered == Entered::Before);
    let is_open = !visit.is_past() && visit.offers(LetInOperator::INTENT, &[]);
    html! {
        (section("in-now", "In now", "", &[], html! {
            @if now.is_empty() { p.secondary { "Nobody." } } @else { (entered(visit, &now)) }
        }))
        @if is_open { (section("let-in", "Let somebody in", "", &[], asked(visit, typed, problem))) }
        @if !before.is_empty() {
            (section("before", "Before", "", &[], entered(visit, &before[..before.len().min(BEFORE_MAX)])))
        }
    }
}

/// Shows the form.
fn asked(visit: &Visit, typed: &Fields, problem: Option<&str>) -> Markup {
    let hours = (1..=LET_IN_HOURS_MAX)
        .map(|hours| Choice::new(hours.to_string(), counted(usize::from(hours), "hour", "hours")));
    let chosen = if typed.has("hours") { typed.get("hours") } else { "1" };
    let inputs = vec![
        Input::new("email", "E-mail address of the account", Widget::Text)
            .hint("An account that manages this installation")
            .value(typed.get("email"))
            .required(),
        Input::new("hours", "For how long", Widget::Select(hours.collect())).value(chosen).required(),
        Input {
            need: Need::Required,
            ..Input::new("because", "Why", Widget::LongText(3)).value(typed.get("because"))
        },
    ];
    form(&FormView {
        action: visit.at("/let-in"),
        parts: vec![(String::new(), inputs)],
        problem: problem.map(str::to_owned),
        submit: "Let in".to_owned(),
        cancel: Some(visit.at(HERE)),
        ..FormView::default()
    })
}

/// Shows who is or was in: until when, who let them in, and the way out.
fn entered(visit: &Visit, all: &[(Ref<Membership>, Entered)]) -> Markup {
    let row = |(id, entered): &(Ref<Membership>, Entered)| -> Option<Vec<Markup>> {
        let one = visit.isms().memberships.get(id)?;
        let name = one.person.map(|person| visit.isms().name_of(person.id())).unwrap_or_default();
        let by = one.granted_by.map(|person| visit.isms().name_of(person.id())).unwrap_or_default();
        let until = one.let_in_until.map(|until| moment(visit, until)).unwrap_or_default();
        let ends =
            *entered == Entered::Now && !visit.is_past() && visit.offers(EndMembership::INTENT, &[id.id()]);
        let end = visit.at(&format!("{}/do/end", address::record(id.id())));
        let over = match entered {
            Entered::Now => html! { @if ends { a.button href=(end) { "End it now" } } },
            Entered::Before => html! { (one.ended_because) },
        };
        Some(vec![
            html! { a href=(visit.record_at(*id)) { (name) } },
            html! { (by) },
            html! { (until) },
            over,
        ])
    };
    let last =
        if all.iter().any(|(_, entered)| *entered == Entered::Now) { "End" } else { "Ended early because" };
    stacked(&Table {
        caption: String::new(),
        head: ["Who", "Let in by", "Until", last].map(str::to_owned).to_vec(),
        rows: all.iter().filter_map(row).collect(),
    })
}

/// Returns a moment as the clock of who reads shows it.
fn moment(visit: &Visit, utc: DateTime) -> String {
    match utc.to_zoned(TimeZone::UTC) {
        Ok(at) => crate::locale::moment(visit, at.timestamp()),
        Err(_) => utc.to_string(),
    }
}

/// Returns the way to this page for the settings.
#[must_use]
pub fn way(visit: &Visit) -> Markup {
    let count = visit.books.let_ins().iter().filter(|(_, entered)| *entered == Entered::Now).count();
    html! {
        p { a href=(visit.at("/let-in")) { "Let in who runs the machine" } @if count > 0 { ": " (counted(count, "person is in now", "people are in now")) } }
    }
}
