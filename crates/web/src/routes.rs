//! Every address, in one table.

use std::sync::Arc;
use std::time::Duration;

use app::Instance;
use app::identity::Accounts;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, get, post};
use tower::util::MapRequestLayer;
use tower::{Layer as _, ServiceBuilder};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::fields::FORM_BYTES_MAX;
use crate::kept::kept;
use crate::session::Sessions;
use crate::site::Site;
use crate::table::Table;
use crate::{data, failure, guard, locale, pages, past, twice};

/// How long an answer may take.
const ANSWER: Duration = Duration::from_secs(60);
/// The largest file, with what a form adds to it.
pub const UPLOAD_BYTES_MAX: usize = 64 * 1024 * 1024;

/// The pages of an organisation that are not those of a kind of record; the rail shows what stands here.
pub const PAGES: &[&str] = &[
    "",
    "/timeline",
    "/tasks",
    "/calendar",
    "/map",
    "/context",
    "/scope",
    "/treatment",
    "/quantify",
    "/gap",
    "/frameworks",
    "/stage-1",
    "/proposals",
    "/readiness",
    "/import",
    "/soa",
    "/exports",
    "/history",
    "/integrity",
    "/records",
    "/settings",
    "/let-in",
    "/words",
];

/// Returns the path of every address of an instance, those of the API too, as the table of routes spells it.
#[must_use]
pub fn addresses() -> Vec<String> {
    let mut all = pages().paths();
    all.extend(crate::api::addresses());
    all
}

/// All pages, inside organisations and beside them.
fn pages() -> Table {
    Table::new()
        .merge(of_the_instance())
        .merge(of_accounts())
        .nest(
            "/o/{org}",
            by_hand().merge(of_an_organisation()).merge(of_jobs()).merge(of_grids()).merge(of_any_kind()),
        )
        .route("/enter/{token}", get(pages::start::enter))
        .route(crate::assets::PATH, get(crate::assets::serve))
}

/// Returns all pages of an instance.
pub fn router(instance: Arc<Instance>, accounts: Accounts, sessions: Arc<Sessions>) -> Router {
    router_of(Site::new(instance, accounts, sessions))
}

/// Returns all pages of a site.
pub(crate) fn router_of(site: Site) -> Router {
    let all = pages()
        .router()
        .merge(crate::api::router(&site))
        .fallback(pages::start::nowhere)
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state(site.clone(), guard::headers))
                .layer(from_fn(data::problems))
                .layer(CatchPanicLayer::custom(failure::panicked))
                .layer(from_fn_with_state(site.clone(), guard::place))
                .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, ANSWER))
                .layer(CompressionLayer::new())
                .layer(from_fn_with_state(site.clone(), guard::session))
                .layer(from_fn(twice::press))
                .layer(from_fn_with_state(site.clone(), locale::of_reader))
                .layer(from_fn_with_state(site.clone(), pages::failed::framed))
                .layer(from_fn(pages::elsewhere::upward))
                .layer(CatchPanicLayer::custom(failure::panicked))
                .layer(from_fn_with_state(site.clone(), pages::account::sent::keep))
                .layer(from_fn_with_state(site.clone(), pages::drafts::settle::settle))
                .layer(from_fn(past::noted))
                .layer(from_fn(data::answer)),
        )
        .with_state(site);
    Router::new().fallback_service(MapRequestLayer::new(data::asked).layer(all))
}

/// Pages beside the organisations.
fn of_the_instance() -> Table {
    use pages::answers;
    let asked = post(answers::new::create).layer(DefaultBodyLimit::max(answers::new::BYTES_MAX));
    Table::new()
        .route("/", get(pages::start::first))
        .route("/o/{org}/", get(pages::start::without_slash))
        .route("/all", get(pages::start::all))
        .route("/auditor", get(pages::auditor::page))
        .route("/decide/{id}", get(pages::elsewhere::decide))
        .route("/settings", get(pages::elsewhere::settings))
        .route(pages::webhooks::PATH, get(pages::webhooks::elsewhere))
        .route("/inbox", get(pages::inbox::page))
        .route("/inbox.json", get(pages::inbox::as_json))
        .route("/inbox/done", post(pages::inbox::done))
        .route("/inbox/digest", get(pages::inbox::digest).post(pages::inbox::mute))
        .route("/portfolio", get(pages::portfolio::page))
        .route("/portfolio/remind", get(pages::portfolio::remind))
        .route("/portfolio/tags", get(pages::portfolio::tags::page).post(pages::portfolio::tags::save))
        .route("/portfolio/templates", get(pages::templates::page).post(pages::templates::offer))
        .route("/o/new", get(answers::new::page).merge(asked))
        .route("/sample", post(pages::start::sample))
        .route("/sample/history", post(pages::start::history))
        .route("/theme", post(pages::start::theme))
        .route("/calendar/{file}", get(pages::calendar::feed::feed))
}

/// Pages of accounts: the ways in, one's own account, and those of others.
fn of_accounts() -> Table {
    use pages::account::{
        codes, invited, login, mail, own, passkeys, people, reading, setup, sign_on, step_up, tokens,
    };
    Table::new()
        .route("/setup", get(setup::page).post(setup::set_up))
        .route("/setup/passkey/start", post(passkeys::newcomer))
        .route("/login", get(login::page).post(login::password))
        .route("/login/code", post(login::code))
        .route("/login/passkey", post(login::passkey))
        .route("/login/passkey/start", post(login::start))
        .route("/login/sso/{provider}", get(sign_on::finish))
        .route("/login/sso/{provider}/start", get(sign_on::start))
        .route("/logout", post(login::out))
        .route("/invited/{link}", get(invited::page).post(invited::accept))
        .route("/invited/{link}/accept", post(invited::accept_signed_in))
        .route("/invited/{link}/passkey", post(passkeys::newcomer))
        .route("/new-password/{link}", get(invited::reset).post(invited::use_reset))
        .route("/step-up", get(step_up::page).post(step_up::password))
        .route("/step-up/passkey", post(step_up::passkey))
        .route("/step-up/passkey/start", post(step_up::start))
        .route("/account", get(own::page))
        .route("/account/reading", get(reading::page).post(reading::save))
        .route("/account/password", get(own::password).post(own::change_password))
        .route("/account/codes", get(codes::page).post(codes::confirm))
        .route("/account/codes/remove", post(codes::remove))
        .route("/account/recovery", post(codes::renew))
        .route("/account/passkeys", post(passkeys::add))
        .route("/account/passkeys/start", post(passkeys::start))
        .route("/account/passkeys/{id}/remove", post(passkeys::remove))
        .route("/account/sessions/{id}/end", post(own::end_session))
        .route("/account/sign-ons/remove", post(own::unbind))
        .route("/settings/people", get(people::page).post(people::invite))
        .route("/settings/people/{id}", post(people::manage))
        .route("/settings/invitations/{id}/withdraw", post(people::withdraw))
        .route("/settings/mail", get(mail::page).post(mail::test))
        .route("/settings/tokens", get(tokens::page).post(tokens::create))
        .route("/settings/tokens/{id}/revoke", post(tokens::revoke))
}

/// Pages of an organisation that were made by hand, each for its kind of record or its task.
fn by_hand() -> Table {
    use pages::{assets, exports, import, readiness, risks, shares, soa};
    let upload = post(import::file::take).layer(DefaultBodyLimit::max(UPLOAD_BYTES_MAX + FORM_BYTES_MAX));
    let paper = post(shares::receive::take).layer(DefaultBodyLimit::max(2 * app::IssuedFile::BYTES_MAX));
    Table::new()
        .route("/readiness", get(|visit| kept(visit, readiness::overview::page)))
        .route("/readiness/fix", get(readiness::fix::page).post(readiness::fix::apply))
        .route("/readiness/fixes", get(readiness::fixes::page).post(readiness::fixes::apply))
        .route("/readiness/waive", get(readiness::say::waive).post(readiness::say::waived))
        .route("/readiness/dispute", get(readiness::say::dispute).post(readiness::say::disputed))
        .route("/readiness/end", post(readiness::say::ended))
        .route("/rules/{code}", get(readiness::rule::page))
        .route("/risks", get(|visit| kept(visit, risks::list::page)))
        .route("/risks/method", get(risks::method::page))
        .merge(of_kind("/risks", get(risks::risk::page)))
        .route("/risks/{id}/rate", get(risks::rate::page).post(risks::rate::save))
        .route("/risks/{id}/treat", get(risks::treat::page).post(risks::treat::save))
        .route("/risks/{id}/accept", get(risks::accept::page).post(risks::accept::save))
        .route("/risks/{id}/withdraw", get(risks::accept::withdraw_page).post(risks::accept::withdraw))
        .route("/risks/{id}/close", get(risks::close::page).post(risks::close::close))
        .route("/risks/{id}/reopen", get(risks::close::reopen_page).post(risks::close::reopen))
        .route("/assets", get(|visit| kept(visit, assets::list::page)))
        .route("/import", get(import::file::page).merge(upload))
        .route("/shares/{id}/receive", get(shares::receive::ask).merge(paper))
        .route("/shares/{id}/pack", get(shares::pack::ask).post(shares::pack::write))
        .route("/import/{word}", get(import::check::page))
        .route("/import/{word}/columns", get(import::columns::page).post(import::columns::save))
        .route("/import/{word}/refused.csv", get(import::check::refused))
        .route("/import/{word}/apply", post(import::apply::apply))
        .route("/import/{word}/done", get(import::apply::done))
        .route("/exports", get(exports::list::page).post(exports::list::digest))
        .route("/exports/archive", get(exports::archive::ask).post(exports::archive::write))
        .route("/exports/{file}", get(exports::file::file))
        .route("/gap", get(pages::gap::newest))
        .route("/gap/{id}", get(pages::gap::page))
        .route("/timeline", get(|visit| kept(visit, pages::timeline::page)))
        .route(pages::documents::REGISTER, get(|visit| kept(visit, pages::documents::register)))
        .route("/stage-1", get(|visit| kept(visit, pages::stage_1::page)))
        .route("/frameworks", get(|visit| kept(visit, pages::frameworks::list::page)))
        .route("/frameworks/{id}", get(pages::frameworks::framework::page))
        .route("/soa", get(|visit| kept(visit, soa::list::page)))
        .route("/soa/compare", get(soa::compare::page))
        .route("/soa/approve", get(soa::approve::page).post(soa::approve::approve))
        .route("/soa/{id}", post(soa::cell::save))
        .merge(of_kind("/management-reviews", get(pages::reviews::review::page)))
        .route("/management-reviews/{id}/papers.pdf", get(pages::reviews::papers::file))
        .merge(of_kind("/controls", get(pages::control::page)))
        .merge(of_kind("/documents", get(pages::document::page)))
        .route("/documents/{id}/compare", get(pages::document::compare::page))
        .route("/measures", get(|visit| kept(visit, pages::measures::list::page)))
        .merge(of_kind("/measures", get(pages::measures::measure::page)))
        .merge(of_kind("/certifications", get(pages::certifications::certification::page)))
        .merge(of_kind("/engagements", get(pages::auditor::engagement::page)))
        .merge(of_kind("/nonconformities", get(pages::nonconformity::page)))
        .merge(of_kind("/audits", get(pages::audits::audit::page)))
        .route("/audit-programmes", get(pages::audits::programme::newest))
        .merge(of_kind("/requests", get(pages::requests::page)))
        .merge(under_other_words())
}

/// Words that people use for lists which are called otherwise here: each leads on, with what stands behind it.
fn under_other_words() -> Table {
    use pages::elsewhere::{OTHER_WORDS, moved};
    let table = OTHER_WORDS.iter().fold(Table::new(), |table, (word, _)| {
        table.route(&format!("/{word}"), get(moved)).route(&format!("/{word}/{{id}}"), get(moved))
    });
    table.route("/cert/{id}/room", get(moved)).route("/cert/{id}/requests", get(moved))
}

/// The page of a record that was made by hand for its kind; what stands beside it in the path is that of any kind.
fn of_kind(here: &str, page: MethodRouter<Site>) -> Table {
    use pages::record::{edit, proposals};
    Table::new()
        .route(&format!("{here}/new"), get(edit::new).post(edit::create))
        .route(&format!("{here}/proposals"), post(proposals::decide))
        .route(&format!("{here}/{{id}}"), page)
}

/// Pages of an organisation that are not about one kind of record.
fn of_an_organisation() -> Table {
    use pages::{
        answers, calendar, context, decide, drafts, history, integrity, let_in, logo, map, me, plan,
        proposals, quantify, record, scope, search, settings, tasks, treatment, webhooks, words, work,
    };
    let asked = post(answers::again::save).layer(DefaultBodyLimit::max(answers::new::BYTES_MAX));
    Table::new()
        .route("/", get(|visit| kept(visit, work::page)))
        .route("/tasks", get(|visit| kept(visit, tasks::page)))
        .route("/json/tasks", get(tasks::as_json))
        .route("/map", get(|visit| kept(visit, map::page)))
        .route("/json/map", get(map::as_json))
        .route("/scope", get(scope::page).post(scope::save))
        .route("/context", get(|visit| kept(visit, context::page)))
        .route("/treatment", get(treatment::page))
        .route("/json/treatment", get(treatment::as_json))
        .route("/quantify", get(|visit| kept(visit, quantify::page)))
        .route("/decide/{id}", get(decide::page))
        .route("/calendar", get(|visit| kept(visit, calendar::page)))
        .route("/json/calendar", get(calendar::as_json))
        .route("/calendar.ics", get(calendar::feed::file))
        .route("/calendar/subscribe", get(calendar::subscribe::page).post(calendar::subscribe::make))
        .route("/answers", get(answers::again::page).merge(asked))
        .route("/plan", get(plan::page).post(plan::change))
        .route("/plan/{id}", get(plan::page))
        .route("/proposals", get(proposals::page).post(proposals::decide))
        .route("/words", get(words::page))
        .route("/me", get(me::page).post(me::save))
        .route("/drafts", get(drafts::list::page).post(drafts::keep))
        .route("/records", get(record::records::page))
        .route("/search", get(search::page))
        .route("/json/search", get(search::as_json))
        .route("/settings", get(settings::page))
        .route("/settings/logo", post(logo::set))
        .route(webhooks::PATH, get(webhooks::page).post(webhooks::add))
        .route("/settings/webhooks/{id}", get(webhooks::endpoint::page).post(webhooks::endpoint::act))
        .route("/let-in", get(let_in::page).post(let_in::let_in))
        .route("/integrity", get(integrity::page).post(integrity::verify))
        .route("/history", get(history::list::page))
        .route("/history/compare", get(history::compare::form))
        .route("/history/past", get(history::list::past))
        .route("/history/{seq}", get(history::commit::page))
        .route("/history/{seq}/undo", get(history::undo::ask).post(history::undo::undo))
}

/// Long work of one's own.
fn of_jobs() -> Table {
    use pages::jobs::{events, file, list, page};
    Table::new()
        .route("/jobs", get(list::page))
        .route("/jobs/{id}", get(page::page))
        .route("/jobs/{id}/events", get(events::events))
        .route("/jobs/{id}/cancel", post(page::cancel))
        .route("/jobs/{id}/file", get(file::file))
}

/// What is done with a grid as a whole.
fn of_grids() -> Table {
    use pages::bulk::{BYTES_MAX, change, paste};
    use pages::views::{columns, saved};
    let large = DefaultBodyLimit::max(BYTES_MAX);
    Table::new()
        .route("/grids/{grid}/bulk", post(change::change).layer(large))
        .route("/grids/{grid}/paste", get(paste::ask).merge(post(paste::paste).layer(large)))
        .route("/grids/{grid}/columns", get(columns::page).post(columns::save))
        .route("/grids/{grid}/views", get(saved::page).post(saved::save))
}

/// The generic pages that every kind of record has from its first day.
fn of_any_kind() -> Table {
    use pages::comments;
    use pages::evidence;
    use pages::history::list::of_record;
    use pages::record::{cell, deeds, edit, json, list, page, proposals, remove};
    let limit = || DefaultBodyLimit::max(UPLOAD_BYTES_MAX + FORM_BYTES_MAX);
    let upload = post(evidence::add::add).layer(limit());
    let dropped = post(evidence::dropped::add).layer(limit());
    Table::new()
        .route("/evidence", get(list::page_of_evidence).post(evidence::inbox::act_on))
        .route("/evidence/new", get(evidence::add::ask).merge(upload))
        .route("/evidence/drop", dropped)
        .route("/evidence/{id}", get(evidence::item::page))
        .route("/evidence/{id}/preview", get(evidence::file::preview))
        .route("/json/{kind}", get(json::of_kind))
        .route("/json/{kind}/{id}", get(json::of_record))
        .route("/{kind}", get(list::page))
        .route("/{kind}/new", get(edit::new).post(edit::create))
        .route("/{kind}/do/{deed}", get(deeds::steps::ask).post(deeds::steps::run))
        .route("/{kind}/proposals", post(proposals::decide))
        .route("/{kind}/{id}", get(page::page))
        .route("/{kind}/{id}/cell", post(cell::save))
        .route("/{kind}/{id}/edit", get(edit::edit).post(edit::save))
        .route("/{kind}/{id}/remove", get(remove::ask).post(remove::remove))
        .route("/{kind}/{id}/history", get(of_record))
        .route("/{kind}/{id}/comments", get(comments::beneath).post(comments::write))
        .route("/{kind}/{id}/proposal", post(proposals::decide_one))
        .route("/{kind}/{id}/do/{deed}", get(deeds::ask).post(deeds::run))
        .route("/{kind}/{id}/file", get(evidence::file::download))
}
