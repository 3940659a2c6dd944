//! Gap analysis: the newest one item by item, assessed where it stands, with how far each clause is.

mod moved;
mod progress;
mod rows;

use maud::{Markup, html};
use model::records::{GapAnalysis, GapEntry};
use model::{Clause, Entry, RecordId, RecordKind, Ref};
use operations::{FormTarget, OperationForm, form_of};

use crate::address;
use crate::failure::{Answer, Failure};
use crate::layout::PageHead;
use crate::locale::locale;
use crate::pages::comments;
use crate::parts::filter::{FilterBar, Pick, filter_bar};
use crate::parts::{Action, Choice, Icon, Status, count, empty::empty, section};
use crate::visit::{Of, Visit};

/// The address.
const HERE: &str = "/gap";
/// From how many items on a page shows one clause at a time.
const WHOLE_MAX: usize = 60;

/// An analysis with its id.
type One<'a> = (Ref<GapAnalysis>, &'a Entry<GapAnalysis>);

/// Answers with the newest analysis.
///
/// # Errors
/// None of its own.
pub async fn newest(visit: Visit) -> Answer {
    let all = visit.isms().gap_analyses.iter();
    match all.max_by_key(|(id, analysis)| (analysis.started_on, *id)) {
        Some(one) => Ok(shown(&visit, one)),
        None => Ok(visit.page(HERE, head(&visit, None), none_yet(&visit))),
    }
}

/// Answers with one analysis.
///
/// # Errors
/// Where there is no such analysis.
pub async fn page(visit: Visit, Of(id): Of<GapAnalysis>) -> Answer {
    let analysis = visit.isms().gap_analyses.get(&id).ok_or_else(|| Failure::unknown(id.id()))?;
    Ok(shown(&visit, (id, analysis)))
}

/// Returns the page of an analysis at its next open item.
#[must_use]
pub fn next_at(id: RecordId) -> String {
    format!("{HERE}/{id}?open=next#open")
}

/// Returns the page of an analysis at one item.
#[must_use]
pub fn row_at(visit: &Visit, id: Ref<GapAnalysis>, criterion: &Clause) -> String {
    let clause = group_of(criterion);
    visit.at(&format!("{HERE}/{id}?clause={clause}#{}", anchor(criterion)))
}

/// Returns a criterion as an anchor: `c-6.1.2-c`.
fn anchor(criterion: &Clause) -> String {
    let words = criterion.as_str().split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '.');
    format!("c-{}", words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-"))
}

/// Returns the clause or theme that a criterion stands under: `6`, `A.8`.
fn group_of(criterion: &Clause) -> &str {
    let text = criterion.as_str();
    let end = match text.strip_prefix("A.") {
        Some(rest) => rest.find('.').map(|at| at + 2),
        None => text.find(['.', ' ']),
    };
    &text[..end.unwrap_or(text.len())]
}

fn shown(visit: &Visit, one: One) -> axum::response::Response {
    let (_, analysis) = one;
    let open = opened(visit, analysis);
    let clause = clause_shown(visit, analysis, open);
    let taken: Vec<&GapEntry> =
        analysis.entries.iter().filter(|entry| takes(visit, clause.as_deref(), entry)).collect();
    let main = html! {
        (overview(one))
        (section("clauses", "By clause", "", &[], progress::by_clause(visit, one)))
        (section("items", "Items", "", &[], html! {
            (bar(visit, one, clause.as_deref(), taken.len()))
            @if taken.is_empty() { p.secondary { "No item is like this" } }
            @else { (rows::rows(visit, one, &taken, open)) }
        }))
        (moved::since_before(visit, one))
        (comments::of_page(visit, one.0.id()))
    };
    visit.page(HERE, head(visit, Some(one)), main)
}

/// Returns the item that is open as a form.
fn opened<'a>(visit: &Visit, analysis: &'a GapAnalysis) -> Option<&'a GapEntry> {
    if visit.reads_only() || analysis.done_on.is_some() {
        return None;
    }
    match visit.query.get("open") {
        "" => None,
        "next" => next_of(analysis),
        criterion => analysis.entry(&Clause::new(criterion)),
    }
}

/// Returns the next item that nobody answered, then the next that only records answered.
fn next_of(analysis: &GapAnalysis) -> Option<&GapEntry> {
    let all = || analysis.entries.iter().filter(|entry| entry.criterion.is_some());
    all().find(|entry| entry.state.is_none()).or_else(|| all().find(|entry| !entry.from.is_empty()))
}

/// Returns the clause whose items are shown; none shows all. A long analysis shows one at a time.
fn clause_shown(visit: &Visit, analysis: &GapAnalysis, open: Option<&GapEntry>) -> Option<String> {
    let of = |entry: &GapEntry| entry.criterion.as_ref().map(|criterion| group_of(criterion).to_owned());
    match visit.query.get("clause") {
        "all" => None,
        "" if analysis.entries.len() <= WHOLE_MAX => None,
        "" => open.or_else(|| next_of(analysis)).or(analysis.entries.first()).and_then(of),
        clause => Some(clause.to_owned()),
    }
}

fn takes(visit: &Visit, clause: Option<&str>, entry: &GapEntry) -> bool {
    let Some(criterion) = &entry.criterion else { return false };
    let fits = match visit.query.get("show") {
        "open" => entry.state.is_none(),
        "gaps" => entry.is_gap(),
        "from" => !entry.from.is_empty(),
        "work" => entry.is_gap() && entry.follow_up.is_empty(),
        _ => true,
    };
    fits && clause.is_none_or(|clause| group_of(criterion) == clause)
}

fn head(visit: &Visit, one: Option<One>) -> PageHead {
    let Some((id, analysis)) = one else {
        return PageHead { lead: Some(lead()), ..PageHead::new("Gap analysis") };
    };
    let record = |verb: &str| visit.at(&format!("{}/do/{verb}?back=gap", address::record(id.id())));
    let mut actions = Vec::new();
    if !visit.reads_only() && analysis.done_on.is_none() {
        if next_of(analysis).is_some() {
            actions.push(Action::link("Next open item", visit.at(&next_at(id.id()))).primary().key("u"));
        }
        let fill = visit.at(&format!("{}/do/fill", address::record(id.id())));
        actions.push(Action::post("Fill in from the records", fill).with("back", "gap"));
        actions.push(Action::link("Finish", record("finish")));
    } else if !visit.reads_only() {
        let again = format!("/gap-analyses/do/start?follows={id}");
        actions.push(Action::link("Look again", visit.at(&again)).primary());
    }
    actions.push(Action::link("Record", visit.record_at(id.id())).quiet());
    let history = visit.at(&format!("/history?record={id}"));
    actions.push(Action::link("History", history).icon(Icon::History).key("h").quiet());
    let (status, word) = match analysis.done_on {
        Some(on) => (Status::Met, format!("finished {}", locale().short_day(on))),
        None => (Status::InProgress, "running".to_owned()),
    };
    PageHead {
        crumbs: vec![(
            "Gap analyses".to_owned(),
            visit.at(&crate::pages::record::here(RecordKind::GapAnalysis)),
        )],
        id: id.to_string(),
        state: Some((status, word)),
        lead: Some(lead()),
        actions,
        ..PageHead::new(analysis.title.to_string())
    }
}

fn lead() -> Markup {
    html! { "How far the organisation is from the standard, item by item, and what closes each gap." }
}

fn none_yet(visit: &Visit) -> Markup {
    let start = |depth: &str, title: &str| {
        let query = [("depth", depth), ("title", title)];
        visit.at(&address::with_query("/gap-analyses/do/start", query))
    };
    let steps = if visit.reads_only() {
        Vec::new()
    } else {
        vec![
            Action::link("Start with the quick pass", start("quick", "Quick pass")).primary(),
            Action::link("Start the full analysis", start("full", "Gap analysis")),
        ]
    };
    empty(
        Icon::Gap,
        "No gap analysis yet",
        "The quick pass asks 30 questions and takes about 20 minutes; what the records say already is filled in",
        &steps,
    )
}

fn overview((_, analysis): One) -> Markup {
    let entries = &analysis.entries;
    let answered = entries.iter().filter(|entry| entry.state.is_some()).count();
    let gaps = entries.iter().filter(|entry| entry.is_gap()).count();
    let taken = entries.iter().filter(|entry| !entry.from.is_empty()).count();
    let unworked = entries.iter().filter(|entry| entry.is_gap() && entry.follow_up.is_empty()).count();
    html! {
        p.lead {
            (count(answered, entries.len(), "answered"))
            span { b { (gaps) } @if gaps == 1 { " gap" } @else { " gaps" } }
            @if gaps > 0 { span { b { (unworked) } " without work" } }
            @if taken > 0 { span.secondary { (taken) " taken from the records" } }
            @if let Some(on) = analysis.started_on { span.secondary { "since " (locale().short_day(on)) } }
        }
        @if !analysis.summary.is_empty() { div.callout { p { (analysis.summary) } } }
    }
}

fn bar(visit: &Visit, (id, analysis): One, clause: Option<&str>, shown: usize) -> Markup {
    let mut clauses = vec![Choice::new("all", "all")];
    for group in progress::groups(analysis) {
        clauses.push(Choice::new(group.clone(), progress::title_of(&group)));
    }
    let show = [
        ("", "all items"),
        ("open", "not answered"),
        ("gaps", "gaps"),
        ("work", "gaps without work"),
        ("from", "taken from records"),
    ];
    let pick = |name: &str, label: &str, choices: Vec<Choice>, chosen: &str| Pick {
        name: name.to_owned(),
        label: label.to_owned(),
        choices,
        chosen: chosen.to_owned(),
    };
    let as_of = visit.query.get("as_of");
    filter_bar(&FilterBar {
        action: format!("/o/{}{HERE}/{id}", visit.org),
        picks: vec![
            pick("clause", "Clause", clauses, clause.unwrap_or("all")),
            pick(
                "show",
                "Show",
                show.iter().map(|(value, label)| Choice::new(*value, *label)).collect(),
                visit.query.get("show"),
            ),
        ],
        kept: if as_of.is_empty() { Vec::new() } else { vec![("as_of".to_owned(), as_of.to_owned())] },
        counted: format!("{shown} of {}", analysis.entries.len()),
        ..FilterBar::default()
    })
}

/// Returns the step of an analysis with this verb.
fn step(verb: &str) -> Option<&'static OperationForm> {
    form_of(RecordKind::GapAnalysis, verb).filter(|form| form.target == FormTarget::Record)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_knows_its_clause_and_its_place_on_the_page() {
        for (criterion, group, place) in [
            ("6.1.2 c) 1)", "6", "c-6.1.2-c-1"),
            ("10.2", "10", "c-10.2"),
            ("A.8.13", "A.8", "c-A.8.13"),
            ("4", "4", "c-4"),
        ] {
            let criterion = Clause::new(criterion);
            assert_eq!((group_of(&criterion), anchor(&criterion).as_str()), (group, place));
        }
    }
}
