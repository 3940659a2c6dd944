//! The file that a job made: for who began it, while it is kept, and while they still may have it.

use app::MadeFile;
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use model::RecordId;

use super::{JobId, beginner};
use crate::failure::{Answer, Failure};
use crate::visit::Visit;

/// How many bytes go out at once.
const PIECE: usize = 64 * 1024;

/// Answers with the file.
///
/// # Errors
/// Where who asks began no such job, the file is no longer kept, or they may not have it any more.
pub async fn file(visit: Visit, JobId(id): JobId) -> Answer {
    let seen = visit.site.instance().job(visit.books.log(), &beginner(&visit), &id).await?;
    let told = seen.state.result.file.as_ref().ok_or_else(|| Failure::unknown("such file"))?;
    let (intent, record) = &told.allowed;
    let record = RecordId::parse(record).ok_or(Failure::Bug)?;
    visit.find(record)?;
    visit.may(intent, &[record])?;
    let gone = || Failure::Unknown("this file is no longer kept; begin again for a new one".to_owned());
    let file = seen.file.clone().ok_or_else(gone)?;
    sent(file, &told.name, &told.media, told.bytes)
}

/// Sends a file to be kept, one piece of it at a time.
///
/// # Errors
/// Where its name cannot stand in a header.
pub fn sent(file: MadeFile, name: &str, media: &str, bytes: u64) -> Answer {
    let mut response = Response::new(in_pieces(file));
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

fn in_pieces(file: MadeFile) -> Body {
    let pieces = futures_util::stream::unfold(Some((file, 0_u64)), |at| async move {
        let (file, from) = at?;
        let reading = file.clone();
        let read = tokio::task::spawn_blocking(move || reading.piece(from, PIECE)).await;
        match read {
            Ok(Ok(piece)) if piece.is_empty() => None,
            Ok(Ok(piece)) => {
                let next = from + piece.len() as u64;
                Some((Ok(piece), Some((file, next))))
            }
            Ok(Err(error)) => Some((Err(error), None)),
            Err(_) => Some((Err(std::io::Error::other("the program ends")), None)),
        }
    });
    Body::from_stream(pieces)
}
