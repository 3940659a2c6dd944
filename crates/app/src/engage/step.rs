//! Steps that write in two ledgers, as forms ask for them: pages and the API take them here, and all others as usual.

use model::records::{Engagement, Share};
use model::{RecordId, Ref, Value};
use operations::{CloseShare, IssuedPaper, OpenShare, OperationForm};

use super::{Engage, EngageRefusal};
use crate::books::Books;
use crate::commit::{Done, Visit};
use crate::failure::Failure;
use crate::room::Room;

impl Room {
    /// Takes a step that writes in two ledgers of this instance; nothing where the step writes here alone, or where what
    /// was typed cannot be read: then the caller takes it, or tells what is wrong, as with any other.
    ///
    /// # Errors
    /// A failure of the world, or that it is not allowed; a refusal is the inner error.
    pub async fn take_joint(
        &self,
        engage: &Engage<'_>,
        visit: &Visit,
        form: &OperationForm,
        id: RecordId,
        typed: &[(String, String)],
    ) -> Result<Option<Result<Done, EngageRefusal>>, Failure> {
        if (form.make)(id, typed).is_err() {
            return Ok(None);
        }
        let books = self.books();
        match form.intent {
            "engagement.issue" => issue(engage, books, visit, id, typed).await,
            "engagement.key" if text(typed, "key").is_empty() => {
                engage.note_key(books, visit, Ref::of(id.key)).await.map(Some)
            }
            "engagement.link" if text(typed, "share").is_empty() => {
                engage.link(books, visit, Ref::of(id.key)).await.map(Some)
            }
            "share.open" => match open(Ref::of(id.key), typed) {
                Some(open) => engage.open_share(books, visit, open).await.map(Some),
                None => Ok(None),
            },
            "share.close" => match read(typed, "because") {
                Some(because) => {
                    let close = CloseShare { share: Ref::of(id.key), because };
                    engage.close_share(books, visit, close).await.map(Some)
                }
                None => Ok(None),
            },
            _ => Ok(None),
        }
    }
}

/// Issues to a client of this instance; to one elsewhere a paper goes as a file.
async fn issue(
    engage: &Engage<'_>,
    books: &Books,
    visit: &Visit,
    id: RecordId,
    typed: &[(String, String)],
) -> Result<Option<Result<Done, EngageRefusal>>, Failure> {
    let engagement: Ref<Engagement> = Ref::of(id.key);
    let Some(paper) = paper(typed) else { return Ok(None) };
    if engage.shared(books, engagement).await?.is_none() {
        return Ok(None);
    }
    let issued = engage.issue(books, visit, engagement, paper).await?;
    Ok(Some(issued.map(|delivered| Done { seq: delivered.seq, records: vec![id] })))
}

/// Returns what was typed for an input.
fn text<'a>(typed: &'a [(String, String)], name: &str) -> &'a str {
    typed.iter().rev().find(|(known, _)| known == name).map_or("", |(_, text)| text.trim())
}

/// Reads an input; that it can be read, its form has said before.
fn read<V: Value>(typed: &[(String, String)], name: &str) -> Option<V> {
    V::read(text(typed, name)).ok()
}

fn open(share: Ref<Share>, typed: &[(String, String)]) -> Option<OpenShare> {
    Some(OpenShare {
        share,
        auditors: read(typed, "auditors")?,
        engagement: read(typed, "engagement")?,
        ends_on: read(typed, "ends_on")?,
        body_organisation: read(typed, "body_organisation")?,
        body_key: read(typed, "body_key")?,
    })
}

fn paper(typed: &[(String, String)]) -> Option<IssuedPaper> {
    Some(IssuedPaper {
        kind: read(typed, "kind")?,
        title: read(typed, "title")?,
        text: read(typed, "text")?,
        grade: read(typed, "grade")?,
        clause: read(typed, "clause")?,
        control: read(typed, "control")?,
        due: read(typed, "due")?,
        day: read(typed, "day")?,
        days: read(typed, "days")?,
        granted: read(typed, "granted")?,
    })
}
