//! Mail: how it is sent, what a message is made of, and what is remembered of those that were sent.

mod kept;
mod letter;
mod post;
mod settings;

pub use kept::{KEEPS, MailKept, MailState, MailTold, MailTrouble, Trouble as MailFailed};
pub use letter::{Letter, LetterLine, LetterPart};
pub use post::{Post, Unsent};
pub use settings::{MailSettings, MailTls};
