//! The file that a job made: for who began it, while it is kept, and while they still may have it.

use app::{FileOnItsWay, MadeFile};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::Response;
use model::RecordId;
use operations::{ExportArchive, Operation as _};

use super::{JobId, beginner};
use crate::failure::{Answer, Failure};
use crate::visit::Visit;

/// How many bytes go out at once.
const PIECE: usize = 64 * 1024;

/// Answers with the file: once, and not to what only looks ahead.
///
/// # Errors
/// Where who asks began no such job, the file is no longer kept, or they may not have it any more.
pub async fn file(visit: Visit, JobId(id): JobId, method: Method, headers: HeaderMap) -> Answer {
    let (instance, log, by) = (visit.site.instance(), visit.books.log(), beginner(&visit));
    let seen = instance.job(log, &by, &id).await?;
    let told = seen.state.result.file.as_ref().ok_or_else(|| Failure::unknown("such file"))?;
    let (intent, record) = &told.allowed;
    let record = RecordId::parse(record).ok_or(Failure::Bug)?;
    visit.find(record)?;
    visit.may(intent, &[record])?;
    if intent == ExportArchive::INTENT {
        visit.books.may_archive(&visit.acting(""))?;
    }
    if method == Method::HEAD || looks_ahead(&headers) {
        return Err(Failure::Unreadable("this file is given once, to who opens the link".to_owned()));
    }
    let gone = || {
        let words = match seen.state.fetched {
            Some(_) => "this file was fetched, and is given once; begin again for a new one",
            None => "this file is no longer kept, or is on its way already; begin again for a new one",
        };
        Failure::Unknown(words.to_owned())
    };
    let taken = instance.take_job_file(log, &by, &id).await?.ok_or_else(gone)?;
    let file = taken.file().ok_or_else(gone)?;
    answered(in_pieces(file, told.bytes, Some(taken)), &told.name, &told.media, told.bytes)
}

/// Says whether a browser asks for something before anybody opened it.
fn looks_ahead(headers: &HeaderMap) -> bool {
    let says = |name: &str| {
        let line = headers.get(name).and_then(|line| line.to_str().ok()).unwrap_or_default();
        line.to_ascii_lowercase().contains("prefetch") || line.to_ascii_lowercase().contains("prerender")
    };
    says("sec-purpose") || says("purpose")
}

/// Sends a file to be kept, one piece of it at a time.
///
/// # Errors
/// Where its name cannot stand in a header.
pub fn sent(file: MadeFile, name: &str, media: &str, bytes: u64) -> Answer {
    answered(in_pieces(file, bytes, None), name, media, bytes)
}

fn answered(body: Body, name: &str, media: &str, bytes: u64) -> Answer {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    let put = |text: &str| HeaderValue::from_str(text).map_err(|_| Failure::Bug);
    headers.insert(header::CONTENT_TYPE, put(media)?);
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes));
    headers.insert(header::CONTENT_DISPOSITION, put(&format!("attachment; filename=\"{name}\""))?);
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Sends a file piece by piece. What is given once is given when its last piece went out, or is given back.
fn in_pieces(file: MadeFile, bytes: u64, taken: Option<FileOnItsWay>) -> Body {
    let pieces = futures_util::stream::unfold(Some((file, 0_u64, taken)), move |at| async move {
        let (file, from, mut taken) = at?;
        let reading = file.clone();
        let read = tokio::task::spawn_blocking(move || reading.piece(from, PIECE)).await;
        match read {
            Ok(Ok(piece)) if piece.is_empty() => None,
            Ok(Ok(piece)) => {
                let next = from + piece.len() as u64;
                if next >= bytes
                    && let Some(taken) = &mut taken
                {
                    taken.arrived();
                }
                Some((Ok(piece), Some((file, next, taken))))
            }
            Ok(Err(error)) => Some((Err(error), None)),
            Err(_) => Some((Err(std::io::Error::other("the program ends")), None)),
        }
    });
    Body::from_stream(pieces)
}
