//! Coverage: which clauses and controls each audit of a programme looks at, and which none does.

use maud::{Markup, html};
use model::records::{Audit, AuditProgramme, AuditState, Control};
use model::{AnnexA, Clause, Date, Entry, Key, Record as _, RecordKind, Ref, YesNo};
use standards::Theme;

use super::independence;
use crate::address;
use crate::locale::locale;
use crate::pages::naming::day_of_audit;
use crate::parts::{Status, mark, section};
use crate::visit::Visit;

/// The parts of the clauses that a programme has to cover.
const CLAUSES: &[(&str, &[&str])] = &[
    ("4 Context", &["4.1", "4.2", "4.3", "4.4"]),
    ("5 Leadership", &["5.1", "5.2", "5.3"]),
    ("6 Planning", &["6.1", "6.2", "6.3"]),
    ("7 Support", &["7.1", "7.2", "7.3", "7.4", "7.5"]),
    ("8 Operation", &["8.1", "8.2", "8.3"]),
    ("9 Evaluation", &["9.1", "9.2", "9.3"]),
    ("10 Improvement", &["10.1", "10.2"]),
];

/// How many controls that nobody looks at are named.
const NAMED_MAX: usize = 24;

/// An audit with its id.
pub(super) type One<'a> = (Ref<Audit>, &'a Entry<Audit>);

/// What an audit does about one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Look {
    /// It does not look at it.
    No,
    /// It is to look at a part of it.
    Part,
    /// It is to look at it.
    Planned,
    /// It looked at it.
    Done,
}

/// Returns the coverage of a programme.
#[must_use]
pub fn of_programme(visit: &Visit, id: Ref<AuditProgramme>) -> Markup {
    let audits = audits_of(visit, id);
    html! {
        (section("coverage", "Coverage", "", &[], html! {
            (left_out(visit, &audits))
            (body(visit, &audits))
            p.secondary { a.button.quiet href=(visit.at(&address::with_query(super::programme::HERE, [("all", "yes")]))) { "All audit programmes" } }
        }))
        (independence::of_audits(visit, &audits))
    }
}

/// Says what no audit of the cycle looks at, in one line for the clauses and one for the controls.
fn left_out(visit: &Visit, audits: &[One]) -> Markup {
    if audits.is_empty() {
        return html! {};
    }
    let parts: Vec<&str> = CLAUSES.iter().flat_map(|(_, parts)| parts.iter().copied()).collect();
    let looks = |part: &str, least: Look| {
        audits.iter().any(|(_, audit)| is_own(audit) && at_clause(audit, part) >= least)
    };
    let done = parts.iter().filter(|part| looks(part, Look::Done)).count();
    let clauses: Vec<&str> = parts.iter().copied().filter(|part| !looks(part, Look::Planned)).collect();
    let controls = included(visit);
    let controls: Vec<Ref<Control>> =
        controls.iter().map(|(id, _)| *id).filter(|id| !is_covered(audits, *id)).collect();
    html! {
        @if clauses.is_empty() && controls.is_empty() {
            @let (status, word) = if done == parts.len() { (Status::Met, "looked at") } else { (Status::NotStarted, "planned") };
            p { (mark(status, word)) " Every clause and every included control is planned for within the cycle; " (done) " of " (parts.len()) " clauses are looked at so far." }
        }
        @else {
            div.callout {
                @if !clauses.is_empty() { p { b { "Clauses that no audit looks at: " } (clauses.join(", ")) } }
                @if !controls.is_empty() {
                    p { b { "Controls that no audit looks at: " }
                        @for id in controls.iter().take(NAMED_MAX) { a.id-link href=(visit.record_at(*id)) { (id) } " " }
                        @if controls.len() > NAMED_MAX { "and " (controls.len() - NAMED_MAX) " more" }
                    }
                }
            }
        }
    }
}

/// Returns the programmes whose cycle runs.
pub(super) fn in_force(visit: &Visit) -> Vec<(Ref<AuditProgramme>, &Entry<AuditProgramme>)> {
    let holds = |programme: &AuditProgramme| {
        programme.cycle_start.is_some_and(|start| start <= visit.today)
            && programme.cycle_end.is_none_or(|end| end >= visit.today)
    };
    visit.isms().audit_programmes.iter().filter(|(_, programme)| holds(programme)).collect()
}

/// Returns the coverage of the programme in force, open above the list of audits.
#[must_use]
pub fn of_list(visit: &Visit) -> Markup {
    let programmes = in_force(visit).into_iter();
    let Some((id, programme)) = programmes.max_by_key(|(id, programme)| (programme.cycle_start, *id)) else {
        return html! {};
    };
    let audits = audits_of(visit, id);
    html! {
        details.fold.coverage-fold open {
            summary { "Coverage of " (programme.title) ": " (in_words(visit, &audits)) }
            (body(visit, &audits))
        }
    }
}

/// Returns the audits of a programme in the order of their days: those that name it, and internal ones of its cycle that name none.
fn audits_of(visit: &Visit, id: Ref<AuditProgramme>) -> Vec<One<'_>> {
    let cycle = visit.isms().audit_programmes.get(&id).map(|one| (one.cycle_start, one.cycle_end));
    let within = |day: Date| match cycle {
        Some((Some(start), end)) => start <= day && end.is_none_or(|end| day <= end),
        Some((None, _)) | None => false,
    };
    let belongs = |audit: &Audit| match audit.programme {
        Some(programme) => programme == id,
        None => audit.is_internal() && day_of_audit(audit).is_some_and(within),
    };
    let mut audits: Vec<One> = visit
        .isms()
        .audits
        .iter()
        .filter(|(_, audit)| audit.state != AuditState::Cancelled && belongs(audit))
        .collect();
    audits.sort_by_key(|(id, audit)| (day_of_audit(audit), *id));
    audits
}

/// Says whether an audit counts for the programme: those of the certification body are shown, and do not stand in for our own.
pub(super) fn is_own(audit: &Audit) -> bool {
    audit.kind.is_none_or(|kind| !kind.is_certification())
}

/// Returns the controls that the statement includes.
fn included(visit: &Visit) -> Vec<(Ref<Control>, &Entry<Control>)> {
    let rows = visit.isms().statements();
    rows.filter(|(_, control)| control.included == Some(YesNo::Yes)).collect()
}

/// Says how much of the clauses and controls is covered.
fn in_words(visit: &Visit, audits: &[One]) -> String {
    let parts = || CLAUSES.iter().flat_map(|(_, parts)| parts.iter());
    let clauses = parts().filter(|part| {
        audits.iter().any(|(_, audit)| is_own(audit) && at_clause(audit, part) >= Look::Planned)
    });
    let controls = included(visit);
    let covered = controls.iter().filter(|(id, _)| is_covered(audits, *id)).count();
    format!("{} of {} clauses, {covered} of {} controls", clauses.count(), parts().count(), controls.len())
}

fn is_covered(audits: &[One], control: Ref<Control>) -> bool {
    audits.iter().any(|(_, audit)| is_own(audit) && at_control(audit, control) >= Look::Planned)
}

/// Returns what an audit does about a clause.
fn at_clause(audit: &Audit, part: &str) -> Look {
    let part = Clause::new(part);
    if audit.clauses.iter().any(|named| named.holds(&part)) {
        how_far(audit)
    } else if audit.clauses.iter().any(|named| part.holds(named)) {
        Look::Part
    } else {
        Look::No
    }
}

/// Returns what an audit does about a control, named as a record or as a number among the clauses.
fn at_control(audit: &Audit, control: Ref<Control>) -> Look {
    let number = Clause::new(&control.to_string());
    let is_named =
        audit.controls.contains(&control) || audit.clauses.iter().any(|named| named.holds(&number));
    if is_named { how_far(audit) } else { Look::No }
}

fn how_far(audit: &Audit) -> Look {
    match audit.state {
        AuditState::Planned | AuditState::Running | AuditState::Cancelled => Look::Planned,
        AuditState::Done | AuditState::Concluded | AuditState::Reported => Look::Done,
    }
}

fn shown(look: Look, what: &str) -> Markup {
    match look {
        Look::No => html! { span.coverage-none aria-hidden="true" { "·" } span.vh { "not " (what) } },
        Look::Part => mark(Status::Attention, &format!("a part of {what}")),
        Look::Planned => mark(Status::NotStarted, &format!("{what}, to come")),
        Look::Done => mark(Status::Met, &format!("{what}, done")),
    }
}

fn body(visit: &Visit, audits: &[One]) -> Markup {
    if audits.is_empty() {
        let plan = visit.at("/audits/new");
        return html! {
            p.secondary { "No audit belongs to it yet. " @if visit.offers_new(RecordKind::Audit) { a href=(plan) { "Plan an audit" } } }
        };
    }
    html! {
        p.lead {
            span { (in_words(visit, audits)) }
            span.secondary { (mark(Status::Met, "done")) " looked at" }
            span.secondary { (mark(Status::NotStarted, "to come")) " planned" }
            span.secondary { (mark(Status::Attention, "in part")) " a part" }
        }
        (clauses(visit, audits))
        (controls(visit, audits))
    }
}

/// Returns the headings of the audits.
fn heads(visit: &Visit, first: &str, audits: &[One]) -> Markup {
    let mut years: Vec<(Option<i16>, usize)> = Vec::new();
    for (_, audit) in audits {
        let year = day_of_audit(audit).map(Date::year);
        match years.last_mut().filter(|(known, _)| *known == year) {
            Some((_, count)) => *count += 1,
            None => years.push((year, 1)),
        }
    }
    html! {
        thead {
            tr.coverage-years {
                td {}
                @for (year, count) in &years { th.coverage-audit scope="colgroup" colspan=(count) { @match year { Some(year) => (year), None => "no date" } } }
                td {}
            }
            tr {
            th scope="col" { (first) }
            @for (id, audit) in audits {
                th.coverage-audit scope="col" title=(audit.title) {
                    a href=(visit.record_at(id.id())) { (id) }
                    @if let Some(day) = day_of_audit(audit) { br; (locale().brief_day(day)) }
                }
            }
            th scope="col" { "Covered" }
            }
        }
    }
}

/// Returns one row: what each audit does about one thing, and whether any covers it.
fn row(name: &Markup, what: &str, audits: &[One], look: &dyn Fn(&Audit) -> Look) -> Markup {
    let own = audits.iter().filter(|(_, audit)| is_own(audit));
    let most = own.map(|(_, audit)| look(audit)).max().unwrap_or(Look::No);
    html! {
        tr {
            th scope="row" { (name) }
            @for (_, audit) in audits { td.coverage-cell { (shown(look(audit), what)) } }
            td {
                @match most {
                    Look::Done | Look::Planned => "yes",
                    Look::Part => span.s-attention.coverage-gap { "in part" },
                    Look::No => span.s-problem.coverage-gap { "by none" },
                }
            }
        }
    }
}

fn clauses(visit: &Visit, audits: &[One]) -> Markup {
    html! {
        div.table-region role="region" aria-label="clauses and audits" tabindex="0" {
            table.table.coverage {
                caption { "Clauses" }
                (heads(visit, "Clause", audits))
                @for (title, parts) in CLAUSES {
                    tbody {
                        tr.coverage-group { th scope="rowgroup" colspan=(audits.len() + 2) { (title) } }
                        @for part in *parts {
                            (row(&html! { (part) " " (title_of(part)) }, part, audits, &|audit| at_clause(audit, part)))
                        }
                    }
                }
            }
        }
    }
}

fn title_of(part: &str) -> &'static str {
    standards::clause(part).map_or("", |clause| &clause.title)
}

/// Returns the included controls by theme, each theme folded.
fn controls(visit: &Visit, audits: &[One]) -> Markup {
    let all = included(visit);
    let of = |theme: Option<Theme>| -> Vec<&(Ref<Control>, &Entry<Control>)> {
        all.iter().filter(|(id, _)| theme_of(id.key) == theme).collect()
    };
    let groups = Theme::ALL.into_iter().map(Some).chain([None]);
    html! {
        @if all.is_empty() { p.secondary { "The statement of applicability includes no control yet." } }
        @for theme in groups {
            @let rows = of(theme);
            @let title = theme.map_or("Own controls".to_owned(), |theme| format!("A.{} {}", theme.number(), theme.title()));
            @if !rows.is_empty() {
                @let covered = rows.iter().filter(|(id, _)| is_covered(audits, *id)).count();
                details.fold {
                    summary { (title) ": " (covered) " of " (rows.len()) " covered" }
                    div.table-region role="region" aria-label=(title) tabindex="0" {
                        table.table.coverage {
                            caption.vh { (title) }
                            (heads(visit, "Control", audits))
                            tbody {
                                @for (id, control) in rows {
                                    @let name = html! { a.id-link href=(visit.record_at(id.id())) { (id) } " " (control.title()) };
                                    (row(&name, &id.to_string(), audits, &|audit| at_control(audit, *id)))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn theme_of(key: Key) -> Option<Theme> {
    let annex: Option<AnnexA> = match key {
        Key::AnnexA(annex) => Some(annex),
        Key::Number(_) | Key::One => None,
    };
    annex.map(Theme::of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_counts_as_looked_at_only_where_all_of_it_is_named() {
        let audit = |clauses: &[&str], state| Audit {
            clauses: clauses.iter().map(|clause| Clause::new(clause)).collect(),
            state,
            ..Audit::default()
        };
        let planned = audit(&["9", "6.1.2", "A.8.13"], AuditState::Planned);
        assert_eq!(at_clause(&planned, "9.2"), Look::Planned);
        assert_eq!(at_clause(&planned, "6.1"), Look::Part, "6.1.2 is only a part of it");
        assert_eq!(at_clause(&planned, "10.1"), Look::No);
        let backup = Ref::parse("A.8.13").expect("an id");
        assert_eq!(at_control(&planned, backup), Look::Planned);
        let done = audit(&["9.2"], AuditState::Reported);
        assert_eq!(at_clause(&done, "9.2"), Look::Done);
        assert_eq!(at_clause(&done, "9.1"), Look::No);
    }

    #[test]
    fn every_row_of_the_matrix_is_a_clause_of_the_standard() {
        for part in CLAUSES.iter().flat_map(|(_, parts)| parts.iter()) {
            assert!(standards::clause(part).is_some() || part.len() == 3, "{part}");
        }
    }
}
