//! Who sits where, at the terminal: first keepers, what nobody shall hear of, and the backup of accounts.

use crate::accounts::{PASSWORD, set_up, told};
use crate::{Here, Ran};

/// Runs plumb as who signed in.
fn signed(here: &Here, args: &[&str]) -> Ran {
    told(here, args, "")
}

/// Returns a run without what differs by what was asked for.
fn answer(ran: &Ran, asked: &str) -> (i32, String, String) {
    (ran.code, ran.out.replace(asked, "?"), ran.err.replace(asked, "?"))
}

#[test]
fn an_organisation_without_members_gets_its_first_keeper_once() {
    let here = set_up();
    let other = Here::empty();
    other.plumb(&["init", "Fridge", "--bare", "--as", "Eve"]).ends(0);
    other.plumb(&["backup", "--out", "fridge.zip"]).ends(0);
    let file = other.path("fridge.zip").display().to_string();
    here.plumb(&["--data", "acme.plumb", "restore", &file]).ends(0);
    let keep = ["--org", "Fridge", "user", "keep", "jana@example.org", "--person", "Eve"];
    here.plumb(&["--org", "Fridge", "user", "keep", "nobody@example.org"]).ends(3);
    here.plumb(&keep).ends(0).tells("Fridge is kept by jana@example.org (PER-1) from now on");
    here.plumb(&keep).ends(7).tells("Fridge has members already");
    here.plumb(&["--org", "Fridge", "risk", "add", "Fire"]).ends(6).tells("Fridge has members");
    told(&here, &["sign-in", "jana@example.org"], PASSWORD).ends(0);
    signed(&here, &["--org", "Fridge", "risk", "add", "Fire"]).ends(0).tells("acting as PER-1 Eve");
    let empty = Here::begun();
    empty.plumb(&["user", "keep", "jana@example.org"]).ends(7).tells("nobody has an account here yet");
}

#[test]
fn who_is_signed_in_hears_nothing_of_an_organisation_without_a_seat() {
    let other = Here::empty();
    other.plumb(&["init", "Fridge", "--bare", "--as", "Eve"]).ends(0);
    told(&other, &["user", "setup", "Eve", "eve@example.org"], PASSWORD).ends(0);
    other.plumb(&["backup", "--out", "fridge.zip"]).ends(0);
    let here = set_up();
    let file = other.path("fridge.zip").display().to_string();
    here.plumb(&["--data", "acme.plumb", "restore", &file]).ends(0);
    let all = here.plumb(&["org", "ls", "--json"]).ends(0).json("organisations");
    let org = |name: &str| {
        let all = all["organisations"].as_array().expect("a list");
        let one = all.iter().find(|one| one["name"] == name).expect("it is there");
        one["org"].as_str().expect("an id").to_owned()
    };
    told(&here, &["sign-in", "jana@example.org"], PASSWORD).ends(0);
    let nowhere = "00000000-0000-4000-8000-000000000000";
    let unknown = signed(&here, &["--org", nowhere, "ls"]).ends(3);
    let fridge = org("Fridge");
    for command in ["ls", "status", "check", "log", "verify", "frameworks"] {
        let ran = signed(&here, &["--org", &fridge, command]);
        assert_eq!(answer(&ran, &fridge), answer(&unknown, nowhere), "{command}");
    }
    let named = signed(&here, &["--org", "Fridge", "ls"]).ends(3);
    let other_name = signed(&here, &["--org", "Fridgf", "ls"]).ends(3);
    assert_eq!(answer(&named, "Fridge"), answer(&other_name, "Fridgf"), "no name is nearly right");
    signed(&here, &["ls"]).ends(0);
    let listed = signed(&here, &["org", "ls"]).ends(0);
    assert!(listed.out.contains("acme") && !listed.out.contains("Fridge"), "{}", listed.out);
}

#[test]
fn a_record_that_few_may_see_is_not_there_for_others() {
    let here = Here::begun();
    here.plumb(&["person", "add", "Kim Berg"]).ends(0);
    for title in ["Somebody was harassed", "Laptop lost"] {
        let report = ["incident", "report", "--title", title, "--detected-on", "2026-11-02 14:05"];
        here.plumb(&report).ends(0);
    }
    here.plumb(&["incident", "restrict", "INC-1", "--because", "it is about people"]).ends(0);
    let setup = ["user", "setup", "Kim Berg", "kim@example.org", "--person", "Kim Berg"];
    told(&here, &setup, PASSWORD).ends(0);
    told(&here, &["sign-in", "kim@example.org"], PASSWORD).ends(0);
    signed(&here, &["show", "INC-2"]).ends(0).says("Laptop lost");
    for command in ["show", "log", "blame"] {
        let hidden = signed(&here, &[command, "INC-1"]).ends(3);
        let unknown = signed(&here, &[command, "INC-9"]).ends(3);
        assert_eq!(answer(&hidden, "INC-1"), answer(&unknown, "INC-9"), "{command}");
    }
}

#[test]
fn accounts_are_backed_up_and_come_back_where_nobody_has_one() {
    let here = set_up();
    here.plumb(&["backup", "--accounts", "acme.plumb/accounts.json"]).ends(7).tells("lies in a data folder");
    here.plumb(&["backup", "--accounts", "accounts.json"]).ends(0).tells("identity.key");
    here.plumb(&["backup", "--accounts", "accounts.json"]).ends(7).tells("is there already");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let about = std::fs::metadata(here.path("accounts.json")).expect("it was written");
        assert_eq!(about.permissions().mode() & 0o777, 0o600);
    }
    let copy = std::fs::read_to_string(here.path("accounts.json")).expect("it was written");
    assert!(!copy.contains("tidy grey otter"));
    here.plumb(&["restore", "--accounts", "accounts.json"]).ends(7).tells("there are accounts here already");
    here.plumb(&["backup", "--out", "acme.zip"]).ends(0);
    let there = Here::empty();
    let (records, accounts) = (here.path("acme.zip"), here.path("accounts.json"));
    there.plumb(&["restore", &records.display().to_string()]).ends(0);
    there
        .plumb(&["restore", "--accounts", &records.display().to_string()])
        .ends(7)
        .tells("no copy of accounts");
    there.plumb(&["restore", "--accounts", &accounts.display().to_string()]).ends(0).tells("1 account");
    told(&there, &["sign-in", "jana@example.org"], PASSWORD).ends(0);
    signed(&there, &["risk", "add", "Fire"]).ends(0);
}

#[test]
fn who_is_signed_in_and_a_member_nowhere_reads_who_they_are_and_who_could_let_them_in() {
    let here = set_up();
    here.plumb(&["backup", "--accounts", "accounts.json"]).ends(0);
    let other = Here::empty();
    other.plumb(&["init", "Fridge", "--bare", "--as", "Eve"]).ends(0);
    told(&other, &["user", "setup", "Eve", "eve@example.org"], PASSWORD).ends(0);
    other.plumb(&["backup", "--out", "fridge.zip"]).ends(0);
    let there = Here::empty();
    there.plumb(&["restore", &other.path("fridge.zip").display().to_string()]).ends(0);
    there.plumb(&["restore", "--accounts", &here.path("accounts.json").display().to_string()]).ends(0);
    told(&there, &["sign-in", "jana@example.org"], PASSWORD).ends(0);
    for args in [vec!["status"], vec!["--org", "Fridge", "ls"], vec!["portfolio"]] {
        let ran = signed(&there, &args).ends(6);
        assert!(!ran.err.contains("the folder holds no organisation"), "{}", ran.err);
        let ran = ran.tells("you are signed in as jana@example.org, who is a member of no organisation here");
        let ran = ran.tells("plumb membership grant").tells("its seat: jana@example.org");
        assert!(args.contains(&"Fridge") || !ran.err.contains("Fridge"), "{}", ran.err);
    }
}

#[test]
fn accounts_whose_codes_cannot_be_read_here_are_not_restored() {
    let here = Here::begun();
    let account = r#"{\"keys\":{\"totp\":{\"sealed\":\"AAAA\"}}}"#;
    let copy = format!(
        r#"{{"form":"plumbline accounts 1","slips":[{{"kind":"account","id":"0198c0de-0000-7000-8000-000000000001","body":"{account}"}}]}}"#
    );
    std::fs::write(here.path("accounts.json"), copy).expect("writable");
    here.plumb(&["restore", "--accounts", "accounts.json"])
        .ends(7)
        .tells("put the identity.key that was kept with this backup into")
        .tells("nothing was written");
    told(&here, &["user", "setup", "Jana Novak", "jana@example.org"], PASSWORD).ends(0);
}
