//! The whole organisation as one file: the hand-over and the backup, written as long work for who may take all of it out.

use std::sync::Arc;

use app::{Archived, FileTold, Job, JobResult, MadeFile};
use maud::{Markup, html};
use model::records::{Organisation, Share};
use model::{Digest, Ref};
use operations::{ExportArchive, ExportShare, Operation as _};

use super::HERE;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::pages::jobs::file::sent;
use crate::pages::jobs::{Began, begin};
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, Icon, section};
use crate::visit::Visit;

/// Where it is asked for.
const AT: &str = "/exports/archive";
/// The media type of archives.
const ZIP: &str = "application/zip";

/// An archive that was written.
struct Written {
    name: String,
    archived: Archived,
    digest: Digest,
    bytes: u64,
    file: MadeFile,
}

/// Answers with what an archive is, and the button that writes it.
///
/// # Errors
/// Where who asks may not have it.
pub async fn ask(visit: Visit) -> Answer {
    visit.writable()?;
    allowed(&visit)?;
    let head = PageHead {
        crumbs: vec![("Exports".to_owned(), visit.at(HERE))],
        lead: Some(
            html! { "The whole organisation as one file: the backup, and what is handed over to another installation." },
        ),
        ..PageHead::new("Write the archive")
    };
    let main = html! {
        div.prose {
            p { "In it: the ledger from its first commit, and every file that records name. Accounts, passwords and tokens are not in it. Whoever has the file reads all of it: keep it as you keep the records." }
            p { "The log will say that " (visit.actor_name()) " wrote it, with its hash. " code { "plumb restore FILE" } " takes it, here or elsewhere, and ends in a verdict." }
        }
        form.form method="post" action=(visit.at(AT)) {
            div.form-end {
                button.button.primary type="submit" { span { "Write it" } }
                a.button.quiet href=(visit.at(HERE)) { "Go back" }
            }
        }
    };
    Ok(visit.page(HERE, head, main))
}

/// Writes it, notes it, and answers with it in pieces; what takes long goes on as a job.
///
/// # Errors
/// Where it may not be done, or cannot be written.
pub async fn write(visit: Visit, _: Fields) -> Answer {
    visit.writable()?;
    allowed(&visit)?;
    let (instance, books) = (Arc::clone(visit.site.instance()), Arc::clone(&visit.books));
    let (acting, name) = (visit.acting(""), format!("{}-{}.zip", visit.org, visit.today));
    let work = move |job: Arc<Job>| async move {
        let mut file = instance.passing_file()?;
        let (archived, digest, bytes) = books.archive_telling(&acting, &mut file, &*job).await?;
        Ok(Written { name, archived, digest, bytes, file: MadeFile::new(file) })
    };
    match begin(&visit, ("Archive", "Archive".to_owned()), "archive".to_owned(), tells, work).await? {
        Began::GoesOn(to) => Ok(to),
        Began::Over(written) => sent(written.file, &written.name, ZIP, written.bytes),
    }
}

fn allowed(visit: &Visit) -> Result<(), Failure> {
    visit.may(ExportArchive::INTENT, &[here()])?;
    Ok(visit.books.may_archive(&visit.acting(""))?)
}

fn here() -> model::RecordId {
    Ref::<Organisation>::one().id()
}

/// Says on the page of the job what came of it.
fn tells(written: &Written) -> (JobResult, Option<MadeFile>) {
    let Written { name, archived, digest, bytes, file } = written;
    let left = match archived.missing.as_slice() {
        [] => String::new(),
        [first, ..] => format!("; {} gone or changed and not in it, such as {first}", archived.missing.len()),
    };
    let told = FileTold {
        name: name.clone(),
        media: ZIP.to_owned(),
        bytes: *bytes,
        digest: digest.clone(),
        allowed: (ExportArchive::INTENT.to_owned(), here().to_string()),
    };
    let words = format!(
        "the archive is written: {} commits up to {}, {} files{left}",
        archived.commits, archived.head.leaf, archived.files
    );
    (JobResult { words, file: Some(told), ..JobResult::default() }, Some(file.clone()))
}

/// Returns what goes out as a whole: the archive, and what each open share shows, for who may take it out.
pub(super) fn whole(visit: &Visit) -> Markup {
    if visit.is_past() {
        return html! {};
    }
    let mut rows = Vec::new();
    if visit.offers(ExportArchive::INTENT, &[here()]) && visit.books.sees_all() {
        let write = Action::link("Write the archive", visit.at(AT)).icon(Icon::Download);
        let what = "Ledger and files, as backup and hand-over; can be restored elsewhere";
        rows.push(row(html! { b { "The whole organisation" } }, what.to_owned(), write));
    }
    for (id, share) in visit.isms().shares.iter() {
        let share: &Share = share;
        if share.is_open(visit.today) && visit.offers(ExportShare::INTENT, &[id.id()]) {
            let to = visit.at(&format!("{}/pack", crate::address::record(id.id())));
            let what =
                format!("What {} sees, as a file that can be checked without this program", share.body);
            let pack = html! { b { "Audit pack " (id.id()) } };
            rows.push(row(pack, what, Action::link("Write the pack", to).icon(Icon::Download)));
        }
    }
    if rows.is_empty() {
        return html! {};
    }
    let head = ["Archive or pack", "What it holds", "As"].map(str::to_owned).to_vec();
    section("whole", "As a whole", "", &[], stacked(&Table { caption: String::new(), head, rows }))
}

fn row(name: Markup, what: String, action: Action) -> Vec<Markup> {
    vec![
        name,
        html! { span.secondary { (what) } },
        html! { div.as-files { (crate::parts::actions(&[action])) } },
    ]
}
