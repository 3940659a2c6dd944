//! How somebody gets an account here: the steps, and who of the register has none yet, on the settings of an organisation.

use app::identity::Seat;
use maud::{Markup, html};
use model::RecordKind;
use model::Ref;
use model::records::Person;
use operations::{GrantMembership, Operation as _};

use super::people::{HERE, is_keeper, value};
use crate::address;
use crate::pages::naming::counted;
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, section};
use crate::visit::Visit;

/// How many people without an account are listed.
const LISTED_MAX: usize = 50;

/// Returns the part of the settings; nothing for who can invite nobody.
#[must_use]
pub fn way(visit: &Visit) -> Markup {
    let own = visit.session.account().and_then(|account| visit.site.accounts().account(account));
    let manages = own.is_some_and(|own| own.manages());
    if visit.is_past() || !(manages || (visit.session.account().is_some() && is_keeper(&visit.books))) {
        return html! {};
    }
    let without = if is_keeper(&visit.books) { without_account(visit) } else { Vec::new() };
    let new = format!("/{}/new", address::kind(RecordKind::Person));
    let member = format!("/{}/do/grant", address::kind(RecordKind::Membership));
    let offers_member = visit.offers(GrantMembership::INTENT, &[]);
    let go = [Action::link("People with accounts", HERE)];
    let rows = without.iter().take(LISTED_MAX).map(|(person, name, at)| {
        vec![
            html! { a href=(visit.record_at(person.id())) { (name) } },
            html! { @if is_member(visit, *person) { "a member" } @else { "no member yet" } },
            html! { a href=(at) { "Invite" span.vh { " " (name) } } },
        ]
    });
    let table = Table {
        caption: String::new(),
        head: ["In the register", "May do something here", ""].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    };
    let body = html! {
        ol.plain {
            li { "The person stands in the register: " @if visit.offers_new(RecordKind::Person) { a href=(visit.at(&new)) { "New person" } } @else { "whoever keeps it adds them" } "." }
            li { "A membership says what they may do: " @if offers_member { a href=(visit.at(&member)) { "Make somebody a member" } } @else { "a keeper gives it" } "." }
            li { "A link, shown once, lets them choose a password or a passkey: " a href=(HERE) { "Invite somebody" } "." }
        }
        @if !without.is_empty() { (stacked(&table)) }
        @if without.len() > LISTED_MAX { p.secondary { "and " (counted(without.len() - LISTED_MAX, "person", "people")) " more" } }
    };
    section("accounts", "People with accounts", "", &go, body)
}

/// Returns the people of the register who have no account, each with the address of the form that invites them.
fn without_account(visit: &Visit) -> Vec<(Ref<Person>, String, String)> {
    let org = visit.books.log().org;
    let accounts = visit.site.accounts();
    let today = visit.today;
    let here =
        visit.isms().people.iter().filter(|(_, person)| person.left_on.is_none_or(|left| left > today));
    let free = here.filter(|(_, person)| accounts.holder(org, person.uuid).is_none());
    free.map(|(id, person)| {
        let seat = value(Seat { org, person: person.uuid });
        let fields = [("seat", seat.as_str()), ("name", &*person.title), ("email", &*person.email)];
        (id, person.title.to_string(), address::with_query(HERE, fields) + "#invite")
    })
    .collect()
}

/// Says whether somebody is a member today.
fn is_member(visit: &Visit, person: Ref<Person>) -> bool {
    app::policy::membership_of(visit.isms(), person, visit.today).is_some()
}

/// Returns the link to the register of an organisation where somebody is added first.
#[must_use]
pub(super) fn add_first(word: &str, name: &str) -> Markup {
    html! {
        p { "Everybody in the register of " (name) " has an account. To invite somebody else, "
            a href={ "/o/" (word) "/" (address::kind(RecordKind::Person)) "/new" } { "add the person first" } "." }
    }
}
