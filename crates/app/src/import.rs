//! Import: the files inside an imported one are kept first, then one commit takes all that was planned.

use importers::Limits;
use importers::plan::Plan;

use crate::books::Books;
use crate::commit::{Done, Visit};
use crate::failure::Failure;
use crate::files::NewFile;
use crate::jobs::{Progress, Silent};

/// What an import came to.
#[derive(Debug, Clone)]
pub struct Imported {
    /// What was written; no commit where nothing would change.
    pub done: Done,
    /// Operations that were refused although they were planned, because something changed meanwhile: place and words.
    pub refused: Vec<(usize, String)>,
}

impl Books {
    /// Takes a planned import: one commit, one undo. `bytes` is the whole imported file again.
    ///
    /// # Errors
    /// Where a file inside cannot be kept, or the store does not take the commit.
    pub async fn import(&self, visit: &Visit, bytes: &[u8], plan: &Plan) -> Result<Imported, Failure> {
        self.import_telling(visit, bytes, plan, &Silent).await
    }

    /// The same, and tells how far it is; before the commit it can be cancelled.
    pub(crate) async fn import_telling(
        &self,
        visit: &Visit,
        bytes: &[u8],
        plan: &Plan,
        progress: &dyn Progress,
    ) -> Result<Imported, Failure> {
        let nothing = Done { seq: None, records: Vec::new() };
        if plan.is_empty() {
            return Ok(Imported { done: nothing, refused: Vec::new() });
        }
        let limits = Limits::default();
        if !plan.attachments.is_empty() {
            progress.part("keeping the files inside", "files", Some(plan.attachments.len() as u64))?;
        }
        for (place, attachment) in plan.attachments.iter().enumerate() {
            progress.done(place as u64)?;
            let content =
                attachment.content(bytes, &limits).map_err(|problem| Failure::Broken(problem.to_string()))?;
            let name = attachment.file.name.to_string();
            let kept = self.keep_file(&NewFile { name, bytes: content }).await?;
            if kept.digest != attachment.file.digest {
                return Err(Failure::Broken(format!(
                    "{} is another file than the one that was planned",
                    attachment.entry
                )));
            }
        }
        let (done, refused) =
            self.run_batch_telling(visit, "import.apply", plan.operations(), progress).await?;
        Ok(Imported { done, refused })
    }
}
