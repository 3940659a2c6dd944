//! Your account: what proves that it is you, and where you are signed in.

use app::identity::{Account, Refusal, SignOn, Uuid};
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};

use super::asked::{Signed, done};
use super::frame::{Passkey, form, moment, placed, said, signed as framed};
use super::login::secret;
use super::reading;
use super::setup::{ALONE, passwords};
use super::sign_on;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::parts::form::problems;
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, FormView, Input, Status, Widget, section, state};

/// Answers with the account of who is signed in.
///
/// # Errors
/// Never; the type is that of all pages.
pub async fn page(signed: Signed) -> Answer {
    Ok(shown(&signed, None))
}

/// Answers with the form of another password.
///
/// # Errors
/// Where who asks has to prove it again.
pub async fn password(signed: Signed) -> Answer {
    if !signed.asked.site.accounts().is_proved(&signed.session) {
        return Err(Failure::Confirm("/account/password".to_owned()));
    }
    Ok(framed(&signed, "Another password", None, another(&signed, None)))
}

/// Changes the password.
///
/// # Errors
/// Where accounts cannot be written, or who asks has to prove it again.
pub async fn change_password(signed: Signed, typed: Fields) -> Answer {
    let password = secret(&typed, "password");
    let again = |refusal: &Refusal| {
        framed(&signed, "Another password", Some(refusal), another(&signed, Some(refusal)))
    };
    if password != secret(&typed, "again") {
        return Ok(again(&Refusal::Expected { what: "password", expected: "the same twice" }));
    }
    let seats = signed.asked.site.accounts().seats(signed.session.account);
    let orgs: Vec<Uuid> = seats.iter().map(|seat| seat.org).collect();
    let words = signed.asked.names(&orgs).await?;
    let network = signed.asked.caller.network;
    let changed =
        signed.asked.site.accounts().change_password(&signed.session, password, &words, network).await;
    match done(changed, "/account/password")? {
        Ok(fresh) => {
            signed.asked.say("The password was changed. Your other sessions ended");
            Ok(signed.asked.entered(&fresh, "/account"))
        }
        Err(refusal) => Ok(again(&refusal)),
    }
}

/// Ends another session.
///
/// # Errors
/// Where there is none, or accounts cannot be written.
pub async fn end_session(signed: Signed, Path(id): Path<String>) -> Answer {
    let accounts = signed.asked.site.accounts();
    let ended = match id.as_str() {
        "others" => accounts.end_sessions(signed.session.account, Some(&signed.session)).await,
        id => {
            let id = id.parse().map_err(|_| Failure::unknown("such session"))?;
            accounts.end_session(&signed.session, id).await
        }
    };
    match done(ended, "/account")? {
        Ok(()) => {
            signed.asked.say("Ended");
            Ok(crate::visit::see_other("/account"))
        }
        Err(refusal) => Ok(shown(&signed, Some(&refusal))),
    }
}

/// Takes the binding to a provider away.
///
/// # Errors
/// Where accounts cannot be written, or who asks has to prove it again.
pub async fn unbind(signed: Signed, typed: Fields) -> Answer {
    let sign_on = SignOn { issuer: typed.get("issuer").to_owned(), subject: typed.get("subject").to_owned() };
    match done(signed.asked.site.accounts().drop_sign_on(&signed.session, &sign_on).await, "/account")? {
        Ok(fresh) => {
            signed.asked.say("The sign-in was taken away. Your other sessions ended");
            Ok(signed.asked.entered(&fresh, "/account"))
        }
        Err(refusal) => Ok(shown(&signed, Some(&refusal))),
    }
}

/// Returns the page, with why something was refused.
pub fn shown(signed: &Signed, refused: Option<&Refusal>) -> Response {
    let Some(account) = signed.asked.site.accounts().account(signed.session.account) else {
        return crate::visit::see_other("/login");
    };
    let whole = refused.map(said);
    let main = html! {
        (problems(whole.as_deref(), &[]))
        p { b { (account.name) } ", " (account.email) }
        (factors(&account))
        (section("passkeys", "Passkeys", "", &[], passkeys(signed, &account)))
        @if !signed.asked.site.accounts().providers().is_empty() {
            (section("sign-ons", "Single sign-on", "", &[], sign_ons(signed, &account)))
        }
        (section("sessions", "Where you are signed in", "", &[], sessions(signed)))
        (reading::part())
        (section("notices", "Notices", "", &[], html! { p { a href="/inbox/digest" { "Say what you are told of, and see today's digest" } } }))
    };
    framed(signed, "Your account", refused, main)
}

fn factors(account: &Account) -> Markup {
    let word = if account.has_password() { "Change it" } else { "Set one" };
    let codes = account.has_codes();
    html! {
        (section("password", "Password", "", &[Action::link(word, "/account/password")], html! {
            @if account.has_password() { p { (state(Status::Met, "set")) } } @else { p { (state(Status::NotStarted, "none")) } }
        }))
        @if codes {
            @let doable = [Action::post("New recovery codes", "/account/recovery"), Action::post("Remove", "/account/codes/remove").grave()];
            (section("codes", "Codes of an app", "", &doable, html! {
                p { (state(Status::Met, "the password needs a code")) ". " (account.recovery_codes_left()) " of 10 recovery codes are left." }
            }))
        } @else {
            (section("codes", "Codes of an app", "", &[Action::link("Set up", "/account/codes")], html! {
                p { (state(Status::Attention, "the password stands alone")) }
            }))
        }
    }
}

fn passkeys(signed: &Signed, account: &Account) -> Markup {
    let rows = account.passkeys().map(|kept| {
        vec![
            html! { (kept.name) },
            moment(kept.since),
            html! { @match kept.used { Some(used) => (moment(used)), None => "never" } },
            Action::post("Remove", format!("/account/passkeys/{}/remove", kept.id)).grave().show(),
        ]
    });
    let rows: Vec<Vec<Markup>> = rows.collect();
    let view = FormView {
        action: "/account/passkeys".to_owned(),
        parts: vec![(
            String::new(),
            vec![
                Input::new("name", "Name of a new passkey", Widget::Text)
                    .hint("Such as the device that it lies on"),
            ],
        )],
        ..FormView::default()
    };
    let passkey = Passkey {
        what: "create",
        start: "/account/passkeys/start".to_owned(),
        action: "/account/passkeys".to_owned(),
        words: "Add a passkey",
    };
    html! {
        @if !rows.is_empty() {
            (stacked(&Table { caption: String::new(), head: ["Name", "Added", "Last used", ""].map(str::to_owned).to_vec(), rows }))
        }
        @if signed.asked.site.accounts().has_passkeys() {
            @if signed.asked.site.accounts().is_proved(&signed.session) {
                (form(&view, Some(&passkey)))
            } @else {
                p { (Action::link("Add a passkey", "/step-up?back=/account").show()) " " span.secondary { "It will be asked first that it is you." } }
            }
        } @else {
            p.secondary { "Passkeys need an address with a name and https; this installation has none." }
        }
    }
}

fn sign_ons(signed: &Signed, account: &Account) -> Markup {
    html! {
        @for bound in account.sign_ons() {
            p {
                (bound.issuer) " "
                (Action::post("Remove", "/account/sign-ons/remove").with("issuer", &bound.issuer).with("subject", &bound.subject).grave().show())
            }
        }
        (sign_on::buttons(&signed.asked, "bind", "/account", ""))
    }
}

fn sessions(signed: &Signed) -> Markup {
    let own = signed.session.id;
    let sessions = signed.asked.site.accounts().sessions(signed.session.account);
    let others = sessions.len() > 1;
    let rows = sessions.iter().map(|session| {
        vec![
            html! { (browser(&session.device)) @if session.id == own { " " (state(Status::Met, "this one")) } },
            html! { (session.network) },
            moment(session.since),
            moment(session.seen),
            html! { (session.method.word().replace('-', " and ")) },
            html! { @if session.id != own { (Action::post("End", format!("/account/sessions/{}/end", session.id)).show()) } },
        ]
    });
    let head = ["Browser", "From", "Since", "Last used", "By", ""].map(str::to_owned).to_vec();
    html! {
        (stacked(&Table { caption: String::new(), head, rows: rows.collect() }))
        @if others { p { (Action::post("End all others", "/account/sessions/others/end").show()) } }
    }
}

/// Returns the name of a browser and its system out of what it said it is.
fn browser(device: &str) -> String {
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(sign, _)| device.contains(sign)).map_or("", |(_, name)| name)
    };
    let browser = named(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("plumb", "plumb"),
    ]);
    let system = named(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        ("", "") if device.is_empty() => "unknown".to_owned(),
        ("", "") => device.chars().take(40).collect(),
        (browser, "") => browser.to_owned(),
        ("", system) => system.to_owned(),
        (browser, system) => format!("{browser} on {system}"),
    }
}

fn another(signed: &Signed, refused: Option<&Refusal>) -> Markup {
    let account = signed.asked.site.accounts().account(signed.session.account);
    let hint = if account.is_some_and(|account| account.has_codes()) {
        "At least 8 characters, as it needs a code beside it; a few words together are easy to keep in mind"
    } else {
        ALONE
    };
    let view = FormView {
        action: "/account/password".to_owned(),
        parts: vec![(String::new(), passwords(hint))],
        problem: refused.map(said),
        submit: "Change the password".to_owned(),
        cancel: Some("/account".to_owned()),
        ..FormView::default()
    };
    html! { p { "All your other sessions end." } (form(&placed(view, refused), None)) }
}
