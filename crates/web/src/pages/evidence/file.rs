//! The file of evidence or of a document: saved, never shown inside our own pages.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use model::records::{Document, Evidence, StoredFile};
use model::{RecordKind, Ref};

use super::item::PICTURE_BYTES_MAX;
use crate::address::encoded;
use crate::failure::{Answer, Failure};
use crate::pages::record::Which;
use crate::visit::{Of, Visit};

/// Answers with the file, hashed again.
///
/// # Errors
/// Where there is no file, or its bytes are others than were kept.
pub async fn download(visit: Visit, Which(id): Which) -> Answer {
    let file = if id.kind == RecordKind::Evidence {
        visit.isms().evidence.find(&Ref::<Evidence>::of(id.key)).and_then(|one| one.file.clone())
    } else if id.kind == RecordKind::Document {
        visit.isms().documents.find(&Ref::<Document>::of(id.key)).and_then(|one| one.file.clone())
    } else {
        None
    };
    let file = file.ok_or_else(|| Failure::unknown(format!("file of {id}")))?;
    let bytes = visit.books.file(&file.digest).await?;
    Ok(attached(&file, bytes))
}

/// Answers with the picture that a file is, to be shown on the page of its record.
///
/// # Errors
/// Where there is none, or it is no picture that is shown.
pub async fn preview(visit: Visit, Of(id): Of<Evidence>) -> Answer {
    let file = visit.isms().evidence.find(&id).and_then(|one| one.file.clone());
    let unknown = || Failure::unknown(format!("picture of {id}"));
    let file = file.filter(|file| file.size <= PICTURE_BYTES_MAX).ok_or_else(unknown)?;
    let bytes = visit.books.file(&file.digest).await?;
    let media = picture(&bytes).ok_or_else(unknown)?;
    let mut answer = attached(&file, bytes);
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline"));
    Ok(answer)
}

/// Returns what picture bytes are, by how they begin; drawings that hold script are none.
#[must_use]
pub fn picture(bytes: &[u8]) -> Option<&'static str> {
    let begins: [(&[u8], &'static str); 4] = [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"GIF87a", "image/gif"),
        (b"GIF89a", "image/gif"),
    ];
    let known = begins.iter().find(|(sign, _)| bytes.starts_with(sign)).map(|(_, media)| *media);
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    known.or(is_webp.then_some("image/webp"))
}

/// Answers with bytes that no browser may run: saved under their name, in a sandbox.
fn attached(file: &StoredFile, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let name: String = file
        .name
        .chars()
        .map(|sign| if sign.is_ascii_alphanumeric() || "._-".contains(sign) { sign } else { '_' })
        .collect();
    let disposition = format!(
        "attachment; filename=\"{name}\"; filename*=UTF-8''{}",
        encoded(&file.name).replace([':', ','], "_")
    );
    let plain = HeaderValue::from_static("application/octet-stream");
    let media = match &*file.media {
        "application/pdf" => HeaderValue::from_static("application/pdf"),
        "image/png" => HeaderValue::from_static("image/png"),
        "image/jpeg" => HeaderValue::from_static("image/jpeg"),
        "image/gif" => HeaderValue::from_static("image/gif"),
        "application/zip" => HeaderValue::from_static("application/zip"),
        "text/plain" => HeaderValue::from_static("text/plain; charset=utf-8"),
        _ => plain,
    };
    headers.insert(header::CONTENT_TYPE, media);
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
