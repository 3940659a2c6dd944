//! Import: the files inside an imported one are kept first, then one commit takes all that was planned.

use std::collections::VecDeque;

use importers::Limits;
use importers::plan::Plan;
use model::{Change, Isms};
use operations::{Outcome, decide_in_turn_where};

use crate::books::Books;
use crate::commit::{Denied, Done, Visit};
use crate::duties::{Ground, PastOf};
use crate::failure::Failure;
use crate::files::NewFile;
use crate::jobs::{Progress, Silent};
use crate::reload::touched;

/// What an import came to.
#[derive(Debug, Clone)]
pub struct Imported {
    /// What was written, or would be where it is only rehearsed; no commit where nothing would change.
    pub done: Done,
    /// Operations that were refused although they were planned, because who asks may not, or something changed meanwhile: place and
    /// words.
    pub refused: Vec<(usize, String)>,
}

impl Books {
    /// Decides a planned import for who asks as if it were taken, and writes nothing; nothing where nobody is a member, as then
    /// everybody may everything.
    #[must_use]
    pub fn rehearse_import(&self, visit: &Visit, plan: &Plan) -> Option<Imported> {
        let (isms, today, none) = (self.now().isms, self.today(), VecDeque::new());
        if !policy::is_kept(&isms, today) {
            return None;
        }
        let past = PastOf { journal: self.kept.journal.read().expect("no writer panics"), queued: &none };
        let ground = Ground::new(&isms, today, &past, visit);
        let mut denied = Denied::default();
        let allow =
            |isms: &Isms, intent: &str, changes: &[Change]| denied.allow(&ground, isms, intent, changes);
        let Outcome { changes, refused } =
            decide_in_turn_where(plan.operations(), &isms, visit.actor, today, allow);
        let done = Done { seq: None, records: touched(&changes) };
        Some(Imported { done, refused: self.with_who_could(visit, refused, &denied) })
    }

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
