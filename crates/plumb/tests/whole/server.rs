//! Commands through a server: the same words as on its folder, and the same exit codes.

use std::process::Command;

use crate::accounts::set_up;
use crate::safety::Served;
use crate::{Here, Ran};

/// A server of an organisation with members, and a token for it.
struct There {
    here: Here,
    address: String,
    _served: Served,
}

impl There {
    fn begun() -> Self {
        let here = set_up();
        let new = ["token", "new", "Terminal", "--user", "jana@example.org", "--scopes", "write", "--json"];
        let made = here.plumb(&new).ends(0).json("token");
        keep(&here, "token", made["secret"].as_str().expect("a secret"));
        let (served, address) = Served::begin(&here);
        Self { here, address, _served: served }
    }

    /// Runs plumb with the token, on the folder.
    fn on_folder(&self, args: &[&str]) -> Ran {
        run(self.here.command(args).env("PLUMB_TOKEN_FILE", self.here.path("token")))
    }

    /// Runs plumb with the token, through the server.
    fn plumb(&self, args: &[&str]) -> Ran {
        let args = [&["--server", self.address.as_str()], args].concat();
        self.on_folder(&args)
    }
}

/// Writes a secret into a file of its owner's.
fn keep(here: &Here, name: &str, secret: &str) {
    std::fs::write(here.path(name), secret).expect("a file for a test");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let own = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(here.path(name), own).expect("ours");
    }
}

fn run(command: &mut Command) -> Ran {
    let done = command.output().expect("plumb runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ran { code: done.status.code().unwrap_or(-1), out: text(&done.stdout), err: text(&done.stderr) }
}

#[test]
fn records_are_made_changed_and_removed_through_a_server() {
    let there = There::begun();
    there
        .plumb(&["risk", "add", "Fire", "--owner", "jana", "--because", "two last year"])
        .ends(0)
        .says("+ R-1  Fire\n    owner  PER-1\ncommit ");
    there.plumb(&["show", "R-1"]).ends(0).says("PER-1 Jana Novak");
    there.plumb(&["log", "R-1"]).ends(0).says("because two last year").says("API");
    there
        .plumb(&["risk", "set", "R-1", "--title", "Fire in the hall", "--owner", ""])
        .ends(0)
        .says("owner  PER-1 → nothing");
    there.plumb(&["risk", "set", "R-1", "--title", "Fire in the hall"]).ends(0).says("nothing to change");
    there.plumb(&["new", "asset", "title=Hall", "in_scope=out: rented: to others"]).ends(0).says("AST-1");
    let commits =
        |there: &There| there.plumb(&["status", "--json"]).ends(0).json("status")["commits"].clone();
    let before = commits(&there);
    there.plumb(&["risk", "add", "Flood", "-n"]).ends(0).says("+ R-2  Flood").says("nothing written");
    there.plumb(&["set", "R-1", "title=Flood", "-n"]).ends(0).says("Fire in the hall → Flood");
    assert_eq!(commits(&there), before, "a dry run writes nothing");
    there
        .plumb(&["incident", "report", "--title", "Smoke", "--detected-on", "2026-11-02 14:05"])
        .ends(0)
        .says("INC-1  Smoke");
    there.plumb(&["incident", "dismiss", "INC-1", "--because", "it was steam"]).ends(0).says("INC-1");
    there.plumb(&["remove", "R-1", "--because", "recorded twice"]).ends(0).says("− R-1");
    there.plumb(&["show", "R-1"]).ends(3).tells("there is no R-1");
}

#[test]
fn what_is_read_through_a_server_is_what_its_folder_says() {
    let there = There::begun();
    there.plumb(&["risk", "add", "Fire", "--owner", "jana"]).ends(0);
    there.plumb(&["risk", "set", "R-1", "--threat", "a candle"]).ends(0);
    there.plumb(&["person", "add", "Kim Berg"]).ends(0);
    for args in [
        &["ls"][..],
        &["ls", "risk"],
        &["ls", "risk", "owner=jana novak", "--json"],
        &["person", "ls", "--columns", "email,kind"],
        &["show", "R-1"],
        &["show", "R-1", "--json"],
        &["show", "1"],
        &["log"],
        &["log", "R-1", "--json"],
        &["log", "R-1", "--field", "threat"],
        &["log", "--by", "Jana Novak", "--limit", "2"],
        &["status"],
        &["status", "--json"],
        &["portfolio"],
        &["portfolio", "--waiting"],
        &["org", "ls"],
    ] {
        let (far, near) = (there.plumb(args).ends(0), there.on_folder(args).ends(0));
        assert_eq!(far.out, near.out, "{args:?}");
    }
    let (far, near) = (there.plumb(&["check"]), there.on_folder(&["check"]));
    assert_eq!(far.code, near.code);
    assert_eq!(far.out.lines().next(), near.out.lines().next());
    let told = there.plumb(&["check", "--json"]).out;
    let named = format!("plumb --server {}", there.address.trim_end_matches('/'));
    assert!(told.contains(&named), "{told}");
    for alone in ["\"plumb set ", "\"plumb new ", "\"plumb approve ", "\"plumb evidence "] {
        assert!(!told.contains(alone), "{alone} works on a folder only: {told}");
    }
}

#[test]
fn a_server_ends_with_the_codes_of_a_folder() {
    let there = There::begun();
    there.plumb(&["risk", "add", "Fire"]).ends(0);
    there.plumb(&["set", "R-1", "title=Flood", "--revision", "1"]).ends(0);
    there.plumb(&["set", "R-1", "title=Frost", "--revision", "1"]).ends(4).tells("revision");
    there.plumb(&["show", "R-99"]).ends(3).tells("there is no R-99");
    there.plumb(&["--org", "nowhere", "ls"]).ends(3).tells("there is no organisation \"nowhere\"");
    there.plumb(&["risk", "add", "x", "--as", "jana"]).ends(2).tells("one acts as oneself");
    there.plumb(&["set", "R-1", "colour=red"]).ends(2).tells("has no field \"colour\"");
    there.plumb(&["verify"]).ends(2).tells("works on a data folder, not through the server");
    there.plumb(&["--data", "acme.plumb", "ls"]).ends(2).tells("expected one of them");
    there.plumb(&["person", "add", "Kim Berg"]).ends(0);
    let grant = ["membership", "grant", "--person", "Kim Berg", "--roles", "viewer"];
    there.plumb(&grant).ends(6);
    keep(&there.here, "wrong", "plumb_AAAAAAAAAAAA");
    let args = ["--server", there.address.as_str(), "ls"];
    run(there.here.command(&args).env("PLUMB_TOKEN_FILE", there.here.path("wrong"))).ends(6);
    let settings = there.here.path("nothing");
    run(there.here.command(&args).env("XDG_CONFIG_HOME", settings)).ends(6).tells("no token is kept for");
    there.on_folder(&["--server", "http://localhost:9", "ls"]).ends(8).tells("did not answer");
    there.on_folder(&["--server", "http://isms.example.org", "ls"]).ends(2).tells("over https only");
}

#[test]
fn the_server_may_be_named_once_and_asked_for_anything() {
    let there = There::begun();
    let named = |args: &[&str]| {
        let mut command = there.here.command(args);
        let command = command.env("PLUMB_SERVER", &there.address);
        run(command.env("PLUMB_TOKEN_FILE", there.here.path("token")))
    };
    named(&["risk", "add", "Fire"]).ends(0).says("+ R-1");
    let told = named(&["api", "GET", "/acme/risks?limit=5"]).ends(0);
    let told: serde_json::Value = serde_json::from_str(&told.out).expect("JSON");
    assert_eq!(told["records"][0]["id"], "R-1");
    std::fs::write(there.here.path("body.json"), r#"{"threat":"a candle"}"#).expect("a file for a test");
    let patch = ["api", "patch", "/o/acme/risks/R-1", "--if-match", "1", "--body", "body.json"];
    named(&patch).ends(0).says("a candle");
    named(&patch).ends(4);
    named(&["api", "GET", "/acme/nothing"]).ends(3);
    named(&["api", "GET", "acme"]).ends(2);
    named(&["--data", "acme.plumb", "verify"]).ends(0);
}

#[test]
fn long_work_is_that_of_a_server_and_a_folder_says_so() {
    let there = There::begun();
    there.plumb(&["job", "ls"]).ends(0).tells("nothing runs for you");
    let none = there.plumb(&["job", "ls", "--json"]).ends(0).json("jobs");
    assert_eq!((&none["jobs"], &none["others"]), (&serde_json::json!([]), &serde_json::json!([])));
    for verb in ["show", "cancel"] {
        there.plumb(&["job", verb, "3f2a"]).ends(3).tells("there is no job 3f2a of yours");
    }
    there.on_folder(&["job", "ls"]).ends(2).tells("none is named").tells("--server URL");
}
