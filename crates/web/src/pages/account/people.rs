//! People: the accounts of the installation, who is invited, and what those do who manage it.

use app::identity::{Account, Admin, By, Email, Invitation, Invited, Problem, Refusal, Seat, Secret, Uuid};
use app::{Reader, Room};
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use maud::{Markup, html};

use super::asked::{Signed, done};
use super::frame::{form, moment, placed, said, signed as framed};
use super::inviting::add_first;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::parts::form::problems;
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, Choice, FormView, Icon, Input, Status, Widget, menu, section, state};
use crate::twice;
use crate::visit::see_other;

pub(super) const HERE: &str = "/settings/people";
/// Where links to a new password lead.
const RESET: &str = "/new-password/";

/// A link that was just made: for whom, and its path.
type Made = (String, String);

/// Answers with the accounts, the open invitations and the form of a new one; what the address names is filled in already.
///
/// # Errors
/// Where who asks does not manage the installation.
pub async fn page(signed: Signed, RawQuery(query): RawQuery) -> Answer {
    let named = Fields::read(query.as_deref().unwrap_or_default());
    let fields = named.0.into_iter().filter(|(name, _)| ["name", "email", "seat"].contains(&name.as_str()));
    shown(&signed, &Fields(fields.collect()), None, None).await
}

/// Invites somebody and shows the link, once.
///
/// # Errors
/// Where accounts cannot be written, or who asks has to prove it again.
pub async fn invite(signed: Signed, typed: Fields) -> Answer {
    let email = match Email::read(typed.get("email")) {
        Ok(email) => email,
        Err(refusal) => return shown(&signed, &typed, Some(&refusal), None).await,
    };
    let Some(seat) = seat(&signed, typed.get("seat")).await? else {
        let expected = "one of the list; the one that was chosen is taken, or gone";
        let refusal = Refusal::Expected { what: "who it is", expected };
        return shown(&signed, &typed, Some(&refusal), None).await;
    };
    let admin = if typed.get("admin") == "yes" { Admin::Manages } else { Admin::No };
    let invited = Invited { email: email.clone(), name: typed.get("name").to_owned(), seat, admin };
    // Who keeps an organisation gives its seats, and nothing else.
    let by = by(&signed);
    let link = signed.asked.site.accounts().invite(by, invited).await;
    match done(link, HERE)? {
        Ok(link) => {
            let made = (email.to_string(), format!("/invited/{}", link.show()));
            shown(&signed, &Fields::default(), None, Some(made)).await
        }
        Err(refusal) => shown(&signed, &typed, Some(&refusal), None).await,
    }
}

/// Takes an invitation back.
///
/// # Errors
/// Where there is none, or accounts cannot be written.
pub async fn withdraw(signed: Signed, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| Failure::unknown("such invitation"))?;
    let by = by(&signed);
    let answer = signed.asked.site.accounts().withdraw_invitation(by, id).await;
    ended(&signed, answer, "The invitation opens nothing any more").await
}

/// Does one thing to an account: disable, enable, manage, a link to a new password, no codes.
///
/// # Errors
/// Where there is no such account, accounts cannot be written, or who asks has to prove it again.
pub async fn manage(signed: Signed, Path(id): Path<String>, typed: Fields) -> Answer {
    let account: Uuid = id.parse().map_err(|_| Failure::unknown("such account"))?;
    let (accounts, by) = (signed.asked.site.accounts(), By::Session(&signed.session));
    match typed.get("do") {
        "disable" => {
            ended(&signed, accounts.disable(by, account).await, "Disabled: all sessions ended").await
        }
        "enable" => ended(&signed, accounts.enable(by, account).await, "The account may sign in again").await,
        "admin" => {
            let answer = accounts.set_admin(by, account, Admin::Manages).await;
            ended(&signed, answer, "The account manages the installation now").await
        }
        "no-admin" => {
            let answer = accounts.set_admin(by, account, Admin::No).await;
            ended(&signed, answer, "The account does not manage the installation any more").await
        }
        "drop-codes" => {
            let answer = accounts.drop_codes_of(by, account).await;
            ended(&signed, answer, "The codes were taken away; all sessions ended").await
        }
        "reset" => reset(&signed, account, accounts.reset(by, account).await).await,
        _ => Err(Failure::unknown("such page")),
    }
}

async fn reset(signed: &Signed, account: Uuid, link: Result<Secret, Problem>) -> Answer {
    match done(link, HERE)? {
        Ok(link) => {
            let whose =
                signed.asked.site.accounts().account(account).map(|account| account.email.to_string());
            let made = (whose.unwrap_or_default(), format!("{RESET}{}", link.show()));
            shown(signed, &Fields::default(), None, Some(made)).await
        }
        Err(refusal) => shown(signed, &Fields::default(), Some(&refusal), None).await,
    }
}

async fn ended(signed: &Signed, answer: Result<(), Problem>, words: &str) -> Answer {
    match done(answer, HERE)? {
        Ok(()) => {
            signed.asked.say(words);
            Ok(see_other(HERE))
        }
        Err(refusal) => shown(signed, &Fields::default(), Some(&refusal), None).await,
    }
}

/// Returns the seat that was chosen, or that none was; nothing where it is one that may not be given here.
async fn seat(signed: &Signed, chosen: &str) -> Result<Option<Option<Seat>>, Failure> {
    if chosen.is_empty() {
        return Ok(Some(None));
    }
    let found = seats(signed).await?.into_iter().find(|(seat, _)| value(*seat) == chosen);
    Ok(found.map(|(seat, _)| Some(seat)))
}

/// Says whether who reads an organisation keeps it.
pub(super) fn is_keeper(books: &Room) -> bool {
    let Reader::Member(person) = books.reader() else { return false };
    let (isms, today) = (books.now().isms, books.today());
    let mut memberships = isms.memberships.iter();
    memberships.any(|(_, one)| one.person == Some(person) && one.is_keeper() && one.is_in_force(today))
}

/// Returns a seat as the form sends it.
pub(super) fn value(seat: Seat) -> String {
    format!("{}.{}", seat.org, seat.person)
}

/// Returns by which right who asks invites: as who manages the installation, or as the keeper of an organisation.
fn by(signed: &Signed) -> By<'_> {
    match rights(signed) {
        Admin::Manages => By::Session(&signed.session),
        Admin::No => By::Vouched(&signed.session),
    }
}

/// Says whether who asks manages the installation.
fn rights(signed: &Signed) -> Admin {
    let own = signed.asked.site.accounts().account(signed.session.account);
    if own.is_some_and(|own| own.manages()) { Admin::Manages } else { Admin::No }
}

/// Returns the people without an account of the organisations that who asks keeps: a seat is what its person may do, so only
/// keepers give it.
async fn seats(signed: &Signed) -> Result<Vec<(Seat, String)>, Failure> {
    let session = signed.asked.session.clone().ok_or(Failure::NoSession)?;
    let accounts = signed.asked.site.accounts();
    let mut free = Vec::new();
    for (_, books) in signed.asked.site.rooms(&session).await? {
        if !is_keeper(&books) {
            continue;
        }
        let (org, name) = (books.log().org, books.name());
        for (_, person) in books.now().isms.people.iter() {
            let seat = Seat { org, person: person.uuid };
            if accounts.holder(org, person.uuid).is_none() {
                free.push((seat, format!("{} in {name}", person.title)));
            }
        }
    }
    Ok(free)
}

/// Returns the organisations that who asks keeps: word, name and number.
async fn kept(signed: &Signed) -> Result<Vec<(String, String, Uuid)>, Failure> {
    let session = signed.asked.session.clone().ok_or(Failure::NoSession)?;
    let rooms = signed.asked.site.rooms(&session).await?;
    let kept = rooms.into_iter().filter(|(_, books)| is_keeper(books));
    Ok(kept.map(|(word, books)| (word, books.name().to_string(), books.log().org)).collect())
}

async fn shown(
    signed: &Signed,
    typed: &Fields,
    refused: Option<&Refusal>,
    made: Option<Made>,
) -> Result<Response, Failure> {
    let accounts = signed.asked.site.accounts();
    let (rights, seats) = (rights(signed), seats(signed).await?);
    let kept = kept(signed).await?;
    if rights == Admin::No && kept.is_empty() && seats.is_empty() && invited_by(signed, rights).is_empty() {
        if accounts.seats(signed.session.account).is_empty() {
            return Err(Failure::unknown("such page"));
        }
        let main = html! { p { "Who manages this installation invites people, and who keeps an organisation invites to it. Ask them." } };
        return Ok(framed(signed, "People", refused, main));
    }
    let rows = accounts.accounts().iter().map(|account| row(account, signed.session.account)).collect();
    let head = ["Name", "E-mail address", "May", "Signs in with", ""].map(str::to_owned).to_vec();
    let (form_refused, page_refused) = if typed.has("email") { (refused, None) } else { (None, refused) };
    let whole = page_refused.map(said);
    let main = html! {
        (problems(whole.as_deref(), &[]))
        @if let Some((whom, path)) = made { (link(signed, &whom, &path)) }
        @if rights == Admin::Manages { (stacked(&Table { caption: String::new(), head, rows })) }
        (invitations(signed, rights))
        (section("invite", "Invite somebody", "", &[], html! {
            @for (word, name, org) in &kept {
                @if !seats.iter().any(|(seat, _)| seat.org == *org) { (add_first(word, name)) }
            }
            @if rights == Admin::Manages && kept.is_empty() {
                p.secondary { "Whose place in an organisation it takes is said by a keeper of that organisation; here you make the account alone." }
            }
            @if rights == Admin::Manages || !seats.is_empty() { (invite_form(typed, form_refused, seats, rights)) }
        }))
    };
    Ok(framed(signed, "People", refused, main))
}

fn row(account: &Account, own: Uuid) -> Vec<Markup> {
    let at = format!("{HERE}/{}", account.id);
    let act = |label: &str, what: &str| Action::post(label, at.clone()).with("do", what);
    let (press, word) = twice::hidden();
    let mut doable = vec![act("Link to a new password", "reset").with(press, word)];
    if account.has_codes() {
        doable.push(act("Take the codes away", "drop-codes").grave());
    }
    match account.admin {
        Admin::Manages => doable.push(act("Manages no more", "no-admin").grave()),
        Admin::No => doable.push(act("Let it manage the installation", "admin")),
    }
    if account.is_active() {
        doable.push(act("Disable", "disable").grave());
    } else {
        doable.push(act("Enable", "enable"));
    }
    let mut proofs = Vec::new();
    if account.has_password() {
        proofs.push(if account.has_codes() { "password and code" } else { "password" });
    }
    if account.passkeys().next().is_some() {
        proofs.push("passkey");
    }
    if !account.sign_ons().is_empty() {
        proofs.push("single sign-on");
    }
    let may = match (account.is_active(), account.admin) {
        (false, _) => state(Status::Held, "disabled"),
        (true, Admin::Manages) => state(Status::Met, "manages the installation"),
        (true, Admin::No) => html! { "signs in" },
    };
    vec![
        html! { (account.name) @if account.id == own { " " span.secondary { "you" } } },
        html! { (account.email) },
        may,
        html! { (proofs.join(", ")) },
        menu(&format!("what to do with {}", account.name), Icon::More, &doable),
    ]
}

fn link(signed: &Signed, whom: &str, path: &str) -> Markup {
    let whole =
        signed.asked.site.sessions().origin().join(path).map_or_else(|_| path.to_owned(), String::from);
    section(
        "made",
        "The link",
        "",
        &[],
        html! {
            p { (state(Status::Attention, "shown once")) " Send it to " b { (whom) } " by a way that you trust. It works once." }
            @if path.starts_with(RESET) {
                p.secondary { "It asks for a code of the person's app, or a recovery code." }
            }
            pre.mono { (whole) }
        },
    )
}

/// Returns the open invitations: all for who manages the installation, for others their own.
fn invited_by(signed: &Signed, rights: Admin) -> Vec<Invitation> {
    let mut open = signed.asked.site.accounts().invitations();
    open.retain(|open| rights == Admin::Manages || open.by == Some(signed.session.account));
    open
}

fn invitations(signed: &Signed, rights: Admin) -> Markup {
    let open = invited_by(signed, rights);
    let rows = open.iter().map(|open| {
        vec![
            html! { (open.invited.name) },
            html! { (open.invited.email) },
            moment(open.until),
            Action::post("Take it back", format!("/settings/invitations/{}/withdraw", open.id)).show(),
        ]
    });
    let head = ["Name", "E-mail address", "Good until", ""].map(str::to_owned).to_vec();
    html! {
        @if !open.is_empty() {
            (section("invitations", "Invited", "", &[], stacked(&Table { caption: String::new(), head, rows: rows.collect() })))
        }
    }
}

fn invite_form(
    typed: &Fields,
    refused: Option<&Refusal>,
    seats: Vec<(Seat, String)>,
    rights: Admin,
) -> Markup {
    let manages = rights == Admin::Manages;
    let mut people: Vec<Choice> = manages.then(|| Choice::new("", "Nobody yet")).into_iter().collect();
    people.extend(seats.into_iter().map(|(seat, words)| Choice::new(value(seat), words)));
    let managing = vec![
        Choice::new("yes", "Manages the installation")
            .help("accounts, organisations, backups; it reads nothing by that"),
    ];
    let mut inputs = vec![
        Input::new("name", "Name", Widget::Text).value(typed.get("name")).required(),
        Input::new("email", "E-mail address", Widget::Text).value(typed.get("email")).required(),
        Input::new("seat", "Who it is in an organisation", Widget::Select(people))
            .hint("A person of its register, who is or becomes a member there; what the person may do is the membership")
            .value(typed.get("seat")),
    ];
    if manages {
        inputs.push(Input::new("admin", "Rights", Widget::Check(managing)).value(typed.get("admin")));
    }
    let view = FormView {
        action: HERE.to_owned(),
        parts: vec![(String::new(), inputs)],
        problem: refused.map(said),
        submit: "Make a link".to_owned(),
        hidden: vec![twice::hidden()],
        ..FormView::default()
    };
    form(&placed(view, refused), None)
}
