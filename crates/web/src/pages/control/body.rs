//! The parts of a control's page: how it works, its runs, what shows it, its tests and exceptions, its row of the statement.

use maud::{Markup, html};
use model::records::{Control, ControlTest, Evidence, EvidenceStatus, Exception, RunStanding};
use model::{Entry, Ref, Words};
use operations::{AddEvidence, Operation as _};

use super::Ran;
use super::year::said;
use crate::pages::line::{day_of, newest};
use crate::pages::naming::{counted, owner_cell, short_day};
use crate::pages::record::{shown, standing::standing};
use crate::parts::table::{Table, table};
use crate::parts::{Action, Status, facts, section, state};
use crate::visit::Visit;

/// How many rows of runs, and of evidence, are shown.
const ROWS_MAX: usize = 12;
/// The fields of its row of the statement of applicability.
const STATEMENT: &[&str] = &["Applicable", "Reasons", "Justification", "Review on", "Stated on"];

/// Returns how it works here: all that is recorded of it but its row of the statement.
pub(super) fn works(visit: &Visit, id: Ref<Control>, control: &Entry<Control>) -> Markup {
    let facts_of = shown::record_facts(visit, id.id(), control);
    let own: Vec<_> = facts_of.into_iter().filter(|fact| !STATEMENT.contains(&fact.name.as_str())).collect();
    html! { (facts(&own)) (shown::not_recorded(visit, id.id(), control)) }
}

/// Returns its row of the statement of applicability.
pub(super) fn statement(visit: &Visit, id: Ref<Control>, control: &Entry<Control>) -> Markup {
    let facts_of = shown::record_facts(visit, id.id(), control);
    let row: Vec<_> = facts_of.into_iter().filter(|fact| STATEMENT.contains(&fact.name.as_str())).collect();
    html! {
        @if row.is_empty() { p.missing { "it is not decided whether it applies" } } @else { (facts(&row)) }
        p.small { a href=(visit.at(&format!("/soa?q={id}"))) { "In the statement" } }
    }
}

/// Returns the runs in a sentence, and the newest as a table.
pub(super) fn runs(visit: &Visit, ran: &Ran) -> Markup {
    if ran.all.is_empty() {
        return html! { p.missing { "no run is scheduled, and none was recorded" } };
    }
    let gone = ran.all.len() - ran.stood(RunStanding::Due);
    let row = |(id, run, _, standing): &(_, &model::records::ControlRun, _, RunStanding)| {
        let id: Ref<model::records::ControlRun> = *id;
        vec![
            html! { a href=(visit.record_at(id)) { code { (id) } } },
            html! { span.nowrap { @if let Some(due) = run.due { (short_day(due)) } } },
            html! { span.nowrap { @if let Some(done) = run.done_on { (short_day(done)) } } },
            state(status(*standing), said(*standing)),
            html! { @if run.done_by.is_some() { (owner_cell(visit.isms(), run.done_by.as_ref())) } },
            html! { @for one in &run.evidence { a href=(visit.record_at(*one)) { code { (one) } } " " } },
            html! { (run.exceptions) },
        ]
    };
    // What is to come next stands first, then what was, the newest first.
    let next = ran.all.iter().filter(|one| one.3 == RunStanding::Due).take(2);
    let was = ran.all.iter().rev().filter(|one| one.3 != RunStanding::Due);
    let rows: Vec<_> = next.chain(was).take(ROWS_MAX).map(row).collect();
    let head = ["Run", "Due", "Done", "State", "By", "Evidence", "Exceptions"].map(str::to_owned).to_vec();
    let all = visit.at(&format!("/control-runs?q={}", ran.control()));
    html! {
        p.secondary {
            @if let Some(next) = ran.next() { "next " b { (short_day(next)) } " · " }
            (counted(gone, "run", "runs")) " so far, "
            (ran.stood(RunStanding::Late)) " late, " (ran.stood(RunStanding::Missed)) " missed"
        }
        (table(&Table { caption: String::new(), head, rows }))
        @if ran.all.len() > ROWS_MAX { p.small { a href=(all) { "All " (ran.all.len()) " runs" } } }
    }
}

fn status(standing: RunStanding) -> Status {
    match standing {
        RunStanding::Done => Status::Met,
        RunStanding::Late => Status::Attention,
        RunStanding::Missed => Status::Problem,
        RunStanding::Due => Status::NotStarted,
    }
}

/// Returns the newest evidence, each with its file, so that a row of the statement is two steps from a proven file.
pub(super) fn evidence(visit: &Visit, id: Ref<Control>) -> Markup {
    let mut all = newest(visit, &[id]);
    all.retain(|(_, record)| record.status != EvidenceStatus::Withdrawn);
    let opens = visit.books.opens_files();
    let row = |(one, record): &(Ref<Evidence>, &Entry<Evidence>)| {
        vec![
            html! { a href=(visit.record_at(*one)) { code { (one) } " " (record.title) } },
            html! { span.nowrap { @if let Some(day) = day_of(record) { (short_day(day)) } } },
            html! { @if let Some((status, word)) = standing(*record, visit.today) { (state(status, &word)) } },
            html! {
                @if let Some(file) = &record.file {
                    @if opens { a href=(format!("{}/file", visit.record_at(*one))) { (file.name) } }
                    @else { (file.name) " " span.secondary { (shown::NO_FILE) } }
                    " " code.small title="SHA-256 of its bytes" { (file.digest.to_string().chars().take(12).collect::<String>()) }
                }
            },
        ]
    };
    let head = ["Evidence", "Day", "State", "File, SHA-256"].map(str::to_owned).to_vec();
    let mut doable = Vec::new();
    if !visit.reads_only() && visit.offers(AddEvidence::INTENT, &[]) {
        doable.push(Action::link("Add evidence", visit.at(&format!("/evidence/new?uses={id}"))).quiet());
    }
    let count = if all.is_empty() { String::new() } else { all.len().to_string() };
    let every = visit.at(&format!("/evidence?q={id}"));
    section(
        "evidence",
        "Evidence",
        &count,
        &doable,
        html! {
            @if all.is_empty() { p.missing { "nothing shows yet that it works" } }
            @else { (table(&Table { caption: String::new(), head, rows: all.iter().take(ROWS_MAX).map(row).collect() })) }
            @if all.len() > ROWS_MAX { p.small { a href=(every) { "All " (all.len()) } } }
        },
    )
}

/// Returns who looked whether it is well made and works.
pub(super) fn tests(visit: &Visit, id: Ref<Control>) -> Markup {
    let isms = visit.isms();
    let mut all: Vec<(Ref<ControlTest>, &Entry<ControlTest>)> = isms
        .sources::<ControlTest>(id.id())
        .filter_map(|one| isms.control_tests.get(&one).map(|record| (one, record)))
        .collect();
    all.sort_by_key(|(one, record)| std::cmp::Reverse((record.on, *one)));
    let result = |test: &ControlTest| match test.result {
        Some(result @ model::records::TestResult::Effective) => state(Status::Met, result.word()),
        Some(result @ model::records::TestResult::Failed) => state(Status::Problem, result.word()),
        None => html! { span.missing { "no result yet" } },
    };
    let row = |(one, test): &(Ref<ControlTest>, &Entry<ControlTest>)| {
        vec![
            html! { a href=(visit.record_at(*one)) { code { (one) } } },
            html! { @if let Some(kind) = test.kind { (kind.word()) } },
            html! { span.nowrap { @if let Some(on) = test.on { (short_day(on)) } } },
            html! { @if let Some(by) = test.by { (owner_cell(isms, Some(&model::Owner::Person(by)))) } },
            result(test),
            html! { @if let Some(sample) = test.sample { (shown::link(visit, sample.id())) } },
            html! { (test.observed) },
        ]
    };
    let head = ["Test", "Of its", "On", "By", "Result", "Sample", "Seen"].map(str::to_owned).to_vec();
    let rows = all.iter().take(ROWS_MAX).map(row).collect();
    let count = if all.is_empty() { String::new() } else { all.len().to_string() };
    section(
        "tests",
        "Tests",
        &count,
        &[],
        html! {
            @if all.is_empty() { p.missing { "nobody has tested it yet" } }
            @else { (table(&Table { caption: String::new(), head, rows })) }
        },
    )
}

/// Returns what does not hold for a while; nothing where all holds and always did.
pub(super) fn exceptions(visit: &Visit, id: Ref<Control>) -> Markup {
    let isms = visit.isms();
    let all: Vec<_> = isms
        .sources::<Exception>(id.id())
        .filter_map(|one| isms.exceptions.get(&one).map(|record| (one, record)))
        .collect();
    html! {
        @if !all.is_empty() {
            (section("exceptions", "Exceptions", &all.len().to_string(), &[], html! {
                ul.plain {
                    @for (one, record) in &all {
                        li {
                            (shown::link(visit, one.id())) " "
                            @if let Some((status, word)) = standing(*record, visit.today) { (state(status, &word)) }
                            @if let Some(until) = record.until { span.secondary { " until " (short_day(until)) } }
                        }
                    }
                }
            }))
        }
    }
}
