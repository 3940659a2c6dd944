//! How a record stands, in one word: the state that it keeps, or what its dates say.

use model::{AnyRecord, Date, RecordKind};

use crate::parts::Status;

/// Returns how a record stands; nothing for kinds that have no states, and for what is only proposed.
#[must_use]
pub fn standing(record: &dyn AnyRecord, today: Date) -> Option<(Status, String)> {
    if record.about().proposed.is_some() {
        return None;
    }
    let text = |field: &str| record.text(field).unwrap_or_default();
    let kept = field_of(record.kind()).map(text).filter(|word| !word.is_empty());
    match kept {
        Some(word) => Some((of_word(record.kind(), &word), word)),
        None => by_dates(record, today).map(|(status, word)| (status, word.to_owned())),
    }
}

/// Returns the field that keeps the state of a kind.
#[must_use]
pub fn field_of(kind: RecordKind) -> Option<&'static str> {
    let fields = kind.fields();
    ["status", "state"].into_iter().find(|name| fields.iter().any(|shown| shown.name == *name))
}

/// Returns how a word looks: what is over is quiet, and only what needs somebody has a colour.
#[must_use]
pub fn of_word(kind: RecordKind, word: &str) -> Status {
    let needs_somebody =
        [RecordKind::Finding, RecordKind::Nonconformity, RecordKind::Request].contains(&kind);
    let is_audit = kind == RecordKind::Audit;
    match word {
        "done" | "concluded" if is_audit => Status::InProgress,
        "open" if needs_somebody => Status::Attention,
        "withdrawn" if kind == RecordKind::Certification => Status::Problem,
        "accepted" | "approved" | "confirmed" | "done" | "verified" | "implemented" | "closed"
        | "effective" | "reported" | "held" | "granted" | "restored" | "met" | "decided" => Status::Met,
        "rejected" | "overdue" | "reopened" | "suspended" | "expired" | "incident" | "not met" => {
            Status::Problem
        }
        "event" | "asked" | "returned" | "reduced" => Status::Attention,
        "withdrawn" | "superseded" | "dropped" | "cancelled" | "retired" | "refused" | "transferred"
        | "no incident" | "not applicable" | "declined" | "ended" => Status::NotApplicable,
        "doing" | "in review" | "partly" | "partial" | "running" | "corrected" | "cause found" | "acted"
        | "contained" | "answered" | "applied" | "agreed" => Status::InProgress,
        "submitted" | "open" | "draft" | "planned" | "to do" | "idea" | "preparing" | "prepared"
        | "not started" => Status::NotStarted,
        _ => Status::Info,
    }
}

/// Returns how a record without a state of its own stands: what was done, what is due, what is late.
fn by_dates(record: &dyn AnyRecord, today: Date) -> Option<(Status, &'static str)> {
    let has = |field: &str| record.text(field).is_some_and(|text| !text.is_empty());
    let day = |field: &str| record.text(field).and_then(|text| text.parse::<Date>().ok());
    let is_over = |field: &str| day(field).is_some_and(|day| day < today);
    let first = |ways: &[(bool, Status, &'static str)]| {
        ways.iter().find(|(fits, ..)| *fits).map(|(_, status, word)| (*status, *word))
    };
    let kind = record.kind();
    if kind == RecordKind::AuditProgramme {
        first(&[(has("approved_on"), Status::Met, "in force"), (true, Status::NotStarted, "not approved")])
    } else if kind == RecordKind::GapAnalysis {
        first(&[(has("done_on"), Status::Met, "finished"), (true, Status::InProgress, "running")])
    } else if kind == RecordKind::ControlRun {
        first(&[
            (has("withdrawn_on"), Status::NotApplicable, "withdrawn"),
            (has("done_on"), Status::Met, "done"),
            (is_over("due"), Status::Attention, "late"),
            (true, Status::NotStarted, "to come"),
        ])
    } else if kind == RecordKind::Training {
        first(&[
            (has("done_on"), Status::Met, "held"),
            (is_over("planned_on"), Status::Attention, "late"),
            (true, Status::NotStarted, "planned"),
        ])
    } else if kind == RecordKind::PlannedChange {
        first(&[
            (has("dropped_because"), Status::NotApplicable, "dropped"),
            (has("done_on"), Status::Met, "done"),
            (has("approved_on"), Status::InProgress, "approved"),
            (true, Status::NotStarted, "planned"),
        ])
    } else if kind == RecordKind::Vulnerability {
        first(&[
            (has("fixed_on"), Status::Met, "fixed"),
            (has("exception"), Status::Held, "excepted"),
            (is_over("due"), Status::Problem, "overdue"),
            (true, Status::Attention, "open"),
        ])
    } else if kind == RecordKind::Population {
        first(&[(has("frozen_digest"), Status::Met, "frozen"), (true, Status::NotStarted, "not frozen")])
    } else if kind == RecordKind::Objective {
        let reached = |word: &str| record.text("outcome").is_some_and(|outcome| outcome == word);
        first(&[
            (reached("reached"), Status::Met, "reached"),
            (reached("missed"), Status::Problem, "missed"),
            (has("outcome"), Status::NotApplicable, "given up"),
            (is_over("due"), Status::Attention, "due"),
            (true, Status::InProgress, "open"),
        ])
    } else if kind == RecordKind::WorkingPaper {
        let came_to = |word: &str| record.text("result").is_some_and(|result| result == word);
        first(&[
            (came_to("conforms"), Status::Met, "conforms"),
            (came_to("does not conform"), Status::Problem, "does not conform"),
            (came_to("could be better"), Status::Attention, "could be better"),
            (has("result"), Status::NotApplicable, "not seen"),
            (true, Status::NotStarted, "open"),
        ])
    } else {
        None
    }
}

/// Says whether records of a kind stand somehow, so that their list has a column for it.
#[must_use]
pub fn stands(kind: RecordKind) -> bool {
    field_of(kind).is_some() || {
        let by_dates = [
            RecordKind::AuditProgramme,
            RecordKind::GapAnalysis,
            RecordKind::ControlRun,
            RecordKind::Training,
            RecordKind::PlannedChange,
            RecordKind::Vulnerability,
            RecordKind::Population,
            RecordKind::Objective,
            RecordKind::WorkingPaper,
        ];
        by_dates.contains(&kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Shape;

    #[test]
    fn every_word_of_a_state_has_a_look_of_its_own() {
        for kind in RecordKind::ALL {
            let Some(field) = field_of(*kind) else { continue };
            let fields = kind.fields();
            let shown = fields.iter().find(|shown| shown.name == field).expect("the field that was found");
            // A state that carries more than a word, such as that of a closed risk, is no choice.
            let Shape::Choice(words) = &shown.shape else { continue };
            for word in *words {
                assert_ne!(of_word(*kind, word), Status::Info, "{kind:?}: {word}");
            }
        }
    }

    #[test]
    fn kinds_without_a_state_stand_by_their_dates() {
        let isms = model::Isms::default();
        let made = |kind: &str, fields: &[(&str, &str)]| {
            let id = isms.next(RecordKind::of_name(kind).expect("a kind"));
            let typed: Vec<(String, String)> =
                fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
            let change = model::Change::of_text(&isms, id, &typed).expect("it reads");
            let mut with = isms.clone();
            with.apply(&change, model::Stamp::default());
            let (status, word) = standing(with.get(id).expect("it is there"), Date::constant(2026, 11, 22))
                .expect("it stands");
            (status, word)
        };
        let late = made("control run", &[("title", "Restore"), ("due", "2026-11-21")]);
        assert_eq!(late, (Status::Attention, "late".to_owned()));
        let done = made("control run", &[("due", "2026-11-21"), ("done_on", "2026-11-21")]);
        assert_eq!(done, (Status::Met, "done".to_owned()));
        assert_eq!(made("objective", &[("outcome", "missed")]).0, Status::Problem);
        assert_eq!(made("vulnerability", &[("due", "2026-12-01")]).1, "open");
    }
}
