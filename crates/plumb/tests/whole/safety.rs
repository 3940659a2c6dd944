//! What is never written over, and what goes on beside a server.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use crate::Here;

/// A server that runs beside commands, until the test is over.
pub(crate) struct Served(Child);

impl Served {
    /// Begins to serve a folder, waits until it answers, and returns where.
    pub(crate) fn begin(here: &Here) -> (Self, String) {
        let mut command = here.command(&["serve", "--address", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("plumb serves");
        let mut line = String::new();
        let out = child.stdout.take().expect("it was piped");
        BufReader::new(out).read_line(&mut line).expect("the link is printed");
        let from = line.find("http://").expect("an address");
        let address: String = line[from..].chars().take_while(|c| !c.is_whitespace()).collect();
        let origin = address.match_indices('/').nth(2).map_or(address.as_str(), |(end, _)| &address[..end]);
        (Self(child), origin.to_owned())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn beside_a_running_server_all_is_verified_and_read_and_nothing_written() {
    let here = Here::begun();
    let (_served, _) = Served::begin(&here);
    here.plumb(&["verify"]).ends(0).says("chain 1 commits  ok").says("anchor  ok");
    here.plumb(&["ls", "person"]).ends(0).says("Jana Novak");
    here.plumb(&["risk", "add", "Fire"]).ends(6).tells("is in use by the server at http://127.0.0.1:");
}

#[test]
fn an_export_goes_neither_into_a_data_folder_nor_over_what_is_no_plain_file() {
    let here = Here::begun();
    here.plumb(&["risk", "add", "Fire"]).ends(0);
    let ledger = std::fs::read(here.path("acme.plumb/ledger.db")).expect("the ledger");
    for inside in ["acme.plumb/risks.xlsx", "acme.plumb/ledger.db", "acme.plumb/"] {
        here.plumb(&["export", "risk", "--out", inside]).ends(7).tells("lies in a data folder");
    }
    assert_eq!(std::fs::read(here.path("acme.plumb/ledger.db")).expect("the ledger"), ledger);
    let names = std::fs::read_dir(here.path("acme.plumb")).expect("the folder");
    let strays: Vec<String> = names
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| name.ends_with(".xlsx") || name.ends_with(".part"))
        .collect();
    assert!(strays.is_empty(), "{strays:?}");
    #[cfg(unix)]
    {
        std::fs::write(here.path("else.xlsx"), "of somebody else").expect("a file for a test");
        std::os::unix::fs::symlink("else.xlsx", here.path("link.xlsx")).expect("a link for a test");
        here.plumb(&["export", "risk", "--out", "link.xlsx"]).ends(7).tells("is no plain file");
        let kept = std::fs::read(here.path("else.xlsx")).expect("the file is there");
        assert_eq!(kept, b"of somebody else");
    }
    here.plumb(&["export", "risk", "--out", "risks.xlsx"]).ends(0);
    here.plumb(&["export", "risk", "--out", "risks.xlsx"]).ends(0).says("risks.xlsx");
}

#[test]
fn a_file_of_refused_rows_that_somebody_mends_is_never_written_over() {
    let here = Here::begun();
    std::fs::write(
        here.path("risks.csv"),
        "ID,Risk,Owner,Likelihood,Impact\nR1,Theft,Jana Novak,3,4\nR2,,Jana Novak,2,2\n",
    )
    .expect("a file for a test");
    here.plumb(&["import", "risks.csv"]).ends(0).says("risks.refused.csv");
    let first = std::fs::read_to_string(here.path("risks.refused.csv")).expect("the refused row");
    here.plumb(&["import", "risks.csv"]).ends(0).says("risks.refused.csv");
    assert!(!here.path("risks.refused.2.csv").exists(), "the same rows need no second file");
    std::fs::write(here.path("risks.refused.csv"), "being mended").expect("a file for a test");
    here.plumb(&["import", "risks.csv"]).ends(0).says("risks.refused.2.csv");
    let mended = std::fs::read_to_string(here.path("risks.refused.csv")).expect("the file is there");
    assert_eq!(mended, "being mended");
    let second = std::fs::read_to_string(here.path("risks.refused.2.csv")).expect("the refused row");
    assert_eq!(second, first);
}
