//! Two days compared: counts by kind, then the records that differ.

use std::collections::BTreeMap;

use app::AsOf;
use maud::{Markup, html};
use model::{Date, Difference, RecordDiff, RecordId, RecordKind, diff};

use super::list;
use crate::address;
use crate::failure::{Answer, Failure};
use crate::layout::PageHead;
use crate::pages::record::capital;
use crate::parts::table::{Table, table};
use crate::parts::{Status, chip, section, timeline};
use crate::rail::long_day;
use crate::visit::{Visit, see_other};

/// How many records are told.
const SHOWN: usize = 200;

/// Goes to the comparison of two days, typed in a form.
///
/// # Errors
/// Where a day is not understood.
pub async fn form(visit: Visit) -> Answer {
    if visit.query.get("from").is_empty() && visit.query.get("to").is_empty() {
        return Ok(see_other(&visit.at("/history#travel")));
    }
    let day = |name: &str| list::typed_day(visit.query.get(name), visit.today);
    let (from, to) = (day("from")?, day("to")?);
    Ok(see_other(&visit.at(&format!("/history?diff={from}..{to}"))))
}

/// Answers with what differs between two days.
///
/// # Errors
/// Where the days are not understood, or the log cannot be read.
pub async fn page(visit: &Visit, text: &str) -> Answer {
    let (from, to) = text.split_once("..").ok_or_else(|| {
        Failure::Unreadable("diff is not two days; expected such as 2026-01-01..2026-03-31".to_owned())
    })?;
    let (from, to) = (list::read_day(from)?, list::read_day(to)?);
    let before = visit.books.as_of(AsOf::Day(from)).await?;
    let after = visit.books.as_of(AsOf::Day(to)).await?;
    let about = About::of(visit.query.get("of"));
    let mut found = diff(&before.isms, &after.isms);
    found.retain(|one| about.holds(one.id));
    let mut crumbs = vec![("History".to_owned(), visit.at("/history"))];
    let mut title = "What changed".to_owned();
    if let Some((name, page)) = about.named() {
        title = format!("What changed in {name}");
        crumbs.push((name, visit.at(&page)));
    }
    let head = PageHead {
        crumbs,
        lead: Some(html! { "From the end of " (long_day(from)) " to the end of " (long_day(to)) }),
        ..PageHead::new(title)
    };
    let of = visit.query.get("of");
    let is_wider = !of.is_empty() && about.named().is_none();
    let main = html! {
        @if is_wider { p.secondary { "This page draws on the whole organisation and has no difference of its own: all records are compared. " a href=(visit.at(&format!("/{of}"))) { "Back to the page" } } }
        @if found.is_empty() { p.secondary { "Nothing differs between these days" } }
        @else { (counts(&found)) (rules(visit, &before, from, &after, to)) (records(visit, &found)) }
    };
    Ok(visit.page("/history", head, main))
}

/// Pages by hand that are about some kinds of records.
const PAGES: &[(&str, &[RecordKind])] = &[
    ("soa", &[RecordKind::Soa, RecordKind::Control]),
    ("scope", &[RecordKind::Scope]),
    ("context", &[RecordKind::Context, RecordKind::Issue, RecordKind::Party, RecordKind::Obligation]),
    ("treatment", &[RecordKind::TreatmentPlan, RecordKind::TreatmentAction, RecordKind::Risk]),
    ("gap", &[RecordKind::GapAnalysis]),
    ("plan", &[RecordKind::Plan]),
    ("settings", &[RecordKind::Organisation]),
];

/// What a comparison is about: the page that it was asked for on.
enum About {
    Everything,
    Kinds(&'static [RecordKind], String),
    Kind(RecordKind),
    Record(RecordId),
}

impl About {
    /// Reads the page: `risks`, `risks/R-12`; a page about all of it is about everything.
    fn of(page: &str) -> Self {
        let (word, below) = page.split_once('/').unwrap_or((page, ""));
        let id = below.split('/').next().and_then(RecordId::parse);
        if let Some(kind) = address::kind_of(word) {
            return id.filter(|id| id.kind == kind).map_or(Self::Kind(kind), Self::Record);
        }
        let known = PAGES.iter().find(|(known, _)| *known == word);
        known.map_or(Self::Everything, |(word, kinds)| Self::Kinds(kinds, (*word).to_owned()))
    }

    fn holds(&self, id: RecordId) -> bool {
        match self {
            Self::Everything => true,
            Self::Kinds(kinds, _) => kinds.contains(&id.kind),
            Self::Kind(kind) => id.kind == *kind,
            Self::Record(record) => id == *record,
        }
    }

    /// Returns what it is called, and its page.
    fn named(&self) -> Option<(String, String)> {
        match self {
            Self::Everything => None,
            Self::Kinds(_, word) if word == "soa" => Some(("SoA".to_owned(), "/soa".to_owned())),
            Self::Kinds(_, word) => Some((capital(word), format!("/{word}"))),
            Self::Kind(kind) => Some((kind.kind().plural.to_owned(), format!("/{}", address::kind(*kind)))),
            Self::Record(id) => Some((id.to_string(), address::record(*id))),
        }
    }
}

fn counts(found: &[RecordDiff]) -> Markup {
    let mut kinds: BTreeMap<RecordKind, [usize; 3]> = BTreeMap::new();
    for one in found {
        let place = match one.difference {
            Difference::Added => 0,
            Difference::Changed => 1,
            Difference::Removed => 2,
        };
        kinds.entry(one.id.kind).or_default()[place] += 1;
    }
    let row = |(kind, counts): (&RecordKind, &[usize; 3])| {
        let mut row = vec![html! { (capital(kind.kind().plural)) }];
        row.extend(counts.iter().map(|count| html! { (count) }));
        row
    };
    table(&Table {
        caption: "By kind".to_owned(),
        head: ["Kind", "#New", "#Changed", "#Gone"].map(str::to_owned).to_vec(),
        rows: kinds.iter().map(row).collect(),
    })
}

/// Returns what became of the diagnostics: fixed, new, still.
fn rules(visit: &Visit, before: &app::Snapshot, from: Date, after: &app::Snapshot, to: Date) -> Markup {
    let open = |snapshot: &app::Snapshot, day: Date| -> std::collections::BTreeSet<(String, String)> {
        let results = visit.site.past(&visit.books, snapshot, day);
        let counted = results.diagnostics().filter(|one| one.is_open());
        counted.map(|one| (one.code.to_owned(), one.place.to_string())).collect()
    };
    let (old, new) = (open(before, from), open(after, to));
    let fixed = old.difference(&new).count();
    let fresh = new.difference(&old).count();
    let still = new.intersection(&old).count();
    html! { p { "Diagnostics: " b { (fixed) } " fixed, " b { (fresh) } " new, " b { (still) } " still" } }
}

fn records(visit: &Visit, found: &[RecordDiff]) -> Markup {
    let word = |difference: Difference| match difference {
        Difference::Added => (Status::Met, "new"),
        Difference::Changed => (Status::InProgress, "changed"),
        Difference::Removed => (Status::NotApplicable, "gone"),
    };
    section(
        "records",
        "Records",
        &found.len().to_string(),
        &[],
        html! {
            @for one in found.iter().take(SHOWN) {
                @let (status, word) = word(one.difference);
                h3 { a href=(visit.record_at(one.id)) { code { (one.id) } " " (one.title) } " " (chip(status, word)) }
                (timeline::changes(&list::fields(visit, &one.fields)))
            }
            @if found.len() > SHOWN { p.secondary { "and " (found.len() - SHOWN) " more records" } }
        },
    )
}
