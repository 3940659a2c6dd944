//! One measure: its readings as a line and as a table, what it measures and how.

use maud::{Markup, html};
use model::Decimal;
use model::records::Measure;

use super::{HERE, chart, readings, standing, target, with_unit};
use crate::failure::{Answer, Failure};
use crate::layout::PageHead;
use crate::locale::locale;
use crate::pages::naming::short_day;
use crate::pages::record::{deeds, page as generic, shown};
use crate::parts::table::{Table, table};
use crate::parts::{Action, Fact, Icon, Status, facts, section, split, state};
use crate::visit::{Of, Visit};

/// How many readings the table shows.
const ROWS_MAX: usize = 100;

/// Answers with a measure.
///
/// # Errors
/// Where there is none.
pub async fn page(visit: Visit, Of(id): Of<Measure>) -> Answer {
    let entry = visit.isms().measures.find(&id).ok_or_else(|| Failure::unknown(id))?;
    let at = format!("/measures/{id}/do/read");
    let head = generic::head(&visit, id.id(), entry);
    let mut actions = head.actions.clone();
    if !visit.reads_only() && entry.ended_on.is_none() {
        actions.insert(0, Action::link("Record a reading", visit.at(&at)).primary().icon(Icon::Plus));
        actions.truncate(4);
        if let Some(edit) = actions.get_mut(1) {
            edit.weight = crate::parts::Weight::Plain;
        }
    }
    let head = PageHead { actions, state: Some(standing(entry, visit.today)), ..head };
    let main = html! {
        (generic::said(&visit, id.id()).await?)
        (summary(&visit, entry))
        (section("readings", "Readings", &readings(entry, visit.today).len().to_string(), &[], html! {
            (chart::chart(&visit, entry))
            (rows(&visit, entry))
        }))
        (section("about-it", "What and how", "", &[], html! {
            (facts(&shown::record_facts(&visit, id.id(), entry).into_iter().filter(|fact| fact.name != "Readings").collect::<Vec<_>>()))
            (shown::not_recorded(&visit, id.id(), entry))
        }))
        (crate::pages::comments::thread(&visit, id.id()))
    };
    let panel = html! {
        (deeds::links(&visit, id.id(), entry))
        (generic::sources(&visit, id.id()))
        (generic::about(&visit, id.id(), entry))
    };
    Ok(visit.page(HERE, head, split(main, panel)))
}

fn summary(visit: &Visit, measure: &Measure) -> Markup {
    let newest = readings(measure, visit.today).last().and_then(|one| Some((one.on?, one.value?)));
    let all = readings(measure, visit.today);
    let met = all.iter().filter_map(|one| measure.is_missed_by(one.value?)).filter(|missed| !missed).count();
    let mut lines = vec![Fact::new(
        "Newest",
        html! {
            @match newest {
                Some((on, value)) => { b { (with_unit(measure, value)) } span.secondary { " on " (short_day(on)) } }
                None => span.missing { "no reading yet" }
            }
        },
    )];
    lines.push(Fact::words("Target", &target(measure).unwrap_or_default()));
    if measure.target.is_some() && !all.is_empty() {
        lines.push(Fact::words("Met", &format!("{met} of {} times", all.len())));
    }
    if let Some(due) = measure.next_reading(visit.today) {
        lines.push(Fact::words("Next reading", &short_day(due)));
    }
    facts(&lines)
}

fn rows(visit: &Visit, measure: &Measure) -> Markup {
    let mut all = readings(measure, visit.today);
    all.reverse();
    let judged = |value: Decimal| match measure.is_missed_by(value) {
        Some(true) => state(Status::Attention, "missed"),
        Some(false) => state(Status::Met, "met"),
        None => html! {},
    };
    let row = |one: &&model::records::Reading| {
        vec![
            html! { span.nowrap { @if let Some(on) = one.on { (short_day(on)) } } },
            html! { @if let Some(value) = one.value { (locale().decimal(value)) } },
            html! { @if let Some(value) = one.value { (judged(value)) } },
            html! { @match one.analysed_on { Some(on) => span.nowrap { (short_day(on)) }, None => span.missing { "not yet" } } },
            html! { (one.note) },
            html! { @if let Some(action) = one.action { (shown::link(visit, action)) } },
        ]
    };
    let unit = if measure.unit.is_empty() { "#Value".to_owned() } else { format!("#{}", measure.unit) };
    let mut head = vec!["Day".to_owned(), unit];
    head.extend(["Target", "Analysed", "What it means", "Led to"].map(str::to_owned));
    html! {
        @if !all.is_empty() {
            (table(&Table { caption: String::new(), head, rows: all.iter().take(ROWS_MAX).map(row).collect() }))
            @if all.len() > ROWS_MAX { p.secondary { "the newest " (ROWS_MAX) " of " (all.len()) " are shown" } }
        }
    }
}
