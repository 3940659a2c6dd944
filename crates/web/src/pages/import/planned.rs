//! A kept file, planned on the records as they are now.

use std::sync::Arc;

use app::Imported;
use importers::plan::{Options, Plan, plan};
use importers::{Limits, Source, open};
use model::{Date, Isms};

use super::kept::Upload;
use crate::failure::Failure;
use crate::visit::Visit;

/// Returns a kept file.
///
/// # Errors
/// Where it is no longer kept.
pub fn upload(visit: &Visit, word: &str) -> Result<Arc<Upload>, Failure> {
    let found = visit.session.uploads.find(&visit.books.origin(), word);
    found.ok_or_else(|| {
        Failure::Unknown(
            "this file is no longer kept: between the steps it is kept for an hour; choose it again"
                .to_owned(),
        )
    })
}

/// Plans the import, beside the pages that others wait for.
///
/// # Errors
/// Where the machine fails; the inner error says why the file cannot be read.
pub async fn planned(visit: &Visit, upload: &Arc<Upload>) -> Result<Result<Plan, String>, Failure> {
    let isms: Arc<Isms> = visit.books.now().isms;
    let upload = Arc::clone(upload);
    let today = visit.books.today();
    let organisation = visit.books.log().org.to_string();
    let made = tokio::task::spawn_blocking(move || {
        let options = options(&upload, organisation, today)?;
        plan(&isms, &upload.name, &upload.bytes, &options).map_err(|problem| problem.to_string())
    });
    made.await.map_err(|_| Failure::Bug)
}

/// Plans the import, and decides it for who looks without writing: what would be written, and what left out.
///
/// # Errors
/// The same.
pub async fn rehearsed(
    visit: &Visit,
    upload: &Arc<Upload>,
) -> Result<Result<(Plan, Option<Imported>), String>, Failure> {
    let plan = match planned(visit, upload).await? {
        Ok(plan) => plan,
        Err(words) => return Ok(Err(words)),
    };
    let (books, acting) = (Arc::clone(&visit.books), visit.acting(""));
    let decided = tokio::task::spawn_blocking(move || {
        let rehearsed = books.rehearse_import(&acting, &plan);
        (plan, rehearsed)
    });
    decided.await.map(Ok).map_err(|_| Failure::Bug)
}

/// Returns what the import of a kept file is told beside it.
///
/// # Errors
/// Where what was said about its columns cannot be read.
pub fn options(upload: &Upload, organisation: String, today: Date) -> Result<Options, String> {
    let mut options = Options { organisation, ..Options::on(today) };
    let map = upload.map.lock().expect("nobody panics here").clone();
    if !map.is_empty() {
        let read = importers::map::read(map.as_bytes());
        options.map = Some(read.map_err(|problem| problem.to_string())?);
    }
    Ok(options)
}

/// Opens a kept file, beside the pages that others wait for.
///
/// # Errors
/// Where the machine fails; the inner error says why the file cannot be read.
pub async fn opened(upload: &Arc<Upload>) -> Result<Result<Source, String>, Failure> {
    let upload = Arc::clone(upload);
    let made = tokio::task::spawn_blocking(move || {
        open(&upload.name, &upload.bytes, &Limits::usual()).map_err(|problem| problem.to_string())
    });
    made.await.map_err(|_| Failure::Bug)
}
