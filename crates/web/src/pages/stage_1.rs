//! The worksheet of Stage 1: what the certification body looks at, and what the records say to each.

use maud::{Markup, html};
use reports::stage_1_worksheet::{Answered, Line, Row, RowState, stage_1_worksheet};

use crate::failure::Answer;
use crate::layout::PageHead;
use crate::locale::locale;
use crate::pages::documents::REGISTER;
use crate::pages::record::capital;
use crate::parts::{Action, Icon, Status, mark, section, state};
use crate::visit::Visit;

/// The address.
const HERE: &str = "/stage-1";

/// Answers with the worksheet.
///
/// # Errors
/// None of its own.
pub async fn page(visit: Visit) -> Answer {
    let rows = stage_1_worksheet(visit.isms(), visit.today);
    let exceptions = reports::duty_exceptions(visit.isms(), visit.today);
    let ready = rows.iter().filter(|row| row.state == RowState::Ready).count();
    let main = html! {
        p.lead { span { b { (ready) " of " (rows.len()) } " are ready to be shown." } }
        (section("exceptions", "Exceptions from duties", "", &[], html! {
            @if exceptions.is_empty() { p { (reports::NO_EXCEPTION) } }
            ul { @for one in &exceptions { li { (one) } } }
        }))
        @for row in &rows { (one(&visit, row)) }
    };
    let head = PageHead {
        lead: Some(html! {
            "What the certification body looks at in Stage 1 (ISO/IEC 17021-1, 9.3.1.2.2), and what your records say to it."
        }),
        actions: vec![
            Action::link("Register of documents", visit.at(REGISTER)).icon(Icon::Document),
            Action::link("What holds Stage 1", visit.at("/readiness?gate=stage1")).icon(Icon::Readiness),
        ],
        ..PageHead::new("Stage 1")
    };
    Ok(visit.page(HERE, head, main))
}

fn one(visit: &Visit, row: &Row) -> Markup {
    let status = match row.state {
        RowState::Ready => Status::Met,
        RowState::InPart => Status::Attention,
        RowState::Open => Status::NotStarted,
    };
    let body = html! {
        p { (state(status, row.state.word())) }
        ul.plain { @for line in &row.says { li { (said(visit, line)) } } }
    };
    let title = format!("{}) {}", row.letter, row.title);
    section(&format!("row-{}", row.letter), &title, "", &[], body)
}

fn said(visit: &Visit, line: &Line) -> Markup {
    let (status, word) = match line.is_there {
        Answered::Yes => (Status::Met, "there"),
        Answered::No => (Status::Attention, "not yet"),
    };
    html! {
        (mark(status, word)) " " b { (capital(line.label)) } ": " (locale().days_in(&line.text)) " "
        @for id in &line.records { a.id-link href=(visit.record_at(*id)) { (id) } " " }
    }
}
