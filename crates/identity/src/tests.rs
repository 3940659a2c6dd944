//! What must hold of accounts, named after the list of hostile inputs.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use jiff::SignedDuration;
use store::{Drawer, MemoryDrawer};
use url::Url;
use uuid::Uuid;

use crate::staged::Staged;
use crate::*;

mod authenticator;
mod beside;
mod body_keys;
mod links;
mod managing;
mod passkeys;
mod provider;
mod reading;
mod sealing;
mod sessions;
mod sign_on;
mod signing_in;
mod tokens;

/// A password that protects.
const PASSWORD: &str = "tidy grey otter";
/// Another one.
const OTHER: &str = "seven loud geese";
/// An organisation.
const ORG: Uuid = Uuid::from_u128(0x0a);

/// An installation with a clock that tests turn.
struct Bench {
    accounts: Accounts,
    clock: Arc<Staged>,
    drawer: Arc<dyn Drawer>,
}

impl Bench {
    async fn new() -> Self {
        Self::with(Vec::new(), Arc::new(Nowhere)).await
    }

    async fn with(providers: Vec<Provider>, fetch: Arc<dyn Fetch>) -> Self {
        let clock = Arc::new(Staged::new());
        let settings = Settings { providers, fetch, surroundings: clock.clone(), ..settings() };
        let drawer: Arc<dyn Drawer> = Arc::new(MemoryDrawer::new());
        let accounts = Accounts::open(drawer.clone(), settings).await.expect("an empty drawer");
        Self { accounts, clock, drawer }
    }

    /// Returns an installation whose first account is Ada's, signed in.
    async fn set_up() -> (Self, Fresh) {
        let bench = Self::new().await;
        let ada = bench.first().await;
        (bench, ada)
    }

    async fn first(&self) -> Fresh {
        let proof = Proof::Password(PASSWORD);
        self.accounts.set_up("Ada", "ada@example.org", proof, &[], &home()).await.expect("the first")
    }

    /// Returns the account of somebody whom Ada invited, signed in.
    async fn invited(&self, ada: &Fresh, name: &str) -> Fresh {
        let link = self.accounts.invite(By::Session(&ada.session), whom(name)).await.expect("ada manages");
        let proof = Proof::Password(PASSWORD);
        self.accounts.accept(link.show(), name, proof, &[], &home()).await.expect("invited")
    }

    fn pass_minutes(&self, minutes: i64) {
        self.clock.pass(SignedDuration::from_mins(minutes));
    }

    fn is_in(&self, fresh: &Fresh) -> bool {
        self.accounts.session(fresh.secret.show()).is_some()
    }

    async fn sign_in(&self, email: &str, password: &str) -> Fresh {
        match self.accounts.sign_in(email, password, &home()).await.expect("the right password") {
            SignIn::Done(fresh) => *fresh,
            SignIn::Second(_) => panic!("no second factor was set"),
        }
    }

    /// Gives an account codes; returns its session, the recovery codes and what makes the codes.
    async fn with_codes(&self, fresh: &Fresh) -> (Fresh, Vec<String>, totp_rs::Totp) {
        let asked = self.accounts.start_codes(&fresh.session).expect("proved");
        let totp = totp_rs::Totp::from_url(&asked.address).expect("an address that apps read");
        assert!(asked.address.contains(&asked.letters));
        let code = self.code(&totp);
        let confirmed = self.accounts.confirm_codes(&fresh.session, asked.begun.show(), &code).await;
        let (fresh, recovery) = confirmed.expect("the right code");
        self.clock.pass(SignedDuration::from_secs(30));
        (fresh, recovery, totp)
    }

    fn code(&self, totp: &totp_rs::Totp) -> String {
        totp.generate(u64::try_from(self.clock.now().as_second()).expect("after 1970")).to_string()
    }

    fn hashed(&self) -> usize {
        self.accounts.0.hashing.count.load(Ordering::SeqCst)
    }
}

fn settings() -> Settings {
    Settings::at(Some(Url::parse("https://plumb.example.org").expect("an address")))
}

/// Somebody at home.
fn home() -> Caller {
    from("192.0.2.1")
}

fn from(network: &str) -> Caller {
    Caller { network: Network::of(network), device: "a browser".to_owned(), before: None }
}

fn whom(name: &str) -> Invited {
    let email = Email::read(&format!("{name}@example.org")).expect("an address");
    let seat = Seat { org: ORG, person: Uuid::from_u128(name.len() as u128) };
    Invited { email, name: name.to_owned(), seat: Some(seat), admin: Admin::No }
}

fn refusal<T: std::fmt::Debug>(answer: Answer<T>) -> Refusal {
    match answer {
        Err(Problem::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}
