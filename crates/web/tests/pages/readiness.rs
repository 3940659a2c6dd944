//! Readiness: steps, folds, fixes, what people say, and the rule behind it.

use axum::http::StatusCode;
use model::RecordKind;

use crate::browser::Browser;

#[tokio::test]
async fn a_new_organisation_sees_its_first_steps_and_what_is_ahead() {
    let browser = Browser::new().await;
    let page = browser.get("/readiness").await;
    page.is_sound("/readiness");
    assert_eq!(page.status, StatusCode::OK);
    let steps = page.html.matches("class=\"work-title\"").count();
    assert!((1..=7).contains(&steps), "{steps} steps");
    assert!(
        page.html.contains("First steps") && page.html.contains(" ahead</a>") && page.html.contains(" min")
    );
}

#[tokio::test]
async fn every_gate_group_and_level_answers_and_none_is_an_empty_green_page() {
    let browser = Browser::new().await;
    for query in [
        "gate=stage1",
        "gate=stage2&group=phase",
        "gate=surveillance&group=owner",
        "gate=all&group=record",
        "gate=ahead",
        "level=note&owner=nobody",
        "gate=x&group=y&level=z&open=w",
    ] {
        let page = browser.get(&format!("/readiness?{query}")).await;
        page.is_sound(query);
        assert_eq!(page.status, StatusCode::OK, "{query}");
        assert!(page.html.contains("diag-head") || page.html.contains("rules were asked about"), "{query}");
    }
}

#[tokio::test]
async fn an_open_fold_shows_the_place_the_proof_the_rule_and_the_way_out() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Risk, &[("title", "Theft <b>of laptops</b>")]).await;
    let page = browser.get("/readiness?open=PB0602").await;
    page.is_sound("an open fold");
    assert!(page.html.contains("R-1 Theft &lt;b&gt;of laptops&lt;/b&gt;"), "the place, escaped");
    assert!(page.html.contains("/o/acme/rules/PB0602") && page.html.contains("class=\"proof\""));
    assert!(page.html.contains("/o/acme/risks/R-1/edit#owner"), "the form at its field");
    browser.post("/soa/A.8.13", &[("revision", "1"), ("applicable", "yes")]).await;
    let page = browser.get("/readiness?open=PB0613").await;
    assert!(page.html.contains("Jana Novak, 21 Nov 2026"), "who set it and when");
    assert!(page.html.contains("/o/acme/soa?edit=A.8.13#A.8.13"), "the row as a form");
}

#[tokio::test]
async fn a_safe_fix_is_seen_applied_and_gone() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Risk, &[("title", "Theft"), ("owner", "PER-1")]).await;
    assert_eq!(
        browser.post("/soa/A.8.13", &[("revision", "1"), ("applicable", "yes")]).await.status,
        StatusCode::SEE_OTHER
    );
    let treat = [("treatment", "modify"), ("controls", "A.8.13"), ("because", "")];
    assert_eq!(browser.post("/risks/R-1/treat", &treat).await.status, StatusCode::SEE_OTHER);
    let list = browser.get("/readiness/fixes").await;
    list.is_sound("the list of safe fixes");
    assert!(list.html.contains("A.8.13") && list.html.contains("<ins>R-1</ins>"), "{}", list.html);
    let commits = browser.books.now().commits();
    for typed in [("commits", commits.to_string()), ("seen", "0".repeat(32)), ("seen", String::new())] {
        let stale = browser.post("/readiness/fixes", &[(typed.0, typed.1.as_str())]).await;
        assert_eq!(stale.header("location"), "/o/acme/readiness/fixes", "what was not seen is not applied");
    }
    assert_eq!(browser.books.now().commits(), commits);
    let applied =
        browser.post("/readiness/fix", &[("code", "PB0613"), ("at", "A.8.13"), ("gate", "stage1")]).await;
    assert_eq!(
        (applied.status, applied.header("location")),
        (StatusCode::SEE_OTHER, "/o/acme/readiness?gate=stage1")
    );
    let after = browser.get("/readiness").await;
    assert!(after.html.contains("was mended") && after.html.contains("Undo"), "said once, with the way back");
    let again = browser.post("/readiness/fix", &[("code", "PB0613"), ("at", "A.8.13")]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn all_safe_fixes_are_those_that_were_listed_whatever_else_was_written_meanwhile() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Risk, &[("title", "Theft"), ("owner", "PER-1")]).await;
    browser.post("/soa/A.8.13", &[("revision", "1"), ("applicable", "yes")]).await;
    let treat = [("treatment", "modify"), ("controls", "A.8.13"), ("because", "")];
    browser.post("/risks/R-1/treat", &treat).await;
    let list = browser.get("/readiness/fixes").await.html;
    let seen = list.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let seen = seen.expect("the list says which it is").to_owned();
    browser.record(RecordKind::Person, &[("title", "Ivo Malik")]).await;
    let before = browser.books.now().commits();
    let applied = browser.post("/readiness/fixes", &[("seen", &seen)]).await;
    assert_eq!(applied.header("location"), "/o/acme/readiness", "{}", applied.html);
    assert_eq!(browser.books.now().commits(), before + 1, "they are one commit");
    assert!(browser.get("/readiness").await.html.contains("applied"));
}

#[tokio::test]
async fn a_warning_is_waived_with_reason_and_end_and_an_error_is_not() {
    let browser = Browser::new().await;
    let page = browser.get("/readiness?gate=all&level=warning").await;
    let code = page
        .html
        .split("class=\"diag-code\">")
        .nth(1)
        .and_then(|rest| rest.get(..6))
        .expect("a warning")
        .to_owned();
    let open = browser.get(&format!("/readiness?gate=all&level=warning&open={code}")).await;
    let link = open
        .html
        .split("/o/acme/readiness/waive?")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a way to waive");
    let link = format!("/readiness/waive?{}", link.replace("&amp;", "&"));
    browser.get(&link).await.is_sound(&link);
    let at = link.split("at=").nth(1).and_then(|rest| rest.split('&').next()).unwrap_or_default().to_owned();
    let bad = browser
        .post(
            "/readiness/waive",
            &[("code", &code), ("at", &at), ("because", "funded later"), ("until", "soon")],
        )
        .await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.html.contains("Error: ") && bad.html.contains("funded later"), "what was typed is kept");
    let good = browser
        .post(
            "/readiness/waive",
            &[("code", &code), ("at", &at), ("because", "funded later"), ("until", "+90d")],
        )
        .await;
    assert_eq!(good.status, StatusCode::SEE_OTHER, "{}", good.html);
    let page = browser.get("/readiness?gate=all").await;
    assert!(page.html.contains("Waived and disputed") && page.html.contains("funded later"));
    let back = browser.post("/readiness/end", &[("disposition", "DSP-1")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert!(!browser.get("/readiness?gate=all").await.html.contains("funded later"));
    browser.record(RecordKind::Risk, &[("title", "Theft")]).await;
    let error = browser
        .post("/readiness/waive", &[("code", "PB0602"), ("at", "R-1"), ("because", "x"), ("until", "+9d")])
        .await;
    assert_eq!(error.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(error.html.contains("cannot be waived"));
    let disputed =
        browser.post("/readiness/dispute", &[("code", "PB0602"), ("at", "R-1"), ("because", "")]).await;
    assert_eq!(disputed.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn every_rule_has_its_page_and_an_unknown_one_has_none() {
    let browser = Browser::new().await;
    for rule in app::rules::RULES {
        let path = format!("/rules/{}", rule.code);
        let page = browser.get(&path).await;
        page.is_sound(&path);
        assert!(page.html.contains("Why an auditor asks"), "{path}");
    }
    assert_eq!(browser.get("/rules/PB9999").await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/rules/%3Cscript%3E").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_past_shows_no_way_to_change_it() {
    let browser = Browser::new().await;
    let page = browser.get("/readiness?as_of=2026-11-19&gate=all&open=PB0401").await;
    page.is_sound("the past");
    assert!(!page.html.contains(">Apply<") && !page.html.contains("/readiness/waive"));
    let refused = browser.post("/readiness/fix?as_of=2026-11-19", &[("code", "PB0401")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
}
