//! An organisation that is kept: its first member, with an account and a seat.

use std::sync::Arc;

use app::Visit;
use app::identity::{Accounts, Caller, Network, Proof, Seat, Settings, Uuid};
use axum::Router;
use model::records::MemberRole;
use model::{Ref, YesNo};
use operations::GrantMembership;

use crate::browser::Browser;

/// Who keeps the organisation of a browser.
pub struct Keeper {
    pub accounts: Accounts,
    /// The pages, for who has an account.
    pub router: Router,
    pub seat: Seat,
    pub account: Uuid,
}

impl Keeper {
    /// Makes Jana Novak the keeper, with these roles, an account and a seat.
    pub async fn of(browser: &Browser, roles: &[MemberRole]) -> Self {
        let grant = GrantMembership {
            person: Ref::number(1),
            roles: roles.to_vec(),
            keeps: Some(YesNo::Yes),
            since: None,
            until: None,
        };
        let visit = Visit::of(Ref::number(1), app::Via::Session);
        browser.books.run(&visit, grant).await.expect("the store").expect("the first member");
        let accounts = browser.instance.accounts(Settings::at(None)).await.expect("accounts");
        let caller = Caller { network: Network::of("127.0.0.1"), device: String::new(), before: None };
        let proof = Proof::Password("four slow turtles on a hill");
        let fresh = accounts.set_up("Jana Novak", "jana@acme.example", proof, &[], &caller).await;
        let account = fresh.expect("the first account").session.account;
        let seat = browser.books.seat(Ref::number(1)).expect("a person");
        accounts.give_seat(account, seat).await.expect("a seat");
        let router =
            web::router(Arc::clone(&browser.instance), accounts.clone(), Arc::clone(&browser.sessions));
        Self { accounts, router, seat, account }
    }
}
