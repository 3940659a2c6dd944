//! Accounts in the browser: setting up, signing in, invitations, and what is refused to whom.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use app::identity::{Accounts, Machine, Settings, Surroundings};
use app::{Beginning, Books, Clock, Instance};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use model::Line;
use tower::ServiceExt as _;
use web::Sessions;

use crate::browser::{HOST, NOON, Page};

mod choosing;
mod let_in;
mod reading;
mod webhooks;

const PASSWORD: &str = "tidy grey otter";
const EMAIL: &str = "jana@example.org";

/// A clock that tests turn.
struct Turned(AtomicI64);

impl Surroundings for Turned {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).expect("a time")
    }

    fn fill(&self, bytes: &mut [u8]) {
        Machine.fill(bytes);
    }
}

/// A server with the organisation Acme, begun by Jana Novak.
struct Server {
    books: Arc<Books>,
    accounts: Accounts,
    router: Router,
    sessions: Arc<Sessions>,
    clock: Arc<Turned>,
    _files: tempfile::TempDir,
}

/// A browser with its cookies.
struct Client<'a> {
    server: &'a Server,
    cookie: String,
}

impl Server {
    async fn new() -> Self {
        let files = tempfile::tempdir().expect("a folder");
        let instance = Instance::in_memory(files.path(), Clock::Fixed(NOON)).expect("an instance");
        let beginning = Beginning {
            name: Line::new("Acme"),
            kind: model::records::OrganisationKind::Client,
            time_zone: Line::new("UTC"),
            person: Line::new("Jana Novak"),
            at: Some(NOON - 3 * 86_400_000_000),
        };
        let books = instance.begin(beginning).await.expect("an organisation");
        let origin = "http://localhost:7117";
        let sessions =
            Arc::new(Sessions::new(([127, 0, 0, 1], 7117).into(), origin.parse().expect("an origin")));
        let clock = Arc::new(Turned(AtomicI64::new(NOON)));
        let settings = Settings { surroundings: clock.clone(), ..Settings::at(origin.parse().ok()) };
        let accounts = instance.accounts(settings).await.expect("accounts");
        let router = web::router(Arc::new(instance), accounts.clone(), Arc::clone(&sessions));
        Self { books, accounts, router, sessions, clock, _files: files }
    }

    fn stranger(&self) -> Client<'_> {
        Client { server: self, cookie: String::new() }
    }

    /// Returns who came in by the link of the terminal.
    fn by_link(&self) -> Client<'_> {
        let cookie = format!("{}={}", self.sessions.cookie(), self.sessions.open().expect("random numbers"));
        Client { server: self, cookie }
    }

    /// Sets up Jana's account and returns her browser.
    async fn set_up(&self) -> Client<'_> {
        let mut jana = self.by_link();
        let typed = [
            ("name", "Jana Novak"),
            ("email", EMAIL),
            ("password", PASSWORD),
            ("again", PASSWORD),
            ("person-acme", "PER-1"),
            ("role", "manager"),
        ];
        let page = jana.post("/setup", &typed).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
        jana
    }

    fn pass_minutes(&self, minutes: i64) {
        self.clock.0.fetch_add(minutes * 60_000_000, Ordering::SeqCst);
    }
}

impl Client<'_> {
    async fn get(&mut self, path: &str) -> Page {
        self.send("GET", path, Body::empty()).await
    }

    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let typed: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", web::address::encoded(value))).collect();
        self.send("POST", path, Body::from(typed.join("&"))).await
    }

    async fn send(&mut self, method: &str, path: &str, body: Body) -> Page {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, HOST)
            .header(header::ORIGIN, format!("http://{HOST}"))
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, &self.cookie)
            .body(body)
            .expect("a request");
        let response = self.server.router.clone().oneshot(request).await.expect("a router always answers");
        let (status, headers) = (response.status(), response.headers().clone());
        for set in headers.get_all(header::SET_COOKIE) {
            let set = set.to_str().expect("text");
            let name = self.server.sessions.cookie();
            if let Some(pair) = set.split(';').next().filter(|pair| pair.starts_with(&format!("{name}="))) {
                assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax"), "{set}");
                self.cookie = pair.to_owned();
            }
        }
        let bytes = to_bytes(response.into_body(), 64 << 20).await.expect("a body");
        Page { status, headers, html: String::from_utf8_lossy(&bytes).into_owned() }
    }

    async fn sign_in(&mut self, email: &str, password: &str) -> Page {
        self.post("/login", &[("email", email), ("password", password), ("back", "/account")]).await
    }
}

/// Returns the text of the first `pre`, where what is shown once stands.
fn shown_once(page: &Page) -> String {
    let rest = page.html.split_once("<pre class=\"mono\">").expect("something is shown once").1;
    rest.split_once("</pre>").expect("it ends").0.to_owned()
}

/// Returns the path of a link that was shown once.
fn path_of(page: &Page) -> String {
    shown_once(page).trim_start_matches("http://localhost:7117").to_owned()
}

#[tokio::test]
async fn setting_up_makes_the_organisation_kept_and_the_link_opens_nothing_any_more() {
    let server = Server::new().await;
    let mut by_link = server.by_link();
    let page = by_link.get("/setup").await;
    page.is_sound("/setup");
    assert!(page.html.contains("Who you are in Acme") && page.html.contains("data-passkey=\"create\""));
    assert!(!server.books.is_kept());
    let mut jana = server.set_up().await;
    assert!(server.books.is_kept());
    assert_eq!(jana.get("/o/acme").await.status, StatusCode::OK);
    assert_eq!(by_link.get("/o/acme").await.header("location"), "/login?back=%2Fo%2Facme");
    let again = jana.get("/setup").await;
    assert_eq!(again.header("location"), "/account");
    let second = server.stranger().post("/setup", &[("email", "eve@example.org")]).await;
    assert_eq!(second.status, StatusCode::SEE_OTHER);
    assert_eq!(server.accounts.accounts().len(), 1);
}

#[tokio::test]
async fn a2_a_short_password_is_refused_in_the_form_and_nothing_is_made() {
    let server = Server::new().await;
    let mut by_link = server.by_link();
    for (password, again, says) in [
        ("too short", "too short", "expected at least 15"),
        (PASSWORD, "another one", "the same twice"),
        ("acme is our place", "acme is our place", "which others know"),
    ] {
        let own = [("name", "Jana"), ("email", EMAIL), ("password", password), ("again", again)];
        let typed = [&own[..], &[("person-acme", "PER-1"), ("role", "manager")]].concat();
        let page = by_link.post("/setup", &typed).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.html.contains(says) && page.html.contains(EMAIL), "{says}: {}", page.html);
        assert!(!page.html.contains(password), "what was typed into a secret is never sent back");
    }
    assert!(server.accounts.is_empty() && !server.books.is_kept());
}

#[tokio::test]
async fn a1_a_wrong_password_and_an_unknown_name_get_the_same_page() {
    let server = Server::new().await;
    server.set_up().await;
    let mut somebody = server.stranger();
    let wrong = somebody.sign_in(EMAIL, "another password").await;
    let unknown = somebody.sign_in("eve@example.org", "another password").await;
    assert_eq!(
        (wrong.status, unknown.status),
        (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY)
    );
    assert_eq!(wrong.html.replace(EMAIL, ""), unknown.html.replace("eve@example.org", ""));
    wrong.is_sound("/login");
    let right = somebody.sign_in(EMAIL, PASSWORD).await;
    assert_eq!((right.status, right.header("location")), (StatusCode::SEE_OTHER, "/account"));
    let page = somebody.get("/account").await;
    page.is_sound("/account");
    assert!(page.html.contains("Jana Novak"));
}

#[tokio::test]
async fn a5_many_guesses_are_told_to_wait() {
    let server = Server::new().await;
    server.set_up().await;
    let mut somebody = server.stranger();
    let mut last = somebody.sign_in(EMAIL, "guess").await;
    for _ in 0..7 {
        last = somebody.sign_in(EMAIL, "guess").await;
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn going_back_after_signing_in_leads_nowhere_else() {
    let server = Server::new().await;
    server.set_up().await;
    for back in ["//evil.example", "https://evil.example", "/\\evil.example", "/\tevil"] {
        let mut somebody = server.stranger();
        let page = somebody.get(&format!("/login?back={}", web::address::encoded(back))).await;
        assert_eq!(page.hidden("back"), "/", "{back}");
        let typed = [("email", EMAIL), ("password", PASSWORD), ("back", back)];
        assert_eq!(somebody.post("/login", &typed).await.header("location"), "/", "{back}");
    }
}

#[tokio::test]
async fn a10_a_session_that_ended_opens_nothing() {
    let server = Server::new().await;
    let mut jana = server.set_up().await;
    let mut phone = server.stranger();
    phone.sign_in(EMAIL, PASSWORD).await;
    assert_eq!(phone.get("/o/acme").await.status, StatusCode::OK);
    assert_eq!(jana.post("/account/sessions/others/end", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(phone.get("/o/acme").await.header("location"), "/login?back=%2Fo%2Facme");
    let before = jana.cookie.clone();
    assert_eq!(jana.post("/logout", &[]).await.header("location"), "/login");
    let mut thief = Client { server: &server, cookie: before };
    assert_eq!(thief.get("/account").await.header("location"), "/login?back=%2Faccount");
}

#[tokio::test]
async fn a14_an_invitation_makes_one_account_and_is_gone() {
    let server = Server::new().await;
    let mut jana = server.set_up().await;
    let page = jana.get("/settings/people").await;
    page.is_sound("/settings/people");
    let made = jana.post("/settings/people", &[("name", "Kim"), ("email", "kim@example.org")]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.html);
    let link = path_of(&made);
    assert!(!jana.get("/settings/people").await.html.contains(&link), "it is shown once");
    let mut kim = server.stranger();
    let page = kim.get(&link).await;
    page.is_sound("/invited/…");
    assert!(page.html.contains("kim@example.org"));
    let typed = [("name", "Kim"), ("password", "seven loud geese"), ("again", "seven loud geese")];
    assert_eq!(kim.post(&link, &typed).await.header("location"), "/account/codes");
    let mut eve = server.stranger();
    assert_eq!(eve.get(&link).await.status, StatusCode::NOT_FOUND);
    assert_eq!(eve.post(&link, &typed).await.status, StatusCode::NOT_FOUND);
    assert_eq!(kim.get("/account").await.status, StatusCode::OK);
    assert_eq!(kim.get("/settings/people").await.status, StatusCode::NOT_FOUND, "kim does not manage");
    let five = jana.get("/o/new").await;
    assert!(
        five.html.contains("value=\"Jana Novak\""),
        "a name that is known is not asked for: {}",
        five.html
    );
    for begin in ["/sample", "/sample/history", "/o/new"] {
        let page = kim.post(begin, &[("name", "Mine"), ("person", "Kim")]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{begin}: {}", page.html);
    }
    assert_eq!(
        kim.get("/o/acme").await.html.replace("acme", ""),
        kim.get("/o/none").await.html.replace("none", ""),
        "an organisation without a seat does not exist"
    );
}

#[tokio::test]
async fn a13_a_link_to_a_new_password_works_once() {
    let server = Server::new().await;
    let mut jana = server.set_up().await;
    let account = server.accounts.accounts()[0].id;
    let refused = jana.post(&format!("/settings/people/{account}"), &[("do", "reset")]).await;
    assert!(refused.html.contains("made at the machine"), "who makes the link sits in nobody's seat");
    let by = app::identity::By::Machine;
    let made = server.accounts.reset(by, account).await.expect("the machine");
    let link = format!("/new-password/{}", made.show());
    let mut somebody = server.stranger();
    let page = somebody.get(&link).await;
    page.is_sound("/new-password/…");
    let typed = [("password", "seven loud geese"), ("again", "seven loud geese")];
    assert_eq!(somebody.post(&link, &typed).await.status, StatusCode::OK);
    assert!(!server.accounts.seats(account).is_empty(), "the seats stay the person's");
    assert_eq!(somebody.post(&link, &typed).await.status, StatusCode::NOT_FOUND);
    assert_eq!(jana.get("/account").await.status, StatusCode::SEE_OTHER, "all sessions ended");
    assert_eq!(somebody.sign_in(EMAIL, "seven loud geese").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a17_what_needs_a_proof_asks_for_it_and_leads_back() {
    let server = Server::new().await;
    let mut jana = server.set_up().await;
    server.pass_minutes(11);
    let page = jana.get("/account/codes").await;
    assert_eq!(page.header("location"), "/step-up?back=%2Faccount%2Fcodes");
    jana.get("/step-up?back=/account/codes").await.is_sound("/step-up");
    let wrong = jana.post("/step-up", &[("password", "another"), ("back", "/account/codes")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = jana.post("/step-up", &[("password", PASSWORD), ("back", "/account/codes")]).await;
    assert_eq!(right.header("location"), "/account/codes");
    let codes = jana.get("/account/codes").await;
    assert_eq!(codes.status, StatusCode::OK);
    codes.is_sound("/account/codes");
}

#[tokio::test]
async fn codes_are_set_up_and_then_asked_for() {
    let server = Server::new().await;
    let mut jana = server.set_up().await;
    let page = jana.get("/account/codes").await;
    let wrong = [
        ("begun", page.hidden("begun")),
        ("letters", page.hidden("letters")),
        ("address", page.hidden("address")),
        ("code", "000000"),
    ];
    let refused = jana.post("/account/codes", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.hidden("letters"), page.hidden("letters"), "the app need not be set up again");
    assert!(server.accounts.accounts().iter().all(|account| !account.has_codes()));
}

#[tokio::test]
async fn a_token_is_shown_once_and_revoked() {
    let server = Server::new().await;
    let mut jana = server.set_up().await;
    let page = jana.get("/settings/tokens").await;
    page.is_sound("/settings/tokens");
    let org = server.books.log().org.to_string();
    let typed = [("name", "Backup"), ("org", org.as_str()), ("scopes", "read"), ("days", "30")];
    let made = jana.post("/settings/tokens", &typed).await;
    assert_eq!(made.status, StatusCode::OK);
    let secret = shown_once(&made);
    assert!(secret.starts_with("plumb_") && server.accounts.token(&secret).is_some());
    assert!(!jana.get("/settings/tokens").await.html.contains(&secret));
    let id = server.accounts.tokens(server.accounts.accounts()[0].id)[0].id;
    jana.post(&format!("/settings/tokens/{id}/revoke"), &[]).await;
    assert!(server.accounts.token(&secret).is_none());
    let far = jana
        .post("/settings/tokens", &[("name", "x"), ("org", &org), ("scopes", "all"), ("days", "999")])
        .await;
    assert_eq!(far.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a20_the_last_who_manages_cannot_be_disabled_by_the_page() {
    let server = Server::new().await;
    let mut jana = server.set_up().await;
    let account = server.accounts.accounts()[0].id;
    for what in ["disable", "no-admin"] {
        let page = jana.post(&format!("/settings/people/{account}"), &[("do", what)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
        assert!(page.html.contains("last account that manages"), "{what}");
    }
}

#[tokio::test]
async fn hostile_paths_and_forms_are_answered_without_a_mistake_of_ours() {
    let server = Server::new().await;
    let mut jana = server.set_up().await;
    let long = "x".repeat(20_000);
    for path in ["/invited/x", "/invited/%00", "/new-password/%2e%2e", &format!("/invited/{long}")] {
        assert_eq!(jana.get(path).await.status, StatusCode::NOT_FOUND, "{}", path.len());
    }
    for path in [
        "/login/passkey",
        "/login/code",
        "/step-up/passkey",
        "/account/passkeys",
        "/account/codes",
        "/settings/tokens",
        "/settings/people",
        "/account/passkeys/x/remove",
        "/account/sessions/x/end",
        "/settings/people/x",
        "/settings/invitations/x/withdraw",
        "/settings/tokens/x/revoke",
        "/account/sign-ons/remove",
        "/login/passkey/start",
        "/setup/passkey/start",
    ] {
        for body in [
            String::new(),
            "answer={}&challenge=x".to_owned(),
            format!("answer={long}"),
            "%ff=%fe".to_owned(),
        ] {
            let page = jana.send("POST", path, Body::from(body)).await;
            assert!(page.status.is_client_error() || page.status.is_redirection(), "{path}: {}", page.status);
        }
    }
}

#[tokio::test]
async fn a_form_that_needs_a_proof_waits_for_it_and_is_sent_again_with_what_was_typed() {
    let server = Server::new().await;
    // The records' clock stands at noon; who signed in before ten to twelve has to show it again.
    server.pass_minutes(-11);
    let mut jana = server.set_up().await;
    let made = jana.post("/o/acme/people/new", &[("title", "Kim Berg"), ("kind", "employee")]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.html);
    let before = server.books.now().commits();
    let typed = [("person", "PER-2"), ("roles", "viewer"), ("until", "2027-01-31")];
    let asked = jana.post("/o/acme/memberships/do/grant", &typed).await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED, "{}", asked.html);
    asked.is_sound("/step-up");
    for words in ["Make somebody a member", "what you typed is kept on this page"] {
        assert!(asked.html.contains(words), "{words}: {}", asked.html);
    }
    assert_eq!(asked.hidden("to"), "/o/acme/memberships/do/grant");
    server.pass_minutes(11);
    let kept = asked.hidden("form").replace("&amp;", "&");
    let to = asked.hidden("to").to_owned();
    let again =
        |password| [("password", password), ("to", to.as_str()), ("form", kept.as_str()), ("back", "/")];
    let wrong = jana.post("/step-up", &again("another")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.hidden("form").replace("&amp;", "&"), kept, "a wrong password loses nothing");
    let confirmed = jana.post("/step-up", &again(PASSWORD)).await;
    assert_eq!(confirmed.status, StatusCode::OK, "{}", confirmed.html);
    confirmed.is_sound("/step-up");
    assert!(confirmed.html.contains("action=\"/o/acme/memberships/do/grant\""), "{}", confirmed.html);
    assert_eq!(server.books.now().commits(), before, "nothing is done before it is sent");
    for words in ["about to do", "Make somebody a member", ", in Acme", "PER-2 Kim Berg", "viewer"] {
        assert!(confirmed.html.contains(words), "{words}: {}", confirmed.html);
    }
    for (name, value) in typed {
        assert_eq!(confirmed.hidden(name), value, "{name}");
    }
    let done = jana.post("/o/acme/memberships/do/grant", &typed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    assert_eq!(server.books.now().commits(), before + 1);
    // A person is meant by the name too, as long as only one is called so.
    jana.post("/o/acme/people/new", &[("title", "Ota Berg"), ("kind", "employee")]).await;
    let named = |name| [("person", name), ("roles", "viewer"), ("until", "2027-01-31")];
    let nobody = jana.post("/o/acme/memberships/do/grant", &named("Ota")).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", nobody.html);
    let done = jana.post("/o/acme/memberships/do/grant", &named("ota berg")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
}

#[tokio::test]
async fn a_proof_sends_nothing_to_another_server_nor_to_a_page_of_passwords() {
    let server = Server::new().await;
    let mut jana = server.set_up().await;
    for to in ["https://evil.example/o/", "//evil.example/o/acme", "/account/password", "/logout"] {
        let typed = [("password", PASSWORD), ("back", "/account"), ("to", to), ("form", "a=1")];
        let page = jana.post("/step-up", &typed).await;
        assert_eq!((page.status, page.header("location")), (StatusCode::SEE_OTHER, "/account"), "{to}");
    }
}
