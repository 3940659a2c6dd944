//! The pack of a share: what it shows, as one file; written for who may export it, and noted in the log.

use std::sync::Arc;

use app::{FileTold, Job, JobResult, MadeFile, PackRefusal, Packed};
use maud::{Markup, html};
use model::records::Share;
use model::{RecordKind, Ref, YesNo};
use operations::{ExportShare, Operation as _};

use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::pages::jobs::file::sent;
use crate::pages::jobs::{Began, begin};
use crate::pages::record::{here, page};
use crate::parts::form::problems;
use crate::visit::{Of, Visit};

/// The media type of packs.
const ZIP: &str = "application/zip";

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

/// A pack that was written, with its share, or why it was not.
type Written = Result<(Ref<Share>, Packed, MadeFile), PackRefusal>;

/// Writes the pack, notes it, and answers with it in pieces; what takes long goes on as a job.
///
/// # Errors
/// Where it may not be done, or cannot be written.
pub async fn write(visit: Visit, Of(id): Of<Share>, _: Fields) -> Answer {
    visit.writable()?;
    visit.find(id.id())?;
    visit.may(ExportShare::INTENT, &[id.id()])?;
    let (instance, books) = (Arc::clone(visit.site.instance()), Arc::clone(&visit.books));
    let acting = visit.acting("");
    let work = move |job: Arc<Job>| async move {
        let mut file = instance.passing_file()?;
        let packed = books.pack_telling(&acting, id, &mut file, &*job).await?;
        Ok(packed.map(|packed| (id, packed, MadeFile::new(file))))
    };
    let what = format!("Pack of {}", id.id());
    match begin(&visit, ("Pack", what), format!("pack/{}", id.id()), tells, work).await? {
        Began::GoesOn(to) => Ok(to),
        Began::Over(Ok((id, packed, file))) => sent(file, &name(id), ZIP, packed.bytes),
        Began::Over(Err(refusal)) => {
            let main = form(&visit, id, Some(&refusal.to_string()));
            let status = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
            Ok(visit.refused_page(status, &here(RecordKind::Share), head(&visit, id)?, main))
        }
    }
}

/// Says on the page of the job what came of it.
fn tells(written: &Written) -> (JobResult, Option<MadeFile>) {
    let (id, packed, file) = match written {
        Ok(written) => written,
        Err(refusal) => {
            let words = refusal.to_string();
            return (JobResult { words, is_refused: true, ..JobResult::default() }, None);
        }
    };
    let left = match packed.left_out.as_slice() {
        [] => String::new(),
        [first, ..] => format!("; {} not in it, such as {first}", packed.left_out.len()),
    };
    let told = FileTold {
        name: name(*id),
        media: ZIP.to_owned(),
        bytes: packed.bytes,
        digest: packed.digest.clone(),
        allowed: (ExportShare::INTENT.to_owned(), id.id().to_string()),
    };
    let words =
        format!("the pack is written: {} entries, as of commit {}{left}", packed.entries, packed.commit);
    (JobResult { words, file: Some(told), ..JobResult::default() }, Some(file.clone()))
}

/// Returns the name of a pack.
fn name(id: Ref<Share>) -> String {
    format!("{}-pack.zip", id.id())
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
