//! The pack of a share: what it shows, as one file; written for who may export it, and noted in the log.

use std::fs::File;
use std::io::Read;

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use maud::{Markup, html};
use model::records::Share;
use model::{RecordKind, Ref, YesNo};
use operations::{ExportShare, Operation as _};

use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::pages::record::{here, page};
use crate::parts::form::problems;
use crate::visit::{Of, Visit};

/// How many bytes go out at once.
const PIECE: usize = 64 * 1024;

/// Answers with what a pack is, and the button that writes it.
///
/// # Errors
/// Where there is no such share, or who asks exports nothing.
pub async fn ask(visit: Visit, Of(id): Of<Share>) -> Answer {
    visit.writable()?;
    visit.find(id.id())?;
    visit.may(ExportShare::INTENT, &[id.id()])?;
    Ok(visit.page(&here(RecordKind::Share), head(&visit, id)?, form(&visit, id, None)))
}

/// Writes the pack, notes it, and answers with it in pieces.
///
/// # Errors
/// Where it may not be done, or cannot be written.
pub async fn write(visit: Visit, Of(id): Of<Share>, _: Fields) -> Answer {
    visit.writable()?;
    visit.find(id.id())?;
    visit.may(ExportShare::INTENT, &[id.id()])?;
    let mut file = app::passing_file()?;
    let packed = match visit.books.pack(&visit.acting(""), id, &mut file).await? {
        Ok(packed) => packed,
        Err(refusal) => {
            let main = form(&visit, id, Some(&refusal.to_string()));
            let status = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(visit.refused_page(status, &here(RecordKind::Share), head(&visit, id)?, main));
        }
    };
    let name = format!("attachment; filename=\"{}-pack.zip\"", id.id());
    let mut response = Response::new(in_pieces(file));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(packed.bytes));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).map_err(|_| Failure::Bug)?);
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Returns a file as a body that holds one piece of it at a time.
fn in_pieces(file: File) -> Body {
    let pieces = futures_util::stream::unfold(Some(file), |file| async move {
        let mut file = file?;
        let read = tokio::task::spawn_blocking(move || {
            let mut piece = vec![0; PIECE];
            let read = file.read(&mut piece);
            (
                file,
                read.map(|length| {
                    piece.truncate(length);
                    piece
                }),
            )
        });
        match read.await {
            Ok((_, Ok(piece))) if piece.is_empty() => None,
            Ok((file, Ok(piece))) => Some((Ok(piece), Some(file))),
            Ok((_, Err(error))) => Some((Err(error), None)),
            Err(_) => Some((Err(std::io::Error::other("the program ends")), None)),
        }
    });
    Body::from_stream(pieces)
}

fn head(visit: &Visit, id: Ref<Share>) -> Result<PageHead, Failure> {
    let mut head = page::head(visit, id.id(), visit.find(id.id())?);
    head.crumbs.push((format!("{} {}", id.id(), head.title), visit.record_at(id.id())));
    "Write the pack".clone_into(&mut head.title);
    head.actions = Vec::new();
    head.lead = Some(
        html! { "What the share shows, as one file for a body elsewhere. It can be read and checked without this program." },
    );
    Ok(head)
}

fn form(visit: &Visit, id: Ref<Share>, problem: Option<&str>) -> Markup {
    let files = visit.isms().shares.get(&id).and_then(|share| share.files);
    let at = visit.at(&format!("{}/pack", crate::address::record(id.id())));
    html! {
        (problems(problem, &[]))
        p.words { "In it: the registers and the Statement of Applicability as they stood when the share was opened, with a hash of each file and of the commit that they show."
            @if files == Some(YesNo::Yes) { " The files of evidence and documents go with them." }
            @else { " Files of evidence stay here: the share does not show them." }
        }
        p.words { "The log will say that " (visit.actor_name()) " wrote it, with its hash, and the file accesses which evidence went out." }
        form.form method="post" action=(at) {
            div.form-end {
                button.button.primary type="submit" { span { "Write it" } }
                a.button.quiet href=(visit.record_at(id.id())) { "Go back" }
            }
        }
    }
}
