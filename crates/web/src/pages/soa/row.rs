//! One row of the statement: its cells, and how they are edited.

use maud::{Markup, html};
use model::records::{Control, ControlState, Evidence, EvidenceStatus, Reason};
use model::{Date, Entry, Isms, RecordKind, Ref, Value, Words, YesNo};

use super::proposals::Naming;
use crate::pages::naming::{Marks, owner_cell, owners};
use crate::parts::grid::choices;
use crate::parts::{Cell, Column, ColumnKind, Editing, KeySets, Press, Row, Status, Widget, state};
use crate::visit::Visit;

/// Returns the columns.
pub fn columns(isms: &Isms) -> Vec<Column> {
    let column = |field: &str, label: &str, kind, edit, help: &str| Column {
        field: field.to_owned(),
        label: label.to_owned(),
        help: (!help.is_empty()).then(|| help.to_owned()),
        kind,
        edit,
        ..Column::default()
    };
    let applies = Widget::Select(choices(&["undecided", "yes", "no"]));
    let states = Widget::Select(choices(ControlState::WORDS));
    let because = "Ids of risks, obligations or agreements, or baseline: and why. Keys 1 risk, 2 law, 3 contract, 4 baseline";
    vec![
        column("id", "Control", ColumnKind::Id, None, ""),
        column("title", "Title", ColumnKind::Wide, None, ""),
        column("applicable", "Applies", ColumnKind::Words, Some(applies), "Keys y and n"),
        column("reasons", "Because of", ColumnKind::Wide, Some(Widget::Text), because),
        column(
            "justification",
            "Justification",
            ColumnKind::Wide,
            Some(Widget::LongText(2)),
            "Enter takes what is proposed",
        ),
        column("state", "State", ColumnKind::Words, Some(states), "Keys - p t i"),
        column("owner", "Owner", ColumnKind::Words, Some(Widget::Ref(owners(isms))), "Who answers for it"),
        column("evidence", "Evidence", ColumnKind::Words, None, "How old the newest evidence is"),
        column("said", "Rules", ColumnKind::Mark, None, "What the rules say"),
    ]
}

/// Returns the letters that set a value.
pub fn keys() -> Vec<KeySets> {
    let set = |key: &str, field: &str, value: &str, press| KeySets {
        key: key.to_owned(),
        field: field.to_owned(),
        value: value.to_owned(),
        press,
    };
    vec![
        set("y", "applicable", "yes", Press::Replaces),
        set("n", "applicable", "no", Press::Replaces),
        set("1", "reasons", "risk", Press::Toggles),
        set("2", "reasons", "law", Press::Toggles),
        set("3", "reasons", "contract", Press::Toggles),
        set("4", "reasons", "baseline", Press::Toggles),
        set("-", "state", "not started", Press::Replaces),
        set("p", "state", "planned", Press::Replaces),
        set("t", "state", "partial", Press::Replaces),
        set("i", "state", "implemented", Press::Replaces),
    ]
}

/// Returns one row.
pub fn row(visit: &Visit, id: Ref<Control>, control: &Entry<Control>, marks: &Marks) -> Row {
    let excluded = control.included == Some(YesNo::No);
    let naming = if excluded || has_both(control) {
        Naming::default()
    } else {
        Naming::of(visit.isms(), id, visit.today)
    };
    let writes = !visit.reads_only();
    Row {
        id: id.to_string(),
        action: writes.then(|| format!("/o/{}/soa/{id}", visit.org)),
        revision: u64::from(control.revision),
        edit_href: writes.then(|| format!("{}#{id}", visit.here_with(&[("edit", &id.to_string())]))),
        editing: if visit.query.get("edit") == id.to_string() && writes { Editing::Yes } else { Editing::No },
        problem: None,
        cells: vec![
            Cell::read(html! { a href=(visit.record_at(id)) { (id) } }),
            Cell::words(&control.title),
            Cell::edit(applies(control.included), control.included.map_or("undecided", Words::word)),
            reasons(visit, control, &naming),
            justification(control, &naming),
            // What is kept of a control that does not apply stands in its form, and on its page.
            Cell::edit(if excluded { nothing() } else { state_of(control) }, control.state.word()),
            Cell::edit(
                if excluded { nothing() } else { owner_cell(visit.isms(), control.owner.as_ref()) },
                control.owner.as_ref().map(Value::text).unwrap_or_default(),
            ),
            Cell::read(if excluded { nothing() } else { evidence(visit, id, control) }),
            Cell::read(marks.show(id.id(), &said_at(visit, id, marks))),
        ],
    }
}

/// Says whether nothing is left to be proposed.
fn has_both(control: &Control) -> bool {
    !control.reasons.is_empty() && !control.justification.is_empty()
}

fn applies(included: Option<YesNo>) -> Markup {
    html! {
        @match included {
            Some(YesNo::Yes) => "yes",
            Some(YesNo::No) => b { "no" },
            None => span.missing { "undecided" },
        }
    }
}

/// Returns the value of the cell of reasons: all in one line.
pub fn reasons_line(reasons: &[Reason]) -> String {
    reasons.iter().map(Value::text).collect::<Vec<_>>().join(", ")
}

fn reasons(visit: &Visit, control: &Control, naming: &Naming) -> Cell {
    let shown = html! {
        @for reason in &control.reasons {
            @match reason {
                Reason::Risk(id) => a.id-link href=(visit.record_at(*id)) title=(visit.isms().name_of(id.id())) { (id) },
                Reason::Obligation(id) => a.id-link href=(visit.record_at(*id)) title=(visit.isms().name_of(id.id())) { (id) },
                Reason::Agreement(id) => a.id-link href=(visit.record_at(*id)) title=(visit.isms().name_of(id.id())) { (id) },
                Reason::Baseline(because) => span title=(because) { "baseline" },
            } " "
        }
    };
    let cell = Cell::edit(shown, reasons_line(&control.reasons));
    let proposed = naming.reasons();
    if control.reasons.is_empty() && !proposed.is_empty() {
        cell.proposed(reasons_line(&proposed))
    } else {
        cell
    }
}

fn justification(control: &Control, naming: &Naming) -> Cell {
    let cell = Cell::words_edit(control.justification.to_string());
    let proposed = naming.justification();
    if control.justification.is_empty() && !proposed.is_empty() { cell.proposed(proposed) } else { cell }
}

/// Returns the state of a control as a status.
pub fn state_of(control: &Control) -> Markup {
    if control.included == Some(YesNo::No) && control.state == ControlState::NotStarted {
        return state(Status::NotApplicable, "–");
    }
    let status = match control.state {
        ControlState::NotStarted => Status::NotStarted,
        ControlState::Planned | ControlState::Partial => Status::InProgress,
        ControlState::Implemented => Status::Met,
        ControlState::Retired => Status::NotApplicable,
    };
    state(status, control.state.word())
}

/// Returns what stands in a cell that an excluded control does not have.
fn nothing() -> Markup {
    html! { "–" }
}

/// Returns the page of the record at which the rules say something of a row.
fn said_at(visit: &Visit, id: Ref<Control>, marks: &Marks) -> String {
    marks.stands_at(id.id()).map_or_else(|| visit.record_at(id), |at| visit.record_at(at))
}

/// Returns the newest evidence of a control that nobody refused, and the day it speaks of.
pub fn newest_evidence(isms: &Isms, id: Ref<Control>) -> Option<(Ref<Evidence>, Date)> {
    let sources = isms.sources::<Evidence>(id.id()).filter_map(|evidence| {
        let found = isms.evidence.get(&evidence)?;
        let counts = match found.status {
            EvidenceStatus::Submitted | EvidenceStatus::Accepted => true,
            EvidenceStatus::Rejected | EvidenceStatus::Withdrawn => false,
        };
        let day = found.period_end.or(found.occurred_on).or(found.collected_on).or(found.received_on)?;
        counts.then_some((evidence, day))
    });
    sources.max_by_key(|(_, day)| *day)
}

fn evidence(visit: &Visit, id: Ref<Control>, control: &Control) -> Markup {
    let Some((evidence, day)) = newest_evidence(visit.isms(), id) else {
        return html! { @if control.state == ControlState::Implemented { span.missing { "none" } } };
    };
    let days = (visit.today - day).get_days();
    let longest = control.cadence.map(|cadence| standards::Cadence::of(cadence).limits().max_age_days);
    let found = visit.isms().evidence.get(&evidence).map(|one| one.status);
    let (status, word) = age_of(days, longest, found == Some(EvidenceStatus::Submitted));
    html! { a.plain-link href=(visit.record_at(evidence)) title=(evidence) { (state(status, &word)) } }
}

/// Says how old evidence is, and what is the matter with it: nobody accepted it, or it is older than its control allows.
fn age_of(days: i32, longest: Option<u32>, waits: bool) -> (Status, String) {
    let age = if days < 0 { "to come".to_owned() } else { format!("{days} d") };
    // Where only events count there is no age that is too high.
    let late = longest.is_some_and(|longest| longest > 0 && i64::from(days) > i64::from(longest));
    match (waits, late) {
        (true, _) => (Status::Attention, format!("not accepted, {age}")),
        (false, true) => (Status::Attention, format!("too old, {age}")),
        (false, false) => (Status::Met, age),
    }
}

/// The kind of the rows.
pub const KIND: RecordKind = RecordKind::Control;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_that_needs_somebody_says_why() {
        for (days, longest, waits, status, word) in [
            (3, None, true, Status::Attention, "not accepted, 3 d"),
            (40, Some(35), false, Status::Attention, "too old, 40 d"),
            (40, Some(0), false, Status::Met, "40 d"),
            (22, Some(35), false, Status::Met, "22 d"),
            (-2, None, false, Status::Met, "to come"),
        ] {
            assert_eq!(age_of(days, longest, waits), (status, word.to_owned()));
        }
    }
}
