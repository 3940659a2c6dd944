//! API tokens: for programs that act for you, within your rights and for a while.

use app::identity::{By, Refusal, Scopes, Secret, Token, Uuid};
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};

use super::asked::{Signed, done};
use super::frame::{form, moment, placed, said, signed as framed};
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, Choice, FormView, Input, Status, Widget, section, state};
use crate::twice;
use crate::visit::see_other;

const HERE: &str = "/settings/tokens";

/// Answers with one's tokens, and the form of a new one.
///
/// # Errors
/// Where organisations cannot be read.
pub async fn page(signed: Signed) -> Answer {
    shown(&signed, &Fields::default(), None, None).await
}

/// Makes a token and shows its secret, once.
///
/// # Errors
/// Where accounts cannot be written, or who asks has to prove it again.
pub async fn create(signed: Signed, typed: Fields) -> Answer {
    let Some(org) = asked_org(&signed, typed.get("org")).await? else {
        let refusal = Refusal::Expected { what: "organisation", expected: "one of the list" };
        return shown(&signed, &typed, Some(&refusal), None).await;
    };
    let scopes = match Scopes::read(typed.get("scopes")) {
        Ok(scopes) => scopes,
        Err(refusal) => return shown(&signed, &typed, Some(&refusal), None).await,
    };
    let days = typed.get("days").parse().unwrap_or(0);
    let accounts = signed.asked.site.accounts();
    let seat = (signed.session.account, org);
    let made = accounts.new_token(By::Session(&signed.session), seat, typed.get("name"), scopes, days).await;
    match done(made, HERE)? {
        Ok((token, secret)) => shown(&signed, &Fields::default(), None, Some((&token, &secret))).await,
        Err(refusal) => shown(&signed, &typed, Some(&refusal), None).await,
    }
}

/// Returns the organisation that was chosen, where it is one of those that who asks is a member of.
async fn asked_org(signed: &Signed, chosen: &str) -> Result<Option<Uuid>, Failure> {
    let session = signed.asked.session.clone().ok_or(Failure::NoSession)?;
    let rooms = signed.asked.site.rooms(&session).await?;
    Ok(rooms.iter().map(|(_, books)| books.log().org).find(|org| org.to_string() == chosen))
}

/// Revokes a token.
///
/// # Errors
/// Where there is none, or accounts cannot be written.
pub async fn revoke(signed: Signed, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| Failure::unknown("such token"))?;
    match done(signed.asked.site.accounts().revoke_token(signed.session.account, id).await, HERE)? {
        Ok(()) => {
            signed.asked.say("The token opens nothing any more");
            Ok(see_other(HERE))
        }
        Err(refusal) => shown(&signed, &Fields::default(), Some(&refusal), None).await,
    }
}

async fn shown(
    signed: &Signed,
    typed: &Fields,
    refused: Option<&Refusal>,
    made: Option<(&Token, &Secret)>,
) -> Result<Response, Failure> {
    let site = &signed.asked.site;
    let session = signed.asked.session.clone().ok_or(Failure::NoSession)?;
    let rooms = site.rooms(&session).await?;
    let orgs: Vec<Choice> =
        rooms.iter().map(|(_, books)| Choice::new(books.log().org.to_string(), books.name())).collect();
    let name =
        |org: Uuid| rooms.iter().find(|(_, books)| books.log().org == org).map(|(_, books)| books.name());
    let rows = site.accounts().tokens(signed.session.account).into_iter().map(|token| {
        vec![
            html! { (token.name) },
            html! { (name(token.org).unwrap_or_default()) },
            html! { code { (token.scopes) } },
            moment(token.until),
            html! { @match token.used { Some(used) => (moment(used)), None => "never" } },
            Action::post("Revoke", format!("{HERE}/{}/revoke", token.id)).grave().show(),
        ]
    });
    let rows: Vec<Vec<Markup>> = rows.collect();
    let head = ["Name", "Organisation", "May at most", "Until", "Last used", ""].map(str::to_owned).to_vec();
    let main = html! {
        p { "A token lets a program act for you, within your rights and its scope. It never approves, accepts, closes or grants." }
        @if let Some((token, secret)) = made {
            (section("made", "The new token", "", &[], html! {
                p { (state(Status::Attention, "shown once")) " Keep it now; " b { (token.name) } " is listed below without it." }
                pre.mono { (secret.show()) }
            }))
        }
        @if rows.is_empty() { p.secondary { "You have no tokens." } }
        @else { (stacked(&Table { caption: String::new(), head, rows })) }
        @if orgs.is_empty() { p.secondary { "You are a member of no organisation here." } }
        @else { (section("new", "A new token", "", &[], new(typed, refused, orgs))) }
    };
    Ok(framed(signed, "Tokens", refused, main))
}

fn new(typed: &Fields, refused: Option<&Refusal>, orgs: Vec<Choice>) -> Markup {
    let or =
        |name: &str, usual: &str| if typed.has(name) { typed.get(name).to_owned() } else { usual.to_owned() };
    let org = or("org", &orgs[0].value);
    let inputs = vec![
        Input::new("name", "Name", Widget::Text).hint("What uses it").value(typed.get("name")).required(),
        Input::new("org", "Organisation", Widget::Select(orgs)).value(org).required(),
        Input::new("scopes", "May at most", Widget::Text)
            .hint("read, write, or one kind of record: read:risk, write:evidence")
            .value(or("scopes", "read"))
            .required(),
        Input::new("days", "Ends after", Widget::Number(1, 365, "days".to_owned()))
            .value(or("days", "90"))
            .required(),
    ];
    let view = FormView {
        action: HERE.to_owned(),
        parts: vec![(String::new(), inputs)],
        problem: refused.map(said),
        submit: "Make a token".to_owned(),
        hidden: vec![twice::hidden()],
        ..FormView::default()
    };
    form(&placed(view, refused), None)
}
