//! Who somebody is: accounts, what proves them, sessions and tokens. It knows no record of an organisation.

mod account;
mod accounts;
mod backoff;
mod fetch;
mod fleeting;
mod hashing;
mod https;
mod link;
mod manage;
mod network;
mod newcomer;
mod own;
mod passkey;
mod password;
mod prove;
mod recovery;
mod refusal;
mod seam;
mod seats;
mod secret;
mod session;
mod settings;
mod sign_in;
mod sign_on;
#[cfg(test)]
mod staged;
mod state;
#[cfg(test)]
mod tests;
mod token;
mod tokens;
mod totp;

pub use account::{Account, Admin, Email, PasskeyShown, Seat, SignOn, Standing};
pub use accounts::Accounts;
pub use fetch::{Ask, Asked, Fetch, FetchError, Nowhere, Shows, Told};
pub use https::{Https, PrivateAddresses};
pub use link::{INVITATION_LASTS, Invitation, Invited, RESET_LASTS};
pub use manage::By;
pub use network::Network;
pub use newcomer::Proof;
pub use own::CodesAsked;
pub use passkey::PasskeyAsked;
pub use password::{ALONE_MIN, BESIDE_MIN, Weakness};
pub use refusal::{Answer, Problem, Refusal};
pub use seam::{Machine, Surroundings};
pub use secret::Secret;
pub use session::{Caller, Fresh, Lasts, Level, Method, PROOF_LASTS, Session};
pub use settings::Settings;
pub use sign_in::{Second, SignIn};
pub use sign_on::{Came, Provider, Purpose as SignOnPurpose, Returned, Way};
pub use token::{Access, DAYS_MAX, PREFIX, Scopes, Token};
pub use tokens::TokenUse;
pub use url::Url;
pub use uuid::Uuid;
