//! The context on one page: issues, interested parties and what they ask, the climate question, the legal register.

mod parties;

use maud::{Markup, html};
use model::records::{Context, Issue, IssueKind, Obligation, ObligationKind};
use model::{Entry, Key, RecordId, RecordKind, Ref, YesNo};

use crate::failure::Answer;
use crate::layout::PageHead;
use crate::pages::comments;
use crate::pages::naming::{counted, short_day};
use crate::pages::record::shown::{lines, link};
use crate::parts::empty::empty;
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, Fact, Icon, Status, facts, section, state};
use crate::visit::Visit;

/// The address within the organisation.
const HERE: &str = "/context";
/// How many rows of one part are shown.
const ROWS_MAX: usize = 200;

/// Answers with the page.
///
/// # Errors
/// None of its own.
pub async fn page(visit: Visit) -> Answer {
    let isms = visit.isms();
    let main = html! {
        @if isms.issues.iter().next().is_none() && isms.parties.iter().next().is_none() && isms.obligations.iter().next().is_none() {
            (nothing(&visit))
        }
        (issues(&visit))
        (climate(&visit))
        (parties::parties(&visit))
        (law(&visit))
        (communication(&visit))
        (comments::of_page(&visit, Ref::<Context>::one().id()))
    };
    let mut actions = Vec::new();
    if visit.offers_new(RecordKind::Issue) {
        actions.push(Action::link("Add issue", visit.at("/issues/new")).primary().icon(Icon::Plus).key("n"));
    }
    if visit.offers_new(RecordKind::Party) {
        actions.push(Action::link("Add party", visit.at("/interested-parties/new")));
    }
    if visit.offers_new(RecordKind::Obligation) {
        actions.push(Action::link("Add obligation", visit.at("/obligations/new")));
    }
    actions
        .push(Action::link("History", visit.at("/history?record=CTX")).icon(Icon::History).key("h").quiet());
    let head = PageHead {
        lead: Some(
            html! { "What surrounds the organisation, who expects what of its security, and what law and contracts ask (4.1, 4.2)." },
        ),
        actions,
        ..PageHead::new("Context")
    };
    Ok(visit.page(HERE, head, main))
}

fn nothing(visit: &Visit) -> Markup {
    let id = RecordId { kind: RecordKind::Organisation, key: Key::One };
    let steps = if visit.offers_here("organisation.answer", id) {
        vec![Action::link("Answer the five questions", visit.at("/answers"))]
    } else {
        vec![]
    };
    empty(
        Icon::Context,
        "Nothing is written about the context yet",
        "The five questions propose a beginning; or start with one issue below.",
        &steps,
    )
}

/// Returns a hint that stays while there is little.
fn prompt(words: &str) -> Markup {
    html! { p.prompt { (words) } }
}

fn issues(visit: &Visit) -> Markup {
    let of = |kind: Option<IssueKind>| -> Vec<(Ref<Issue>, &Entry<Issue>)> {
        visit.isms().issues.iter().filter(|(_, issue)| issue.kind == kind).collect()
    };
    let adds = visit.offers_new(RecordKind::Issue);
    let part = |title: &str, kind: IssueKind, words: &str| {
        let all = of(Some(kind));
        let new = visit.at(&format!("/issues/new?kind={kind}"));
        html! {
            div {
                h3 { (title) " " span.secondary { (all.len()) } }
                @if all.len() < 3 { (prompt(words)) }
                (issue_list(visit, &all))
                @if adds { p { a href=(new) { "Add one" } } }
            }
        }
    };
    let unsaid = of(None);
    let whole = visit.isms().issues.iter().count();
    section(
        "issues",
        "Issues",
        &whole.to_string(),
        &[Action::link("All", visit.at("/issues")).quiet()],
        html! {
            div.two-up {
                (part("Inside", IssueKind::Internal, "What is it about ourselves that helps or hinders: growth, knowledge held by few, old systems, the way decisions are made?"))
                (part("Outside", IssueKind::External, "What happens around us: customers and competitors, law in the making, attacks on our trade, suppliers who merge, the labour market?"))
            }
            @if !unsaid.is_empty() { h3 { "Inside or outside is not said" } (issue_list(visit, &unsaid)) }
        },
    )
}

fn issue_list(visit: &Visit, all: &[(Ref<Issue>, &Entry<Issue>)]) -> Markup {
    html! {
        ul.work data-rows {
            @for (id, issue) in all.iter().take(ROWS_MAX) {
                li {
                    span {}
                    div.work-words {
                        a.work-title href=(visit.record_at(*id)) { (issue.title) }
                        p.secondary { (first_line(&issue.description)) }
                    }
                    div.work-end { @if let Some(on) = issue.reviewed_on { span.due.s-none { "looked at " (short_day(on)) } } }
                }
            }
        }
    }
}

/// Returns the beginning of a text.
fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let mut short: String = line.chars().take(160).collect();
    if short.len() < text.trim_end().len() {
        short.push('…');
    }
    short
}

fn climate(visit: &Visit) -> Markup {
    let found = visit.isms().context.one();
    let id = RecordId { kind: RecordKind::Context, key: Key::One };
    let change = match visit.offers_edit(id) {
        false => vec![],
        true => vec![Action::link("Decide", visit.at("/context/CTX/edit#climate_relevant")).quiet()],
    };
    let body = match found.and_then(|context| Some((context, context.climate_relevant?))) {
        None => html! {
            p { (state(Status::Attention, "not decided")) }
            (prompt("Does a warming climate matter to the security of information here: heat and floods at sites and data centres, power, customers who ask for it? No is an answer too; it needs its reason (amendment of 2024)."))
        },
        Some((context, relevant)) => {
            let word = if relevant == YesNo::Yes { "it matters" } else { "it does not matter" };
            let leads: Vec<_> = context.climate_leads_to.iter().collect();
            html! {
                (facts(&[
                    Fact::new("Climate change", state(Status::Met, word)),
                    Fact::new("Because", html! { @if context.climate_because.is_empty() { span.missing { "no reason is given" } } (lines(&context.climate_because)) }),
                    Fact::words("Decided on", &context.climate_decided_on.map(short_day).unwrap_or_default()),
                ]))
                @if !leads.is_empty() { p { "Leads to " @for id in leads { (link(visit, *id)) " " } } }
            }
        }
    };
    section("climate", "Climate change", "", &change, body)
}

/// Returns what law and contracts ask, as one table.
fn law(visit: &Visit) -> Markup {
    let is_binding = |one: &Obligation| {
        let kind =
            one.kind.is_none_or(|kind| kind == ObligationKind::Law || kind == ObligationKind::Contract);
        kind && one.ended_on.is_none_or(|on| on > visit.today)
    };
    let all: Vec<(Ref<Obligation>, &Entry<Obligation>)> =
        visit.isms().obligations.iter().filter(|(_, one)| is_binding(one)).collect();
    let row = |(id, one): &(Ref<Obligation>, &Entry<Obligation>)| {
        vec![
            html! { a.id-link href=(visit.record_at(*id)) { (id) } " " a.plain-link href=(visit.record_at(*id)) { (one.title) } },
            html! { @match one.kind { Some(kind) => (kind), None => span.missing { "not said" } } },
            html! { (one.cites) },
            html! { @if let Some(party) = one.party { (link(visit, party.id())) } },
            met(visit, one),
            html! { @match one.reviewed_on { Some(on) => span.nowrap { (short_day(on)) }, None => span.missing { "never" } } },
        ]
    };
    let new = match visit.offers_new(RecordKind::Obligation) {
        false => vec![],
        true => vec![Action::link("Add", visit.at("/obligations/new?kind=law")).quiet()],
    };
    section(
        "law",
        "Laws and contracts",
        &all.len().to_string(),
        &new,
        html! {
            @if all.len() < 3 { (prompt("Which laws bind the handling of data and systems here, and which contracts promise security to customers? Data protection, the trade's own rules, duties to report incidents.")) }
            @if !all.is_empty() {
                (stacked(&Table {
                    caption: String::new(),
                    head: ["What is asked", "Kind", "Source", "By", "Met by", "Checked"].map(str::to_owned).to_vec(),
                    rows: all.iter().take(ROWS_MAX).map(row).collect(),
                }))
            }
        },
    )
}

/// Returns what meets an obligation, or that nothing does.
fn met(visit: &Visit, one: &Obligation) -> Markup {
    html! {
        @match (one.addressed, one.by.as_slice()) {
            (Some(YesNo::No), _) => span.secondary { "not taken up" },
            (_, []) => (state(Status::Attention, "by nothing yet")),
            (_, by) => {
                @for id in by.iter().take(4) { a.id-link href=(visit.record_at(*id)) { (id) } " " }
                @if by.len() > 4 { span.secondary { "and " (by.len() - 4) " more" } }
            }
        }
    }
}

fn communication(visit: &Visit) -> Markup {
    let Some(context) = visit.isms().context.one() else { return html! {} };
    let all = context.communications.len();
    html! {
        @if all > 0 { p.secondary { a href=(visit.record_at(Ref::<Context>::one())) { (counted(all, "kind of communication is", "kinds of communication are")) " planned" } " (7.4)." } }
    }
}
