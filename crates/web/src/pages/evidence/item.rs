//! One piece of evidence: its file shown where that is safe, what it covers, what it supports, and who took it.

use maud::{Markup, html};
use model::records::{Evidence, StoredFile};
use model::{Entry, Ref, Words as _};
use operations::{JudgeEvidence, Operation as _};

use super::file::picture;
use super::inbox::HERE;
use crate::failure::{Answer, Failure};
use crate::pages::comments;
use crate::pages::naming::short_day;
use crate::pages::record::shown::NO_FILE;
use crate::pages::record::{capital, deeds, page as generic, shown};
use crate::parts::digest::digest_whole;
use crate::parts::{Action, actions, facts, section, split};
use crate::visit::{Of, Visit};

/// The largest file that is shown as text, in bytes.
const TEXT_BYTES_MAX: u32 = 1024 * 1024;
/// How much of a text is shown.
const TEXT_CHARS_MAX: usize = 20_000;
/// The largest picture that is shown, in bytes.
pub(super) const PICTURE_BYTES_MAX: u32 = 8 * 1024 * 1024;

/// Answers with one piece of evidence.
///
/// # Errors
/// Where there is none.
pub async fn page(visit: Visit, Of(id): Of<Evidence>) -> Answer {
    let entry = visit.isms().evidence.find(&id).ok_or_else(|| Failure::unknown(id))?;
    visit.books.looked(&[id.id()]).await?;
    // The file has a part of its own.
    let fields: Vec<_> =
        shown::record_facts(&visit, id.id(), entry).into_iter().filter(|fact| fact.name != "File").collect();
    let main = html! {
        p.lead { (told(&visit, entry)) }
        (generic::said(&visit, id.id()).await?)
        @if let Some(file) = &entry.file { (section("file", "The file", "", &[], html! { (file_shown(&visit, id, file).await) (comments::Marks::of(&visit, id.id()).line("file", "File")) })) }
        (section("fields", "About it", "", &[], html! { (facts(&fields)) (shown::not_recorded(&visit, id.id(), entry)) }))
        (comments::thread(&visit, id.id()))
    };
    let panel = html! {
        (deeds::links(&visit, id.id(), entry))
        (generic::sources(&visit, id.id()))
        (generic::about(&visit, id.id(), entry))
    };
    Ok(visit.page(HERE, generic::head(&visit, id.id(), entry), split(main, panel)))
}

/// Says in words what it covers and who took it.
fn told(visit: &Visit, evidence: &Entry<Evidence>) -> Markup {
    let who = |person: &Ref<model::records::Person>| visit.isms().name_of(person.id());
    html! {
        @match (evidence.period_start, evidence.period_end) {
            (Some(from), Some(to)) => { "Covers " (short_day(from)) " to " (short_day(to)) ". " },
            (None, Some(to)) => { "Covers what was until " (short_day(to)) ". " },
            (Some(from), None) => { "Covers what is since " (short_day(from)) ". " },
            (None, None) => { "Which days it covers is not recorded. " },
        }
        @match (&evidence.accepted_by, evidence.judged_on) {
            (Some(person), Some(on)) => { (capital(evidence.status.word())) " by " (who(person)) ", " (short_day(on)) "." },
            (Some(person), None) => { (capital(evidence.status.word())) " by " (who(person)) "." },
            (None, _) => { "Nobody has looked at it yet." },
        }
    }
}

/// Returns the file: a picture or a text is shown, anything else is only saved.
async fn file_shown(visit: &Visit, id: Ref<Evidence>, file: &StoredFile) -> Markup {
    let name = html! {
        p { b { (file.name) } " " span.secondary { (file.size) " bytes, " (file.media) } }
        p { (digest_whole("sha256", &file.digest.to_string())) }
    };
    if !visit.books.opens_files() {
        return html! { (name) p.words { (NO_FILE) } };
    }
    let save = Action::link("Save the file", visit.at(&format!("/evidence/{id}/file")));
    // Opening a file is noted for some readers: it is shown unasked only to those who are to judge it.
    let is_asked = visit.query.get("show") == "file";
    let shows = is_asked || visit.offers(JudgeEvidence::INTENT, &[id.id()]);
    let mut doable = vec![save];
    if !shows {
        doable.push(Action::link("Show it here", visit.here_with(&[("show", "file")])));
    }
    html! {
        (name)
        @if shows { (content(visit, id, file).await) }
        (actions(&doable))
    }
}

async fn content(visit: &Visit, id: Ref<Evidence>, file: &StoredFile) -> Markup {
    let is_small = file.size <= TEXT_BYTES_MAX.max(PICTURE_BYTES_MAX);
    if !is_small || *file.media == *"application/pdf" {
        return html! { p.secondary { "It is not shown here: save it, and open it where you trust it." } };
    }
    let bytes = match visit.books.file(&file.digest).await {
        Ok(bytes) => bytes,
        Err(failure) => return html! { p.error { "It cannot be shown: " (failure) } },
    };
    if picture(&bytes).is_some() {
        let alt = format!("what {} shows", file.name);
        return html! { img.evidence-picture src=(visit.at(&format!("/evidence/{id}/preview"))) alt=(alt); };
    }
    match std::str::from_utf8(&bytes) {
        Ok(text) if file.size <= TEXT_BYTES_MAX && !text.contains('\0') => {
            let begins: String = text.chars().take(TEXT_CHARS_MAX).collect();
            html! {
                pre.evidence-text tabindex="0" role="region" aria-label="the text of the file" { (begins) }
                @if begins.len() < text.len() { p.secondary { "and " (text.len() - begins.len()) " bytes more" } }
            }
        }
        Ok(_) | Err(_) => {
            html! { p.secondary { "It is not shown here: it is neither a picture nor a text." } }
        }
    }
}
