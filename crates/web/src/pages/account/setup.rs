//! Set up accounts: the first one manages the installation and keeps each organisation that is there.

use std::sync::Arc;

use app::identity::{Proof, Refusal};
use app::{Keeper, Room, Via};
use axum::response::Response;
use maud::html;
use model::Ref;
use model::records::{MemberRole, Person};

use super::asked::{Asked, refusal};
use super::frame::{Passkey, form, placed, said};
use super::login::secret;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::Width;
use crate::parts::{Choice, FormView, Input, Secret, Widget};
use crate::session::Who;
use crate::visit::see_other;

const TITLE: &str = "Set up accounts";

/// Answers with the form, as long as there is no account.
///
/// # Errors
/// Where the organisations cannot be read.
pub async fn page(asked: Asked) -> Answer {
    if !asked.site.accounts().is_empty() {
        return Ok(see_other("/account"));
    }
    shown(&asked, &Fields::default(), None).await
}

/// Makes the first account, and keeps every organisation for its person.
///
/// # Errors
/// Where accounts or organisations cannot be written.
pub async fn set_up(asked: Asked, typed: Fields) -> Answer {
    let session = asked.session.clone().ok_or(Failure::NoSession)?;
    let organisations = asked.site.rooms(&session).await?;
    let words: Vec<String> = organisations.iter().map(|(_, books)| books.name()).collect();
    let (name, email) = (typed.get("name"), typed.get("email"));
    let password = secret(&typed, "password");
    if proof(&typed, password).is_password() && password != secret(&typed, "again") {
        let refusal = Refusal::Expected { what: "password", expected: "the same twice" };
        return shown(&asked, &typed, Some(&refusal)).await;
    }
    let keepers = match keepers(&organisations, &typed) {
        Ok(keepers) => keepers,
        Err(refusal) => return shown(&asked, &typed, Some(&refusal)).await,
    };
    let accounts = asked.site.accounts();
    let made = accounts.set_up(name, email, proof(&typed, password).into(), &words, &asked.caller).await;
    let fresh = match made {
        Ok(fresh) => fresh,
        Err(problem) => return shown(&asked, &typed, Some(&refusal(problem)?)).await,
    };
    let mut fresh = fresh;
    for (books, keeper) in keepers {
        fresh = asked.site.instance().keep(accounts, fresh, books.log(), keeper).await?;
    }
    Ok(asked.entered(&fresh, "/account/codes"))
}

/// Reads who keeps each organisation and as what; nobody is bound who was not chosen. One without people has no keeper yet.
fn keepers<'a>(
    organisations: &'a [(String, Room)],
    typed: &Fields,
) -> Result<Vec<(&'a Room, Keeper)>, Refusal> {
    let mut keepers = Vec::new();
    for (word, books) in organisations {
        let isms = books.now().isms;
        if isms.people.iter().next().is_none() {
            continue;
        }
        let person: Option<Ref<Person>> =
            Ref::parse(typed.get(&format!("person-{word}"))).filter(|id| isms.people.get(id).is_some());
        let person = person
            .ok_or(Refusal::Expected { what: "who you are", expected: "one of the people in the list" })?;
        let roles = roles(typed.get("role"))
            .ok_or(Refusal::Expected { what: "what you are there", expected: "one of the three" })?;
        keepers.push((books, Keeper { person, roles, via: Via::Session }));
    }
    Ok(keepers)
}

/// What somebody will prove with, as it was typed.
pub(super) enum Typed<'a> {
    /// A password.
    Password(&'a str),
    /// A passkey: challenge and answer.
    Passkey(&'a str, &'a str),
}

/// Returns what somebody will prove with.
pub(super) fn proof<'a>(typed: &'a Fields, password: &'a str) -> Typed<'a> {
    match typed.get("answer") {
        "" => Typed::Password(password),
        answer => Typed::Passkey(typed.get("challenge"), answer),
    }
}

impl Typed<'_> {
    /// Says whether it is a password.
    pub(super) fn is_password(&self) -> bool {
        matches!(self, Self::Password(_))
    }
}

impl<'a> From<Typed<'a>> for Proof<'a> {
    fn from(typed: Typed<'a>) -> Self {
        match typed {
            Typed::Password(password) => Self::Password(password),
            Typed::Passkey(challenge, answer) => Self::Passkey { challenge, answer },
        }
    }
}

/// Returns the fields of a new password, typed twice.
pub(super) fn passwords(hint: &str) -> Vec<Input> {
    vec![
        Input::new("password", "Password", Widget::Secret(Secret::New)).hint(hint).required(),
        Input::new("again", "The same password again", Widget::Secret(Secret::New)).required(),
    ]
}

/// What is said of a password that stands alone.
pub(super) const ALONE: &str =
    "At least 15 characters, of any kind; a few words together are easy to keep in mind";

fn roles(typed: &str) -> Option<Vec<MemberRole>> {
    match typed {
        "top" => Some(vec![MemberRole::TopManagement]),
        "both" => Some(vec![MemberRole::TopManagement, MemberRole::IsmsManager]),
        "manager" => Some(vec![MemberRole::IsmsManager]),
        _ => None,
    }
}

async fn shown(asked: &Asked, typed: &Fields, refused: Option<&Refusal>) -> Result<Response, Failure> {
    let session = asked.session.clone().ok_or(Failure::NoSession)?;
    if !matches!(session.who(), Who::Link) {
        return Err(Failure::unknown("such page"));
    }
    let organisations = asked.site.rooms(&session).await?;
    let mut who = Vec::new();
    let mut first = String::new();
    for (word, books) in &organisations {
        let isms = Arc::clone(&books.now().isms);
        let people =
            isms.people.iter().map(|(id, person)| Choice::new(id.to_string(), person.title.to_string()));
        let acting = session.person(&books.origin()).or_else(|| isms.people.iter().next().map(|(id, _)| id));
        let Some(acting) = acting else { continue };
        if first.is_empty() {
            first = isms.name_of(acting.id());
        }
        let field = format!("person-{word}");
        let chosen = if typed.has(&field) { typed.get(&field).to_owned() } else { acting.to_string() };
        let label = format!("Who you are in {}", books.name());
        who.push(Input::new(field, label, Widget::Select(people.collect())).value(chosen).required());
    }
    if !who.is_empty() {
        let choices = vec![
            Choice::new("manager", "ISMS manager").help("runs the management system"),
            Choice::new("top", "Top management").help("directs it: approves, accepts, reviews"),
            Choice::new("both", "Both").help("what you prepare, somebody else has to approve"),
        ];
        let role = if typed.has("role") { typed.get("role") } else { "manager" };
        who.push(Input::new("role", "What you are there", Widget::Radio(choices)).value(role).required());
    }
    let name = if typed.has("name") { typed.get("name") } else { &first };
    let mut own = vec![
        Input::new("name", "Your name", Widget::Text).value(name).required(),
        Input::new("email", "E-mail address", Widget::Account).value(typed.get("email")).required(),
    ];
    own.extend(passwords(ALONE));
    let view = FormView {
        action: "/setup".to_owned(),
        parts: vec![("You".to_owned(), own), ("Organisations".to_owned(), who)]
            .into_iter()
            .filter(|(_, inputs)| !inputs.is_empty())
            .collect(),
        problem: refused.map(said),
        submit: "Set up accounts".to_owned(),
        cancel: Some("/".to_owned()),
        ..FormView::default()
    };
    let passkey = Passkey {
        what: "create",
        start: "/setup/passkey/start".to_owned(),
        action: "/setup".to_owned(),
        words: "With a passkey instead of a password",
    };
    let main = html! {
        h1 { (TITLE) }
        p { "From now on everybody signs in, and the written policies decide who may do what. There is no way back: the link of the terminal opens nothing any more." }
        p { "This account manages the installation: it invites others, and gives links to new passwords. It keeps the organisations below until it makes others their keepers." }
        (form(&placed(view, refused), asked.site.accounts().has_passkeys().then_some(&passkey)))
    };
    Ok(match refused {
        None => asked.page(TITLE, Width::Wide, main),
        Some(refusal) => asked.refused(refusal, TITLE, Width::Wide, main),
    })
}
