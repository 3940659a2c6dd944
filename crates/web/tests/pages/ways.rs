//! Other ways to look at a page: as data, as of a day, as what changed, as on paper; every page that links lead to.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::body::Body;
use axum::http::StatusCode;

use crate::browser::{Browser, Page};
use crate::seen::places::pattern;

/// Files, and what leads out of the organisation or ends the session.
const NO_PAGES: [&str; 10] =
    [".pdf", ".csv", ".xlsx", ".json", ".ics", "/json/", "/file", ".zip", "/calendar/subscribe", "/undo"];
/// The sample company.
const SAMPLE: &str = "/o/fernleaf-software";
/// A day on which the sample had begun.
const THEN: &str = "2026-11-10";

async fn sample() -> Browser {
    let browser = Browser::new().await;
    app::load_sample(&browser.instance).await.expect("the sample");
    browser
}

async fn at(browser: &Browser, path: &str) -> Page {
    browser.send(browser.request("GET", path).body(Body::empty()).expect("a request")).await
}

/// Walks along the links and returns one address of each pattern.
async fn pages(browser: &Browser) -> Vec<String> {
    let mut waiting: VecDeque<String> = [SAMPLE, "/portfolio", "/auditor"].map(str::to_owned).into();
    let mut met: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut patterns: BTreeMap<String, usize> = BTreeMap::new();
    let mut found = Vec::new();
    while let Some(path) = waiting.pop_front() {
        let (pattern, _) = pattern(&path);
        let seen = patterns.entry(pattern).or_default();
        if *seen >= 1 {
            continue;
        }
        *seen += 1;
        let page = at(browser, &path).await;
        if page.status != StatusCode::OK {
            continue;
        }
        for link in page.html.split("href=\"").skip(1).filter_map(|rest| rest.split(['"', '#', '?']).next()) {
            let is_page = link.starts_with(SAMPLE) && !NO_PAGES.iter().any(|no| link.contains(no));
            if is_page && met.insert(link.to_owned()) {
                waiting.push_back(link.to_owned());
            }
        }
        found.push(path);
    }
    found
}

#[tokio::test]
async fn every_page_answers_as_data_as_of_a_day_as_what_changed_and_as_on_paper() {
    let browser = sample().await;
    let pages = pages(&browser).await;
    let mut wrong = Vec::new();
    for path in &pages {
        let data = at(&browser, &format!("{path}.json")).await;
        let told: Option<serde_json::Value> = serde_json::from_str(&data.html).ok();
        let is_told = told.as_ref().is_some_and(|told| told.as_object().is_some_and(|told| told.len() > 1));
        let leads_on = data.status.is_redirection() && data.header("location").contains(".json");
        if !(data.status == StatusCode::OK && is_told || leads_on) {
            wrong.push(format!(
                "{path}.json: {} {}",
                data.status,
                data.html.chars().take(120).collect::<String>()
            ));
        }
        let paper = at(&browser, &format!("{path}?print=1")).await;
        if path.starts_with("/o/")
            && (paper.html.contains("class=\"rail\"") || paper.html.contains("<script"))
        {
            wrong.push(format!("{path}?print=1 has a rail or script"));
        }
        if !path.starts_with("/o/") {
            continue;
        }
        let past = at(&browser, &format!("{path}?as_of={THEN}")).await;
        let shows =
            past.status == StatusCode::OK && past.html.contains("read-only, and links stay in the past");
        let refused = [StatusCode::CONFLICT, StatusCode::NOT_FOUND].contains(&past.status);
        if !(shows || refused || past.status.is_redirection()) {
            wrong.push(format!("{path}?as_of: {}", past.status));
        }
        let diff = at(&browser, &format!("{path}?diff={THEN}..2026-11-20")).await;
        if !(diff.status == StatusCode::OK && diff.html.contains("What changed")) {
            wrong.push(format!("{path}?diff: {}", diff.status));
        }
    }
    println!("{} pages looked at in other ways", pages.len());
    assert!(pages.len() > 100, "links lead to {} pages only", pages.len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), pages.len(), wrong.join("\n"));
}

#[tokio::test]
async fn what_changed_is_told_of_what_the_page_is_about() {
    let browser = sample().await;
    let all = at(&browser, &format!("{SAMPLE}?diff=2026-09-01..2026-11-20")).await;
    let risks = at(&browser, &format!("{SAMPLE}/risks?diff=2026-09-01..2026-11-20")).await;
    let one = at(&browser, &format!("{SAMPLE}/risks/R-1?diff=2026-09-01..2026-11-20")).await;
    let has =
        |page: &Page, words: &str| page.html.split("<main").nth(1).is_some_and(|main| main.contains(words));
    assert!(
        has(&all, "Evidence") && has(&risks, "What changed in risks") && has(&one, "What changed in R-1")
    );
    assert!(!has(&risks, "/evidence/EV-"), "another kind is not told");
    assert!(!has(&one, "/risks/R-2\""), "another risk is not told");
}

#[tokio::test]
async fn data_is_what_the_page_says() {
    let browser = sample().await;
    let read = |page: Page| serde_json::from_str::<serde_json::Value>(&page.html).expect("JSON");
    let told = read(at(&browser, &format!("{SAMPLE}/integrity.json")).await);
    assert_eq!(told["title"], "Integrity");
    assert_eq!(told["address"], format!("{SAMPLE}/integrity"));
    let found = read(at(&browser, &format!("{SAMPLE}/search.json?q=R-1")).await);
    assert_eq!(found["results"][0]["id"], "R-1");
    let words = read(at(&browser, &format!("{SAMPLE}/search.json?q=backup")).await);
    let count = words["results"].as_array().map_or(0, Vec::len);
    assert!((1..=20).contains(&count), "{count}");
    let made = read(at(&browser, &format!("{SAMPLE}/search.json?q=new+risk")).await);
    assert!(
        made["results"]
            .as_array()
            .is_some_and(|all| all.iter().any(|one| one["href"] == format!("{SAMPLE}/risks/new"))),
        "{made}"
    );
    let past = read(at(&browser, &format!("{SAMPLE}/search.json?q=new+risk&as_of={THEN}")).await);
    assert!(!past.to_string().contains("/risks/new"), "nothing is made in the past: {past}");
    assert_eq!(at(&browser, "/o/nobody/risks.json").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn other_words_for_lists_lead_to_them_and_a_decision_to_its_organisation() {
    let browser = sample().await;
    for (asked, to) in [
        ("/nc", "/nonconformities"),
        ("/metrics", "/measures"),
        ("/reviews", "/management-reviews"),
        ("/cert", "/certifications"),
        ("/training?as_of=2026-11-10", "/trainings?as_of=2026-11-10"),
        ("/nc/NC-1", "/nonconformities/NC-1"),
        ("/nc.json", "/nonconformities.json"),
        ("/nc/NC-1.json", "/nonconformities/NC-1.json"),
        ("/?as_of=2026-11-10", "?as_of=2026-11-10"),
        ("/history/compare", "/history#travel"),
        ("/cert/2026/requests", "/requests"),
    ] {
        let page = at(&browser, &format!("{SAMPLE}{asked}")).await;
        assert_eq!(page.header("location"), format!("{SAMPLE}{to}"), "{asked}");
    }
    assert_eq!(at(&browser, &format!("{SAMPLE}/cert/2026/room")).await.header("location"), "/auditor");
    // Two organisations have a scope, one has such a risk.
    let several = at(&browser, "/decide/SCO").await;
    assert!(
        several.html.contains("/o/acme/decide/SCO") && several.html.contains(&format!("{SAMPLE}/decide/SCO"))
    );
    let one = at(&browser, "/decide/R-1").await;
    assert_eq!(one.header("location"), format!("{SAMPLE}/decide/R-1"));
    for unknown in ["/decide/R-999", "/decide/AST-1", "/decide/x%00"] {
        assert_eq!(at(&browser, unknown).await.status, StatusCode::NOT_FOUND, "{unknown}");
    }
}

#[tokio::test]
async fn single_letter_keys_are_turned_off_for_good_and_on_again() {
    let browser = Browser::new().await;
    assert!(!browser.get("/risks").await.html.contains("data-letters"));
    let turn = |word: &'static str| {
        let request =
            browser.request("POST", "/theme").header("content-type", "application/x-www-form-urlencoded");
        browser.send(request.body(Body::from(format!("letters={word}"))).expect("a request"))
    };
    let set = turn("off").await.header("set-cookie").to_owned();
    assert!(set.starts_with("letters=off;"), "{set}");
    let mut asked = browser.request("GET", "/o/acme/risks").body(Body::empty()).expect("a request");
    let own = asked.headers()["cookie"].to_str().expect("a cookie").to_owned();
    asked.headers_mut().insert("cookie", format!("{own}; letters=off").parse().expect("a header"));
    let page = browser.send(asked).await;
    assert!(
        page.html.contains("data-letters=\"off\"") && page.html.contains("value=\"on\""),
        "{}",
        page.html
    );
    assert!(turn("on").await.header("set-cookie").starts_with("letters=on;"));
}
