//! Templates for many clients, and the picture on the first page of reports.

use app::Beginning;
use axum::body::Body;
use axum::http::{StatusCode, header};
use model::records::OrganisationKind;
use model::{Line, RecordKind};

use crate::browser::{Browser, NOON, Page};

async fn client(browser: &Browser, name: &str) {
    let beginning = Beginning {
        name: Line::new(name),
        kind: OrganisationKind::Client,
        time_zone: Line::new("UTC"),
        person: Line::new("Kim Berg"),
        at: Some(NOON),
    };
    browser.instance.begin(beginning).await.expect("an organisation");
}

async fn open(browser: &Browser, path: &str) -> Page {
    browser.send(browser.request("GET", path).body(Body::empty()).expect("a request")).await
}

#[tokio::test]
async fn what_is_offered_is_seen_client_by_client_first_and_waits_there_as_drafts() {
    let browser = Browser::new().await;
    let alone = open(&browser, "/portfolio/templates").await;
    alone.is_sound("templates");
    assert!(alone.html.contains("Nothing can be offered yet"));
    browser.record(RecordKind::Document, &[("title", "Access rules"), ("text", "Who may what.")]).await;
    client(&browser, "Bolt").await;
    client(&browser, "Cask").await;
    let asked = "from=acme&document=DOC-1&to=bolt&to=cask";
    let preview = open(&browser, &format!("/portfolio/templates?{asked}")).await;
    preview.is_sound("preview");
    for words in ["What each would get", "new proposal: Access rules", "Offer it to 2 clients"] {
        assert!(preview.html.contains(words), "{words}: {}", preview.html);
    }
    let proposals = |page: Page| page.html.contains("Access rules");
    assert!(!proposals(open(&browser, "/o/bolt/proposals").await), "a look writes nothing");
    let request = browser
        .request("POST", "/portfolio/templates")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(asked));
    let offered = browser.send(request.expect("a request")).await;
    assert_eq!(offered.status, StatusCode::OK);
    assert!(offered.html.contains("1 proposal waits there"), "{}", offered.html);
    assert!(proposals(open(&browser, "/o/bolt/proposals").await));
    assert!(proposals(open(&browser, "/o/cask/proposals").await));
    let again = open(&browser, &format!("/portfolio/templates?{asked}")).await;
    assert!(again.html.contains("has it already"), "{}", again.html);
    assert!(
        !again.html.contains("Offer it to") && again.html.contains("Nobody would get anything"),
        "{}",
        again.html
    );
    client(&browser, "Dray").await;
    let one = open(&browser, &format!("/portfolio/templates?{asked}&to=dray")).await;
    assert!(
        one.html.contains("Offer it to 1 client<") && one.html.contains("value=\"dray\""),
        "{}",
        one.html
    );
    let before = browser.get("/history").await.html;
    let request = browser
        .request("POST", "/portfolio/templates")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("{asked}&later=1")));
    let refused = browser.send(request.expect("a request")).await;
    assert!(refused.html.contains("none of the clients would get anything"), "{}", refused.html);
    assert_eq!(browser.get("/history").await.html, before, "nothing is let go for nobody");
    let nothing = open(&browser, "/portfolio/templates?from=nobody&to=bolt&document=DOC-9").await;
    assert!(nothing.html.contains("Choose what is offered"), "{}", nothing.html);
}

async fn upload(browser: &Browser, of: &str, bytes: &[u8]) -> Page {
    let mut body =
        format!("--edge\r\ncontent-disposition: form-data; name=\"of\"\r\n\r\n{of}\r\n").into_bytes();
    body.extend_from_slice(
        b"--edge\r\ncontent-disposition: form-data; name=\"logo\"; filename=\"logo.png\"\r\ncontent-type: image/png\r\n\r\n",
    );
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let request = browser
        .request("POST", "/o/acme/settings/logo")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .body(Body::from(body));
    browser.send(request.expect("a request")).await
}

#[tokio::test]
async fn a_logo_is_a_small_picture_and_nothing_else() {
    let browser = Browser::new().await;
    let head = |width: u32, height: u32| {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes
    };
    for (bytes, words) in [
        (b"<svg onload='alert(1)'/>".to_vec(), "a logo is a picture: PNG or JPEG"),
        (head(50_000, 50_000), "at most 4,000 pixels"),
        (head(0, 4), "the picture is empty"),
        ([head(4, 4), vec![0; 300_000]].concat(), "at most 256 KiB"),
        (Vec::new(), "a logo is a picture"),
    ] {
        let refused = upload(&browser, "own", &bytes).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(refused.html.contains(words), "{words}: {}", refused.html);
    }
    let taken = upload(&browser, "own", &head(40, 20)).await;
    assert_eq!((taken.status, taken.header("location")), (StatusCode::SEE_OTHER, "/o/acme/settings"));
    let settings = browser.get("/settings").await;
    settings.is_sound("settings");
    assert!(settings.html.contains("logo.png"));
    // It is no picture that can be drawn: the report comes without it.
    let report = browser.get("/exports/risk-report.pdf").await;
    assert_eq!(report.status, StatusCode::OK);
    assert!(report.html.starts_with("%PDF-"));
}
