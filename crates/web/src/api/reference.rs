//! The page that explains the API, and the same as Markdown for the reference of the project.

use std::fmt::Write as _;

use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};
use model::{RecordKind, Writer};
use operations::{FormTarget, OperationForm, forms_of_any};

use super::ROOT;
use super::check::SAYINGS;
use super::problem::ProblemKind;
use crate::address;
use crate::guard;
use crate::layout::{Theme, Width, bare};

/// What holds for every request: a title and a few sentences each.
const CONVENTIONS: &[(&str, &[&str])] = &[
    (
        "Who asks",
        &[
            "A browser that came in by its link or signed in asks with its cookie; changes then have to come from our own pages.",
            "Everybody else sends `Authorization: Bearer plumb_…`. A token may at most what its person may, and never approves, accepts, closes or grants.",
        ],
    ),
    (
        "Records",
        &[
            "`GET …/risks` lists a kind, `GET …/risks/R-1` is one record; `record` holds its fields as they are stored.",
            "`POST …/risks` makes one from the fields that people write. `PATCH …/risks/R-1` changes those that the body names (JSON Merge Patch): a null takes a value away.",
            "`DELETE …/risks/R-1` with `{\"because\": \"…\"}` removes one that nothing points at; its history stays.",
            "Each kind has its steps: `POST …/risks/R-1/accept`. `steps` of a record names those that its state lets happen.",
        ],
    ),
    (
        "Revisions",
        &[
            "`ETag` is the revision of a record. A change and a removal need `If-Match` with it: without, 428; where somebody wrote the record meanwhile, 412.",
            "Steps take `If-Match` too, where you want it. `If-None-Match` saves reading what you know.",
            "`Log-Head` is the newest commit of the state that was answered.",
        ],
    ),
    (
        "Once",
        &[
            "Each change needs an `Idempotency-Key` of your own, such as a uuid. The same request with the same key is done once, and answered alike for eight days; another request with it is 422. Two tokens with the same key are two requests. Where the answer of a change was lost with the server, the same request is 409 and names its commit: nothing is done twice.",
            "`Because` says why, beside any body: text in UTF-8 with percent signs, kept with the commit.",
        ],
    ),
    (
        "Lists",
        &[
            "`limit` (50, at most 200), `after` (the cursor that `next` gave), `sort=due` or `sort=-due`, `q=words`, and any field as a filter: `?treatment=modify`; `none` finds those in which nothing stands.",
            "`as_of=2026-03-31` answers as it stood at the end of that day. A field of the query that an address does not know is 400.",
        ],
    ),
    (
        "Bodies",
        &[
            "JSON in UTF-8, at most 1 MiB, 32 deep and 2000 items long, no key twice, whole numbers within ±(2⁵³−1). Decimals are strings, dates are `2026-03-31`. Unknown fields are refused: nothing is dropped in silence.",
            "Files come as `multipart/form-data`: `file`, and `fields` as JSON. They go out as attachments.",
        ],
    ),
];

/// Answers with the page.
pub async fn page(headers: HeaderMap) -> Response {
    let theme = Theme::read(&guard::cookie(&headers, "theme").unwrap_or_default());
    bare("The API · Plumbline", theme, Width::Wide, main()).into_response()
}

fn main() -> Markup {
    html! {
        h1 { "What other programs can ask and do" }
        p.words { "The same records, the same rules and the same history as on the pages. All addresses begin with " code { (ROOT) "/{org}" } ", where the organisation is called as in its pages." }
        p { a href={ (ROOT) "/openapi.json" } { "The description for programs (OpenAPI 3.1)" } }
        @for (title, sentences) in CONVENTIONS {
            h2 { (title) }
            @for sentence in *sentences { p.words { (code(sentence)) } }
        }
        h2 { "Other addresses" }
        table.table.ways { tbody { @for (way, what) in others() { tr { td { code { (way) } } td { (what) } } } } }
        h2 { "When something is the matter" }
        p.words { "Answers are " code { "application/problem+json" } " (RFC 9457). " code { "type" } " is one of these; " code { "errors" } " points at each place." }
        table.table {
            thead { tr { th scope="col" { "Status" } th scope="col" { "Type" } th scope="col" { "Means" } } }
            tbody {
                @for kind in ProblemKind::ALL {
                    @let (status, word, title) = kind.words();
                    tr id=(word) { td { (status.as_u16()) } td { code { (word) } } td { b { (title) } br; (code(kind.means())) } }
                }
            }
        }
        h2 { "Steps of every kind" }
        (table_of_steps(forms_of_any().map(|form| (form.verb, form))))
        h2 { "Kinds" }
        @for kind in RecordKind::ALL {
            details id=(address::kind(*kind)) {
                summary { code { "/" (address::kind(*kind)) } " " (kind.kind().what) }
                (fields(*kind))
                (table_of_steps(own_steps(*kind)))
            }
        }
    }
}

/// Returns the steps that a kind has besides those of every kind.
fn own_steps(kind: RecordKind) -> impl Iterator<Item = (&'static str, &'static OperationForm)> {
    operations::every_form().filter(move |form| form.on == kind).map(|form| (form.verb, form))
}

fn fields(kind: RecordKind) -> Markup {
    let fields = kind.fields();
    html! {
        table.table.stacks {
            thead { tr { th scope="col" { "Field" } th scope="col" { "Holds" } th scope="col" { "Written by" } } }
            tbody {
                @for field in &fields {
                    tr { th scope="row" { code { (field.name) } } td data-label="Holds" { (field.help) } td data-label="Written by" { (if field.writer == Writer::Form { "you" } else { "steps" }) } }
                }
            }
        }
    }
}

fn table_of_steps<'a>(steps: impl Iterator<Item = (&'a str, &'a OperationForm)>) -> Markup {
    let steps: Vec<(&str, &OperationForm)> = steps.collect();
    html! {
        @if !steps.is_empty() {
            table.table.stacks {
                thead { tr { th scope="col" { "Step" } th scope="col" { "What happens" } th scope="col" { "Asks" } } }
                tbody {
                    @for (verb, form) in steps {
                        tr { th scope="row" { code { (verb) } } td data-label="What happens" { (form.what) } td data-label="Asks" { @for input in form.inputs { code { (input.name) } " " } } }
                    }
                }
            }
        }
    }
}

/// Returns a sentence with what stands between backticks as code.
fn code(sentence: &str) -> Markup {
    html! {
        @for (place, part) in sentence.split('`').enumerate() {
            @if place % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// Returns the addresses that are about no kind of record.
fn others() -> Vec<(String, String)> {
    let fixed = [
        ("GET /api/v1/organisations", "The organisations that you may see."),
        ("GET …", "An organisation: its name, its day, its newest commit."),
        ("GET …/check", "What the rules say: gate, rule, on, limit, after."),
        ("GET …/history", "Commits, newest first; also of one record: …/risks/R-1/history."),
        ("GET …/history/12", "One commit, with every field that it changed."),
        ("POST …/history/12/undo", "Takes a commit back by a new one."),
        ("GET …/jobs", "Your long work, newest first: imports, packs, archives, checks of all hashes."),
        ("GET …/jobs/ID", "How far it is, and what came of it."),
        ("POST …/jobs/ID/cancel", "Stops it before its next step; nothing is written by halves."),
        ("POST …/evidence/add", "Adds evidence with its file."),
        ("GET …/evidence/EV-1/file", "The file of evidence; of a document likewise."),
        ("POST …/documents/DOC-1/attach", "Attaches the file of a document."),
    ];
    let mut all: Vec<(String, String)> =
        fixed.map(|(way, what)| (way.to_owned(), what.to_owned())).into_iter().collect();
    all.extend(SAYINGS.iter().map(|saying| {
        let asks: Vec<&str> = saying.inputs.iter().map(|input| input.name).collect();
        (format!("POST …/check/{}", saying.verb), format!("{} Asks: {}.", saying.what, asks.join(", ")))
    }));
    all
}

/// Returns the same as Markdown.
#[must_use]
pub fn markdown() -> String {
    let mut page = String::from("# The JSON API, version 1\n\n");
    let _ = writeln!(
        page,
        "All addresses begin with `{ROOT}/ORGANISATION`. The description for programs is `{ROOT}/openapi.json`,"
    );
    page.push_str(
        "the same as [openapi.json](openapi.json). A running instance shows this page at `/api`.\n",
    );
    for (title, sentences) in CONVENTIONS {
        let _ = write!(page, "\n## {title}\n\n{}\n", sentences.join("\n"));
    }
    page.push_str("\n## Other addresses\n\n| address | what |\n| --- | --- |\n");
    for (way, what) in others() {
        let _ = writeln!(page, "| `{way}` | {what} |");
    }
    page.push_str("\n## Problems\n\n| status | type | title | means |\n| --- | --- | --- | --- |\n");
    for kind in ProblemKind::ALL {
        let (status, word, title) = kind.words();
        let _ = writeln!(page, "| {} | `{word}` | {title} | {} |", status.as_u16(), kind.means());
    }
    page.push_str("\n## Steps\n\nUnder the address of a record, except those marked *makes one*.\n\n| kind | step | what happens | asks |\n| --- | --- | --- | --- |\n");
    for form in forms_of_any() {
        step(&mut page, "any", form);
    }
    for kind in RecordKind::ALL {
        for (_, form) in own_steps(*kind) {
            step(&mut page, &format!("`{}`", address::kind(*kind)), form);
        }
    }
    page
}

fn step(page: &mut String, kind: &str, form: &OperationForm) {
    let needed = |input: &operations::Input| if input.may_be_empty() { "" } else { "*" };
    let asks: Vec<String> =
        form.inputs.iter().map(|input| format!("`{}`{}", input.name, needed(input))).collect();
    let makes = if form.target == FormTarget::Kind { " *(makes one)*" } else { "" };
    let _ = writeln!(page, "| {kind} | `{}`{makes} | {} | {} |", form.verb, form.what, asks.join(", "));
}
