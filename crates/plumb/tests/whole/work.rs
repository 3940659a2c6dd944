//! The commands of daily work: rate, close, act, hand over, regrade.

use crate::Here;

#[test]
fn a_command_without_its_verb_shows_what_there_is() {
    let here = Here::begun();
    here.plumb(&["risk", "add", "Fire"]).ends(0);
    here.plumb(&["risk"]).ends(0).says("R-1").says("Fire");
    here.plumb(&["risk", "--json"]).ends(0).json("list");
    here.plumb(&["action"]).ends(0).tells("no treatment actions yet");
    here.plumb(&["soa"]).ends(0).says("A.8.13").tells("0 of 93 decided");
    here.plumb(&["scope"]).ends(0).says("SCO");
    here.plumb(&["ls"]).ends(0).says("risk").says("control").tells("plumb ls KIND");
    let kinds = here.plumb(&["ls", "--json"]).ends(0).json("kinds");
    let risks = kinds["kinds"].as_array().and_then(|kinds| kinds.iter().find(|kind| kind["kind"] == "risk"));
    assert_eq!(risks.map(|kind| kind["count"].clone()), Some(1.into()));
}

#[test]
fn a_risk_is_rated_in_words_of_the_method_closed_and_reopened() {
    let here = Here::begun();
    here.plumb(&["set", "MET", "likelihood=1 | rare\n2 | likely", "consequence=1 | minor\n2 | major"])
        .ends(0);
    here.plumb(&["set", "MET", "levels=low | 1\nhigh | 3", "function=product"]).ends(0);
    here.plumb(&["risk", "add", "Fire"]).ends(0);
    here.plumb(&["rate", "R-1", "--likelihood", "like", "--consequence", "Major"]).ends(0).says("high");
    here.plumb(&["rate", "R-1", "--likelihood", "often", "--consequence", "1"])
        .ends(2)
        .tells("\"often\" is not on the scale of likelihood")
        .tells("its steps: 1 rare, 2 likely");
    here.plumb(&["close", "R-1"]).ends(7).tells("say why R-1 is gone");
    here.plumb(&["close", "R-1", "--because", "sold"]).ends(0).says("sold");
    here.plumb(&["reopen", "R-1", "--because", "bought back"]).ends(0).says("open");
    here.plumb(&["log", "R-1"]).ends(0).says("bought back");
}

#[test]
fn who_rates_before_the_method_is_taken_is_told_the_next_command() {
    let here = Here::empty();
    here.plumb(&["init", "acme", "--as", "Jana Novak", "--sells", "payroll software"]).ends(0);
    here.plumb(&["risk", "add", "Fire"]).ends(0);
    let risks = here.plumb(&["ls", "risk", "--json"]).ends(0).json("list");
    let last = risks["records"].as_array().and_then(|all| all.last()).map(|one| one["id"].clone());
    let risk = last.and_then(|id| id.as_str().map(str::to_owned)).expect("the risk");
    let rate = ["rate", &risk, "--likelihood", "3", "--consequence", "4"];
    here.plumb(&rate).ends(7).tells("the method is still a proposal").tells("take it first: plumb take MET");
    here.plumb(&["take", "MET"]).ends(0);
    here.plumb(&rate).ends(0);
}

#[test]
fn controls_are_added_to_those_there_and_replaced_only_where_that_is_said() {
    let here = Here::begun();
    here.plumb(&["risk", "add", "Fire"]).ends(0);
    let controls = |ids: &str| {
        let risk = here.plumb(&["show", "R-1", "--json"]).ends(0);
        assert_eq!(risk.json("record")["fields"]["controls"], ids);
    };
    here.plumb(&["treat", "R-1", "modify", "--control", "A.8.13,A.7.5"]).ends(0);
    here.plumb(&["treat", "R-1", "modify", "--control", "A.8.7,A.8.13"]).ends(0);
    controls("A.8.13, A.7.5, A.8.7");
    here.plumb(&["treat", "R-1", "modify", "--control", "A.8.7", "--replace"]).ends(0);
    controls("A.8.7");
    here.plumb(&["treat", "R-1", "modify", "--replace"]).ends(0);
    controls("A.8.7");
}

#[test]
fn who_takes_a_draft_that_no_answer_made_is_told_which_questions_are_open() {
    let here = Here::begun();
    here.plumb(&["take", "SCO", "CTX"])
        .ends(7)
        .tells("no proposal for SCO waits: proposals come with answers, and not answered yet are --sells, --people,")
        .tells("answer some: plumb answer --sells TEXT");
    here.plumb(&["answer", "--sells", "payroll software"]).ends(0);
    here.plumb(&["take", "SCO", "CTX"]).ends(0);
    here.plumb(&["take", "SCO"]).ends(7).tells("was taken already");
}

#[test]
fn an_action_goes_its_way_and_what_a_person_answers_for_is_handed_over() {
    let here = Here::begun();
    here.plumb(&["person", "add", "Mira Kral"]).ends(0);
    here.plumb(&["risk", "add", "Fire", "--owner", "Jana Novak"]).ends(0);
    here.plumb(&["action", "add", "Buy extinguishers", "risk=R-1", "due=2031-01-31"]).ends(0);
    here.plumb(&["action", "move", "TRT-1", "--to", "2031-03-31"]).ends(7).tells("say why the date");
    here.plumb(&["action", "move", "TRT-1", "--to", "2031-03-31", "--because", "out of stock"])
        .ends(0)
        .says("2031-03-31");
    here.plumb(&["action", "verify", "TRT-1"]).ends(7).tells("only what is done can be verified");
    here.plumb(&["action", "start", "TRT-1", "--because", "they came"]).ends(0).says("doing");
    here.plumb(&["action", "done", "TRT-1", "--result", "four hang"]).ends(0).says("four hang");
    here.plumb(&["action", "verify", "TRT-1", "--as", "Mira Kral"]).ends(0).says("verified");
    here.plumb(&["action", "reopen", "TRT-1", "--because", "one is empty"]).ends(0).says("to do");
    here.plumb(&["hand-over", "Jana Novak", "--to", "mira", "--because", "she leaves"]).ends(0).says("PER-2");
    here.plumb(&["show", "R-1"]).ends(0).says("PER-2 Mira Kral");
}

#[test]
fn a_diagnostic_is_regraded_for_a_reason() {
    let here = Here::begun();
    let regrade = ["regrade", "PB0401", "--to", "note", "--because", "we begin tomorrow"];
    here.plumb(&regrade[..4]).ends(7).tells("say why");
    here.plumb(&regrade).ends(0);
    here.plumb(&["check", "--gate", "stage1"]).ends(1).says("note[PB0401]");
    here.plumb(&["regrade", "PB0401", "--to", "none", "--because", "x"]).ends(2);
}

#[test]
fn the_day_wanted_is_given_and_taken_back_and_the_check_gives_its_steps_to_programs() {
    let here = Here::empty();
    here.plumb(&["init", "acme", "--people", "12", "--sells", "maps"]).ends(0);
    here.plumb(&["plan", "--wanted", "+3y"]).ends(0).says("can be met");
    here.plumb(&["plan", "--wanted", "soon"]).ends(2).tells("\"soon\" is not a day");
    here.plumb(&["plan", "--wanted", "none"]).ends(0).says("no date named");
    let check = here.plumb(&["check", "--json", "--deny", "error"]).json("check");
    let now = check["steps"]["now"].as_array().expect("steps").clone();
    assert!(
        (1..=7).contains(&now.len()) && now.iter().all(|step| step["minutes"].as_u64() > Some(0)),
        "{now:?}"
    );
    assert!(now.iter().any(|step| step["drafts"].as_array().is_some_and(|drafts| !drafts.is_empty())));
    assert_eq!(
        (&check["steps"]["phase"]["number"], &check["steps"]["ahead"]["next"]["number"]),
        (&1.into(), &2.into())
    );
    let gate = here.plumb(&["check", "--json", "--gate", "stage1"]).json("check");
    assert!(gate.get("steps").is_none() && gate["gate"]["name"] == "stage1");
}
