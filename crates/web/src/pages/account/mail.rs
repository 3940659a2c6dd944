//! Mail: how notices are sent, what was sent last, what went wrong last, and a message to try it.

use std::time::Duration;

use app::mail::{Letter, LetterLine, LetterPart, MailFailed, MailSettings, MailState};
use jiff::Timestamp;
use maud::{Markup, html};

use super::asked::Signed;
use super::frame::{moment, signed as framed};
use crate::failure::{Answer, Failure};
use crate::layout::Flash;
use crate::notices::Mail;
use crate::pages::naming::counted;
use crate::parts::{Action, Fact, Status, facts, section, state};
use crate::visit::{Visit, see_other};

const HERE: &str = "/settings/mail";
/// How long a message to try it is waited for.
const TRIED: Duration = Duration::from_secs(20);
/// How long after one message to try it the next may be asked for, in microseconds.
const APART: i64 = 10 * 1_000_000;

/// Answers with how mail is sent.
///
/// # Errors
/// Where who asks does not manage the installation, or the drawer does not answer.
pub async fn page(signed: Signed) -> Answer {
    manages(&signed)?;
    let main = match signed.asked.site.mail() {
        None => unset(),
        Some(mail) => shown(mail, &mail.kept.state().await?),
    };
    Ok(framed(&signed, "Mail", None, main))
}

/// Sends a message to whoever asks, to try it.
///
/// # Errors
/// Where who asks does not manage the installation, or the drawer does not answer.
pub async fn test(signed: Signed) -> Answer {
    manages(&signed)?;
    let site = &signed.asked.site;
    let Some(mail) = site.mail() else {
        signed.say(Status::Attention, "No mail is set; nothing was sent");
        return Ok(see_other(HERE));
    };
    let own = site.accounts().account(signed.session.account);
    let own = own.ok_or_else(|| Failure::unknown("such account"))?;
    let now = site.instance().micros();
    if !mail.may_try(now, APART) {
        signed.say(Status::Attention, "One was sent a moment ago; try again in ten seconds");
        return Ok(see_other(HERE));
    }
    let at = |path: &str| format!("{}{path}", site.sessions().origin().as_str().trim_end_matches('/'));
    let letter = Letter {
        name: own.name.clone(),
        to: own.email.to_string(),
        subject: "Mail from Plumbline arrives".to_owned(),
        opening: format!("{}, this is the message that you asked for.", own.name),
        parts: vec![LetterPart {
            heading: "Plumbline".to_owned(),
            lines: vec![LetterLine { words: "Your inbox".to_owned(), href: at("/inbox") }],
        }],
        closing: None,
        unsubscribe: at("/inbox/digest"),
    };
    let sent = tokio::time::timeout(TRIED, mail.post.send(&letter)).await;
    let failed = match &sent {
        Ok(Ok(())) => None,
        Ok(Err(unsent)) => Some(unsent.words().to_owned()),
        Err(_) => Some("the mail server did not answer in time".to_owned()),
    };
    match failed {
        None => signed.say(Status::Met, format!("The mail server took a message to {}", own.email)),
        Some(words) => {
            mail.kept.failed(&words, now, MailFailed::Letter).await?;
            signed.say(Status::Problem, format!("Not sent: {words}"));
        }
    }
    Ok(see_other(HERE))
}

impl Signed {
    /// Says something on the next page.
    fn say(&self, status: Status, words: impl Into<String>) {
        if let Some(session) = &self.asked.session {
            session.say(Flash { status, words: words.into(), undo: None });
        }
    }
}

/// Refuses who does not manage the installation, as if there were no such page.
fn manages(signed: &Signed) -> Result<(), Failure> {
    let own = signed.asked.site.accounts().account(signed.session.account);
    if own.is_some_and(|own| own.manages()) { Ok(()) } else { Err(Failure::unknown("such page")) }
}

/// Returns the way from the settings of an organisation, for who manages the installation.
///
/// # Errors
/// Where the drawer does not answer.
pub async fn way(visit: &Visit) -> Result<Markup, Failure> {
    let own = visit.session.account().and_then(|account| visit.site.accounts().account(account));
    if !own.is_some_and(|own| own.manages()) {
        return Ok(html! {});
    }
    let words = match visit.site.mail() {
        None => html! { (state(Status::NotStarted, "no mail is sent")) },
        Some(mail) => standing(&mail.kept.state().await?),
    };
    let go = [Action::link("How mail is sent", HERE)];
    Ok(section("mail", "Mail", "", &go, html! { p { (words) } }))
}

/// Returns whether mail goes out, in a few words.
fn standing(known: &MailState) -> Markup {
    let is_in_trouble = known.failures > 0;
    html! {
        @if is_in_trouble { (state(Status::Problem, "the mail server takes none")) }
        @else if known.sent_at.is_some() { (state(Status::Met, "sent")) }
        @else { (state(Status::NotStarted, "nothing was sent yet")) }
        @if let Some(at) = known.sent_at { " last " (at_moment(at)) }
    }
}

fn at_moment(micros: i64) -> Markup {
    moment(Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH))
}

/// Returns how to set it, where nothing is set.
fn unset() -> Markup {
    html! {
        p { "No mail is sent. Notices stand in each inbox; " code { "plumb notices" } " writes them for another program to send." }
        p { "To have them sent, write this as " code { "mail.toml" } " into the data folder, readable for its owner alone, and start the server again:" }
        pre { code {
            "host = \"mail.example.org\"\n"
            "tls = \"starttls\"            # or \"implicit\"; \"none\" only on this machine\n"
            "user = \"isms\"\n"
            "password_file = \"mail.password\"\n"
            "from = \"Plumbline <isms@example.org>\"\n"
        } }
        p.secondary { "The password may also be in the variable " code { (MailSettings::PASSWORD) } "." }
    }
}

/// Returns how it is set, and what came of it.
fn shown(mail: &Mail, known: &MailState) -> Markup {
    let set = &mail.settings;
    let mut lines = vec![
        Fact::words("Mail server", &format!("{}, port {}", set.host, set.port)),
        Fact::words("TLS", set.tls.words()),
        Fact::words("Signs in as", set.user.as_deref().unwrap_or("nobody")),
        Fact::words("From", &set.from()),
        Fact::new("Goes out", standing(known)),
        Fact::words(
            "Taken so far",
            &counted(usize::try_from(known.sent).unwrap_or(0), "message", "messages"),
        ),
    ];
    if let Some(trouble) = &known.trouble {
        lines.push(Fact::new("Last failure", html! { (at_moment(trouble.at)) ": " (trouble.words) }));
    }
    if let Some(until) = known.not_before.filter(|_| known.failures > 0) {
        lines.push(Fact::new("Tried again", html! { "not before " (at_moment(until)) }));
    }
    html! {
        (facts(&lines))
        p.secondary { "One digest a day goes to each account at eight in the morning, where its organisation is; what was refused, or is asked for the same day, at once. It is set in " code { "mail.toml" } " of the data folder and read when the server starts." }
        (Action::post("Send me a test", HERE).primary().show())
    }
}
