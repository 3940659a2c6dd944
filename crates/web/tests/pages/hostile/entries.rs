//! The table of pages: each address and method with what it needs. An address without a row fails the matrix.

use super::whose::Row;

/// What an address needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: it is a way in, or what pages look like.
    Nothing,
    /// An account of one's own.
    Account,
    /// That one manages the accounts of the installation.
    Admin,
    /// That one manages accounts, or keeps an organisation.
    AdminOrKeeper,
    /// A membership; what is shown is what its holder may see.
    Member,
    /// A part in the organisation: who may by role.
    Part(Row),
    /// What the kind of record says: its own table tries each kind.
    EachKind,
}

/// A row: methods, the path as the table of routes spells it, the address that is tried, what it needs, what is posted.
pub type Entry = (&'static str, &'static str, &'static str, Needs, &'static str);

use Needs::{Account, Admin, AdminOrKeeper, EachKind, Member, Nothing, Part};

const UUID: &str = "0198c0de-0000-7000-8000-000000000001";

/// Pages beside the organisations.
const BESIDE: &[Entry] = &[
    ("GET", "/", "", Account, ""),
    ("GET", "/o/{org}/", "/o/acme/", Account, ""),
    ("GET", "/all", "", Account, ""),
    ("GET", "/portfolio", "", Account, ""),
    ("GET", "/portfolio/remind", "", Account, ""),
    ("GET POST", "/portfolio/templates", "", Account, ""),
    ("GET", "/calendar/{file}", "/calendar/a-guess.ics", Nothing, ""),
    ("GET", "/o/new", "", Account, ""),
    ("POST", "/o/new", "", Admin, "name=Third&person=Op+Erator"),
    ("POST", "/sample", "", Admin, "again=no"),
    ("POST", "/sample/history", "", Admin, "again=no"),
    ("POST", "/theme", "", Account, "theme=dark"),
    ("GET", "/enter/{token}", "/enter/a-guess", Nothing, ""),
    ("GET", "/assets/{name}", "/assets/nothing.css", Nothing, ""),
    ("GET POST", "/setup", "", Account, "name=Eve&email=eve@evil.example&password=x&again=x"),
    ("POST", "/setup/passkey/start", "", Account, ""),
    ("GET POST", "/login", "", Nothing, "email=nobody@acme.example&password=a+guess+at+it"),
    ("POST", "/login/code", "", Nothing, "half=x&code=000000"),
    ("POST", "/login/passkey", "", Nothing, "challenge=x&answer={}"),
    ("POST", "/login/passkey/start", "", Nothing, "email=nobody@acme.example"),
    ("GET", "/login/sso/{provider}", "/login/sso/evil", Nothing, ""),
    ("GET", "/login/sso/{provider}/start", "/login/sso/evil/start", Nothing, ""),
    ("POST", "/logout", "", Account, ""),
    ("GET POST", "/invited/{link}", "/invited/a-guess", Nothing, "name=Eve&password=x&again=x"),
    ("POST", "/invited/{link}/accept", "/invited/a-guess/accept", Account, ""),
    ("POST", "/invited/{link}/passkey", "/invited/a-guess/passkey", Nothing, ""),
    ("GET POST", "/new-password/{link}", "/new-password/a-guess", Nothing, "password=x&again=x"),
    ("GET POST", "/step-up", "", Account, "password=a+guess&back=/"),
    ("POST", "/step-up/passkey", "", Account, "challenge=x&answer={}"),
    ("POST", "/step-up/passkey/start", "", Account, ""),
    ("GET", "/account", "", Account, ""),
    ("GET POST", "/account/password", "", Account, "now=a+guess&password=x&again=x"),
    ("GET POST", "/account/codes", "", Account, "begun=x&code=000000"),
    ("POST", "/account/codes/remove", "", Account, ""),
    ("POST", "/account/recovery", "", Account, ""),
    ("POST", "/account/passkeys", "", Account, "challenge=x&answer={}"),
    ("POST", "/account/passkeys/start", "", Account, ""),
    ("POST", "/account/passkeys/{id}/remove", "/account/passkeys/x/remove", Account, ""),
    ("POST", "/account/sessions/{id}/end", "/account/sessions/x/end", Account, ""),
    ("POST", "/account/sign-ons/remove", "", Account, "issuer=x&subject=x"),
    ("GET POST", "/settings/people", "", AdminOrKeeper, "name=Eve&email=eve@evil.example&admin=yes"),
    ("POST", "/settings/people/{id}", UUID, Admin, "do=reset"),
    ("POST", "/settings/invitations/{id}/withdraw", "/settings/invitations/x/withdraw", AdminOrKeeper, ""),
    ("GET POST", "/settings/tokens", "", Account, "name=x&org=x&scopes=read&days=1"),
    ("POST", "/settings/tokens/{id}/revoke", "/settings/tokens/x/revoke", Account, ""),
];

/// Pages of an organisation, below its address.
const WITHIN: &[Entry] = &[
    ("GET", "", "", Member, ""),
    ("GET", "/readiness", "", Member, ""),
    ("GET", "/readiness/fix", "/readiness/fix?code=PB0401", Member, ""),
    ("POST", "/readiness/fix", "", Part("CCCCCNCN"), "code=PB0401"),
    ("GET", "/readiness/fixes", "", Member, ""),
    ("POST", "/readiness/fixes", "", Part("CCCCCNCN"), "commits=2"),
    ("GET", "/readiness/waive", "/readiness/waive?code=PB0602&at=R-1", Part("YNNYNNNN"), ""),
    ("POST", "/readiness/waive", "", Part("YNNYNNNN"), "code=PB0602&at=R-1&because=small&until=2026-12-24"),
    ("GET", "/readiness/dispute", "/readiness/dispute?code=PB0602&at=R-2", Part("YYYYYNYN"), ""),
    ("POST", "/readiness/dispute", "", Part("YYYYYNYN"), "code=PB0602&at=R-2&because=wrong"),
    ("POST", "/readiness/end", "", Part("YYYYYNYN"), "disposition=DSP-1"),
    ("GET", "/rules/{code}", "/rules/PB0610", Member, ""),
    ("GET", "/risks", "", Member, ""),
    ("GET", "/risks/method", "", Member, ""),
    ("GET", "/risks/new", "", Part("NCNYNNCN"), ""),
    ("POST", "/risks/new", "", Part("NCNYNNCN"), "title=made+by+a+form"),
    ("POST", "/risks/proposals", "", Part("CCCCCNCN"), "id=R-1&what=take"),
    ("GET", "/risks/{id}", "/risks/R-1", Member, ""),
    ("POST", "/risks/{id}/cell", "/risks/R-20/cell", Part("NCNYNNCN"), "revision=1&title=typed"),
    ("GET", "/risks/{id}/rate", "/risks/R-21/rate", Part("NCNYNNCN"), ""),
    (
        "POST",
        "/risks/{id}/rate",
        "/risks/R-21/rate",
        Part("NCNYNNCN"),
        "likelihood=3&consequence=3&rationale=seen",
    ),
    ("GET", "/risks/{id}/treat", "/risks/R-22/treat", Part("NCNYNNCN"), ""),
    ("POST", "/risks/{id}/treat", "/risks/R-22/treat", Part("NCNYNNCN"), "treatment=modify&controls=A.8.13"),
    ("GET", "/risks/{id}/accept", "/risks/R-23/accept", Part("CCNNNNNN"), ""),
    ("POST", "/risks/{id}/accept", "/risks/R-23/accept", Part("CCNNNNNN"), "until=2026-12-24&because=small"),
    ("GET", "/risks/{id}/withdraw", "/risks/R-23/withdraw", Part("YCNYNNNN"), ""),
    ("POST", "/risks/{id}/withdraw", "/risks/R-23/withdraw", Part("YCNYNNNN"), "because=it+happened"),
    ("GET", "/risks/{id}/close", "/risks/R-24/close", Part("YCCYNNNN"), ""),
    ("POST", "/risks/{id}/close", "/risks/R-24/close", Part("YCCYNNNN"), "because=gone"),
    ("GET", "/risks/{id}/reopen", "/risks/R-24/reopen", Part("NCNYNNCN"), ""),
    ("POST", "/risks/{id}/reopen", "/risks/R-24/reopen", Part("NCNYNNCN"), "because=back"),
    ("GET", "/assets", "", Member, ""),
    ("POST", "/assets/{id}/cell", "/assets/AST-1/cell", Part("YCCYNNYN"), "revision=1&title=typed"),
    ("GET", "/import", "", Member, ""),
    ("POST", "/import", "", Member, "file=x"),
    ("GET", "/shares/{id}/receive", "/shares/SHR-1/receive", Part("CNNCNCNN"), ""),
    ("POST", "/shares/{id}/receive", "/shares/SHR-1/receive", Part("CNNCNCNN"), "file=x"),
    ("GET", "/shares/{id}/pack", "/shares/SHR-1/pack", Part("YNNYCCNN"), ""),
    ("POST", "/shares/{id}/pack", "/shares/SHR-1/pack", Part("YNNYCCNN"), "x=x"),
    ("GET", "/import/{word}", "/import/a-guess", Member, ""),
    ("GET", "/import/{word}/columns", "/import/a-guess/columns", Member, ""),
    ("POST", "/import/{word}/columns", "/import/a-guess/columns", Member, "kind-0=risk"),
    ("GET", "/import/{word}/refused.csv", "/import/a-guess/refused.csv", Member, ""),
    ("POST", "/import/{word}/apply", "/import/a-guess/apply", Part("CCCCCNCN"), ""),
    ("GET", "/import/{word}/done", "/import/a-guess/done", Member, ""),
    ("GET", "/exports", "", Member, ""),
    ("POST", "/exports", "", Member, "file=x"),
    ("GET", "/exports/{file}", "/exports/risks.csv", Member, ""),
    ("GET", "/gap", "", Member, ""),
    ("GET", "/gap/{id}", "/gap/GAP-1", Member, ""),
    ("GET", "/timeline", "", Member, ""),
    ("GET", "/documents/register", "", Member, ""),
    ("GET", "/documents/new", "", Part("CCCCNNCN"), ""),
    ("POST", "/documents/new", "", Part("CCCCNNCN"), "title=made+by+a+form"),
    ("POST", "/documents/proposals", "", Part("CCCCCNCN"), "id=DOC-1&what=take"),
    ("GET", "/documents/{id}", "/documents/DOC-1", Member, ""),
    ("GET", "/documents/{id}/compare", "/documents/DOC-1/compare", Member, ""),
    ("GET", "/controls/new", "", Part("NNNYNNCN"), ""),
    ("POST", "/controls/new", "", Part("NNNYNNCN"), "title=made+by+a+form"),
    ("POST", "/controls/proposals", "", Part("CCCCCNCN"), "id=A.8.13&what=take"),
    ("GET", "/controls/{id}", "/controls/A.8.13", Member, ""),
    ("GET", "/measures", "", Member, ""),
    ("GET", "/measures/new", "", Part("YCCYNNYN"), ""),
    ("POST", "/measures/new", "", Part("YCCYNNYN"), "title=made+by+a+form"),
    ("POST", "/measures/proposals", "", Part("CCCCCNCN"), "id=MSR-1&what=take"),
    ("GET", "/measures/{id}", "/measures/MSR-1", Member, ""),
    ("GET", "/tasks", "", Member, ""),
    ("GET", "/json/tasks", "/tasks.json", Member, ""),
    ("GET", "/map", "", Member, ""),
    ("GET", "/json/map", "/map.json", Member, ""),
    ("GET", "/scope", "", Member, ""),
    ("POST", "/scope", "", Part("CNNCNNCN"), "statement=typed"),
    ("GET", "/context", "", Member, ""),
    ("GET", "/treatment", "", Member, ""),
    ("GET", "/json/treatment", "/treatment.json", Member, ""),
    ("GET", "/decide/{id}", "/decide/R-1", Member, ""),
    ("GET", "/calendar", "", Member, ""),
    ("GET", "/json/calendar", "/calendar.json", Member, ""),
    ("GET", "/calendar.ics", "", Member, ""),
    ("GET POST", "/calendar/subscribe", "", Member, ""),
    ("GET", "/stage-1", "", Member, ""),
    ("GET", "/frameworks", "", Member, ""),
    ("GET", "/frameworks/{id}", "/frameworks/soc2", Member, ""),
    ("GET", "/soa", "", Member, ""),
    ("GET", "/soa/compare", "", Member, ""),
    ("GET", "/soa/approve", "", Part("YNNCNNNN"), ""),
    ("POST", "/soa/approve", "", Part("YNNCNNNN"), "seen=x"),
    ("POST", "/soa/{id}", "/soa/A.8.13", Part("NNCYNNCN"), "revision=1&applicable=yes"),
    ("GET", "/management-reviews/new", "", Part("YNNYNNNN"), ""),
    ("POST", "/management-reviews/new", "", Part("YNNYNNNN"), "title=made+by+a+form"),
    ("POST", "/management-reviews/proposals", "", Part("CCCCCNCN"), "id=MR-1&what=take"),
    ("GET", "/management-reviews/{id}", "/management-reviews/MR-1", Member, ""),
    ("GET", "/management-reviews/{id}/papers.pdf", "/management-reviews/MR-1/papers.pdf", Member, ""),
    ("GET", "/certifications/new", "", Part("YNNYNNNN"), ""),
    ("POST", "/certifications/new", "", Part("YNNYNNNN"), "title=made+by+a+form"),
    ("POST", "/certifications/proposals", "", Part("CCCCCNCN"), "id=CRT-1&what=take"),
    ("GET", "/certifications/{id}", "/certifications/CRT-1", Member, ""),
    ("GET", "/answers", "", Part("YNNYNNYN"), ""),
    ("POST", "/answers", "", Part("YNNYNNYN"), "people=12&asked_by=Albion+Bank"),
    ("GET", "/plan", "", Member, ""),
    ("POST", "/plan", "", Part("YNNYNNYN"), "what=wanted&wanted=2027-12-24"),
    ("GET", "/plan/{id}", "/plan/PLAN", Member, ""),
    ("GET", "/proposals", "", Member, ""),
    ("POST", "/proposals", "", Part("CCCCCNCN"), "id=R-1&what=take"),
    ("GET", "/words", "", Member, ""),
    ("GET POST", "/me", "", Member, "person=PER-2"),
    ("GET", "/records", "", Member, ""),
    ("GET", "/search", "/search?q=777", Member, ""),
    ("GET", "/settings", "", Member, ""),
    ("POST", "/settings/logo", "", Part("CNNCNNCN"), "take=away"),
    ("GET", "/integrity", "", Member, ""),
    ("POST", "/integrity", "", Part("YYYYYNYY"), ""),
    ("GET", "/history", "", Member, ""),
    ("GET", "/history/compare", "", Member, ""),
    ("GET", "/history/past", "/history/past?as_of=2026-11-19", Member, ""),
    ("GET", "/history/{seq}", "/history/0", Member, ""),
    ("GET", "/history/{seq}/undo", "/history/2/undo", Part("CCCCCNCN"), ""),
    ("POST", "/history/{seq}/undo", "/history/2/undo", Part("CCCCCNCN"), "because=x"),
    ("GET", "/evidence/new", "", Part("NYYYYNYN"), ""),
    ("POST", "/evidence/new", "", Part("NYYYYNYN"), "title=made+by+a+form"),
    ("GET", "/json/{kind}", "", EachKind, ""),
    ("GET", "/json/{kind}/{id}", "", EachKind, ""),
    ("GET", "/{kind}", "", EachKind, ""),
    ("GET POST", "/{kind}/new", "", EachKind, ""),
    ("GET POST", "/{kind}/do/{deed}", "", EachKind, ""),
    ("POST", "/{kind}/proposals", "", EachKind, ""),
    ("GET", "/{kind}/{id}", "", EachKind, ""),
    ("GET POST", "/{kind}/{id}/edit", "", EachKind, ""),
    ("GET POST", "/{kind}/{id}/remove", "", EachKind, ""),
    ("GET", "/{kind}/{id}/history", "", EachKind, ""),
    ("POST", "/{kind}/{id}/proposal", "", EachKind, ""),
    ("GET POST", "/{kind}/{id}/do/{deed}", "", EachKind, ""),
    ("GET", "/{kind}/{id}/file", "", EachKind, ""),
];

/// One address with one method.
#[derive(Debug, Clone)]
pub struct Try {
    pub method: &'static str,
    /// As the table of routes spells it.
    pub path: String,
    /// What is asked for.
    pub at: String,
    pub needs: Needs,
    pub body: &'static str,
}

/// Returns each address with each method.
pub fn tries() -> Vec<Try> {
    let each = |root: &str, (methods, path, at, needs, body): &Entry| {
        let full = format!("{root}{path}");
        let at = match *at {
            "" => full.replace("{org}", "acme"),
            UUID => format!("/settings/people/{UUID}"),
            at => format!("{}{at}", root.replace("{org}", "acme")),
        };
        let one = |method: &'static str| Try {
            method,
            path: full.clone(),
            at: at.clone(),
            needs: *needs,
            body: if method == "GET" { "" } else { body },
        };
        methods.split(' ').map(one).collect::<Vec<Try>>()
    };
    let beside = BESIDE.iter().flat_map(|entry| each("", entry));
    beside.chain(WITHIN.iter().flat_map(|entry| each("/o/{org}", entry))).collect()
}
