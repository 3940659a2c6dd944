//! The way to the mail server.

use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};

use super::letter::{Letter, clean};
use super::settings::{MailSettings, MailTls};

/// How long the mail server may take for one step.
const STEP: Duration = Duration::from_secs(15);
/// How long one message may take.
const WHOLE: Duration = Duration::from_secs(45);
/// How much of what a mail server says is kept, in characters.
const SAID_MAX: usize = 200;

/// The way to the mail server.
#[derive(Clone)]
pub struct Post {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    way: String,
}

/// Why a message was not sent, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsent {
    /// The mail server does not take any now; the same message may be taken later.
    Later(String),
    /// It does not take this one, or not for this address.
    Refused(String),
}

impl Unsent {
    /// Returns why.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Later(words) | Self::Refused(words) => words,
        }
    }
}

impl Post {
    /// Returns the way that settings describe; nothing is asked of the server yet.
    ///
    /// # Errors
    /// Where TLS cannot be made ready.
    pub fn new(settings: &MailSettings) -> Result<Self, String> {
        let parameters = || TlsParameters::new(settings.host.clone()).map_err(|error| error.to_string());
        let tls = match settings.tls {
            MailTls::Implicit => Tls::Wrapper(parameters()?),
            MailTls::Starttls => Tls::Required(parameters()?),
            MailTls::None => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(settings.host.clone())
            .port(settings.port)
            .tls(tls)
            .hello_name(ClientId::Domain(settings.from.email.domain().to_owned()))
            .timeout(Some(STEP));
        if let (Some(user), Some(password)) = (&settings.user, &settings.password) {
            builder = builder.credentials(Credentials::new(user.clone(), password.show().to_owned()));
        }
        let user = settings.user.as_deref().unwrap_or_default();
        let way = format!("{} by {}:{} as {user}", settings.from.email, settings.host, settings.port);
        Ok(Self { transport: builder.build(), from: settings.from.clone(), way })
    }

    /// Returns what tells one way from another: in whose name, by which server, and who signs in there. What was refused on
    /// one may be taken on another.
    #[must_use]
    pub fn way(&self) -> &str {
        &self.way
    }

    /// Sends a message.
    ///
    /// # Errors
    /// Why it was not sent.
    pub async fn send(&self, letter: &Letter) -> Result<(), Unsent> {
        let message = letter.message(&self.from).map_err(Unsent::Refused)?;
        match tokio::time::timeout(WHOLE, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(unsent(&error)),
            Err(_) => Err(Unsent::Later("the mail server did not answer in time".to_owned())),
        }
    }
}

/// Returns why a message was not sent: 550 to 554 speak of the message or its address, all else of the server. The sender of
/// all messages is refused with the same numbers: who is refused again and again asks whether it is the server.
fn unsent(error: &Error) -> Unsent {
    let code = error.status().map(|code| code.to_string());
    let said = clean(&error.to_string(), SAID_MAX);
    let words = if error.is_timeout() {
        "the mail server did not answer in time".to_owned()
    } else if error.is_tls() {
        format!("TLS with the mail server failed: {said}")
    } else if code.is_some() {
        format!("the mail server answered: {said}")
    } else {
        format!("the mail server was not reached: {said}")
    };
    match code.as_deref() {
        Some("550" | "551" | "552" | "553" | "554") => Unsent::Refused(words),
        Some(_) | None => Unsent::Later(words),
    }
}
