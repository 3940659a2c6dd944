//! The page of a job: how far it is while it runs, and what came of it when it is over.

use app::{JobStage, JobState, SeenJob};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::{HERE, JobId, NAME, aloud, at, beginner, far, moment, pace, standing};
use crate::assets::JOB_JS;
use crate::failure::Answer;
use crate::layout::{PageHead, page as framed};
use crate::locale::{locale, time_under, zone};
use crate::parts::digest::digest_whole;
use crate::parts::table::{Table, table};
use crate::parts::{Action, Fact, Icon, Status, actions, facts, section, state as shown};
use crate::visit::Visit;

/// After how many seconds the page is loaded again where no script hears the job.
const AGAIN_SECS: u32 = 2;

/// Answers with the page.
///
/// # Errors
/// Where who asks began no such job.
pub async fn page(visit: Visit, JobId(id): JobId) -> Answer {
    let seen = visit.site.instance().job(visit.books.log(), &beginner(&visit), &id).await?;
    Ok(answer(&visit, &seen))
}

/// Stops the job before its next step.
///
/// # Errors
/// Where who asks began no such job.
pub async fn cancel(visit: Visit, JobId(id): JobId) -> Answer {
    visit.site.instance().cancel_job(visit.books.log(), &beginner(&visit), &id).await?;
    Ok(visit.to(&at(&id)))
}

fn answer(visit: &Visit, seen: &SeenJob) -> Response {
    let state = &seen.state;
    let (status, word) = standing(state.stage);
    let head = PageHead {
        crumbs: vec![(NAME.to_owned(), visit.at(HERE))],
        state: Some((status, word.to_owned())),
        ..PageHead::new(state.what.clone())
    };
    let main = html! {
        @if state.stage.is_over() { (over(visit, seen)) } @else { (running(visit, state)) }
        (about(visit, state))
        (log(visit, state))
    };
    let mut shell = visit.shell(HERE, head);
    shell.refresh_secs = (!state.stage.is_over()).then_some(AGAIN_SECS);
    framed(&shell, main).into_response()
}

fn running(visit: &Visit, state: &JobState) -> Markup {
    let words = match state.stage {
        JobStage::Cancelling => "It ends with the step that it is at; nothing will have been written.",
        JobStage::Writing => "It writes what was decided, whole or not at all. That is not stopped any more.",
        JobStage::Running | JobStage::Done | JobStage::Cancelled | JobStage::Failed | JobStage::Lost => {
            "Leaving this page stops nothing: the work goes on, and what came of it stands here."
        }
    };
    let total = state.total.filter(|total| *total > 0);
    html! {
        section.job aria-label="How far it is" data-job=(visit.at(&format!("{}/events", at(&state.id)))) data-stage=(state.stage.word()) {
            p.job-far data-far { (far(state, locale())) }
            progress aria-label="how far this part is" max=[total] value=[total.map(|total| state.done.min(total))] { (far(state, locale())) }
            p.small.secondary data-pace { (pace(state, locale())) }
            p.vh role="status" data-says { (aloud(state)) }
            p.secondary { (words) }
            @if state.stage == JobStage::Running {
                (actions(&[Action::post("Cancel", visit.at(&format!("{}/cancel", at(&state.id)))).icon(Icon::Stop)]))
            }
        }
        script type="module" src=(JOB_JS) {}
    }
}

fn over(visit: &Visit, seen: &SeenJob) -> Markup {
    let state = &seen.state;
    let result = &state.result;
    let mut doable = Vec::new();
    if let (Some(_), Some(file)) = (&seen.file, &result.file) {
        let href = visit.at(&format!("{}/file", at(&state.id)));
        doable.push(Action::link(format!("Download {}", file.name), href).primary().icon(Icon::Download));
    }
    if let Some((page, words)) = &result.next {
        doable.push(Action::link(words.clone(), visit.at(page)).primary());
    }
    if let Some(seq) = result.commit {
        doable.push(
            Action::link(format!("Commit {seq}"), visit.at(&format!("/history/{seq}"))).icon(Icon::History),
        );
        doable.push(Action::link("Undo", visit.at(&format!("/history/{seq}/undo"))).icon(Icon::Undo).quiet());
    }
    let row = |line: &app::LineTold| {
        let (status, word) = if line.is_right {
            (Status::Met, "as it was written")
        } else {
            (Status::Problem, "is not as it was written")
        };
        vec![html! { (line.what) }, shown(status, word), html! { (line.because) }]
    };
    section(
        "came",
        "What came of it",
        "",
        &[],
        html! {
            p.lead role="status" { (first_large(&result.words)) "." }
            @if !result.lines.is_empty() {
                (table(&Table {
                    caption: "What was checked".to_owned(),
                    head: ["What", "Result", "Why"].map(str::to_owned).to_vec(),
                    rows: result.lines.iter().map(row).collect(),
                }))
            }
            @if let Some(file) = &result.file {
                p { b { (file.name) } " · " (locale().whole(file.bytes)) " bytes" }
                p { (digest_whole("sha256", file.digest.as_str())) }
                @if seen.file.is_some() { p.secondary { "It is given once, is kept for an hour while the server that made it runs, and is not shown to anybody else." } }
                @else if let Some(at) = state.fetched { p { "It was fetched " (moment(visit, at)) " and is given once. Its hash stays here; begin again for a new one." } }
                @else { p { "The file is no longer kept: it was there for an hour, with the server that made it. Its hash stays here; begin again for a new one." } }
            }
            (actions(&doable))
        },
    )
}

fn about(visit: &Visit, state: &JobState) -> Markup {
    let mut all =
        vec![Fact::words("Begun by", &state.by.name), Fact::words("Begun", &moment(visit, state.begun))];
    if let Some(ended) = state.ended {
        all.push(Fact::words("Ended", &moment(visit, ended)));
    }
    section("about", "About", "", &[], facts(&all))
}

fn log(visit: &Visit, state: &JobState) -> Markup {
    let count = state.log.len().to_string();
    let begun = jiff::Timestamp::from_microsecond(state.begun).unwrap_or_default();
    let day = begun.to_zoned(zone(visit)).date();
    section(
        "log",
        "Log",
        &count,
        &[],
        html! {
            @if state.log_left > 0 { p.secondary { "Older lines are gone: " (state.log_left) } }
            ol.plain.job-log { @for (at, words) in &state.log { li { time { (time_under(visit, *at, day)) } " " (words) } } }
        },
    )
}

/// Returns words with a large first letter and without the point at their end; what begins with the name of a file stays.
fn first_large(words: &str) -> String {
    let words = words.trim_end_matches('.');
    if words.split(' ').next().is_some_and(|first| first.contains('.')) {
        return words.to_owned();
    }
    let mut signs = words.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}
