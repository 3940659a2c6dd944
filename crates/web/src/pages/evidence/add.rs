//! Add evidence: a form with a file, or without one.

use app::NewFile;
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::StatusCode;
use maud::{Markup, html};
use model::records::StoredFile;
use model::{About, RecordId, RecordKind, Writer};
use operations::{AddEvidence, AddEvidenceRefusal, CreateRecordRefusal, Operation as _};

use crate::address;
use crate::failure::{Answer, Failure};
use crate::fields::{Fields, NO_TEXT};
use crate::layout::PageHead;
use crate::once;
use crate::pages::drafts;
use crate::pages::record::closed;
use crate::pages::record::inputs::{self, Wrong};
use crate::parts::form::{field, problems};
use crate::parts::{Input, Widget};
use crate::routes::UPLOAD_BYTES_MAX;
use crate::visit::Visit;

/// How many fields an upload may have.
const FIELDS_MAX: usize = 200;
/// How large a field that is no file may be.
const FIELD_BYTES_MAX: usize = 256 * 1024;

/// Answers with the form.
///
/// # Errors
/// Where the past is shown.
pub async fn ask(visit: Visit) -> Answer {
    visit.writable()?;
    if let (Some(why), None) = (visit.why_not(AddEvidence::INTENT, &[]), visit.taken_up()) {
        return Ok(visit.page("/evidence", head(&visit), closed::new(&visit, RecordKind::Evidence, &why)));
    }
    let main = form(&visit, visit.taken_up().unwrap_or(&visit.query), None, &Wrong::new());
    Ok(visit.page("/evidence", head(&visit), main))
}

/// Keeps the file, and adds the record.
///
/// # Errors
/// Where the upload cannot be read, is too large, or the store does not take it.
pub async fn add(visit: Visit, mut upload: Multipart) -> Answer {
    let (typed, file) = read(&mut upload).await?;
    let Some(uses) = uses(&typed) else {
        let wrong = vec![("uses".to_owned(), "Expected ids such as A.8.13".to_owned())];
        let main = form(&visit, &typed, None, &wrong);
        return Ok(visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, "/evidence", head(&visit), main));
    };
    let stored = match &file {
        Some(file) => Some(visit.books.keep_file(file).await?),
        None => None,
    };
    let mut fields: Vec<(String, String)> = inputs::typed(RecordKind::Evidence, &typed, visit.today)
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .collect();
    title_from_file(&mut fields, stored.as_ref());
    let add = AddEvidence { id: None, typed: fields, file: stored, uses, about: About::default() };
    match visit.run_once(&with_file(&typed, file.as_ref()), add).await? {
        Ok(done) => {
            let id = done.records.first().copied().ok_or(Failure::Bug)?;
            visit.say(format!("{id} was added; somebody should look at it and accept it"), Some(&done));
            Ok(visit.to(&address::record(id)))
        }
        Err(refusal) => {
            let (problem, wrong) = words(refusal);
            let main = form(&visit, &typed, problem.as_deref(), &wrong);
            Ok(visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, "/evidence", head(&visit), main))
        }
    }
}

/// Returns a form together with the file that came with it, so that another file makes another form.
fn with_file(typed: &Fields, file: Option<&NewFile>) -> Fields {
    let mut form = typed.clone();
    if let Some(file) = file {
        form.0.push((file.name.clone(), model::Digest::of(&file.bytes).to_string()));
    }
    form
}

/// Reads an upload: typed fields, and the file where there is one.
///
/// # Errors
/// Where it cannot be read or is too large.
pub async fn read(upload: &mut Multipart) -> Result<(Fields, Option<NewFile>), Failure> {
    let (typed, mut files) = pieces(upload, 1).await?;
    Ok((typed, files.pop()))
}

/// Reads an upload of several files: typed fields, and the files.
///
/// # Errors
/// Where it cannot be read, is too large, or has more files.
pub(super) async fn pieces(
    upload: &mut Multipart,
    files_max: usize,
) -> Result<(Fields, Vec<NewFile>), Failure> {
    let mut typed = Fields::default();
    let mut files = Vec::new();
    while let Some(mut part) = upload.next_field().await.map_err(|error| unreadable(&error))? {
        let name = part.name().unwrap_or_default().to_owned();
        if typed.0.len() >= FIELDS_MAX {
            return Err(Failure::TooLarge(format!("a form has at most {FIELDS_MAX} fields")));
        }
        // A name that is no text is left out by the reader of forms: the field then still says that it holds bytes.
        let is_file = part.file_name().is_some() || part.content_type().is_some();
        if is_file {
            let called = part.file_name().unwrap_or_default().to_owned();
            let bytes = bytes(&mut part, UPLOAD_BYTES_MAX).await?;
            // A file field in which nothing was chosen comes without name and bytes.
            if !called.is_empty() || !bytes.is_empty() {
                let name = if called.is_empty() { "file".to_owned() } else { called };
                if files.len() >= files_max {
                    return Err(Failure::TooLarge(format!("expected at most {files_max} files at once")));
                }
                files.push(NewFile { name, bytes });
            }
        } else {
            let bytes = bytes(&mut part, FIELD_BYTES_MAX).await?;
            let text = String::from_utf8(bytes).map_err(|_| Failure::Unreadable(NO_TEXT.to_owned()))?;
            typed.0.push((name, text.replace("\r\n", "\n")));
        }
    }
    Ok((typed, files))
}

/// What is said of a file that is not taken for its size.
const FILE_TOO_LARGE: &str = "a file holds at most 64 MiB, and so do all that come together";

/// Reads a part in pieces, at most so many bytes.
async fn bytes(part: &mut Field<'_>, bytes_max: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(|error| unreadable(&error))? {
        if bytes.len() + piece.len() > bytes_max {
            let words = match bytes_max {
                UPLOAD_BYTES_MAX => FILE_TOO_LARGE.to_owned(),
                _ => format!("a field of this form holds at most {} KiB", bytes_max / 1024),
            };
            return Err(Failure::TooLarge(words));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

fn unreadable(error: &MultipartError) -> Failure {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Failure::TooLarge(FILE_TOO_LARGE.to_owned())
    } else {
        Failure::Unreadable("the upload ended early or is not a form; send it again".to_owned())
    }
}

/// Reads what it is evidence for; nothing where one is no id.
fn uses(typed: &Fields) -> Option<Vec<RecordId>> {
    typed
        .all("uses")
        .map(|text| RecordId::parse(text.split_whitespace().next().unwrap_or_default()))
        .collect()
}

/// Gives evidence without a title the name of its file.
fn title_from_file(fields: &mut Vec<(String, String)>, file: Option<&StoredFile>) {
    if let Some(file) = file.filter(|_| fields.iter().all(|(name, _)| name != "title")) {
        fields.push(("title".to_owned(), file.name.to_string()));
    }
}

fn words(refusal: AddEvidenceRefusal) -> (Option<String>, Wrong) {
    if let AddEvidenceRefusal::Create(CreateRecordRefusal::Fields(problems)) = &refusal {
        return (None, problems.iter().map(|one| (one.field.clone(), one.problem.to_string())).collect());
    }
    if let AddEvidenceRefusal::Create(CreateRecordRefusal::Untitled(_)) = &refusal {
        return (None, vec![("title".to_owned(), "Enter a title, or choose a file".to_owned())]);
    }
    (Some(refusal.to_string()), Wrong::new())
}

fn head(visit: &Visit) -> PageHead {
    PageHead {
        crumbs: vec![("Evidence".to_owned(), visit.at("/evidence"))],
        lead: Some(html! { "A file or a note that shows that something was really done." }),
        ..PageHead::new("Add evidence")
    }
}

fn form(visit: &Visit, typed: &Fields, problem: Option<&str>, wrong: &Wrong) -> Markup {
    let fields = RecordKind::Evidence.fields();
    let ours = fields.iter().filter(|shown| shown.writer == Writer::Form);
    let file = Input::new("file", "File", Widget::File(String::new()))
        .hint("At most 64 MiB; a refused form asks for it again");
    let targets = inputs::records(
        visit.isms(),
        &[RecordKind::Control, RecordKind::TreatmentAction, RecordKind::Document],
    );
    let used = Input::new("uses", "Used for", Widget::Refs(targets))
        .hint("Controls, actions and documents that it supports")
        .value(typed.joined("uses"))
        .error(wrong.iter().find(|(name, _)| name == "uses").map(|(_, words)| words.clone()));
    html! {
        (problems(problem, wrong))
        form.form method="post" action=(visit.at("/evidence/new")) enctype="multipart/form-data" data-form novalidate {
            (once::field())
            (field(&file))
            (field(&used))
            @for shown in ours { (inputs::shown_input(shown, typed.get(shown.name), visit.isms(), wrong)) }
            div.form-end {
                button.button.primary type="submit" { span { "Add" } kbd aria-hidden="true" { "Ctrl ↵" } }
                (drafts::button(&visit.at("/evidence/new")))
                a.button.quiet href=(visit.at("/evidence")) { "Cancel" }
            }
        }
    }
}
