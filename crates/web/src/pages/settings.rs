//! Settings: the organisation's own record, and the limits of the rules.

use std::sync::OnceLock;

use app::rules::{Parameters, limit_unit, limit_words};
use maud::{Markup, html};
use model::{Key, RecordId, RecordKind, Shape};

use crate::failure::Answer;
use crate::layout::PageHead;
use crate::locale::locale;
use crate::pages::record::{capital, shown};
use crate::parts::table::{Table, table};
use crate::parts::{Action, facts, section};
use crate::session::Who;
use crate::visit::Visit;

/// The page of webhooks.
const WEBHOOKS: &str = "/settings/webhooks";

/// Answers with the settings.
///
/// # Errors
/// Where there is no record of the organisation.
pub async fn page(visit: Visit) -> Answer {
    let id = RecordId { kind: RecordKind::Organisation, key: Key::One };
    let record = visit.find(id)?;
    let edit = visit.at(&format!("{}/edit", crate::address::record(id)));
    let set = visit.isms().organisation.one().map(|one| one.parameters.clone()).unwrap_or_default();
    let told = |number: &str| locale().told(&Shape::Decimal, number);
    let row = |(name, usual): &(&'static str, f64)| {
        let own = set.iter().find(|parameter| &*parameter.name == *name);
        vec![
            html! { span title=(name) { (capital(limit_words(name))) } },
            html! { (told(&usual.to_string())) " " span.secondary { (unit(name, &usual.to_string())) } },
            html! { @if let Some(own) = own { b { (told(&own.value.to_string())) } " " span.secondary { (unit(name, &own.value.to_string())) } } },
            html! { @if let Some(own) = own { (own.because) } },
        ]
    };
    let edit = Action::link("Edit", edit).primary();
    let actions: Vec<Action> = visit.offers_edit(id).then_some(edit).into_iter().collect();
    let accounts = crate::pages::account::inviting::way(&visit);
    let mail = crate::pages::account::mail::way(&visit).await?;
    let webhooks = crate::pages::webhooks::way(&visit).await?;
    let main = html! {
        (section("parts", "What is set where", "", &[], parts(&visit, !accounts.0.is_empty(), !mail.0.is_empty())))
        (section("organisation", "Organisation", "", &[], html! {
            (facts(&shown::record_facts(&visit, id, record)))
            (shown::not_recorded(&visit, id, record))
        }))
        (accounts)
        (section("limits", "Limits of the rules", "", &[], html! {
            p.words.secondary { "A limit that does not fit here is set in the organisation's record, each with its reason; auditors see both." }
            (table(&Table {
                caption: String::new(),
                head: ["Limit", "#Usual", "#Here", "Because"].map(str::to_owned).to_vec(),
                rows: Parameters::usual().iter().map(row).collect(),
            }))
        }))
        (crate::pages::logo::shown(&visit))
        (crate::pages::let_in::way(&visit))
        (webhooks)
        (mail)
        p { a href=(crate::api::REFERENCE) { "What other programs can ask and do here" } }
    };
    Ok(visit.page("/settings", PageHead { actions, ..PageHead::new("Settings") }, main))
}

/// Says whether this program has the page of webhooks.
fn has_webhooks() -> bool {
    static HAS: OnceLock<bool> = OnceLock::new();
    let is_there = |path: &String| path.starts_with("/o/") && path.ends_with(WEBHOOKS);
    *HAS.get_or_init(|| crate::routes::addresses().iter().any(is_there))
}

/// A part of the settings: its name, what is set there, its address.
type Part = (&'static str, &'static str, String);

/// Returns the index of the settings: those that there are, and that the reader can open.
fn parts(visit: &Visit, accounts: bool, mail: bool) -> Markup {
    let list = |kind: RecordKind| visit.at(&format!("/{}", crate::address::kind(kind)));
    let mut all: Vec<Part> = vec![
        (
            "Organisation",
            "Its name, what it does, time zone, how days and numbers are written, the logo",
            "#organisation".to_owned(),
        ),
        ("People", "Who is in the register", list(RecordKind::Person)),
        ("Roles", "Who holds which duty", list(RecordKind::Role)),
        ("Memberships", "What each person may see and do here", list(RecordKind::Membership)),
        ("Risk method", "The scales, the matrix and the level that is accepted", visit.at("/risks/method")),
        ("Limits of the rules", "How long, how often and how many the rules allow", "#limits".to_owned()),
        ("Words", "What the terms mean that stand on the pages", visit.at("/words")),
        ("Full copy", "The whole organisation as one file, to keep or to hand over", visit.at("/exports")),
        ("Access from the machine", "Letting in who runs it, for a while and on record", visit.at("/let-in")),
    ];
    let beside = |name, what, href: &str| (name, what, href.to_owned());
    if accounts {
        all.push(beside("Accounts", "Who can sign in, and invitations", "/settings/people"));
    }
    if visit.session.account().is_some() {
        all.push(beside("Sign-in", "Your password, passkeys, second factor and devices", "/account"));
        all.push(beside(
            "Reading",
            "Your language of days and numbers, time zone and keys",
            "/account/reading",
        ));
        all.push(("Calendar", "A feed of the dates for another calendar", visit.at("/calendar/subscribe")));
        all.push(beside("Tokens", "Access for programs, each with its scope and end", "/settings/tokens"));
    }
    let manages = visit.offers(<operations::GrantMembership as operations::Operation>::INTENT, &[]);
    if manages && has_webhooks() {
        all.push(("Webhooks", "Who is told of events, and what was delivered", visit.at(WEBHOOKS)));
    }
    if mail {
        all.push(beside("Mail", "How letters are sent, and a test", "/settings/mail"));
    }
    if matches!(visit.session.who(), Who::Link) {
        all.push(beside(
            "Accounts",
            "Accounts are not set up: nobody checks who is who, and there are no tokens. Set them up",
            "/setup",
        ));
    }
    table(&Table {
        caption: String::new(),
        head: ["Part", "What is set there"].map(str::to_owned).to_vec(),
        rows: all
            .into_iter()
            .map(|(name, what, href)| vec![html! { a href=(href) { (name) } }, html! { (what) }])
            .collect(),
    })
}

/// Returns what a limit is counted in; one of them is one.
fn unit(name: &str, number: &str) -> &'static str {
    let unit = limit_unit(name);
    if number == "1" { unit.trim_end_matches('s') } else { unit }
}
