//! Accounts in the browser: setting up, signing in, one's own account, and those of others.

pub mod asked;
pub mod codes;
pub mod doing;
pub mod frame;
pub mod invited;
pub mod inviting;
pub mod login;
pub mod mail;
pub mod own;
pub mod passkeys;
pub mod people;
pub mod reading;
pub mod sent;
pub mod setup;
pub mod sign_on;
pub mod step_up;
pub mod tokens;
