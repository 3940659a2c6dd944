//! Files that are dropped, pasted or chosen together: each becomes evidence of its own, all in one commit.

use app::NewFile;
use axum::extract::Multipart;
use axum::http::StatusCode;
use maud::html;
use model::About;
use operations::{AddEvidence, AnyOperation, Operation as _};

use super::add::pieces;
use super::inbox::{self, HERE};
use crate::failure::Answer;
use crate::layout::PageHead;
use crate::pages::naming::counted;
use crate::parts::form::problems;
use crate::visit::Visit;

/// How many files come together.
const FILES_MAX: usize = 50;

/// Keeps the files, and adds evidence for each.
///
/// # Errors
/// Where the upload cannot be read, is too large, or the store does not take it.
pub async fn add(visit: Visit, mut upload: Multipart) -> Answer {
    visit.writable()?;
    let (mut form, files) = pieces(&mut upload, FILES_MAX).await?;
    if files.is_empty() {
        return Ok(refused(&visit, "Choose a file first"));
    }
    if let Some(empty) = files.iter().find(|file| file.bytes.is_empty()) {
        return Ok(refused(
            &visit,
            &format!("{} is empty and shows nothing; choose the file again", empty.name),
        ));
    }
    let mut operations: Vec<Box<dyn AnyOperation>> = Vec::new();
    for file in &files {
        let stored = visit.books.keep_file(file).await?;
        let title = vec![("title".to_owned(), title(file))];
        form.0.push((file.name.clone(), stored.digest.to_string()));
        operations.push(Box::new(AddEvidence {
            id: None,
            typed: title,
            file: Some(stored),
            uses: Vec::new(),
            about: About::default(),
        }));
    }
    match visit.run_all_once(&form, AddEvidence::INTENT, operations).await? {
        Ok(done) => {
            visit.say(
                format!("{}: somebody should look at each and accept it", added(done.records.len())),
                Some(&done),
            );
            Ok(visit.to("/evidence?inbox=waiting#inbox"))
        }
        Err(words) => Ok(refused(&visit, &words)),
    }
}

fn added(count: usize) -> String {
    format!("{} added", counted(count, "file was", "files were"))
}

/// Returns what evidence is called that comes as a file.
fn title(file: &NewFile) -> String {
    let name = file.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|sign| !sign.is_control()).take(200).collect();
    if name.trim().is_empty() { "file".to_owned() } else { name }
}

fn refused(visit: &Visit, words: &str) -> axum::response::Response {
    let wrong = vec![("drop-file".to_owned(), words.to_owned())];
    let main = html! { (problems(None, &wrong)) (inbox::section(visit)) };
    visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, HERE, PageHead::new("Evidence"), main)
}
