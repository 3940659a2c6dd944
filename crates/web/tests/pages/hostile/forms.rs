//! Every form that pages show, with bad input: empty, of the wrong kind, hostile, far too long, stale, sent twice, cut off. Nothing
//! typed is lost, nothing is written by what is refused, and the words lead to each field.

use std::collections::BTreeSet;
use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use futures_util::stream;
use model::RecordKind;
use operations::{FormTarget, forms};

use crate::browser::{Browser, Page};
use crate::records::is_named_by_people;

/// A form as a page shows it.
#[derive(Debug, Clone)]
struct Form {
    /// Where it is posted, within the organisation.
    action: String,
    /// Whether it brings files.
    media: Media,
    /// What a browser would post, in order.
    fields: Vec<Field>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Media {
    Fields,
    Files,
}

#[derive(Debug, Clone)]
struct Field {
    name: String,
    value: String,
    /// Whether anything may be typed into it.
    is_text: bool,
}

/// Texts that may be typed into any field.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>",
    "\u{202e}gnp.exe \u{2066}isolate\u{2069} e\u{301}\u{301}\u{301}",
    "👩‍👩‍👧‍👦 ok 🏴‍☠️",
    "no value of any kind; 99/99/9999 | a | b",
];

/// Returns the value of an attribute in a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let begins = format!(" {name}=\"");
    let (_, rest) = tag.split_once(&begins)?;
    Some(plain(rest.split('"').next()?))
}

/// Returns a text as it was before it was written into a page.
fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Returns a text as a page holds it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Returns the forms of a page that people fill in.
fn of_page(html: &str) -> Vec<Form> {
    let bodies =
        html.split("<form ").skip(1).filter_map(|rest| rest.split_once("</form>").map(|(body, _)| body));
    bodies.filter_map(of_body).collect()
}

fn of_body(body: &str) -> Option<Form> {
    let (head, inside) = body.split_once('>')?;
    let head = format!(" {head}");
    let is_one = head.contains(" data-form") && attribute(&head, "method").as_deref() == Some("post");
    let action = attribute(&head, "action").filter(|_| is_one)?;
    let is_file = attribute(&head, "enctype").as_deref() == Some("multipart/form-data");
    let mut fields = Vec::new();
    for tag in inside.split('<').skip(1) {
        let (word, rest) = tag.split_once([' ', '>']).unwrap_or((tag, ""));
        let inner = format!(" {}", rest.split('>').next().unwrap_or_default());
        let Some(name) = attribute(&inner, "name") else { continue };
        let kind = attribute(&inner, "type").unwrap_or_default();
        let value = attribute(&inner, "value").unwrap_or_default();
        match (word, kind.as_str()) {
            ("input", "checkbox" | "radio") if !inner.contains(" checked") => {}
            ("input", "file" | "submit") | ("button", _) => {}
            ("input", "hidden" | "checkbox" | "radio") => fields.push(Field { name, value, is_text: false }),
            ("input", _) => fields.push(Field { name, value, is_text: true }),
            ("textarea", _) => {
                let text = rest.split_once('>').map_or("", |(_, text)| text);
                let value = plain(text.strip_prefix('\n').unwrap_or(text));
                fields.push(Field { name, value, is_text: true });
            }
            // What is chosen stands in an option behind it; nothing chosen is the first one, which is empty where it may be.
            ("select", _) => fields.push(Field { name, value: String::new(), is_text: false }),
            _ => {}
        }
    }
    let media = if is_file { Media::Files } else { Media::Fields };
    Some(Form { action: action.trim_start_matches("/o/acme").to_owned(), media, fields })
}

impl Form {
    /// Returns it with what can be typed changed.
    fn typed(&self, text: impl Fn(&Field) -> String) -> Self {
        let change = |field: &Field| {
            let value = if field.is_text { text(field) } else { field.value.clone() };
            Field { value, ..field.clone() }
        };
        Self { fields: self.fields.iter().map(change).collect(), ..self.clone() }
    }

    fn body(&self) -> (&'static str, String) {
        if self.media == Media::Files {
            let part = |field: &Field| {
                format!(
                    "--edge\r\ncontent-disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n",
                    field.name, field.value
                )
            };
            let parts: String = self.fields.iter().map(part).collect();
            return ("multipart/form-data; boundary=edge", format!("{parts}--edge--\r\n"));
        }
        let pair = |field: &Field| {
            format!("{}={}", web::address::encoded(&field.name), web::address::encoded(&field.value))
        };
        ("application/x-www-form-urlencoded", self.fields.iter().map(pair).collect::<Vec<_>>().join("&"))
    }

    async fn send(&self, browser: &Browser) -> Page {
        let (media, body) = self.body();
        let request =
            browser.request("POST", &format!("/o/acme{}", self.action)).header(header::CONTENT_TYPE, media);
        browser.send(request.body(Body::from(body)).expect("a request")).await
    }

    /// Sends half of it, and then the connection is gone.
    async fn cut(&self, browser: &Browser) -> Page {
        let (media, body) = self.body();
        let half = Bytes::from(body[..body.len() / 2].to_owned());
        let gone = std::io::Error::new(std::io::ErrorKind::ConnectionReset, "gone");
        let body = Body::from_stream(stream::iter([Ok(half), Err(gone)]));
        let request =
            browser.request("POST", &format!("/o/acme{}", self.action)).header(header::CONTENT_TYPE, media);
        browser.send(request.body(body).expect("a request")).await
    }
}

/// Looks at the answer to bad input, and notes what is not as it has to be.
fn look(form: &Form, told: &str, page: &Page, wrote: u64, wrong: &mut BTreeSet<String>) {
    let mut note = |what: &str| {
        wrong.insert(format!("{} {told}: {what}", form.action));
    };
    let refused = [StatusCode::UNPROCESSABLE_ENTITY, StatusCode::CONFLICT];
    if page.status == StatusCode::SEE_OTHER {
        return;
    }
    if wrote > 0 {
        note("refused, and something was written");
    }
    if page.status == StatusCode::PAYLOAD_TOO_LARGE {
        return;
    }
    if !refused.contains(&page.status) {
        note(&format!("{}", page.status));
        return;
    }
    if !page.html.contains("<title>Error: ") {
        note("the title does not begin with Error");
    }
    if page.status == StatusCode::UNPROCESSABLE_ENTITY && !page.html.contains("There is a problem") {
        note("no summary");
    }
    for bad in ["<script>alert", "<img src=x", "<style", " onclick=", " style="] {
        if page.html.contains(bad) {
            note(&format!("holds {bad}"));
        }
    }
    let summary =
        page.html.split("id=\"problems-title\"").nth(1).and_then(|rest| rest.split("</div>").next());
    for to in summary.unwrap_or_default().split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next())
    {
        if !page.html.contains(&format!(" id=\"{to}\"")) {
            note(&format!("the summary leads to #{to}, which is not there"));
        }
    }
    for field in form.fields.iter().filter(|field| field.is_text) {
        // Ids in rows and lists are written anew; their text is somewhere.
        let kept = escaped(field.value.trim());
        if !page.html.contains(&kept) {
            note(&format!("{} is lost", field.name));
        }
    }
}

/// Returns the pages that show forms, on an organisation that has a record of each kind.
async fn pages(browser: &Browser) -> Vec<String> {
    let mut all: Vec<String> = [
        "/scope",
        "/plan",
        "/answers",
        "/me",
        "/evidence/new",
        "/readiness/waive?code=PB0401",
        "/readiness/dispute?code=PB0401",
    ]
    .map(str::to_owned)
    .to_vec();
    for kind in RecordKind::ALL {
        let word = web::address::kind(*kind);
        let id = if kind.kind().single {
            kind.kind().prefix.to_owned()
        } else if *kind == RecordKind::Control {
            "A.8.13".to_owned()
        } else if *kind == RecordKind::Disposition || !is_named_by_people(*kind) {
            continue;
        } else {
            browser.record(*kind, &[("title", "One of a kind")]).await.to_string()
        };
        all.push(format!("/{word}/{id}/edit"));
        if !kind.kind().single {
            all.push(format!("/{word}/new"));
        }
        for form in forms().filter(|form| form.on == *kind) {
            all.push(match form.target {
                FormTarget::Kind => format!("/{word}/do/{}", form.verb),
                FormTarget::Record => format!("/{word}/{id}/do/{}", form.verb),
            });
        }
    }
    for verb in ["rate", "treat", "accept", "close"] {
        all.push(format!("/risks/R-1/{verb}"));
    }
    all
}

#[tokio::test]
async fn every_form_takes_bad_input_in_words_and_loses_nothing() {
    let browser = Browser::new().await;
    let begun = Instant::now();
    let (mut wrong, mut seen, mut sent, mut conflicts) = (BTreeSet::new(), BTreeSet::new(), 0, 0);
    for at in pages(&browser).await {
        let page = browser.get(&at).await;
        for form in of_page(&page.html) {
            if !seen.insert(form.action.clone()) {
                continue;
            }
            if form.action.ends_with("/edit") {
                conflicts += stale(&browser, &form, &mut wrong).await / 2;
                let again = of_page(&browser.get(&at).await.html);
                let again =
                    again.into_iter().find(|one| one.action == form.action).expect("it is there again");
                sent += trouble(&browser, &again, &mut wrong).await;
            } else {
                sent += trouble(&browser, &form, &mut wrong).await;
            }
        }
    }
    println!("{} forms, {sent} posts, {conflicts} conflicts, {:?}", seen.len(), begun.elapsed());
    let some: Vec<&String> = wrong.iter().take(80).collect();
    assert!(wrong.is_empty(), "{} are not as expected, such as {some:#?}", wrong.len());
    assert!(seen.len() > 150 && conflicts > 20, "{} forms, {conflicts} conflicts are few", seen.len());
}

/// Saves a form as somebody else, and then as it was read before: both texts are shown, and mine is whole.
async fn stale(browser: &Browser, form: &Form, wrong: &mut BTreeSet<String>) -> usize {
    let titled = |title: &'static str| {
        form.typed(move |field| if field.name == "title" { title.to_owned() } else { field.value.clone() })
    };
    if !form.fields.iter().any(|field| field.name == "title" && field.is_text) {
        return 0;
    }
    let (theirs, mine) = ("What they wrote meanwhile", "What I wrote <b>in the end");
    if titled(theirs).send(browser).await.status != StatusCode::SEE_OTHER {
        return 1;
    }
    let before = browser.books.now().commits();
    let page = titled(mine).send(browser).await;
    let is_shown = page.html.contains(theirs) && page.html.contains(&escaped(mine));
    let is_whole = page.html.contains("<title>Error: ") && page.html.contains("nothing of it is lost");
    if page.status != StatusCode::CONFLICT
        || !is_shown
        || !is_whole
        || browser.books.now().commits() != before
    {
        wrong.insert(format!("{} stale: {}, both shown: {is_shown}", form.action, page.status));
    }
    2
}

/// Sends a form with everything that is bad, and returns how many posts that were.
async fn trouble(browser: &Browser, form: &Form, wrong: &mut BTreeSet<String>) -> usize {
    let commits = || browser.books.now().commits();
    let mut sent = 0;
    let long = "long \u{17e} ".repeat(1_500);
    let mut tries = vec![("empty".to_owned(), form.typed(|_| String::new()))];
    for text in HOSTILE {
        tries.push((text.chars().take(12).collect(), form.typed(|_| (*text).to_owned())));
    }
    tries.push(("10,000 characters".to_owned(), form.typed(|_| long.trim().to_owned())));
    let mut is_taken = false;
    for (told, bad) in &tries {
        let before = commits();
        let page = bad.send(browser).await;
        look(bad, told, &page, commits() - before, wrong);
        sent += 1;
        if commits() > before && !is_taken {
            // Twice clicked, it is done once.
            is_taken = true;
            let before = commits();
            bad.send(browser).await;
            sent += 1;
            if commits() != before {
                wrong.insert(format!("{} {told}: sent twice, done twice", form.action));
            }
        }
    }
    let before = commits();
    let page = form.cut(browser).await;
    if page.status != StatusCode::BAD_REQUEST || commits() != before {
        wrong.insert(format!("{} cut off: {}, {} written", form.action, page.status, commits() - before));
    }
    sent + 1
}
