//! Between two instances: the key that people compare, the pack that goes out, and papers that come in by page and API.

use app::identity::{Accounts, Settings, Uuid};
use app::{IssuedFile, Via, Visit};
use axum::body::Body;
use axum::http::{StatusCode, header};
use model::records::{IssuedKind, Share};
use model::{Line, RecordKind, Ref};
use operations::{BodyKey, IssuedPaper, OpenShare, hex};
use serde_json::json;

use crate::browser::{Browser, Page};

/// The body, wherever it is.
const BODY: Uuid = Uuid::from_u128(17);

/// A client with an open share, and what the body signs with.
struct Both {
    browser: Browser,
    accounts: Accounts,
    key: BodyKey,
}

impl Both {
    async fn new() -> Self {
        let browser = Browser::new().await;
        let accounts = browser.instance.accounts(Settings::at(None)).await.expect("in memory");
        let key = accounts.made_body_key(BODY).await.expect("made");
        let key = BodyKey::of(key).expect("a key");
        let share = [("title", "Stage 2"), ("body", "Certs"), ("purpose", "stage 2"), ("files", "yes")];
        browser.record(RecordKind::Share, &share).await;
        let both = Self { browser, accounts, key };
        let open = OpenShare {
            share: Ref::<Share>::number(1),
            auditors: vec![Line::new("Ada Byron <ada@certs.example>")],
            engagement: "ENG-1".into(),
            ends_on: both.browser.books.today(),
            body_organisation: None,
            body_key: both.key.text(),
        };
        let visit = Visit::of(Ref::number(1), Via::Session);
        both.browser.books.run(&visit, open).await.expect("answers").expect("open");
        both
    }

    /// Returns a paper that the body signed.
    fn signed(&self, number: &str, title: &str) -> IssuedFile {
        let paper = IssuedPaper {
            title: title.into(),
            text: "of this year".into(),
            ..IssuedPaper::blank(IssuedKind::Request)
        };
        let file = IssuedFile {
            format: IssuedFile::FORMAT.to_owned(),
            body: "Certs".into(),
            engagement: "ENG-1".into(),
            share: "SHR-1".into(),
            number: number.into(),
            digest: paper.digest(),
            paper,
            issued_by: "Ada Byron".into(),
            issued_on: self.browser.books.today(),
            head: "41 9f2c".into(),
            key: self.key.text(),
            signature: Line::default(),
        };
        let signature = self.accounts.sign_for_body(BODY, &file.statement()).expect("its key");
        IssuedFile { signature: Line::new(&hex(&signature)), ..file }
    }

    async fn upload(&self, bytes: &[u8]) -> Page {
        let head = "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"paper.json\"\r\ncontent-type: application/json\r\n\r\n";
        let body = [head.as_bytes(), bytes, b"\r\n--edge--\r\n"].concat();
        let request = self
            .browser
            .request("POST", "/o/acme/shares/SHR-1/receive")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
            .body(Body::from(body));
        self.browser.send(request.expect("a request")).await
    }

    async fn api(&self, key: &str, file: &str) -> Page {
        let request = self
            .browser
            .request("POST", "/api/v1/acme/shares/SHR-1/receive")
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", key)
            .body(Body::from(json!({ "file": file }).to_string()));
        self.browser.send(request.expect("a request")).await
    }
}

#[tokio::test]
async fn a_paper_comes_in_by_the_page_and_by_the_api_once_and_never_a_forged_one() {
    let both = Both::new().await;
    let page = both.browser.get("/shares/SHR-1").await;
    page.is_sound("/shares/SHR-1");
    assert!(page.html.contains(&both.key.fingerprint()), "people compare it");
    for link in ["/o/acme/shares/SHR-1/receive", "/o/acme/shares/SHR-1/pack"] {
        assert!(page.html.contains(link), "{link}");
    }
    both.browser.get("/shares/SHR-1/receive").await.is_sound("/shares/SHR-1/receive");
    let file = both.signed("ENG-1/1", "List of leavers");
    let came = both.upload(&file.bytes()).await;
    assert_eq!(
        (came.status, came.header("location")),
        (StatusCode::SEE_OTHER, "/o/acme/issued-documents/ISD-1")
    );
    let again = both.upload(&file.bytes()).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.html.contains("was taken in before, as ISD-1"), "{}", again.html);
    let second = both.signed("ENG-1/2", "List of joiners");
    let text = String::from_utf8(second.bytes()).expect("JSON");
    let forged = text.replace("List of joiners", "List of nobody");
    let refused = both.api("one", &forged).await;
    assert!(refused.status.is_client_error() && refused.html.contains("the hash"), "{}", refused.html);
    let other = IssuedFile { number: "ENG-1/9".into(), ..second.clone() };
    let other = String::from_utf8(other.bytes()).expect("JSON");
    let refused = both.api("two", &other).await;
    assert!(refused.html.contains("says something else than the body signed"), "{}", refused.html);
    let old = br#"{"format":"plumbline/issued@v1","number":"ENG-1/3"}"#;
    for (bytes, words) in [
        (&old[..], "not signed"),
        (b"{}", "this is no issued paper"),
        (&vec![b' '; 1_500_000], "expected at most"),
    ] {
        let refused = both.upload(bytes).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(refused.html.contains(words), "{words}: {}", refused.html);
    }
    assert_eq!(both.browser.books.now().isms.issued_documents.len(), 1);
    let taken = both.api("three", &text).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.html);
    assert_eq!(both.browser.books.now().isms.requests.len(), 2);
}

#[tokio::test]
async fn a_paper_of_the_body_is_taken_in_by_one_way_on_the_page() {
    let both = Both::new().await;
    let page = both.browser.get("/shares/SHR-1").await;
    page.is_sound("/shares/SHR-1");
    assert_eq!(page.html.matches("Take in a").count(), 1, "{}", page.html);
    assert!(page.html.contains("/shares/SHR-1/receive\""));
}

#[tokio::test]
async fn the_pack_goes_out_as_a_file_that_nothing_runs_and_the_log_says_so() {
    let both = Both::new().await;
    let page = both.browser.get("/shares/SHR-1/pack").await;
    page.is_sound("/shares/SHR-1/pack");
    assert!(both.browser.books.now().isms.file_accesses.is_empty(), "looking at the page takes nothing out");
    let pack = both.browser.post("/shares/SHR-1/pack", &[]).await;
    assert_eq!((pack.status, pack.header("content-type")), (StatusCode::OK, "application/zip"));
    assert!(pack.header("content-disposition").starts_with("attachment; filename=\"SHR-1-pack.zip\""));
    assert!(pack.header("content-security-policy").contains("sandbox"));
    assert!(pack.html.starts_with("PK"));
    let isms = both.browser.books.now().isms;
    assert!(isms.file_accesses.iter().any(|(_, one)| one.record == Some(Ref::<Share>::number(1).id())));
}
