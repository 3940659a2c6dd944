//! The engagement from the command line: gaps, timeline, agenda, calendar, coverage, samples, statement, frameworks.

use super::Here;

/// Returns a folder with the sample company.
fn sample() -> Here {
    let here = Here::empty();
    here.plumb(&["init", "--sample"]).ends(0);
    here
}

#[test]
fn a_gap_analysis_becomes_a_prioritised_list_a_report_and_a_movement() {
    let here = Here::begun();
    here.plumb(&["gap"]).ends(0).tells("plumb gap start --title");
    here.plumb(&["gap", "--help"]).ends(0).says("Says how far one clause item or control is");
    here.plumb(&["gap", "--json"]).ends(0).json("gap");
    here.plumb(&["gap", "movement"]).ends(3).tells("there is no gap analysis");
    here.plumb(&["export", "gap", "--pdf"]).ends(3).tells("no gap analysis yet");
    here.plumb(&["gap", "start", "--title", "First look", "--depth", "quick"]).ends(0).says("GAP-1");
    here.plumb(&["gap", "assess", "GAP-1", "--criterion", "5.2", "--state", "not met"])
        .ends(7)
        .tells("say what is missing");
    for (criterion, state) in [("6.2", "partly"), ("A.8.13", "not met"), ("5.2", "not met")] {
        let said = ["--criterion", criterion, "--state", state, "--gap", "nothing is written down"];
        here.plumb(&[&["gap", "assess", "GAP-1"][..], &said].concat()).ends(0);
    }
    let met = ["--criterion", "4.1", "--state", "met", "--seen", "the list of issues"];
    here.plumb(&[&["gap", "assess", "GAP-1"][..], &met].concat()).ends(0);
    let list = here.plumb(&["gap"]).ends(0).says("1 met, 1 partly met, 2 not met").says("stage1");
    let place = |id: &str| list.out.find(&format!("\n{id} ")).expect("the gap is in the list");
    assert!(place("5.2") < place("A.8.13") && place("6.2") < place("A.8.13"), "{}", list.out);
    let value = here.plumb(&["gap", "GAP-1", "--json"]).ends(0).json("gap");
    assert_eq!(value["gaps"].as_array().map(Vec::len), Some(3));
    here.plumb(&["gap", "movement"]).ends(3).tells("GAP-1 is the first analysis");
    here.plumb(&["gap", "finish", "GAP-1"]).ends(7).tells("assess each of its entries");
    let assessed = ["6.2", "A.8.13", "5.2", "4.1"];
    for question in operations::QUICK.iter().filter(|one| !assessed.contains(&one.criterion)) {
        let said = ["--criterion", question.criterion, "--state", "met", "--seen", "asked and shown"];
        here.plumb(&[&["gap", "assess", "GAP-1"][..], &said].concat()).ends(0);
    }
    here.plumb(&["gap", "finish", "GAP-1", "--summary", "three gaps"]).ends(0);
    here.plumb(&["gap", "start", "--title", "Second look", "--depth", "quick", "--follows", "GAP-1"]).ends(0);
    here.plumb(&["gap", "assess", "GAP-2", "--criterion", "5.2", "--state", "met", "--seen", "the policy"])
        .ends(0);
    here.plumb(&["gap", "movement"]).ends(0).says("better").says("GAP-1 to GAP-2: 1 better");
    here.plumb(&["gap", "movement", "GAP-2", "--json"]).ends(0).json("gap-movement");
    here.plumb(&["gap", "GAP-9"]).ends(3).tells("there is no GAP-9");
    here.plumb(&["gap", "R-1"]).ends(2).tells("expected a gap analysis such as");
    here.plumb(&["export", "GAP-1", "--pdf", "--xlsx"])
        .ends(0)
        .says("acme-gap-1.pdf")
        .says("acme-gap-1.xlsx");
    let pdf = std::fs::read(here.path("acme-gap-1.pdf")).expect("the file is there");
    assert!(pdf.starts_with(b"%PDF-"));
    here.plumb(&["export", "gap", "--csv"]).ends(2).tells("--pdf or --xlsx");
}

#[test]
fn the_timeline_names_phases_gates_and_what_is_new_by_a_day() {
    let here = sample();
    here.plumb(&["timeline"]).ends(0).says("1 Scope").says("9 Surveillance").says("Why that day");
    let now = here.plumb(&["timeline", "--json"]).ends(0).json("timeline");
    assert_eq!(now["phases"].as_array().map(Vec::len), Some(9));
    assert_eq!(now["new_by_then"].as_array().map(Vec::len), Some(0));
    let then = here.plumb(&["timeline", "--on", "+800d", "--json"]).ends(0).json("timeline");
    assert!(then["new_by_then"].as_array().is_some_and(|new| !new.is_empty()), "{then}");
    here.plumb(&["timeline", "--on", "+800d"]).ends(0).says("where nothing is done");
    here.plumb(&["timeline", "--on", "some day"]).ends(2);
}

#[test]
fn the_agenda_holds_all_letters_and_writes_nothing() {
    let here = sample();
    let before = here.commits();
    here.plumb(&["review", "agenda"])
        .ends(0)
        .says("a) what became of earlier decisions")
        .says("g) opportunities to improve")
        .says("nonconformities open");
    let agenda = here.plumb(&["review", "agenda", "--json"]).ends(0).json("review-agenda");
    assert_eq!(agenda["inputs"].as_array().map(Vec::len), Some(10));
    here.plumb(&["review", "agenda", "MR-99"]).ends(3).tells("there is no MR-99");
    assert_eq!(here.commits(), before);
    here.plumb(&["review"]).ends(0);
}

#[test]
fn audit_days_follow_from_people_factors_and_own_values() {
    let here = Here::begun();
    here.plumb(&["cert", "calendar"]).ends(0).tells("no date follows yet");
    here.plumb(&["cert", "time"]).ends(3).tells("nobody said how many people");
    here.plumb(&["cert", "time", "--persons", "0"]).ends(7).tells("at least one person");
    here.plumb(&["cert", "time", "--persons", "5", "--identical", "9"]).ends(2).tells("more than 5 in scope");
    here.plumb(&["cert", "time", "--persons", "60", "--table", "many"]).ends(2).tells("--table");
    here.plumb(&["cert", "time", "--persons", "60", "--factors", "-50"]).ends(0).says("at most 30 percent");
    let days = here.plumb(&["cert", "time", "--persons", "60", "--json"]).ends(0).json("cert-time");
    let own =
        here.plumb(&["cert", "time", "--persons", "60", "--table", "20", "--json"]).ends(0).json("cert-time");
    assert_ne!(days["initial"], own["initial"]);
    assert_eq!(own["table"], "20");
}

#[test]
fn a_sample_is_drawn_again_from_the_same_seed_and_coverage_names_what_no_audit_sees() {
    let here = sample();
    here.plumb(&["audit", "coverage"]).ends(0).says("criterion").tells("looked at");
    let matrix = here.plumb(&["audit", "coverage", "--missing", "--json"]).ends(0).json("audit-coverage");
    let left = matrix["counts"]["left_out"].as_u64().expect("a number");
    assert_eq!(matrix["rows"].as_array().map(Vec::len), usize::try_from(left).ok());
    here.plumb(&["export", "audit-coverage", "--xlsx"]).ends(0).says("audit-coverage.xlsx");
    let draw = |size: &str| {
        let args =
            ["audit", "sample", "POP-1", "--size", size, "--seed", "771", "--basis", "as usual", "--dry-run"];
        here.plumb(&args)
    };
    draw("3").ends(3).tells("POP-1");
    let events = "events=a\nb\nc\nd\ne";
    let list = ["title=Leavers", "source=People list", events];
    here.plumb(&[&["new", "population"][..], &list].concat()).ends(0);
    draw("3").ends(7).tells("freeze its list");
    here.plumb(&["population", "freeze", "POP-1"]).ends(0);
    let (first, second) = (draw("3"), draw("3"));
    assert_eq!(first.out, second.out, "the same seed, the same cases: {}", first.err);
    draw("99").ends(7);
    here.plumb(&["audit", "sample", "R-1", "--size", "3", "--seed", "1", "--basis", "x"])
        .ends(2)
        .tells("population");
    here.plumb(&["audit", "sample", "POP-1", "--size", "some", "--seed", "1", "--basis", "x"]).ends(2);
}

#[test]
fn versions_of_the_statement_are_compared_by_what_they_mean() {
    let here = sample();
    here.plumb(&["soa", "diff", "v99"]).ends(3).tells("v99 of the statement was never approved");
    here.plumb(&["soa", "diff", "vx"]).ends(2).tells("expected v3, or now");
    here.plumb(&["soa", "set", "A.7.4", "--applicable", "no", "--justification", "no own premises"]).ends(0);
    let rows = here.plumb(&["soa", "diff", "--json"]);
    if rows.code == 0 {
        let rows = rows.json("soa-diff");
        assert!(rows["from"]["approved_by"].is_string(), "{rows}");
    } else {
        rows.ends(3).tells("no version of the statement is approved");
    }
    here.plumb(&["soa", "diff", "now", "now"]).ends(0).tells("0 controls differ of 93");
}

#[test]
fn a_needed_control_that_is_left_out_is_an_omission() {
    let here = Here::begun();
    here.plumb(&["risk", "add", "Fire"]).ends(0);
    here.plumb(&["treat", "R-1", "modify", "--control", "A.8.13"]).ends(0);
    here.plumb(&["soa", "compare"]).ends(0).says("needed, undecided").says("R-1");
    here.plumb(&["soa", "set", "A.8.13", "--applicable", "no", "--justification", "too dear"]).ends(0);
    here.plumb(&["soa", "compare"]).ends(0).says("needed, left out");
    here.plumb(&["soa", "set", "A.8.13", "--applicable", "yes", "--reason", "R-1"]).ends(0);
    here.plumb(&["soa", "compare"]).ends(0).tells("no necessary control is left out");
    let all = here.plumb(&["soa", "compare", "--all", "--json"]).ends(0).json("soa-compare");
    assert_eq!(all["rows"].as_array().map(Vec::len), Some(93));
}

#[test]
fn coverage_of_a_framework_opens_to_its_edges_and_never_meets_by_intersection() {
    let here = sample();
    here.plumb(&["frameworks"]).ends(0).says("soc2").says("pci").says("csf");
    here.plumb(&["frameworks", "coverage", "soc3"]).ends(2).tells("did you mean \"soc2\"?");
    here.plumb(&["frameworks", "coverage", "soc2", "CC99"]).ends(3).tells("no requirement \"CC99\"");
    here.plumb(&["frameworks", "coverage", "soc2", "CC6.1"]).ends(0).says("CC6.1").says("A.");
    here.plumb(&["frameworks", "coverage", "pci", "--missing"]).ends(0).says("missing");
    let soc2 = here.plumb(&["frameworks", "coverage", "soc2", "--json"]).ends(0).json("framework-coverage");
    for requirement in soc2["requirements"].as_array().expect("a list") {
        let edges = requirement["edges"].as_array().expect("a list");
        let whole = edges.iter().any(|edge| edge["reaches_all"] == true && edge["met"] == "yes");
        assert_eq!(requirement["state"] == "met", whole, "{requirement}");
    }
}

#[test]
fn each_gate_says_its_day_and_what_of_the_body_holds() {
    let here = sample();
    for gate in ["stage1", "stage2", "surveillance", "recertification"] {
        let ran = here.plumb(&["check", "--gate", gate]);
        assert!(ran.out.contains(&format!("gate `{gate}`: ")), "{}", ran.out);
    }
    let ran = here.plumb(&["check", "--gate", "recertification", "--json"]);
    let gate = &ran.json("check")["gate"];
    let body = gate["body"].as_array().expect("a list");
    assert!(body.iter().any(|one| one["id"] == "all-covered"), "{gate}");
}

#[test]
fn three_years_on_everything_speaks_of_the_recertification_and_of_its_own_days() {
    let here = Here::empty();
    here.plumb(&["init", "--sample", "history"]).ends(0);
    let status = here.plumb(&["status", "--json"]).ends(0).json("status");
    assert_eq!(
        (&status["phase"]["number"], &status["phase"]["title"]),
        (&9.into(), &"Recertification".into())
    );
    let steps = here.plumb(&["check", "--json"]).json("check");
    assert_eq!(steps["steps"]["phase"], status["phase"], "one source of truth");
    let plan = here.plumb(&["plan", "--json"]).ends(0).json("plan");
    assert_eq!(plan["certified"]["next"], status["phase"]["title"]);
    assert_eq!((&plan["wanted_on"], &plan["conflicts"]), (&status["wanted_on"], &serde_json::json!([])));
    let time = here.plumb(&["cert", "time", "--json"]).ends(0).json("cert-time");
    let audit = &time["next"];
    assert_eq!((&audit["what"], &audit["usual"]), (&"recertification".into(), &time["recertification"]));
    let gate = here.plumb(&["check", "--gate", "recertification", "--json"]);
    let gate = gate.json("check");
    let held =
        gate["gate"]["body"].as_array().expect("a list").iter().filter(|one| one["state"] == "holds").count();
    assert_eq!(gate["gate"]["conditions"], held);
    assert_eq!(gate["gate"]["passes"], held == 0 && gate["gate"]["errors"] == 0);
    let inside = here.plumb(&["audit", "coverage", "--json"]).ends(0).json("audit-coverage");
    assert_eq!(
        (&inside["counts"]["done"], &inside["counts"]["left_out"]),
        (&inside["counts"]["all"], &0.into())
    );
    here.plumb(&["audit", "coverage", "--body"]).ends(0).tells("audits of the certification body for CRT-1");
    let scope = here.plumb(&["scope", "compare", "v1", "v2", "--json"]).ends(0).json("scope-compare");
    let added: Vec<&str> =
        scope["added"].as_array().expect("a list").iter().filter_map(|one| one["id"].as_str()).collect();
    assert!(added.contains(&"SIT-2") && !scope["risks"].as_array().expect("a list").is_empty(), "{scope}");
    here.plumb(&["export", "MR-4", "--md", "--out", "mr-4.md"]).ends(0);
    let papers = std::fs::read_to_string(here.path("mr-4.md")).expect("it was written");
    assert!(papers.starts_with("# Management review") && papers.contains("### d1) "), "{papers}");
}

#[test]
fn complexity_and_places_give_days_with_reasons() {
    let here = sample();
    let time = ["cert", "time", "--persons", "90", "--business", "2,1,1", "--it", "2,3,3"];
    let text = here.plumb(&time).ends(0).says("business low, IT high").says("+5 to +20 percent");
    assert!(text.out.contains("Information system development 3: extensive"), "{}", text.out);
    let value = here.plumb(&[&time[..], &["--json"]].concat()).ends(0).json("cert-time");
    assert_eq!((&value["factors_percent"], &value["table"]), (&5.into(), &"12".into()));
    here.plumb(&["cert", "time", "--business", "2,1,1"]).ends(2);
    here.plumb(&["cert", "time", "--business", "2,1,4", "--it", "1,1,1"])
        .ends(2)
        .tells("three levels from 1 to 3");
    here.plumb(&["cert", "time", "--persons", "90", "--site", "60", "--site", "30/60/30"])
        .ends(0)
        .says("site 2: 30 people, 60 percent off")
        .says("place 2 is lowered by at most 50 percent");
    here.plumb(&["cert", "time", "--persons", "90", "--sites", "10", "--unlike"]).ends(0).says("not sampled");
}

#[test]
fn the_forecast_names_the_chain_and_an_impossible_order_is_refused() {
    let here = Here::begun();
    let way = here.plumb(&["timeline", "--json"]).ends(0).json("timeline");
    let steps = way["forecast"]["steps"].as_array().expect("a list");
    assert!(
        steps.iter().any(|step| step["critical"] == true)
            && steps.iter().any(|step| step["critical"] == false)
    );
    here.plumb(&["timeline"]).ends(0).says("decides the day: ");
    here.plumb(&["plan", "--move", "stage 2", "2099-08-01"])
        .ends(7)
        .tells("a Saturday; the Monday after is 2099-08-03");
    here.plumb(&["plan", "--move", "stage 1", "2099-08-03", "2099-08-07"]).ends(0);
    here.plumb(&["plan", "--move", "stage 2", "2099-08-05"]).ends(7).tells("and Stage 1 ends on 2099-08-07");
    here.plumb(&["plan", "--move", "stage 2", "2099-09-07", "-n"])
        .ends(0)
        .says("2099-09-07")
        .says("nothing written");
}
