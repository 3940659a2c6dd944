//! Whole runs of the binary, each in a fresh folder.

mod accounts;
mod between;
mod engagement;
mod guide;
mod hostile;
mod safety;
mod seats;
mod server;
mod talk;
mod work;

use std::path::{Path, PathBuf};
use std::process::Command;

/// What came of a run.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    /// Fails unless the run ended with this code.
    #[track_caller]
    fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    /// Fails unless the result holds this.
    #[track_caller]
    fn says(self, text: &str) -> Self {
        assert!(self.out.contains(text), "no {text:?} in:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    /// Fails unless the talk holds this.
    #[track_caller]
    fn tells(self, text: &str) -> Self {
        assert!(self.err.contains(text), "no {text:?} in:\n{}", self.err);
        self
    }

    /// Reads the result as JSON of a shape.
    #[track_caller]
    fn json(&self, shape: &str) -> serde_json::Value {
        let value: serde_json::Value = serde_json::from_str(&self.out).expect("the result is JSON");
        assert_eq!(value["schema"], format!("plumbline/{shape}@v1"));
        value
    }
}

/// A folder in which commands run.
struct Here(tempfile::TempDir);

impl Here {
    /// Returns an empty folder.
    fn empty() -> Self {
        Self(tempfile::tempdir().expect("a folder for a test"))
    }

    /// Returns a folder with the records of a new organisation.
    fn begun() -> Self {
        let here = Self::empty();
        here.plumb(&["init", "acme", "--bare", "--as", "Jana Novak"]).ends(0);
        here
    }

    /// Returns a run of plumb that has not begun.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_plumb"));
        command
            .current_dir(self.0.path())
            .args(args)
            .env_remove("PLUMB_DATA")
            .env_remove("COLUMNS")
            .env("USER", "jana")
            .env("NO_COLOR", "1");
        command
    }

    /// Runs plumb.
    fn plumb(&self, args: &[&str]) -> Ran {
        let done = self.command(args).output().expect("plumb runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ran { code: done.status.code().unwrap_or(-1), out: text(&done.stdout), err: text(&done.stderr) }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Returns how many commits there are.
    fn commits(&self) -> u64 {
        self.plumb(&["status", "--json"]).ends(0).json("status")["commits"].as_u64().expect("a number")
    }
}

#[test]
fn from_nothing_to_an_edit_that_is_told_compared_taken_back_and_verified() {
    let here = Here::empty();
    here.plumb(&[
        "init",
        "Acme, Inc.",
        "--people",
        "120",
        "--sites",
        "2",
        "--target",
        "2027-09-30",
        "--bare",
        "--as",
        "Jana Novak",
    ])
    .ends(0)
    .says("created ./acme-inc.plumb/   owner: Jana Novak   wanted by 2027-09-30")
    .says("next: plumb serve   or   plumb import risks.xlsx   or   plumb check");
    here.plumb(&["check"])
        .ends(1)
        .says("Acme, Inc.   phase 1 Scope")
        .says("PB0401  no version of the scope is approved");
    here.plumb(&["risk", "add", "Laptop stolen", "--owner", "jana"])
        .ends(0)
        .says("+ R-1  Laptop stolen\n    owner  PER-1\ncommit 2   take it back: plumb undo 2\n")
        .tells("acting as PER-1 Jana Novak (nobody checked who it is)");
    here.plumb(&["set", "R-1", "threat=a thief", "--because", "police report"])
        .ends(0)
        .says("~ R-1  Laptop stolen\n    threat  a thief\ncommit 3");
    here.plumb(&["log", "R-1", "--field", "threat"])
        .ends(0)
        .says("Jana Novak  record.edit")
        .says("because police report");
    let blame = here.plumb(&["blame", "R-1", "--json"]).ends(0).json("blame");
    let threat =
        blame["fields"].as_array().and_then(|fields| fields.iter().find(|one| one["name"] == "threat"));
    assert_eq!(
        threat.map(|one| (one["commit"].clone(), one["by"].clone())),
        Some((3.into(), "Jana Novak".into()))
    );
    let diff = here.plumb(&["diff", "--as-of", "yesterday..today", "--json"]).ends(0).json("diff");
    let risks = diff["kinds"].as_array().and_then(|kinds| kinds.iter().find(|one| one["kind"] == "risk"));
    assert_eq!(risks.map(|one| one["added"].clone()), Some(1.into()));
    here.plumb(&["undo", "last"])
        .ends(0)
        .says("taken back: commit 3 (record.edit)")
        .says("threat  a thief → nothing");
    here.plumb(&["show", "3"]).ends(0).says("threat  a thief");
    here.plumb(&["verify"]).ends(0).says("chain 5 commits  ok").says("anchor  ok");
}

#[test]
fn wrong_words_get_the_nearest_right_one() {
    let here = Here::begun();
    here.plumb(&["vrify"]).ends(2).tells("a similar subcommand exists: 'verify'");
    here.plumb(&["ls", "rsk"]).ends(2).tells("there is no kind of record \"rsk\"; did you mean \"risk\"?");
    here.plumb(&["risk", "add", "Fire", "--ownr", "x"]).ends(2).tells("'--owner'");
    here.plumb(&["new", "risk", "title=Fire", "onwer=x"])
        .ends(2)
        .tells("no field \"onwer\"; did you mean \"owner\"?");
    here.plumb(&["explain", "PB0601x"]).ends(3).tells("did you mean \"PB0601\"?");
    here.plumb(&["new", "risk", "title=Fire", "now=3"]).ends(2).tells("plumb rate R-1");
    here.plumb(&["risk", "ls", "--as", "x"]).ends(2);
    here.plumb(&["risk", "add", "Fire", "--as", "Jana Nowak"]).ends(3).tells("did you mean \"Jana Novak\"?");
    assert_eq!(here.commits(), 1);
}

#[test]
fn what_is_not_there_ends_with_3_and_what_changed_meanwhile_with_4() {
    let here = Here::begun();
    here.plumb(&["show", "R-9"]).ends(3).tells("there is no R-9");
    here.plumb(&["undo", "99"]).ends(3).tells("there is no commit 99");
    here.plumb(&["check", "--as-of", "-30d"]).ends(3).tells("nothing was recorded by the end of");
    here.plumb(&["ls", "risk", "--as-of", "2001-01-01"])
        .ends(3)
        .tells("nothing was recorded by the end of 2001-01-01");
    here.plumb(&["risk", "add", "Fire"]).ends(0);
    here.plumb(&["set", "R-1", "threat=a", "--revision", "1"]).ends(0);
    here.plumb(&["set", "R-1", "threat=b", "--revision", "1"]).ends(4).tells("changed meanwhile");
    here.plumb(&["remove", "R-1"]).ends(7).tells("say why R-1 is removed");
    here.plumb(&["remove", "R-1", "--because", "twice"]).ends(0);
    here.plumb(&["show", "R-1"]).ends(3).tells("its history: plumb log R-1");
}

#[test]
fn a_dry_run_shows_what_would_be_written_and_writes_nothing() {
    let here = Here::begun();
    here.plumb(&["risk", "add", "Fire"]).ends(0);
    std::fs::write(here.path("restore.log"), "restored 3 of 3").expect("a file for a test");
    let before = here.commits();
    for args in [
        &["set", "R-1", "threat=sparks"][..],
        &["new", "asset", "title=Shop"],
        &["remove", "R-1", "--because", "twice"],
        &["treat", "R-1", "modify", "--control", "A.8.13"],
        &["soa", "set", "A.8.13", "--applicable", "yes", "--reason", "risk:R-1"],
        &["evidence", "add", "restore.log", "--control", "A.8.13", "--period", "2026-Q2"],
        &["undo", "last"],
        &["doc", "new", "Policy", "--kind", "policy_top"],
    ] {
        let mut args = args.to_vec();
        args.push("--dry-run");
        here.plumb(&args).ends(0).says("nothing written (dry run)");
    }
    assert_eq!(here.commits(), before);
}

#[test]
fn a_risk_is_treated_stated_proven_and_the_statement_compared() {
    let here = Here::begun();
    here.plumb(&["risk", "add", "Fire", "--owner", "Jana Novak"]).ends(0);
    here.plumb(&["treat", "R-1", "modify", "--control", "A.8.13,A.7.5"]).ends(0).says("controls");
    here.plumb(&["treat", "R-1", "modfy"]).ends(2).tells("did you mean \"modify\"?");
    here.plumb(&[
        "soa",
        "set",
        "A.8.13",
        "A.7.5",
        "--applicable",
        "yes",
        "--reason",
        "R-1",
        "--state",
        "implemented",
        "--owner",
        "Jana",
    ])
    .ends(0)
    .says("~ A.8.13  Information backup");
    here.plumb(&["soa", "ls", "A.8.13"]).ends(0).says("R-1").says("implemented").tells("2 of 93 decided");
    std::fs::write(here.path("restore.log"), "restored 3 of 3").expect("a file for a test");
    here.plumb(&["evidence", "add", "restore.log", "--control", "A.8.13", "--period", "2026-Q2"])
        .ends(0)
        .says("restore.log  sha256 ")
        .says("+ EV-1");
    here.plumb(&["evidence", "accept", "EV-1", "--because", "restored 3 of 3"]).ends(0);
    here.plumb(&["evidence", "link", "EV-1", "--to", "A.7.5"]).ends(0);
    here.plumb(&["show", "A.8.13"]).ends(0).says("← R-1 Fire").says("← EV-1 restore.log");
    here.plumb(&["soa", "diff"]).ends(3).tells("no version of the statement is approved");
    here.plumb(&["verify"]).ends(0).says("files 1  ok");
}

#[test]
fn answers_become_records_and_drafts_wait_until_they_are_taken_or_an_import_answers_them() {
    let here = Here::empty();
    here.plumb(&["init", "acme", "--people", "0", "--sites", "4"])
        .ends(7)
        .tells("how many people: 0 people is nobody");
    here.plumb(&["init", "acme", "--target", "yesterday"]).ends(7).tells("has passed");
    let answers = "sells = \"payroll software\"\npeople = 60\nsite = [\"Prague\"]\nruns-on = [\"AWS\"]\nwrites-software = true\n";
    std::fs::write(here.path("answers.toml"), answers).expect("a file for a test");
    here.plumb(&["init", "acme", "--answers", "answers.toml", "--supplier", "AWS", "--law", "GDPR"])
        .ends(0)
        .says("owner: jana")
        .tells("another name: plumb set PER-1 title=")
        .says("proposals wait: plumb proposals");
    here.plumb(&["ls", "risk"]).ends(0).tells("to be taken or refused");
    here.plumb(&["ls", "supplier"]).ends(0).says("AWS");
    here.plumb(&["proposals"]).ends(0).says("starters").says("SCO");
    here.plumb(&["take", "R-1..R-3", "SCO"]).ends(0).says("SCO");
    here.plumb(&["take", "R-1"]).ends(7).tells("R-1 was taken already by jana on ");
    here.plumb(&["set", "R-4", "threat=a thief"])
        .ends(0)
        .tells("R-4 was a proposal; changed by a person it counts");
    here.plumb(&["refuse", "--kind", "document", "--because", "we have our own"]).ends(0);
    here.plumb(&["take"]).ends(2).tells("say which: ids, --kind KIND or --all");
    let register = "ID,Risk,Likelihood,Impact\nX-1,Flood in the cellar,2,3\n";
    std::fs::write(here.path("risks.csv"), register).expect("a file for a test");
    here.plumb(&["import", "risks.csv"])
        .ends(0)
        .says("proposals of the kind risk go: the file takes their place");
    let kept = here.plumb(&["ls", "risk", "--proposed", "--json"]).ends(0).json("list");
    assert_eq!(kept["records"].as_array().map(Vec::len), Some(5), "four taken, one imported");
    here.plumb(&["refuse", "--all"]).ends(0);
    here.plumb(&["proposals"]).ends(0).tells("0 proposals");
    here.plumb(&["verify"]).ends(0);
}

#[test]
fn several_folders_are_named_and_refused() {
    let here = Here::begun();
    here.plumb(&["init", "bolt", "--bare"]).ends(0);
    here.plumb(&["status"]).ends(2).tells("several data folders are here: acme.plumb, bolt.plumb");
    here.plumb(&["--data", "bolt.plumb", "status"]).ends(0).says("bolt   phase 1 Scope");
    here.plumb(&["init", "bolt"]).ends(7).tells("exists already");
    Here::empty().plumb(&["check"]).ends(3).tells("begin one: plumb init NAME");
}

#[test]
fn a_flipped_byte_is_named_and_refused_by_every_command() {
    let here = Here::begun();
    here.plumb(&["risk", "add", "A fire in the server room"]).ends(0);
    let mut flipped = 0;
    for name in ["ledger.db", "ledger.db-wal"] {
        let path = here.path("acme.plumb").join(name);
        let Ok(mut bytes) = std::fs::read(&path) else { continue };
        let found: Vec<usize> = bytes
            .windows(9)
            .enumerate()
            .filter(|(_, part)| *part == b"A fire in")
            .map(|(at, _)| at)
            .collect();
        for at in found {
            bytes[at] ^= 1;
            flipped += 1;
        }
        std::fs::write(&path, bytes).expect("a file is written");
    }
    assert!(flipped > 0, "the text lies in the database");
    for args in [&["verify"][..], &["status"], &["ls", "risk"], &["set", "R-1", "threat=x"]] {
        let ran = here.plumb(args).ends(5);
        assert!(!ran.err.is_empty() || ran.out.contains("wrong"), "{args:?} says what is wrong");
    }
}

#[test]
fn every_reading_command_gives_json_of_its_shape() {
    let here = Here::begun();
    here.plumb(&["risk", "add", "Fire"]).ends(0);
    for (args, shape, code) in [
        (&["check"][..], "check", 1),
        (&["check", "--gate", "stage1"], "check", 1),
        (&["status"], "status", 0),
        (&["ls", "risk"], "list", 0),
        (&["show", "R-1"], "record", 0),
        (&["show", "1"], "commit", 0),
        (&["log"], "log", 0),
        (&["soa", "ls"], "soa", 0),
        (&["org", "ls"], "organisations", 0),
        (&["proposals", "ls"], "proposals", 0),
        (&["explain", "residual risk"], "explain", 0),
        (&["treat", "ls"], "list", 0),
        (&["verify"], "verify", 0),
        (&["set", "R-1", "threat=x", "--dry-run"], "done", 0),
    ] {
        let mut args = args.to_vec();
        args.push("--json");
        here.plumb(&args).ends(code).json(shape);
    }
    let sarif = here.plumb(&["check", "--sarif"]).ends(1);
    assert!(sarif.out.contains("\"version\": \"2.1.0\""));
}

#[test]
fn a_gate_is_held_by_errors_and_a_level_can_be_denied() {
    let here = Here::begun();
    here.plumb(&["check", "--gate", "stage1"])
        .ends(1)
        .says("error[PB0401]: no version of the scope is approved")
        .says("hold gate `stage1`");
    here.plumb(&["check", "--gate", "stage9"]).ends(2).tells("stage1");
    here.plumb(&["waive", "PB0401", "--until", "+30d", "--because", "soon"])
        .ends(7)
        .tells("is an error and cannot be waived");
    here.plumb(&["dispute", "PB0401", "--because", "it is approved on paper"]).ends(0);
    here.plumb(&["check", "--gate", "stage1"]).ends(1).says("disputed: it is approved on paper");
}

/// Returns the folder of the fixtures, where it is here.
fn fixtures() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures/real-isms");
    if folder.exists() {
        return Some(folder);
    }
    assert!(std::env::var("CI").is_err(), "the fixtures belong here");
    println!("skipped: fixtures are not here");
    None
}

#[test]
fn an_export_of_another_tool_comes_in_once_and_is_one_undo() {
    let Some(fixtures) = fixtures() else { return };
    let here = Here::empty();
    here.plumb(&["init", "fridge", "--bare"]).ends(0);
    let file = fixtures.join("ciso-assistant-dummy-domain.bak").display().to_string();
    here.plumb(&["import", &file, "--dry-run"])
        .ends(0)
        .says("7 rows  → 7 new")
        .says("nothing written (dry run)");
    here.plumb(&["import", &file]).ends(0).says("7 rows  → 7 new").says("commit 1");
    here.plumb(&["import", &file]).ends(0).says("7 rows  → 7 same").says("nothing to change");
    here.plumb(&["check"]).ends(1).says("fridge   phase 1 Scope");
    here.plumb(&["undo", "1"]).ends(0);
    here.plumb(&["ls", "risk"]).ends(0).tells("no risks yet");
    here.plumb(&["verify"]).ends(0);
}

#[test]
fn registers_in_markdown_become_a_statement_as_pdf_and_excel() {
    let Some(fixtures) = fixtures() else { return };
    let here = Here::empty();
    here.plumb(&["init", "nusantara", "--bare"]).ends(0);
    for name in ["securenusantara-risk-register.md", "securenusantara-statement-of-applicability.md"] {
        here.plumb(&["--data", "nusantara.plumb", "import", &fixtures.join(name).display().to_string()])
            .ends(0);
    }
    here.plumb(&["soa", "ls"]).ends(0).tells("93 of 93 decided");
    here.plumb(&["export", "soa", "--pdf", "--xlsx"])
        .ends(0)
        .says("nusantara-soa.pdf")
        .says("nusantara-soa.xlsx");
    let pdf = std::fs::read(here.path("nusantara-soa.pdf")).expect("the file is there");
    assert!(pdf.starts_with(b"%PDF-"));
    here.plumb(&["export", "soa", "--pdf", "--out", "again.pdf"]).ends(0);
    assert_eq!(
        pdf,
        std::fs::read(here.path("again.pdf")).expect("the file is there"),
        "the same commit, the same bytes"
    );
    here.plumb(&["verify"]).ends(0);
}

#[test]
fn a_file_that_is_no_register_is_refused_with_7() {
    let here = Here::begun();
    std::fs::write(here.path("empty.xlsx"), b"").expect("a file for a test");
    here.plumb(&["import", "empty.xlsx"]).ends(7);
    here.plumb(&["import", "nothing.csv"]).ends(3);
    assert_eq!(here.commits(), 1);
}
