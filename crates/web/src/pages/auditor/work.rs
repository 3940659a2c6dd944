//! The parts of an engagement: requests, findings, samples, notes and what was issued.

use std::collections::BTreeSet;

use maud::{Markup, html};
use model::records::{
    AgendaItem, Audit, Engagement, Finding, Issued, IssuedKind, Population, Request, RequestState, Sample,
    SampleMethod, WorkingPaper,
};
use model::{RecordId, RecordKind, Ref, Words as _};
use standards::sampling::{draw_random, draw_systematic};

use super::client::Shared;
use super::engagement::issue_at;
use crate::locale::locale;
use crate::pages::naming::{clipped, owner_name, short_day};
use crate::pages::record::shown::link;
use crate::pages::record::standing::standing;
use crate::parts::digest::digest;
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, Icon, Status, icon, section, state};
use crate::visit::Visit;

/// How many signs of an answer a row shows.
const TEXT_MAX: usize = 140;
/// How many drawn cases are listed.
const CASES_MAX: usize = 200;

/// Returns how many requests there are, and how many wait.
#[must_use]
pub fn tally(engagement: &Engagement, shared: Option<&Shared>) -> Markup {
    let all = engagement.issued.iter().filter(|one| one.kind == Some(IssuedKind::Request)).count();
    let open = shared.map(|shared| asked(shared).iter().filter(|(_, one)| one.state.is_open()).count());
    html! { @if all > 0 { (all) @if let Some(open) = open.filter(|open| *open > 0) { " (" (open) " open)" } } @else { "–" } }
}

/// Returns the requests that the client has from us, and what became of them.
fn asked(shared: &Shared) -> Vec<(Ref<Request>, &Request)> {
    let ids = shared.issued(IssuedKind::Request).filter_map(|(_, paper)| paper.record);
    let ids = ids.filter(|id| id.kind == RecordKind::Request).map(|id| Ref::<Request>::of(id.key));
    ids.filter_map(|id| Some((id, &**shared.isms.requests.get(&id)?))).collect()
}

/// Returns the link to issue a paper of a kind, where whoever reads may.
fn issue(visit: &Visit, id: Ref<Engagement>, kind: IssuedKind, words: &str) -> Vec<Action> {
    let may = !visit.is_past() && visit.offers("engagement.issue", &[id.id()]);
    match may {
        true => vec![Action::link(words, issue_at(visit, id, kind, None)).icon(Icon::Plus)],
        false => Vec::new(),
    }
}

/// Returns the requests: asked, answered, open.
pub fn requests(visit: &Visit, id: Ref<Engagement>, one: &Engagement, shared: Option<&Shared>) -> Markup {
    let noted: Vec<&Issued> = one.issued.iter().filter(|one| one.kind == Some(IssuedKind::Request)).collect();
    let there = shared.map(asked).unwrap_or_default();
    let open = there.iter().filter(|(_, one)| one.state.is_open()).count();
    let count = match (noted.len(), open) {
        (0, _) => String::new(),
        (all, 0) => all.to_string(),
        (all, open) => format!("{all} ({open} open)"),
    };
    let rows: Vec<Vec<Markup>> = match shared {
        Some(shared) => there.iter().map(|(id, one)| request_row(visit, shared, *id, one)).collect(),
        None => noted.iter().map(|one| noted_row(visit, one)).collect(),
    };
    let head = ["Request", "Due", "State", "Answer"];
    section(
        "requests",
        "Requests",
        &count,
        &issue(visit, id, IssuedKind::Request, "New request"),
        html! {
            @if rows.is_empty() { p.words.secondary { "No open request." } }
            @else { (stacked(&Table { caption: String::new(), head: head.map(str::to_owned).to_vec(), rows })) }
        },
    )
}

fn request_row(visit: &Visit, shared: &Shared, id: Ref<Request>, one: &Request) -> Vec<Markup> {
    let is_late = one.state.is_open() && one.due.is_some_and(|due| due < visit.today);
    let status = match one.state {
        RequestState::Open => Status::NotStarted,
        RequestState::Answered => Status::InProgress,
        RequestState::Accepted => Status::Met,
        RequestState::Returned => Status::Attention,
        RequestState::Withdrawn => Status::NotApplicable,
    };
    vec![
        shared.link(id.id()),
        html! { @if let Some(due) = one.due { @if is_late { (state(Status::Attention, &format!("late, {}", short_day(due)))) } @else { (short_day(due)) } } },
        state(status, one.state.word()),
        html! {
            (clipped(&one.answer, TEXT_MAX))
            @for shown in &one.shown { div { (shared.link(*shown)) } }
        },
    ]
}

/// Returns a paper that we noted, where the client's side is not seen.
fn noted_row(visit: &Visit, one: &Issued) -> Vec<Markup> {
    vec![
        html! { (one.title) @if !one.there.is_empty() { " " code.secondary { (one.there) } } },
        html! {},
        html! { @if let Some(on) = one.on { "issued " (short_day(on)) } @if let Some(by) = one.by { " by " (visit.isms().name_of(by.id())) } },
        html! { span.secondary { "read at the client" } },
    ]
}

/// Returns our own drafts, and what the client got of them.
pub fn findings(visit: &Visit, id: Ref<Engagement>, one: &Engagement, shared: Option<&Shared>) -> Markup {
    let own: Vec<(Ref<Finding>, &Finding)> = match one.audit {
        Some(audit) => of_audit(visit, audit, |finding: &Finding| finding.audit),
        None => Vec::new(),
    };
    let mut rows: Vec<Vec<Markup>> = Vec::new();
    if let Some(shared) = shared {
        let got = shared.issued(IssuedKind::Finding).filter_map(|(_, paper)| Some((paper, paper.record?)));
        for (paper, record) in got.filter(|(_, record)| record.kind == RecordKind::Finding) {
            let Some(found) = shared.isms.findings.get(&Ref::of(record.key)) else { continue };
            rows.push(vec![
                html! { b { (paper.number) } " " (shared.link(record)) div.secondary { "as the client has it" } },
                html! { (found.grade.map_or("", model::Words::word)) },
                html! { (criterion(found)) },
                html! { (state(if found.state.is_open() { Status::Attention } else { Status::Met }, found.state.word())) },
                html! {
                    @if found.answer.is_empty() { span.missing { "none yet" } } @else { (clipped(&found.answer, TEXT_MAX)) }
                },
            ]);
        }
    } else {
        let noted = one.issued.iter().filter(|one| one.kind == Some(IssuedKind::Finding));
        rows.extend(noted.map(|one| {
            vec![
                html! { (one.title) @if !one.there.is_empty() { " " code.secondary { (one.there) } } },
                html! {},
                html! {},
                html! { "issued" },
                html! { span.secondary { "read at the client" } },
            ]
        }));
    }
    let issued = rows.len();
    for (id, found) in &own {
        rows.push(vec![
            html! { (link(visit, id.id())) div.secondary { "our own draft" @if !found.statement.is_empty() { ": " (clipped(&found.statement, TEXT_MAX)) } } },
            html! { (found.grade.map_or("", model::Words::word)) },
            html! { (criterion(found)) },
            private(),
            html! {},
        ]);
    }
    let head = ["Finding", "Grade", "Criterion", "State", "Client's answer"].map(str::to_owned).to_vec();
    section(
        "findings",
        "Findings",
        &if rows.is_empty() { String::new() } else { format!("{issued} issued, {} of our own", own.len()) },
        &issue(visit, id, IssuedKind::Finding, "Raise finding"),
        html! {
            @if rows.is_empty() { p.words.secondary { "Nothing was found yet." } }
            @else { (stacked(&Table { caption: String::new(), head, rows })) }
        },
    )
}

fn criterion(found: &Finding) -> String {
    let clause = found.clause.as_ref().map(ToString::to_string);
    let control = found.control.map(|control| control.to_string());
    [clause, control].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Says that something stays on our own side.
fn private() -> Markup {
    html! { span.state.s-info title="in our own records; no client sees it" { (icon(Icon::Locked)) span { "private" } } }
}

/// Returns the records of a kind that belong to an audit.
fn of_audit<R: model::Record>(
    visit: &Visit,
    audit: Ref<Audit>,
    of: impl Fn(&R) -> Option<Ref<Audit>>,
) -> Vec<(Ref<R>, &R)> {
    let sources = visit.isms().sources::<R>(audit.id());
    let found = sources.filter_map(|id| Some((id, &**R::table(visit.isms()).get(&id)?)));
    found.filter(|(_, record)| of(record) == Some(audit)).collect()
}

/// Returns the samples of our papers, each drawn again beside what was drawn.
pub fn samples(visit: &Visit, one: &Engagement) -> Markup {
    let papers = one.audit.map(|audit| of_audit(visit, audit, |paper: &WorkingPaper| paper.audit));
    let ids: BTreeSet<Ref<Sample>> =
        papers.unwrap_or_default().iter().flat_map(|(_, paper)| paper.samples.clone()).collect();
    let rows: Vec<Vec<Markup>> =
        ids.iter().filter_map(|id| Some(sample_row(visit, *id, visit.isms().samples.get(id)?))).collect();
    let head = ["Sample", "Cases", "Seed", "Drawn again", "Seen"].map(str::to_owned).to_vec();
    let count = if rows.is_empty() { String::new() } else { rows.len().to_string() };
    section(
        "samples",
        "Samples",
        &count,
        &[Action::link("Populations", visit.at("/populations")).quiet()],
        html! {
            @if rows.is_empty() { p.words.secondary { "No sample was drawn for a working paper of this audit." } }
            @else { (stacked(&Table { caption: String::new(), head, rows })) }
        },
    )
}

fn sample_row(visit: &Visit, id: Ref<Sample>, sample: &Sample) -> Vec<Markup> {
    let list = sample.population.and_then(|list| visit.isms().populations.get(&list));
    let of = list.map(|list| list.count.map_or(list.events.len(), |count| count as usize));
    let seen = sample.items.iter().filter(|item| item.result.is_some()).count();
    vec![
        link(visit, id.id()),
        html! { (sample.items.len()) @if let Some(of) = of { " of " (of) } },
        html! { @if sample.seed.is_empty() { span.missing { "no seed" } } @else { code { (sample.seed) } } },
        drawn_again(sample, list.map(|list| &**list)),
        html! { (seen) " of " (sample.items.len()) @if let Some(count) = sample.deviations.filter(|count| *count > 0) { ", " (count) " not as they should be" } },
    ]
}

/// Draws a sample again from its seed and its list, and says whether the same cases come.
fn drawn_again(sample: &Sample, list: Option<&Population>) -> Markup {
    let Some(list) = list.filter(|list| !list.events.is_empty()) else {
        return html! { span.missing { "its list is not here" } };
    };
    let size = u32::try_from(sample.items.len()).unwrap_or(u32::MAX);
    let cases: Vec<&str> = list.events.iter().map(|case| &**case).collect();
    let drawn = match sample.method {
        Some(SampleMethod::Random) => draw_random(&sample.seed, &cases, size),
        Some(SampleMethod::Systematic) => draw_systematic(&sample.seed, &cases, size),
        Some(SampleMethod::All) => return html! { span.secondary { "all cases" } },
        Some(SampleMethod::Judgement) | None => return html! { span.secondary { "chosen, not drawn" } },
    };
    let Ok(drawn) = drawn else { return state(Status::Attention, "cannot be drawn") };
    let exchanged: BTreeSet<&str> = sample.exchanges.iter().map(|one| &*one.taken).collect();
    let held: BTreeSet<&str> = sample.items.iter().map(|item| &*item.item).collect();
    let again: BTreeSet<&str> = drawn.cases.iter().map(String::as_str).collect();
    let other = held.difference(&again).filter(|case| !exchanged.contains(**case)).count();
    html! {
        @if other == 0 { (state(Status::Met, &format!("the same {}", held.len()))) }
        @else { (state(Status::Problem, &format!("{other} are others"))) }
        details.fold {
            summary { "cases" }
            ol.plain { @for case in drawn.cases.iter().take(CASES_MAX) { li { (case) } } }
        }
    }
}

/// Returns our working papers: notes that no client sees.
pub fn notes(visit: &Visit, one: &Engagement) -> Markup {
    let papers: Vec<(Ref<WorkingPaper>, &WorkingPaper)> = match one.audit {
        Some(audit) => of_audit(visit, audit, |paper: &WorkingPaper| paper.audit),
        None => Vec::new(),
    };
    let row = |(id, paper): &(Ref<WorkingPaper>, &WorkingPaper)| {
        let on = [
            paper.clause.as_ref().map(ToString::to_string),
            paper.control.map(|control| control.to_string()),
        ];
        let stands = visit.isms().find(id.id()).and_then(|record| standing(record, visit.today));
        vec![
            link(visit, id.id()),
            html! { (on.into_iter().flatten().collect::<Vec<_>>().join(", ")) },
            html! { @if let Some((status, word)) = stands { (state(status, &word)) } },
            html! { (clipped(if paper.conclusion.is_empty() { &paper.observed } else { &paper.conclusion }, TEXT_MAX)) },
        ]
    };
    let rows: Vec<Vec<Markup>> = papers.iter().map(row).collect();
    let new = one.audit.filter(|_| !visit.is_past() && visit.offers("record.create", &[])).map(|audit| {
        let form = visit.at(&format!("/working-papers/new?audit={audit}"));
        Action::link("New paper", form).icon(Icon::Plus)
    });
    let count = if rows.is_empty() { String::new() } else { rows.len().to_string() };
    section(
        "notes",
        "My notes",
        &count,
        &new.into_iter().collect::<Vec<_>>(),
        html! {
            p.words.secondary { (private()) " Working papers lie in our own records; no client sees them, and no export of a client holds them." }
            @if !rows.is_empty() {
                (stacked(&Table { caption: String::new(), head: ["Paper", "Criterion", "Result", "What was seen"].map(str::to_owned).to_vec(), rows }))
            }
        },
    )
}

/// Returns what went to the client, and what was recommended and decided.
pub fn papers(visit: &Visit, id: Ref<Engagement>, one: &Engagement, shared: Option<&Shared>) -> Markup {
    let papers: Vec<&Issued> = one
        .issued
        .iter()
        .filter(|one| !matches!(one.kind, Some(IssuedKind::Request | IssuedKind::Finding)))
        .collect();
    let at_client = |paper: &Issued| {
        let there = shared.zip(RecordId::parse(&paper.there));
        html! {
            @match there {
                Some((shared, id)) => (shared.link(id)),
                None if paper.there.is_empty() => span.secondary { "went as a file" },
                None => code { (paper.there) },
            }
        }
    };
    let rows = papers.iter().map(|paper| {
        vec![
            html! { (paper.title) },
            html! { (paper.kind.map_or("", model::Words::word)) },
            html! { @if let Some(on) = paper.on { span.nowrap { (short_day(on)) } } @if let Some(by) = paper.by { " " (visit.isms().name_of(by.id())) } },
            html! { @if let Some(hash) = &paper.digest { (digest("sha256", hash.as_str())) } },
            at_client(paper),
        ]
    });
    let rows: Vec<Vec<Markup>> = rows.collect();
    let decided = one.decision.as_ref().and_then(|decision| decision.granted);
    section(
        "report",
        "Report and decision",
        "",
        &issue(visit, id, IssuedKind::Report, "Issue the report"),
        html! {
            @if rows.is_empty() { p.words.secondary { "No plan, report or decision was issued yet." } }
            @else {
                (stacked(&Table { caption: String::new(), head: ["Paper", "Kind", "Issued", "Hash", "At the client"].map(str::to_owned).to_vec(), rows }))
            }
            @if !one.recommendation.is_empty() {
                p { b { "Recommended" } @if let Some(by) = one.recommended_by { " by " (visit.isms().name_of(by.id())) } ": " (one.recommendation) }
            }
            @if let (Some(decision), Some(granted)) = (&one.decision, decided) {
                p {
                    b { @if granted == model::YesNo::Yes { "Granted" } @else { "Not granted" } }
                    @if let Some(by) = decision.by { " by " (visit.isms().name_of(by.id())) }
                    ": " (decision.because)
                }
            }
        },
    )
}

/// Returns who is met when about what.
#[must_use]
pub fn agenda(visit: &Visit, lines: &[AgendaItem]) -> Markup {
    let rows = lines.iter().map(|line| {
        vec![
            html! { @if let Some(on) = line.on { span.nowrap { (locale().brief_weekday(on)) } } " " (line.time) },
            html! { (line.topic) },
            html! { (owner_name(visit.isms(), line.with.as_ref())) },
        ]
    });
    let rows: Vec<Vec<Markup>> = rows.collect();
    stacked(&Table {
        caption: String::new(),
        head: ["When", "What", "With"].map(str::to_owned).to_vec(),
        rows,
    })
}
