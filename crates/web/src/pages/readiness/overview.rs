//! The list of what is wrong or missing: first the steps, then everything by clause, phase, owner or record.

use std::collections::BTreeMap;

use diagnostics::{Diagnostic, Severity, Time, Verdict};
use maud::{Markup, html};
use rules::{RULES, Results, StepNow, Steps, about, steps};

use super::groups::{By, Folded, Gate, Grouped, Wanted, grouped, held};
use super::shown::{level, view};
use super::{HERE, at};
use crate::failure::Answer;
use crate::layout::PageHead;
use crate::locale::locale;
use crate::pages::naming::{counted, status_of, told};
use crate::pages::words::Explained;
use crate::parts::filter::{FilterBar, Pick, filter_bar};
use crate::parts::work::{Work, work};
use crate::parts::{Action, Choice, Icon, Level, Status, diagnostic, folded, mark, section, tally};
use crate::visit::Visit;

/// How many diagnostics of an open fold are shown.
const SHOWN_MAX: usize = 50;
/// How many groups are shown.
const GROUPS_MAX: usize = 200;
/// How many people and roles can be chosen.
const OWNERS_MAX: usize = 300;

/// Answers with the list.
///
/// # Errors
/// Where the history of what is shown cannot be read.
pub async fn page(visit: Visit) -> Answer {
    let results = visit.results();
    let wanted = Wanted::read(&visit.query);
    let isms = visit.isms();
    let taken: Vec<&Diagnostic> = results.diagnostics().filter(|one| wanted.takes(isms, one)).collect();
    let open: Vec<&Diagnostic> = taken.iter().copied().filter(|one| one.is_open()).collect();
    let opened = opened(&visit, &wanted, &open).await?;
    let steps = steps(results.diagnostics(), isms, visit.today);
    let mut words = Explained::default();
    let plain = visit.query.0.iter().all(|(name, _)| name == "as_of");
    let main = html! {
        p.lead { (tally_of(&open)) " " span.secondary { (asked(&visit)) } }
        @if plain && !steps.now.is_empty() { (first_steps(&visit, &steps, &mut words)) }
        @if plain { (ahead(&visit, &steps)) }
        (majors(&visit, &taken))
        (bar(&visit, &wanted, open.len()))
        @if open.is_empty() { (nothing(&visit, &wanted, &results)) }
        @let all = html! {
            (groups(&visit, &wanted, &open, &opened))
            (waiting(&visit, &held(&results, &wanted, isms)))
        };
        // Where the steps name all of it, the list says nothing new.
        @if plain && !open.is_empty() && steps.count() == steps.now.len() {
            details.fold { summary { "All that is open, by clause: " (open.len()) } (all) }
        } @else { (all) }
        (unknown(&visit, &taken))
        (said(&visit, &taken))
    };
    Ok(visit.page(HERE, head(&visit, &open), main))
}

fn head(visit: &Visit, open: &[&Diagnostic]) -> PageHead {
    let safe = open.iter().filter(|one| super::fixes::is_safe(one)).count();
    let mut actions = Vec::new();
    if safe > 0 && !visit.reads_only() {
        let words = format!("Apply {}", counted(safe, "safe fix", "safe fixes"));
        actions.push(Action::link(words, visit.at("/readiness/fixes")).primary());
    }
    PageHead { actions, ..PageHead::new("Readiness") }
}

/// Returns the counts by level; what is ahead has none yet, and is counted as one.
fn tally_of(open: &[&Diagnostic]) -> Markup {
    let now = || open.iter().filter(|one| one.time == Time::Now);
    let ahead = open.len() - now().count();
    let count = |severity| now().filter(|one| one.severity == severity).count();
    html! {
        @if ahead < open.len() || ahead == 0 { (levels(&count)) }
        @if ahead > 0 { span.state.s-none { (ahead) " ahead" } }
    }
}

fn levels(count: &dyn Fn(Severity) -> usize) -> Markup {
    tally(count(Severity::Error), count(Severity::Warning), count(Severity::Note))
}

fn asked(visit: &Visit) -> String {
    let day = if visit.is_past() {
        format!("as of {}", locale().short_day(visit.today))
    } else {
        "today".to_owned()
    };
    format!("{} rules asked, {day}", RULES.len())
}

/// Returns the first steps, in the order in which they are to be done.
#[must_use]
pub fn first_steps(visit: &Visit, steps: &Steps, words: &mut Explained) -> Markup {
    let shown: Vec<Work> = steps.now.iter().map(|step| one_step(visit, step, words)).collect();
    let all = counted(steps.count(), "step", "steps");
    let of = if shown.len() < steps.count() { format!("{} of {all}", shown.len()) } else { all };
    let count = format!("{of}, about {}", about(steps.minutes()));
    // Who is certified begins nothing.
    let is_certified = visit.isms().certifications.iter().any(|(_, one)| one.decided_on.is_some());
    let title = if is_certified { "Next steps" } else { "First steps" };
    section("steps", title, &count, &[], work(&shown))
}

/// Returns a step as a row.
pub(super) fn one_step(visit: &Visit, step: &StepNow, words: &mut Explained) -> Work {
    let one = step.all[0];
    let place = match (step.all.len(), step.drafts.as_slice(), one.place.record()) {
        (_, [draft], _) => draft.to_string(),
        (_, [_, ..], _) => counted(step.drafts.len(), "proposal", "proposals"),
        (1, [], Some(id)) => id.to_string(),
        (1, [], None) => String::new(),
        (many, [], _) => counted(many, "place", "places"),
    };
    let href = match step.drafts.first() {
        Some(draft) => super::shown::writes(visit, *draft).unwrap_or_else(|| visit.record_at(*draft)),
        None => visit.at(&format!("{HERE}?open={0}#{0}", step.code)),
    };
    let is_one = step.all.len() == 1 || !step.drafts.is_empty();
    let title = if is_one { told(visit.isms(), &step.says()) } else { step.name.to_owned() };
    let why = told(visit.isms(), if step.drafts.is_empty() { &step.how } else { &one.message });
    let safe = super::fixes::is_safe(one) && step.all.len() == 1 && !visit.reads_only();
    Work {
        status: (status_of(step.severity), level(step.severity).word().to_owned()),
        title: super::rule::capital(&title),
        href,
        place,
        why: words.show(&why),
        due: Some((Status::NotStarted, format!("about {}", about(step.minutes)))),
        action: safe.then(|| Action::link("Preview", at(visit, "/readiness/fix", one))),
    }
}

/// Returns the line for what is ahead.
#[must_use]
pub fn ahead(visit: &Visit, steps: &Steps) -> Markup {
    let from = steps.ahead.from.map(|day| format!(", from {}", locale().short_day(day))).unwrap_or_default();
    html! {
        @if let Some(next) = steps.ahead.next {
            (crate::parts::ahead(steps.ahead.count, &format!("next phase: {}{from}", next.title()), &visit.at(&format!("{HERE}?gate=ahead"))))
        }
    }
}

/// How many clauses stand open; more are folded.
const MAJORS_OPEN: usize = 3;

/// Returns the clauses on which several minors point to one major.
fn majors(visit: &Visit, taken: &[&Diagnostic]) -> Markup {
    let found = rules::clause_majors(taken.iter().copied());
    if found.is_empty() {
        return html! {};
    }
    let rows = html! {
        ul.plain {
            @for major in &found {
                li {
                    (mark(Status::Attention, "hint")) " " b { (major.clause) } " "
                    @for (place, (code, count)) in major.minors.iter().enumerate() {
                        @if place > 0 { ", " }
                        a.id-link href=(visit.at(&format!("{HERE}?open={code}#{code}"))) { (code) }
                        @if *count > 1 { " (" (count) ")" }
                    }
                }
            }
        }
    };
    let body = html! {
        p.small.secondary { "An auditor may raise several minors on one clause as one major." }
        @if found.len() > MAJORS_OPEN { details.fold { summary { (counted(found.len(), "clause", "clauses")) } (rows) } } @else { (rows) }
    };
    section("majors", "Clauses that may fail as a whole", &found.len().to_string(), &[], body)
}

fn bar(visit: &Visit, wanted: &Wanted, count: usize) -> Markup {
    let pick = |name: &str, label: &str, choices: &[(&str, &str)]| Pick {
        name: name.to_owned(),
        label: label.to_owned(),
        choices: choices.iter().map(|(value, label)| Choice::new(*value, *label)).collect(),
        chosen: visit.query.get(name).to_owned(),
    };
    let gates = [
        ("", "now"),
        ("stage1", "Stage 1"),
        ("stage2", "Stage 2"),
        ("surveillance", "Surveillance"),
        ("ahead", "ahead"),
        ("all", "everything"),
    ];
    let by = [("", "clause"), ("phase", "phase"), ("owner", "owner"), ("record", "record")];
    let levels = [("", "all"), ("error", "errors"), ("warning", "warnings"), ("note", "notes")];
    let people = visit.isms().people.iter().map(|(_, person)| person.title.to_string());
    let roles = visit.isms().roles.iter().map(|(_, role)| role.title.to_string());
    let mut owners = vec![Choice::new("", "all")];
    owners.extend(people.chain(roles).take(OWNERS_MAX).map(|name| Choice::new(name.clone(), name)));
    let owner = Pick {
        name: "owner".to_owned(),
        label: "Owner".to_owned(),
        choices: owners,
        chosen: wanted.owner.clone(),
    };
    let as_of = visit.query.get("as_of");
    let filtered = ["gate", "group", "level", "owner", "open"].iter().any(|name| visit.query.has(name));
    filter_bar(&FilterBar {
        action: visit.path.clone(),
        picks: vec![
            pick("gate", "Gate", &gates),
            pick("group", "Group by", &by),
            pick("level", "Level", &levels),
            owner,
        ],
        kept: if as_of.is_empty() { Vec::new() } else { vec![("as_of".to_owned(), as_of.to_owned())] },
        counted: format!("{count} open"),
        clear: filtered.then(|| visit.at(HERE)),
        ..FilterBar::default()
    })
}

/// The fold that is open: its group, its rule, and its diagnostics with who and when.
struct Opened {
    group: String,
    code: String,
    shown: Vec<Diagnostic>,
}

/// Reads the fold that the address opens, and asks the history who set its values.
async fn opened(
    visit: &Visit,
    wanted: &Wanted,
    open: &[&Diagnostic],
) -> Result<Option<Opened>, crate::Failure> {
    let code = visit.query.get("open");
    if code.is_empty() {
        return Ok(None);
    }
    let group = visit.query.get("in");
    let groups = grouped(visit.isms(), wanted.by, open);
    let of_group = |grouped: &&Grouped| group.is_empty() || grouped.word == group;
    let found = groups.iter().filter(of_group).find_map(|grouped| {
        grouped.folds.iter().find(|fold| fold.first.code == code).map(|fold| (grouped, fold))
    });
    let Some((grouped, fold)) = found else { return Ok(None) };
    let mut shown: Vec<Diagnostic> =
        fold.all.iter().take(SHOWN_MAX).map(|one| Diagnostic::clone(one)).collect();
    if !visit.is_past() {
        visit.books.prove(&mut shown, SHOWN_MAX).await?;
    }
    Ok(Some(Opened { group: grouped.word.clone(), code: code.to_owned(), shown }))
}

fn groups(visit: &Visit, wanted: &Wanted, open: &[&Diagnostic], opened: &Option<Opened>) -> Markup {
    let groups = grouped(visit.isms(), wanted.by, open);
    html! {
        @for group in groups.iter().take(GROUPS_MAX) {
            section.diag-group {
                h2 { (group.title) }
                @for fold in &group.folds { (one_fold(visit, wanted.by, group, fold, opened.as_ref())) }
            }
        }
        @if groups.len() > GROUPS_MAX {
            p.secondary { (groups.len() - GROUPS_MAX) " more groups; choose an owner or a level to see fewer" }
        }
    }
}

fn one_fold(visit: &Visit, by: By, group: &Grouped, fold: &Folded, opened: Option<&Opened>) -> Markup {
    let code = fold.first.code;
    let many = fold.all.len();
    let message =
        if many == 1 { told(visit.isms(), &fold.first.message) } else { fold.first.name.to_owned() };
    let count = match (many, fold.first.place.record()) {
        (1, Some(id)) => id.to_string(),
        (1, None) => String::new(),
        (many, Some(id)) => counted(many, id.kind.kind().singular, id.kind.kind().plural),
        (many, None) => counted(many, "place", "places"),
    };
    let opened = opened.filter(|opened| opened.group == group.word && opened.code == code);
    let anchor =
        if by == By::Clause || by == By::Phase { code.to_owned() } else { format!("{code}-{}", group.word) };
    let anchor: String =
        anchor.chars().map(|sign| if sign.is_ascii_alphanumeric() { sign } else { '-' }).collect();
    match opened {
        None => html! {
            div id=(anchor) {
                (folded(code, fold_level(fold), &message, &count,
                    &format!("{}#{anchor}", visit.here_with(&[("open", code), ("in", &group.word)]))))
            }
        },
        Some(opened) => html! {
            div.fold-open id=(anchor) {
                @if many > 1 {
                    (folded(code, fold_level(fold), &message, &count, &format!("{}#{anchor}", visit.here_with(&[("open", ""), ("in", "")]))))
                }
                @for one in &opened.shown { (diagnostic(&view(visit, one))) }
                @if many > opened.shown.len() {
                    p.secondary.diag-more { "the first " (opened.shown.len()) " of " (many) " are shown; mend some, and the next appear" }
                }
            }
        },
    }
}

/// Returns the level of a fold: that of the gravest, unless all of it is ahead.
fn fold_level(fold: &Folded) -> Level {
    let is_ahead = fold.all.iter().all(|one| one.time == Time::Ahead);
    if is_ahead { Level::Ahead } else { level(fold.severity) }
}

/// Says what was looked at and what comes next, where nothing is open.
fn nothing(visit: &Visit, wanted: &Wanted, results: &Results) -> Markup {
    let records: usize = model::RecordKind::ALL.iter().map(|kind| visit.isms().count(*kind)).sum();
    let ahead = results.diagnostics().filter(|one| one.time == Time::Ahead && one.is_open()).count();
    let filtered = wanted.level.is_some() || !wanted.owner.is_empty();
    let sentence = match (filtered, wanted.gate) {
        (true, _) => "Nothing open is of this level and owner",
        (false, Gate::Now) => "Nothing waits for you in the phases that have begun",
        (false, Gate::Ahead) => "Nothing is ahead",
        (false, Gate::All | Gate::Stage(_)) => "Nothing open holds this gate",
    };
    let why = format!(
        "{} rules were asked about {}. {} ahead in later phases; evidence, reviews and audits fall due with time.",
        RULES.len(),
        counted(records, "record", "records"),
        if ahead == 0 { "Nothing lies".to_owned() } else { format!("{ahead} lie") },
    );
    let next = Action::link(
        "See what is ahead",
        visit.here_with(&[("gate", "ahead"), ("level", ""), ("owner", "")]),
    );
    let all = Action::link("Show all levels and owners", visit.here_with(&[("level", ""), ("owner", "")]));
    let steps: Vec<Action> =
        [filtered.then_some(all), (ahead > 0).then_some(next)].into_iter().flatten().collect();
    crate::parts::empty::empty(Icon::Readiness, sentence, &why, &steps)
}

/// Returns what waits for something else to be mended first.
fn waiting(visit: &Visit, held: &BTreeMap<&'static str, Vec<&Diagnostic>>) -> Markup {
    let body = html! {
        @for (by, waiting) in held {
            p.held-back {
                (mark(Status::Held, "held"))
                span {
                    (waiting.len()) " wait for "
                    a href=(format!("{}#{by}", visit.here_with(&[("open", by), ("in", "")]))) { code { (by) } }
                    " " (rules::rule(by).map(|rule| rule.name).unwrap_or_default())
                }
            }
        }
    };
    let count: usize = held.values().map(Vec::len).sum();
    html! { @if count > 0 { (section("held", "Held back", &format!("{count}, until their cause is mended"), &[], body)) } }
}

/// Returns what no rule can judge because something is missing.
fn unknown(visit: &Visit, taken: &[&Diagnostic]) -> Markup {
    let mut unknown: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for one in taken {
        if let (Verdict::Unknown { .. }, None) = (&one.verdict, one.held_by) {
            unknown.entry(one.code).or_default().push(one);
        }
    }
    let body = html! {
        ul.quiet-list {
            @for (code, all) in &unknown {
                li {
                    a.id-link href=(visit.at(&format!("/rules/{code}"))) { (code) }
                    div {
                        (all.first().map(|one| one.name).unwrap_or_default())
                        @if let Some(Verdict::Unknown { missing }) = all.first().map(|one| &one.verdict) {
                            span.secondary { " – " (missing) }
                        }
                        " " (places(visit, all))
                    }
                }
            }
        }
    };
    let count = unknown.values().map(Vec::len).sum::<usize>();
    html! { @if count > 0 { (section("unknown", "Cannot be judged yet", &format!("{count}, something is missing"), &[], body)) } }
}

/// Returns the first places, and how many more there are.
fn places(visit: &Visit, all: &[&Diagnostic]) -> Markup {
    let ids: Vec<model::RecordId> = all.iter().filter_map(|one| one.place.record()).collect();
    html! {
        @for id in ids.iter().take(5) { a.id-link href=(visit.record_at(*id)) { (id) } " " }
        @if ids.len() > 5 { span.secondary { "and " (ids.len() - 5) " more" } }
    }
}

/// Returns what people waived or dispute.
fn said(visit: &Visit, taken: &[&Diagnostic]) -> Markup {
    let said: Vec<&&Diagnostic> =
        taken.iter().filter(|one| one.said.is_some() && one.verdict == Verdict::Fired).collect();
    let body = html! {
        ul.quiet-list {
            @for one in &said {
                @if let Some(words) = &one.said {
                    li {
                        a.id-link href=(visit.at(&format!("/rules/{}", one.code))) { (one.code) }
                        div {
                            (told(visit.isms(), &one.message)) " "
                            @if let Some(id) = one.place.record() { a.id-link href=(visit.record_at(id)) { (id) } }
                            p.secondary { a.id-link href=(visit.record_at(words.record)) { (words.record) } " " (words.text) }
                        }
                        @if !visit.reads_only() {
                            (Action::post("Take back", visit.at("/readiness/end")).with("disposition", words.record.to_string()).quiet().show())
                        }
                    }
                }
            }
        }
    };
    html! { @if !said.is_empty() { (section("said", "Waived and disputed", &said.len().to_string(), &[], body)) } }
}
