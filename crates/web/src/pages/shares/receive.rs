//! Take in a paper: the file that a body elsewhere issued, with its signature checked.

use app::IssuedFile;
use axum::extract::Multipart;
use axum::http::StatusCode;
use maud::{Markup, html};
use model::records::Share;
use model::{RecordKind, Ref};
use operations::{Operation as _, ReceiveIssued};

use crate::failure::Answer;
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::once;
use crate::pages::evidence::add;
use crate::pages::record::{here, page};
use crate::parts::form::{field, problems};
use crate::parts::{Input, Widget};
use crate::visit::{Of, Visit};

/// Answers with the form.
///
/// # Errors
/// Where there is no such share, or who asks takes nothing in.
pub async fn ask(visit: Visit, Of(id): Of<Share>) -> Answer {
    visit.writable()?;
    visit.find(id.id())?;
    visit.may(ReceiveIssued::INTENT, &[id.id()])?;
    Ok(visit.page(&here(RecordKind::Share), head(&visit, id)?, form(&visit, id, None)))
}

/// Takes the file in.
///
/// # Errors
/// Where the upload cannot be read, or it may not be done.
pub async fn take(visit: Visit, Of(id): Of<Share>, mut upload: Multipart) -> Answer {
    visit.writable()?;
    visit.find(id.id())?;
    visit.may(ReceiveIssued::INTENT, &[id.id()])?;
    let (typed, file) = add::read(&mut upload).await?;
    let refused = |words: &str| {
        let main = form(&visit, id, Some(words));
        Ok(visit.refused_page(
            StatusCode::UNPROCESSABLE_ENTITY,
            &here(RecordKind::Share),
            head(&visit, id)?,
            main,
        ))
    };
    let Some(file) = file else { return refused("choose the file that the body sent") };
    let issued = match IssuedFile::of_bytes(&file.bytes) {
        Ok(issued) => issued,
        Err(fault) => return refused(&fault.to_string()),
    };
    // Another file makes another form.
    let mut with_file: Fields = typed;
    with_file.0.push(("file".to_owned(), model::Digest::of(&file.bytes).to_string()));
    match visit.run_once(&with_file, issued.received_by(id)).await? {
        Ok(done) => {
            visit.say(format!("{} was taken in, as {} signed it", issued.number, issued.body), Some(&done));
            let made = done.records.iter().find(|made| made.kind == RecordKind::IssuedDocument);
            Ok(visit.to(&crate::address::record(made.copied().unwrap_or_else(|| id.id()))))
        }
        Err(refusal) => refused(&refusal.to_string()),
    }
}

fn head(visit: &Visit, id: Ref<Share>) -> Result<PageHead, crate::failure::Failure> {
    let mut head = page::head(visit, id.id(), visit.find(id.id())?);
    head.crumbs.push((format!("{} {}", id.id(), head.title), visit.record_at(id.id())));
    "Take in a file of the body".clone_into(&mut head.title);
    head.actions = Vec::new();
    head.lead = Some(html! {
        "A paper as the body issued it. Its signature is checked with the key that is bound to the share; nobody here changes a word of it afterwards."
    });
    Ok(head)
}

fn form(visit: &Visit, id: Ref<Share>, problem: Option<&str>) -> Markup {
    let input = Input::new("file", "File", Widget::File("application/json,.json".to_owned()))
        .hint("As the body sent it; at most 1 MiB");
    let at = visit.at(&format!("{}/receive", crate::address::record(id.id())));
    html! {
        (problems(problem, &[]))
        form.form method="post" action=(at) enctype="multipart/form-data" data-form novalidate {
            (once::field())
            (field(&input))
            div.form-end {
                button.button.primary type="submit" { span { "Take it in" } kbd aria-hidden="true" { "Ctrl ↵" } }
                a.button.quiet href=(visit.record_at(id.id())) { "Go back" }
            }
        }
    }
}
