//! Tasks by hand, comments and notices at the terminal.

use crate::Here;

#[test]
fn a_task_by_hand_goes_from_open_to_done_at_the_terminal() {
    let here = Here::begun();
    let add =
        ["task", "add", "Ask the landlord", "--owner", "PER-1", "--due", "2020-01-01", "--about", "SCO"];
    here.plumb(&add).ends(0).says("T-1  Ask the landlord");
    let later = here.plumb(&["task", "add", "Look again", "--due", "+10d", "--dry-run"]).ends(0).says("due");
    assert!(!later.out.contains("+10d"), "a day is written as a date: {}", later.out);
    here.plumb(&["task", "ls"]).ends(0).says("Ask the landlord");
    here.plumb(&["task", "done", "T-1"]).ends(7).tells("T-1 needs more: say what came of it");
    here.plumb(&["notices"])
        .ends(0)
        .says("1 thing waits for you")
        .says("- T-1 Ask the landlord: to do, was due 2020-01-01");
    here.plumb(&["task", "done", "T-1", "--result", "he changes the locks"]).ends(0).says("done");
    here.plumb(&["task", "drop", "T-1", "--because", "no need"])
        .ends(7)
        .tells("T-1 is done; reopen it first");
    here.plumb(&["notices"]).ends(0).says("nothing new for anybody");
}

#[test]
fn a_comment_is_said_answered_resolved_and_told_of_at_the_terminal() {
    let here = Here::begun();
    here.plumb(&["person", "add", "Kim Berg"]).ends(0);
    let said = here.plumb(&["comment", "SCO", "@Kim Berg is it whole?", "--field", "title"]);
    let said = said.ends(0).says("CMT-1");
    assert!(!said.out.contains("plumb undo"), "what was said is withdrawn, not undone");
    here.plumb(&["comment", "ls"]).ends(0).says("is it whole?");
    let told = here.plumb(&["notices", "--json", "--at", "https://isms.example"]).ends(0).json("notices");
    assert_eq!(told["notices"][0]["name"], "Kim Berg");
    assert!(told["notices"][0]["lines"].to_string().contains("calls you: @Kim Berg is it whole?"), "{told}");
    assert!(told["notices"][0]["lines"].to_string().contains("https://isms.example/inbox"), "{told}");
    here.plumb(&["comment", "CMT-1", "it is", "--as", "PER-2"]).ends(0).says("CMT-2");
    here.plumb(&["notices", "--test", "kim@acme.example"]).ends(3).tells("there is no mail.toml");
    here.plumb(&["notices", "--test", "kim"]).ends(2).tells("expected one such as name@example.org");
    here.plumb(&["notices", "--to", "Kim Berg"]).ends(0).says("nothing new for anybody");
    here.plumb(&["comment", "amend", "CMT-2", "--text", "no"]).ends(7).tells("CMT-2 was said by Kim Berg");
    here.plumb(&["comment", "resolve", "CMT-1", "--because", "seen"]).ends(0);
    here.plumb(&["comment", "CMT-1", "but"]).ends(7).tells("CMT-1 is resolved; reopen the thread");
    here.plumb(&["comment", "SCO"]).ends(2).tells("nothing was said about SCO");
    here.plumb(&["comment", "R-9", "x"]).ends(3).tells("there is no R-9");
    here.plumb(&["comment", "SCO", "x", "--audience", "private"])
        .ends(7)
        .tells("only a certification body keeps private notes");
}
