//! The way of a file from choosing to one commit.

use axum::body::Body;
use axum::http::{StatusCode, header};

use crate::browser::{Browser, Page};

pub const REGISTER: &str = "ID,Risk,Owner,Likelihood,Impact,Colour\nR1,Theft of <laptops>,Jana Novak,3,4,red\nR2,,Jana Novak,2,2,blue\nR3,Fire,IT,1,5,green\n";

/// Uploads a file to be imported.
pub async fn choose(browser: &Browser, name: &str, bytes: &[u8]) -> Page {
    let mut body =
        format!("--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n")
            .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let request = browser
        .request("POST", "/o/acme/import")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .body(Body::from(body));
    browser.send(request.expect("a request")).await
}

#[tokio::test]
async fn a_register_goes_through_all_steps_and_is_one_commit() {
    let browser = Browser::new().await;
    browser.get("/import").await.is_sound("/import");
    let chosen = choose(&browser, "risks.csv", REGISTER.as_bytes()).await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER, "{}", chosen.html);
    let columns = chosen.header("location").strip_prefix("/o/acme").expect("here").to_owned();
    let page = browser.get(&columns).await;
    page.is_sound("columns");
    assert!(
        page.html.contains("Colour")
            && page.html.contains("kept with the record")
            && page.html.contains("&lt;laptops&gt;")
    );
    let said = browser
        .post(
            &columns,
            &[
                ("kind-0", "risk"),
                ("shown-0", "risk"),
                ("row-0", "1"),
                ("column-0-B", "title"),
                ("column-0-F", "category"),
            ],
        )
        .await;
    let check = said.header("location").strip_prefix("/o/acme").expect("here").to_owned();
    let before = browser.books.now().commits();
    let page = browser.get(&check).await;
    page.is_sound("check");
    assert!(
        page.html.contains("Nothing is written yet") && page.html.contains("&lt;laptops&gt;"),
        "{}",
        page.html
    );
    assert_eq!(browser.books.now().commits(), before, "looking writes nothing");
    let refused = browser.get(&format!("{check}/refused.csv")).await;
    assert!(refused.header("content-disposition").contains("risks.refused.csv"));
    let applied = browser.post(&format!("{check}/apply"), &[]).await;
    assert_eq!(applied.status, StatusCode::SEE_OTHER, "{}", applied.html);
    assert_eq!(browser.books.now().commits(), before + 1, "one import is one commit");
    let done = browser.get(&format!("{check}/done")).await;
    done.is_sound("done");
    assert!(done.html.contains("Undo") && done.html.contains("2 new"), "{}", done.html);
    let again = browser.get(&check).await;
    assert!(again.html.contains("Nothing would change"), "the same file twice changes nothing");
    let sent_later = browser.post(&format!("{check}/apply"), &[("later", "1")]).await;
    assert_eq!(
        sent_later.status,
        StatusCode::SEE_OTHER,
        "nothing is left to write, and nothing is wrong: {}",
        sent_later.html
    );
    assert_eq!(browser.books.now().commits(), before + 1, "it is taken once");
    let done = browser.get(&format!("{check}/done")).await;
    assert!(done.html.contains("0 new, 0 changed, 2 the same"), "{}", done.html);
    let second = choose(&browser, "risks.csv", REGISTER.as_bytes()).await;
    let columns = second.header("location").strip_prefix("/o/acme").expect("here").to_owned();
    let page = browser.get(&columns).await;
    assert!(
        page.html.contains("value=\"category\" selected"),
        "what was said is remembered for files of this shape"
    );
}

#[tokio::test]
async fn an_import_has_five_steps_with_a_way_back_to_those_that_are_done() {
    let browser = Browser::new().await;
    let steps = |page: &Page| {
        let steps = page.html.split("class=\"steps\"").nth(1).and_then(|rest| rest.split("</ol>").next());
        steps.expect("the steps").to_owned()
    };
    let now = |steps: &str| {
        let now = steps.split("aria-current=\"step\"").nth(1).expect("one is now");
        now.split("</li>").next().unwrap_or_default().to_owned()
    };
    let first = steps(&browser.get("/import").await);
    for word in ["File", "What it is", "Columns", "Check", "Apply"] {
        assert!(first.contains(&format!(">{word}<")), "{word}: {first}");
    }
    assert!(now(&first).contains("File"), "{first}");
    let chosen = choose(&browser, "risks.csv", REGISTER.as_bytes()).await;
    let columns = chosen.header("location").strip_prefix("/o/acme").expect("here").to_owned();
    let known = browser.get(&columns).await;
    assert!(now(&steps(&known)).contains("Columns"), "{}", known.html);
    assert!(known.html.contains("id=\"columns-0\"") && known.html.contains("id=\"sheet-0\""));
    let check = steps(&browser.get(columns.trim_end_matches("/columns")).await);
    assert!(now(&check).contains("Check"), "{check}");
    assert!(check.contains("#sheet-0\">What it is") && check.contains("#columns-0\">Columns"), "{check}");
    let strange = choose(&browser, "strange.csv", b"qqq,zzz\n1,2\n").await;
    let columns = strange.header("location").strip_prefix("/o/acme").expect("here").to_owned();
    assert!(now(&steps(&browser.get(&columns).await)).contains("What it is"));
}

#[tokio::test]
async fn a_column_that_was_recognised_can_be_left_to_be_kept() {
    let browser = Browser::new().await;
    let chosen = choose(&browser, "risks.csv", REGISTER.as_bytes()).await;
    let columns = chosen.header("location").strip_prefix("/o/acme").expect("here").to_owned();
    let page = browser.get(&columns).await;
    assert!(page.html.contains("value=\"owner\" selected"), "the owner is recognised: {}", page.html);
    let said = [
        ("kind-0", "risk"),
        ("shown-0", "risk"),
        ("row-0", "1"),
        ("column-0-B", "title"),
        ("column-0-C", ""),
    ];
    assert_eq!(browser.post(&columns, &said).await.status, StatusCode::SEE_OTHER);
    let page = browser.get(&columns).await;
    assert!(!page.html.contains("value=\"owner\" selected"), "{}", page.html);
    let check = columns.trim_end_matches("/columns").to_owned();
    assert_eq!(browser.post(&format!("{check}/apply"), &[]).await.status, StatusCode::SEE_OTHER);
    let risk = browser.get("/risks/R-1.json").await;
    assert!(risk.html.contains("\"owner\": null"), "{}", risk.html);
    assert!(browser.get("/risks/R-1").await.html.contains("Jana Novak"), "the text is kept with the record");
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_refused_by_what_it_is() {
    let browser = Browser::new().await;
    for (name, bytes, words) in [
        ("a.csv", &b""[..], "empty"),
        ("a.pdf", b"%PDF-1.7", "a PDF"),
        ("a.xlsx", b"PK\x03\x04broken", ""),
        ("<b>.csv", b"<html>", ""),
    ] {
        let page = choose(&browser, name, bytes).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        page.is_sound(name);
        assert!(page.html.contains(words) && !page.html.contains("<b>.csv"), "{name}");
    }
    assert_eq!(browser.get("/import/nobody-kept-this").await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.post("/import/nobody-kept-this/apply", &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn words_that_are_not_on_our_scales_are_asked_about_and_then_taken() {
    let browser = Browser::new().await;
    let steps = "1 | rare\n2 | often";
    let fields = [
        ("likelihood", steps),
        ("consequence", steps),
        ("levels", "low | 1\nhigh | 3"),
        ("function", "product"),
    ];
    let typed = fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let id = model::RecordId::parse("MET").expect("an id");
    let edit = operations::EditRecord { id, revision: None, typed, because: model::Prose::default() };
    let visit = app::Visit::of(model::Ref::number(1), app::Via::Session);
    browser.books.run(&visit, edit).await.expect("the store").expect("a method");
    let register = "ID,Risk,Likelihood,Impact\nR1,Theft,Very likely,1\n";
    let chosen = choose(&browser, "risks.csv", register.as_bytes()).await;
    let columns = chosen.header("location").strip_prefix("/o/acme").expect("here").to_owned();
    let page = browser.get(&columns).await;
    page.is_sound("columns");
    assert!(page.html.contains("value=\"Very likely\"") && page.html.contains("2 often"), "{}", page.html);
    let check = columns.trim_end_matches("/columns").to_owned();
    assert!(browser.get(&check).await.html.contains("1 refused"));
    let said = [
        ("kind-0", "risk"),
        ("shown-0", "risk"),
        ("row-0", "1"),
        ("word-0-likelihood-0", "Very likely"),
        ("means-0-likelihood-0", "2"),
    ];
    assert_eq!(browser.post(&columns, &said).await.status, StatusCode::SEE_OTHER);
    let page = browser.get(&check).await;
    assert!(page.html.contains("1 new") && !page.html.contains("refused"), "{}", page.html);
}
