//! Accounts at the terminal: the first one, links, tokens, and what is refused.

use std::io::Write as _;
use std::process::Stdio;

use crate::{Here, Ran};

pub(crate) const PASSWORD: &str = "tidy grey otter\n";

/// Runs plumb and gives it this to read.
pub(crate) fn told(here: &Here, args: &[&str], input: &str) -> Ran {
    let mut command = here.command(args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.env("XDG_CONFIG_HOME", here.path("settings"));
    let mut child = command.spawn().expect("plumb runs");
    // Plumb may have ended before it reads.
    let _ = child.stdin.take().expect("piped").write_all(input.as_bytes());
    let done = child.wait_with_output().expect("plumb ends");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ran { code: done.status.code().unwrap_or(-1), out: text(&done.stdout), err: text(&done.stderr) }
}

pub(crate) fn set_up() -> Here {
    let here = Here::begun();
    let args = ["user", "setup", "Jana Novak", "jana@example.org", "--top"];
    told(&here, &args, PASSWORD).ends(0).tells("acme is kept by Jana Novak").tells("everybody signs in");
    here
}

#[test]
fn the_first_account_keeps_the_organisation_and_is_made_once() {
    let here = set_up();
    here.plumb(&["risk", "add", "Fire"]).ends(6).tells("acme has members, and nobody is signed in here");
    let users = here.plumb(&["user", "ls", "--json"]).ends(0).json("users");
    assert_eq!(users["accounts"][0]["email"], "jana@example.org");
    assert_eq!(users["accounts"][0]["manages"], true);
    let again = ["user", "setup", "Eve", "eve@example.org"];
    told(&here, &again, PASSWORD).ends(7).tells("accounts are set up already");
    let again = told(&Here::begun(), &["user", "setup", "Jana", "jana@example.org"], "too short\n");
    again.ends(7).tells("expected at least 15");
}

#[test]
fn a_person_who_is_not_on_record_is_recorded_only_where_that_is_said() {
    let here = Here::begun();
    let kim = ["user", "setup", "Kim Berg", "kim@example.org", "--person", "Kim Berg"];
    told(&here, &kim, PASSWORD).ends(3).tells("there is no person Kim Berg in acme").tells("say --yes");
    here.plumb(&["user", "ls"]).ends(0);
    assert!(!here.plumb(&["ls", "person"]).ends(0).out.contains("Kim Berg"), "nobody was recorded");
    let nobody = [&kim[..5], &["PER-9", "--yes"]].concat();
    told(&here, &nobody, PASSWORD).ends(3).tells("there is no person PER-9");
    told(&here, &[&kim[..], &["--yes"]].concat(), PASSWORD).ends(0).tells("acme is kept by Kim Berg");
    told(&here, &["sign-in", "kim@example.org"], PASSWORD).ends(0);
}

#[test]
fn who_asked_for_an_exception_is_told_that_somebody_else_decides() {
    let here = Here::begun();
    here.plumb(&["person", "add", "Kim Berg"]).ends(0);
    let ask = ["exception", "ask", "--title", "Old laptops", "--kind", "control", "--target", "A.8.1"];
    let who = ["--asked-by", "PER-2", "--reason", "bought late", "--until", "+30d"];
    here.plumb(&[&ask[..], &who].concat()).ends(0);
    let id = here.plumb(&["ls", "exception"]).ends(0).out;
    let id = id.split_whitespace().find(|word| word.ends_with("-1")).expect("an id").to_owned();
    let explain = |who: &str| here.plumb(&["policy", "explain", who, "exception.approve", &id]).ends(0);
    explain("Kim Berg").says("may not").says("SD18: PER-2 asked for").says("somebody else decides");
    explain("PER-1").says("   may");
    assert!(!explain("PER-1").out.contains("may not"));
}

#[test]
fn a20_the_last_who_manages_cannot_be_disabled_at_the_terminal() {
    let here = set_up();
    here.plumb(&["user", "disable", "jana@example.org"]).ends(7).tells("last account that manages");
    here.plumb(&["user", "admin", "jana@example.org", "--no-more"])
        .ends(7)
        .tells("last account that manages");
    here.plumb(&["user", "disable", "eve@example.org"])
        .ends(3)
        .tells("there is no account of eve@example.org");
}

#[test]
fn links_are_shown_once_and_lead_to_the_server() {
    let here = set_up();
    let invite = ["user", "invite", "kim@example.org", "--at", "https://isms.example.org"];
    here.plumb(&invite).ends(0).says("https://isms.example.org/invited/").tells("seven days");
    let reset = here.plumb(&["user", "reset", "jana@example.org", "--json"]).ends(0).json("link");
    assert!(reset["link"].as_str().is_some_and(|link| link.starts_with("/new-password/")));
    let told = here.plumb(&["user", "invite", "ann@example.org"]).ends(0);
    assert!(told.out.starts_with("/invited/"), "nothing is said that may not be so: {}", told.out);
    assert!(told.err.contains("at the address of your server, which is not known here"), "{}", told.err);
    here.plumb(&["user", "invite", "kim@example.org", "--person", "nobody"]).ends(3);
    here.plumb(&["user", "invite", "no address"]).ends(2);
}

#[test]
fn a_token_is_made_listed_and_revoked() {
    let here = set_up();
    let new = ["token", "new", "Backup", "--user", "jana@example.org", "--json"];
    let made = here.plumb(&new).ends(0).json("token");
    assert!(made["secret"].as_str().is_some_and(|secret| secret.starts_with("plumb_")));
    let listed = here.plumb(&["token", "ls"]).ends(0);
    assert!(listed.out.contains("Backup") && !listed.out.contains("plumb_"), "{}", listed.out);
    here.plumb(&["token", "new", "x", "--user", "jana@example.org", "--days", "366"]).ends(7);
    here.plumb(&["token", "new", "x", "--user", "jana@example.org", "--scopes", "all"]).ends(2);
    let id = made["id"].as_str().expect("an id");
    here.plumb(&["token", "revoke", id]).ends(0).tells("opens nothing any more");
    here.plumb(&["token", "revoke", id]).ends(3);
}

#[test]
fn a_token_is_kept_for_a_server_that_knows_it_only() {
    let here = Here::empty();
    let token = "plumb_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n";
    told(&here, &["login", "http://isms.example.org"], token).ends(2).tells("over https only");
    told(&here, &["login", "http://localhost:9"], token).ends(8).tells("did not answer");
    told(&here, &["login", "http://localhost:9"], "hunter2\n").ends(2).tells("begins with plumb_");
    told(&here, &["login", "http://localhost:9", "--forget"], "").ends(3);
    told(&here, &["logout", "http://localhost:9"], "").ends(3);
    assert!(!here.path("settings/plumb/servers.json").exists());
    let here = set_up();
    let made = here.plumb(&["token", "new", "Terminal", "--user", "jana@example.org", "--json"]).ends(0);
    let secret = made.json("token")["secret"].as_str().expect("a secret").to_owned();
    let (served, address) = crate::safety::Served::begin(&here);
    told(&here, &["login", &address], "plumb_AAAAAAAAAAAA\n").ends(6).tells("does not know this token");
    told(&here, &["login", &address], &secret).ends(0).says("acme");
    told(&here, &["login", "--ls"], "").ends(0).says(&address);
    told(&here, &["login", &address, "--forget"], "").ends(0).tells("it still holds there");
    told(&here, &["login", &address], &secret).ends(0).says("acme");
    told(&here, &["logout", &address], "").ends(0).tells("revoked there and forgotten here");
    told(&here, &["logout", &address], "").ends(3).tells("no token is kept");
    told(&here, &["login", &address], &secret).ends(6).tells("does not know this token");
    drop(served);
}
